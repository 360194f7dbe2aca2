//! Keys that make a repeated request give its first outcome; kept for each person.

use super::{Actor, Error, secrets};
use crate::database::{Tx, clock};
use jiff::Timestamp;

fn stored(actor: &Actor, key: &str) -> String {
    secrets::hash(&format!("{}:{key}", actor.account_id))
}

/// The outcome of an earlier request of this person with this key.
pub async fn find(tx: &mut Tx, actor: &Actor, key: &str) -> Result<Option<String>, Error> {
    let row: Option<(String,)> = sqlx::query_as("select outcome from idempotency where key = $1")
        .bind(stored(actor, key))
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.map(|(outcome,)| outcome))
}

/// Keeps the outcome of a request, in the transaction that brings it about.
pub async fn keep(
    tx: &mut Tx,
    actor: &Actor,
    key: &str,
    outcome: &str,
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "insert into idempotency (key, account_id, outcome, created_at) values ($1, $2, $3, $4)",
    )
    .bind(stored(actor, key))
    .bind(actor.account_id.as_str())
    .bind(outcome)
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Forgets keys older than `before`.
pub async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<(), Error> {
    sqlx::query("delete from idempotency where created_at < $1")
        .bind(clock::micros(before))
        .execute(&mut **tx)
        .await?;
    Ok(())
}
