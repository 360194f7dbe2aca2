//! Files that are not what they should be, sent over the upload form.

use super::uploads::draft;
use crate::helpers::{BALITA_2023, Place, Server, TestApp, Upload, expect};
use http::StatusCode;
use lumbung::error::Message;
use lumbung::inspection::Report;
use lumbung::web::i18n::Language;
use std::io::Write;
use zip::write::SimpleFileOptions;

const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

/// What the inspection says of a file, after its page has been looked at.
async fn report_of(name: &str, bytes: &[u8]) -> Report {
    let place = Place::new(Server::Sqlite).await;
    let mut settings = place.settings();
    settings.inspection.memory_bytes = 160 << 20;
    settings.inspection.unpacked_bytes = 32 << 20;
    let portal = TestApp::with_settings(settings).await;
    portal.cast().await;
    let (mut clerk, path) = draft(&portal).await;
    let sent = clerk.upload(&path, &[Upload { name, bytes }]).await;
    let check = sent.location().to_owned();
    portal.run_jobs().await;
    let page = clerk.get(&check).await;
    expect(&page, StatusCode::OK);
    let report = stored_report(&portal).await;
    if let Some(finding) = report.findings.first() {
        let title = match finding.code.as_str() {
            "empty" => "finding-title-empty",
            "encrypted" => "finding-title-encrypted",
            "ending_mismatch" => "finding-title-ending_mismatch",
            "too_large_unpacked" => "finding-title-too_large_unpacked",
            "unreadable" => "finding-title-unreadable",
            "inspection_memory" => "finding-title-inspection_memory",
            _ => return report,
        };
        let title = Language::Indonesian.text(&Message::new(title));
        assert!(page.text().contains(&title), "{title}: {}", page.text());
    }
    report
}

async fn stored_report(portal: &TestApp) -> Report {
    let mut tx = portal.begin().await;
    let hash: String = sqlx::query_scalar("select report_blob from submission_file")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    let hash = lumbung::storage::BlobHash::parse(&hash).unwrap();
    let bytes = portal.app.storage.read(&hash).await.unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// The one finding that keeps a file from going on.
async fn blocked(name: &str, bytes: &[u8]) -> String {
    let report = report_of(name, bytes).await;
    let finding = &report.findings[0];
    assert_eq!(finding.level, lumbung::inspection::Level::Blocking);
    assert!(report.table().is_none());
    finding.code.clone()
}

#[tokio::test]
async fn an_empty_file_is_told_to_be_empty() {
    assert_eq!(blocked("balita.csv", b"").await, "empty");
    assert_eq!(
        blocked("balita.csv", b"\xef\xbb\xbf\r\n \r\n").await,
        "empty"
    );
}

#[tokio::test]
async fn a_picture_named_as_a_workbook_is_told_to_be_a_picture() {
    let report = report_of("balita.xlsx", PNG).await;
    let finding = &report.findings[0];
    assert_eq!(finding.code, "ending_mismatch");
    assert_eq!(
        (finding.value.as_str(), finding.expected.as_str()),
        ("PNG", ".xlsx")
    );
}

#[tokio::test]
async fn a_picture_named_as_such_is_kept_as_it_is() {
    let report = report_of("peta.png", PNG).await;
    assert_eq!(report.findings[0].code, "not_a_table_format");
    assert_eq!(report.findings[0].level, lumbung::inspection::Level::Info);
}

#[tokio::test]
async fn a_workbook_that_unpacks_to_too_much_is_refused() {
    let bomb = workbook(40 << 20);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(blocked("bom.xlsx", &bomb).await, "too_large_unpacked");
}

#[tokio::test]
async fn a_workbook_that_lies_about_its_size_is_stopped() {
    let unpacked: u32 = 200 << 20;
    let mut bomb = workbook(unpacked as usize);
    let (true_size, lie) = (unpacked.to_le_bytes(), 1000_u32.to_le_bytes());
    let mut lies = 0;
    for at in 0..bomb.len() - 4 {
        if bomb[at..at + 4] == true_size {
            bomb[at..at + 4].copy_from_slice(&lie);
            lies += 1;
        }
    }
    assert!(lies > 0);
    let code = blocked("bom.xlsx", &bomb).await;
    assert!(
        ["unreadable", "inspection_memory", "no_table"].contains(&code.as_str()),
        "{code}"
    );
}

// A workbook whose only sheet is so many blanks.
fn workbook(blanks: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>"),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive
        .start_file("xl/worksheets/sheet1.xml", options)
        .unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..blanks >> 20 {
        archive.write_all(&block).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

// [MS-OFFCRYPTO] 2.3: a compound file with the stream `EncryptedPackage`. Only what tells it apart is here.
#[tokio::test]
async fn a_workbook_with_a_password_is_told_to_have_one() {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.resize(1024, 0);
    for name in ["EncryptionInfo", "EncryptedPackage"] {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(128, 0);
        bytes.extend(entry);
    }
    bytes.resize(4096, 0x5a);
    assert_eq!(blocked("balita.xlsx", &bytes).await, "encrypted");
}

#[tokio::test]
async fn a_cut_workbook_is_told_to_be_unreadable() {
    let whole = std::fs::read("data/demo/files/sekolah.xlsx").unwrap();
    let code = blocked("sekolah.xlsx", &whole[..whole.len() / 2]).await;
    assert_eq!(code, "ending_mismatch");
}

#[tokio::test]
async fn a_table_in_utf_16_is_read() {
    let text = String::from_utf8(BALITA_2023.to_vec()).unwrap();
    let little: Vec<u8> = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let big: Vec<u8> = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    for (bytes, encoding) in [(little, "UTF-16LE"), (big, "UTF-16BE")] {
        let report = report_of("balita.csv", &bytes).await;
        assert_eq!(report.encoding, encoding);
        assert_eq!(report.table().unwrap().row_count, 3);
    }
}

#[tokio::test]
async fn a_table_in_latin_1_keeps_its_letters_to_the_last() {
    let report = report_of("kafe.csv", b"no;nama\n1;Warung\n2;Toko\n3;Caf\xe9").await;
    assert_eq!(report.encoding, "windows-1252");
    let table = report.table().unwrap();
    assert_eq!(table.row_count, 3);
    let shown = serde_json::to_string(&report).unwrap();
    assert!(shown.contains("Café"), "{shown}");
}
