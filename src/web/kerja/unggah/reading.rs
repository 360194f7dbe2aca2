//! What a producer overrules of the inspection, as the forms of the check step say it.

use crate::error::{FieldProblem, Message};
use crate::inspection::{ColumnKind, ColumnReading, Notation, Offer, Reading, Replacement};
use crate::web::kerja::decided;
use crate::web::page::Fields;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Most rows that a form may name to be left out or kept.
const MOST_ROWS: usize = 500;
/// Most characters of a title, a unit, a value.
const MOST_LETTERS: usize = 200;

/// The reading after a form; only what the form carries is changed.
///
/// `last` is what was accepted last time for this resource. Errors: what the form says of rows and columns that
/// can't be.
pub(super) fn overruled(
    mut reading: Reading,
    last: &Reading,
    fields: &Fields,
) -> Result<Reading, Vec<FieldProblem>> {
    if fields.has("ulang") {
        return Ok(Reading {
            sheet: reading.sheet,
            ..Reading::default()
        });
    }
    if fields.has("terakhir") {
        return Ok(last.clone());
    }
    reading.is_remembered = false;
    let wanted = [fields.get("pilih_lembar"), chosen_sheet(fields)];
    if let Some(sheet) = wanted.into_iter().find(|sheet| !sheet.is_empty()) {
        return Ok(other_sheet(&reading, sheet));
    }
    if let Ok(table) = fields.get("pilih_tabel").parse() {
        return Ok(other_table(&reading, table));
    }
    offers(&mut reading, fields);
    for key in fields.all("lupakan") {
        decided::forget(&mut reading, &key);
    }
    if fields.has("susunan") {
        let problems = problems(fields);
        if !problems.is_empty() {
            return Err(problems);
        }
        layout(&mut reading, fields);
        heads(&mut reading, fields);
    }
    single_rows(&mut reading, fields);
    single_column(&mut reading, fields);
    replacement(&mut reading, fields);
    reading.columns.retain(|column| {
        *column
            != ColumnReading {
                letter: column.letter.clone(),
                ..ColumnReading::default()
            }
    });
    Ok(reading)
}

fn chosen_sheet(fields: &Fields) -> &str {
    let sheet = fields.get("sheet");
    if sheet == fields.get("sheet_was") {
        ""
    } else {
        sheet
    }
}

// Row numbers and letters of one sheet mean nothing in another.
fn other_sheet(reading: &Reading, sheet: &str) -> Reading {
    Reading {
        sheet: Some(sheet.to_owned()),
        accepted: reading.accepted.clone(),
        ..Reading::default()
    }
}

// What was said of rows and columns was said of the table before.
fn other_table(reading: &Reading, table: u32) -> Reading {
    Reading {
        sheet: reading.sheet.clone(),
        table: Some(table),
        accepted: reading.accepted.clone(),
        ..Reading::default()
    }
}

fn offers(reading: &mut Reading, fields: &Fields) {
    for (name, take) in [("terima", true), ("lepas", false)] {
        for offer in fields.all(name).iter().filter_map(|name| named(name)) {
            reading.accepted.retain(|known: &Offer| *known != offer);
            if take {
                reading.accepted.push(offer);
            }
        }
    }
}

// A value of a closed list by its stored name.
fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(Value::String(name.to_owned())).ok()
}

const ROWS: [&str; 4] = ["header_first", "header_last", "body_first", "body_last"];

fn problems(fields: &Fields) -> Vec<FieldProblem> {
    let problem = |field: &str, message: &'static str| FieldProblem {
        field: field.to_owned(),
        code: "upload.reading",
        message: Message::new(message),
    };
    let mut problems = Vec::new();
    for name in ROWS {
        let text = fields.get(name);
        if !text.is_empty() && !text.parse::<u64>().is_ok_and(|row| row > 0) {
            problems.push(problem(name, "reading-row-wrong"));
        }
    }
    let number = |name: &str| fields.get(name).parse::<u64>().ok();
    for (first, last) in [("header_first", "header_last"), ("body_first", "body_last")] {
        if let (Some(begin), Some(end)) = (number(first), number(last))
            && begin > end
        {
            problems.push(problem(last, "reading-rows-reversed"));
        }
    }
    for name in ["first_column", "last_column"] {
        let text = fields.get(name);
        if !text.is_empty() && column_letters(text).is_none() {
            problems.push(problem(name, "reading-column-wrong"));
        }
    }
    for name in ["abaikan", "dipakai"] {
        if row_numbers(fields.get(name)).is_none() {
            problems.push(problem(name, "reading-rows-wrong"));
        }
    }
    problems
}

