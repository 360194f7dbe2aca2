//! Periods and times of day as cells write them: `TA 2024`, `Triwulan III 2024`, `Januari - Juni 2024`, `08.30 WIB`.

use super::value::{self, DateText};

/// A period; its year may stand elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    year: Option<i16>,
    part: Part,
}

// What of the year it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Half(i8),
    Quarter(i8),
    Month(i8),
    Months(i8, i8),
    // From the year's beginning to this month and day.
    Until(i8, i8),
    // To the end of this year.
    Years(i16),
}

const LONGEST: usize = 40;

impl Period {
    /// Reads a cell; `None` when it says something else as well.
    pub(super) fn read(text: &str) -> Option<Self> {
        let begins =
            |byte: &u8| byte.is_ascii_digit() || b"abdfjkmnopqstABDFJKMNOPQST".contains(byte);
        // Without a year there is a word or two.
        let may_be = text.len() <= 14 || text.bytes().any(|byte| byte.is_ascii_digit());
        if !may_be || text.len() > LONGEST || !text.as_bytes().first().is_some_and(begins) {
            return None;
        }
        let lower = text.to_lowercase();
        ["s.d.", "sd", "s/d", "sampai"]
            .iter()
            .find_map(|word| until(lower.strip_prefix(word)?))
            .or_else(|| of_words(&lower))
    }

    /// Whether it names its year.
    pub(super) fn has_year(self) -> bool {
        self.year.is_some()
    }

    /// The period in the forms of ISO 8601, with `Q` and `S` for quarters and half years; `year` where it names none.
    pub(super) fn text(self, year: Option<i16>) -> Option<String> {
        let year = self.year.or(year)?;
        Some(match self.part {
            Part::Whole => year.to_string(),
            Part::Half(half) => format!("{year}-S{half}"),
            Part::Quarter(quarter) => format!("{year}-Q{quarter}"),
            Part::Month(month) => format!("{year}-{month:02}"),
            Part::Months(first, last) => format!("{year}-{first:02}/{year}-{last:02}"),
            Part::Until(month, day) => format!("{year}-01-01/{year}-{month:02}-{day:02}"),
            Part::Years(last) => format!("{year}/{last}"),
        })
    }

    /// The name of what it counts within a year: `bulan`, `triwulan`, `semester`; `None` for anything longer or shorter.
    pub(super) fn grain(self) -> Option<&'static str> {
        match self.part {
            Part::Month(_) => Some("bulan"),
            Part::Quarter(_) => Some("triwulan"),
            Part::Half(_) => Some("semester"),
            _ => None,
        }
    }

    /// The period without a year: `03`, `Q1`, `S2`.
    pub(super) fn label(self) -> Option<String> {
        match self.part {
            Part::Month(month) => Some(format!("{month:02}")),
            Part::Quarter(quarter) => Some(format!("Q{quarter}")),
            Part::Half(half) => Some(format!("S{half}")),
            _ => None,
        }
    }
}

fn until(rest: &str) -> Option<Period> {
    match value::date(rest.trim()) {
        DateText::Day(day) => Some(Period {
            year: Some(day.year()),
            part: Part::Until(day.month(), day.day()),
        }),
        _ => None,
    }
}

// What the words of a period were so far.
#[derive(Default)]
struct Words {
    years: Vec<i16>,
    months: Vec<i8>,
    // `triwulan` or `semester`, by the parts of a year.
    unit: Option<i8>,
    place: Option<i8>,
    says_year: bool,
}

fn of_words(lower: &str) -> Option<Period> {
    let mut words = Words::default();
    let parts = lower.split([' ', '-', '–']).filter(|part| !part.is_empty());
    for part in parts {
        words.take(part)?;
    }
    words.period(lower)
}

impl Words {
    // `None` for a word that no period has.
    fn take(&mut self, word: &str) -> Option<()> {
        let digits = word.trim_end_matches(['*', ')']);
        if digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            self.years.push(
                digits
                    .parse()
                    .ok()
                    .filter(|year| (1900..=2100).contains(year))?,
            );
            return Some(());
        }
        match word {
            "ta" | "t.a." | "t.a" | "tahun" | "thn" | "th" | "anggaran" => self.says_year = true,
            "s.d." | "s/d" | "sd" | "sampai" if self.months.len() == 1 => {}
            "bulan" if self.months.is_empty() => {}
            "triwulan" | "tw" | "tw." | "kuartal" if self.unit.is_none() => self.unit = Some(4),
            "semester" | "smt" | "sem" if self.unit.is_none() => self.unit = Some(2),
            _ => return self.take_place(word),
        }
        Some(())
    }

    fn take_place(&mut self, word: &str) -> Option<()> {
        let unit = [("tw", 4), ("q", 4), ("smt", 2), ("s", 2)];
        let joined = unit
            .iter()
            .find_map(|(name, parts)| Some((place(word.strip_prefix(name)?)?, *parts)));
        if let Some((place, parts)) = joined.filter(|_| self.unit.is_none()) {
            (self.unit, self.place) = (Some(parts), Some(place));
        } else if let Some(place) =
            place(word).filter(|_| self.unit.is_some() && self.place.is_none())
        {
            self.place = Some(place);
        } else if let Some(month) = value::month(word) {
            return self.take_month(word, month);
        } else {
            return None;
        }
        Some(())
    }

    // `01` is a month behind a year; `24` behind a month's name is a year.
    fn take_month(&mut self, word: &str, month: i8) -> Option<()> {
        let is_name = word.starts_with(char::is_alphabetic);
        if !is_name && word.len() == 2 && self.months.len() == 1 && self.years.is_empty() {
            self.years.push(2000 + i16::from(month));
        } else if (1..=12).contains(&month) && (is_name || word.len() == 2 && self.years.len() == 1)
        {
            self.months.push(month);
        } else {
            return None;
        }
        Some(())
    }

    fn period(self, text: &str) -> Option<Period> {
        let year = self.years.first().copied();
        let part = match (
            self.unit.zip(self.place),
            self.months.as_slice(),
            self.years.as_slice(),
        ) {
            (Some((parts, place)), [], [] | [_]) if place <= parts => {
                if parts == 4 {
                    Part::Quarter(place)
                } else {
                    Part::Half(place)
                }
            }
            (None, [month], [] | [_]) => Part::Month(*month),
            (None, [first, last], [] | [_]) if first < last => Part::Months(*first, *last),
            (None, [], [_]) => Part::Whole,
            (None, [], [first, last]) if first < last && text.contains(['-', '–']) => {
                Part::Years(*last)
            }
            _ => return None,
        };
        let fits = self.unit.is_none() || self.place.is_some();
        fits.then_some(Period { year, part })
    }
}

