//! The rules of a table: inferred at its first release, set by its people, held against every update.

use crate::helpers::{
    ApiClient, BALITA_2023, Place, TestApp, Upload, balita, both_databases, expect, id,
};
use axum::body::Body;
use http::{Request, StatusCode};
use serde_json::{Value, json};

both_databases!(
    the_first_release_infers_the_rules,
    what_breaks_inferred_rules_warns,
    what_breaks_set_rules_blocks,
    a_set_schema_is_in_force_from_the_next_release,
    an_open_draft_is_inspected_again_under_new_rules,
    only_those_of_the_house_and_stewards_set_rules,
    a_schema_that_cannot_be_is_refused_with_its_places,
    missing_periods_and_lost_rows_are_told,
    a_database_without_schemas_goes_on,
);

/// The address of the schema of the public dataset `jumlah-balita`.
async fn published(portal: &TestApp) -> String {
    portal.published().await.replace("/rows", "/schema")
}

async fn put(client: &ApiClient, address: &str, schema: &Value) -> crate::helpers::Answer {
    put_with(client, address, schema, "*").await
}

async fn put_with(
    client: &ApiClient,
    address: &str,
    schema: &Value,
    seen: &str,
) -> crate::helpers::Answer {
    let request = Request::put(address)
        .header("content-type", "application/json")
        .header("if-match", seen)
        .body(Body::from(schema.to_string()));
    client.send(request.unwrap()).await
}

/// Hands an update in without submitting it; gives the findings.
async fn findings(portal: &TestApp, kind: &str, text: &str) -> Vec<Value> {
    let mut body = balita(kind);
    body["submit"] = false.into();
    let draft = portal.hand_in(&body, "baru.csv", text.as_bytes()).await;
    findings_of(portal, id(&draft)).await
}

async fn findings_of(portal: &TestApp, draft: &str) -> Vec<Value> {
    let client = portal.api("produsen.dinkes", "read").await;
    let path = format!("/api/v1/submissions/{draft}/report");
    let report = client.get(&path).await.json();
    report["files"][0]["report"]["findings"]
        .as_array()
        .unwrap_or_else(|| panic!("{report:#}"))
        .clone()
}

/// Code, level and cell of each finding.
fn told(findings: &[Value]) -> Vec<(&str, &str, &str)> {
    findings
        .iter()
        .map(|finding| {
            let part = |name: &str| finding[name].as_str().unwrap_or_default();
            (part("code"), part("level"), part("cell"))
        })
        .collect()
}

async fn the_first_release_infers_the_rules(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let address = published(&portal).await;
    let answer = portal.get(&address).await;
    expect(&answer, StatusCode::OK);
    let schema = answer.json();
    let fields = json!([
        { "name": "kecamatan", "type": "string", "constraints": { "required": true } },
        { "name": "tahun", "type": "year", "constraints": { "required": true } },
        { "name": "jumlah_balita", "type": "integer", "constraints": { "required": true } },
    ]);
    assert_eq!(schema["fields"], fields, "{schema:#}");
    assert_eq!(schema["primaryKey"], json!(["kecamatan", "tahun"]));
    assert_eq!(schema["row_count"], 3);
    let versions = portal
        .get("/api/v1/datasets/jumlah-balita/versions")
        .await
        .json();
    let version = versions["items"][0]["id"].as_str().unwrap();
    let manifest = portal
        .get(&format!("/api/v1/versions/{version}/manifest"))
        .await
        .json();
    assert_eq!(manifest["resources"][0]["schema"]["fields"], fields);
    let client = portal.api("produsen.dinkes", "read").await;
    let own = client.get(&address).await.json();
    assert_eq!(
        (&own["number"], &own["origin"]),
        (&json!(1), &json!("inferred"))
    );
}

async fn what_breaks_inferred_rules_warns(place: Place) {
    let portal = TestApp::with_people(&place).await;
    published(&portal).await;
    let text = "kecamatan;tahun;jumlah balta\nMagetan;2023;1.200\n;2023;950\nMagetan;2023;7\nPanekan;2023;8\n\
        Barat;2023;950\n";
    let found = findings(&portal, "replace", text).await;
    assert_eq!(
        told(&found),
        [
            ("constraint_required", "warning", "A3"),
            ("constraint_unique", "warning", "A4"),
            ("schema_missing_column", "warning", ""),
            ("schema_extra_column", "warning", "C"),
        ],
        "{found:#?}"
    );
    assert_eq!(found[2]["expected"], "jumlah_balta");
}

