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
