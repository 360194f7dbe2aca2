//! The explorer's column heads: type, spread of the values, order, and the form that filters by the column.

use super::address::Address;
use super::dictionary;
use crate::http::tables::OpenTable;
use crate::inspection::{Column, ColumnKind};
use crate::query::{ColumnInfo, ColumnType};
use crate::web::chart;
use crate::web::format;
use crate::web::i18n::Language;
use crate::web::table;
use crate::web::words;
use serde_json::{Value, json};

/// A head for each column of the answer.
pub fn of(
    open: &OpenTable,
    columns: &[ColumnInfo],
    address: &Address,
    language: Language,
) -> Vec<Value> {
    columns
        .iter()
        .enumerate()
        .map(|(index, column)| head(open, column, index, address, language))
        .collect()
}

fn head(
    open: &OpenTable,
    column: &ColumnInfo,
    index: usize,
    address: &Address,
    language: Language,
) -> Value {
    let known = dictionary::known(open, &column.name);
    let counted = known.filter(|known| dictionary::figures_hold(open, known));
    let is_number = column.column_type.is_number();
    let (order, href) = address.sort(&column.name, is_number);
    let is_column = open.table.columns.iter().any(|c| c.name == column.name);
    json!({
        "id": format!("f{index}"),
        "name": column.name,
        "title": table::bare_title(column),
        "unit": column.unit,
        "is_number": is_number,
        "icon": icon(column, known),
        "type": known.map_or(column.column_type.as_str(), |known| known.kind.as_str()),
        "distinct": counted.map(|known| known.profile.distinct),
        "nulls": counted.map_or(0, |known| known.profile.nulls),
        "histogram": counted.and_then(spread),
        "order": order,
        "sort": href,
        "filter": is_column.then(|| filter(column, counted, address, language)),
    })
}

fn icon(column: &ColumnInfo, known: Option<&Column>) -> &'static str {
    match (column.column_type, known.map(|known| known.kind)) {
        (ColumnType::Date, _) | (_, Some(ColumnKind::Year)) => "calendar",
        (_, Some(ColumnKind::RegionCode | ColumnKind::RegionName)) => "pin",
        (column_type, _) if column_type.is_number() => "hash",
        _ => "text",
    }
}

// Ten intervals of numbers, or the counts of the most frequent words where these are few.
fn spread(known: &Column) -> Option<String> {
    let profile = &known.profile;
    if !profile.histogram.is_empty() {
        return Some(chart::histogram(&profile.histogram));
    }
    let is_few = profile.distinct > 1 && profile.distinct <= profile.top.len() as u64;
    let counts: Vec<u64> = profile.top.iter().map(|top| top.count).collect();
    is_few.then(|| chart::histogram(&counts))
}

fn filter(
    column: &ColumnInfo,
    counted: Option<&Column>,
    address: &Address,
    language: Language,
) -> Value {
    let tests: Vec<&str> = address
        .pairs
        .iter()
        .filter(|(key, _)| *key == column.name)
        .map(|(_, value)| value.as_str())
        .collect();
    let value_of = |operator: &str| tests.iter().find_map(|test| test.strip_prefix(operator));
    let is_range = column.column_type.is_number() || column.column_type == ColumnType::Date;
    let top = counted
        .filter(|known| known.profile.distinct <= known.profile.top.len() as u64 && !is_range)
        .map(|known| known.profile.top.as_slice())
        .unwrap_or_default();
    let chosen = value_of("in.").unwrap_or_default();
    let kind = counted.map_or(ColumnKind::Text, |known| known.kind);
    let values: Vec<Value> = top
        .iter()
        .map(|top| {
            // Asked for as the API names it, shown in words.
            let truth = words::truth(kind, &top.value);
            let value = truth.map_or_else(|| top.value.clone(), |flag| flag.to_string());
            let is_chosen =
                chosen.contains(&format!("\"{value}\"")) || value_of("eq.") == Some(value.as_str());
            let shown = words::value(language, kind, &value);
            json!({ "value": value, "shown": shown, "count": top.count, "chosen": is_chosen })
        })
        .collect();
    let bound = |text: Option<&String>| {
        text.map(|text| {
            let is_quantity = column.column_type.is_number()
                && counted.is_some_and(|known| known.kind != ColumnKind::Year);
            if is_quantity {
                format::decimal(text, language)
            } else {
                text.clone()
            }
        })
    };
    json!({
        "kind": if is_range { "range" } else if values.is_empty() { "text" } else { "values" },
        "input": if column.column_type == ColumnType::Date { "date" } else { "text" },
        "values": values,
        "from": value_of("gte.").or_else(|| value_of("eq.")).unwrap_or_default(),
        "to": value_of("lte.").or_else(|| value_of("eq.")).unwrap_or_default(),
        "text": value_of("ilike.").unwrap_or_default().trim_matches('*'),
        "lowest": bound(counted.and_then(|known| known.profile.min.as_ref())),
        "highest": bound(counted.and_then(|known| known.profile.max.as_ref())),
        "is_used": address.tests(&column.name),
        "kept": address.besides(&[column.name.as_str()]),
    })
}
