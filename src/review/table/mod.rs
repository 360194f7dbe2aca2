//! Two versions of a table: what differs between them, and how an update is joined to what is published.
//!
//! Owns no database table. Reads two Parquet files and writes into a folder that the caller gives,
//! in a fenced child process. Knows nothing of submissions; `review` and `release` decide what to do
//! with what is found here.
//!
//! Columns are paired by name, or by their values when they were renamed. Rows are matched by the
//! declared key, else by the smallest set of columns that identifies the rows of both tables, else as
//! whole rows; matching works on 32 bytes a row, and only changed rows are read again.

mod changes;
mod columns;
mod combine;
mod difference;
mod error;
mod identify;
mod key;
mod matching;
mod outliers;
mod periods;
mod report;
mod rows;
mod task;

#[cfg(test)]
mod tests;

pub use changes::{changes, stored};
pub use error::Error;
pub use report::{
    CellChange, ChangeKind, ChangePage, ChangedRow, ColumnChange, CombineFinding, CombineKind,
    Combined, Difference, DifferenceOptions, Key, KeySource, KeyedRow, Outlier, Renamed, Retyped,
    RowCounts, SchemaChange,
};
pub use task::{changes_file, child, combine, difference, key_of};
