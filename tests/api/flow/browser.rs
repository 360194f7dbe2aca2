//! In the browser, step by step.

use crate::helpers::{
    BALITA_2023, Browser, Place, TestApp, Upload, balita, both_databases, expect, id, says,
};
use http::StatusCode;
use serde_json::{Value, json};

both_databases!(
    the_table_of_a_file_is_named_for_readers,
    the_workbook_of_villages_goes_from_upload_to_public,
    a_submission_sent_twice_is_in_the_queue_once,
    a_form_sent_twice_acts_once,
    the_same_form_with_other_words_acts_again,
    a_mended_file_takes_the_place_of_the_one_before,
    a_mended_file_of_another_name_takes_the_place_of_the_one_removed,
    a_file_uploaded_after_the_removal_of_another_takes_its_place,
    a_title_made_of_the_files_name_stays_with_its_like,
    a_language_once_chosen_stays,
    a_stranger_finds_no_draft,
);

const WORKBOOK: &[u8] = include_bytes!("../../../data/demo/files/jumlah-penduduk-per-desa.xlsx");

/// Begins a draft and hands a file in; gives the address of the draft.
pub(super) async fn upload(
    portal: &TestApp,
    clerk: &mut Browser,
    title: &str,
    file: Upload<'_>,
) -> String {
    clerk.get("/kerja/unggah").await;
    let fields = [("kind", "new"), ("title", title)];
    let begun = clerk.post("/kerja/unggah", &fields).await;
    let address = begun.location().strip_suffix("/berkas").unwrap().to_owned();
    clerk.get(&format!("{address}/berkas")).await;
    let taken = clerk.upload(&format!("{address}/berkas"), &[file]).await;
    assert_eq!(taken.location(), format!("{address}/periksa"));
    portal.run_jobs().await;
    address
}

pub(super) async fn describe(clerk: &mut Browser, address: &str, topic: &str, title: &str) {
    let form = clerk.get(&format!("{address}/keterangan")).await;
    expect(&form, StatusCode::OK);
    let revision = form.field("revision").unwrap_or_default();
    let fields = [
        ("revision", revision.as_str()),
        ("title", title),
        ("description", "Jumlah penduduk menurut desa."),
        ("topics", topic),
        ("tags", "penduduk, desa"),
        ("frequency", "tahunan"),
        ("period", "2023"),
        ("licence", "cc-by"),
        ("openness", "open"),
        ("contact", "Bidang Data"),
    ];
    let kept = clerk.post(&format!("{address}/keterangan"), &fields).await;
    assert_eq!(kept.location(), format!("{address}/ringkasan"));
    clerk.get(&format!("{address}/ringkasan")).await;
}

async fn the_workbook_of_villages_goes_from_upload_to_public(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.disdukcapil").await;
    let file = Upload {
        name: "jumlah-penduduk-per-desa.xlsx",
        bytes: WORKBOOK,
    };
    let title = "Jumlah penduduk per desa";
    let address = upload(&portal, &mut clerk, title, file).await;
    let check = clerk.get(&format!("{address}/periksa")).await;
    expect(&check, StatusCode::OK);
    assert!(
        check.text().contains("235"),
        "the villages of Magetan are counted"
    );
    let topic = "administrasi-kependudukan-dan-pencatatan-sipil";
    describe(&mut clerk, &address, topic, title).await;
    let sent = clerk
        .post(&format!("{address}/kirim"), &[("reason", "semester I")])
        .await;
    assert_eq!(sent.location(), format!("{address}/terkirim"));
    portal.run_jobs().await;

    let mut steward = portal.signed_in("walidata").await;
    let queue = steward.get("/kerja/antrean").await;
    let submission = address.replace("/kerja/unggah/", "/kerja/pengajuan/");
    assert!(queue.text().contains(&submission), "{}", queue.text());
    for part in ["perubahan", "data", "temuan", "keterangan", "percakapan"] {
        let page = steward.get(&format!("{submission}?bagian={part}")).await;
        expect(&page, StatusCode::OK);
    }
    let box_shown = steward.get(&submission).await;
    for way in ["approve", "return", "reject"] {
        let choice = format!("value=\"{way}\"");
        assert!(box_shown.text().contains(&choice), "{way} before a claim");
    }
    let fields = [("decision", "return"), ("reason", "Mohon lengkapi sumber.")];
    steward
        .post(&format!("{submission}/putusan"), &fields)
        .await;
    let back = clerk.get(&submission).await;
    assert!(back.text().contains("Mohon lengkapi sumber."));

    describe(&mut clerk, &address, topic, title).await;
    clerk
        .post(&format!("{address}/kirim"), &[("reason", "sudah")])
        .await;
    portal.run_jobs().await;
    steward.get(&submission).await;
    let approved = steward
        .post(&format!("{submission}/putusan"), &[("decision", "approve")])
        .await;
    assert_eq!(approved.location(), submission);
    portal.run_jobs().await;

    let found = portal.get("/dataset?q=penduduk+desa").await;
    assert!(found.text().contains("/dataset/jumlah-penduduk-per-desa"));
    let rows = portal.rows_of("jumlah-penduduk-per-desa").await;
    let count = portal
        .get_with(&format!("{rows}?limit=1"), &[("prefer", "count=exact")])
        .await;
    assert!(
        count.header("content-range").ends_with("/235"),
        "{:?}",
        count.headers
    );
}

