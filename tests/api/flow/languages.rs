//! Topics, licences and frequencies speak the reader's language; other software is told one name.

use super::browser::{describe, upload};
use crate::helpers::{
    BALITA_2023, Browser, Place, TestApp, Upload, balita, both_databases, expect,
};
use http::StatusCode;

both_databases!(
    public_pages_name_topics_and_licences_in_the_readers_language,
    the_upload_names_them_in_the_readers_language,
    a_topic_without_an_english_title_shows_its_indonesian_one,
    other_software_is_told_one_name,
    yes_and_no_are_said_in_the_readers_language,
    an_english_title_that_is_too_long_is_said_beside_its_field,
);

/// Gives the topic of health an English title, over the form.
async fn translate(portal: &TestApp) -> Browser {
    let mut admin = portal.signed_in("admin").await;
    let path = "/kelola/topik/kesehatan";
    assert_eq!(admin.get(path).await.field("title_en").unwrap(), "");
    let fields = [("title", "Kesehatan"), ("title_en", " Health ")];
    let kept = admin.post(path, &fields).await;
    assert!(kept.status.is_redirection(), "{}", kept.text());
    assert_eq!(admin.get(path).await.field("title_en").unwrap(), "Health");
    portal.run_jobs().await;
    admin
}

async fn has(portal: &TestApp, path: &str, words: &[&str], others: &[&str]) {
    let answer = portal.get(path).await;
    expect(&answer, StatusCode::OK);
    let text = answer.text();
    for word in words {
        assert!(text.contains(word), "{path} lacks {word}: {text}");
    }
    for word in others {
        assert!(!text.contains(word), "{path} says {word}: {text}");
    }
}

async fn public_pages_name_topics_and_licences_in_the_readers_language(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    translate(&portal).await;
    let english = [">Health", "Creative Commons Attribution 4.0"];
    let indonesian = [">Kesehatan", "Creative Commons Atribusi 4.0"];
    for path in ["/dataset/jumlah-balita", "/dataset"] {
        let (en, id) = (format!("{path}?lang=en"), format!("{path}?lang=id"));
        has(&portal, &en, &english[1..], &indonesian[1..]).await;
        has(&portal, &id, &indonesian[1..], &english[1..]).await;
    }
    for path in ["/group", "/group/kesehatan", "/"] {
        let (en, id) = (format!("{path}?lang=en"), format!("{path}?lang=id"));
        has(&portal, &en, &english[..1], &indonesian[..1]).await;
        has(&portal, &id, &indonesian[..1], &english[..1]).await;
    }
    has(
        &portal,
        "/dataset/jumlah-balita?lang=en",
        &[" Health</a>"],
        &[],
    )
    .await;
    let filtered = "/dataset?groups=kesehatan&license_id=cc-by&lang=en";
    has(&portal, filtered, &["Health", english[1]], &indonesian).await;
}

async fn the_upload_names_them_in_the_readers_language(place: Place) {
    let portal = TestApp::with_people(&place).await;
    translate(&portal).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let file = Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    };
    let address = upload(&portal, &mut clerk, "Jumlah balita", file).await;
    clerk.get("/kerja?lang=en").await;
    let form = clerk.get(&format!("{address}/keterangan")).await.text();
    for words in ["Health", "Other (open)", "Every two months"] {
        assert!(form.contains(words), "{words}: {form}");
    }
    describe(&mut clerk, &address, "kesehatan", "Jumlah balita").await;
    let summary = clerk.get(&format!("{address}/ringkasan")).await.text();
    for words in ["Health", "Creative Commons Attribution 4.0", "Yearly"] {
        assert!(summary.contains(words), "{words}: {summary}");
    }
}

async fn a_topic_without_an_english_title_shows_its_indonesian_one(place: Place) {
    let portal = TestApp::with_people(&place).await;
    has(&portal, "/group?lang=en", &[">Kesehatan"], &[]).await;
}

async fn other_software_is_told_one_name(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    translate(&portal).await;
    for language in ["id", "en"] {
        let call = format!("/api/3/action/package_show?id=jumlah-balita&lang={language}");
        let package = portal.get(&call).await.json();
        let package = &package["result"];
        assert_eq!(package["groups"][0]["title"], "Kesehatan");
        assert_eq!(package["license_title"], "Creative Commons Attribution 4.0");
    }
    let topics = portal.get("/api/v1/topics").await.json();
    let health = topics["items"].as_array().unwrap();
    let health = health.iter().find(|one| one["name"] == "kesehatan");
    assert_eq!(health.unwrap()["title_en"], "Health");
}

async fn an_english_title_that_is_too_long_is_said_beside_its_field(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut admin = portal.signed_in("admin").await;
    let path = "/kelola/topik/kesehatan";
    admin.get(path).await;
    let long = "a".repeat(201);
    let fields = [("title", "Kesehatan"), ("title_en", long.as_str())];
    let answer = admin.post(path, &fields).await;
    expect(&answer, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("id=\"e-title_en\""));
}

/// A column of yes and no, and one of names.
const WIFI: &[u8] = b"lokasi;aktif\nAlun-alun;Ya\nTerminal;Tidak\nPasar Sayur;Ya\nStadion;Ya\n";

async fn yes_and_no_are_said_in_the_readers_language(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let file = Upload {
        name: "wifi.csv",
        bytes: WIFI,
    };
    let address = upload(&portal, &mut clerk, "Wifi publik", file).await;
    for (language, yes, no) in [("id", "ya", "tidak"), ("en", "yes", "no")] {
        let path = format!("{address}/periksa?lang={language}");
        let check = clerk.get(&path).await.text();
        for words in [yes, no] {
            assert!(check.contains(&format!("<q>{words}</q>")), "{check}");
        }
        for words in ["benar", "salah", "true", "false"] {
            assert!(!check.contains(&format!("<q>{words}</q>")), "{check}");
        }
    }
    let submission = portal.hand_in(&balita("new"), "wifi.csv", WIFI).await;
    portal.approve(&submission).await;
    let filter = "name=\"pilih\" value=\"true\"";
    for (language, yes) in [("id", "ya"), ("en", "yes")] {
        let path = format!("/dataset/jumlah-balita?lang={language}");
        let page = portal.get(&path).await.text();
        assert!(page.contains(&format!(">{yes}</td>")), "{page}");
        assert!(!page.contains(">benar"), "{page}");
        let rows = portal.rows_of("jumlah-balita").await;
        let resource = rows.split('/').nth(4).unwrap();
        let path = format!("/dataset/jumlah-balita/resource/{resource}?lang={language}");
        let page = portal.get(&path).await.text();
        assert!(page.contains(&format!("{filter}>{yes}<span>3")), "{page}");
    }
}
