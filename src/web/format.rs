//! Numbers, dates and sizes as each language writes them.

use super::i18n::Language;
use jiff::civil::{Date, DateTime};

/// A decimal number given in digits with a dot, with the separators of the language: `1.234.567,89` or `1,234,567.89`.
pub fn decimal(digits: &str, language: Language) -> String {
    let (thousands, point) = match language {
        Language::Indonesian => ('.', ','),
        Language::English => (',', '.'),
    };
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", digits),
    };
    if !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return format!("{sign}{digits}");
    }
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits, ""), |(whole, fraction)| (whole, fraction));
    let count = whole.len();
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (count - index).is_multiple_of(3) {
            out.push(thousands);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

/// A size in bytes in the largest unit that keeps it readable: `48 KB`, `1,2 MB`.
pub fn size(bytes: i64, language: Language) -> String {
    const UNITS: [(i64, &str); 3] = [(1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")];
    for (unit, name) in UNITS {
        if bytes >= unit {
            let tenths = bytes.saturating_mul(10) / unit;
            let digits = if tenths >= 100 || tenths % 10 == 0 {
                (tenths / 10).to_string()
            } else {
                format!("{}.{}", tenths / 10, tenths % 10)
            };
            return format!("{} {name}", decimal(&digits, language));
        }
    }
    format!("{bytes} B")
}

const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS_ID: [&str; 7] = [
    "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
];
const DAYS_EN: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// `23 November 2026`.
pub fn date(date: Date, language: Language) -> String {
    format!("{} {} {}", date.day(), month(date, language), date.year())
}

/// `Senin 23 November 2026`.
pub fn date_with_day(day: Date, language: Language) -> String {
    let names = match language {
        Language::Indonesian => DAYS_ID,
        Language::English => DAYS_EN,
    };
    let index = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
    format!(
        "{} {}",
        names.get(index).unwrap_or(&""),
        date(day, language)
    )
}

/// `23 Nov`.
pub fn day_and_month(date: Date, language: Language) -> String {
    let name: String = month(date, language).chars().take(3).collect();
    format!("{} {name}", date.day())
}

/// `Nov 2026`, for a month as a whole.
pub fn month_and_year(date: Date, language: Language) -> String {
    let name: String = month(date, language).chars().take(3).collect();
    format!("{name} {}", date.year())
}

fn month(date: Date, language: Language) -> &'static str {
    let names = match language {
        Language::Indonesian => MONTHS_ID,
        Language::English => MONTHS_EN,
    };
    let index = usize::try_from(date.month() - 1).unwrap_or(0);
    names.get(index).copied().unwrap_or("")
}

/// `14.15` or `14:15`.
pub fn time(at: DateTime, language: Language) -> String {
    let separator = match language {
        Language::Indonesian => '.',
        Language::English => ':',
    };
    format!("{:02}{separator}{:02}", at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_each_language_does() {
        assert_eq!(decimal("1234567.89", Language::Indonesian), "1.234.567,89");
        assert_eq!(decimal("1234567.89", Language::English), "1,234,567.89");
        assert_eq!(decimal("-999", Language::Indonesian), "−999");
        assert_eq!(decimal("1000", Language::Indonesian), "1.000");
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(49_152, Language::Indonesian), "48 KB");
        assert_eq!(size(1_300_000, Language::Indonesian), "1,2 MB");
    }

    #[test]
    fn dates_are_written_out() {
        let day: Date = "2026-11-23".parse().unwrap();
        assert_eq!(
            date_with_day(day, Language::Indonesian),
            "Senin 23 November 2026"
        );
        assert_eq!(day_and_month(day, Language::English), "23 Nov");
    }
}
