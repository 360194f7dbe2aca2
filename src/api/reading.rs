//! A reading as a program sends it: the stored form, with unknown keys refused by name.

use crate::inspection::Reading;
use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

/// Keys of a reading; a report repeats them all, so what it says can be sent back.
pub(super) const KEYS: [&str; 14] = [
    "sheet",
    "table",
    "has_no_header",
    "header_first",
    "header_last",
    "body_first",
    "body_last",
    "first_column",
    "last_column",
    "ignored_rows",
    "kept_rows",
    "columns",
    "accepted",
    "is_remembered",
];

/// Keys of what is overruled of one column.
pub(super) const COLUMN_KEYS: [&str; 10] = [
    "letter",
    "title",
    "name",
    "kind",
    "unit",
    "notation",
    "dash_is_zero",
    "replace",
    "drop",
    "keep",
];

/// Keys of a text and what it stands for.
const REPLACEMENT_KEYS: [&str; 2] = ["from", "to"];

/// A reading out of a request. Stored ones are read more kindly: an older or newer program may have written them.
pub(super) fn parse(value: Value) -> Result<Reading, String> {
    known(&value, "reading", &KEYS)?;
    for (index, column) in list(&value, "columns").iter().enumerate() {
        let place = format!("reading.columns[{index}]");
        known(column, &place, &COLUMN_KEYS)?;
        if !column["letter"].is_string() {
            return Err(format!("{place}: letter is missing"));
        }
        for (number, replacement) in list(column, "replace").iter().enumerate() {
            let place = format!("{place}.replace[{number}]");
            known(replacement, &place, &REPLACEMENT_KEYS)?;
        }
    }
    let mut reading: Reading =
        serde_json::from_value(value).map_err(|error| format!("reading: {error}"))?;
    // Who sends a reading has chosen it.
    reading.is_remembered = false;
    Ok(reading)
}

/// The same as a member of a larger body.
pub(super) fn member<'de, D: Deserializer<'de>>(source: D) -> Result<Option<Reading>, D::Error> {
    match Value::deserialize(source)? {
        Value::Null => Ok(None),
        value => parse(value).map(Some).map_err(D::Error::custom),
    }
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn known(value: &Value, place: &str, keys: &[&str]) -> Result<(), String> {
    let Some(members) = value.as_object() else {
        return Err(format!("{place}: expected an object"));
    };
    match members.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(key) => Err(format!(
            "{place}: unknown key `{key}`, expected one of {}",
            keys.join(", ")
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::report::Offer;
    use crate::inspection::{ColumnKind, ColumnReading, Notation, Replacement};
    use serde_json::json;

    // Without the rest of a default: whoever adds a field is led here, and to the description of the API.
    fn full() -> Reading {
        Reading {
            sheet: Some("Data".to_owned()),
            table: Some(1),
            has_no_header: true,
            header_first: Some(1),
            header_last: Some(2),
            body_first: Some(3),
            body_last: Some(9),
            first_column: Some("A".to_owned()),
            last_column: Some("F".to_owned()),
            ignored_rows: vec![4],
            kept_rows: vec![5],
            columns: vec![ColumnReading {
                letter: "C".to_owned(),
                title: Some("Jumlah".to_owned()),
                name: Some("jumlah".to_owned()),
                kind: Some(ColumnKind::Integer),
                unit: Some("jiwa".to_owned()),
                notation: Some(Notation::English),
                dash_is_zero: true,
                replace: vec![Replacement {
                    from: "x".to_owned(),
                    to: String::new(),
                }],
                drop: true,
                keep: true,
            }],
            accepted: vec![Offer::FoldPeriods],
            is_remembered: true,
        }
    }

    fn keys(value: &Value) -> Vec<&str> {
        value
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect()
    }

    #[test]
    fn every_key_of_a_reading_is_known_and_no_other() {
        let value = serde_json::to_value(full()).unwrap();
        assert_eq!(keys(&value), KEYS);
        assert_eq!(keys(&value["columns"][0]), COLUMN_KEYS);
        assert_eq!(keys(&value["columns"][0]["replace"][0]), REPLACEMENT_KEYS);
        let expected = Reading {
            is_remembered: false,
            ..full()
        };
        assert_eq!(parse(value), Ok(expected));
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_place() {
        for (value, place, key) in [
            (json!({ "headr_last": 3 }), "reading:", "headr_last"),
            (
                json!({ "columns": [{ "letter": "A" }, { "letter": "B", "untit": "jiwa" }] }),
                "reading.columns[1]:",
                "untit",
            ),
            (
                json!({ "columns": [{ "letter": "A", "replace": [{ "from": "x", "too": "" }] }] }),
                "reading.columns[0].replace[0]:",
                "too",
            ),
            (
                json!({ "columns": [{ "unit": "jiwa" }] }),
                "reading.columns[0]:",
                "letter",
            ),
            (json!({ "accepted": ["fold"] }), "reading:", "fold"),
            (json!([]), "reading:", "object"),
        ] {
            let error = parse(value).unwrap_err();
            assert!(error.starts_with(place) && error.contains(key), "{error}");
        }
    }
}
