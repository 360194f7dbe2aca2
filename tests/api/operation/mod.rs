//! What those who run the portal rely on.

use crate::helpers::{BALITA_2023, Place, TestApp, Upload, balita, both_databases, expect, id};
use http::StatusCode;
use serde_json::json;
use std::net::{IpAddr, Ipv4Addr};

both_databases!(
    a_renamed_organization_is_found_by_its_new_name,
    a_token_says_when_it_was_used,
    what_is_withdrawn_is_gone_with_its_manifest,
    an_inspection_that_is_given_up_goes_back_to_the_producer,
);

async fn a_renamed_organization_is_found_by_its_new_name(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let mut admin = portal.signed_in("admin").await;
    admin.get("/kelola/organisasi/dinkes").await;
    let fields = [
        ("name", "dinkes"),
        ("title", "Badan Kesejahteraan Umum"),
        ("abbreviation", "BKU"),
        ("kind", "badan"),
    ];
    let changed = admin.post("/kelola/organisasi/dinkes", &fields).await;
    assert!(changed.status.is_redirection(), "{}", changed.text());
    portal.run_jobs().await;
    let found = portal
        .get("/api/3/action/package_search?q=kesejahteraan")
        .await;
    assert_eq!(found.json()["result"]["count"], 1, "{}", found.text());
}

async fn a_token_says_when_it_was_used(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let client = portal.api("produsen.dinkes", "read").await;
    let used = || async {
        let mut tx = portal.begin().await;
        let (at,): (Option<i64>,) = sqlx::query_as("select last_used_at from api_token")
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        at
    };
    assert_eq!(used().await, None);
    client.get("/api/v1/submissions").await;
    let first = used().await;
    assert!(first.is_some());
    client.get("/api/v1/submissions").await;
    assert_eq!(used().await, first);
    portal.advance_hours(2);
    client.get("/api/v1/submissions").await;
    assert!(used().await > first);
}

async fn what_is_withdrawn_is_gone_with_its_manifest(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let rows = portal.published().await;
    let versions = portal.get("/api/v1/datasets/jumlah-balita/versions").await;
    let manifest = versions.json()["items"][0]["links"]["manifest"].clone();
    let manifest = manifest.as_str().unwrap();
    expect(&portal.get(manifest).await, StatusCode::OK);
    let steward = portal.api("walidata", "read,write").await;
    let path = "/api/v1/datasets/jumlah-balita/withdraw";
    let answer = steward.post(path, &json!({"reason": "data pribadi"})).await;
    assert!(answer.status.is_success(), "{}", answer.text());
    portal.run_jobs().await;
    for gone in [manifest, &rows, "/dataset/jumlah-balita"] {
        let answer = portal.get(gone).await;
        expect(&answer, StatusCode::GONE);
    }
    let found = portal.get("/api/3/action/package_search?q=balita").await;
    assert_eq!(found.json()["result"]["count"], 0);
}

async fn an_inspection_that_is_given_up_goes_back_to_the_producer(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let client = portal.api("produsen.dinkes", "read,write").await;
    let files = [Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    }];
    let made = client.submission(&balita("new"), &files).await.json();
    // What arrived is lost from the store: no attempt can succeed.
    std::fs::remove_dir_all(place.folder().join("blobs")).unwrap();
    std::fs::create_dir(place.folder().join("blobs")).unwrap();
    let _ = std::fs::remove_dir_all(place.folder().join("cache"));
    for _ in 0..12 {
        portal.work_despite_failures().await;
        portal.advance_hours(2);
    }
    let now = client
        .get(&format!("/api/v1/submissions/{}", id(&made)))
        .await
        .json();
    assert_eq!(now["files"][0]["state"], "failed", "{now:#}");
    assert_eq!(now["state"], "draft", "{now:#}");
}

#[tokio::test]
async fn figures_for_the_operator_are_not_passed_on_by_a_proxy() {
    let place = Place::new(crate::helpers::Server::Sqlite).await;
    let mut settings = place.settings();
    settings.server.trusted_proxies = vec![IpAddr::V4(Ipv4Addr::LOCALHOST)];
    let portal = TestApp::with_settings(settings).await;
    let metrics = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    let portal = portal.with_metrics(metrics.handle());
    expect(&portal.get("/metrics").await, StatusCode::OK);
    let from_outside = [("x-forwarded-for", "203.0.113.7")];
    expect(
        &portal.get_with("/metrics", &from_outside).await,
        StatusCode::NOT_FOUND,
    );
}
