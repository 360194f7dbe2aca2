//! Bytes that arrive over several requests, durable piece by piece.
//!
//! In a folder they are appended to one file, synced at each checkpoint. A service gets them as the parts of one
//! multipart upload; what a request leaves below a whole part waits in an object of its own, the rest. What is durable
//! is a [`Progress`] that the caller keeps. The state of the hash is kept with it, so that each byte is hashed once,
//! as it passes: a pass over the stored bytes at the end would bring a finished gigabyte back from the service, and
//! parts of an unfinished multipart upload can't be read at all.

use super::backend::Backend;
use super::{BlobHash, Error, Storage, Stored, hash_state};
use crate::database::ids;
use bytes::Bytes;
use futures::TryStreamExt;
use object_store::multipart::PartId;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, path::Path as Key};
use sha2::{Digest, Sha256};
use std::fs::TryLockError;
use std::future::Future;
use std::io::{self, SeekFrom};
use std::time::Duration;
use tokio::fs::{File, OpenOptions};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

/// Bytes of a piece: after as many, a checkpoint is due. S3 asks for parts of at least 5 MiB.
pub const PIECE_BYTES: u64 = 8 << 20;

/// How long the store may take for one piece before the request is given up.
pub const PIECE_PATIENCE: Duration = Duration::from_secs(20);

/// What is durable of a staged upload.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that are kept.
    pub received_bytes: u64,
    /// The state of their hash.
    pub hash_state: String,
    /// The service's name of the multipart upload; empty: there is none.
    pub multipart: String,
    /// The service's names of the parts that are kept, each [`PIECE_BYTES`] long but the last.
    pub parts: Vec<String>,
    /// Name of the object with the bytes after the last part; empty: there are none.
    pub rest: String,
}

/// A staged upload that is being written.
#[derive(Debug)]
pub struct Staged {
    backend: Backend,
    id: String,
    total_bytes: u64,
    taken_bytes: u64,
    digest: Sha256,
    progress: Progress,
    place: Place,
    spent: Vec<Key>,
}

#[derive(Debug)]
enum Place {
    // Locked as long as it is open, so that no two requests write it.
    File(File),
    Memory(Vec<Bytes>),
}

fn whole(backend: &Backend, id: &str) -> Key {
    if backend.parts().is_some() {
        Key::from(format!("uploads/{id}/whole"))
    } else {
        Key::from(format!("uploads/{id}"))
    }
}

fn rest(id: &str, name: &str) -> Key {
    Key::from(format!("uploads/{id}/{name}"))
}

async fn patiently<T, E>(work: impl Future<Output = Result<T, E>>) -> Result<T, Error>
where
    Error: From<E>,
{
    match tokio::time::timeout(PIECE_PATIENCE, work).await {
        Ok(outcome) => Ok(outcome?),
        Err(_) => Err(io::Error::from(io::ErrorKind::TimedOut).into()),
    }
}

impl Storage {
    /// Goes on with a staged upload after what is durable of it.
    ///
    /// Errors: [`Error::Busy`] when another request writes it, [`Error::Missing`] when the store has lost it.
    pub async fn stage(
        &self,
        id: &str,
        total_bytes: u64,
        progress: Progress,
    ) -> Result<Staged, Error> {
        let digest = hash_state::restore(&progress.hash_state).ok_or(Error::Damaged)?;
        let place = if self.backend.parts().is_some() {
            Place::Memory(self.load_rest(id, &progress).await?)
        } else {
            Place::File(self.open_file(id, progress.received_bytes).await?)
        };
        Ok(Staged {
            backend: self.backend.clone(),
            id: id.to_owned(),
            total_bytes,
            taken_bytes: progress.received_bytes,
            digest,
            progress,
            place,
            spent: Vec::new(),
        })
    }

    async fn load_rest(&self, id: &str, progress: &Progress) -> Result<Vec<Bytes>, Error> {
        if progress.rest.is_empty() {
            return Ok(Vec::new());
        }
        let key = rest(id, &progress.rest);
        let bytes = patiently(async { self.backend.store.get(&key).await?.bytes().await }).await?;
        let expected = progress.received_bytes - PIECE_BYTES * progress.parts.len() as u64;
        if bytes.len() as u64 == expected {
            Ok(vec![bytes])
        } else {
            Err(Error::Damaged)
        }
    }

