//! Findings of one kind about one column as one line: how many, where, and what would mend them.

use crate::error::Message;
use crate::inspection::{Band, ColumnKind, Finding, Grid, Level, Report, privacy};
use crate::schema::FieldType;
use crate::standards::regions;
use crate::web::kerja::report::{place, target, title};
use crate::web::kerja::sheet::SheetView;
use crate::web::page::Ctx;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Different values that a line shows.
const VALUES: usize = 6;
/// Places that a value shows.
const PLACES: usize = 5;
/// Lines of a page.
const LINES: usize = 100;
/// Codes that a value of the same row proposes.
const PROPOSALS: usize = 3;

/// Findings whose cell may be given another meaning.
const MAPPED: [&str; 13] = [
    "type_mismatch",
    "schema_type",
    "constraint_enum",
    "foreign_key",
    "date_impossible",
    "zero_in_words",
    "region_nearly",
    "region_unknown",
    "region_ambiguous",
    "code_unknown",
    "code_outside_region",
    "code_name_mismatch",
    "outlier",
];
/// Findings that are mended where the column is described.
const ABOUT_COLUMN: [&str; 3] = ["header_missing", "header_duplicate", "number_notation"];

/// Which findings a page shows.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    /// Only of this weight.
    pub level: Option<Level>,
    /// Only of this kind.
    pub code: Option<String>,
}

impl Filter {
    /// The filter of an address.
    pub(super) fn of(ctx: &Ctx) -> Self {
        Self {
            level: ctx.param("tingkat").and_then(|name| Level::parse(&name)),
            code: ctx.param("temuan"),
        }
    }

    /// The rest of an address that keeps the filter.
    pub(super) fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(level) = self.level {
            query.append_pair("tingkat", level.as_str());
        }
        if let Some(code) = &self.code {
            query.append_pair("temuan", code);
        }
        query.finish()
    }

    fn passes(&self, line: &Line<'_>) -> bool {
        self.level.is_none_or(|level| line.first.level == level)
            && self
                .code
                .as_deref()
                .is_none_or(|code| line.first.code == code)
    }
}

/// Findings of one kind about one column.
#[derive(Debug)]
struct Line<'a> {
    number: usize,
    first: &'a Finding,
    all: Vec<&'a Finding>,
}

impl Line<'_> {
    fn count(&self) -> u64 {
        self.all.iter().map(|finding| finding.count).sum()
    }
}

/// The number of the line that each finding stands in, from 1.
pub(super) fn numbers(findings: &[Finding]) -> Vec<usize> {
    let mut known = HashMap::new();
    findings
        .iter()
        .map(|finding| {
            let next = known.len() + 1;
            *known.entry(key(finding)).or_insert(next)
        })
        .collect()
}

fn key(finding: &Finding) -> (Level, &str, &str, &str) {
    (
        finding.level,
        &finding.code,
        &finding.column,
        &finding.sheet,
    )
}

fn lines(findings: &[Finding]) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (finding, number) in findings.iter().zip(numbers(findings)) {
        match lines.get_mut(number - 1) {
            Some(line) => line.all.push(finding),
            None => lines.push(Line {
                number,
                first: finding,
                all: vec![finding],
            }),
        }
    }
    lines
}

/// The lines that pass the filter, and the ways to other filters.
pub(super) fn view(
    ctx: &Ctx,
    report: &Report,
    sheet: Option<&SheetView>,
    filter: &Filter,
) -> Value {
    let all = lines(&report.findings);
    let shown: Vec<&Line<'_>> = all.iter().filter(|line| filter.passes(line)).collect();
    let views: Vec<Value> = shown
        .iter()
        .take(LINES)
        .map(|line| line_view(ctx, report, sheet, line))
        .collect();
    let informing = shown.iter().filter(|line| line.first.level == Level::Info);
    let informing: u64 = informing.map(|line| line.count()).sum();
    json!({
        "lines": views,
        "informing": informing,
        "unlisted": shown.len().saturating_sub(LINES),
        "is_filtered": filter.level.is_some() || filter.code.is_some(),
        "level": filter.level,
        "code": filter.code,
        "levels": levels(&all, filter),
        "kinds": kinds(ctx, &all, filter),
    })
}

