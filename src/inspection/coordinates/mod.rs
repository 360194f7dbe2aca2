//! Places on a map: degrees in every writing, columns that hold both, and points that can't be meant. 0/0 lies in the
//! Gulf of Guinea and says that nobody measured.

mod points;
mod written;

pub(super) use points::{split, split_specs};
pub(super) use written::{degrees, point};

use super::number::Exact;
use super::report::{Finding, Level};
use super::text;
use super::typed::{Spec, TypedColumn, Value, plain};
use std::ops::RangeInclusive;

/// Indonesia from Sabang to Merauke, with a margin.
const LATITUDES: RangeInclusive<f64> = -11.5..=6.5;
const LONGITUDES: RangeInclusive<f64> = 94.5..=141.5;

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

/// Says which latitudes and longitudes lie outside of Indonesia, and empties them if `lenient`. A latitude without its
/// minus is kept, and the minus proposed.
pub(super) fn outside(
    columns: &mut [TypedColumn<'_>],
    (latitude, longitude): (usize, usize),
    rows: &[u64],
    sheet: &str,
    lenient: bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, fits) in [(latitude, &LATITUDES), (longitude, &LONGITUDES)] {
        let Some(column) = columns.get_mut(index) else {
            continue;
        };
        let (name, letter) = (column.name.clone(), column.letter.clone());
        for (value, row) in column.values.iter_mut().zip(rows) {
            let Some(Value::Number(exact)) = value else {
                continue;
            };
            let exact = *exact;
            if fits.contains(&exact.as_f64()) {
                continue;
            }
            let turned = Exact {
                unscaled: exact.unscaled.saturating_neg(),
                ..exact
            };
            let lacks_sign = fits.contains(&turned.as_f64());
            let level = if lenient || lacks_sign {
                Level::Warning
            } else {
                Level::Blocking
            };
            let mut finding = Finding::new("coordinate_outside", level);
            sheet.clone_into(&mut finding.sheet);
            finding.row = Some(*row);
            finding.column.clone_from(&name);
            finding.cell = format!("{letter}{row}");
            finding.value = plain(exact);
            if lacks_sign {
                finding.expected = plain(turned);
            } else if lenient {
                *value = None;
            }
            findings.push(finding);
        }
    }
    findings
}
