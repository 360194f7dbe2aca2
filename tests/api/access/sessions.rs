//! Signing in, staying in, and forms that are genuine.

use crate::helpers::{PASSWORD, Place, TestApp, both_databases, expect, says};
use http::StatusCode;

both_databases!(
    a_session_gets_a_new_id_at_sign_in_and_ends_at_sign_out,
    a_wrong_password_and_an_unknown_name_look_alike,
    guessing_is_throttled,
    a_form_without_its_token_is_refused,
    sessions_are_kept_by_their_hash,
    a_new_password_ends_the_other_sessions,
    nobody_is_sent_elsewhere_after_signing_in,
    what_was_typed_survives_the_end_of_a_session,
);

async fn a_session_gets_a_new_id_at_sign_in_and_ends_at_sign_out(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut browser = portal.browser();
    browser.get("/masuk").await;
    let before = browser.cookies.clone();
    browser.sign_in("walidata").await;
    assert_ne!(before, browser.cookies);
    let mut fixed = portal.browser();
    fixed.cookies = before;
    assert_eq!(fixed.get("/kerja").await.status, StatusCode::SEE_OTHER);

    let kept = browser.clone();
    browser.post("/keluar", &[]).await;
    let mut stolen = kept;
    assert_eq!(stolen.get("/kerja").await.status, StatusCode::SEE_OTHER);
}

async fn a_wrong_password_and_an_unknown_name_look_alike(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut answers = Vec::new();
    for name in ["walidata", "tidak.ada"] {
        let mut browser = portal.browser();
        browser.get("/masuk").await;
        let fields = [("nama", name), ("password", "keliru-sekali")];
        let answer = browser.post("/masuk", &fields).await;
        expect(&answer, StatusCode::UNPROCESSABLE_ENTITY);
        let typed = format!("value=\"{name}\"");
        let text = answer
            .text()
            .replace(&typed, "value=\"NAMA\"")
            .replace(&browser.csrf, "");
        answers.push(text);
    }
    assert_eq!(answers[0], answers[1]);
}

async fn guessing_is_throttled(place: Place) {
    let mut settings = place.settings();
    settings.login.attempts = 3;
    let portal = TestApp::with_settings(settings).await;
    let mut browser = portal.browser();
    browser.get("/masuk").await;
    let fields = [("nama", "walidata"), ("password", "keliru-sekali")];
    for _ in 0..3 {
        let answer = browser.post("/masuk", &fields).await;
        expect(&answer, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = browser.post("/masuk", &fields).await;
    expect(&answer, StatusCode::TOO_MANY_REQUESTS);
}

async fn a_form_without_its_token_is_refused(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let fields = [("kind", "new"), ("title", "Tanpa token")];
    let answer = clerk.post_as_is("/kerja/unggah", &fields).await;
    expect(&answer, StatusCode::FORBIDDEN);
    let stranger = portal.signed_in("produsen2.dinkes").await.csrf;
    let fields = [
        ("csrf", stranger.as_str()),
        ("kind", "new"),
        ("title", "Token orang lain"),
    ];
    let answer = clerk.post_as_is("/kerja/unggah", &fields).await;
    expect(&answer, StatusCode::FORBIDDEN);
    let list = portal.api("produsen.dinkes", "read").await;
    let list = list.get("/api/v1/submissions?mine").await;
    assert_eq!(list.json()["items"], serde_json::json!([]));
}

async fn sessions_are_kept_by_their_hash(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let browser = portal.signed_in("walidata").await;
    let mut tx = portal.begin().await;
    let stored: Vec<(String,)> = sqlx::query_as("select id_hash from session")
        .fetch_all(&mut *tx)
        .await
        .unwrap();
    assert!(!stored.is_empty());
    for value in browser.cookies.values() {
        assert!(stored.iter().all(|(hash,)| hash != value));
    }
}

async fn a_new_password_ends_the_other_sessions(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut here = portal.signed_in("walidata").await;
    let mut elsewhere = portal.signed_in("walidata").await;
    here.get("/akun").await;
    let fields = [
        ("old", PASSWORD),
        ("password", "padi-menguning-2025"),
        ("repeated", "padi-menguning-2025"),
    ];
    let answer = here.post("/akun/sandi", &fields).await;
    assert!(answer.status.is_redirection(), "{}", answer.text());
    expect(&here.get("/kerja").await, StatusCode::OK);
    assert_eq!(elsewhere.get("/kerja").await.status, StatusCode::SEE_OTHER);
}

async fn nobody_is_sent_elsewhere_after_signing_in(place: Place) {
    let portal = TestApp::with_people(&place).await;
    for wanted in [
        "https://jahat.example/",
        "//jahat.example",
        "/\\jahat.example",
        "\\\\jahat",
    ] {
        let mut browser = portal.browser();
        browser.get("/masuk").await;
        let fields = [
            ("nama", "walidata"),
            ("password", PASSWORD),
            ("lanjut", wanted),
        ];
        let answer = browser.post("/masuk", &fields).await;
        let to = answer.location();
        assert!(
            to.starts_with('/') && !to.starts_with("//") && !to.contains('\\'),
            "{wanted}: {to}"
        );
    }
}

async fn what_was_typed_survives_the_end_of_a_session(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    clerk.get("/kerja/unggah").await;
    clerk.cookies.clear();
    let fields = [("kind", "new"), ("title", "Judul yang sudah diketik")];
    let asked = clerk.post("/kerja/unggah", &fields).await;
    expect(&asked, StatusCode::UNAUTHORIZED);
    assert!(asked.text().contains(&says("sign-in")) || asked.text().contains("password"));
    let carried = [
        ("nama", "produsen.dinkes".to_owned()),
        ("password", PASSWORD.to_owned()),
        (
            "resume",
            asked.field("resume").unwrap().replace("&amp;", "&"),
        ),
        ("resume_to", asked.field("resume_to").unwrap()),
    ];
    let carried: Vec<(&str, &str)> = carried
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    let shown = clerk.post("/masuk", &carried).await;
    expect(&shown, StatusCode::OK);
    assert!(shown.text().contains("Judul yang sudah diketik"));
    let again = clerk.post("/kerja/unggah", &fields).await;
    assert!(again.location().ends_with("/berkas"), "{}", again.text());
}
