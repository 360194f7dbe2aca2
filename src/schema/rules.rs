//! What the members of a schema must agree on among each other.

use super::parse::Reader;
use super::table_schema::{Constraints, Field, FieldType, TableSchema};
use crate::error::Message;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::str::FromStr;

/// Most bytes that a compiled pattern may take.
const PATTERN_BYTES: usize = 1 << 20;
/// Most digits of a number.
const DIGITS: usize = 36;

/// Notes what contradicts.
pub(super) fn check(schema: &TableSchema, reader: &mut Reader) {
    let mut known = HashSet::new();
    for (index, field) in schema.fields.iter().enumerate() {
        let place = format!("fields[{index}]");
        let at = format!("{place}.name");
        if !is_name(&field.name) {
            reader.note(&at, "schema.name", Message::new("schema-name"));
        } else if !known.insert(field.name.as_str()) {
            let message = Message::new("schema-repeated").with("name", field.name.as_str());
            reader.note(&at, "schema.repeated", message);
        }
        if !field.unit.is_empty() && !field.field_type.is_numeric() {
            unfit(&format!("{place}.unit"), "unit", field, reader);
        }
        constraints(field, &format!("{place}.constraints"), reader);
    }
    for text in &schema.missing_values {
        let lists = |field: &&Field| field.constraints.allowed.contains(text);
        if schema.fields.iter().any(|field| lists(&field)) {
            let message = Message::new("schema-listed-missing").with("value", text.as_str());
            reader.note("missingValues", "schema.listed_missing", message);
        }
    }
    keys(schema, &known, reader);
}

fn keys(schema: &TableSchema, known: &HashSet<&str>, reader: &mut Reader) {
    let mut seen = HashSet::new();
    for name in &schema.primary_key {
        if !known.contains(name.as_str()) {
            let message = Message::new("schema-column-unknown").with("name", name.as_str());
            reader.note("primaryKey", "schema.column_unknown", message);
        } else if !seen.insert(name) {
            let message = Message::new("schema-repeated").with("name", name.as_str());
            reader.note("primaryKey", "schema.repeated", message);
        }
    }
    let mut seen = HashSet::new();
    for (index, key) in schema.foreign_keys.iter().enumerate() {
        let place = format!("foreignKeys[{index}].fields");
        match schema.field(&key.field) {
            None => {
                let message =
                    Message::new("schema-column-unknown").with("name", key.field.as_str());
                reader.note(&place, "schema.column_unknown", message);
            }
            Some(field)
                if !matches!(
                    field.field_type,
                    FieldType::String | FieldType::Integer | FieldType::Year
                ) =>
            {
                unfit(&place, "foreignKeys", field, reader);
            }
            Some(_) if !seen.insert(key.field.as_str()) => {
                let message = Message::new("schema-repeated").with("name", key.field.as_str());
                reader.note(&place, "schema.repeated", message);
            }
            Some(_) => {}
        }
    }
}

/// Whether a text is a name that a column of a canonical table can have.
pub(super) fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(plain)
}

fn unfit(place: &str, name: &str, field: &Field, reader: &mut Reader) {
    let message = Message::new("schema-constraint-unfit")
        .with("name", name)
        .with_message("type", format!("schema-type-{}", field.field_type));
    reader.note(place, "schema.constraint_unfit", message);
}

