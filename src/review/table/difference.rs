//! Comparing two tables: which rows, which cells.

use std::path::Path;

use polars::prelude::{
    Column, DataFrame, DataType, Expr, IntoLazy, LazyFrame, SortMultipleOptions, col, lit,
};

use super::columns::{Columns, Pair, columns};
use super::error::Error;
use super::key::keys;
use super::matching::{Matching, matching};
use super::outliers::outliers;
use super::periods;
use super::report::{
    ChangeKind, ColumnChange, Difference, DifferenceOptions, Key, KeySource, RowCounts, VERSION,
};
use super::rows::{Side, comparable_columns, fingerprints};
use crate::query::{self, Cell, ColumnInfo, ColumnType, Table};

/// Name of the file with the changed rows, and the difference in its footer.
pub(super) const CHANGES: &str = "changes.parquet";
/// Name of the same before the difference is known.
const UNNOTED: &str = "rows.parquet";
/// Key in the footer under which the difference stands as JSON.
pub(super) const NOTE: &str = "lumbung.difference";

/// Columns of the changes file beside those of the tables.
pub(super) const KIND: &str = "kind";
pub(super) const OLD_ROW: &str = "old_row";
pub(super) const NEW_ROW: &str = "new_row";
const SEQUENCE: &str = "sequence";

/// Name in the changes file of a page column before the change.
pub(super) fn before(index: usize) -> String {
    format!("before_{index}")
}

/// Name in the changes file of a page column after the change.
pub(super) fn after(index: usize) -> String {
    format!("after_{index}")
}

/// Keys that are tried on the whole tables after they identified the rows of a sample.
const MOST_WHOLE_TRIES: usize = 3;

/// Compares two tables and writes the changed rows into `folder`.
pub(super) fn difference(
    old: &Path,
    new: &Path,
    options: &DifferenceOptions,
    folder: &Path,
) -> Result<Difference, Error> {
    let old = Table::open(old)?;
    let new = Table::open(new)?;
    let columns = columns(&old, &new, true)?;
    let (key, matching) = matched(&old, &new, &columns.pairs, options.key.as_deref())?;
    let page_columns = page_columns(&columns);
    let unnoted = folder.join(UNNOTED);
    let changes = changes(&old, &new, &columns, &matching)?;
    let change_columns = change_columns(&page_columns);
    query::write_parquet(changes, &change_columns, Vec::new(), &unnoted)?;
    let stored = Changed::read(&unnoted)?;
    let is_measured = |pair: &&Pair| !key.columns.contains(&pair.new.name);
    let place = |name: &str| page_columns.iter().position(|column| column.name == name);
    let mut column_changes = Vec::new();
    for pair in columns.pairs.iter().filter(is_measured) {
        let Some(index) = place(&pair.new.name) else {
            continue;
        };
        column_changes.push(stored.column(pair, index, &old, &new)?);
    }
    let adds_periods = periods::are_new(&stored.added()?, &old, &columns.pairs, &page_columns)?;
    let unchanged = matching.unchanged;
    let outliers = outliers(&stored, &columns.pairs, &key, &page_columns, unchanged)?;
    let found = Difference {
        version: VERSION,
        rows: counts(&old, &new, &matching),
        adds_periods,
        schema: columns.change,
        key,
        columns: column_changes,
        outliers,
        page_columns,
    };
    // The figures come of the changed rows, and travel with them in one file.
    let note = serde_json::to_string(&found).map_err(Error::broken)?;
    let rows = query::scan(&stored.table, false)?;
    let notes = vec![(NOTE.to_owned(), note)];
    query::write_parquet(rows, &change_columns, notes, &folder.join(CHANGES))?;
    std::fs::remove_file(&unnoted).map_err(Error::broken)?;
    Ok(found)
}

/// Matches the rows of two tables by the declared key, by one that is found, or as they are.
pub(super) fn matched(
    old: &Table,
    new: &Table,
    pairs: &[Pair],
    declared: Option<&[String]>,
) -> Result<(Key, Matching), Error> {
    if let Some(names) = declared.filter(|names| !names.is_empty()) {
        let is_key = declared_key(names, pairs)?;
        let matching = matched_by(old, new, pairs, &is_key)?;
        return Ok((
            key(names.to_vec(), KeySource::Declared, &matching),
            matching,
        ));
    }
    for columns in keys(old, new, pairs)?.into_iter().take(MOST_WHOLE_TRIES) {
        let is_key: Vec<bool> = (0..pairs.len())
            .map(|index| columns.contains(&index))
            .collect();
        let matching = matched_by(old, new, pairs, &is_key)?;
        if matching.duplicates_old == 0 && matching.duplicates_new.is_empty() {
            let names = columns.iter().filter_map(|index| pairs.get(*index));
            let names = names.map(|pair| pair.new.name.clone()).collect();
            return Ok((key(names, KeySource::Found, &matching), matching));
        }
    }
    let matching = matched_by(old, new, pairs, &vec![true; pairs.len()])?;
    Ok((key(Vec::new(), KeySource::WholeRow, &matching), matching))
}

