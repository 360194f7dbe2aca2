//! The reading that was accepted last time for a resource, taken up by its next upload.

use crate::catalog::ResourceId;
use crate::database::Tx;
use crate::inspection::Reading;
use crate::submission::{Error, Submission, files};

/// What was overruled for this resource in the newest version that came of a file of its own; the default when
/// nothing was.
///
/// Only what holds for another file of the same make is given (see [`Reading::lasting`]).
pub async fn remembered(
    tx: &mut Tx,
    submission: &Submission,
    resource: &ResourceId,
) -> Result<Reading, Error> {
    if submission.base_version_id.is_none() {
        return Ok(Reading::default());
    }
    let row = files::last_reading(tx, &submission.dataset_id, resource).await?;
    let known = row.and_then(|reading| serde_json::from_str::<Reading>(&reading).ok());
    let mut reading = known.unwrap_or_default().lasting();
    reading.is_remembered = reading != Reading::default();
    Ok(reading)
}

/// A reading in its stored form.
pub fn encode(reading: &Reading) -> String {
    serde_json::to_string(reading).unwrap_or_else(|_| "{}".to_owned())
}
