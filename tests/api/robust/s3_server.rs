//! An S3 service on a socket that knows one key, counts what it is asked, and can be cut off.

use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use lumbung::config::{Secret, StorageSettings};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

const BUCKET: &str = "data-terbuka";
const ACCESS_KEY: &str = "lumbung";
const SECRET_KEY: &str = "rahasia-penyimpanan";

/// The service; its objects are files below [`S3Server::objects`].
pub(super) struct S3Server {
    folder: TempDir,
    address: SocketAddr,
    service: S3Service,
    watch: Arc<Watch>,
    task: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Watch {
    parts: AtomicUsize,
    // Parts after which every connection breaks.
    parts_until_cut: AtomicUsize,
}

impl Watch {
    // Whether this request may still be answered.
    fn lets_pass(&self, query: &str) -> bool {
        let parts = if query.contains("partNumber=") {
            self.parts.fetch_add(1, Ordering::SeqCst) + 1
        } else {
            self.parts.load(Ordering::SeqCst)
        };
        parts <= self.parts_until_cut.load(Ordering::SeqCst)
    }
}

impl S3Server {
    pub(super) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let store = s3s_fs::FileSystem::new(folder.path()).unwrap();
        let mut builder = S3ServiceBuilder::new(store);
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let watch = Watch {
            parts: AtomicUsize::new(0),
            parts_until_cut: AtomicUsize::new(usize::MAX),
        };
        let mut server = Self {
            folder,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            service: builder.build(),
            watch: Arc::new(watch),
            task: None,
        };
        server.come_back().await;
        server
    }

    /// Settings with which the portal reaches this service.
    pub(super) fn settings(&self) -> StorageSettings {
        StorageSettings {
            url: format!("s3://{BUCKET}/portal"),
            endpoint: format!("http://{}", self.address),
            access_key: Secret::new(ACCESS_KEY),
            secret_key: Secret::new(SECRET_KEY),
            ..StorageSettings::default()
        }
    }

    /// Folder in which the portal's objects lie as files.
    pub(super) fn objects(&self) -> PathBuf {
        self.folder.path().join(BUCKET).join("portal")
    }

    /// Parts of uploads that are neither complete nor given up.
    pub(super) fn loose_parts(&self) -> usize {
        let names = std::fs::read_dir(self.folder.path()).unwrap();
        names
            .filter(|entry| {
                let name = entry.as_ref().unwrap().file_name();
                name.to_string_lossy().contains("part-")
            })
            .count()
    }

    /// Parts taken in so far.
    pub(super) fn parts(&self) -> usize {
        self.watch.parts.load(Ordering::SeqCst)
    }

    /// Breaks every connection once this many parts have arrived.
    pub(super) fn cut_after_parts(&self, parts: usize) {
        self.watch.parts_until_cut.store(parts, Ordering::SeqCst);
    }

    /// Closes the port and every connection.
    pub(super) async fn go_away(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
            let _ = task.await;
        }
    }

    /// Takes connections from now on, until the listener is dropped, and never answers.
    pub(super) async fn fall_silent(&mut self) -> TcpListener {
        self.go_away().await;
        TcpListener::bind(self.address).await.unwrap()
    }

    /// Listens on the port of before.
    pub(super) async fn come_back(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.address = listener.local_addr().unwrap();
        self.task = Some(tokio::spawn(serve(
            listener,
            self.service.clone(),
            self.watch.clone(),
        )));
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

async fn serve(listener: TcpListener, service: S3Service, watch: Arc<Watch>) {
    // Dropped with this task, and all connections with it.
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let (service, watch) = (service.clone(), watch.clone());
        connections.spawn(async move {
            let answer = service_fn(move |request: http::Request<hyper::body::Incoming>| {
                let passes = watch.lets_pass(request.uri().query().unwrap_or_default());
                let service = service.clone();
                async move {
                    if passes {
                        let request = request.map(s3s::Body::from);
                        service.call(request).await.map_err(io::Error::other)
                    } else {
                        Err(io::Error::other("cut"))
                    }
                }
            });
            let server = Builder::new(TokioExecutor::new());
            let _ = server.serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}

/// Every file below a folder, as paths within it.
pub(super) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&next) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}
