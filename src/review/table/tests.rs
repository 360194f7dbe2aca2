//! Differences and joins of real Parquet files.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use polars::prelude::*;
use proptest::prelude::*;

use super::combine::combine;
use super::difference::{CHANGES, after, before, difference};
use super::*;
use crate::query::{self, Cell, ColumnType, Table};

struct Two {
    folder: tempfile::TempDir,
    old: PathBuf,
    new: PathBuf,
}

impl Two {
    fn new(old: DataFrame, new: DataFrame) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (old_path, new_path) = (
            folder.path().join("lama.parquet"),
            folder.path().join("baru.parquet"),
        );
        for (mut frame, path) in [(old, &old_path), (new, &new_path)] {
            ParquetWriter::new(File::create(path).unwrap())
                .finish(&mut frame)
                .unwrap();
        }
        Self {
            folder,
            old: old_path,
            new: new_path,
        }
    }

    fn difference(&self) -> Difference {
        difference(
            &self.old,
            &self.new,
            &DifferenceOptions::default(),
            self.folder.path(),
        )
        .unwrap()
    }

    fn difference_by(&self, key: &[&str]) -> Result<Difference, Error> {
        let key = Some(key.iter().map(|name| (*name).to_owned()).collect());
        difference(
            &self.old,
            &self.new,
            &DifferenceOptions { key },
            self.folder.path(),
        )
    }

    /// The changed rows: kind, places, and `before>after` of each page column.
    fn changes(&self) -> Vec<String> {
        let rows = read(&self.folder.path().join(CHANGES));
        let line = |row: &Vec<Cell>| {
            let mut cells = row.iter().map(Cell::to_text);
            let mut line: Vec<String> = cells.by_ref().take(3).collect();
            while let (Some(before), Some(after)) = (cells.next(), cells.next()) {
                line.push(if before == after {
                    before
                } else {
                    format!("{before}>{after}")
                });
            }
            line.join(" ")
        };
        rows.iter().map(line).collect()
    }

    fn combine(&self, kind: CombineKind, key: Option<&[&str]>) -> Result<Combined, Error> {
        let key: Option<Vec<String>> =
            key.map(|key| key.iter().map(|name| (*name).to_owned()).collect());
        combine(kind, &self.old, &self.new, key.as_deref(), &self.out())
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("hasil.parquet")
    }

    fn combined(&self) -> Vec<String> {
        let text = |row: &Vec<Cell>| row.iter().map(Cell::to_text).collect::<Vec<_>>().join("|");
        read(&self.out()).iter().map(text).collect()
    }
}

fn read(path: &Path) -> Vec<Vec<Cell>> {
    let table = Table::open(path).unwrap();
    let frame = query::collect(query::scan(&table, false).unwrap()).unwrap();
    query::cells(frame, table.columns.iter().map(|column| column.column_type)).unwrap()
}

fn population(rows: &[(&str, i64, Option<i64>)]) -> DataFrame {
    let desa: Vec<&str> = rows.iter().map(|row| row.0).collect();
    let tahun: Vec<i64> = rows.iter().map(|row| row.1).collect();
    let jumlah: Vec<Option<i64>> = rows.iter().map(|row| row.2).collect();
    df!("desa" => desa, "tahun" => tahun, "jumlah" => jumlah).unwrap()
}

fn some_years() -> DataFrame {
    population(&[
        ("Alastuwo", 2022, Some(100)),
        ("Alastuwo", 2023, Some(110)),
        ("Bangsri", 2022, Some(200)),
        ("Bangsri", 2023, None),
        ("Cepoko", 2023, Some(100)),
    ])
}

