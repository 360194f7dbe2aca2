//! The portal is killed while a file arrives, and started again.

use super::super::node::{Node, finish, program};
use super::super::s3_server::S3Server;
use super::{PATH, PIECE, csv, hash};
use crate::helpers::{BALITA_2023, Place, Server, TestApp, balita, both_databases, multipart};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::Request;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::io;
use std::time::{Duration, Instant};

both_databases!(
    an_upload_goes_on_after_the_portal_was_killed,
    an_upload_goes_on_after_the_portal_was_killed_behind_s3,
);

/// A portal that is started and killed at will, and a client with a token.
struct Scene {
    place: Place,
    settings: Vec<(&'static str, String)>,
    token: String,
    client: Client,
}

async fn an_upload_goes_on_after_the_portal_was_killed(place: Place) {
    Scene::new(place, Vec::new()).await.kill_twice().await;
}

async fn an_upload_goes_on_after_the_portal_was_killed_behind_s3(place: Place) {
    let server = S3Server::start().await;
    let storage = server.settings();
    let settings = vec![
        ("LUMBUNG_STORAGE__URL", storage.url),
        ("LUMBUNG_STORAGE__ENDPOINT", storage.endpoint),
        (
            "LUMBUNG_STORAGE__ACCESS_KEY",
            storage.access_key.expose().to_owned(),
        ),
        (
            "LUMBUNG_STORAGE__SECRET_KEY",
            storage.secret_key.expose().to_owned(),
        ),
    ];
    Scene::new(place, settings).await.kill_twice().await;
    assert_eq!(server.loose_parts(), 0);
}

impl Scene {
    async fn new(place: Place, settings: Vec<(&'static str, String)>) -> Self {
        let portal = TestApp::with_people(&place).await;
        let token = portal.token("produsen.dinkes", "read,write", None).await;
        portal.app.database.close().await;
        let client = Client::new();
        Self {
            place,
            settings,
            token,
            client,
        }
    }

    /// Starts it again; on PostgreSQL, where another node might be writing, the lease has run out meanwhile.
    async fn start(&self) -> Node {
        if self.place.server() == Server::Postgres {
            let portal = TestApp::open(&self.place).await;
            let mut tx = portal.begin().await;
            sqlx::query("update upload set writer_until = 0")
                .execute(&mut *tx)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            portal.app.database.close().await;
        }
        Node::start_with(&self.place, &self.settings).await
    }

    fn tus(&self, node: &Node, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}{path}", node.address()))
            .bearer_auth(&self.token)
            .header("tus-resumable", "1.0.0")
    }

    fn patch(&self, node: &Node, path: &str, offset: usize) -> RequestBuilder {
        self.tus(node, Method::PATCH, path)
            .header("content-type", "application/offset+octet-stream")
            .header("upload-offset", offset)
    }

    async fn begin(&self, node: &Node, size: usize) -> String {
        let request = self
            .tus(node, Method::POST, PATH)
            .header("upload-length", size)
            .header(
                "upload-metadata",
                format!("filename {}", STANDARD.encode("besar.csv")),
            );
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 201);
        answer.headers()["location"].to_str().unwrap().to_owned()
    }

    async fn offset(&self, node: &Node, path: &str) -> usize {
        let answer = self.tus(node, Method::HEAD, path).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        offset_of(&answer)
    }

    async fn kill_twice(&self) {
        let bytes = csv(4 * PIECE + 1000);
        let node = self.start().await;
        let path = self.begin(&node, bytes.len()).await;
        // One request with all bytes, killed once a piece of them is durable.
        let body = reqwest::Body::wrap_stream(slowly(bytes.clone()));
        let request = self.patch(&node, &path, 0).body(body);
        let sending = tokio::spawn(request.send());
        let started = Instant::now();
        let mut durable = 0;
        while durable == 0 {
            assert!(started.elapsed() < Duration::from_mins(1));
            tokio::time::sleep(Duration::from_millis(20)).await;
            durable = self.offset(&node, &path).await;
        }
        node.kill().await;
        assert!(sending.await.unwrap().is_err());
        let node = self.start().await;
        let offset = self.offset(&node, &path).await;
        assert!(offset >= durable && offset < bytes.len(), "{offset}");
        assert_eq!(offset % PIECE, 0);
        // A request for each piece, the second of them killed halfway.
        let answer = self.piece(&node, &path, &bytes, offset).await.unwrap();
        let offset = offset_of(&answer);
        let half = slowly(bytes[offset..].to_vec());
        let request = self.patch(&node, &path, offset);
        let sending = tokio::spawn(request.body(reqwest::Body::wrap_stream(half)).send());
        tokio::time::sleep(Duration::from_millis(60)).await;
        node.kill().await;
        assert!(sending.await.unwrap().is_err());
        let node = self.start().await;
        let mut now = self.offset(&node, &path).await;
        assert!(now >= offset, "{now} after {offset}");
        while now < bytes.len() {
            now = offset_of(&self.piece(&node, &path, &bytes, now).await.unwrap());
        }
        let made = self.hand_in(&node, &path).await;
        assert_eq!(made["files"][0]["sha256"], hash(&bytes), "{made:#}");
        node.kill().await;
        self.assert_whole().await;
    }

    async fn piece(
        &self,
        node: &Node,
        path: &str,
        bytes: &[u8],
        offset: usize,
    ) -> reqwest::Result<Response> {
        let end = bytes.len().min(offset + PIECE);
        let request = self.patch(node, path, offset);
        let answer = request.body(bytes[offset..end].to_vec()).send().await?;
        assert_eq!(answer.status(), 204);
        assert_eq!(offset_of(&answer), end);
        Ok(answer)
    }

    async fn hand_in(&self, node: &Node, path: &str) -> Value {
        let mut body = balita("new");
        body["submit"] = json!(false);
        body["upload_ids"] = json!([path.rsplit('/').next().unwrap()]);
        let parts = vec![
            ("submission", None, body.to_string().into_bytes()),
            ("file", Some("balita.csv"), BALITA_2023.to_vec()),
        ];
        let request = multipart(Request::post("/"), parts);
        let (head, body) = request.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let answer = self
            .tus(node, Method::POST, "/api/v1/submissions")
            .headers(head.headers)
            .body(bytes)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 201);
        let text = answer.text().await.unwrap();
        let mut made: Value = serde_json::from_str(&text).unwrap();
        // The one that came with the request stands first.
        assert_eq!(made["files"][0]["file"], "balita.csv");
        made["files"].as_array_mut().unwrap().remove(0);
        made
    }

    async fn assert_whole(&self) {
        let mut command = program(&self.place);
        let settings = self.settings.iter().map(|(name, value)| (name, value));
        command.arg("check").envs(settings);
        let (status, text) = finish(command).await;
        assert!(status.success(), "{text}");
    }
}

fn offset_of(answer: &Response) -> usize {
    let text = answer.headers()["upload-offset"].to_str().unwrap();
    text.parse().unwrap()
}

/// The bytes in chunks with time in between, so that there is a middle to be killed in.
fn slowly(bytes: Vec<u8>) -> impl futures::Stream<Item = io::Result<Bytes>> + use<> {
    let bytes = Bytes::from(bytes);
    futures::stream::unfold(bytes, |mut left| async move {
        if left.is_empty() {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
        let chunk = left.split_to(left.len().min(256 << 10));
        Some((Ok(chunk), left))
    })
}
