//! The acts of people on a submission.

use super::exceptions;
use crate::accounts::{AccountId, Actor};
use crate::calendar::Calendar;
use crate::catalog::dataset;
use crate::database::Tx;
use crate::error::Message;
use crate::jobs::{self, Task};
use crate::release;
use crate::storage::Storage;
use crate::submission::files::{self, FileState};
use crate::submission::state::{Facts, Refusal};
use crate::submission::transition::{self, Effects};
use crate::submission::{Action, Error, Kind, State, Submission, SubmissionId, notes, record};
use jiff::Timestamp;

/// When what is approved becomes public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Publish {
    /// At once.
    #[default]
    Now,
    /// When somebody says so.
    Hold,
    /// At this time.
    At(Timestamp),
}

/// An act with its words.
#[derive(Debug, Clone)]
pub struct ActionRequest {
    /// What to do.
    pub action: Action,
    /// Why; needed for return and reject, optional elsewhere.
    pub reason: String,
    /// For an approval: when to publish.
    pub publish: Publish,
    /// The state that the person's window showed; another one now is a conflict.
    pub seen: Option<State>,
    /// For an assignment: to whom.
    pub assignee: Option<Actor>,
}

impl ActionRequest {
    /// An act without words.
    pub fn new(action: Action) -> Self {
        Self {
            action,
            reason: String::new(),
            publish: Publish::Now,
            seen: None,
            assignee: None,
        }
    }

    /// The same with a reason.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }
}

/// What the acts need beside the database.
#[derive(Debug, Clone, Copy)]
pub struct Tools<'a> {
    /// Blobs.
    pub storage: &'a Storage,
    /// Working time.
    pub calendar: &'a Calendar,
}

/// Does what `request` says, if the tables allow it to `actor` now. Ring the workers after the commit.
///
/// Errors: [`Error::NotFound`] for those who may not know of it, [`Error::Refused`], [`Error::NotNow`],
/// [`Error::Fields`] for a missing reason, [`Error::Blocked`] and others when `submit` finds something missing.
pub async fn act(
    tx: &mut Tx,
    tools: Tools<'_>,
    actor: &Actor,
    id: &SubmissionId,
    request: &ActionRequest,
    now: Timestamp,
) -> Result<State, Error> {
    let submission = record::visible(tx, actor, id).await?;
    // The right comes before the state: whoever may never do it is told so, whatever the state.
    let facts = record::facts(tx, actor, &submission).await?;
    allowed_or_claimable(request, facts, &submission)?;
    let reason = request.reason.trim();
    if request.action.needs_reason() && reason.is_empty() {
        let message = Message::new("submission-reason-missing");
        return Err(Error::field("reason", "submission.reason_missing", message));
    }
    let submission = if request.action.claims_first(submission.state) {
        claim(tx, actor, submission, now).await?
    } else {
        submission
    };
    let effects = match request.action {
        Action::Submit => return submit(tx, actor, &submission, reason, now).await,
        Action::Assign => return assign(tx, actor, &submission, request, now).await,
        Action::Approve => return approve(tx, tools, actor, &submission, request, now).await,
        Action::Publish => return publish(tx, tools, actor, &submission, now).await,
        Action::Endorse => {
            let due = tools.calendar.review_due(now);
            Effects {
                due_at: Some(Some(due)),
                ..Effects::default()
            }
        }
        Action::Claim => Effects {
            claim: Some(Some(actor.account_id.clone())),
            ..Effects::default()
        },
        Action::Unclaim => Effects {
            claim: Some(None),
            ..Effects::default()
        },
        Action::Return => Effects {
            claim: Some(None),
            due_at: Some(None),
            decided: true,
            ..Effects::default()
        },
        Action::Reject => Effects {
            due_at: Some(None),
            decided: true,
            ..Effects::default()
        },
        Action::Recall | Action::Cancel => Effects {
            due_at: Some(None),
            ..Effects::default()
        },
        Action::AskException => {
            return exceptions::ask(tx, tools, actor, &submission, reason, now).await;
        }
        Action::GrantException | Action::RefuseException => {
            let action = request.action;
            return exceptions::decide(tx, actor, &submission, action, reason, now).await;
        }
        Action::PassCheck
        | Action::AskEndorsement
        | Action::FailCheck
        | Action::FailRecheck
        | Action::Schedule => return Err(Error::Refused(Refusal::OnlyThePortal)),
    };
    let state =
        transition::act(tx, actor, &submission, request.action, reason, effects, now).await?;
    if matches!(state, State::Rejected | State::Cancelled) {
        free_name(tx, &submission).await?;
    }
    Ok(state)
}

