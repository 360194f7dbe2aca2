//! The rules of each column, made ready for millions of cells.

use super::{Code, Rules};
use crate::inspection::continuity::says_when;
use crate::inspection::number::Exact;
use crate::inspection::report::ColumnKind;
use crate::inspection::typed::{Spec, Value};
use crate::schema::{self, FieldType};
use jiff::civil::Date;
use regex::Regex;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// The rules of a table for the columns that it has.
#[derive(Debug)]
pub(in crate::inspection) struct Plan<'r> {
    /// What they are made of.
    pub(super) rules: &'r Rules,
    /// The columns with rules, by name.
    pub(super) columns: HashMap<&'r str, ColumnPlan<'r>>,
    /// Sets of columns whose values together stand only once; the key first.
    pub(super) unique: Vec<Vec<&'r str>>,
    /// The column that says when, for codes that hold for a time.
    pub(super) period: Option<&'r str>,
}

/// The rules of a column.
#[derive(Debug)]
pub(super) struct ColumnPlan<'r> {
    pub(super) field_type: FieldType,
    pub(super) is_required: bool,
    pub(super) bounds: Option<Bounds>,
    pub(super) allowed: HashSet<&'r str>,
    pub(super) pattern: Option<Regex>,
    pub(super) lengths: (Option<u64>, Option<u64>),
    pub(super) codes: Option<HashMap<&'r str, &'r Code>>,
}

/// Least and greatest value.
#[derive(Debug)]
pub(super) enum Bounds {
    Numbers(Option<Exact>, Option<Exact>),
    Dates(Option<Date>, Option<Date>),
}

impl<'r> Plan<'r> {
    /// The rules of these columns.
    pub(in crate::inspection) fn new(rules: &'r Rules, stored: &'r [Spec]) -> Self {
        let schema = &rules.schema;
        let is_there = |name: &str| stored.iter().any(|spec| spec.name == name);
        let present = schema.fields.iter().filter(|field| is_there(&field.name));
        let columns = present
            .map(|field| {
                let own = &field.constraints;
                let is_key = schema.primary_key.contains(&field.name);
                let codes = schema
                    .list_of(&field.name)
                    .and_then(|list| rules.lists.get(list));
                let plan = ColumnPlan {
                    field_type: field.field_type,
                    is_required: own.required || is_key,
                    bounds: Bounds::of(own, field.field_type),
                    allowed: own.allowed.iter().map(String::as_str).collect(),
                    pattern: own.pattern.as_deref().and_then(|p| schema::whole(p).ok()),
                    lengths: (own.min_length, own.max_length),
                    codes: codes
                        .map(|all| all.iter().map(|code| (code.code.as_str(), code)).collect()),
                };
                (field.name.as_str(), plan)
            })
            .collect();
        let mut unique = Vec::new();
        let key: Vec<&str> = schema.primary_key.iter().map(String::as_str).collect();
        if !key.is_empty() && key.iter().all(|name| is_there(name)) {
            unique.push(key);
        }
        for field in &schema.fields {
            let alone = vec![field.name.as_str()];
            if field.constraints.unique && is_there(&field.name) && !unique.contains(&alone) {
                unique.push(alone);
            }
        }
        // Rules of a table of one year let its rows return in other years, once it has a column that says so.
        let is_added = |spec: &&Spec| says_when(spec) && schema.field(&spec.name).is_none();
        if let Some(added) = stored.iter().find(is_added).filter(|_| !rules.is_set) {
            for set in &mut unique {
                set.push(&added.name);
            }
        }
        let is_dated = |spec: &&Spec| matches!(spec.kind, ColumnKind::Year | ColumnKind::Date);
        let period = stored.iter().find(is_dated);
        Self {
            rules,
            columns,
            unique,
            period: period.and_then(|spec| schema.field(&spec.name).map(|f| f.name.as_str())),
        }
    }

    /// What it is made of.
    pub(in crate::inspection) const fn rules(&self) -> &'r Rules {
        self.rules
    }

    /// Sets of columns whose values together stand only once.
    pub(in crate::inspection) fn unique(&self) -> &[Vec<&'r str>] {
        &self.unique
    }
}

impl Bounds {
    fn of(own: &schema::Constraints, field_type: FieldType) -> Option<Self> {
        if own.minimum.is_none() && own.maximum.is_none() {
            return None;
        }
        let number = |text: &Option<String>| text.as_deref().and_then(Exact::parse);
        let date = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
        Some(match field_type {
            FieldType::Date => Self::Dates(date(&own.minimum), date(&own.maximum)),
            _ => Self::Numbers(number(&own.minimum), number(&own.maximum)),
        })
    }

    /// What a value breaks, as `≥ 0`; `None` when it lies within.
    pub(super) fn broken_by(&self, value: &Value<'_>) -> Option<String> {
        match (self, value) {
            (Self::Numbers(least, most), Value::Number(number)) => {
                let plain = crate::inspection::typed::plain;
                let low = least.filter(|least| compare(*number, *least) == Ordering::Less);
                let high = most.filter(|most| compare(*number, *most) == Ordering::Greater);
                low.map(|least| format!("≥ {}", plain(least)))
                    .or_else(|| high.map(|most| format!("≤ {}", plain(most))))
            }
            (Self::Dates(least, most), Value::Date(date)) => {
                let low = least.filter(|least| date < least);
                let high = most.filter(|most| date > most);
                low.map(|least| format!("≥ {least}"))
                    .or_else(|| high.map(|most| format!("≤ {most}")))
            }
            _ => None,
        }
    }
}

fn compare(left: Exact, right: Exact) -> Ordering {
    let scale = left.scale.max(right.scale);
    match (left.at_scale(scale), right.at_scale(scale)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => left.as_f64().total_cmp(&right.as_f64()),
    }
}
