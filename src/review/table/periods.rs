//! Columns that say which period a row is about.

use std::collections::HashSet;

use polars::prelude::{Expr, LazyFrame, col};

use super::columns::Pair;
use super::difference::after;
use super::error::Error;
use super::rows::{Side, comparable};
use crate::query::{self, Cell, ColumnInfo, ColumnType, Table};

/// Parts of names of columns that say when.
const PERIODS: [&str; 8] = [
    "tahun", "bulan", "triwulan", "semester", "minggu", "tanggal", "periode", "year",
];

/// Whether a column's name says that it tells when.
pub(super) fn says_when(name: &str) -> bool {
    name.split('_').any(|part| PERIODS.contains(&part))
}

/// Whether a column of both tables says which period a row is about.
pub(super) fn names_period(pair: &Pair) -> bool {
    pair.common == ColumnType::Date || says_when(&pair.new.name)
}

/// Whether there are `added` rows, and the old table has a row of none of their periods.
pub(super) fn are_new(
    added: &LazyFrame,
    old: &Table,
    pairs: &[Pair],
    page_columns: &[ColumnInfo],
) -> Result<bool, Error> {
    let periods: Vec<&Pair> = pairs.iter().filter(|pair| names_period(pair)).collect();
    if periods.is_empty() {
        return Ok(false);
    }
    let types: Vec<ColumnType> = periods.iter().map(|pair| pair.common).collect();
    let mut known: Vec<Expr> = Vec::new();
    let mut coming: Vec<Expr> = Vec::new();
    for pair in &periods {
        let name = pair.new.name.as_str();
        let Some(index) = page_columns.iter().position(|column| column.name == name) else {
            return Ok(false);
        };
        known.push(col(name));
        coming.push(col(after(index)).alias(name));
    }
    let coming = distinct(added.clone().select(coming), &known, &types)?;
    let known = distinct(comparable(old, pairs, Side::Old)?, &known, &types)?;
    Ok(!coming.is_empty() && coming.is_disjoint(&known))
}

fn distinct(
    rows: LazyFrame,
    columns: &[Expr],
    types: &[ColumnType],
) -> Result<HashSet<Vec<String>>, Error> {
    let none: [Expr; 0] = [];
    let frame = query::collect(rows.group_by(columns).agg(none))?;
    let rows = query::cells(frame, types.iter().copied())?;
    let texts = |row: Vec<Cell>| row.iter().map(Cell::to_text).collect();
    Ok(rows.into_iter().map(texts).collect())
}
