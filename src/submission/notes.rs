//! Discussion and history of a submission.

use super::{Action, Error, SubmissionId};
use crate::accounts::{AccountId, Actor};
use crate::database::{Tx, clock, ids};
use crate::text_enum;
use jiff::Timestamp;

text_enum! {
    /// What a note is.
    NoteKind {
        /// Something a person says.
        Comment = "comment",
        /// A change of state, with its reason.
        Transition = "transition",
    }
}

/// One entry of the history.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Note {
    /// Identifier.
    pub id: String,
    /// Who; `None` is the portal.
    pub account_id: Option<AccountId>,
    /// The name that others read.
    pub author: Option<String>,
    /// What it is.
    #[sqlx(try_from = "String")]
    pub kind: NoteKind,
    /// Stored name of the action of a transition.
    pub action: String,
    /// What the comment is about, such as a cell; empty for the whole.
    pub place: String,
    /// The words.
    pub body: String,
    /// When (microseconds UTC).
    pub created_at: i64,
}

/// The history, oldest first.
pub async fn of(tx: &mut Tx, submission: &SubmissionId) -> Result<Vec<Note>, Error> {
    Ok(sqlx::query_as(
        "select n.id, n.account_id, a.display_name as author, n.kind, n.action, n.place, n.body, n.created_at
         from submission_note n left join account a on a.id = n.account_id
         where n.submission_id = $1 order by n.created_at, n.id",
    )
    .bind(submission.as_str())
    .fetch_all(&mut **tx)
    .await?)
}

/// The stored name of what happened last, if anything did.
pub(super) async fn last_transition(
    tx: &mut Tx,
    submission: &SubmissionId,
) -> Result<Option<String>, Error> {
    let row: Option<(String,)> = sqlx::query_as(
        "select action from submission_note where submission_id = $1 and kind = 'transition'
         order by created_at desc, id desc limit 1",
    )
    .bind(submission.as_str())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|(action,)| action))
}

/// Adds a comment.
pub async fn comment(
    tx: &mut Tx,
    submission: &SubmissionId,
    actor: &Actor,
    place: &str,
    body: &str,
    now: Timestamp,
) -> Result<(), Error> {
    insert(
        tx,
        submission,
        Some(actor),
        (NoteKind::Comment, ""),
        (place, body),
        now,
    )
    .await
}

/// Adds a transition.
pub(super) async fn transition(
    tx: &mut Tx,
    submission: &SubmissionId,
    actor: Option<&Actor>,
    action: Action,
    reason: &str,
    now: Timestamp,
) -> Result<(), Error> {
    insert(
        tx,
        submission,
        actor,
        (NoteKind::Transition, action.as_str()),
        ("", reason),
        now,
    )
    .await
}

async fn insert(
    tx: &mut Tx,
    submission: &SubmissionId,
    actor: Option<&Actor>,
    (kind, action): (NoteKind, &str),
    (place, body): (&str, &str),
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "insert into submission_note (id, submission_id, account_id, kind, action, place, body, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(ids::fresh())
    .bind(submission.as_str())
    .bind(actor.map(|actor| actor.account_id.as_str().to_owned()))
    .bind(kind.as_str())
    .bind(action)
    .bind(place)
    .bind(body)
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    Ok(())
}
