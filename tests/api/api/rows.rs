//! Rows of public tables over HTTP.

use axum::body::Body;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use jiff::Timestamp;
use lumbung::app::{App, start};
use lumbung::catalog::writer::{self, NewResource, NewVersion};
use lumbung::catalog::{DatasetId, ResourceId, VersionId};
use lumbung::database::Clock;
use lumbung::storage;
use lumbung::submission::{Kind, Metadata, SubmissionId, metadata::Openness};
use polars::prelude::*;
use serde_json::{Value, json};
use tower::util::ServiceExt;

struct Portal {
    app: App,
    folder: tempfile::TempDir,
    dataset: DatasetId,
    resource: ResourceId,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

fn now() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}

impl Portal {
    /// A portal with one dataset of one table, in one version.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = lumbung::config::load(None, Some(folder.path())).unwrap();
        let app = start::open(settings, Clock::fixed(now())).await.unwrap();
        let portal = Self {
            app,
            folder,
            dataset: DatasetId::new(),
            resource: ResourceId::new(),
        };
        portal.people().await;
        let rows = df!(
            "desa" => ["Alastuwo", "Bangsri", "Cepoko"],
            "limit" => [Some(10_i64), None, Some(9_007_199_254_740_993)],
        );
        portal.publish(1, rows.unwrap(), Openness::Open).await;
        portal
    }

    async fn people(&self) {
        let mut tx = self.app.database.begin().await.unwrap();
        for statement in [
            "insert into account (id, name, display_name, created_at) values ($1, 'a', 'A', 0)",
            "insert into organization (id, name, title, abbreviation, kind, created_at)
             values ($1, 'dinkes', 'Dinas Kesehatan', 'Dinkes', 'dinas', 0)",
            "insert into dataset (id, name, organization_id, state, title, title_fold, metadata, openness,
                created_by, created_at) values ($1, 'penduduk', $1, 'active', 'P', 'p', '{}', 'open', $1, 0)",
        ] {
            sqlx::query(statement)
                .bind(self.dataset.as_str())
                .execute(&mut *tx)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }

    async fn publish(&self, number: i64, mut rows: DataFrame, openness: Openness) -> VersionId {
        let path = self.folder.path().join("tabel.parquet");
        let file = std::fs::File::create(&path).unwrap();
        ParquetWriter::new(file).finish(&mut rows).unwrap();
        let table = self.app.storage.put_file(&path).await.unwrap();
        let submission = SubmissionId::new();
        let mut tx = self.app.database.begin().await.unwrap();
        storage::record(&mut tx, &table, now()).await.unwrap();
        sqlx::query(
            "insert into submission (id, number, dataset_id, organization_id, author_id, kind, state, state_at,
                metadata, created_at, updated_at) values ($1, $1, $2, $2, $2, 'new', 'approved', 0, '{}', 0, 0)",
        )
        .bind(submission.as_str())
        .bind(self.dataset.as_str())
        .execute(&mut *tx)
        .await
        .unwrap();
        let version = VersionId::new();
        let metadata = Metadata {
            title: "Penduduk".to_owned(),
            openness,
            ..Metadata::default()
        };
        let new = NewVersion {
            id: &version,
            dataset_id: &self.dataset,
            number,
            kind: Kind::New,
            submission_id: &submission,
            metadata: &metadata,
            change_summary: "{}",
            manifest: &table.hash,
        };
        let resource = NewResource {
            resource_id: self.resource.clone(),
            name: "Tabel".to_owned(),
            description: String::new(),
            file_name: "penduduk.csv".to_owned(),
            format: "CSV".to_owned(),
            original: table.hash.clone(),
            original_size: 0,
            table: Some(table.hash.clone()),
            table_size: 0,
            row_count: i64::try_from(rows.height()).unwrap(),
            report: None,
        };
        writer::publish(&mut tx, &new, &[resource], now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        version
    }

    async fn get(&self, address: &str, headers: &[(&str, &str)]) -> Answer {
        let address = format!("/api/v1/resources/{}{address}", self.resource);
        let mut request = Request::get(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let router = lumbung::server::router(&self.app, None);
        let response = router
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes().to_vec(),
        }
    }
}

#[tokio::test]
async fn rows_are_filtered_chosen_and_sorted() {
    let portal = Portal::new().await;
    let answer = portal
        .get(
            "/rows?select=desa,n:limit&limit_=not.is.null&order=n.desc",
            &[],
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        answer.text(),
        "[{\"desa\":\"Cepoko\",\"n\":9007199254740993},\n{\"desa\":\"Alastuwo\",\"n\":10}]\n"
    );
    assert_eq!(
        answer.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.header("cache-control").starts_with("public"));
    let counted = portal
        .get("/rows?desa=like.*a*&limit=1", &[("prefer", "count=exact")])
        .await;
    assert_eq!(counted.header("content-range"), "0-0/2");
}

