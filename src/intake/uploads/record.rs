//! The rows of uploads.

use super::{Error, metadata};
use crate::accounts::{AccountId, Actor};
use crate::database::{self, Tx, clock};
use crate::storage::{BlobHash, Progress, Stored};
use crate::submission::SubmissionId;
use crate::{id_type, text_enum};
use jiff::Timestamp;

id_type!(
    /// Identifier of an upload.
    UploadId
);

text_enum! {
    /// How far an upload is.
    UploadState {
        /// Takes bytes.
        Receiving = "receiving",
        /// All bytes are durable and hashed.
        Complete = "complete",
        /// It is a file of a draft.
        Used = "used",
        /// It was cancelled or has expired; its bytes are being removed.
        Gone = "gone",
    }
}

/// An upload.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Upload {
    /// Identifier.
    pub id: UploadId,
    /// Who began it.
    pub account_id: AccountId,
    /// How far it is.
    #[sqlx(try_from = "String")]
    pub state: UploadState,
    /// `Upload-Metadata` as it came.
    pub metadata: String,
    /// Bytes that were announced.
    pub size_bytes: i64,
    /// Bytes that are durable.
    pub received_bytes: i64,
    hash_state: String,
    sha256: String,
    pub(super) multipart: String,
    rest: String,
    writer: String,
    writer_until: i64,
    /// The draft that it is a file of.
    pub submission_id: Option<SubmissionId>,
    /// When it ends.
    pub expires_at: i64,
    /// When it began.
    pub created_at: i64,
}

impl Upload {
    /// The file's name, made safe to show.
    pub fn file_name(&self) -> String {
        metadata::file_name(&self.metadata)
    }

    /// Bytes that were announced.
    pub fn size(&self) -> u64 {
        u64::try_from(self.size_bytes).unwrap_or_default()
    }

    /// Bytes that are durable.
    pub fn received(&self) -> u64 {
        u64::try_from(self.received_bytes).unwrap_or_default()
    }

    /// Whether every byte is durable.
    pub fn is_whole(&self) -> bool {
        self.received_bytes == self.size_bytes
    }

    pub(super) fn is_being_written(&self, now: Timestamp) -> bool {
        !self.writer.is_empty() && self.writer_until > clock::micros(now)
    }

    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        self.state == UploadState::Gone || self.expires_at <= clock::micros(now)
    }

    /// What the store needs to go on.
    pub(super) async fn progress(&self, tx: &mut Tx) -> Result<Progress, Error> {
        let rows: Vec<(String,)> =
            sqlx::query_as("select part from upload_part where upload_id = $1 order by ordinal")
                .bind(self.id.as_str())
                .fetch_all(&mut **tx)
                .await?;
        Ok(Progress {
            received_bytes: self.received(),
            hash_state: self.hash_state.clone(),
            multipart: self.multipart.clone(),
            parts: rows.into_iter().map(|(part,)| part).collect(),
            rest: self.rest.clone(),
        })
    }

    /// Name and size of the bytes, once all of them are there.
    pub(super) fn stored(&self) -> Option<Stored> {
        Some(Stored {
            hash: BlobHash::parse(&self.sha256)?,
            size_bytes: self.size(),
        })
    }
}

pub(super) async fn insert(
    tx: &mut Tx,
    actor: &Actor,
    size_bytes: u64,
    metadata: &str,
    now: Timestamp,
    expires: Timestamp,
) -> Result<UploadId, Error> {
    let id = UploadId::new();
    sqlx::query(
        "insert into upload (id, account_id, state, metadata, size_bytes, expires_at, created_at)
         values ($1, $2, 'receiving', $3, $4, $5, $6)",
    )
    .bind(id.as_str())
    .bind(actor.account_id.as_str())
    .bind(metadata)
    .bind(number(size_bytes))
    .bind(clock::micros(expires))
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

fn number(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// A person's uploads that no draft has taken yet, oldest first.
pub async fn open_of(tx: &mut Tx, actor: &Actor, now: Timestamp) -> Result<Vec<Upload>, Error> {
    let rows = sqlx::query_as(
        "select * from upload
         where account_id = $1 and state in ('receiving', 'complete') and expires_at > $2 order by id",
    )
    .bind(actor.account_id.as_str())
    .bind(clock::micros(now))
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows)
}

/// A person's own upload.
///
/// Errors: [`Error::NotFound`], [`Error::Gone`].
pub async fn own(
    tx: &mut Tx,
    actor: &Actor,
    id: &UploadId,
    now: Timestamp,
) -> Result<Upload, Error> {
    let found: Option<Upload> =
        sqlx::query_as("select * from upload where id = $1 and account_id = $2")
            .bind(id.as_str())
            .bind(actor.account_id.as_str())
            .fetch_optional(&mut **tx)
            .await?;
    let upload = found.ok_or(Error::NotFound)?;
    if upload.is_over(now) {
        Err(Error::Gone)
    } else {
        Ok(upload)
    }
}

/// A lease on an upload: while it lasts, nobody else writes.
#[derive(Debug, Clone)]
pub(super) struct Lease {
    pub(super) id: UploadId,
    pub(super) writer: String,
    pub(super) until: Timestamp,
}

/// Takes the lease of an upload that stands at `offset`; `false`: it was taken or has moved on meanwhile.
pub(super) async fn claim(
    tx: &mut Tx,
    lease: &Lease,
    offset: u64,
    now: Timestamp,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "update upload set writer = $1, writer_until = $2
         where id = $3 and state = 'receiving' and received_bytes = $4 and writer_until <= $5",
    )
    .bind(&lease.writer)
    .bind(clock::micros(lease.until))
    .bind(lease.id.as_str())
    .bind(number(offset))
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

// Every change by a writer names its lease; without it, nothing is changed.
fn changed(outcome: &sqlx::any::AnyQueryResult) -> Result<(), Error> {
    if outcome.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Locked)
    }
}

