//! Two versions of a table: what differs between them, and how an update is joined to what is published.
//!
//! Owns no database table. Reads two Parquet files and writes into a folder that the caller gives,
//! in a fenced child process. Knows nothing of submissions; `review` and `release` decide what to do
//! with what is found here.

mod report;

pub use report::{
    CellChange, ChangeKind, ChangePage, ChangedRow, ColumnChange, Difference, DifferenceOptions,
    Key, KeySource, Outlier, Renamed, Retyped, RowCounts, SchemaChange,
};

/// Does the task in `input`; the results go into the working folder.
///
/// Errors: a sentence for the log of the parent.
pub fn child(input: &[u8]) -> Result<(), String> {
    let _ = input;
    Err("no task is known".to_owned())
}
