//! Templates: downloaded, filled in, handed back, read without a question.

use crate::helpers::{BALITA_2023, Browser, Place, TestApp, balita, both_databases, expect, says};
use calamine::{Data, Ods, Range, Reader, Xlsx, open_workbook_from_rs};
use http::StatusCode;
use std::io::Cursor;

both_databases!(
    a_template_knows_the_last_period,
    templates_are_for_the_own_house,
);

/// A sheet of a workbook of either form.
fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    let bytes = Cursor::new(bytes);
    if let Ok(mut book) = open_workbook_from_rs::<Xlsx<_>, _>(bytes.clone()) {
        return book.worksheet_range(name).unwrap();
    }
    let mut book: Ods<_> = open_workbook_from_rs(bytes).unwrap();
    book.worksheet_range(name).unwrap()
}

fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let sheet = sheet(bytes, "Data");
    let rows = sheet
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect());
    rows.filter(|row: &Vec<String>| row.iter().any(|cell| !cell.is_empty()))
        .collect()
}

/// Begins an update and gives the address of its file step.
async fn begin(clerk: &mut Browser, kind: &str) -> String {
    clerk.get("/kerja/unggah").await;
    let fields = [("dataset", "jumlah-balita"), ("kind", kind)];
    let begun = clerk.post("/kerja/unggah", &fields).await;
    begun.location().to_owned()
}

/// The address of a template on a page.
fn link(page: &str, form: &str, fill: &str) -> String {
    let end = format!("/{form}?isi={fill}");
    let (before, _) = page
        .split_once(&end)
        .unwrap_or_else(|| panic!("{end} in {page}"));
    let (_, start) = before.rsplit_once('"').unwrap();
    format!("{start}{end}")
}

async fn a_template_knows_the_last_period(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let desk = clerk.get("/kerja").await.text();
    assert!(desk.contains("/kerja/templat/jumlah-balita"), "{desk}");
    let page = begin(&mut clerk, "append").await;
    let page = clerk.get(&page).await.text();
    for (form, media) in [("xlsx", "officedocument"), ("ods", "opendocument")] {
        let answer = clerk.get(&link(&page, form, "next")).await;
        expect(&answer, StatusCode::OK);
        assert!(answer.header("content-type").contains(media));
        let name = answer.header("content-disposition").to_owned();
        assert!(
            name.ends_with(&format!("jumlah-balita-templat.{form}")),
            "{name}"
        );
        let rows = rows(&answer.body);
        assert_eq!(rows[0], ["kecamatan", "tahun", "jumlah_balita"]);
        assert_eq!(rows[1], ["Magetan", "2024", ""]);
        assert_eq!(rows.len(), 4);
        let last = sheet(&answer.body, &says("template-sheet-last"));
        assert_eq!(last.get_value((1, 2)), Some(&Data::Float(1200.0)));
    }
    let own = clerk.get("/kerja/templat/jumlah-balita").await.text();
    let whole = clerk.get(&link(&own, "xlsx", "all")).await;
    assert_eq!(rows(&whole.body)[1], ["Magetan", "2023", "1200"]);
}

async fn templates_are_for_the_own_house(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut closed = balita("new");
    closed["openness"] = "restricted".into();
    let submission = portal.hand_in(&closed, "balita.csv", BALITA_2023).await;
    portal.approve(&submission).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let page = clerk.get("/kerja/templat/jumlah-balita").await.text();
    assert!(page.contains(&says("template-none")), "{page}");
    let resource = submission["files"][0]["resource_id"].as_str().unwrap();
    let address = format!("/kerja/templat/jumlah-balita/{resource}/xlsx");
    expect(&clerk.get(&address).await, StatusCode::NOT_FOUND);
    let mut stranger = portal.signed_in("produsen.disdukcapil").await;
    let refused = stranger.get("/kerja/templat/jumlah-balita").await;
    expect(&refused, StatusCode::NOT_FOUND);
}
