//! Texts that are read in pieces give what the same text gives when it is held.

use super::run::{Sink, Task, inspect};
use super::{ColumnKind, Reading, Report};
use std::fmt::Write;

// A text of several pieces: quoted cells with line ends everywhere, a sum in the middle, one at the end.
fn text(rows: usize, comma: char) -> String {
    let mut text = format!("Data desa\n\nno{comma}desa{comma}jumlah{comma}luas\n");
    for row in 1..=rows {
        let name = if row % 7 == 0 {
            format!("\"Desa\n{row} \"\"baru\"\"\"")
        } else {
            format!("Désa {row}")
        };
        writeln!(text, "{row}{comma}{name}{comma}{row}{comma}{row},5").unwrap();
        if row == rows / 2 {
            writeln!(text, "{comma}Jumlah{comma}99{comma}").unwrap();
        }
    }
    let total = rows * (rows + 1) / 2;
    writeln!(
        text,
        "{comma}Jumlah{comma}{total}{comma}\nSumber: Dinas PMD"
    )
    .unwrap();
    text
}

pub(super) fn read(bytes: &[u8], reading: Reading) -> (Report, Vec<Vec<String>>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("desa.csv");
    std::fs::write(&file, bytes).unwrap();
    let task = Task::look(&file, reading, "35.20", 1 << 30);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut take = |columns: &[super::typed::TypedColumn<'_>]| {
        let height = columns.first().map_or(0, |column| column.values.len());
        let value = |column: &super::typed::TypedColumn<'_>, row: usize| {
            let value = column.values[row].as_ref();
            value.map_or_else(String::new, super::typed::Value::text)
        };
        rows.extend((0..height).map(|row| columns.iter().map(|c| value(c, row)).collect()));
        Ok(())
    };
    let report = inspect(&task, &mut Sink::Pieces(&mut take));
    (report, rows)
}

fn expected(rows: usize) -> Vec<Vec<String>> {
    let name = |row: usize| {
        if row.is_multiple_of(7) {
            format!("Desa {row} \"baru\"")
        } else {
            format!("Désa {row}")
        }
    };
    (1..=rows)
        .map(|row| {
            let number = row.to_string();
            vec![
                number.clone(),
                name(row),
                number.clone(),
                format!("{row}.5"),
            ]
        })
        .collect()
}

const ROWS: usize = 20_000;

#[test]
fn no_row_is_lost_or_shifted_between_pieces() {
    let (report, rows) = read(text(ROWS, ';').as_bytes(), Reading::default());
    assert_eq!(rows, expected(ROWS));
    let table = report.table().unwrap();
    assert_eq!(table.titles, ["Data desa"]);
    assert_eq!(table.row_count, ROWS as u64);
    let kinds: Vec<ColumnKind> = table.columns.iter().map(|column| column.kind).collect();
    assert_eq!(kinds[2..], [ColumnKind::Integer, ColumnKind::Decimal]);
    assert_eq!(table.columns[2].profile.max.as_deref(), Some("20000"));
    let codes: Vec<&str> = report.findings.iter().map(|f| f.code.as_str()).collect();
    assert!(codes.contains(&"rows_left_out"), "{codes:?}");
    assert!(!codes.contains(&"total_mismatch"), "{codes:?}");
}

#[test]
fn rows_keep_their_line_whatever_stood_before() {
    let whole = text(ROWS, ';');
    let broken = whole.replacen("19001;19001,5", "19001;l9OO1x", 1);
    let line = broken
        .lines()
        .position(|line| line.contains("l9OO1x"))
        .unwrap() as u64
        + 1;
    let (report, _) = read(broken.as_bytes(), Reading::default());
    let finding = report
        .findings
        .iter()
        .find(|finding| finding.code == "type_mismatch");
    assert_eq!(finding.unwrap().row, Some(line));
    let shown = report
        .grid
        .unwrap()
        .rows
        .into_iter()
        .find(|row| row.row == line);
    assert_eq!(shown.unwrap().cells[3], "l9OO1x");
}

#[test]
fn other_encodings_are_cut_where_their_lines_end() {
    let text = text(ROWS, '\t');
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (report, rows) = read(&wide, Reading::default());
    assert_eq!((report.encoding.as_str(), rows.len()), ("UTF-16LE", ROWS));
    assert_eq!(rows, expected(ROWS));
    let old: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let (report, rows) = read(&old, Reading::default());
    assert_eq!(report.encoding, "windows-1252");
    assert_eq!(rows, expected(ROWS));
}

#[test]
fn a_quote_that_never_closes_costs_no_row_beyond_its_own() {
    let broken = text(ROWS, ';').replacen("Désa 12001;", "\"Désa 12001;", 1);
    let (report, rows) = read(broken.as_bytes(), Reading::default());
    assert!(rows.len() >= ROWS - 10, "{}", rows.len());
    assert_eq!(rows.last(), expected(ROWS).last());
    assert!(report.findings.iter().any(|finding| finding.row.is_some()));
}
