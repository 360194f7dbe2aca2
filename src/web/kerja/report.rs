//! What the pages show of an inspection's report: the upload step and the review share it.

use super::sheet::{self, SheetView};
use crate::inspection::{Column, Finding, Grid, GridColumn, Level, Report, TableReport};
use crate::web::chart;
use crate::web::i18n::Language;
use crate::web::page::Ctx;
use serde_json::{Value, json};

/// Findings that a page lists; the rest is a number.
const MOST_FINDINGS: usize = 200;

/// The report as the templates read it.
pub fn view(ctx: &Ctx, report: &Report) -> Value {
    let numbers: Vec<usize> = (1..=report.findings.len()).collect();
    with_sheet(ctx, report, sheet_of(report, &numbers).as_ref())
}

/// The sheet with its findings marked by these numbers, one for each finding.
pub fn sheet_of(report: &Report, numbers: &[usize]) -> Option<SheetView> {
    let grid = report.grid.as_ref()?;
    Some(sheet::view(grid, report.table(), &report.findings, numbers))
}

/// The report with its sheet as it is to be shown.
pub fn with_sheet(ctx: &Ctx, report: &Report, sheet: Option<&SheetView>) -> Value {
    let table = report.table();
    let findings: Vec<Value> = report
        .findings
        .iter()
        .take(MOST_FINDINGS)
        .enumerate()
        .map(|(index, finding)| finding_view(ctx, index + 1, finding, sheet, table))
        .collect();
    json!({
        "format": report.format,
        "encoding": report.encoding,
        "sheets": report.sheets,
        "sheet_number": sheet_number(report),
        "findings": findings,
        "finding_count": report.findings.len(),
        "unlisted": report.findings.len().saturating_sub(MOST_FINDINGS),
        "counts": {
            "blocking": report.count(Level::Blocking),
            "warning": report.count(Level::Warning),
            "info": report.count(Level::Info),
        },
        "can_be_marked": can_be_marked(report),
        "table": table.map(table_view),
        "heads": report.grid.as_ref().map(|grid| heads(grid, table)),
        "sheet": sheet,
    })
}

// Whether there is anything to mend or explain, and a sheet to mark it in.
fn can_be_marked(report: &Report) -> bool {
    let mut findings = report.findings.iter();
    report.grid.is_some() && findings.any(|finding| finding.level != Level::Info)
}

// Which of the sheets is shown, counted as the tabs in Excel.
fn sheet_number(report: &Report) -> Option<usize> {
    let shown = &report.grid.as_ref()?.sheet;
    report
        .sheets
        .iter()
        .position(|sheet| sheet.name == *shown)
        .map(|index| index + 1)
}

fn finding_view(
    ctx: &Ctx,
    number: usize,
    finding: &Finding,
    sheet: Option<&SheetView>,
    table: Option<&TableReport>,
) -> Value {
    json!({
        "number": number,
        "level": finding.level,
        "code": finding.code,
        "title": title(ctx.language, finding),
        "text": ctx.text(&finding.sentence()),
        "place": place(finding, table),
        "target": sheet.and_then(|sheet| target(finding, sheet, table)),
    })
}

/// A few words of what kind a finding is; codes without such words show their weight.
pub fn title(language: Language, finding: &Finding) -> String {
    let own = format!("finding-title-{}", finding.code);
    let id = if language.has(&own) {
        own
    } else {
        format!("level-{}", finding.level.as_str())
    };
    language.format(&id, None)
}

/// The column that a finding names.
pub fn column_of<'a>(finding: &Finding, table: Option<&'a TableReport>) -> Option<&'a Column> {
    table?
        .columns
        .iter()
        .find(|column| !finding.column.is_empty() && column.name == finding.column)
}

/// What the clerk looks for in her file: a cell, a row, or a column.
pub fn place(finding: &Finding, table: Option<&TableReport>) -> Option<Value> {
    if !finding.cell.is_empty() {
        return Some(json!({ "kind": "cell", "name": finding.cell }));
    }
    if let Some(row) = finding.row {
        return Some(json!({ "kind": "row", "name": row.to_string() }));
    }
    column_of(finding, table).map(|column| json!({ "kind": "column", "name": column.letter }))
}

/// The id on the page that shows the place of a finding.
pub fn target(finding: &Finding, sheet: &SheetView, table: Option<&TableReport>) -> Option<String> {
    if !finding.sheet.is_empty() && finding.sheet != sheet.name {
        return None;
    }
    if let Some(anchor) = sheet.anchor(&finding.cell) {
        return Some(anchor.to_owned());
    }
    if let Some(row) = finding.row {
        return sheet.has_row(row).then(|| format!("baris-{row}"));
    }
    column_of(finding, table).map(|column| format!("kolom-{}", column.letter))
}

fn table_view(table: &TableReport) -> Value {
    json!({
        "sheet": table.sheet,
        "header": [table.header.0, table.header.1],
        "body": [table.body.0, table.body.1],
        "row_count": table.row_count,
        "column_count": table.columns.len(),
        "columns": table.columns.iter().map(column_view).collect::<Vec<_>>(),
        "left_out": table.left_out,
        "offers": table.offers,
        "accepted": table.reading.accepted,
        "ignored_rows": table.reading.ignored_rows,
    })
}

fn column_view(column: &Column) -> Value {
    json!({
        "name": column.name,
        "title": column.title,
        "letter": column.letter,
        "kind": column.kind,
        "is_number": column.kind.is_number(),
        "unit": column.unit,
        "least": column.profile.min,
        "most": column.profile.max,
        "nulls": column.profile.nulls,
    })
}

// One head for each column of the sheet, in the table or not.
fn heads(grid: &Grid, table: Option<&TableReport>) -> Vec<Value> {
    let head = |shown: &GridColumn| {
        let column =
            table.and_then(|table| table.columns.iter().find(|c| c.letter == shown.letter));
        let is_dropped = table
            .and_then(|table| table.reading.column(&shown.letter))
            .is_some_and(|chosen| chosen.drop);
        json!({
            "letter": shown.letter,
            "is_hidden": shown.hidden,
            "is_dropped": is_dropped,
            "column": column.map(|column| json!({
                "name": column.name,
                "kind": column.kind,
                "unit": column.unit,
                "nulls": column.profile.nulls,
                "histogram": histogram(column),
            })),
        })
    };
    grid.columns.iter().map(head).collect()
}

/// How the values of a column spread: numbers in intervals, others by their most frequent values.
pub fn spread(column: &Column) -> Vec<u64> {
    let profile = &column.profile;
    if profile.histogram.is_empty() {
        profile.top.iter().map(|top| top.count).collect()
    } else {
        profile.histogram.clone()
    }
}

fn histogram(column: &Column) -> Option<String> {
    let counts = spread(column);
    (counts.len() > 1).then(|| chart::histogram(&counts))
}
