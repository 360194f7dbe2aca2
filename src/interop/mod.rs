//! The interfaces that other software already speaks: CKAN's action API and datastore dump, DCAT, sitemaps, feeds.
//!
//! Owns no table and holds no rules: everything comes from [`crate::catalog::public`], the search index and
//! [`crate::query`], so that what is not released can't be reached from here either. Exposes [`router`] and
//! what other faces link to.

pub mod ckan;
mod cors;
mod crawlers;
pub mod dcat;
mod dump;
mod formats;
mod period;
mod respond;
mod tables;

use crate::app::App;
use axum::Router;
use axum::middleware;

/// All routes of this part; open to scripts of other sites, since none of them looks at cookies.
pub fn router() -> Router<App> {
    Router::new()
        .merge(ckan::router())
        .merge(crawlers::router())
        .merge(dcat::router())
        .merge(dump::router())
        .layer(middleware::from_fn(cors::open))
}
