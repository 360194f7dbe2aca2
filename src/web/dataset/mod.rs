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
use serde_json::{Value, json};

/// The pages of a list around the one that is shown, as their macro draws them; `at` gives a page's address.
fn pages(page: usize, count: usize, at: impl Fn(usize) -> String) -> Value {
    let first = page.saturating_sub(3).max(1);
    let items: Vec<Value> = (first..=count.min(first + 6))
        .map(|number| json!({ "number": number, "href": at(number), "current": number == page }))
        .collect();
    json!({
        "count": count, "items": items,
        "previous": (page > 1).then(|| at(page - 1)),
        "next": (page < count).then(|| at(page + 1)),
    })
}

/// A dataset that is not found where it was looked for: the way to its new name, or the failure.
fn gone(error: catalog::Error, rest: &str) -> Result<Response, Problem> {
    match error {
        catalog::Error::Renamed(name) => {
            Ok(Redirect::permanent(&format!("/dataset/{name}{rest}")).into_response())
        }
        other => Err(other.into()),
    }
}
