//! Files on their way into a draft: stored as they come, or uploads that were finished before.

use super::uploads::{Error, Ready};
use crate::storage::{Storage, Stored};
use bytes::Bytes;
use futures::{Stream, StreamExt};
use std::pin::pin;

/// A file that came with a request, or an upload that was finished before.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// The name that the sender gave.
    pub file_name: String,
    /// The stored bytes.
    pub stored: Stored,
    /// The upload that it was.
    pub upload: Option<Ready>,
}

impl From<Ready> for Arrived {
    fn from(ready: Ready) -> Self {
        Self {
            file_name: ready.file_name.clone(),
            stored: ready.stored.clone(),
            upload: Some(ready),
        }
    }
}

/// Stores the bytes of a file as they come, at most `most` of them; nothing is held whole.
///
/// Errors: [`Error::TooLarge`], [`Error::Broken`] when the sender went away, [`Error::Storage`]. What was stored by then
/// is dropped.
pub async fn store<E>(
    storage: &Storage,
    most: u64,
    pieces: impl Stream<Item = Result<Bytes, E>>,
) -> Result<Stored, Error> {
    let mut pieces = pin!(pieces);
    let mut upload = storage.upload().await?;
    while let Some(piece) = pieces.next().await {
        let refused = match piece {
            Ok(piece) if upload.size_bytes() + piece.len() as u64 <= most => {
                upload.write(piece).await?;
                continue;
            }
            Ok(_) => Error::TooLarge(most),
            Err(_) => Error::Broken,
        };
        upload.abort().await;
        return Err(refused);
    }
    Ok(upload.finish().await?)
}
