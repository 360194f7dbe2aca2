//! What can go wrong with a submission.

use super::SubmissionId;
use super::state::{Action, Refusal, State};
use crate::database;
use crate::error::{Failure, FieldProblem, Kind, Message};

/// A failure of this part, of intake or of review.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such submission, file or dataset, or none that the actor may know of.
    #[error("not found")]
    NotFound,
    /// The rules refuse this person.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The state has moved on.
    #[error("{action} does not fit {state}")]
    NotNow {
        /// Which submission.
        submission: SubmissionId,
        /// Where it stands now.
        state: State,
        /// What was asked.
        action: Action,
    },
    /// The draft was changed in another window.
    #[error("the draft has changed meanwhile")]
    Stale,
    /// It can't be changed in this state.
    #[error("not editable in {state}")]
    NotEditable {
        /// Which submission.
        submission: SubmissionId,
        /// Where it stands now.
        state: State,
    },
    /// Findings block it.
    #[error("{0} findings block the submission")]
    Blocked(i64),
    /// There is no file to submit.
    #[error("the submission has no file")]
    NoFile,
    /// A file is still being inspected or could not be.
    #[error("the inspection is not finished")]
    NotInspected,
    /// Fields that can't be taken as they are.
    #[error("{} fields need mending", .0.len())]
    Fields(Vec<FieldProblem>),
    /// The dataset has another open submission.
    #[error("the dataset has an open submission: {number}")]
    OpenSubmission {
        /// Which one.
        submission: SubmissionId,
        /// Its register number.
        number: String,
    },
    /// Another version was published since the comparison.
    #[error("another version was published since the comparison")]
    BaseMoved,
    /// More files than one submission may have.
    #[error("too many files")]
    TooManyFiles(u32),
    /// The store.
    #[error(transparent)]
    Storage(#[from] crate::storage::Error),
    /// A lane or child process.
    #[error(transparent)]
    Lane(#[from] crate::lanes::LaneError),
    /// Tables could not be compared or put together.
    #[error(transparent)]
    Tables(#[from] crate::review::table::Error),
    /// People and organizations.
    #[error(transparent)]
    Accounts(#[from] crate::accounts::Error),
    /// The database.
    #[error(transparent)]
    Database(#[from] database::Error),
}

impl From<sqlx::Error> for Error {
    fn from(source: sqlx::Error) -> Self {
        Self::Database(source.into())
    }
}

impl Error {
    /// One field that can't be taken.
    pub fn field(field: &str, code: &'static str, message: Message) -> Self {
        Self::Fields(vec![FieldProblem {
            field: field.to_owned(),
            code,
            message,
        }])
    }
}

impl Error {
    /// The submission to look at next, where the refusal is about how one stands.
    pub const fn submission(&self) -> Option<&SubmissionId> {
        match self {
            Self::NotNow { submission, .. }
            | Self::NotEditable { submission, .. }
            | Self::OpenSubmission { submission, .. } => Some(submission),
            _ => None,
        }
    }
}

// The message that names a state.
fn name_of(state: State) -> String {
    format!("state-{state}")
}

impl Failure for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound => Kind::NotFound,
            Self::Refused(Refusal::ClaimedByOther | Refusal::NothingToExcept) => Kind::Conflict,
            Self::Refused(_) => Kind::Forbidden,
            Self::NotNow { .. }
            | Self::Stale
            | Self::NotEditable { .. }
            | Self::OpenSubmission { .. }
            | Self::BaseMoved => Kind::Conflict,
            Self::Blocked(_) | Self::NoFile | Self::NotInspected | Self::Fields(_) => Kind::Invalid,
            Self::TooManyFiles(_) => Kind::TooLarge,
            Self::Storage(inner) => inner.kind(),
            Self::Lane(inner) => inner.kind(),
            Self::Tables(inner) => inner.kind(),
            Self::Accounts(inner) => inner.kind(),
            Self::Database(inner) => inner.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "submission.not_found",
            Self::Refused(Refusal::OwnSubmission) => "submission.own",
            Self::Refused(Refusal::ClaimedByOther) => "submission.claimed_by_other",
            Self::Refused(Refusal::NothingToExcept) => "submission.nothing_to_except",
            Self::Refused(Refusal::NotYourRole | Refusal::OnlyThePortal) => {
                "submission.not_your_role"
            }
            Self::NotNow { .. } => "submission.not_now",
            Self::Stale => "submission.stale",
            Self::NotEditable { .. } => "submission.not_editable",
            Self::Blocked(_) => "submission.blocked",
            Self::NoFile => "submission.no_file",
            Self::NotInspected => "submission.not_inspected",
            Self::Fields(_) => "submission.fields",
            Self::OpenSubmission { .. } => "submission.open_submission",
            Self::BaseMoved => "submission.base_moved",
            Self::TooManyFiles(_) => "submission.too_many_files",
            Self::Storage(inner) => inner.code(),
            Self::Lane(inner) => inner.code(),
            Self::Tables(inner) => inner.code(),
            Self::Accounts(inner) => inner.code(),
            Self::Database(inner) => inner.code(),
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::NotFound => Message::new("error-not-found"),
            Self::Refused(Refusal::OwnSubmission) => Message::new("submission-own"),
            Self::Refused(Refusal::ClaimedByOther) => Message::new("submission-claimed-by-other"),
            Self::Refused(Refusal::NothingToExcept) => Message::new("submission-nothing-to-except"),
            Self::Refused(Refusal::NotYourRole | Refusal::OnlyThePortal) => {
                Message::new("submission-not-your-role")
            }
            Self::NotNow { state, .. } => {
                Message::new("submission-not-now").with_message("state", name_of(*state))
            }
            Self::Stale => Message::new("submission-stale"),
            Self::NotEditable { state, .. } => Message::new("submission-not-editable")
                .with_message("state", name_of(*state))
                .with_message("next", format!("submission-next-{state}")),
            Self::Blocked(count) => Message::new("submission-blocked").with("count", *count),
            Self::NoFile => Message::new("submission-no-file"),
            Self::NotInspected => Message::new("submission-not-inspected"),
            Self::Fields(_) => Message::new("error-fields"),
            Self::OpenSubmission { number, .. } => {
                Message::new("submission-open-submission").with("number", number.as_str())
            }
            Self::BaseMoved => Message::new("submission-base-moved"),
            Self::TooManyFiles(most) => {
                Message::new("submission-too-many-files").with("most", i64::from(*most))
            }
            Self::Storage(inner) => inner.message(),
            Self::Lane(inner) => inner.message(),
            Self::Tables(inner) => inner.message(),
            Self::Accounts(inner) => inner.message(),
            Self::Database(inner) => inner.message(),
        }
    }

    fn problems(&self) -> Vec<FieldProblem> {
        match self {
            Self::Fields(problems) => problems.clone(),
            Self::Accounts(inner) => inner.problems(),
            Self::NotFound
            | Self::Refused(_)
            | Self::NotNow { .. }
            | Self::Stale
            | Self::NotEditable { .. }
            | Self::Blocked(_)
            | Self::NoFile
            | Self::NotInspected
            | Self::OpenSubmission { .. }
            | Self::BaseMoved
            | Self::TooManyFiles(_)
            | Self::Storage(_)
            | Self::Lane(_)
            | Self::Tables(_)
            | Self::Database(_) => Vec::new(),
        }
    }
}

// What the record needs of rules it reads only; whoever sets them hears of the rest from the schema itself.
impl From<crate::schema::Error> for Error {
    fn from(error: crate::schema::Error) -> Self {
        match error {
            crate::schema::Error::Database(inner) => Self::Database(inner),
            _ => Self::NotFound,
        }
    }
}
