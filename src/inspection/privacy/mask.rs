//! Hides what was found and leaves its form.

use super::Identity;
use super::scan::{Form, hits};
use std::ops::Range;

const DOT: char = '•';

/// A value of a kind with nearly all of it hidden: of numbers the first three and the last two digits stay, of names
/// and addresses the first letters.
pub(super) fn value(what: Identity, value: &str) -> String {
    match what {
        Identity::Nik | Identity::Kk | Identity::Npwp | Identity::Nip | Identity::Phone => {
            number(value)
        }
        Identity::Email => email(value),
        Identity::Name => words(value),
        Identity::BirthDate | Identity::Home | Identity::Address => all(value),
    }
}

fn number(value: &str) -> String {
    let count = value.chars().filter(|c| c.is_alphanumeric()).count();
    let mut seen = 0;
    value
        .chars()
        .map(|c| {
            if !c.is_alphanumeric() {
                return c;
            }
            seen += 1;
            if seen > 3 && seen + 2 <= count {
                DOT
            } else {
                c
            }
        })
        .collect()
}

fn email(value: &str) -> String {
    let mut hidden = false;
    value
        .chars()
        .enumerate()
        .map(|(index, c)| {
            hidden |= matches!(c, '@' | '[' | '(');
            if index > 0 && !hidden && c.is_alphanumeric() {
                DOT
            } else {
                c
            }
        })
        .collect()
}

fn words(value: &str) -> String {
    let mut inside = false;
    value
        .chars()
        .map(|c| {
            let letter = c.is_alphanumeric();
            let shown = if letter && inside { DOT } else { c };
            inside = letter;
            shown
        })
        .collect()
}

fn all(value: &str) -> String {
    value
        .chars()
        .map(|c| if c.is_alphanumeric() { DOT } else { c })
        .collect()
}

/// A part of a text, hidden; without the text around it.
pub(super) fn part(what: Identity, text: &str, span: Range<usize>) -> String {
    value(what, text.get(span).unwrap_or(text))
}

/// A text in which every identifier is hidden; the same text when there is none.
pub(super) fn text(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    let mut found = hits(text);
    found.retain(|hit| hit.form == Form::Firm || matches!(hit.what, Identity::Nik | Identity::Nip));
    found.sort_by_key(|hit| hit.span.start);
    for hit in found {
        if hit.span.start < from {
            continue;
        }
        shown.push_str(text.get(from..hit.span.start).unwrap_or_default());
        shown.push_str(&part(hit.what, text, hit.span.clone()));
        from = hit.span.end;
    }
    shown.push_str(text.get(from..).unwrap_or_default());
    shown
}
