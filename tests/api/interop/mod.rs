//! What other software asks for.

mod ckan;
mod datastore;
mod dcat;
mod portal;
