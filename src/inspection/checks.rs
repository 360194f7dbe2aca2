//! What a table says against itself and against the code lists: repeated rows, sums, regions, formulas.

use super::number;
use super::report::{ColumnKind, Finding, Level};
use super::typed::{Spec, TypedColumn, Value};
use crate::standards::regions::{self, Level as RegionLevel};
use std::cell::{Cell as Slot, RefCell};
use std::collections::{HashMap, HashSet};

/// What the checks look at.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    /// Columns with their values.
    pub columns: &'a [TypedColumn<'a>],
    /// What each of them was decided to be.
    pub specs: &'a [Spec],
    /// Row of each value as the clerk counts.
    pub rows: &'a [u64],
    /// Name of the sheet.
    pub sheet: &'a str,
    /// Kemendagri code of the region that publishes.
    pub region: &'a str,
    /// Whether broken codes are emptied and only told.
    pub lenient: bool,
    /// Names that were looked up before.
    pub names: &'a Names,
}

/// Runs every check that looks at rows one by one.
pub(super) fn run(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = codes(subject);
    findings.extend(names(subject));
    findings.extend(formulas(subject));
    findings
}

fn place(
    subject: &Subject<'_>,
    code: &str,
    level: Level,
    column: &TypedColumn<'_>,
    row: u64,
) -> Finding {
    let mut finding = Finding::new(code, level);
    subject.sheet.clone_into(&mut finding.sheet);
    finding.row = Some(row);
    finding.column.clone_from(&column.name);
    finding.cell = format!("{}{row}", column.letter);
    finding
}

/// A number for each row that equal rows share; `None` for a row without a value. Hashes come column by column, 0 where
/// there is no value.
pub(super) fn fingerprints(hashes: &[Vec<u64>], rows: usize) -> Vec<Option<u64>> {
    let mut all = vec![(0_u64, true); rows];
    for column in hashes {
        for ((number, is_empty), hash) in all.iter_mut().zip(column) {
            // Multiplying by an odd number between two additions keeps the order of columns in the number.
            *number = (number.rotate_left(23) ^ hash).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            *is_empty &= *hash == 0;
        }
    }
    let of = |(number, is_empty): (u64, bool)| (!is_empty).then_some(number);
    all.into_iter().map(of).collect()
}

/// Rows that stand there twice.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    seen: HashSet<u64>,
    first: Option<u64>,
    count: u64,
}

impl Duplicates {
    /// Adds rows with their fingerprints.
    pub(super) fn add(&mut self, rows: &[u64], fingerprints: &[Option<u64>]) {
        for (row, fingerprint) in rows.iter().zip(fingerprints) {
            if let Some(fingerprint) = fingerprint
                && !self.seen.insert(*fingerprint)
            {
                self.first.get_or_insert(*row);
                self.count += 1;
            }
        }
    }

    /// What is said of them.
    pub(super) fn finding(&self, sheet: &str) -> Option<Finding> {
        let mut finding = Finding::new("duplicate_rows", Level::Warning);
        sheet.clone_into(&mut finding.sheet);
        finding.row = Some(self.first?);
        finding.count = self.count;
        Some(finding)
    }
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
    let inner = format!("{}.", subject.region);
    for (column, spec) in subject.columns.iter().zip(subject.specs) {
        if column.kind != ColumnKind::RegionCode {
            continue;
        }
        let usual = spec.usual_level;
        for (index, (value, row)) in column.values.iter().zip(subject.rows).enumerate() {
            let Some(Value::Text(code)) = value else {
                continue;
            };
            let code: &str = code;
            let known = regions::by_code(code);
            let inside = code == subject.region || code.starts_with(&inner);
            let mut note = |what, expected: String| {
                let mut finding = place(subject, what, level, column, *row);
                finding.value = code.to_string();
                finding.expected = expected;
                findings.push(finding);
            };
            match known {
                _ if regions::dotted(code).is_none() => note("code_unknown", with_zero(code)),
                Some(region) if !inside => note("code_outside_region", region.name.clone()),
                None if !inside => note("code_outside_region", String::new()),
                None => note("code_unknown", String::new()),
                Some(region) if Some(region.level) != usual => note("code_unknown", String::new()),
                Some(region) => {
                    let named = name_column.and_then(|column| column.values.get(index)?.as_ref());
                    if named.is_some_and(|name| {
                        regions::key(&name.text()) != regions::key(&region.name)
                    }) && !any_name(subject, index, &region.name)
                    {
                        note("code_name_mismatch", region.name.clone());
                    }
                }
            }
        }
    }
    findings
}

