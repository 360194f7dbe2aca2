//! Writing and editing spreadsheets: the annotated copy that goes back to the producer, and templates.
//!
//! Knows neither HTTP nor the database nor a language: words come ready. What an upload holds is opened in a fenced
//! child process only ([`child`]), and so is the table of a template; [`annotated`] and [`template`] are the parent's
//! side. Owns no table.

mod archive;
mod error;
mod marks;
mod ods;
mod place;
mod plain;
mod task;
mod template;
mod xlsx;
mod xml;

pub use archive::unpacked_size;
pub use error::Error;
pub use marks::{Annotations, CORRECTIONS_MARK, Line, MOST_MARKS, Words};
pub use task::{AnnotateRequest, Made, TemplateRequest, annotate, annotated, child, template};
pub use template::{
    Fill, Form, LISTS_SHEET, MOST_ROWS, Mark, MarkColumn, Role, Template, TemplateWords,
};
pub use xlsx::hidden_columns;

#[cfg(test)]
mod tests;
