//! Each column as a line: what it is called, what it holds, how its values spread, what is wrong with it.

use super::groups;
use crate::error::Message;
use crate::inspection::{Column, ColumnKind, ColumnReading, Reading, Report, TableReport};
use crate::web::chart;
use crate::web::i18n::Language;
use crate::web::kerja::report::spread;
use crate::web::page::Ctx;
use crate::web::words;
use serde_json::{Value, json};

/// Values that a line shows.
const SAMPLES: usize = 3;
/// Most characters of a shown value.
const SAMPLE: usize = 32;
/// A text column of at most so many different values is a list of categories.
const CATEGORIES: u64 = 24;

/// The columns of the sheet in their order, those left out among them, and then those that the portal has made.
pub(super) fn view(ctx: &Ctx, report: &Report, reading: &Reading) -> Vec<Value> {
    let Some(table) = report.table() else {
        return Vec::new();
    };
    let numbers = groups::numbers(&report.findings);
    let mut views = Vec::new();
    let shown = report.grid.iter().flat_map(|grid| &grid.columns);
    let mut listed: Vec<&str> = Vec::new();
    for head in shown {
        let column = of_letter(table, &head.letter);
        let chosen = reading.column(&head.letter);
        let is_dropped = chosen.is_some_and(|chosen| chosen.drop);
        listed.push(&head.letter);
        match column {
            Some(column) => views.push(used(ctx, report, &numbers, column, chosen)),
            None if is_dropped || head.hidden => views.push(json!({
                "letter": head.letter,
                "is_used": false,
                "is_hidden": head.hidden && !is_dropped,
            })),
            None => {}
        }
    }
    let made = table
        .columns
        .iter()
        .filter(|column| !listed.contains(&column.letter.as_str()));
    views.extend(made.map(|column| {
        let chosen = reading.column(&column.letter);
        used(ctx, report, &numbers, column, chosen)
    }));
    views
}

fn of_letter<'a>(table: &'a TableReport, letter: &str) -> Option<&'a Column> {
    table.columns.iter().find(|column| column.letter == letter)
}

fn used(
    ctx: &Ctx,
    report: &Report,
    numbers: &[usize],
    column: &Column,
    chosen: Option<&ColumnReading>,
) -> Value {
    let profile = &column.profile;
    let about = |index: &usize| {
        let finding = report.findings.get(*index);
        finding.is_some_and(|finding| finding.column == column.name)
    };
    let problems: Vec<usize> = (0..report.findings.len()).filter(about).collect();
    let count: u64 = problems
        .iter()
        .filter_map(|index| report.findings.get(*index))
        .map(|finding| finding.count)
        .sum();
    let counts = spread(column);
    json!({
        "letter": column.letter,
        "is_used": true,
        "name": column.name,
        "title": column.title,
        "kind": column.kind,
        "is_number": column.kind.is_number(),
        "unit": column.unit,
        "list": code_list(ctx, column),
        "blank": blank_share(profile.nulls, profile.count),
        "nulls": profile.nulls,
        "distinct": profile.distinct,
        "least": profile.min,
        "most": profile.max,
        "samples": samples(ctx.language, report, column),
        "histogram": (counts.len() > 1).then(|| chart::histogram(&counts)),
        "problems": count,
        "problem": problems.first().and_then(|index| numbers.get(*index)),
        "notation": chosen.and_then(|chosen| chosen.notation),
        "dash_is_zero": chosen.is_some_and(|chosen| chosen.dash_is_zero),
    })
}

fn code_list(ctx: &Ctx, column: &Column) -> String {
    let profile = &column.profile;
    let filled = profile.count - profile.nulls.min(profile.count);
    let message = match column.kind {
        ColumnKind::RegionCode => Message::new("list-region-code"),
        ColumnKind::RegionName => Message::new("list-region-name"),
        ColumnKind::Text | ColumnKind::Code
            if profile.distinct > 0
                && profile.distinct <= CATEGORIES
                && profile.distinct * 3 <= filled =>
        {
            let count = i64::try_from(profile.distinct).unwrap_or(i64::MAX);
            Message::new("list-categories").with("count", count)
        }
        _ => return String::new(),
    };
    ctx.text(&message)
}

// Per cent of rows without a value, with one decimal below ten.
fn blank_share(nulls: u64, count: u64) -> String {
    if count == 0 || nulls == 0 {
        return "0".to_owned();
    }
    let rounded = |whole: u64| nulls.saturating_mul(whole).saturating_add(count / 2) / count;
    let tenths = rounded(1000).max(1);
    if tenths < 100 {
        format!("{}.{}", tenths / 10, tenths % 10)
    } else {
        let most = if nulls < count { 99 } else { 100 };
        rounded(100).min(most).to_string()
    }
}

// The first different values.
fn samples(language: Language, report: &Report, column: &Column) -> Vec<String> {
    let sample = report.sample.as_ref();
    let place =
        sample.and_then(|sample| sample.columns.iter().position(|name| *name == column.name));
    let mut values: Vec<String> = Vec::new();
    let rows = sample.iter().flat_map(|sample| &sample.rows);
    for value in rows.filter_map(|row| row.get(place?)?.clone()) {
        if values.len() < SAMPLES && !values.contains(&value) {
            values.push(value);
        }
    }
    for top in &column.profile.top {
        if values.len() < SAMPLES && !values.contains(&top.value) {
            values.push(top.value.clone());
        }
    }
    for value in &mut values {
        *value = words::value(language, column.kind, value);
        if value.chars().count() > SAMPLE {
            *value = value.chars().take(SAMPLE - 1).chain(['…']).collect();
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_nothing_when_there_is_one() {
        assert_eq!(blank_share(0, 10), "0");
        assert_eq!(blank_share(1, 100_000), "0.1");
        assert_eq!(blank_share(32, 1000), "3.2");
        assert_eq!(blank_share(1, 2), "50");
        assert_eq!(blank_share(1, 18), "5.6");
        assert_eq!(blank_share(2, 3), "67");
        assert_eq!(blank_share(999, 1000), "99");
        assert_eq!(blank_share(9, 9), "100");
    }
}