async fn publish(
    tx: &mut Tx,
    tools: Tools<'_>,
    actor: &Actor,
    submission: &Submission,
    now: Timestamp,
) -> Result<State, Error> {
    let state = submission
        .state
        .after(Action::Publish)
        .map_err(|_| submission.not_now(Action::Publish))?;
    release::publish::publish(tx, tools.storage, Some(actor), submission, now).await?;
    Ok(state)
}

// A decision on an unclaimed submission claims it in the same request; all else needs its right as it stands. Where
// the state does not fit, the state is what is wrong, not who holds the claim.
fn allowed_or_claimable(
    request: &ActionRequest,
    facts: Facts,
    submission: &Submission,
) -> Result<(), Error> {
    let action = request.action;
    let claims = action.claims_first(submission.state);
    let fits = claims || submission.state.after(action).is_ok();
    let facts = Facts {
        holds_claim: facts.holds_claim || !fits || claims,
        ..facts
    };
    action.allowed_to(facts).map_err(Error::Refused)?;
    if !fits || request.seen.is_some_and(|seen| seen != submission.state) {
        return Err(submission.not_now(action));
    }
    Ok(())
}

async fn claim(
    tx: &mut Tx,
    actor: &Actor,
    submission: Submission,
    now: Timestamp,
) -> Result<Submission, Error> {
    let effects = Effects {
        claim: Some(Some(actor.account_id.clone())),
        ..Effects::default()
    };
    transition::act(tx, actor, &submission, Action::Claim, "", effects, now).await?;
    record::by_id(tx, &submission.id).await
}

async fn submit(
    tx: &mut Tx,
    actor: &Actor,
    submission: &Submission,
    reason: &str,
    now: Timestamp,
) -> Result<State, Error> {
    submission
        .state
        .after(Action::Submit)
        .map_err(|_| submission.not_now(Action::Submit))?;
    let missing = submission.metadata()?.missing();
    if !missing.is_empty() {
        return Err(Error::Fields(missing));
    }
    let files = files::of(tx, &submission.id).await?;
    if files.is_empty() && submission.kind != Kind::Metadata {
        return Err(Error::NoFile);
    }
    if files.iter().any(|file| file.state == FileState::Failed) {
        return Err(Error::NotInspected);
    }
    let blocking: i64 = files.iter().map(|file| file.blocking_count).sum();
    if blocking > 0 {
        return Err(Error::Blocked(blocking));
    }
    if !reason.is_empty() {
        record::set_explanation(tx, &submission.id, reason).await?;
    }
    record::add_contributor(tx, &submission.id, actor).await?;
    let effects = Effects {
        submitted: Some(record::content_hash(submission, &files)),
        ..Effects::default()
    };
    let state =
        transition::act(tx, actor, submission, Action::Submit, reason, effects, now).await?;
    let task = Task::Check {
        submission: submission.id.to_string(),
    };
    jobs::enqueue(tx, &task, None, now, now).await?;
    Ok(state)
}

async fn assign(
    tx: &mut Tx,
    actor: &Actor,
    submission: &Submission,
    request: &ActionRequest,
    now: Timestamp,
) -> Result<State, Error> {
    let Some(assignee) = &request.assignee else {
        let message = Message::new("submission-assignee-missing");
        return Err(Error::field(
            "assignee",
            "submission.assignee_missing",
            message,
        ));
    };
    let facts = record::facts(tx, assignee, submission).await?;
    Action::Claim.allowed_to(facts).map_err(Error::Refused)?;
    let effects = Effects {
        claim: Some(Some(assignee.account_id.clone())),
        ..Effects::default()
    };
    transition::act(
        tx,
        actor,
        submission,
        Action::Assign,
        &request.reason,
        effects,
        now,
    )
    .await
}

