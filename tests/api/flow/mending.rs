//! What the steps of an upload say beside the form: why it came back, and which years its data has.

use crate::helpers::{
    BALITA_2023, Browser, Place, TestApp, Upload, balita, both_databases, expect, id, says,
};
use http::StatusCode;
use serde_json::json;

both_databases!(
    a_returned_draft_says_why_where_it_is_mended,
    a_period_is_filled_in_from_title_and_columns,
    an_update_is_offered_the_years_that_the_table_will_have,
    an_update_is_asked_what_it_updates_and_how,
);

const STEPS: [&str; 4] = ["berkas", "periksa", "keterangan", "ringkasan"];

async fn a_returned_draft_says_why_where_it_is_mended(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let made = portal
        .hand_in(&balita("new"), "balita 2023.csv", BALITA_2023)
        .await;
    let id = id(&made).to_owned();
    let mut steward = portal.signed_in("walidata").await;
    let page = format!("/kerja/pengajuan/{id}");
    steward.get(&page).await;
    let comment = [
        ("place", "C3"),
        ("body", "Angka Barat <berbeda> dari laporan"),
    ];
    let said = steward.post(&format!("{page}/komentar"), &comment).await;
    assert!(said.status.is_redirection(), "{}", said.text());
    let client = portal.api("walidata", "read,write").await;
    let act =
        json!({"action": "return", "reason": "1. Lengkapi satuan\n2. Cocokkan dengan laporan"});
    expect(&client.act(&id, &act).await, StatusCode::OK);
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    for step in STEPS {
        let text = clerk
            .get(&format!("/kerja/unggah/{id}/{step}"))
            .await
            .text();
        for told in [
            "Dikembalikan untuk diperbaiki",
            "1. Lengkapi satuan\n2. Cocokkan dengan laporan",
            "C3",
            "Angka Barat &lt;berbeda&gt; dari laporan",
            &format!("{page}?bagian=percakapan"),
        ] {
            assert!(text.contains(told), "{step}: {told}: {text}");
        }
    }
    let path = format!("/kerja/unggah/{id}/keterangan");
    let english = clerk.get(&format!("{path}?lang=en")).await.text();
    assert!(english.contains("Returned to be mended"), "{english}");
    // Sent again, it has no steps; returned with another reason, it tells that one alone.
    let clerk_api = portal.api("produsen.dinkes", "read,write").await;
    let again = clerk_api.act(&id, &json!({"action": "submit"})).await;
    expect(&again, StatusCode::OK);
    portal.run_jobs().await;
    let act = json!({"action": "return", "reason": "Tinggal satuan"});
    expect(&client.act(&id, &act).await, StatusCode::OK);
    let text = clerk.get(&path).await.text();
    assert!(text.contains("Tinggal satuan"), "{text}");
    assert!(!text.contains("Angka Barat"), "{text}");
}

/// Begins an upload with these fields and sends a file; gives the address of the description.
async fn upload(
    portal: &TestApp,
    clerk: &mut Browser,
    fields: &[(&str, &str)],
    file: Upload<'_>,
) -> String {
    clerk.get("/kerja/unggah").await;
    let answer = clerk.post("/kerja/unggah", fields).await;
    assert!(answer.status.is_redirection(), "{}", answer.text());
    let path = answer.location().to_owned();
    clerk.get(&path).await;
    let sent = clerk.upload(&path, &[file]).await;
    assert!(sent.status.is_redirection(), "{}", sent.text());
    portal.run_jobs().await;
    path.replace("/berkas", "/keterangan")
}

async fn a_period_is_filled_in_from_title_and_columns(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    for (title, csv, period) in [
        (
            "Sepanjang tahun",
            "Jumlah bidan tahun 2022 s.d. 2024;;\nKecamatan;Puskesmas;Bidan\nBarat;Rejomulyo;4\nKawedanan;Ngujung;5\n",
            "2022-2024",
        ),
        (
            "Berdampingan",
            "Jumlah bidan, 2024;;;\nKecamatan;2022;2023;2024\nBarat;4;5;6\nKawedanan;5;6;7\nMagetan;8;8;9\n",
            "2022-2024",
        ),
        (
            "Ke bawah",
            "kecamatan;tahun;bidan\nBarat;2021;4\nBarat;2023;5\nMagetan;2022;9\n",
            "2021-2023",
        ),
    ] {
        let file = Upload {
            name: "bidan.csv",
            bytes: csv.as_bytes(),
        };
        let fields = [("kind", "new"), ("title", title)];
        let path = upload(&portal, &mut clerk, &fields, file).await;
        let shown = clerk.get(&path).await;
        assert_eq!(shown.field("period").as_deref(), Some(period), "{title}");
    }
}

async fn an_update_is_offered_the_years_that_the_table_will_have(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let fields = [("kind", "append"), ("dataset", "jumlah-balita")];
    let file = Upload {
        name: "balita 2024.csv",
        bytes: b"kecamatan;tahun;jumlah_balita\nMagetan;2024;1.150\nBarat;2024;930\n",
    };
    let path = upload(&portal, &mut clerk, &fields, file).await;
    let shown = clerk.get(&path).await;
    assert_eq!(shown.field("period").as_deref(), Some("2023-2024"));
    assert!(
        shown.text().contains("versi terbit menyebut"),
        "{}",
        shown.text()
    );
    // What is typed stays, with a word where it lacks a year.
    let typed = [
        ("title", "Jumlah balita per kecamatan"),
        ("period", "2024"),
        ("openness", "open"),
    ];
    let saved = clerk.post(&path, &typed).await;
    assert!(saved.status.is_redirection(), "{}", saved.text());
    let shown = clerk.get(&path).await;
    assert_eq!(shown.field("period").as_deref(), Some("2024"));
    assert!(shown.text().contains("2023-2024"), "{}", shown.text());
    let summary = clerk.get(saved.location()).await.text();
    assert!(summary.contains("2023-2024"), "{summary}");
}

async fn an_update_is_asked_what_it_updates_and_how(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let shown = clerk.get("/kerja/unggah").await.text();
    assert!(!shown.contains(" checked"), "{shown}");
    let asks = [
        (vec![], [true, true]),
        (vec![("kind", "replace")], [true, false]),
        (vec![("dataset", "jumlah-balita")], [false, true]),
    ];
    for (fields, [dataset, kind]) in asks {
        let answer = clerk.post("/kerja/unggah", &fields).await;
        expect(&answer, StatusCode::UNPROCESSABLE_ENTITY);
        let text = answer.text();
        assert_eq!(text.contains(&says("submission-dataset-missing")), dataset);
        assert_eq!(text.contains(&says("submission-kind-missing")), kind);
    }
    let named = clerk
        .get("/kerja/unggah?dataset=jumlah-balita")
        .await
        .text();
    assert_eq!(named.matches(" checked").count(), 1, "{named}");
}
