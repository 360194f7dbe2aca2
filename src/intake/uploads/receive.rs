//! Taking in the bytes of one request.

use super::record::{self, Lease, Upload, UploadId, UploadState};
use super::{Checksum, Error, Tools, finish};
use crate::accounts::Actor;
use crate::database::ids;
use crate::storage::{self, Progress, Staged};
use bytes::Bytes;
use futures::StreamExt;
use futures::stream::BoxStream;
use jiff::SignedDuration;
use std::time::Duration;
use tokio::time::Instant;

/// How long a writer may be silent before another takes its place: longer than the store may take for one piece
/// ([`storage::PIECE_PATIENCE`]) and the time until the next renewal.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
const RENEW_AFTER: Duration = Duration::from_secs(5);
/// How long the sender may be silent; a connection that died unnoticed must not keep the sender out.
const SILENCE: Duration = Duration::from_secs(10);

/// The bytes of a request.
pub type Body = BoxStream<'static, Result<Bytes, std::io::Error>>;

/// What a request brings.
pub struct Piece {
    /// Where its bytes begin.
    pub offset: u64,
    /// How many there are, if the request says so.
    pub length: Option<u64>,
    /// What they must hash to.
    pub checksum: Option<Checksum>,
    /// The bytes.
    pub body: Body,
}

impl std::fmt::Debug for Piece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Piece")
            .field("offset", &self.offset)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

pub(super) fn lease(tools: &Tools, id: &UploadId) -> Lease {
    let now = tools.clock.now();
    Lease {
        id: id.clone(),
        writer: ids::fresh(),
        until: now.saturating_add(LEASE).unwrap_or(now),
    }
}

/// Takes the bytes of a request in. Without a checksum, whatever arrived before a connection broke is kept; with one,
/// all of the request or nothing.
///
/// Errors: [`Error::NotFound`], [`Error::Gone`], [`Error::Locked`], [`Error::Offset`], [`Error::TooLong`],
/// [`Error::ChecksumDiffers`], [`Error::Broken`].
pub async fn receive(
    tools: &Tools,
    actor: &Actor,
    id: &UploadId,
    piece: Piece,
) -> Result<Upload, Error> {
    if !actor.may_write() {
        return Err(Error::Refused);
    }
    let Some((lease, upload, progress)) =
        begin(tools, actor, id, piece.offset, piece.length).await?
    else {
        return finish::settled(tools, actor, id).await;
    };
    let writing = Writing {
        tools: tools.clone(),
        known_parts: progress.parts.len(),
        renewed: Instant::now(),
        checksum: piece.checksum,
        lease,
        upload,
    };
    // A task of its own: what has arrived is kept although whoever asked is gone.
    let task = tokio::spawn(writing.run(progress, piece.body));
    match task.await {
        Ok(outcome) => outcome?,
        Err(_) => return Err(Error::Broken),
    }
    finish::settled(tools, actor, id).await
}

// Takes the lease, unless there is nothing left to write.
async fn begin(
    tools: &Tools,
    actor: &Actor,
    id: &UploadId,
    offset: u64,
    length: Option<u64>,
) -> Result<Option<(Lease, Upload, Progress)>, Error> {
    let now = tools.clock.now();
    let mut tx = tools.database.begin().await?;
    let upload = record::own(&mut tx, actor, id, now).await?;
    let is_receiving = upload.state == UploadState::Receiving;
    if is_receiving && upload.is_being_written(now) {
        return Err(Error::Locked);
    }
    if upload.received() != offset {
        return Err(Error::Offset(upload.received()));
    }
    if length > Some(upload.size() - upload.received()) {
        return Err(Error::TooLong);
    }
    if !is_receiving || upload.is_whole() {
        return Ok(None);
    }
    let lease = lease(tools, id);
    if !record::claim(&mut tx, &lease, offset, now).await? {
        return Err(Error::Locked);
    }
    let progress = upload.progress(&mut tx).await?;
    tx.commit().await?;
    Ok(Some((lease, upload, progress)))
}

struct Writing {
    tools: Tools,
    lease: Lease,
    upload: Upload,
    known_parts: usize,
    renewed: Instant,
    checksum: Option<Checksum>,
}

