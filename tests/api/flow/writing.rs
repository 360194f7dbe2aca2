//! The guide to writing over the API: its example is walked as it stands, its answers have the shapes it tells.

use crate::helpers::{
    Answer, ApiClient, Place, TestApp, Upload, balita, both_databases, expect, id,
};
use axum::body::Body;
use http::{Request, StatusCode};
use lumbung::api::examples;
use serde_json::{Value, json};

both_databases!(
    the_way_of_the_guide_leads_to_public_rows,
    a_draft_gets_other_files_as_the_guide_tells,
    an_unknown_key_of_a_reading_is_refused_by_name,
    what_a_description_lacks_is_told,
);

/// What a value has against a schema of the description.
fn faults(document: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let target = document.pointer(name.trim_start_matches('#')).unwrap();
        return faults(document, target, value, place);
    }
    if let Some(shapes) = schema["oneOf"].as_array() {
        let fitting = shapes
            .iter()
            .filter(|shape| faults(document, shape, value, place).is_empty());
        return match fitting.count() {
            1 => Vec::new(),
            count => vec![format!("{place}: {count} shapes fit {value}")],
        };
    }
    let mut found = Vec::new();
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.clone(),
        Value::Null => Vec::new(),
        kind => vec![kind.clone()],
    };
    let own = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !kinds.is_empty() && !kinds.contains(&json!(own)) {
        found.push(format!("{place}: {own} is none of {kinds:?}"));
    }
    let words = schema["enum"].as_array();
    if words.is_some_and(|words| !words.contains(value))
        || schema.get("const").is_some_and(|only| only != value)
    {
        found.push(format!("{place}: {value}"));
    }
    for item in value.as_array().into_iter().flatten() {
        found.extend(faults(
            document,
            &schema["items"],
            item,
            &format!("{place}[]"),
        ));
    }
    let Some(members) = value.as_object() else {
        return found;
    };
    for name in schema["required"].as_array().into_iter().flatten() {
        if !members.contains_key(name.as_str().unwrap()) {
            found.push(format!("{place}: {name} is missing"));
        }
    }
    for (name, member) in members {
        match schema["properties"].get(name) {
            Some(inner) => {
                found.extend(faults(document, inner, member, &format!("{place}.{name}")));
            }
            None if schema["additionalProperties"] == false => {
                found.push(format!("{place}: {name} is not described"));
            }
            None => {}
        }
    }
    found
}

struct Guide {
    document: Value,
}

impl Guide {
    async fn read(portal: &TestApp) -> Self {
        let document = portal.get("/api/v1/openapi.json").await.json();
        Self { document }
    }

    fn operation(&self, method: &str, path: &str) -> &Value {
        let found = &self.document["paths"][path][method];
        assert!(found.is_object(), "{method} {path}");
        found
    }

    /// An example of a body, which must fit the body's schema.
    fn example(&self, method: &str, path: &str, kind: &str, name: &str) -> Value {
        let body = &self.operation(method, path)["requestBody"]["content"][kind];
        let example = body["examples"][name]["value"].clone();
        assert!(!example.is_null(), "{body:#}");
        let found = faults(&self.document, &body["schema"], &example, "");
        assert!(found.is_empty(), "{found:#?}");
        example
    }

    /// The answer's body, which must have status and shape as described.
    fn answered(&self, method: &str, path: &str, answer: &Answer) -> Value {
        let responses = &self.operation(method, path)["responses"];
        let told = &responses[answer.status.as_str()]["content"]["application/json"]["schema"];
        assert!(told.is_object(), "{} {}", answer.status, answer.text());
        let value = answer.json();
        let found = faults(&self.document, told, &value, "");
        assert!(found.is_empty(), "{found:#?} in {value:#}");
        value
    }
}

const ALL: &str = "/submissions";
const ONE: &str = "/submissions/{id}";
const ACTIONS: &str = "/submissions/{id}/actions";
const FILES: &str = "/submissions/{id}/files";
const READING: &str = "/submissions/{id}/files/{file}/reading";
const JSON: &str = "application/json";

async fn put(client: &ApiClient, path: &str, body: &Value) -> Answer {
    let request = Request::put(path).header("content-type", JSON);
    let request = request.body(Body::from(body.to_string())).unwrap();
    client.send(request).await
}

