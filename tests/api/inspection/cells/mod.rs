//! Every case of the list of cells: each is put where the list says it stands, inspected, and held against its meaning.

mod judge;
mod places;

use lumbung::inspection::run::{Sink, Task, inspect};
use lumbung::inspection::typed::{TypedColumn, Value};
use lumbung::inspection::{Reading, Report};
use std::path::Path;

/// A case.
struct Case {
    group: String,
    cell: String,
    place: String,
    kind: String,
    value: String,
}

/// Where a case stands.
struct Place {
    /// The file's name and bytes.
    file: (&'static str, Vec<u8>),
    /// Title of the column.
    title: String,
    /// The row as the clerk counts.
    row: u64,
}

/// What came of it.
struct Outcome {
    report: Report,
    columns: Vec<TypedColumn<'static>>,
}

/// Cases whose meaning the list itself takes back, or that no column of a table can have; with the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    ">100",
    "kolom angka",
    "its remark says what holds in a column of numbers: no number is made of it, and the cell is a finding",
)];

fn cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cells/pola_nilai.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let case = |record: csv::StringRecord| {
        let field = |index: usize| record[index].to_owned();
        Case {
            group: field(0),
            cell: field(1),
            place: field(2),
            kind: field(3),
            value: field(4),
        }
    };
    reader
        .records()
        .map(|record| case(record.unwrap()))
        .collect()
}

fn outcome(place: &Place, reading: Reading) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(place.file.0);
    std::fs::write(&file, &place.file.1).unwrap();
    let task = Task::look(&file, reading, "35.20", 1 << 30);
    let mut columns: Vec<TypedColumn<'static>> = Vec::new();
    let mut take = |piece: &[TypedColumn<'_>]| {
        columns = piece.iter().cloned().map(owned).collect();
        Ok(())
    };
    let report = inspect(&task, &mut Sink::Pieces(&mut take));
    Outcome { report, columns }
}

fn owned(column: TypedColumn<'_>) -> TypedColumn<'static> {
    let values = column.values.into_iter();
    TypedColumn {
        name: column.name,
        title: column.title,
        kind: column.kind,
        unit: column.unit,
        letter: column.letter,
        values: values.map(|value| value.map(Value::into_owned)).collect(),
    }
}

fn is_exception(case: &Case) -> bool {
    EXCEPTIONS
        .iter()
        .any(|(cell, place, _)| *cell == case.cell && *place == case.place)
}

#[test]
fn every_cell_of_the_list_means_what_it_says() {
    let cases = cases();
    assert_eq!(cases.len(), 180);
    let mut wrong = Vec::new();
    for case in &cases {
        let places = places::of(case);
        assert!(!places.is_empty(), "no place: {}", case.place);
        for place in places {
            let told = judge::case(case, &place);
            match (told, is_exception(case)) {
                (Err(reason), false) => wrong.push(format!(
                    "{:?} ({}, {}) → {} {:?}: {reason}",
                    case.cell, case.group, case.place, case.kind, case.value
                )),
                (Ok(()), true) => wrong.push(format!("{:?} is no exception any more", case.cell)),
                _ => {}
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
