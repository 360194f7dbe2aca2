//! The audit trail: hash-chained events, written in the same transaction as the act.
//!
//! Owns `audit_event` and the counter row `journal`. The counter is locked by the first numbering in a
//! transaction and held to its end, so numbers follow the order of commits on both databases; take it last.

use crate::accounts::Actor;
use crate::database::{Error, Tx, clock};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// What was done, `<area>.<verb>`.
    pub action: &'a str,
    /// Kind of the thing it was done to.
    pub subject_kind: &'a str,
    /// Identifier of the thing.
    pub subject_id: &'a str,
    /// Further facts; no personal data beyond ids.
    pub detail: serde_json::Value,
}

/// The next number of the journal, shared by the audit trail and the change feed; locks the counter.
pub async fn next_number(tx: &mut Tx) -> Result<i64, Error> {
    let (value,): (i64,) = sqlx::query_as(
        "update counter set value = value + 1 where name = 'journal' returning value",
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(value)
}

/// Appends an event to the chain and returns its number.
pub async fn append(
    tx: &mut Tx,
    actor: Option<&Actor>,
    event: Event<'_>,
    now: Timestamp,
) -> Result<i64, Error> {
    let sequence = next_number(tx).await?;
    let (previous,): (String,) = sqlx::query_as("select hash from counter where name = 'journal'")
        .fetch_one(&mut **tx)
        .await?;
    let detail = event.detail.to_string();
    let actor_id = actor.map(|actor| actor.account_id.as_str().to_owned());
    let actor_role = actor.map(Actor::strongest_role).unwrap_or_default();
    let at = clock::micros(now);
    let link = Link {
        sequence,
        at,
        actor_id: actor_id.as_deref().unwrap_or(""),
        actor_role,
        action: event.action,
        subject_kind: event.subject_kind,
        subject_id: event.subject_id,
        detail: &detail,
        previous: &previous,
    };
    let hash = link.hash();
    sqlx::query(
        "insert into audit_event (sequence, at, actor_id, actor_role, action, subject_kind, subject_id, detail, previous_hash, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(sequence)
    .bind(at)
    .bind(actor_id.clone())
    .bind(actor_role)
    .bind(event.action)
    .bind(event.subject_kind)
    .bind(event.subject_id)
    .bind(&detail)
    .bind(&previous)
    .bind(&hash)
    .execute(&mut **tx)
    .await?;
    sqlx::query("update counter set hash = $1 where name = 'journal'")
        .bind(&hash)
        .execute(&mut **tx)
        .await?;
    Ok(sequence)
}

struct Link<'a> {
    sequence: i64,
    at: i64,
    actor_id: &'a str,
    actor_role: &'a str,
    action: &'a str,
    subject_kind: &'a str,
    subject_id: &'a str,
    detail: &'a str,
    previous: &'a str,
}

impl Link<'_> {
    // Each field is preceded by its length, so that no two events share a text.
    fn hash(&self) -> String {
        let mut digest = Sha256::new();
        let sequence = self.sequence.to_string();
        let at = self.at.to_string();
        for part in [
            self.previous,
            &sequence,
            &at,
            self.actor_id,
            self.actor_role,
            self.action,
            self.subject_kind,
            self.subject_id,
            self.detail,
        ] {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        hex::encode(digest.finalize())
    }
}

/// What a walk along the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// Events walked.
    pub events: u64,
    /// Number of the first event that does not fit the chain.
    pub broken_at: Option<i64>,
    /// Hash of the last event.
    pub head: String,
}

type Row = (
    i64,
    i64,
    Option<String>,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
);

/// Walks the whole chain, recomputing every hash.
pub async fn verify(tx: &mut Tx) -> Result<ChainReport, Error> {
    let mut report = ChainReport {
        events: 0,
        broken_at: None,
        head: String::new(),
    };
    let mut after = 0_i64;
    loop {
        let rows: Vec<Row> = sqlx::query_as(
            "select sequence, at, actor_id, actor_role, action, subject_kind, subject_id, detail, previous_hash, hash
             from audit_event where sequence > $1 order by sequence limit 1000",
        )
        .bind(after)
        .fetch_all(&mut **tx)
        .await?;
        let Some(last) = rows.last() else { break };
        after = last.0;
        for row in &rows {
            let link = Link {
                sequence: row.0,
                at: row.1,
                actor_id: row.2.as_deref().unwrap_or(""),
                actor_role: &row.3,
                action: &row.4,
                subject_kind: &row.5,
                subject_id: &row.6,
                detail: &row.7,
                previous: &report.head,
            };
            if report.broken_at.is_none() && (row.8 != report.head || row.9 != link.hash()) {
                report.broken_at = Some(row.0);
            }
            report.events += 1;
            report.head.clone_from(&row.9);
        }
    }
    let (head,): (String,) = sqlx::query_as("select hash from counter where name = 'journal'")
        .fetch_one(&mut **tx)
        .await?;
    if report.broken_at.is_none() && head != report.head {
        report.broken_at = Some(after);
    }
    Ok(report)
}

/// Number and hash of the last event.
pub async fn head(tx: &mut Tx) -> Result<(i64, String), Error> {
    let row: Option<(i64, String)> =
        sqlx::query_as("select sequence, hash from audit_event order by sequence desc limit 1")
            .fetch_optional(&mut **tx)
            .await?;
    Ok(row.unwrap_or((0, String::new())))
}