// 35.2 is what a spreadsheet leaves of 35.20.
fn with_zero(code: &str) -> String {
    let whole = code
        .contains('.')
        .then(|| regions::by_code(&format!("{code}0")));
    whole
        .flatten()
        .map_or_else(String::new, |region| region.code.clone())
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
        for (index, (value, row)) in column.values.iter().zip(subject.rows).enumerate() {
            let Some(Value::Text(name)) = value else {
                continue;
            };
            let parent = subject
                .names
                .parent_code(subject.columns, column, index, subject.region);
            let (code, expected) = match subject.names.find_in(column, name, &parent) {
                Match::Exact(_) | Match::Foreign => continue,
                Match::Nearly(region) => ("region_nearly", region.name.clone()),
                Match::Several => ("region_ambiguous", String::new()),
                Match::None => ("region_unknown", String::new()),
            };
            let mut finding = place(subject, code, Level::Warning, column, *row);
            finding.value = name.to_string();
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

/// Region names that were looked up; tables name the same ones again and again.
#[derive(Debug, Default)]
pub(super) struct Names {
    found: RefCell<HashMap<(RegionLevel, String), HashMap<String, Match>>>,
    searches: Slot<u32>,
}

const MOST_NAMES: usize = 50_000;
/// So many names in no list, and the column is about something else; each costs a walk through the list.
const MOST_SEARCHES: u32 = 1000;

impl Names {
    /// Matches a name at a level within a parent.
    pub(super) fn find(&self, name: &str, level: RegionLevel, parent: &str) -> Match {
        let mut found = self.found.borrow_mut();
        let within = found.entry((level, parent.to_owned())).or_default();
        if let Some(known) = within.get(name) {
            return *known;
        }
        let new = match match_exactly(name, level, parent) {
            Match::None if self.searches.get() < MOST_SEARCHES => {
                self.searches.set(self.searches.get() + 1);
                let near = regions::nearly(name, level, Some(parent));
                near.map_or(Match::None, Match::Nearly)
            }
            found => found,
        };
        if within.len() < MOST_NAMES {
            within.insert(name.to_owned(), new);
        }
        new
    }

    /// Matches a name of a column, at the level that the column is about or else the name's own kind.
    pub(super) fn find_in(&self, column: &TypedColumn<'_>, name: &str, parent: &str) -> Match {
        let found = self.find(name, level_of(column), parent);
        if !is_of_any_level(column) || matches!(found, Match::Exact(_) | Match::Several) {
            return found;
        }
        let above = |code: &str| {
            code.rsplit_once('.')
                .map_or(String::new(), |(above, _)| above.to_owned())
        };
        let regency = self.find(name, RegionLevel::Regency, &above(parent));
        match regency {
            Match::Exact(_) | Match::Several => regency,
            _ => match match_exactly(name, RegionLevel::Province, "") {
                Match::Exact(province) => Match::Exact(province),
                _ => found,
            },
        }
    }

    /// Code of the region within which a name in a row is looked up: its district's, else the publishing region's.
    pub(super) fn parent_code(
        &self,
        columns: &[TypedColumn<'_>],
        column: &TypedColumn<'_>,
        index: usize,
        region: &str,
    ) -> String {
        let level = level_of(column);
        if level == RegionLevel::Regency {
            return region.split('.').next().unwrap_or(region).to_owned();
        }
        if level != RegionLevel::Village {
            return region.to_owned();
        }
        let district = columns
            .iter()
            .filter(|other| {
                other.kind == ColumnKind::RegionName && level_of(other) == RegionLevel::District
            })
            .find_map(|other| other.values.get(index).and_then(Option::as_ref));
        match district.map(|value| self.find(&value.text(), RegionLevel::District, region)) {
            Some(Match::Exact(found) | Match::Nearly(found)) => found.code.clone(),
            _ => region.to_owned(),
        }
    }
}

fn match_exactly(name: &str, level: RegionLevel, parent: &str) -> Match {
    if level > RegionLevel::Regency && regions::is_above_districts(name) {
        return Match::Foreign;
    }
    match regions::by_name(name, level, Some(parent)).as_slice() {
        [only] => return Match::Exact(only),
        [] => {}
        several => {
            let mut of_kind = several
                .iter()
                .filter(|region| regions::is_city(name) == regions::is_city(&region.name));
            return match (of_kind.next(), of_kind.next()) {
                (Some(only), None) if level == RegionLevel::Regency => Match::Exact(only),
                _ => Match::Several,
            };
        }
    }
    let is_parent = |region: &regions::Region| regions::key(&region.name) == regions::key(name);
    if level == RegionLevel::District && regions::by_code(parent).is_some_and(is_parent) {
        return Match::Foreign;
    }
    Match::None
}

/// Whether a column's title names no level.
pub(super) fn is_of_any_level(column: &TypedColumn<'_>) -> bool {
    let name = super::text::safe_name(&column.title);
    let levels = ["desa", "kelurahan", "kecamatan", "kabupaten", "kota"];
    name.contains("wilayah") && !levels.iter().any(|level| name.contains(level))
}

/// The level that a column of names is about.
pub(super) fn level_of(column: &TypedColumn<'_>) -> RegionLevel {
    let name = super::text::safe_name(&column.title);
    if name.contains("desa") || name.contains("kelurahan") {
        RegionLevel::Village
    } else if name.contains("kabupaten") {
        RegionLevel::Regency
    } else {
        RegionLevel::District
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
            let text: &str = text;
            let starts = text.starts_with(['=', '+', '@', '\t', '\r'])
                || text.starts_with('-') && text.len() > 1 && number::take_apart(text).is_none();
            if starts {
                let mut finding = place(subject, "formula_text", Level::Warning, column, *row);
                finding.value = text.chars().take(80).collect();
                findings.push(finding);
            }
        }
    }
    findings
}
