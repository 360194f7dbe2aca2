//! Changes that stand out from what is usual in their column.

use polars::prelude::{Expr, col};

use super::columns::Pair;
use super::difference::{Changed, NEW_ROW, after, before};
use super::error::Error;
use super::report::{Key, Outlier};
use crate::query::{self, Cell, ColumnInfo, ColumnType};

/// Outliers that are kept.
const MOST: usize = 100;
/// A median deviation times this is what a standard deviation would be (for the normal distribution).
const TO_DEVIATION: f64 = 1.4826;
/// Smallest spread that is assumed: where nothing else changed, 5 per cent is still usual.
const LEAST_SPREAD: f64 = 0.05;
/// Distance from the usual change, in spreads, from which a change stands out.
const FAR: f64 = 5.0;
/// Distance from the usual change that a change must have as well.
const LARGE: f64 = 0.3;

/// The changes that stand out, the farthest first. `unchanged` rows count as changes of nothing.
pub(super) fn outliers(
    changed: &Changed,
    pairs: &[Pair],
    key: &Key,
    page_columns: &[ColumnInfo],
    unchanged: u64,
) -> Result<Vec<Outlier>, Error> {
    let place = |name: &str| page_columns.iter().position(|column| column.name == name);
    let key_places: Vec<usize> = key.columns.iter().filter_map(|name| place(name)).collect();
    let mut found = Vec::new();
    for pair in pairs {
        let Some(index) = place(&pair.new.name) else {
            continue;
        };
        if !pair.common.is_number() || key_places.contains(&index) {
            continue;
        }
        let mut columns: Vec<(usize, bool)> = vec![(index, false), (index, true)];
        columns.extend(key_places.iter().map(|place| (*place, true)));
        let rows = read(changed, &columns, page_columns)?;
        found.extend(of_column(&pair.new.name, rows, unchanged));
    }
    found.sort_by(|left, right| right.score.total_cmp(&left.score));
    found.truncate(MOST);
    Ok(found)
}

/// The new row's number, and the wanted cells: place of the column, and whether after the change.
fn read(
    changed: &Changed,
    columns: &[(usize, bool)],
    page_columns: &[ColumnInfo],
) -> Result<Vec<Vec<Cell>>, Error> {
    let mut selected: Vec<Expr> = vec![col(NEW_ROW)];
    let mut types = vec![ColumnType::Integer];
    for (order, (index, is_after)) in columns.iter().enumerate() {
        let name = if *is_after {
            after(*index)
        } else {
            before(*index)
        };
        selected.push(col(name).alias(format!("{order}")));
        let column = page_columns.get(*index);
        types.push(column.map_or(ColumnType::Text, |column| column.column_type));
    }
    let frame = query::collect(changed.rows()?.select(selected))?;
    Ok(query::cells(frame, types)?)
}

fn of_column(name: &str, rows: Vec<Vec<Cell>>, unchanged: u64) -> Vec<Outlier> {
    let mut relative = Vec::with_capacity(rows.len());
    for row in &rows {
        let number = |index: usize| row.get(index).and_then(Cell::as_f64);
        relative.push(match (number(1), number(2)) {
            (Some(before), Some(after)) if before != 0.0 => Some(after / before - 1.0),
            _ => None,
        });
    }
    let mut sorted: Vec<f64> = relative.iter().copied().flatten().collect();
    sorted.sort_by(f64::total_cmp);
    let usual = median_with_zeros(&sorted, unchanged);
    let mut distances: Vec<f64> = sorted.iter().map(|value| (value - usual).abs()).collect();
    distances.sort_by(f64::total_cmp);
    let middle = median_with(&distances, usual.abs(), unchanged);
    let spread = (middle * TO_DEVIATION).max(LEAST_SPREAD);
    let mut found = Vec::new();
    for (row, relative) in rows.into_iter().zip(relative) {
        let Some(relative) = relative else { continue };
        let distance = (relative - usual).abs();
        let score = distance / spread;
        if score < FAR || distance < LARGE {
            continue;
        }
        let mut cells = row.into_iter();
        let (Some(Cell::Integer(new_row)), Some(before), Some(after)) =
            (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        found.push(Outlier {
            key: cells.collect(),
            column: name.to_owned(),
            new_row: u64::try_from(new_row).unwrap_or(0),
            before,
            after,
            relative,
            usual,
            score,
        });
    }
    found
}

fn median_with_zeros(sorted: &[f64], zeros: u64) -> f64 {
    median_with(sorted, 0.0, zeros)
}

/// The middle of sorted values among which `value` stands `times` times more.
fn median_with(sorted: &[f64], value: f64, times: u64) -> f64 {
    let times = usize::try_from(times).unwrap_or(usize::MAX);
    let total = sorted.len().saturating_add(times);
    if total == 0 {
        return 0.0;
    }
    let smaller = sorted.partition_point(|other| *other < value);
    let at = |position: usize| {
        if position < smaller {
            sorted.get(position).copied()
        } else if position < smaller.saturating_add(times) {
            Some(value)
        } else {
            sorted.get(position - times).copied()
        }
        .unwrap_or(value)
    };
    if total % 2 == 1 {
        at(total / 2)
    } else {
        f64::midpoint(at(total / 2 - 1), at(total / 2))
    }
}

#[cfg(test)]
mod tests {
    use super::{median_with, of_column};
    use crate::query::Cell;

    #[test]
    fn the_middle_counts_values_that_are_not_listed() {
        for (sorted, value, times, middle) in [
            (&[1.0, 2.0, 3.0][..], 0.0, 0, 2.0),
            (&[1.0, 2.0, 3.0], 0.0, 1, 1.5),
            (&[1.0, 2.0, 3.0], 0.0, 5, 0.0),
            (&[-1.0, 2.0], 0.0, 1, 0.0),
            (&[], 0.0, 0, 0.0),
            (&[], 4.0, 3, 4.0),
        ] {
            assert!((median_with(sorted, value, times) - middle).abs() < 1e-12);
        }
    }

    fn rows(values: &[(i64, i64)]) -> Vec<Vec<Cell>> {
        let row = |(before, after): &(i64, i64)| {
            vec![
                Cell::Integer(1),
                Cell::Integer(*before),
                Cell::Integer(*after),
                Cell::Missing,
            ]
        };
        values.iter().map(row).collect()
    }

    #[test]
    fn a_digit_too_many_stands_out_and_a_common_rise_does_not() {
        let common: Vec<(i64, i64)> = (1..20).map(|value| (value * 100, value * 140)).collect();
        assert!(of_column("n", rows(&common), 0).is_empty());
        let mut with_error = common;
        with_error.push((500, 7_000));
        let found = of_column("n", rows(&with_error), 0);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].after, Cell::Integer(7_000));
        assert!((found[0].usual - 0.4).abs() < 1e-9);
        let alone = of_column("n", rows(&[(100, 1_000), (100, 110), (0, 5)]), 50);
        assert_eq!(alone.len(), 1);
    }
}
