//! `/kerja/unggah`: the upload in steps: dataset, file, check, describe, review, sent.

mod berkas;
mod bertanda;
mod jenis;
mod keterangan;
mod mulai;
mod periksa;
mod period;
mod reading;
mod ringkasan;

pub use berkas::{get as file, post as file_post, remove as file_remove};
pub use bertanda::get as annotated;
pub(super) use bertanda::send as send_workbook;
pub use jenis::{get as kind, post as kind_post};
pub use keterangan::{get as describe, post as describe_post};
pub use mulai::{cancel, get as start, post as start_post, resume};
pub use periksa::{
    cancel as check_cancel, get as check, post as check_post, sheet as check_sheet,
    state as check_state,
};
pub use ringkasan::{get as summary, post as send, sent};

use crate::catalog::{Dataset, dataset};
use crate::database::Tx;
use crate::http::problem::Problem;
use crate::review::ChangeSummary;
use crate::submission::returned::{self, Returned};
use crate::submission::{File, Metadata, Submission, SubmissionId, files, record};
use crate::web::i18n::Language;
use crate::web::kerja::view;
use crate::web::page::{Ctx, see_other};
use axum::response::Response;
use serde_json::{Value, json};

/// A draft with what every step shows of it.
struct Draft {
    submission: Submission,
    dataset: Dataset,
    metadata: Metadata,
    files: Vec<File>,
    returned: Option<Returned>,
}

impl Draft {
    async fn load(tx: &mut Tx, ctx: &Ctx, id: &SubmissionId) -> Result<Self, Problem> {
        let submission = record::visible(tx, ctx.actor()?, id).await?;
        let dataset = dataset::by_id(tx, &submission.dataset_id).await?;
        let metadata = submission.metadata()?;
        let files = files::of(tx, id).await?;
        let returned = returned::of(tx, &submission, &ctx.actor()?.account_id).await?;
        Ok(Self {
            submission,
            dataset,
            metadata,
            files,
            returned,
        })
    }

    /// The way to the page of the submission once nothing can be changed any more.
    fn elsewhere(&self) -> Option<Response> {
        let submission = &self.submission;
        (!submission.state.is_editable())
            .then(|| see_other(&format!("/kerja/pengajuan/{}", submission.id)))
    }

    fn may_change_kind(&self) -> bool {
        self.submission.kind.updates_table() && self.submission.base_version_id.is_some()
    }

    /// What every step's template reads under `draft`.
    fn view(&self, language: Language) -> Value {
        let files: Vec<Value> = self.files.iter().map(file_view).collect();
        let summary = ChangeSummary::parse(&self.submission.change_summary);
        json!({
            "id": self.submission.id,
            "number": self.submission.number,
            "state": self.submission.state,
            "kind": self.submission.kind,
            "title": self.metadata.title,
            "dataset_name": self.dataset.name,
            "is_published": self.dataset.first_released_at.is_some(),
            "version_number": self.dataset.version_number,
            "revision": self.submission.revision,
            "updated_at": self.submission.updated_at,
            "files": files,
            "blocking": self.files.iter().map(|file| file.blocking_count).sum::<i64>(),
            "personal": self.files.iter().map(|file| file.personal_count).sum::<i64>(),
            "warnings": self.files.iter().map(|file| file.warning_count).sum::<i64>(),
            "is_busy": self.files.iter().any(is_busy),
            "remarks": view::remarks(language, &summary),
            "change": summary,
            "may_change_kind": self.may_change_kind(),
            "returned": self.returned,
            "is_editable": self.submission.state.is_editable(),
        })
    }
}

fn is_busy(file: &File) -> bool {
    matches!(
        file.state,
        files::FileState::Queued | files::FileState::Running
    )
}

fn file_view(file: &File) -> Value {
    json!({
        "id": file.id,
        "name": file.name,
        "file_name": file.file_name,
        "size": file.size_bytes,
        "format": file.format,
        "state": file.state,
        "rows": file.row_count,
        "has_table": file.table_blob.is_some(),
        "blocking": file.blocking_count,
        "warnings": file.warning_count,
        "infos": file.info_count,
    })
}

/// The address of a step.
fn step(id: &SubmissionId, name: &str) -> String {
    format!("/kerja/unggah/{id}/{name}")
}
