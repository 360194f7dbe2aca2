//! Files of drafts over the API: added, replaced, taken out.

use crate::helpers::{
    ApiClient, BALITA_2023, Place, TestApp, Upload, balita, both_databases, expect, id,
};
use http::StatusCode;
use serde_json::{Value, json};

both_databases!(
    a_returned_submission_gets_the_mended_file,
    files_come_and_go_while_it_is_a_draft,
    a_table_is_called_otherwise,
    a_repeated_addition_adds_once,
    who_may_not_change_it_learns_nothing,
    the_name_of_ones_own_draft_leads_to_it,
);

const NAME: &str = "balita 2023.csv";
const MENDED: Upload<'_> = Upload {
    name: NAME,
    bytes: b"kecamatan;tahun;jumlah_balita\nMagetan;2023;1.200\nBarat;2023;950\nPanekan;2023;1.050\nPlaosan;2023;870\n",
};
const OTHER: Upload<'_> = Upload {
    name: "puskesmas.csv",
    bytes: b"puskesmas;kecamatan\nRejomulyo;Barat\nNgujung;Maospati\n",
};

fn files(submission: &Value) -> &Vec<Value> {
    submission["files"].as_array().unwrap()
}

fn of(submission: &Value, file: &Value) -> String {
    let file = file["id"].as_str().unwrap();
    format!("/api/v1/submissions/{}/files/{file}", id(submission))
}

async fn draft(portal: &TestApp) -> Value {
    let mut body = balita("new");
    body["submit"] = json!(false);
    portal.hand_in(&body, NAME, BALITA_2023).await
}

async fn producer(portal: &TestApp) -> ApiClient {
    portal.api("produsen.dinkes", "read,write").await
}

async fn a_returned_submission_gets_the_mended_file(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let made = portal.hand_in(&balita("new"), NAME, BALITA_2023).await;
    let producer = producer(&portal).await;
    let early = producer.add_files(id(&made), None, &[MENDED]).await;
    expect(&early, StatusCode::CONFLICT);
    assert_eq!(early.json()["submission"], made["id"], "{}", early.text());
    let early = producer.delete(&of(&made, &made["files"][0])).await;
    expect(&early, StatusCode::CONFLICT);
    let steward = portal.api("walidata", "read,write").await;
    let act = json!({"action": "return", "reason": "Plaosan belum ada."});
    expect(&steward.act(id(&made), &act).await, StatusCode::OK);

    let answer = producer.add_files(id(&made), None, &[MENDED]).await;
    expect(&answer, StatusCode::CREATED);
    let mended = answer.json();
    assert_eq!(files(&mended).len(), 1, "{mended:#}");
    assert_ne!(mended["files"][0]["sha256"], made["files"][0]["sha256"]);
    let (old, new) = (&made["files"][0], &mended["files"][0]);
    assert_eq!(old["resource_id"], new["resource_id"]);
    assert_eq!(mended["notice"]["code"], "submission.inspecting");
    portal.run_jobs().await;
    let again = producer.act(id(&made), &json!({"action": "submit"})).await;
    expect(&again, StatusCode::OK);
    portal.run_jobs().await;
    portal.approve(&made).await;
    let rows = portal.rows_of("jumlah-balita").await;
    let answer = portal.get(&format!("{rows}?kecamatan=eq.Plaosan")).await;
    assert_eq!(answer.json()[0]["jumlah_balita"], 870, "{}", answer.text());
}

async fn files_come_and_go_while_it_is_a_draft(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let made = draft(&portal).await;
    let producer = producer(&portal).await;
    let none = producer.add_files(id(&made), None, &[]).await;
    expect(&none, StatusCode::UNPROCESSABLE_ENTITY);
    let json = json!({ "file": "x" });
    let path = format!("/api/v1/submissions/{}/files", id(&made));
    let no_parts = producer.post(&path, &json).await;
    expect(&no_parts, StatusCode::UNPROCESSABLE_ENTITY);
    for refused in [none, no_parts] {
        assert_eq!(refused.json()["errors"][0]["field"], "file");
    }
    let answer = producer.add_files(id(&made), None, &[OTHER]).await;
    expect(&answer, StatusCode::CREATED);
    let both = answer.json();
    let names: Vec<&Value> = files(&both).iter().map(|file| &file["file"]).collect();
    assert_eq!(names, [NAME, OTHER.name], "{both:#}");
    let gone = producer.delete(&of(&made, &made["files"][0])).await;
    expect(&gone, StatusCode::OK);
    let left = gone.json();
    assert_eq!(files(&left).len(), 1);
    assert_eq!(left["files"][0]["file"], OTHER.name);
    let twice = producer.delete(&of(&made, &made["files"][0])).await;
    expect(&twice, StatusCode::NOT_FOUND);
}

