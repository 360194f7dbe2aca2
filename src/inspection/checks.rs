//! What a table says against itself and against the code lists: repeated rows, sums, regions, formulas.

use super::cell::Sheet;
use super::locate::Layout;
use super::number::{self, Exact};
use super::report::{Band, ColumnKind, Finding, Level};
use super::typed::{TypedColumn, Value, plain, shorten};
use crate::standards::regions::{self, Level as RegionLevel};
use std::collections::HashMap;

/// What the checks look at.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    /// Columns with their values.
    pub columns: &'a [TypedColumn],
    /// Row of each value as the clerk counts.
    pub rows: &'a [u64],
    /// Name of the sheet.
    pub sheet: &'a str,
    /// Kemendagri code of the region that publishes.
    pub region: &'a str,
    /// Whether broken codes are emptied and only told.
    pub lenient: bool,
}

/// Runs every check.
pub(super) fn run(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = duplicates(subject).into_iter().collect();
    findings.extend(shorten(codes(subject)));
    findings.extend(shorten(names(subject)));
    findings.extend(formulas(subject));
    findings
}

fn place(
    subject: &Subject<'_>,
    code: &str,
    level: Level,
    column: &TypedColumn,
    row: u64,
) -> Finding {
    let mut finding = Finding::new(code, level);
    subject.sheet.clone_into(&mut finding.sheet);
    finding.row = Some(row);
    finding.column.clone_from(&column.name);
    finding.cell = format!("{}{row}", column.letter);
    finding
}

fn duplicates(subject: &Subject<'_>) -> Option<Finding> {
    let mut seen: HashMap<Vec<Option<String>>, u64> = HashMap::new();
    let mut first: Option<u64> = None;
    let mut count = 0;
    for (index, row) in subject.rows.iter().enumerate() {
        let key: Vec<Option<String>> = subject
            .columns
            .iter()
            .map(|column| {
                column
                    .values
                    .get(index)
                    .and_then(Option::as_ref)
                    .map(Value::text)
            })
            .collect();
        if key.iter().all(Option::is_none) {
            continue;
        }
        if seen.insert(key, *row).is_some() {
            first.get_or_insert(*row);
            count += 1;
        }
    }
    let row = first?;
    let mut finding = Finding::new("duplicate_rows", Level::Warning);
    subject.sheet.clone_into(&mut finding.sheet);
    finding.row = Some(row);
    finding.count = count;
    Some(finding)
}

fn codes(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let level = if subject.lenient {
        Level::Warning
    } else {
        Level::Blocking
    };
    let name_column = subject
        .columns
        .iter()
        .rfind(|column| column.kind == ColumnKind::RegionName);
    for column in subject
        .columns
        .iter()
        .filter(|column| column.kind == ColumnKind::RegionCode)
    {
        let usual = usual_level(column);
        for (index, (value, row)) in column.values.iter().zip(subject.rows).enumerate() {
            let Some(Value::Text(code)) = value else {
                continue;
            };
            let known = regions::by_code(code);
            let inside =
                code == subject.region || code.starts_with(&format!("{}.", subject.region));
            let mut note = |what, expected: String| {
                let mut finding = place(subject, what, level, column, *row);
                finding.value.clone_from(code);
                finding.expected = expected;
                findings.push(finding);
            };
            match known {
                _ if regions::dotted(code).is_none() => note("code_unknown", String::new()),
                Some(region) if !inside => note("code_outside_region", region.name.clone()),
                None if !inside => note("code_outside_region", String::new()),
                None => note("code_unknown", String::new()),
                Some(region) if Some(region.level) != usual => note("code_unknown", String::new()),
                Some(region) => {
                    let named = lowest_name(subject, name_column, index);
                    if named
                        .as_ref()
                        .is_some_and(|name| regions::key(name) != regions::key(&region.name))
                        && !any_name(subject, index, &region.name)
                    {
                        note("code_name_mismatch", region.name.clone());
                    }
                }
            }
        }
    }
    findings
}

/// The level of most codes of a column: a village column does not mean a district by a cut-off code.
pub(super) fn usual_level(column: &TypedColumn) -> Option<RegionLevel> {
    let mut counts: HashMap<RegionLevel, usize> = HashMap::new();
    for value in column.values.iter().flatten() {
        *counts
            .entry(regions::level_of_code(&value.text()))
            .or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(level, count)| (*count, *level))
        .map(|(level, _)| level)
}

fn lowest_name(
    subject: &Subject<'_>,
    column: Option<&TypedColumn>,
    index: usize,
) -> Option<String> {
    let _ = subject;
    column?.values.get(index)?.as_ref().map(Value::text)
}

fn any_name(subject: &Subject<'_>, index: usize, name: &str) -> bool {
    subject
        .columns
        .iter()
        .filter(|column| column.kind == ColumnKind::RegionName)
        .filter_map(|column| column.values.get(index).and_then(Option::as_ref))
        .any(|value| regions::key(&value.text()) == regions::key(name))
}

