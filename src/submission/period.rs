//! The years that the data of a submission stands for: what titles and columns say, and what the table will have.

use super::{Kind, Metadata};
use crate::inspection::Report;
use crate::inspection::locate::is_year;
use crate::inspection::report::{Column, ColumnKind};

/// First and last year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Years(i16, i16);

/// What the data of a submission says of its period.
#[derive(Debug, Default)]
pub struct Known {
    // The years that the table will have, as its columns tell.
    table: Option<Years>,
    /// The period while nobody has said one: that of the data, else the published one.
    pub offer: String,
}

impl Known {
    /// Looks at the reports of a submission's files; an update that joins the published table, which has the period
    /// `old`, has its years as well.
    pub fn of(kind: Kind, metadata: &Metadata, old: &str, reports: &[Report]) -> Self {
        let data = reports.iter().map(of_columns).fold(None, Years::both);
        let titles = reports.iter().find_map(of_titles);
        let joins = matches!(kind, Kind::Append | Kind::Correct);
        let base = Years::in_text(old).filter(|_| joins);
        let whole = |years: Years| base.map_or(years, |base| years.with(base));
        let found = data
            .or_else(|| titles.or_else(|| Years::in_text(&metadata.title)))
            .map(whole);
        let is_of_years = old.is_empty() || Years::exact(old).is_some();
        Self {
            table: data.map(whole),
            offer: match found.filter(|_| is_of_years) {
                Some(years) => years.written(),
                None => old.to_owned(),
            },
        }
    }

    /// The years that a period as it is typed lacks, as people write them; `None` when it has them all or names none.
    pub fn beyond(&self, period: &str) -> Option<String> {
        let typed = Years::in_text(period)?;
        self.table
            .filter(|table| table.0 < typed.0 || typed.1 < table.1)
            .map(Years::written)
    }
}

/// Words between two years that make a range or a list of them.
const BETWEEN: [&str; 15] = [
    "-",
    "–",
    "—",
    "/",
    "&",
    ",",
    ", dan",
    "dan",
    "s.d.",
    "s.d",
    "s/d",
    "sd",
    "sampai",
    "sampai dengan",
    "hingga",
];

impl Years {
    fn with(self, other: Self) -> Self {
        Self(self.0.min(other.0), self.1.max(other.1))
    }

    fn both(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (one, other) {
            (Some(one), Some(other)) => Some(one.with(other)),
            (one, other) => one.or(other),
        }
    }

    fn written(self) -> String {
        if self.0 == self.1 {
            self.0.to_string()
        } else {
            format!("{}-{}", self.0, self.1)
        }
    }

    /// A text that is a year or a range of years and nothing else.
    fn exact(text: &str) -> Option<Self> {
        let text = text.trim();
        let found: Vec<(usize, i16)> = years(text).collect();
        let (all, between) = match found.as_slice() {
            [(0, only)] => (Self(*only, *only), text.get(4..)?),
            [(0, first), (at, last)] if at + 4 == text.len() => {
                (Self(*first, *last), text.get(4..*at)?)
            }
            _ => return None,
        };
        let between = between.trim().to_lowercase();
        let fits = match found.len() {
            1 => between.is_empty(),
            _ => BETWEEN.contains(&between.as_str()) && all.0 <= all.1,
        };
        fits.then_some(all)
    }

    /// The years that a text names: its longest range or list of years, of several the last, else its last year.
    fn in_text(text: &str) -> Option<Self> {
        let mut best: Option<Self> = None;
        let mut run: Option<Self> = None;
        let mut since = 0;
        for (at, year) in years(text) {
            let between = text
                .get(since..at)
                .unwrap_or_default()
                .trim()
                .to_lowercase();
            let own = Self(year, year);
            run = Some(match run {
                Some(known) if BETWEEN.contains(&between.as_str()) => known.with(own),
                _ => own,
            });
            best = best
                .filter(|best| run.is_some_and(|run| best.length() > run.length()))
                .or(run);
            since = at + 4;
        }
        best
    }

    const fn length(self) -> i16 {
        self.1 - self.0
    }
}