fn constraints(field: &Field, place: &str, reader: &mut Reader) {
    let Constraints {
        minimum,
        maximum,
        allowed,
        pattern,
        min_length,
        max_length,
        ..
    } = &field.constraints;
    let field_type = field.field_type;
    let is_text = field_type == FieldType::String;
    let is_ordered = field_type.is_numeric() || field_type == FieldType::Date;
    let present = [
        ("minimum", minimum.is_some(), is_ordered),
        ("maximum", maximum.is_some(), is_ordered),
        (
            "enum",
            !allowed.is_empty(),
            field_type != FieldType::Boolean,
        ),
        ("pattern", pattern.is_some(), is_text),
        ("minLength", min_length.is_some(), is_text),
        ("maxLength", max_length.is_some(), is_text),
    ];
    for (name, is_present, fits) in present {
        if is_present && !fits {
            unfit(&format!("{place}.{name}"), name, field, reader);
        }
    }
    if let (Some(least), Some(most)) = (minimum, maximum)
        && is_above(least, most, field_type)
    {
        let at = format!("{place}.maximum");
        reader.note(&at, "schema.range", Message::new("schema-range"));
    }
    if let (Some(least), Some(most)) = (min_length, max_length)
        && least > most
    {
        let at = format!("{place}.maxLength");
        reader.note(&at, "schema.range", Message::new("schema-range"));
    }
    let pattern = pattern.as_deref().filter(|_| is_text);
    let pattern = pattern.and_then(|pattern| {
        let read = whole(pattern);
        if read.is_err() {
            let at = format!("{place}.pattern");
            reader.note(&at, "schema.pattern", Message::new("schema-pattern"));
        }
        read.ok()
    });
    let breaks = |text: &&String| {
        let length = text.chars().count() as u64;
        let low = minimum.as_ref();
        let high = maximum.as_ref();
        low.is_some_and(|low| is_above(low, text, field_type))
            || high.is_some_and(|high| is_above(text, high, field_type))
            || pattern
                .as_ref()
                .is_some_and(|pattern| !pattern.is_match(text))
            || is_text && min_length.is_some_and(|least| length < least)
            || is_text && max_length.is_some_and(|most| length > most)
    };
    if let Some(value) = allowed.iter().find(breaks) {
        let message = Message::new("schema-listed-contradicts").with("value", value.as_str());
        let at = format!("{place}.enum");
        reader.note(&at, "schema.listed_contradicts", message);
    }
}

/// A pattern that the whole of a text must match.
///
/// Errors: those of the syntax, and patterns that grow too large.
pub(crate) fn whole(pattern: &str) -> Result<regex::Regex, regex::Error> {
    regex::RegexBuilder::new(&format!("^(?:{pattern})$"))
        .size_limit(PATTERN_BYTES)
        .build()
}

// Whether one plain text stands behind another in the order of its type.
fn is_above(left: &str, right: &str, field_type: FieldType) -> bool {
    if field_type.is_numeric() {
        return compare(left, right) == Ordering::Greater;
    }
    field_type == FieldType::Date && left > right
}

// The order of two numbers in plain text.
fn compare(left: &str, right: &str) -> Ordering {
    match (left.strip_prefix('-'), right.strip_prefix('-')) {
        (Some(left), Some(right)) => compare(right, left),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => {
            let parts = |text: &str| {
                let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
                (whole.len(), whole.to_owned(), fraction.to_owned())
            };
            parts(left).cmp(&parts(right))
        }
    }
}

/// A value in the plain text of its type; `None` when it is none of it.
pub(super) fn plain(text: &str, field_type: FieldType) -> Option<String> {
    match field_type {
        FieldType::String => {
            let fits = !text.is_empty()
                && text.chars().count() <= 200
                && !text.chars().any(char::is_control);
            fits.then(|| text.to_owned())
        }
        FieldType::Integer => number(text).filter(|plain| !plain.contains('.')),
        FieldType::Number => number(text),
        FieldType::Year => number(text).filter(|plain| plain.len() == 4),
        FieldType::Date => {
            let date = Date::from_str(text).ok().filter(|_| text.len() == 10)?;
            Some(date.to_string())
        }
        FieldType::Boolean => matches!(text, "true" | "false").then(|| text.to_owned()),
    }
}

// Digits with a dot, without what could be left out.
fn number(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || whole.len() + fraction.len() > DIGITS {
        return None;
    }
    let (whole, fraction) = (
        whole.trim_start_matches('0'),
        fraction.trim_end_matches('0'),
    );
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if whole == "0" && fraction.is_empty() {
        ""
    } else {
        sign
    };
    Some(if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    })
}
