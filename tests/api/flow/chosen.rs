//! What a producer decided about the reading of a file: told to the steward, recorded with the version; and the file
//! as it was uploaded, for those who may take it.

use super::browser::upload;
use crate::helpers::{
    Browser, Place, TestApp, Upload, balita, both_databases, expect, id, says, says_in,
};
use http::StatusCode;
use lumbung::web::i18n::Language;
use serde_json::json;

both_databases!(
    choices_are_told_to_the_steward_and_recorded_with_the_version,
    a_hostile_original_is_saved_and_never_shown,
    what_personal_data_hold_stays_in_its_house,
);

const BALITA: &[u8] = b"kecamatan;tahun;jumlah_balita\nMagetan;2023;1.200\nBarat;2023;sembilan\n\
    Panekan;2023;1.050\nPlaosan;2023;x\nCatatan kaki;;\n";

async fn choices_are_told_to_the_steward_and_recorded_with_the_version(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let file = Upload {
        name: "balita.csv",
        bytes: BALITA,
    };
    let address = upload(&portal, &mut clerk, "Jumlah balita", file).await;
    let submission = address.replace("/kerja/unggah/", "/kerja/pengajuan/");
    let page = clerk.get(&submission).await.text();
    assert!(page.contains(&says("chosen-none")), "{page}");

    let (_, reading) = page.split_once("/berkas/").unwrap();
    let (reading, _) = reading.split_once("/asli").unwrap();
    let check = format!("{address}/periksa/{reading}");
    clerk.get(&format!("{address}/periksa")).await;
    let mean = [
        ("ganti", "1"),
        ("kolom", "C"),
        ("dari", "sembilan"),
        ("menjadi", "9"),
    ];
    let empty = [
        ("ganti", "1"),
        ("kolom", "C"),
        ("dari", "x"),
        ("kosongkan", "1"),
    ];
    for fields in [
        &mean[..],
        &empty[..],
        &[("abaikan_baris", "6")],
        &[("terima", "empty_bad_cells")],
    ] {
        expect(&clerk.post(&check, fields).await, StatusCode::SEE_OTHER);
    }
    portal.run_jobs().await;
    clerk.get(&format!("{address}/ringkasan")).await;
    clerk.post(&format!("{address}/kirim"), &[]).await;
    portal.run_jobs().await;

    let mut steward = portal.signed_in("walidata").await;
    for part in ["perubahan", "berkas"] {
        let page = steward
            .get(&format!("{submission}?bagian={part}"))
            .await
            .text();
        assert!(page.contains(&says("chosen-title")), "{page}");
        for told in [
            "Baris diabaikan: 6",
            "Di kolom C, “sembilan” berarti “9”",
            "Di kolom C, “x” dikosongkan",
            "Usul portal diterima: Kosongkan sel",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
    }
    let english = steward.get(&format!("{submission}?lang=en")).await.text();
    assert!(english.contains(&says_in(Language::English, "chosen-title")));
    assert!(english.contains("“sembilan” means “9”"), "{english}");

    let known = portal.api("walidata", "read").await;
    let path = submission.replace("/kerja/pengajuan/", "/api/v1/submissions/");
    portal.approve(&known.get(&path).await.json()).await;
    let versions = portal
        .get("/api/v1/datasets/jumlah-balita/versions")
        .await
        .json();
    let manifest = versions["items"][0]["links"]["manifest"].as_str().unwrap();
    let manifest = portal.get(manifest).await;
    let file = &manifest.json()["resources"][0];
    assert_eq!(
        file["choices"],
        json!(["ignored", "replace:C", "offer:empty_bad_cells"])
    );
    assert_eq!(file["reading"].as_str().unwrap().len(), 64);
    assert!(
        !manifest.text().contains("sembilan"),
        "no cell stands in public"
    );
}

async fn original(browser: &mut Browser, submission: &str) -> String {
    let page = browser
        .get(&format!("{submission}?bagian=berkas"))
        .await
        .text();
    let (before, _) = page.split_once("/asli\"").unwrap();
    let (_, link) = before.rsplit_once("href=\"").unwrap();
    format!("{link}/asli")
}

async fn a_hostile_original_is_saved_and_never_shown(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let bytes = b"<html><script>alert(1)</script><table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>";
    let file = Upload {
        name: "ja\u{202e}hat\\.html",
        bytes,
    };
    let address = upload(&portal, &mut clerk, "Jumlah balita", file).await;
    let submission = address.replace("/kerja/unggah/", "/kerja/pengajuan/");
    let link = original(&mut clerk, &submission).await;
    let taken = clerk.get(&link).await;
    expect(&taken, StatusCode::OK);
    assert_eq!(taken.body, bytes);
    assert_eq!(taken.header("content-type"), "application/octet-stream");
    assert!(
        taken
            .header("content-disposition")
            .starts_with("attachment; filename*=UTF-8''")
    );
    assert_eq!(taken.header("x-content-type-options"), "nosniff");
    assert_eq!(taken.header("cache-control"), "private, no-store");
    // A draft is its agency's own; the file of one submission is not found under another.
    for name in [
        "walidata",
        "kepala.dinas",
        "produsen.disdukcapil",
        "pembaca",
    ] {
        let mut other = portal.signed_in(name).await;
        expect(&other.get(&link).await, StatusCode::NOT_FOUND);
    }
    let second = upload(&portal, &mut clerk, "Jumlah ibu", file).await;
    let second = second.rsplit('/').next().unwrap();
    let first = address.rsplit('/').next().unwrap();
    let crossed = clerk.get(&link.replace(first, second)).await;
    expect(&crossed, StatusCode::NOT_FOUND);
}

async fn what_personal_data_hold_stays_in_its_house(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut body = balita("new");
    body["resources"] = json!([{ "file": "penerima.csv", "reading": { "columns": [
        { "letter": "A", "replace": [{ "from": "Siti Aminah", "to": "Barat" }] }
    ] } }]);
    let bytes =
        b"kecamatan;nik;jumlah_balita\nMagetan;3520064107859903;12\nSiti Aminah;3520121207859904;9\n";
    let draft = portal.hand_in(&body, "penerima.csv", bytes).await;
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let ask = json!({"action": "ask_exception", "reason": "pemilik sudah setuju tertulis"});
    expect(&producer.act(id(&draft), &ask).await, StatusCode::OK);

    let submission = format!("/kerja/pengajuan/{}", id(&draft));
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let link = original(&mut clerk, &submission).await;
    let own = clerk.get(&submission).await.text();
    assert!(own.contains("“Siti Aminah” berarti “Barat”"), "{own}");
    let mut steward = portal.signed_in("walidata").await;
    let page = steward.get(&submission).await.text();
    assert!(
        !page.contains("Siti Aminah") && !page.contains("/asli"),
        "{page}"
    );
    assert!(page.contains("Di kolom A, 1 nilai diganti"), "{page}");
    assert!(
        page.contains("Pengecualian data pribadi diminta: NIK"),
        "{page}"
    );
    expect(&steward.get(&link).await, StatusCode::FORBIDDEN);

    let steward_api = portal.api("walidata", "read,write").await;
    let grant = json!({"action": "grant_exception", "reason": "UU 27/2022 pasal 20"});
    expect(&steward_api.act(id(&draft), &grant).await, StatusCode::OK);
    expect(&steward.get(&link).await, StatusCode::OK);
}
