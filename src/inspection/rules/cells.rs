//! Cells that break a rule of their column.

use super::Code;
use super::plan::{ColumnPlan, Plan};
use crate::inspection::report::{Finding, Level};
use crate::inspection::typed::{TypedColumn, Value};
use crate::query::nearest;
use crate::schema::FieldType;
use std::collections::{HashMap, HashSet};

/// Values that a worker looks for something similar for; each costs a walk through a list.
const MOST_SEARCHES: usize = 500;

/// What was proposed for values before; tables repeat their mistakes.
#[derive(Debug, Default)]
pub(in crate::inspection) struct Memory(HashMap<(String, String), String>);

impl Memory {
    fn proposal(&mut self, column: &str, value: &str, search: impl FnOnce() -> String) -> String {
        let key = (column.to_owned(), value.to_owned());
        if let Some(known) = self.0.get(&key) {
            return known.clone();
        }
        if self.0.len() >= MOST_SEARCHES {
            return String::new();
        }
        let found = search();
        self.0.insert(key, found.clone());
        found
    }
}

/// Where the cells of a piece stand.
#[derive(Debug)]
pub(in crate::inspection) struct Scene<'a> {
    /// Row of each value as the clerk counts.
    pub rows: &'a [u64],
    /// Name of the sheet.
    pub sheet: &'a str,
    /// Whether cells that break the type or the list of their column are emptied and only told.
    pub lenient: bool,
    /// What was found in these rows before; no cell is told of twice, unless it weighs more now.
    pub before: &'a [Finding],
}

/// One thing that a cell breaks.
struct Breach {
    code: &'static str,
    expected: String,
    // Whether the value belongs to no type or list, so that it may be emptied.
    is_foreign: bool,
}

impl Breach {
    fn new(code: &'static str, expected: impl Into<String>) -> Self {
        let is_foreign = matches!(code, "schema_type" | "constraint_enum" | "foreign_key");
        Self {
            code,
            expected: expected.into(),
            is_foreign,
        }
    }
}

