//! The kinds of store behind one interface.

use super::Error;
use crate::config::StorageSettings;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ObjectStore, RetryConfig, path::Path as Key};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

#[derive(Debug, Clone)]
pub(super) struct Backend {
    pub(super) store: Arc<dyn ObjectStore>,
    local: Option<Arc<LocalFileSystem>>,
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
            });
        }
        if url.starts_with("memory://") {
            return Ok(Self {
                store: Arc::new(InMemory::new()),
                local: None,
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
        let store = builder.build()?;
        let store: Arc<dyn ObjectStore> = if prefix.is_empty() {
            Arc::new(store)
        } else {
            Arc::new(PrefixStore::new(store, prefix.trim_end_matches('/')))
        };
        Ok(Self { store, local: None })
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
