//! What administrators are told, and what follows from a link or from disabling a person.

use crate::helpers::{
    Answer, BALITA_2023, Browser, PASSWORD, Place, TestApp, balita, both_databases, expect, id,
    says, says_in,
};
use http::StatusCode;
use lumbung::web::i18n::Language;
use serde_json::json;

both_databases!(
    every_role_is_explained_in_both_languages,
    a_link_can_be_copied_and_names_its_end,
    who_has_no_role_is_told_and_the_list_names_agencies,
    saving_is_said_once,
    a_refused_form_keeps_its_heading,
    disabling_tells_what_follows_and_can_be_undone,
    what_a_disabled_person_reviewed_is_free_again,
    only_the_right_password_learns_of_a_disabled_account,
    a_new_link_ends_the_old_password_and_its_sessions,
    a_new_link_may_leave_the_old_password,
    the_links_of_a_disabled_person_end,
);

const ROLES: [&str; 8] = [
    "role-steward-text",
    "role-admin-text",
    "role-engineer-text",
    "role-head_of_division-text",
    "role-head-text",
    "role-data_authority-text",
    "role-producer-text",
    "role-endorser-text",
];

/// The text as the pages escape it.
fn escaped(text: &str) -> String {
    text.replace('\'', "&#x27;")
}

async fn page_of(portal: &TestApp, person: &str) -> String {
    let account = portal.actor(person).await.account_id;
    format!("/kelola/orang/{account}")
}

async fn try_sign_in(portal: &TestApp, name: &str, password: &str) -> (Browser, Answer) {
    let mut browser = portal.browser();
    browser.get("/masuk").await;
    let fields = [("nama", name), ("password", password)];
    let answer = browser.post("/masuk", &fields).await;
    (browser, answer)
}

async fn every_role_is_explained_in_both_languages(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut admin = portal.signed_in("admin").await;
    for language in Language::ALL {
        let path = format!("/kelola/orang/baru?lang={}", language.code());
        let text = admin.get(&path).await.text();
        for role in ROLES {
            let words = escaped(&says_in(language, role));
            assert!(text.contains(&words), "{words}");
        }
    }
}

async fn a_link_can_be_copied_and_names_its_end(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut admin = portal.signed_in("admin").await;
    admin.get("/kelola/orang/baru").await;
    let fields = [("name", "bu.baru"), ("display_name", "Bu Baru")];
    let made = admin.post("/kelola/orang", &fields).await.text();
    let (_, field) = made.split_once("id=\"tautan\" readonly value=\"").unwrap();
    assert!(field.contains("data-copy=\"Salin\""), "{field}");
    // 72 hours after Tuesday, 4 March 2025, 09:00 in Magetan.
    assert!(made.contains("7 Maret 2025 pukul 09.00"), "{made}");
    assert!(made.contains("Undangan untuk Bu Baru dibuat"), "{made}");
}

async fn who_has_no_role_is_told_and_the_list_names_agencies(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut admin = portal.signed_in("admin").await;
    admin.get("/kelola/orang/baru").await;
    let fields = [("name", "bu.baru"), ("display_name", "Bu Baru")];
    let made = admin.post("/kelola/orang", &fields).await.text();
    assert!(made.contains("Bu Baru belum punya peran"), "{made}");
    let list = admin.get("/kelola/orang").await.text();
    assert!(list.contains(&says("person-no-role")), "{list}");
    assert!(list.contains("Produsen data · DINKES"), "{list}");
    let known = admin.get(&page_of(&portal, "produsen.dinkes").await).await;
    assert!(!known.text().contains("belum punya peran"));

    let nowhere = [
        ("name", "pak.baru"),
        ("display_name", "Pak Baru"),
        ("role_1", "producer"),
    ];
    admin.get("/kelola/orang/baru").await;
    let refused = admin.post("/kelola/orang", &nowhere).await.text();
    let (_, within) = refused.split_once("id=\"f-grants\"").unwrap();
    assert!(
        within.contains(&says("accounts-person-grants")),
        "{refused}"
    );
}

