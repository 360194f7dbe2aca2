//! Templates that know the published version: its columns with their explanations, lists of valid values, its rows.
//!
//! A template for the next period has the rows of the last one with their keys, years counted up by one, and empty
//! figures: a figure that is forgotten is then missing instead of last year's. Any other has all rows, to be edited.

mod lists;
mod mark;
mod ods;
mod roles;
mod rows;
mod xlsx;

#[cfg(test)]
mod tests;

pub use lists::SHEET as LISTS_SHEET;
pub use mark::{Fill, Mark, MarkColumn, Role};
pub use rows::MOST_ROWS;

use super::Error;
use crate::query::Cell;
use crate::text_enum;
use lists::Choices;
use serde::{Deserialize, Serialize};
use std::path::Path;

text_enum! {
    /// The two forms.
    Form {
        /// Office Open XML.
        Xlsx = "xlsx",
        /// `OpenDocument`.
        Ods = "ods",
    }
}

/// A template to be made, in ready words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Template {
    /// The mark; what its columns are for their rows is found out from the rows.
    pub mark: Mark,
    /// Kemendagri code of the region that publishes.
    pub region: String,
    /// The words.
    pub words: TemplateWords,
}

/// The words of a template.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TemplateWords {
    /// Title of the dataset.
    pub title: String,
    /// Name of the sheet with instructions.
    pub help: String,
    /// Name of the sheet that shows the last rows whole.
    pub last: String,
    /// The instructions.
    pub notes: Vec<String>,
    /// What is said instead when no rows stand ready because there are too many.
    pub capped: String,
    /// What is said instead when no rows stand ready because the table has no period.
    pub unprepared: String,
    /// Heads of the list of columns: name, type, unit, what to do.
    pub heads: [String; 4],
    /// What to do with a key, a period, a figure.
    pub roles: [String; 3],
    /// The type of each column.
    pub kinds: Vec<String>,
    /// The comment on each column's head.
    pub comments: Vec<String>,
    /// Who speaks in the comments.
    pub author: String,
    /// What a value that is not in its list is answered with.
    pub refusal: String,
    /// The words for true and false.
    pub truth: [String; 2],
}

/// Everything that a writer puts down.
struct Content<'a> {
    mark: &'a Mark,
    words: &'a TemplateWords,
    /// The rows as published.
    rows: Vec<Vec<Cell>>,
    /// Whether there were too many.
    is_capped: bool,
    /// Values that each column may have.
    choices: Vec<Choices>,
}

/// Writes a template over the table of its version.
pub(super) fn write(template: &Template, table: &Path, form: Form, to: &Path) -> Result<(), Error> {
    let mut mark = template.mark.clone();
    let found = rows::read(&mut mark, table)?;
    let words = &template.words;
    mark.others = vec![words.help.clone(), lists::SHEET.to_owned()];
    if shows_last(&mark, &found.rows) {
        mark.others.push(words.last.clone());
    }
    let choices = lists::of(&mark, &found, &template.region, &words.truth);
    let content = Content {
        mark: &mark,
        words,
        rows: found.rows,
        is_capped: found.is_capped,
        choices,
    };
    match form {
        Form::Xlsx => xlsx::write(&content, to),
        Form::Ods => ods::write(&content, to),
    }
}

fn shows_last(mark: &Mark, rows: &[Vec<Cell>]) -> bool {
    mark.fill == Fill::Next && !rows.is_empty()
}

impl Content<'_> {
    /// The rows of the sheet to fill in.
    fn prepared(&self) -> impl Iterator<Item = Vec<Cell>> + '_ {
        let is_next = self.mark.fill == Fill::Next;
        let prepare = move |(column, cell): (&MarkColumn, &Cell)| match column.role {
            Role::Period if is_next => rows::counted_up(cell),
            Role::Figure if is_next => Cell::Missing,
            _ => cell.clone(),
        };
        let row = move |row: &Vec<Cell>| self.mark.columns.iter().zip(row).map(prepare).collect();
        self.rows.iter().map(row)
    }

    /// The lines of the sheet with instructions: sentences, then the columns.
    fn help(&self) -> (Vec<&str>, Vec<[&str; 4]>) {
        let mut sentences: Vec<&str> = vec![&self.words.title];
        sentences.extend(self.words.notes.iter().map(String::as_str));
        if self.is_capped {
            sentences.push(&self.words.capped);
        } else if self.mark.fill == Fill::Next && self.rows.is_empty() {
            sentences.push(&self.words.unprepared);
        }
        let [key, period, figure] = &self.words.roles;
        let role = |role| match role {
            Role::Key => key.as_str(),
            Role::Period => period,
            Role::Figure => figure,
        };
        let mut columns = vec![self.words.heads.each_ref().map(String::as_str)];
        let kinds = self.words.kinds.iter();
        columns.extend(
            self.mark.columns.iter().zip(kinds).map(|(column, kind)| {
                [column.title.as_str(), kind, &column.unit, role(column.role)]
            }),
        );
        (sentences, columns)
    }

    fn shows_last(&self) -> bool {
        shows_last(self.mark, &self.rows)
    }

    /// A cell as a spreadsheet holds it: true and false in words, numbers that a double does not hold as text.
    fn held(&self, cell: &Cell) -> Held {
        let [yes, no] = &self.words.truth;
        match cell {
            Cell::Missing => Held::Nothing,
            Cell::Boolean(flag) => Held::Text(if *flag { yes } else { no }.clone()),
            Cell::Text(text) => Held::Text(text.chars().take(MOST_CHARACTERS).collect()),
            Cell::Date(date) => Held::Date(*date),
            Cell::Integer(_) | Cell::Decimal(_) | Cell::Float(_) => match cell.as_f64() {
                Some(number) if number.abs() <= EXACT => Held::Number(number),
                _ => Held::Text(cell.to_text()),
            },
        }
    }
}

/// Characters of a cell.
const MOST_CHARACTERS: usize = 32_767;
/// Whole numbers up to here are exact in a spreadsheet.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What a spreadsheet's cell holds.
enum Held {
    Nothing,
    Text(String),
    Number(f64),
    Date(jiff::civil::Date),
}
