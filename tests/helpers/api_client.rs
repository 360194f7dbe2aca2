//! A program that uses the API with a token.

use super::browser::multipart;
use super::{Answer, Upload};
use axum::Router;
use axum::body::Body;
use http::Request;
use serde_json::Value;
use tower::ServiceExt;

/// A client of the API.
#[derive(Debug, Clone)]
pub(crate) struct ApiClient {
    router: Router,
    pub(crate) token: String,
}

impl ApiClient {
    pub(crate) fn new(router: Router, token: String) -> Self {
        Self { router, token }
    }

    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        let value = format!("Bearer {}", self.token).parse().unwrap();
        request.headers_mut().insert("authorization", value);
        let response = self.router.clone().oneshot(request).await.unwrap();
        Answer::read(response).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).body(Body::empty()).unwrap();
        self.send(request).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        let request = Request::post(path)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        self.send(request).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        let request = Request::patch(path)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        self.send(request).await
    }

    /// `POST /api/v1/submissions` with its JSON part and files.
    pub(crate) async fn submission(&self, body: &Value, files: &[Upload<'_>]) -> Answer {
        self.submission_with(Request::post("/api/v1/submissions"), body, files)
            .await
    }

    /// The same with a request of the caller's.
    pub(crate) async fn submission_with(
        &self,
        request: http::request::Builder,
        body: &Value,
        files: &[Upload<'_>],
    ) -> Answer {
        let mut parts = vec![("submission", None, body.to_string().into_bytes())];
        parts.extend(
            files
                .iter()
                .map(|file| ("file", Some(file.name), file.bytes.to_vec())),
        );
        self.send(multipart(request, parts)).await
    }

    /// `POST /api/v1/submissions/{id}/files` with files and perhaps an `Idempotency-Key`.
    pub(crate) async fn add_files(
        &self,
        id: &str,
        key: Option<&str>,
        files: &[Upload<'_>],
    ) -> Answer {
        let mut request = Request::post(format!("/api/v1/submissions/{id}/files"));
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let parts = files
            .iter()
            .map(|file| ("file", Some(file.name), file.bytes.to_vec()))
            .collect();
        self.send(multipart(request, parts)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        let request = Request::delete(path).body(Body::empty()).unwrap();
        self.send(request).await
    }

    /// `POST /api/v1/submissions/{id}/actions`.
    pub(crate) async fn act(&self, id: &str, action: &Value) -> Answer {
        self.post(&format!("/api/v1/submissions/{id}/actions"), action)
            .await
    }
}
