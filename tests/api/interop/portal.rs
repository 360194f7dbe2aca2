//! A portal with a public dataset, an unreleased one and one without open data, asked through its routes.

use axum::Router;
use axum::body::Body;
use axum::middleware;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use jiff::Timestamp;
use lumbung::accounts::organizations::{self, OrganizationDraft};
use lumbung::accounts::{AccountId, OrganizationId};
use lumbung::app::{App, start};
use lumbung::catalog::topics::{self, TopicDraft};
use lumbung::catalog::writer::{self, NewResource, NewVersion};
use lumbung::catalog::{DatasetId, DatasetName, ResourceId, VersionId, dataset};
use lumbung::config::{Secret, Settings};
use lumbung::database::{Clock, Tx};
use lumbung::interop::{self, dcat};
use lumbung::release::feed::{self, ChangeKind};
use lumbung::storage;
use lumbung::submission::metadata::Openness;
use lumbung::submission::{Kind, Metadata, SubmissionId};
use polars::prelude::{ParquetWriter, df};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

pub(crate) const SITE: &str = "https://data.example.go.id";

pub(crate) struct Portal {
    pub(crate) app: App,
    router: Router,
    organization: OrganizationId,
    account: AccountId,
    _folder: TempDir,
}

/// An answer, whole.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap().to_str().unwrap()
    }
}

pub(crate) struct Published {
    pub(crate) dataset: DatasetId,
    pub(crate) version: VersionId,
    pub(crate) resource: ResourceId,
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}

pub(crate) fn metadata(title: &str) -> Metadata {
    Metadata {
        title: title.to_owned(),
        description: "Jumlah balita menurut kecamatan.".to_owned(),
        topics: vec!["kesehatan".to_owned()],
        tags: vec!["balita".to_owned(), "gizi anak".to_owned()],
        frequency: "tahunan".to_owned(),
        period: "2021-2023".to_owned(),
        licence: "cc-by".to_owned(),
        contact: "Bidang Data <data@example.go.id>".to_owned(),
        ..Metadata::default()
    }
}

