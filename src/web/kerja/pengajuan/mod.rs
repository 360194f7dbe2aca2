//! `/kerja/pengajuan/{id}`: one submission, like a pull request for data.

mod acts;
mod changes;
mod exceptions;
mod original;
mod parts;
mod talk;

pub use acts::{act, comment, decide};
pub use original::get as original;

use super::view::{self, ChangeView};
use crate::accounts::{Actor, Organization, organizations, people};
use crate::catalog::{Dataset, Topic, Version, dataset, topics, version};
use crate::database::Tx;
use crate::http::problem::Problem;
use crate::intake::twins::{self, Twin};
use crate::review::ChangeSummary;
use crate::submission::exceptions::{self as requests, ExceptionState, PrivacyException};
use crate::submission::state::Facts;
use crate::submission::{
    Action, File, Metadata, Submission, SubmissionId, files, notes, record, state,
};
use crate::web::page::{Ctx, ErrorView, Fields};
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The submission; `?bagian=` perubahan, data, temuan, keterangan, berkas, percakapan.
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
    let mut tx = ctx.app.database.begin_read().await?;
    let case = Case::load(&mut tx, ctx.actor()?, id).await?;
    drop(tx);
    let part = ctx
        .param("bagian")
        .unwrap_or_else(|| "perubahan".to_owned());
    let is_first = part == "perubahan";
    let context = json!({
        "case": case.head(),
        "change": ChangeView::from(&case.summary),
        "summary": case.summary,
        "remarks": view::remarks(ctx.language, &case.summary),
        "twins": case.twins,
        "counts": case.counts(),
        "part": part,
        "place": ctx.param("tempat").unwrap_or_default(),
        "diff": if is_first { changes::view(ctx, &case).await? } else { Value::Null },
        "table": if part == "data" { parts::table(ctx, &case.files).await? } else { Value::Null },
        "reports": if is_first || part == "temuan" { parts::reports(ctx, &case).await? } else { Value::Null },
        "description": if part == "keterangan" { parts::description(ctx, &case) } else { Value::Null },
        "files": case.files.iter().map(parts::file).collect::<Vec<_>>(),
        "readings": parts::readings(ctx, &case).await?,
        "history": case.notes.iter().map(|note| talk::note(ctx, note)).collect::<Vec<_>>(),
        "decision": decision(ctx, &case)?,
        "exceptions": exceptions::view(&case, ctx.actor()?, typed),
        "typed": typed_again(ctx, &case, typed)?,
        "errors": errors,
    });
    ctx.form(status, "kerja/pengajuan.html", context).await
}

// A submission with what surrounds it.
struct Case {
    submission: Submission,
    metadata: Metadata,
    dataset: Dataset,
    base: Option<Version>,
    organization: Organization,
    files: Vec<File>,
    facts: Facts,
    notes: Vec<notes::Note>,
    author: String,
    holder: Option<String>,
    summary: ChangeSummary,
    exceptions: Vec<PrivacyException>,
    topics: BTreeMap<String, Topic>,
    twins: Vec<Twin>,
}

impl Case {
    async fn load(tx: &mut Tx, actor: &Actor, id: &SubmissionId) -> Result<Self, Problem> {
        let submission = record::visible(tx, actor, id).await?;
        let base = match &submission.base_version_id {
            Some(id) => Some(version::by_id(tx, id).await?),
            None => None,
        };
        let holder = match &submission.claimed_by {
            Some(id) => Some(people::display_name(tx, id.as_str()).await?),
            None => None,
        };
        let metadata = submission.metadata()?;
        let twins = if submission.state.is_final() {
            Vec::new()
        } else {
            twins::of(tx, actor, &submission, &metadata.title).await?
        };
        Ok(Self {
            metadata,
            twins,
            dataset: dataset::by_id(tx, &submission.dataset_id).await?,
            organization: organizations::by_id(tx, &submission.organization_id).await?,
            files: files::of(tx, id).await?,
            facts: record::facts(tx, actor, &submission).await?,
            notes: notes::of(tx, id).await?,
            author: people::display_name(tx, submission.author_id.as_str()).await?,
            summary: ChangeSummary::parse(&submission.change_summary),
            exceptions: requests::of(tx, id).await?,
            topics: topics::by_names(tx).await?,
            submission,
            base,
            holder,
        })
    }

