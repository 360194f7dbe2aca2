//! The portable dump: every table as JSON lines, in an order in which references can be filled. It serves backup,
//! restore, and moving between SQLite and PostgreSQL.

use super::{Error, Tx};
use serde_json::{Map, Value};
use sqlx::{Column, Row};

/// Tables of the dump, referenced ones first. Sessions, idempotency keys and uploads under way are not worth keeping.
pub const TABLES: &[&str] = &[
    "account",
    "organization",
    "role_grant",
    "invitation",
    "api_token",
    "topic",
    "dataset",
    "dataset_topic",
    "dataset_redirect",
    "blob",
    "submission",
    "submission_file",
    "submission_seat",
    "submission_contributor",
    "submission_note",
    "privacy_exception",
    "version",
    "resource",
    "resource_schema",
    "code_list",
    "code_list_code",
    "resource_schema_list",
    "version_resource",
    "usage_day",
    "job",
    "counter",
    "audit_event",
    "change",
];

/// Tables that the dump leaves out.
pub const LEFT_OUT: &[&str] = &["session", "idempotency", "upload", "upload_part"];

const PAGE: i64 = 1000;

/// The rows of a table from `offset` on, at most a thousand, each as a JSON object.
pub async fn page(
    tx: &mut Tx,
    table: &'static str,
    offset: i64,
) -> Result<Vec<Map<String, Value>>, Error> {
    let text = format!("select * from {table} order by 1, 2 limit {PAGE} offset {offset}");
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(|row| to_object(row, table)).collect()
}

fn to_object(row: &sqlx::any::AnyRow, table: &'static str) -> Result<Map<String, Value>, Error> {
    let mut object = Map::new();
    for column in row.columns() {
        let index = column.ordinal();
        // The schema has only bigint and text columns; a value says itself which of them it is.
        let value = match row.try_get::<Option<i64>, _>(index) {
            Ok(number) => number.map(Value::from),
            Err(_) => row
                .try_get::<Option<String>, _>(index)
                .map(|text| text.map(Value::from))
                .map_err(|_| Error::Inconsistent {
                    table,
                    column: "?",
                    row: column.name().to_owned(),
                })?,
        };
        object.insert(column.name().to_owned(), value.unwrap_or(Value::Null));
    }
    Ok(object)
}

/// Whether the portal is empty, so that a dump may be filled in.
pub async fn is_empty(tx: &mut Tx) -> Result<bool, Error> {
    let (people,): (i64,) = sqlx::query_as("select count(*) from account")
        .fetch_one(&mut **tx)
        .await?;
    let (events,): (i64,) = sqlx::query_as("select count(*) from audit_event")
        .fetch_one(&mut **tx)
        .await?;
    Ok(people == 0 && events == 0)
}

/// Removes what a fresh schema holds from the start, before a dump is filled in.
pub async fn clear(tx: &mut Tx) -> Result<(), Error> {
    for table in ["counter", "invitation"] {
        sqlx::query(sqlx::AssertSqlSafe(format!("delete from {table}")))
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Inserts a row of the dump.
///
/// Errors: [`Error::Inconsistent`] for a column name that is none, and those of the database.
pub async fn insert(
    tx: &mut Tx,
    table: &'static str,
    object: &Map<String, Value>,
) -> Result<(), Error> {
    let plain = |name: &String| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    if let Some(name) = object.keys().find(|name| !plain(name)) {
        return Err(Error::Inconsistent {
            table,
            column: "?",
            row: name.clone(),
        });
    }
    let names: Vec<&str> = object.keys().map(String::as_str).collect();
    // A null is written as the word: a bound one would need the column's type.
    let (mut markers, mut bound) = (Vec::new(), Vec::new());
    for value in object.values() {
        if value.is_null() {
            markers.push("null".to_owned());
        } else {
            bound.push(value);
            markers.push(format!("${}", bound.len()));
        }
    }
    let text = format!(
        "insert into {table} ({}) values ({})",
        names.join(", "),
        markers.join(", ")
    );
    let mut query = sqlx::query(sqlx::AssertSqlSafe(text));
    for value in bound {
        query = match value {
            Value::Number(number) => query.bind(number.as_i64().unwrap_or_default()),
            Value::String(text) => query.bind(text.clone()),
            other => query.bind(other.to_string()),
        };
    }
    query.execute(&mut **tx).await?;
    Ok(())
}
