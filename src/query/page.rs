//! An answer held in memory, for pages of people.

use serde::{Deserialize, Serialize};

use super::table::ColumnInfo;
use super::value::Cell;

/// Some rows of an answer with typed cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Columns of the answer; title and unit are those of the table's column.
    pub columns: Vec<ColumnInfo>,
    /// Rows; each has one cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// Number of matching rows (or groups), ignoring limit and offset.
    pub total: u64,
}