impl Plan<'_> {
    /// Finds the cells of a piece that break the rules of their columns.
    pub(in crate::inspection) fn check(
        &self,
        columns: &mut [TypedColumn<'_>],
        scene: &Scene<'_>,
        memory: &mut Memory,
    ) -> Vec<Finding> {
        // What forbids handing in is told even where something was only remarked before.
        let weight = self.rules.level();
        let told: HashSet<&str> = scene
            .before
            .iter()
            .filter(|finding| finding.level <= weight)
            .flat_map(|finding| std::iter::once(&finding.cell).chain(&finding.also))
            .map(String::as_str)
            .collect();
        let periods = self.periods(columns);
        let mut findings = Vec::new();
        for column in columns {
            let Some(plan) = self.columns.get(column.name.as_str()) else {
                continue;
            };
            let (name, letter) = (column.name.clone(), column.letter.clone());
            for (index, (value, row)) in column.values.iter_mut().zip(scene.rows).enumerate() {
                let period = periods.get(index).map(String::as_str).unwrap_or_default();
                let Some(breach) = plan.breach(&name, value.as_ref(), period, memory) else {
                    continue;
                };
                let cell = format!("{letter}{row}");
                if told.contains(cell.as_str()) {
                    continue;
                }
                let is_emptied = scene.lenient && breach.is_foreign;
                let level = if is_emptied {
                    Level::Warning
                } else {
                    self.rules.level()
                };
                let written = value.as_ref().map(Value::text).unwrap_or_default();
                findings.push(Finding {
                    sheet: scene.sheet.to_owned(),
                    row: Some(*row),
                    column: name.clone(),
                    cell,
                    value: written.chars().take(100).collect(),
                    expected: breach.expected,
                    ..Finding::new(breach.code, level)
                });
                if is_emptied {
                    *value = None;
                }
            }
        }
        findings
    }

    // When each row is about, as a year or a day; nothing where no rule asks.
    fn periods(&self, columns: &[TypedColumn<'_>]) -> Vec<String> {
        let asks = self.columns.values().any(|plan| plan.codes.is_some());
        let column = columns
            .iter()
            .find(|column| asks && Some(column.name.as_str()) == self.period);
        let values = column.into_iter().flat_map(|column| &column.values);
        let text = |value: &Option<Value<'_>>| value.as_ref().map(Value::text);
        values
            .map(|value| text(value).unwrap_or_default())
            .collect()
    }
}

impl ColumnPlan<'_> {
    // The first rule that a value breaks.
    fn breach(
        &self,
        name: &str,
        value: Option<&Value<'_>>,
        period: &str,
        memory: &mut Memory,
    ) -> Option<Breach> {
        let Some(value) = value else {
            let is_missing = self.is_required;
            return is_missing.then(|| Breach::new("constraint_required", ""));
        };
        if !fits(value, self.field_type) {
            return Some(Breach::new("schema_type", self.field_type.as_str()));
        }
        if let Some(expected) = self.bounds.as_ref().and_then(|b| b.broken_by(value)) {
            return Some(Breach::new("constraint_range", expected));
        }
        if self.allowed.is_empty() && self.codes.is_none() && !self.is_about_text() {
            return None;
        }
        let text = value.text();
        if !self.allowed.is_empty() && !self.allowed.contains(text.as_str()) {
            let likely = || {
                let mut listed: Vec<&str> = self.allowed.iter().copied().collect();
                listed.sort_unstable();
                nearest(&text, listed).unwrap_or_default().to_owned()
            };
            let expected = memory.proposal(name, &text, likely);
            return Some(Breach::new("constraint_enum", expected));
        }
        if let Some(codes) = &self.codes {
            match codes.get(text.as_str()) {
                None => {
                    let expected = memory.proposal(name, &text, || likely_code(codes, &text));
                    return Some(Breach::new("foreign_key", expected));
                }
                Some(code) if !code.holds(period) => {
                    let held = format!("{}…{}", code.valid_from, code.valid_to);
                    return Some(Breach::new("foreign_key_ended", held));
                }
                Some(_) => {}
            }
        }
        self.breach_of_text(&text)
    }

    fn is_about_text(&self) -> bool {
        self.pattern.is_some() || self.lengths != (None, None)
    }

    fn breach_of_text(&self, text: &str) -> Option<Breach> {
        let length = text.chars().count() as u64;
        if let Some(least) = self.lengths.0.filter(|least| length < *least) {
            return Some(Breach::new("constraint_length", format!("≥ {least}")));
        }
        if let Some(most) = self.lengths.1.filter(|most| length > *most) {
            return Some(Breach::new("constraint_length", format!("≤ {most}")));
        }
        let pattern = self.pattern.as_ref()?;
        let shown = || {
            let whole = pattern.as_str();
            let own = whole
                .strip_prefix("^(?:")
                .and_then(|p| p.strip_suffix(")$"));
            own.unwrap_or(whole).to_owned()
        };
        (!pattern.is_match(text)).then(|| Breach::new("constraint_pattern", shown()))
    }
}

// Whether a value that its column may hold is of the type.
fn fits(value: &Value<'_>, wanted: FieldType) -> bool {
    match (wanted, value) {
        (FieldType::Integer, Value::Number(exact)) => exact.short().scale == 0,
        (FieldType::Year, Value::Number(exact)) => {
            let exact = exact.short();
            exact.scale == 0 && (1000..=9999).contains(&exact.unscaled)
        }
        // What else does not fit is told of the column as a whole.
        _ => true,
    }
}

impl Code {
    /// Whether it holds within a year or on a day; an empty period asks only whether the code is there.
    fn holds(&self, period: &str) -> bool {
        let (first, last) = match period.len() {
            4 => (format!("{period}-01-01"), format!("{period}-12-31")),
            10 => (period.to_owned(), period.to_owned()),
            _ => return true,
        };
        let has_begun = self.valid_from.is_empty() || self.valid_from <= last;
        let has_not_ended = self.valid_to.is_empty() || self.valid_to >= first;
        has_begun && has_not_ended
    }
}

// The code of the label that stands there, or a similar code.
fn likely_code(codes: &HashMap<&str, &Code>, text: &str) -> String {
    let mut all: Vec<&&Code> = codes.values().collect();
    all.sort_by(|left, right| left.code.cmp(&right.code));
    let folded = text.to_lowercase();
    let labelled = all.iter().find(|code| code.label.to_lowercase() == folded);
    if let Some(code) = labelled {
        return code.code.clone();
    }
    let known = all.iter().map(|code| code.code.as_str());
    nearest(text, known).unwrap_or_default().to_owned()
}