async fn approve(
    tx: &mut Tx,
    tools: Tools<'_>,
    actor: &Actor,
    submission: &Submission,
    request: &ActionRequest,
    now: Timestamp,
) -> Result<State, Error> {
    let current = dataset::by_id(tx, &submission.dataset_id)
        .await
        .map_err(|_| Error::NotFound)?;
    if current.version_id != submission.base_version_id {
        return Err(Error::BaseMoved);
    }
    let publish_at = match request.publish {
        Publish::At(at) if at > now => Some(at),
        Publish::At(_) | Publish::Now | Publish::Hold => None,
    };
    let effects = Effects {
        decided: true,
        due_at: Some(None),
        publish_at,
        ..Effects::default()
    };
    let reason = request.reason.trim();
    let state =
        transition::act(tx, actor, submission, Action::Approve, reason, effects, now).await?;
    if request.publish == Publish::Hold {
        return Ok(state);
    }
    let approved = record::by_id(tx, &submission.id).await?;
    if let Some(at) = publish_at {
        let state = transition::apply(
            tx,
            Some(actor),
            &approved,
            Action::Schedule,
            "",
            Effects::default(),
            now,
        )
        .await?;
        let task = Task::Publish {
            submission: submission.id.to_string(),
        };
        jobs::enqueue(tx, &task, None, at, now).await?;
        return Ok(state);
    }
    release::publish::publish(tx, tools.storage, Some(actor), &approved, now).await?;
    Ok(State::Released)
}

async fn free_name(tx: &mut Tx, submission: &Submission) -> Result<(), Error> {
    if submission.kind == Kind::New {
        dataset::release_name(tx, &submission.dataset_id)
            .await
            .map_err(|_| Error::NotFound)?;
    }
    Ok(())
}

/// Puts what a person holds back into the queue, when their account is disabled. `actor` is who disabled it,
/// if they have an account themself.
pub async fn free_claims(
    tx: &mut Tx,
    actor: Option<&Actor>,
    holder: &AccountId,
    now: Timestamp,
) -> Result<(), Error> {
    let rows: Vec<(SubmissionId,)> = sqlx::query_as(
        "select id from submission where claimed_by = $1 and state = $2 order by id",
    )
    .bind(holder.as_str())
    .bind(State::InReview.as_str())
    .fetch_all(&mut **tx)
    .await?;
    for (id,) in rows {
        let held = record::by_id(tx, &id).await?;
        let effects = Effects {
            claim: Some(None),
            ..Effects::default()
        };
        transition::apply(tx, actor, &held, Action::Unclaim, "", effects, now).await?;
    }
    Ok(())
}

/// Adds a comment to the discussion.
pub async fn comment(
    tx: &mut Tx,
    actor: &Actor,
    id: &SubmissionId,
    place: &str,
    body: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let submission = record::visible(tx, actor, id).await?;
    if !actor.may_write() {
        return Err(Error::Refused(Refusal::NotYourRole));
    }
    let body = body.trim();
    if body.is_empty() || body.chars().count() > 4000 {
        let message = Message::new("submission-comment-missing");
        return Err(Error::field("body", "submission.comment_missing", message));
    }
    notes::comment(tx, &submission.id, actor, place, body, now).await
}

/// Publishes a scheduled submission whose time has come; does nothing when that has been done.
pub async fn publish_due(
    tx: &mut Tx,
    storage: &Storage,
    id: &SubmissionId,
    now: Timestamp,
) -> Result<(), Error> {
    let submission = record::by_id(tx, id).await?;
    if submission.state == State::Scheduled {
        release::publish::publish(tx, storage, None, &submission, now).await?;
    }
    Ok(())
}
