//! The rules of tables at the time of a release: those that their update was held against, or inferred for the first.

use crate::catalog::writer::{self, NewResource};
use crate::catalog::{self, ResourceId, VersionId};
use crate::database::Tx;
use crate::inspection::{self, Report};
use crate::schema::{self, SchemaId, TableSchema};
use crate::storage::Storage;
use crate::submission::{Error, Submission, files};
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The rules of a resource in a version.
#[derive(Debug)]
pub(super) struct InForce {
    /// The resource.
    pub resource: ResourceId,
    /// The rules.
    pub schema: TableSchema,
    id: SchemaId,
    is_new: bool,
}

/// What the check before the queue found out.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Found {
    // Columns that identify the rows of a table, by resource.
    keys: BTreeMap<String, Vec<String>>,
}

/// The rules of those resources that are tables.
pub(super) async fn in_force(
    tx: &mut Tx,
    storage: &Storage,
    submission: &Submission,
    resources: &[NewResource],
) -> Result<Vec<InForce>, Error> {
    let found: Found = serde_json::from_str(&submission.change_summary).unwrap_or_default();
    let files = files::of(tx, &submission.id).await?;
    let mut all = Vec::new();
    for resource in resources.iter().filter(|resource| resource.table.is_some()) {
        let id = &resource.resource_id;
        let file = files.iter().find(|file| file.resource_id == *id);
        let checked = file.and_then(|file| file.schema_id.as_ref());
        let known = match checked {
            Some(checked) => schema::store::by_id(tx, checked).await.map(Some),
            None => schema::store::current(tx, id).await,
        };
        if let Some(known) = known.map_err(fault)? {
            all.push(InForce {
                resource: id.clone(),
                schema: known.schema,
                id: known.id,
                is_new: false,
            });
            continue;
        }
        let key = found.keys.get(id.as_str()).cloned().unwrap_or_default();
        if let Some(schema) = inferred(storage, resource, &key).await? {
            all.push(InForce {
                resource: id.clone(),
                schema,
                id: SchemaId::new(),
                is_new: true,
            });
        }
    }
    Ok(all)
}

// A table whose report can't be read goes out without rules.
async fn inferred(
    storage: &Storage,
    resource: &NewResource,
    key: &[String],
) -> Result<Option<TableSchema>, Error> {
    let Some(blob) = &resource.report else {
        return Ok(None);
    };
    let bytes = storage.read(blob).await?;
    let report: Option<Report> = serde_json::from_slice(&bytes).ok();
    let table = report.as_ref().and_then(Report::table);
    Ok(table.map(|table| {
        let is_whole = i64::try_from(table.row_count) == Ok(resource.row_count);
        inspection::inferred(table, key, is_whole)
    }))
}

/// Stores what was inferred and names the rules in the version.
pub(super) async fn store(
    tx: &mut Tx,
    version: &VersionId,
    all: &[InForce],
    now: Timestamp,
) -> Result<(), Error> {
    for own in all {
        if own.is_new {
            schema::store::insert_inferred(tx, &own.id, &own.resource, &own.schema, now)
                .await
                .map_err(fault)?;
        }
        writer::set_schema(tx, version, &own.resource, &own.id)
            .await
            .map_err(|error| match error {
                catalog::Error::Database(inner) => Error::Database(inner),
                _ => Error::NotFound,
            })?;
    }
    Ok(())
}

fn fault(error: schema::Error) -> Error {
    match error {
        schema::Error::Database(inner) => Error::Database(inner),
        _ => Error::NotFound,
    }
}
