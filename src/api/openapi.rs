//! The description of the API (OpenAPI 3.1), one entry for each route.

use super::{parameters, schemas};
use serde_json::{Map, Value, json};

/// Method, path, summary, and whether a token is needed; HEAD goes without saying where GET is. A test compares this list
/// with what the router answers.
pub const ROUTES: &[(&str, &str, &str, bool)] = &[
    ("get", "/datasets", "Public datasets, newest first", false),
    (
        "get",
        "/datasets/{name}",
        "A dataset with its resources, in the published version or ?version=n",
        false,
    ),
    (
        "get",
        "/datasets/{name}/versions",
        "The versions of a dataset",
        false,
    ),
    (
        "post",
        "/datasets/{name}/withdraw",
        "Takes the published version back",
        true,
    ),
    (
        "post",
        "/versions/{id}/withdraw",
        "Takes a version back",
        true,
    ),
    (
        "get",
        "/versions/{id}/manifest",
        "The manifest of a version",
        false,
    ),
    (
        "get",
        "/organizations",
        "Organizations with the number of their datasets",
        false,
    ),
    (
        "get",
        "/topics",
        "Topics with the number of their datasets",
        false,
    ),
    (
        "get",
        "/search",
        "Full-text search with filters and their counts",
        false,
    ),
    (
        "get",
        "/suggest",
        "What may be meant by the beginning of a text",
        false,
    ),
    ("get", "/changes", "The change feed after ?since=", false),
    (
        "get",
        "/audit/head",
        "Number and hash of the last audit event",
        false,
    ),
    (
        "get",
        "/resources/{id}/rows",
        "Rows of a table: select, filters, order, limit, offset, aggregates, formats",
        false,
    ),
    (
        "get",
        "/resources/{id}/schema",
        "Columns and rules of a table (Table Schema)",
        false,
    ),
    (
        "put",
        "/resources/{id}/schema",
        "Sets the rules of a table (Table Schema), with If-Match if wanted",
        true,
    ),
    (
        "get",
        "/resources/{id}/profile",
        "Figures of the columns of a table",
        false,
    ),
    (
        "get",
        "/resources/{id}/preview",
        "The first rows of a table",
        false,
    ),
    (
        "get",
        "/submissions",
        "Submissions that the person may see",
        true,
    ),
    (
        "post",
        "/submissions",
        "Begins a submission with its files (multipart) or the upload_ids of finished uploads",
        true,
    ),
    (
        "post",
        "/submissions/{id}/files",
        "Adds files to a draft (multipart); one named as a file that was read already takes its place",
        true,
    ),
    (
        "delete",
        "/submissions/{id}/files/{file}",
        "Takes a file out of a draft",
        true,
    ),
    (
        "patch",
        "/submissions/{id}/files/{file}",
        "Changes what the table of a file is called for readers",
        true,
    ),
    (
        "put",
        "/submissions/{id}/files/{file}/reading",
        "Overrules how a file of a draft is read; it is inspected again",
        true,
    ),
    (
        "get",
        "/submissions/{id}",
        "A submission with its state, clock and possible actions",
        true,
    ),
    (
        "patch",
        "/submissions/{id}",
        "Changes parts of a draft's description",
        true,
    ),
    (
        "get",
        "/submissions/{id}/report",
        "What the inspection says of its files",
        true,
    ),
    (
        "get",
        "/submissions/{id}/diff",
        "The difference to the published version",
        true,
    ),
    (
        "post",
        "/submissions/{id}/actions",
        "Acts on a submission",
        true,
    ),
    (
        "options",
        "/uploads",
        "Which version and extensions of tus are spoken, and the largest size",
        false,
    ),
    (
        "get",
        "/uploads",
        "The person's uploads that no submission uses yet",
        true,
    ),
    (
        "post",
        "/uploads",
        "Begins an upload over several requests (tus 1.0): Upload-Length, Upload-Metadata",
        true,
    ),
    (
        "head",
        "/uploads/{id}",
        "How many bytes of an upload are durable (Upload-Offset)",
        true,
    ),
    (
        "patch",
        "/uploads/{id}",
        "Sends the next bytes of an upload, with Upload-Offset and perhaps Upload-Checksum",
        true,
    ),
    (
        "delete",
        "/uploads/{id}",
        "Cancels an upload and removes its bytes",
        true,
    ),
    (
        "post",
        "/uploads/{id}",
        "Stands for the method in X-HTTP-Method-Override (PATCH or DELETE)",
        true,
    ),
    (
        "options",
        "/uploads/{id}",
        "The same as for all uploads",
        false,
    ),
    ("get", "/openapi.json", "This description", false),
];

/// The document.
pub fn document(base_url: &str) -> Value {
    let mut paths = Map::new();
    for (method, path, summary, needs_token) in ROUTES {
        let mut operation = operation(method, path, summary);
        if *needs_token && let Value::Object(object) = &mut operation {
            object.insert("security".to_owned(), json!([{ "token": [] }]));
        }
        let entry = paths.entry((*path).to_owned()).or_insert_with(|| json!({}));
        if let Value::Object(methods) = entry {
            methods.insert((*method).to_owned(), operation);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Lumbung", "version": env!("CARGO_PKG_VERSION") },
        "servers": [{ "url": format!("{base_url}/api/v1") }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "parameters": parameters::common(),
            "schemas": schemas::all(),
        },
    })
}

fn operation(method: &str, path: &str, summary: &str) -> Value {
    let problem = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
    let (status, answer) = match schemas::response(method, path) {
        Some((status, schema)) => {
            let content = json!({ "application/json": { "schema": schema } });
            (status, json!({ "description": "OK", "content": content }))
        }
        None => ("200", json!({ "description": "OK" })),
    };
    let mut operation = json!({
        "summary": summary,
        "parameters": parameters::of_operation(method, path),
        "responses": {
            status: answer,
            "default": { "description": "Problem", "content": problem },
        },
    });
    if let (Some(body), Value::Object(members)) = (schemas::request(method, path), &mut operation) {
        members.insert("requestBody".to_owned(), body);
    }
    operation
}