async fn the_table_of_a_file_is_named_for_readers(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let file = Upload {
        name: "perbaikan_fix2.csv",
        bytes: BALITA_2023,
    };
    let address = upload(&portal, &mut clerk, "Jumlah balita", file).await;
    let path = format!("{address}/keterangan");
    let form = clerk.get(&path).await.text();
    let field = form.split("name=\"nama-").nth(1).unwrap();
    let field = format!("nama-{}", field.split('"').next().unwrap());
    let typed = |name| [("title", "Balita per tahun"), (field.as_str(), name)];
    let refused = clerk.post(&path, &typed(" ")).await;
    expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains(&says("submission-resource-name")), "{text}");
    assert!(text.contains("Balita per tahun"), "{text}");
    let kept = clerk.post(&path, &typed("Balita 2023")).await;
    assert_eq!(kept.location(), format!("{address}/ringkasan"));
    let submission = address.replace("/kerja/unggah/", "/api/v1/submissions/");
    let client = portal.api("produsen.dinkes", "read").await;
    let known = client.get(&submission).await.json();
    assert_eq!(known["files"][0]["name"], "Balita 2023", "{known:#}");
    assert_eq!(known["metadata"]["title"], "Balita per tahun");
}

async fn a_form_sent_twice_acts_once(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    clerk.get("/kerja/unggah").await;
    let once = clerk.once.clone();
    let begin = [("kind", "new"), ("title", "Jumlah balita"), ("once", &once)];
    let begun = clerk
        .post("/kerja/unggah", &begin)
        .await
        .location()
        .to_owned();
    let mut twin = clerk.clone();
    let (one, two) = tokio::join!(
        clerk.post("/kerja/unggah", &begin),
        twin.post("/kerja/unggah", &begin)
    );
    assert_eq!([one.location(), two.location()], [&*begun, &*begun]);

    clerk.get(&begun).await;
    let file = Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    };
    let address = begun.strip_suffix("/berkas").unwrap();
    for _ in 0..2 {
        let taken = clerk.upload(&begun, &[file]).await;
        assert_eq!(taken.location(), format!("{address}/periksa"));
    }
    portal.run_jobs().await;
    let page = clerk.get(&begun).await;
    assert_eq!(page.text().matches("/hapus").count(), 1, "{}", page.text());

    let submission = address.replace("/kerja/unggah/", "/kerja/pengajuan/");
    clerk.get(&format!("{submission}?bagian=percakapan")).await;
    let once = clerk.once.clone();
    let words = [("body", "Angka semester pertama."), ("once", &once)];
    for _ in 0..2 {
        let said = clerk.post(&format!("{submission}/komentar"), &words).await;
        expect(&said, StatusCode::SEE_OTHER);
    }
    let talk = clerk.get(&format!("{submission}?bagian=percakapan")).await;
    assert_eq!(talk.text().matches("Angka semester pertama.").count(), 1);
}

