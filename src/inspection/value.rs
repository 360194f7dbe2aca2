//! What single cells mean once their column's kind is known: missing values, dates, yes and no.

use super::cell::squeeze;
use jiff::civil::Date;

/// Whether a text stands for a missing value in any column.
pub(super) fn is_missing(text: &str) -> bool {
    // None of them is longer, or begins otherwise.
    let begins = |byte: &u8| !byte.is_ascii() || b"-.#nNtTkKbBrR".contains(byte);
    if text.len() > 16 || !text.as_bytes().first().is_none_or(begins) {
        return false;
    }
    let lower = text.to_lowercase();
    matches!(
        lower.as_str(),
        "" | "-"
            | "–"
            | "—"
            | "--"
            | "..."
            | "…"
            | "n/a"
            | "#n/a"
            | "n.a."
            | "null"
            | "tad"
            | "kosong"
            | "belum ada data"
            | "rp -"
            | "rp-"
    )
}

/// The same in a column of numbers, where `NA` can't be a code.
pub(super) fn is_missing_number(text: &str) -> bool {
    is_missing(text) || text.eq_ignore_ascii_case("na")
}

/// Words that mean zero in a column of numbers; the second says whether to ask back.
pub(super) fn zero_in_words(text: &str) -> Option<bool> {
    let begins = |byte: &u8| b"nNtT".contains(byte);
    if text.len() > 9 || !text.as_bytes().first().is_some_and(begins) {
        return None;
    }
    match text.to_lowercase().as_str() {
        "nihil" => Some(false),
        "tidak ada" => Some(true),
        _ => None,
    }
}

/// What a text says as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateText {
    /// This day.
    Day(Date),
    /// It is written like a date, but there is no such day.
    Impossible,
    /// It is no date.
    No,
}

/// Reads a date: day first (`31/12/2024`, `31-12-2024`, `31 Desember 2024`, `31 Des 2024`) or ISO.
pub(super) fn date(text: &str) -> DateText {
    if text.len() > 40 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return DateText::No;
    }
    let text = squeeze(text);
    let text = text.split_once(", ").map_or(
        &*text,
        |(day, rest)| {
            if is_weekday(day) { rest } else { &*text }
        },
    );
    let parts: Vec<&str> = text
        .split(['/', '-', '.', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return DateText::No;
    };
    let numbers = |a: &str, b: &str, c: &str| {
        Some((a.parse::<i16>().ok()?, month(b)?, c.parse::<i8>().ok()?))
    };
    let parsed = if first.len() == 4 {
        numbers(first, second, third)
    } else {
        numbers(third, second, first)
    };
    let Some((year, month, day)) = parsed else {
        return DateText::No;
    };
    let year = match (third.len(), first.len()) {
        (2, 1 | 2) if year < 70 => year + 2000,
        (2, 1 | 2) => year + 1900,
        _ => year,
    };
    if !(1000..=9999).contains(&year) {
        return DateText::No;
    }
    Date::new(year, month, day).map_or(DateText::Impossible, DateText::Day)
}

/// The day of an impossible date whose month stands before its day, to be proposed.
pub(super) fn month_first(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let [month, day, year] = parts.as_slice() else {
        return None;
    };
    match date(&format!("{day}/{month}/{year}")) {
        DateText::Day(date) => Some(date),
        DateText::Impossible | DateText::No => None,
    }
}

fn is_weekday(text: &str) -> bool {
    matches!(
        text.to_lowercase().as_str(),
        "senin"
            | "selasa"
            | "rabu"
            | "kamis"
            | "jumat"
            | "jum'at"
            | "jum’at"
            | "sabtu"
            | "minggu"
            | "ahad"
    )
}

/// The number of a month: digits, or its name, short or long, Indonesian or as an English Excel writes it.
pub(super) fn month(text: &str) -> Option<i8> {
    const NAMES: [&[&str]; 12] = [
        &["januari", "jan", "january"],
        &["februari", "pebruari", "feb", "peb", "february"],
        &["maret", "mar", "mrt", "march"],
        &["april", "apr"],
        &["mei", "may"],
        &["juni", "jun", "june"],
        &["juli", "jul", "july"],
        &[
            "agustus", "agt", "ags", "agu", "agus", "agust", "august", "aug",
        ],
        &["september", "sep", "sept"],
        &["oktober", "okt", "october", "oct"],
        &["november", "nopember", "nov", "nop"],
        &["desember", "des", "december", "dec"],
    ];
    let lower = text.to_lowercase();
    let lower = lower.trim_end_matches('.');
    if let Some(index) = NAMES.iter().position(|names| names.contains(&lower)) {
        return i8::try_from(index + 1).ok();
    }
    if text.len() > 2 {
        return None;
    }
    text.parse().ok()
}

/// The day of a number that a workbook counts from 1900 on, between 1954 and 2100; earlier ones are figures.
pub(super) fn day_of_serial(number: f64) -> Option<Date> {
    if number.fract() != 0.0 || !(20_000.0..73_415.0).contains(&number) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number of five digits"
    )]
    let days = jiff::Span::new().try_days(number as i64).ok()?;
    // Excel counts a 29 February 1900 that never was.
    jiff::civil::date(1899, 12, 30).checked_add(days).ok()
}

/// Yes or no.
pub(super) fn boolean(text: &str) -> Option<bool> {
    let begins = |byte: &u8| !byte.is_ascii() || b"abfnstvyABFNSTVY".contains(byte);
    if text.len() > 9 || !text.as_bytes().first().is_some_and(begins) {
        return None;
    }
    match text.to_lowercase().as_str() {
        "ya" | "benar" | "true" | "yes" | "y" | "ada" | "v" | "√" | "✓" | "✔" => Some(true),
        "tidak" | "salah" | "false" | "no" | "t" | "tidak ada" => Some(false),
        _ => None,
    }
}

/// Male or female, in the words that are stored. Numbers stand for them only where a column's title says so.
pub(super) fn sex(text: &str) -> Option<&'static str> {
    let begins = |byte: &u8| b"12lpwLPW".contains(byte);
    if text.len() > 9 || !text.as_bytes().first().is_some_and(begins) {
        return None;
    }
    match text.to_lowercase().as_str() {
        "l" | "lk" | "laki-laki" | "laki" | "pria" | "1" => Some("Laki-laki"),
        "p" | "pr" | "perempuan" | "wanita" | "2" => Some("Perempuan"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_comes_first() {
        assert_eq!(
            date("01/02/2024"),
            DateText::Day(jiff::civil::date(2024, 2, 1))
        );
        assert_eq!(date("31/02/2024"), DateText::Impossible);
        assert_eq!(
            date("2024-12-31"),
            DateText::Day(jiff::civil::date(2024, 12, 31))
        );
        assert_eq!(
            date("17 Agt 2023"),
            DateText::Day(jiff::civil::date(2023, 8, 17))
        );
        assert_eq!(date("Poncol"), DateText::No);
        assert_eq!(date("0812-345-678"), DateText::No);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_dated(text: String) {
            let _ = date(&text);
        }
    }
}
