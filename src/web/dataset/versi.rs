//! `/dataset/{name}/versi`: the history; `/versi/{n}`: an older version; `/versi/{a}..{b}`: what lies between.

use super::{gone, pages, show};
use crate::catalog::public::{self, PublicDataset};
use crate::catalog::{self, Version};
use crate::database::Tx;
use crate::http::problem::Problem;
use crate::review::between::{self, Step};
use crate::review::difference::PAGE_ROWS;
use crate::review::table::ChangedRow;
use crate::submission::File;
use crate::web::difference::{self, Rows};
use crate::web::page::Ctx;
use axum::extract::Path;
use axum::response::Response;
use serde_json::{Value, json};

/// The parameter that chooses the page of changed rows.
const PAGE: &str = "halaman";
/// The parameter that chooses the table.
const TABLE: &str = "tabel";

/// The history.
pub async fn list(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let known = match Known::read(&mut tx, &name).await {
        Ok(known) => known,
        Err(Failure::Catalog(error)) => return gone(error, "/versi"),
        Err(Failure::Other(problem)) => return Err(problem),
    };
    let context = json!({
        "name": known.found.dataset.name, "title": known.found.dataset.title, "from": Value::Null, "to": Value::Null,
        "versions": known.views(|_| true), "is_step": false, "diff": Value::Null,
    });
    ctx.html("dataset/versi.html", context).await
}

/// One version, or the versions between two.
pub async fn get(
    Path((name, which)): Path<(String, String)>,
    ctx: Ctx,
) -> Result<Response, Problem> {
    if let Ok(number) = which.parse::<i64>() {
        return show::version(&ctx, &name, number).await;
    }
    let Some((from, to)) = which.split_once("..") else {
        return Err(Problem::not_found());
    };
    let (Ok(from), Ok(to)) = (from.parse::<i64>(), to.parse::<i64>()) else {
        return Err(Problem::not_found());
    };
    let (from, to) = (from.min(to), from.max(to));
    let mut tx = ctx.app.database.begin_read().await?;
    let known = match Known::read(&mut tx, &name).await {
        Ok(known) => known,
        Err(Failure::Catalog(error)) => return gone(error, "/versi"),
        Err(Failure::Other(problem)) => return Err(problem),
    };
    let step = known.step(from, to);
    let files = match step {
        Some(step) => between::files(&mut tx, step).await?,
        None => Vec::new(),
    };
    drop(tx);
    let context = json!({
        "name": known.found.dataset.name, "title": known.found.dataset.title, "from": from, "to": to,
        "versions": known.views(|version| version.number > from && version.number <= to),
        "is_step": step.is_some(), "diff": rows(&ctx, &files).await?,
    });
    ctx.html("dataset/versi.html", context).await
}

/// A dataset with its history.
struct Known {
    found: PublicDataset,
    history: Vec<Version>,
    steps: Vec<Step>,
}

enum Failure {
    Catalog(catalog::Error),
    Other(Problem),
}

impl Known {
    async fn read(tx: &mut Tx, name: &str) -> Result<Self, Failure> {
        let found = public::dataset(tx, name, None)
            .await
            .map_err(Failure::Catalog)?;
        let history = public::history(tx, &found.dataset.id)
            .await
            .map_err(Failure::Catalog)?;
        let steps = between::steps(tx, &history).await;
        let steps = steps.map_err(|error| Failure::Other(error.into()))?;
        Ok(Self {
            found,
            history,
            steps,
        })
    }

    fn step(&self, from: i64, to: i64) -> Option<&Step> {
        let mut steps = self.steps.iter();
        steps.find(|step| step.from == from && step.to == to)
    }

    // Each with the version before it where their rows can be compared.
    fn views(&self, is_shown: impl Fn(&Version) -> bool) -> Vec<Value> {
        let shown = self.history.iter().filter(|version| is_shown(version));
        shown
            .map(|version| {
                let mut steps = self.steps.iter();
                let step = steps.find(|step| step.to == version.number);
                let mut view = show::version_view(version);
                if let Value::Object(view) = &mut view {
                    view.insert("since".to_owned(), json!(step.map(|step| step.from)));
                }
                view
            })
            .collect()
    }
}

// The changed rows of the table that is asked for, else of the first.
async fn rows(ctx: &Ctx, files: &[File]) -> Result<Value, Problem> {
    let wanted = ctx.param(TABLE);
    let is_wanted = |file: &&File| wanted.as_deref() == Some(file.resource_id.as_str());
    let Some(file) = files.iter().find(is_wanted).or_else(|| files.first()) else {
        return Ok(Value::Null);
    };
    let (kind, page) = (difference::kind(ctx), page(ctx));
    let offset = (page as u64 - 1).saturating_mul(PAGE_ROWS);
    let Some(rows) = Rows::read(ctx, file, kind, offset).await? else {
        return Ok(Value::Null);
    };
    let table = format!("?{TABLE}={}", file.resource_id);
    let of_kind = kind.map_or_else(String::new, |kind| format!("&jenis={}", kind.as_str()));
    let count = usize::try_from(rows.total().div_ceil(PAGE_ROWS)).unwrap_or(usize::MAX);
    let row = |row: &ChangedRow| {
        let cells = rows.cells(ctx, row, |_| Value::Null);
        json!({ "kind": row.kind, "cells": cells })
    };
    let tables: Vec<Value> = files
        .iter()
        .map(|one| {
            let href = format!("?{TABLE}={}", one.resource_id);
            json!({ "name": one.name, "href": href, "current": one.id == file.id })
        })
        .collect();
    Ok(json!({
        "rows": rows.view(row),
        "tables": tables,
        "address": table,
        "pages": pages(page, count, |number| format!("{table}{of_kind}&{PAGE}={number}")),
    }))
}

// The page that the address names, from 1.
fn page(ctx: &Ctx) -> usize {
    let named = ctx.param(PAGE).and_then(|text| text.parse().ok());
    named.unwrap_or(1).clamp(1, 1 << 32)
}
