//! The file handed back: what the producer uploaded, with what is to be mended marked in it.

use crate::helpers::{Browser, Place, TestApp, Upload, both_databases, expect, says_in};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use http::StatusCode;
use lumbung::web::i18n::Language;
use std::io::{Cursor, Read};

both_databases!(
    a_workbook_comes_back_with_its_cells_marked,
    a_text_file_comes_back_as_a_workbook,
    a_file_that_is_no_table_is_told,
);

/// A workbook of two desa with a NIK in the third row.
fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Warga").unwrap();
    let rows = [
        ["Nama", "NIK", "Jumlah"],
        ["Sari", "3520014101900001", "12"],
        ["Budi", "3520011201850002", "7"],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// Uploads a file to a new draft; gives the address of its annotated copy.
async fn upload(portal: &TestApp, clerk: &mut Browser, name: &str, bytes: &[u8]) -> String {
    clerk.get("/kerja/unggah").await;
    let fields = [("kind", "new"), ("title", "Warga menurut desa")];
    let path = clerk
        .post("/kerja/unggah", &fields)
        .await
        .location()
        .to_owned();
    clerk.get(&path).await;
    let answer = clerk.upload(&path, &[Upload { name, bytes }]).await;
    assert!(answer.status.is_redirection(), "{}", answer.text());
    portal.run_jobs().await;
    let draft = path.split('/').nth(3).unwrap();
    let mut tx = portal.begin().await;
    let file: String =
        sqlx::query_scalar("select id from submission_file where submission_id = $1")
            .bind(draft)
            .fetch_one(&mut *tx)
            .await
            .unwrap();
    format!("{path}/{file}/bertanda")
}

fn cell(bytes: &[u8], sheet: &str, place: (u32, u32)) -> String {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    range.get_value(place).unwrap_or(&Data::Empty).to_string()
}

async fn a_workbook_comes_back_with_its_cells_marked(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let path = upload(&portal, &mut clerk, "warga desa.xlsx", &workbook()).await;
    let page = path.split_once("/berkas/").unwrap().0;
    let shown = clerk.get(&format!("{page}/periksa")).await.text();
    assert!(shown.contains(&path), "{shown}");
    let answer = clerk.get(&path).await;
    expect(&answer, StatusCode::OK);
    assert!(
        answer
            .header("content-disposition")
            .ends_with("warga%20desa-bertanda.xlsx")
    );
    assert_eq!(cell(&answer.body, "Warga", (1, 1)), "3520014101900001");
    let text = part(&answer.body, "xl/commentsLumbung1.xml");
    assert!(
        text.contains("ref=\"B2\"") && text.contains("ref=\"B3\""),
        "{text}"
    );
    assert!(
        !text.contains("3520014101900001"),
        "personal data in a comment"
    );
    let list = part(&answer.body, "xl/worksheets/sheetLumbung1.xml");
    assert!(
        list.contains("'Warga'!B2") && list.contains("'Warga'!B3"),
        "{list}"
    );
    assert!(!list.contains("3520014101900001"));

    let english = clerk.get(&format!("{path}?lang=en")).await;
    let name = says_in(Language::English, "corrections-sheet");
    let title = cell(&english.body, &name, (0, 0));
    assert!(title.contains("warga desa.xlsx"), "{title}");

    let mut steward = portal.signed_in("walidata").await;
    // A draft is nobody's but the agency's.
    expect(&steward.get(&path).await, StatusCode::NOT_FOUND);
    let mut stranger = portal.signed_in("produsen.disdukcapil").await;
    expect(&stranger.get(&path).await, StatusCode::NOT_FOUND);

    // What comes back is read without the list of corrections.
    let mut other = portal.signed_in("produsen2.dinkes").await;
    let again = upload(&portal, &mut other, "kembali.xlsx", &answer.body).await;
    let again = other.get(&again).await;
    expect(&again, StatusCode::OK);
    let list = part(&again.body, "xl/worksheets/sheetLumbung2.xml");
    assert!(list.contains("'Warga'!B2"), "{list}");
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut entry = archive.by_name(name).unwrap();
    entry.read_to_string(&mut text).unwrap();
    text
}

async fn a_text_file_comes_back_as_a_workbook(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let file = b"desa;nik;jumlah\nPoncol;3520014101900001;12\nGonggang;3520011201850002;7\n";
    let path = upload(&portal, &mut clerk, "warga.csv", file).await;
    let answer = clerk.get(&path).await;
    expect(&answer, StatusCode::OK);
    assert_eq!(cell(&answer.body, "Data", (2, 0)), "Gonggang");
    let list = cell(&answer.body, "Perbaikan", (4, 1));
    assert_eq!(list, "B2");
}

async fn a_file_that_is_no_table_is_told(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let mut clerk = portal.signed_in("produsen.dinkes").await;
    let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    locked.resize(2048, 0);
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let path = upload(&portal, &mut clerk, "rahasia.xlsx", &locked).await;
    let answer = clerk.get(&path).await;
    expect(&answer, StatusCode::UNPROCESSABLE_ENTITY);
    let told = says_in(Language::Indonesian, "workbook-encrypted");
    assert!(answer.text().contains(&told), "{}", answer.text());
}
