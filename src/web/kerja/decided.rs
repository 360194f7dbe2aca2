//! Everything that a producer has overruled: to the producer with the key under which it is taken back, to stewards in
//! words.

use crate::error::Message;
use crate::inspection::{ColumnReading, Reading};
use crate::web::page::Ctx;
use serde::Serialize;

/// One thing that was overruled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What [`forget`] takes it back by.
    key: String,
    /// What it is, in the page's language.
    text: String,
}

/// What was overruled, from the sheet down to single values. Offers have a list of their own.
pub fn list(ctx: &Ctx, reading: &Reading) -> Vec<Decision> {
    let mut list = Vec::new();
    let mut add = |key: &str, message: Message| {
        list.push(Decision {
            key: key.to_owned(),
            text: ctx.text(&message),
        });
    };
    let number = |row: Option<u64>| i64::try_from(row.unwrap_or(0)).unwrap_or(i64::MAX);
    if let Some(sheet) = &reading.sheet {
        add(
            "sheet",
            Message::new("decided-sheet").with("name", sheet.as_str()),
        );
    }
    if let Some(table) = reading.table {
        add(
            "table",
            Message::new("decided-table").with("number", i64::from(table)),
        );
    }
    if reading.has_no_header {
        add("no_header", Message::new("decided-no-header"));
    }
    if reading.header_first.is_some() || reading.header_last.is_some() {
        let message = Message::new("decided-header")
            .with("first", number(reading.header_first))
            .with("last", number(reading.header_last));
        add("header", message);
    }
    if reading.body_first.is_some() {
        add(
            "body_first",
            Message::new("decided-body-first").with("row", number(reading.body_first)),
        );
    }
    if reading.body_last.is_some() {
        add(
            "body_last",
            Message::new("decided-body-last").with("row", number(reading.body_last)),
        );
    }
    for (key, id, letter) in [
        (
            "first_column",
            "decided-first-column",
            &reading.first_column,
        ),
        ("last_column", "decided-last-column", &reading.last_column),
    ] {
        if let Some(letter) = letter {
            add(key, Message::new(id).with("letter", letter.as_str()));
        }
    }
    for (key, id, rows) in [
        ("ignored", "decided-ignored", &reading.ignored_rows),
        ("kept", "decided-kept", &reading.kept_rows),
    ] {
        if !rows.is_empty() {
            add(key, Message::new(id).with("rows", ranges(rows)));
        }
    }
    for column in &reading.columns {
        of_column(ctx, column, &mut add);
    }
    list
}

/// The same in words alone, the offers that were taken after it.
///
/// Without `has_values`, cells are counted and not named: while personal data hold a file, they are for its own house.
pub fn told(ctx: &Ctx, reading: &Reading, has_values: bool) -> Vec<String> {
    let is_told = |decision: &Decision| has_values || !decision.key.starts_with(REPLACE);
    let decisions = list(ctx, reading).into_iter().filter(is_told);
    let mut told: Vec<String> = decisions.map(|decision| decision.text).collect();
    for column in reading.columns.iter().filter(|_| !has_values) {
        let count = i64::try_from(column.replace.len()).unwrap_or(i64::MAX);
        if count > 0 {
            let message = Message::new("decided-values")
                .with("letter", column.letter.as_str())
                .with("count", count);
            told.push(ctx.text(&message));
        }
    }
    told.extend(reading.accepted.iter().map(|offer| {
        let name = format!("offer-{}", offer.as_str());
        ctx.text(&Message::new("decided-offer").with_message("offer", name))
    }));
    told
}

/// What the keys of replaced values begin with.
const REPLACE: &str = "replace:";

fn of_column(ctx: &Ctx, column: &ColumnReading, add: &mut impl FnMut(&str, Message)) {
    let letter = column.letter.as_str();
    let mut say = |what: &str, id: &'static str, value: &str| {
        let message = Message::new(id).with("letter", letter).with("value", value);
        add(&format!("{what}:{letter}"), message);
    };
    if column.drop {
        say("drop", "decided-drop", "");
    }
    if column.keep {
        say("keep", "decided-keep", "");
    }
    if let Some(title) = &column.title {
        say("title", "decided-column-title", title);
    }
    if let Some(name) = &column.name {
        say("name", "decided-name", name);
    }
    if let Some(kind) = column.kind {
        let words = ctx.language.format(&format!("type-{kind}"), None);
        say("kind", "decided-kind", &words);
    }
    if let Some(unit) = &column.unit {
        say("unit", "decided-unit", unit);
    }
    if let Some(notation) = column.notation {
        let name = crate::inspection::Notation::Indonesian == notation;
        let id = if name {
            "notation-indonesian"
        } else {
            "notation-english"
        };
        say(
            "notation",
            "decided-notation",
            &ctx.language.format(id, None),
        );
    }
    if column.dash_is_zero {
        say("dash", "decided-dash", "");
    }
    for replacement in &column.replace {
        let id = if replacement.to.is_empty() {
            "decided-emptied"
        } else {
            "decided-replaced"
        };
        let message = Message::new(id)
            .with("letter", letter)
            .with("from", replacement.from.as_str())
            .with("to", replacement.to.as_str());
        add(&format!("{REPLACE}{letter}:{}", replacement.from), message);
    }
}

/// Takes one decision back.
pub fn forget(reading: &mut Reading, key: &str) {
    match key {
        "sheet" => reading.sheet = None,
        "table" => reading.table = None,
        "no_header" => reading.has_no_header = false,
        "header" => (reading.header_first, reading.header_last) = (None, None),
        "body_first" => reading.body_first = None,
        "body_last" => reading.body_last = None,
        "first_column" => reading.first_column = None,
        "last_column" => reading.last_column = None,
        "ignored" => reading.ignored_rows.clear(),
        "kept" => reading.kept_rows.clear(),
        _ => forget_of_column(reading, key),
    }
}

fn forget_of_column(reading: &mut Reading, key: &str) {
    let Some((what, rest)) = key.split_once(':') else {
        return;
    };
    let (letter, value) = rest.split_once(':').unwrap_or((rest, ""));
    let mut columns = reading.columns.iter_mut();
    let Some(column) = columns.find(|column| column.letter == letter) else {
        return;
    };
    match what {
        "drop" => column.drop = false,
        "keep" => column.keep = false,
        "title" => column.title = None,
        "name" => column.name = None,
        "kind" => column.kind = None,
        "unit" => column.unit = None,
        "notation" => column.notation = None,
        "dash" => column.dash_is_zero = false,
        "replace" => column.replace.retain(|known| known.from != value),
        _ => {}
    }
}

/// Rows as people write them: `7, 12–14`.
pub fn ranges(rows: &[u64]) -> String {
    let mut parts: Vec<(u64, u64)> = Vec::new();
    for row in rows {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => parts.push((*row, *row)),
        }
    }
    let words: Vec<String> = parts
        .into_iter()
        .map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}–{last}")
            }
        })
        .collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_as_ranges() {
        assert_eq!(ranges(&[7, 12, 13, 14, 20]), "7, 12–14, 20");
        assert_eq!(ranges(&[]), "");
    }
}