fn levels(all: &[Line<'_>], filter: &Filter) -> Vec<Value> {
    let count = |level: Level| -> u64 {
        let lines = all.iter().filter(|line| line.first.level == level);
        lines.map(Line::count).sum()
    };
    [Level::Blocking, Level::Warning, Level::Info]
        .into_iter()
        .filter(|level| count(*level) > 0)
        .map(|level| {
            let query = Filter {
                level: Some(level),
                code: None,
            };
            json!({
                "level": level,
                "count": count(level),
                "query": query.query(),
                "is_current": filter.level == Some(level),
            })
        })
        .collect()
}

fn kinds(ctx: &Ctx, all: &[Line<'_>], filter: &Filter) -> Vec<Value> {
    let mut seen: Vec<(&str, u64, &Finding)> = Vec::new();
    for line in all {
        if filter.level.is_some_and(|level| line.first.level != level) {
            continue;
        }
        match seen
            .iter_mut()
            .find(|(code, _, _)| *code == line.first.code)
        {
            Some((_, count, _)) => *count += line.count(),
            None => seen.push((&line.first.code, line.count(), line.first)),
        }
    }
    seen.into_iter()
        .map(|(code, count, finding)| {
            let query = Filter {
                level: filter.level,
                code: Some(code.to_owned()),
            };
            json!({
                "title": title(ctx.language, finding),
                "count": count,
                "query": query.query(),
                "is_current": filter.code.as_deref() == Some(code),
            })
        })
        .collect()
}

fn line_view(ctx: &Ctx, report: &Report, sheet: Option<&SheetView>, line: &Line<'_>) -> Value {
    let finding = line.first;
    let table = report.table();
    let code = finding.code.as_str();
    let is_single = line.all.len() == 1 && (finding.count == 1 || !MAPPED.contains(&code));
    let sentence = if is_single {
        ctx.text(&finding.sentence())
    } else {
        many(ctx, line)
    };
    let values = if finding.cell.is_empty() || (is_single && !MAPPED.contains(&code)) {
        Vec::new()
    } else {
        values(ctx, report, sheet, line)
    };
    let different = values.len();
    let letter = letters(&finding.cell).or_else(|| {
        let column = table?
            .columns
            .iter()
            .find(|column| column.name == finding.column)?;
        Some(column.letter.clone())
    });
    let is_row = matches!(
        code,
        "row_long" | "header_repeated" | "rows_left_out" | "template_rows_untouched"
    );
    json!({
        "number": line.number,
        "level": finding.level,
        "code": code,
        "title": title(ctx.language, finding),
        "count": line.count(),
        "text": sentence,
        "place": is_single.then(|| place(finding, table)).flatten(),
        "target": is_single.then(|| sheet.and_then(|sheet| target(finding, sheet, table))).flatten(),
        "rows": rows(sheet, line, is_single),
        "values": values.into_iter().take(VALUES).collect::<Vec<_>>(),
        "more_values": different.saturating_sub(VALUES),
        "is_mapped": MAPPED.contains(&code) && letter.is_some(),
        "drops": privacy::CODES.contains(&code).then_some(letter.clone()).flatten(),
        "describes": ABOUT_COLUMN.contains(&code).then_some(letter).flatten(),
        "keeps": is_row.then_some(finding.row).flatten(),
        "ignores": matches!(code, "duplicate_rows" | "constraint_unique").then_some(finding.row).flatten(),
    })
}

fn many(ctx: &Ctx, line: &Line<'_>) -> String {
    let count = i64::try_from(line.count()).unwrap_or(i64::MAX);
    let message = if line.first.cell.is_empty() {
        Message::new("findings-many").with("count", count)
    } else {
        Message::new("findings-many-cells")
            .with("count", count)
            .with("column", line.first.column.as_str())
    };
    ctx.text(&message)
}

// The rows of findings that are about rows.
fn rows(sheet: Option<&SheetView>, line: &Line<'_>, is_single: bool) -> Vec<Value> {
    if is_single || !line.first.cell.is_empty() {
        return Vec::new();
    }
    line.all
        .iter()
        .filter_map(|finding| finding.row)
        .take(PLACES * 2)
        .map(|row| {
            let shown = sheet.is_some_and(|sheet| sheet.has_row(row));
            json!({ "row": row, "target": shown.then(|| format!("baris-{row}")) })
        })
        .collect()
}

/// A value that findings of a line are about.
#[derive(Debug, Default, Serialize)]
struct ValueView {
    /// What stands in the cell.
    value: String,
    /// Letter of its column.
    letter: String,
    /// What it might mean, the likeliest first: the value and what is said of it.
    proposals: Vec<(String, String)>,
    /// Whether it may be given a meaning: a masked value is not what stands in the file.
    is_open: bool,
    /// Its first cells, with the place on the page that shows each.
    places: Vec<(String, Option<String>)>,
    /// Cells known of besides.
    more: usize,
}

fn values(
    ctx: &Ctx,
    report: &Report,
    sheet: Option<&SheetView>,
    line: &Line<'_>,
) -> Vec<ValueView> {
    let mut values: Vec<ValueView> = Vec::new();
    for finding in &line.all {
        let Some(letter) = letters(&finding.cell) else {
            continue;
        };
        let value = written(report.grid.as_ref(), finding, &letter);
        let place = (
            finding.cell.clone(),
            sheet
                .and_then(|sheet| sheet.anchor(&finding.cell))
                .map(str::to_owned),
        );
        match values.iter_mut().find(|known| known.value == value) {
            Some(known) if known.places.len() < PLACES => known.places.push(place),
            Some(known) => known.more += 1,
            None => values.push(ValueView {
                proposals: proposals(ctx, report, finding),
                is_open: !value.is_empty() && !value.contains('•'),
                value,
                letter,
                places: vec![place],
                more: 0,
            }),
        }
    }
    values
}

// The cell as written where the sheet shows it: a replacement is about that, not about what became of it.
fn written(grid: Option<&Grid>, finding: &Finding, letter: &str) -> String {
    let shown = grid.and_then(|grid| {
        let column = grid
            .columns
            .iter()
            .position(|column| column.letter == letter)?;
        let row = grid.rows.iter().find(|row| Some(row.row) == finding.row)?;
        row.cells.get(column)
    });
    let text = shown.map_or(finding.value.as_str(), String::as_str);
    crate::inspection::cell::squeeze(text).into_owned()
}

fn letters(cell: &str) -> Option<String> {
    let letters: String = cell.chars().take_while(char::is_ascii_uppercase).collect();
    (!letters.is_empty()).then_some(letters)
}

fn proposals(ctx: &Ctx, report: &Report, finding: &Finding) -> Vec<(String, String)> {
    let expected = || (finding.expected.clone(), String::new());
    let kind = report
        .table()
        .and_then(|table| {
            table
                .columns
                .iter()
                .find(|column| column.name == finding.column)
        })
        .map(|column| column.kind);
    match finding.code.as_str() {
        _ if finding.code.starts_with("code_") => codes_of_row(ctx, report, finding),
        "region_nearly" | "zero_in_words" | "constraint_enum" | "foreign_key"
            if !finding.expected.is_empty() =>
        {
            vec![expected()]
        }
        // What a column of days or of yes and no expects is an example, not a proposal.
        "schema_type" if FieldType::parse(&finding.expected).is_some() => Vec::new(),
        "type_mismatch" | "schema_type"
            if !finding.expected.is_empty() && kind.is_some_and(ColumnKind::is_number) =>
        {
            vec![expected()]
        }
        _ => Vec::new(),
    }
}

// The codes of the regions that other cells of the row name.
fn codes_of_row(ctx: &Ctx, report: &Report, finding: &Finding) -> Vec<(String, String)> {
    let (Some(grid), Some(table)) = (&report.grid, report.table()) else {
        return Vec::new();
    };
    let Some(row) = grid
        .rows
        .iter()
        .find(|row| Some(row.row) == finding.row && row.band == Band::Body)
    else {
        return Vec::new();
    };
    let names: Vec<&str> = table
        .columns
        .iter()
        .rev()
        .filter(|column| column.kind == ColumnKind::RegionName)
        .filter_map(|column| {
            let mut shown = grid.columns.iter();
            let place = shown.position(|shown| shown.letter == column.letter)?;
            row.cells.get(place).map(String::as_str)
        })
        .collect();
    let region = ctx.app.settings.site.region_code.as_str();
    let level = regions::level_of_code(&finding.value);
    let mut found: Vec<&regions::Region> = names
        .iter()
        .flat_map(|name| regions::by_name(name, level, Some(region)))
        .collect();
    // A village of the district that the row names comes before its namesakes elsewhere.
    let parent_key = |found: &regions::Region| {
        let (code, _) = found.code.rsplit_once('.')?;
        Some(regions::key(&regions::by_code(code)?.name))
    };
    let is_within = |found: &&regions::Region| {
        parent_key(found).is_some_and(|key| names.iter().any(|name| regions::key(name) == key))
    };
    if found.iter().any(is_within) {
        found.retain(is_within);
    }
    // What is named as its district may have been found by the district's name.
    found
        .sort_by_key(|found| parent_key(found).is_some_and(|key| key == regions::key(&found.name)));
    found.truncate(PROPOSALS);
    found
        .into_iter()
        .map(|region| (region.code.clone(), region.name.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(code: &str, level: Level, column: &str, row: u64) -> Finding {
        Finding {
            column: column.to_owned(),
            cell: format!("B{row}"),
            row: Some(row),
            ..Finding::new(code, level)
        }
    }

    #[test]
    fn findings_of_a_kind_are_one_line() {
        let mut findings: Vec<Finding> = (1..=20)
            .map(|row| finding("type_mismatch", Level::Blocking, "jumlah", row))
            .collect();
        findings[19].count = 99_981;
        findings.push(finding("type_mismatch", Level::Blocking, "luas", 5));
        findings.push(finding("outlier", Level::Warning, "jumlah", 7));
        let lines = lines(&findings);
        let numbers: Vec<(usize, u64)> = lines
            .iter()
            .map(|line| (line.number, line.count()))
            .collect();
        assert_eq!(numbers, [(1, 100_000), (2, 1), (3, 1)]);
    }

    #[test]
    fn a_cell_names_its_column() {
        assert_eq!(letters("AB12").as_deref(), Some("AB"));
        assert_eq!(letters(""), None);
    }
}