impl Portal {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings {
            data_dir: folder.path().to_owned(),
            ..Settings::default()
        };
        let file = folder.path().join("portal.db");
        settings.database.url = Secret::new(format!("sqlite://{}?mode=rwc", file.display()));
        settings.storage.url = format!("file://{}", folder.path().join("blobs").display());
        settings.search.folder = folder.path().join("index");
        settings.site.url = SITE.to_owned();
        let app = start::open(settings, Clock::fixed(now())).await.unwrap();
        let mut tx = app.database.begin().await.unwrap();
        let account = AccountId::new();
        sqlx::query(
            "insert into account (id, name, display_name, created_at) values ($1, 'a', 'A', 0)",
        )
        .bind(account.as_str())
        .execute(&mut *tx)
        .await
        .unwrap();
        let draft = OrganizationDraft {
            name: "dinkes".to_owned(),
            title: "Dinas Kesehatan".to_owned(),
            abbreviation: "Dinkes".to_owned(),
            kind: "dinas".to_owned(),
            ..OrganizationDraft::default()
        };
        let organization = organizations::create(&mut tx, None, &draft, now())
            .await
            .unwrap();
        let draft = TopicDraft {
            name: "kesehatan".to_owned(),
            title: "Kesehatan".to_owned(),
            ..TopicDraft::default()
        };
        topics::create(&mut tx, None, &draft, now()).await.unwrap();
        tx.commit().await.unwrap();
        let router = Router::new()
            .merge(interop::router())
            .fallback(|| async { StatusCode::NOT_FOUND })
            .layer(middleware::from_fn_with_state(
                app.clone(),
                dcat::beside_pages,
            ))
            .with_state(app.clone());
        Self {
            app,
            router,
            organization,
            account,
            _folder: folder,
        }
    }

    async fn reserve(&self, tx: &mut Tx, name: &str, metadata: &Metadata) -> DatasetId {
        let name = DatasetName::parse(name).unwrap();
        let (organization, account) = (&self.organization, &self.account);
        dataset::reserve(tx, organization, account, &name, true, metadata, now())
            .await
            .unwrap()
    }

    /// A dataset of which nothing is public.
    pub(crate) async fn draft(&self, name: &str) -> DatasetId {
        let mut tx = self.app.database.begin().await.unwrap();
        let id = self
            .reserve(&mut tx, name, &metadata("Rahasia Dapur"))
            .await;
        tx.commit().await.unwrap();
        id
    }

    /// A dataset with one public version that has one table.
    pub(crate) async fn publish(&self, name: &str, metadata: &Metadata) -> Published {
        let mut frame = df![
            "kecamatan" => ["Plaosan", "Barat", "Karas"],
            "jumlah" => [30_i64, 10, 20],
        ]
        .unwrap();
        let mut bytes = Vec::new();
        ParquetWriter::new(&mut bytes).finish(&mut frame).unwrap();
        let csv = "kecamatan;jumlah\nPlaosan;30\nBarat;10\nKaras;20\n";
        let original = self.app.storage.put(csv.into()).await.unwrap();
        let table = self.app.storage.put(bytes.into()).await.unwrap();
        let manifest = self.app.storage.put(name.to_owned().into()).await.unwrap();
        let mut tx = self.app.database.begin().await.unwrap();
        for stored in [&original, &table, &manifest] {
            storage::record(&mut tx, stored, now()).await.unwrap();
        }
        let dataset = self.reserve(&mut tx, name, metadata).await;
        let submission = self.submission(&mut tx, &dataset).await;
        let (version, resource) = (VersionId::new(), ResourceId::new());
        let file = NewResource {
            resource_id: resource.clone(),
            name: "Tabel balita".to_owned(),
            description: String::new(),
            file_name: "jumlah balita.csv".to_owned(),
            format: "CSV".to_owned(),
            original: original.hash,
            original_size: i64::try_from(csv.len()).unwrap(),
            table: Some(table.hash),
            table_size: i64::try_from(table.size_bytes).unwrap(),
            row_count: 3,
            report: None,
        };
        let new = NewVersion {
            id: &version,
            dataset_id: &dataset,
            number: 1,
            kind: Kind::New,
            submission_id: &submission,
            metadata,
            change_summary: "{}",
            manifest: &manifest.hash,
        };
        writer::publish(&mut tx, &new, &[file], now())
            .await
            .unwrap();
        feed::append(
            &mut tx,
            ChangeKind::Released,
            &dataset,
            Some(&version),
            now(),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        self.app.search.catch_up().await.unwrap();
        Published {
            dataset,
            version,
            resource,
        }
    }

    /// A public dataset whose data is given out on request only.
    pub(crate) async fn publish_restricted(&self, name: &str) -> Published {
        let metadata = Metadata {
            openness: Openness::Restricted,
            ..metadata("Data Tenaga Kesehatan")
        };
        self.publish(name, &metadata).await
    }

    async fn submission(&self, tx: &mut Tx, dataset: &DatasetId) -> SubmissionId {
        let id = SubmissionId::new();
        sqlx::query(
            "insert into submission (id, number, dataset_id, organization_id, author_id, kind, state, state_at,
                metadata, created_at, updated_at) values ($1, $1, $2, $3, $4, 'new', 'approved', 0, '{}', 0, 0)",
        )
        .bind(id.as_str())
        .bind(dataset.as_str())
        .bind(self.organization.as_str())
        .bind(self.account.as_str())
        .execute(&mut **tx)
        .await
        .unwrap();
        id
    }

    pub(crate) async fn withdraw(&self, published: &Published) {
        let mut tx = self.app.database.begin().await.unwrap();
        let (dataset, version) = (&published.dataset, &published.version);
        writer::withdraw(&mut tx, dataset, version, "keliru", now())
            .await
            .unwrap();
        feed::append(
            &mut tx,
            ChangeKind::Withdrawn,
            dataset,
            Some(version),
            now(),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        self.app.search.catch_up().await.unwrap();
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).body(Body::empty()).unwrap();
        self.send(request).await
    }

    /// The JSON of an action called with a query string.
    pub(crate) async fn action(&self, call: &str) -> Value {
        self.get(&format!("/api/3/action/{call}")).await.json()
    }

    /// The JSON of an action called with a JSON body.
    pub(crate) async fn post(&self, action: &str, body: Value) -> Value {
        let request = Request::post(format!("/api/action/{action}"))
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .unwrap();
        self.send(request).await.json()
    }
}
