//! The program itself, serving from a test's place until it is killed.

use crate::helpers::{Place, Upload, multipart};
use axum::body::Body;
use http::Request;
use serde_json::Value;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

const PROGRAM: &str = env!("CARGO_BIN_EXE_lumbung");

/// A running portal.
pub(super) struct Node {
    child: Child,
    address: String,
}

/// The program with the settings of a place.
pub(super) fn program(place: &Place) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .current_dir(place.folder())
        .arg("--data-dir")
        .arg(place.folder())
        .env("LUMBUNG_DATABASE__URL", place.database_url())
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// Runs a command to its end; gives its exit code and all that it wrote.
pub(super) async fn finish(mut command: Command) -> (ExitStatus, String) {
    let output = command.output().await.unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status, String::from_utf8_lossy(&text).into_owned())
}

impl Node {
    pub(super) async fn start(place: &Place) -> Self {
        Self::start_with(place, &[]).await
    }

    /// The same with further settings, as the environment names them.
    pub(super) async fn start_with(place: &Place, settings: &[(&str, String)]) -> Self {
        let mut command = program(place);
        command.envs(settings.iter().map(|(name, value)| (name, value)));
        Self::listening(command, "all").await
    }

    /// The same in another role than `all`, one that answers requests.
    pub(super) async fn start_as(place: &Place, role: &str) -> Self {
        Self::listening(program(place), role).await
    }

    async fn listening(mut command: Command, role: &str) -> Self {
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--role", role])
            .env("LUMBUNG_TELEMETRY__LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = loop {
            let line = lines.next_line().await.unwrap();
            let line = line.expect("the portal ended before it listened");
            if let Some(address) = line.strip_prefix("Lumbung: ") {
                break address.trim_end_matches('/').to_owned();
            }
        };
        Self { child, address }
    }

    /// Ends it as a power cut would.
    pub(super) async fn kill(mut self) {
        self.child.start_kill().unwrap();
        self.child.wait().await.unwrap();
    }

    /// Where it listens, without a slash at the end.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Number of its process.
    pub(super) fn pid(&self) -> u32 {
        self.child.id().unwrap()
    }

    pub(super) async fn get(&self, token: &str, path: &str) -> Value {
        let request = Request::get(format!("{}{path}", self.address));
        let request = request.body(Body::empty()).unwrap();
        send(token, request).await.unwrap()
    }

    pub(super) async fn submit(&self, token: &str, body: &Value, file: Upload<'_>) -> Value {
        let parts = vec![
            ("submission", None, body.to_string().into_bytes()),
            ("file", Some(file.name), file.bytes.to_vec()),
        ];
        let request = Request::post(format!("{}/api/v1/submissions", self.address));
        send(token, multipart(request, parts)).await.unwrap()
    }

    /// Sends an act; an error when the connection breaks before the answer.
    pub(super) fn act(
        &self,
        token: &str,
        id: &str,
        action: &Value,
    ) -> impl Future<Output = reqwest::Result<Value>> + use<> {
        let path = format!("{}/api/v1/submissions/{id}/actions", self.address);
        let request = Request::post(path)
            .header("content-type", "application/json")
            .body(Body::from(action.to_string()))
            .unwrap();
        let token = token.to_owned();
        async move { send(&token, request).await }
    }

    /// Waits until a submission is in this state.
    pub(super) async fn wait_for(&self, token: &str, id: &str, state: &str) -> Value {
        let started = Instant::now();
        loop {
            let seen = self.get(token, &format!("/api/v1/submissions/{id}")).await;
            if seen["state"] == state {
                return seen;
            }
            assert!(started.elapsed() < Duration::from_secs(30), "{seen:#}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn send(token: &str, request: Request<Body>) -> reqwest::Result<Value> {
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let client = reqwest::Client::new();
    let answer = client
        .request(parts.method, parts.uri.to_string())
        .headers(parts.headers)
        .bearer_auth(token)
        .body(bytes)
        .send()
        .await?;
    let status = answer.status();
    let bytes = answer.bytes().await?;
    let text = String::from_utf8_lossy(&bytes);
    assert!(status.is_success(), "{status}: {text}");
    Ok(serde_json::from_slice(&bytes).unwrap())
}

/// Processes whose parent is this one (proc(5)).
pub(super) fn children_of(parent: u32) -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").unwrap();
    let numbers = processes.filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    numbers
        .filter(|pid: &u32| {
            let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            let fields = text.rsplit(')').next().unwrap_or_default();
            fields.split_whitespace().nth(1) == Some(&parent.to_string())
        })
        .collect()
}
