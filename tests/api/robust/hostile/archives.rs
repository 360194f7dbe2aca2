//! Archives: bombs, lies about sizes, parts that are missing, named twice, or lead elsewhere.

use super::parts::{Parts, ROWS, sheet};
use super::{Blocked, Case, Kept, Rows, case};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TOO_LARGE: super::Expect = Blocked(&["too_large_unpacked"]);
const UNREADABLE: super::Expect = Blocked(&["unreadable"]);

#[expect(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let zeros = vec![b' '; 40 << 20];
    let book = Parts::book(ROWS);
    let whole = book.zip();
    let mut cases = vec![
        case(
            "a plain workbook, to know that the others are no worse",
            "a.xlsx",
            Rows(3),
            whole.clone(),
        ),
        case(
            "a flat bomb",
            "a.xlsx",
            TOO_LARGE,
            book.clone()
                .with("xl/media/image1.png", zeros.clone())
                .zip(),
        ),
        case(
            "a bomb of shared strings",
            "a.xlsx",
            TOO_LARGE,
            book.clone()
                .with("xl/sharedStrings.xml", zeros.clone())
                .zip(),
        ),
        case(
            "a bomb in an ods",
            "a.ods",
            TOO_LARGE,
            Parts::ods("").with("Pictures/a", zeros).zip(),
        ),
        case(
            "an archive in an archive",
            "a.zip",
            Kept("not_a_table_format"),
            nested(),
        ),
        case(
            "more parts than a workbook has",
            "a.xlsx",
            TOO_LARGE,
            crowded(),
        ),
        case(
            "parts that share their bytes",
            "a.xlsx",
            TOO_LARGE,
            overlapping(),
        ),
        case(
            "a directory that lies about sizes",
            "a.xlsx",
            Blocked(&["unreadable", "no_table"]),
            lying(&whole),
        ),
        case(
            "a directory that is gone",
            "a.xlsx",
            Blocked(&["ending_mismatch", "unreadable"]),
            whole[..whole.len() - 60].to_vec(),
        ),
        case(
            "half an archive",
            "a.xlsx",
            Blocked(&["ending_mismatch", "unreadable"]),
            whole[..whole.len() / 2].to_vec(),
        ),
        case(
            "nothing but a magic number",
            "a.xlsx",
            Blocked(&["ending_mismatch", "unreadable"]),
            *b"PK\x03\x04",
        ),
        case(
            "no workbook.xml",
            "a.xlsx",
            Blocked(&["ending_mismatch"]),
            book.clone()
                .without("xl/workbook.xml")
                .with("a", "xl/workbook.xml")
                .zip(),
        ),
        case(
            "no relationships",
            "a.xlsx",
            UNREADABLE,
            book.clone().without("xl/_rels/workbook.xml.rels").zip(),
        ),
        case(
            "no sheet behind its relationship",
            "a.xlsx",
            UNREADABLE,
            book.clone().without("xl/worksheets/sheet1.xml").zip(),
        ),
        case(
            "no content in an ods",
            "a.ods",
            UNREADABLE,
            Parts::ods("").without("content.xml").zip(),
        ),
        case(
            "relationships that lead out of the archive",
            "a.xlsx",
            UNREADABLE,
            relation("../../../../etc/passwd"),
        ),
        case(
            "relationships that lead to a file of the machine",
            "a.xlsx",
            UNREADABLE,
            relation("file:///etc/passwd"),
        ),
        case(
            "relationships that lead to another kind of part",
            "a.xlsx",
            Blocked(&["unreadable", "no_table"]),
            relation("workbook.xml"),
        ),
        case(
            "names that climb out of the archive",
            "a.xlsx",
            Rows(3),
            climbing(),
        ),
        case(
            "one byte wrong in a part",
            "a.xlsx",
            Blocked(&["unreadable"]),
            damaged(),
        ),
    ];
    cases.extend(passwords());
    cases
}

fn nested() -> Vec<u8> {
    let mut inner = Parts::none().with("0", vec![0; 8 << 20]).zip();
    for level in 1..20 {
        inner = Parts::none().with(&format!("{level}.zip"), inner).zip();
    }
    inner
}

fn crowded() -> Vec<u8> {
    let mut archive = ZipWriter::new_append(Cursor::new(Parts::book(ROWS).zip())).unwrap();
    for number in 0..12_000 {
        archive
            .start_file(format!("xl/{number}"), SimpleFileOptions::default())
            .unwrap();
    }
    archive.finish().unwrap().into_inner()
}

