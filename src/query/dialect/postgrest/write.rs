//! A request as the parameters that give it back, for links.

use super::parameter_of_column;
use crate::query::request::{
    Comparison, Direction, Field, Filter, Item, Nulls, Operator, Ordering, TableQuery,
};
use crate::query::value::Literal;

impl TableQuery {
    /// The parameters that [`super::parse`] reads as this request, unescaped, in a fixed order.
    pub fn to_pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut push = |key: &str, value: String| pairs.push((key.to_owned(), value));
        if !self.items.is_empty() {
            let items: Vec<String> = self.items.iter().map(item).collect();
            push("select", items.join(","));
        }
        match &self.filter {
            Some(Filter::All(parts)) if parts.len() > 1 => {
                for part in parts {
                    let (key, value) = parameter(part);
                    push(&key, value);
                }
            }
            Some(filter) => {
                let (key, value) = parameter(filter);
                push(&key, value);
            }
            None => {}
        }
        if !self.search.words.is_empty() {
            let words: Vec<String> = self
                .search
                .words
                .iter()
                .map(|word| phrase(&word.text))
                .collect();
            push("q", words.join(" "));
        }
        if self.distinct {
            push("distinct", "true".to_owned());
        }
        if !self.order.is_empty() {
            let keys: Vec<String> = self.order.iter().map(ordering).collect();
            push("order", keys.join(","));
        }
        if let Some(limit) = self.limit {
            push("limit", limit.to_string());
        }
        if self.offset > 0 {
            push("offset", self.offset.to_string());
        }
        if let Some(after) = self.after {
            push("after", after.to_string());
        }
        pairs
    }
}

fn phrase(word: &str) -> String {
    if word.contains(char::is_whitespace) {
        format!("\"{word}\"")
    } else {
        word.to_owned()
    }
}

fn item(item: &Item) -> String {
    let (field, name, own_name) = match item {
        Item::Field { field, name } => {
            let own = field
                .part
                .map_or(field.column.as_str(), |part| part.as_str());
            (field_text(field), name, own)
        }
        Item::Aggregate {
            aggregate,
            field,
            name,
        } => {
            let word = aggregate.as_str();
            let text = match field {
                Some(field) => format!("{}.{word}()", field_text(field)),
                None => format!("{word}()"),
            };
            (text, name, word)
        }
    };
    if name == own_name {
        field
    } else {
        format!("{}:{field}", name_text(name))
    }
}

fn field_text(field: &Field) -> String {
    let name = name_text(&field.column);
    match field.part {
        Some(part) => format!("{name}.{}()", part.as_str()),
        None => name,
    }
}

fn name_text(name: &str) -> String {
    let plain = !name.is_empty()
        && name.trim() == name
        && name != "*"
        && !name.contains(['.', ',', '(', ')', ':', '"', '\\', '*']);
    if plain { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn ordering(ordering: &Ordering) -> String {
    let key = field_text(&ordering.key);
    match (ordering.direction, ordering.nulls) {
        (Direction::Ascending, Nulls::Last) => key,
        (Direction::Ascending, Nulls::First) => format!("{key}.asc.nullsfirst"),
        (Direction::Descending, Nulls::First) => format!("{key}.desc"),
        (Direction::Descending, Nulls::Last) => format!("{key}.desc.nullslast"),
    }
}

/// A filter as a parameter of its own.
fn parameter(filter: &Filter) -> (String, String) {
    let (negation, inner) = match filter {
        Filter::Not(inner) => ("not.", inner.as_ref()),
        other => ("", other),
    };
    match inner {
        Filter::Is(comparison) => (
            column_parameter(&comparison.field),
            format!("{negation}{}", test(&comparison.operator, str::to_owned)),
        ),
        Filter::All(parts) => (format!("{negation}and"), list(parts)),
        Filter::Any(parts) => (format!("{negation}or"), list(parts)),
        Filter::Not(_) => (format!("{negation}and"), list(std::slice::from_ref(inner))),
    }
}

fn column_parameter(field: &Field) -> String {
    let name = parameter_of_column(&field.column);
    match field.part {
        Some(part) => format!("{name}.{}()", part.as_str()),
        None => name,
    }
}

fn list(parts: &[Filter]) -> String {
    let parts: Vec<String> = parts.iter().map(part).collect();
    format!("({})", parts.join(","))
}

/// A filter within a list.
fn part(filter: &Filter) -> String {
    let (negation, inner) = match filter {
        Filter::Not(inner) => ("not.", inner.as_ref()),
        other => ("", other),
    };
    match inner {
        Filter::Is(Comparison { field, operator }) => {
            format!(
                "{}.{negation}{}",
                field_text(field),
                test(operator, value_text)
            )
        }
        Filter::All(parts) => format!("{negation}and{}", list(parts)),
        Filter::Any(parts) => format!("{negation}or{}", list(parts)),
        Filter::Not(_) => format!("{negation}and{}", list(std::slice::from_ref(inner))),
    }
}

fn value_text(text: &str) -> String {
    if text.is_empty() || text.contains(['"', '\\', ',', '(', ')']) {
        quoted(text)
    } else {
        text.to_owned()
    }
}

fn test(operator: &Operator, write: fn(&str) -> String) -> String {
    let single = |word: &str, literal: &Literal| format!("{word}.{}", write(&literal.to_text()));
    match operator {
        Operator::Eq(literal) => single("eq", literal),
        Operator::Neq(literal) => single("neq", literal),
        Operator::Gt(literal) => single("gt", literal),
        Operator::Gte(literal) => single("gte", literal),
        Operator::Lt(literal) => single("lt", literal),
        Operator::Lte(literal) => single("lte", literal),
        Operator::In(literals) => {
            let values: Vec<String> = literals
                .iter()
                .map(|literal| value_text(&literal.to_text()))
                .collect();
            format!("in.({})", values.join(","))
        }
        Operator::Like { pattern, any_case } => {
            let word = if *any_case { "ilike" } else { "like" };
            format!("{word}.{}", write(&pattern.replace('*', "\\*")))
        }
        Operator::Missing => "is.null".to_owned(),
    }
}
