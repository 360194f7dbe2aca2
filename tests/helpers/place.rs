//! Where a test's portal keeps its things: a folder and a database of its own.

use lumbung::config::{DatabaseSettings, Secret, Settings};
use lumbung::database::Database;
use sqlx::{AnyConnection, Connection};
use std::future::Future;
use std::path::Path;
use tempfile::TempDir;

/// Address of the portals of tests, as the world knows it.
const SITE: &str = "https://data.example.go.id";

/// Which database a test uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Server {
    Sqlite,
    Postgres,
}

/// A folder and an empty database.
#[derive(Debug)]
pub(crate) struct Place {
    folder: TempDir,
    server: Server,
    database: String,
}

/// Runs a test in a place of its own; a PostgreSQL database is dropped when the test was passed.
pub(crate) fn run<F: Future<Output = ()>>(server: Server, test: impl FnOnce(Place) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let place = Place::new(server).await;
        let database = place.database.clone();
        test(place).await;
        if server == Server::Postgres {
            drop_database(&database).await;
        }
    });
}

impl Place {
    pub(crate) async fn new(server: Server) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match server {
            Server::Sqlite => sqlite_url(folder.path()),
            Server::Postgres => create_database().await,
        };
        Self {
            folder,
            server,
            database,
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn server(&self) -> Server {
        self.server
    }

    /// Address of the database.
    pub(crate) fn database_url(&self) -> &str {
        &self.database
    }

    /// Settings of a portal that lives here.
    pub(crate) fn settings(&self) -> Settings {
        let folder = self.folder();
        let mut settings = Settings {
            data_dir: folder.to_owned(),
            ..Settings::default()
        };
        settings.database.url = Secret::new(&self.database);
        settings.storage.url = format!("file://{}", folder.join("blobs").display());
        settings.search.folder = folder.join("index");
        SITE.clone_into(&mut settings.site.url);
        settings
    }
}

fn sqlite_url(folder: &Path) -> String {
    format!("sqlite://{}?mode=rwc", folder.join("lumbung.db").display())
}

fn cluster() -> String {
    #[expect(clippy::disallowed_methods, reason = "the tests' own setting")]
    std::env::var("LUMBUNG_TEST_POSTGRES").expect(
        "LUMBUNG_TEST_POSTGRES names a PostgreSQL for tests; \
         `tests/setup/postgres.sh run COMMAND` sets it, `make test-sqlite` does without",
    )
}

// The cluster's address with another database in it.
fn in_cluster(name: &str) -> String {
    let url = cluster();
    let (server, options) = url.split_once('?').unwrap_or((&url, ""));
    let (server, _) = server.rsplit_once('/').unwrap();
    format!("{server}/{name}?{options}")
}

async fn connect() -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(&cluster()).await.unwrap()
}

async fn execute(connection: &mut AnyConnection, text: String) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(text))
        .execute(connection)
        .await
        .unwrap();
}

// A copy of a database with the present schema, which the first test makes: cheaper than a schema for each.
async fn create_database() -> String {
    let mut connection = connect().await;
    let template = template_name();
    execute(&mut connection, "select pg_advisory_lock(1)".to_owned()).await;
    let known = sqlx::query("select 1 from pg_database where datname = $1")
        .bind(&template)
        .fetch_optional(&mut connection)
        .await
        .unwrap();
    if known.is_none() {
        execute(&mut connection, format!("create database {template}")).await;
        let settings = DatabaseSettings {
            url: Secret::new(in_cluster(&template)),
            ..DatabaseSettings::default()
        };
        Database::open(&settings).await.unwrap().close().await;
    }
    execute(&mut connection, "select pg_advisory_unlock(1)".to_owned()).await;
    let name = format!("test_{}", lumbung::database::ids::fresh().replace('-', "_"));
    execute(
        &mut connection,
        format!("create database {name} template {template}"),
    )
    .await;
    connection.close().await.unwrap();
    in_cluster(&name)
}

fn template_name() -> String {
    let migrations = sqlx::migrate!("./migrations");
    let last = migrations.iter().last().unwrap();
    format!("template_{}", hex::encode(&last.checksum[..8]))
}

async fn drop_database(url: &str) {
    let name = url.rsplit('/').find(|part| part.starts_with("test_"));
    let (name, _) = name.unwrap().split_once('?').unwrap();
    let mut connection = connect().await;
    execute(
        &mut connection,
        format!("drop database {name} with (force)"),
    )
    .await;
}
