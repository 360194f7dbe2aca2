//! The sheet as the clerk knows it: its cells as written, with what each row was taken for.

use super::Band;
use serde::{Deserialize, Serialize};

/// The beginning and the end of the sheet that is used, as it stands in the file.
///
/// Everything that a page needs to show a clerk her own sheet and to let her point at rows and columns. It is there
/// whenever the file has records, also when no table was found in them. Its columns begin with A, its rows with the
/// first of the sheet; between the first 60 rows and the last 12 rows are left out (the `row` numbers tell the gap).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// Name of the sheet; empty for files without sheets.
    pub sheet: String,
    /// Its columns from A on.
    pub columns: Vec<GridColumn>,
    /// Its rows, each with a cell for each of `columns`.
    pub rows: Vec<GridRow>,
    /// Merged ranges that touch the rows shown.
    #[serde(default)]
    pub merges: Vec<GridMerge>,
    /// Rows of the whole sheet.
    pub row_count: u64,
    /// Columns of the whole sheet; more than `columns` when it is very wide.
    pub column_count: u64,
}

/// A column of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridColumn {
    /// Its letter.
    pub letter: String,
    /// Whether it belongs to the table.
    pub in_table: bool,
    /// Whether it is hidden in the sheet; a hidden column is not part of the table unless it is asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

/// A record of the sheet as it stands, with what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridRow {
    /// Row as the clerk counts, from 1.
    pub row: u64,
    /// What it was taken for.
    pub band: Band,
    /// Cells as written.
    pub cells: Vec<String>,
    /// Whether it is hidden in the sheet; hidden rows are data like others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

/// A merged range: its value stands in the upper left corner and holds for all of its cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridMerge {
    /// First and last row, as the clerk counts.
    pub rows: (u64, u64),
    /// Letters of the first and last column.
    pub columns: (String, String),
}
