//! The portal's own check between `submit` and the queue: is the inspection done, does anything block, what
//! would the public see, and how does that differ from what it sees now.

use super::summary::ChangeSummary;
use super::table;
use crate::accounts::organizations;
use crate::calendar::Calendar;
use crate::catalog::{ResourceId, VersionId, VersionResource, dataset, version};
use crate::database::Tx;
use crate::error::Failure;
use crate::jobs::{self, Tools};
use crate::schema;
use crate::storage;
use crate::submission::files::{self, FileState};
use crate::submission::transition::{self, Effects};
use crate::submission::{Action, Error, File, Kind, State, Submission, SubmissionId, record};
use jiff::SignedDuration;

/// Checks one submission; completes the job in the same transaction.
pub async fn run(
    tools: &Tools<'_>,
    calendar: &Calendar,
    id: &SubmissionId,
    job: &str,
) -> Result<(), Error> {
    let (submission, files, base) = read(tools, id).await?;
    if submission.state != State::Checking {
        return Ok(tools.complete(job).await?);
    }
    if files
        .iter()
        .any(|file| matches!(file.state, FileState::Queued | FileState::Running))
    {
        return postpone(tools, &submission, job).await;
    }
    let mut compared = Compared {
        endorsement: base.endorsement,
        base: base.version.clone(),
        summary: ChangeSummary::default(),
        results: Vec::new(),
    };
    compared.summary.form = ChangeSummary::FORM;
    let mut refused = files.iter().map(|file| file.blocking_count).sum::<i64>() > 0
        || files.iter().any(|file| file.state == FileState::Failed);
    if !refused {
        for file in &files {
            let fits = compare(tools, &submission, file, &base, &mut compared, job).await?;
            refused |= !fits;
            if fits && !base.ruled.contains(&file.resource_id) {
                identify(tools, file, &mut compared, job).await?;
            }
        }
    }
    finish(tools, calendar, &submission, &compared, refused, job).await
}