    // What a crash left after the last checkpoint is cut off.
    async fn open_file(&self, id: &str, received_bytes: u64) -> Result<File, Error> {
        let path = self
            .backend
            .local_path(&whole(&self.backend, id))
            .ok_or(Error::Missing)?;
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        let mut options = OpenOptions::new();
        let file = options
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .await?;
        let file = file.into_std().await;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let mut file = File::from_std(file);
        if file.metadata().await?.len() < received_bytes {
            return Err(Error::Missing);
        }
        file.set_len(received_bytes).await?;
        file.seek(SeekFrom::Start(received_bytes)).await?;
        Ok(file)
    }

    /// Makes one object of a staged upload that is durable to its last byte; may be repeated.
    ///
    /// Errors: [`Error::Missing`] when the store has lost it.
    pub async fn complete_staged(
        &self,
        id: &str,
        total_bytes: u64,
        progress: &Progress,
    ) -> Result<Stored, Error> {
        let digest = hash_state::restore(&progress.hash_state).ok_or(Error::Damaged)?;
        let stored = Stored {
            hash: BlobHash(hex::encode(digest.finalize())),
            size_bytes: total_bytes,
        };
        let key = whole(&self.backend, id);
        let Some(parts) = self.backend.parts() else {
            let is_there = total_bytes == 0 || self.size_of(&key).await? == Some(total_bytes);
            return if is_there {
                Ok(stored)
            } else {
                Err(Error::Missing)
            };
        };
        if !progress.multipart.is_empty() && self.size_of(&key).await? != Some(total_bytes) {
            let name = |part: &String| PartId {
                content_id: part.clone(),
            };
            let names = progress.parts.iter().map(name).collect();
            parts.complete(&key, &progress.multipart, names).await?;
        }
        Ok(stored)
    }

    /// Gives the bytes of a complete staged upload the name of their hash; the staged ones stay until they are dropped.
    pub async fn adopt_staged(
        &self,
        id: &str,
        progress: &Progress,
        stored: &Stored,
    ) -> Result<(), Error> {
        let key = stored.hash.key();
        if self.size_of(&key).await? == Some(stored.size_bytes) {
            return Ok(());
        }
        if stored.size_bytes == 0 {
            self.put(Bytes::new()).await?;
            return Ok(());
        }
        let from = if self.backend.parts().is_some() && progress.multipart.is_empty() {
            rest(id, &progress.rest)
        } else {
            whole(&self.backend, id)
        };
        self.backend.store.copy(&from, &key).await?;
        self.backend.sync(&key).await
    }

    async fn size_of(&self, key: &Key) -> Result<Option<u64>, Error> {
        match self.backend.store.head(key).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes what is staged under this id; may be repeated.
    pub async fn drop_staged(&self, id: &str, multipart: &str) -> Result<(), Error> {
        let key = whole(&self.backend, id);
        let Some(parts) = self.backend.parts() else {
            return match self.backend.store.delete(&key).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
                Err(error) => Err(error.into()),
            };
        };
        if !multipart.is_empty()
            && let Err(error) = parts.abort(&key, multipart).await
        {
            // One that was completed or given up before is unknown to the service.
            tracing::debug!(%error, "a multipart upload could not be given up");
        }
        let folder = Key::from(format!("uploads/{id}"));
        let mut listing = self.backend.store.list(Some(&folder));
        while let Some(meta) = listing.try_next().await? {
            self.backend.store.delete(&meta.location).await?;
        }
        Ok(())
    }
}

impl Staged {
    /// Bytes that may be taken before a checkpoint is due.
    pub fn room(&self) -> u64 {
        let next = (self.taken_bytes / PIECE_BYTES + 1) * PIECE_BYTES;
        next.min(self.total_bytes) - self.taken_bytes
    }

    /// Bytes taken so far, durable or not.
    pub fn taken_bytes(&self) -> u64 {
        self.taken_bytes
    }

