//! Setting the rules of a table: drafts of it that are still open are inspected again under them.

use super::inspections;
use crate::accounts::Actor;
use crate::catalog::ResourceId;
use crate::database::Tx;
use crate::schema::{Error, TableSchema, store};
use crate::submission::{self, files};
use jiff::Timestamp;

/// Sets the schema of a resource and queues what it changes; gives its number. Ring the workers after the commit.
///
/// Errors: those of [`store::set`].
pub async fn set(
    tx: &mut Tx,
    actor: &Actor,
    resource: &ResourceId,
    schema: &TableSchema,
    seen: Option<i64>,
    now: Timestamp,
) -> Result<i64, Error> {
    let number = store::set(tx, actor, resource, schema, seen, now).await?;
    for file in files::open_of(tx, resource).await.map_err(fault)? {
        files::set_reading(tx, &file.id, &file.reading)
            .await
            .map_err(fault)?;
        inspections::queue(tx, &file.id, now).await.map_err(fault)?;
    }
    Ok(number)
}

fn fault(error: submission::Error) -> Error {
    match error {
        submission::Error::Database(inner) => Error::Database(inner),
        _ => Error::NotFound,
    }
}
