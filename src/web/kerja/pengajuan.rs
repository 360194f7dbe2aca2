//! `/kerja/pengajuan/{id}`: one submission, like a pull request for data.

use super::report;
use super::view::{self, ChangeView};
use crate::accounts::people;
use crate::catalog::dataset;
use crate::database::Tx;
use crate::error::{Failure, Kind as Class};
use crate::http::problem::{self, Problem};
use crate::intake::inspect;
use crate::lanes::Lane;
use crate::query;
use crate::review::actions::{self, ActionRequest, Publish};
use crate::review::table::ChangeKind;
use crate::review::{ChangeSummary, difference};
use crate::standards::{frequencies, licences};
use crate::submission::{
    Action, File, State, Submission, SubmissionId, files, notes, record, state,
};
use crate::web::page::{Ctx, ErrorView, Fields, Posted, see_other};
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde_json::{Value, json};

/// The submission; `?bagian=` perubahan, data, temuan, keterangan, percakapan.
pub async fn get(Path(id): Path<SubmissionId>, ctx: Ctx) -> Result<Response, Problem> {
    show(&ctx, &id, StatusCode::OK, &Fields::default(), Vec::new()).await
}

async fn show(
    ctx: &Ctx,
    id: &SubmissionId,
    status: StatusCode,
    typed: &Fields,
    errors: Vec<ErrorView>,
) -> Result<Response, Problem> {
    let app = &ctx.app;
    let mut tx = app.database.begin_read().await?;
    let actor = ctx.actor()?;
    let submission = record::visible(&mut tx, actor, id).await?;
    let known = dataset::by_id(&mut tx, &submission.dataset_id).await?;
    let files = files::of(&mut tx, id).await?;
    let facts = record::facts(&mut tx, actor, &submission).await?;
    let history = notes::of(&mut tx, id).await?;
    let holder = holder(&mut tx, &submission).await?;
    let author = people::display_name(&mut tx, submission.author_id.as_str()).await?;
    drop(tx);
    let part = ctx
        .param("bagian")
        .unwrap_or_else(|| "perubahan".to_owned());
    let summary = ChangeSummary::parse(&submission.change_summary);
    let claims = submission.state == State::Submitted && facts.is_steward && !facts.contributed;
    let possible: Vec<&str> = state::possible(submission.state, facts)
        .into_iter()
        .map(Action::as_str)
        .collect();
    let metadata = submission.metadata()?;
    let context = json!({
        "id": submission.id,
        "number": submission.number,
        "state": submission.state,
        "kind": submission.kind,
        "title": metadata.title,
        "dataset_name": known.name,
        "is_published": known.version_id.is_some(),
        "version_number": known.version_number,
        "author": author,
        "holder": holder,
        "is_own": facts.contributed && facts.is_steward,
        "holds_claim": facts.holds_claim,
        "can_decide": possible.contains(&"approve") || claims,
        "possible": possible,
        "submitted_at": submission.submitted_at,
        "publish_at": submission.publish_at,
        "explanation": submission.explanation,
        "timer": view::clock_view(app, ctx.language, submission.state, submission.submitted_at, submission.due_at),
        "change": ChangeView::from(&summary),
        "summary": summary,
        "part": part,
        "m": metadata,
        "frequency": frequencies::by_code(&metadata.frequency).map(|f| f.label_id.clone()).unwrap_or_default(),
        "licence": licences::by_id(&metadata.licence).map(|l| l.title).unwrap_or_default(),
        "files": files.iter().map(file_view).collect::<Vec<_>>(),
        "blocking": files.iter().map(|f| f.blocking_count).sum::<i64>(),
        "warnings": files.iter().map(|f| f.warning_count).sum::<i64>(),
        "history": history.iter().map(note_view).collect::<Vec<_>>(),
        "comment_count": history.iter().filter(|n| n.kind == notes::NoteKind::Comment).count(),
        "table": if part == "data" { table(ctx, &files).await? } else { Value::Null },
        "reports": if part == "temuan" { reports(ctx, &files).await? } else { Value::Null },
        "diff": if part == "perubahan" { diff(ctx, &files).await? } else { Value::Null },
        "typed": { "decision": typed.get("decision"), "reason": typed.get("reason"), "when": typed.get("when"), "date": typed.get("date"), "time": typed.get("time") },
        "errors": errors,
    });
    ctx.form(status, "kerja/pengajuan.html", context).await
}

async fn holder(tx: &mut Tx, submission: &Submission) -> Result<Option<String>, Problem> {
    Ok(match &submission.claimed_by {
        Some(id) => Some(people::display_name(tx, id.as_str()).await?),
        None => None,
    })
}

fn file_view(file: &File) -> Value {
    json!({
        "id": file.id, "name": file.name, "file_name": file.file_name, "size": file.size_bytes,
        "format": file.format, "rows": file.row_count, "blocking": file.blocking_count,
        "warnings": file.warning_count, "sha256": file.blob,
    })
}

fn note_view(note: &notes::Note) -> Value {
    json!({
        "author": note.author, "kind": note.kind, "action": note.action, "place": note.place,
        "body": note.body, "at": note.created_at,
    })
}

