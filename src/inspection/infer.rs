//! The rules that a published table follows, as far as they can be told from its report.

use super::report::{Column, ColumnKind, TableReport};
use super::rules::type_of;
use crate::schema::{Constraints, Field, TableSchema};

/// Most values of a column that are taken for its list.
const CATEGORIES: u64 = 10;
/// How often each of them stands there at least, on average.
const TIMES: u64 = 4;
/// Units of what is counted and can't be less than nothing.
const COUNTED: [&str; 10] = [
    "orang", "jiwa", "kk", "unit", "buah", "ekor", "rumah", "keluarga", "anak", "siswa",
];

/// The schema of a table with the key that was found in it.
///
/// `is_whole` says whether the report's figures are about the whole table; where they are about its last part only,
/// nothing is said about values. What the first version happens to hold is no range: only counts have a least value.
pub fn inferred(report: &TableReport, key: &[String], is_whole: bool) -> TableSchema {
    let field = |column: &Column| {
        let field_type = type_of(column.kind);
        let mut field = Field::new(&column.name, field_type);
        if column.title != column.name {
            field.title = plain(&column.title, 300);
        }
        if field_type.is_numeric() {
            field.unit = plain(&column.unit, 60);
        }
        if is_whole {
            field.constraints = constraints(column);
        }
        field
    };
    let fields: Vec<Field> = report.columns.iter().map(field).collect();
    let is_known = |name: &String| fields.iter().any(|field| field.name == *name);
    let is_complete = !key.is_empty() && key.iter().all(is_known);
    TableSchema {
        primary_key: if is_complete {
            key.to_vec()
        } else {
            Vec::new()
        },
        fields,
        ..TableSchema::default()
    }
}

// As a schema takes it.
fn plain(text: &str, most: usize) -> String {
    let spaced = text.replace(char::is_control, " ");
    let cut: String = spaced.trim().chars().take(most).collect();
    cut.trim().to_owned()
}

fn constraints(column: &Column) -> Constraints {
    let profile = &column.profile;
    let is_count = column.kind == ColumnKind::Integer
        && COUNTED.contains(&column.unit.to_lowercase().as_str());
    let is_negative = |least: &String| least.starts_with('-');
    let is_least = is_count && !profile.min.as_ref().is_none_or(is_negative);
    Constraints {
        required: profile.count > 0 && profile.nulls == 0,
        minimum: is_least.then(|| "0".to_owned()),
        allowed: categories(column),
        ..Constraints::default()
    }
}

// The values of a column of few words that stand there again and again; a masked one is none.
fn categories(column: &Column) -> Vec<String> {
    let profile = &column.profile;
    let filled = profile.count - profile.nulls.min(profile.count);
    let is_list = column.kind == ColumnKind::Text
        && !profile.is_estimate
        && (2..=CATEGORIES).contains(&profile.distinct)
        && profile.top.len() as u64 == profile.distinct
        && filled >= TIMES * profile.distinct;
    let is_plain = |value: &str| plain(value, 100) == value && !value.contains('•');
    if !is_list || !profile.top.iter().all(|top| is_plain(&top.value)) {
        return Vec::new();
    }
    let mut values: Vec<String> = profile.top.iter().map(|top| top.value.clone()).collect();
    values.sort_unstable();
    values
}
