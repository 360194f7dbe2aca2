//! Writing and editing spreadsheets: the annotated copy that goes back to the producer, and templates.
//!
//! Knows neither HTTP nor the database nor a language: words come ready. What an upload holds is opened in a fenced
//! child process only ([`child`]); [`annotated`] is the parent's side. Owns no table.

mod archive;
mod error;
mod marks;
mod ods;
mod place;
mod plain;
mod task;
mod xlsx;
mod xml;

pub use archive::unpacked_size;
pub use error::Error;
pub use marks::{Annotations, CORRECTIONS_MARK, Line, MOST_MARKS, Words};
pub use task::{AnnotateRequest, Made, annotate, annotated, child};
pub use xlsx::hidden_columns;

#[cfg(test)]
mod tests;
