//! The one way in which a submission changes its state.

use super::{Action, Error, State, Submission, notes, record};
use crate::accounts::{AccountId, Actor};
use crate::audit::{self, Event};
use crate::database::{Tx, clock};
use jiff::Timestamp;
use serde_json::json;

/// What a transition sets beside the state.
#[derive(Debug, Clone, Default)]
pub struct Effects {
    /// Sets or clears the claim.
    pub claim: Option<Option<AccountId>>,
    /// Sets the time the review falls due.
    pub due_at: Option<Option<Timestamp>>,
    /// Sets the hash of what was handed in, and the time.
    pub submitted: Option<String>,
    /// Records the actor as the one who decided.
    pub decided: bool,
    /// Sets the time of publication.
    pub publish_at: Option<Timestamp>,
}

/// Applies `action` of a person: checks state and person, stores, writes history and audit.
///
/// Errors: [`Error::NotNow`] and [`Error::Refused`] by the tables; [`Error::NotNow`] with the new state when
/// somebody else was faster.
pub async fn act(
    tx: &mut Tx,
    actor: &Actor,
    submission: &Submission,
    action: Action,
    reason: &str,
    effects: Effects,
    now: Timestamp,
) -> Result<State, Error> {
    let facts = record::facts(tx, actor, submission).await?;
    // Whoever is never allowed is told so before being told about states.
    action.allowed_to(facts).map_err(Error::Refused)?;
    apply(tx, Some(actor), submission, action, reason, effects, now).await
}

/// Applies `action` of the portal itself, or of a person whose right has been checked.
pub async fn apply(
    tx: &mut Tx,
    actor: Option<&Actor>,
    submission: &Submission,
    action: Action,
    reason: &str,
    effects: Effects,
    now: Timestamp,
) -> Result<State, Error> {
    let from = submission.state;
    let to = from.after(action).map_err(|_| submission.not_now(action))?;
    let claim = effects
        .claim
        .clone()
        .unwrap_or_else(|| submission.claimed_by.clone());
    let claimed_at = match &effects.claim {
        Some(Some(_)) => Some(clock::micros(now)),
        Some(None) => None,
        None => submission.claimed_at,
    };
    let due_at = effects
        .due_at
        .map_or(submission.due_at, |due| due.map(clock::micros));
    let decided = effects.decided.then_some(actor).flatten();
    let changed = sqlx::query(
        "update submission set state = $1, state_at = $2, updated_at = $2, claimed_by = $3, claimed_at = $4, due_at = $5,
            submitted_at = coalesce($6, submitted_at), content_hash = coalesce($7, content_hash),
            decided_by = coalesce($8, decided_by), decided_at = coalesce($9, decided_at),
            decided_role = coalesce($10, decided_role), publish_at = coalesce($11, publish_at)
         where id = $12 and state = $13 and revision = $14 and coalesce(claimed_by, '') = $15",
    )
    .bind(to.as_str())
    .bind(clock::micros(now))
    .bind(claim.as_ref().map(|account| account.as_str().to_owned()))
    .bind(claimed_at)
    .bind(due_at)
    .bind(effects.submitted.as_ref().map(|_| clock::micros(now)))
    .bind(effects.submitted.clone())
    .bind(decided.map(|actor| actor.account_id.as_str().to_owned()))
    .bind(decided.map(|_| clock::micros(now)))
    .bind(decided.map(|actor| actor.strongest_role().to_owned()))
    .bind(effects.publish_at.map(clock::micros))
    .bind(submission.id.as_str())
    .bind(from.as_str())
    .bind(submission.revision)
    .bind(submission.claimed_by.as_ref().map_or("", AccountId::as_str))
    .execute(&mut **tx)
    .await?;
    if changed.rows_affected() != 1 {
        let current = record::by_id(tx, &submission.id).await?;
        return Err(current.not_now(action));
    }
    notes::transition(tx, &submission.id, actor, action, reason, now).await?;
    let event = Event {
        action: &format!("submission.{action}"),
        subject_kind: "submission",
        subject_id: submission.id.as_str(),
        detail: json!({ "from": from, "to": to, "reason": reason, "content": submission.content_hash }),
    };
    audit::append(tx, actor, event, now).await?;
    Ok(to)
}
