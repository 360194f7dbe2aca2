//! Sheets as clerks keep them: sums by group, years beside each other, rows that were left out by hand.

use super::large::read as read_bytes;
use super::{Band, ColumnKind, Offer, Reading, Report};

fn read(text: &str, reading: Reading) -> (Report, Vec<Vec<String>>) {
    read_bytes(text.as_bytes(), reading)
}

fn codes(report: &Report) -> Vec<(&str, &str)> {
    let findings = report.findings.iter();
    findings
        .map(|f| (f.code.as_str(), f.cell.as_str()))
        .collect()
}

const PONDS: &str = "\
DATA KOLAM 2022-2023;;;;;
;;;;;
No;Kecamatan;Kolam (unit);;Produksi (kg);
;;2022;2023;2022;2023
1;Magetan;4;5;1,5;2,5
2;Barat;2;2;1,25;1
3;Karas;1;1;1;1
4;Panekan;0;3;1;1
;Jumlah Wilayah Utara;7;11;4,75;5,5
5;Parang;7;8;3;3
6;Poncol;1;O9;2;1
;Jumlah Wilayah Selatan;8;17;5;4
;Jumlah;15;28;9,75;9,5
";

#[test]
fn sums_of_groups_are_no_rows() {
    let (report, rows) = read(PONDS, Reading::default());
    assert_eq!(rows.len(), 6, "{rows:?}");
    let found = codes(&report);
    assert!(found.contains(&("type_mismatch", "D11")), "{found:?}");
    // The cell that can't be read is missing from the sum.
    assert!(found.contains(&("total_mismatch", "D13")), "{found:?}");
    let others = found.iter().filter(|(code, _)| *code == "total_mismatch");
    assert_eq!(others.count(), 1, "{found:?}");
}

#[test]
fn several_measures_are_folded_together_and_keep_names_and_units() {
    let reading = Reading {
        accepted: vec![Offer::FoldPeriods, Offer::DropRunningNumber],
        ..Reading::default()
    };
    let (report, rows) = read(PONDS, reading);
    assert_eq!(rows[0], ["Magetan", "2022", "4", "1.5"]);
    assert_eq!(rows[1], ["Magetan", "2023", "5", "2.5"]);
    let columns = &report.table().unwrap().columns;
    let names: Vec<(&str, &str)> = columns
        .iter()
        .map(|c| (c.name.as_str(), c.unit.as_str()))
        .collect();
    assert_eq!(
        names[1..],
        [("tahun", ""), ("kolam_unit", "unit"), ("produksi_kg", "kg")]
    );
    // What is folded is found where it stands in the sheet.
    let found = codes(&report);
    assert!(found.contains(&("type_mismatch", "D11")), "{found:?}");
    assert!(found.contains(&("total_mismatch", "D13")), "{found:?}");
}

#[test]
fn a_sum_of_the_last_group_is_not_that_of_the_table() {
    let text = PONDS.replace(";Jumlah;15;28;9,75;9,5\n", "");
    let (report, rows) = read(&text, Reading::default());
    assert_eq!(rows.len(), 6, "{rows:?}");
    let found = codes(&report);
    assert!(
        found.iter().all(|(code, _)| *code != "total_mismatch"),
        "{found:?}"
    );
}

/// A total with two cells of six, and another that lost its figures.
const BARE_SUMS: &str = "\
REKAP;;;;;
No.;Kecamatan;Tgl;Akta;Persen;Ket
Semester I;;;;;
1;Barat;02/01/2026;1.204;81,2;
2;Magetan;02/01/2026;2.311;90,1;
Subtotal Semester I;;;;;
Semester II;;;;;
3;Panekan;02/07/2026;500;70,3;sementara
4;Plaosan;02/07/2026;700;80,0;
Subtotal Semester II;;;;;
;JUMLAH;;9.999;;
Sumber: rekaan;;;;;
";