#[test]
fn rows_are_matched_by_the_columns_that_identify_them() {
    let two = Two::new(
        some_years(),
        population(&[
            ("Cepoko", 2023, Some(100)),
            ("Alastuwo", 2022, Some(100)),
            ("Alastuwo", 2023, Some(115)),
            ("Bangsri", 2023, Some(210)),
            ("Driyorejo", 2023, Some(50)),
        ]),
    );
    let found = two.difference();
    assert_eq!(found.version, 1);
    assert_eq!(found.key.columns, ["desa", "tahun"]);
    assert_eq!(found.key.source, KeySource::Found);
    assert_eq!(
        found.rows,
        RowCounts {
            old: 5,
            new: 5,
            added: 1,
            removed: 1,
            changed: 2,
            unchanged: 2
        }
    );
    assert!(found.schema.is_empty());
    assert_eq!(found.columns.len(), 1);
    let column = &found.columns[0];
    assert_eq!((column.changed, column.filled, column.emptied), (2, 1, 0));
    assert_eq!((column.sum_old, column.sum_new), (Some(510.0), Some(575.0)));
    assert_eq!(
        two.changes(),
        [
            "changed 2 3 Alastuwo 2023 110>115",
            "changed 4 4 Bangsri 2023 >210",
            "added  5 >Driyorejo >2023 >50",
            "removed 3  Bangsri> 2022> 200>",
        ]
    );
}

#[test]
fn a_measure_that_happens_to_be_unique_is_not_the_key() {
    let two = Two::new(
        df!("desa" => ["a", "b", "c"], "jumlah" => [1_i64, 2, 3]).unwrap(),
        df!("desa" => ["a", "b", "c"], "jumlah" => [7_i64, 8, 3]).unwrap(),
    );
    assert_eq!(two.difference().key.columns, ["desa"]);
    let running = |values: [i64; 3]| df!("no" => [1_i64, 2, 3], "kode" => values).unwrap();
    let two = Two::new(running([10, 20, 30]), running([15, 10, 20]));
    assert_eq!(two.difference().key.columns, ["kode"]);
    let two = Two::new(running([10, 10, 30]), running([15, 10, 10]));
    assert_eq!(two.difference().key.columns, ["no"]);
}

#[test]
fn without_a_key_whole_rows_are_counted() {
    let two = Two::new(
        df!("a" => ["x", "x", "y"]).unwrap(),
        df!("a" => ["x", "z", "y", "y"]).unwrap(),
    );
    let found = two.difference();
    assert_eq!(found.key.source, KeySource::WholeRow);
    assert!(found.key.columns.is_empty());
    assert_eq!(
        found.rows,
        RowCounts {
            old: 3,
            new: 4,
            added: 2,
            removed: 1,
            changed: 0,
            unchanged: 2
        }
    );
    assert_eq!(
        two.changes(),
        ["added  2 >z", "added  4 >y", "removed 2  x>"]
    );
}

#[test]
fn a_declared_key_holds_and_its_duplicates_are_counted() {
    let two = Two::new(some_years(), some_years());
    let found = two.difference_by(&["desa"]).unwrap();
    assert_eq!(found.key.source, KeySource::Declared);
    assert_eq!((found.key.duplicates_old, found.key.duplicates_new), (2, 2));
    assert_eq!(found.rows.unchanged, 5);
    assert!(matches!(
        two.difference_by(&["kode"]),
        Err(Error::KeyColumnMissing { name }) if name == "kode"
    ));
}

