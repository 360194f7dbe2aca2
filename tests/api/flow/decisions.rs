//! Who decides on what, when, and against whom.

use crate::helpers::{BALITA_2023, Place, TestApp, balita, both_databases, expect, id};
use http::StatusCode;
use lumbung::accounts::Role;
use serde_json::json;

both_databases!(
    two_stewards_at_once_end_in_one_decision,
    nobody_decides_on_their_own_submission,
    a_decided_submission_says_where_it_stands,
    what_is_held_is_published_by_hand,
    what_is_scheduled_is_published_on_time,
    an_endorser_returns_only_what_is_still_in_the_house,
    desk_and_queue_count_the_same_as_held,
    a_refused_decision_leads_back_to_its_page,
);

async fn two_stewards_at_once_end_in_one_decision(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let submission = portal
        .hand_in(&balita("new"), "balita.csv", BALITA_2023)
        .await;
    let first = portal.api("walidata", "read,write").await;
    let second = portal.api("walidata2", "read,write").await;
    let approve = json!({"action": "approve"});
    let reject = json!({"action": "reject", "reason": "ganda"});
    let (one, two) = tokio::join!(
        first.act(id(&submission), &approve),
        second.act(id(&submission), &reject)
    );
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{} {}", one.text(), two.text());
}

async fn nobody_decides_on_their_own_submission(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let dinkes = portal.organization("dinkes").await;
    let roles = vec![(Role::Producer, Some(dinkes)), (Role::Steward, None)];
    portal.person("rangkap", roles).await;
    let both = portal.api("rangkap", "read,write").await;
    let files = [crate::helpers::Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    }];
    let submission = both.submission(&balita("new"), &files).await.json();
    portal.run_jobs().await;
    for action in ["claim", "approve", "reject", "return"] {
        let act = json!({"action": action, "reason": "sebab"});
        let answer = both.act(id(&submission), &act).await;
        expect(&answer, StatusCode::FORBIDDEN);
        assert!(
            answer.text().contains("submission.own"),
            "{action}: {}",
            answer.text()
        );
    }
}

async fn a_decided_submission_says_where_it_stands(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let submission = portal
        .hand_in(&balita("new"), "balita.csv", BALITA_2023)
        .await;
    portal.approve(&submission).await;
    let steward = portal.api("walidata2", "read,write").await;
    let late = steward
        .act(id(&submission), &json!({"action": "claim"}))
        .await;
    expect(&late, StatusCode::CONFLICT);
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let late = producer
        .act(id(&submission), &json!({"action": "recall"}))
        .await;
    expect(&late, StatusCode::CONFLICT);
}

async fn what_is_held_is_published_by_hand(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let submission = portal
        .hand_in(&balita("new"), "balita.csv", BALITA_2023)
        .await;
    let steward = portal.api("walidata", "read,write").await;
    let held = json!({"action": "approve", "publish": "hold"});
    let held = steward.act(id(&submission), &held).await;
    assert_eq!(held.json()["state"], "approved");
    expect(
        &portal.get("/dataset/jumlah-balita").await,
        StatusCode::NOT_FOUND,
    );
    let out = steward
        .act(id(&submission), &json!({"action": "publish"}))
        .await;
    assert_eq!(out.json()["state"], "released");
    expect(&portal.get("/dataset/jumlah-balita").await, StatusCode::OK);
}

async fn what_is_scheduled_is_published_on_time(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let submission = portal
        .hand_in(&balita("new"), "balita.csv", BALITA_2023)
        .await;
    let steward = portal.api("walidata", "read,write").await;
    let later = json!({"action": "approve", "at": "2025-03-05T01:00:00Z"});
    let answer = steward.act(id(&submission), &later).await;
    assert_eq!(answer.json()["state"], "scheduled", "{}", answer.text());
    portal.run_jobs().await;
    expect(
        &portal.get("/dataset/jumlah-balita").await,
        StatusCode::NOT_FOUND,
    );
    portal.advance_hours(24);
    portal.run_jobs().await;
    expect(&portal.get("/dataset/jumlah-balita").await, StatusCode::OK);
}

async fn an_endorser_returns_only_what_is_still_in_the_house(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let submission = portal
        .hand_in(&balita("new"), "balita.csv", BALITA_2023)
        .await;
    let steward = portal.api("walidata", "read,write").await;
    let claimed = steward
        .act(id(&submission), &json!({"action": "claim"}))
        .await;
    assert_eq!(claimed.json()["state"], "in_review");
    let endorser = portal.api("endorser.dinkes", "read,write").await;
    let act = json!({"action": "return", "reason": "belum"});
    expect(
        &endorser.act(id(&submission), &act).await,
        StatusCode::FORBIDDEN,
    );
}

async fn desk_and_queue_count_the_same_as_held(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let steward = portal.api("walidata", "read,write").await;
    let at = "2030-01-01T00:00:00Z";
    for (name, act) in [
        ("ditahan", json!({"action": "approve", "publish": "hold"})),
        ("dijadwalkan", json!({"action": "approve", "at": at})),
    ] {
        let mut body = balita("new");
        body["dataset"] = json!(name);
        body["title"] = json!(name);
        let made = portal.hand_in(&body, "balita.csv", BALITA_2023).await;
        expect(&steward.act(id(&made), &act).await, StatusCode::OK);
    }
    let mut browser = portal.signed_in("walidata").await;
    let desk = browser.get("/kerja").await.text();
    assert!(desk.contains("2 pengajuan disetujui"), "{desk}");
    let queue = browser.get("/kerja/antrean?tampilan=tahan").await.text();
    for name in ["ditahan", "dijadwalkan"] {
        assert!(queue.contains(&format!(">{name}<")), "{queue}");
    }
}

async fn a_refused_decision_leads_back_to_its_page(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let submission = portal
        .hand_in(&balita("new"), "balita.csv", BALITA_2023)
        .await;
    let page = format!("/kerja/pengajuan/{}", id(&submission));
    let mut steward = portal.signed_in("walidata").await;
    // The page of a form that was refused has the form's address; its tabs and languages are relative to it.
    for form in ["putusan", "komentar", "tindakan"] {
        for query in ["?bagian=data", "?lang=en", ""] {
            let answer = steward.get(&format!("{page}/{form}{query}")).await;
            assert!(
                answer.status.is_redirection(),
                "{form}{query}: {}",
                answer.status
            );
            assert_eq!(answer.location(), format!("{page}{query}"));
        }
    }
}
