//! Uploads that survive a broken connection: tus 1.0 with creation, termination, checksum and expiration.

use crate::app::App;
use crate::database::clock;
use crate::error::{Kind, Message};
use crate::http::auth::Uploader;
use crate::http::leftover;
use crate::http::problem::Problem;
use crate::intake::uploads::{
    self, Checksum, Error, Piece, Upload, UploadId, checksum, finish, receive, record,
};
use axum::body::Body;
use axum::extract::{Path, Request, State as AppState};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, head};
use axum::{Json, Router};
use futures::StreamExt;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, LOCATION};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_json::{Value, json};

const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const EXTENSIONS: HeaderValue =
    HeaderValue::from_static("creation,termination,checksum,expiration");
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSIONS: HeaderName = HeaderName::from_static("tus-version");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const BYTES: &str = "application/offset+octet-stream";

/// The routes of this module, below `/api/v1`.
pub(super) fn routes() -> Router<App> {
    let one: MethodRouter<App> = head(show)
        .patch(append)
        .delete(terminate)
        .post(overridden)
        .options(facts);
    Router::new()
        .route("/uploads", get(index).post(create).options(facts))
        .route(
            "/uploads/{id}",
            one.layer(middleware::from_fn(leftover::discard)),
        )
        .layer(middleware::from_fn(protocol))
}

