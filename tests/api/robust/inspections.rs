//! Files that use up what their inspection may have: each gives a finding, and the portal goes on.

use super::node::{Node, children_of};
use crate::helpers::{BALITA_2023, Place, TestApp, Upload, balita, both_databases, expect, id};
use http::StatusCode;
use lumbung::config::{InspectionSettings, Settings};
use lumbung::inspection::{self, InspectRequest, Limits, Reading};
use lumbung::lanes::{LaneSettings, Lanes};
use serde_json::json;
use std::fmt::Write;
use std::time::Duration;

both_databases!(
    a_file_that_takes_too_long_is_a_finding,
    a_file_that_takes_too_much_cpu_is_a_finding,
    a_file_that_takes_too_much_memory_is_a_finding,
);

async fn a_file_that_takes_too_long_is_a_finding(place: Place) {
    let settings = |limits: &mut InspectionSettings| limits.wall_seconds = 0;
    ends_with(&place, settings, &rows(200_000), "inspection_timeout").await;
}

async fn a_file_that_takes_too_much_cpu_is_a_finding(place: Place) {
    let settings = |limits: &mut InspectionSettings| limits.cpu_seconds = 1;
    ends_with(&place, settings, &rows(400_000), "inspection_timeout").await;
}

async fn a_file_that_takes_too_much_memory_is_a_finding(place: Place) {
    let settings = |limits: &mut InspectionSettings| limits.memory_bytes = 24 << 20;
    ends_with(&place, settings, &rows(200_000), "inspection_memory").await;
}

fn rows(count: usize) -> Vec<u8> {
    let mut text = "kecamatan;tahun;jumlah_balita\n".to_owned();
    for row in 0..count {
        writeln!(text, "Kecamatan {row};2023;{row}").unwrap();
    }
    text.into_bytes()
}

async fn ends_with(
    place: &Place,
    change: impl FnOnce(&mut InspectionSettings),
    file: &[u8],
    code: &str,
) {
    let mut settings = place.settings();
    change(&mut settings.inspection);
    let portal = TestApp::with_settings(settings).await;
    portal.cast().await;
    let submission = portal.hand_in(&balita("new"), "balita.csv", file).await;
    // The check waits a second for the inspection.
    portal.clock.advance(Duration::from_secs(2));
    portal.run_jobs().await;
    let producer = portal.api("produsen.dinkes", "read").await;
    let path = format!("/api/v1/submissions/{}", id(&submission));
    let seen = producer.get(&path).await.json();
    assert_eq!(seen["state"], "draft", "{seen:#}");
    let report = producer.get(&format!("{path}/report")).await.json();
    let finding = &report["files"][0]["report"]["findings"][0];
    assert_eq!(finding["code"], code, "{report:#}");
    assert_eq!(finding["level"], "blocking");

    let mut browser = portal.signed_in("produsen.dinkes").await;
    let page = browser
        .get(&format!("/kerja/unggah/{}/periksa", id(&submission)))
        .await;
    expect(&page, StatusCode::OK);
    expect(&portal.get("/readyz").await, StatusCode::OK);
}

#[tokio::test]
async fn a_child_that_crashes_is_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("balita.csv");
    std::fs::write(&file, BALITA_2023).unwrap();
    let settings = Settings::default();
    for program in ["/bin/false", "/bin/true", "/bin/cat"] {
        let mut lanes = LaneSettings::from_settings(&settings);
        lanes.program = Some(program.into());
        let request = InspectRequest {
            file: file.clone(),
            file_name: "balita.csv".to_owned(),
            folder: folder.path().to_owned(),
            reading: Reading::default(),
            against: inspection::Against::default(),
            limits: Limits::from_settings(&settings),
        };
        let report = inspection::inspect(&Lanes::new(lanes), request)
            .await
            .unwrap();
        assert_eq!(report.findings[0].code, "inspection_crashed", "{program}");
    }
}

#[tokio::test]
async fn a_child_does_not_outlive_a_killed_portal() {
    let place = Place::new(crate::helpers::Server::Sqlite).await;
    let portal = TestApp::with_people(&place).await;
    let token = portal.token("produsen.dinkes", "read,write", None).await;
    portal.app.database.close().await;
    let node = Node::start(&place).await;
    let mut body = balita("new");
    body["submit"] = json!(false);
    let bytes = rows(400_000);
    let file = Upload {
        name: "balita.csv",
        bytes: &bytes,
    };
    node.submit(&token, &body, file).await;
    let child = wait_until(|| children_of(node.pid()).first().copied()).await;
    node.kill().await;
    wait_until(|| (!runs(child)).then_some(())).await;
}

fn runs(pid: u32) -> bool {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = text.rsplit(')').next().unwrap_or_default().trim_start();
    !state.is_empty() && !state.starts_with('Z')
}

async fn wait_until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..500 {
        if let Some(found) = look() {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nothing came of it in ten seconds");
}
