//! What stands in the form of the sheet's layout: what was found, or what was typed and could not be taken.

use crate::inspection::{Reading, Report};
use crate::web::kerja::decided::ranges;
use crate::web::page::Fields;
use serde_json::{Map, Value, json};

/// Each field with its value now and the value found.
pub(super) fn view(report: &Report, reading: &Reading, typed: Option<&Fields>) -> Value {
    let row = |row: u64| {
        if row == 0 {
            String::new()
        } else {
            row.to_string()
        }
    };
    let table = report.table();
    let (header, body) = table.map_or(((0, 0), (0, 0)), |table| (table.header, table.body));
    let (first, last) = columns(report);
    let found = [
        ("header_first", row(header.0)),
        ("header_last", row(header.1)),
        ("body_first", row(body.0)),
        ("body_last", row(body.1)),
        ("first_column", first),
        ("last_column", last),
        ("abaikan", ranges(&reading.ignored_rows)),
        ("dipakai", ranges(&reading.kept_rows)),
    ];
    let fields: Map<String, Value> = found
        .into_iter()
        .map(|(name, was)| {
            let now = typed.map_or(was.as_str(), |typed| typed.raw(name));
            (name.to_owned(), json!({ "now": now, "was": was }))
        })
        .collect();
    let has_no_header = typed.map_or(reading.has_no_header, |typed| typed.has("tanpa_kepala"));
    json!({ "fields": fields, "has_no_header": has_no_header })
}

fn columns(report: &Report) -> (String, String) {
    let mut within = report
        .grid
        .iter()
        .flat_map(|grid| &grid.columns)
        .filter(|column| column.in_table);
    let letter = |column: Option<&crate::inspection::GridColumn>| {
        column
            .map(|column| column.letter.clone())
            .unwrap_or_default()
    };
    let last = within.clone().next_back();
    (letter(within.next()), letter(last))
}
