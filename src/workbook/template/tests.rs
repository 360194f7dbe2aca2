//! Templates written over small tables, read back.

use super::{Fill, Form, Mark, MarkColumn, Role, Template, TemplateWords, write};
use crate::inspection::ColumnKind;
use calamine::{Data, Range, Reader, SheetVisible, Sheets, open_workbook_auto};
use polars::prelude::{DataFrame, ParquetWriter, df};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::PathBuf;
use tempfile::TempDir;

struct Made {
    folder: TempDir,
    form: Form,
}

impl Made {
    fn path(&self) -> PathBuf {
        self.folder.path().join(format!("a.{}", self.form))
    }

    fn book(&self) -> Sheets<BufReader<File>> {
        open_workbook_auto(self.path()).unwrap()
    }

    fn sheet(&self, name: &str) -> Range<Data> {
        self.book().worksheet_range(name).unwrap()
    }

    fn rows(&self, name: &str) -> Vec<Vec<String>> {
        let sheet = self.sheet(name);
        let rows = sheet
            .rows()
            .map(|row| row.iter().map(ToString::to_string).collect());
        let is_filled = |row: &Vec<String>| row.iter().any(|cell| !cell.is_empty());
        rows.filter(is_filled).collect()
    }

    fn part(&self, name: &str) -> String {
        let mut archive = zip::ZipArchive::new(File::open(self.path()).unwrap()).unwrap();
        let mut text = String::new();
        archive
            .by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    }
}

fn column(name: &str, kind: ColumnKind) -> MarkColumn {
    MarkColumn {
        name: name.to_owned(),
        title: format!("Judul <{name}>"),
        kind,
        unit: String::new(),
        role: Role::Key,
    }
}

fn make(mut table: DataFrame, columns: Vec<MarkColumn>, fill: Fill, form: Form) -> Made {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("table.parquet");
    ParquetWriter::new(File::create(&file).unwrap())
        .finish(&mut table)
        .unwrap();
    let words = TemplateWords {
        title: "Balita & ibu".to_owned(),
        help: "Petunjuk".to_owned(),
        last: "Periode lalu".to_owned(),
        notes: vec!["Isi <angkanya>".to_owned()],
        capped: "Terlalu banyak".to_owned(),
        kinds: columns
            .iter()
            .map(|column| column.kind.to_string())
            .collect(),
        comments: columns
            .iter()
            .map(|column| format!("{}\nbaris dua", column.name))
            .collect(),
        truth: ["ya", "tidak"].map(str::to_owned),
        refusal: "Pilih dari daftar".to_owned(),
        ..TemplateWords::default()
    };
    let template = Template {
        mark: Mark {
            dataset: "0195-d".to_owned(),
            resource: "0195-r".to_owned(),
            version: "0195-v".to_owned(),
            number: 3,
            fill,
            sheet: "Data".to_owned(),
            others: Vec::new(),
            columns,
        },
        region: "35.20".to_owned(),
        words,
    };
    let made = Made { folder, form };
    write(&template, &file, form, &made.path()).unwrap();
    made
}

fn balita() -> (DataFrame, Vec<MarkColumn>) {
    let table = df!(
        "kode" => ["01", "02", "01", "02"],
        "kecamatan" => ["Magetan", "Barat", "Magetan", "Barat"],
        "tahun" => [2022_i64, 2022, 2023, 2023],
        "jumlah" => [1_i64, 2, 3, 4],
        "persen" => [1.5, 2.5, 3.5, 4.5],
        "aktif" => [true, false, true, false],
    );
    let columns = vec![
        column("kode", ColumnKind::Code),
        column("kecamatan", ColumnKind::RegionName),
        column("tahun", ColumnKind::Year),
        column("jumlah", ColumnKind::Integer),
        column("persen", ColumnKind::Percent),
        column("aktif", ColumnKind::Boolean),
    ];
    (table.unwrap(), columns)
}

#[test]
fn the_next_period_stands_ready_without_its_figures() {
    for form in Form::ALL {
        let (table, columns) = balita();
        let made = make(table, columns, Fill::Next, *form);
        let rows = made.rows("Data");
        assert_eq!(rows.len(), 3, "{rows:?}");
        assert_eq!(rows[0][3], "Judul <jumlah>");
        assert_eq!(rows[1][..3], ["01", "Magetan", "2024"].map(str::to_owned));
        assert!(rows[1].iter().skip(3).all(String::is_empty), "{rows:?}");
        assert_eq!(
            made.rows("Periode lalu")[2][3..5],
            ["4", "4.5"].map(str::to_owned)
        );
        let hidden: Vec<String> = made
            .book()
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.visible != SheetVisible::Visible)
            .map(|sheet| sheet.name.clone())
            .collect();
        assert_eq!(hidden, ["_daftar", "_lumbung"]);
        let mark = made.rows("_lumbung");
        assert!(
            mark.iter()
                .any(|row| row[..2] == ["fill", "next"].map(str::to_owned)),
            "{mark:?}"
        );
        assert!(
            mark.iter()
                .any(|row| row[1] == "jumlah" && row[4] == "figure")
        );
        let help = made.rows("Petunjuk");
        assert!(
            help.iter().any(|row| row[0] == "Isi <angkanya>"),
            "{help:?}"
        );
    }
}