#[test]
fn columns_added_removed_retyped_and_renamed_are_told_apart() {
    let old = df!(
        "desa" => ["a", "b", "c"],
        "jml_penduduk" => [10_i64, 20, 30],
        "kodepos" => [63311_i64, 63312, 63313],
        "ket" => ["-", "-", "baik"],
    )
    .unwrap();
    let new = df!(
        "desa" => ["a", "b", "c"],
        "kodepos" => ["63311", "63312", "63319"],
        "jumlah_penduduk" => [10_i64, 20, 31],
        "luas" => [1.5_f64, 2.5, 3.5],
    )
    .unwrap();
    let two = Two::new(old, new);
    let found = two.difference();
    let names = |columns: &[crate::query::ColumnInfo]| -> Vec<String> {
        columns.iter().map(|column| column.name.clone()).collect()
    };
    assert_eq!(names(&found.schema.added), ["luas"]);
    assert_eq!(names(&found.schema.removed), ["ket"]);
    assert_eq!(
        found.schema.retyped,
        [Retyped {
            name: "kodepos".into(),
            from: ColumnType::Integer,
            to: ColumnType::Text
        }]
    );
    let renamed = &found.schema.renamed[0];
    assert_eq!(
        (renamed.from.as_str(), renamed.to.as_str()),
        ("jml_penduduk", "jumlah_penduduk")
    );
    assert!(renamed.confidence >= 0.6 && renamed.confidence < 1.0);
    assert!(found.schema.reordered);
    assert_eq!(
        names(&found.page_columns),
        ["desa", "kodepos", "jumlah_penduduk", "luas", "ket"]
    );
    assert_eq!(found.rows.changed, 1);
    assert_eq!(
        two.changes(),
        ["changed 3 3 c 63313>63319 30>31 >3.5 baik>"]
    );
}

#[test]
fn numbers_of_other_types_are_the_same_numbers() {
    let decimal = |digits: [i128; 3]| {
        let digits = Int128Chunked::from_slice("n".into(), &digits)
            .into_decimal(38, 2)
            .unwrap();
        DataFrame::new(
            3,
            vec![
                Column::new("desa".into(), ["a", "b", "c"]),
                digits.into_series().into_column(),
            ],
        )
        .unwrap()
    };
    let float = df!("desa" => ["a", "b", "c"], "n" => [22.8_f64, 0.07, -3.0]).unwrap();
    let two = Two::new(decimal([2280, 7, -300]), float);
    assert_eq!(two.difference().rows.unchanged, 3);
    let whole = df!("desa" => ["a", "b", "c"], "n" => [22_i64, 0, -3]).unwrap();
    let two = Two::new(whole, decimal([2200, 0, -300]));
    let found = two.difference();
    assert_eq!(found.rows.unchanged, 3);
    assert_eq!(found.schema.retyped.len(), 1);
}

#[test]
fn a_digit_too_many_is_an_outlier() {
    let rows = |last: i64| -> DataFrame {
        let names: Vec<String> = (0..30).map(|number| format!("Desa {number}")).collect();
        let values: Vec<i64> = (0..29).map(|number| 100 + number).chain([last]).collect();
        df!("desa" => names, "jumlah" => values).unwrap()
    };
    let found = Two::new(rows(500), rows(5_000)).difference();
    assert_eq!(found.outliers.len(), 1);
    let outlier = &found.outliers[0];
    assert_eq!(outlier.key, [Cell::Text("Desa 29".into())]);
    assert_eq!((outlier.new_row, outlier.column.as_str()), (30, "jumlah"));
    assert!((outlier.relative - 9.0).abs() < 1e-9);
    assert!(
        Two::new(rows(500), rows(520))
            .difference()
            .outliers
            .is_empty()
    );
}

#[test]
fn empty_tables_and_tables_without_a_shared_column_can_be_compared() {
    let two = Two::new(some_years().head(Some(0)), some_years());
    assert_eq!(two.difference().rows.added, 5);
    let two = Two::new(some_years(), some_years().head(Some(0)));
    assert_eq!(two.difference().rows.removed, 5);
    let other = df!("x" => [1.5_f64, 2.5]).unwrap();
    let two = Two::new(some_years(), other);
    let found = two.difference();
    assert_eq!((found.rows.added, found.rows.removed), (2, 5));
    assert_eq!(two.changes().len(), 7);
    assert!(matches!(
        two.combine(CombineKind::Append, None),
        Err(Error::NothingInCommon)
    ));
}