// What stands in the form as the inspection found it is not overruled, so that a later file is read afresh.
fn layout(reading: &mut Reading, fields: &Fields) {
    let is_changed = |name: &str| fields.get(name) != fields.get(&format!("{name}_was"));
    let number = |name: &str| fields.get(name).parse::<u64>().ok();
    let changed = |name: &str| number(name).filter(|_| is_changed(name));
    reading.header_first = changed("header_first").or(reading.header_first);
    reading.header_last = changed("header_last").or(reading.header_last);
    reading.body_first = changed("body_first").or(reading.body_first);
    reading.body_last = changed("body_last").or(reading.body_last);
    if reading.header_first.is_some() && reading.header_last.is_none() {
        reading.header_last = number("header_last");
    }
    if reading.header_last.is_some() && reading.header_first.is_none() {
        reading.header_first = number("header_first");
    }
    if fields.has("kepala_was") {
        reading.has_no_header = fields.has("tanpa_kepala");
        if reading.has_no_header {
            (reading.header_first, reading.header_last) = (None, None);
        }
    }
    for (name, place) in [
        ("first_column", &mut reading.first_column),
        ("last_column", &mut reading.last_column),
    ] {
        if is_changed(name) {
            *place = column_letters(fields.get(name));
        }
    }
    for (name, rows) in [
        ("abaikan", &mut reading.ignored_rows),
        ("dipakai", &mut reading.kept_rows),
    ] {
        if fields.has(name) {
            *rows = row_numbers(fields.get(name)).unwrap_or_default();
        }
    }
}

fn column_letters(text: &str) -> Option<String> {
    let letters = text.to_ascii_uppercase();
    let is_name =
        (1..=3).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_uppercase());
    is_name.then_some(letters)
}

// `7, 12-14` names the rows 7, 12, 13 and 14; `None` for anything else than numbers.
fn row_numbers(text: &str) -> Option<Vec<u64>> {
    let text = text.replace(" - ", "-").replace(" – ", "-");
    let mut rows = Vec::new();
    for part in text.split([',', ';', ' ']).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        let first: u64 = first.trim().parse().ok()?;
        let last: u64 = last.trim().parse().ok()?;
        rows.extend((first..=last).take(MOST_ROWS));
    }
    rows.sort_unstable();
    rows.dedup();
    rows.truncate(MOST_ROWS);
    Some(rows)
}

// The selects in the heads of the sheet.
fn heads(reading: &mut Reading, fields: &Fields) {
    for (name, value) in &fields.0 {
        let Some(letter) = name.strip_prefix("kind_") else {
            continue;
        };
        if value != fields.raw(&format!("was_{name}")) {
            set_kind(reading, letter, value);
        }
    }
}

fn set_kind(reading: &mut Reading, letter: &str, kind: &str) {
    if let Some(column) = column(reading, letter) {
        column.drop = kind == "drop";
        column.kind = ColumnKind::parse(kind);
        column.keep &= !column.drop;
    }
}

