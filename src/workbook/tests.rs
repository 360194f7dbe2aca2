//! Annotated copies of the demo's files, read back.

use super::{Annotations, Line, Words, annotate};
use crate::inspection::Level;
use calamine::{Data, Range, Reader, open_workbook_auto};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const UNPACKED: u64 = 64 << 20;

fn demo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data/demo/files")
        .join(name)
}

fn format(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("xlsx") => "XLSX",
        Some("ods") => "ODS",
        _ => "CSV",
    }
}

fn words() -> Words {
    Words {
        sheet: "Perbaikan".to_owned(),
        author: "Lumbung".to_owned(),
        title: "Yang perlu diperbaiki".to_owned(),
        notes: vec!["Satu".to_owned(), "Dua & <tiga>".to_owned()],
        heads: [
            "No",
            "Sel",
            "Kolom",
            "Isi",
            "Keliru",
            "Seharusnya",
            "Tingkat",
        ]
        .map(str::to_owned),
    }
}

fn line(number: u32, sheet: &str, cell: &str, level: Level) -> Line {
    Line {
        number,
        sheet: sheet.to_owned(),
        cell: cell.to_owned(),
        column: "Kolom".to_owned(),
        value: "=1+1".to_owned(),
        wrong: "Isi < keliru > & \"aneh\"".to_owned(),
        expected: String::new(),
        level,
        level_word: level.as_str().to_owned(),
        comment: format!("Komentar untuk {cell}\nbaris kedua"),
    }
}

/// Sheets with their cells, hidden or not.
fn cells(path: &Path, ending: &str) -> BTreeMap<String, Range<Data>> {
    // The reader goes by the ending of the name.
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join(format!("berkas.{ending}"));
    std::fs::copy(path, &copy).unwrap();
    let mut book = open_workbook_auto(&copy).unwrap();
    book.worksheets().into_iter().collect()
}

/// The cells without blank ones around them.
fn plain(range: &Range<Data>) -> BTreeMap<(u32, u32), String> {
    let (top, left) = range.start().unwrap_or((0, 0));
    range
        .used_cells()
        .filter(|(_, _, data)| !data.to_string().is_empty())
        .map(|(row, column, data)| {
            let place = (
                top + u32::try_from(row).unwrap(),
                left + u32::try_from(column).unwrap(),
            );
            (place, format!("{data:?}"))
        })
        .collect()
}

struct Done {
    _folder: TempDir,
    path: PathBuf,
    ending: String,
}

fn annotated(file: &Path, lines: Vec<Line>) -> Done {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("jawaban");
    let annotations = Annotations {
        words: words(),
        lines,
    };
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let ending = annotate(file, &name, format(file), &annotations, UNPACKED, &path).unwrap();
    Done {
        _folder: folder,
        path,
        ending,
    }
}

fn part(path: &Path, name: &str) -> String {
    let file = std::fs::File::open(path).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut text = String::new();
    let mut entry = archive
        .by_name(name)
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    entry.read_to_string(&mut text).unwrap();
    text
}

/// Every sheet of the file is as it was, and one more is there.
fn unchanged(file: &Path, ending: &str, done: &Done) {
    let before = cells(file, ending);
    let after = cells(&done.path, &done.ending);
    assert_eq!(after.len(), before.len() + 1, "{:?}", after.keys());
    for (name, range) in &before {
        assert_eq!(
            plain(range),
            plain(&after[name]),
            "{}: {name}",
            file.display()
        );
    }
    assert!(after.contains_key("Perbaikan"));
}

fn workbooks() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(demo(""))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| matches!(format(path), "XLSX" | "ODS"))
        .collect();
    files.sort();
    assert!(files.len() >= 6);
    files
}

fn some_sheet(path: &Path) -> String {
    let ending = path.extension().unwrap().to_str().unwrap();
    cells(path, ending).keys().next().unwrap().clone()
}

#[test]
fn a_copy_without_findings_differs_in_the_added_sheet_only() {
    for file in workbooks() {
        let done = annotated(&file, Vec::new());
        unchanged(&file, file.extension().unwrap().to_str().unwrap(), &done);
        if format(&file) == "XLSX" {
            for name in [
                "xl/worksheets/sheet1.xml",
                "docProps/core.xml",
                "xl/theme/theme1.xml",
            ] {
                assert_eq!(part(&file, name), part(&done.path, name));
            }
        }
    }
}

