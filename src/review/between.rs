//! What lies between two published versions: the difference that the review of the later one saw, for everybody.

use crate::catalog::{Version, VersionId, public};
use crate::database::Tx;
use crate::submission::{Error, File, SubmissionId, files, record};

/// A version and the one that it was made from, whose tables the public may both read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Number of the version that was there.
    pub from: i64,
    /// Number of the version that came.
    pub to: i64,
    submission: SubmissionId,
}

/// The steps of a dataset's `history` that the public may read row by row.
///
/// A withdrawn version, and one whose data is not open, is neither end of one.
pub async fn steps(tx: &mut Tx, history: &[Version]) -> Result<Vec<Step>, Error> {
    let Some(any) = history.first() else {
        return Ok(Vec::new());
    };
    let mut steps = Vec::new();
    for made in record::releases(tx, &any.dataset_id).await? {
        let known = |id: &VersionId| history.iter().find(|version| version.id == *id);
        let ends = known(&made.base_version_id).zip(known(&made.version_id));
        let Some((from, to)) = ends else { continue };
        let is_open = public::shows_rows(from) && public::shows_rows(to);
        if is_open && to.kind.updates_table() {
            steps.push(Step {
                from: from.number,
                to: to.number,
                submission: made.id,
            });
        }
    }
    Ok(steps)
}

/// The files of a step whose difference was kept, in order.
pub async fn files(tx: &mut Tx, step: &Step) -> Result<Vec<File>, Error> {
    let mut files = files::of(tx, &step.submission).await?;
    files.retain(|file| file.difference_blob.is_some());
    Ok(files)
}
