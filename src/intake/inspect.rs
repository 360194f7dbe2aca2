//! The job that inspects a file of a draft in a fenced child process.

use super::{against, templates};
use crate::inspection::{self, InspectRequest, Level, Limits, Reading, Report};
use crate::jobs::{self, Tools, WorkFolder};
use crate::schema::SchemaId;
use crate::storage::{self, BlobHash, Stored};
use crate::submission::files::{self, FileState, Inspected};
use crate::submission::{Error, File, FileId, exceptions, foresight, record};
use std::time::Duration;

/// How often a running inspection looks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(400);

/// Inspects one file within `limits` and stores report and table; completes the job in the same transaction.
pub async fn run(tools: &Tools<'_>, limits: Limits, id: &FileId, job: &str) -> Result<(), Error> {
    let Some(file) = begin(tools, id, job).await? else {
        return Ok(());
    };
    let folder = tools.folder(job)?;
    let local = tools.storage.local(&file.blob).await?;
    let held = against::of(tools, &file).await?;
    let request = InspectRequest {
        file: local.path().to_path_buf(),
        file_name: file.file_name.clone(),
        folder: folder.path().to_path_buf(),
        reading: serde_json::from_str::<Reading>(&file.reading).unwrap_or_default(),
        against: held.against.clone(),
        limits,
    };
    let report = tokio::select! {
        report = inspection::inspect(tools.lanes, request) => report?,
        () = unwanted(tools, &file) => {
            tracing::info!(file.id = %file.id, "an inspection is stopped: nobody wants its outcome any more");
            return Ok(tools.complete(job).await?);
        }
    };
    let mut report = report;
    templates::judge(tools, &file, &mut report).await?;
    let stored = Outcome::store(tools, &report, &folder, held.schema).await?;
    finish(tools, &file, job, &report, &stored).await
}

// Ends when the producer has stopped the inspection, overruled its reading, or removed the file; the child is killed
// with the future that reads from it.
async fn unwanted(tools: &Tools<'_>, file: &File) {
    loop {
        tokio::time::sleep(LOOK).await;
        let Ok(mut tx) = tools.database.begin_read().await else {
            continue;
        };
        if matches!(files::is_wanted(&mut tx, file).await, Ok(false)) {
            return;
        }
    }
}

/// Marks a file whose inspection failed again and again for the portal's own fault.
pub async fn give_up(tools: &Tools<'_>, id: &FileId) -> Result<(), Error> {
    let mut tx = tools.database.begin().await?;
    files::set_state(&mut tx, id, FileState::Failed).await?;
    tx.commit().await?;
    Ok(())
}

// Nothing when another worker was faster or the producer has stopped it.
async fn begin(tools: &Tools<'_>, id: &FileId, job: &str) -> Result<Option<File>, Error> {
    let mut tx = tools.database.begin().await?;
    if !jobs::is_open(&mut tx, job).await? {
        return Ok(None);
    }
    let file = files::by_id(&mut tx, id).await?;
    let now = tools.clock.now();
    let begun = files::begin_inspection(&mut tx, id, now).await?;
    if !begun && !jobs::complete(&mut tx, job, now).await? {
        return Ok(None);
    }
    tx.commit().await?;
    Ok(begun.then_some(file))
}

struct Outcome {
    report: Stored,
    table: Option<Stored>,
    schema: Option<SchemaId>,
}

impl Outcome {
    async fn store(
        tools: &Tools<'_>,
        report: &Report,
        folder: &WorkFolder,
        schema: Option<SchemaId>,
    ) -> Result<Self, Error> {
        let table_file = folder.path().join(inspection::TABLE_FILE);
        let table = if report.table().is_some() && table_file.exists() {
            Some(tools.storage.put_file(&table_file).await?)
        } else {
            None
        };
        let bytes = serde_json::to_vec(report).unwrap_or_default();
        Ok(Self {
            report: tools.storage.put(bytes.into()).await?,
            table,
            schema,
        })
    }
}

async fn finish(
    tools: &Tools<'_>,
    file: &File,
    job: &str,
    report: &Report,
    outcome: &Outcome,
) -> Result<(), Error> {
    let now = tools.clock.now();
    let mut tx = tools.database.begin().await?;
    storage::record(&mut tx, &outcome.report, now).await?;
    if let Some(table) = &outcome.table {
        storage::record(&mut tx, table, now).await?;
    }
    let submission = record::by_id(&mut tx, &file.submission_id).await?;
    let granted = exceptions::granted(&mut tx, &submission.dataset_id, &file.blob).await?;
    let mut lifted = report.clone();
    exceptions::lift(&mut lifted, &granted);
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let count = |level| number(lifted.findings.iter().filter(|f| f.level == level).count());
    let inspected = Inspected {
        format: report.format.as_str(),
        report: &outcome.report.hash,
        table: outcome.table.as_ref().map(|table| &table.hash),
        row_count: report.table().map_or(0, |table| {
            i64::try_from(table.row_count).unwrap_or(i64::MAX)
        }),
        counts: [
            count(Level::Blocking),
            count(Level::Warning),
            count(Level::Info),
        ],
        personal: number(exceptions::blocking(&lifted).count()),
        schema: outcome.schema.as_ref(),
    };
    if !files::set_inspected(&mut tx, file, inspected, now).await? {
        tracing::info!(file.id = %file.id, "the reading has changed meanwhile; the outcome is dropped");
    } else if let Some(made_from) = &report.template {
        templates::settle(&mut tx, &submission, file, made_from).await?;
    }
    foresight::queue(&mut tx, &submission, now).await?;
    if jobs::complete(&mut tx, job, now).await? {
        tx.commit().await?;
    }
    Ok(())
}

/// The stored report of a file.
pub async fn report(storage: &storage::Storage, hash: &BlobHash) -> Result<Report, Error> {
    let bytes = storage.read(hash).await?;
    serde_json::from_slice(&bytes).map_err(|_| {
        Error::Database(crate::database::Error::Inconsistent {
            table: "blob",
            column: "report",
            row: hash.to_string(),
        })
    })
}
