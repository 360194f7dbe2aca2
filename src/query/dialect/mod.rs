//! The languages in which a table can be asked.

pub mod ckan;
pub mod postgrest;
