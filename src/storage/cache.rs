//! Local copies of remote blobs, bounded in bytes, each checked against its name.

use super::{BlobHash, Error, Storage};
use futures::TryStreamExt;
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tokio::io::AsyncWriteExt;

/// A blob as a file on this machine. An evicted copy stays readable while it is held.
#[derive(Debug, Clone)]
pub struct LocalFile {
    path: PathBuf,
    // Held so that eviction can tell which copies are in use.
    _use: Option<Arc<()>>,
}

impl LocalFile {
    pub(super) fn own(path: PathBuf) -> Self {
        Self { path, _use: None }
    }

    /// Path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[derive(Debug)]
struct Entry {
    hash: BlobHash,
    size_bytes: u64,
    in_use: Arc<()>,
}

#[derive(Debug, Clone)]
pub(super) struct Cache {
    folder: PathBuf,
    limit_bytes: u64,
    // Least recently used first.
    entries: Arc<Mutex<VecDeque<Entry>>>,
    fetching: Arc<tokio::sync::Mutex<()>>,
}

impl Cache {
    pub(super) fn new(folder: PathBuf, limit_bytes: u64) -> Self {
        Self {
            folder,
            limit_bytes,
            entries: Arc::default(),
            fetching: Arc::default(),
        }
    }

    pub(super) async fn fetch(
        &self,
        storage: &Storage,
        hash: &BlobHash,
    ) -> Result<LocalFile, Error> {
        if let Some(file) = self.lookup(hash) {
            return Ok(file);
        }
        let _one_at_a_time = self.fetching.lock().await;
        if let Some(file) = self.lookup(hash) {
            return Ok(file);
        }
        tokio::fs::create_dir_all(&self.folder).await?;
        let partial = self.folder.join(format!("{hash}.part"));
        let size_bytes = download(storage, hash, &partial).await?;
        let path = self.folder.join(hash.as_str());
        tokio::fs::rename(&partial, &path).await?;
        let in_use = Arc::new(());
        let evicted = self.insert(Entry {
            hash: hash.clone(),
            size_bytes,
            in_use: in_use.clone(),
        });
        for old in evicted {
            let _ = tokio::fs::remove_file(self.folder.join(old.as_str())).await;
        }
        Ok(LocalFile {
            path,
            _use: Some(in_use),
        })
    }

    fn lookup(&self, hash: &BlobHash) -> Option<LocalFile> {
        let mut entries = self
            .entries
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let position = entries.iter().position(|entry| &entry.hash == hash)?;
        let entry = entries.remove(position)?;
        let file = LocalFile {
            path: self.folder.join(hash.as_str()),
            _use: Some(entry.in_use.clone()),
        };
        entries.push_back(entry);
        Some(file)
    }

    fn insert(&self, entry: Entry) -> Vec<BlobHash> {
        let mut entries = self
            .entries
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        entries.push_back(entry);
        let mut total: u64 = entries.iter().map(|entry| entry.size_bytes).sum();
        let mut evicted = Vec::new();
        let mut kept = VecDeque::new();
        while let Some(entry) = entries.pop_front() {
            if total > self.limit_bytes && Arc::strong_count(&entry.in_use) == 1 {
                total -= entry.size_bytes;
                evicted.push(entry.hash);
            } else {
                kept.push_back(entry);
            }
        }
        *entries = kept;
        evicted
    }
}

async fn download(storage: &Storage, hash: &BlobHash, to: &Path) -> Result<u64, Error> {
    let mut stream = storage.get(hash, None).await?;
    let mut file = tokio::fs::File::create(to).await?;
    let mut digest = Sha256::new();
    let mut size_bytes = 0;
    while let Some(chunk) = stream.try_next().await? {
        digest.update(&chunk);
        size_bytes += chunk.len() as u64;
        file.write_all(&chunk).await?;
    }
    file.flush().await?;
    if hex::encode(digest.finalize()) != hash.as_str() {
        let _ = tokio::fs::remove_file(to).await;
        return Err(Error::Damaged);
    }
    Ok(size_bytes)
}