#[test]
fn appended_rows_follow_and_types_are_aligned() {
    let update = df!(
        "jumlah" => [120.5_f64],
        "desa" => ["Alastuwo"],
        "tahun" => [2024_i64],
        "sumber" => ["BPS"],
    )
    .unwrap();
    let two = Two::new(some_years(), update);
    let combined = two
        .combine(CombineKind::Append, Some(&["desa", "tahun"]))
        .unwrap();
    assert!(!combined.is_blocked());
    assert_eq!(combined.row_count, 6);
    let codes: Vec<&str> = combined.findings.iter().map(CombineFinding::code).collect();
    assert_eq!(codes, ["combine.columns_added", "combine.type_changed"]);
    let rows = two.combined();
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[0], "Alastuwo|2022|100|");
    assert_eq!(rows[5], "Alastuwo|2024|120.5|BPS");
}

#[test]
fn whole_numbers_added_to_fractions_change_no_type() {
    let year = |year: i64| (["Alastuwo", "Poncol"], [year, year]);
    let (desa, tahun) = year(2023);
    let old = df!("desa" => desa, "tahun" => tahun, "persen" => [1.5_f64, 2.5]).unwrap();
    let (desa, tahun) = year(2024);
    let new = df!("desa" => desa, "tahun" => tahun, "persen" => [3_i64, 4]).unwrap();
    let two = Two::new(old, new);
    let combined = two.combine(CombineKind::Append, None).unwrap();
    assert_eq!(combined.findings, []);
    assert_eq!(two.combined()[3], "Poncol|2024|4");
}

#[test]
fn rows_of_a_new_year_are_appended_to_a_table_of_one_year() {
    let of = |year: i64, villages: &[&str]| {
        df!("desa" => villages, "tahun" => vec![year; villages.len()], "jumlah" => vec![5_i64; villages.len()]).unwrap()
    };
    let two = Two::new(of(2023, &["Alastuwo", "Bangsri"]), of(2024, &["Alastuwo"]));
    let combined = two.combine(CombineKind::Append, None).unwrap();
    assert!(!combined.is_blocked(), "{:?}", combined.findings);
    assert_eq!(combined.key, ["desa", "tahun"]);
    assert_eq!(two.combined().len(), 3);

    let two = Two::new(of(2023, &["Alastuwo", "Bangsri"]), of(2023, &["Bangsri"]));
    assert!(two.combine(CombineKind::Append, None).unwrap().is_blocked());
}

#[test]
fn a_key_that_is_there_already_blocks_an_append() {
    let two = Two::new(
        some_years(),
        population(&[
            ("Alastuwo", 2024, Some(1)),
            ("Bangsri", 2023, Some(2)),
            ("Alastuwo", 2024, Some(3)),
        ]),
    );
    let combined = two
        .combine(CombineKind::Append, Some(&["desa", "tahun"]))
        .unwrap();
    assert!(combined.is_blocked());
    let CombineFinding::DuplicateKeys { count, rows } = &combined.findings[0] else {
        panic!("{:?}", combined.findings)
    };
    assert_eq!(*count, 2);
    assert_eq!(
        rows[0],
        KeyedRow {
            row: 2,
            key: vec![Cell::Text("Bangsri".into()), Cell::Integer(2023)]
        }
    );
    assert_eq!(rows[1].row, 3);
}

#[test]
fn a_correction_changes_rows_in_their_place_and_keeps_what_it_does_not_name() {
    let update = df!("tahun" => [2023_i64, 2022], "desa" => ["Bangsri", "Alastuwo"], "jumlah" => [Some(205_i64), None]).unwrap();
    let two = Two::new(
        some_years()
            .hstack(&[Column::new("luas".into(), [1_i64, 2, 3, 4, 5])])
            .unwrap(),
        update,
    );
    let combined = two
        .combine(CombineKind::Correct, Some(&["desa", "tahun"]))
        .unwrap();
    assert!(!combined.is_blocked());
    assert_eq!(
        two.combined(),
        [
            "Alastuwo|2022||1",
            "Alastuwo|2023|110|2",
            "Bangsri|2022|200|3",
            "Bangsri|2023|205|4",
            "Cepoko|2023|100|5"
        ]
    );
}

