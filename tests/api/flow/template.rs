//! Templates: downloaded, filled in, handed back, read without a question.

use super::browser::describe;
use crate::helpers::{
    BALITA_2023, Browser, Place, TestApp, Upload, balita, both_databases, expect, id, says,
};
use calamine::{Data, Ods, Range, Reader, SheetVisible, Xlsx, open_workbook_from_rs};
use http::StatusCode;
use serde_json::{Value, json};
use std::io::{Cursor, Read, Write};

both_databases!(
    a_template_knows_the_last_period,
    templates_are_for_the_own_house,
    a_filled_template_is_added_without_a_question,
    a_filled_ods_template_is_read_the_same,
    a_template_is_read_without_what_was_chosen_before,
    a_template_of_another_make_is_told,
    a_template_finds_its_own_table,
    the_usual_file_is_still_known_after_a_template,
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

/// The workbook as a spreadsheet program saves it after somebody has written these figures into the sheet of data.
fn filled(bytes: &[u8], figures: &[((u32, u16), f64)]) -> Vec<u8> {
    let mut old: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    for sheet in old.sheets_metadata().to_vec() {
        let page = book.add_worksheet().set_name(&sheet.name).unwrap();
        page.set_hidden(sheet.visible != SheetVisible::Visible);
        for (row, column, cell) in old.worksheet_range(&sheet.name).unwrap().used_cells() {
            let place = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            match cell {
                Data::Float(number) => page.write_number(place.0, place.1, *number),
                other => page.write_string(place.0, place.1, other.to_string()),
            }
            .unwrap();
        }
        if sheet.name == "Data" {
            for ((row, column), number) in figures {
                page.write_number(*row, *column, *number).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Begins an update, downloads its template, and uploads it filled in; gives the address of the draft.
async fn handed_back(
    portal: &TestApp,
    clerk: &mut Browser,
    kind: &str,
    form: &str,
    fill: fn(&[u8]) -> Vec<u8>,
) -> String {
    let page = begin(clerk, kind).await;
    let shown = clerk.get(&page).await.text();
    let way = if kind == "append" { "next" } else { "all" };
    let template = clerk.get(&link(&shown, form, way)).await;
    expect(&template, StatusCode::OK);
    let bytes = fill(&template.body);
    clerk.get(&page).await;
    let name = format!("Isian baru (1).{form}");
    give(portal, clerk, &page, &name, &bytes).await;
    page.strip_suffix("/berkas").unwrap().to_owned()
}

async fn give(portal: &TestApp, clerk: &mut Browser, page: &str, name: &str, bytes: &[u8]) {
    let taken = clerk.upload(page, &[Upload { name, bytes }]).await;
    assert!(taken.status.is_redirection(), "{}", taken.text());
    portal.run_jobs().await;
}

async fn submission(portal: &TestApp, address: &str) -> Value {
    let client = portal.api("produsen.dinkes", "read").await;
    let id = address.rsplit('/').next().unwrap();
    client
        .get(&format!("/api/v1/submissions/{id}"))
        .await
        .json()
}

async fn report(portal: &TestApp, address: &str) -> Value {
    let client = portal.api("produsen.dinkes", "read").await;
    let id = address.rsplit('/').next().unwrap();
    let path = format!("/api/v1/submissions/{id}/report");
    client.get(&path).await.json()["files"][0]["report"].clone()
}

fn codes(report: &Value, level: &str) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    let of_level = findings.filter(|finding| finding["level"] == level);
    of_level
        .map(|finding| finding["code"].as_str().unwrap().to_owned())
        .collect()
}

async fn approve_and_count(portal: &TestApp, clerk: &mut Browser, address: &str) -> Vec<Value> {
    describe(clerk, address, "kesehatan", "Jumlah balita per kecamatan").await;
    clerk
        .post(&format!("{address}/kirim"), &[("reason", "")])
        .await;
    portal.run_jobs().await;
    let sent = submission(portal, address).await;
    assert_eq!(sent["state"], "submitted", "{sent:#}");
    portal.approve(&sent).await;
    let rows = portal.rows_of("jumlah-balita").await;
    let rows = portal
        .get(&format!("{rows}?order=tahun,kecamatan"))
        .await
        .json();
    rows.as_array()
        .unwrap_or_else(|| panic!("{rows:#}"))
        .clone()
}

async fn a_filled_template_is_added_without_a_question(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    // Barat, in the second row, is left as it stood ready.
    let fill = |bytes: &[u8]| filled(bytes, &[((1, 2), 1300.0), ((3, 2), 1100.0)]);
    let address = handed_back(&portal, &mut clerk, "append", "xlsx", fill).await;
    let seen = report(&portal, &address).await;
    assert_eq!(codes(&seen, "blocking"), [""; 0], "{seen:#}");
    // That Barat is missing from the new year is worth a look, as in any file.
    assert_eq!(codes(&seen, "warning"), ["period_incomplete"], "{seen:#}");
    assert_eq!(
        codes(&seen, "info"),
        ["template_used", "template_rows_untouched"]
    );
    let table = &seen["tables"][0];
    assert_eq!(table["row_count"], 2);
    assert_eq!(table["left_out"][0]["band"], "untouched");
    assert!(
        seen["sheets"]
            .as_array()
            .unwrap()
            .iter()
            .all(|sheet| sheet["hidden"] == false)
    );
    let page = clerk.get(&format!("{address}/periksa")).await.text();
    assert!(
        page.contains("/bantuan/temuan/template_rows_untouched"),
        "{page}"
    );
    let rows = approve_and_count(&portal, &mut clerk, &address).await;
    assert_eq!(rows.len(), 5, "{rows:#?}");
    assert_eq!(
        rows[3],
        json!({"kecamatan": "Magetan", "tahun": 2024, "jumlah_balita": 1300})
    );
}

/// A template of `OpenDocument` with figures in the rows that stand ready, edited as text.
fn filled_ods(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // The type of the file is told by its first bytes.
    let options = zip::write::SimpleFileOptions::default();
    let stored = options.compression_method(zip::CompressionMethod::Stored);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        let year = "<text:p>2024</text:p></table:table-cell>";
        let figure = r#"<table:table-cell table:style-name="whole""#;
        let with = r#" office:value-type="float" office:value="77"><text:p>77</text:p></table:table-cell>"#;
        let text = text.replace(
            &format!("{year}{figure}/>"),
            &format!("{year}{figure}{with}"),
        );
        out.start_file(name, stored).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

async fn a_filled_ods_template_is_read_the_same(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let address = handed_back(&portal, &mut clerk, "append", "ods", filled_ods).await;
    let seen = report(&portal, &address).await;
    assert_eq!(codes(&seen, "warning"), [""; 0], "{seen:#}");
    assert_eq!(codes(&seen, "info"), ["template_used"]);
    let rows = approve_and_count(&portal, &mut clerk, &address).await;
    assert_eq!(rows.len(), 6);
    assert_eq!(
        rows[5],
        json!({"kecamatan": "Panekan", "tahun": 2024, "jumlah_balita": 77})
    );
}

async fn a_template_is_read_without_what_was_chosen_before(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let file = [b"Data balita\nDinas Kesehatan\n".as_slice(), BALITA_2023].concat();
    let mut first = balita("new");
    let reading = json!({
        "header_first": 3, "header_last": 3, "columns": [{ "letter": "C", "title": "Balita", "unit": "anak" }],
    });
    first["resources"] = json!([{ "file": "balita 2023.csv", "reading": reading }]);
    let published = portal.hand_in(&first, "balita 2023.csv", &file).await;
    portal.approve(&published).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let fill = |bytes: &[u8]| filled(bytes, &[((1, 2), 1300.0)]);
    let address = handed_back(&portal, &mut clerk, "replace", "xlsx", fill).await;
    let seen = report(&portal, &address).await;
    assert_eq!(codes(&seen, "info"), ["template_used"], "{seen:#}");
    let table = &seen["tables"][0];
    assert_eq!(table["row_count"], 3);
    let column = &table["columns"][2];
    assert_eq!([&column["title"], &column["unit"]], ["Balita", "anak"]);
    // What is chosen now holds.
    let file = submission(&portal, &address).await["files"][0]["id"].clone();
    let check = format!("{address}/periksa");
    clerk.get(&check).await;
    let form = [
        ("kolom", "C"),
        ("kolom_ubah", "1"),
        ("unit", "jiwa"),
        ("was_unit", "anak"),
    ];
    clerk
        .post(&format!("{check}/{}", file.as_str().unwrap()), &form)
        .await;
    portal.run_jobs().await;
    let column = report(&portal, &address).await["tables"][0]["columns"][2].clone();
    assert_eq!([&column["title"], &column["unit"]], ["Balita", "jiwa"]);
}

async fn a_template_of_another_make_is_told(place: Place) {
    let portal = TestApp::with_people(&place).await;
    portal.published().await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let own = clerk.get("/kerja/templat/jumlah-balita").await.text();
    let template = clerk.get(&link(&own, "xlsx", "next")).await.body;
    let bytes = filled(
        &template,
        &[((1, 2), 1300.0), ((2, 2), 900.0), ((3, 2), 1100.0)],
    );
    let page = begin(&mut clerk, "replace").await;
    clerk.get(&page).await;
    give(&portal, &mut clerk, &page, "isian.xlsx", &bytes).await;
    let address = page.strip_suffix("/berkas").unwrap();
    let seen = report(&portal, address).await;
    // The rows of the next year alone would take the place of those of 2023.
    assert_eq!(
        codes(&seen, "warning"),
        ["period_gap", "template_other_way"],
        "{seen:#}"
    );
    clerk.post(&format!("{address}/batal"), &[]).await;

    let newer = portal
        .hand_in(&balita("replace"), "balita 2023.csv", BALITA_2023)
        .await;
    portal.approve(&newer).await;
    let page = begin(&mut clerk, "append").await;
    clerk.get(&page).await;
    give(&portal, &mut clerk, &page, "isian.xlsx", &bytes).await;
    let seen = report(&portal, page.strip_suffix("/berkas").unwrap()).await;
    assert_eq!(codes(&seen, "warning"), ["template_older"], "{seen:#}");

    clerk.get("/kerja/unggah").await;
    let fields = [("kind", "new"), ("title", "Jumlah ibu hamil")];
    let page = clerk
        .post("/kerja/unggah", &fields)
        .await
        .location()
        .to_owned();
    clerk.get(&page).await;
    give(&portal, &mut clerk, &page, "isian.xlsx", &bytes).await;
    let seen = report(&portal, page.strip_suffix("/berkas").unwrap()).await;
    assert_eq!(codes(&seen, "warning"), ["template_foreign"], "{seen:#}");
    let told = seen["findings"].to_string();
    assert!(told.contains("Jumlah balita per kecamatan"), "{told}");
}

async fn a_template_finds_its_own_table(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut body = balita("new");
    body["submit"] = false.into();
    let draft = portal.hand_in(&body, "balita.csv", BALITA_2023).await;
    let address = format!("/kerja/unggah/{}", id(&draft));
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let page = format!("{address}/berkas");
    clerk.get(&page).await;
    let second = b"kecamatan;tahun;jumlah_ibu\nMagetan;2023;12\nBarat;2023;7\n";
    give(&portal, &mut clerk, &page, "ibu.csv", second).await;
    clerk.get(&format!("{address}/ringkasan")).await;
    clerk
        .post(&format!("{address}/kirim"), &[("reason", "")])
        .await;
    portal.run_jobs().await;
    let sent = submission(&portal, &address).await;
    portal.approve(&sent).await;

    let page = begin(&mut clerk, "append").await;
    let shown = clerk.get(&page).await.text();
    let (_, after) = shown
        .split_once("<b>Ibu</b>")
        .or_else(|| shown.split_once("<b>ibu</b>"))
        .unwrap();
    let template = clerk.get(&link(after, "xlsx", "next")).await.body;
    let bytes = filled(&template, &[((1, 2), 14.0), ((2, 2), 8.0)]);
    clerk.get(&page).await;
    give(&portal, &mut clerk, &page, "unduhan.xlsx", &bytes).await;
    let draft = submission(&portal, page.strip_suffix("/berkas").unwrap()).await;
    let published = &sent["files"][1];
    assert_eq!(
        draft["files"][0]["resource_id"], published["resource_id"],
        "{draft:#}"
    );
    assert_eq!(draft["files"][0]["name"], published["name"]);
}

async fn the_usual_file_is_still_known_after_a_template(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let usual = [b"Data balita\nDinas Kesehatan\n".as_slice(), BALITA_2023].concat();
    let mut first = balita("new");
    let reading = json!({ "header_first": 3, "header_last": 3, "columns": [{ "letter": "C", "unit": "anak" }] });
    first["resources"] = json!([{ "file": "balita 2023.csv", "reading": reading }]);
    let published = portal.hand_in(&first, "balita 2023.csv", &usual).await;
    portal.approve(&published).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let fill = |bytes: &[u8]| filled(bytes, &[((1, 2), 1300.0)]);
    let address = handed_back(&portal, &mut clerk, "replace", "xlsx", fill).await;
    approve_and_count(&portal, &mut clerk, &address).await;
    let mut next = balita("replace");
    next["submit"] = false.into();
    let draft = portal.hand_in(&next, "balita 2024.csv", &usual).await;
    let address = format!("/kerja/unggah/{}", id(&draft));
    let table = report(&portal, &address).await["tables"][0].clone();
    assert_eq!(table["header"], json!([3, 3]), "{table:#}");
    assert_eq!(table["columns"][2]["unit"], "anak", "{table:#}");
}
