//! Step 3: how the portal reads the file, and where the producer overrules it.

mod columns;
mod form;
mod groups;
mod offers;
mod tabs;

use super::reading::overruled;
use super::{Draft, is_busy, step};
use crate::database::clock;
use crate::http::problem::Problem;
use crate::inspection::{Reading, Report};
use crate::intake::inspections::{self, Part};
use crate::intake::{drafts, inspect, readings};
use crate::submission::{File, FileId, SubmissionId, files};
use crate::web::kerja::{decided, report};
use crate::web::page::{Ctx, ErrorView, Fields, Posted, see_other};
use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use groups::Filter;
use http::StatusCode;
use http::header::CACHE_CONTROL;
use serde_json::{Value, json};
use std::time::Duration;

/// How long a page waits for an inspection that is about to end.
const PATIENCE: Duration = Duration::from_millis(1500);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(150);

/// The reading of one file; `?berkas=` names it, else the first.
pub async fn get(Path(id): Path<SubmissionId>, ctx: Ctx) -> Result<Response, Problem> {
    let draft = patient(&ctx, &id).await?;
    let wanted = ctx.param("berkas");
    let Some(file) = chosen(&draft, wanted.as_deref()) else {
        return Ok(see_other(&step(&id, "berkas")));
    };
    show(&ctx, &draft, file, StatusCode::OK, &[], None).await
}

fn chosen<'a>(draft: &'a Draft, wanted: Option<&str>) -> Option<&'a File> {
    let mut files = draft.files.iter();
    files
        .find(|file| Some(file.id.as_str()) == wanted)
        .or(draft.files.first())
}