async fn saving_is_said_once(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut admin = portal.signed_in("admin").await;
    admin.get("/kelola/topik").await;
    let fields = [("name", "pangan"), ("title", "Pangan <segar>")];
    let list = admin.post("/kelola/topik", &fields).await;
    let said = "role=\"status\"";
    let first = admin.get(list.location()).await.text();
    assert!(first.contains(said), "{first}");
    assert!(first.contains("Pangan &lt;segar&gt; disimpan."), "{first}");
    assert!(!admin.get("/kelola/topik").await.text().contains(said));
    admin.get("/kelola/organisasi/dinkes").await;
    let fields = [("title", "Dinas Kesehatan"), ("abbreviation", "Dinkes")];
    let list = admin.post("/kelola/organisasi/dinkes", &fields).await;
    let path = format!("{}?lang=en", list.location());
    let text = admin.get(&path).await.text();
    assert!(text.contains("Dinas Kesehatan saved."), "{text}");
}

async fn a_refused_form_keeps_its_heading(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut admin = portal.signed_in("admin").await;
    let person = page_of(&portal, "pembaca").await;
    for (form, path, fields, heading) in [
        (
            "/kelola/organisasi/baru",
            "/kelola/organisasi",
            ("title", "Dinas Baru"),
            "<h1>OPD baru</h1>",
        ),
        (
            "/kelola/organisasi/dinkes",
            "/kelola/organisasi/dinkes",
            ("title", ""),
            "<h1>dinkes</h1>",
        ),
        (
            "/kelola/topik",
            "/kelola/topik",
            ("code", "XY"),
            "id=\"h-isi\">Topik baru</h2>",
        ),
        (
            "/kelola/topik/kesehatan",
            "/kelola/topik/kesehatan",
            ("title", ""),
            "id=\"h-isi\">kesehatan</h2>",
        ),
        (
            "/kelola/orang/baru",
            "/kelola/orang",
            ("display_name", "Ani"),
            "<h1>Orang baru</h1>",
        ),
        (&person, &person, ("display_name", ""), "<h1>pembaca</h1>"),
    ] {
        admin.get(form).await;
        let refused = admin.post(path, &[fields]).await;
        expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.text().contains(heading),
            "{path}: {}",
            refused.text()
        );
    }
}

async fn disabling_tells_what_follows_and_can_be_undone(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut admin = portal.signed_in("admin").await;
    let page = page_of(&portal, "produsen.dinkes").await;
    let form = admin.get(&page).await.text();
    for part in ["sessions", "tokens", "claims", "work"] {
        let words = Language::Indonesian.format(&format!("person-disable-{part}"), None);
        assert!(form.contains(&words), "{words}");
    }
    assert!(form.contains("<details class=\"ask\">"));
    let path = format!("{page}/nonaktif");
    let list = admin.post(&path, &[("disabled", "1")]).await;
    let text = admin.get(list.location()).await.text();
    assert!(
        text.contains("Akun produsen.dinkes dinonaktifkan."),
        "{text}"
    );
    let form = admin.get(&page).await.text();
    assert!(form.contains(&says("person-enable-text")), "{form}");
    assert!(!form.contains("/tautan"), "no link for who may not sign in");
    admin.post(&path, &[("disabled", "0")]).await;
    portal.signed_in("produsen.dinkes").await;
}

async fn what_a_disabled_person_reviewed_is_free_again(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let submission = portal
        .hand_in(&balita("new"), "balita.csv", BALITA_2023)
        .await;
    let steward = portal.api("walidata", "read,write").await;
    let claimed = steward
        .act(id(&submission), &json!({"action": "claim"}))
        .await;
    assert_eq!(claimed.json()["state"], "in_review");
    let mut admin = portal.signed_in("admin").await;
    let page = page_of(&portal, "walidata").await;
    admin.get(&page).await;
    admin
        .post(&format!("{page}/nonaktif"), &[("disabled", "1")])
        .await;
    let other = portal.api("walidata2", "read,write").await;
    let path = format!("/api/v1/submissions/{}", id(&submission));
    assert_eq!(other.get(&path).await.json()["state"], "submitted");
    let approve = json!({"action": "approve"});
    let done = other.act(id(&submission), &approve).await;
    expect(&done, StatusCode::OK);
}

