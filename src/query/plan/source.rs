//! Where the rows come from: a Parquet file, opened by path or already open.

use polars::io::{HiveOptions, RowIndex};
use polars::prelude::{Expr, LazyFrame, PlRefPath, ScanArgsParquet, col};

use super::{TIE, has_row_number};
use crate::query::error::Error;
use crate::query::request::{Filter, Item, TableQuery};
use crate::query::table::{ColumnType, ROW_NUMBER, Table};

/// A scan of the table whose columns have the canonical types, with row numbers if they are needed.
pub(crate) fn scan(table: &Table, numbered: bool) -> Result<LazyFrame, Error> {
    let arguments = ScanArgsParquet {
        row_index: numbered.then(|| RowIndex {
            name: TIE.into(),
            offset: 1,
        }),
        glob: false,
        cache: false,
        hive_options: HiveOptions::new_disabled(),
        ..ScanArgsParquet::default()
    };
    let unreadable = |source| Error::unreadable(&table.path, source);
    let path = PlRefPath::try_from_path(&table.path).map_err(unreadable)?;
    let mut frame = LazyFrame::scan_parquet(path, arguments).map_err(unreadable)?;
    let schema = frame.collect_schema().map_err(unreadable)?;
    let mut casts = Vec::new();
    for column in &table.columns {
        let wanted = column.column_type.data_type();
        match schema.get(&column.name) {
            None => return Err(table.unknown_column(&column.name)),
            Some(found) if *found == wanted => {}
            Some(_) => casts.push(col(column.name.as_str()).cast(wanted)),
        }
    }
    Ok(if casts.is_empty() {
        frame
    } else {
        frame.with_columns(casts)
    })
}

/// The row's number, counted from 1; needs a scan with row numbers.
pub(crate) fn row_number() -> Expr {
    col(TIE).cast(ColumnType::Integer.data_type())
}

/// True when the request looks at the row number.
pub(super) fn names_row_number(query: &TableQuery, items: &[Item], table: &Table) -> bool {
    has_row_number(table)
        && (items.iter().any(|item| match item {
            Item::Field { field, .. } => field.column == ROW_NUMBER,
            Item::Aggregate { field, .. } => field
                .as_ref()
                .is_some_and(|field| field.column == ROW_NUMBER),
        }) || query
            .order
            .iter()
            .any(|ordering| ordering.key.column == ROW_NUMBER)
            || query.filter.as_ref().is_some_and(tests_row_number))
}

fn tests_row_number(filter: &Filter) -> bool {
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().any(tests_row_number),
        Filter::Not(inner) => tests_row_number(inner),
        Filter::Is(comparison) => comparison.field.column == ROW_NUMBER,
    }
}