/// The schema of the table with a range, set by its producer.
async fn ruled(portal: &TestApp, address: &str) -> ApiClient {
    let client = portal.api("produsen.dinkes", "read,write").await;
    let mut schema = client.get(address).await.json();
    schema["fields"][2]["constraints"]["maximum"] = 5000.into();
    schema["fields"][2]["unit"] = "anak".into();
    schema["fields"][0]["constraints"]["enum"] = json!(["Magetan", "Barat", "Panekan"]);
    let set = put(&client, address, &schema).await;
    expect(&set, StatusCode::OK);
    assert_eq!(set.json()["origin"], "set");
    assert_eq!(set.json()["number"], 2);
    client
}

async fn what_breaks_set_rules_blocks(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let address = published(&portal).await;
    ruled(&portal, &address).await;
    let text =
        "kecamatan;tahun;jumlah_balita\nMagetan;2024;1.200\nBarta;2024;9.500\nPanekan;2024;n/a\n";
    let mut body = balita("append");
    body["submit"] = false.into();
    let draft = portal.hand_in(&body, "baru.csv", text.as_bytes()).await;
    let mut found = findings_of(&portal, id(&draft)).await;
    // The regional list of names has its own word on "Barta", which only warns.
    found.retain(|finding| finding["code"] != "region_nearly");
    assert_eq!(
        told(&found),
        [
            ("constraint_enum", "blocking", "A3"),
            ("constraint_range", "blocking", "C3"),
            ("constraint_required", "blocking", "C4"),
            ("period_incomplete", "warning", ""),
        ],
        "{found:#?}"
    );
    let client = portal.api("produsen.dinkes", "read,write").await;
    let refused = client.act(id(&draft), &json!({"action": "submit"})).await;
    expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn a_set_schema_is_in_force_from_the_next_release(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let address = published(&portal).await;
    ruled(&portal, &address).await;
    let before = portal.get(&address).await.json();
    assert_eq!(before["fields"][2].get("unit"), None, "{before:#}");
    let text =
        "kecamatan;tahun;jumlah_balita\nMagetan;2024;1.300\nBarat;2024;960\nPanekan;2024;900\n";
    let update = portal
        .hand_in(&balita("append"), "balita 2024.csv", text.as_bytes())
        .await;
    assert_eq!(update["state"], "submitted", "{update:#}");
    portal.approve(&update).await;
    let now = portal.get(&address).await.json();
    assert_eq!(now["fields"][2]["unit"], "anak");
    assert_eq!(now["fields"][2]["constraints"]["maximum"], 5000);
    let first = portal.get(&format!("{address}?version=1")).await.json();
    assert_eq!(first["fields"], before["fields"]);
}

async fn an_open_draft_is_inspected_again_under_new_rules(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let address = published(&portal).await;
    let mut body = balita("append");
    body["submit"] = false.into();
    let text =
        "kecamatan;tahun;jumlah_balita\nMagetan;2024;9.300\nBarat;2024;960\nPanekan;2024;900\n";
    let draft = portal.hand_in(&body, "baru.csv", text.as_bytes()).await;
    assert_eq!(findings_of(&portal, id(&draft)).await, [] as [Value; 0]);
    ruled(&portal, &address).await;
    portal.run_jobs().await;
    let found = findings_of(&portal, id(&draft)).await;
    assert_eq!(told(&found), [("constraint_range", "blocking", "C2")]);
}

async fn only_those_of_the_house_and_stewards_set_rules(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let address = published(&portal).await;
    let schema = portal.get(&address).await.json();
    for (name, status) in [
        ("produsen.disdukcapil", StatusCode::FORBIDDEN),
        ("pembaca", StatusCode::FORBIDDEN),
        ("admin", StatusCode::FORBIDDEN),
        ("walidata", StatusCode::OK),
        ("produsen.dinkes", StatusCode::OK),
    ] {
        let client = portal.api(name, "read,write").await;
        expect(&put(&client, &address, &schema).await, status);
    }
    let producer = portal.api("produsen.dinkes", "read,write").await;
    expect(
        &put(&producer, &address, &json!({})).await,
        StatusCode::UNPROCESSABLE_ENTITY,
    );
    let reader = portal.api("produsen.dinkes", "read").await;
    expect(
        &put(&reader, &address, &schema).await,
        StatusCode::FORBIDDEN,
    );
    let request = Request::put(&address).body(Body::from("{}")).unwrap();
    expect(&portal.send(request).await, StatusCode::UNAUTHORIZED);
    let (_, unknown) = address.split_once("/resources/").unwrap();
    let unknown = address.replace(unknown, "0195a000-0000-7000-8000-000000000000/schema");
    let client = portal.api("walidata", "read,write").await;
    expect(
        &put(&client, &unknown, &schema).await,
        StatusCode::NOT_FOUND,
    );
    let late = put_with(&client, &address, &schema, "\"schema-1\"").await;
    expect(&late, StatusCode::CONFLICT);
    let mut tx = portal.begin().await;
    let (events,): (i64,) =
        sqlx::query_as("select count(*) from audit_event where action = 'schema.set'")
            .fetch_one(&mut *tx)
            .await
            .unwrap();
    // The second person confirmed what the first had set.
    assert_eq!(events, 1);
}

async fn a_schema_that_cannot_be_is_refused_with_its_places(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let address = published(&portal).await;
    let client = portal.api("produsen.dinkes", "read,write").await;
    let wrong = json!({
        "fields": [{ "name": "kecamatan", "type": "text" }],
        "primaryKey": ["tahun"], "lain": 1,
    });
    let refused = put(&client, &address, &wrong).await;
    expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
    let places: Vec<Value> = refused.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| json!([error["field"], error["code"]]))
        .collect();
    assert_eq!(
        json!(places),
        json!([
            ["lain", "schema.member_unknown"],
            ["fields[0].type", "schema.type_unknown"],
            ["primaryKey", "schema.column_unknown"],
        ]),
        "{}",
        refused.text()
    );
    let list = json!({
        "fields": [{ "name": "kecamatan", "type": "string" }],
        "foreignKeys": [{ "fields": "kecamatan", "reference": { "resource": "tidak-ada", "fields": "code" } }],
    });
    let refused = put(&client, &address, &list).await;
    expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("schema.list_unknown"),
        "{}",
        refused.text()
    );
    let request = Request::put(&address)
        .header("content-type", "application/json")
        .body(Body::from("{"));
    let answer = client.send(request.unwrap()).await;
    assert!(answer.text().contains("api.not_json"), "{}", answer.text());
}

