//! `lumbung backup`, `restore` and `check`, from one database to the other and back.

use super::node::{finish, program};
use super::s3_server::files_below;
use crate::helpers::{
    ApiClient, BALITA_2023, Place, Server, TestApp, Upload, balita, expect, id, run,
};
use http::StatusCode;
use lumbung::audit;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

const BALITA_2024: &[u8] =
    b"kecamatan;tahun;jumlah_balita\nMagetan;2024;1.150\nBarat;2024;930\nPanekan;2024;1.010\n";

async fn command(place: &Place, name: &str, folder: Option<&Path>) -> (ExitStatus, String) {
    let mut command = program(place);
    command.arg(name).args(folder);
    finish(command).await
}

async fn succeeds(place: &Place, name: &str, folder: Option<&Path>) -> String {
    let (status, text) = command(place, name, folder).await;
    assert!(status.success(), "{name}: {text}");
    text
}

async fn fails(place: &Place, name: &str, folder: Option<&Path>) -> String {
    let (status, text) = command(place, name, folder).await;
    assert_eq!(status.code(), Some(1), "{name}: {text}");
    text
}

/// A portal with two versions of a public table and a draft; gives a token that goes on working.
async fn fill(place: &Place) -> String {
    let portal = TestApp::with_people(place).await;
    portal.published().await;
    let mut body = balita("append");
    body["period"] = json!("2024");
    let update = portal.hand_in(&body, "balita 2024.csv", BALITA_2024).await;
    portal.approve(&update).await;
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let mut body = balita("new");
    body["dataset"] = json!("jumlah-bayi");
    body["title"] = json!("Jumlah bayi — \"per\" kecamatan\n");
    body["submit"] = json!(false);
    let file = Upload {
        name: "bayi.csv",
        bytes: BALITA_2023,
    };
    let draft = producer.submission(&body, &[file]).await;
    expect(&draft, StatusCode::CREATED);
    portal.run_jobs().await;
    portal.app.database.close().await;
    producer.token
}

/// What people and programs see of a portal.
async fn seen(place: &Place, token: &str) -> Value {
    let portal = TestApp::open(place).await;
    portal.app.search.catch_up().await.unwrap();
    let chain = audit::verify(&mut portal.begin().await).await.unwrap();
    assert_eq!(chain.broken_at, None);
    let package = "/api/3/action/package_show?id=jumlah-balita";
    let rows = portal.rows_of("jumlah-balita").await;
    let producer = ApiClient::new(portal.router.clone(), token.to_owned());
    let drafts = producer.get("/api/v1/submissions?mine").await.json();
    let draft = producer
        .get(&format!("/api/v1/submissions/{}", id(&drafts["items"][0])))
        .await
        .json();
    let found = portal.get("/api/3/action/package_search?q=balita").await;
    let found = found.json()["result"]["count"].clone();
    let answer = json!({
        "events": chain.events, "head": chain.head, "package": portal.get(package).await.json(),
        "rows": portal.get(&rows).await.json(), "drafts": drafts, "draft": draft, "found": found,
    });
    portal.app.database.close().await;
    answer
}

fn assert_same_files(one: &Path, other: &Path) {
    let names = files_below(one);
    assert!(names.len() > 20, "{names:?}");
    assert_eq!(names, files_below(other));
    for name in names {
        let read = |folder: &Path| std::fs::read(folder.join(&name)).unwrap();
        assert!(read(one) == read(other), "{}", name.display());
    }
}

#[test]
fn a_portal_moves_to_postgres_and_back() {
    run(Server::Postgres, moves);
}

async fn moves(postgres: Place) {
    let (first, second) = (
        Place::new(Server::Sqlite).await,
        Place::new(Server::Sqlite).await,
    );
    let token = fill(&first).await;
    let before = seen(&first, &token).await;
    assert_eq!(before["rows"].as_array().unwrap().len(), 6);
    assert_eq!(before["found"], 1);
    let (out, back) = (first.folder().join("out"), postgres.folder().join("back"));
    succeeds(&first, "backup", Some(&out)).await;
    succeeds(&postgres, "restore", Some(&out)).await;
    succeeds(&postgres, "check", None).await;
    assert_eq!(seen(&postgres, &token).await, before);
    succeeds(&postgres, "backup", Some(&back)).await;
    assert_same_files(&out, &back);
    succeeds(&second, "restore", Some(&back)).await;
    succeeds(&second, "check", None).await;
    assert_eq!(seen(&second, &token).await, before);
}

#[test]
fn a_restored_portal_goes_on_where_it_was() {
    run(Server::Postgres, goes_on);
}