// The table as the public would see it, one page of it.
async fn table(ctx: &Ctx, files: &[File]) -> Result<Value, Problem> {
    let wanted = ctx.param("berkas");
    let with_table = |file: &&File| file.table_blob.is_some();
    let chosen = files
        .iter()
        .filter(with_table)
        .find(|file| wanted.as_deref() == Some(file.id.as_str()))
        .or_else(|| files.iter().find(with_table));
    let Some(file) = chosen else {
        return Ok(Value::Null);
    };
    let Some(blob) = file.result_blob.as_ref().or(file.table_blob.as_ref()) else {
        return Ok(Value::Null);
    };
    let local = ctx.app.storage.local(blob).await?;
    let path = local.path().to_path_buf();
    let limit = std::time::Duration::from_secs(ctx.app.settings.query.quick_seconds);
    let table = ctx
        .app
        .lanes
        .run(Lane::Quick, limit, move |_| query::Table::open(&path))
        .await??;
    let offset = ctx
        .param("mulai")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0_u64);
    let request = query::TableQuery {
        limit: Some(50),
        offset,
        ..query::TableQuery::default()
    };
    let page = query::page(&ctx.app.lanes, &table, request).await?;
    Ok(crate::web::table::view(&page, offset, ctx.language))
}

async fn reports(ctx: &Ctx, files: &[File]) -> Result<Value, Problem> {
    let mut list = Vec::new();
    for file in files {
        let Some(blob) = &file.report_blob else {
            continue;
        };
        let found = inspect::report(&ctx.app.storage, blob).await?;
        list.push(json!({ "file_name": file.file_name, "report": report::view(ctx, &found) }));
    }
    Ok(Value::Array(list))
}

async fn diff(ctx: &Ctx, files: &[File]) -> Result<Value, Problem> {
    let offset = ctx
        .param("mulai")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0_u64);
    let kind = ctx.param("jenis");
    for file in files {
        let kind = kind.as_deref().and_then(ChangeKind::parse);
        let found = difference::page(
            &ctx.app.storage,
            &ctx.app.lanes,
            file,
            kind,
            difference::PAGE_ROWS,
            offset,
        )
        .await?;
        if let Some((difference, page)) = found {
            return Ok(crate::web::table::changes(
                &difference,
                &page,
                offset,
                ctx.language,
            ));
        }
    }
    Ok(Value::Null)
}

/// A button: claim, unclaim, recall, endorse, publish, cancel.
pub async fn act(
    Path(id): Path<SubmissionId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let Some(action) = Action::parse(fields.get("action")) else {
        return Err(Problem::not_found());
    };
    let request = ActionRequest {
        reason: fields.get("reason").to_owned(),
        seen: State::parse(fields.get("seen")),
        ..ActionRequest::new(action)
    };
    perform(&ctx, &id, &request, &fields).await
}

/// The decision box: approve (now, on hold, on a date), return, reject.
pub async fn decide(
    Path(id): Path<SubmissionId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let Some(action) = Action::parse(fields.get("decision")) else {
        let missing = crate::error::Message::new("decision-missing");
        let errors = vec![ErrorView {
            field: "decision".to_owned(),
            text: ctx.text(&missing),
        }];
        return show(&ctx, &id, StatusCode::UNPROCESSABLE_ENTITY, &fields, errors).await;
    };
    let publish = match fields.get("when") {
        "hold" => Publish::Hold,
        "date" => {
            if let Some(at) = moment(&ctx, &fields) {
                Publish::At(at)
            } else {
                let wrong = crate::error::Message::new("decision-date-wrong");
                let errors = vec![ErrorView {
                    field: "date".to_owned(),
                    text: ctx.text(&wrong),
                }];
                return show(&ctx, &id, StatusCode::UNPROCESSABLE_ENTITY, &fields, errors).await;
            }
        }
        _ => Publish::Now,
    };
    let request = ActionRequest {
        reason: fields.get("reason").to_owned(),
        seen: State::parse(fields.get("seen")),
        publish,
        ..ActionRequest::new(action)
    };
    perform(&ctx, &id, &request, &fields).await
}

fn moment(ctx: &Ctx, fields: &Fields) -> Option<jiff::Timestamp> {
    let time = if fields.get("time").is_empty() {
        "08:00"
    } else {
        fields.get("time")
    };
    let civil: jiff::civil::DateTime = format!("{}T{time}", fields.get("date")).parse().ok()?;
    let at = ctx.app.calendar.moment(civil);
    (at > ctx.app.clock.now()).then_some(at)
}

async fn perform(
    ctx: &Ctx,
    id: &SubmissionId,
    request: &ActionRequest,
    fields: &Fields,
) -> Result<Response, Problem> {
    let app = &ctx.app;
    let mut tx = app.database.begin().await?;
    match actions::act(
        &mut tx,
        app.review_tools(),
        ctx.actor()?,
        id,
        request,
        app.clock.now(),
    )
    .await
    {
        Ok(state) => {
            tx.commit().await.map_err(crate::database::Error::from)?;
            app.ring();
            let back = if state == State::Draft {
                format!("/kerja/unggah/{id}")
            } else {
                format!("/kerja/pengajuan/{id}")
            };
            Ok(see_other(&back))
        }
        // Somebody was faster, or something is missing: the page shows the new state and keeps the words.
        Err(error) if matches!(error.kind(), Class::Invalid | Class::Conflict) => {
            drop(tx);
            let errors = ctx.errors(&error);
            show(ctx, id, problem::status(error.kind()), fields, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Adds a comment.
pub async fn comment(
    Path(id): Path<SubmissionId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let app = &ctx.app;
    let mut tx = app.database.begin().await?;
    let (place, body) = (fields.get("place"), fields.get("body"));
    match actions::comment(&mut tx, ctx.actor()?, &id, place, body, app.clock.now()).await {
        Ok(()) => {
            tx.commit().await.map_err(crate::database::Error::from)?;
            Ok(see_other(&format!(
                "/kerja/pengajuan/{id}?bagian=percakapan"
            )))
        }
        Err(error) if error.kind() == Class::Invalid => {
            drop(tx);
            let errors = ctx.errors(&error);
            show(&ctx, &id, problem::status(error.kind()), &fields, errors).await
        }
        Err(error) => Err(error.into()),
    }
}
