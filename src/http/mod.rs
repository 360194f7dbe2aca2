//! What all faces (pages, API, interfaces for other software) share: who calls, from where, forgery protection,
//! and how a failure is answered. Holds no rules and no pages.

pub mod address;
pub mod auth;
pub mod base_url;
pub mod csrf;
pub mod kept;
pub mod leftover;
pub mod limits;
pub mod log;
pub mod multipart;
pub mod problem;
pub mod tables;
