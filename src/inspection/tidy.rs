//! What is done when a producer takes an offer: standard region names with their codes, bad codes emptied.

use super::checks::{Match, level_of, match_name, parent_code};
use super::raw::Raw;
use super::report::{ColumnKind, Offer};
use super::typed::{TypedColumn, Value};
use crate::standards::regions;

/// What could be offered for a table.
pub(super) fn offers(raw: &Raw, columns: &[TypedColumn]) -> Vec<Offer> {
    let mut found = Vec::new();
    if (0..raw.heads.len()).any(|index| raw.is_running_number(index)) {
        found.push(Offer::DropRunningNumber);
    }
    if raw.period_columns().is_some() {
        found.push(Offer::FoldPeriods);
    }
    if columns
        .iter()
        .any(|column| column.kind == ColumnKind::RegionName)
    {
        found.push(Offer::StandardRegions);
    }
    found
}

/// Writes names in standard form and puts the code of the lowest region in front, if the table has none.
pub(super) fn standard_regions(columns: &mut Vec<TypedColumn>, region: &str) {
    let rows = columns.first().map_or(0, |column| column.values.len());
    let names: Vec<usize> = (0..columns.len())
        .filter(|index| {
            columns
                .get(*index)
                .is_some_and(|column| column.kind == ColumnKind::RegionName)
        })
        .collect();
    if names.is_empty() {
        return;
    }
    let snapshot = columns.clone();
    let mut codes: Vec<Option<Value>> = vec![None; rows];
    let mut levels: Vec<Option<regions::Level>> = vec![None; rows];
    for index in names {
        let Some(column) = snapshot.get(index) else {
            continue;
        };
        for row in 0..rows {
            let Some(Some(Value::Text(name))) = column.values.get(row) else {
                continue;
            };
            let (name, parent) = within(name, &snapshot, column, row, region);
            let found = match_name(&name, level_of(column), &parent);
            let standard = match found {
                Match::Exact(region) | Match::Nearly(region) => region,
                Match::Several | Match::None | Match::Foreign => {
                    set(columns, index, row, bare(&name));
                    if levels.get(row).copied().flatten() < Some(level_of(column)) {
                        put(&mut codes, row, None);
                        put(&mut levels, row, Some(level_of(column)));
                    }
                    continue;
                }
            };
            set(columns, index, row, standard.name.clone());
            if levels.get(row).copied().flatten() <= Some(standard.level) {
                put(&mut codes, row, Some(Value::Text(standard.code.clone())));
                put(&mut levels, row, Some(standard.level));
            }
        }
    }
    if columns
        .iter()
        .all(|column| column.kind != ColumnKind::RegionCode)
    {
        let made = TypedColumn {
            name: "kode_wilayah".to_owned(),
            title: "Kode wilayah".to_owned(),
            kind: ColumnKind::RegionCode,
            unit: String::new(),
            letter: String::new(),
            values: codes,
        };
        columns.insert(0, made);
    }
}

// "Desa Ngancar, Kec. Plaosan" names its district itself.
fn within(
    name: &str,
    columns: &[TypedColumn],
    column: &TypedColumn,
    row: usize,
    region: &str,
) -> (String, String) {
    if let Some((place, district)) = name.split_once(',')
        && let Match::Exact(found) = match_name(district, regions::Level::District, region)
    {
        return (place.trim().to_owned(), found.code.clone());
    }
    (name.to_owned(), parent_code(columns, column, row, region))
}

// A name that is in no list loses only the kind before it.
fn bare(name: &str) -> String {
    for kind in [
        "Desa ",
        "Kelurahan ",
        "Kel. ",
        "Ds. ",
        "Kec. ",
        "Kecamatan ",
    ] {
        if let Some(rest) = name.strip_prefix(kind) {
            return rest.to_owned();
        }
    }
    name.to_owned()
}

fn set(columns: &mut [TypedColumn], column: usize, row: usize, text: String) {
    if let Some(place) = columns
        .get_mut(column)
        .and_then(|column| column.values.get_mut(row))
    {
        *place = Some(Value::Text(text));
    }
}

fn put<T>(list: &mut [T], index: usize, value: T) {
    if let Some(place) = list.get_mut(index) {
        *place = value;
    }
}

/// Empties region codes that are in no list or outside the region.
pub(super) fn empty_bad_codes(columns: &mut [TypedColumn], region: &str) {
    let names: Vec<(regions::Level, Vec<Option<Value>>)> = columns
        .iter()
        .filter(|column| column.kind == ColumnKind::RegionName)
        .map(|column| (level_of(column), column.values.clone()))
        .collect();
    for column in columns
        .iter_mut()
        .filter(|column| column.kind == ColumnKind::RegionCode)
    {
        let usual = super::checks::usual_level(column);
        for (row, value) in column.values.iter_mut().enumerate() {
            let Some(Value::Text(code)) = value else {
                continue;
            };
            let known = regions::by_code(code)
                .filter(|found| found.code.starts_with(region) && Some(found.level) == usual);
            let named = |found: &regions::Region| {
                let mut same_level = names
                    .iter()
                    .filter(|(level, _)| *level == found.level)
                    .peekable();
                same_level.peek().is_none()
                    || same_level.any(|(_, values)| {
                        values
                            .get(row)
                            .and_then(Option::as_ref)
                            .is_some_and(|v| regions::key(&v.text()) == regions::key(&found.name))
                    })
            };
            if !known.is_some_and(named) {
                *value = None;
            }
        }
    }
}
