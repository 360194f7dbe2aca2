//! How a producer overrules the portal's reading of a file on its page, and what becomes of that later.

use crate::helpers::{
    BALITA_2023, Browser, Place, TestApp, Upload, balita, both_databases, expect, id, says,
};
use http::StatusCode;
use lumbung::app::tasks;
use serde_json::Value;
use std::fmt::Write;
use std::time::{Duration, Instant};

both_databases!(
    what_was_decided_is_listed_obeyed_and_taken_back,
    findings_are_filtered_explained_and_mended_in_place,
    a_form_that_cannot_be_is_refused_with_what_was_typed,
    another_sheet_becomes_another_resource,
    another_table_of_the_sheet_is_read_instead_or_too,
    the_next_file_is_read_as_the_last_one,
    an_inspection_is_stopped_and_begun_again,
    a_running_inspection_is_killed,
);

const SCHOOLS: &[u8] = include_bytes!("../../../data/demo/files/sekolah.xlsx");
const WRONG_CODES: &[u8] = include_bytes!("../../../data/demo/files/bantuan-pangan-kode-salah.csv");

/// A draft of one file, its inspection queued; gives the browser and the addresses of the check and of its file.
async fn draft(portal: &TestApp, name: &str, bytes: &[u8]) -> (Browser, String, String) {
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    clerk.get("/kerja/unggah").await;
    let fields = [("kind", "new"), ("title", "Data uji bacaan")];
    let begun = clerk.post("/kerja/unggah", &fields).await;
    let address = begun.location().strip_suffix("/berkas").unwrap().to_owned();
    clerk.get(&format!("{address}/berkas")).await;
    clerk
        .upload(&format!("{address}/berkas"), &[Upload { name, bytes }])
        .await;
    let check = format!("{address}/periksa");
    let file = files(portal, &address).await.remove(0);
    let file = format!("{check}/{}", file["id"].as_str().unwrap());
    (clerk, check, file)
}

async fn files(portal: &TestApp, address: &str) -> Vec<Value> {
    let client = portal.api("produsen.dinkes", "read").await;
    let submission = address.rsplit('/').next().unwrap();
    let path = format!("/api/v1/submissions/{submission}");
    let seen = client.get(&path).await.json();
    seen["files"].as_array().unwrap().clone()
}

async fn report(portal: &TestApp, check: &str, index: usize) -> Value {
    let client = portal.api("produsen.dinkes", "read").await;
    let submission = check.split('/').nth(3).unwrap();
    let path = format!("/api/v1/submissions/{submission}/report");
    client.get(&path).await.json()["files"][index]["report"].clone()
}

async fn what_was_decided_is_listed_obeyed_and_taken_back(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (mut clerk, check, file) = draft(&portal, "balita.csv", BALITA_2023).await;
    portal.run_jobs().await;
    clerk.get(&check).await;
    let column = [
        ("kolom", "C"),
        ("kolom_ubah", "1"),
        ("title", "Balita"),
        ("was_title", "jumlah_balita"),
        ("unit", "anak"),
        ("was_unit", ""),
    ];
    let sent = clerk.post(&file, &column).await;
    assert!(sent.location().starts_with(&check), "{}", sent.location());
    clerk.post(&file, &[("abaikan_baris", "3")]).await;
    portal.run_jobs().await;
    let page = clerk.get(&check).await.text();
    assert!(page.contains("Satuan kolom C: anak"), "{page}");
    assert!(page.contains("Baris diabaikan: 3"));
    let seen = report(&portal, &check, 0).await;
    assert_eq!(seen["tables"][0]["row_count"], 2, "{seen:#}");
    assert_eq!(seen["tables"][0]["columns"][2]["unit"], "anak");
    for key in ["ignored", "unit:C", "title:C"] {
        clerk.post(&file, &[("lupakan", key)]).await;
    }
    portal.run_jobs().await;
    let page = clerk.get(&check).await.text();
    assert!(!page.contains(&says("decided-title")));
    let seen = report(&portal, &check, 0).await;
    assert_eq!(seen["tables"][0]["row_count"], 3);
}

