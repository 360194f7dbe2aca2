//! Uploads and submission drafts: how a producer's file becomes a draft that can be handed in.
//!
//! Acted on by producers of the organization. Nothing is parsed here: each file that arrives is stored and
//! queued for inspection in a child process; [`inspect`] is that job. Writes through `submission`; owns the tables of
//! [`uploads`], which arrive over several requests.

mod against;
pub mod arrivals;
pub mod drafts;
pub mod inspect;
pub mod inspections;
pub mod kinds;
pub mod names;
pub mod readings;
pub mod schemas;
mod seats;
mod templates;
pub mod twins;
pub mod uploads;

pub use drafts::{DraftRequest, Target};