async fn the_same_form_with_other_words_acts_again(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    clerk.get("/kerja/unggah").await;
    let once = clerk.once.clone();
    let mut begun = Vec::new();
    for title in ["Jumlah balita", "Jumlah ibu hamil"] {
        let begin = [("kind", "new"), ("title", title), ("once", &once)];
        let answer = clerk.post("/kerja/unggah", &begin).await;
        begun.push(answer.location().to_owned());
    }
    assert_ne!(begun[0], begun[1]);
}

async fn a_mended_file_takes_the_place_of_the_one_before(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let broken = Upload {
        name: "balita.csv",
        bytes:
            b"kecamatan;tahun;jumlah_balita\nMagetan;2023;1.2OO\nBarat;2023;950\nPanekan;2023;9\n",
    };
    let address = upload(&portal, &mut clerk, "Jumlah balita", broken).await;
    let files = format!("{address}/berkas");
    clerk.get(&files).await;
    let mended = Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    };
    clerk.upload(&files, &[mended]).await;
    let page = clerk.get(&files).await;
    assert_eq!(page.text().matches("/hapus").count(), 1);
    let other = Upload {
        name: "lain.csv",
        bytes: BALITA_2023,
    };
    let shown = clerk.upload(&files, &[other]).await;
    assert!(shown.location().contains("/periksa?berkas="));
    portal.run_jobs().await;
    let check = clerk.get(shown.location()).await;
    assert!(check.text().contains("lain.csv"));
}

async fn a_mended_file_of_another_name_takes_the_place_of_the_one_removed(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let client = portal.api("produsen.dinkes", "read,write").await;
    let mut body = balita("new");
    body["submit"] = json!(false);
    body["resources"] = json!([{ "file": "a.csv", "name": "Balita", "reading": { "accepted": ["standard_regions"] } }]);
    let first = Upload {
        name: "a.csv",
        bytes: BALITA_2023,
    };
    let draft = client.submission(&body, &[first]).await.json();
    portal.run_jobs().await;
    portal.advance_hours(1);
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let steps = format!("/kerja/unggah/{}", id(&draft));
    clerk.get(&format!("{steps}/berkas")).await;
    let mended = String::from_utf8_lossy(BALITA_2023).replace("950", "955");
    let file = Upload {
        name: "a betul.csv",
        bytes: mended.as_bytes(),
    };
    clerk.upload(&format!("{steps}/berkas"), &[file]).await;
    portal.run_jobs().await;
    let old = draft["files"][0]["id"].as_str().unwrap();
    clerk
        .post(&format!("{steps}/berkas/{old}/hapus"), &[])
        .await;
    portal.run_jobs().await;
    let path = format!("/api/v1/submissions/{}", id(&draft));
    let known = client.get(&path).await.json();
    let files = known["files"].as_array().unwrap();
    assert_eq!(files.len(), 1, "{known:#}");
    assert_eq!(files[0]["name"], "Balita");
    let report = client.get(&format!("{path}/report")).await.text();
    assert!(report.contains("kode_wilayah"), "{report}");
}

async fn a_file_uploaded_after_the_removal_of_another_takes_its_place(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let client = portal.api("produsen.dinkes", "read,write").await;
    let reading = json!({
        "accepted": ["standard_regions"],
        "columns": [{ "letter": "C", "replace": [{ "from": "950", "to": "951" }] }],
    });
    let named = json!({ "file": "a.csv", "name": "Balita", "reading": reading });
    let (draft, steps) = replaced(&portal, named, "perbaikan.csv").await;
    let path = format!("/api/v1/submissions/{}", id(&draft));
    let known = client.get(&path).await.json();
    assert_eq!(known["files"][0]["name"], "Balita", "{known:#}");
    let report = client.get(&format!("{path}/report")).await.text();
    assert!(report.contains("kode_wilayah"), "{report}");
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let check = clerk.get(&format!("{steps}/periksa")).await;
    let check = check.text();
    assert!(
        check.contains("seperti berkas yang digantikannya"),
        "{check}"
    );
    assert!(!check.contains("“950” berarti"), "{check}");

    // A second one is another table, and takes nothing over.
    let other = Upload {
        name: "bidan.csv",
        bytes: b"tahun;bidan\n2023;41\n2024;44\n",
    };
    clerk.get(&format!("{steps}/berkas")).await;
    clerk.upload(&format!("{steps}/berkas"), &[other]).await;
    let known = client.get(&path).await.json();
    assert_eq!(known["files"][1]["name"], "Bidan", "{known:#}");
}

