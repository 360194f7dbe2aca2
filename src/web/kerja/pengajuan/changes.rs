//! The difference against the published version, row by row, with the comments on each row.

use super::{Case, parts, talk};
use crate::error::Message;
use crate::http::problem::Problem;
use crate::query::ColumnInfo;
use crate::review::table::{ChangeKind, ChangedRow, Difference, Outlier};
use crate::web::difference::{self, Rows};
use crate::web::format;
use crate::web::i18n::Language;
use crate::web::page::Ctx;
use crate::web::table;
use serde_json::{Value, json};

/// Longest name of a row as the place of a comment.
const PLACE_CHARACTERS: usize = 60;

/// Most columns whose sums are compared in words.
const SUMS: usize = 3;

/// The difference of the first file that has one; `?jenis=` one kind of change, `?mulai=` the page.
pub(super) async fn view(ctx: &Ctx, case: &Case) -> Result<Value, Problem> {
    let (kind, offset) = (difference::kind(ctx), parts::offset(ctx));
    for file in &case.files {
        if let Some(rows) = Rows::read(ctx, file, kind, offset).await? {
            let mut view = rows.view(|row| row_view(ctx, case, &rows, row));
            if let Value::Object(view) = &mut view {
                let sums = sums(&rows.difference, ctx.language);
                view.insert("sums".to_owned(), Value::Array(sums));
            }
            return Ok(view);
        }
    }
    Ok(Value::Null)
}

fn row_view(ctx: &Ctx, case: &Case, rows: &Rows, row: &ChangedRow) -> Value {
    let difference = &rows.difference;
    let place = place(ctx, difference, row);
    let cells = rows.cells(ctx, row, |column| {
        let outlier = outlier(difference, row, column);
        json!(outlier.map(|found| percent(found.relative, ctx.language)))
    });
    let comments: Vec<Value> = talk::on_place(&case.notes, &place)
        .into_iter()
        .map(|note| talk::note(ctx, note))
        .collect();
    json!({ "kind": row.kind, "cells": cells, "place": place, "comments": comments })
}

fn outlier<'a>(
    difference: &'a Difference,
    row: &ChangedRow,
    column: &ColumnInfo,
) -> Option<&'a Outlier> {
    difference
        .outliers
        .iter()
        .find(|found| Some(found.new_row) == row.new_row && found.column == column.name)
}

// How people name a row: by its key, or by its number where there is none.
fn place(ctx: &Ctx, difference: &Difference, row: &ChangedRow) -> String {
    let name_of = |key: &String| {
        let index = difference
            .page_columns
            .iter()
            .position(|column| column.name == *key)?;
        let cell = row.cells.get(index)?;
        let value = match row.kind {
            ChangeKind::Removed => &cell.before,
            ChangeKind::Added | ChangeKind::Changed => &cell.after,
        };
        Some(table::text(value, key, ctx.language))
    };
    let names: Vec<String> = difference.key.columns.iter().filter_map(name_of).collect();
    let words = if names.is_empty() {
        let number = row.new_row.or(row.old_row).unwrap_or(0);
        ctx.text(&Message::new("place-row").with("name", number.to_string()))
    } else {
        names.join(" · ")
    };
    words.chars().take(PLACE_CHARACTERS).collect()
}

// Sums of number columns before and after; years, codes and rates are no amounts, and new periods make no sum wrong.
fn sums(difference: &Difference, language: Language) -> Vec<Value> {
    if difference.only_continues() {
        return Vec::new();
    }
    let title = |name: &str| {
        let known = difference
            .page_columns
            .iter()
            .find(|column| column.name == name);
        known
            .and_then(|column| column.title.clone())
            .unwrap_or_else(|| name.to_owned())
    };
    let changed = difference.columns.iter().filter_map(|column| {
        let (before, after) = (column.sum_old?, column.sum_new?);
        let is_amount = !column.name.contains("tahun")
            && !column.name.starts_with("kode")
            && !crate::inspection::is_rate(&column.name);
        let differs = before.total_cmp(&after).is_ne() && before.abs() > f64::EPSILON;
        (is_amount && differs).then(|| {
            json!({
                "title": title(&column.name),
                "before": amount(before, language),
                "after": amount(after, language),
                "relative": percent(after / before - 1.0, language),
            })
        })
    });
    changed.take(SUMS).collect()
}

fn amount(sum: f64, language: Language) -> String {
    let digits = if sum.fract().abs() < 1e-9 {
        format!("{sum:.0}")
    } else {
        format!("{sum:.2}")
    };
    format::decimal(&digits, language)
}

// `+38,4 %`, `−0,17 %`
fn percent(relative: f64, language: Language) -> String {
    let percent = relative * 100.0;
    let digits = if percent.abs() < 1.0 {
        format!("{percent:.2}")
    } else {
        format!("{percent:.1}")
    };
    let words = format::decimal(&digits, language);
    let sign = if percent > 0.0 { "+" } else { "" };
    match language {
        Language::Indonesian => format!("{sign}{words} %"),
        Language::English => format!("{sign}{words}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_said_in_per_cent_with_their_sign() {
        assert_eq!(percent(0.384, Language::Indonesian), "+38,4 %");
        assert_eq!(percent(-0.0017, Language::Indonesian), "−0,17 %");
        assert_eq!(percent(0.5, Language::English), "+50.0%");
    }

    #[test]
    fn sums_are_written_as_amounts() {
        assert_eq!(amount(695_393.0, Language::Indonesian), "695.393");
        assert_eq!(amount(12.5, Language::English), "12.50");
    }
}
