//! Discussion and history: what the page shows, and the letter that a steward's comments make.

use crate::accounts::Actor;
use crate::submission::notes::{Note, NoteKind};
use crate::web::page::Ctx;
use serde_json::{Value, json};

/// An entry of the history.
pub(super) fn note(ctx: &Ctx, note: &Note) -> Value {
    json!({
        "author": note.author,
        "is_comment": note.kind == NoteKind::Comment,
        "what": what(ctx, note),
        "icon": icon(note),
        "look": look(&note.action),
        "place": note.place,
        "body": note.body,
        "at": note.created_at,
    })
}

fn what(ctx: &Ctx, note: &Note) -> String {
    let own = format!("history-{}", note.action);
    let id = match note.kind {
        NoteKind::Comment => "history-comment",
        NoteKind::Transition if ctx.language.has(&own) => &own,
        NoteKind::Transition => "history-other",
    };
    ctx.language.format(id, None)
}

fn icon(note: &Note) -> &'static str {
    match note.action.as_str() {
        "" => "comment",
        "claim" | "assign" => "st-review",
        "return" | "fail_check" | "fail_recheck" => "st-return",
        "approve" | "endorse" => "st-ok",
        "schedule" => "st-sched",
        "publish" => "st-live",
        "reject" => "st-reject",
        "cancel" => "st-pulled",
        "recall" => "st-draft",
        "pass_check" => "st-checking",
        "ask_endorsement" => "st-wait",
        _ => "st-sent",
    }
}

fn look(action: &str) -> &'static str {
    match action {
        "return" | "fail_check" | "fail_recheck" => "warn",
        "approve" | "publish" => "ok",
        "reject" => "bad",
        "claim" => "info",
        _ => "",
    }
}

/// How often it was handed in.
pub(super) fn sendings(notes: &[Note]) -> usize {
    notes.iter().filter(|note| note.action == "submit").count()
}

/// How many comments there are.
pub(super) fn comments(notes: &[Note]) -> usize {
    notes
        .iter()
        .filter(|note| note.kind == NoteKind::Comment)
        .count()
}

/// The person's comments on what was handed in last.
pub(super) fn remarks<'a>(notes: &'a [Note], actor: &Actor, since: Option<i64>) -> Vec<&'a Note> {
    notes
        .iter()
        .filter(|note| note.kind == NoteKind::Comment)
        .filter(|note| note.account_id.as_ref() == Some(&actor.account_id))
        .filter(|note| since.is_none_or(|since| note.created_at >= since))
        .collect()
}

/// These comments as a numbered letter.
pub(super) fn letter(notes: &[Note], actor: &Actor, since: Option<i64>) -> String {
    let lines: Vec<String> = remarks(notes, actor, since)
        .iter()
        .enumerate()
        .map(|(index, note)| {
            let place = if note.place.is_empty() {
                String::new()
            } else {
                format!("{}: ", note.place)
            };
            format!("{}. {place}{}", index + 1, note.body)
        })
        .collect();
    lines.join("\n")
}

/// The comments on a place, such as a row or one of its cells.
pub(super) fn on_place<'a>(notes: &'a [Note], place: &str) -> Vec<&'a Note> {
    let within = format!("{place} · ");
    notes
        .iter()
        .filter(|note| note.kind == NoteKind::Comment)
        .filter(|note| note.place == place || note.place.starts_with(&within))
        .collect()
}
