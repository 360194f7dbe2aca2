//! What a record below the header is, told from the record alone and from what its table is like.

use super::first_text;
use crate::inspection::cell::{Cell, Record, Sheet};
use crate::inspection::reading::Notation;
use crate::inspection::report::Band;
use crate::inspection::{number, text, value};

/// What has been learnt of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judge {
    // The header's first record in lower case; `None`: the table has no header.
    labels: Option<Vec<String>>,
    columns: (usize, usize),
    usual: usize,
    // The last column that the header names, taken or not.
    last_named: usize,
    // Columns in which most rows have words.
    wordy: Vec<usize>,
    // A first column of codes that nearly every row has.
    key: Option<usize>,
    // The column that counts the rows.
    numbering: Option<usize>,
    has_sums: bool,
}

impl Judge {
    pub(super) fn new(
        header: Option<&Record<'_>>,
        columns: (usize, usize),
        usual: usize,
        last_named: usize,
    ) -> Self {
        let labels = |record: &Record<'_>| record.cells.iter().map(lower).collect();
        Self {
            numbering: header.and_then(|header| numbering(header, columns)),
            labels: header.map(labels),
            columns,
            usual,
            last_named: last_named.max(columns.1),
            wordy: Vec::new(),
            key: None,
            has_sums: false,
        }
    }

    /// The band of a record of the body's span, sums not looked for.
    pub(super) fn band(&self, record: &Record<'_>) -> Band {
        let filled = record.filled();
        if filled == 0 {
            return Band::Blank;
        }
        if self.repeats_header(record, filled) || self.is_too_long(record) {
            return Band::Ignored;
        }
        if filled == 1 && self.usual >= 3 {
            let words = first_text(record);
            return if text::is_note(&words) {
                Band::Note
            } else if text::is_bare_sum(&words) {
                Band::Subtotal
            } else {
                Band::Group
            };
        }
        Band::Body
    }

    /// The band of a record somewhere within the body.
    pub(super) fn band_with_sums(&self, record: &Record<'_>) -> Band {
        match self.band(record) {
            Band::Body if self.has_sums && self.is_sum(record, false) => Band::Subtotal,
            band => band,
        }
    }

    fn repeats_header(&self, record: &Record<'_>, filled: usize) -> bool {
        let Some(labels) = &self.labels else {
            return false;
        };
        let named = labels.iter().filter(|label| !label.is_empty()).count();
        named > 1
            && filled == named
            && labels
                .iter()
                .enumerate()
                .all(|(column, label)| lower(record.cell(column)) == *label)
    }

    // More cells than the header names: where they belong can't be told.
    fn is_too_long(&self, record: &Record<'_>) -> bool {
        let beyond = record.cells.get(self.last_named + 1..).unwrap_or_default();
        self.labels.is_some() && beyond.iter().any(|cell| !cell.is_empty())
    }

