//! What lies between two published versions, as strangers read it.

use crate::helpers::{Answer, Place, TestApp, balita, both_databases, expect, says};
use http::StatusCode;
use serde_json::{Value, json};
use std::fmt::Write;

both_databases!(
    changed_rows_of_neighbours_are_shown_by_the_page,
    figures_lead_from_step_to_step,
    what_is_withdrawn_or_closed_is_not_shown_row_by_row,
);

const HISTORY: &str = "/dataset/jumlah-balita/versi";

/// A table of `rows` places in a year, the numbers counted from `base`.
fn table(year: i32, rows: std::ops::Range<i32>, base: i32) -> Vec<u8> {
    let mut text = "tempat;tahun;jumlah_balita\n".to_owned();
    for row in rows {
        writeln!(text, "Pos {row};{year};{}", base + row).unwrap();
    }
    text.into_bytes()
}

async fn release(portal: &TestApp, kind: &str, bytes: &[u8]) -> Value {
    release_as(portal, balita(kind), bytes).await
}

async fn release_as(portal: &TestApp, body: Value, bytes: &[u8]) -> Value {
    let made = portal.hand_in(&body, "balita.csv", bytes).await;
    assert_eq!(made["state"], "submitted", "{made:#}");
    let released = portal.approve(&made).await;
    assert_eq!(released["state"], "released", "{released:#}");
    released
}

/// Two versions: sixty numbers changed, two rows came, one went.
async fn two_versions(portal: &TestApp) -> [Value; 2] {
    let first = release(portal, "new", &table(2023, 100..170, 1000)).await;
    let mut second = table(2023, 101..110, 1000);
    second.extend(
        table(2023, 110..172, 5000)
            .splitn(2, |c| *c == b'\n')
            .nth(1)
            .unwrap(),
    );
    [first, release(portal, "replace", &second).await]
}

async fn between(portal: &TestApp, steps: &str) -> Answer {
    let answer = portal.get(&format!("{HISTORY}/{steps}")).await;
    expect(&answer, StatusCode::OK);
    answer
}

/// The signs of the rows that a page shows, in order.
fn signs(page: &Answer) -> String {
    let text = page.text();
    let rows = text.split("<td class=\"sign\">").skip(1);
    let sign = |row: &str| {
        row.split_once("aria-hidden=\"true\">")
            .unwrap()
            .1
            .chars()
            .next()
    };
    rows.filter_map(sign).collect()
}

async fn changed_rows_of_neighbours_are_shown_by_the_page(place: Place) {
    let portal = TestApp::with_people(&place).await;
    two_versions(&portal).await;
    let history = portal.get(HISTORY).await.text();
    assert!(history.contains("/versi/1..2"), "{history}");
    let page = between(&portal, "1..2").await;
    let text = page.text();
    for shown in [
        "Dari versi 1 ke versi 2",
        "1.110",
        "5.110",
        "Baris 1–50 dari 63",
        "halaman=2",
    ] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    assert_eq!(signs(&page), "~".repeat(50));
    let second = between(&portal, "1..2?halaman=2").await;
    assert_eq!(signs(&second), format!("{}++−", "~".repeat(10)));
    assert!(second.text().contains("Pos 100"), "{}", second.text());
    assert_eq!(signs(&between(&portal, "1..2?jenis=added").await), "++");
    assert_eq!(signs(&between(&portal, "2..1?jenis=removed").await), "−");
    let beyond = between(&portal, "1..2?halaman=99999999999999999999").await;
    assert_eq!(signs(&beyond), "~".repeat(50));
    assert_eq!(signs(&between(&portal, "1..2?halaman=9").await), "");
    // Nothing of the review: no names, no comments, no decision.
    for hidden in ["walidata", "produsen", "percakapan", "/kerja/", "<textarea"] {
        let main = text.split_once("<main").unwrap().1;
        let main = main.split_once("</main>").unwrap().0;
        assert!(!main.contains(hidden), "{hidden}: {main}");
    }
}

async fn figures_lead_from_step_to_step(place: Place) {
    let portal = TestApp::with_people(&place).await;
    two_versions(&portal).await;
    release(&portal, "append", &table(2024, 100..120, 2000)).await;
    let page = between(&portal, "1..3").await;
    assert_eq!(signs(&page), "");
    let text = page.text();
    for shown in ["/versi/1..2\"", "/versi/2..3\"", &says("versions-no-rows")] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    assert_eq!(signs(&between(&portal, "2..3").await), "+".repeat(20));
}

async fn withdraw(portal: &TestApp, version: &Value) {
    let steward = portal.api("walidata", "read,write").await;
    let path = format!(
        "/api/v1/versions/{}/withdraw",
        version["version_id"].as_str().unwrap()
    );
    let answer = steward
        .post(&path, &json!({ "reason": "Angka keliru." }))
        .await;
    assert!(answer.status.is_success(), "{}", answer.text());
}

async fn what_is_withdrawn_or_closed_is_not_shown_row_by_row(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let [first, second] = two_versions(&portal).await;
    let mut closed = balita("append");
    closed["openness"] = json!("restricted");
    let third = release_as(&portal, closed, &table(2024, 100..120, 2000)).await;
    let page = between(&portal, "2..3").await;
    assert_eq!(signs(&page), "", "{}", page.text());
    assert_eq!(signs(&between(&portal, "1..2?jenis=added").await), "++");
    withdraw(&portal, &first).await;
    let page = between(&portal, "1..2").await;
    assert_eq!(signs(&page), "", "{}", page.text());
    assert!(!page.text().contains("1.110"), "{}", page.text());
    let history = portal.get(HISTORY).await.text();
    assert!(!history.contains("/versi/1..2"), "{history}");
    for version in [third, second] {
        withdraw(&portal, &version).await;
    }
    expect(&portal.get(HISTORY).await, StatusCode::GONE);
    let answer = portal.get(&format!("{HISTORY}/1..2")).await;
    expect(&answer, StatusCode::GONE);
}