#[test]
fn sums_of_few_cells_are_sums() {
    let (report, rows) = read(BARE_SUMS, Reading::default());
    assert_eq!(rows.len(), 4, "{rows:?}");
    let found = codes(&report);
    assert!(found.contains(&("total_mismatch", "D11")), "{found:?}");
    let grid = report.grid.as_ref().unwrap();
    let band = |row: u64| {
        grid.rows
            .iter()
            .find(|known| known.row == row)
            .unwrap()
            .band
    };
    assert_eq!(
        [3, 6, 7, 10, 11, 12].map(band),
        [
            Band::Group,
            Band::Subtotal,
            Band::Group,
            Band::Subtotal,
            Band::Total,
            Band::Note
        ]
    );
    // Sums head no rows.
    let reading = Reading {
        accepted: vec![Offer::GroupColumn],
        ..Reading::default()
    };
    let (_, rows) = read(BARE_SUMS, reading);
    assert_eq!(rows[2].last().unwrap(), "Semester II", "{rows:?}");
}

#[test]
fn indicators_called_sums_stay_rows() {
    let text = "No;Uraian;Nilai\n1;Luas wilayah;12\n2;Jumlah penduduk;250\n3;Jumlah desa;7\n4;Kepadatan;21\n";
    let (_, rows) = read(text, Reading::default());
    assert_eq!(rows.len(), 4, "{rows:?}");
}

#[test]
fn rows_left_out_by_hand_are_not_told_as_findings() {
    let reading = Reading {
        ignored_rows: vec![3],
        ..Reading::default()
    };
    let (report, rows) = read("nama;jumlah\nA;1\nB;2\nC;3\nD;4\n", reading);
    assert_eq!(rows.len(), 3);
    assert_eq!(codes(&report), []);
}

/// The year stands in the title only; a figure below a ratio is the ratio of the whole.
const SCHOOLS: &str = "\
Data Sekolah Tahun 2023;;;
;;;
Kecamatan;Sekolah;Murid;Rasio murid per sekolah
Barat;10;1505;150,5
Magetan;12;2400;200,0
Panekan;8;1000;125,0
Jumlah;30;4905;163,5
";

#[test]
fn a_year_of_the_title_becomes_a_column_when_it_is_asked_for() {
    let (report, rows) = read(SCHOOLS, Reading::default());
    let table = report.table().unwrap();
    assert!(table.offers.contains(&Offer::AddYear), "{:?}", table.offers);
    assert!(!rows[0].contains(&"2023".to_owned()), "{rows:?}");
    let found = codes(&report);
    assert!(
        found.iter().all(|(code, _)| *code != "total_mismatch"),
        "{found:?}"
    );

    let accepted = Reading {
        accepted: vec![Offer::AddYear],
        ..Reading::default()
    };
    let (report, rows) = read(SCHOOLS, accepted.clone());
    let table = report.table().unwrap();
    let year = table.columns.last().unwrap();
    assert_eq!(
        (year.title.as_str(), year.kind),
        ("Tahun", ColumnKind::Year)
    );
    assert_eq!(rows.len(), 3);
    assert!(
        rows.iter()
            .all(|row| row.last().is_some_and(|cell| cell == "2023")),
        "{rows:?}"
    );
    // Sums are still held against the rows.
    let wrong = SCHOOLS.replace("30;4905", "30;4950");
    let (report, _) = read(&wrong, accepted);
    let found = codes(&report);
    assert!(found.contains(&("total_mismatch", "C7")), "{found:?}");
}

#[test]
fn a_year_is_offered_only_where_the_table_says_no_time_and_the_titles_one_year() {
    for text in [
        SCHOOLS.replace("2023", "2022-2023"),
        SCHOOLS.replace("Sekolah;Murid", "Tahun;Murid"),
        SCHOOLS.replace("Data Sekolah Tahun 2023", "Data Sekolah"),
    ] {
        let (report, _) = read(&text, Reading::default());
        let offers = &report.table().unwrap().offers;
        assert!(!offers.contains(&Offer::AddYear), "{text}");
    }
}

/// Two tables below each other, as on a printed page.
const BELOW: &str = "\
LAPORAN KESEHATAN;;;
;;;
Tabel 1. Tenaga menurut kecamatan;;;
No;Kecamatan;Bidan;Dokter
1;Barat;3;1
2;Magetan;5;4
3;Panekan;4;2
;Jumlah;12;7
;;;
Tabel 2. Kunjungan menurut bulan;;;
Bulan;Kunjungan;;
Januari;120;;
Februari;130;;
;;;
Sumber: Dinas Kesehatan;;;
";

