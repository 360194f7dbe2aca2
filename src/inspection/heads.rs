//! Titles of columns, and which of them become columns of the table: dropped ones, and periods folded into rows.

use super::body::Row;
use super::cell::{Cell, Sheet, letter};
use super::locate::Layout;
use super::reading::Reading;
use super::report::Offer;
use super::survey::Survey;
use super::{text, value};

/// One column's head.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    /// Letter in the sheet; empty for a column that was made.
    pub letter: String,
    /// Whether the sheet hides it.
    pub is_hidden: bool,
    /// Title, levels joined with ` › `.
    pub title: String,
    /// The last level of the title.
    pub leaf: String,
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
    let leaf = levels.last().cloned().unwrap_or_default();
    Head {
        letter,
        is_hidden: sheet.hidden_columns.contains(&column),
        title: chosen.unwrap_or_else(|| levels.join(" › ")),
        leaf,
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
    matches!(
        text::safe_name(&head.leaf).as_str(),
        "no" | "nomor" | "no_urut" | "nomor_urut" | "nr"
    )
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

/// Columns that stand for periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Periods {
    /// `tahun` or `bulan`.
    pub name: &'static str,
    /// Index of the head and period.
    pub columns: Vec<(usize, String)>,
}

/// The columns that stand for years, or for months when there are at least three of them.
///
/// One year alone is folded too: it is the next column of a table that has grown by one each year. One month's name
/// may be something else, so it counts as a period only where folding was chosen.
pub(super) fn periods(heads: &[Head], reading: &Reading) -> Option<Periods> {
    let numbered = || heads.iter().enumerate();
    let years: Vec<(usize, String)> = numbered()
        .filter(|(_, head)| super::locate::is_year(&head.leaf))
        .map(|(index, head)| (index, head.leaf.chars().take(4).collect()))
        .collect();
    let months: Vec<(usize, String)> = numbered()
        .filter(|(_, head)| head.leaf.chars().any(char::is_alphabetic))
        .filter_map(|(index, head)| {
            value::month(&head.leaf).map(|month| (index, format!("{month:02}")))
        })
        .collect();
    let least_months = if reading.accepts(Offer::FoldPeriods) {
        1
    } else {
        3
    };
    let are_distinct = |list: &[(usize, String)], least: usize| {
        let mut names: Vec<&String> = list.iter().map(|(_, name)| name).collect();
        names.sort();
        names.dedup();
        names.len() == list.len() && list.len() >= least
    };
    let found = |name, columns| Some(Periods { name, columns });
    if are_distinct(&years, 1) {
        found("tahun", years)
    } else if are_distinct(&months, least_months) {
        found("bulan", months)
    } else {
        None
    }
}

/// How the columns of the sheet become those of the table.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// Heads of the table's columns.
    pub heads: Vec<Head>,
    // Indexes of the sheet's columns that are kept as they are.
    kept: Vec<usize>,
    // Indexes of those that are folded into rows, with their periods.
    folded: Vec<(usize, Cell<'static>)>,
}

impl Shape {
    /// The columns that are neither empty nor dropped.
    pub(super) fn plain(
        heads: Vec<Head>,
        surveys: &[Survey],
        counts: &[Count],
        reading: &Reading,
    ) -> Self {
        let is_dropped = |index: usize, head: &Head| {
            let is_void = surveys.get(index).is_none_or(|survey| survey.marked == 0);
            let is_count = is_numbering(head) && counts.get(index).is_some_and(Count::is_running);
            let chosen = reading.column(&head.letter);
            head.title.is_empty() && is_void
                || head.is_hidden && !chosen.is_some_and(|column| column.keep)
                || is_count && reading.accepts(Offer::DropRunningNumber)
                || chosen.is_some_and(|column| column.drop)
        };
        let (kept, heads) = heads
            .into_iter()
            .enumerate()
            .filter(|(index, head)| !is_dropped(*index, head))
            .unzip();
        Self {
            heads,
            kept,
            folded: Vec::new(),
        }
    }

    /// Folds period columns into rows; `year` completes months. Sums over the periods are dropped.
    #[must_use]
    pub(super) fn fold(&self, periods: &Periods, year: Option<&str>) -> Self {
        let is_period = |index: usize| periods.columns.iter().any(|(column, _)| *column == index);
        let stays =
            |(index, head): &(usize, &Head)| !is_period(*index) && !text::is_sum(&head.leaf);
        let staying = self.heads.iter().enumerate().filter(stays);
        let (indexes, mut heads): (Vec<usize>, Vec<Head>) =
            staying.map(|(index, head)| (index, head.clone())).unzip();
        let made = |title: &str| Head {
            letter: String::new(),
            is_hidden: false,
            title: title.to_owned(),
            leaf: title.to_owned(),
        };
        heads.extend([made(periods.name), made("nilai")]);
        let column = |index: &usize| self.kept.get(*index).copied();
        let folded = periods.columns.iter().filter_map(|(index, period)| {
            let label = match year {
                Some(year) if periods.name == "bulan" => format!("{year}-{period}"),
                _ => period.clone(),
            };
            Some((column(index)?, Cell::from(label)))
        });
        Self {
            heads,
            kept: indexes.iter().filter_map(column).collect(),
            folded: folded.collect(),
        }
    }

    /// Whether periods are folded.
    pub(super) fn is_folded(&self) -> bool {
        !self.folded.is_empty()
    }

    /// The surveys of the table's columns, from those of the sheet's.
    pub(super) fn surveys(&self, all: &[Survey]) -> Vec<Survey> {
        let of = |column: &usize| all.get(*column).cloned().unwrap_or_default();
        let mut surveys: Vec<Survey> = self.kept.iter().map(of).collect();
        if self.is_folded() {
            let (mut labels, mut values) = (Survey::default(), Survey::default());
            for (column, label) in &self.folded {
                labels.add(label);
                values.merge(&of(column));
            }
            surveys.extend([labels, values]);
        }
        surveys
    }

    /// The rows of the table, one for each row of the sheet or one for each of its periods.
    pub(super) fn rows<'r>(&'r self, rows: &'r [Row<'r>]) -> Shaped<'r> {
        Shaped { shape: self, rows }
    }
}

/// Rows of a sheet as rows of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shaped<'r> {
    shape: &'r Shape,
    rows: &'r [Row<'r>],
}

impl<'r> Shaped<'r> {
    fn copies(&self) -> usize {
        self.shape.folded.len().max(1)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len() * self.copies()
    }

    /// The row of the sheet of each, as the clerk counts.
    pub(super) fn numbers(&self) -> Vec<u64> {
        let copies = self.copies();
        let numbers = self.rows.iter().map(|row| row.number);
        numbers
            .flat_map(|number| std::iter::repeat_n(number, copies))
            .collect()
    }

    /// Calls `take` with the row and the cell of every row in a column of the table.
    pub(super) fn each(&self, column: usize, mut take: impl FnMut(u64, &'r Cell<'r>)) {
        let Shape { kept, folded, .. } = self.shape;
        let cell = |row: &'r Row<'r>, column: usize| row.cells.get(column).unwrap_or(&Cell::Empty);
        for row in self.rows {
            if let Some(kept) = kept.get(column) {
                let cell = cell(row, *kept);
                for _ in 0..self.copies() {
                    take(row.number, cell);
                }
                continue;
            }
            for (folded, period) in folded {
                let is_period = column == kept.len();
                let cell = if is_period {
                    period
                } else {
                    cell(row, *folded)
                };
                take(row.number, cell);
            }
        }
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
