//! What a producer does with the inspection of a draft's file besides overruling it: stop it, begin it again, read
//! another sheet or table of the same file as a resource of its own.

use super::drafts::editable;
use super::{readings, seats};
use crate::accounts::Actor;
use crate::audit::{self, Event};
use crate::database::Tx;
use crate::inspection::Reading;
use crate::jobs::{self, Task};
use crate::storage::Stored;
use crate::submission::files::{self, File, NewFile};
use crate::submission::{Error, FileId, SubmissionId, record};
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

/// A part of a file: a sheet of its workbook, or one of the tables of a sheet.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Name of the sheet; empty for a file without sheets.
    pub sheet: &'a str,
    /// Which of its tables, from 1; `None`: the largest.
    pub table: Option<u32>,
    /// What the table is called; empty: by the file and the sheet.
    pub title: &'a str,
}

impl Part<'_> {
    /// Whether a reading is that of this part.
    pub(super) fn is_read_by(&self, reading: &Reading) -> bool {
        let sheet = reading.sheet.as_deref().unwrap_or_default();
        sheet.trim() == self.sheet.trim() && reading.table == self.table
    }

    fn title(&self, file: &File) -> String {
        let title = match self.title.trim() {
            "" => format!("{} – {}", file.name, self.sheet.trim()),
            title => title.to_owned(),
        };
        title.chars().take(200).collect()
    }
}

/// Adds another part of a file to the draft, as a resource of its own of the same bytes.
///
/// Errors: [`Error::TooManyFiles`]; a part that the draft has already is given as it is.
pub async fn add_part(
    tx: &mut Tx,
    actor: &Actor,
    file: &FileId,
    part: Part<'_>,
    most_files: u32,
    now: Timestamp,
) -> Result<FileId, Error> {
    let file = files::by_id(tx, file).await?;
    let submission = editable(tx, actor, &file.submission_id).await?;
    let present = files::of(tx, &submission.id).await?;
    let is_same = |known: &&File| {
        let reading = serde_json::from_str::<Reading>(&known.reading).unwrap_or_default();
        known.blob == file.blob && part.is_read_by(&reading)
    };
    if let Some(known) = present.iter().find(is_same) {
        return Ok(known.id.clone());
    }
    if present.len() >= most_files as usize {
        return Err(Error::TooManyFiles(most_files));
    }
    let title = part.title(&file);
    let seat = seats::of_part(tx, &submission, &present, part, title).await?;
    let mut reading = readings::remembered(tx, &submission, &seat.resource_id).await?;
    reading.sheet = (!part.sheet.is_empty()).then(|| part.sheet.to_owned());
    reading.table = part.table;
    reading.is_remembered = false;
    record::touch(tx, &submission, now).await?;
    record::add_contributor(tx, &submission.id, actor).await?;
    let stored = Stored {
        hash: file.blob.clone(),
        size_bytes: u64::try_from(file.size_bytes).unwrap_or(0),
    };
    let new = NewFile {
        submission_id: &submission.id,
        resource_id: &seat.resource_id,
        name: &seat.name,
        description: &seat.description,
        file_name: &file.file_name,
        stored: &stored,
        reading: &readings::encode(&reading),
    };
    let id = files::insert(tx, new, now).await?;
    queue(tx, &id, now).await?;
    Ok(id)
}

/// Queues the inspection of a file; ring the workers after the commit.
pub(super) async fn queue(tx: &mut Tx, file: &FileId, now: Timestamp) -> Result<(), Error> {
    let task = Task::Inspect {
        file: file.to_string(),
    };
    Ok(jobs::enqueue(tx, &task, None, now, now).await?)
}
