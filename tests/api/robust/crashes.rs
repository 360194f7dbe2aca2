//! The program is killed in the middle of its work and started again.

use super::node::{Node, finish, program};
use crate::helpers::{BALITA_2023, Place, Server, TestApp, Upload, balita, both_databases, id};
use jiff::SignedDuration;
use lumbung::database::Clock;
use serde_json::{Value, json};
use std::time::Duration;

both_databases!(
    what_was_handed_in_is_checked_once,
    a_decision_is_whole_or_not_made,
    what_is_due_is_published_once,
);

const FILE: Upload<'static> = Upload {
    name: "balita.csv",
    bytes: BALITA_2023,
};

/// Tokens of people who use the portal.
struct Tokens {
    producer: String,
    steward: String,
}

async fn prepare(place: &Place) -> Tokens {
    let portal = TestApp::with_people(place).await;
    let tokens = Tokens {
        producer: portal.token("produsen.dinkes", "read,write", None).await,
        steward: portal.token("walidata", "read,write", None).await,
    };
    portal.app.database.close().await;
    tokens
}

fn dataset(number: usize) -> Value {
    let mut body = balita("new");
    body["dataset"] = json!(format!("jumlah-balita-{number}"));
    body["title"] = json!(format!("Jumlah balita per kecamatan {number}"));
    body
}

/// Starts the portal again; on PostgreSQL, where another node might hold them, the leases have run out meanwhile.
async fn start_again(place: &Place) -> Node {
    if place.server() == Server::Postgres {
        let portal = TestApp::open(place).await;
        let mut tx = portal.begin().await;
        sqlx::query("update job set lease_until = 0 where state = 'running'")
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        portal.app.database.close().await;
    }
    Node::start(place).await
}

async fn what_was_handed_in_is_checked_once(place: Place) {
    let tokens = prepare(&place).await;
    let moments = [0, 30, 100, 250, 500];
    let mut sent = Vec::new();
    for (number, moment) in moments.into_iter().enumerate() {
        let node = start_again(&place).await;
        let answer = node.submit(&tokens.producer, &dataset(number), FILE).await;
        tokio::time::sleep(Duration::from_millis(moment)).await;
        node.kill().await;
        sent.push(answer);
    }
    let node = start_again(&place).await;
    for submission in &sent {
        let seen = node
            .wait_for(&tokens.producer, id(submission), "submitted")
            .await;
        assert_eq!(seen["files"][0]["rows"], 3, "{seen:#}");
    }
    node.kill().await;
    for submission in &sent {
        let events = events_of(&place, id(submission)).await;
        assert_eq!(events, ["submission.submit", "submission.pass_check"]);
    }
    assert_whole(&place).await;
}

async fn a_decision_is_whole_or_not_made(place: Place) {
    let tokens = prepare(&place).await;
    let moments = [0, 5, 15, 40];
    let mut decided = Vec::new();
    for (number, moment) in moments.into_iter().enumerate() {
        let node = start_again(&place).await;
        let submission = node.submit(&tokens.producer, &dataset(number), FILE).await;
        node.wait_for(&tokens.producer, id(&submission), "submitted")
            .await;
        let approve = json!({ "action": "approve" });
        let answer = tokio::spawn(node.act(&tokens.steward, id(&submission), &approve));
        tokio::time::sleep(Duration::from_millis(moment)).await;
        node.kill().await;
        let was_told = answer.await.unwrap().is_ok();
        let node = start_again(&place).await;
        let path = format!("/api/v1/submissions/{}", id(&submission));
        let seen = node.get(&tokens.steward, &path).await;
        if seen["state"] == "submitted" {
            assert!(!was_told, "a decision that was confirmed is gone");
            node.act(&tokens.steward, id(&submission), &approve)
                .await
                .unwrap();
        } else {
            assert_eq!(seen["state"], "released");
        }
        node.kill().await;
        decided.push(submission);
    }
    assert_released_once(&place, &decided).await;
}

async fn what_is_due_is_published_once(place: Place) {
    let tokens = prepare(&place).await;
    let mut planned = Vec::new();
    for (number, moment) in [50, 600, 1050].into_iter().enumerate() {
        let node = start_again(&place).await;
        let submission = node.submit(&tokens.producer, &dataset(number), FILE).await;
        node.wait_for(&tokens.producer, id(&submission), "submitted")
            .await;
        let at = Clock::system().now() + SignedDuration::from_millis(500);
        let approve = json!({ "action": "approve", "at": at.to_string() });
        node.act(&tokens.steward, id(&submission), &approve)
            .await
            .unwrap();
        tokio::time::sleep(Duration::from_millis(moment)).await;
        node.kill().await;
        planned.push(submission);
    }
    let node = start_again(&place).await;
    for submission in &planned {
        node.wait_for(&tokens.steward, id(submission), "released")
            .await;
    }
    node.kill().await;
    assert_released_once(&place, &planned).await;
}

async fn events_of(place: &Place, subject: &str) -> Vec<String> {
    let portal = TestApp::open(place).await;
    let mut tx = portal.begin().await;
    let found = sqlx::query_scalar(
        "select action from audit_event where subject_id = $1 and action <> 'submission.created' order by sequence",
    )
    .bind(subject)
    .fetch_all(&mut *tx)
    .await
    .unwrap();
    drop(tx);
    portal.app.database.close().await;
    found
}

async fn assert_released_once(place: &Place, submissions: &[Value]) {
    for submission in submissions {
        let events = events_of(place, id(submission)).await;
        let published = events.iter().filter(|event| *event == "submission.publish");
        assert_eq!(published.count(), 1, "{events:?}");
    }
    let portal = TestApp::open(place).await;
    let mut tx = portal.begin().await;
    for text in [
        "select count(*) from version",
        "select count(*) from audit_event where action = 'version.released'",
        "select count(*) from change where kind = 'released'",
    ] {
        let found: i64 = sqlx::query_scalar(text).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(found, i64::try_from(submissions.len()).unwrap(), "{text}");
    }
    drop(tx);
    portal.app.database.close().await;
    assert_whole(place).await;
}

async fn assert_whole(place: &Place) {
    let mut command = program(place);
    command.arg("check");
    let (status, text) = finish(command).await;
    assert!(status.success(), "{text}");
}
