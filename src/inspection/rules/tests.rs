use super::{Against, Code, Relation, Rules};
use crate::inspection::reading::{ColumnReading, Reading};
use crate::inspection::report::{ColumnKind, Finding, Level, Report};
use crate::inspection::run::{Sink, Task, inspect};
use crate::schema::parse;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;

/// The rules of a table of districts and years.
fn rules(changed: &Value) -> Rules {
    let mut schema = json!({
        "fields": [
            { "name": "kecamatan", "type": "string", "constraints": { "required": true } },
            { "name": "tahun", "type": "year", "constraints": { "minimum": 2020 } },
            { "name": "jumlah", "type": "integer", "unit": "orang", "constraints": { "minimum": 0, "maximum": 5000 } },
            { "name": "jenis", "type": "string", "constraints": { "enum": ["puskesmas", "posyandu"] } },
        ],
        "primaryKey": ["kecamatan", "tahun", "jenis"],
    });
    for (name, value) in changed.as_object().unwrap() {
        schema[name] = value.clone();
    }
    Rules {
        schema: parse(&schema).unwrap(),
        is_set: true,
        ..Rules::default()
    }
}

fn report(text: &str, rules: Rules, relation: Relation, reading: Reading) -> Report {
    let mut file = tempfile::NamedTempFile::with_suffix(".csv").unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let mut task = Task::look(file.path(), reading, "35.20", 1 << 20);
    task.against = Against {
        rules: Some(rules),
        relation,
        ..Against::default()
    };
    inspect(&task, &mut Sink::Nothing)
}

fn found(text: &str, rules: Rules) -> Vec<Finding> {
    report(text, rules, Relation::Whole, Reading::default()).findings
}

/// Code, cell, value and what was expected of each finding.
fn told(findings: &[Finding]) -> Vec<(&str, &str, &str, &str)> {
    let all = findings.iter();
    all.map(|f| (&*f.code, &*f.cell, &*f.value, &*f.expected))
        .collect()
}

const GOOD: &str = "kecamatan,tahun,jumlah,jenis\nMagetan,2023,12,puskesmas\nBarat,2023,40,posyandu\n\
    Panekan,2023,31,posyandu\nPlaosan,2023,7,puskesmas\n";

#[test]
fn a_table_that_follows_its_rules_gives_no_finding() {
    assert_eq!(told(&found(GOOD, rules(&json!({})))), []);
}

#[test]
fn every_breach_is_told_with_its_cell() {
    let text = GOOD.to_owned()
        + "Kartoharjo,2019,5001,poyandu\nParang,2023,-3,kantor dinas\n,2023,5,puskesmas\nBarat,2023,41,posyandu\n";
    let findings = found(&text, rules(&json!({})));
    assert!(
        findings.iter().all(|f| f.level == Level::Blocking),
        "{findings:#?}"
    );
    let mut told = told(&findings);
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("constraint_enum", "D6", "poyandu", "posyandu"),
            ("constraint_enum", "D7", "kantor dinas", ""),
            ("constraint_range", "B6", "2019", "≥ 2020"),
            ("constraint_range", "C6", "5001", "≤ 5000"),
            ("constraint_range", "C7", "-3", "≥ 0"),
            ("constraint_required", "A8", "", ""),
            ("constraint_unique", "A9", "", "3"),
        ]
    );
}

#[test]
fn inferred_rules_only_warn() {
    let mut rules = rules(&json!({}));
    rules.is_set = false;
    let text = GOOD.replace("12,puskesmas", "-1,klinik");
    let findings = found(&text, rules);
    assert_eq!(findings.len(), 2);
    assert!(findings.iter().all(|f| f.level == Level::Warning));
}

#[test]
fn columns_that_are_missing_or_new_are_told_with_the_likely_one() {
    let text = GOOD.replace("jumlah,jenis", "jumlh,jenis");
    let findings = found(&text, rules(&json!({})));
    assert_eq!(
        told(&findings),
        [
            ("schema_missing_column", "", "", "jumlh"),
            ("schema_extra_column", "C", "jumlh", "jumlah"),
        ]
    );
    assert_eq!(findings[1].level, Level::Warning);
    let mends = "kecamatan,tahun,jenis\nBarat,2023,posyandu\nMagetan,2023,puskesmas\n";
    let report = report(
        mends,
        rules(&json!({})),
        Relation::Corrected,
        Reading::default(),
    );
    assert_eq!(told(&report.findings), []);
}

#[test]
fn the_schema_says_what_a_column_holds() {
    // Most of its cells are words: by themselves they would make it a column of words.
    let text = "kecamatan,tahun,jumlah,jenis\nMagetan,2023,dua,puskesmas\nBarat,2023,tiga,posyandu\n\
        Panekan,2023,4,posyandu\nPlaosan,2023,1.5x,puskesmas\n";
    let report = report(text, rules(&json!({})), Relation::Whole, Reading::default());
    assert_eq!(report.tables[0].columns[2].kind, ColumnKind::Integer);
    let told = told(&report.findings);
    assert_eq!(
        told.iter().map(|f| (f.0, f.1)).collect::<Vec<_>>(),
        [
            ("schema_type", "C2"),
            ("schema_type", "C3"),
            ("schema_type", "C5")
        ],
        "{told:?}"
    );
    let codes = json!({ "fields": [{ "name": "sandi", "type": "string" }], "primaryKey": [] });
    let report = self::report(
        "sandi\n12\n13\n14\n",
        rules(&codes),
        Relation::Whole,
        Reading::default(),
    );
    assert_eq!(report.tables[0].columns[0].kind, ColumnKind::Text);
    assert_eq!(report.findings, []);
}

