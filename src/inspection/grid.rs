//! The part of a sheet that a page shows.

use super::cell::{Record, Sheet, letter};
use super::locate::Layout;
use super::report::{Band, Grid, GridColumn, GridMerge, GridRow};

const HEAD: usize = 60;
const TAIL: usize = 12;
const COLUMNS: usize = 60;
const CELL: usize = 200;

/// The beginning of the sheet and its end, where sums and notes stand; `records` counts those that are not held too.
pub(super) fn of(sheet: &Sheet, layout: Option<&Layout>, records: Option<u64>) -> Grid {
    let total = sheet.records.len();
    let width = sheet.width();
    let shown = width.min(COLUMNS);
    let is_shown = |index: usize| index < HEAD || index + TAIL >= total;
    let rows = (0..total)
        .filter(|index| is_shown(*index))
        .filter_map(|index| row(sheet, layout, index, shown))
        .collect();
    Grid {
        sheet: sheet.name.clone(),
        columns: (0..shown)
            .map(|column| head(sheet, layout, column))
            .collect(),
        rows,
        merges: merges(sheet, &is_shown),
        row_count: records.unwrap_or(0).max(total as u64),
        column_count: width as u64,
    }
}

/// One row of the sheet, its first `width` cells.
pub(super) fn row(
    sheet: &Sheet,
    layout: Option<&Layout>,
    index: usize,
    width: usize,
) -> Option<GridRow> {
    let record = sheet.records.get(index)?;
    Some(GridRow {
        hidden: sheet.hidden_rows.contains(&index),
        ..row_of(record, band(sheet, layout, index), width)
    })
}

/// A record that no sheet holds.
pub(super) fn row_of(record: &Record<'_>, band: Band, width: usize) -> GridRow {
    let cell = |column| record.cell(column).text().chars().take(CELL).collect();
    GridRow {
        row: record.row,
        band,
        cells: (0..width).map(cell).collect(),
        hidden: false,
    }
}

fn band(sheet: &Sheet, layout: Option<&Layout>, index: usize) -> Band {
    let found = layout.and_then(|layout| layout.bands.get(index).copied());
    found.unwrap_or_else(|| match sheet.records.get(index) {
        Some(record) if record.filled() > 0 => Band::Note,
        _ => Band::Blank,
    })
}

fn head(sheet: &Sheet, layout: Option<&Layout>, column: usize) -> GridColumn {
    let hidden = sheet.hidden_columns.contains(&column);
    let spanned =
        layout.is_some_and(|layout| layout.columns.0 <= column && column <= layout.columns.1);
    GridColumn {
        letter: letter(column),
        in_table: spanned && !hidden,
        hidden,
    }
}

fn merges(sheet: &Sheet, is_shown: &dyn Fn(usize) -> bool) -> Vec<GridMerge> {
    let row = |index: usize| {
        let record = sheet.records.get(index);
        record.map_or(index as u64 + 1, |record| record.row)
    };
    sheet
        .merges
        .iter()
        .filter(|merge| is_shown(merge.rows.0) || is_shown(merge.rows.1))
        .map(|merge| GridMerge {
            rows: (row(merge.rows.0), row(merge.rows.1)),
            columns: (letter(merge.columns.0), letter(merge.columns.1)),
        })
        .collect()
}
