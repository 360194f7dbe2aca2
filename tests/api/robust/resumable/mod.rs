//! Uploads over several requests.

mod killed;
mod life;
mod refusals;

use super::s3_server::{S3Server, files_below};
use crate::helpers::{Answer, ApiClient, Place, TestApp, balita, expect};
use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{Method, Request, StatusCode};
use lumbung::config::Settings;
use lumbung::intake::uploads::finish;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::path::PathBuf;

const PATH: &str = "/api/v1/uploads";

/// A CSV of exactly this many bytes, no two pieces of which are alike.
fn csv(size: usize) -> Vec<u8> {
    let mut text = b"nomor,kecamatan,nilai\n".to_vec();
    let mut number = 0;
    while text.len() < size {
        text.extend_from_slice(format!("{number},Plaosan,{}\n", number * 7 % 9973).as_bytes());
        number += 1;
    }
    text.truncate(size);
    text
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn tus(method: Method, path: &str) -> http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("tus-resumable", "1.0.0")
}

async fn begin(client: &ApiClient, name: &str, size: usize) -> Answer {
    let metadata = format!("filename {}", STANDARD.encode(name));
    let request = tus(Method::POST, PATH)
        .header("upload-length", size)
        .header("upload-metadata", metadata);
    client.send(request.body(Body::empty()).unwrap()).await
}

async fn begun(client: &ApiClient, name: &str, size: usize) -> String {
    let answer = begin(client, name, size).await;
    expect(&answer, StatusCode::CREATED);
    assert_eq!(answer.header("upload-offset"), "0");
    answer.header("location").to_owned()
}

fn patch(path: &str, offset: usize) -> http::request::Builder {
    tus(Method::PATCH, path)
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", offset)
}

async fn append(client: &ApiClient, path: &str, offset: usize, bytes: &[u8]) -> Answer {
    let request = patch(path, offset).header("content-length", bytes.len());
    let request = request.body(Body::from(bytes.to_vec())).unwrap();
    client.send(request).await
}

async fn head(client: &ApiClient, path: &str) -> Answer {
    let request = tus(Method::HEAD, path).body(Body::empty()).unwrap();
    client.send(request).await
}

async fn offset(client: &ApiClient, path: &str) -> usize {
    let answer = head(client, path).await;
    expect(&answer, StatusCode::OK);
    answer.header("upload-offset").parse().unwrap()
}

/// Sends a file from `offset` on in requests of at most `piece` bytes.
async fn send(client: &ApiClient, path: &str, bytes: &[u8], mut offset: usize, piece: usize) {
    while offset < bytes.len() {
        let end = bytes.len().min(offset.saturating_add(piece));
        let answer = append(client, path, offset, &bytes[offset..end]).await;
        expect(&answer, StatusCode::NO_CONTENT);
        assert_eq!(answer.header("upload-offset"), end.to_string());
        offset = end;
    }
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

async fn hand_in(client: &ApiClient, paths: &[&str]) -> Answer {
    let mut body = balita("new");
    body["submit"] = json!(false);
    body["upload_ids"] = json!(paths.iter().map(|path| id(path)).collect::<Vec<_>>());
    client.submission(&body, &[]).await
}

/// A portal, somebody who hands in data, and where the store's objects lie as files.
struct Scene {
    portal: TestApp,
    client: ApiClient,
    objects: PathBuf,
    server: Option<S3Server>,
}

impl Scene {
    async fn new(place: &Place) -> Self {
        Self::with(place.settings(), place.folder().join("blobs"), None).await
    }

    async fn behind_s3(place: &Place) -> Self {
        let server = S3Server::start().await;
        let mut settings = place.settings();
        settings.storage = server.settings();
        let objects = server.objects();
        Self::with(settings, objects, Some(server)).await
    }

    async fn with(settings: Settings, objects: PathBuf, server: Option<S3Server>) -> Self {
        let portal = TestApp::with_settings(settings).await;
        portal.cast().await;
        let client = portal.api("produsen.dinkes", "read,write").await;
        Self {
            portal,
            client,
            objects,
            server,
        }
    }

    fn files(&self) -> Vec<PathBuf> {
        files_below(&self.objects)
    }

    fn assert_nothing_is_left(&self) {
        assert_eq!(self.files(), Vec::<PathBuf>::new());
        if let Some(server) = &self.server {
            assert_eq!(server.loose_parts(), 0);
        }
    }

    async fn sweep(&self) -> u64 {
        finish::sweep(&self.portal.app.upload_tools())
            .await
            .unwrap()
    }
}

/// As `storage::PIECE_BYTES`.
const PIECE: usize = 8 << 20;
