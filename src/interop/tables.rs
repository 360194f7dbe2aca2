//! The canonical table of a public resource, with its columns as CKAN's datastore names them.

use super::ckan::catalogue;
use crate::app::App;
use crate::catalog::public::{self, PublicDataset};
use crate::catalog::{ResourceId, VersionResource};
use crate::http::problem::Problem;
use crate::http::tables::{self, OpenTable};
use crate::query::{ColumnType, Table};
use serde_json::{Value, json};

/// A public table with what it belongs to.
#[derive(Debug)]
pub(super) struct PublicTable {
    /// The dataset.
    pub(super) dataset: PublicDataset,
    /// The resource.
    pub(super) file: VersionResource,
    /// The table; hold it as long as rows are read.
    pub(super) open: OpenTable,
}

/// Opens the table of a resource in its published version or the one with `number`; `None` for everything that
/// the public can't read as a table.
///
/// Errors: those of database, storage and lanes.
pub(super) async fn open(
    app: &App,
    resource: &str,
    number: Option<i64>,
) -> Result<Option<PublicTable>, Problem> {
    let Ok(id) = ResourceId::parse(resource) else {
        return Ok(None);
    };
    let mut tx = app.database.begin_read().await?;
    let (dataset, file) = match public::resource(&mut tx, &id, number).await {
        Err(error) if catalogue::is_absent(&error) => return Ok(None),
        other => other?,
    };
    drop(tx);
    let open = tables::open(app, &file).await?;
    Ok(open.map(|open| PublicTable {
        dataset,
        file,
        open,
    }))
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
