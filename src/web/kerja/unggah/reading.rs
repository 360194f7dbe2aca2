//! What a producer overrules of the inspection, as the form of the check step says it.

use crate::inspection::{ColumnKind, ColumnReading, Offer, Reading};
use crate::web::page::Fields;
use serde_json::Value;

/// Most rows that a form may name to be left out.
const MOST_ROWS: usize = 500;

/// The reading after a form; only what the form carries is changed.
pub(super) fn overruled(mut reading: Reading, fields: &Fields) -> Reading {
    offers(&mut reading, fields);
    if fields.has("susunan") {
        let sheet = fields.get("sheet");
        if !sheet.is_empty() && sheet != fields.get("sheet_was") {
            return other_sheet(&reading, sheet);
        }
        rows(&mut reading, fields);
        columns(&mut reading, fields);
    }
    if fields.has("ulang") {
        return Reading {
            sheet: reading.sheet,
            ..Reading::default()
        };
    }
    reading
}

// Row numbers and letters of one sheet mean nothing in another.
fn other_sheet(reading: &Reading, sheet: &str) -> Reading {
    Reading {
        sheet: Some(sheet.to_owned()),
        accepted: reading.accepted.clone(),
        ..Reading::default()
    }
}

fn offers(reading: &mut Reading, fields: &Fields) {
    for (name, take) in [("terima", true), ("lepas", false)] {
        for offer in fields.all(name).iter().filter_map(|name| offer(name)) {
            reading.accepted.retain(|known| *known != offer);
            if take {
                reading.accepted.push(offer);
            }
        }
    }
}

fn offer(name: &str) -> Option<Offer> {
    serde_json::from_value(Value::String(name.to_owned())).ok()
}

// What stands in the form as the inspection found it is not overruled, so that a later file is read afresh.
fn rows(reading: &mut Reading, fields: &Fields) {
    let number = |name: &str| fields.get(name).parse::<u64>().ok();
    let changed = |name: &str| {
        number(name).filter(|_| fields.get(name) != fields.get(&format!("{name}_was")))
    };
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
    if fields.has("abaikan") {
        reading.ignored_rows = row_numbers(fields.get("abaikan"));
    }
}

// `7, 12-14` names the rows 7, 12, 13 and 14.
fn row_numbers(text: &str) -> Vec<u64> {
    let mut rows = Vec::new();
    for part in text.split([',', ';', ' ']).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        let (Ok(first), Ok(last)) = (first.trim().parse::<u64>(), last.trim().parse::<u64>())
        else {
            continue;
        };
        rows.extend((first..=last).take(MOST_ROWS));
    }
    rows.sort_unstable();
    rows.dedup();
    rows.truncate(MOST_ROWS);
    rows
}

fn columns(reading: &mut Reading, fields: &Fields) {
    for (name, value) in &fields.0 {
        let Some((what, letter)) = name.split_once('_') else {
            continue;
        };
        let is_ours = matches!(what, "kind" | "unit");
        if !is_ours || value == fields.raw(&format!("was_{name}")) {
            continue;
        }
        let Some(column) = column(reading, letter) else {
            continue;
        };
        if what == "unit" {
            column.unit = Some(value.trim().to_owned());
        } else {
            column.drop = value == "drop";
            column.kind = ColumnKind::parse(value);
        }
    }
}

fn column<'a>(reading: &'a mut Reading, letter: &str) -> Option<&'a mut ColumnReading> {
    if reading.column(letter).is_none() {
        reading.columns.push(ColumnReading {
            letter: letter.to_owned(),
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

    #[test]
    fn only_what_was_changed_is_overruled() {
        let fields = form(&[
            ("susunan", "1"),
            ("header_first", "5"),
            ("header_first_was", "5"),
            ("body_first", "8"),
            ("body_first_was", "7"),
            ("kind_B", "code"),
            ("was_kind_B", "code"),
            ("kind_D", "integer"),
            ("was_kind_D", "text"),
            ("unit_D", "jiwa"),
            ("was_unit_D", ""),
            ("abaikan", "7, 12-14"),
        ]);
        let reading = overruled(Reading::default(), &fields);
        assert_eq!(reading.header_first, None);
        assert_eq!(reading.body_first, Some(8));
        assert_eq!(reading.ignored_rows, [7, 12, 13, 14]);
        assert_eq!(reading.columns.len(), 1);
        assert_eq!(reading.columns[0].kind, Some(ColumnKind::Integer));
        assert_eq!(reading.columns[0].unit.as_deref(), Some("jiwa"));
    }

    #[test]
    fn another_sheet_begins_anew_and_keeps_the_offers() {
        let before = Reading {
            body_first: Some(3),
            accepted: vec![Offer::DropRunningNumber],
            ..Reading::default()
        };
        let fields = form(&[("susunan", "1"), ("sheet", "S2"), ("sheet_was", "S1")]);
        let reading = overruled(before, &fields);
        assert_eq!(reading.sheet.as_deref(), Some("S2"));
        assert_eq!(reading.body_first, None);
        assert_eq!(reading.accepted, [Offer::DropRunningNumber]);
    }

    #[test]
    fn a_dropped_column_can_be_taken_again() {
        let drop = form(&[
            ("susunan", "1"),
            ("kind_A", "drop"),
            ("was_kind_A", "integer"),
        ]);
        let dropped = overruled(Reading::default(), &drop);
        assert!(dropped.columns[0].drop);
        let take = form(&[("susunan", "1"), ("kind_A", "text"), ("was_kind_A", "drop")]);
        let taken = overruled(dropped, &take);
        assert!(!taken.columns[0].drop);
        assert_eq!(taken.columns.len(), 1);
    }

    #[test]
    fn a_range_of_rows_has_a_bound() {
        assert_eq!(row_numbers("1-99999999999").len(), MOST_ROWS);
        assert!(row_numbers("x, -3").is_empty());
    }
}
