//! An empty portal is brought into use by its first administrator, without the command line.

use crate::helpers::{Browser, Place, TestApp, both_databases, expect, says};
use http::StatusCode;
use lumbung::accounts::links;

both_databases!(
    an_empty_portal_is_brought_into_use_in_the_browser,
    a_link_works_once_and_ends,
    a_disabled_person_is_out_at_once,
    a_name_that_is_taken_is_said_beside_the_field,
    agencies_come_before_people,
);

const SECRET: &str = "sawah-hijau-2025";

async fn first_link(portal: &TestApp) -> String {
    let mut tx = portal.begin().await;
    let secret = links::create_first_admin(&mut tx, 24, portal.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    secret
}

async fn accept(browser: &mut Browser, path: &str, more: &[(&str, &str)]) {
    let form = browser.get(path).await;
    expect(&form, StatusCode::OK);
    let mut fields = vec![("password", SECRET), ("repeated", SECRET)];
    fields.extend(more);
    let answer = browser.post(path, &fields).await;
    assert_eq!(answer.location(), "/kerja", "{}", answer.text());
    browser.get("/kerja").await;
}

async fn first_admin(portal: &TestApp) -> Browser {
    let secret = first_link(portal).await;
    let mut admin = portal.browser();
    let names = [("name", "bu.kepala"), ("display_name", "Bu Kepala")];
    accept(&mut admin, &format!("/undangan/{secret}"), &names).await;
    admin
}

/// Invites a person; gives the path of the link.
async fn invite(admin: &mut Browser, name: &str, roles: &[(&str, &str)]) -> String {
    admin.get("/kelola/orang/baru").await;
    let mut fields = vec![("name", name), ("display_name", name)];
    fields.extend(roles);
    let made = admin.post("/kelola/orang", &fields).await;
    let text = made.text().replace("&#x2f;", "/");
    let (_, link) = text
        .split_once("/undangan/")
        .unwrap_or_else(|| panic!("{} {text}", made.status));
    let end = link.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    format!("/undangan/{}", &link[..end.unwrap()])
}

async fn an_empty_portal_is_brought_into_use_in_the_browser(place: Place) {
    let portal = TestApp::open(&place).await;
    let mut admin = first_admin(&portal).await;
    admin.get("/kelola/organisasi/baru").await;
    let fields = [
        ("name", "dinkes"),
        ("title", "Dinas Kesehatan"),
        ("abbreviation", "Dinkes"),
        ("kind", "dinas"),
    ];
    let made = admin.post("/kelola/organisasi", &fields).await;
    assert!(made.status.is_redirection(), "{}", made.text());
    admin.get("/kelola/topik").await;
    let fields = [("name", "kesehatan"), ("title", "Kesehatan")];
    let made = admin.post("/kelola/topik", &fields).await;
    assert!(made.status.is_redirection(), "{}", made.text());

    let dinkes = portal.organization("dinkes").await.to_string();
    let roles = [("role_1", "producer"), ("place_1", dinkes.as_str())];
    let link = invite(&mut admin, "pak.produsen", &roles).await;
    let mut producer = portal.browser();
    accept(&mut producer, &link, &[]).await;
    expect(&producer.get("/kerja/unggah").await, StatusCode::OK);
    let link = invite(&mut admin, "bu.walidata", &[("wide", "steward")]).await;
    let mut steward = portal.browser();
    accept(&mut steward, &link, &[]).await;
    expect(&steward.get("/kerja/antrean").await, StatusCode::OK);
    expect(&steward.get("/kelola/orang").await, StatusCode::FORBIDDEN);
}

async fn a_link_works_once_and_ends(place: Place) {
    let portal = TestApp::open(&place).await;
    let mut admin = first_admin(&portal).await;
    let link = invite(&mut admin, "pak.produsen", &[]).await;
    accept(&mut portal.browser(), &link, &[]).await;
    expect(&portal.get(&link).await, StatusCode::NOT_FOUND);
    let late = invite(&mut admin, "pak.lambat", &[]).await;
    portal.advance_hours(24 * 30);
    expect(&portal.get(&late).await, StatusCode::NOT_FOUND);
    assert!(first_link_is_refused(&portal).await);
}

/// A portal that has an administrator lets nobody become the first one again.
async fn first_link_is_refused(portal: &TestApp) -> bool {
    let secret = first_link(portal).await;
    let mut other = portal.browser();
    other.get(&format!("/undangan/{secret}")).await;
    let fields = [
        ("password", SECRET),
        ("repeated", SECRET),
        ("name", "penyusup"),
        ("display_name", "Penyusup"),
    ];
    let answer = other.post(&format!("/undangan/{secret}"), &fields).await;
    !answer.status.is_redirection()
}

async fn a_disabled_person_is_out_at_once(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut admin = portal.signed_in("admin").await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let token = portal.api("produsen.dinkes", "read").await;
    let person = portal.actor("produsen.dinkes").await.account_id;
    let path = format!("/kelola/orang/{person}/nonaktif");
    admin.get("/kelola/orang").await;
    admin.post(&path, &[("disabled", "1")]).await;
    assert_eq!(clerk.get("/kerja").await.status, StatusCode::SEE_OTHER);
    expect(
        &token.get("/api/v1/submissions").await,
        StatusCode::UNAUTHORIZED,
    );
    admin.post(&path, &[("disabled", "0")]).await;
    clerk.sign_in("produsen.dinkes").await;
}

async fn a_name_that_is_taken_is_said_beside_the_field(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut admin = portal.signed_in("admin").await;
    admin.get("/kelola/orang/baru").await;
    let fields = [("name", "walidata"), ("display_name", "Walidata lain")];
    let answer = admin.post("/kelola/orang", &fields).await;
    assert!(
        matches!(
            answer.status,
            StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY
        ),
        "{}",
        answer.status
    );
    assert!(
        answer.text().contains("Walidata lain"),
        "what was typed stays"
    );
}

async fn agencies_come_before_people(place: Place) {
    let portal = TestApp::open(&place).await;
    let mut admin = first_admin(&portal).await;
    for page in ["/kerja", "/kelola"] {
        let text = admin.get(page).await.text();
        let main = text.split_once("<main").unwrap().1;
        let at = |address: &str| main.find(&format!("href=\"{address}\"")).unwrap();
        assert!(at("/kelola/organisasi") < at("/kelola/orang"), "{main}");
    }
    let form = admin.get("/kelola/orang/baru").await.text();
    assert!(form.contains(&says("person-no-places")), "{form}");
    assert!(form.contains("href=\"/kelola/organisasi/baru\""), "{form}");
    assert!(!form.contains("name=\"role_1\""), "{form}");
    let fields = [
        ("title", "Dinas Kesehatan"),
        ("name", "dinkes"),
        ("abbreviation", "DINKES"),
        ("kind", "dinas"),
    ];
    admin.get("/kelola/organisasi/baru").await;
    let made = admin.post("/kelola/organisasi", &fields).await;
    assert!(made.status.is_redirection(), "{}", made.text());
    let form = admin.get("/kelola/orang/baru").await.text();
    assert!(!form.contains(&says("person-no-places")), "{form}");
    assert!(form.contains("name=\"role_1\""), "{form}");
}
