//! A column of points becomes two: latitude and longitude.

use super::point;
use crate::inspection::report::{ColumnKind, Finding, Level};
use crate::inspection::typed::{Spec, Storage, TypedColumn, Value};

const NAMES: [&str; 2] = ["lintang", "bujur"];

/// The columns of a table whose points are taken apart.
pub(in crate::inspection) fn split_specs(specs: &[Spec]) -> Vec<Spec> {
    let mut all: Vec<Spec> = Vec::with_capacity(specs.len());
    for spec in specs {
        let Some(scale) = spec.point_scale else {
            all.push(spec.clone());
            continue;
        };
        for part in NAMES {
            let is_taken = |name: &str| specs.iter().chain(&all).any(|other| other.name == name);
            let own = format!("{}_{part}", spec.name);
            all.push(Spec {
                name: if is_taken(part) { own } else { part.to_owned() },
                title: format!("{} › {part}", spec.title),
                kind: ColumnKind::Decimal,
                storage: Storage::Decimal(scale),
                point_scale: None,
                ..spec.clone()
            });
        }
    }
    all
}

/// Takes the points of columns apart, as [`split_specs`] says; a cell that is none is a finding.
pub(in crate::inspection) fn split(
    columns: &mut Vec<TypedColumn<'_>>,
    specs: &[Spec],
    stored: &[Spec],
    rows: &[u64],
    place: (&str, bool),
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if specs.len() == stored.len() {
        return findings;
    }
    let mut all = Vec::with_capacity(stored.len());
    let mut stored = stored.iter();
    for (column, spec) in columns.drain(..).zip(specs) {
        if spec.point_scale.is_none() {
            stored.next();
            all.push(column);
            continue;
        }
        let mut halves = stored.by_ref().take(NAMES.len()).map(TypedColumn::empty);
        let (Some(mut latitudes), Some(mut longitudes)) = (halves.next(), halves.next()) else {
            continue;
        };
        for (value, row) in column.values.iter().zip(rows) {
            let text = value.as_ref().map(Value::text);
            let found = text.as_deref().and_then(point);
            if let (Some(text), None) = (&text, found) {
                findings.push(unread(spec, text, *row, place));
            }
            latitudes
                .values
                .push(found.map(|(latitude, _)| Value::Number(latitude.short())));
            longitudes
                .values
                .push(found.map(|(_, longitude)| Value::Number(longitude.short())));
        }
        all.extend([latitudes, longitudes]);
    }
    *columns = all;
    findings
}

fn unread(spec: &Spec, text: &str, row: u64, (sheet, lenient): (&str, bool)) -> Finding {
    let level = if lenient {
        Level::Warning
    } else {
        Level::Blocking
    };
    Finding {
        sheet: sheet.to_owned(),
        row: Some(row),
        column: spec.name.clone(),
        cell: format!("{}{row}", spec.letter),
        value: text.chars().take(100).collect(),
        expected: "-7.6597, 111.3219".to_owned(),
        ..Finding::new("type_mismatch", level)
    }
}
