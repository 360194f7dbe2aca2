//! What an update would change is told while it is still a draft: when it is to be compared, and whether it has been.

use super::{Error, Submission, SubmissionId, record};
use crate::database::Tx;
use crate::jobs::{self, Task};
use jiff::Timestamp;

/// Forgets what was known of the changes of a draft whose files, reading or kind are others now, and queues the
/// comparison of an update.
pub async fn queue(tx: &mut Tx, submission: &Submission, now: Timestamp) -> Result<(), Error> {
    record::forget_comparison(tx, &submission.id).await?;
    if submission.base_version_id.is_some() && submission.kind.updates_table() {
        jobs::enqueue(tx, &task(&submission.id), None, now, now).await?;
    }
    Ok(())
}

/// Whether the comparison is still to come or under way.
pub async fn is_awaited(tx: &mut Tx, id: &SubmissionId) -> Result<bool, Error> {
    Ok(jobs::is_awaited(tx, &task(id)).await?)
}

fn task(id: &SubmissionId) -> Task {
    Task::Foresee {
        submission: id.to_string(),
    }
}
