//! Server-side sessions in the portal's database; ids are stored as hashes only.

use super::secrets;
use crate::database::{Clock, Database, clock};
use async_trait::async_trait;
use jiff::SignedDuration;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result, SessionStore};

/// The store behind the session layer.
#[derive(Debug, Clone)]
pub struct Sessions {
    database: Database,
    clock: Clock,
    idle: SignedDuration,
}

/// Key of the session's data that holds the account.
pub const ACCOUNT: &str = "account";

impl Sessions {
    /// A store over the portal's database, whose sessions end after `idle` without a request.
    pub fn new(database: Database, clock: Clock, idle: SignedDuration) -> Self {
        Self {
            database,
            clock,
            idle,
        }
    }

    async fn write(&self, record: &Record) -> Result<()> {
        let data = serde_json::to_string(&record.data).map_err(|e| Error::Encode(e.to_string()))?;
        let account = record
            .data
            .get(ACCOUNT)
            .and_then(|value| value.as_str())
            .map(str::to_owned);
        // By the portal's clock, which also decides whether it has ended.
        let now = self.clock.now();
        let expires = clock::micros(now.saturating_add(self.idle).unwrap_or(now));
        let mut tx = self.database.begin().await.map_err(backend)?;
        sqlx::query(
            "insert into session (id_hash, account_id, data, expires_at) values ($1, $2, $3, $4)
             on conflict (id_hash) do update set account_id = $2, data = $3, expires_at = $4",
        )
        .bind(id_hash(&record.id))
        .bind(account)
        .bind(data)
        .bind(expires)
        .execute(&mut *tx)
        .await
        .map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}

fn id_hash(id: &Id) -> String {
    secrets::hash(&id.to_string())
}

fn backend(error: impl Into<crate::database::Error>) -> Error {
    let error: crate::database::Error = error.into();
    tracing::warn!(%error, "the session store failed");
    Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits: a collision is not expected before the end of the sun.
        self.write(record).await
    }

    // What is kept in a session later on can be made again (a form's token, when somebody was seen); it is no reason
    // to withhold a page while the database takes no writes. Signing in makes a session, and does fail.
    async fn save(&self, record: &Record) -> Result<()> {
        match self.write(record).await {
            Err(Error::Backend(_)) => Ok(()),
            outcome => outcome,
        }
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = clock::micros(self.clock.now());
        let mut tx = self.database.begin_read().await.map_err(backend)?;
        let row: Option<(String, i64)> = sqlx::query_as(
            "select data, expires_at from session where id_hash = $1 and expires_at > $2",
        )
        .bind(id_hash(id))
        .bind(now)
        .fetch_optional(&mut *tx)
        .await
        .map_err(backend)?;
        let Some((data, expires)) = row else {
            return Ok(None);
        };
        let data = serde_json::from_str(&data).map_err(|e| Error::Decode(e.to_string()))?;
        let expiry_date =
            time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(expires) * 1000)
                .map_err(|e| Error::Decode(e.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.database.begin().await.map_err(backend)?;
        sqlx::query("delete from session where id_hash = $1")
            .bind(id_hash(id))
            .execute(&mut *tx)
            .await
            .map_err(backend)?;
        tx.commit().await.map_err(backend)
    }
}

/// Deletes sessions that have expired; returns how many.
pub async fn sweep(
    tx: &mut crate::database::Tx,
    now: jiff::Timestamp,
) -> std::result::Result<u64, super::Error> {
    let done = sqlx::query("delete from session where expires_at <= $1")
        .bind(clock::micros(now))
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected())
}
