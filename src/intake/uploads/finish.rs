//! What becomes of uploads: complete, a file of a draft, cancelled, or expired.

use super::receive;
use super::record::{self, Upload, UploadId, UploadState};
use super::{Error, Tools};
use crate::accounts::Actor;
use crate::database::Tx;
use crate::storage::{self, Stored};
use crate::submission::SubmissionId;
use jiff::SignedDuration;

/// How long putting the parts together may take before another request may try.
const COMPLETION: SignedDuration = SignedDuration::from_mins(2);
const SWEPT_AT_ONCE: i64 = 100;

/// A person's own upload as it stands. One whose bytes are all there is completed first, should a crash have come
/// between its last byte and that.
///
/// Errors: [`Error::NotFound`], [`Error::Gone`], [`Error::Storage`].
pub async fn settled(tools: &Tools, actor: &Actor, id: &UploadId) -> Result<Upload, Error> {
    let now = tools.clock.now();
    let mut tx = tools.database.begin_read().await?;
    let upload = record::own(&mut tx, actor, id, now).await?;
    drop(tx);
    let is_due = upload.state == UploadState::Receiving && upload.is_whole();
    if !is_due || upload.is_being_written(now) {
        return Ok(upload);
    }
    // A task of its own: it ends although whoever asked is gone.
    let task = tokio::spawn(complete(tools.clone(), upload));
    task.await.map_err(|_| Error::Broken)??;
    let mut tx = tools.database.begin_read().await?;
    record::own(&mut tx, actor, id, now).await
}

async fn complete(tools: Tools, upload: Upload) -> Result<(), Error> {
    let mut lease = receive::lease(&tools, &upload.id);
    lease.until = lease
        .until
        .saturating_add(COMPLETION)
        .unwrap_or(lease.until);
    let mut tx = tools.database.begin().await?;
    if !record::claim(&mut tx, &lease, upload.received(), tools.clock.now()).await? {
        return Ok(());
    }
    let progress = upload.progress(&mut tx).await?;
    tx.commit().await?;
    let (id, size) = (upload.id.as_str(), upload.size());
    let outcome = tools.storage.complete_staged(id, size, &progress).await;
    let mut tx = tools.database.begin().await?;
    let outcome = match outcome {
        Ok(stored) => record::complete(&mut tx, &lease, &stored).await,
        Err(storage::Error::Missing | storage::Error::Damaged) => {
            record::end(&mut tx, &upload.id).await?;
            record::release(&mut tx, &lease).await?;
            Err(Error::Gone)
        }
        Err(error) => {
            record::release(&mut tx, &lease).await?;
            Err(error.into())
        }
    };
    tx.commit().await?;
    outcome
}

/// A complete upload whose bytes have become a blob.
#[derive(Debug, Clone)]
pub struct Ready {
    /// Identifier.
    pub id: UploadId,
    /// The stored bytes.
    pub stored: Stored,
    /// The file's name, made safe to show.
    pub file_name: String,
    /// The draft that it is a file of already.
    pub used_by: Option<SubmissionId>,
}

/// Gives a finished upload the name of its hash, before a transaction makes it a file.
///
/// Errors: [`Error::NotFound`], [`Error::Gone`], [`Error::Unfinished`].
pub async fn ready(tools: &Tools, actor: &Actor, id: &UploadId) -> Result<Ready, Error> {
    let upload = settled(tools, actor, id).await?;
    let Some(stored) = upload.stored() else {
        // Another request puts it together.
        let is_whole = upload.is_whole();
        return Err(if is_whole {
            Error::Locked
        } else {
            Error::Unfinished
        });
    };
    if upload.state == UploadState::Complete {
        let mut tx = tools.database.begin_read().await?;
        let progress = upload.progress(&mut tx).await?;
        drop(tx);
        tools
            .storage
            .adopt_staged(id.as_str(), &progress, &stored)
            .await?;
    }
    Ok(Ready {
        id: upload.id.clone(),
        stored,
        file_name: upload.file_name(),
        used_by: upload.submission_id.clone(),
    })
}

/// Notes that an upload is a file of a draft, in the transaction that makes it one.
///
/// Errors: [`Error::Used`] when it was made one elsewhere.
pub async fn spend(tx: &mut Tx, ready: &Ready, submission: &SubmissionId) -> Result<(), Error> {
    if record::spend(tx, &ready.id, submission).await? {
        Ok(())
    } else {
        Err(Error::Used)
    }
}

/// Removes the staged bytes of an upload that has become a file. The sweep does what is left undone here.
pub async fn forget(tools: &Tools, ready: &Ready) {
    if let Err(error) = tools.storage.drop_staged(ready.id.as_str(), "").await {
        tracing::debug!(%error, "staged bytes of a used upload stay until the sweep");
    }
}

/// Cancels an upload and removes its bytes.
///
/// Errors: [`Error::NotFound`], [`Error::Gone`], [`Error::Used`].
pub async fn cancel(tools: &Tools, actor: &Actor, id: &UploadId) -> Result<(), Error> {
    if !actor.may_write() {
        return Err(Error::Refused);
    }
    let mut tx = tools.database.begin().await?;
    let upload = record::own(&mut tx, actor, id, tools.clock.now()).await?;
    if upload.state == UploadState::Used {
        return Err(Error::Used);
    }
    record::end(&mut tx, id).await?;
    tx.commit().await?;
    clean(tools, id).await
}

/// Removes an ended upload with its bytes, unless somebody still writes: they come here in turn.
pub(super) async fn clean(tools: &Tools, id: &UploadId) -> Result<(), Error> {
    let mut tx = tools.database.begin_read().await?;
    let found = record::ended(&mut tx, id, tools.clock.now()).await?;
    drop(tx);
    match found {
        Some(upload) => remove(tools, &upload).await,
        None => Ok(()),
    }
}

/// Removes uploads that have ended or expired, with their bytes.
pub async fn sweep(tools: &Tools) -> Result<u64, Error> {
    let mut swept = 0;
    loop {
        let mut tx = tools.database.begin_read().await?;
        let over = record::over(&mut tx, tools.clock.now(), SWEPT_AT_ONCE).await?;
        drop(tx);
        if over.is_empty() {
            return Ok(swept);
        }
        for upload in over {
            remove(tools, &upload).await?;
            swept += 1;
        }
    }
}

// The row outlives the bytes, so that a crash in between leaves something to begin anew from.
async fn remove(tools: &Tools, upload: &Upload) -> Result<(), Error> {
    let mut tx = tools.database.begin().await?;
    record::end(&mut tx, &upload.id).await?;
    tx.commit().await?;
    let id = upload.id.as_str();
    tools.storage.drop_staged(id, &upload.multipart).await?;
    let mut tx = tools.database.begin().await?;
    record::remove(&mut tx, &upload.id).await?;
    tx.commit().await?;
    Ok(())
}