async fn goes_on(postgres: Place) {
    let first = Place::new(Server::Sqlite).await;
    fill(&first).await;
    let out = first.folder().join("out");
    succeeds(&first, "backup", Some(&out)).await;
    succeeds(&postgres, "restore", Some(&out)).await;
    let portal = TestApp::open(&postgres).await;
    portal.signed_in("walidata").await;
    let mut body = balita("new");
    body["dataset"] = json!("jumlah-lansia");
    body["title"] = json!("Jumlah lansia per kecamatan");
    let next = portal.hand_in(&body, "lansia.csv", BALITA_2023).await;
    assert_eq!(next["number"], "P-2025-0004");
    portal.approve(&next).await;
    portal.rows_of("jumlah-lansia").await;
    portal.app.database.close().await;
    succeeds(&postgres, "check", None).await;
}

/// The blobs of a portal in a local folder.
fn blobs(place: &Place) -> Vec<PathBuf> {
    let folder = place.folder().join("blobs/blobs");
    let names = files_below(&folder);
    assert!(!names.is_empty());
    names.into_iter().map(|name| folder.join(name)).collect()
}

#[test]
fn a_damaged_and_a_missing_blob_are_found_by_name() {
    run(Server::Sqlite, damaged);
}

async fn damaged(place: Place) {
    fill(&place).await;
    succeeds(&place, "check", None).await;
    let blobs = blobs(&place);
    let [changed, gone, ..] = blobs.as_slice() else {
        panic!("{blobs:?}");
    };
    let mut bytes = std::fs::read(changed).unwrap();
    bytes[0] ^= 1;
    std::fs::write(changed, bytes).unwrap();
    std::fs::remove_file(gone).unwrap();
    let text = fails(&place, "check", None).await;
    for blob in [changed, gone] {
        let hash = blob.file_name().unwrap().to_str().unwrap();
        assert!(text.contains(&format!("blob {hash}")), "{text}");
    }
    assert!(text.contains("2 faults"), "{text}");
    let text = fails(&place, "backup", Some(&place.folder().join("out"))).await;
    let hash = gone.file_name().unwrap().to_str().unwrap();
    assert!(text.contains(hash), "{text}");
}

#[test]
fn a_changed_audit_trail_is_found() {
    run(Server::Sqlite, changed_trail);
}

async fn changed_trail(place: Place) {
    fill(&place).await;
    let portal = TestApp::open(&place).await;
    let mut tx = portal.begin().await;
    sqlx::query("update audit_event set actor_role = 'admin' where sequence = 20")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    portal.app.database.close().await;
    let text = fails(&place, "check", None).await;
    assert!(text.contains("breaks at event 20"), "{text}");
}

#[test]
fn nothing_is_restored_from_a_backup_that_is_not_whole() {
    run(Server::Sqlite, not_whole);
}

async fn not_whole(place: Place) {
    fill(&place).await;
    let out = place.folder().join("out");
    succeeds(&place, "backup", Some(&out)).await;
    for spoil in [unfinished, another_blob, another_event, a_table_less] {
        let spoilt = tempfile::tempdir().unwrap();
        copy(&out, spoilt.path());
        spoil(spoilt.path());
        let empty = Place::new(Server::Sqlite).await;
        fails(&empty, "restore", Some(spoilt.path())).await;
        // The portal is still empty, so that a whole backup can be restored.
        succeeds(&empty, "restore", Some(&out)).await;
        succeeds(&empty, "check", None).await;
    }
}

fn copy(from: &Path, to: &Path) {
    for name in files_below(from) {
        std::fs::create_dir_all(to.join(&name).parent().unwrap()).unwrap();
        std::fs::copy(from.join(&name), to.join(&name)).unwrap();
    }
}

fn unfinished(folder: &Path) {
    std::fs::remove_file(folder.join("dump.json")).unwrap();
}

fn another_blob(folder: &Path) {
    let blob = files_below(&folder.join("blobs")).remove(0);
    std::fs::write(folder.join("blobs").join(blob), "lain").unwrap();
}

fn another_event(folder: &Path) {
    let file = folder.join("audit_event.jsonl");
    let text = std::fs::read_to_string(&file).unwrap();
    let changed = text.replacen("submission.submit", "submission.recall", 1);
    std::fs::write(&file, changed).unwrap();
}

// Half of a table that was cut between two lines.
fn a_table_less(folder: &Path) {
    let file = folder.join("submission_contributor.jsonl");
    let text = std::fs::read_to_string(&file).unwrap();
    let (_, rest) = text.split_once('\n').unwrap();
    std::fs::write(&file, rest).unwrap();
}

#[test]
fn a_portal_with_data_is_not_overwritten() {
    run(Server::Sqlite, not_overwritten);
}

async fn not_overwritten(place: Place) {
    let token = fill(&place).await;
    let before = seen(&place, &token).await;
    let out = place.folder().join("out");
    succeeds(&place, "backup", Some(&out)).await;
    let text = fails(&place, "restore", Some(&out)).await;
    assert!(text.contains("not empty"), "{text}");
    let text = fails(&place, "backup", Some(&out)).await;
    assert!(text.contains("holds a backup already"), "{text}");
    assert_eq!(seen(&place, &token).await, before);
}
