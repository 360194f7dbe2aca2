//! The rows that stand ready in a template, and the values of its columns.

use super::mark::{Fill, Mark, MarkColumn};
use super::roles;
use crate::inspection::ColumnKind;
use crate::query::{self, Cell, ColumnType, Table};
use crate::workbook::Error;
use polars::prelude::{Expr, col, lit};
use std::path::Path;

/// Rows that stand ready in a template at most.
pub const MOST_ROWS: usize = 20_000;
/// Their cells.
const MOST_CELLS: usize = 600_000;
/// Different values of a column that are looked at for a list.
const MOST_VALUES: usize = 1_000;
/// Different periods of a table.
const MOST_PERIODS: usize = 1_000;

/// What was found in a table.
pub(super) struct Found {
    /// The rows as published, with a cell for each column of the mark.
    pub(super) rows: Vec<Vec<Cell>>,
    /// Whether there were too many.
    pub(super) is_capped: bool,
    /// The different values of each column of words, and how many rows have one; nothing where there are very many.
    pub(super) values: Vec<(Vec<String>, u64)>,
}

/// Reads the table of a version, and tells the mark what its columns are for their rows.
pub(super) fn read(mark: &mut Mark, table: &Path) -> Result<Found, Error> {
    let table = Table::open(table)?;
    let last = match mark.fill {
        Fill::Next => last_period(mark, &table)?,
        Fill::All => None,
    };
    let (rows, is_capped) = match (mark.fill, &last) {
        (Fill::All, _) => rows(mark, &table, None)?,
        (Fill::Next, Some((_, wanted))) => rows(mark, &table, Some(wanted.clone()))?,
        (Fill::Next, None) => (Vec::new(), false),
    };
    roles::tell(mark, last.map(|(column, _)| column), &rows);
    let values = mark.columns.iter().map(|column| values(column, &table));
    Ok(Found {
        values: values.collect::<Result<_, _>>()?,
        rows,
        is_capped,
    })
}

// The column of the period, and what its last rows have in common.
fn last_period(mark: &Mark, table: &Table) -> Result<Option<(usize, Expr)>, Error> {
    for index in roles::periods(mark) {
        let Some(column) = mark.columns.get(index) else {
            continue;
        };
        let different = different(table, &column.name, MOST_PERIODS)?;
        let wanted = match &different {
            Some(labels) if column.kind != ColumnKind::Date => last_labels(&column.name, labels),
            Some(days) => last_day(&column.name, days, table.row_count),
            None => None,
        };
        if let Some(wanted) = wanted {
            return Ok(Some((index, wanted)));
        }
    }
    Ok(None)
}

// All labels of the last year; nothing where one names no year.
fn last_labels(name: &str, labels: &[Cell]) -> Option<Expr> {
    let years: Option<Vec<i64>> = labels.iter().map(year).collect();
    let years = years?;
    let last = years.iter().max()?;
    let of_last = labels.iter().zip(&years).filter(|(_, year)| *year == last);
    let is = |(label, _): (&Cell, &i64)| match label {
        Cell::Integer(number) => Some(col(name).eq(lit(*number))),
        Cell::Text(text) => Some(col(name).eq(lit(text.as_str()))),
        _ => None,
    };
    of_last.filter_map(is).reduce(Expr::or)
}

// A table of single events has about as many days as rows, and its last day's say nothing of the next.
fn last_day(name: &str, days: &[Cell], rows: u64) -> Option<Expr> {
    if days.len() as u64 * 2 > rows {
        return None;
    }
    let last = days.iter().filter_map(|day| match day {
        Cell::Date(date) => Some(*date),
        _ => None,
    });
    let last = last.max()?;
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = i32::try_from(last.duration_since(epoch).as_secs() / 86_400).ok()?;
    Some(
        col(name)
            .cast(polars::prelude::DataType::Int32)
            .eq(lit(days)),
    )
}

fn different(table: &Table, name: &str, most: usize) -> Result<Option<Vec<Cell>>, Error> {
    let Some(column_type) = table.type_of(name) else {
        return Ok(None);
    };
    let limit = u32::try_from(most).unwrap_or(u32::MAX) + 1;
    let frame = query::scan(table, false)?.select([col(name).drop_nulls().unique()]);
    let rows = query::cells(query::collect(frame.limit(limit))?, [column_type])?;
    Ok((rows.len() <= most).then(|| rows.into_iter().flatten().collect()))
}

