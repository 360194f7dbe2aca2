//! The data folder: how it is named, and who may work in it.

use super::node::{Node, finish, program};
use crate::helpers::{Place, Server, both_databases, run};
use std::process::Stdio;
use tokio::process::Command;

both_databases!(
    one_portal_works_in_a_folder,
    portals_that_share_the_work_share_a_folder,
);

fn bare() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lumbung"));
    command.stdin(Stdio::null()).kill_on_drop(true);
    command
}

fn serve(place: &Place, role: &str) -> Command {
    let mut command = program(place);
    command.args(["serve", "--listen", "127.0.0.1:0", "--role", role]);
    command.env("LUMBUNG_TELEMETRY__LOG", "warn");
    command
}

async fn assert_refused(place: &Place, role: &str) {
    let (status, text) = finish(serve(place, role)).await;
    assert_eq!(status.code(), Some(1), "{text}");
    let folder = place.folder().display().to_string();
    for named in [folder.as_str(), "--data-dir", "LUMBUNG_DATA_DIR"] {
        assert!(text.contains(named), "{text}");
    }
}

async fn one_portal_works_in_a_folder(place: Place) {
    let first = Node::start(&place).await;
    for role in ["all", "web", "worker"] {
        assert_refused(&place, role).await;
    }
    // Commands work beside it.
    let mut list = program(&place);
    list.args(["user", "list"]);
    let (status, text) = finish(list).await;
    assert!(status.success(), "{text}");
    first.kill().await;
    Node::start(&place).await.kill().await;
}

async fn portals_that_share_the_work_share_a_folder(place: Place) {
    let web = Node::start_as(&place, "web").await;
    let other = Node::start_as(&place, "web").await;
    let mut worker = serve(&place, "worker").spawn().unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    assert!(
        worker.try_wait().unwrap().is_none(),
        "the worker goes on working"
    );
    assert_refused(&place, "all").await;
    worker.kill().await.unwrap();
    other.kill().await;
    web.kill().await;
    Node::start(&place).await.kill().await;
}

#[test]
fn the_folder_is_named_by_option_or_variable() {
    run(Server::Sqlite, named);
}

async fn named(place: Place) {
    Node::start(&place).await.kill().await;
    let mut list = bare();
    list.args(["user", "list"])
        .env("LUMBUNG_DATA_DIR", place.folder());
    let (status, text) = finish(list).await;
    assert!(status.success(), "{text}");
    // The option wins.
    let elsewhere = place.folder().join("elsewhere");
    let mut list = bare();
    list.args(["user", "list", "--data-dir"])
        .arg(&elsewhere)
        .env("LUMBUNG_DATA_DIR", place.folder());
    let (status, text) = finish(list).await;
    assert_eq!(status.code(), Some(1), "{text}");
    let elsewhere = elsewhere.display().to_string();
    for named in [elsewhere.as_str(), "--data-dir", "LUMBUNG_DATA_DIR"] {
        assert!(text.contains(named), "{text}");
    }
    let mut check = bare();
    check
        .args(["config", "check"])
        .env("LUMBUNG_DATADIR", place.folder());
    let (status, text) = finish(check).await;
    assert_eq!(status.code(), Some(1), "{text}");
    assert!(text.contains("LUMBUNG_DATADIR"), "{text}");
}

#[test]
fn a_command_never_begins_a_portal_by_accident() {
    run(Server::Sqlite, begins_nothing);
}

async fn begins_nothing(place: Place) {
    for words in [
        &["user", "list"][..],
        &["token", "create", "--user", "x"],
        &["backup", "out"],
        &["check"],
        &["reindex"],
    ] {
        let mut command = program(&place);
        command.args(words);
        let (status, text) = finish(command).await;
        assert_eq!(status.code(), Some(1), "{words:?}: {text}");
        assert!(text.contains("lumbung.db"), "{words:?}: {text}");
        let left: Vec<_> = std::fs::read_dir(place.folder()).unwrap().collect();
        assert!(left.is_empty(), "{words:?}: {left:?}");
    }
}
