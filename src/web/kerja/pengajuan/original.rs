//! `/kerja/pengajuan/{id}/berkas/{file}/asli`: a file as it was uploaded.

use crate::http::problem::Problem;
use crate::submission::{FileId, SubmissionId, originals};
use crate::web::page::Ctx;
use crate::web::render::path_escape;
use axum::body::Body;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};

/// The bytes, to be saved and never shown: whoever made them may have meant harm.
pub async fn get(
    Path((id, file)): Path<(SubmissionId, FileId)>,
    ctx: Ctx,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let file = originals::take(&mut tx, ctx.actor()?, &id, &file).await?;
    drop(tx);
    let bytes = ctx.app.storage.get(&file.blob, None).await?;
    let mut response = Body::from_stream(bytes).into_response();
    let headers = response.headers_mut();
    let media_type = HeaderValue::from_static("application/octet-stream");
    headers.insert(CONTENT_TYPE, media_type);
    headers.insert(CONTENT_LENGTH, HeaderValue::from(file.size_bytes));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    let name = path_escape(&file.file_name);
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