// Every request but OPTIONS says which version it speaks, every answer which one this is. The list of one's uploads is
// no part of tus.
async fn protocol(request: Request, next: Next) -> Response {
    let is_free = matches!(*request.method(), Method::OPTIONS | Method::GET);
    let speaks = is_free || request.headers().get(RESUMABLE) == Some(&VERSION);
    let mut response = if speaks {
        next.run(request).await
    } else {
        let message = Message::new("upload-version");
        let problem = Problem::new(Kind::Invalid, "upload.version", message, Vec::new())
            .with_status(StatusCode::PRECONDITION_FAILED);
        ([(VERSIONS, VERSION)], problem).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(RESUMABLE, VERSION);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn facts(AppState(app): AppState<App>) -> Response {
    let headers = [
        (VERSIONS, VERSION),
        (HeaderName::from_static("tus-extension"), EXTENSIONS),
        (
            HeaderName::from_static("tus-max-size"),
            HeaderValue::from(app.settings.limits.upload_bytes),
        ),
        (
            HeaderName::from_static("tus-checksum-algorithm"),
            HeaderValue::from_static(checksum::ALGORITHMS),
        ),
        (
            ALLOW,
            HeaderValue::from_static("OPTIONS, GET, POST, HEAD, PATCH, DELETE"),
        ),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

async fn index(
    AppState(app): AppState<App>,
    Uploader(actor): Uploader,
) -> Result<Json<Value>, Problem> {
    let mut tx = app.database.begin_read().await?;
    let open = record::open_of(&mut tx, &actor, app.clock.now()).await?;
    let items: Vec<Value> = open.iter().map(view).collect();
    Ok(Json(json!({ "items": items })))
}

fn view(upload: &Upload) -> Value {
    json!({
        "id": upload.id, "name": upload.file_name(), "state": upload.state.as_str(),
        "size": upload.size_bytes, "received": upload.received_bytes,
        "expires_at": clock::timestamp(upload.expires_at).to_string(),
        "links": { "self": format!("/api/v1/uploads/{}", upload.id) },
    })
}

async fn create(
    AppState(app): AppState<App>,
    Uploader(actor): Uploader,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let size = number(&headers, &LENGTH)?;
    let metadata = text(&headers, &METADATA).unwrap_or_default();
    let upload = uploads::create(&app.upload_tools(), &actor, size, metadata).await?;
    let location = format!("/api/v1/uploads/{}", upload.id);
    let mut response = standing(StatusCode::CREATED, &upload);
    if let Ok(location) = HeaderValue::try_from(location) {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

async fn show(
    AppState(app): AppState<App>,
    Uploader(actor): Uploader,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let upload = finish::settled(&app.upload_tools(), &actor, &parse(&id)?).await?;
    let mut response = standing(StatusCode::OK, &upload);
    let headers = response.headers_mut();
    headers.insert(LENGTH, HeaderValue::from(upload.size_bytes));
    if let Ok(metadata) = HeaderValue::try_from(&upload.metadata)
        && !upload.metadata.is_empty()
    {
        headers.insert(METADATA, metadata);
    }
    Ok(response)
}

async fn append(
    AppState(app): AppState<App>,
    Uploader(actor): Uploader,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind != Some(BYTES.as_bytes()) {
        let message = Message::new("upload-content-type");
        let problem = Problem::new(Kind::Invalid, "upload.content_type", message, Vec::new());
        return Err(problem.with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let checksum = text(&headers, &HeaderName::from_static("upload-checksum"));
    let chunks = body.into_data_stream();
    let piece = Piece {
        offset: number(&headers, &OFFSET)?,
        length: number(&headers, &CONTENT_LENGTH).ok(),
        checksum: checksum.map(Checksum::parse).transpose()?,
        body: chunks
            .map(|chunk| chunk.map_err(std::io::Error::other))
            .boxed(),
    };
    let upload = receive::receive(&app.upload_tools(), &actor, &parse(&id)?, piece).await?;
    Ok(standing(StatusCode::NO_CONTENT, &upload))
}

async fn terminate(
    AppState(app): AppState<App>,
    Uploader(actor): Uploader,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    finish::cancel(&app.upload_tools(), &actor, &parse(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

// For clients behind proxies that know no PATCH and DELETE, as tus asks.
async fn overridden(
    app: AppState<App>,
    uploader: Uploader,
    id: Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    match text(&headers, &HeaderName::from_static("x-http-method-override")) {
        Some("PATCH") => append(app, uploader, id, headers, body).await,
        Some("DELETE") => Ok(terminate(app, uploader, id).await?.into_response()),
        Some("HEAD") => show(app, uploader, id).await,
        _ => Ok(StatusCode::METHOD_NOT_ALLOWED.into_response()),
    }
}

/// An answer that says where an upload stands.
fn standing(status: StatusCode, upload: &Upload) -> Response {
    let mut response = status.into_response();
    let headers = response.headers_mut();
    headers.insert(OFFSET, HeaderValue::from(upload.received_bytes));
    let expires = clock::timestamp(upload.expires_at).strftime("%a, %d %b %Y %H:%M:%S GMT");
    if let Ok(expires) = HeaderValue::try_from(expires.to_string()) {
        headers.insert(EXPIRES, expires);
    }
    response
}

fn parse(id: &str) -> Result<UploadId, Problem> {
    UploadId::parse(id).map_err(|_| Problem::not_found())
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

// A header that must be a number of bytes.
fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Problem> {
    text(headers, name)
        .filter(|text| text.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .filter(|number| i64::try_from(*number).is_ok())
        .ok_or_else(|| {
            let message = Message::new("upload-header").with("name", name.as_str());
            Problem::new(Kind::Invalid, "upload.header", message, Vec::new())
                .with_status(StatusCode::BAD_REQUEST)
        })
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        // Statuses that tus gives a meaning of its own.
        let status = match &error {
            Error::Locked => Some(StatusCode::LOCKED),
            Error::ChecksumDiffers => StatusCode::from_u16(460).ok(),
            Error::ChecksumUnknown | Error::Metadata => Some(StatusCode::BAD_REQUEST),
            Error::Broken => Some(StatusCode::REQUEST_TIMEOUT),
            _ => None,
        };
        let at = match &error {
            Error::Offset(at) => Some(*at),
            _ => None,
        };
        let mut problem = Self::of(error);
        if let Some(status) = status {
            problem = problem.with_status(status);
        }
        match at {
            Some(at) => problem.with_member("offset", json!(at)),
            None => problem,
        }
    }
}
