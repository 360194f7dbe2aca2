//! Step 3: how the portal reads the file, and where the producer overrules it.

use super::reading::overruled;
use super::{Draft, step};
use crate::http::problem::Problem;
use crate::inspection::Reading;
use crate::intake::{drafts, inspect};
use crate::submission::{File, FileId, SubmissionId};
use crate::web::kerja::report;
use crate::web::page::{Ctx, Posted, see_other};
use axum::extract::Path;
use axum::response::Response;
use serde_json::json;

/// The reading of one file; `?berkas=` names it, else the first.
pub async fn get(Path(id): Path<SubmissionId>, ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let draft = Draft::load(&mut tx, &ctx, &id).await?;
    drop(tx);
    let wanted = ctx.param("berkas");
    let file = draft
        .files
        .iter()
        .find(|file| Some(file.id.as_str()) == wanted.as_deref())
        .or(draft.files.first());
    let Some(file) = file else {
        return Ok(see_other(&step(&id, "berkas")));
    };
    let found = match &file.report_blob {
        Some(blob) if !super::is_busy(file) => Some(inspect::report(&ctx.app.storage, blob).await?),
        _ => None,
    };
    let context = json!({
        "draft": draft.view(&ctx),
        "file": super::file_view(&ctx, file),
        "is_busy": super::is_busy(file),
        "report": found.as_ref().map(|found| report::view(&ctx, found)),
    });
    ctx.form(http::StatusCode::OK, "kerja/unggah/periksa.html", context)
        .await
}

/// Overrules the reading; the file is inspected again at once.
pub async fn post(
    Path((id, file)): Path<(SubmissionId, FileId)>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let app = &ctx.app;
    let mut tx = app.database.begin().await?;
    let known: File = crate::submission::files::by_id(&mut tx, &file).await?;
    let before: Reading = serde_json::from_str(&known.reading).unwrap_or_default();
    let reading = overruled(before, &fields);
    let encoded = serde_json::to_string(&reading).unwrap_or_default();
    drafts::set_reading(&mut tx, ctx.actor()?, &file, &encoded, app.clock.now()).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    app.ring();
    Ok(see_other(&format!(
        "{}?berkas={file}",
        step(&id, "periksa")
    )))
}
