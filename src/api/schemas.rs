//! Shapes of what the API takes and gives where submissions are written (JSON Schema 2020-12).

use super::{examples, mending};
use crate::inspection::ColumnKind;
use crate::standards::{frequencies, licences};
use crate::submission::metadata::Openness;
use crate::submission::state::{Facts, Refusal};
use crate::submission::{Action, FileState, Kind, State};
use serde_json::{Map, Value, json};

/// A reference to one of [`all`].
fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn list_of(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn one_of<'a>(words: impl IntoIterator<Item = &'a str>, description: &str) -> Value {
    let words: Vec<&str> = words.into_iter().collect();
    json!({ "type": "string", "enum": words, "description": description })
}

// An object that has these members and no other; the first ones must be there.
fn closed(required: &[&str], properties: &Value) -> Value {
    json!({
        "type": "object", "required": required, "properties": properties, "additionalProperties": false,
    })
}

/// The schemas by their names.
pub(super) fn all() -> Map<String, Value> {
    let mut all = Map::new();
    for (name, schema) in [
        ("Problem", problem()),
        ("SubmissionRequest", submission_request()),
        ("ResourceRequest", resource_request()),
        ("Reading", reading_schema()),
        ("ColumnReading", column_reading()),
        ("ActionRequest", action_request()),
        ("Submission", submission()),
        ("SubmissionFile", submission_file()),
        ("SubmissionList", submission_list()),
        (
            "Change",
            json!({ "type": "object", "description": "Rows added, removed and changed, columns, findings" }),
        ),
        ("Reports", reports()),
        ("Difference", difference()),
    ] {
        all.insert(name.to_owned(), schema);
    }
    all
}

fn problem() -> Value {
    json!({
        "type": "object",
        "properties": {
            "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
            "detail": { "type": "string" }, "code": { "type": "string" },
            "errors": { "type": "array", "items": { "type": "object" } },
        },
    })
}

fn submission_request() -> Value {
    let codes = frequencies::list().iter().map(|known| known.code.as_str());
    let ids = licences::list().iter().map(|known| known.id);
    let words = list_of(&json!({ "type": "string" }));
    closed(
        &["organization"],
        &json!({
            "organization": text("Name of the organization that hands it in"),
            "kind": one_of(Kind::ALL.iter().map(|kind| kind.as_str()), "How it relates to what is published; new if it isn't told"),
            "dataset": text("Name of the dataset: the wanted one for new (made of the title if it isn't told), else that of the published one"),
            "title": text("Up to 200 characters; an update takes what it leaves out from the published version"),
            "notes": text("What it is, in plain words"),
            "topics": words, "tags": words,
            "frequency": one_of(codes, "How often it is updated"),
            "period": text("The years that the data stands for, such as 2024 or 2019-2024"),
            "licence": one_of(ids, "cc-by for a new dataset that names none"),
            "openness": one_of(Openness::ALL.iter().map(|known| known.as_str()), "Who may have the data"),
            "contact": text("Where to ask"), "release_note": text("What is new in this version"),
            "resources": list_of(&named("ResourceRequest")),
            "upload_ids": { "type": "array", "items": { "type": "string" }, "description": "Finished uploads that become files" },
            "submit": { "type": "boolean", "description": "Hand it in at once; what blocks brings it back as a draft, see notice in the answer" },
            "reason": text("A word on the warnings, for the steward"),
        }),
    )
}

fn resource_request() -> Value {
    closed(
        &["file"],
        &json!({
            "file": text("Name of the file as it was sent"), "name": text("Title of the resource"),
            "sheet": text("Name of the sheet"), "reading": named("Reading"),
        }),
    )
}

