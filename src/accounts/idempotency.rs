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

/// Takes the key in the transaction that acts; `Some`: an earlier request had it, and this was its outcome. A twin
/// that is still under way is waited for. Whoever gets `None` acts and calls [`keep`].
pub async fn take(
    tx: &mut Tx,
    actor: &Actor,
    key: &str,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    let taken = sqlx::query(
        "insert into idempotency (key, account_id, outcome, created_at) values ($1, $2, '', $3) \
         on conflict (key) do nothing",
    )
    .bind(stored(actor, key))
    .bind(actor.account_id.as_str())
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    if taken.rows_affected() == 1 {
        return Ok(None);
    }
    find(tx, actor, key).await
}

/// Keeps the outcome of a request whose key was taken.
pub async fn keep(tx: &mut Tx, actor: &Actor, key: &str, outcome: &str) -> Result<(), Error> {
    sqlx::query("update idempotency set outcome = $2 where key = $1")
        .bind(stored(actor, key))
        .bind(outcome)
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