async fn findings_are_filtered_explained_and_mended_in_place(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (mut clerk, check, file) = draft(&portal, "kode.csv", WRONG_CODES).await;
    portal.run_jobs().await;
    let page = clerk.get(&check).await.text();
    assert!(page.contains("/bantuan/temuan/code_unknown"), "{page}");
    assert!(page.contains("/bantuan/temuan/code_outside_region"));
    let only = clerk
        .get(&format!("{check}?temuan=code_unknown"))
        .await
        .text();
    assert!(!only.contains("/bantuan/temuan/code_outside_region"));
    let none = clerk.get(&format!("{check}?tingkat=warning")).await.text();
    assert!(!none.contains("/bantuan/temuan/code_unknown"));
    let map = [
        ("ganti", "1"),
        ("kolom", "B"),
        ("dari", "35.21.10.2003"),
        ("menjadi", "35.20.10.1012"),
        ("temuan", "code_outside_region"),
        ("bagian", "temuan"),
    ];
    let sent = clerk.post(&file, &map).await;
    assert!(
        sent.location()
            .ends_with("&temuan=code_outside_region#temuan")
    );
    portal.run_jobs().await;
    let page = clerk.get(&check).await.text();
    assert!(page.contains("“35.21.10.2003” berarti “35.20.10.1012”"));
    let stored = &report(&portal, &check, 0).await["tables"][0]["reading"]["columns"][0];
    assert_eq!(stored["replace"][0]["to"], "35.20.10.1012", "{stored:#}");
}

async fn a_form_that_cannot_be_is_refused_with_what_was_typed(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (mut clerk, check, file) = draft(&portal, "balita.csv", BALITA_2023).await;
    portal.run_jobs().await;
    clerk.get(&check).await;
    let fields = [
        ("susunan", "1"),
        ("header_first", "satu"),
        ("header_last", "1"),
    ];
    let refused = clerk.post(&file, &fields).await;
    expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(page.contains(&says("reading-row-wrong")), "{page}");
    assert!(page.contains("href=\"#f-header_first\""));
    assert!(page.contains("value=\"satu\""));
}

async fn another_sheet_becomes_another_resource(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (mut clerk, check, file) = draft(&portal, "sekolah.xlsx", SCHOOLS).await;
    portal.run_jobs().await;
    let page = clerk.get(&check).await.text();
    assert!(page.contains(&says("sheet-take")), "{page}");
    let fields = [("lembar", "SMP")];
    let taken = clerk.post(&format!("{file}/lembar"), &fields).await;
    let again = clerk.post(&format!("{file}/lembar"), &fields).await;
    assert_eq!(taken.location(), again.location());
    portal.run_jobs().await;
    let address = check.strip_suffix("/periksa").unwrap();
    let files = files(&portal, address).await;
    assert_eq!(files.len(), 2, "{files:#?}");
    assert_ne!(files[0]["resource_id"], files[1]["resource_id"]);
    let seen = report(&portal, &check, 1).await;
    assert_eq!(seen["tables"][0]["sheet"].as_str().unwrap().trim(), "SMP");
    let page = clerk.get(&check).await.text();
    assert!(page.contains(&says("sheet-taken")));
}