async fn a_title_made_of_the_files_name_stays_with_its_like(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let client = portal.api("produsen.dinkes", "read,write").await;
    for (next, title) in [("a betul.csv", "A"), ("balita.csv", "Balita")] {
        let (draft, _) = replaced(&portal, json!({ "file": "a.csv" }), next).await;
        let path = format!("/api/v1/submissions/{}", id(&draft));
        let known = client.get(&path).await.json();
        assert_eq!(known["files"][0]["name"], title, "{known:#}");
        let cancel = json!({ "action": "cancel", "reason": "Keliru." });
        client.act(id(&draft), &cancel).await;
    }
}

// A draft whose file `a.csv` was read and removed, and the next one uploaded then; and the address of its steps.
async fn replaced(portal: &TestApp, resource: Value, next: &str) -> (Value, String) {
    let client = portal.api("produsen.dinkes", "read,write").await;
    let mut body = balita("new");
    body["submit"] = json!(false);
    body["dataset"] = json!(format!("balita-{}", next.len()));
    body["resources"] = json!([resource]);
    let first = Upload {
        name: "a.csv",
        bytes: BALITA_2023,
    };
    let draft = client.submission(&body, &[first]).await.json();
    portal.run_jobs().await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let steps = format!("/kerja/unggah/{}", id(&draft));
    clerk.get(&format!("{steps}/berkas")).await;
    let old = draft["files"][0]["id"].as_str().unwrap();
    let remove = format!("{steps}/berkas/{old}/hapus");
    clerk.post(&remove, &[]).await;
    clerk.get(&format!("{steps}/berkas")).await;
    let mended = String::from_utf8_lossy(BALITA_2023).replace("950", "955");
    let file = Upload {
        name: next,
        bytes: mended.as_bytes(),
    };
    clerk.upload(&format!("{steps}/berkas"), &[file]).await;
    portal.run_jobs().await;
    (draft, steps)
}

async fn a_language_once_chosen_stays(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut visitor = portal.browser();
    let english = visitor.get("/?lang=en").await;
    assert_eq!(english.header("cache-control"), "private, no-store");
    for path in ["/dataset", "/masuk"] {
        let page = visitor.get(path).await;
        assert!(page.text().contains("<html lang=\"en\""), "{path}");
    }
    visitor.get("/?lang=id").await;
    let page = visitor.get("/dataset").await;
    assert!(page.text().contains("<html lang=\"id\""));
}

async fn a_submission_sent_twice_is_in_the_queue_once(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let file = Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    };
    let address = upload(&portal, &mut clerk, "Jumlah balita", file).await;
    describe(&mut clerk, &address, "kesehatan", "Jumlah balita").await;
    for _ in 0..2 {
        let sent = clerk
            .post(&format!("{address}/kirim"), &[("reason", "")])
            .await;
        assert_eq!(sent.location(), format!("{address}/terkirim"));
    }
    portal.run_jobs().await;
    let steward = portal.api("walidata", "read").await;
    let list = steward.get("/api/v1/submissions?state=submitted").await;
    assert_eq!(list.json()["items"].as_array().unwrap().len(), 1);
}

async fn a_stranger_finds_no_draft(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let file = Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    };
    let address = upload(&portal, &mut clerk, "Jumlah balita", file).await;
    for name in ["produsen.disdukcapil", "walidata", "pembaca"] {
        let mut stranger = portal.signed_in(name).await;
        for step in ["berkas", "periksa", "keterangan", "ringkasan"] {
            let answer = stranger.get(&format!("{address}/{step}")).await;
            expect(&answer, StatusCode::NOT_FOUND);
        }
        let answer = stranger.post(&format!("{address}/kirim"), &[]).await;
        expect(&answer, StatusCode::NOT_FOUND);
    }
}
