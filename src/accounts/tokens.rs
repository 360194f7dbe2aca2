//! API tokens: shown once, stored as a hash, with scopes and expiry.

use super::{AccountId, Actor, Error, actor::Scopes, people, secrets};
use crate::audit::{self, Event};
use crate::database::{Tx, clock, ids};
use jiff::Timestamp;
use serde_json::json;

/// Every token begins with this, so that a leaked one can be recognised.
const PREFIX: &str = "lmb_";
const MICROS_AN_HOUR: i64 = 3_600_000_000;

/// A token as its owner sees it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Token {
    /// Identifier.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// `read`, `write` or both, separated by commas.
    pub scopes: String,
    /// When it expires (microseconds UTC).
    pub expires_at: Option<i64>,
    /// When it was revoked (microseconds UTC).
    pub revoked_at: Option<i64>,
    /// When it was last used (microseconds UTC, to the hour).
    pub last_used_at: Option<i64>,
    /// When it was made (microseconds UTC).
    pub created_at: i64,
}

/// Reads `read`, `write` or `read,write`.
pub fn parse_scopes(text: &str) -> Option<Scopes> {
    let mut scopes = Scopes {
        read: false,
        write: false,
    };
    for word in text
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
    {
        match word {
            "read" => scopes.read = true,
            "write" => {
                scopes = Scopes {
                    read: true,
                    write: true,
                }
            }
            _ => return None,
        }
    }
    scopes.read.then_some(scopes)
}

/// Makes a token for `owner` and returns it; it can't be shown again.
pub async fn create(
    tx: &mut Tx,
    owner: &Actor,
    name: &str,
    scopes: Scopes,
    expires: Option<Timestamp>,
    now: Timestamp,
) -> Result<String, Error> {
    if !owner.may_write() {
        return Err(Error::Forbidden);
    }
    let id = ids::fresh();
    let token = format!("{PREFIX}{}", secrets::fresh());
    sqlx::query(
        "insert into api_token (id, account_id, name, secret_hash, scopes, expires_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(owner.account_id.as_str())
    .bind(name.trim().chars().take(100).collect::<String>())
    .bind(secrets::hash(&token))
    .bind(if scopes.write { "read,write" } else { "read" })
    .bind(expires.map(clock::micros))
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    record(tx, owner, "token.created", &id, now).await?;
    Ok(token)
}

/// The owner's tokens, newest first.
pub async fn list(tx: &mut Tx, owner: &Actor) -> Result<Vec<Token>, Error> {
    Ok(sqlx::query_as(
        "select id, name, scopes, expires_at, revoked_at, last_used_at, created_at from api_token
         where account_id = $1 order by created_at desc, id",
    )
    .bind(owner.account_id.as_str())
    .fetch_all(&mut **tx)
    .await?)
}

/// Ends one of the owner's tokens.
pub async fn revoke(tx: &mut Tx, owner: &Actor, id: &str, now: Timestamp) -> Result<(), Error> {
    let done = sqlx::query(
        "update api_token set revoked_at = $1 where id = $2 and account_id = $3 and revoked_at is null",
    )
    .bind(clock::micros(now))
    .bind(id)
    .bind(owner.account_id.as_str())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    record(tx, owner, "token.revoked", id, now).await
}

/// Notes that a token was used, to the hour, so that a busy one costs one write an hour.
pub async fn note_use(tx: &mut Tx, token: &str, now: Timestamp) -> Result<(), Error> {
    sqlx::query("update api_token set last_used_at = $1 where secret_hash = $2")
        .bind(clock::micros(now))
        .bind(secrets::hash(token))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The person behind a token, and whether the use is worth noting (see [`note_use`]).
///
/// Errors: [`Error::TokenInvalid`] when it is unknown, expired, revoked, or its owner disabled.
pub async fn authenticate(
    tx: &mut Tx,
    token: &str,
    now: Timestamp,
) -> Result<(Actor, bool), Error> {
    let row: Option<(String, String, Option<i64>)> = sqlx::query_as(
        "select account_id, scopes, last_used_at from api_token
         where secret_hash = $1 and revoked_at is null and coalesce(expires_at, $2) >= $2",
    )
    .bind(secrets::hash(token))
    .bind(clock::micros(now))
    .fetch_optional(&mut **tx)
    .await?;
    let (account, scopes, used) = row.ok_or(Error::TokenInvalid)?;
    let account = AccountId::parse(&account).map_err(|_| Error::TokenInvalid)?;
    let scopes = parse_scopes(&scopes).ok_or(Error::TokenInvalid)?;
    let actor = people::load_actor(tx, &account, scopes)
        .await?
        .ok_or(Error::TokenInvalid)?;
    let is_news = used.is_none_or(|used| used + MICROS_AN_HOUR <= clock::micros(now));
    Ok((actor, is_news))
}

async fn record(
    tx: &mut Tx,
    owner: &Actor,
    action: &str,
    id: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let event = Event {
        action,
        subject_kind: "api_token",
        subject_id: id,
        detail: json!({}),
    };
    audit::append(tx, Some(owner), event, now).await?;
    Ok(())
}
