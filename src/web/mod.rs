//! HTML pages: routes, forms, view models, languages, charts. Holds no rules.
//!
//! `routes.rs` is the only list of pages; files are named after the words of the address they answer.

pub mod akun;
pub mod assets;
pub mod bantuan;
pub mod chart;
pub mod dataset;
pub mod difference;
pub mod format;
pub mod headers;
pub mod i18n;
pub mod icons;
pub mod kelola;
pub mod kerja;
pub mod masuk;
pub mod once;
pub mod page;
pub mod render;
pub mod routes;
pub mod said;
pub mod table;
pub mod umum;
pub mod undangan;
pub mod words;