#[test]
fn a_correction_of_unknown_or_repeated_rows_is_blocked() {
    let two = Two::new(
        some_years(),
        population(&[
            ("Zamrud", 2023, Some(1)),
            ("Cepoko", 2023, Some(7)),
            ("Cepoko", 2023, Some(8)),
        ]),
    );
    let combined = two
        .combine(CombineKind::Correct, Some(&["desa", "tahun"]))
        .unwrap();
    assert!(combined.is_blocked());
    let codes: Vec<&str> = combined.findings.iter().map(CombineFinding::code).collect();
    assert_eq!(codes, ["combine.duplicate_keys", "combine.unknown_keys"]);
    assert_eq!(two.combined().len(), 5);
    let same = df!("a" => ["x", "x"]).unwrap();
    let two = Two::new(same.clone(), same);
    assert!(matches!(
        two.combine(CombineKind::Correct, None),
        Err(Error::NoKey)
    ));
}

#[test]
fn a_replacement_is_the_new_file() {
    let two = Two::new(some_years(), some_years().head(Some(2)));
    let combined = two.combine(CombineKind::Replace, None).unwrap();
    assert_eq!(combined.row_count, 2);
    assert_eq!(
        std::fs::read(two.out()).unwrap(),
        std::fs::read(&two.new).unwrap()
    );
}

#[derive(Debug, Clone)]
struct Row {
    name: Option<String>,
    year: i64,
    value: Option<i64>,
    share: Option<f64>,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        proptest::option::weighted(0.9, "[ab]{1,2}"),
        0_i64..4,
        proptest::option::weighted(0.8, 0_i64..5),
        proptest::option::weighted(
            0.8,
            prop_oneof![Just(0.5), Just(-0.0), Just(0.0), Just(2.0)],
        ),
    );
    let row = row.prop_map(|(name, year, value, share)| Row {
        name,
        year,
        value,
        share,
    });
    proptest::collection::vec(row, 0..14)
}

fn frame(rows: &[Row]) -> DataFrame {
    let names: Vec<Option<&str>> = rows.iter().map(|row| row.name.as_deref()).collect();
    let years: Vec<i64> = rows.iter().map(|row| row.year).collect();
    let values: Vec<Option<i64>> = rows.iter().map(|row| row.value).collect();
    let shares: Vec<Option<f64>> = rows.iter().map(|row| row.share).collect();
    df!("name" => names, "tahun" => years, "value" => values, "share" => shares).unwrap()
}

fn counted<'a>(rows: impl IntoIterator<Item = &'a [Cell]>) -> BTreeMap<String, i64> {
    let mut counted = BTreeMap::new();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            // Both zeros are one value.
            .map(|cell| match cell {
                Cell::Float(number) => format!("{:?}", number + 0.0),
                cell => format!("{cell:?}"),
            })
            .collect();
        *counted.entry(cells.join("|")).or_insert(0) += 1;
    }
    counted
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_old_table_with_the_difference_is_the_new_one(old in rows(), new in rows(), declared in any::<bool>()) {
        let two = Two::new(frame(&old), frame(&new));
        let found = if declared { two.difference_by(&["name", "tahun"]).unwrap() } else { two.difference() };
        let mut table = counted(read(&two.old).iter().map(Vec::as_slice));
        let width = found.page_columns.len();
        let changes = read(&two.folder.path().join(CHANGES));
        let mut kinds = BTreeMap::new();
        for row in &changes {
            *kinds.entry(row[0].to_text()).or_insert(0_u64) += 1;
            let side = |offset: usize| -> Vec<Cell> {
                (0..width).map(|index| row[3 + 2 * index + offset].clone()).collect()
            };
            let (was, is) = (side(0), side(1));
            if row[0].to_text() != "added" {
                for (key, count) in counted([was.as_slice()]) {
                    *table.entry(key).or_insert(0) -= count;
                }
            }
            if row[0].to_text() != "removed" {
                for (key, count) in counted([is.as_slice()]) {
                    *table.entry(key).or_insert(0) += count;
                }
            }
        }
        table.retain(|_, count| *count != 0);
        prop_assert_eq!(table, counted(read(&two.new).iter().map(Vec::as_slice)));
        let of = |kind: &str| kinds.get(kind).copied().unwrap_or(0);
        prop_assert_eq!(of("added"), found.rows.added);
        prop_assert_eq!(of("removed"), found.rows.removed);
        prop_assert_eq!(of("changed"), found.rows.changed);
        prop_assert_eq!(found.rows.added + found.rows.changed + found.rows.unchanged, found.rows.new);
        prop_assert_eq!(found.rows.removed + found.rows.changed + found.rows.unchanged, found.rows.old);
    }
}

