//! What is to be marked in a workbook, in ready words: this part knows no language.

use super::place::Place;
use crate::inspection::Level;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Cells that are marked in one workbook at most; the sheet of corrections says when there are more.
pub const MOST_MARKS: usize = 10_000;

/// What a hidden cell of the sheet of corrections says, so that a workbook that comes back is read without it.
pub const CORRECTIONS_MARK: &str = "lumbung:perbaikan";

/// Everything that is written into a workbook.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Annotations {
    /// The words around the lines.
    pub words: Words,
    /// One line for each marked cell, and for what concerns no cell.
    pub lines: Vec<Line>,
}

/// The words of the sheet of corrections.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Words {
    /// Name of the sheet, `Perbaikan`.
    pub sheet: String,
    /// Who speaks in the comments.
    pub author: String,
    /// Its title.
    pub title: String,
    /// Sentences below the title.
    pub notes: Vec<String>,
    /// Heads of its columns.
    pub heads: [String; 7],
}

/// A line of the sheet of corrections.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Number, from 1.
    pub number: u32,
    /// Sheet of the cell; empty for files without sheets.
    pub sheet: String,
    /// Address of the cell; empty when it concerns no cell.
    pub cell: String,
    /// The column's title.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong.
    pub wrong: String,
    /// What was expected.
    pub expected: String,
    /// Weight.
    pub level: Level,
    /// The weight as a word.
    pub level_word: String,
    /// The comment on the cell.
    pub comment: String,
}

/// What one cell gets: the weightiest level and all comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) level: Level,
    pub(super) comment: String,
}

/// The marks of one sheet in the order of its cells.
pub(super) type Marks = BTreeMap<Place, Mark>;

impl Annotations {
    /// The marks of the sheet with this name, at most [`MOST_MARKS`].
    pub(super) fn of_sheet(&self, name: &str) -> Marks {
        let mut marks = Marks::new();
        for line in self.lines.iter().filter(|line| same(&line.sheet, name)) {
            let Some(place) = Place::parse(&line.cell) else {
                continue;
            };
            if marks.len() >= MOST_MARKS && !marks.contains_key(&place) {
                continue;
            }
            add(&mut marks, place, line.level, &line.comment);
        }
        marks
    }
}

/// Whether two names mean the same sheet: blanks around a name are forgiven, as the inspection does.
fn same(wanted: &str, name: &str) -> bool {
    wanted == name || wanted.trim() == name.trim()
}

fn add(marks: &mut Marks, place: Place, level: Level, comment: &str) {
    marks
        .entry(place)
        .and_modify(|mark| {
            mark.level = mark.level.min(level);
            if !mark.comment.contains(comment) {
                mark.comment.push_str("\n\n");
                mark.comment.push_str(comment);
            }
        })
        .or_insert_with(|| Mark {
            level,
            comment: comment.to_owned(),
        });
}

/// Moves marks of covered cells to the corner of their merged range, the only cell of it that is seen.
pub(super) fn uncover(marks: Marks, merged: &[super::place::Area]) -> Marks {
    let mut moved = Marks::new();
    for (place, mark) in marks {
        let corner = merged.iter().find(|area| area.contains(place));
        let place = corner.map_or(place, |area| area.first);
        add(&mut moved, place, mark.level, &mark.comment);
    }
    moved
}

/// The colour of a level's cells, as RRGGBB.
pub(super) const fn colour(level: Level) -> &'static str {
    match level {
        Level::Blocking => "F4B8AE",
        Level::Warning => "FFE08A",
        Level::Info => "CFE3F1",
    }
}

/// A name that no sheet has yet, whatever its case.
pub(super) fn free_name(wanted: &str, taken: &[String]) -> String {
    let is_taken = |name: &str| {
        taken
            .iter()
            .any(|t| t.to_lowercase() == name.to_lowercase())
    };
    let mut name = wanted.to_owned();
    let mut number = 2;
    while is_taken(&name) {
        name = format!("{wanted} {number}");
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cell: &str, level: Level, comment: &str) -> Line {
        Line {
            number: 1,
            sheet: "Data".to_owned(),
            cell: cell.to_owned(),
            column: String::new(),
            value: String::new(),
            wrong: String::new(),
            expected: String::new(),
            level,
            level_word: String::new(),
            comment: comment.to_owned(),
        }
    }

    #[test]
    fn a_cell_gets_the_weightiest_colour_and_every_comment() {
        let annotations = Annotations {
            lines: vec![
                line("B2", Level::Info, "satu"),
                line("B2", Level::Blocking, "dua"),
                line("B2", Level::Warning, "satu"),
                line("", Level::Warning, "seluruhnya"),
            ],
            ..Annotations::default()
        };
        let marks = annotations.of_sheet(" Data");
        let mark = &marks[&Place::parse("B2").unwrap()];
        assert_eq!(marks.len(), 1);
        assert_eq!(mark.level, Level::Blocking);
        assert_eq!(mark.comment, "satu\n\ndua");
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let taken = ["perbaikan".to_owned(), "Perbaikan 2".to_owned()];
        assert_eq!(free_name("Perbaikan", &taken), "Perbaikan 3");
    }
}