#[test]
fn comments_of_the_clerk_are_kept() {
    let file = demo("realisasi-apbdes.xlsx");
    let lines = vec![
        line(1, "APBDes 2024", "E7", Level::Blocking),
        line(2, "APBDes 2024", "D9", Level::Warning),
        line(3, "APBDes 2024", "H6", Level::Info),
    ];
    let done = annotated(&file, lines);
    unchanged(&file, "xlsx", &done);
    let comments = part(&done.path, "xl/comments/comment1.xml");
    assert!(
        comments.contains("<r><t>menunggu SPJ</t></r>"),
        "{comments}"
    );
    assert!(comments.contains("Komentar untuk E7"));
    assert!(comments.contains("ref=\"D9\"") && comments.contains("ref=\"H6\""));
    let drawing = part(&done.path, "xl/drawings/commentsDrawing1.vml");
    assert_eq!(drawing.matches("ObjectType=\"Note\"").count(), 3);
    let sheet = part(&done.path, "xl/worksheets/sheet1.xml");
    assert_eq!(sheet.matches("legacyDrawing").count(), 1);
    let formula = "<f>E5/D5</f>";
    assert!(sheet.contains(formula));
}

#[test]
fn a_merged_range_is_marked_at_its_corner() {
    let file = demo("produksi-padi-per-kecamatan.ods");
    let done = annotated(&file, vec![line(1, "Tabel 5.1.2", "D1", Level::Warning)]);
    unchanged(&file, "ods", &done);
    let content = part(&done.path, "content.xml");
    let body = content.split_once("<office:spreadsheet>").unwrap().1;
    let row = body.split_once("</table:table-row>").unwrap().0;
    assert!(
        row.contains("number-columns-spanned=\"8\" table:style-name=\"lumbung1\""),
        "{row}"
    );
    assert!(row.contains("<office:annotation"));
    assert!(content.contains("<style:style xmlns:style="));
}

#[test]
fn text_files_become_workbooks_with_rows_at_their_lines() {
    let file = demo("stunting-per-kecamatan.csv");
    let done = annotated(
        &file,
        vec![
            line(1, "", "B3", Level::Blocking),
            line(2, "", "ZZ99999", Level::Info),
        ],
    );
    assert_eq!(done.ending, "xlsx");
    let after = cells(&done.path, "xlsx");
    let data = &after["Data"];
    let text = std::fs::read_to_string(&file).unwrap();
    for (number, line) in text.lines().enumerate().take(5) {
        let first = line
            .split([',', ';'])
            .next()
            .unwrap()
            .trim_matches(['"', '\u{feff}']);
        let row = u32::try_from(number).unwrap();
        let shown = data.get_value((row, 0)).map(ToString::to_string);
        assert_eq!(shown.unwrap_or_default(), first);
    }
}

#[test]
fn a_broken_workbook_is_told() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("rusak.xlsx");
    let to = folder.path().join("jawaban");
    let all = std::fs::read(demo("sekolah.xlsx")).unwrap();
    std::fs::write(&file, &all[..all.len() / 2]).unwrap();
    let annotations = Annotations::default();
    let error = annotate(&file, "rusak.xlsx", "XLSX", &annotations, UNPACKED, &to).unwrap_err();
    assert!(matches!(error, super::Error::Broken(_)), "{error:?}");
    let mut encrypted = vec![0xd0, 0xcf, 0x11, 0xe0];
    encrypted.resize(4096, 0);
    std::fs::write(&file, &encrypted).unwrap();
    let error = annotate(&file, "rusak.xlsx", "XLSX", &annotations, UNPACKED, &to).unwrap_err();
    assert!(matches!(error, super::Error::Encrypted), "{error:?}");
    let error = annotate(&demo("sekolah.xlsx"), "", "XLSX", &annotations, 1000, &to).unwrap_err();
    assert!(matches!(error, super::Error::TooLarge), "{error:?}");
}

fn places() -> impl Strategy<Value = Vec<(u32, u32, u8)>> {
    prop::collection::vec((0..90_u32, 0..14_u32, 0..3_u8), 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn marks_anywhere_leave_every_cell_as_it_is(which in 0..6_usize, places in places()) {
        let file = workbooks()[which].clone();
        let sheet = some_sheet(&file);
        let lines: Vec<Line> = places
            .iter()
            .zip(1..)
            .map(|((row, column, level), number)| {
                let place = super::place::Place { row: *row, column: *column };
                let level = [Level::Blocking, Level::Warning, Level::Info][usize::from(*level)];
                line(number, &sheet, &place.to_string(), level)
            })
            .collect();
        let count = lines.len();
        let done = annotated(&file, lines.clone());
        unchanged(&file, file.extension().unwrap().to_str().unwrap(), &done);
        let after = cells(&done.path, &done.ending);
        let corrections = plain(&after["Perbaikan"]);
        let numbers = corrections.keys().filter(|(row, column)| *column == 0 && *row > 4);
        prop_assert_eq!(numbers.count(), count);
        // Marked a second time, the copy still has every cell.
        let folder = TempDir::new().unwrap();
        let copy = folder.path().join(file.file_name().unwrap());
        std::fs::copy(&done.path, &copy).unwrap();
        let again = annotated(&copy, lines);
        prop_assert_eq!(cells(&again.path, &again.ending).len(), after.len() + 1);
    }
}