fn names(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for column in subject
        .columns
        .iter()
        .filter(|column| column.kind == ColumnKind::RegionName)
    {
        let level = level_of(column);
        for (index, (value, row)) in column.values.iter().zip(subject.rows).enumerate() {
            let Some(Value::Text(name)) = value else {
                continue;
            };
            let parent = parent_code(subject.columns, column, index, subject.region);
            let (code, expected) = match match_name(name, level, &parent) {
                Match::Exact(_) | Match::Foreign => continue,
                Match::Nearly(region) => ("region_nearly", region.name.clone()),
                Match::Several => ("region_ambiguous", String::new()),
                Match::None => ("region_unknown", String::new()),
            };
            let mut finding = place(subject, code, Level::Warning, column, *row);
            finding.value.clone_from(name);
            finding.expected = expected;
            findings.push(finding);
        }
    }
    findings
}

/// What a region's name was matched with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// One region of this name.
    Exact(&'static regions::Region),
    /// One region whose name differs by a slip.
    Nearly(&'static regions::Region),
    /// Several regions of this name.
    Several,
    /// None.
    None,
    /// Not of this level: a sum or another kind of place.
    Foreign,
}

/// Matches a name at a level within a parent.
pub(super) fn match_name(name: &str, level: RegionLevel, parent: &str) -> Match {
    match regions::by_name(name, level, Some(parent)).as_slice() {
        [only] => return Match::Exact(only),
        [] => {}
        _ => return Match::Several,
    }
    if level == RegionLevel::District
        && regions::by_code(parent).is_some_and(|r| regions::key(&r.name) == regions::key(name))
    {
        return Match::Foreign;
    }
    regions::nearly(name, level, Some(parent)).map_or(Match::None, Match::Nearly)
}

/// The level that a column of names is about.
pub(super) fn level_of(column: &TypedColumn) -> RegionLevel {
    let name = super::text::safe_name(&column.title);
    if name.contains("desa") || name.contains("kelurahan") {
        RegionLevel::Village
    } else if name.contains("kabupaten") {
        RegionLevel::Regency
    } else {
        RegionLevel::District
    }
}

/// Code of the region within which a name in a row is looked up: its district's, else the publishing region's.
pub(super) fn parent_code(
    columns: &[TypedColumn],
    column: &TypedColumn,
    index: usize,
    region: &str,
) -> String {
    if level_of(column) != RegionLevel::Village {
        let dots = region.matches('.').count();
        return if level_of(column) == RegionLevel::Regency && dots > 0 {
            region.split('.').next().unwrap_or(region).to_owned()
        } else {
            region.to_owned()
        };
    }
    let district = columns
        .iter()
        .filter(|other| {
            other.kind == ColumnKind::RegionName && level_of(other) == RegionLevel::District
        })
        .find_map(|other| other.values.get(index).and_then(Option::as_ref));
    let found = district.map(|value| match_name(&value.text(), RegionLevel::District, region));
    match found {
        Some(Match::Exact(found) | Match::Nearly(found)) => found.code.clone(),
        _ => region.to_owned(),
    }
}

fn formulas(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for column in subject
        .columns
        .iter()
        .filter(|column| column.kind == ColumnKind::Text)
    {
        for (value, row) in column.values.iter().zip(subject.rows) {
            let Some(Value::Text(text)) = value else {
                continue;
            };
            let starts = text.starts_with(['=', '+', '@', '\t', '\r'])
                || text.starts_with('-') && text.len() > 1 && number::take_apart(text).is_none();
            if starts {
                let mut finding = place(subject, "formula_text", Level::Warning, column, *row);
                finding.value = text.chars().take(80).collect();
                findings.push(finding);
            }
        }
    }
    shorten(findings)
}

/// Compares total rows with the sum of the body: what the sheet says and what it adds up to.
pub(super) fn totals(
    sheet: &Sheet,
    layout: &Layout,
    columns: &[TypedColumn],
    first_column: &str,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let _ = first_column;
    let total = layout.bands.iter().rposition(|band| *band == Band::Total);
    let Some(record) = total.and_then(|index| sheet.records.get(index)) else {
        return findings;
    };
    for column in columns
        .iter()
        .filter(|column| matches!(column.kind, ColumnKind::Integer | ColumnKind::Money))
    {
        let Some(index) = column_index(&column.letter) else {
            continue;
        };
        let written = match record.cell(index) {
            super::cell::Cell::Number(number) => Exact::parse(&super::cell::digits(*number)),
            other => number::take_apart(&other.trimmed())
                .and_then(|written| number::parse(&written, super::reading::Notation::Indonesian)),
        };
        let Some(written) = written.map(Exact::short) else {
            continue;
        };
        let sum = column
            .values
            .iter()
            .flatten()
            .try_fold(0_i128, |sum, value| match value {
                Value::Number(exact) if exact.short().scale == 0 => {
                    sum.checked_add(exact.short().unscaled)
                }
                _ => Some(sum),
            });
        let Some(sum) = sum else { continue };
        if written.scale == 0 && written.unscaled != sum {
            let mut finding = Finding::new("total_mismatch", Level::Warning);
            sheet.name.clone_into(&mut finding.sheet);
            finding.row = Some(record.row);
            finding.column.clone_from(&column.name);
            finding.cell = format!("{}{}", column.letter, record.row);
            finding.value = plain(written);
            finding.expected = sum.to_string();
            findings.push(finding);
        }
    }
    findings
}

fn column_index(letters: &str) -> Option<usize> {
    if letters.is_empty() {
        return None;
    }
    letters
        .bytes()
        .try_fold(0_usize, |index, letter| {
            letter
                .is_ascii_uppercase()
                .then(|| index * 26 + usize::from(letter - b'A') + 1)
        })
        .map(|index| index - 1)
}