async fn the_way_of_the_guide_leads_to_public_rows(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let guide = Guide::read(&portal).await;
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let steward = portal.api("walidata", "read,write").await;
    let sent = guide.example("post", ALL, "multipart/form-data", "example");
    let file = Upload {
        name: examples::FILE_NAME,
        bytes: sent["file"][0].as_str().unwrap().as_bytes(),
    };
    let answer = producer.submission(&sent["submission"], &[file]).await;
    let made = guide.answered("post", ALL, &answer);
    assert_eq!(made["notice"]["code"], "submission.checking", "{made:#}");
    portal.run_jobs().await;
    let path = format!("/api/v1/submissions/{}", id(&made));
    let seen = guide.answered("get", ONE, &producer.get(&path).await);
    assert_eq!(seen["state"], "draft", "{seen:#}");
    assert_eq!(
        (&seen["blocking"], &seen["files"][0]["blocking"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(seen["notice"]["code"], "submission.blocked");
    assert_eq!(seen["missing"], json!(["contact"]));
    let report = producer.get(&format!("{path}/report")).await;
    let report = guide.answered("get", "/submissions/{id}/report", &report);
    assert_eq!(report["files"][0]["report"]["findings"][0]["cell"], "C5");

    let reading = guide.example("put", READING, JSON, "example");
    let address = format!(
        "{path}/files/{}/reading",
        seen["files"][0]["id"].as_str().unwrap()
    );
    let mended = guide.answered("put", READING, &put(&producer, &address, &reading).await);
    assert_eq!(mended["notice"]["code"], "submission.inspecting");
    portal.run_jobs().await;
    let acts = [
        (&producer, "submit", "checking", "submitted"),
        (&steward, "claim", "in_review", "in_review"),
        (&steward, "return", "returned", "returned"),
        (&producer, "submit", "checking", "submitted"),
        (&steward, "approve", "released", "released"),
    ];
    for (client, name, now, then) in acts {
        let act = guide.example("post", ACTIONS, JSON, name);
        let answer = client.act(id(&made), &act).await;
        assert_eq!(
            guide.answered("post", ACTIONS, &answer)["state"],
            now,
            "{name}"
        );
        portal.run_jobs().await;
        let seen = guide.answered("get", ONE, &producer.get(&path).await);
        assert_eq!(seen["state"], then, "{name}: {seen:#}");
    }
    guide.answered("get", ALL, &producer.get("/api/v1/submissions?mine").await);
    let rows = portal.rows_of("jumlah-bidan").await;
    let answer = portal
        .get(&format!("{rows}?jumlah_bidan=is.null&select=kecamatan"))
        .await;
    assert_eq!(answer.json(), json!([{ "kecamatan": "Panekan" }]));
    on_the_page(&portal, &sent["submission"], &reading).await;
}

async fn a_draft_gets_other_files_as_the_guide_tells(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let guide = Guide::read(&portal).await;
    let producer = portal.api("produsen.dinkes", "read,write").await;
    let made = portal
        .hand_in(
            &examples::submission(),
            examples::FILE_NAME,
            examples::FILE.as_bytes(),
        )
        .await;
    let sent = guide.example("post", FILES, "multipart/form-data", "example");
    let file = Upload {
        name: examples::FILE_NAME,
        bytes: sent["file"][0].as_str().unwrap().as_bytes(),
    };
    let answer = producer.add_files(id(&made), None, &[file]).await;
    let added = guide.answered("post", FILES, &answer);
    assert_eq!(added["files"].as_array().unwrap().len(), 1, "{added:#}");
    let path = format!(
        "/api/v1/submissions/{}/files/{}",
        id(&made),
        added["files"][0]["id"].as_str().unwrap()
    );
    let answer = producer.delete(&path).await;
    let emptied = guide.answered("delete", "/submissions/{id}/files/{file}", &answer);
    assert_eq!(emptied["files"], json!([]));
}

// People read the same example on the page.
async fn on_the_page(portal: &TestApp, submission: &Value, reading: &Value) {
    let accept = [("accept", "text/html")];
    let page = portal.get_with("/api", &accept).await.text();
    let page = [("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/")]
        .iter()
        .fold(page, |page, (escaped, sign)| page.replace(escaped, sign));
    for example in [submission, reading] {
        assert!(page.contains(&example.to_string()), "{example}: {page}");
    }
}

async fn an_unknown_key_of_a_reading_is_refused_by_name(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let client = portal.api("produsen.dinkes", "read,write").await;
    let file = Upload {
        name: "bidan.csv",
        bytes: examples::FILE.as_bytes(),
    };
    let mut body = balita("new");
    body["submit"] = json!(false);
    body["resources"] = json!([{ "file": "bidan.csv", "reading": { "headr_last": 3 } }]);
    let refused = client.submission(&body, &[file]).await;
    expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("headr_last"), "{}", refused.text());
    body["resources"][0]["reading"] = json!({ "columns": [{ "letter": "C", "unit": "orang" }] });
    let made = client.submission(&body, &[file]).await.json();
    portal.run_jobs().await;
    let file = made["files"][0]["id"].as_str().unwrap();
    let path = format!("/api/v1/submissions/{}/files/{file}/reading", id(&made));
    let wrong = json!({ "columns": [{ "letter": "C", "untit": "orang" }] });
    let refused = put(&client, &path, &wrong).await;
    expect(&refused, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(
        text.contains("columns[0]") && text.contains("untit"),
        "{text}"
    );
    // What a report says of the reading can be sent back.
    let report = client
        .get(&format!("/api/v1/submissions/{}/report", id(&made)))
        .await
        .json();
    let used = &report["files"][0]["report"]["tables"][0]["reading"];
    assert_eq!(used["columns"][0]["unit"], "orang", "{report:#}");
    expect(&put(&client, &path, used).await, StatusCode::OK);
    // Others learn nothing, and a file is of one submission.
    let stranger = portal.api("produsen.disdukcapil", "read,write").await;
    expect(
        &put(&stranger, &path, &json!({})).await,
        StatusCode::NOT_FOUND,
    );
}

async fn what_a_description_lacks_is_told(place: Place) {
    let portal = TestApp::with_people(&place).await;
    let body = json!({ "organization": "dinkes", "title": "Jumlah bidan" });
    let made = portal
        .hand_in(&body, "bidan.csv", examples::FILE.as_bytes())
        .await;
    assert_eq!(made["metadata"]["licence"], "cc-by", "{made:#}");
    let missing = json!(["notes", "topics", "frequency", "period", "contact"]);
    assert_eq!(made["missing"], missing);
}
