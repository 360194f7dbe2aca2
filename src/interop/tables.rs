//! The canonical table of a public resource, ready to be asked.

use super::ckan::catalogue;
use crate::app::App;
use crate::catalog::public::{self, PublicDataset};
use crate::catalog::{ResourceId, VersionResource};
use crate::error::Failure;
use crate::http::problem::Problem;
use crate::inspection::report::Report;
use crate::lanes::Lane;
use crate::query::{ColumnType, Table};
use crate::storage::LocalFile;
use serde_json::{Value, json};

/// A table with the copy of it that is held on this machine.
#[derive(Debug)]
pub(super) struct OpenTable {
    /// The dataset.
    pub(super) dataset: PublicDataset,
    /// The resource.
    pub(super) file: VersionResource,
    /// The table.
    pub(super) table: Table,
    /// Keeps the file; hold it as long as rows are read.
    pub(super) local: LocalFile,
}

/// Opens the table of a resource in its published version or the one with `number`; `None` for everything that
/// the public can't read as a table.
///
/// Errors: those of database, storage and lanes.
pub(super) async fn open(
    app: &App,
    resource: &str,
    number: Option<i64>,
) -> Result<Option<OpenTable>, Problem> {
    let Ok(id) = ResourceId::parse(resource) else {
        return Ok(None);
    };
    let mut tx = app.database.begin_read().await?;
    let found = match public::resource(&mut tx, &id, number).await {
        Err(error) if catalogue::is_absent(&error) => return Ok(None),
        other => other?,
    };
    drop(tx);
    let (dataset, file) = found;
    let Some(blob) = &file.table_blob else {
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
    describe(app, &file, &mut table).await;
    Ok(Some(OpenTable {
        dataset,
        file,
        table,
        local,
    }))
}

/// Adds headers and units from the inspection's report. Without the report the table is only less well described.
async fn describe(app: &App, file: &VersionResource, table: &mut Table) {
    let Some(blob) = &file.report_blob else {
        return;
    };
    let bytes = match app.storage.read(blob).await {
        Ok(bytes) => bytes,
        Err(error) => {
            tracing::warn!(%error, code = error.code(), "a report could not be read");
            return;
        }
    };
    let Ok(report) = serde_json::from_slice::<Report>(&bytes) else {
        return;
    };
    let Some(of_table) = report.tables.first() else {
        return;
    };
    for column in &mut table.columns {
        let Some(known) = of_table.columns.iter().find(|one| one.name == column.name) else {
            continue;
        };
        column.title = Some(known.title.clone()).filter(|title| !title.is_empty());
        column.unit = Some(known.unit.clone()).filter(|unit| !unit.is_empty());
    }
}

/// PostgreSQL's short name of a type, as CKAN's datastore gives it.
const fn type_name(column_type: ColumnType) -> &'static str {
    match column_type {
        ColumnType::Integer => "int8",
        ColumnType::Decimal { .. } => "numeric",
        ColumnType::Float => "float8",
        ColumnType::Text => "text",
        ColumnType::Date => "date",
        ColumnType::Boolean => "bool",
    }
}

/// The columns as CKAN's `fields`; all of them with `_id` first when `names` is empty.
pub(super) fn fields(table: &Table, names: &[String]) -> Vec<Value> {
    let row_number = || json!({ "id": crate::query::ROW_NUMBER, "type": "int" });
    let field = |column: &crate::query::ColumnInfo| {
        let mut field = json!({ "id": column.name, "type": type_name(column.column_type) });
        if let (Some(label), Value::Object(field)) = (&column.title, &mut field) {
            let notes = column.unit.as_deref().unwrap_or_default();
            field.insert("info".to_owned(), json!({ "label": label, "notes": notes }));
        }
        field
    };
    if names.is_empty() {
        let columns = table.columns.iter().map(field);
        return std::iter::once(row_number()).chain(columns).collect();
    }
    let wanted = names.iter().filter_map(|name| {
        let column = table.columns.iter().find(|column| column.name == *name);
        match column {
            Some(column) => Some(field(column)),
            None => (name == crate::query::ROW_NUMBER).then(row_number),
        }
    });
    wanted.collect()
}