    /// Takes bytes, not more than there is [room](Self::room) for.
    pub async fn take(&mut self, bytes: Bytes) -> Result<(), Error> {
        self.digest.update(&bytes);
        self.taken_bytes += bytes.len() as u64;
        match &mut self.place {
            Place::File(file) => file.write_all(&bytes).await?,
            Place::Memory(buffer) => buffer.push(bytes),
        }
        Ok(())
    }

    /// Whether a checkpoint is due.
    pub fn is_at_a_boundary(&self) -> bool {
        self.taken_bytes.is_multiple_of(PIECE_BYTES)
    }

    /// What the last checkpoint has made durable.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    fn is_whole(&self) -> bool {
        self.taken_bytes == self.total_bytes
    }

    fn buffered_bytes(&self) -> u64 {
        match &self.place {
            Place::File(_) => 0,
            Place::Memory(buffer) => buffer.iter().map(|bytes| bytes.len() as u64).sum(),
        }
    }

    // An upload that ends within its first piece needs no parts.
    fn ends_a_part(&self) -> bool {
        let buffered = self.buffered_bytes();
        let has_parts = !self.progress.multipart.is_empty();
        buffered > 0
            && if self.is_whole() {
                has_parts
            } else {
                buffered == PIECE_BYTES
            }
    }

    /// Whether the next checkpoint needs a multipart upload first.
    pub fn needs_multipart(&self) -> bool {
        self.progress.multipart.is_empty() && self.ends_a_part()
    }

    /// Begins it; the caller keeps its name before anything else, so that it can be given up after a crash.
    pub async fn begin_multipart(&mut self) -> Result<&str, Error> {
        if let Some(parts) = self.backend.parts() {
            let key = whole(&self.backend, &self.id);
            self.progress.multipart = patiently(parts.begin(&key)).await?;
        }
        Ok(&self.progress.multipart)
    }

    /// Makes everything taken so far durable.
    pub async fn checkpoint(&mut self) -> Result<(), Error> {
        if self.taken_bytes == self.progress.received_bytes {
            return Ok(());
        }
        let ends_a_part = self.ends_a_part();
        match &mut self.place {
            Place::File(file) => {
                file.flush().await?;
                file.sync_data().await?;
                if self.progress.received_bytes == 0 {
                    self.backend.sync(&whole(&self.backend, &self.id)).await?;
                }
            }
            Place::Memory(buffer) if ends_a_part => {
                let payload: PutPayload = std::mem::take(buffer).into_iter().collect();
                self.put_part(payload).await?;
            }
            Place::Memory(buffer) => {
                let payload: PutPayload = buffer.iter().cloned().collect();
                self.put_rest(payload).await?;
            }
        }
        self.progress.received_bytes = self.taken_bytes;
        self.progress.hash_state = hash_state::save(&self.digest);
        Ok(())
    }

    async fn put_part(&mut self, payload: PutPayload) -> Result<(), Error> {
        let Some(parts) = self.backend.parts() else {
            return Ok(());
        };
        let key = whole(&self.backend, &self.id);
        let number = self.progress.parts.len();
        let part = patiently(parts.put(&key, &self.progress.multipart, number, payload)).await?;
        self.progress.parts.push(part.content_id);
        self.spend_rest();
        Ok(())
    }

    // Under a fresh name each time: until the caller has kept the new one, the old one is what counts.
    async fn put_rest(&mut self, payload: PutPayload) -> Result<(), Error> {
        let name = ids::fresh();
        patiently(self.backend.store.put(&rest(&self.id, &name), payload)).await?;
        self.spend_rest();
        self.progress.rest = name;
        Ok(())
    }

    fn spend_rest(&mut self) {
        let name = std::mem::take(&mut self.progress.rest);
        if !name.is_empty() {
            self.spent.push(rest(&self.id, &name));
        }
    }

    /// Removes what the last checkpoint has replaced, once the caller has kept it.
    pub async fn forget_spent(&mut self) {
        for key in std::mem::take(&mut self.spent) {
            if let Err(error) = self.backend.store.delete(&key).await {
                tracing::debug!(%error, "a rest of an upload stays until the upload goes");
            }
        }
    }
}
