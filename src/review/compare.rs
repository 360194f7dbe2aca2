//! What the public would see of a submission, and how that differs from what it sees now.

use super::summary::ChangeSummary;
use super::table;
use crate::accounts::organizations;
use crate::catalog::{ResourceId, VersionId, VersionResource, dataset, version};
use crate::error::Failure;
use crate::jobs::{Tools, WorkFolder};
use crate::schema;
use crate::storage::BlobHash;
use crate::submission::files::{self, FileState};
use crate::submission::period::Known;
use crate::submission::{Error, File, Kind, Submission, SubmissionId, record};
use std::path::PathBuf;

/// A submission beside what is published.
pub(super) struct Case {
    /// The submission.
    pub submission: Submission,
    /// Its files.
    pub files: Vec<File>,
    /// The published version.
    pub version: Option<VersionId>,
    /// Whether its organization endorses what it hands in.
    pub endorsement: bool,
    // The published period.
    period: String,
    published: Vec<VersionResource>,
    // Those that have a schema, with whether somebody has set it.
    ruled: Vec<(ResourceId, bool)>,
}

impl Case {
    /// Reads it.
    pub(super) async fn read(tools: &Tools<'_>, id: &SubmissionId) -> Result<Self, Error> {
        let mut tx = tools.database.begin_read().await?;
        let submission = record::by_id(&mut tx, id).await?;
        let files = files::of(&mut tx, id).await?;
        let known = dataset::by_id(&mut tx, &submission.dataset_id)
            .await
            .map_err(|_| Error::NotFound)?;
        let published = match &known.version_id {
            Some(version) => version::resources(&mut tx, version)
                .await
                .map_err(|_| Error::NotFound)?,
            None => Vec::new(),
        };
        let organization = organizations::by_id(&mut tx, &submission.organization_id).await?;
        let mut ruled = Vec::new();
        for file in &files {
            if let Some(known) = schema::store::current(&mut tx, &file.resource_id).await? {
                let is_set = known.origin == schema::store::Origin::Set;
                ruled.push((file.resource_id.clone(), is_set));
            }
        }
        Ok(Self {
            submission,
            files,
            period: match &known.version_id {
                Some(_) => known.metadata().map_err(|_| Error::NotFound)?.period,
                None => String::new(),
            },
            version: known.version_id,
            endorsement: organization.endorsement == 1,
            published,
            ruled,
        })
    }

    /// The period of the data, where nobody has said one.
    pub(super) async fn unsaid_period(&self, tools: &Tools<'_>) -> Result<Option<String>, Error> {
        let metadata = self.submission.metadata()?;
        if !metadata.period.is_empty() {
            return Ok(None);
        }
        let mut reports = Vec::new();
        for blob in self
            .files
            .iter()
            .filter_map(|file| file.report_blob.as_ref())
        {
            let bytes = tools.storage.read(blob).await?;
            reports.extend(serde_json::from_slice(&bytes).ok());
        }
        let known = Known::of(self.submission.kind, &metadata, &self.period, &reports);
        Ok(Some(known.offer).filter(|period| !period.is_empty()))
    }

    /// Whether an inspection is still to come or under way.
    pub(super) fn is_being_inspected(&self) -> bool {
        let busy = |file: &File| matches!(file.state, FileState::Queued | FileState::Running);
        self.files.iter().any(busy)
    }

    /// Whether what the inspections found lets it go on.
    pub(super) fn is_sound(&self) -> bool {
        let blocking = self.files.iter().map(|file| file.blocking_count);
        blocking.sum::<i64>() == 0
            && self
                .files
                .iter()
                .all(|file| file.state != FileState::Failed)
    }

    /// Compares every file with the published table of its resource.
    pub(super) async fn compare(&self, tools: &Tools<'_>, job: &str) -> Result<Compared, Error> {
        let mut compared = Compared {
            summary: ChangeSummary::new(),
            made: Vec::new(),
            fits: true,
        };
        for file in &self.files {
            self.compare_file(tools, file, &mut compared, job).await?;
        }
        Ok(compared)
    }

