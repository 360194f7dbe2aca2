//! The parts of the page: the table, the findings, the description against the published one, the files.

use super::{Case, exceptions as requests};
use crate::http::problem::Problem;
use crate::inspection::Reading;
use crate::intake::inspect;
use crate::lanes::Lane;
use crate::query::{self, Table, TableQuery};
use crate::submission::{File, FileState, Metadata, exceptions, originals};
use crate::web::kerja::{decided, description, report};
use crate::web::page::Ctx;
use serde_json::{Value, json};

const ROWS: u64 = 50;

/// A file of the submission.
pub(super) fn file(file: &File) -> Value {
    json!({
        "id": file.id,
        "name": file.name,
        "file_name": file.file_name,
        "size": file.size_bytes,
        "format": file.format,
        "rows": file.row_count,
        "sha256": file.blob,
        "has_table": file.table_blob.is_some() && file.personal_count == 0,
    })
}

/// What the producer decided about the reading of each file, and who may take it as it was uploaded.
pub(super) async fn readings(ctx: &Ctx, case: &Case) -> Result<Vec<Value>, Problem> {
    let actor = ctx.actor()?;
    let knows_exceptions = actor.is_steward() || case.facts.is_producer;
    let mut views = Vec::new();
    for file in &case.files {
        let reading = met(ctx, file).await?;
        let has_values = file.personal_count == 0 || case.facts.is_producer;
        let asked = case.exceptions.iter();
        let exceptions: Vec<Value> = asked
            .filter(|asked| knows_exceptions && asked.blob == file.blob)
            .map(requests::item)
            .collect();
        views.push(json!({
            "file": file.id,
            "file_name": file.file_name,
            "choices": decided::told(ctx, &reading, has_values),
            "exceptions": exceptions,
            "may_take": originals::may_take(actor, &case.submission, file),
        }));
    }
    Ok(views)
}

// What was overruled, without the values that this file doesn't have.
async fn met(ctx: &Ctx, file: &File) -> Result<Reading, Problem> {
    let reading: Reading = serde_json::from_str(&file.reading).unwrap_or_default();
    let replaces = reading
        .columns
        .iter()
        .any(|column| !column.replace.is_empty());
    Ok(match &file.report_blob {
        // An earlier report counts the replacements of an earlier reading.
        Some(blob) if replaces && file.state == FileState::Done => {
            let report = inspect::report(&ctx.app.storage, blob).await?;
            reading.met(&report.unmet)
        }
        _ => reading,
    })
}

/// Where a paged list begins.
pub(super) fn offset(ctx: &Ctx) -> u64 {
    ctx.param("mulai")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0)
}

/// The table as the public would see it, one page of it; `?berkas=` names the file.
pub(super) async fn table(ctx: &Ctx, files: &[File]) -> Result<Value, Problem> {
    let wanted = ctx.param("berkas");
    let is_wanted = |file: &&File| wanted.as_deref() == Some(file.id.as_str());
    // Personal data that no exception was granted for are shown to nobody.
    let with_table = || {
        files
            .iter()
            .filter(|file| file.table_blob.is_some() && file.personal_count == 0)
    };
    let Some(file) = with_table().find(is_wanted).or_else(|| with_table().next()) else {
        return Ok(Value::Null);
    };
    let Some(blob) = file.result_blob.as_ref().or(file.table_blob.as_ref()) else {
        return Ok(Value::Null);
    };
    let local = ctx.app.storage.local(blob).await?;
    let path = local.path().to_path_buf();
    let limit = std::time::Duration::from_secs(ctx.app.settings.query.quick_seconds);
    let lanes = &ctx.app.lanes;
    let table = lanes
        .run(Lane::Quick, limit, move |_| Table::open(&path))
        .await??;
    let offset = offset(ctx);
    let request = TableQuery {
        limit: Some(ROWS),
        offset,
        ..TableQuery::default()
    };
    let page = query::page(lanes, &table, request).await?;
    let mut view = crate::web::table::view(&page, offset, ctx.language);
    if let Value::Object(view) = &mut view {
        view.insert("file".to_owned(), json!(file.id));
    }
    Ok(view)
}

/// What the inspection found in each file.
pub(super) async fn reports(ctx: &Ctx, case: &Case) -> Result<Value, Problem> {
    let mut list = Vec::new();
    for file in &case.files {
        let Some(blob) = &file.report_blob else {
            continue;
        };
        let mut found = inspect::report(&ctx.app.storage, blob).await?;
        exceptions::lift(&mut found, &case.granted(file));
        list.push(json!({
            "file": file.id,
            "file_name": file.file_name,
            "may_take": file.personal_count == 0 || case.facts.is_producer,
            "report": report::view(ctx, &found),
        }));
    }
    Ok(Value::Array(list))
}

/// The description, field by field, against that of the version it was compared with.
pub(super) fn description(ctx: &Ctx, case: &Case) -> Value {
    let before = case.base.as_ref().and_then(|base| base.metadata().ok());
    let told = |metadata: &Metadata| description::fields(ctx.language, metadata, &case.topics);
    let old = before.as_ref().map(told);
    let rows: Vec<Value> = told(&case.metadata)
        .into_iter()
        .enumerate()
        .map(|(index, now)| {
            let was = old.as_ref().and_then(|old| old.get(index));
            json!({
                "label": now.label,
                "is_changed": was.is_some_and(|was| *was != now),
                "was": was.map(|was| &was.words),
                "now": now.words,
            })
        })
        .collect();
    Value::Array(rows)
}