fn rows(mark: &Mark, table: &Table, wanted: Option<Expr>) -> Result<(Vec<Vec<Cell>>, bool), Error> {
    let most = MOST_ROWS.min(MOST_CELLS / mark.columns.len().max(1));
    let columns: Vec<Expr> = mark
        .columns
        .iter()
        .map(|column| col(column.name.as_str()))
        .collect();
    let types: Vec<ColumnType> = mark
        .columns
        .iter()
        .filter_map(|column| table.type_of(&column.name))
        .collect();
    let mut frame = query::scan(table, false)?;
    if let Some(wanted) = wanted {
        frame = frame.filter(wanted);
    }
    let limit = u32::try_from(most).unwrap_or(u32::MAX) + 1;
    let rows = query::cells(query::collect(frame.select(columns).limit(limit))?, types)?;
    // A part of the rows would look like all of them.
    Ok(if rows.len() > most {
        (Vec::new(), true)
    } else {
        (rows, false)
    })
}

fn values(column: &MarkColumn, table: &Table) -> Result<(Vec<String>, u64), Error> {
    let is_of_words = matches!(
        column.kind,
        ColumnKind::Text
            | ColumnKind::Code
            | ColumnKind::Period
            | ColumnKind::Sex
            | ColumnKind::RegionCode
            | ColumnKind::RegionName
    );
    if !is_of_words {
        return Ok((Vec::new(), 0));
    }
    let Some(different) = different(table, &column.name, MOST_VALUES)? else {
        return Ok((Vec::new(), 0));
    };
    let mut values: Vec<String> = different.iter().map(Cell::to_text).collect();
    values.sort();
    let count = query::scan(table, false)?.select([col(column.name.as_str())
        .count()
        .cast(ColumnType::Integer.data_type())]);
    let count = query::cells(query::collect(count)?, [ColumnType::Integer])?;
    let count = match count.first().and_then(|row| row.first()) {
        Some(Cell::Integer(count)) => u64::try_from(*count).unwrap_or(0),
        _ => 0,
    };
    Ok((values, count))
}

// The last year that a period names.
fn year(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Integer(number) => Some(*number).filter(|year| (1900..=2100).contains(year)),
        Cell::Text(text) => years(text).map(|(_, year)| i64::from(year)).max(),
        _ => None,
    }
}

// Numbers of four digits that are years, with their places.
fn years(text: &str) -> impl Iterator<Item = (usize, u32)> + '_ {
    let is_digit = |c: char| c.is_ascii_digit();
    let begins = move |(start, c): &(usize, char)| {
        let before = text.get(..*start).unwrap_or_default();
        is_digit(*c) && !before.ends_with(is_digit)
    };
    text.char_indices()
        .filter(begins)
        .filter_map(move |(start, _)| {
            let digits = text.get(start..)?.split(|c| !is_digit(c)).next()?;
            let year: u32 = digits.parse().ok()?;
            let is_year = digits.len() == 4 && (1900..=2100).contains(&year);
            is_year.then_some((start, year))
        })
}

/// A period one year later: every year that its label names is counted up by one; a day is left open.
pub(super) fn counted_up(cell: &Cell) -> Cell {
    match cell {
        Cell::Integer(year) => Cell::Integer(year + 1),
        Cell::Text(text) => {
            let mut later = text.clone();
            for (start, year) in years(text) {
                later.replace_range(start..start + 4, &format!("{:04}", year + 1));
            }
            Cell::Text(later)
        }
        _ => Cell::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_year_of_a_label_is_counted_up() {
        let up = |text: &str| match counted_up(&Cell::Text(text.to_owned())) {
            Cell::Text(later) => later,
            other => format!("{other:?}"),
        };
        assert_eq!(up("2023"), "2024");
        assert_eq!(up("2023/2024"), "2024/2025");
        assert_eq!(up("Triwulan IV 2023"), "Triwulan IV 2024");
        assert_eq!(up("Januari – 2023"), "Januari – 2024");
        assert_eq!(up("2023-12"), "2024-12");
        assert_eq!(counted_up(&Cell::Integer(2023)), Cell::Integer(2024));
    }
}