async fn only_the_right_password_learns_of_a_disabled_account(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut admin = portal.signed_in("admin").await;
    let page = page_of(&portal, "pembaca").await;
    admin.get(&page).await;
    admin
        .post(&format!("{page}/nonaktif"), &[("disabled", "1")])
        .await;
    let (_, wrong) = try_sign_in(&portal, "pembaca", "keliru-sekali").await;
    let (_, unknown) = try_sign_in(&portal, "tidak.ada", "keliru-sekali").await;
    let disabled = says("accounts-disabled");
    for answer in [wrong, unknown] {
        expect(&answer, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(&says("accounts-wrong-credentials")));
        assert!(!answer.text().contains(&disabled));
    }
    let (mut browser, right) = try_sign_in(&portal, "pembaca", PASSWORD).await;
    expect(&right, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(right.text().contains(&disabled), "{}", right.text());
    assert!(!right.text().contains(&says("accounts-wrong-credentials")));
    assert_eq!(browser.get("/kerja").await.status, StatusCode::SEE_OTHER);
}

async fn a_new_link_ends_the_old_password_and_its_sessions(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut stolen = portal.signed_in("produsen.dinkes").await;
    let mut admin = portal.signed_in("admin").await;
    let page = page_of(&portal, "produsen.dinkes").await;
    let form = admin.get(&page).await.text();
    assert!(form.contains("name=\"end_password\" value=\"1\" checked"));
    let made = admin
        .post(&format!("{page}/tautan"), &[("end_password", "1")])
        .await
        .text()
        .replace("&#x2f;", "/");
    assert_eq!(stolen.get("/kerja").await.status, StatusCode::SEE_OTHER);
    let (_, refused) = try_sign_in(&portal, "produsen.dinkes", PASSWORD).await;
    expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
    let (_, link) = made.split_once("/undangan/").unwrap();
    let link = format!("/undangan/{}", link.split_once('"').unwrap().0);
    let mut owner = portal.browser();
    let invitation = owner.get(&link).await.text();
    assert!(
        invitation.contains("<b>produsen.dinkes</b>"),
        "{invitation}"
    );
    let fields = [
        ("password", "sawah-hijau-2025"),
        ("repeated", "sawah-hijau-2025"),
    ];
    let accepted = owner.post(&link, &fields).await;
    assert_eq!(accepted.location(), "/kerja");
    expect(&owner.get("/kerja").await, StatusCode::OK);
}

async fn a_new_link_may_leave_the_old_password(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut at_work = portal.signed_in("produsen.dinkes").await;
    let mut admin = portal.signed_in("admin").await;
    let page = page_of(&portal, "produsen.dinkes").await;
    admin.get(&page).await;
    expect(
        &admin.post(&format!("{page}/tautan"), &[]).await,
        StatusCode::OK,
    );
    expect(&at_work.get("/kerja").await, StatusCode::OK);
    portal.signed_in("produsen.dinkes").await;
    let own = page_of(&portal, "admin").await;
    assert!(!admin.get(&own).await.text().contains("end_password"));
    let fields = [("end_password", "1")];
    let refused = admin.post(&format!("{own}/tautan"), &fields).await;
    expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn the_links_of_a_disabled_person_end(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut admin = portal.signed_in("admin").await;
    let page = page_of(&portal, "pembaca").await;
    admin.get(&page).await;
    let made = admin.post(&format!("{page}/tautan"), &[]).await.text();
    let made = made.replace("&#x2f;", "/");
    let (_, link) = made.split_once("/undangan/").unwrap();
    let link = format!("/undangan/{}", link.split_once('"').unwrap().0);
    expect(&portal.get(&link).await, StatusCode::OK);
    let path = format!("{page}/nonaktif");
    admin.post(&path, &[("disabled", "1")]).await;
    expect(&portal.get(&link).await, StatusCode::NOT_FOUND);
    let refused = admin.post(&format!("{page}/tautan"), &[]).await;
    expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
}
