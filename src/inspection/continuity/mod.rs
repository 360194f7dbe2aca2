//! What the published table has and its update has no more: periods of a series, and rows by their key.
//!
//! Both tables are gone through in pieces; what is kept of a row is a number of eight bytes.

mod period;

pub(super) use period::says_when;

use super::report::{Finding, Level, Report};
use super::rules::{Against, Relation};
use crate::query::{self, Cell, Table};
use foldhash::quality::FixedState;
use period::{Period, Series};
use polars::prelude::{Expr, col};
use std::collections::HashSet;
use std::hash::BuildHasher;
use std::path::Path;

/// Rows of a piece.
const PIECE: u32 = 50_000;
/// Lost rows that are named.
const NAMED: usize = 10;
/// Missing periods that are named.
const NAMED_PERIODS: usize = 24;

/// What is missing; nothing where there is nothing to compare, or it can't be read.
pub(super) fn findings(against: &Against, report: &Report, table: &Path) -> Vec<Finding> {
    let (Some(published), Some(found)) = (&against.published, report.table()) else {
        return Vec::new();
    };
    if against.relation == Relation::Corrected {
        return Vec::new();
    }
    let (Ok(old), Ok(new)) = (Table::open(published), Table::open(table)) else {
        return Vec::new();
    };
    let has = |table: &Table, name: &str| table.columns.iter().any(|column| column.name == name);
    let series =
        Series::of(&found.columns).filter(|series| series.columns().all(|name| has(&old, name)));
    let rules = against.rules.as_ref();
    let key: Vec<&str> = rules
        .map(|rules| &rules.schema.primary_key)
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let is_whole = key.iter().all(|name| has(&old, name) && has(&new, name));
    let comparison = Comparison {
        relation: against.relation,
        old,
        new,
        series,
        key: if is_whole { key } else { Vec::new() },
    };
    let mut findings = comparison.run().unwrap_or_default();
    for finding in &mut findings {
        finding.sheet.clone_from(&found.sheet);
    }
    findings
}

/// Two tables with what their rows are told apart by.
struct Comparison<'a> {
    relation: Relation,
    old: Table,
    new: Table,
    series: Option<Series>,
    key: Vec<&'a str>,
}

impl Comparison<'_> {
    fn run(&self) -> Result<Vec<Finding>, query::Error> {
        let (old, new) = (self.periods(&self.old)?, self.periods(&self.new)?);
        let mut findings = Vec::new();
        if let Some(series) = &self.series {
            let missing = period::missing(&old, &new, self.relation == Relation::Whole);
            findings.extend(gap(series, &missing));
        }
        findings.extend(self.lost(&old, &new)?);
        Ok(findings)
    }

    fn periods(&self, table: &Table) -> Result<Vec<Period>, query::Error> {
        let Some(series) = &self.series else {
            return Ok(Vec::new());
        };
        let mut seen = HashSet::new();
        let names: Vec<&str> = series.columns().collect();
        each_row(table, &names, &mut |row| {
            seen.extend(series.period(row));
        })?;
        let mut periods: Vec<Period> = seen.into_iter().collect();
        periods.sort_unstable();
        Ok(periods)
    }

    // The columns that name what a row is about, and then those that say when.
    fn names(&self) -> (Vec<&str>, Vec<&str>) {
        let when: Vec<&str> = self.series.iter().flat_map(Series::columns).collect();
        let about = self.key.iter().filter(|name| !when.contains(name));
        (about.copied().collect(), when)
    }

    fn lost(&self, old: &[Period], new: &[Period]) -> Result<Option<Finding>, query::Error> {
        let (about, when) = self.names();
        if about.is_empty() {
            return Ok(None);
        }
        let is_appended = self.relation == Relation::Appended;
        let last = old.last().copied();
        // Of what follows, only the rows of the last period are expected again.
        if is_appended && (last.is_none() || new.last() <= last.as_ref()) {
            return Ok(None);
        }
        let all: Vec<&str> = about.iter().chain(&when).copied().collect();
        let period = |row: &[Cell]| {
            let series = self.series.as_ref()?;
            series.period(row.get(about.len()..).unwrap_or_default())
        };
        let number = |row: &[Cell]| {
            let named = row.get(..about.len()).unwrap_or_default();
            let words = named.iter().map(Cell::to_text);
            let own = period(row).filter(|_| !is_appended);
            FixedState::default().hash_one((words.collect::<Vec<_>>(), own))
        };
        let mut present = HashSet::new();
        each_row(&self.new, &all, &mut |row| {
            present.insert(number(row));
        })?;
        let (mut count, mut named) = (0_u64, Vec::new());
        each_row(&self.old, &all, &mut |row| {
            let when = period(row);
            let is_expected = if is_appended {
                when == last
            } else {
                when.is_none_or(|when| new.binary_search(&when).is_ok())
            };
            if is_expected && present.insert(number(row)) {
                count += 1;
                if named.len() < NAMED {
                    named.push(self.name(row, about.len()));
                }
            }
        })?;
        let code = if is_appended {
            "period_incomplete"
        } else {
            "rows_lost"
        };
        let columns = if is_appended { &about } else { &self.key };
        let finding = Finding {
            expected: last
                .zip(self.series.as_ref())
                .filter(|_| is_appended)
                .map_or_else(String::new, |(period, series)| series.name(period)),
            column: columns.join(", "),
            value: named.join("; "),
            count,
            ..Finding::new(code, Level::Warning)
        };
        Ok((count > 0).then_some(finding))
    }

    fn name(&self, row: &[Cell], about: usize) -> String {
        let shown = if self.relation == Relation::Appended {
            row.get(..about).unwrap_or_default()
        } else {
            row
        };
        let words: Vec<String> = shown.iter().map(Cell::to_text).collect();
        words.join(" · ").chars().take(100).collect()
    }
}

fn gap(series: &Series, missing: &[Period]) -> Option<Finding> {
    let named: Vec<String> = missing
        .iter()
        .take(NAMED_PERIODS)
        .map(|period| series.name(*period))
        .collect();
    let columns: Vec<&str> = series.columns().collect();
    let finding = Finding {
        column: columns.join(", "),
        value: named.join(", "),
        count: missing.len() as u64,
        ..Finding::new("period_gap", Level::Warning)
    };
    (!missing.is_empty()).then_some(finding)
}

// Gives every row with the cells of the named columns, in pieces.
fn each_row(
    table: &Table,
    names: &[&str],
    take: &mut dyn FnMut(&[Cell]),
) -> Result<(), query::Error> {
    let types: Vec<query::ColumnType> = names
        .iter()
        .filter_map(|name| table.type_of(name))
        .collect();
    let mut offset = 0_u64;
    while offset < table.row_count {
        let wanted: Vec<Expr> = names.iter().map(|name| col(*name)).collect();
        let start = i64::try_from(offset).unwrap_or(i64::MAX);
        let piece = query::scan(table, false)?
            .select(wanted)
            .slice(start, PIECE);
        for row in query::cells(query::collect(piece)?, types.iter().copied())? {
            take(&row);
        }
        offset += u64::from(PIECE);
    }
    Ok(())
}
