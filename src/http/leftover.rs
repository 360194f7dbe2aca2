//! What is left of a body when its handler has answered early.
//!
//! A browser reads the answer after it has sent the whole body. If the portal closed the connection meanwhile, the
//! person would see a broken connection instead of what is wrong with the file.

use axum::body::{Body, BodyDataStream};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use futures::StreamExt;
use futures::stream::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const MOST_BYTES: usize = 1 << 30;
const MOST_TIME: Duration = Duration::from_mins(1);

type Shared = Arc<Mutex<BodyDataStream>>;

/// Takes in and drops what the handler left, within limits, while the answer is already on its way.
pub async fn discard(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let left = Arc::new(Mutex::new(body.into_data_stream()));
    let read = left.clone();
    let chunks = poll_fn(move |context| lock(&read).poll_next_unpin(context));
    let request = Request::from_parts(parts, Body::from_stream(chunks));
    let response = next.run(request).await;
    tokio::spawn(tokio::time::timeout(MOST_TIME, drop_all(left)));
    response
}

async fn drop_all(left: Shared) {
    let mut chunks = poll_fn(move |context| lock(&left).poll_next_unpin(context));
    let mut dropped = 0;
    while let Some(Ok(chunk)) = chunks.next().await {
        dropped += chunk.len();
        if dropped > MOST_BYTES {
            break;
        }
    }
}

fn lock(stream: &Shared) -> MutexGuard<'_, BodyDataStream> {
    stream.lock().unwrap_or_else(PoisonError::into_inner)
}
