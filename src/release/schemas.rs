//! The rules of tables at the time of a release: those that their update was held against, or inferred for the first
//! and for one that has other columns than the rules inferred before.

use crate::catalog::writer::{self, NewResource};
use crate::catalog::{self, ResourceId, VersionId};
use crate::database::Tx;
use crate::inspection::{self, Report, TableReport};
use crate::schema::store::{Origin, Stored};
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
        let known = known?;
        let table = table_of(storage, resource).await?;
        let outgrown = |known: &Stored| {
            let table = table.as_ref().filter(|_| known.origin == Origin::Inferred);
            table.is_some_and(|table| is_whole(table, resource) && differs(&known.schema, table))
        };
        if let Some(known) = known.filter(|known| !outgrown(known)) {
            all.push(InForce {
                resource: id.clone(),
                schema: known.schema,
                id: known.id,
                is_new: false,
            });
            continue;
        }
        // A table whose report can't be read goes out without rules.
        let Some(table) = table else { continue };
        let key = found.keys.get(id.as_str()).cloned().unwrap_or_default();
        all.push(InForce {
            resource: id.clone(),
            schema: inspection::inferred(&table, &key, is_whole(&table, resource)),
            id: SchemaId::new(),
            is_new: true,
        });
    }
    Ok(all)
}

async fn table_of(storage: &Storage, resource: &NewResource) -> Result<Option<TableReport>, Error> {
    let Some(blob) = &resource.report else {
        return Ok(None);
    };
    let bytes = storage.read(blob).await?;
    let report: Option<Report> = serde_json::from_slice(&bytes).ok();
    Ok(report.and_then(|report| report.tables.into_iter().next()))
}

// Whether the report is of all rows that are released, not of those that an update adds.
fn is_whole(table: &TableReport, resource: &NewResource) -> bool {
    i64::try_from(table.row_count) == Ok(resource.row_count)
}

fn differs(schema: &TableSchema, table: &TableReport) -> bool {
    schema.fields.len() != table.columns.len()
        || table
            .columns
            .iter()
            .any(|column| schema.field(&column.name).is_none())
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
            schema::store::insert_inferred(tx, &own.id, &own.resource, &own.schema, now).await?;
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