#[test]
fn a_type_that_was_chosen_by_hand_is_told_of_the_column() {
    let reading = Reading {
        columns: vec![ColumnReading {
            letter: "C".to_owned(),
            kind: Some(ColumnKind::Text),
            ..ColumnReading::default()
        }],
        ..Reading::default()
    };
    let report = report(GOOD, rules(&json!({})), Relation::Whole, reading);
    assert_eq!(
        told(&report.findings),
        [("schema_type", "C", "text", "integer")]
    );
}

#[test]
fn fractions_in_whole_numbers_are_told() {
    let text = GOOD.replace(",12,", ",\"12,5\",");
    let findings = found(&text, rules(&json!({})));
    assert_eq!(told(&findings), [("schema_type", "C2", "12.5", "integer")]);
}

#[test]
fn a_cell_that_was_told_of_is_not_told_again() {
    let required = json!({ "fields": [
        { "name": "kecamatan", "type": "string" }, { "name": "tahun", "type": "year" },
        { "name": "jumlah", "type": "integer", "constraints": { "required": true } },
        { "name": "jenis", "type": "string" },
    ] });
    let text = GOOD.replace(",12,", ",belum dihitung,");
    let findings = found(&text, rules(&required));
    assert_eq!(
        told(&findings),
        [("schema_type", "C2", "belum dihitung", "integer")]
    );
    // A row that stands there twice repeats its key, too.
    let text = format!("{GOOD}Barat,2023,40,posyandu\n");
    let findings = found(&text, rules(&json!({})));
    assert_eq!(told(&findings), [("constraint_unique", "A6", "", "3")]);
}

#[test]
fn own_words_for_missing_values_are_taken() {
    let missing = json!({ "missingValues": ["", "9999"] });
    let text = GOOD.replace(",12,", ",9999,");
    let report = report(&text, rules(&missing), Relation::Whole, Reading::default());
    assert_eq!(report.findings, []);
    assert_eq!(report.tables[0].columns[2].profile.nulls, 1);
}

#[test]
fn texts_have_patterns_and_lengths() {
    let texts = json!({ "primaryKey": [], "fields": [
        { "name": "npsn", "type": "string", "constraints": { "pattern": "[0-9]{8}" } },
        { "name": "nama", "type": "string", "constraints": { "minLength": 3, "maxLength": 5, "unique": true } },
    ] });
    let text = "npsn,nama\n20512345,abc\n2051234,ab\n20512347,abcdef\n20512348,abc\n";
    assert_eq!(
        told(&found(text, rules(&texts))),
        [
            ("constraint_pattern", "A3", "2051234", "[0-9]{8}"),
            ("constraint_length", "B3", "ab", "≥ 3"),
            ("constraint_length", "B4", "abcdef", "≤ 5"),
            ("constraint_unique", "B5", "", "2"),
        ]
    );
}

#[test]
fn codes_are_looked_up_in_their_time() {
    let mut rules = rules(&json!({
        "primaryKey": [],
        "fields": [{ "name": "rekening", "type": "string" }, { "name": "tahun", "type": "year" }],
        "foreignKeys": [{ "fields": "rekening", "reference": { "resource": "rekening", "fields": "code" } }],
    }));
    let code = |code: &str, label: &str, valid_to: &str| Code {
        code: code.to_owned(),
        label: label.to_owned(),
        valid_to: valid_to.to_owned(),
        ..Code::default()
    };
    let list = vec![
        code("5.1.01", "Pegawai", ""),
        code("5.1.02", "Barang", "2021-12-31"),
    ];
    rules.lists.insert("rekening".to_owned(), list);
    let text = "rekening,tahun\n5.1.01,2020\n5.1.02,2021\n5.1.02,2022\n5.1.O1,2022\nPegawai,2022\n";
    assert_eq!(
        told(&found(text, rules)),
        [
            ("foreign_key_ended", "A4", "5.1.02", "…2021-12-31"),
            ("foreign_key", "A5", "5.1.O1", "5.1.01"),
            ("foreign_key", "A6", "Pegawai", "5.1.01"),
        ]
    );
}

#[test]
fn many_breaches_of_a_kind_are_counted() {
    let mut text = GOOD.to_owned();
    for row in 0..40_000 {
        writeln!(text, "k{row},2023,-{},posyandu", row + 1).unwrap();
    }
    let mut findings = found(&text, rules(&json!({})));
    findings.retain(|finding| finding.code == "constraint_range");
    assert!(findings.len() <= 20, "{}", findings.len());
    let count: u64 = findings.iter().map(|finding| finding.count).sum();
    assert_eq!(count, 40_000);
}