#[test]
fn rows_of_new_periods_alone_only_continue_a_table() {
    let added = |rows: &[(&str, i64, Option<i64>)]| {
        let new = some_years().vstack(&population(rows)).unwrap();
        Two::new(some_years(), new).difference()
    };
    let next_year = added(&[("Alastuwo", 2024, Some(120)), ("Bangsri", 2024, None)]);
    assert!(next_year.adds_periods && next_year.only_continues());
    let old_year = added(&[("Alastuwo", 2024, Some(120)), ("Driyorejo", 2023, Some(50))]);
    assert!(!old_year.adds_periods);
    let same = Two::new(some_years(), some_years()).difference();
    assert!(!same.adds_periods);
    // A new year beside a row of an old one that is gone.
    let replaced = population(&[("Alastuwo", 2024, Some(120))]);
    let replaced = Two::new(some_years(), replaced).difference();
    assert!(replaced.adds_periods && !replaced.only_continues());
    // Without a column that says when nothing is known.
    let (desa, jumlah) = (["Alastuwo", "Bangsri"], [1_i64, 2]);
    let before = df!("desa" => &desa[..1], "jumlah" => &jumlah[..1]).unwrap();
    let after = df!("desa" => desa, "jumlah" => jumlah).unwrap();
    assert!(!Two::new(before, after).difference().adds_periods);
}

#[test]
fn names_of_the_changes_file_are_those_of_the_pages() {
    let two = Two::new(some_years(), some_years());
    let found = two.difference();
    let table = Table::open(&two.folder.path().join(CHANGES)).unwrap();
    assert_eq!(table.row_count, 0);
    let names: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(names[3], before(0));
    assert_eq!(names[4], after(0));
    assert_eq!(names.len(), 3 + 2 * found.page_columns.len());
}

#[test]
fn a_stored_difference_keeps_loading() {
    let stored = include_str!("../../../tests/fixtures/stored/difference/v1.json");
    let difference: Difference = serde_json::from_str(stored).unwrap();
    let written = serde_json::to_value(&difference).unwrap();
    assert_eq!(
        written,
        serde_json::from_str::<serde_json::Value>(stored).unwrap()
    );
}

#[test]
fn rows_that_return_for_another_year_are_not_told_apart_by_what_they_measure() {
    let old = df!("kode" => ["01", "02", "03"], "murid" => [10_i64, 20, 30]).unwrap();
    let new = df!(
        "kode" => ["01", "02", "03", "01", "02", "03"],
        "murid" => [10_i64, 20, 30, 11, 21, 31],
        "tahun" => [2023_i64, 2023, 2023, 2024, 2024, 2024]
    )
    .unwrap();
    let found = Two::new(old, new).difference();
    assert_eq!(found.key.source, KeySource::WholeRow, "{:?}", found.key);
    assert_eq!((found.rows.added, found.rows.removed), (3, 0));
}
