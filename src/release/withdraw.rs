//! Taking a public version back.

use super::feed::{self, ChangeKind};
use crate::accounts::Actor;
use crate::audit::{self, Event};
use crate::catalog::{self, VersionId, version, writer};
use crate::database::Tx;
use crate::error::Message;
use crate::submission::Error;
use crate::submission::state::Refusal;
use jiff::Timestamp;
use serde_json::json;

/// Takes a version back with a public reason; only stewards.
pub async fn withdraw(
    tx: &mut Tx,
    actor: &Actor,
    id: &VersionId,
    reason: &str,
    now: Timestamp,
) -> Result<(), Error> {
    if !actor.is_steward() || !actor.may_write() {
        return Err(Error::Refused(Refusal::NotYourRole));
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::field(
            "reason",
            "submission.reason_missing",
            Message::new("submission-reason-missing"),
        ));
    }
    let version = version::by_id(tx, id).await.map_err(catalog_error)?;
    // The journal is locked before the dataset, as publishing does: two locks in two orders would wait for each other.
    let event = Event {
        action: "version.withdrawn",
        subject_kind: "version",
        subject_id: id.as_str(),
        detail: json!({ "dataset": version.dataset_id, "reason": reason }),
    };
    audit::append(tx, Some(actor), event, now).await?;
    writer::withdraw(tx, &version.dataset_id, id, reason, now)
        .await
        .map_err(catalog_error)?;
    feed::append(
        tx,
        ChangeKind::Withdrawn,
        &version.dataset_id,
        Some(id),
        now,
    )
    .await?;
    Ok(())
}

fn catalog_error(error: catalog::Error) -> Error {
    match error {
        catalog::Error::Database(inner) => Error::Database(inner),
        _ => Error::NotFound,
    }
}
