//! Personal data hold a submission until a steward who had no part in it lets these cells through.

use crate::helpers::{
    ApiClient, Browser, Place, TestApp, Upload, balita, both_databases, expect, id,
};
use http::StatusCode;
use lumbung::accounts::Role;
use serde_json::{Value, json};

both_databases!(
    a_granted_exception_lets_exactly_this_file_through,
    a_refused_exception_may_be_asked_again,
    only_the_producer_asks_and_only_a_steward_decides,
    nobody_grants_what_they_asked_for,
    two_stewards_at_once_decide_once,
);

const WITH_NIK: &[u8] =
    b"kecamatan;nik;jumlah_balita\nMagetan;3520064107859903;12\nBarat;3520121207859904;9\n";
const OTHER_NIK: &[u8] =
    b"kecamatan;nik;jumlah_balita\nMagetan;3520064107859903;12\nBarat;3520121207859904;9\n\
    Panekan;3520080103559978;4\n";

/// A draft that personal data hold.
async fn held(portal: &TestApp, kind: &str, bytes: &[u8]) -> Value {
    let submission = portal.hand_in(&balita(kind), "penerima.csv", bytes).await;
    assert_eq!(submission["state"], "draft", "{submission:#}");
    assert_eq!(submission["files"][0]["personal"], 1, "{submission:#}");
    submission
}

fn ask() -> Value {
    json!({"action": "ask_exception", "reason": "pemilik sudah setuju tertulis"})
}

fn grant() -> Value {
    json!({"action": "grant_exception", "reason": "UU 27/2022 pasal 20 ayat (2) huruf a"})
}

async fn a_granted_exception_lets_exactly_this_file_through(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let steward = portal.api("walidata", "read,write").await;
    let draft = held(&portal, "new", WITH_NIK).await;
    let submit = json!({"action": "submit"});
    let refused = producer.act(id(&draft), &submit).await;
    expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = producer.act(id(&draft), &ask()).await;
    expect(&asked, StatusCode::OK);
    assert_eq!(asked.json()["exceptions"][0]["state"], "asked");
    let granted = steward.act(id(&draft), &grant()).await;
    expect(&granted, StatusCode::OK);
    let granted = granted.json();
    assert_eq!(granted["files"][0]["blocking"], 0, "{granted:#}");
    assert_eq!(granted["exceptions"][0]["state"], "granted");
    expect(&producer.act(id(&draft), &submit).await, StatusCode::OK);
    portal.run_jobs().await;
    portal.approve(&draft).await;
    assert_eq!(
        audited(&portal, id(&draft)).await,
        ["exception.asked", "exception.granted"]
    );
    // The same bytes need no second decision, other bytes do.
    let same = portal
        .hand_in(&balita("replace"), "lagi.csv", WITH_NIK)
        .await;
    assert_eq!(same["state"], "submitted", "{same:#}");
    portal.approve(&same).await;
    held(&portal, "replace", OTHER_NIK).await;
}

