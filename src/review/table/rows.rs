//! Rows as short fingerprints, so that two tables can be matched without holding them.

use std::hash::{DefaultHasher, Hash, Hasher};

use polars::prelude::{DataFrame, Expr, LazyFrame};

use super::columns::{Pair, converted};
use crate::query::{self, CellRef, ColumnType, Rows, Table};

/// Which of the two tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Old,
    New,
}

/// Fingerprints of one row: 32 bytes whatever the row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fingerprint {
    /// Of the key columns; two rows with the same are taken for the same row.
    pub(super) key: u128,
    /// Of the other columns.
    pub(super) content: u64,
    /// Position in the table, counted from 0.
    pub(super) index: u32,
}

/// The columns of one table, in the types in which both are compared.
pub(super) fn comparable(
    table: &Table,
    pairs: &[Pair],
    side: Side,
) -> Result<LazyFrame, query::Error> {
    Ok(query::scan(table, false)?.select(comparable_columns(pairs, side)))
}

/// The expressions of [`comparable`], named as in the new table.
pub(super) fn comparable_columns(pairs: &[Pair], side: Side) -> Vec<Expr> {
    let column = |pair: &Pair| match side {
        Side::Old => converted(&pair.old, pair.old_type, pair.common),
        Side::New => converted(&pair.new.name, pair.new.column_type, pair.common),
    };
    pairs
        .iter()
        .map(|pair| column(pair).alias(pair.new.name.as_str()))
        .collect()
}

/// Reads a table once; `is_key` says for each pair whether it belongs to the key.
pub(super) fn fingerprints(
    table: &Table,
    pairs: &[Pair],
    side: Side,
    is_key: &[bool],
) -> Result<Vec<Fingerprint>, query::Error> {
    let types: Vec<ColumnType> = pairs.iter().map(|pair| pair.common).collect();
    let is_key = is_key.to_vec();
    let start = Vec::with_capacity(usize::try_from(table.row_count).unwrap_or(0));
    query::fold_batches(
        comparable(table, pairs, side)?,
        start,
        move |all: &mut Vec<Fingerprint>, frame: DataFrame| {
            let rows = Rows::new(frame, types.iter().copied())?;
            let readers = rows.readers()?;
            for row in 0..rows.height() {
                let mut key = Hasher128::default();
                let mut content = DefaultHasher::new();
                for (reader, is_key) in readers.iter().zip(&is_key) {
                    let cell = reader.cell(row);
                    if *is_key {
                        key.write(cell);
                    } else {
                        hash_cell(cell, &mut content);
                    }
                }
                all.push(Fingerprint {
                    key: key.finish(),
                    content: content.finish(),
                    index: u32::try_from(all.len()).unwrap_or(u32::MAX),
                });
            }
            Ok(())
        },
    )
}

/// One number for each cell of some columns of the first rows.
pub(super) fn cell_hashes(
    frame: DataFrame,
    types: impl IntoIterator<Item = ColumnType>,
) -> Result<Vec<Vec<Option<u64>>>, query::Error> {
    let rows = Rows::new(frame, types)?;
    let readers = rows.readers()?;
    let hashes = readers.iter().map(|reader| {
        let hash = |row| match reader.cell(row) {
            CellRef::Missing => None,
            cell => {
                let mut hasher = DefaultHasher::new();
                hash_cell(cell, &mut hasher);
                Some(hasher.finish())
            }
        };
        (0..rows.height()).map(hash).collect()
    });
    Ok(hashes.collect())
}

/// The number that [`cell_hashes`] gives for a whole number.
pub(super) fn integer_hash(number: i64) -> u64 {
    let mut hasher = DefaultHasher::new();
    hash_cell(CellRef::Integer(number), &mut hasher);
    hasher.finish()
}

/// Two different walks over the same cells.
#[derive(Default)]
struct Hasher128 {
    first: DefaultHasher,
    second: DefaultHasher,
    begun: bool,
}

impl Hasher128 {
    fn write(&mut self, cell: CellRef<'_>) {
        if !self.begun {
            self.begun = true;
            self.second.write_u8(0xA5);
        }
        hash_cell(cell, &mut self.first);
        hash_cell(cell, &mut self.second);
    }

    fn finish(&self) -> u128 {
        (u128::from(self.first.finish()) << 64) | u128::from(self.second.finish())
    }
}

fn hash_cell(cell: CellRef<'_>, hasher: &mut DefaultHasher) {
    std::mem::discriminant(&cell).hash(hasher);
    match cell {
        CellRef::Missing => {}
        CellRef::Integer(number) => number.hash(hasher),
        CellRef::Decimal(number) => number.digits.hash(hasher),
        // Both zeros are one value.
        CellRef::Float(number) => (number + 0.0).to_bits().hash(hasher),
        CellRef::Text(text) => text.hash(hasher),
        CellRef::Date(days) => days.hash(hasher),
        CellRef::Boolean(value) => value.hash(hasher),
    }
}