// Buttons beside a finding or a row: leave this row out, take it, leave this column out, take it.
fn single_rows(reading: &mut Reading, fields: &Fields) {
    for row in fields
        .all("abaikan_baris")
        .iter()
        .filter_map(|row| row.parse().ok())
    {
        reading.kept_rows.retain(|known| *known != row);
        add_row(&mut reading.ignored_rows, row);
    }
    for row in fields
        .all("pakai_baris")
        .iter()
        .filter_map(|row| row.parse().ok())
    {
        reading.ignored_rows.retain(|known| *known != row);
        add_row(&mut reading.kept_rows, row);
    }
    for letter in fields.all("buang_kolom") {
        set_kind(reading, &letter, "drop");
    }
    for letter in fields.all("pakai_kolom") {
        if let Some(column) = column(reading, &letter) {
            column.drop = false;
            column.keep = true;
        }
    }
}

fn add_row(rows: &mut Vec<u64>, row: u64) {
    if rows.len() < MOST_ROWS && !rows.contains(&row) {
        rows.push(row);
        rows.sort_unstable();
    }
}

// The form of one column.
fn single_column(reading: &mut Reading, fields: &Fields) {
    let letter = fields.get("kolom");
    if letter.is_empty() || !fields.has("kolom_ubah") {
        return;
    }
    let is_changed = |name: &str| fields.get(name) != fields.get(&format!("was_{name}"));
    let text = |name: &str| -> String { fields.get(name).chars().take(MOST_LETTERS).collect() };
    if is_changed("kind") {
        set_kind(reading, letter, fields.get("kind"));
    }
    let Some(column) = column(reading, letter) else {
        return;
    };
    if is_changed("title") {
        column.title = Some(text("title")).filter(|title| !title.is_empty());
    }
    if is_changed("unit") {
        column.unit = Some(text("unit"));
    }
    if is_changed("notation") {
        column.notation = named::<Notation>(fields.get("notation"));
    }
    column.dash_is_zero = fields.has("strip_nol");
}

// A value and what it stands for, wherever it stands in the column.
fn replacement(reading: &mut Reading, fields: &Fields) {
    let letter = fields.get("kolom");
    let from = fields.get("dari");
    if letter.is_empty() || from.is_empty() || !fields.has("ganti") {
        return;
    }
    let is_emptied = fields.has("kosongkan");
    let to: String = fields.get("menjadi").chars().take(MOST_LETTERS).collect();
    if (to.is_empty() && !is_emptied) || to == from {
        return;
    }
    let to = if is_emptied { String::new() } else { to };
    if let Some(column) = column(reading, letter) {
        column.replace.retain(|known| known.from != from);
        column.replace.push(Replacement {
            from: from.to_owned(),
            to,
        });
    }
}