impl Writing {
    async fn run(mut self, progress: Progress, body: Body) -> Result<(), Error> {
        let outcome = self.write(progress, body).await;
        let is_lost = matches!(
            &outcome,
            Err(Error::Storage(
                storage::Error::Missing | storage::Error::Damaged
            ))
        );
        let mut tx = self.tools.database.begin().await?;
        if is_lost {
            record::end(&mut tx, &self.lease.id).await?;
        }
        record::release(&mut tx, &self.lease).await?;
        tx.commit().await?;
        if is_lost {
            tracing::error!(upload = %self.lease.id, "the store has lost an upload");
            return Err(Error::Gone);
        }
        if matches!(outcome, Err(Error::Locked)) {
            // It may have been cancelled while it was written.
            finish::clean(&self.tools, &self.lease.id).await?;
        }
        outcome
    }

    async fn write(&mut self, progress: Progress, mut body: Body) -> Result<(), Error> {
        let id = self.upload.id.as_str();
        let storage = self.tools.storage.clone();
        let mut staged = storage.stage(id, self.upload.size(), progress).await?;
        let end = self.take_all(&mut staged, &mut body).await;
        let is_right = match self.checksum.take() {
            // Half of it can't be told right from wrong.
            Some(_) if end.is_err() => return end,
            Some(checksum) => checksum.met(),
            None => true,
        };
        if !is_right {
            return Err(Error::ChecksumDiffers);
        }
        if matches!(end, Ok(()) | Err(Error::Broken)) {
            self.keep(&mut staged).await?;
        }
        end
    }

    async fn take_all(&mut self, staged: &mut Staged, body: &mut Body) -> Result<(), Error> {
        loop {
            let mut chunk = match tokio::time::timeout(SILENCE, body.next()).await {
                Ok(None) => return Ok(()),
                Ok(Some(Ok(chunk))) => chunk,
                Ok(Some(Err(_))) | Err(_) => return Err(Error::Broken),
            };
            if staged.taken_bytes() + chunk.len() as u64 > self.upload.size() {
                return Err(Error::TooLong);
            }
            if let Some(checksum) = &mut self.checksum {
                checksum.update(&chunk);
            }
            while !chunk.is_empty() {
                let room = usize::try_from(staged.room()).unwrap_or(usize::MAX);
                staged.take(chunk.split_to(room.min(chunk.len()))).await?;
                if staged.is_at_a_boundary() {
                    self.piece_is_full(staged).await?;
                }
            }
            if self.renewed.elapsed() > RENEW_AFTER {
                self.renew().await?;
            }
        }
    }

    async fn piece_is_full(&mut self, staged: &mut Staged) -> Result<(), Error> {
        if self.checksum.is_none() {
            self.keep(staged).await
        } else {
            self.make_durable(staged).await
        }
    }

    async fn make_durable(&mut self, staged: &mut Staged) -> Result<(), Error> {
        // The lease must outlast what the store may take its time for.
        if self.renewed.elapsed() > RENEW_AFTER {
            self.renew().await?;
        }
        if staged.needs_multipart() {
            let name = staged.begin_multipart().await?.to_owned();
            self.extend();
            let mut tx = self.tools.database.begin().await?;
            record::set_multipart(&mut tx, &self.lease, &name).await?;
            tx.commit().await?;
        }
        staged.checkpoint().await?;
        Ok(())
    }

    fn extend(&mut self) {
        let now = self.tools.clock.now();
        self.lease.until = now.saturating_add(LEASE).unwrap_or(now);
        self.renewed = Instant::now();
    }

    async fn keep(&mut self, staged: &mut Staged) -> Result<(), Error> {
        self.make_durable(staged).await?;
        self.extend();
        let expires = self.tools.expiry(self.tools.clock.now());
        let progress = staged.progress();
        let mut tx = self.tools.database.begin().await?;
        record::advance(&mut tx, &self.lease, progress, self.known_parts, expires).await?;
        tx.commit().await?;
        self.known_parts = progress.parts.len();
        staged.forget_spent().await;
        Ok(())
    }

    async fn renew(&mut self) -> Result<(), Error> {
        self.extend();
        let mut tx = self.tools.database.begin().await?;
        record::renew(&mut tx, &self.lease).await?;
        tx.commit().await?;
        Ok(())
    }
}
