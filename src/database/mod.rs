//! Pool, migrations, transactions, ids and clock.
//!
//! SQLite has one writer connection and several readers; PostgreSQL one pool for both. Every statement is
//! written once, in the portable subset described in `migrations/README.md`, and sent through `sqlx::Any`.

pub mod clock;
pub mod dump;
pub mod error;
pub mod ids;
pub mod sql;

pub use clock::Clock;
pub use error::Error;

use crate::config::DatabaseSettings;
use sqlx::any::AnyPoolOptions;
use sqlx::migrate::Migrator;
use std::time::Duration;

/// A transaction on either database. Handlers and jobs begin and commit; parts only take `&mut Tx`.
pub type Tx = sqlx::Transaction<'static, sqlx::Any>;

static MIGRATOR: Migrator = sqlx::migrate!("./migrations");

/// Which database answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Embedded: one file, one writer.
    Sqlite,
    /// A server, shared by several nodes.
    Postgres,
}

/// Connections to the portal's database; cheap to clone.
#[derive(Debug, Clone)]
pub struct Database {
    read: sqlx::AnyPool,
    write: sqlx::AnyPool,
    backend: Backend,
}

impl Database {
    /// Connects and brings the schema up to date.
    ///
    /// Errors: [`Error::Unavailable`] when the database can't be reached, [`Error::Migration`].
    pub async fn open(settings: &DatabaseSettings) -> Result<Self, Error> {
        let database = Self::connect(settings).await?;
        MIGRATOR.run(&database.write).await?;
        Ok(database)
    }

    async fn connect(settings: &DatabaseSettings) -> Result<Self, Error> {
        sqlx::any::install_default_drivers();
        let url = settings.url.expose();
        let wait = Duration::from_secs(settings.wait_seconds);
        if url.starts_with("sqlite:") {
            let write = sqlite_pool(url, 1, wait).await?;
            let read = sqlite_pool(url, settings.readers, wait).await?;
            return Ok(Self {
                read,
                write,
                backend: Backend::Sqlite,
            });
        }
        let pool = AnyPoolOptions::new()
            .max_connections(settings.connections)
            .acquire_timeout(wait)
            .connect(url)
            .await?;
        Ok(Self {
            read: pool.clone(),
            write: pool,
            backend: Backend::Postgres,
        })
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Begins a transaction that may write. On SQLite it takes the one writer at once.
    ///
    /// Errors: [`Error::Unavailable`], whatever the reason: no statement of the caller's has been tried yet.
    pub async fn begin(&self) -> Result<Tx, Error> {
        match self.backend {
            Backend::Sqlite => self.write.begin_with("begin immediate").await,
            Backend::Postgres => self.write.begin().await,
        }
        .map_err(Error::Unavailable)
    }

    /// Begins a transaction for reading; never waits for the writer on SQLite.
    pub async fn begin_read(&self) -> Result<Tx, Error> {
        self.read.begin().await.map_err(Error::Unavailable)
    }

    /// Begins a transaction for reading that sees one moment throughout.
    pub async fn begin_snapshot(&self) -> Result<Tx, Error> {
        match self.backend {
            // A deferred transaction on SQLite reads one snapshot of the log.
            Backend::Sqlite => self.begin_read().await,
            Backend::Postgres => {
                let mut tx = self.begin_read().await?;
                sqlx::query("set transaction isolation level repeatable read")
                    .execute(&mut *tx)
                    .await?;
                Ok(tx)
            }
        }
    }

    /// Succeeds when the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        sqlx::query("select 1").execute(&self.read).await?;
        Ok(())
    }

    /// Waits for open connections to end, then closes.
    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

async fn sqlite_pool(url: &str, size: u32, wait: Duration) -> Result<sqlx::AnyPool, Error> {
    // Another process may hold the lock: a command, or a backup of the file.
    let busy = format!("pragma busy_timeout = {}", wait.as_millis());
    let pool = AnyPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(wait)
        .after_connect(move |connection, _| {
            let busy = sqlx::query(sqlx::AssertSqlSafe(busy.clone()));
            Box::pin(async move {
                busy.execute(&mut *connection).await?;
                for pragma in [
                    "pragma journal_mode = wal",
                    "pragma synchronous = full",
                    "pragma foreign_keys = on",
                    "pragma cache_size = -4000",
                ] {
                    sqlx::query(pragma).execute(&mut *connection).await?;
                }
                Ok(())
            })
        })
        .connect(url)
        .await?;
    Ok(pool)
}

/// Declares an enum that is stored as text: variants, their stored names, parsing both ways.
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$variant_meta])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The value with this stored name.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::database::error::UnknownName;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).ok_or($crate::database::error::UnknownName { what: stringify!($name), text })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