// Most files are read in less time than a person needs to look for the button.
async fn patient(ctx: &Ctx, id: &SubmissionId) -> Result<Draft, Problem> {
    let wanted = ctx.param("berkas");
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let mut tx = ctx.app.database.begin_read().await?;
        let draft = Draft::load(&mut tx, ctx, id).await?;
        drop(tx);
        let waits = chosen(&draft, wanted.as_deref()).is_some_and(is_busy);
        if !waits || tokio::time::Instant::now() >= deadline {
            return Ok(draft);
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn show(
    ctx: &Ctx,
    draft: &Draft,
    file: &File,
    status: StatusCode,
    errors: &[ErrorView],
    typed: Option<&Fields>,
) -> Result<Response, Problem> {
    let is_current = !is_busy(file) && file.cancelled_at.is_none();
    let found = match &file.report_blob {
        Some(blob) if is_current => Some(inspect::report(&ctx.app.storage, blob).await?),
        _ => None,
    };
    let reading: Reading = serde_json::from_str(&file.reading).unwrap_or_default();
    let shown = match &found {
        Some(found) => reading.clone().met(&found.unmet),
        None => reading.clone(),
    };
    let filter = Filter::of(ctx);
    let mut context = json!({
        "draft": draft.view(ctx.language),
        "file": super::file_view(file),
        "is_busy": is_busy(file),
        "is_cancelled": file.cancelled_at.is_some(),
        "wait": wait(ctx, file),
        "errors": errors,
        "report": Value::Null,
        "decided": decided::list(ctx, &shown),
        "memory": memory(ctx, draft, file, &reading, found.as_ref()).await?,
    });
    if let Some(found) = &found {
        let check = check(ctx, draft, file, found, &reading, &filter, typed).await?;
        if let (Some(whole), Value::Object(check)) = (context.as_object_mut(), check) {
            whole.extend(check);
        }
    }
    ctx.form(status, "kerja/unggah/periksa.html", context).await
}

async fn check(
    ctx: &Ctx,
    draft: &Draft,
    file: &File,
    found: &Report,
    reading: &Reading,
    filter: &Filter,
    typed: Option<&Fields>,
) -> Result<Value, Problem> {
    let sheet = report::sheet_of(found, &groups::numbers(&found.findings));
    let tabs = tabs::Tabs::of(&ctx.app, file, &draft.files, found).await?;
    Ok(json!({
        "findings": groups::view(ctx, found, sheet.as_ref(), filter),
        "report": report::with_sheet(ctx, found, sheet.as_ref()),
        "form": form::view(found, reading, typed),
        "columns": columns::view(ctx, found, reading),
        "offers": offers::view(ctx.language, found, reading),
        "tabs": tabs.sheets,
        "tables": tabs.tables,
    }))
}

// Whether the file is read as the one before it, or could be.
async fn memory(
    ctx: &Ctx,
    draft: &Draft,
    file: &File,
    reading: &Reading,
    found: Option<&Report>,
) -> Result<Option<&'static str>, Problem> {
    // A template tells itself how it is read.
    if found.is_some_and(|found| found.template.is_some()) {
        return Ok(None);
    }
    let mut tx = ctx.app.database.begin_read().await?;
    let last = readings::remembered(&mut tx, &draft.submission, &file.resource_id).await?;
    Ok(if last == *reading && reading.is_remembered {
        Some("used")
    } else if reading.is_remembered {
        Some("inherited")
    } else if last == Reading::default() {
        None
    } else {
        Some("offered")
    })
}

fn wait(ctx: &Ctx, file: &File) -> Value {
    let now = clock::micros(ctx.app.clock.now());
    json!({
        "state": file.state,
        "seconds": file.started_at.map(|began| (now - began).max(0) / 1_000_000),
        "most": ctx.app.settings.inspection.wall_seconds,
        "is_busy": is_busy(file),
    })
}

/// How far the inspection of a file is, for the script that waits for it.
pub async fn state(
    Path((id, file)): Path<(SubmissionId, FileId)>,
    ctx: Ctx,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let draft = Draft::load(&mut tx, &ctx, &id).await?;
    drop(tx);
    let Some(file) = draft.files.iter().find(|known| known.id == file) else {
        return Err(Problem::not_found());
    };
    Ok(([(CACHE_CONTROL, "no-store")], Json(wait(&ctx, file))).into_response())
}

/// Overrules the reading; the file is inspected again at once.
pub async fn post(
    Path((id, file)): Path<(SubmissionId, FileId)>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let app = &ctx.app;
    let mut tx = app.database.begin().await?;
    let submission = drafts::editable(&mut tx, ctx.actor()?, &id).await?;
    let known = files::by_id(&mut tx, &file).await?;
    let before: Reading = serde_json::from_str(&known.reading).unwrap_or_default();
    let last = readings::remembered(&mut tx, &submission, &known.resource_id).await?;
    let reading = match overruled(before.clone(), &last, &fields) {
        Ok(reading) => reading,
        Err(problems) => {
            drop(tx);
            return refused(&ctx, &id, &file, &fields, &problems).await;
        }
    };
    let now = app.clock.now();
    if reading != before {
        let encoded = readings::encode(&reading);
        drafts::set_reading(&mut tx, ctx.actor()?, &file, &encoded, now).await?;
    } else if fields.has("lagi") || fields.has("susunan") {
        inspections::begin_again(&mut tx, ctx.actor()?, &file, now).await?;
    }
    tx.commit().await.map_err(crate::database::Error::from)?;
    app.ring();
    Ok(see_other(&back(&id, &file, &fields)))
}

async fn refused(
    ctx: &Ctx,
    id: &SubmissionId,
    file: &FileId,
    fields: &Fields,
    problems: &[crate::error::FieldProblem],
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let draft = Draft::load(&mut tx, ctx, id).await?;
    drop(tx);
    let errors = ctx.error_views(&crate::error::Message::new("form-errors"), problems);
    let Some(file) = chosen(&draft, Some(file.as_str())) else {
        return Err(Problem::not_found());
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    show(ctx, &draft, file, status, &errors, Some(fields)).await
}

// Back to where the person was: the same file, the same filter, the same part of the page.
fn back(id: &SubmissionId, file: &FileId, fields: &Fields) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("berkas", file.as_str());
    for name in ["tingkat", "temuan"] {
        let value = fields.get(name);
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    let part = match fields.get("bagian") {
        "temuan" => "#temuan",
        "kolom" => "#kolom",
        "rapi" => "#rapi",
        _ => "",
    };
    format!("{}?{}{part}", step(id, "periksa"), query.finish())
}

/// Stops the inspection of a file.
pub async fn cancel(
    Path((id, file)): Path<(SubmissionId, FileId)>,
    Posted { ctx, .. }: Posted,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin().await?;
    inspections::cancel(&mut tx, ctx.actor()?, &file, ctx.app.clock.now()).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    Ok(see_other(&format!(
        "{}?berkas={file}",
        step(&id, "periksa")
    )))
}

/// Takes another sheet of the same workbook as a further file of the draft.
pub async fn sheet(
    Path((id, file)): Path<(SubmissionId, FileId)>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let app = &ctx.app;
    let mut tx = app.database.begin().await?;
    drafts::editable(&mut tx, ctx.actor()?, &id).await?;
    let part = Part {
        sheet: fields.raw("lembar"),
        table: fields.get("tabel").parse().ok(),
        title: fields.get("judul"),
    };
    let taken = if part.sheet.trim().is_empty() && part.table.is_none() {
        file
    } else {
        let most = app.settings.limits.submission_files;
        let now = app.clock.now();
        inspections::add_part(&mut tx, ctx.actor()?, &file, part, most, now).await?
    };
    tx.commit().await.map_err(crate::database::Error::from)?;
    app.ring();
    Ok(see_other(&format!(
        "{}?berkas={taken}",
        step(&id, "periksa")
    )))
}
