//! The kinds of store behind one interface.

use super::Error;
use crate::config::StorageSettings;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::multipart::{MultipartStore, PartId};
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ObjectStore, PutPayload, RetryConfig, path::Path as Key};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

#[derive(Debug, Clone)]
pub(super) struct Backend {
    pub(super) store: Arc<dyn ObjectStore>,
    local: Option<Arc<LocalFileSystem>>,
    parts: Option<Parts>,
}

/// Multipart uploads whose parts are sent one by one, which a folder doesn't have.
#[derive(Clone)]
pub(super) struct Parts {
    store: Arc<dyn MultipartStore>,
    prefix: Key,
}

impl Backend {
    pub(super) fn open(settings: &StorageSettings) -> Result<Self, Error> {
        let url = settings.url.as_str();
        if let Some(folder) = url.strip_prefix("file://") {
            let folder = PathBuf::from(folder);
            std::fs::create_dir_all(&folder)?;
            let local = Arc::new(LocalFileSystem::new_with_prefix(folder)?);
            return Ok(Self {
                store: local.clone(),
                local: Some(local),
                parts: None,
            });
        }
        if url.starts_with("memory://") {
            let store = Arc::new(InMemory::new());
            return Ok(Self {
                store: store.clone(),
                local: None,
                parts: Some(Parts::new(store, "")),
            });
        }
        let rest = url.strip_prefix("s3://").unwrap_or(url);
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(bucket)
            .with_region(&settings.region)
            .with_retry(retries())
            .with_access_key_id(settings.access_key.expose())
            .with_secret_access_key(settings.secret_key.expose());
        if !settings.endpoint.is_empty() {
            builder = builder
                .with_allow_http(settings.endpoint.starts_with("http://"))
                .with_endpoint(&settings.endpoint);
        }
        let store = Arc::new(builder.build()?);
        let parts = Some(Parts::new(store.clone(), prefix));
        let store: Arc<dyn ObjectStore> = if prefix.is_empty() {
            store
        } else {
            Arc::new(PrefixStore::new(store, prefix.trim_end_matches('/')))
        };
        let local = None;
        Ok(Self {
            store,
            local,
            parts,
        })
    }

    /// Multipart uploads, unless the store is a folder.
    pub(super) fn parts(&self) -> Option<&Parts> {
        self.parts.as_ref()
    }

    pub(super) fn local_path(&self, key: &Key) -> Option<PathBuf> {
        self.local
            .as_ref()
            .and_then(|local| local.path_to_filesystem(key).ok())
    }

    /// Forces a finished local object to disk; a remote store has done so when it answers.
    pub(super) async fn sync(&self, key: &Key) -> Result<(), Error> {
        let Some(path) = self.local_path(key) else {
            return Ok(());
        };
        tokio::fs::File::open(&path).await?.sync_all().await?;
        if let Some(folder) = path.parent() {
            tokio::fs::File::open(folder).await?.sync_all().await?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parts")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

impl Parts {
    fn new(store: Arc<dyn MultipartStore>, prefix: &str) -> Self {
        let prefix = Key::from(prefix.trim_end_matches('/'));
        Self { store, prefix }
    }

    fn key(&self, key: &Key) -> Key {
        self.prefix.parts().chain(key.parts()).collect()
    }

    /// Begins a multipart upload; gives its name.
    pub(super) async fn begin(&self, key: &Key) -> Result<String, object_store::Error> {
        self.store.create_multipart(&self.key(key)).await
    }

    /// Sends one part of it, counted from 0.
    pub(super) async fn put(
        &self,
        key: &Key,
        upload: &str,
        number: usize,
        payload: PutPayload,
    ) -> Result<PartId, object_store::Error> {
        let (key, upload) = (self.key(key), upload.to_owned());
        self.store.put_part(&key, &upload, number, payload).await
    }

    /// Makes one object of its parts.
    pub(super) async fn complete(
        &self,
        key: &Key,
        upload: &str,
        parts: Vec<PartId>,
    ) -> Result<(), object_store::Error> {
        let (key, upload) = (self.key(key), upload.to_owned());
        self.store.complete_multipart(&key, &upload, parts).await?;
        Ok(())
    }

    /// Gives it up, with all its parts.
    pub(super) async fn abort(&self, key: &Key, upload: &str) -> Result<(), object_store::Error> {
        let (key, upload) = (self.key(key), upload.to_owned());
        self.store.abort_multipart(&key, &upload).await
    }
}

// Somebody waits for the answer: a service that stays away is told within seconds, and they try again.
fn retries() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(1),
            base: 2.0,
        },
        max_retries: 4,
        retry_timeout: Duration::from_secs(10),
    }
}
