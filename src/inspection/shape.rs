//! How the columns of a sheet become those of the table: dropped ones, and periods folded into rows.

use super::body::Row;
use super::cell::Cell;
use super::heads::{Count, Head, is_numbering};
use super::periods::Periods;
use super::reading::Reading;
use super::report::Offer;
use super::survey::{Familiar, Survey};
use super::text;

/// How the columns of the sheet become those of the table.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// Heads of the table's columns.
    pub heads: Vec<Head>,
    // The sheet's columns that are kept as they are.
    kept: Vec<usize>,
    // Rows that each row of the sheet becomes, if periods are folded; one without sources where a year is added.
    folds: Vec<Fold>,
}

// A period, and where in the sheet its measures stand.
#[derive(Debug, Clone)]
struct Fold {
    period: Cell<'static>,
    sources: Vec<Option<Source>>,
}

#[derive(Debug, Clone)]
struct Source {
    column: usize,
    letter: String,
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
            folds: Vec::new(),
        }
    }

    /// Folds period columns into rows; `year` completes months and quarters. Sums over the periods are dropped.
    #[must_use]
    pub(super) fn fold(&self, periods: &Periods, year: Option<&str>) -> Self {
        let all = periods.rows.iter().flat_map(|(_, heads)| heads);
        let folded: Vec<usize> = all.flatten().copied().collect();
        let stays = |(index, head): &(usize, &Head)| {
            !folded.contains(index) && !text::is_derived(head.leaf())
        };
        let staying = self.heads.iter().enumerate().filter(stays);
        let (indexes, mut heads): (Vec<usize>, Vec<Head>) =
            staying.map(|(index, head)| (index, head.clone())).unzip();
        heads.push(Head::made(periods.title()));
        heads.extend(periods.measures.iter().map(|title| Head::made(title)));
        let source = |index: &Option<usize>| {
            let index = (*index)?;
            Some(Source {
                column: *self.kept.get(index)?,
                letter: self.heads.get(index)?.letter.clone(),
            })
        };
        let fold = |(period, heads): &(String, Vec<Option<usize>>)| {
            let label = match year {
                Some(year)
                    if !period.starts_with(|c: char| c.is_ascii_digit()) || period.len() == 2 =>
                {
                    format!("{year}-{period}")
                }
                _ => period.clone(),
            };
            Fold {
                period: Cell::from(label),
                sources: heads.iter().map(source).collect(),
            }
        };
        let kept = indexes.iter().filter_map(|index| self.kept.get(*index));
        Self {
            heads,
            kept: kept.copied().collect(),
            folds: periods.rows.iter().map(fold).collect(),
        }
    }

    /// Adds a column with a year that holds for every row.
    #[must_use]
    pub(super) fn dated(mut self, year: String) -> Self {
        self.heads.push(Head::made("Tahun"));
        self.folds = vec![Fold {
            period: Cell::from(year),
            sources: Vec::new(),
        }];
        self
    }

    /// Whether periods are folded.
    pub(super) fn is_folded(&self) -> bool {
        self.folds.iter().any(|fold| !fold.sources.is_empty())
    }

    /// Rows of the table that each row of the sheet becomes.
    pub(super) fn copies(&self) -> usize {
        self.folds.len().max(1)
    }

    /// The letter of the column from which a column of the table has its values in the n-th of these rows; empty for
    /// one that the sheet doesn't have.
    pub(super) fn letter(&self, column: usize, copy: usize) -> &str {
        match self.source(column, copy) {
            Some(source) => &source.letter,
            None if column < self.kept.len() => {
                self.heads.get(column).map_or("", |head| &head.letter)
            }
            None => "",
        }
    }

    fn source(&self, column: usize, copy: usize) -> Option<&Source> {
        let measure = column.checked_sub(self.kept.len() + 1)?;
        self.folds.get(copy)?.sources.get(measure)?.as_ref()
    }

    /// The surveys of the table's columns, from those of the sheet's.
    pub(super) fn surveys(&self, all: &[Survey]) -> Vec<Survey> {
        let of = |column: usize| all.get(column).cloned().unwrap_or_default();
        let mut surveys: Vec<Survey> = self.kept.iter().map(|column| of(*column)).collect();
        if !self.folds.is_empty() {
            let mut labels = Survey::default();
            let mut familiar = Familiar::default();
            for fold in &self.folds {
                labels.add(&fold.period, &mut familiar);
            }
            surveys.push(labels);
            for column in surveys.len()..self.heads.len() {
                let mut values = Survey::default();
                for copy in 0..self.folds.len() {
                    if let Some(source) = self.source(column, copy) {
                        values.merge(&of(source.column));
                    }
                }
                surveys.push(values);
            }
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
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len() * self.shape.copies()
    }

    /// The row of the sheet of each, as the clerk counts.
    pub(super) fn numbers(&self) -> Vec<u64> {
        let copies = self.shape.copies();
        let numbers = self.rows.iter().map(|row| row.number);
        numbers
            .flat_map(|number| std::iter::repeat_n(number, copies))
            .collect()
    }

    /// Calls `take` for every row with the row of the sheet, the letter of the column there, and the cell.
    pub(super) fn each(&self, column: usize, mut take: impl FnMut(u64, &'r str, &'r Cell<'r>)) {
        let shape = self.shape;
        let cell = |row: &'r Row<'r>, column: usize| row.cells.get(column).unwrap_or(&Cell::Empty);
        if let Some(kept) = shape.kept.get(column) {
            let letter = shape.letter(column, 0);
            for row in self.rows {
                let cell = cell(row, *kept);
                for _ in 0..shape.copies() {
                    take(row.number, letter, cell);
                }
            }
            return;
        }
        for row in self.rows {
            for (copy, fold) in shape.folds.iter().enumerate() {
                match shape.source(column, copy) {
                    Some(source) => take(row.number, &source.letter, cell(row, source.column)),
                    None if column == shape.kept.len() => take(row.number, "", &fold.period),
                    None => take(row.number, "", &Cell::Empty),
                }
            }
        }
    }
}
