//! Years, half years, quarters and months as the columns of a table write them.

use crate::inspection::report::{Column, ColumnKind};
use crate::inspection::typed::Spec;
use crate::inspection::value;
use crate::query::Cell;

/// Periods of a series that are walked through when looking for missing ones.
const MOST: i64 = 20_000;

/// A period by its number: years times the periods of a year, and the place within it.
pub(super) type Period = i64;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grain {
    Year,
    Half,
    Quarter,
    Month,
}

impl Grain {
    const fn in_a_year(self) -> i64 {
        match self {
            Self::Year => 1,
            Self::Half => 2,
            Self::Quarter => 4,
            Self::Month => 12,
        }
    }
}

/// The columns that say when.
#[derive(Debug)]
pub(super) struct Series {
    grain: Grain,
    columns: Vec<String>,
}

/// Parts of names of columns that say when.
const WORDS: [(&str, Grain); 7] = [
    ("tahun", Grain::Year),
    ("year", Grain::Year),
    ("semester", Grain::Half),
    ("triwulan", Grain::Quarter),
    ("kuartal", Grain::Quarter),
    ("bulan", Grain::Month),
    ("month", Grain::Month),
];

fn grain_of(name: &str) -> Option<Grain> {
    let mut parts = name.split('_');
    parts.find_map(|part| {
        let known = WORDS.iter().find(|(word, _)| *word == part);
        known.map(|(_, grain)| *grain)
    })
}

/// Whether a column says when its rows are.
pub(in crate::inspection) fn says_when(spec: &Spec) -> bool {
    matches!(
        spec.kind,
        ColumnKind::Year | ColumnKind::Date | ColumnKind::Period
    ) || grain_of(&spec.name).is_some()
}

impl Series {
    /// The columns of a table that say when its rows are, if it has any.
    pub(super) fn of(columns: &[Column]) -> Option<Self> {
        let is_year = |column: &&Column| {
            column.kind == ColumnKind::Year
                || column.kind == ColumnKind::Integer && grain_of(&column.name) == Some(Grain::Year)
        };
        let year = columns.iter().find(is_year)?;
        let within = columns.iter().find_map(|column| {
            let grain = grain_of(&column.name).filter(|grain| *grain != Grain::Year)?;
            let is_word = matches!(column.kind, ColumnKind::Text | ColumnKind::Integer);
            (is_word && column.name != year.name).then(|| (column.name.clone(), grain))
        });
        let mut columns = vec![year.name.clone()];
        let grain = within.map_or(Grain::Year, |(name, grain)| {
            columns.push(name);
            grain
        });
        Some(Self { grain, columns })
    }

    /// Their names.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(String::as_str)
    }

    /// When a row is, by the cells of these columns.
    pub(super) fn period(&self, cells: &[Cell]) -> Option<Period> {
        let year: i64 = cells.first()?.to_text().parse().ok()?;
        if !(1000..=9999).contains(&year) {
            return None;
        }
        if self.grain == Grain::Year {
            return Some(year);
        }
        let place = place(&cells.get(1)?.to_text(), self.grain)?;
        Some(year * self.grain.in_a_year() + place - 1)
    }

    /// A period in words of no language: `2024`, `2024-03`, `2024-TW1`, `2024-S2`.
    pub(super) fn name(&self, period: Period) -> String {
        let count = self.grain.in_a_year();
        let (year, place) = (period.div_euclid(count), period.rem_euclid(count) + 1);
        match self.grain {
            Grain::Year => year.to_string(),
            Grain::Half => format!("{year}-S{place}"),
            Grain::Quarter => format!("{year}-TW{place}"),
            Grain::Month => format!("{year}-{place:02}"),
        }
    }
}

// `3`, `III`, `Triwulan III`, `Maret`.
fn place(text: &str, grain: Grain) -> Option<i64> {
    let last = text.split_whitespace().last()?;
    let roman = ["i", "ii", "iii", "iv"]
        .iter()
        .position(|numeral| last.eq_ignore_ascii_case(numeral));
    let number = match (grain, roman) {
        (Grain::Month, _) => value::month(last).map(i64::from),
        (_, Some(place)) => i64::try_from(place + 1).ok(),
        (_, None) => last
            .trim_start_matches(|c: char| c.is_alphabetic())
            .parse()
            .ok(),
    };
    number.filter(|place| (1..=grain.in_a_year()).contains(place))
}

/// The periods that are missing now and were not before; both lists are sorted. What is `replaced` must have all periods
/// that were there, too.
pub(super) fn missing(old: &[Period], new: &[Period], replaced: bool) -> Vec<Period> {
    let mut all = new.to_vec();
    if !replaced {
        all.extend(old);
        all.sort_unstable();
        all.dedup();
    }
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return Vec::new();
    };
    // A series of every second year has no gap between its years.
    let steps = old.windows(2).filter_map(|pair| match pair {
        [before, after] => Some(after - before),
        _ => None,
    });
    let step = steps.min().unwrap_or(1).max(1);
    let was_missing = |period: &Period| {
        old.first().zip(old.last()).is_some_and(|(first, last)| {
            (first..=last).contains(&period) && old.binary_search(period).is_err()
        })
    };
    let walked = (0..MOST).map(|count| first + count * step);
    let mut missing: Vec<Period> = walked
        .take_while(|period| period < last)
        .filter(|period| all.binary_search(period).is_err() && !was_missing(period))
        .collect();
    if replaced {
        missing.extend(
            old.iter()
                .filter(|period| new.binary_search(period).is_err()),
        );
        missing.sort_unstable();
        missing.dedup();
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_that_are_missing_are_named_once() {
        for (old, new, replaced, gone) in [
            (&[2022, 2023][..], &[2024][..], false, &[][..]),
            (&[2022, 2023], &[2025], false, &[2024]),
            (&[2023], &[2025], false, &[2024]),
            (&[2018, 2020, 2022], &[2024], false, &[]),
            (&[2018, 2020, 2022], &[2026], false, &[2024]),
            (&[2019, 2021, 2022], &[2019, 2021, 2022, 2023], true, &[]),
            (&[2021, 2022, 2023], &[2021, 2023, 2024], true, &[2022]),
            (&[2021, 2022], &[2022, 2023], true, &[2021]),
            (&[2021, 2022], &[], true, &[]),
        ] {
            assert_eq!(missing(old, new, replaced), gone, "{old:?} {new:?}");
        }
    }

    #[test]
    fn places_within_a_year_are_read_as_they_are_written() {
        for (text, grain, number) in [
            ("Maret", Grain::Month, Some(3)),
            ("3", Grain::Month, Some(3)),
            ("13", Grain::Month, None),
            ("Triwulan III", Grain::Quarter, Some(3)),
            ("TW2", Grain::Quarter, Some(2)),
            ("II", Grain::Half, Some(2)),
            ("III", Grain::Half, None),
            ("", Grain::Half, None),
        ] {
            assert_eq!(place(text, grain), number, "{text}");
        }
        let series = Series {
            grain: Grain::Month,
            columns: Vec::new(),
        };
        let cells = [Cell::Integer(2024), Cell::Text("Desember".to_owned())];
        let period = series.period(&cells).unwrap();
        assert_eq!(series.name(period), "2024-12");
        assert_eq!(series.name(period + 1), "2025-01");
    }
}
