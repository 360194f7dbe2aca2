//! The canonical table of a resource, brought to this machine and described.

use super::kept::Kept;
use super::problem::Problem;
use crate::app::App;
use crate::catalog::VersionResource;
use crate::inspection::report::{Report, TableReport};
use crate::lanes::Lane;
use crate::query::{ColumnInfo, Table};
use crate::storage::{self, BlobHash, LocalFile};
use std::path::PathBuf;
use std::sync::Arc;

/// Tables that are described without being opened again.
const DESCRIBED: usize = 200;
/// Bytes that their descriptions may take.
const DESCRIBED_BYTES: u64 = 8 << 20;
/// How many bytes in memory stand for one byte of a report.
const IN_MEMORY: u64 = 3;

/// A table that can be asked.
#[derive(Debug)]
pub struct OpenTable {
    /// The table, its columns with title and unit where the inspection's report names them.
    pub table: Table,
    /// What the inspection said of the upload that the table came of; of a table put together from
    /// several uploads only the names, kinds and units of columns still hold.
    pub report: Option<Arc<TableReport>>,
    /// Keeps the file on this machine; hold it as long as rows are read.
    pub local: LocalFile,
}

/// What is known of the tables that were asked lately, by the blobs of table and report, neither of which ever changes.
#[derive(Debug)]
pub struct Described(Kept<(BlobHash, Option<BlobHash>), Description>);

impl Default for Described {
    fn default() -> Self {
        Self(Kept::new(DESCRIBED, DESCRIBED_BYTES))
    }
}

#[derive(Debug)]
struct Description {
    columns: Vec<ColumnInfo>,
    row_count: u64,
    report: Option<Arc<TableReport>>,
}

/// Opens the table of a resource; `None` when it has none (a document, a picture).
///
/// Whether the caller may read the resource is decided before. Errors: those of storage and lanes.
pub async fn open(app: &App, resource: &VersionResource) -> Result<Option<OpenTable>, Problem> {
    let Some(blob) = &resource.table_blob else {
        return Ok(None);
    };
    let local = app.storage.local(blob).await?;
    let key = (blob.clone(), resource.report_blob.clone());
    let describe = describe(app, local.path().to_owned(), resource);
    let known = app.tables.0.get(key, describe).await?;
    Ok(Some(OpenTable {
        table: Table {
            path: local.path().to_owned(),
            columns: known.columns.clone(),
            row_count: known.row_count,
        },
        report: known.report.clone(),
        local,
    }))
}

// With the bytes that the description takes.
async fn describe(
    app: &App,
    path: PathBuf,
    resource: &VersionResource,
) -> Result<(Description, u64), Problem> {
    let limit = app.lanes.tables().quick;
    let opened = app
        .lanes
        .run(Lane::Quick, limit, move |_| Table::open(&path))
        .await?;
    let mut table = opened?;
    let (report, bytes) = report(app, resource).await?;
    for column in &mut table.columns {
        let described = report.iter().flat_map(|report| &report.columns);
        if let Some(known) = described
            .into_iter()
            .find(|known| known.name == column.name)
        {
            column.title = Some(known.title.clone()).filter(|title| !title.is_empty());
            column.unit = Some(known.unit.clone()).filter(|unit| !unit.is_empty());
        }
    }
    let description = Description {
        columns: table.columns,
        row_count: table.row_count,
        report: report.map(Arc::new),
    };
    Ok((description, IN_MEMORY * bytes))
}

// The report on the resource's table and its length. A damaged or missing one is no reason to refuse
// the rows.
async fn report(
    app: &App,
    resource: &VersionResource,
) -> Result<(Option<TableReport>, u64), Problem> {
    let Some(blob) = &resource.report_blob else {
        return Ok((None, 0));
    };
    let bytes = match app.storage.read(blob).await {
        Ok(bytes) => bytes,
        Err(storage::Error::Missing) => return Ok((None, 0)),
        Err(error) => return Err(error.into()),
    };
    let report: Option<Report> = serde_json::from_slice(&bytes).ok();
    if report.is_none() {
        tracing::warn!(blob = %blob, "a report can't be read");
    }
    let first = report.and_then(|report| report.tables.into_iter().next());
    Ok((first, bytes.len() as u64))
}
