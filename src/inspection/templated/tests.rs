//! Marks read back over sheets that people have changed.

use super::*;
use crate::inspection::ColumnKind;
use crate::inspection::cell::Cell;
use crate::inspection::locate;
use crate::workbook::MarkColumn;
use proptest::prelude::*;

fn sheet(name: &str, rows: &[Vec<String>]) -> Sheet {
    let records = rows.iter().zip(1..).map(|(cells, row)| Record {
        row,
        cells: cells.iter().cloned().map(Cell::from).collect(),
    });
    Sheet {
        name: name.to_owned(),
        records: records.collect(),
        ..Sheet::default()
    }
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn mark(columns: &[(&str, ColumnKind, Role)]) -> Mark {
    let column = |(name, kind, role): &(&str, ColumnKind, Role)| MarkColumn {
        name: (*name).to_owned(),
        title: format!("Judul {name}"),
        kind: *kind,
        unit: "jiwa".to_owned(),
        role: *role,
    };
    Mark {
        dataset: "d".to_owned(),
        resource: "r".to_owned(),
        version: "v".to_owned(),
        number: 3,
        fill: Fill::Next,
        sheet: "Data".to_owned(),
        others: vec!["Petunjuk".to_owned()],
        columns: columns.iter().map(column).collect(),
    }
}

fn balita() -> Mark {
    mark(&[
        ("kecamatan", ColumnKind::RegionName, Role::Key),
        ("tahun", ColumnKind::Year, Role::Period),
        ("jumlah", ColumnKind::Integer, Role::Figure),
        ("kader", ColumnKind::Integer, Role::Figure),
    ])
}

fn book(mark: &Mark, rows: &[Vec<String>]) -> Vec<Sheet> {
    let mut hidden = sheet("_lumbung", &mark.rows());
    hidden.hidden = true;
    vec![
        sheet("Petunjuk", &[row(&["Balita"])]),
        sheet("Data", rows),
        hidden,
    ]
}

// The bands of the data sheet, and the codes that are told.
fn read(sheets: &[Sheet], told: &Reading) -> (Vec<Band>, Vec<String>) {
    let mut templated = Templated::of(sheets, told).unwrap();
    let layout = sheets
        .get(1)
        .and_then(|sheet| locate::locate(sheet, &templated.reading));
    let mut chosen = layout.map(|layout| (1, layout));
    templated.judge(sheets, &mut chosen);
    let mut report = Report::new("", "");
    templated.tell(told, &mut report);
    let codes = report.findings.into_iter().map(|finding| finding.code);
    (
        chosen.map(|(_, layout)| layout.bands).unwrap_or_default(),
        codes.collect(),
    )
}

const HEADS: [&str; 4] = [
    "Judul kecamatan",
    "Judul tahun",
    "Judul  jumlah ",
    "Judul kader",
];

#[test]
fn untouched_rows_are_left_out_and_sparse_ones_are_kept() {
    let rows = [
        row(&HEADS),
        row(&["Magetan", "2024", "12", "3"]),
        row(&["Barat", "2024"]),
        row(&["Panekan", "2024", "", "-"]),
        row(&["Parang", "2024"]),
        row(&["Sumber: Dinas Kesehatan"]),
    ];
    let sheets = book(&balita(), &rows);
    let (bands, codes) = read(&sheets, &Reading::default());
    assert_eq!(
        bands,
        [
            Band::Header,
            Band::Body,
            Band::Untouched,
            Band::Body,
            Band::Untouched,
            Band::Note
        ]
    );
    assert_eq!(codes, ["template_used", "template_rows_untouched"]);
    // A row that the producer takes stays.
    let told = Reading {
        kept_rows: vec![3],
        ..Reading::default()
    };
    assert_eq!(read(&sheets, &told).0.get(2), Some(&Band::Body));
}

#[test]
fn columns_that_went_or_came_are_told() {
    let rows = [
        row(&["Judul kecamatan", "Judul tahun", "Catatan", "Judul jumlah"]),
        row(&["Magetan", "2024", "baik", "12"]),
    ];
    let sheets = book(&balita(), &rows);
    let (_, codes) = read(&sheets, &Reading::default());
    assert_eq!(
        codes,
        [
            "template_used",
            "template_column_missing",
            "template_column_added"
        ]
    );
    let templated = Templated::of(&sheets, &Reading::default()).unwrap();
    let column = templated.reading.column("D").unwrap();
    assert_eq!(column.name.as_deref(), Some("jumlah"));
    assert_eq!(templated.reading.column("C"), None);
}

#[test]
fn the_producer_comes_before_the_mark() {
    let sheets = book(
        &balita(),
        &[row(&HEADS), row(&["Magetan", "2024", "12", "3"])],
    );
    let told = Reading {
        columns: vec![ColumnReading {
            letter: "C".to_owned(),
            kind: Some(ColumnKind::Text),
            ..ColumnReading::default()
        }],
        ..Reading::default()
    };
    let reading = Templated::of(&sheets, &told).unwrap().reading;
    let column = reading.column("C").unwrap();
    assert_eq!(column.kind, Some(ColumnKind::Text));
    assert_eq!(column.unit.as_deref(), Some("jiwa"));
    // What was chosen for the file before is no word about this one.
    let remembered = Reading {
        is_remembered: true,
        header_last: Some(2),
        ..told
    };
    let reading = Templated::of(&sheets, &remembered).unwrap().reading;
    assert_eq!(reading.column("C").unwrap().kind, Some(ColumnKind::Integer));
    assert_eq!(reading.header_last, Some(1));
    let other = Reading {
        sheet: Some("Petunjuk".to_owned()),
        ..Reading::default()
    };
    assert!(Templated::of(&sheets, &other).is_none());
}

#[test]
fn without_its_heads_a_template_is_any_file() {
    let sheets = book(&balita(), &[row(&["a", "b"]), row(&["1", "2"])]);
    let (_, codes) = read(&sheets, &Reading::default());
    assert_eq!(codes, ["template_heads_lost"]);
}

proptest! {
    #[test]
    fn columns_are_known_wherever_they_went(
        order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(),
        kept in 4..=8_usize,
        further in 0..4_usize,
        above in 0..5_usize,
    ) {
        let names: Vec<String> = (0..8).map(|number| format!("kolom_{number}")).collect();
        let columns: Vec<_> =
            names.iter().map(|name| (name.as_str(), ColumnKind::Text, Role::Key)).collect();
        let mark = mark(&columns);
        let mut heads: Vec<String> = order.iter().take(kept).map(|n| format!("Judul kolom_{n}")).collect();
        heads.splice(0..0, (0..further).map(|n| format!("Lain {n}")));
        let mut rows = vec![row(&["Pemerintah Kabupaten"]); above];
        rows.push(heads);
        let sheets = book(&mark, &rows);
        let templated = Templated::of(&sheets, &Reading::default()).unwrap();
        prop_assert_eq!(templated.reading.header_first, Some(above as u64 + 1));
        prop_assert_eq!(templated.further.len(), further);
        for (place, number) in order.iter().take(kept).enumerate() {
            let column = templated.reading.column(&letter(place + further)).unwrap();
            prop_assert_eq!(column.name.as_deref(), Some(names[*number].as_str()));
        }
    }
}

#[test]
fn a_year_alone_is_a_row_that_stood_ready() {
    let mark = mark(&[
        ("tahun", ColumnKind::Year, Role::Period),
        ("jumlah", ColumnKind::Integer, Role::Figure),
        ("kader", ColumnKind::Integer, Role::Figure),
    ]);
    let heads = row(&["Judul tahun", "Judul jumlah", "Judul kader"]);
    let sheets = book(&mark, &[heads.clone(), row(&["2024"])]);
    let (bands, codes) = read(&sheets, &Reading::default());
    assert_eq!(bands, [Band::Header, Band::Untouched]);
    assert_eq!(codes, ["template_used", "template_rows_untouched"]);
    let rows = [
        heads,
        row(&["2024", "7", "8"]),
        row(&["Sumber: Dinas Kesehatan"]),
    ];
    let (bands, _) = read(&book(&mark, &rows), &Reading::default());
    assert_eq!(bands, [Band::Header, Band::Body, Band::Note]);
}
