//! A file's way through the portal, as a client of the API walks it.

use super::{TestApp, Upload, expect};
use http::StatusCode;
use serde_json::{Value, json};

/// A small table with a title row, semicolons and Indonesian figures.
pub(crate) const BALITA_2023: &[u8] = "kecamatan;tahun;jumlah_balita\nMagetan;2023;1.200\n\
    Barat;2023;950\nPanekan;2023;1.050\n"
    .as_bytes();

/// The JSON part of a submission of Dinas Kesehatan that is complete.
pub(crate) fn balita(kind: &str) -> Value {
    json!({
        "organization": "dinkes", "kind": kind, "dataset": "jumlah-balita",
        "title": "Jumlah balita per kecamatan", "notes": "Jumlah balita menurut kecamatan di Magetan.",
        "topics": ["kesehatan"], "tags": ["balita"], "frequency": "tahunan", "period": "2023",
        "licence": "cc-by", "contact": "Bidang Data", "submit": true, "reason": "data semester ini",
    })
}

impl TestApp {
    /// Hands a file in as `produsen.dinkes` and waits for the portal's own check; gives the submission.
    pub(crate) async fn hand_in(&self, body: &Value, file: &str, bytes: &[u8]) -> Value {
        let client = self.api("produsen.dinkes", "read,write").await;
        let files = [Upload { name: file, bytes }];
        let answer = client.submission(body, &files).await;
        expect(&answer, StatusCode::CREATED);
        self.run_jobs().await;
        let path = answer.json()["links"]["self"].as_str().unwrap().to_owned();
        client.get(&path).await.json()
    }

    /// Approves as `walidata`; gives the submission.
    pub(crate) async fn approve(&self, submission: &Value) -> Value {
        let steward = self.api("walidata", "read,write").await;
        let answer = steward
            .act(id(submission), &json!({"action": "approve"}))
            .await;
        expect(&answer, StatusCode::OK);
        self.run_jobs().await;
        answer.json()
    }

    /// A public dataset `jumlah-balita` of three rows, through the whole pipeline; gives the address of its rows.
    pub(crate) async fn published(&self) -> String {
        let submission = self
            .hand_in(&balita("new"), "balita 2023.csv", BALITA_2023)
            .await;
        assert_eq!(submission["state"], "submitted", "{submission:#}");
        self.approve(&submission).await;
        self.rows_of("jumlah-balita").await
    }

    /// The address of the rows of a public dataset's first table.
    pub(crate) async fn rows_of(&self, dataset: &str) -> String {
        let call = format!("/api/3/action/package_show?id={dataset}");
        let package = self.get(&call).await.json();
        let resource = package["result"]["resources"][0]["id"].as_str().unwrap();
        format!("/api/v1/resources/{resource}/rows")
    }
}

/// A submission's id.
pub(crate) fn id(submission: &Value) -> &str {
    submission["id"].as_str().unwrap()
}
