//! The dictionary of a table: what each column holds, and its figures.

use crate::http::tables::OpenTable;
use crate::inspection::ColumnKind;
use crate::inspection::report::Column;
use crate::query::ColumnInfo;
use crate::web::chart;
use crate::web::format;
use crate::web::i18n::Language;
use crate::web::words;
use serde_json::{Value, json};

/// A line for each column.
pub fn of(open: &OpenTable, language: Language) -> Vec<Value> {
    open.table
        .columns
        .iter()
        .map(|column| line(open, column, language))
        .collect()
}

/// What the inspection said of a column; its figures hold only where [`figures_hold`] says so.
pub fn known<'a>(open: &'a OpenTable, name: &str) -> Option<&'a Column> {
    let mut columns = open.report.iter().flat_map(|report| &report.columns);
    columns.find(|column| column.name == name)
}

/// Whether the report's figures are of this table: not where it was put together from several uploads.
pub fn figures_hold(open: &OpenTable, column: &Column) -> bool {
    column.profile.count == open.table.row_count
}

fn line(open: &OpenTable, column: &ColumnInfo, language: Language) -> Value {
    let known = known(open, &column.name);
    let figures = known
        .filter(|known| figures_hold(open, known))
        .map(|known| figures(column, known, language));
    let kind = known.map(|known| known.kind.as_str());
    json!({
        "name": column.name,
        "title": column.title.as_deref().unwrap_or(&column.name),
        "unit": column.unit,
        "type": kind.unwrap_or_else(|| column.column_type.as_str()),
        "figures": figures,
    })
}

fn figures(column: &ColumnInfo, known: &Column, language: Language) -> Value {
    let profile = &known.profile;
    let is_quantity = column.column_type.is_number() && known.kind != ColumnKind::Year;
    let shown = |text: &String| {
        if is_quantity {
            format::decimal(text, language)
        } else {
            text.clone()
        }
    };
    let is_range =
        column.column_type.is_number() || matches!(known.kind, ColumnKind::Date | ColumnKind::Year);
    let range = profile
        .min
        .as_ref()
        .zip(profile.max.as_ref())
        .filter(|_| is_range)
        .map(|(min, max)| json!([shown(min), shown(max)]));
    let mean = profile
        .mean
        .filter(|_| is_quantity)
        .map(|mean| format::decimal(&format!("{mean:.2}"), language));
    let histogram = Some(&profile.histogram)
        .filter(|counts| !counts.is_empty() && is_quantity)
        .map(|counts| chart::histogram(counts));
    let examples: Vec<String> = profile
        .top
        .iter()
        .take(3)
        .map(|top| words::value(language, known.kind, &top.value))
        .collect();
    json!({
        "count": profile.count,
        "nulls": profile.nulls,
        "distinct": profile.distinct,
        "range": range,
        "mean": mean,
        "histogram": histogram,
        "examples": examples,
    })
}
