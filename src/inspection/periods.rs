//! Columns that stand for years or months, alone or once for each of several measures.

use super::heads::Head;
use super::locate;
use super::reading::Reading;
use super::report::Offer;
use super::text;
use super::when::Period;

/// A period, with the head of every measure.
pub(super) type PeriodRow = (String, Vec<Option<usize>>);

/// Columns that stand for periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Periods {
    /// `tahun`, `bulan`, `triwulan` or `semester`.
    pub name: &'static str,
    /// What is measured in them, in the order of the sheet; one without a name of its own is `nilai`.
    pub measures: Vec<String>,
    /// The periods.
    pub rows: Vec<PeriodRow>,
}

impl Periods {
    /// The title of the column that they become.
    pub(super) fn title(&self) -> &'static str {
        match self.name {
            "bulan" => "Bulan",
            _ => "Tahun",
        }
    }
}

/// The title of a measure that the sheet doesn't name.
pub const UNNAMED_MEASURE: &str = "nilai";

// A column with its period and what it measures.
struct Found {
    head: usize,
    period: String,
    measure: String,
    // The period stands within other words, which might be a coincidence.
    is_trailing: bool,
}

/// The columns that stand for years, or for months when there are at least three of them.
///
/// One year alone is folded too: it is the next column of a table that has grown by one each year. One month's name
/// may be something else, so it counts as a period only where folding was chosen.
pub(super) fn of(heads: &[Head], reading: &Reading) -> Option<Periods> {
    let is_chosen = reading.accepts(Offer::FoldPeriods);
    let years: Vec<Found> = all(heads, year);
    let is_sure = is_chosen || years.len() > 1 || years.iter().any(|found| !found.is_trailing);
    if let Some(periods) = arranged("tahun", years).filter(|_| is_sure) {
        return Some(periods);
    }
    let within =
        |name: &'static str, period: fn(&str) -> Option<(String, String)>, least: usize| {
            let least = if is_chosen { 1 } else { least };
            arranged(name, all(heads, period)).filter(|periods| periods.rows.len() >= least)
        };
    within("bulan", month, 3)
        .or_else(|| within("triwulan", |level| part(level, "triwulan"), 2))
        .or_else(|| within("semester", |level| part(level, "semester"), 2))
}

fn all(heads: &[Head], period: fn(&str) -> Option<(String, String)>) -> Vec<Found> {
    let found = |(index, head): (usize, &Head)| {
        let in_level = |(place, level): (usize, &String)| Some((place, period(level)?));
        let (place, (period, within)) = head.levels.iter().enumerate().rev().find_map(in_level)?;
        let mut measure: Vec<&str> = Vec::new();
        for (index, level) in head.levels.iter().enumerate() {
            let words = if index == place { &within } else { level };
            if !words.is_empty() && !names_a_period(words) {
                measure.push(words);
            }
        }
        Some(Found {
            head: index,
            period,
            measure: measure.join(" › "),
            is_trailing: !within.is_empty(),
        })
    };
    heads.iter().enumerate().filter_map(found).collect()
}

// Each period of each measure stands once; else they are not what they seem.
fn arranged(name: &'static str, found: Vec<Found>) -> Option<Periods> {
    let mut measures: Vec<String> = Vec::new();
    for one in &found {
        if !measures.contains(&one.measure) {
            measures.push(one.measure.clone());
        }
    }
    let mut rows: Vec<PeriodRow> = Vec::new();
    for one in found {
        let measure = measures.iter().position(|known| *known == one.measure)?;
        let known = rows.iter().position(|(period, _)| *period == one.period);
        let row = known.unwrap_or(rows.len());
        if known.is_none() {
            rows.push((one.period, vec![None; measures.len()]));
        }
        let slot = rows.get_mut(row)?.1.get_mut(measure)?;
        if slot.replace(one.head).is_some() {
            return None;
        }
    }
    for measure in measures.iter_mut().filter(|measure| measure.is_empty()) {
        UNNAMED_MEASURE.clone_into(measure);
    }
    (!rows.is_empty()).then_some(Periods {
        name,
        measures,
        rows,
    })
}