async fn missing_periods_and_lost_rows_are_told(place: Place) {
    let portal = TestApp::with_people(&place).await;
    published(&portal).await;
    let text = "kecamatan;tahun;jumlah_balita\nMagetan;2025;1.300\nBarat;2025;960\n";
    let mut body = balita("append");
    body["submit"] = false.into();
    let draft = portal.hand_in(&body, "baru.csv", text.as_bytes()).await;
    let found = findings_of(&portal, id(&draft)).await;
    assert_eq!(
        told(&found),
        [
            ("period_gap", "warning", ""),
            ("period_incomplete", "warning", "")
        ],
        "{found:#?}"
    );
    assert_eq!(found[0]["value"], "2024");
    assert_eq!(
        (&found[1]["value"], &found[1]["count"]),
        (&json!("Panekan"), &json!(1))
    );
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let check = format!("/kerja/unggah/{}/periksa", id(&draft));
    let page = clerk.get(&check).await.text();
    assert!(page.contains("2024 tidak ada."), "{page}");
    assert!(
        page.contains("1 baris yang ada pada 2023 tidak ada pada periode baru"),
        "{page}"
    );
    for code in [
        "period_gap",
        "period_incomplete",
        "rows_lost",
        "constraint_enum",
    ] {
        let help = clerk.get(&format!("/bantuan/temuan/{code}?lang=en")).await;
        expect(&help, StatusCode::OK);
    }
}

/// A version that was released before there were schemas has none; its next update gets one.
async fn a_database_without_schemas_goes_on(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let address = published(&portal).await;
    let mut tx = portal.begin().await;
    for statement in [
        "update version_resource set schema_id = null",
        "delete from resource_schema",
    ] {
        sqlx::query(statement).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    let schema = portal.get(&address).await.json();
    assert_eq!(
        schema["fields"][1],
        json!({ "name": "tahun", "type": "year" })
    );
    let files = [Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    }];
    let client = portal.api("produsen.dinkes", "read,write").await;
    let mut body = balita("replace");
    body["release_note"] = "Tetap".into();
    let answer = client.submission(&body, &files).await;
    expect(&answer, StatusCode::CREATED);
    portal.run_jobs().await;
    portal.approve(&answer.json()).await;
    let schema = portal.get(&address).await.json();
    assert_eq!(schema["primaryKey"], json!(["kecamatan", "tahun"]));
}
