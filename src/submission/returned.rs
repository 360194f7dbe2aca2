//! Why a draft came back: what the reviewer said, where the producer mends it.

use super::notes::{self, Note, NoteKind};
use super::{Action, Error, State, Submission, SubmissionId};
use crate::accounts::AccountId;
use crate::database::Tx;
use serde::Serialize;

/// Why a submission came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Returned {
    /// Who returned it; `None` when that is not told.
    pub author: Option<String>,
    /// When (microseconds since 1970).
    pub at: i64,
    /// The reason.
    pub reason: String,
    /// Comments of reviewers since it was sent that the reason doesn't repeat.
    pub comments: Vec<Said>,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Who wrote it; `None` when that is not told.
    pub author: Option<String>,
    /// What it is about, in words; empty for all of it.
    pub place: String,
    /// The words.
    pub body: String,
    /// When (microseconds since 1970).
    pub at: i64,
}

/// Why a submission came back; `None` unless it is returned now.
///
/// Errors: of the database.
pub async fn of(
    tx: &mut Tx,
    submission: &Submission,
    reader: &AccountId,
) -> Result<Option<Returned>, Error> {
    if submission.state != State::Returned {
        return Ok(None);
    }
    let history = notes::of(tx, &submission.id).await?;
    Ok(told(&history, reader))
}

/// Whether a draft was sent and the portal's own check turned it back; nobody has seen it.
pub async fn turned_back(tx: &mut Tx, draft: &SubmissionId, state: State) -> Result<bool, Error> {
    if state != State::Draft {
        return Ok(false);
    }
    let last = notes::last_transition(tx, draft).await?;
    Ok(last.as_deref() == Some(Action::FailCheck.as_str()))
}

fn told(history: &[Note], reader: &AccountId) -> Option<Returned> {
    let at = last(history, Action::Return)?;
    let decision = history.get(at)?;
    let sent = history
        .get(..at)
        .and_then(|past| last(past, Action::Submit));
    let said = history.get(sent.unwrap_or(0)..).unwrap_or_default();
    let comments = said
        .iter()
        .filter(|note| note.kind == NoteKind::Comment)
        .filter(|note| !is_of_the_house(history, note, reader))
        .filter(|note| !decision.body.contains(&written(note)))
        .map(|note| Said {
            author: note.author.clone(),
            place: note.place.clone(),
            body: note.body.clone(),
            at: note.created_at,
        });
    Some(Returned {
        author: decision.author.clone(),
        at: decision.created_at,
        reason: decision.body.clone(),
        comments: comments.collect(),
    })
}

fn last(history: &[Note], action: Action) -> Option<usize> {
    history
        .iter()
        .rposition(|note| note.kind == NoteKind::Transition && note.action == action.as_str())
}

// What those who hand it in say among themselves or answer is no reason to mend.
fn is_of_the_house(history: &[Note], note: &Note, reader: &AccountId) -> bool {
    let sent = |known: &&Note| known.action == Action::Submit.as_str();
    note.account_id.as_ref() == Some(reader)
        || history
            .iter()
            .filter(sent)
            .any(|known| known.account_id == note.account_id)
}

// A comment as the letter that a steward's comments make has it.
fn written(note: &Note) -> String {
    if note.place.is_empty() {
        format!(". {}", note.body)
    } else {
        format!("{}: {}", note.place, note.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(who: &AccountId, kind: NoteKind, action: &str, place: &str, body: &str) -> Note {
        Note {
            id: String::new(),
            account_id: Some(who.clone()),
            author: None,
            kind,
            action: action.to_owned(),
            place: place.to_owned(),
            body: body.to_owned(),
            created_at: 0,
        }
    }

    #[test]
    fn the_last_return_is_told_with_what_its_letter_does_not_say() {
        let (clerk, steward) = (AccountId::new(), AccountId::new());
        let act = |who, action, body| note(who, NoteKind::Transition, action, "", body);
        let say = |who, place, body| note(who, NoteKind::Comment, "", place, body);
        let history = [
            act(&clerk, "submit", ""),
            say(&steward, "A1", "dari putaran lama"),
            act(&steward, "return", "lama"),
            act(&clerk, "submit", ""),
            say(&steward, "F26", "salah ketik"),
            say(&steward, "", "lengkapi satuan"),
            say(&clerk, "", "siap"),
            act(&steward, "return", "1. F26: salah ketik"),
        ];
        let told = told(&history, &clerk).unwrap();
        assert_eq!(told.reason, "1. F26: salah ketik");
        assert_eq!(told.comments.len(), 1, "{told:?}");
        assert_eq!(told.comments[0].body, "lengkapi satuan");
    }
}
