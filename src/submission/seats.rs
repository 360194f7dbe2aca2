//! What files that were taken out of a draft leave to those that come in their stead.

use super::{Error, File, SubmissionId};
use crate::catalog::ResourceId;
use crate::database::Tx;

/// The place of a file in a draft, without the file.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Seat {
    /// The resource that the file became or updated.
    pub resource_id: ResourceId,
    /// Name of the file.
    pub file_name: String,
    /// Title of the resource.
    pub name: String,
    /// What the resource holds.
    pub description: String,
    /// What was overruled of the file's reading, as JSON.
    pub reading: String,
}

impl Seat {
    /// The place that a file has.
    pub fn of(file: &File) -> Self {
        Self {
            resource_id: file.resource_id.clone(),
            file_name: file.file_name.clone(),
            name: file.name.clone(),
            description: file.description.clone(),
            reading: file.reading.clone(),
        }
    }
}

/// Keeps the place of a file that is taken out.
pub async fn leave(tx: &mut Tx, submission: &SubmissionId, seat: &Seat) -> Result<(), Error> {
    take(tx, submission, &seat.resource_id).await?;
    sqlx::query(
        "insert into submission_seat (submission_id, resource_id, file_name, name, description, reading)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(submission.as_str())
    .bind(seat.resource_id.as_str())
    .bind(&seat.file_name)
    .bind(&seat.name)
    .bind(&seat.description)
    .bind(&seat.reading)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The places that files have left in a draft.
pub async fn left(tx: &mut Tx, submission: &SubmissionId) -> Result<Vec<Seat>, Error> {
    Ok(sqlx::query_as(
        "select resource_id, file_name, name, description, reading from submission_seat
         where submission_id = $1 order by resource_id",
    )
    .bind(submission.as_str())
    .fetch_all(&mut **tx)
    .await?)
}

/// Ends the keeping of a place.
pub async fn take(
    tx: &mut Tx,
    submission: &SubmissionId,
    resource: &ResourceId,
) -> Result<(), Error> {
    sqlx::query("delete from submission_seat where submission_id = $1 and resource_id = $2")
        .bind(submission.as_str())
        .bind(resource.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
