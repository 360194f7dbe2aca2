//! Durable jobs with leases.
//!
//! Owns `job`. A job is added in the transaction of the state that causes it; a worker claims it for a lease
//! and renews that while it works. When a worker dies, the lease runs out and another takes the job; since each
//! job's outcome is one transaction that also completes it, the work is done once.

mod tools;
mod worker;

pub use tools::{Tools, WorkFolder};
pub use worker::{Handler, Outcome, Workers};

use crate::database::{Database, Error, Tx, clock, ids};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What there is to do. The stored form carries its names; fields are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Task {
    /// Inspect a file of a submission.
    Inspect {
        /// The file.
        file: String,
    },
    /// Compare a handed-in submission with the published version and let it into the queue.
    Check {
        /// The submission.
        submission: String,
    },
    /// Compare a draft with the published version, for the one who writes it.
    Foresee {
        /// The submission.
        submission: String,
    },
    /// Publish what is due.
    Publish {
        /// The submission.
        submission: String,
    },
}

impl Task {
    /// Short name for logs and the table.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Inspect { .. } => "inspect",
            Self::Check { .. } => "check",
            Self::Foresee { .. } => "foresee",
            Self::Publish { .. } => "publish",
        }
    }
}

/// How long a claimed job is safe from other workers without renewal.
pub const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// How often a job is begun before it is given up.
const ATTEMPTS: i64 = 8;

/// A claimed job.
#[derive(Debug, Clone)]
pub struct Job {
    /// Identifier.
    pub id: String,
    /// What to do.
    pub task: Task,
    /// How often it was begun, this time included.
    pub attempts: i64,
}

impl Job {
    /// Whether the job is given up when it fails this time.
    pub fn is_last_attempt(&self) -> bool {
        self.attempts >= ATTEMPTS
    }
}

/// Adds a job to run at `run_at`. With `dedupe`, nothing is added while a job of that name waits.
pub async fn enqueue(
    tx: &mut Tx,
    task: &Task,
    dedupe: Option<&str>,
    run_at: Timestamp,
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "insert into job (id, kind, payload, state, dedupe, run_at, created_at) values ($1, $2, $3, 'queued', $4, $5, $6)
         on conflict (dedupe) do nothing",
    )
    .bind(ids::fresh())
    .bind(task.kind())
    .bind(serde_json::to_string(task).unwrap_or_default())
    .bind(dedupe.map(str::to_owned))
    .bind(clock::micros(run_at))
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Claims the next due job. A name for deduplication is free again from then on, so that what happens during
/// the work is not lost.
pub async fn claim(database: &Database, now: Timestamp) -> Result<Option<Job>, Error> {
    let mut tx = database.begin().await?;
    let lease = clock::micros(now.saturating_add(LEASE).unwrap_or(now));
    let row: Option<(String, String, i64)> = sqlx::query_as(
        "update job set state = 'running', lease_until = $1, attempts = attempts + 1, dedupe = null
         where id = (select id from job where run_at <= $2
                and (state = 'queued' or (state = 'running' and lease_until < $2)) order by run_at, id limit 1)
            and (state = 'queued' or lease_until < $2)
         returning id, payload, attempts",
    )
    .bind(lease)
    .bind(clock::micros(now))
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    let Some((id, payload, attempts)) = row else {
        return Ok(None);
    };
    match serde_json::from_str(&payload) {
        Ok(task) => Ok(Some(Job { id, task, attempts })),
        Err(_) => Err(Error::Inconsistent {
            table: "job",
            column: "payload",
            row: id,
        }),
    }
}

/// Keeps a job from other workers for another lease.
pub async fn renew(database: &Database, id: &str, now: Timestamp) -> Result<(), Error> {
    let mut tx = database.begin().await?;
    sqlx::query("update job set lease_until = $1 where id = $2 and state = 'running'")
        .bind(clock::micros(now.saturating_add(LEASE).unwrap_or(now)))
        .bind(id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Whether a job is still to be done. It is not when another worker took it over and has completed it.
pub async fn is_open(tx: &mut Tx, id: &str) -> Result<bool, Error> {
    let row: Option<(i64,)> =
        sqlx::query_as("select attempts from job where id = $1 and state = 'running'")
            .bind(id)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(row.is_some())
}

/// Whether a job of this kind and content waits or runs.
pub async fn is_awaited(tx: &mut Tx, task: &Task) -> Result<bool, Error> {
    let row: Option<(i64,)> = sqlx::query_as(
        "select attempts from job where kind = $1 and payload = $2 and state in ('queued', 'running') limit 1",
    )
    .bind(task.kind())
    .bind(serde_json::to_string(task).unwrap_or_default())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.is_some())
}

/// Completes a job, in the transaction of its outcome. Returns `false` when another worker has completed it: that
/// transaction must not be committed, since the portal has moved on from the other worker's outcome.
#[must_use = "an outcome that came second must not be committed"]
pub async fn complete(tx: &mut Tx, id: &str, now: Timestamp) -> Result<bool, Error> {
    let done = sqlx::query(
        "update job set state = 'done', finished_at = $1 where id = $2 and state = 'running'",
    )
    .bind(clock::micros(now))
    .bind(id)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts a failed job back for a later attempt, or gives it up after the last.
pub async fn fail(
    database: &Database,
    job: &Job,
    error: &str,
    give_up: bool,
    now: Timestamp,
) -> Result<(), Error> {
    let mut tx = database.begin().await?;
    let pause = SignedDuration::from_secs(1_i64 << job.attempts.clamp(1, 9));
    let state = if give_up { "failed" } else { "queued" };
    sqlx::query("update job set state = $1, last_error = $2, run_at = $3 where id = $4 and state = 'running'")
        .bind(state)
        .bind(error)
        .bind(clock::micros(now.saturating_add(pause).unwrap_or(now)))
        .bind(&job.id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Frees jobs that a dead process of this machine still holds. Only for a portal with one node.
pub async fn free_all(database: &Database) -> Result<u64, Error> {
    let mut tx = database.begin().await?;
    let freed =
        sqlx::query("update job set state = 'queued', lease_until = null where state = 'running'")
            .execute(&mut *tx)
            .await?;
    tx.commit().await?;
    Ok(freed.rows_affected())
}

/// Deletes completed jobs older than `before`.
pub async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<u64, Error> {
    let gone = sqlx::query("delete from job where state = 'done' and finished_at < $1")
        .bind(clock::micros(before))
        .execute(&mut **tx)
        .await?;
    Ok(gone.rows_affected())
}

/// How many jobs wait or run.
pub async fn pending(tx: &mut Tx) -> Result<i64, Error> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from job where state in ('queued', 'running')")
            .fetch_one(&mut **tx)
            .await?;
    Ok(count)
}

/// How many jobs run or are due at `now`; those planned for later don't count.
pub async fn pending_now(tx: &mut Tx, now: Timestamp) -> Result<i64, Error> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from job where state = 'running' or (state = 'queued' and run_at <= $1)",
    )
    .bind(clock::micros(now))
    .fetch_one(&mut **tx)
    .await?;
    Ok(count)
}
