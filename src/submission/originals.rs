//! Who may take a file as it was uploaded.

use super::files::{self, File, FileId};
use super::state::Refusal;
use super::{Error, Submission, SubmissionId, record};
use crate::accounts::Actor;
use crate::database::Tx;

/// Whether the actor, who may know of the submission, may take this file of it as it was uploaded.
///
/// The agency's own producers may, and stewards. While personal data hold the file it stays in its own house.
pub fn may_take(actor: &Actor, submission: &Submission, file: &File) -> bool {
    actor.produces_for(&submission.organization_id)
        || (actor.is_steward() && file.personal_count == 0)
}

/// A file of a submission, for whoever may take it as it was uploaded.
///
/// Errors: [`Error::NotFound`] for those who may not know of the submission, [`Error::Refused`] for others.
pub async fn take(
    tx: &mut Tx,
    actor: &Actor,
    submission: &SubmissionId,
    id: &FileId,
) -> Result<File, Error> {
    let submission = record::visible(tx, actor, submission).await?;
    let file = files::by_id(tx, id).await?;
    if file.submission_id != submission.id {
        return Err(Error::NotFound);
    }
    if may_take(actor, &submission, &file) {
        Ok(file)
    } else {
        Err(Error::Refused(Refusal::NotYourRole))
    }
}
