//! Rows that sum a table up against what its rows add up to.

use super::cell::{Cell, Record, digits};
use super::number::{self, Exact};
use super::report::{ColumnKind, Finding, Level};
use super::shape::Shape;
use super::text;
use super::typed::{Spec, TypedColumn, Value, plain};

/// What numbers add up to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sum {
    /// How many there are.
    pub count: u64,
    /// Their sum, rounded.
    pub rounded: f64,
    // The exact sum as long as all of them are whole and it fits.
    exact: Option<i128>,
    // The least and the greatest.
    extent: (f64, f64),
}

impl Default for Sum {
    fn default() -> Self {
        Self {
            count: 0,
            rounded: 0.0,
            exact: Some(0),
            extent: (f64::INFINITY, f64::NEG_INFINITY),
        }
    }
}

impl Sum {
    /// Adds a number.
    pub(super) fn add(&mut self, number: Exact) {
        self.add_rounded(number, number.as_f64());
    }

    /// Adds a number whose nearest floating-point number is known.
    pub(super) fn add_rounded(&mut self, number: Exact, value: f64) {
        self.count += 1;
        self.rounded += value;
        self.extent = (self.extent.0.min(value), self.extent.1.max(value));
        self.exact = self
            .exact
            .filter(|_| number.scale == 0)
            .and_then(|sum| sum.checked_add(number.unscaled));
    }

    /// Adds those of another piece.
    pub(super) fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.rounded += other.rounded;
        self.extent = (
            self.extent.0.min(other.extent.0),
            self.extent.1.max(other.extent.1),
        );
        self.exact = self
            .exact
            .zip(other.exact)
            .and_then(|(one, two)| one.checked_add(two));
    }

    /// The exact sum of whole numbers; `None` when there are none, or fractions among them.
    pub(super) fn whole(self) -> Option<i128> {
        self.exact.filter(|_| self.count > 0)
    }

    // Whether a figure below a column is what its fractions are on the whole, not what they add up to: among numbers
    // none of which is negative, a sum is no less than the greatest.
    fn is_on_the_whole(self, written: Exact, is_rate: bool) -> bool {
        let (least, greatest) = self.extent;
        let figure = written.as_f64();
        let is_within = least <= figure && figure <= greatest;
        self.count > 1 && least >= 0.0 && is_within && (is_rate || self.whole().is_none())
    }

    // The sum as it should be written in place of a figure; `None` where that figure is right.
    fn instead_of(self, written: Exact) -> Option<String> {
        if let Some(whole) = self.whole() {
            return (written.scale > 0 || written.unscaled != whole).then(|| whole.to_string());
        }
        let places = usize::try_from(written.scale).unwrap_or(0);
        // Sums are rounded to the digits that are shown, and so may each of their parts be.
        let unit = 10_f64.powi(-i32::try_from(written.scale).unwrap_or(0));
        let is_near = (written.as_f64() - self.rounded).abs() <= unit + self.rounded.abs() * 1e-9;
        (self.count > 0 && !is_near).then(|| format!("{:.places$}", self.rounded))
    }
}

/// The sums of folded columns, each on its own.
#[derive(Debug, Default)]
pub(super) struct FoldedSums(Vec<Vec<Sum>>);

