//! Datasets put into the catalogue through its own writers, past upload and review.

use super::TestApp;
use lumbung::accounts::Actor;
use lumbung::catalog::writer::{self, NewResource, NewVersion};
use lumbung::catalog::{DatasetId, DatasetName, ResourceId, VersionId, dataset};
use lumbung::database::Tx;
use lumbung::release::feed::{self, ChangeKind};
use lumbung::storage::{self, Stored};
use lumbung::submission::record::{self, NewSubmission};
use lumbung::submission::{Kind, Metadata};
use polars::prelude::{DataFrame, ParquetWriter};

/// What became public.
#[derive(Debug, Clone)]
pub(crate) struct Released {
    pub(crate) dataset: DatasetId,
    pub(crate) version: VersionId,
    pub(crate) resource: ResourceId,
}

impl TestApp {
    /// A dataset of Dinas Kesehatan of which nothing is public.
    pub(crate) async fn reserve(&self, name: &str, metadata: &Metadata) -> DatasetId {
        let author = self.actor("produsen.dinkes").await;
        let mut tx = self.begin().await;
        let id = self.reserve_in(&mut tx, &author, name, metadata).await;
        tx.commit().await.unwrap();
        id
    }

    async fn reserve_in(
        &self,
        tx: &mut Tx,
        author: &Actor,
        name: &str,
        metadata: &Metadata,
    ) -> DatasetId {
        let name = DatasetName::parse(name).unwrap();
        let place = author.organizations().next().unwrap();
        let account = &author.account_id;
        dataset::reserve(tx, place, account, &name, true, metadata, self.now())
            .await
            .unwrap()
    }

    /// A new public dataset of one table (or of no file), without the index knowing of it yet.
    pub(crate) async fn release(
        &self,
        name: &str,
        metadata: &Metadata,
        table: Option<DataFrame>,
    ) -> Released {
        let dataset = self.reserve(name, metadata).await;
        let resource = ResourceId::new();
        let version = self
            .release_version(&dataset, &resource, 1, metadata, table)
            .await;
        Released {
            dataset,
            version,
            resource,
        }
    }

    /// A public version of a dataset.
    pub(crate) async fn release_version(
        &self,
        dataset: &DatasetId,
        resource: &ResourceId,
        number: i64,
        metadata: &Metadata,
        table: Option<DataFrame>,
    ) -> VersionId {
        let author = self.actor("produsen.dinkes").await;
        let manifest = self.put(format!("{dataset} {number}").into_bytes()).await;
        let resources = match table {
            Some(table) => vec![self.resource(resource, table).await],
            None => Vec::new(),
        };
        let mut tx = self.begin().await;
        let organization = author.organizations().next().unwrap().clone();
        let new = NewSubmission {
            dataset_id: dataset,
            organization_id: &organization,
            author: &author,
            kind: Kind::New,
            base_version_id: None,
            metadata,
        };
        let submission = record::insert(&mut tx, new, self.now()).await.unwrap();
        let version = VersionId::new();
        let new = NewVersion {
            id: &version,
            dataset_id: dataset,
            number,
            kind: Kind::New,
            submission_id: &submission,
            metadata,
            change_summary: "{}",
            manifest: &manifest.hash,
        };
        writer::publish(&mut tx, &new, &resources, self.now())
            .await
            .unwrap();
        let change = ChangeKind::Released;
        feed::append(&mut tx, change, dataset, Some(&version), self.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        version
    }

    // A table with the CSV that it came as.
    async fn resource(&self, id: &ResourceId, mut table: DataFrame) -> NewResource {
        let mut csv = Vec::new();
        for row in 0..table.height() {
            let cells: Vec<String> = table
                .get(row)
                .unwrap()
                .iter()
                .map(ToString::to_string)
                .collect();
            csv.extend_from_slice(cells.join(";").as_bytes());
            csv.push(b'\n');
        }
        let mut parquet = Vec::new();
        ParquetWriter::new(&mut parquet).finish(&mut table).unwrap();
        let (original, stored) = (self.put(csv).await, self.put(parquet).await);
        NewResource {
            resource_id: id.clone(),
            name: "Tabel balita".to_owned(),
            description: String::new(),
            file_name: "jumlah balita.csv".to_owned(),
            format: "CSV".to_owned(),
            original: original.hash,
            original_size: i64::try_from(original.size_bytes).unwrap(),
            table: Some(stored.hash),
            table_size: i64::try_from(stored.size_bytes).unwrap(),
            row_count: i64::try_from(table.height()).unwrap(),
            report: None,
        }
    }

    /// Stores bytes and records them.
    pub(crate) async fn put(&self, bytes: Vec<u8>) -> Stored {
        let stored = self.app.storage.put(bytes.into()).await.unwrap();
        let mut tx = self.begin().await;
        storage::record(&mut tx, &stored, self.now()).await.unwrap();
        tx.commit().await.unwrap();
        stored
    }

    /// Takes a version back.
    pub(crate) async fn withdraw(&self, released: &Released) {
        let (dataset, version) = (&released.dataset, &released.version);
        let mut tx = self.begin().await;
        writer::withdraw(&mut tx, dataset, version, "keliru", self.now())
            .await
            .unwrap();
        let change = ChangeKind::Withdrawn;
        feed::append(&mut tx, change, dataset, Some(version), self.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}