fn declared_key(names: &[String], pairs: &[Pair]) -> Result<Vec<bool>, Error> {
    let mut is_key = vec![false; pairs.len()];
    for name in names {
        let found = pairs
            .iter()
            .zip(&mut is_key)
            .find(|(pair, _)| pair.new.name == *name || pair.old == *name);
        match found {
            Some((_, is_key)) => *is_key = true,
            None => return Err(Error::KeyColumnMissing { name: name.clone() }),
        }
    }
    Ok(is_key)
}

fn matched_by(
    old: &Table,
    new: &Table,
    pairs: &[Pair],
    is_key: &[bool],
) -> Result<Matching, Error> {
    if pairs.is_empty() {
        return Ok(Matching {
            added: (0..u32::try_from(new.row_count).unwrap_or(u32::MAX)).collect(),
            removed: (0..u32::try_from(old.row_count).unwrap_or(u32::MAX)).collect(),
            ..Matching::default()
        });
    }
    let before = fingerprints(old, pairs, Side::Old, is_key)?;
    let after = fingerprints(new, pairs, Side::New, is_key)?;
    Ok(matching(before, after))
}

fn key(columns: Vec<String>, source: KeySource, matching: &Matching) -> Key {
    Key {
        columns,
        source,
        duplicates_old: matching.duplicates_old,
        duplicates_new: matching.duplicates_new.len() as u64,
    }
}

fn counts(old: &Table, new: &Table, matching: &Matching) -> RowCounts {
    RowCounts {
        old: old.row_count,
        new: new.row_count,
        added: matching.added.len() as u64,
        removed: matching.removed.len() as u64,
        changed: matching.changed.len() as u64,
        unchanged: matching.unchanged,
    }
}

/// The new table's columns in their order, then those that only the old one has.
fn page_columns(columns: &Columns) -> Vec<ColumnInfo> {
    let mut all: Vec<ColumnInfo> = columns
        .pairs
        .iter()
        .map(|pair| ColumnInfo {
            column_type: pair.common,
            ..pair.new.clone()
        })
        .collect();
    all.extend(columns.change.added.iter().cloned());
    all.extend(columns.change.removed.iter().cloned());
    all
}

fn change_columns(page_columns: &[ColumnInfo]) -> Vec<(String, ColumnType)> {
    let mut all = vec![
        (KIND.to_owned(), ColumnType::Text),
        (OLD_ROW.to_owned(), ColumnType::Integer),
        (NEW_ROW.to_owned(), ColumnType::Integer),
    ];
    for (index, column) in page_columns.iter().enumerate() {
        all.push((before(index), column.column_type));
        all.push((after(index), column.column_type));
    }
    all
}

/// The changed rows with their cells before and after: added and changed ones in the new order, then
/// the removed ones in the old order.
fn changes(
    old: &Table,
    new: &Table,
    columns: &Columns,
    matching: &Matching,
) -> Result<LazyFrame, Error> {
    let listed = listed(matching)?;
    let shared = columns.pairs.len();
    let added = columns.change.added.len();
    let own = |first: usize, names: &[ColumnInfo], name: fn(usize) -> String| -> Vec<Expr> {
        let own = names.iter().enumerate();
        own.map(|(index, column)| col(column.name.as_str()).alias(name(first + index)))
            .collect()
    };
    let numbered = |expressions: Vec<Expr>, name: fn(usize) -> String| -> Vec<Expr> {
        let all = expressions.into_iter().enumerate();
        all.map(|(index, expression)| expression.alias(name(index)))
            .collect()
    };
    let mut old_columns = numbered(comparable_columns(&columns.pairs, Side::Old), before);
    old_columns.extend(own(shared + added, &columns.change.removed, before));
    let mut new_columns = numbered(comparable_columns(&columns.pairs, Side::New), after);
    new_columns.extend(own(shared, &columns.change.added, after));
    let row = |name: &str| query::row_number().alias(name);
    old_columns.push(row(OLD_ROW));
    new_columns.push(row(NEW_ROW));
    let old_rows = query::scan(old, true)?.select(old_columns);
    let new_rows = query::scan(new, true)?.select(new_columns);
    let joined = listed
        .lazy()
        .left_join(old_rows, col(OLD_ROW), col(OLD_ROW))
        .left_join(new_rows, col(NEW_ROW), col(NEW_ROW))
        .sort([SEQUENCE], SortMultipleOptions::default());
    let mut selected = vec![col(KIND), col(OLD_ROW), col(NEW_ROW)];
    for (index, column) in page_columns(columns).iter().enumerate() {
        let nothing = || lit(polars::prelude::NULL).cast(column.column_type.data_type());
        let is_added = (shared..shared + added).contains(&index);
        let is_removed = index >= shared + added;
        selected.push(if is_added {
            nothing().alias(before(index))
        } else {
            col(before(index))
        });
        selected.push(if is_removed {
            nothing().alias(after(index))
        } else {
            col(after(index))
        });
    }
    Ok(joined.select(selected))
}

