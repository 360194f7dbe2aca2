//! Asking for an exception of findings about personal data, and deciding on it.

use super::actions::Tools;
use crate::accounts::Actor;
use crate::audit::{self, Event};
use crate::database::Tx;
use crate::inspection::Report;
use crate::intake::inspect;
use crate::submission::exceptions::{self, ExceptionState};
use crate::submission::state::Refusal;
use crate::submission::transition::{self, Effects};
use crate::submission::{Action, Error, State, Submission, files, record};
use jiff::Timestamp;
use serde_json::json;

/// Asks for every finding about personal data that still blocks. The reason goes to the stewards alone, so it is not
/// in the history.
pub(super) async fn ask(
    tx: &mut Tx,
    tools: Tools<'_>,
    actor: &Actor,
    submission: &Submission,
    reason: &str,
    now: Timestamp,
) -> Result<State, Error> {
    // The transition locks the submission: of two who ask at once the second finds the first one's request.
    let state = transition(tx, actor, submission, Action::AskException, "", now).await?;
    let (_, earlier) = exceptions::waiting(tx, &submission.id).await?;
    let mut asked = Vec::new();
    for file in files::of(tx, &submission.id).await? {
        let Some(blob) = &file.report_blob else {
            continue;
        };
        let mut report: Report = inspect::report(tools.storage, blob).await?;
        let granted = exceptions::granted(tx, &submission.dataset_id, &file.blob).await?;
        exceptions::lift(&mut report, &granted);
        for finding in exceptions::blocking(&report) {
            exceptions::ask(tx, actor, submission, (&file, finding), reason, now).await?;
            asked.push(json!({ "blob": file.blob, "finding": exceptions::key(finding) }));
        }
    }
    if asked.is_empty() || earlier > 0 {
        return Err(Error::Refused(Refusal::NothingToExcept));
    }
    record::add_contributor(tx, &submission.id, actor).await?;
    note(
        tx,
        actor,
        submission,
        "exception.asked",
        json!({ "reason": reason, "findings": asked }),
        now,
    )
    .await?;
    Ok(state)
}

/// Grants on the legal ground that `answer` names, or refuses with that reason, what was asked.
pub(super) async fn decide(
    tx: &mut Tx,
    actor: &Actor,
    submission: &Submission,
    action: Action,
    answer: &str,
    now: Timestamp,
) -> Result<State, Error> {
    // The right and the state first: nothing is written for those who may not.
    let state = transition(tx, actor, submission, action, answer, now).await?;
    let (decision, event) = if action == Action::GrantException {
        (ExceptionState::Granted, "exception.granted")
    } else {
        (ExceptionState::Refused, "exception.refused")
    };
    let decided = exceptions::decide(tx, actor, &submission.id, decision, answer, now).await?;
    if decided.is_empty() {
        return Err(Error::Refused(Refusal::NothingToExcept));
    }
    let findings: Vec<_> = decided
        .iter()
        .map(|(blob, finding)| json!({ "blob": blob, "finding": finding }))
        .collect();
    note(
        tx,
        actor,
        submission,
        event,
        json!({ "answer": answer, "findings": findings }),
        now,
    )
    .await?;
    Ok(state)
}

async fn transition(
    tx: &mut Tx,
    actor: &Actor,
    submission: &Submission,
    action: Action,
    reason: &str,
    now: Timestamp,
) -> Result<State, Error> {
    let effects = Effects::default();
    transition::act(tx, actor, submission, action, reason, effects, now).await
}

async fn note(
    tx: &mut Tx,
    actor: &Actor,
    submission: &Submission,
    action: &str,
    detail: serde_json::Value,
    now: Timestamp,
) -> Result<(), Error> {
    let event = Event {
        action,
        subject_kind: "submission",
        subject_id: submission.id.as_str(),
        detail,
    };
    audit::append(tx, Some(actor), event, now).await?;
    Ok(())
}