// Numbers of four digits that can be years, each with its place.
fn years(text: &str) -> impl Iterator<Item = (usize, i16)> {
    let mut at = 0;
    text.split(|c: char| !c.is_ascii_digit())
        .filter_map(move |word| {
            let place = text.get(at..)?.find(word).map(|place| at + place)?;
            at = place + word.len();
            let year = word.parse().ok().filter(|_| is_year(word))?;
            Some((place, year))
        })
}

fn of_titles(report: &Report) -> Option<Years> {
    let titles = &report.table()?.titles;
    Years::in_text(&titles.join(" "))
}

/// Names of columns whose values are the years of the rows; others, as of a building, are not.
const YEAR_COLUMNS: [&str; 3] = ["tahun", "year", "tahun_data"];

// The years in the column that says when; of a table with years as columns, those.
fn of_columns(report: &Report) -> Option<Years> {
    let columns = &report.table()?.columns;
    let when = |column: &&Column| {
        YEAR_COLUMNS.contains(&column.name.as_str())
            && matches!(column.kind, ColumnKind::Year | ColumnKind::Integer)
    };
    if let Some(column) = columns.iter().find(when) {
        let bound = |value: &Option<String>| value.as_deref().and_then(Years::exact);
        return Years::both(bound(&column.profile.min), bound(&column.profile.max));
    }
    let across: Vec<Years> = columns.iter().filter_map(year_of_head).collect();
    let all = across.iter().copied().reduce(Years::with);
    all.filter(|_| across.len() > 1)
}

// A head such as `2024` or `Jumlah › 2024`.
fn year_of_head(column: &Column) -> Option<Years> {
    let part = column
        .title
        .split('›')
        .map(str::trim)
        .rfind(|part| is_year(part))?;
    Years::in_text(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_years_ranges_and_lists() {
        for (text, first, last) in [
            ("Jumlah penduduk 2024", 2024, 2024),
            ("Jumlah penduduk 2022-2024", 2022, 2024),
            ("Jumlah penduduk 2022 – 2024, Kabupaten Magetan", 2022, 2024),
            ("Tahun 2022 s.d. 2024", 2022, 2024),
            ("Tahun 2022 sampai dengan 2024", 2022, 2024),
            ("TAHUN 2022 S/D 2024", 2022, 2024),
            ("Tahun 2022, 2023, dan 2024", 2022, 2024),
            ("Tahun Ajaran 2023/2024", 2023, 2024),
            ("Perbup 12 Tahun 2019: data 2021-2023", 2021, 2023),
            ("Data 2021-2023, dicetak tahun 2024", 2021, 2023),
            ("Data 2021 (dicetak 2024)", 2024, 2024),
        ] {
            assert_eq!(Years::in_text(text), Some(Years(first, last)), "{text}");
        }
        for text in ["", "Magetan", "35.20.01.2001", "No. 12345"] {
            assert_eq!(
                Years::in_text(text).filter(|_| text.len() < 9),
                None,
                "{text}"
            );
        }
    }

    #[test]
    fn only_years_alone_are_exact() {
        assert_eq!(Years::exact("2022-2024"), Some(Years(2022, 2024)));
        assert_eq!(Years::exact(" 2022 – 2024 "), Some(Years(2022, 2024)));
        assert_eq!(Years::exact("2024"), Some(Years(2024, 2024)));
        for text in ["Semester I 2024", "Januari 2024", "2024-01"] {
            assert_eq!(Years::exact(text), None, "{text}");
        }
    }

    #[test]
    fn a_period_that_lacks_years_of_the_table_is_told() {
        let known = Known {
            table: Some(Years(2022, 2025)),
            offer: String::new(),
        };
        assert_eq!(known.beyond("2022-2024").as_deref(), Some("2022-2025"));
        assert_eq!(
            known.beyond("Semester I 2025").as_deref(),
            Some("2022-2025")
        );
        for period in ["2022-2025", "2019-2030", "", "tiap tahun"] {
            assert_eq!(known.beyond(period), None, "{period}");
        }
    }
}
