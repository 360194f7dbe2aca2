//! What is done when a producer takes an offer: standard region names with their codes, bad codes emptied.

use super::checks::{Match, Names, level_of};
use super::report::ColumnKind;
use super::typed::{Spec, Storage, TypedColumn, Value};
use crate::standards::regions;
use std::borrow::Cow;

/// Where the codes of regions stand in a table whose names are put in standard form: always in front.
#[derive(Debug)]
pub(super) enum Codes {
    /// Nothing is done about them.
    AsTheyAre,
    /// The table has none: this column is made.
    Made(Box<Spec>),
    /// The table has them in this column.
    Moved(usize),
}

impl Codes {
    pub(super) fn of(specs: &[Spec]) -> Self {
        let find = |kind| specs.iter().position(|spec| spec.kind == kind);
        match (find(ColumnKind::RegionName), find(ColumnKind::RegionCode)) {
            (None, _) => Self::AsTheyAre,
            (Some(_), Some(column)) => Self::Moved(column),
            (Some(_), None) => Self::Made(Box::new(Spec {
                name: "kode_wilayah".to_owned(),
                title: "Kode wilayah".to_owned(),
                kind: ColumnKind::RegionCode,
                unit: String::new(),
                letter: String::new(),
                notation: super::Notation::Indonesian,
                storage: Storage::Text,
                usual_level: None,
                is_ruled: false,
                year: None,
                is_bps: false,
                point_scale: None,
            })),
        }
    }

    /// The columns as the table stores them.
    pub(super) fn stored(&self, specs: &[Spec]) -> Vec<Spec> {
        let mut stored = specs.to_vec();
        match self {
            Self::AsTheyAre => {}
            Self::Made(spec) => stored.insert(0, Spec::clone(spec)),
            Self::Moved(column) => to_front(&mut stored, *column),
        }
        stored
    }
}

fn to_front<T>(list: &mut [T], index: usize) {
    if let Some(head) = list.get_mut(..=index) {
        head.rotate_right(1);
    }
}

/// Writes names in standard form and puts the code of the lowest region in front, if the table has none.
pub(super) fn standard_regions(
    columns: &mut Vec<TypedColumn<'_>>,
    place: &Codes,
    region: &str,
    known: &Names,
) {
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
    fill_districts(columns);
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
            let (name, parent) = within(name, &snapshot, column, row, region, known);
            let found = known.find_in(column, &name, &parent);
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
                put(
                    &mut codes,
                    row,
                    Some(Value::Text(Cow::Borrowed(&standard.code))),
                );
                put(&mut levels, row, Some(standard.level));
            }
        }
    }
    match place {
        Codes::AsTheyAre => {}
        Codes::Made(spec) => {
            let made = TypedColumn {
                values: codes,
                ..TypedColumn::empty(spec)
            };
            columns.insert(0, made);
        }
        Codes::Moved(column) => to_front(columns, *column),
    }
}

// A district that stands only in the first row of its villages holds for the rows below, too.
fn fill_districts(columns: &mut [TypedColumn<'_>]) {
    let find = |level| {
        let fits = |column: &TypedColumn| {
            column.kind == ColumnKind::RegionName && level_of(column) == level
        };
        columns.iter().position(fits)
    };
    let (Some(district), Some(village)) = (
        find(regions::Level::District),
        find(regions::Level::Village),
    ) else {
        return;
    };
    let named = columns.get(village).map(|column| {
        let is_named = column.values.iter().map(Option::is_some);
        is_named.collect::<Vec<bool>>()
    });
    let Some(column) = columns.get_mut(district) else {
        return;
    };
    let mut above: Option<Value> = None;
    for (value, is_named) in column.values.iter_mut().zip(named.unwrap_or_default()) {
        if value.is_some() {
            above.clone_from(value);
        } else if is_named {
            value.clone_from(&above);
        }
    }
}

// "Desa Ngancar, Kec. Plaosan" names its district itself.
fn within(
    name: &str,
    columns: &[TypedColumn<'_>],
    column: &TypedColumn<'_>,
    row: usize,
    region: &str,
    known: &Names,
) -> (String, String) {
    if let Some((place, district)) = name.split_once(',')
        && let Match::Exact(found) = known.find(district, regions::Level::District, region)
    {
        return (place.trim().to_owned(), found.code.clone());
    }
    let parent = known.parent_code(columns, column, row, region);
    (name.to_owned(), parent)
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

fn set(columns: &mut [TypedColumn<'_>], column: usize, row: usize, text: String) {
    if let Some(place) = columns
        .get_mut(column)
        .and_then(|column| column.values.get_mut(row))
    {
        *place = Some(Value::Text(Cow::Owned(text)));
    }
}

fn put<T>(list: &mut [T], index: usize, value: T) {
    if let Some(place) = list.get_mut(index) {
        *place = value;
    }
}

/// Empties region codes that are in no list or outside the region.
pub(super) fn empty_bad_codes(columns: &mut [TypedColumn<'_>], specs: &[Spec], region: &str) {
    let names: Vec<(regions::Level, Vec<Option<Value>>)> = columns
        .iter()
        .filter(|column| column.kind == ColumnKind::RegionName)
        .map(|column| (level_of(column), column.values.clone()))
        .collect();
    for (column, spec) in columns.iter_mut().zip(specs) {
        if column.kind != ColumnKind::RegionCode {
            continue;
        }
        let usual = spec.usual_level;
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