#[tokio::test]
async fn a_download_has_a_name_and_the_asked_format() {
    let portal = Portal::new().await;
    let answer = portal
        .get("/rows?format=csv&select=desa&limit=1", &[])
        .await;
    assert_eq!(answer.text(), "desa\nAlastuwo\n");
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"penduduk.csv\""
    );
    let accepted = portal.get("/rows?limit=1", &[("accept", "text/csv")]).await;
    assert_eq!(accepted.text(), "desa,limit\nAlastuwo,10\n");
    let xlsx = portal.get("/rows?format=xlsx", &[]).await;
    assert!(xlsx.body.starts_with(b"PK"));
}

#[tokio::test]
async fn a_known_answer_is_not_sent_again() {
    let portal = Portal::new().await;
    for address in ["/rows?limit=1", "/schema", "/profile", "/preview"] {
        let first = portal.get(address, &[]).await;
        assert_eq!(first.status, StatusCode::OK, "{address}: {}", first.text());
        let tag = first.header("etag");
        let again = portal.get(address, &[("if-none-match", tag)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{address}");
        assert!(again.body.is_empty());
        assert_eq!(again.header("etag"), tag);
    }
    let other = portal.get("/rows?limit=2", &[]).await;
    assert_ne!(
        other.header("etag"),
        portal.get("/rows?limit=1", &[]).await.header("etag")
    );
}

#[tokio::test]
async fn faults_are_told_in_the_language_asked_for_with_a_hint() {
    let portal = Portal::new().await;
    let answer = portal.get("/rows?des=eq.x&lang=en", &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem = answer.json();
    assert_eq!(problem["code"], "query.unknown_column");
    assert_eq!(problem["message"], problem["detail"]);
    assert!(problem["hint"].as_str().unwrap().contains("desa"));
    let indonesian = portal.get("/rows?des=eq.x", &[]).await.json();
    assert_ne!(indonesian["detail"], problem["detail"]);
    for (address, status) in [
        ("/rows?format=pdf", StatusCode::UNPROCESSABLE_ENTITY),
        ("/rows?version=7", StatusCode::NOT_FOUND),
        ("/rows?version=x", StatusCode::UNPROCESSABLE_ENTITY),
        ("/rows?limit_=eq.x", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(portal.get(address, &[]).await.status, status, "{address}");
    }
}

#[tokio::test]
async fn an_older_version_is_read_at_its_number() {
    let portal = Portal::new().await;
    let rows = df!("desa" => ["Dadi"], "limit" => [1_i64]).unwrap();
    portal.publish(2, rows, Openness::Open).await;
    let newest = portal.get("/rows?select=desa", &[]).await;
    assert_eq!(newest.json(), json!([{ "desa": "Dadi" }]));
    let first = portal.get("/rows?select=desa&limit=1&version=1", &[]).await;
    assert_eq!(first.json(), json!([{ "desa": "Alastuwo" }]));
}

#[tokio::test]
async fn data_that_is_not_open_has_no_rows() {
    let portal = Portal::new().await;
    let rows = df!("desa" => ["Dadi"]).unwrap();
    let version = portal.publish(2, rows, Openness::Restricted).await;
    for address in ["/rows", "/schema", "/profile", "/preview"] {
        assert_eq!(
            portal.get(address, &[]).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    let mut tx = portal.app.database.begin().await.unwrap();
    writer::withdraw(&mut tx, &portal.dataset, &version, "keliru", now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(portal.get("/rows", &[]).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn schema_profile_and_preview_describe_the_table() {
    let portal = Portal::new().await;
    let schema = portal.get("/schema", &[]).await.json();
    assert_eq!(schema["row_count"], 3);
    assert_eq!(schema["columns"][1]["name"], "limit");
    assert_eq!(schema["columns"][1]["type"], "integer");
    let profile = portal.get("/profile", &[]).await.json();
    assert_eq!(profile["columns"][0]["profile"]["max"], "Cepoko");
    assert_eq!(profile["columns"][1]["profile"]["nulls"], 1);
    assert_eq!(profile["columns"][1]["profile"]["min"], "10");
    let preview = portal.get("/preview", &[]).await;
    assert!(
        preview.text().contains("9007199254740993"),
        "{}",
        preview.text()
    );
    assert_eq!(preview.json()["rows"][1], json!(["Bangsri", null]));
}