fn reading_schema() -> Value {
    let row = json!({ "type": "integer", "minimum": 1, "description": "Row as the sheet counts, from 1" });
    let letter = text("Letter of a column in the sheet");
    let offers = [
        "drop_running_number",
        "standard_regions",
        "fold_periods",
        "add_year",
        "group_column",
        "empty_bad_cells",
    ];
    let mut schema = closed(
        &[],
        &json!({
            "sheet": text("Name of the sheet"),
            "table": { "type": "integer", "minimum": 1, "description": "Which table of the sheet" },
            "has_no_header": { "type": "boolean" },
            "header_first": row, "header_last": row, "body_first": row, "body_last": row,
            "first_column": letter, "last_column": letter,
            "ignored_rows": list_of(&row), "kept_rows": list_of(&row),
            "columns": list_of(&named("ColumnReading")),
            "accepted": list_of(&one_of(offers, "An offer of the report that is taken")),
            "is_remembered": { "type": "boolean", "description": "Told by reports; passed over in requests" },
        }),
    );
    describe(
        &mut schema,
        "What is overruled of the inspection; what is left out is decided by it",
    );
    schema
}

fn describe(schema: &mut Value, words: &str) {
    if let Value::Object(members) = schema {
        members.insert("description".to_owned(), json!(words));
    }
}

fn column_reading() -> Value {
    let replacement = closed(
        &["from", "to"],
        &json!({ "from": text("The cell as it is written"), "to": text("What it means; empty: no value") }),
    );
    closed(
        &["letter"],
        &json!({
            "letter": text("Letter of the column in the sheet"), "title": text("Its title"),
            "name": text("Its name in the table"),
            "kind": one_of(ColumnKind::ALL.iter().map(|kind| kind.as_str()), "What it holds"),
            "unit": text("Unit of its numbers"),
            "notation": one_of(["indonesian", "english"], "1.234,5 or 1,234.5"),
            "dash_is_zero": { "type": "boolean" }, "replace": list_of(&replacement),
            "drop": { "type": "boolean", "description": "Leave it out" },
            "keep": { "type": "boolean", "description": "Take it though it is hidden" },
        }),
    )
}

/// The actions that people do; the others are the portal's own.
fn of_people() -> impl Iterator<Item = Action> {
    let by_nobody =
        |action: &Action| action.allowed_to(Facts::default()) == Err(Refusal::OnlyThePortal);
    Action::ALL
        .iter()
        .copied()
        .filter(move |action| !by_nobody(action))
}

fn action_request() -> Value {
    let shapes: Vec<Value> = of_people().map(action_shape).collect();
    json!({ "oneOf": shapes })
}

fn action_shape(action: Action) -> Value {
    let mut properties = Map::new();
    let mut required = vec!["action"];
    properties.insert("action".to_owned(), json!({ "const": action }));
    properties.insert("reason".to_owned(), text("Why, in words"));
    if action.needs_reason() {
        required.push("reason");
    }
    if action == Action::Approve {
        let when = one_of(
            ["now", "hold"],
            "When it becomes public; now if it isn't told",
        );
        properties.insert("publish".to_owned(), when);
        let at = json!({ "type": "string", "format": "date-time", "description": "Publish at this time" });
        properties.insert("at".to_owned(), at);
    }
    if action == Action::Assign {
        let whom = text("Sign-in name of the steward who takes it over");
        properties.insert("assignee".to_owned(), whom);
        required.push("assignee");
    }
    let mut shape = closed(&required, &Value::Object(properties));
    if let Value::Object(members) = &mut shape {
        members.insert("title".to_owned(), json!(action));
    }
    shape
}

fn nullable(kind: &str, description: &str) -> Value {
    json!({ "type": [kind, "null"], "description": description })
}

