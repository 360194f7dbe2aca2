//! Titles that stand twice: what is handed in under the title of a dataset that the same organization has already.

use crate::accounts::Actor;
use crate::catalog::{Dataset, DatasetId, dataset};
use crate::database::Tx;
use crate::submission::{Error, Kind, Submission, SubmissionId, record};
use serde::Serialize;

/// Another dataset of the same organization with the same title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Twin {
    /// Its name in addresses.
    pub dataset: String,
    /// Its title.
    pub title: String,
    /// Whether it was published, so that an update can be handed in instead.
    pub is_published: bool,
    /// Its unfinished submission, when there is one that the actor may know of.
    pub submission: Option<SubmissionId>,
    /// That submission's register number.
    pub number: Option<String>,
}

/// The datasets that `submission` would double if it were called `title`; case, blanks and accents make no difference.
///
/// Those that were published, and those of unfinished submissions that the actor may know of; none for an update, which
/// is of the dataset that had the title first.
pub async fn of(
    tx: &mut Tx,
    actor: &Actor,
    submission: &Submission,
    title: &str,
) -> Result<Vec<Twin>, Error> {
    if submission.kind != Kind::New {
        return Ok(Vec::new());
    }
    let same = dataset::of_title(tx, &submission.organization_id, title)
        .await
        .map_err(super::drafts::catalog_error)?;
    let mut twins = Vec::new();
    for other in same {
        if other.id != submission.dataset_id {
            twins.extend(twin(tx, actor, other).await?);
        }
    }
    Ok(twins)
}

async fn twin(tx: &mut Tx, actor: &Actor, other: Dataset) -> Result<Option<Twin>, Error> {
    let open = known_open(tx, actor, &other.id).await?;
    let is_published = other.first_released_at.is_some();
    Ok((is_published || open.is_some()).then(|| Twin {
        dataset: other.name,
        title: other.title,
        is_published,
        number: open.as_ref().map(|open| open.number.clone()),
        submission: open.map(|open| open.id),
    }))
}

/// The open submission of a dataset, if the actor may know of it.
pub(super) async fn known_open(
    tx: &mut Tx,
    actor: &Actor,
    dataset: &DatasetId,
) -> Result<Option<Submission>, Error> {
    let Some(open) = record::open_of_dataset(tx, dataset).await? else {
        return Ok(None);
    };
    match record::visible(tx, actor, &open.id).await {
        Ok(known) => Ok(Some(known)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