#[test]
fn tables_below_each_other_are_told_apart() {
    let (report, rows) = read(BELOW, Reading::default());
    assert_eq!(rows.len(), 3, "{rows:?}");
    let found: Vec<(&str, (u64, u64), bool)> = report
        .found
        .iter()
        .map(|table| (table.title.as_str(), table.rows, table.used))
        .collect();
    assert_eq!(
        found,
        [
            ("Tabel 1. Tenaga menurut kecamatan", (4, 7), true),
            ("Tabel 2. Kunjungan menurut bulan", (11, 13), false)
        ]
    );
    assert!(codes(&report).contains(&("other_tables", "")));
    let second = Reading {
        table: Some(2),
        ..Reading::default()
    };
    let (report, rows) = read(BELOW, second);
    assert_eq!(rows, [["Januari", "120"], ["Februari", "130"]]);
    let table = report.table().unwrap();
    assert_eq!(table.number, 2);
    assert_eq!(table.notes, ["Sumber: Dinas Kesehatan"]);
    assert!(!codes(&report).contains(&("other_tables", "")));
}

#[test]
fn rows_that_were_chosen_choose_their_table() {
    let reading = Reading {
        header_first: Some(11),
        header_last: Some(11),
        ..Reading::default()
    };
    let (_, rows) = read(BELOW, reading);
    assert_eq!(rows, [["Januari", "120"], ["Februari", "130"]]);
}

#[test]
fn tables_beside_each_other_are_told_apart() {
    let text = "\
Data 2023;;;;Data 2024;;
Kecamatan;Bidan;Dokter;;Kecamatan;Bidan;Dokter
Barat;3;1;;Barat;4;1
Magetan;5;4;;Magetan;6;4
Panekan;4;2;;Panekan;5;3
";
    let (report, rows) = read(text, Reading::default());
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0], ["Barat", "3", "1"]);
    assert_eq!(report.found.len(), 2);
    let second = Reading {
        table: Some(2),
        ..Reading::default()
    };
    let (report, rows) = read(text, second);
    assert_eq!(rows[0], ["Barat", "4", "1"]);
    let table = report.table().unwrap();
    assert_eq!(table.titles, ["Data 2024"]);
    assert_eq!(table.columns[0].letter, "E");
}

#[test]
fn gaps_groups_and_pages_are_no_other_tables() {
    for text in [
        // A gap within the data.
        "Nama;Jumlah\nBarat;1\nMagetan;2\n;\nPanekan;3\nPoncol;4\n",
        // The header again on the next page.
        "Nama;Jumlah\nBarat;1\nMagetan;2\n;\nNama;Jumlah\nPanekan;3\nPoncol;4\n",
        // A group with a heading.
        "Nama;Jumlah\nBarat;1\nMagetan;2\n;\nWilayah selatan;\nPanekan;3\nPoncol;4\n",
        // An empty column that parts nothing.
        "Nama;Jumlah;;Luas;Tinggi\nBarat;1;;2;3\nMagetan;2;;4;5\n",
    ] {
        let (report, rows) = read(text, Reading::default());
        assert!(report.found.is_empty(), "{text} {:?}", report.found);
        assert!(rows.len() >= 2, "{text} {rows:?}");
    }
}

#[test]
fn headings_of_groups_become_a_column_when_it_is_asked_for() {
    let text = "\
Puskesmas;Bidan;Dokter
Wilayah Utara;;
Bendo;3;1
Barat;5;4
Wilayah Selatan;;
Parang;4;2
Jumlah;12;7
";
    let (report, rows) = read(text, Reading::default());
    let table = report.table().unwrap();
    assert!(
        table.offers.contains(&Offer::GroupColumn),
        "{:?}",
        table.offers
    );
    assert_eq!(rows[0], ["Bendo", "3", "1"]);
    let accepted = Reading {
        accepted: vec![Offer::GroupColumn],
        ..Reading::default()
    };
    let (report, rows) = read(text, accepted);
    assert_eq!(
        rows,
        [
            ["Bendo", "3", "1", "Wilayah Utara"],
            ["Barat", "5", "4", "Wilayah Utara"],
            ["Parang", "4", "2", "Wilayah Selatan"]
        ]
    );
    let table = report.table().unwrap();
    assert_eq!(table.columns[3].title, "Kelompok");
    let left_out: Vec<u64> = table.left_out.iter().map(|row| row.row).collect();
    assert_eq!(left_out, [7]);
}
