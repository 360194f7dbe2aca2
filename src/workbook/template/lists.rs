//! Lists of the values that a column may have: regions of the portal's own, yes and no, categories of the table.

use super::mark::{Mark, MarkColumn};
use super::rows::Found;
use crate::inspection::ColumnKind;
use crate::standards::regions::{self, Level, Region};

/// Name of the hidden sheet of lists.
pub const SHEET: &str = "_daftar";
/// Most values of a list that is taken from the rows.
const MOST_CATEGORIES: usize = 100;
/// Most characters of one of them.
const MOST_CHARACTERS: usize = 200;

/// A list of values.
#[derive(Debug, Default)]
pub(super) struct Choices {
    pub(super) values: Vec<String>,
    /// Whether no other value is taken.
    pub(super) is_closed: bool,
}

/// The list of each column, empty where any value may stand.
pub(super) fn of(mark: &Mark, found: &Found, region: &str, truth: &[String; 2]) -> Vec<Choices> {
    let columns = mark.columns.iter().zip(&found.values);
    columns
        .map(|(column, (values, filled))| match column.kind {
            ColumnKind::Boolean => Choices {
                values: truth.to_vec(),
                is_closed: true,
            },
            ColumnKind::RegionCode => codes(values, region),
            ColumnKind::RegionName => names(values, region),
            ColumnKind::Text | ColumnKind::Code | ColumnKind::Sex => {
                categories(column, values, *filled)
            }
            _ => Choices::default(),
        })
        .collect()
}

// The levels of regions that tables are about.
const LEVELS: [Level; 3] = [Level::District, Level::Village, Level::Regency];

fn within(level: Level, region: &str) -> impl Iterator<Item = &'static Region> {
    let all = regions::list().iter();
    all.filter(move |one| one.level == level && one.code.starts_with(region))
}

// All codes of the level that the published ones have.
fn codes(known: &[String], region: &str) -> Choices {
    let level = known.first().map(|code| regions::level_of_code(code));
    let values: Vec<String> = level
        .into_iter()
        .flat_map(|level| within(level, region))
        .map(|one| one.code.clone())
        .collect();
    closed(values, known)
}

// All names of the level to which most of the published ones belong.
fn names(known: &[String], region: &str) -> Choices {
    let fits = |level: Level| {
        let is_of_level = |name: &&String| !regions::by_name(name, level, None).is_empty();
        known.iter().filter(is_of_level).count()
    };
    let level = LEVELS.into_iter().rev().max_by_key(|level| fits(*level));
    let Some(level) = level.filter(|level| fits(*level) * 5 >= known.len() * 4) else {
        return Choices::default();
    };
    let mut values: Vec<String> = within(level, region).map(|one| one.name.clone()).collect();
    values.sort();
    values.dedup();
    closed(values, known)
}

// A value that was published must stay possible.
fn closed(values: Vec<String>, known: &[String]) -> Choices {
    Choices {
        is_closed: known.iter().all(|value| values.contains(value)),
        values,
    }
}

// Where hardly a value comes twice, they are names and no categories.
fn categories(column: &MarkColumn, known: &[String], filled: u64) -> Choices {
    let is_short = |value: &String| value.chars().count() <= MOST_CHARACTERS;
    let are_few = known.len() <= MOST_CATEGORIES && known.len() as u64 * 2 <= filled;
    let is_remark = column.role == super::Role::Figure;
    if !are_few || is_remark || !known.iter().all(is_short) {
        return Choices::default();
    }
    Choices {
        values: known.to_vec(),
        is_closed: false,
    }
}
