//! What the pages of work tell a clerk and a steward about a submission.

use super::browser::{describe, upload};
use crate::helpers::{
    BALITA_2023, Place, TestApp, Upload, balita, both_databases, expect, id, says,
};
use http::StatusCode;

both_databases!(
    topics_licence_and_frequency_are_told_by_their_titles,
    what_was_sent_has_no_live_form_and_says_why,
    an_update_beside_an_unfinished_one_leads_to_it,
    a_draft_that_the_check_turned_back_says_so_on_the_desk,
);

const TOPIC: &str = "administrasi-kependudukan-dan-pencatatan-sipil";
const BALITA: Upload<'_> = Upload {
    name: "balita.csv",
    bytes: BALITA_2023,
};

async fn topics_licence_and_frequency_are_told_by_their_titles(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let address = upload(&portal, &mut clerk, "Jumlah balita", BALITA).await;
    describe(&mut clerk, &address, TOPIC, "Jumlah balita").await;
    let own = clerk.get(&format!("{address}/ringkasan")).await.text();
    clerk.post(&format!("{address}/kirim"), &[]).await;
    portal.run_jobs().await;
    let mut steward = portal.signed_in("walidata").await;
    let page = format!(
        "{}?bagian=keterangan",
        address.replace("/kerja/unggah/", "/kerja/pengajuan/")
    );
    let reviewed = steward.get(&page).await.text();
    for shown in [&own, &reviewed] {
        assert!(
            shown.contains("Administrasi Kependudukan dan Pencatatan Sipil"),
            "{shown}"
        );
        assert!(!shown.contains(TOPIC));
        assert!(shown.contains("Creative Commons Atribusi 4.0"));
        assert!(shown.contains("Tahunan"));
    }
    let english = steward.get(&format!("{page}&lang=en")).await.text();
    assert!(english.contains("Creative Commons Attribution 4.0"));
    assert!(english.contains("Annual") || english.contains("Yearly"));
}

async fn what_was_sent_has_no_live_form_and_says_why(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let address = upload(&portal, &mut clerk, "Jumlah balita", BALITA).await;
    for step in ["berkas", "periksa", "keterangan", "ringkasan"] {
        let page = clerk.get(&format!("{address}/{step}")).await;
        assert_eq!(page.header("cache-control"), "private, no-store", "{step}");
    }
    describe(&mut clerk, &address, "kesehatan", "Jumlah balita").await;
    clerk.post(&format!("{address}/kirim"), &[]).await;
    portal.run_jobs().await;
    let submission = address.replace("/kerja/unggah/", "/kerja/pengajuan/");
    for step in ["berkas", "keterangan", "ringkasan"] {
        let page = clerk.get(&format!("{address}/{step}")).await;
        assert_eq!(page.location(), submission, "{step}");
    }

    let typed = [("title", "Jumlah balita"), ("openness", "open")];
    let late = clerk.post(&format!("{address}/keterangan"), &typed).await;
    expect(&late, StatusCode::CONFLICT);
    let text = late.text();
    assert!(
        text.contains("“Diajukan”") && text.contains("Tarik dahulu"),
        "{text}"
    );
    assert!(text.contains(&format!("href=\"{submission}\"")), "{text}");
    let late = clerk.post(&format!("{address}/batal?lang=en"), &[]).await;
    expect(&late, StatusCode::CONFLICT);
    assert!(late.text().contains("“Submitted”"), "{}", late.text());
}

async fn an_update_beside_an_unfinished_one_leads_to_it(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let update = [("dataset", "jumlah-balita"), ("kind", "replace")];
    clerk.get("/kerja/unggah").await;
    let begun = clerk.post("/kerja/unggah", &update).await;
    let (first, _) = begun.location().rsplit_once('/').unwrap();
    let first = first.replace("/kerja/unggah/", "/kerja/pengajuan/");
    clerk.get("/kerja/unggah").await;
    let second = clerk.post("/kerja/unggah", &update).await;
    expect(&second, StatusCode::CONFLICT);
    let link = format!(
        "<a class=\"btn\" href=\"{first}\">{}</a>",
        says("error-submission")
    );
    assert!(second.text().contains(&link), "{}", second.text());
}

async fn a_draft_that_the_check_turned_back_says_so_on_the_desk(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut body = balita("new");
    body["submit"] = false.into();
    let made = portal.hand_in(&body, "balita.csv", BALITA_2023).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let (blocked, mended) = (says("desk-turned-back"), says("desk-turned-back-mended"));
    let desk = clerk.get("/kerja").await.text();
    assert!(
        !desk.contains(&blocked) && !desk.contains(&mended),
        "{desk}"
    );
    // Its rows are all published already: the portal's check finds that an update brings nothing that fits.
    let client = portal.api("produsen.dinkes", "read,write").await;
    let submit = serde_json::json!({"action": "submit", "reason": "lengkap"});
    expect(&client.act(id(&made), &submit).await, StatusCode::OK);
    portal.run_jobs().await;
    portal.approve(&made).await;
    let update = portal
        .hand_in(&balita("append"), "balita.csv", BALITA_2023)
        .await;
    assert_eq!(update["state"], "draft", "{update:#}");
    let desk = clerk.get("/kerja").await.text();
    assert!(desk.contains(&blocked), "{desk}");
    let mended_file = Upload {
        name: "balita.csv",
        bytes: b"kecamatan;tahun;jumlah_balita\nMagetan;2024;1.300\nBarat;2024;960\n",
    };
    let answer = client.add_files(id(&update), None, &[mended_file]).await;
    expect(&answer, StatusCode::CREATED);
    portal.run_jobs().await;
    let desk = clerk.get("/kerja").await.text();
    assert!(desk.contains(&mended) && !desk.contains(&blocked), "{desk}");
    expect(&client.act(id(&update), &submit).await, StatusCode::OK);
    portal.run_jobs().await;
    let desk = clerk.get("/kerja").await.text();
    assert!(!desk.contains(&mended), "{desk}");
}
