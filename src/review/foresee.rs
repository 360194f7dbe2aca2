//! What an update would change, told while it is still a draft: the same comparison as that of the check, of which only
//! the figures and what to look at are kept.

use super::compare::Case;
use super::summary::ChangeSummary;
use crate::database::Tx;
use crate::jobs::{self, Tools};
use crate::storage::BlobHash;
use crate::submission::{Error, File, SubmissionId, files, record};

/// Compares a draft; completes the job in the same transaction.
pub async fn run(tools: &Tools<'_>, id: &SubmissionId, job: &str) -> Result<(), Error> {
    let case = Case::read(tools, id).await?;
    // The end of an inspection queues the comparison anew.
    if !case.submission.state.is_editable() || case.is_being_inspected() {
        return Ok(tools.complete(job).await?);
    }
    let summary = if case.is_sound() {
        case.compare(tools, job).await?.summary
    } else {
        ChangeSummary::new()
    };
    let now = tools.clock.now();
    let mut tx = tools.database.begin().await?;
    if is_as_compared(&mut tx, &case).await? {
        let base = case.version.as_ref();
        record::set_comparison(&mut tx, id, base, &summary.encode(), now).await?;
    }
    if jobs::complete(&mut tx, job, now).await? {
        tx.commit().await?;
    }
    Ok(())
}

// What has changed meanwhile has queued its own comparison.
async fn is_as_compared(tx: &mut Tx, case: &Case) -> Result<bool, Error> {
    let id = &case.submission.id;
    let current = record::by_id(tx, id).await?;
    let tables = |files: &[File]| -> Vec<(String, Option<BlobHash>)> {
        let of = |file: &File| (file.id.to_string(), file.table_blob.clone());
        files.iter().map(of).collect()
    };
    Ok(current.state.is_editable()
        && current.kind == case.submission.kind
        && tables(&files::of(tx, id).await?) == tables(&case.files))
}
