//! Content-addressed blobs over an object store: a local folder, S3, or memory.
//!
//! Owns the table `blob` and the keys `blobs/…`, `staging/…` and `uploads/…` of the store. A blob is named by its
//! sha256 and never overwritten. Bytes arrive in `staging/` within one request, in `uploads/` over several, are hashed
//! on the way, and get their name at the end.

mod backend;
mod cache;
mod error;
mod hash_state;
mod put;
mod staged;

pub use cache::LocalFile;
pub use error::Error;
pub use put::{Stored, Upload};
pub use staged::{PIECE_BYTES, PIECE_PATIENCE, Progress, Staged};

use crate::config::StorageSettings;
use crate::database::{Tx, clock};
use backend::Backend;
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use jiff::Timestamp;
use object_store::{ObjectStore, ObjectStoreExt, path::Path as Key};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The name of a blob: 64 lower-case hexadecimal digits of its SHA-256 (FIPS 180-4).
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    sqlx::Type,
)]
#[serde(try_from = "String")]
#[sqlx(transparent)]
pub struct BlobHash(String);

impl BlobHash {
    /// Parses 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| Self(text.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn key(&self) -> Key {
        let shard: String = self.0.chars().take(2).collect();
        Key::from(format!("blobs/{shard}/{}", self.0))
    }
}

impl TryFrom<String> for BlobHash {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a sha256")
    }
}

impl std::fmt::Display for BlobHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The store; cheap to clone.
#[derive(Debug, Clone)]
pub struct Storage {
    backend: Backend,
    cache: cache::Cache,
}

impl Storage {
    /// Opens the store that the settings name; `cache_folder` holds local copies of remote blobs.
    pub fn open(settings: &StorageSettings, cache_folder: &Path) -> Result<Self, Error> {
        let backend = Backend::open(settings)?;
        let cache = cache::Cache::new(cache_folder.to_path_buf(), settings.cache_bytes);
        Ok(Self { backend, cache })
    }

    /// Begins taking in bytes whose hash is not known yet.
    pub async fn upload(&self) -> Result<Upload, Error> {
        Upload::begin(self.backend.clone()).await
    }

    /// Stores bytes that are already at hand.
    pub async fn put(&self, bytes: Bytes) -> Result<Stored, Error> {
        let mut upload = self.upload().await?;
        upload.write(bytes).await?;
        upload.finish().await
    }

    /// Stores a file of this machine without reading it whole.
    pub async fn put_file(&self, path: &Path) -> Result<Stored, Error> {
        let file = tokio::fs::File::open(path).await?;
        let mut chunks = tokio_util::io::ReaderStream::with_capacity(file, 64 << 10);
        let mut upload = self.upload().await?;
        while let Some(chunk) = chunks.try_next().await? {
            upload.write(chunk).await?;
        }
        upload.finish().await
    }

    /// The bytes of a blob, or of a range of it, as a stream.
    pub async fn get(
        &self,
        hash: &BlobHash,
        range: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, std::io::Result<Bytes>>, Error> {
        let options = object_store::GetOptions {
            range: range.map(object_store::GetRange::Bounded),
            ..Default::default()
        };
        let result = self.backend.store.get_opts(&hash.key(), options).await?;
        Ok(result.into_stream().map_err(std::io::Error::other).boxed())
    }

    /// A small blob whole, such as a report or a manifest.
    pub async fn read(&self, hash: &BlobHash) -> Result<Bytes, Error> {
        Ok(self.backend.store.get(&hash.key()).await?.bytes().await?)
    }

    /// Size in bytes, or `None` when the store has no such blob.
    pub async fn size(&self, hash: &BlobHash) -> Result<Option<u64>, Error> {
        match self.backend.store.head(&hash.key()).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The blob as a file on this machine: the store's own file, or a checked local copy.
    ///
    /// Errors: [`Error::Missing`] when the store doesn't have it; else those of the store.
    pub async fn local(&self, hash: &BlobHash) -> Result<LocalFile, Error> {
        if let Some(path) = self.local_path(hash) {
            if !tokio::fs::try_exists(&path).await.unwrap_or(false) {
                return Err(Error::Missing);
            }
            return Ok(LocalFile::own(path));
        }
        self.cache.fetch(self, hash).await
    }

    fn local_path(&self, hash: &BlobHash) -> Option<PathBuf> {
        self.backend.local_path(&hash.key())
    }

    /// Succeeds when the store answers.
    pub async fn ping(&self) -> Result<(), Error> {
        match self.backend.store.head(&Key::from("blobs/ping")).await {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes staging objects last written before `before`: uploads that nobody finished.
    pub async fn sweep_staging(&self, before: Timestamp) -> Result<u64, Error> {
        let prefix = Key::from("staging");
        let mut listing = self.backend.store.list(Some(&prefix));
        let mut swept = 0;
        while let Some(meta) = listing.try_next().await? {
            if meta.last_modified.timestamp_micros() < clock::micros(before) {
                self.backend.store.delete(&meta.location).await?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    /// Recomputes a blob's hash; `Ok(false)` when it is missing or differs.
    pub async fn verify(&self, hash: &BlobHash) -> Result<bool, Error> {
        use sha2::{Digest, Sha256};
        let mut stream = match self.get(hash, None).await {
            Ok(stream) => stream,
            Err(Error::Missing) => return Ok(false),
            Err(error) => return Err(error),
        };
        let mut digest = Sha256::new();
        while let Some(chunk) = stream.try_next().await? {
            digest.update(&chunk);
        }
        Ok(hex::encode(digest.finalize()) == hash.as_str())
    }
}

/// Records that a stored blob is in use by the portal, in the transaction that refers to it.
pub async fn record(
    tx: &mut Tx,
    stored: &Stored,
    now: Timestamp,
) -> Result<(), crate::database::Error> {
    sqlx::query(
        "insert into blob (sha256, size_bytes, created_at) values ($1, $2, $3) on conflict (sha256) do nothing",
    )
    .bind(stored.hash.as_str())
    .bind(i64::try_from(stored.size_bytes).unwrap_or(i64::MAX))
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A page of recorded blobs after `after`, in order of their names, with their sizes in bytes.
pub async fn list(
    tx: &mut Tx,
    after: &str,
    limit: i64,
) -> Result<Vec<(BlobHash, i64)>, crate::database::Error> {
    let rows = sqlx::query_as::<_, (BlobHash, i64)>(
        "select sha256, size_bytes from blob where sha256 > $1 order by sha256 limit $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows)
}

/// Size in bytes of a recorded blob; 0 when it is not recorded.
pub async fn recorded_size(tx: &mut Tx, hash: &BlobHash) -> Result<i64, crate::database::Error> {
    let row: Option<(i64,)> = sqlx::query_as("select size_bytes from blob where sha256 = $1")
        .bind(hash.as_str())
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.map_or(0, |(size,)| size))
}
