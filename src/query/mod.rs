//! A typed table request over a version's Parquet, answered as a stream in many formats.
//!
//! Owns no table. Reads one Parquet file, never the database, and knows neither HTTP nor a language.
//!
//! A dialect ([`parse`] for the native API, [`ckan`] for the CKAN action API) turns text into a
//! [`TableQuery`] that fits the [`Table`]; the query is planned once and runs on polars, in the
//! quick lane when its work and its answer are small, else in a fenced child process whose output
//! is passed on as it comes. Nothing from outside reaches the engine as text: column names are
//! looked up, values are typed.

mod chart;
pub mod dialect;
mod encode;
mod error;
mod execute;
mod format;
mod nearest;
mod page;
mod plan;
mod request;
mod run;
mod spool;
mod table;
mod task;
mod value;
mod weight;

pub(crate) use encode::{CellRef, Rows};
pub(crate) use execute::{cells, collect, fold_batches, write_parquet};
pub(crate) use nearest::nearest;
pub(crate) use plan::{row_number, scan};

#[cfg(test)]
mod tests;

pub use chart::{ChartRequest, Coarse, MOST_POINTS, Point, PointOrder, Series};
pub use dialect::postgrest::{RESERVED, parse};
pub use error::{Error, Expected};
pub use format::{Format, Header, Output};
pub use page::Page;
pub use request::{
    Aggregate, Comparison, Count, DatePart, Direction, Field, Filter, Item, Nulls, Operator,
    Ordering, Search, TableQuery, Word,
};
pub use run::{Answer, chart_series, page, run};
pub use table::{ColumnInfo, ColumnType, ROW_NUMBER, Table};
pub use task::child;
pub use value::{Cell, Decimal, Literal};
