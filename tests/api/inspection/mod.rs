//! Real sheets give the tables that people would make of them.

mod cells;

use lumbung::inspection::run::{Sink, Task, inspect};
use lumbung::inspection::typed::{TypedColumn, Value};
use lumbung::inspection::{Reading, Report};
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sheets")
}

fn tidy(file: &Path, sheet: Option<String>) -> (Report, Vec<Vec<String>>) {
    let reading = Reading {
        sheet,
        ..Reading::tidy()
    };
    let task = Task::look(file, reading, "35.20", 1 << 30);
    let mut rows = Vec::new();
    let mut take = |columns: &[TypedColumn]| {
        let height = columns.first().map_or(0, |column| column.values.len());
        let text = |column: &TypedColumn, row: usize| {
            let value = column.values[row].as_ref();
            value.map_or_else(String::new, Value::text)
        };
        rows.extend((0..height).map(|row| columns.iter().map(|c| text(c, row)).collect()));
        Ok(())
    };
    let report = inspect(&task, &mut Sink::Pieces(&mut take));
    (report, rows)
}

fn expected(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

// Percentages are stored in the workbooks with ten digits, and expected with more.
fn is_same(one: &str, two: &str) -> bool {
    one == two
        || one
            .parse::<f64>()
            .ok()
            .zip(two.parse::<f64>().ok())
            .is_some_and(|(one, two)| (one - two).abs() <= 1e-9 * one.abs().max(two.abs()))
}

// `sekolah.sd` is the sheet SD of the workbook `sekolah`.
fn source(name: &str) -> (PathBuf, Option<String>) {
    let (stem, sheet) = name.split_once('.').map_or((name, None), |(stem, sheet)| {
        (stem, Some(sheet.to_uppercase()))
    });
    let files = std::fs::read_dir(fixtures()).unwrap();
    let file = files
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_stem().is_some_and(|known| known == stem));
    (file.unwrap(), sheet)
}

#[test]
fn every_sheet_gives_its_table() {
    let names = std::fs::read_dir(fixtures()).unwrap();
    let names = names.filter_map(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        name.strip_suffix(".expected.csv").map(str::to_owned)
    });
    let mut wrong = Vec::new();
    let mut read = 0;
    for name in names {
        let (file, sheet) = source(&name);
        let (_, rows) = tidy(&file, sheet);
        let expected = expected(&fixtures().join(format!("{name}.expected.csv")));
        read += 1;
        let differs = rows.iter().zip(&expected).find(|(row, expected)| {
            row.len() != expected.len() || !row.iter().zip(*expected).all(|(a, b)| is_same(a, b))
        });
        if rows.len() != expected.len() || differs.is_some() {
            wrong.push(format!(
                "{name}: {} of {} rows, {differs:?}",
                rows.len(),
                expected.len()
            ));
        }
    }
    assert!(read >= 18, "{read}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_hidden_column_is_left_out_told_and_can_be_taken() {
    let file = fixtures().join("realisasi-apbdes.xlsx");
    let (report, rows) = tidy(&file, None);
    let told = report
        .findings
        .iter()
        .find(|finding| finding.code == "hidden_column");
    let letter = told.unwrap().cell.clone();
    let column = lumbung::inspection::ColumnReading {
        letter,
        keep: true,
        ..Default::default()
    };
    let reading = Reading {
        columns: vec![column],
        ..Reading::tidy()
    };
    let task = Task::look(&file, reading, "35.20", 1 << 30);
    let report = inspect(&task, &mut Sink::Nothing);
    assert_eq!(report.table().unwrap().columns.len(), rows[0].len() + 1);
}

#[test]
fn what_a_producer_overrules_is_obeyed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.csv");
    std::fs::write(
        &file,
        "desa;jumlah;catatan\nKaras;-;x\nBendo;tak tahu;y\nJumlah;5;\n",
    )
    .unwrap();
    let column = lumbung::inspection::ColumnReading {
        letter: "B".to_owned(),
        name: Some("banyaknya".to_owned()),
        dash_is_zero: true,
        replace: vec![lumbung::inspection::Replacement {
            from: "tak  tahu".to_owned(),
            to: "7".to_owned(),
        }],
        ..Default::default()
    };
    let reading = Reading {
        columns: vec![column],
        kept_rows: vec![4],
        last_column: Some("B".to_owned()),
        ..Default::default()
    };
    let task = Task::look(&file, reading, "35.20", 1 << 30);
    let mut figures = Vec::new();
    let mut take = |columns: &[TypedColumn]| {
        assert_eq!(columns.len(), 2);
        assert_eq!(columns[1].name, "banyaknya");
        figures.extend(columns[1].values.iter().flatten().map(Value::text));
        Ok(())
    };
    inspect(&task, &mut Sink::Pieces(&mut take));
    assert_eq!(figures, ["0", "7", "5"]);
}
