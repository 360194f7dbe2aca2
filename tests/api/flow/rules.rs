//! The page on which people set the rules of a table, and the code lists that columns are bound to.

use crate::helpers::{
    Browser, Place, TestApp, balita, both_databases, expect, id, multipart, says,
};
use http::{Request, StatusCode};
use serde_json::json;

both_databases!(
    a_producer_sets_the_rules_on_the_page,
    what_cannot_be_is_told_beside_its_field,
    a_code_list_is_uploaded_used_and_replaced,
);

/// The address of the page of the table's schema, and of its schema over the API.
async fn pages(portal: &TestApp) -> (String, String) {
    let rows = portal.published().await;
    let resource = rows.split('/').nth(4).unwrap();
    (
        format!("/kerja/skema/jumlah-balita/{resource}"),
        rows.replace("/rows", "/schema"),
    )
}

/// The form as it stands for the three columns of the table, with changes.
fn form<'a>(number: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("number", number),
        ("count", "3"),
        ("name_0", "kecamatan"),
        ("type_0", "string"),
        ("key_0", "1"),
        ("name_1", "tahun"),
        ("type_1", "year"),
        ("key_1", "1"),
        ("name_2", "jumlah_balita"),
        ("type_2", "integer"),
    ];
    fields.extend(changes);
    fields
}

async fn a_producer_sets_the_rules_on_the_page(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (page, schema) = pages(&portal).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let desk = clerk.get("/kerja").await.text();
    assert!(desk.contains("/kerja/skema/jumlah-balita"), "{desk}");
    let only = clerk.get("/kerja/skema/jumlah-balita").await;
    assert_eq!(only.location(), page);
    let shown = clerk.get(&page).await.text();
    assert!(shown.contains(&says("rules-inferred")), "{shown}");
    assert!(
        shown.contains("name=\"key_0\" value=\"1\" checked"),
        "{shown}"
    );
    let changes = [
        ("title_2", "Balita"),
        ("unit_2", "anak"),
        ("maximum_2", "5000"),
        ("enum_0", "Magetan\r\nBarat\r\nPanekan\r\n"),
        ("missing", "tidak dicatat"),
    ];
    let saved = clerk.post(&page, &form("1", &changes)).await;
    assert_eq!(saved.location(), page, "{}", saved.text());
    let shown = clerk.get(&page).await.text();
    assert!(shown.contains(&says("rules-set")), "{shown}");
    assert!(shown.contains("diberlakukan"), "{shown}");
    let client = portal.api("produsen.dinkes", "read").await;
    let set = client.get(&schema).await.json();
    assert_eq!(
        set["fields"][2],
        json!({
            "name": "jumlah_balita", "type": "integer", "title": "Balita", "unit": "anak",
            "constraints": { "maximum": 5000 },
        })
    );
    assert_eq!(
        set["fields"][0]["constraints"]["enum"],
        json!(["Magetan", "Barat", "Panekan"])
    );
    assert_eq!(set["missingValues"], json!(["", "tidak dicatat"]));
    assert_eq!(set["primaryKey"], json!(["kecamatan", "tahun"]));
    let late = clerk.post(&page, &form("1", &[])).await;
    expect(&late, StatusCode::CONFLICT);
    assert!(late.text().contains(&says("schema-stale")));
    // A column that leaves the schema is offered again.
    let fewer = form("2", &[("drop_2", "1")]);
    clerk.post(&page, &fewer).await;
    let shown = clerk.get(&page).await.text();
    assert!(
        shown.contains("name=\"tambah\" value=\"jumlah_balita\""),
        "{shown}"
    );
    let mut other = portal.signed_in("produsen.disdukcapil").await;
    expect(&other.get(&page).await, StatusCode::FORBIDDEN);
}

async fn what_cannot_be_is_told_beside_its_field(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (page, _) = pages(&portal).await;
    let mut steward = portal.signed_in("walidata").await;
    steward.get(&page).await;
    let changes = [
        ("minimum_2", "1.000,5"),
        ("pattern_0", "("),
        ("unit_0", "m"),
    ];
    let refused = steward.post(&page, &form("1", &changes)).await;
    expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    for field in ["minimum_2", "pattern_0", "unit_0"] {
        assert!(
            text.contains(&format!("id=\"e-{field}\"")),
            "{field}: {text}"
        );
    }
    assert!(text.contains("value=\"1.000,5\""), "what was typed stays");
}

/// Sends the form of a code list.
async fn send(admin: &mut Browser, path: &str, name: &str, codes: &[u8]) -> crate::helpers::Answer {
    admin.get(path).await;
    let parts = vec![
        ("csrf", None, admin.csrf.clone().into_bytes()),
        ("title", None, b"Kecamatan".to_vec()),
        ("name", None, name.as_bytes().to_vec()),
        ("codes", Some("kode.csv"), codes.to_vec()),
    ];
    admin.send(multipart(Request::post(path), parts)).await
}

async fn a_code_list_is_uploaded_used_and_replaced(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (page, _) = pages(&portal).await;
    let mut admin = portal.signed_in("admin").await;
    let wrong = send(
        &mut admin,
        "/kelola/kode",
        "kecamatan",
        b"kode,nama\n,Magetan\n",
    )
    .await;
    expect(&wrong, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("id=\"e-codes\""), "{}", wrong.text());
    let codes = b"kode;nama;berlaku_dari;berlaku_sampai\nMagetan;Kota;;\nBarat;Timur;;2023-12-31\nPanekan;Lereng;;\n";
    let made = send(&mut admin, "/kelola/kode", "kecamatan", codes).await;
    assert!(made.status.is_redirection(), "{}", made.text());
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    clerk.get(&page).await;
    let saved = clerk
        .post(&page, &form("1", &[("list_0", "kecamatan")]))
        .await;
    assert!(saved.status.is_redirection(), "{}", saved.text());
    let known = admin.get("/kelola/kode/kecamatan").await.text();
    assert!(known.contains(&page), "{known}");

    let text =
        "kecamatan;tahun;jumlah_balita\nMagetan;2024;1.300\nBarat;2024;960\nPanekn;2024;900\n";
    let mut body = balita("append");
    body["submit"] = false.into();
    let draft = portal.hand_in(&body, "baru.csv", text.as_bytes()).await;
    let client = portal.api("produsen.dinkes", "read").await;
    let path = format!("/api/v1/submissions/{}/report", id(&draft));
    let told = |report: serde_json::Value| -> Vec<String> {
        let findings = report["files"][0]["report"]["findings"].as_array().unwrap();
        let own = findings
            .iter()
            .filter(|f| f["code"].as_str().unwrap().starts_with("foreign"));
        own.map(|f| format!("{} {} {}", f["code"], f["cell"], f["expected"]).replace('"', ""))
            .collect()
    };
    let found = told(client.get(&path).await.json());
    assert_eq!(
        found,
        ["foreign_key_ended A3 …2023-12-31", "foreign_key A4 Panekan"]
    );

    let more = b"kode,nama\nMagetan,Kota\nBarat,Timur\nPanekn,Lereng\n";
    let replaced = send(&mut admin, "/kelola/kode/kecamatan", "", more).await;
    assert!(replaced.status.is_redirection(), "{}", replaced.text());
    let shown = admin.get("/kelola/kode/kecamatan").await.text();
    assert!(
        shown.contains("Panekn") && !shown.contains("Panekan"),
        "{shown}"
    );
    let draft = portal.signed_in("pembaca").await.get("/kelola/kode").await;
    expect(&draft, StatusCode::FORBIDDEN);
}