/// Keeps the lease for longer.
pub(super) async fn renew(tx: &mut Tx, lease: &Lease) -> Result<(), Error> {
    let done = sqlx::query(
        "update upload set writer_until = $1 where id = $2 and writer = $3 and state = 'receiving'",
    )
    .bind(clock::micros(lease.until))
    .bind(lease.id.as_str())
    .bind(&lease.writer)
    .execute(&mut **tx)
    .await?;
    changed(&done)
}

/// Gives the lease back.
pub(super) async fn release(tx: &mut Tx, lease: &Lease) -> Result<(), Error> {
    sqlx::query("update upload set writer = '', writer_until = 0 where id = $1 and writer = $2")
        .bind(lease.id.as_str())
        .bind(&lease.writer)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Keeps the service's name of the multipart upload.
pub(super) async fn set_multipart(tx: &mut Tx, lease: &Lease, name: &str) -> Result<(), Error> {
    let done = sqlx::query(
        "update upload set multipart = $1, writer_until = $2
         where id = $3 and writer = $4 and state = 'receiving'",
    )
    .bind(name)
    .bind(clock::micros(lease.until))
    .bind(lease.id.as_str())
    .bind(&lease.writer)
    .execute(&mut **tx)
    .await?;
    changed(&done)
}

/// Keeps what is durable; `known_parts` of the parts are kept already.
pub(super) async fn advance(
    tx: &mut Tx,
    lease: &Lease,
    progress: &Progress,
    known_parts: usize,
    expires: Timestamp,
) -> Result<(), Error> {
    let done = sqlx::query(
        "update upload set received_bytes = $1, hash_state = $2, rest = $3, writer_until = $4, expires_at = $5
         where id = $6 and writer = $7 and state = 'receiving'",
    )
    .bind(number(progress.received_bytes))
    .bind(&progress.hash_state)
    .bind(&progress.rest)
    .bind(clock::micros(lease.until))
    .bind(clock::micros(expires))
    .bind(lease.id.as_str())
    .bind(&lease.writer)
    .execute(&mut **tx)
    .await?;
    changed(&done)?;
    for (number, part) in progress.parts.iter().enumerate().skip(known_parts) {
        sqlx::query("insert into upload_part (upload_id, ordinal, part) values ($1, $2, $3)")
            .bind(lease.id.as_str())
            .bind(i64::try_from(number).unwrap_or(i64::MAX))
            .bind(part)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// All bytes are there: keeps their hash and gives the lease back.
pub(super) async fn complete(tx: &mut Tx, lease: &Lease, stored: &Stored) -> Result<(), Error> {
    let done = sqlx::query(
        "update upload set state = 'complete', sha256 = $1, writer = '', writer_until = 0
         where id = $2 and writer = $3 and state = 'receiving'",
    )
    .bind(stored.hash.as_str())
    .bind(lease.id.as_str())
    .bind(&lease.writer)
    .execute(&mut **tx)
    .await?;
    changed(&done)
}

/// Makes a complete upload a file of a draft; `false`: it was used or has gone meanwhile.
pub(super) async fn spend(
    tx: &mut Tx,
    id: &UploadId,
    submission: &SubmissionId,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "update upload set state = 'used', submission_id = $1 where id = $2 and state = 'complete'",
    )
    .bind(submission.as_str())
    .bind(id.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends an upload whose bytes are to be removed.
pub(super) async fn end(tx: &mut Tx, id: &UploadId) -> Result<(), Error> {
    sqlx::query("update upload set state = 'gone' where id = $1")
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// An upload that has ended and that nobody writes any more.
pub(super) async fn ended(
    tx: &mut Tx,
    id: &UploadId,
    now: Timestamp,
) -> Result<Option<Upload>, Error> {
    let found = sqlx::query_as(
        "select * from upload where id = $1 and state = 'gone' and writer_until <= $2",
    )
    .bind(id.as_str())
    .bind(clock::micros(now))
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found)
}

/// Uploads that have ended or expired and that nobody writes any more.
pub(super) async fn over(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<Upload>, Error> {
    let rows = sqlx::query_as(
        "select * from upload
         where (state = 'gone' or expires_at <= $1) and writer_until <= $1 order by id limit $2",
    )
    .bind(clock::micros(now))
    .bind(limit)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows)
}

/// Forgets an upload whose bytes are removed.
pub(super) async fn remove(tx: &mut Tx, id: &UploadId) -> Result<(), Error> {
    for text in [
        "delete from upload_part where upload_id = $1",
        "delete from upload where id = $1",
    ] {
        sqlx::query(text)
            .bind(id.as_str())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Frees uploads that a dead process of this machine was still writing. Only for a portal with one node.
pub async fn free_all(database: &database::Database) -> Result<(), database::Error> {
    let mut tx = database.begin().await?;
    sqlx::query("update upload set writer = '', writer_until = 0 where writer <> ''")
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