#[test]
fn lists_name_what_may_stand() {
    for form in Form::ALL {
        let (table, columns) = balita();
        let made = make(table, columns, Fill::Next, *form);
        let lists = made.sheet("_daftar");
        let column = |index: u32| -> Vec<String> {
            let cells = (0..lists.height()).filter_map(|row| {
                let row = u32::try_from(row).unwrap();
                lists.get_value((row, index)).map(ToString::to_string)
            });
            cells.filter(|cell| !cell.is_empty()).collect()
        };
        assert_eq!(column(0), ["01", "02"]);
        assert_eq!(column(1).len(), 18, "all districts: {:?}", column(1));
        assert_eq!(column(2), ["ya", "tidak"]);
    }
    let (table, columns) = balita();
    let made = make(table, columns, Fill::Next, Form::Xlsx);
    let sheet = made.part("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("_daftar!$B$1:$B$18"), "{sheet}");
    assert!(made.part("xl/comments1.xml").contains("baris dua"));
    let (table, columns) = balita();
    let made = make(table, columns, Fill::Next, Form::Ods);
    let content = made.part("content.xml");
    assert!(content.contains("[$_daftar.$B$1:.$B$18]"));
    assert!(content.contains(r#"table:content-validation-name="list1""#));
    assert!(
        content.contains("<office:annotation><dc:creator></dc:creator><text:p>jumlah</text:p>")
    );
}

#[test]
fn a_table_to_be_edited_has_all_its_rows() {
    for form in Form::ALL {
        let (table, columns) = balita();
        let made = make(table, columns, Fill::All, *form);
        let rows = made.rows("Data");
        assert_eq!(rows.len(), 5);
        assert_eq!(rows[4], ["02", "Barat", "2023", "4", "4.5", "tidak"]);
        assert!(made.book().worksheet_range("Periode lalu").is_err());
    }
}

#[test]
fn labels_and_days_are_periods_too() {
    let table = df!(
        "bulan" => ["2022-12", "2023-01", "2023-02"],
        "usia" => [1_i64, 1, 2],
        "nilai" => [1_i64, 2, 3],
    );
    let columns = vec![
        column("bulan", ColumnKind::Text),
        column("usia", ColumnKind::Integer),
        column("nilai", ColumnKind::Integer),
    ];
    let made = make(table.unwrap(), columns, Fill::Next, Form::Xlsx);
    let rows = made.rows("Data");
    assert_eq!(rows[1], ["2024-01", "1", ""]);
    assert_eq!(rows[2], ["2024-02", "2", ""]);
}

#[test]
fn a_number_that_tells_rows_apart_is_kept() {
    let table = df!(
        "kecamatan" => ["Magetan", "Magetan", "Barat"],
        "tahun" => [2023_i64, 2023, 2023],
        "tingkat" => [1_i64, 2, 1],
        "jumlah" => [7_i64, 7, 7],
    );
    let columns = vec![
        column("kecamatan", ColumnKind::RegionName),
        column("tahun", ColumnKind::Year),
        column("tingkat", ColumnKind::Integer),
        column("jumlah", ColumnKind::Integer),
    ];
    let made = make(table.unwrap(), columns, Fill::Next, Form::Xlsx);
    assert_eq!(made.rows("Data")[2], ["Magetan", "2024", "2", ""]);
}

#[test]
fn a_year_of_founding_is_no_period() {
    let table = df!("sekolah" => ["SD 1", "SD 2"], "tahun_berdiri" => [1980_i64, 1990]);
    let columns = vec![
        column("sekolah", ColumnKind::Text),
        column("tahun_berdiri", ColumnKind::Year),
    ];
    let made = make(table.unwrap(), columns, Fill::Next, Form::Xlsx);
    assert_eq!(made.rows("Data").len(), 1, "nothing is prepared");
}

#[test]
fn too_many_rows_are_told_and_none_is_shown() {
    let count = i64::try_from(super::MOST_ROWS).unwrap() + 1;
    let table = df!("nama" => (0..count).map(|n| n.to_string()).collect::<Vec<_>>());
    let columns = vec![column("nama", ColumnKind::Text)];
    let made = make(table.unwrap(), columns, Fill::All, Form::Ods);
    assert_eq!(made.rows("Data").len(), 1);
    let help = made.rows("Petunjuk");
    assert!(
        help.iter().any(|row| row[0] == "Terlalu banyak"),
        "{help:?}"
    );
}