async fn a_table_is_called_otherwise(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let made = draft(&portal).await;
    let producer = producer(&portal).await;
    let path = of(&made, &made["files"][0]);
    let renamed = producer
        .patch(&path, &json!({ "name": " Balita menurut kecamatan " }))
        .await;
    expect(&renamed, StatusCode::OK);
    assert_eq!(
        renamed.json()["files"][0]["name"],
        "Balita menurut kecamatan"
    );
    for (body, says) in [
        (json!({ "name": " " }), "nama"),
        (json!({ "nama": "Balita" }), "unknown field `nama`"),
    ] {
        let refused = producer.patch(&path, &body).await;
        expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(says), "{}", refused.text());
    }
}

async fn a_repeated_addition_adds_once(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let made = draft(&portal).await;
    let producer = producer(&portal).await;
    for _ in 0..2 {
        let answer = producer.add_files(id(&made), Some("satu"), &[OTHER]).await;
        expect(&answer, StatusCode::CREATED);
        assert_eq!(files(&answer.json()).len(), 2, "{}", answer.text());
    }
    // The key is this submission's: elsewhere it is another.
    let mut body = balita("new");
    (body["submit"], body["dataset"]) = (json!(false), json!("balita-lain"));
    let second = portal.hand_in(&body, NAME, BALITA_2023).await;
    let answer = producer
        .add_files(id(&second), Some("satu"), &[OTHER])
        .await;
    expect(&answer, StatusCode::CREATED);
    assert_eq!(answer.json()["id"], second["id"]);
}

async fn who_may_not_change_it_learns_nothing(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let made = draft(&portal).await;
    let mut body = balita("new");
    (body["submit"], body["dataset"]) = (json!(false), json!("balita-lain"));
    let second = portal.hand_in(&body, NAME, BALITA_2023).await;
    let file = of(&made, &made["files"][0]);
    for (name, scopes, refused) in [
        ("produsen.disdukcapil", "read,write", StatusCode::NOT_FOUND),
        ("walidata", "read,write", StatusCode::NOT_FOUND),
        ("produsen.dinkes", "read", StatusCode::FORBIDDEN),
    ] {
        let client = portal.api(name, scopes).await;
        let added = client.add_files(id(&made), None, &[]).await;
        expect(&added, refused);
        expect(&client.delete(&file).await, refused);
    }
    // A file is of one submission.
    let producer = producer(&portal).await;
    let foreign = of(&made, &second["files"][0]);
    expect(&producer.delete(&foreign).await, StatusCode::NOT_FOUND);
    let seen = producer
        .get(second["links"]["self"].as_str().unwrap())
        .await;
    assert_eq!(files(&seen.json()).len(), 1);
}

async fn the_name_of_ones_own_draft_leads_to_it(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let made = draft(&portal).await;
    let file = [MENDED];
    let colleague = portal.api("produsen2.dinkes", "read,write").await;
    let answer = colleague.submission(&balita("new"), &file).await;
    expect(&answer, StatusCode::CONFLICT);
    assert_eq!(answer.json()["submission"], made["id"], "{}", answer.text());
    assert_eq!(answer.json()["code"], "submission.open_submission");
    let number = made["number"].as_str().unwrap();
    assert!(answer.text().contains(number), "{}", answer.text());
    // Another house learns only that the name is taken.
    let stranger = portal.api("produsen.disdukcapil", "read,write").await;
    let mut body = balita("new");
    body["organization"] = json!("disdukcapil");
    let answer = stranger.submission(&body, &file).await;
    expect(&answer, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.json()["errors"][0]["code"], "catalog.name_taken");
    assert!(!answer.text().contains(number), "{}", answer.text());
}
