//! The canonical table of a resource, brought to this machine and described.

use super::problem::Problem;
use crate::app::App;
use crate::catalog::VersionResource;
use crate::inspection::report::{Report, TableReport};
use crate::lanes::Lane;
use crate::query::Table;
use crate::storage::{self, LocalFile};

/// A table that can be asked.
#[derive(Debug)]
pub struct OpenTable {
    /// The table, its columns with title and unit where the inspection's report names them.
    pub table: Table,
    /// What the inspection said of the upload that the table came of; of a table put together from
    /// several uploads only the names, kinds and units of columns still hold.
    pub report: Option<TableReport>,
    /// Keeps the file on this machine; hold it as long as rows are read.
    pub local: LocalFile,
}

/// Opens the table of a resource; `None` when it has none (a document, a picture).
///
/// Whether the caller may read the resource is decided before. Errors: those of storage and lanes.
pub async fn open(app: &App, resource: &VersionResource) -> Result<Option<OpenTable>, Problem> {
    let Some(blob) = &resource.table_blob else {
        return Ok(None);
    };
    let local = app.storage.local(blob).await?;
    let path = local.path().to_owned();
    let limit = app.lanes.tables().quick;
    let opened = app
        .lanes
        .run(Lane::Quick, limit, move |_| Table::open(&path))
        .await?;
    let mut table = opened?;
    let report = report(app, resource).await?;
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
    Ok(Some(OpenTable {
        table,
        report,
        local,
    }))
}

/// The report on the resource's table. A damaged or missing one is no reason to refuse the rows.
async fn report(app: &App, resource: &VersionResource) -> Result<Option<TableReport>, Problem> {
    let Some(blob) = &resource.report_blob else {
        return Ok(None);
    };
    let bytes = match app.storage.read(blob).await {
        Ok(bytes) => bytes,
        Err(storage::Error::Missing) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let report: Option<Report> = serde_json::from_slice(&bytes).ok();
    if report.is_none() {
        tracing::warn!(blob = %blob, "a report can't be read");
    }
    Ok(report.and_then(|report| report.tables.into_iter().next()))
}