    async fn compare_file(
        &self,
        tools: &Tools<'_>,
        file: &File,
        compared: &mut Compared,
        job: &str,
    ) -> Result<(), Error> {
        let Some(new) = &file.table_blob else {
            return Ok(());
        };
        let Some(old) = self.published_table(file) else {
            let rows = u64::try_from(file.row_count).unwrap_or(0);
            if self.published.iter().any(|one| one.table_blob.is_some()) {
                let name = file.name.clone();
                let found = &mut compared.summary.findings;
                found.push(table::CombineFinding::TableAdded { name });
            }
            compared.summary.add(ChangeSummary {
                rows_after: rows,
                added: rows,
                ..ChangeSummary::default()
            });
            return Ok(());
        };
        let (old, new) = (
            tools.storage.local(old).await?,
            tools.storage.local(new).await?,
        );
        let folder = tools.folder(job)?;
        let path = folder.path().join("joined.parquet");
        let joined = match combine_kind(self.submission.kind) {
            None => None,
            Some(kind) => {
                let joined =
                    table::combine(tools.lanes, kind, old.path(), new.path(), None, &path).await;
                match compared.take_up(joined)? {
                    Some(rows) => Some((path, rows)),
                    None => return Ok(()),
                }
            }
        };
        let after = joined.as_ref().map_or(new.path(), |(path, _)| path);
        let options = table::DifferenceOptions::default();
        let changes = folder.path().join("changes");
        std::fs::create_dir_all(&changes).map_err(crate::storage::Error::from)?;
        let difference =
            table::difference(tools.lanes, old.path(), after, options, &changes).await?;
        compared.summary.add(ChangeSummary::from(&difference));
        compared.made.push(Made {
            file: file.clone(),
            joined,
            changes: table::changes_file(&changes),
            _folder: folder,
        });
        Ok(())
    }

    fn published_table(&self, file: &File) -> Option<&BlobHash> {
        let mut published = self.published.iter();
        let before = published.find(|resource| resource.resource_id == file.resource_id);
        before.and_then(|resource| resource.table_blob.as_ref())
    }

    // Whether a table is to have rules inferred: the first ones, or anew because its columns are others.
    fn wants_rules(&self, file: &File, summary: &ChangeSummary) -> bool {
        let mut ruled = self.ruled.iter();
        let known = ruled.find(|(resource, _)| *resource == file.resource_id);
        let is_other = !summary.columns_added.is_empty() || !summary.columns_removed.is_empty();
        known.is_none_or(|(_, is_set)| !is_set && is_other)
    }

    /// Finds the keys of tables that are to have their first schema; one that can't be told is none.
    pub(super) async fn identify(
        &self,
        tools: &Tools<'_>,
        compared: &mut Compared,
        job: &str,
    ) -> Result<(), Error> {
        for file in &self.files {
            if !self.wants_rules(file, &compared.summary) {
                continue;
            }
            let Some(own) = &file.table_blob else {
                continue;
            };
            let own = tools.storage.local(own).await?;
            let table = compared.joined(file).unwrap_or(own.path());
            let folder = tools.folder(job)?;
            match table::key_of(tools.lanes, table, folder.path()).await {
                Ok(key) if key.is_empty() => {}
                Ok(key) => {
                    let resource = file.resource_id.to_string();
                    compared.summary.keys.insert(resource, key);
                }
                Err(error @ table::Error::Busy) => return Err(error.into()),
                Err(error) => {
                    tracing::warn!(%error, "the key of a table could not be looked for");
                }
            }
        }
        Ok(())
    }
}

/// What comparing has made.
pub(super) struct Compared {
    /// The figures and what to look at.
    pub summary: ChangeSummary,
    /// The files of tables that had a published one.
    pub made: Vec<Made>,
    /// Whether every table could be joined with its published one.
    pub fits: bool,
}

/// What the public would see of one file, on this machine.
pub(super) struct Made {
    /// The file.
    pub file: File,
    /// The table put together with the published one, and its rows; `None` when the file's own table takes its place.
    pub joined: Option<(PathBuf, u64)>,
    /// The stored difference.
    pub changes: PathBuf,
    _folder: WorkFolder,
}

impl Compared {
    // The rows of a table put together, or nothing where that can't be or may not be; the summary says why.
    fn take_up(
        &mut self,
        joined: Result<table::Combined, table::Error>,
    ) -> Result<Option<u64>, Error> {
        match joined {
            Ok(joined) => {
                let blocked = joined.is_blocked();
                self.summary.findings.extend(joined.findings);
                self.fits &= !blocked;
                Ok((!blocked).then_some(joined.row_count))
            }
            Err(error @ (table::Error::NothingInCommon | table::Error::NoKey)) => {
                self.summary.obstacles.push(error.message().id.to_owned());
                self.fits = false;
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn joined(&self, file: &File) -> Option<&std::path::Path> {
        let made = self.made.iter().find(|made| made.file.id == file.id)?;
        made.joined.as_ref().map(|(path, _)| path.as_path())
    }
}

fn combine_kind(kind: Kind) -> Option<table::CombineKind> {
    match kind {
        Kind::Append => Some(table::CombineKind::Append),
        Kind::Correct => Some(table::CombineKind::Correct),
        Kind::New | Kind::Replace | Kind::Metadata => None,
    }
}
