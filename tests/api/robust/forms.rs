//! Forms whose session ended while somebody typed.

use super::uploads::draft;
use crate::helpers::{
    Answer, BALITA_2023, PASSWORD, Place, TestApp, Upload, both_databases, expect,
};
use http::StatusCode;

both_databases!(
    a_long_description_is_sent_again_after_signing_in_again,
    a_wrong_password_does_not_lose_what_was_typed,
    a_file_sent_after_the_end_of_a_session_asks_to_sign_in,
    a_session_lasts_while_its_person_works,
);

const TYPED: [(&str, &str); 9] = [
    ("title", "Jumlah balita & \"bayi\" <per kecamatan>"),
    (
        "description",
        "Baris satu.\r\nBaris dua; 100% dari + semua = data.",
    ),
    ("topics", "kesehatan"),
    ("topics", "administrasi-kependudukan-dan-pencatatan-sipil"),
    ("tags", "balita, gizi"),
    ("frequency", "tahunan"),
    ("period", "2023"),
    ("licence", "cc-by"),
    ("contact", "Bidang Data"),
];

// Longer than a session may be idle.
fn time_passes(portal: &TestApp) {
    portal.advance_hours(13);
}

/// The fields of the form that sends to `action`, as a browser would send them.
fn fields_of(page: &Answer, action: &str) -> Vec<(String, String)> {
    let text = page.text();
    let mut forms = text.split("<form ").skip(1);
    let form = forms
        .find(|form| plain(form.split_once("action=\"").unwrap().1) == action)
        .unwrap();
    let (form, _) = form.split_once("</form>").unwrap();
    form.split("<input ")
        .skip(1)
        .filter_map(|tag| {
            let (_, name) = tag.split_once("name=\"")?;
            let (_, value) = tag.split_once("value=\"")?;
            Some((plain(name), plain(value)))
        })
        .collect()
}

// The text of an attribute.
fn plain(rest: &str) -> String {
    let (text, _) = rest.split_once('"').unwrap();
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (code, letter)| {
        text.replace(code, letter)
    })
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

fn with_credentials(fields: &[(String, String)], password: &str) -> Vec<(String, String)> {
    let mut filled: Vec<(String, String)> = fields
        .iter()
        .filter(|(name, _)| name != "nama" && name != "password")
        .cloned()
        .collect();
    filled.push(("nama".to_owned(), "produsen.dinkes".to_owned()));
    filled.push(("password".to_owned(), password.to_owned()));
    filled
}

async fn a_long_description_is_sent_again_after_signing_in_again(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (mut clerk, path) = draft(&portal).await;
    let path = path.replace("/berkas", "/keterangan");
    clerk.get(&path).await;
    time_passes(&portal);
    let asked = clerk.post(&path, &TYPED).await;
    expect(&asked, StatusCode::UNAUTHORIZED);
    let form = with_credentials(&fields_of(&asked, "/masuk"), PASSWORD);
    let shown = clerk.post_as_is("/masuk", &borrowed(&form)).await;
    expect(&shown, StatusCode::OK);
    let again = fields_of(&shown, &path);
    for typed in TYPED {
        assert!(borrowed(&again).contains(&typed), "{typed:?}: {again:?}");
    }
    let saved = clerk.post_as_is(&path, &borrowed(&again)).await;
    assert!(saved.location().ends_with("/ringkasan"), "{}", saved.text());
    let mut tx = portal.begin().await;
    let stored: String = sqlx::query_scalar("select metadata from submission")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    let stored: serde_json::Value = serde_json::from_str(&stored).unwrap();
    assert_eq!(stored["title"], TYPED[0].1);
    assert_eq!(stored["topics"].as_array().unwrap().len(), 2);
    let description = stored["description"].as_str().unwrap();
    assert!(description.contains("100% dari + semua = data."));
}

async fn a_wrong_password_does_not_lose_what_was_typed(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (mut clerk, path) = draft(&portal).await;
    let path = path.replace("/berkas", "/keterangan");
    clerk.get(&path).await;
    time_passes(&portal);
    let asked = clerk.post(&path, &TYPED).await;
    let form = with_credentials(&fields_of(&asked, "/masuk"), "bukan-kata-sandinya");
    let refused = clerk.post_as_is("/masuk", &borrowed(&form)).await;
    expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
    let form = with_credentials(&fields_of(&refused, "/masuk"), PASSWORD);
    let shown = clerk.post_as_is("/masuk", &borrowed(&form)).await;
    expect(&shown, StatusCode::OK);
    let again = fields_of(&shown, &path);
    for typed in TYPED {
        assert!(borrowed(&again).contains(&typed), "{typed:?}: {again:?}");
    }
}

async fn a_file_sent_after_the_end_of_a_session_asks_to_sign_in(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let (mut clerk, path) = draft(&portal).await;
    time_passes(&portal);
    let file = Upload {
        name: "balita.csv",
        bytes: BALITA_2023,
    };
    let asked = clerk.upload(&path, &[file]).await;
    expect(&asked, StatusCode::UNAUTHORIZED);
    assert!(asked.text().contains("/masuk"), "{}", asked.text());
}

async fn a_session_lasts_while_its_person_works(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    for _ in 0..4 {
        portal.advance_hours(8);
        expect(&clerk.get("/kerja").await, StatusCode::OK);
    }
    time_passes(&portal);
    let page = clerk.get("/kerja").await;
    assert!(page.location().starts_with("/masuk"));
}
