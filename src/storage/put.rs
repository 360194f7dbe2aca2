//! Taking in bytes: hashed on the way, named at the end.

use super::{BlobHash, Error, backend::Backend};
use crate::database::ids;
use bytes::Bytes;
use object_store::{ObjectStoreExt, WriteMultipart, path::Path as Key};
use sha2::{Digest, Sha256};

// S3 asks for parts of at least 5 MiB; two in flight bound the memory of one upload.
const PART_BYTES: usize = 5 << 20;
const PARTS_IN_FLIGHT: usize = 2;

/// A blob that the store holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its name.
    pub hash: BlobHash,
    /// Its size in bytes.
    pub size_bytes: u64,
}

/// Bytes on their way into the store. Dropped before [`Upload::finish`], nothing of it becomes a blob.
#[derive(Debug)]
pub struct Upload {
    backend: Backend,
    staging: Key,
    parts: WriteMultipart,
    digest: Sha256,
    size_bytes: u64,
}

impl Upload {
    pub(super) async fn begin(backend: Backend) -> Result<Self, Error> {
        let staging = Key::from(format!("staging/{}", ids::fresh()));
        let parts = backend.store.put_multipart(&staging).await?;
        let parts = WriteMultipart::new_with_chunk_size(parts, PART_BYTES);
        Ok(Self {
            backend,
            staging,
            parts,
            digest: Sha256::new(),
            size_bytes: 0,
        })
    }

    /// Takes the next bytes; waits while earlier parts are still being written.
    pub async fn write(&mut self, bytes: Bytes) -> Result<(), Error> {
        self.digest.update(&bytes);
        self.size_bytes += bytes.len() as u64;
        self.parts.wait_for_capacity(PARTS_IN_FLIGHT).await?;
        self.parts.put(bytes);
        Ok(())
    }

    /// Bytes taken so far.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// Completes the blob under its name.
    pub async fn finish(self) -> Result<Stored, Error> {
        let Self {
            backend,
            staging,
            parts,
            digest,
            size_bytes,
        } = self;
        parts.finish().await?;
        let hash = BlobHash(hex::encode(digest.finalize()));
        let key = hash.key();
        match backend.store.head(&key).await {
            Ok(meta) if meta.size == size_bytes => backend.store.delete(&staging).await?,
            Ok(_) | Err(object_store::Error::NotFound { .. }) => {
                backend.sync(&staging).await?;
                backend.store.rename(&staging, &key).await?;
                backend.sync(&key).await?;
            }
            Err(error) => return Err(error.into()),
        }
        Ok(Stored { hash, size_bytes })
    }

    /// Gives the upload up and removes what was staged.
    pub async fn abort(mut self) {
        // A part still on its way would arrive after the abort and stay: S3 asks to wait for it.
        if let Err(error) = self.parts.wait_for_capacity(1).await {
            tracing::debug!(%error, "a part of an aborted upload failed");
        }
        if let Err(error) = self.parts.abort().await {
            tracing::debug!(%error, "an upload could not be aborted; the sweep will remove it");
        }
    }
}
