//! The record of a submission: what intake fills, review decides and release publishes.
//!
//! Owns `submission`, `submission_file`, `submission_seat`, `submission_contributor`, `submission_note` and
//! `privacy_exception`, the states and the transition table. It stands between intake and review so that neither reaches into the other: both call
//! this part's functions, and every change of state goes through [`transition::apply`].

mod error;
pub mod exceptions;
pub mod files;
pub mod foresight;
pub mod list;
pub mod metadata;
pub mod notes;
pub mod originals;
pub mod period;
pub mod record;
pub mod returned;
pub mod seats;
pub mod state;
pub mod transition;

pub use error::Error;
pub use files::{File, FileId, FileState};
pub use metadata::Metadata;
pub use record::{Submission, SubmissionId};
pub use state::{Action, Kind, State};
