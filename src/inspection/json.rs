//! JSON, JSON Lines and GeoJSON as records: nested objects flattened with underscores, lists kept as JSON text.

use super::cell::{Cell, Record, Sheet};
use super::delimited::{MOST_COLUMNS, too_many_columns};
use super::json_value::{self, Repeated};
use super::report::{Finding, Level};
use super::workbook::Budget;
use serde_json::{Map, Number, Value};
use std::collections::HashMap;

/// Reads a JSON text.
///
/// Errors: a blocking finding when the text is no JSON or holds no list of objects.
pub(super) fn read(text: &str) -> Result<(Sheet, Vec<Finding>), Finding> {
    let mut repeated = Repeated::default();
    let value = json_value::read(text, &mut repeated).map_err(|error| Finding {
        row: Some(error.line() as u64),
        value: error.to_string(),
        ..Finding::new("unreadable", Level::Blocking)
    })?;
    let objects = match value {
        Value::Array(items) => items,
        Value::Object(mut object) => match object.remove("features") {
            Some(Value::Array(features)) => features.into_iter().map(feature).collect(),
            _ => object
                .into_iter()
                .find_map(|(_, value)| match value {
                    Value::Array(items) if items.iter().any(Value::is_object) => Some(items),
                    _ => None,
                })
                .unwrap_or_default(),
        },
        _ => Vec::new(),
    };
    let numbered = objects
        .into_iter()
        .enumerate()
        .map(|(index, value)| (index as u64 + 1, value));
    let sheet = table(numbered)?;
    if sheet.records.len() < 2 {
        return Err(Finding::new("no_table", Level::Blocking));
    }
    Ok((sheet, told(repeated).into_iter().collect()))
}

fn told(repeated: Repeated) -> Option<Finding> {
    let key = repeated.first?;
    Some(Finding {
        value: key.chars().take(100).collect(),
        count: repeated.count,
        ..Finding::new("key_repeated", Level::Warning)
    })
}

/// Reads one object a line; a broken line is a finding and the rest is kept.
///
/// Errors: a blocking finding when there are more columns or cells than a table can have.
pub(super) fn read_lines(text: &str) -> Result<(Sheet, Vec<Finding>), Finding> {
    let mut findings = Vec::new();
    let mut repeated = Repeated::default();
    let mut objects = Vec::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let row = index as u64 + 1;
        match json_value::read(line, &mut repeated) {
            Ok(value) => objects.push((row, value)),
            Err(_) => findings.push(Finding {
                row: Some(row),
                value: line.chars().take(200).collect(),
                ..Finding::new("broken_record", Level::Warning)
            }),
        }
    }
    findings.extend(told(repeated));
    Ok((table(objects.into_iter())?, findings))
}

// Properties of a feature beside its point; a third coordinate is height and not kept.
fn feature(value: Value) -> Value {
    let Value::Object(mut object) = value else {
        return value;
    };
    let mut flat = match object.remove("properties") {
        Some(Value::Object(properties)) => properties,
        _ => Map::new(),
    };
    let geometry = object.remove("geometry").unwrap_or(Value::Null);
    let coordinates = geometry.get("coordinates").and_then(Value::as_array);
    if geometry
        .get("type")
        .and_then(Value::as_str)
        .is_none_or(|kind| kind == "Point")
    {
        let at = |index: usize| {
            coordinates
                .and_then(|c| c.get(index))
                .cloned()
                .unwrap_or(Value::Null)
        };
        flat.insert("lintang".to_owned(), at(1));
        flat.insert("bujur".to_owned(), at(0));
    } else {
        flat.insert("geometri".to_owned(), Value::String(geometry.to_string()));
    }
    Value::Object(flat)
}

fn table(objects: impl Iterator<Item = (u64, Value)>) -> Result<Sheet, Finding> {
    let mut names: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut rows: Vec<(u64, Vec<(usize, Cell<'static>)>)> = Vec::new();
    for (row, value) in objects {
        let mut flat = Vec::new();
        flatten("", value, &mut flat, 0);
        let mut cells = Vec::new();
        for (name, value) in flat {
            let index = *places.entry(name).or_insert_with_key(|name| {
                names.push(name.clone());
                names.len() - 1
            });
            cells.push((index, cell(value)));
        }
        rows.push((row, cells));
        if names.len() > MOST_COLUMNS {
            return Err(too_many_columns(row));
        }
    }
    // Rows are as wide as all keys together, however few each object has.
    Budget::new(u64::MAX).take(rows.len() as u64 * names.len() as u64, 0)?;
    let header = Record {
        row: 0,
        cells: names.iter().map(|name| Cell::from(name.clone())).collect(),
    };
    let mut records = vec![header];
    for (row, filled) in rows {
        let mut cells = vec![Cell::Empty; names.len()];
        for (index, value) in filled {
            if let Some(place) = cells.get_mut(index) {
                *place = value;
            }
        }
        records.push(Record { row, cells });
    }
    Ok(Sheet {
        records,
        ..Sheet::default()
    })
}

const DEEPEST: usize = 8;

fn flatten(prefix: &str, value: Value, into: &mut Vec<(String, Value)>, depth: usize) {
    match value {
        Value::Object(object) if depth < DEEPEST => {
            for (key, value) in object {
                let name = if prefix.is_empty() {
                    key
                } else {
                    format!("{prefix}_{key}")
                };
                flatten(&name, value, into, depth + 1);
            }
        }
        other => into.push((
            if prefix.is_empty() {
                "nilai".to_owned()
            } else {
                prefix.to_owned()
            },
            other,
        )),
    }
}

fn is_long(number: &Number) -> bool {
    const EXACT: u64 = 1 << 53;
    let size = number
        .as_u64()
        .or_else(|| number.as_i64().map(i64::unsigned_abs));
    size.is_some_and(|size| size > EXACT)
}

fn cell(value: Value) -> Cell<'static> {
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(value) => Cell::Bool(value),
        // A number of more digits than a float holds is an identifier mostly.
        Value::Number(number) if is_long(&number) => Cell::from(number.to_string()),
        Value::Number(number) => number.as_f64().map_or(Cell::Empty, Cell::Number),
        Value::String(text) if text.is_empty() => Cell::Empty,
        Value::String(text) => Cell::from(text),
        other => Cell::from(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_objects_become_columns_and_long_numbers_keep_their_digits() {
        let text = r#"[{"a":{"b":{"c":1}},"nip":197801012005011001},{"a":{"d":[1,2]},"nip":2}]"#;
        let (sheet, _) = read(text).unwrap();
        let texts: Vec<Vec<String>> = sheet
            .records
            .iter()
            .map(|record| {
                record
                    .cells
                    .iter()
                    .map(Cell::text)
                    .map(Into::into)
                    .collect()
            })
            .collect();
        assert_eq!(
            texts,
            [
                ["a_b_c", "nip", "a_d"],
                ["1", "197801012005011001", ""],
                ["", "2", "[1,2]"]
            ]
        );
    }
}
