//! The database is locked or gone, the store is gone: a clear 503, and all is well again by itself.

use super::s3_server::S3Server;
use super::uploads::draft;
use crate::helpers::{
    Answer, BALITA_2023, Place, Server, TestApp, Upload, balita, expect, id, run, says,
};
use http::StatusCode;
use lumbung::app::tasks;
use serde_json::json;
use sqlx::{AnyConnection, Connection};
use std::time::{Duration, Instant};

/// A portal that waits a second only.
async fn hasty(place: &Place) -> TestApp {
    let mut settings = place.settings();
    settings.database.wait_seconds = 1;
    let portal = TestApp::with_settings(settings).await;
    portal.cast().await;
    portal
}

#[track_caller]
fn away(answer: &Answer) {
    expect(answer, StatusCode::SERVICE_UNAVAILABLE);
    let seconds: u32 = answer.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds));
}

#[test]
fn a_locked_sqlite_refuses_writes_for_a_while_and_reads_never() {
    run(Server::Sqlite, locked);
}

async fn locked(place: Place) {
    let portal = hasty(&place).await;
    portal.published().await;
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let (mut clerk, _) = draft(&portal).await;
    let mut other = AnyConnection::connect(place.database_url()).await.unwrap();
    execute(&mut other, "begin exclusive").await;

    let mut body = balita("new");
    body["dataset"] = json!("lain");
    let file = Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    };
    let started = Instant::now();
    let refused = producer.submission(&body, &[file]).await;
    away(&refused);
    assert_eq!(refused.json()["code"], "database.unavailable");
    assert!(started.elapsed() < Duration::from_secs(5));
    let fields = [("kind", "new"), ("title", "Judul baru")];
    let refused = clerk.post("/kerja/unggah", &fields).await;
    away(&refused);
    assert!(refused.text().contains(&says("database-unavailable")));
    for path in ["/", "/dataset/jumlah-balita", "/readyz"] {
        expect(&portal.get(path).await, StatusCode::OK);
    }
    // A person who only reads is not kept out either, though their session is written now and then.
    portal.advance_hours(1);
    expect(&clerk.get("/kerja").await, StatusCode::OK);

    execute(&mut other, "rollback").await;
    let taken = producer.submission(&body, &[file]).await;
    expect(&taken, StatusCode::CREATED);
    let begun = clerk.post("/kerja/unggah", &fields).await;
    assert!(begun.location().ends_with("/berkas"), "{}", begun.text());
}

async fn execute(connection: &mut AnyConnection, text: &str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(text.to_owned()))
        .execute(connection)
        .await
        .unwrap();
}

/// A connection to the cluster beside the portal's database, and that database's name.
async fn beside(place: &Place) -> (AnyConnection, String) {
    let url = place.database_url();
    let name = url.rsplit('/').find(|part| part.starts_with("test_"));
    let (name, _) = name.unwrap().split_once('?').unwrap();
    let cluster = url.replace(name, "postgres");
    let connection = AnyConnection::connect(&cluster).await.unwrap();
    (connection, name.to_owned())
}

async fn end_connections(other: &mut AnyConnection, name: &str) {
    let text =
        format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
    execute(other, &text).await;
}

#[test]
fn ended_connections_to_postgres_are_made_again() {
    run(Server::Postgres, ended);
}

async fn ended(place: Place) {
    let portal = hasty(&place).await;
    portal.published().await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let (mut other, name) = beside(&place).await;
    for _ in 0..3 {
        end_connections(&mut other, &name).await;
        expect(&portal.get("/dataset/jumlah-balita").await, StatusCode::OK);
        end_connections(&mut other, &name).await;
        expect(&clerk.get("/kerja").await, StatusCode::OK);
    }
}

#[test]
fn a_postgres_that_takes_nobody_in_is_told_and_used_again() {
    run(Server::Postgres, closed);
}

