//! Jobs whose worker died or fell asleep.

use crate::helpers::{BALITA_2023, Place, TestApp, Upload, balita, both_databases, expect, id};
use http::StatusCode;
use lumbung::app::tasks;
use lumbung::database::clock;
use lumbung::jobs::{self, Job, Task};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::task::JoinSet;

both_databases!(
    a_job_of_a_dead_worker_is_done_once_its_lease_ran_out,
    a_worker_that_wakes_up_late_changes_nothing,
    a_renewed_lease_keeps_others_away,
    a_scheduled_version_is_published_once_by_two_workers,
    no_two_workers_claim_the_same_job,
);

const BALITA_2024: &[u8] =
    b"kecamatan;tahun;jumlah_balita\nMagetan;2024;1.150\nBarat;2024;930\nPanekan;2024;1.010\n";

/// A draft that is sent but not looked at by any worker yet.
async fn sent(portal: &TestApp, body: &Value, bytes: &[u8]) -> Value {
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let name = "balita.csv";
    let answer = producer.submission(body, &[Upload { name, bytes }]).await;
    expect(&answer, StatusCode::CREATED);
    answer.json()
}

async fn state(portal: &TestApp, submission: &Value) -> String {
    let producer = portal.api("produsen.dinkes", "read").await;
    let path = submission["links"]["self"].as_str().unwrap();
    let seen = producer.get(path).await.json();
    seen["state"].as_str().unwrap().to_owned()
}

async fn claim(portal: &TestApp) -> Option<Job> {
    jobs::claim(&portal.app.database, portal.now())
        .await
        .unwrap()
}

async fn count(portal: &TestApp, text: &'static str) -> i64 {
    let mut tx = portal.begin().await;
    sqlx::query_scalar(text).fetch_one(&mut *tx).await.unwrap()
}

const PASSED: &str = "select count(*) from audit_event where action = 'submission.pass_check'";
const RELEASED: &str = "select count(*) from audit_event where action = 'version.released'";

async fn a_job_of_a_dead_worker_is_done_once_its_lease_ran_out(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let submission = sent(&portal, &balita("new"), BALITA_2023).await;
    // This worker claims both jobs and is never heard of again.
    while claim(&portal).await.is_some() {}
    portal.clock.advance(Duration::from_secs(59));
    portal.run_jobs().await;
    assert_eq!(state(&portal, &submission).await, "checking");
    portal.clock.advance(Duration::from_secs(2));
    portal.run_jobs().await;
    portal.clock.advance(Duration::from_secs(2));
    portal.run_jobs().await;
    assert_eq!(state(&portal, &submission).await, "submitted");
    assert_eq!(count(&portal, PASSED).await, 1);
}

async fn a_worker_that_wakes_up_late_changes_nothing(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let mut body = balita("append");
    body["period"] = json!("2024");
    let submission = sent(&portal, &body, BALITA_2024).await;
    let mut asleep = Vec::new();
    while let Some(job) = claim(&portal).await {
        asleep.push(job);
    }
    assert!(!asleep.is_empty());
    portal.clock.advance(Duration::from_secs(61));
    portal.run_jobs().await;
    portal.clock.advance(Duration::from_secs(2));
    portal.run_jobs().await;
    assert_eq!(state(&portal, &submission).await, "submitted");
    let passed = count(&portal, PASSED).await;

    let handler = tasks::handler(&portal.app);
    for job in asleep {
        handler(job).await;
    }
    assert_eq!(state(&portal, &submission).await, "submitted");
    assert_eq!(count(&portal, PASSED).await, passed);
    // The joined table of old and new rows is still the one that the check made.
    portal.approve(&submission).await;
    let rows = portal.rows_of("jumlah-balita").await;
    let rows = portal.get(&rows).await.json();
    assert_eq!(rows.as_array().unwrap().len(), 6, "{rows:#}");
}

async fn a_renewed_lease_keeps_others_away(place: Place) {
    let portal = TestApp::with_people(&place).await;
    sent(&portal, &balita("new"), BALITA_2023).await;
    let mut held = Vec::new();
    while let Some(job) = claim(&portal).await {
        held.push(job);
    }
    for _ in 0..3 {
        portal.clock.advance(Duration::from_secs(40));
        for job in &held {
            jobs::renew(&portal.app.database, &job.id, portal.now())
                .await
                .unwrap();
        }
        assert!(claim(&portal).await.is_none());
    }
}

async fn a_scheduled_version_is_published_once_by_two_workers(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let submission = portal
        .hand_in(&balita("new"), "balita.csv", BALITA_2023)
        .await;
    let steward = portal.api("walidata", "read,write").await;
    let at = portal.now() + jiff::SignedDuration::from_hours(1);
    let action = json!({ "action": "approve", "at": at.to_string() });
    let answer = steward.act(id(&submission), &action).await;
    expect(&answer, StatusCode::OK);
    assert_eq!(answer.json()["state"], "scheduled");
    portal.advance_hours(1);
    let first = claim(&portal).await.unwrap();
    portal.clock.advance(Duration::from_secs(61));
    let second = claim(&portal).await.unwrap();
    assert_eq!(first.id, second.id);
    assert_eq!(second.attempts, 2);
    let handler = tasks::handler(&portal.app);
    futures::join!(handler(first), handler(second));
    portal.run_jobs().await;
    assert_eq!(state(&portal, &submission).await, "released");
    assert_eq!(count(&portal, RELEASED).await, 1);
    assert_eq!(count(&portal, "select count(*) from version").await, 1);
    assert_eq!(count(&portal, "select count(*) from change").await, 1);
}

async fn no_two_workers_claim_the_same_job(place: Place) {
    const JOBS: usize = 24;
    let portal = TestApp::with_people(&place).await;
    let mut tx = portal.begin().await;
    for number in 0..JOBS {
        let task = Task::Check {
            submission: number.to_string(),
        };
        let now = portal.now();
        jobs::enqueue(&mut tx, &task, None, now, now).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut workers = JoinSet::new();
    for _ in 0..8 {
        let (database, now) = (portal.app.database.clone(), portal.now());
        workers.spawn(async move {
            let (mut mine, mut lost) = (Vec::new(), 0);
            // On PostgreSQL a claim that another worker was faster with comes back empty.
            while lost < 50 && mine.len() < JOBS {
                match jobs::claim(&database, now).await.unwrap() {
                    Some(job) => mine.push(job.id),
                    None => lost += 1,
                }
            }
            mine
        });
    }
    let claimed: Vec<String> = workers.join_all().await.concat();
    let distinct: BTreeSet<&String> = claimed.iter().collect();
    assert_eq!(claimed.len(), distinct.len());
    assert_eq!(distinct.len(), JOBS);
    let lease = clock::micros(portal.now() + jobs::LEASE);
    let mut tx = portal.begin().await;
    let leased: i64 = sqlx::query_scalar("select count(*) from job where lease_until = $1")
        .bind(lease)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!(leased, 24);
}