async fn a_refused_exception_may_be_asked_again(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let steward = portal.api("walidata", "read,write").await;
    let draft = held(&portal, "new", WITH_NIK).await;
    for action in ["grant_exception", "refuse_exception"] {
        let early = steward
            .act(id(&draft), &json!({"action": action, "reason": "x"}))
            .await;
        expect(&early, StatusCode::NOT_FOUND);
    }
    expect(&producer.act(id(&draft), &ask()).await, StatusCode::OK);
    let twice = producer.act(id(&draft), &ask()).await;
    expect(&twice, StatusCode::CONFLICT);
    let wordless = steward
        .act(id(&draft), &json!({"action": "refuse_exception"}))
        .await;
    expect(&wordless, StatusCode::UNPROCESSABLE_ENTITY);
    let refuse = json!({"action": "refuse_exception", "reason": "tidak ada dasar hukum"});
    let refused = steward.act(id(&draft), &refuse).await;
    expect(&refused, StatusCode::OK);
    let late = steward.act(id(&draft), &grant()).await;
    expect(&late, StatusCode::CONFLICT);
    let again = producer.act(id(&draft), &ask()).await;
    expect(&again, StatusCode::OK);
    assert_eq!(again.json()["exceptions"].as_array().unwrap().len(), 2);
    let submit = producer.act(id(&draft), &json!({"action": "submit"})).await;
    expect(&submit, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn only_the_producer_asks_and_only_a_steward_decides(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let draft = held(&portal, "new", WITH_NIK).await;
    let others = [
        ("produsen.disdukcapil", StatusCode::NOT_FOUND),
        ("endorser.dinkes", StatusCode::FORBIDDEN),
        ("walidata", StatusCode::NOT_FOUND),
        ("kepala.dinas", StatusCode::NOT_FOUND),
        ("admin", StatusCode::NOT_FOUND),
    ];
    for (name, status) in others {
        let client = portal.api(name, "read,write").await;
        assert_eq!(
            client.act(id(&draft), &ask()).await.status,
            status,
            "{name}"
        );
    }
    let producer = portal.api("produsen.dinkes", "read,write").await;
    expect(&producer.act(id(&draft), &ask()).await, StatusCode::OK);
    reads_are_masked(&portal, &draft).await;
    for (name, status) in others {
        let client = portal.api(name, "read,write").await;
        let answer = client.act(id(&draft), &grant()).await;
        let status = if name == "walidata" {
            StatusCode::OK
        } else {
            status
        };
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
    }
    let own = producer.act(id(&draft), &grant()).await;
    expect(&own, StatusCode::FORBIDDEN);
}

async fn reads_are_masked(portal: &TestApp, draft: &Value) {
    let steward = portal.api("walidata", "read,write").await;
    let mut pages: Vec<String> = Vec::new();
    for path in ["", "/report"] {
        let path = format!("/api/v1/submissions/{}{path}", id(draft));
        pages.push(read(&steward, &path).await);
    }
    for name in ["walidata", "produsen.dinkes"] {
        let mut browser = portal.signed_in(name).await;
        for part in ["perubahan", "data", "temuan", "berkas"] {
            let path = format!("/kerja/pengajuan/{}?bagian={part}", id(draft));
            pages.push(page(&mut browser, &path).await);
        }
    }
    let mut browser = portal.signed_in("walidata2").await;
    let file = draft["files"][0]["id"].as_str().unwrap();
    let marked = format!("/kerja/unggah/{}/berkas/{file}/bertanda", id(draft));
    expect(&browser.get(&marked).await, StatusCode::NOT_FOUND);
    let desk = page(&mut browser, "/kerja").await;
    assert!(desk.contains(draft["number"].as_str().unwrap()), "{desk}");
    for page in pages {
        assert!(
            !page.contains("4107859903") && !page.contains("1207859904"),
            "{page}"
        );
    }
}

async fn read(client: &ApiClient, path: &str) -> String {
    let answer = client.get(path).await;
    expect(&answer, StatusCode::OK);
    answer.text()
}

async fn page(browser: &mut Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    expect(&answer, StatusCode::OK);
    answer.text()
}

async fn nobody_grants_what_they_asked_for(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let dinkes = portal.organization("dinkes").await;
    let roles = vec![(Role::Producer, Some(dinkes)), (Role::Steward, None)];
    portal.person("rangkap", roles).await;
    let both = portal.api("rangkap", "read,write").await;
    let files = [Upload {
        name: "penerima.csv",
        bytes: WITH_NIK,
    }];
    let draft = both.submission(&balita("new"), &files).await.json();
    portal.run_jobs().await;
    expect(&both.act(id(&draft), &ask()).await, StatusCode::OK);
    let own = both.act(id(&draft), &grant()).await;
    expect(&own, StatusCode::FORBIDDEN);
    assert!(own.text().contains("submission.own"), "{}", own.text());
}

async fn two_stewards_at_once_decide_once(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let draft = held(&portal, "new", WITH_NIK).await;
    let producer = portal.api("produsen.dinkes", "read,write").await;
    expect(&producer.act(id(&draft), &ask()).await, StatusCode::OK);
    let one = portal.api("walidata", "read,write").await;
    let two = portal.api("walidata2", "read,write").await;
    let refuse = json!({"action": "refuse_exception", "reason": "tidak ada dasar hukum"});
    let grant = grant();
    let (first, second) = tokio::join!(one.act(id(&draft), &grant), two.act(id(&draft), &refuse));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{} {}", first.text(), second.text());
}

async fn audited(portal: &TestApp, submission: &str) -> Vec<String> {
    let mut tx = portal.begin().await;
    let rows: Vec<(String,)> = sqlx::query_as(
        "select action from audit_event where subject_id = $1 and action like 'exception.%' order by sequence",
    )
    .bind(submission)
    .fetch_all(&mut *tx)
    .await
    .unwrap();
    rows.into_iter().map(|(action,)| action).collect()
}