// Directory entries that all point at one body (Fifield, "A better zip bomb", 2019): the directory is repeated.
fn overlapping() -> Vec<u8> {
    let body = Parts::book(ROWS).with("xl/big", vec![b' '; 8 << 20]).zip();
    let end = body.len() - 22;
    let number = |at: usize| u32::from_le_bytes(body[at..at + 4].try_into().unwrap()) as usize;
    let (size, start) = (number(end + 12), number(end + 16));
    let directory = &body[start..start + size];
    let count = u16::from_le_bytes(body[end + 10..end + 12].try_into().unwrap());
    let mut bytes = body[..start].to_vec();
    let mut all = 0;
    for copy in 0..200_u32 {
        let mut entry = directory.to_vec();
        // Each copy has names of its own, so that none is taken for a repetition.
        let mut at = 0;
        while at + 46 <= entry.len() {
            let length = usize::from(u16::from_le_bytes(
                entry[at + 28..at + 30].try_into().unwrap(),
            ));
            if copy > 0 {
                entry[at + 46 + length - 1] = b'0' + u8::try_from(copy % 64).unwrap();
                entry[at + 46] = b'0' + u8::try_from(copy / 64).unwrap();
            }
            at += 46 + length;
        }
        bytes.extend(entry);
        all += count;
    }
    let length = u32::try_from(bytes.len() - start).unwrap();
    let mut tail = body[end..].to_vec();
    tail[8..10].copy_from_slice(&all.to_le_bytes());
    tail[10..12].copy_from_slice(&all.to_le_bytes());
    tail[12..16].copy_from_slice(&length.to_le_bytes());
    bytes.extend(tail);
    bytes
}

// Sizes of all entries are said to be a few bytes.
fn lying(whole: &[u8]) -> Vec<u8> {
    let mut bytes =
        Parts::book(&ROWS.replace("</row>", &format!("</row>{}", " ".repeat(9 << 20)))).zip();
    let mut at = 0;
    while at + 46 < bytes.len() {
        if bytes[at..].starts_with(b"PK\x01\x02") {
            bytes[at + 24..at + 28].copy_from_slice(&100_u32.to_le_bytes());
        }
        if bytes[at..].starts_with(b"PK\x03\x04") {
            bytes[at + 22..at + 26].copy_from_slice(&100_u32.to_le_bytes());
        }
        at += 1;
    }
    assert!(bytes.len() > whole.len());
    bytes
}

fn relation(target: &str) -> Vec<u8> {
    let rels = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="{target}"/></Relationships>"#
    );
    Parts::book(ROWS)
        .with("xl/_rels/workbook.xml.rels", rels)
        .zip()
}

fn climbing() -> Vec<u8> {
    Parts::book(ROWS)
        .with("../../../../tmp/lumbung-climbed.csv", "a;b\n1;2\n")
        .with("/etc/lumbung-climbed", "x")
        .with("C:\\windows\\lumbung", "x")
        .zip()
}

fn damaged() -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in [
        ("xl/workbook.xml", "<workbook/>".to_owned()),
        ("xl/worksheets/sheet1.xml", sheet(ROWS, "")),
    ] {
        archive.start_file(name, stored).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    let mut bytes = archive.finish().unwrap().into_inner();
    let at = bytes
        .windows(9)
        .position(|window| window == b"<workbook")
        .unwrap();
    bytes[at] = b'!';
    bytes
}

// An archive whose entries are encrypted, and an ods that says so in its manifest.
fn passwords() -> Vec<Case> {
    let mut zip = Parts::book(ROWS).zip();
    for at in 0..zip.len() - 10 {
        let flags = match &zip[at..at + 4] {
            b"PK\x03\x04" => at + 6,
            b"PK\x01\x02" => at + 8,
            _ => continue,
        };
        zip[flags] |= 1;
    }
    let manifest = r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" manifest:size="99"><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry></manifest:manifest>"#;
    let ods = Parts::ods("")
        .with("META-INF/manifest.xml", manifest)
        .with("content.xml", "\u{1}\u{2}")
        .zip();
    vec![
        case(
            "parts with a password",
            "a.xlsx",
            Blocked(&["encrypted"]),
            zip,
        ),
        case(
            "an ods with a password",
            "a.ods",
            Blocked(&["encrypted"]),
            ods,
        ),
    ]
}