fn place(word: &str) -> Option<i8> {
    let roman = ["i", "ii", "iii", "iv"]
        .iter()
        .position(|numeral| *numeral == word);
    let number = roman.and_then(|index| i8::try_from(index + 1).ok());
    number
        .or_else(|| word.parse().ok())
        .filter(|place| (1..=4).contains(place))
}

/// How a time of day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// `08:30`, `08.30 WIB`: nothing else looks like it.
    Sure,
    /// `08.30`, which may be an amount.
    Dotted,
}

/// A time of day with two digits each, and how it was written. Of zones there is one in a region: they are dropped.
pub(super) fn clock(text: &str) -> Option<(String, Clock)> {
    let hour = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = text.as_bytes().get(hour);
    if text.len() > 14 || !(1..=2).contains(&hour) || !behind.is_some_and(|b| b":.".contains(b)) {
        return None;
    }
    let lower = text.to_lowercase();
    let bare = ["wib", "wita", "wit"]
        .iter()
        .find_map(|zone| lower.strip_suffix(zone))
        .map(str::trim_end);
    let digits = bare.unwrap_or(&lower);
    let sign = if digits.contains(':') { ':' } else { '.' };
    let parts: Vec<&str> = digits.split(sign).collect();
    let number = |part: &str, most: u8, width: std::ops::RangeInclusive<usize>| {
        let is_plain =
            width.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u8>()
            .ok()
            .filter(|number| is_plain && *number <= most)
    };
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (number(hour, 23, 1..=2)?, number(minute, 59, 2..=2)?, 0),
        [hour, minute, second] if sign == ':' => (
            number(hour, 23, 1..=2)?,
            number(minute, 59, 2..=2)?,
            number(second, 59, 2..=2)?,
        ),
        _ => return None,
    };
    let how = if sign == ':' || bare.is_some() {
        Clock::Sure
    } else {
        Clock::Dotted
    };
    let time = if second == 0 {
        format!("{hour:02}:{minute:02}")
    } else {
        format!("{hour:02}:{minute:02}:{second:02}")
    };
    Some((time, how))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Option<String> {
        Period::read(text)?.text(Some(2023))
    }

    #[test]
    fn periods_are_read_as_people_write_them() {
        for (text, expected) in [
            ("TA 2024", "2024"),
            ("Tahun Anggaran 2024", "2024"),
            ("2024*", "2024"),
            ("Triwulan III 2024", "2024-Q3"),
            ("TW 3", "2023-Q3"),
            ("TW3 2024", "2024-Q3"),
            ("2024-Q3", "2024-Q3"),
            ("Semester II", "2023-S2"),
            ("2024-S1", "2024-S1"),
            ("Januari", "2023-01"),
            ("Jan-24", "2024-01"),
            ("Bulan Mei 2024", "2024-05"),
            ("2024-07", "2024-07"),
            ("Januari - Juni 2024", "2024-01/2024-06"),
            ("Januari s.d. Juni 2024", "2024-01/2024-06"),
            ("s.d. 30 September 2024", "2024-01-01/2024-09-30"),
            ("2020-2022", "2020/2022"),
        ] {
            assert_eq!(period(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_periods() {
        for text in [
            "2023/2024",
            "Tahun",
            "Semester",
            "Semester 5",
            "TW 5",
            "Januari Februari Maret",
            "12",
            "08-12",
            "Puskesmas Januari",
            "2024-13",
            "31-12-2024",
            "0812-3456",
            "s",
            "2022-2020",
            "Desa 2024",
            "Triwulan",
        ] {
            assert_eq!(period(text), None, "{text}");
        }
    }

    #[test]
    fn times_of_day_are_written_alike() {
        let time = |text| clock(text).map(|(time, _)| time);
        assert_eq!(time("08.30 WIB").as_deref(), Some("08:30"));
        assert_eq!(time("8:05").as_deref(), Some("08:05"));
        assert_eq!(time("08:30:00").as_deref(), Some("08:30"));
        assert_eq!(clock("07.30").map(|(_, how)| how), Some(Clock::Dotted));
        for text in ["24:00", "08.30.15", "08:3", "1.234", "12", "8:60"] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_looked_at(text: String) {
            let _ = Period::read(&text);
            let _ = clock(&text);
        }
    }
}
