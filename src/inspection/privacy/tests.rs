use super::*;
use crate::inspection::report::{Band, ColumnKind, Grid, GridColumn, GridRow, Report};

fn found(title: &str, kind: ColumnKind, values: &[&str]) -> Vec<(Identity, Certainty, u64)> {
    let mut detector = Detector::new(title, kind);
    for (row, value) in values.iter().enumerate() {
        detector.look(row as u64 + 2, value);
    }
    detector
        .findings()
        .into_iter()
        .map(|found| (found.what, found.certainty, found.count))
        .collect()
}

fn text(value: &str) -> Vec<(Identity, Certainty, u64)> {
    found("Keterangan", ColumnKind::Text, &[value])
}

const SURE: Certainty = Certainty::Certain;

#[test]
fn residents_are_found_in_every_writing() {
    for value in [
        "3520064107859903",
        "'3520061207859903",
        "352006 410785 9903",
        "352006.410785.9903",
        "3520-0641-0785-9903",
        "35 20 06 41 07 85 9903",
        "3 5 2 0 0 6 4 1 0 7 8 5 9 9 0 3",
        "a.n. Sri (NIK 3520064107859903), RT 02",
        "NIK:3520064107859903.",
        "3.520064107859903E+15",
    ] {
        assert_eq!(text(value), [(Identity::Nik, SURE, 1)], "{value}");
    }
}

#[test]
fn numbers_that_are_built_otherwise_are_no_residents() {
    for value in [
        "3520069907859903",
        "3599064107859903",
        "3520064107850000",
        "3520003002859903",
        "1234567890123456",
        "-7.6597012345678901",
        "3520064107.859903",
        "12.01.2024-05.03.2025",
        "1.3520064107859903",
    ] {
        assert_eq!(text(value), [], "{value}");
    }
}

#[test]
fn a_title_speaks_for_numbers_that_are_built_wrongly() {
    let found = found(
        "NIK",
        ColumnKind::Code,
        &["3520069907859903", "3520064107859903"],
    );
    assert_eq!(
        found,
        [
            (Identity::Nik, SURE, 1),
            (Identity::Nik, Certainty::Likely, 1)
        ]
    );
}

#[test]
fn family_cards_are_told_by_title_or_word() {
    let titled = found("No. KK", ColumnKind::Code, &["3520061207859903"]);
    assert_eq!(titled, [(Identity::Kk, SURE, 1)]);
    assert_eq!(text("No KK 3520061207859903"), [(Identity::Kk, SURE, 1)]);
}

#[test]
fn lost_digits_are_said() {
    let lost = found("NIK", ColumnKind::Code, &["3.52006E+15", "3,52006E+15"]);
    assert_eq!(lost, [(Identity::Nik, Certainty::DigitsLost, 2)]);
    let numbers = ["3520060000000000", "3520070000000000"];
    let lost = found("Kolom 3", ColumnKind::Integer, &numbers);
    assert_eq!(lost, [(Identity::Nik, Certainty::DigitsLost, 2)]);
    assert_eq!(found("Nilai", ColumnKind::Decimal, &["1,5E+06", "2"]), []);
}

#[test]
fn servants_and_taxpayers_have_their_own_form() {
    assert_eq!(text("19850712 201001 1 005"), [(Identity::Nip, SURE, 1)]);
    assert_eq!(text("198507122010011005"), [(Identity::Nip, SURE, 1)]);
    assert_eq!(text("198513122010011005"), []);
    assert_eq!(text("01.234.567.8-901.000"), [(Identity::Npwp, SURE, 1)]);
    let titled = found(
        "NPWP",
        ColumnKind::Code,
        &["012345678901000", "0012345678901000"],
    );
    assert_eq!(titled, [(Identity::Npwp, SURE, 2)]);
}

#[test]
fn mobile_phones_are_personal_and_office_lines_are_not() {
    for value in [
        "081234567890",
        "0812-3456-7890",
        "0812.3456.7890",
        "(0812) 3456 7890",
        "+62 812-3456-7890",
        "+6281234567890",
        "62 812 3456 7890",
        "+62 (0) 812 3456 7890",
        "hub. 0812 3456 7890 (Budi)",
        "08 12 34 56 78 90",
    ] {
        assert_eq!(text(value), [(Identity::Phone, SURE, 1)], "{value}");
    }
    for value in [
        "(0351) 891037",
        "0351-895123",
        "08.12.2024-10.12.2024",
        "08.00–14.00 (Jum’at s.d. 11.00)",
        "5.1.02.01.01.0024",
        "6281234567",
        "0081234567",
    ] {
        assert_eq!(text(value), [], "{value}");
    }
    let without_zero = found("No HP", ColumnKind::Code, &["81234567890"]);
    assert_eq!(without_zero, [(Identity::Phone, SURE, 1)]);
    let office = found(
        "Telepon Kantor",
        ColumnKind::Code,
        &["081234567890", "(0351) 891037"],
    );
    assert_eq!(office, [(Identity::Phone, Certainty::Likely, 1)]);
    let home = found("Telepon Rumah", ColumnKind::Code, &["(0351) 891037"]);
    assert_eq!(home, [(Identity::Phone, SURE, 1)]);
}

#[test]
fn budgets_and_codes_are_left_alone() {
    let budgets = [
        "1966250000000",
        "81234567890",
        "6281234567890",
        "3520064107859",
    ];
    assert_eq!(found("Anggaran (Rp)", ColumnKind::Money, &budgets), []);
    let codes = ["0812345678", "1200112233", "7001234567"];
    assert_eq!(found("Nomor Rekening", ColumnKind::Code, &codes), []);
}

