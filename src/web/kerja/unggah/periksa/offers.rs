//! What could be made tidier, each with its first rows before and after.

use crate::inspection::{ColumnKind, Level, Offer, Offered, Reading, Report, Sample};
use crate::web::i18n::Language;
use crate::web::words;
use serde_json::{Value, json};

/// Cells that are named as examples of those to be emptied.
const EXAMPLES: usize = 5;
/// Findings about cells that [`Offer::EmptyBadCells`] empties.
const BAD_CELLS: [&str; 5] = [
    "type_mismatch",
    "date_impossible",
    "code_unknown",
    "code_outside_region",
    "code_name_mismatch",
];

/// The offers not taken, with a preview, and those taken.
pub(super) fn view(language: Language, report: &Report, reading: &Reading) -> Value {
    let offered: Vec<Value> = report
        .offered
        .iter()
        .filter(|offered| !reading.accepts(offered.offer))
        .map(|offered| json!({ "name": offered.offer, "preview": preview(language, report, offered) }))
        .collect();
    json!({
        "open": offered,
        "empty": emptied(report, reading),
        "taken": reading.accepted,
    })
}

fn preview(language: Language, report: &Report, offered: &Offered) -> Value {
    let (before, after) = (report.sample.as_ref(), &offered.sample);
    let view = |sample, other| json!({ "columns": columns(sample, other), "rows": rows(language, report, sample) });
    json!({
        "before": before.map(|sample| view(sample, after)),
        "after": view(after, before.unwrap_or(after)),
    })
}

// The names, with those that the other sample lacks marked.
fn columns(sample: &Sample, other: &Sample) -> Vec<Value> {
    let names = sample.columns.iter();
    names
        .map(|name| json!({ "name": name, "is_new": !other.columns.contains(name) }))
        .collect()
}

fn rows(language: Language, report: &Report, sample: &Sample) -> Vec<Vec<String>> {
    let known = report.table().map(|table| table.columns.as_slice());
    let kind = |name: &String| {
        let mut known = known.unwrap_or_default().iter();
        let column = known.find(|column| column.name == *name);
        column.map_or(ColumnKind::Text, |column| column.kind)
    };
    let kinds: Vec<ColumnKind> = sample.columns.iter().map(kind).collect();
    let shown = |(value, kind): (&Option<String>, &ColumnKind)| {
        let value = value.as_deref().unwrap_or_default();
        words::value(language, *kind, value)
    };
    let rows = sample.rows.iter();
    rows.map(|row| row.iter().zip(&kinds).map(shown).collect())
        .collect()
}

// Emptying all cells that don't fit is offered while some of them block.
fn emptied(report: &Report, reading: &Reading) -> Option<Value> {
    let bad = report.findings.iter().filter(|finding| {
        finding.level == Level::Blocking && BAD_CELLS.contains(&finding.code.as_str())
    });
    let count: u64 = bad.clone().map(|finding| finding.count).sum();
    if count == 0 || reading.accepts(Offer::EmptyBadCells) {
        return None;
    }
    let examples: Vec<Value> = bad
        .take(EXAMPLES)
        .map(|finding| json!({ "cell": finding.cell, "value": finding.value }))
        .collect();
    Some(json!({ "name": Offer::EmptyBadCells, "count": count, "examples": examples }))
}
