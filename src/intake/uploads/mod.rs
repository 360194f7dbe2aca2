//! Uploads that survive: a file arrives over as many requests as it takes, and goes on after a broken connection or a
//! restart of the portal from its last durable piece (tus 1.0, without HTTP).
//!
//! Owns `upload` and `upload_part`. Acted on by the person who began an upload, who must hand in data for some
//! organization; to others it does not exist. Who writes holds a lease in the row, renewed while bytes arrive, and
//! every change to the row names the lease: a request that has lost it changes nothing. A finished upload waits under
//! its own key until a draft takes it ([`finish::ready`], [`finish::spend`]); one that nobody takes expires with all
//! its bytes ([`finish::sweep`]).

pub mod checksum;
mod error;
pub mod finish;
pub mod metadata;
pub mod receive;
pub mod record;

pub use checksum::Checksum;
pub use error::Error;
pub use finish::Ready;
pub use receive::Piece;
pub use record::{Upload, UploadId, UploadState};

use crate::accounts::Actor;
use crate::config::LimitSettings;
use crate::database::{Clock, Database};
use crate::storage::Storage;
use jiff::{SignedDuration, Timestamp};

/// What uploads need beside the request; cheap to clone.
#[derive(Debug, Clone)]
pub struct Tools {
    /// The database.
    pub database: Database,
    /// Where the bytes go.
    pub storage: Storage,
    /// The clock.
    pub clock: Clock,
    /// What one person may ask for.
    pub limits: LimitSettings,
}

impl Tools {
    /// When an upload ends that gets no more bytes after `now`.
    fn expiry(&self, now: Timestamp) -> Timestamp {
        let patience = SignedDuration::from_hours(self.limits.upload_hours);
        now.saturating_add(patience).unwrap_or(now)
    }
}

/// Begins an upload of `size_bytes`; `metadata` is tus' `Upload-Metadata`, kept as it came.
///
/// Errors: [`Error::Refused`] for people who hand in no data, [`Error::TooLarge`], [`Error::TooMany`],
/// [`Error::Metadata`].
pub async fn create(
    tools: &Tools,
    actor: &Actor,
    size_bytes: u64,
    metadata: &str,
) -> Result<Upload, Error> {
    if !actor.may_write() || actor.organizations().next().is_none() {
        return Err(Error::Refused);
    }
    let most = tools.limits.upload_bytes;
    if size_bytes > most {
        return Err(Error::TooLarge(most));
    }
    metadata::check(metadata)?;
    let now = tools.clock.now();
    let mut tx = tools.database.begin().await?;
    let open = record::open_of(&mut tx, actor, now).await?;
    if open.len() >= tools.limits.open_uploads as usize {
        return Err(Error::TooMany(tools.limits.open_uploads));
    }
    let id = record::insert(&mut tx, actor, size_bytes, metadata, now, tools.expiry(now)).await?;
    tx.commit().await?;
    finish::settled(tools, actor, &id).await
}
