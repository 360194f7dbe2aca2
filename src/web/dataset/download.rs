//! `/dataset/{name}/resource/{id}/download/{file}`: the file as it was uploaded.

use super::gone;
use crate::app::tasks;
use crate::catalog::usage::Use;
use crate::catalog::{ResourceId, public};
use crate::http::problem::Problem;
use crate::web::page::Ctx;
use axum::body::Body;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE,
    ETAG, IF_NONE_MATCH, RANGE,
};
use http::{HeaderValue, StatusCode};

/// The bytes as they were uploaded.
pub async fn get(
    Path((name, id, _file)): Path<(String, String, String)>,
    ctx: Ctx,
) -> Result<Response, Problem> {
    let id = ResourceId::parse(&id).map_err(|_| Problem::not_found())?;
    let number = ctx.param("version").and_then(|text| text.parse().ok());
    let mut tx = ctx.app.database.begin_read().await?;
    let found = match public::dataset(&mut tx, &name, number).await {
        Ok(found) => found,
        Err(error) => return gone(error, ""),
    };
    drop(tx);
    let Some(resource) = found.resource(&id) else {
        return Err(Problem::not_found());
    };
    let etag = format!("\"{}\"", resource.original_blob);
    let known = ctx
        .headers
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|text| text.contains(&etag));
    if known {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    tasks::count(
        &ctx.app,
        Use::Download,
        found.dataset.id.as_str(),
        id.as_str(),
        ctx.agent(),
    );
    let size = u64::try_from(resource.original_size).unwrap_or(0);
    let range = ctx
        .headers
        .get(RANGE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| byte_range(text, size));
    let body = Body::from_stream(
        ctx.app
            .storage
            .get(&resource.original_blob, range.clone())
            .await?,
    );
    let (status, length) = match &range {
        Some(range) => (StatusCode::PARTIAL_CONTENT, range.end - range.start),
        None => (StatusCode::OK, size),
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/octet-stream"),
    );
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, s-maxage=60, must-revalidate"),
    );
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    let mut set = |name, text: String| {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(name, value);
        }
    };
    set(ETAG, etag);
    set(
        CONTENT_DISPOSITION,
        format!(
            "attachment; filename*=UTF-8''{}",
            crate::web::render::path_escape(&resource.file_name)
        ),
    );
    if let Some(range) = range {
        set(
            CONTENT_RANGE,
            format!("bytes {}-{}/{size}", range.start, range.end - 1),
        );
    }
    Ok(response)
}

// One range of a single request (RFC 9110, 14.2); anything else gets the whole file.
fn byte_range(text: &str, size: u64) -> Option<std::ops::Range<u64>> {
    let (from, to) = text.strip_prefix("bytes=")?.split_once('-')?;
    let range = match (from.parse::<u64>(), to.parse::<u64>()) {
        (Ok(from), Ok(to)) => from..(to + 1).min(size),
        (Ok(from), Err(_)) => from..size,
        (Err(_), Ok(last)) => size.saturating_sub(last)..size,
        (Err(_), Err(_)) => return None,
    };
    (range.start < range.end).then_some(range)
}
