//! The columns that identify the rows of one table.

use std::path::Path;

use super::columns::columns;
use super::difference::matched;
use super::error::Error;
use super::key::names_things;
use super::periods::says_when;
use super::report::KeySource;
use crate::query::{ColumnType, Table};

/// Names of the columns that identify a row and say when it was; none where nothing does.
///
/// A table of one year is identified by its regions alone; the rows of the next year name the same regions, so columns
/// that say when belong to the key. Numbers that measure happen to differ and identify nothing.
pub(super) fn identify(table: &Path) -> Result<Vec<String>, Error> {
    let table = Table::open(table)?;
    let columns = columns(&table, &table, false)?;
    if table.row_count < 2 {
        return Ok(Vec::new());
    }
    let (key, _) = matched(&table, &table, &columns.pairs, None)?;
    if key.source != KeySource::Found {
        return Ok(Vec::new());
    }
    let is_name = |name: &String| match table.type_of(name) {
        Some(ColumnType::Text | ColumnType::Date) => true,
        Some(ColumnType::Integer) => names_things(name) && !is_count_of_rows(name),
        _ => false,
    };
    if !key.columns.iter().all(is_name) {
        return Ok(Vec::new());
    }
    let belongs = |name: &String| key.columns.contains(name) || says_when(name);
    let names = table.columns.iter().map(|column| column.name.clone());
    Ok(names.filter(belongs).collect())
}

fn is_count_of_rows(name: &str) -> bool {
    matches!(name, "no" | "nomor" | "nomor_urut" | "no_urut")
}