// A year, and the words that stand before it.
fn year(level: &str) -> Option<(String, String)> {
    let level = level.trim();
    let (before, last) = level.rsplit_once([' ', '_', '-']).unwrap_or(("", level));
    if !locate::is_year(last) {
        return None;
    }
    let words = before.trim_end_matches([' ', '_', '-', ':', ',']);
    let is_range = words
        .split([' ', '_', '-', '/', '–'])
        .next_back()
        .is_some_and(locate::is_year);
    let words = if names_a_period(words) {
        ""
    } else {
        without_period_word(words)
    };
    (!is_range).then(|| (last.chars().take(4).collect(), words.to_owned()))
}

// A month, and the words that stand before it: none.
fn month(level: &str) -> Option<(String, String)> {
    part(level, "bulan")
}

// A part of a year that is all a level says, with the year if it says that too.
fn part(level: &str, grain: &str) -> Option<(String, String)> {
    let level = level.trim();
    let period = Period::read(level).filter(|_| level.chars().any(char::is_alphabetic))?;
    let label = period.text(None).or_else(|| period.label())?;
    (period.grain() == Some(grain)).then_some((label, String::new()))
}

fn names_a_period(words: &str) -> bool {
    matches!(
        text::safe_name(words).as_str(),
        "tahun" | "thn" | "th" | "bulan" | "periode" | "waktu" | "year" | "month"
    )
}

// "Jumlah siswa tahun" measures "Jumlah siswa".
fn without_period_word(words: &str) -> &str {
    match words.rsplit_once(' ') {
        Some((before, last)) if names_a_period(last) => before.trim_end(),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(titles: &[&str]) -> Vec<Head> {
        let head = |title: &&str| Head {
            levels: title.split(" › ").map(str::to_owned).collect(),
            ..Head::made(title)
        };
        titles.iter().map(head).collect()
    }

    fn periods(titles: &[&str]) -> Option<(Vec<String>, Vec<PeriodRow>)> {
        let found = of(&heads(titles), &Reading::default())?;
        Some((found.measures, found.rows))
    }

    #[test]
    fn years_stand_on_any_level() {
        let expected = (
            vec!["Kolam".to_owned(), "Produksi (kg)".to_owned()],
            vec![
                ("2022".to_owned(), vec![Some(1), Some(3)]),
                ("2023".to_owned(), vec![Some(2), Some(4)]),
            ],
        );
        let below = [
            "Kecamatan",
            "Kolam › 2022",
            "Kolam › 2023",
            "Produksi (kg) › 2022",
            "Produksi (kg) › 2023",
        ];
        assert_eq!(periods(&below), Some(expected.clone()));
        let written = [
            "Kecamatan",
            "Kolam 2022",
            "Kolam tahun 2023",
            "Produksi (kg) 2022",
            "Produksi (kg) 2023*",
        ];
        assert_eq!(periods(&written), Some(expected));
        let above = periods(&[
            "Desa",
            "2022 › Laki-laki",
            "2022 › Perempuan",
            "2023 › Laki-laki",
            "2023 › Perempuan",
        ]);
        assert_eq!(above.unwrap().1[1].1, [Some(3), Some(4)]);
    }

    #[test]
    fn a_measure_without_a_name_is_called_value() {
        for titles in [
            ["Desa", "2022", "2023"],
            ["Desa", "Tahun › 2022", "Tahun › 2023"],
            ["Desa", "Tahun 2022", "Thn 2023"],
        ] {
            assert_eq!(periods(&titles).unwrap().0, ["nilai"]);
        }
    }

    #[test]
    fn what_is_no_period_stays_a_column() {
        assert_eq!(periods(&["Desa", "Target 2023"]), None);
        assert_eq!(periods(&["Desa", "Rata-rata 2020-2023"]), None);
        assert_eq!(periods(&["Desa", "2023", "2023"]), None);
        assert_eq!(periods(&["Mei", "Jumlah"]), None);
        assert_eq!(periods(&["Desa", "2023"]).unwrap().1.len(), 1);
    }
}
