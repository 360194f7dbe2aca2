//! The file handed back: the same workbook with its findings marked, for whoever may see the submission.

use super::Draft;
use crate::error::{Kind, Message};
use crate::http::problem::Problem;
use crate::inspection::Limits;
use crate::intake::inspect;
use crate::submission::{FileId, SubmissionId};
use crate::web::kerja::perbaikan;
use crate::web::page::Ctx;
use crate::workbook::{self, AnnotateRequest, Made};
use axum::body::Body;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use tokio_util::io::ReaderStream;

/// The annotated copy of one file.
pub async fn get(
    Path((id, file)): Path<(SubmissionId, FileId)>,
    ctx: Ctx,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let draft = Draft::load(&mut tx, &ctx, &id).await?;
    drop(tx);
    let file = draft
        .files
        .iter()
        .find(|known| known.id == file)
        .ok_or_else(Problem::not_found)?;
    // The copy has the cells as they are: while personal data hold it, it goes back to its own house alone.
    if file.personal_count > 0 && !ctx.actor()?.produces_for(&draft.submission.organization_id) {
        return Err(Problem::not_found());
    }
    let Some(report) = file.report_blob.as_ref().filter(|_| !super::is_busy(file)) else {
        return Err(not_yet());
    };
    let report = inspect::report(&ctx.app.storage, report).await?;
    let local = ctx.app.storage.local(&file.blob).await?;
    let request = AnnotateRequest {
        file: std::path::absolute(local.path()).map_err(workbook::Error::from)?,
        file_name: file.file_name.clone(),
        format: file.format.clone(),
        annotations: perbaikan::annotations(ctx.language, &report),
        limits: Limits::from_settings(&ctx.app.settings),
        scratch: ctx.app.settings.data_dir.join("scratch"),
    };
    let made = workbook::annotated(&ctx.app.lanes, request).await?;
    drop(local);
    let stem = file.file_name.rsplit_once('.');
    let stem = stem.map_or(file.file_name.as_str(), |(stem, _)| stem);
    send(&made, &format!("{stem}-bertanda")).await
}

fn not_yet() -> Problem {
    let message = Message::new("workbook-not-yet");
    Problem::new(Kind::Conflict, "workbook.not_yet", message, Vec::new())
}

/// A workbook as a download under this name (without ending).
pub(in crate::web::kerja) async fn send(made: &Made, name: &str) -> Result<Response, Problem> {
    let file = tokio::fs::File::open(made.path())
        .await
        .map_err(workbook::Error::from)?;
    let size = file.metadata().await.map_err(workbook::Error::from)?.len();
    // The open file can be read to its end although its folder goes now.
    let body = Body::from_stream(ReaderStream::with_capacity(file, 64 << 10));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static(media_type(&made.ending)),
    );
    headers.insert(CONTENT_LENGTH, HeaderValue::from(size));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let disposition = format!(
        "attachment; filename*=UTF-8''{}.{}",
        crate::web::render::path_escape(name),
        made.ending
    );
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

fn media_type(ending: &str) -> &'static str {
    match ending {
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "xlsm" => "application/vnd.ms-excel.sheet.macroEnabled.12",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
}
