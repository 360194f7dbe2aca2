//! The review: what is checked before a submission enters the queue, and what people decide.
//!
//! Acted on by producers (submit, recall, cancel), endorsers and stewards. Owns no table: the record stands in
//! `submission`, and every change of state goes through its transition table. `compare` holds a
//! submission against the published version, `foresee` for its writer and `check` for the queue; `table` is the row-level difference.

pub mod actions;
pub mod between;
pub mod check;
mod compare;
pub mod difference;
mod exceptions;
pub mod foresee;
pub mod summary;
pub mod table;

pub use actions::{ActionRequest, Publish, act};
pub use summary::ChangeSummary;
