//! A catalogue with an index, filled through the catalogue's own writers.

use jiff::Timestamp;
use lumbung::catalog::writer::{self, NewVersion};
use lumbung::catalog::{DatasetId, VersionId};
use lumbung::config::{DatabaseSettings, Secret, Settings, StorageSettings};
use lumbung::database::{Database, Tx};
use lumbung::lanes::{LaneSettings, Lanes};
use lumbung::release::feed::{self, ChangeKind};
use lumbung::search::{Query, Search};
use lumbung::storage::{self, Storage};
use lumbung::submission::{Kind, Metadata, SubmissionId};
use tempfile::TempDir;

pub(crate) struct Portal {
    pub(crate) database: Database,
    pub(crate) search: Search,
    storage: Storage,
    folder: TempDir,
    organization: String,
    account: String,
}

pub(crate) struct Published {
    pub(crate) dataset: DatasetId,
    pub(crate) version: VersionId,
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}

impl Portal {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("portal.db");
        let settings = DatabaseSettings {
            url: Secret::new(format!("sqlite://{}?mode=rwc", file.display())),
            ..DatabaseSettings::default()
        };
        let database = Database::open(&settings).await.unwrap();
        let settings = StorageSettings {
            url: "memory://".to_owned(),
            ..StorageSettings::default()
        };
        let storage = Storage::open(&settings, &folder.path().join("cache")).unwrap();
        let search = open_index(&folder, &database);
        let mut portal = Self {
            database,
            search,
            storage,
            folder,
            organization: DatasetId::new().to_string(),
            account: DatasetId::new().to_string(),
        };
        portal.people().await;
        portal
    }

    /// Another process's view of the same index.
    pub(crate) fn second_process(&self) -> Search {
        open_index(&self.folder, &self.database)
    }

    async fn people(&mut self) {
        let mut tx = self.database.begin().await.unwrap();
        sqlx::query(
            "insert into account (id, name, display_name, created_at) values ($1, 'a', 'A', 0)",
        )
        .bind(&self.account)
        .execute(&mut *tx)
        .await
        .unwrap();
        sqlx::query(
            "insert into organization (id, name, title, abbreviation, kind, created_at)
             values ($1, 'dinkes', 'Dinas Kesehatan', 'Dinkes', 'dinas', 0)",
        )
        .bind(&self.organization)
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// A dataset of which nothing is public.
    pub(crate) async fn draft(&self, tx: &mut Tx, title: &str) -> DatasetId {
        let id = DatasetId::new();
        sqlx::query(
            "insert into dataset (id, name, organization_id, state, title, title_fold, metadata, openness,
                created_by, created_at) values ($1, $2, $3, 'active', $4, $4, '{}', 'open', $5, 0)",
        )
        .bind(id.as_str())
        .bind(title.to_lowercase().replace(' ', "-"))
        .bind(&self.organization)
        .bind(title)
        .bind(&self.account)
        .execute(&mut **tx)
        .await
        .unwrap();
        id
    }

    /// A dataset with one public version.
    pub(crate) async fn publish(&self, title: &str) -> Published {
        let manifest = self.storage.put(title.to_owned().into()).await.unwrap();
        let mut tx = self.database.begin().await.unwrap();
        storage::record(&mut tx, &manifest, now()).await.unwrap();
        let dataset = self.draft(&mut tx, title).await;
        let submission = SubmissionId::new();
        sqlx::query(
            "insert into submission (id, number, dataset_id, organization_id, author_id, kind, state, state_at,
                metadata, created_at, updated_at) values ($1, $1, $2, $3, $4, 'new', 'approved', 0, '{}', 0, 0)",
        )
        .bind(submission.as_str())
        .bind(dataset.as_str())
        .bind(&self.organization)
        .bind(&self.account)
        .execute(&mut *tx)
        .await
        .unwrap();
        let version = VersionId::new();
        let new = NewVersion {
            id: &version,
            dataset_id: &dataset,
            number: 1,
            kind: Kind::New,
            submission_id: &submission,
            metadata: &Metadata {
                title: title.to_owned(),
                tags: vec!["gizi".to_owned()],
                period: "2021-2023".to_owned(),
                ..Metadata::default()
            },
            change_summary: "{}",
            manifest: &manifest.hash,
        };
        writer::publish(&mut tx, &new, &[], now()).await.unwrap();
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
        Published { dataset, version }
    }

    pub(crate) async fn withdraw(&self, published: &Published) {
        let Published { dataset, version } = published;
        let mut tx = self.database.begin().await.unwrap();
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
    }
}

fn open_index(folder: &TempDir, database: &Database) -> Search {
    let index = folder.path().join("index");
    let lanes = Lanes::new(LaneSettings::from_settings(&Settings::default()));
    Search::open(&index, database, &lanes).unwrap()
}

/// Ids of what a text finds, in order.
pub(crate) async fn find(search: &Search, text: &str) -> Vec<String> {
    let query = Query {
        text: text.to_owned(),
        ..Query::default()
    };
    let hits = search.search(query).await.unwrap().hits;
    hits.into_iter().map(|hit| hit.id).collect()
}