fn column<'a>(reading: &'a mut Reading, letter: &str) -> Option<&'a mut ColumnReading> {
    let letter = column_letters(letter)?;
    if reading.column(&letter).is_none() {
        reading.columns.push(ColumnReading {
            letter: letter.clone(),
            ..ColumnReading::default()
        });
    }
    let mut columns = reading.columns.iter_mut();
    columns.find(|column| column.letter == letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Fields {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Fields(pairs.iter().map(own).collect())
    }

    fn after(before: Reading, pairs: &[(&str, &str)]) -> Reading {
        overruled(before, &Reading::default(), &form(pairs)).unwrap()
    }

    #[test]
    fn only_what_was_changed_is_overruled() {
        let reading = after(
            Reading::default(),
            &[
                ("susunan", "1"),
                ("header_first", "5"),
                ("header_first_was", "5"),
                ("body_first", "8"),
                ("body_first_was", "7"),
                ("first_column", "b"),
                ("first_column_was", "A"),
                ("kind_B", "code"),
                ("was_kind_B", "code"),
                ("kind_D", "integer"),
                ("was_kind_D", "text"),
                ("abaikan", "7, 12-14"),
                ("dipakai", "20"),
            ],
        );
        assert_eq!(reading.header_first, None);
        assert_eq!(reading.body_first, Some(8));
        assert_eq!(reading.first_column.as_deref(), Some("B"));
        assert_eq!(reading.ignored_rows, [7, 12, 13, 14]);
        assert_eq!(reading.kept_rows, [20]);
        assert_eq!(reading.columns.len(), 1);
        assert_eq!(reading.columns[0].kind, Some(ColumnKind::Integer));
    }

    #[test]
    fn another_sheet_begins_anew_and_keeps_the_offers() {
        let before = Reading {
            body_first: Some(3),
            accepted: vec![Offer::DropRunningNumber],
            ..Reading::default()
        };
        for fields in [
            vec![("susunan", "1"), ("sheet", "S2"), ("sheet_was", "S1")],
            vec![("pilih_lembar", "S2")],
        ] {
            let reading = after(before.clone(), &fields);
            assert_eq!(reading.sheet.as_deref(), Some("S2"));
            assert_eq!(reading.body_first, None);
            assert_eq!(reading.accepted, [Offer::DropRunningNumber]);
        }
    }

    #[test]
    fn a_dropped_column_can_be_taken_again() {
        let drop = [
            ("susunan", "1"),
            ("kind_A", "drop"),
            ("was_kind_A", "integer"),
        ];
        let dropped = after(Reading::default(), &drop);
        assert!(dropped.columns[0].drop);
        let take = [("susunan", "1"), ("kind_A", "text"), ("was_kind_A", "drop")];
        let taken = after(dropped, &take);
        assert!(!taken.columns[0].drop);
        assert_eq!(taken.columns.len(), 1);
    }

    #[test]
    fn one_column_has_a_form_of_its_own() {
        let fields = [
            ("kolom", "D"),
            ("kolom_ubah", "1"),
            ("title", "Laki-laki"),
            ("was_title", "L"),
            ("unit", "jiwa"),
            ("was_unit", ""),
            ("notation", "english"),
            ("was_notation", ""),
            ("strip_nol", "1"),
        ];
        let reading = after(Reading::default(), &fields);
        let column = &reading.columns[0];
        assert_eq!(column.title.as_deref(), Some("Laki-laki"));
        assert_eq!(column.unit.as_deref(), Some("jiwa"));
        assert_eq!(column.notation, Some(Notation::English));
        assert!(column.dash_is_zero && column.kind.is_none());
        let undone = after(reading, &[("lupakan", "dash:D")]);
        assert!(!undone.columns[0].dash_is_zero);
    }

    #[test]
    fn a_value_is_mapped_emptied_and_unmapped() {
        let map = [
            ("ganti", "1"),
            ("kolom", "D"),
            ("dari", "25.5l4"),
            ("menjadi", "25.514"),
        ];
        let reading = after(Reading::default(), &map);
        assert_eq!(reading.columns[0].replace[0].to, "25.514");
        let empty = [
            ("ganti", "1"),
            ("kolom", "D"),
            ("dari", "25.5l4"),
            ("menjadi", "25.514"),
            ("kosongkan", "1"),
        ];
        let reading = after(reading, &empty);
        assert_eq!(reading.columns[0].replace.len(), 1);
        assert_eq!(reading.columns[0].replace[0].to, "");
        let reading = after(reading, &[("lupakan", "replace:D:25.5l4")]);
        assert_eq!(reading, Reading::default());
    }

    #[test]
    fn a_row_is_either_left_out_or_kept() {
        let reading = after(Reading::default(), &[("abaikan_baris", "9")]);
        let reading = after(reading, &[("pakai_baris", "9")]);
        assert!(reading.ignored_rows.is_empty());
        assert_eq!(reading.kept_rows, [9]);
    }

    #[test]
    fn what_cannot_be_is_told_and_changes_nothing() {
        let fields = form(&[
            ("susunan", "1"),
            ("header_first", "dua"),
            ("body_first", "9"),
            ("body_last", "3"),
            ("first_column", "4"),
            ("abaikan", "7, x"),
        ]);
        let problems = overruled(Reading::default(), &Reading::default(), &fields).unwrap_err();
        let names: Vec<&str> = problems.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(
            names,
            ["header_first", "body_last", "first_column", "abaikan"]
        );
    }

    #[test]
    fn a_range_of_rows_has_a_bound() {
        assert_eq!(row_numbers("1-99999999999").unwrap().len(), MOST_ROWS);
        assert_eq!(row_numbers("x, -3"), None);
    }
}