impl FoldedSums {
    /// Adds a piece: `columns` are those of the table, with a row for each period.
    pub(super) fn add(&mut self, shape: &Shape, columns: &[TypedColumn<'_>]) {
        let copies = shape.copies();
        if copies == 1 && !shape.is_folded() {
            return;
        }
        self.0.resize(columns.len(), vec![Sum::default(); copies]);
        for (column, sums) in columns.iter().zip(&mut self.0) {
            for row in column.values.chunks(copies) {
                for (value, sum) in row.iter().zip(sums.iter_mut()) {
                    if let Some(Value::Number(exact)) = value {
                        sum.add(*exact);
                    }
                }
            }
        }
    }

    /// Adds those of another worker.
    pub(super) fn merge(&mut self, other: Self) {
        if self.0.is_empty() {
            self.0 = other.0;
            return;
        }
        for (sums, others) in self.0.iter_mut().zip(other.0) {
            for (sum, other) in sums.iter_mut().zip(others) {
                sum.merge(other);
            }
        }
    }

    /// What is to be compared: each column of the sheet with the column of the table that has its values.
    pub(super) fn of<'s>(&self, shape: &'s Shape, specs: &'s [Spec]) -> Vec<ColumnSum<'s>> {
        let columns = specs.iter().enumerate().zip(&self.0);
        let each = columns.flat_map(|((index, spec), sums)| {
            sums.iter().enumerate().map(move |(copy, sum)| ColumnSum {
                letter: shape.letter(index, copy),
                spec,
                sum: *sum,
            })
        });
        let mut seen = std::collections::HashSet::new();
        each.filter(|one| seen.insert(one.letter)).collect()
    }
}

/// A column of the sheet with what its values add up to.
#[derive(Debug)]
pub(super) struct ColumnSum<'s> {
    /// Letter in the sheet.
    pub letter: &'s str,
    /// What it was decided to be.
    pub spec: &'s Spec,
    /// The sum.
    pub sum: Sum,
}

/// Compares a total row with what the body adds up to.
pub(super) fn compare(total: &Record<'_>, sheet: &str, sums: &[ColumnSum<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ColumnSum { letter, spec, sum } in sums {
        let is_amount = matches!(
            spec.kind,
            ColumnKind::Integer | ColumnKind::Money | ColumnKind::Decimal
        );
        let Some(index) = column_index(letter).filter(|_| is_amount) else {
            continue;
        };
        let Some(written) = written(total.cell(index), spec) else {
            continue;
        };
        let is_rate = text::is_rate(&spec.name) || spec.unit.contains(['/', '%']);
        if sum.is_on_the_whole(written, is_rate) {
            continue;
        }
        if let Some(expected) = sum.instead_of(written) {
            let mut finding = Finding::new("total_mismatch", Level::Warning);
            sheet.clone_into(&mut finding.sheet);
            finding.row = Some(total.row);
            finding.column.clone_from(&spec.name);
            finding.cell = format!("{letter}{}", total.row);
            finding.value = plain(written);
            finding.expected = expected;
            findings.push(finding);
        }
    }
    findings
}

fn written(cell: &Cell<'_>, spec: &Spec) -> Option<Exact> {
    let exact = match cell {
        Cell::Number(number) => Exact::parse(&digits(*number)),
        other => number::take_apart(&other.squeezed())
            .and_then(|written| number::parse(&written, spec.notation)),
    };
    exact.map(Exact::short)
}

fn column_index(letters: &str) -> Option<usize> {
    let value = |index: usize, letter: u8| {
        letter
            .is_ascii_uppercase()
            .then(|| index * 26 + usize::from(letter - b'A') + 1)
    };
    letters.bytes().try_fold(0, value)?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(numbers: &[&str]) -> Sum {
        let mut sum = Sum::default();
        for number in numbers {
            sum.add(Exact::parse(number).unwrap());
        }
        sum
    }

    #[test]
    fn a_sum_is_compared_as_exactly_as_it_is_written() {
        let instead = |sum: Sum, written| sum.instead_of(Exact::parse(written).unwrap());
        assert_eq!(instead(sum(&["1", "2"]), "3"), None);
        assert_eq!(instead(sum(&["1", "2"]), "4"), Some("3".to_owned()));
        let decimals = sum(&["0.15", "0.25", "1.1"]);
        assert_eq!(instead(decimals, "1.5"), None);
        assert_eq!(instead(decimals, "1.50"), None);
        assert_eq!(instead(decimals, "3.0"), Some("1.5".to_owned()));
        assert_eq!(instead(decimals, "3.01"), Some("1.50".to_owned()));
        assert_eq!(instead(Sum::default(), "3"), None);
    }
}
