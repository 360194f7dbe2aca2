//! What a producer does with the inspection of a draft's file besides overruling it: stop it, begin it again, read
//! another sheet of the same workbook as a resource of its own.

use super::drafts::editable;
use super::readings;
use crate::accounts::Actor;
use crate::audit::{self, Event};
use crate::catalog::{ResourceId, version};
use crate::database::Tx;
use crate::inspection::Reading;
use crate::jobs::{self, Task};
use crate::storage::Stored;
use crate::submission::files::{self, File, NewFile};
use crate::submission::{Error, FileId, Submission, SubmissionId, record};
use jiff::Timestamp;
use serde_json::json;

/// Stops the inspection of a file that waits or runs; its child process is killed.
pub async fn cancel(
    tx: &mut Tx,
    actor: &Actor,
    file: &FileId,
    now: Timestamp,
) -> Result<SubmissionId, Error> {
    let file = files::by_id(tx, file).await?;
    let submission = editable(tx, actor, &file.submission_id).await?;
    if files::cancel_inspection(tx, &file.id, now).await? {
        let event = Event {
            action: "submission.inspection_cancelled",
            subject_kind: "submission",
            subject_id: submission.id.as_str(),
            detail: json!({ "file": file.id }),
        };
        audit::append(tx, Some(actor), event, now).await?;
    }
    Ok(submission.id)
}

/// Queues the inspection of a file again with the reading that it has.
pub async fn begin_again(
    tx: &mut Tx,
    actor: &Actor,
    file: &FileId,
    now: Timestamp,
) -> Result<SubmissionId, Error> {
    let file = files::by_id(tx, file).await?;
    let submission = editable(tx, actor, &file.submission_id).await?;
    files::set_reading(tx, &file.id, &file.reading).await?;
    queue(tx, &file.id, now).await?;
    Ok(submission.id)
}

/// Adds another sheet of a file's workbook to the draft, as a resource of its own of the same bytes.
///
/// Errors: [`Error::TooManyFiles`]; a sheet that the draft has already is given as it is.
pub async fn add_sheet(
    tx: &mut Tx,
    actor: &Actor,
    file: &FileId,
    sheet: &str,
    most_files: u32,
    now: Timestamp,
) -> Result<FileId, Error> {
    let file = files::by_id(tx, file).await?;
    let submission = editable(tx, actor, &file.submission_id).await?;
    let present = files::of(tx, &submission.id).await?;
    let same_sheet = |known: &&File| known.blob == file.blob && is_of_sheet(known, sheet);
    if let Some(known) = present.iter().find(same_sheet) {
        return Ok(known.id.clone());
    }
    if present.len() >= most_files as usize {
        return Err(Error::TooManyFiles(most_files));
    }
    let title: String = format!("{} – {}", file.name, sheet.trim())
        .chars()
        .take(200)
        .collect();
    let (resource_id, title) = resource_for(tx, &submission, &present, sheet, title).await?;
    let mut reading = readings::remembered(tx, &submission, &resource_id).await?;
    reading.sheet = Some(sheet.to_owned());
    reading.is_remembered = false;
    record::touch(tx, &submission, now).await?;
    record::add_contributor(tx, &submission.id, actor).await?;
    let stored = Stored {
        hash: file.blob.clone(),
        size_bytes: u64::try_from(file.size_bytes).unwrap_or(0),
    };
    let new = NewFile {
        submission_id: &submission.id,
        resource_id: &resource_id,
        name: &title,
        file_name: &file.file_name,
        stored: &stored,
        reading: &readings::encode(&reading),
    };
    let id = files::insert(tx, new, now).await?;
    queue(tx, &id, now).await?;
    Ok(id)
}

fn is_of_sheet(file: &File, sheet: &str) -> bool {
    serde_json::from_str::<Reading>(&file.reading)
        .ok()
        .and_then(|reading| reading.sheet)
        .is_some_and(|known| known.trim() == sheet.trim())
}

// The resource that came of this sheet last time, or of the same title; otherwise a new one.
async fn resource_for(
    tx: &mut Tx,
    submission: &Submission,
    present: &[File],
    sheet: &str,
    title: String,
) -> Result<(ResourceId, String), Error> {
    let Some(base) = &submission.base_version_id else {
        return Ok((ResourceId::new(), title));
    };
    let known = version::resources(tx, base)
        .await
        .map_err(super::drafts::catalog_error)?;
    for resource in known {
        let is_taken = present
            .iter()
            .any(|file| file.resource_id == resource.resource_id);
        if is_taken {
            continue;
        }
        let last = readings::remembered(tx, submission, &resource.resource_id).await?;
        if last.sheet.as_deref().map(str::trim) == Some(sheet.trim()) || resource.name == title {
            return Ok((resource.resource_id, resource.name));
        }
    }
    Ok((ResourceId::new(), title))
}

/// Queues the inspection of a file; ring the workers after the commit.
pub(super) async fn queue(tx: &mut Tx, file: &FileId, now: Timestamp) -> Result<(), Error> {
    let task = Task::Inspect {
        file: file.to_string(),
    };
    Ok(jobs::enqueue(tx, &task, None, now, now).await?)
}
