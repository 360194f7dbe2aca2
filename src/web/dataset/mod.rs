//! `/dataset`: search, a dataset, its versions, its tables and files.

pub mod address;
pub mod cari;
pub mod content;
pub mod dictionary;
pub mod download;
pub mod groups;
pub mod heads;
pub mod machine;
pub mod picture;
pub mod resource;
pub mod show;
pub mod subject;
pub mod versi;

use crate::catalog;
use crate::http::problem::Problem;
use axum::response::{IntoResponse, Redirect, Response};

/// A dataset that is not found where it was looked for: the way to its new name, or the failure.
fn gone(error: catalog::Error, rest: &str) -> Result<Response, Problem> {
    match error {
        catalog::Error::Renamed(name) => {
            Ok(Redirect::permanent(&format!("/dataset/{name}{rest}")).into_response())
        }
        other => Err(other.into()),
    }
}