    /// Marks rows that sum others up: they begin with Jumlah or Total and leave words out that other rows have.
    pub(super) fn learn_sums(
        &mut self,
        sheet: &Sheet,
        first: usize,
        last: usize,
        bands: &mut [Band],
    ) {
        let body: Vec<(usize, &Record<'_>)> = (first..=last)
            .filter(|index| bands.get(*index) == Some(&Band::Body))
            .filter_map(|index| Some((index, sheet.records.get(index)?)))
            .collect();
        self.wordy = self.wordy_columns(&body);
        self.key = self.key_column(&body);
        self.numbering = self.numbering.filter(|column| {
            let rows = body
                .iter()
                .filter(|(_, row)| !text::is_sum(&first_text(row)));
            let (all, empty) = rows.fold((0, 0), |(all, empty), (_, row)| {
                (all + 1, empty + usize::from(row.cell(*column).is_empty()))
            });
            empty * 10 <= all * 3
        });
        let Some((final_one, _)) = body.last().copied() else {
            return;
        };
        let mut group = Group::default();
        let mut found: Vec<(usize, Band, String)> = Vec::new();
        for (index, record) in &body {
            let name = first_text(record);
            let adds_up = text::is_sum(&name) && group.adds_up_to(record, self.columns);
            let is_last = *index == final_one;
            if !adds_up && !self.is_sum(record, is_last) {
                group.add(record);
                continue;
            }
            let is_one_of_many = found.iter().any(|(_, _, other)| same_kind(other, &name))
                || adds_up && !found.is_empty() && !text::is_plain_sum(&name);
            let band = if is_last && !is_one_of_many {
                Band::Total
            } else {
                Band::Subtotal
            };
            found.push((*index, band, name));
            group = Group::default();
        }
        self.has_sums = found.len() * 2 <= body.len();
        for (index, sum, _) in found.into_iter().filter(|_| self.has_sums) {
            if let Some(band) = bands.get_mut(index) {
                *band = sum;
            }
        }
    }

    fn wordy_columns(&self, body: &[(usize, &Record<'_>)]) -> Vec<usize> {
        let is_word = |cell: &Cell<'_>| {
            matches!(cell, Cell::Text(text)
                if number::take_apart(text).is_none() && !value::is_missing(&cell.squeezed()))
        };
        (self.columns.0..=self.columns.1)
            .filter(|column| {
                let words = body
                    .iter()
                    .filter(|(_, record)| is_word(record.cell(*column)))
                    .count();
                words * 2 > body.len()
            })
            .collect()
    }

    fn key_column(&self, body: &[(usize, &Record<'_>)]) -> Option<usize> {
        let column = self.columns.0;
        let is_code =
            |text: &str| text.contains('.') && text.chars().all(|c| c.is_ascii_digit() || c == '.');
        let coded = body
            .iter()
            .filter(|(_, record)| is_code(&record.cell(column).squeezed()))
            .count();
        (coded * 10 >= body.len() * 7).then_some(column)
    }

    fn is_sum(&self, record: &Record<'_>, is_last: bool) -> bool {
        // A row without the code that nearly every row has sums up.
        if self.key.is_some_and(|key| record.cell(key).is_empty()) {
            return true;
        }
        let Some(named_there) = record.cells.iter().position(|cell| !cell.is_empty()) else {
            return false;
        };
        if !matches!(record.cell(named_there), Cell::Text(_)) {
            return false;
        }
        let first = first_text(record);
        if text::is_sum(&first) {
            if self
                .numbering
                .is_some_and(|column| record.cell(column).is_empty())
            {
                return true;
            }
            let missing = self
                .wordy
                .iter()
                .any(|column| record.cell(*column).is_empty());
            // Among indicators, "Jumlah penduduk" is a row like any other.
            let among_names = self.wordy.contains(&named_there) && self.wordy.len() < 2;
            return text::is_plain_sum(&first) || is_last || missing && !among_names;
        }
        is_last && text::is_whole_region(&first) && self.wordy.len() <= 2
    }
}

fn lower(cell: &Cell<'_>) -> String {
    cell.squeezed().to_lowercase()
}

// The first column, where the header calls it a number of rows.
fn numbering(header: &Record<'_>, columns: (usize, usize)) -> Option<usize> {
    text::is_numbering(&header.cell(columns.0).squeezed()).then_some(columns.0)
}

// Sums named alike stand on one level: "Jumlah Wilayah Utara" and "Jumlah Wilayah Selatan".
fn same_kind(one: &str, other: &str) -> bool {
    let begins = |text: &str| -> Vec<String> {
        text.split_whitespace()
            .take(2)
            .map(str::to_lowercase)
            .collect()
    };
    begins(one).len() == 2 && one.split_whitespace().count() > 2 && begins(one) == begins(other)
}

// Rows since the last sum.
#[derive(Default)]
struct Group {
    rows: usize,
    sums: Vec<f64>,
}

impl Group {
    fn add(&mut self, record: &Record<'_>) {
        self.rows += 1;
        self.sums
            .resize(self.sums.len().max(record.cells.len()), 0.0);
        for (sum, cell) in self.sums.iter_mut().zip(&record.cells) {
            *sum += amount(cell).unwrap_or(0.0);
        }
    }

    // Whether every figure of a record is the sum of those above it, and not all of them are nothing.
    fn adds_up_to(&self, record: &Record<'_>, columns: (usize, usize)) -> bool {
        let figure = |column: usize| Some((column, amount(record.cell(column))?));
        let figures: Vec<(usize, f64)> = (columns.0..=columns.1).filter_map(figure).collect();
        let is_sum = |(column, figure): &(usize, f64)| {
            let sum = self.sums.get(*column).copied().unwrap_or(0.0);
            (sum - figure).abs() <= 1e-6 * sum.abs().max(1.0)
        };
        self.rows > 1
            && figures.iter().any(|(_, figure)| *figure != 0.0)
            && figures.iter().all(is_sum)
    }
}

fn amount(cell: &Cell<'_>) -> Option<f64> {
    if let Cell::Number(number) = cell {
        return Some(*number);
    }
    let Cell::Text(text) = cell else {
        return None;
    };
    let written = number::take_apart(text)?;
    number::parse(&written, Notation::Indonesian).map(number::Exact::as_f64)
}