/// One line for each changed row: its kind, its places counted from 1, and the order of the lines.
fn listed(matching: &Matching) -> Result<DataFrame, Error> {
    let mut lines: Vec<(ChangeKind, Option<u32>, Option<u32>)> = Vec::new();
    let changed = matching.changed.iter();
    lines.extend(changed.map(|(old, new)| (ChangeKind::Changed, Some(*old), Some(*new))));
    let added = matching.added.iter();
    lines.extend(added.map(|new| (ChangeKind::Added, None, Some(*new))));
    lines.sort_by_key(|(_, _, new)| *new);
    let removed = matching.removed.iter();
    lines.extend(removed.map(|old| (ChangeKind::Removed, Some(*old), None)));
    let number = |place: Option<u32>| place.map(|place| i64::from(place) + 1);
    let kinds: Vec<&str> = lines.iter().map(|(kind, _, _)| kind.as_str()).collect();
    let old: Vec<Option<i64>> = lines.iter().map(|(_, old, _)| number(*old)).collect();
    let new: Vec<Option<i64>> = lines.iter().map(|(_, _, new)| number(*new)).collect();
    let sequence: Vec<i64> = (0..).take(lines.len()).collect();
    let columns = vec![
        Column::new(KIND.into(), kinds),
        Column::new(OLD_ROW.into(), old),
        Column::new(NEW_ROW.into(), new),
        Column::new(SEQUENCE.into(), sequence),
    ];
    DataFrame::new(lines.len(), columns).map_err(Error::broken)
}

/// The changes file, for figures.
pub(super) struct Changed {
    table: Table,
}

impl Changed {
    fn read(path: &Path) -> Result<Self, Error> {
        Ok(Self {
            table: Table::open(path)?,
        })
    }

    /// The rows present in both tables with a cell that differs.
    pub(super) fn rows(&self) -> Result<LazyFrame, Error> {
        let changed = col(KIND).eq(lit(ChangeKind::Changed.as_str()));
        Ok(query::scan(&self.table, false)?.filter(changed))
    }

    /// The rows that only the new table has.
    fn added(&self) -> Result<LazyFrame, Error> {
        let added = col(KIND).eq(lit(ChangeKind::Added.as_str()));
        Ok(query::scan(&self.table, false)?.filter(added))
    }

    fn column(
        &self,
        pair: &Pair,
        index: usize,
        old: &Table,
        new: &Table,
    ) -> Result<ColumnChange, Error> {
        let (before, after) = (col(before(index)), col(after(index)));
        let count = |test: Expr, name: &str| test.cast(DataType::Int64).sum().alias(name);
        let frame = self.rows()?.select([
            count(before.clone().neq_missing(after.clone()), "changed"),
            count(
                before.clone().is_null().and(after.clone().is_not_null()),
                "filled",
            ),
            count(before.is_not_null().and(after.is_null()), "emptied"),
        ]);
        let figures = single_row(frame, 3)?;
        let figure = |index: usize| match figures.get(index) {
            Some(Cell::Integer(count)) => u64::try_from(*count).unwrap_or(0),
            _ => 0,
        };
        Ok(ColumnChange {
            name: pair.new.name.clone(),
            changed: figure(0),
            filled: figure(1),
            emptied: figure(2),
            sum_old: sum(old, &pair.old, pair.old_type)?,
            sum_new: sum(new, &pair.new.name, pair.new.column_type)?,
        })
    }
}

fn single_row(frame: LazyFrame, width: usize) -> Result<Vec<Cell>, Error> {
    let types = vec![ColumnType::Integer; width];
    let rows = query::cells(query::collect(frame)?, types)?;
    Ok(rows.into_iter().next().unwrap_or_default())
}

fn sum(table: &Table, name: &str, column_type: ColumnType) -> Result<Option<f64>, Error> {
    if !column_type.is_number() {
        return Ok(None);
    }
    let exact = match column_type {
        ColumnType::Integer => ColumnType::Decimal { scale: 0 },
        other => other,
    };
    let total = col(name).cast(exact.data_type()).sum();
    let frame = query::collect(query::scan(table, false)?.select([total]))?;
    let rows = query::cells(frame, [exact])?;
    Ok(rows
        .first()
        .and_then(|row| row.first())
        .and_then(Cell::as_f64))
}