/// Gives a submission back whose check failed again and again for the portal's own fault.
pub async fn give_up(tools: &Tools<'_>, id: &SubmissionId) -> Result<(), Error> {
    let mut tx = tools.database.begin().await?;
    let submission = record::by_id(&mut tx, id).await?;
    if submission.state == State::Checking {
        let action = back(&submission);
        let now = tools.clock.now();
        transition::apply(
            &mut tx,
            None,
            &submission,
            action,
            "",
            Effects::default(),
            now,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

// Where a submission goes that may not go on: to where it came from.
fn back(submission: &Submission) -> Action {
    if submission.decided_by.is_some() {
        Action::FailRecheck
    } else {
        Action::FailCheck
    }
}

struct Base {
    version: Option<VersionId>,
    resources: Vec<VersionResource>,
    // Those that have a schema.
    ruled: Vec<ResourceId>,
    endorsement: bool,
}

async fn read(
    tools: &Tools<'_>,
    id: &SubmissionId,
) -> Result<(Submission, Vec<File>, Base), Error> {
    let mut tx = tools.database.begin_read().await?;
    let submission = record::by_id(&mut tx, id).await?;
    let files = files::of(&mut tx, id).await?;
    let known = dataset::by_id(&mut tx, &submission.dataset_id)
        .await
        .map_err(|_| Error::NotFound)?;
    let resources = match &known.version_id {
        Some(version) => version::resources(&mut tx, version)
            .await
            .map_err(|_| Error::NotFound)?,
        None => Vec::new(),
    };
    let organization = organizations::by_id(&mut tx, &submission.organization_id).await?;
    let mut ruled = Vec::new();
    for file in &files {
        if schema::store::is_ruled(&mut tx, &file.resource_id).await? {
            ruled.push(file.resource_id.clone());
        }
    }
    let base = Base {
        ruled,
        version: known.version_id,
        resources,
        endorsement: organization.endorsement == 1,
    };
    Ok((submission, files, base))
}

struct Compared {
    endorsement: bool,
    base: Option<VersionId>,
    summary: ChangeSummary,
    results: Vec<FileResult>,
}

struct FileResult {
    file: File,
    result: Option<storage::Stored>,
    rows: u64,
    difference: Option<storage::Stored>,
}

// Returns whether the file may go on: a table that can't be joined with the published one may not.
async fn compare(
    tools: &Tools<'_>,
    submission: &Submission,
    file: &File,
    base: &Base,
    compared: &mut Compared,
    job: &str,
) -> Result<bool, Error> {
    let Some(new) = &file.table_blob else {
        return Ok(true);
    };
    let before = base
        .resources
        .iter()
        .find(|resource| resource.resource_id == file.resource_id);
    let Some(old) = before.and_then(|resource| resource.table_blob.as_ref()) else {
        let rows = u64::try_from(file.row_count).unwrap_or(0);
        compared.summary.add(ChangeSummary {
            rows_after: rows,
            added: rows,
            ..ChangeSummary::default()
        });
        return Ok(true);
    };
    let folder = tools.folder(job)?;
    let (old, new) = (
        tools.storage.local(old).await?,
        tools.storage.local(new).await?,
    );
    let joined = folder.path().join("joined.parquet");
    let result =
        match combine_kind(submission.kind) {
            None => None,
            Some(kind) => {
                let combined =
                    match table::combine(tools.lanes, kind, old.path(), new.path(), None, &joined)
                        .await
                    {
                        Ok(combined) => combined,
                        Err(error @ (table::Error::NothingInCommon | table::Error::NoKey)) => {
                            compared
                                .summary
                                .obstacles
                                .push(error.message().id.to_owned());
                            return Ok(false);
                        }
                        Err(error) => return Err(error.into()),
                    };
                let blocked = combined.is_blocked();
                compared.summary.findings.extend(combined.findings);
                if blocked {
                    return Ok(false);
                }
                Some((tools.storage.put_file(&joined).await?, combined.row_count))
            }
        };
    let after = if result.is_some() {
        joined.as_path()
    } else {
        new.path()
    };
    let changes = tools.folder(job)?;
    let options = table::DifferenceOptions::default();
    let difference =
        table::difference(tools.lanes, old.path(), after, options, changes.path()).await?;
    compared.summary.add(ChangeSummary::from(&difference));
    let stored = tools
        .storage
        .put_file(&table::changes_file(changes.path()))
        .await?;
    let rows = result.as_ref().map_or(0, |(_, rows)| *rows);
    let result = result.map(|(stored, _)| stored);
    compared.results.push(FileResult {
        file: file.clone(),
        result,
        rows,
        difference: Some(stored),
    });
    Ok(true)
}

// Finds the key of a table that is to have its first schema; one that can't be told is none.
async fn identify(
    tools: &Tools<'_>,
    file: &File,
    compared: &mut Compared,
    job: &str,
) -> Result<(), Error> {
    let mut results = compared.results.iter();
    let joined = results.find(|result| result.file.id == file.id);
    let joined = joined.and_then(|result| result.result.as_ref());
    let Some(table) = joined
        .map(|stored| &stored.hash)
        .or(file.table_blob.as_ref())
    else {
        return Ok(());
    };
    let (local, folder) = (tools.storage.local(table).await?, tools.folder(job)?);
    match table::key_of(tools.lanes, local.path(), folder.path()).await {
        Ok(key) if key.is_empty() => {}
        Ok(key) => {
            let resource = file.resource_id.to_string();
            compared.summary.keys.insert(resource, key);
        }
        Err(error @ table::Error::Busy) => return Err(error.into()),
        Err(error) => tracing::warn!(%error, "the key of a table could not be looked for"),
    }
    Ok(())
}

fn combine_kind(kind: Kind) -> Option<table::CombineKind> {
    match kind {
        Kind::Append => Some(table::CombineKind::Append),
        Kind::Correct => Some(table::CombineKind::Correct),
        Kind::New | Kind::Replace | Kind::Metadata => None,
    }
}

async fn finish(
    tools: &Tools<'_>,
    calendar: &Calendar,
    submission: &Submission,
    compared: &Compared,
    refused: bool,
    job: &str,
) -> Result<(), Error> {
    let now = tools.clock.now();
    let mut tx = tools.database.begin().await?;
    for result in &compared.results {
        store(&mut tx, result, now).await?;
    }
    let summary = compared.summary.encode();
    record::set_comparison(
        &mut tx,
        &submission.id,
        compared.base.as_ref(),
        &summary,
        now,
    )
    .await?;
    let current = record::by_id(&mut tx, &submission.id).await?;
    let (action, due_at) = match (refused, compared.endorsement) {
        (true, _) => (back(submission), None),
        (false, true) => (Action::AskEndorsement, None),
        (false, false) => (Action::PassCheck, Some(calendar.review_due(now))),
    };
    let effects = Effects {
        due_at: Some(due_at),
        ..Effects::default()
    };
    transition::apply(&mut tx, None, &current, action, "", effects, now).await?;
    if jobs::complete(&mut tx, job, now).await? {
        tx.commit().await?;
    }
    Ok(())
}

async fn store(tx: &mut Tx, result: &FileResult, now: jiff::Timestamp) -> Result<(), Error> {
    for stored in [&result.result, &result.difference].into_iter().flatten() {
        storage::record(tx, stored, now).await?;
    }
    let rows = i64::try_from(result.rows).unwrap_or(i64::MAX);
    let hash = |stored: &Option<storage::Stored>| stored.as_ref().map(|stored| stored.hash.clone());
    let (table, difference) = (hash(&result.result), hash(&result.difference));
    files::set_result(
        tx,
        &result.file.id,
        table.as_ref(),
        rows,
        difference.as_ref(),
    )
    .await
}

// The inspection still runs: look again shortly.
async fn postpone(tools: &Tools<'_>, submission: &Submission, job: &str) -> Result<(), Error> {
    let now = tools.clock.now();
    let mut tx = tools.database.begin().await?;
    if !jobs::complete(&mut tx, job, now).await? {
        return Ok(());
    }
    let task = jobs::Task::Check {
        submission: submission.id.to_string(),
    };
    let soon = now
        .saturating_add(SignedDuration::from_secs(1))
        .unwrap_or(now);
    jobs::enqueue(&mut tx, &task, None, soon, now).await?;
    tx.commit().await?;
    Ok(())
}