async fn closed(place: Place) {
    let portal = hasty(&place).await;
    portal.published().await;
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let (mut other, name) = beside(&place).await;
    execute(
        &mut other,
        &format!("alter database {name} with allow_connections false"),
    )
    .await;
    end_connections(&mut other, &name).await;

    for path in ["/", "/dataset", "/dataset/jumlah-balita"] {
        let page = portal.get(path).await;
        away(&page);
        assert!(
            page.text().contains(&says("database-unavailable")),
            "{path}"
        );
    }
    away(&clerk.get("/kerja").await);
    away(&clerk.post("/kerja/unggah", &[("kind", "new")]).await);
    let answer = producer.get("/api/v1/submissions").await;
    away(&answer);
    assert_eq!(answer.json()["code"], "database.unavailable");
    away(
        &portal
            .get("/api/3/action/package_show?id=jumlah-balita")
            .await,
    );
    let ready = portal.get("/readyz").await;
    away(&ready);
    assert_eq!(ready.json()["database"], false);
    expect(&portal.get("/healthz").await, StatusCode::OK);

    execute(
        &mut other,
        &format!("alter database {name} with allow_connections true"),
    )
    .await;
    for path in ["/", "/dataset/jumlah-balita", "/readyz"] {
        expect(&portal.get(path).await, StatusCode::OK);
    }
    expect(&clerk.get("/kerja").await, StatusCode::OK);
}

#[test]
fn a_store_that_is_away_is_told_and_used_again() {
    run(Server::Sqlite, store_away);
}

async fn store_away(place: Place) {
    let mut server = S3Server::start().await;
    let mut settings = place.settings();
    settings.storage = server.settings();
    let portal = TestApp::with_settings(settings).await;
    portal.cast().await;
    portal.published().await;
    let (mut clerk, path) = draft(&portal).await;
    let file = Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    };
    let download = download_of(&portal).await;
    expect(&portal.get(&download).await, StatusCode::OK);
    server.go_away().await;

    let started = Instant::now();
    let ready = portal.get("/readyz").await;
    away(&ready);
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(
        ready.json(),
        json!({ "database": true, "storage": false, "index": true })
    );
    for answer in [
        portal.get(&download).await,
        clerk.upload(&path, &[file]).await,
    ] {
        away(&answer);
        assert!(answer.text().contains(&says("storage-unavailable")));
    }
    expect(&portal.get("/dataset").await, StatusCode::OK);

    let silent = server.fall_silent().await;
    let started = Instant::now();
    away(&portal.get("/readyz").await);
    assert!(started.elapsed() < Duration::from_secs(5));
    drop(silent);

    server.come_back().await;
    expect(&portal.get("/readyz").await, StatusCode::OK);
    expect(&portal.get(&download).await, StatusCode::OK);
    let sent = clerk.upload(&path, &[file]).await;
    assert!(sent.location().ends_with("/periksa"));
}

async fn download_of(portal: &TestApp) -> String {
    let call = "/api/3/action/package_show?id=jumlah-balita";
    let package = portal.get(call).await.json();
    let url = package["result"]["resources"][0]["url"].as_str().unwrap();
    let (_, path) = url.split_once("go.id").unwrap();
    path.to_owned()
}

#[test]
fn work_that_needs_the_store_waits_for_it() {
    run(Server::Sqlite, work_waits);
}

async fn work_waits(place: Place) {
    let mut server = S3Server::start().await;
    let mut settings = place.settings();
    settings.storage = server.settings();
    let portal = TestApp::with_settings(settings).await;
    portal.cast().await;
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let file = Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    };
    let sent = producer.submission(&balita("new"), &[file]).await.json();
    server.go_away().await;
    let (app, handler) = (&portal.app, tasks::handler(&portal.app));
    app.workers.drain(&app.database, &app.clock, &handler).await;
    server.come_back().await;
    for _ in 0..3 {
        portal.clock.advance(Duration::from_secs(10));
        app.workers.drain(&app.database, &app.clock, &handler).await;
    }
    let path = format!("/api/v1/submissions/{}", id(&sent));
    let seen = producer.get(&path).await.json();
    assert_eq!(seen["state"], "submitted", "{seen:#}");
}
