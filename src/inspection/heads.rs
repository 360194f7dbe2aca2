//! Titles of columns, and columns that only count rows.

use super::cell::{Cell, Sheet, letter};
use super::locate::Layout;
use super::reading::Reading;
use super::text;

/// One column's head.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    /// Letter in the sheet; empty for a column that was made.
    pub letter: String,
    /// Whether the sheet hides it.
    pub is_hidden: bool,
    /// Title, levels joined with ` › `.
    pub title: String,
    /// The levels of the title as the sheet has them, from above.
    pub levels: Vec<String>,
}

impl Head {
    /// The last level of the title.
    pub(super) fn leaf(&self) -> &str {
        self.levels.last().map_or("", String::as_str)
    }

    /// The head of a column that the sheet doesn't have.
    pub(super) fn made(title: &str) -> Self {
        Self {
            letter: String::new(),
            is_hidden: false,
            title: title.to_owned(),
            levels: vec![title.to_owned()],
        }
    }
}

/// The heads of all columns of a layout.
pub(super) fn of(sheet: &Sheet, layout: &Layout, reading: &Reading) -> Vec<Head> {
    let (first, last) = layout.columns;
    (first..=last)
        .map(|column| head(sheet, layout, reading, column))
        .collect()
}

fn head(sheet: &Sheet, layout: &Layout, reading: &Reading, column: usize) -> Head {
    let letter = letter(column);
    let chosen = reading
        .column(&letter)
        .and_then(|known| known.title.clone());
    let mut levels: Vec<String> = Vec::new();
    if let Some((first, last)) = layout.header {
        for index in first..=last {
            let label = label(sheet, index, column, index < last);
            if !label.is_empty() && levels.last() != Some(&label) {
                levels.push(label);
            }
        }
    }
    Head {
        letter,
        is_hidden: sheet.hidden_columns.contains(&column),
        title: chosen.unwrap_or_else(|| levels.join(" › ")),
        levels,
    }
}

// A label that stands over several columns counts for each of them; without merges, as far as the row below goes on.
fn label(sheet: &Sheet, index: usize, column: usize, has_row_below: bool) -> String {
    let Some(record) = sheet.records.get(index) else {
        return String::new();
    };
    let own = record.cell(column);
    if !own.is_empty() {
        return own.trimmed();
    }
    let across = sheet.merges.iter().find(|m| {
        m.rows.0 <= index && index <= m.rows.1 && m.columns.0 <= column && column <= m.columns.1
    });
    if let Some(merge) = across {
        return sheet
            .records
            .get(merge.rows.0)
            .map(|r| r.cell(merge.columns.0).trimmed())
            .unwrap_or_default();
    }
    let goes_on = has_row_below
        && sheet
            .records
            .get(index + 1)
            .is_some_and(|below| !below.cell(column).is_empty());
    if sheet.merges.is_empty() && goes_on {
        let left = (0..column)
            .rev()
            .find(|left| !record.cell(*left).is_empty());
        return left
            .map(|left| record.cell(left).trimmed())
            .unwrap_or_default();
    }
    String::new()
}

/// Whether a column's name says that it only counts rows.
pub(super) fn is_numbering(head: &Head) -> bool {
    text::is_numbering(head.leaf())
}

/// Whether cells count up from 1, in each group anew; pieces follow each other.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    first: Option<i64>,
    last: Option<i64>,
    is_broken: bool,
}

impl Count {
    pub(super) fn add(&mut self, cell: &Cell<'_>) {
        if self.is_broken || cell.is_empty() {
            return;
        }
        let number = cell.squeezed().trim_end_matches('.').parse::<i64>().ok();
        let follows = |number| number == 1 || self.last.is_none_or(|last| number == last + 1);
        self.is_broken = !number.is_some_and(follows);
        self.first = self.first.or(number);
        self.last = number;
    }

    pub(super) fn merge(&mut self, later: &Self) {
        let Some(first) = later.first else {
            self.is_broken |= later.is_broken;
            return;
        };
        let follows = first == 1 || self.last.is_some_and(|last| first == last + 1);
        self.is_broken |= later.is_broken || !follows && self.last.is_some();
        self.first = self.first.or(Some(first));
        self.last = later.last;
    }

    /// Whether it was a count all the way.
    pub(super) fn is_running(&self) -> bool {
        self.first == Some(1) && !self.is_broken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(texts: &[&str]) -> Count {
        let mut count = Count::default();
        for text in texts {
            count.add(&Cell::from(*text));
        }
        count
    }

    #[test]
    fn a_count_goes_on_in_the_next_piece() {
        let mut whole = count(&["1", "2", "", "3."]);
        whole.merge(&count(&["4", "1", "2"]));
        assert!(whole.is_running());
        whole.merge(&count(&["7"]));
        assert!(!whole.is_running());
        assert!(!count(&["1", "2", "4"]).is_running());
        assert!(!count(&["5", "6"]).is_running());
    }
}