    fn head(&self) -> Value {
        let submission = &self.submission;
        json!({
            "id": submission.id,
            "number": submission.number,
            "state": submission.state,
            "kind": submission.kind,
            "title": self.metadata.title,
            "dataset_name": self.dataset.name,
            "is_published": self.dataset.version_id.is_some(),
            "base_number": self.base.as_ref().map(|version| version.number),
            "author": self.author,
            "organization": self.organization.abbreviation,
            "submitted_at": submission.submitted_at,
            "sendings": talk::sendings(&self.notes),
            "explanation": submission.explanation,
        })
    }

    fn counts(&self) -> Value {
        let sum = |count: fn(&File) -> i64| self.files.iter().map(count).sum::<i64>();
        let remarks = self.summary.remarks();
        let forbidding = remarks
            .iter()
            .filter(|(is_blocking, _)| *is_blocking)
            .count();
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let blocking = sum(|f| f.blocking_count) + count(forbidding);
        let warnings = sum(|f| f.warning_count) + count(remarks.len() - forbidding);
        json!({
            "perubahan": self.summary.added + self.summary.removed + self.summary.changed,
            "temuan": blocking + warnings,
            "blocking": blocking,
            "warnings": warnings,
            "berkas": self.files.len(),
            "percakapan": talk::comments(&self.notes),
        })
    }

    // Findings of a file that may be published all the same.
    fn granted(&self, file: &File) -> Vec<String> {
        self.exceptions
            .iter()
            .filter(|asked| asked.state == ExceptionState::Granted && asked.blob == file.blob)
            .map(|asked| asked.finding.clone())
            .collect()
    }

    // The number that the next version gets.
    fn next_number(&self) -> i64 {
        self.dataset.version_number.unwrap_or(0) + 1
    }
}

fn decision(ctx: &Ctx, case: &Case) -> Result<Value, Problem> {
    let (submission, facts) = (&case.submission, case.facts);
    let possible: Vec<&str> = state::possible(submission.state, facts)
        .into_iter()
        .map(Action::as_str)
        .collect();
    let decides = ["approve", "endorse", "return", "reject"]
        .iter()
        .any(|action| possible.contains(action));
    Ok(json!({
        "can_decide": decides,
        "possible": possible,
        "is_own": facts.contributed && facts.is_steward,
        "holder": case.holder,
        "is_holder": facts.holds_claim,
        "publish_at": submission.publish_at,
        "next_number": case.next_number(),
        "remarks": talk::remarks(&case.notes, ctx.actor()?, submission.submitted_at).len(),
        "timer": view::clock_view(
            &ctx.app,
            ctx.language,
            submission.state,
            submission.submitted_at,
            submission.due_at,
        ),
    }))
}

// What stands in the decision box: what was typed, or the letter put together from the person's comments.
fn typed_again(ctx: &Ctx, case: &Case, typed: &Fields) -> Result<Value, Problem> {
    let mut reason = typed.get("reason").to_owned();
    let mut decision = typed.get("decision").to_owned();
    if ctx.param("susun").is_some() && reason.is_empty() {
        reason = talk::letter(&case.notes, ctx.actor()?, case.submission.submitted_at);
        "return".clone_into(&mut decision);
    }
    Ok(json!({
        "decision": decision,
        "reason": reason,
        "when": typed.get("when"),
        "date": typed.get("date"),
        "time": typed.get("time"),
        "place": typed.get("place"),
        "body": typed.get("body"),
    }))
}
