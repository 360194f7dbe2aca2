//! The rules of a table: what its columns are, what their values must be, which columns identify a row.
//!
//! Read and written as Table Schema of Frictionless Data, version 2 ([`parse`], [`TableSchema::to_json`]). Owns
//! `resource_schema`, the schemas that a resource has had: the first one is inferred by release, later ones come from
//! people; a version names the one that was in force. `inspection` infers and enforces them and knows of no row here.
//! Owns the code lists, too, that columns may be bound to: `code_list`, `code_list_code`, `resource_schema_list`.

mod error;
pub mod lists;
mod parse;
mod rules;
pub mod store;
mod table_schema;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use parse::{Problems, parse};
pub(crate) use rules::whole;
pub use table_schema::{Constraints, Field, FieldType, ForeignKey, PROFILE, TableSchema};

use crate::id_type;

id_type!(
    /// Identifier of a schema that a resource has or had.
    SchemaId
);