async fn another_table_of_the_sheet_is_read_instead_or_too(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let text = "Tabel 1. Tenaga;;\nKecamatan;Bidan;Dokter\nBarat;3;1\nMagetan;5;4\nPanekan;4;2\n;;\n\
        Tabel 2. Kunjungan;;\nBulan;Kunjungan;\nJanuari;120;\nFebruari;130;\n";
    let (mut clerk, check, file) = draft(&portal, "tenaga.csv", text.as_bytes()).await;
    portal.run_jobs().await;
    let page = clerk.get(&check).await.text();
    for shown in [
        "1. Tabel 1. Tenaga",
        "2. Tabel 2. Kunjungan",
        &says("table-take"),
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let fields = [
        ("tabel", "2"),
        ("judul", "Tabel 2. Kunjungan"),
        ("lembar", ""),
    ];
    let taken = clerk.post(&format!("{file}/lembar"), &fields).await;
    let again = clerk.post(&format!("{file}/lembar"), &fields).await;
    assert_eq!(taken.location(), again.location());
    portal.run_jobs().await;
    let seen = report(&portal, &check, 1).await;
    assert_eq!(seen["tables"][0]["number"], 2, "{seen:#}");
    assert_eq!(seen["tables"][0]["row_count"], 2);
    let address = check.strip_suffix("/periksa").unwrap();
    let files = files(&portal, address).await;
    assert_eq!(files[1]["name"], "Tabel 2. Kunjungan");
    let page = clerk.get(&check).await.text();
    assert!(page.contains(&says("sheet-taken")), "{page}");

    clerk.post(&file, &[("pilih_tabel", "2")]).await;
    portal.run_jobs().await;
    let seen = report(&portal, &check, 0).await;
    assert_eq!(seen["tables"][0]["titles"][0], "Tabel 2. Kunjungan");
    let bands = seen["grid"]["rows"].as_array().unwrap().iter();
    let elsewhere = bands.filter(|row| row["band"] == "elsewhere").count();
    assert_eq!(elsewhere, 5, "{seen:#}");
}

async fn the_next_file_is_read_as_the_last_one(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut first = balita("new");
    let reading = serde_json::json!({
        "columns": [{ "letter": "C", "unit": "anak" }], "ignored_rows": [3], "body_last": 4,
    });
    first["resources"] = serde_json::json!([{ "file": "balita 2023.csv", "reading": reading }]);
    let submission = portal.hand_in(&first, "balita 2023.csv", BALITA_2023).await;
    portal.approve(&submission).await;

    let mut next = balita("replace");
    next["submit"] = false.into();
    let draft = portal.hand_in(&next, "balita 2024.csv", BALITA_2023).await;
    let check = format!("/kerja/unggah/{}/periksa", id(&draft));
    let table = report(&portal, &check, 0).await["tables"][0].clone();
    assert_eq!(table["columns"][2]["unit"], "anak", "{table:#}");
    // Where the rows of one file end says nothing of the next.
    assert_eq!(table["row_count"], 3);
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let page = clerk.get(&check).await.text();
    assert!(page.contains(&says("memory-used")), "{page}");

    let file = format!("{check}/{}", draft["files"][0]["id"].as_str().unwrap());
    clerk.post(&file, &[("ulang", "1")]).await;
    portal.run_jobs().await;
    let page = clerk.get(&check).await.text();
    assert!(page.contains(&says("memory-offered")));
    let table = report(&portal, &check, 0).await["tables"][0].clone();
    assert_eq!(table["columns"][2]["unit"].as_str().unwrap_or(""), "");
    clerk.post(&file, &[("terakhir", "1")]).await;
    portal.run_jobs().await;
    assert!(
        clerk
            .get(&check)
            .await
            .text()
            .contains(&says("memory-used"))
    );
}

async fn an_inspection_is_stopped_and_begun_again(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (mut clerk, check, file) = draft(&portal, "balita.csv", BALITA_2023).await;
    let page = clerk.get(&check).await.text();
    assert!(page.contains(&says("wait-queued")), "{page}");
    let state = clerk.get(&format!("{file}/keadaan")).await.json();
    assert_eq!(state["is_busy"], true);
    clerk.post(&format!("{file}/batal"), &[]).await;
    portal.run_jobs().await;
    let page = clerk.get(&check).await.text();
    assert!(page.contains(&says("wait-cancelled")), "{page}");
    clerk.post(&file, &[("lagi", "1")]).await;
    portal.run_jobs().await;
    let state = clerk.get(&format!("{file}/keadaan")).await.json();
    assert_eq!(state["state"], "done", "{state:#}");
    assert!(
        !clerk
            .get(&check)
            .await
            .text()
            .contains(&says("wait-cancelled"))
    );
}

async fn a_running_inspection_is_killed(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut text = "kecamatan;tahun;jumlah_balita\n".to_owned();
    for row in 0..600_000 {
        writeln!(text, "Kecamatan {row};2023;{row}").unwrap();
    }
    let (mut clerk, check, file) = draft(&portal, "besar.csv", text.as_bytes()).await;
    let (app, handler) = (portal.app.clone(), tasks::handler(&portal.app));
    let work = tokio::spawn(async move {
        app.workers.drain(&app.database, &app.clock, &handler).await;
    });
    loop {
        let state = clerk.get(&format!("{file}/keadaan")).await.json();
        if state["state"] == "running" {
            break;
        }
        assert_ne!(
            state["state"], "done",
            "the file is too small for this test"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let asked = Instant::now();
    clerk.post(&format!("{file}/batal"), &[]).await;
    work.await.unwrap();
    assert!(
        asked.elapsed() < Duration::from_secs(5),
        "{:?}",
        asked.elapsed()
    );
    let page = clerk.get(&check).await.text();
    assert!(page.contains(&says("wait-cancelled")), "{page}");
}
