//! From an approved submission to a public version.

use super::feed::{self, ChangeKind};
use super::manifest::{Decision, FORM, Manifest, ManifestResource};
use super::schemas::{self, InForce};
use crate::accounts::{Actor, organizations};
use crate::audit::{self, Event};
use crate::catalog::writer::{self, NewResource, NewVersion};
use crate::catalog::{self, VersionId, dataset, version};
use crate::database::{Tx, clock};
use crate::storage::{self, BlobHash, Storage, Stored};
use crate::submission::transition::{self, Effects};
use crate::submission::{Action, Error, File, Kind, Submission, files, record};
use jiff::Timestamp;
use serde_json::json;

/// Publishes an approved (or scheduled) submission within the caller's transaction.
///
/// The manifest is stored before the transaction commits; if that fails afterwards, an unused blob remains,
/// which is harmless. Errors: [`Error::BaseMoved`] when another version was published since the comparison.
pub async fn publish(
    tx: &mut Tx,
    storage: &Storage,
    actor: Option<&Actor>,
    submission: &Submission,
    now: Timestamp,
) -> Result<VersionId, Error> {
    let dataset = dataset::by_id(tx, &submission.dataset_id)
        .await
        .map_err(not_found)?;
    if dataset.version_id != submission.base_version_id {
        return Err(Error::BaseMoved);
    }
    let previous = version::of_dataset(tx, &dataset.id)
        .await
        .map_err(not_found)?
        .into_iter()
        .next();
    let number = previous.as_ref().map_or(1, |previous| previous.number + 1);
    let resources = resources(tx, submission).await?;
    let rules = schemas::in_force(tx, storage, submission, &resources).await?;
    let metadata = submission.metadata()?;
    let organization = organizations::by_id(tx, &submission.organization_id).await?;
    let id = VersionId::new();
    let decided_at = submission.decided_at.map_or(now, clock::timestamp);
    let manifest = Manifest {
        form: FORM,
        dataset: dataset.id.to_string(),
        name: dataset.name.clone(),
        version: id.to_string(),
        number: number.to_string(),
        previous: previous.map(|previous| previous.manifest_blob.to_string()),
        kind: submission.kind.to_string(),
        organization: organization.name,
        metadata: metadata.clone(),
        resources: told(tx, submission, &resources, &rules).await?,
        decision: Decision {
            submission: submission.number.clone(),
            content: submission.content_hash.clone(),
            role: submission.decided_role.clone().unwrap_or_default(),
            at: decided_at.to_string(),
        },
        released: now.to_string(),
    };
    let stored: Stored = storage.put(manifest.to_bytes().into()).await?;
    storage::record(tx, &stored, now).await?;
    let new = NewVersion {
        id: &id,
        dataset_id: &dataset.id,
        number,
        kind: submission.kind,
        submission_id: &submission.id,
        metadata: &metadata,
        change_summary: &submission.change_summary,
        manifest: &stored.hash,
    };
    writer::publish(tx, &new, &resources, now)
        .await
        .map_err(catalog_error)?;
    schemas::store(tx, &id, &rules, now).await?;
    record::set_version(tx, &submission.id, &id).await?;
    transition::apply(
        tx,
        actor,
        submission,
        Action::Publish,
        "",
        Effects::default(),
        now,
    )
    .await?;
    let event = Event {
        action: "version.released",
        subject_kind: "version",
        subject_id: id.as_str(),
        detail: json!({ "dataset": dataset.id, "number": number, "manifest": stored.hash }),
    };
    audit::append(tx, actor, event, now).await?;
    feed::append(tx, ChangeKind::Released, &dataset.id, Some(&id), now).await?;
    Ok(id)
}

fn not_found(error: catalog::Error) -> Error {
    match error {
        catalog::Error::Database(inner) => Error::Database(inner),
        _ => Error::NotFound,
    }
}

fn catalog_error(error: catalog::Error) -> Error {
    match error {
        catalog::Error::Database(inner) if inner.is_unique_violation() => Error::BaseMoved,
        other => not_found(other),
    }
}

// The new version has the published version's resources, each replaced where the submission brings a file for it.
async fn resources(tx: &mut Tx, submission: &Submission) -> Result<Vec<NewResource>, Error> {
    let mut kept: Vec<NewResource> = Vec::new();
    if let Some(base) = &submission.base_version_id
        && submission.kind != Kind::New
    {
        let known = version::resources(tx, base).await.map_err(not_found)?;
        kept.extend(known.into_iter().map(|resource| NewResource {
            resource_id: resource.resource_id,
            name: resource.name,
            description: resource.description,
            file_name: resource.file_name,
            format: resource.format,
            original: resource.original_blob,
            original_size: resource.original_size,
            table: resource.table_blob,
            table_size: resource.table_size,
            row_count: resource.row_count,
            report: resource.report_blob,
        }));
    }
    for file in files::of(tx, &submission.id).await? {
        let fresh = from_file(tx, file).await?;
        match kept
            .iter_mut()
            .find(|resource| resource.resource_id == fresh.resource_id)
        {
            Some(old) => *old = fresh,
            None => kept.push(fresh),
        }
    }
    Ok(kept)
}

// The resources as the manifest tells them, each with the reading of the file that it came of last.
async fn told(
    tx: &mut Tx,
    submission: &Submission,
    resources: &[NewResource],
    rules: &[InForce],
) -> Result<Vec<ManifestResource>, Error> {
    let fresh = files::of(tx, &submission.id).await?;
    let mut told = Vec::with_capacity(resources.len());
    for resource in resources {
        let own = fresh
            .iter()
            .find(|file| file.resource_id == resource.resource_id);
        let reading = match own {
            Some(file) => Some(file.reading.clone()),
            None => files::last_reading(tx, &submission.dataset_id, &resource.resource_id).await?,
        };
        let own = rules
            .iter()
            .find(|own| own.resource == resource.resource_id);
        let reading = reading.unwrap_or_default();
        told.push(ManifestResource::new(
            resource,
            &reading,
            own.map(|own| &own.schema),
        ));
    }
    Ok(told)
}

async fn from_file(tx: &mut Tx, file: File) -> Result<NewResource, Error> {
    let (table, rows) = match (&file.result_blob, &file.table_blob) {
        (Some(result), _) => (Some(result.clone()), file.result_row_count),
        (None, table) => (table.clone(), file.row_count),
    };
    let table_size = match &table {
        Some(table) => blob_size(tx, table).await?,
        None => 0,
    };
    Ok(NewResource {
        resource_id: file.resource_id,
        name: file.name,
        description: file.description,
        file_name: file.file_name,
        format: file.format,
        original: file.blob,
        original_size: file.size_bytes,
        table,
        table_size,
        row_count: rows,
        report: file.report_blob,
    })
}

async fn blob_size(tx: &mut Tx, hash: &BlobHash) -> Result<i64, Error> {
    Ok(storage::recorded_size(tx, hash).await?)
}
