//! The parameters as OpenAPI describes them.

use super::{LANGUAGE, Parameter, Shape, list};
use crate::web::i18n::Language;
use serde_json::{Map, Value, json};

/// What every route takes, by name.
pub(in crate::api) fn common() -> Value {
    let languages = Language::ALL.map(Language::code);
    json!({ LANGUAGE: {
        "name": LANGUAGE, "in": "query", "required": false, "example": "en",
        "description": "Language of messages; else the cookie or Accept-Language decides",
        "schema": { "type": "string", "enum": languages },
    } })
}

/// The parameters of an operation: those in its path, and of GET those behind the question mark.
pub(in crate::api) fn of_operation(method: &str, path: &str) -> Vec<Value> {
    let in_path = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{').and_then(|part| part.strip_suffix('}')))
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    let mut all: Vec<Value> = in_path.collect();
    if method == "get" {
        all.extend(list::of(path).iter().map(described));
        all.push(json!({ "$ref": format!("#/components/parameters/{LANGUAGE}") }));
    }
    all
}

fn described(parameter: &Parameter) -> Value {
    let mut members = Map::new();
    let example = match parameter.shape {
        Shape::Number { .. } => json!(parameter.example.parse::<i64>().ok()),
        Shape::Query("integer" | "boolean") | Shape::Columns => {
            serde_json::from_str(parameter.example).unwrap_or_default()
        }
        Shape::Flag => json!(true),
        Shape::Texts => json!([parameter.example]),
        Shape::Words(_) => json!(parameter.example.split(',').collect::<Vec<_>>()),
        _ => json!(parameter.example),
    };
    for (name, value) in [
        ("name", json!(parameter.name)),
        ("in", json!("query")),
        ("required", json!(false)),
        ("description", json!(about(parameter))),
        ("schema", schema(parameter)),
        ("example", example),
    ] {
        members.insert(name.to_owned(), value);
    }
    match parameter.shape {
        Shape::Columns | Shape::Texts => {
            members.insert("style".to_owned(), json!("form"));
            members.insert("explode".to_owned(), json!(true));
        }
        Shape::Words(_) => {
            members.insert("style".to_owned(), json!("form"));
            members.insert("explode".to_owned(), json!(false));
        }
        Shape::Flag => {
            members.insert("allowEmptyValue".to_owned(), json!(true));
        }
        _ => {}
    }
    Value::Object(members)
}

fn about(parameter: &Parameter) -> String {
    match parameter.shape {
        Shape::Number {
            most: Some(most), ..
        } => {
            format!("{}; more than {most} is taken as {most}", parameter.about)
        }
        _ => parameter.about.to_owned(),
    }
}

fn schema(parameter: &Parameter) -> Value {
    let words = list::words_of(parameter);
    match parameter.shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Shape::Number { default: None, .. } => json!({ "type": "integer", "minimum": 0 }),
        Shape::Number { default, .. } => {
            json!({ "type": "integer", "minimum": 0, "default": default })
        }
        Shape::Word(_) => json!({ "type": "string", "enum": words }),
        Shape::Words(_) => json!({ "type": "array", "items": { "type": "string", "enum": words } }),
        Shape::Flag => json!({ "type": "boolean", "default": false }),
        Shape::Query(kind) => match words {
            Some(words) => json!({ "type": kind, "enum": words }),
            None => json!({ "type": kind }),
        },
        Shape::Columns => {
            json!({ "type": "object", "additionalProperties": { "type": "string" } })
        }
    }
}
