//! What the data of a draft says of its period.

use super::Draft;
use crate::submission::FileState;
use crate::submission::period::Known;
use crate::web::page::Ctx;

/// Looks at the reports of the draft's files.
pub(super) async fn known(ctx: &Ctx, draft: &Draft) -> Known {
    let mut reports = Vec::new();
    for file in &draft.files {
        let blob = file.report_blob.as_ref();
        if let Some(blob) = blob.filter(|_| file.state == FileState::Done)
            && let Ok(report) = crate::intake::inspect::report(&ctx.app.storage, blob).await
        {
            reports.push(report);
        }
    }
    Known::of(
        draft.submission.kind,
        &draft.metadata,
        &published(draft),
        &reports,
    )
}

/// The period of the published version; empty when there is none.
pub(super) fn published(draft: &Draft) -> String {
    let metadata = draft.dataset.metadata().ok();
    let metadata = metadata.filter(|_| draft.dataset.version_id.is_some());
    metadata.map(|known| known.period).unwrap_or_default()
}
