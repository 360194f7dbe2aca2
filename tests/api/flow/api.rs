//! Over the API, with tokens.

use crate::helpers::{BALITA_2023, Place, TestApp, Upload, balita, both_databases, expect, id};
use http::{Request, StatusCode};
use serde_json::json;

both_databases!(
    a_file_becomes_public_rows,
    a_repeated_request_makes_one_submission,
    what_is_returned_is_mended_and_sent_again,
    tokens_open_only_what_they_name,
    what_is_missing_is_named,
);

async fn a_file_becomes_public_rows(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let submission = portal
        .hand_in(&balita("new"), "balita 2023.csv", BALITA_2023)
        .await;
    assert_eq!(submission["state"], "submitted", "{submission:#}");
    assert_eq!(submission["files"][0]["rows"], 3);
    let hidden = portal.get("/api/3/action/package_show?id=jumlah-balita");
    expect(&hidden.await, StatusCode::NOT_FOUND);

    let approved = portal.approve(&submission).await;
    assert_eq!(approved["state"], "released");
    let rows = portal.rows_of("jumlah-balita").await;
    let query = format!(
        "{rows}?select=kecamatan,jumlah_balita&jumlah_balita=gt.1000&order=jumlah_balita.desc"
    );
    let answer = portal.get(&query).await;
    expect(&answer, StatusCode::OK);
    assert_eq!(
        answer.json(),
        json!([
            {"kecamatan": "Magetan", "jumlah_balita": 1200},
            {"kecamatan": "Panekan", "jumlah_balita": 1050},
        ])
    );
    let found = portal.get("/api/3/action/package_search?q=balita").await;
    assert_eq!(found.json()["result"]["count"], 1);
    let page = portal.get("/dataset/jumlah-balita").await;
    expect(&page, StatusCode::OK);
    assert!(page.text().contains("1.200"));
}

async fn a_repeated_request_makes_one_submission(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let client = portal.api("produsen.dinkes", "read,write").await;
    let files = [Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    }];
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let request = Request::post("/api/v1/submissions").header("idempotency-key", "satu");
        let answer = client
            .submission_with(request, &balita("new"), &files)
            .await;
        expect(&answer, StatusCode::CREATED);
        numbers.push(answer.json()["number"].clone());
    }
    assert_eq!(numbers[0], numbers[1]);
    let list = client.get("/api/v1/submissions?mine").await;
    assert_eq!(list.json()["items"].as_array().unwrap().len(), 1);
}

async fn what_is_returned_is_mended_and_sent_again(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let submission = portal
        .hand_in(&balita("new"), "balita 2023.csv", BALITA_2023)
        .await;
    let steward = portal.api("walidata", "read,write").await;
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let id = id(&submission);

    let silent = steward.act(id, &json!({"action": "return"})).await;
    expect(&silent, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text().contains("submission.reason_missing"));
    let reason = json!({"action": "return", "reason": "Satuan belum diisi."});
    let returned = steward.act(id, &reason).await;
    expect(&returned, StatusCode::OK);
    assert_eq!(returned.json()["state"], "returned");

    // The producer is told why, and mends the description; what isn't named stays.
    let path = format!("/api/v1/submissions/{id}");
    let seen = producer.get(&path).await.json();
    assert_eq!(
        seen["returned"]["reason"], "Satuan belum diisi.",
        "{seen:#}"
    );
    let wrong = producer.patch(&path, &json!({"kontak": "x"})).await;
    expect(&wrong, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("kontak"), "{}", wrong.text());
    let change = json!({"contact": "Bidang Kesehatan Masyarakat", "tags": ["balita"]});
    let changed = producer.patch(&path, &change).await;
    expect(&changed, StatusCode::OK);
    let metadata = changed.json()["metadata"].clone();
    assert_eq!(metadata["contact"], "Bidang Kesehatan Masyarakat");
    assert_eq!(metadata["title"], seen["metadata"]["title"]);
    let foreign = steward.patch(&path, &change).await;
    assert_ne!(foreign.status, StatusCode::OK, "{}", foreign.text());

    let again = producer.act(id, &json!({"action": "submit"})).await;
    expect(&again, StatusCode::OK);
    portal.run_jobs().await;
    let approved = portal.approve(&submission).await;
    assert_eq!(approved["state"], "released");
}

async fn tokens_open_only_what_they_name(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let reader = portal.api("produsen.dinkes", "read").await;
    let files = [Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    }];
    let refused = reader.submission(&balita("new"), &files).await;
    expect(&refused, StatusCode::FORBIDDEN);

    let past = portal.now() - jiff::SignedDuration::from_secs(1);
    let token = portal.token("produsen.dinkes", "read", Some(past)).await;
    let mut expired = reader.clone();
    expired.token = token;
    expect(
        &expired.get("/api/v1/submissions").await,
        StatusCode::UNAUTHORIZED,
    );
    expired.token = "lmb_bukan-token".to_owned();
    expect(
        &expired.get("/api/v1/submissions").await,
        StatusCode::UNAUTHORIZED,
    );
    expect(
        &portal.get("/api/v1/submissions").await,
        StatusCode::UNAUTHORIZED,
    );
}

async fn what_is_missing_is_named(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let client = portal.api("produsen.dinkes", "read,write").await;
    let files = [Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    }];
    let mut body = balita("new");
    body["title"] = json!("");
    body["frequency"] = json!("kadang-kadang");
    let answer = client.submission(&body, &files).await;
    expect(&answer, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(
        text.contains("\"title\"") || text.contains("\"field\":\"title\""),
        "{text}"
    );

    let answer = client.submission(&balita("new"), &[]).await;
    expect(&answer, StatusCode::UNPROCESSABLE_ENTITY);
    let list = client.get("/api/v1/submissions?mine").await;
    assert_eq!(
        list.json()["items"],
        json!([]),
        "nothing is kept of what was refused"
    );
}