#[test]
fn addresses_of_people_are_told_from_those_of_offices() {
    for value in [
        "sri.wahyuni85@gmail.com",
        "Surel: budi_s@yahoo.co.id.",
        "budi [at] gmail [dot] com",
        "budi @ gmail.com",
    ] {
        assert_eq!(text(value), [(Identity::Email, SURE, 1)], "{value}");
    }
    assert_eq!(text("dinkes@magetan.go.id"), []);
    assert_eq!(
        text("puskesmas.poncol@gmail.com"),
        [(Identity::Email, Certainty::Likely, 1)]
    );
    assert_eq!(text("@SUM(A1:A3) jam 08.00 @ kantor"), []);
}

#[test]
fn names_count_beside_what_tells_more_of_the_person() {
    let column = |title: &str, values: &[&str]| {
        let mut detector = Detector::new(title, ColumnKind::Text);
        for (row, value) in values.iter().enumerate() {
            detector.look(row as u64 + 2, value);
        }
        detector
    };
    let names = column("Nama", &["Sri Wahyuni", "Budi Santoso, S.Pd."]);
    let births = column("Tanggal Lahir", &["12/05/1985", "Magetan, 1 Mei 1990"]);
    let both: Vec<_> = all(&[names.clone(), births])
        .into_iter()
        .map(|(index, found)| (index, found.what, found.certainty, found.count))
        .collect();
    assert_eq!(
        both,
        [
            (0, Identity::Name, SURE, 2),
            (1, Identity::BirthDate, SURE, 2)
        ]
    );
    assert_eq!(all(std::slice::from_ref(&names)), []);
    let place = column("Koordinat", &["-7.65971, 111.32194", "-7.7, 111.3"]);
    let houses = column("Nama Kepala Keluarga", &["Slamet", "Rukmini"]);
    let homes = all(&[houses, place.clone()]);
    assert_eq!(homes.len(), 1);
    assert_eq!(homes[0].1.what, Identity::Home);
    let offices = column("Nama Puskesmas", &["Puskesmas Poncol", "Puskesmas Parang"]);
    assert_eq!(all(&[offices, place]), []);
}

#[test]
fn parts_of_a_column_add_up() {
    let mut first = Detector::new("", ColumnKind::Text);
    let mut second = first.clone();
    first.look(2, "Sukomoro");
    second.look(9, "3520064107859903");
    first.absorb(second);
    let found = first.findings();
    assert_eq!((found[0].row, found[0].count), (9, 1));
    assert_eq!(found[0].sample, "352•••••••••••03");
}

#[test]
fn a_report_repeats_nothing_of_what_was_found() {
    let mut report = Report::new("a.csv", "CSV");
    report.findings.push(Finding {
        column: "nik".to_owned(),
        cell: "A2".to_owned(),
        expected: "NIK".to_owned(),
        ..Finding::new("personal_data", Level::Blocking)
    });
    report.findings.push(Finding {
        value: "Budi 081234567890".to_owned(),
        ..Finding::new("row_long", Level::Warning)
    });
    let row = |row, band, cells: &[&str]| GridRow {
        row,
        band,
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        hidden: false,
    };
    let column = |letter: &str| GridColumn {
        letter: letter.to_owned(),
        in_table: true,
        hidden: false,
    };
    report.grid = Some(Grid {
        columns: vec![column("A"), column("B")],
        rows: vec![
            row(1, Band::Header, &["NIK", "Catatan"]),
            row(
                2,
                Band::Body,
                &["3520064107859903", "NIP 198507122010011005"],
            ),
            row(3, Band::Body, &["352006 9907859903", "lunas"]),
        ],
        ..Grid::default()
    });
    cover(&mut report);
    let rows = report.grid.unwrap().rows;
    assert_eq!(rows[0].cells, ["NIK", "Catatan"]);
    assert_eq!(
        rows[1].cells,
        ["352•••••••••••03", "NIP 198•••••••••••••05"]
    );
    assert_eq!(rows[2].cells, ["352••• ••••••••03", "lunas"]);
    assert_eq!(report.findings[1].value, "Budi 081•••••••90");
}

#[test]
fn cells_beside_the_table_are_looked_at() {
    let mut elsewhere = Elsewhere::default();
    elsewhere.look("Sheet2", "C", 7, "3520064107859903", false);
    elsewhere.look("Sheet1", "E", 40, "NIP. 19850712 201001 1 005", true);
    elsewhere.look("Sheet1", "A", 41, "Sumber: Dinas Kesehatan, 2024", true);
    let findings = elsewhere.findings();
    let told: Vec<_> = findings
        .iter()
        .map(|f| (f.code.as_str(), f.cell.as_str(), f.level))
        .collect();
    assert_eq!(
        told,
        [
            ("personal_data", "C7", Level::Blocking),
            ("personal_data_likely", "E40", Level::Warning)
        ]
    );
}

proptest::proptest! {
    #[test]
    fn any_text_is_looked_at(value: String, title: String) {
        let mut detector = Detector::new(&title, ColumnKind::Text);
        detector.look(1, &value);
        let _ = detector.findings();
    }

    #[test]
    fn digits_in_any_groups_are_looked_at(value in "[0-9 .,/+()'E-]{0,40}") {
        let mut detector = Detector::new("NIK", ColumnKind::Code);
        detector.look(1, &value);
        let _ = mask::text(&value);
    }
}
