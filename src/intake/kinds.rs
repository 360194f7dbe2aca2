//! How the draft of an update relates to what is published, said anew.

use super::drafts::editable;
use super::inspections;
use crate::accounts::Actor;
use crate::audit::{self, Event};
use crate::database::Tx;
use crate::error::Message;
use crate::submission::{Error, Kind, SubmissionId, files, record};
use jiff::Timestamp;
use serde_json::json;

/// Says it; the draft's files are inspected again, since they are held against the published tables in another way.
///
/// Errors: [`Error::Fields`] for a new dataset, a withdrawn one, and kinds that bring no table.
pub async fn set_kind(
    tx: &mut Tx,
    actor: &Actor,
    id: &SubmissionId,
    kind: Kind,
    now: Timestamp,
) -> Result<(), Error> {
    let submission = editable(tx, actor, id).await?;
    let refused = |message| Error::field("kind", "submission.kind", Message::new(message));
    if submission.kind == Kind::New {
        return Err(refused("submission-kind-new"));
    }
    if !kind.updates_table() || !submission.kind.updates_table() {
        return Err(refused("submission-kind-table"));
    }
    if submission.base_version_id.is_none() && kind != Kind::Replace {
        return Err(refused("submission-kind-withdrawn"));
    }
    if kind == submission.kind {
        return Ok(());
    }
    record::set_kind(tx, &submission, kind, now).await?;
    record::add_contributor(tx, id, actor).await?;
    for file in files::of(tx, id).await? {
        inspections::begin_again(tx, actor, &file.id, now).await?;
    }
    let event = Event {
        action: "submission.kind_changed",
        subject_kind: "submission",
        subject_id: id.as_str(),
        detail: json!({ "from": submission.kind, "to": kind }),
    };
    audit::append(tx, Some(actor), event, now).await?;
    Ok(())
}
