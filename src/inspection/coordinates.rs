//! Places on a map: a point at 0/0 lies in the Gulf of Guinea and means that nobody measured it.

use super::report::{Finding, Level};
use super::text;
use super::typed::{Spec, TypedColumn, Value};

/// The columns of latitude and longitude.
pub(super) fn pair(specs: &[Spec]) -> Option<(usize, usize)> {
    let find = |names: &[&str]| {
        specs.iter().position(|spec| {
            let title = text::safe_name(&spec.title);
            spec.storage.is_numeric() && title.split('_').any(|word| names.contains(&word))
        })
    };
    find(&["lintang", "latitude", "lat"]).zip(find(&["bujur", "longitude", "long", "lon", "lng"]))
}

/// Empties points at 0/0, and says where the first was.
pub(super) fn empty_origin(
    columns: &mut [TypedColumn<'_>],
    (latitude, longitude): (usize, usize),
    rows: &[u64],
    sheet: &str,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let is_zero = |column: usize| {
            let value = columns
                .get(column)
                .and_then(|column| column.values.get(index));
            matches!(value, Some(Some(Value::Number(exact))) if exact.unscaled == 0)
        };
        if !is_zero(latitude) || !is_zero(longitude) {
            continue;
        }
        for column in [latitude, longitude] {
            let column = columns.get_mut(column);
            if let Some(value) = column.and_then(|column| column.values.get_mut(index)) {
                *value = None;
            }
        }
        let column = columns.get(latitude);
        let mut finding = Finding::new("coordinate_zero", Level::Info);
        sheet.clone_into(&mut finding.sheet);
        finding.row = Some(*row);
        finding.column = column.map(|column| column.name.clone()).unwrap_or_default();
        finding.cell = column.map_or_else(String::new, |column| format!("{}{row}", column.letter));
        "0/0".clone_into(&mut finding.value);
        findings.push(finding);
    }
    findings
}
