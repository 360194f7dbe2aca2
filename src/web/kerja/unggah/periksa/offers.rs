//! What could be made tidier, each with its first rows before and after.

use crate::inspection::{Level, Offer, Offered, Reading, Report, Sample};
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
pub(super) fn view(report: &Report, reading: &Reading) -> Value {
    let offered: Vec<Value> = report
        .offered
        .iter()
        .filter(|offered| !reading.accepts(offered.offer))
        .map(|offered| json!({ "name": offered.offer, "preview": preview(report, offered) }))
        .collect();
    json!({
        "open": offered,
        "empty": emptied(report, reading),
        "taken": reading.accepted,
    })
}

fn preview(report: &Report, offered: &Offered) -> Value {
    json!({
        "before": report.sample.as_ref().map(|sample| sample_view(sample, &offered.sample)),
        "after": sample_view(&offered.sample, report.sample.as_ref().unwrap_or(&offered.sample)),
    })
}

// The rows with what differs from the other sample marked.
fn sample_view(sample: &Sample, other: &Sample) -> Value {
    let columns: Vec<Value> = sample
        .columns
        .iter()
        .map(|name| json!({ "name": name, "is_new": !other.columns.contains(name) }))
        .collect();
    let rows: Vec<Vec<String>> = sample
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|value| value.clone().unwrap_or_default())
                .collect()
        })
        .collect();
    json!({ "columns": columns, "rows": rows })
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