fn submission() -> Value {
    let words = list_of(&json!({ "type": "string" }));
    let links = ["self", "report", "diff", "page", "dataset"];
    let links: Map<String, Value> = links
        .map(|name| (name.to_owned(), text("")))
        .into_iter()
        .collect();
    let properties = json!({
        "id": text(""), "number": text("Register number"),
        "state": one_of(State::ALL.iter().map(|state| state.as_str()), "Where it stands"),
        "kind": text(""), "dataset": text(""), "dataset_id": text(""), "organization": text(""),
        "metadata": { "type": "object", "description": "The description as it is kept" },
        "missing": { "type": "array", "items": { "type": "string" }, "description": "Parts of the description that are empty and would help readers; only title is needed" },
        "same_title": { "type": "array", "items": { "type": "object" } },
        "files": list_of(&named("SubmissionFile")),
        "blocking": { "type": "integer", "description": "What keeps it from being handed in: findings of files and of the table put together" },
        "notice": {
            "type": ["object", "null"],
            "description": "What to know of a submission that the portal inspects or checks, or that something blocks",
            "properties": {
                "code": one_of(["submission.inspecting", "submission.checking", "submission.blocked"], ""),
                "detail": text("In the language of the request"),
            },
        },
        "returned": nullable("object", "While it is returned: reason, by, at, and the comments that the reason doesn't repeat"),
        "claimed_by": nullable("string", "The steward who reviews it"),
        "change": named("Change"),
        "clock": nullable("object", "Working time left for the review"),
        "actions": words, "version_id": nullable("string", "The version it became"),
        "publish_at": nullable("string", "When it is to be published"),
        "exceptions": { "type": "array", "items": { "type": "object" } },
        "links": { "type": "object", "properties": links },
    });
    let required: Vec<String> = properties
        .as_object()
        .map(|members| members.keys().cloned().collect())
        .unwrap_or_default();
    json!({
        "type": "object", "required": required, "properties": properties, "additionalProperties": false,
    })
}

fn submission_file() -> Value {
    let count = json!({ "type": "integer" });
    closed(
        &["id", "file", "state", "blocking"],
        &json!({
            "id": text("Names it where its reading is set"), "resource_id": text(""), "name": text("Title of the resource"),
            "file": text("Name of the file"), "size": count, "sha256": text(""), "format": text("Format by content"),
            "state": one_of(FileState::ALL.iter().map(|state| state.as_str()), "How far its inspection is"),
            "rows": count, "blocking": count, "personal": count, "warnings": count,
        }),
    )
}

fn submission_list() -> Value {
    json!({ "type": "object", "required": ["items"], "properties": { "items": list_of(&json!({ "type": "object" })) } })
}

fn reports() -> Value {
    let finding = json!({
        "type": "object",
        "properties": {
            "code": text("What it is; /bantuan/temuan/{code} explains it"),
            "level": one_of(["blocking", "warning", "info"], ""), "cell": text(""), "value": text(""),
            "expected": text(""), "example": text(""), "row": { "type": "integer" }, "column": text(""), "count": { "type": "integer" },
        },
    });
    let report = json!({
        "type": ["object", "null"],
        "description": "null until the file is inspected",
        "properties": { "findings": list_of(&finding), "tables": { "type": "array", "items": { "type": "object" } } },
    });
    let file = json!({ "type": "object", "properties": { "file": text(""), "state": text(""), "report": report } });
    json!({ "type": "object", "required": ["files"], "properties": { "files": list_of(&file) } })
}

fn difference() -> Value {
    json!({
        "type": "object", "required": ["summary", "resources"],
        "properties": { "summary": named("Change"), "resources": { "type": "array", "items": { "type": "object" } } },
    })
}

fn json_body(schema: &Value, examples: &Value) -> Value {
    json!({ "required": true, "content": { "application/json": { "schema": schema, "examples": examples } } })
}

// The parts of a multipart body that become files.
fn files_and_uploads() -> Map<String, Value> {
    let file = json!({ "type": "array", "items": { "type": "string", "format": "binary" } });
    let ids = text("Ids of finished uploads, with commas");
    Map::from_iter([("file".to_owned(), file), ("upload_ids".to_owned(), ids)])
}

/// The body that a route takes, where it is described.
pub(super) fn request(method: &str, path: &str) -> Option<Value> {
    let example = |value: Value| json!({ "example": { "value": value } });
    match (method, path) {
        ("post", "/submissions") => {
            let mut parts = files_and_uploads();
            parts.insert("submission".to_owned(), named("SubmissionRequest"));
            Some(json!({
                "required": true,
                "content": { "multipart/form-data": {
                    "schema": { "type": "object", "required": ["submission"], "properties": parts },
                    "encoding": { "submission": { "contentType": "application/json" } },
                    "examples": example(json!({ "submission": examples::submission(), "file": [examples::FILE] })),
                } },
            }))
        }
        ("post", "/submissions/{id}/files") => Some(json!({
            "required": true,
            "content": { "multipart/form-data": {
                "schema": { "type": "object", "properties": files_and_uploads() },
                "examples": example(json!({ "file": [examples::MENDED] })),
            } },
        })),
        ("post", "/submissions/{id}/actions") => {
            let all = examples::actions()
                .map(|(name, value)| (name.to_owned(), json!({ "value": value })));
            let all: Map<String, Value> = all.into_iter().collect();
            Some(json_body(&named("ActionRequest"), &Value::Object(all)))
        }
        ("patch", "/submissions/{id}") => {
            let value = json!({ "type": ["string", "array"], "items": { "type": "string" } });
            let parts = mending::PARTS.map(|part| (part.to_owned(), value.clone()));
            let mut parts: Map<String, Value> = parts.into_iter().collect();
            parts.insert("kind".to_owned(), json!({ "enum": Kind::OF_TABLES }));
            let schema =
                json!({ "type": "object", "additionalProperties": false, "properties": parts });
            let body =
                json!({ "contact": "Bidang Statistik, 0351 895021", "topics": ["kesehatan"] });
            Some(json_body(&schema, &example(body)))
        }
        ("patch", "/submissions/{id}/files/{file}") => {
            let name = json!({ "type": "string", "minLength": 1, "maxLength": 200 });
            let schema = json!({
                "type": "object", "additionalProperties": false, "required": ["name"],
                "properties": { "name": name },
            });
            let body = json!({ "name": "Bidan menurut kecamatan" });
            Some(json_body(&schema, &example(body)))
        }
        ("put", "/submissions/{id}/files/{file}/reading") => {
            Some(json_body(&named("Reading"), &example(examples::reading())))
        }
        _ => None,
    }
}

/// Status and schema of what a route answers, where it is described.
pub(super) fn response(method: &str, path: &str) -> Option<(&'static str, Value)> {
    let (status, name) = match (method, path) {
        ("post", "/submissions" | "/submissions/{id}/files") => ("201", "Submission"),
        ("get", "/submissions") => ("200", "SubmissionList"),
        ("get" | "patch", "/submissions/{id}")
        | ("post", "/submissions/{id}/actions")
        | ("delete" | "patch", "/submissions/{id}/files/{file}")
        | ("put", "/submissions/{id}/files/{file}/reading") => ("200", "Submission"),
        ("get", "/submissions/{id}/report") => ("200", "Reports"),
        ("get", "/submissions/{id}/diff") => ("200", "Difference"),
        _ => return None,
    };
    Some((status, named(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::reading;

    fn properties(schema: &Value) -> Vec<&str> {
        let members = schema["properties"].as_object().unwrap();
        members.keys().map(String::as_str).collect()
    }

    #[test]
    fn a_reading_is_described_key_by_key() {
        assert_eq!(properties(&reading_schema()), reading::KEYS);
        assert_eq!(properties(&column_reading()), reading::COLUMN_KEYS);
    }

    #[test]
    fn every_act_of_people_is_described_and_none_of_the_portal() {
        let request = action_request();
        let shapes = request["oneOf"].as_array().unwrap();
        let named: Vec<&str> = shapes
            .iter()
            .filter_map(|shape| shape["title"].as_str())
            .collect();
        assert_eq!(named.len(), Action::ALL.len() - 5);
        assert!(
            named.contains(&"approve") && !named.contains(&"pass_check"),
            "{named:?}"
        );
    }
}
