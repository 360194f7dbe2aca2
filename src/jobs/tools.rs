//! What the work behind a job needs of the portal.

use crate::database::{Clock, Database, Error};
use crate::lanes::Lanes;
use crate::storage::{self, Storage};
use std::path::{Path, PathBuf};

/// The parts that a job works with.
#[derive(Debug, Clone)]
pub struct Tools<'a> {
    /// The database.
    pub database: &'a Database,
    /// Blobs.
    pub storage: &'a Storage,
    /// The way off the async threads.
    pub lanes: &'a Lanes,
    /// The clock.
    pub clock: &'a Clock,
    /// Where work folders are made.
    pub work: PathBuf,
}

impl Tools<'_> {
    /// Makes a folder for one job, gone with everything in it when dropped.
    ///
    /// Errors: [`storage::Error`] when the disk refuses.
    pub fn folder(&self, job: &str) -> Result<WorkFolder, storage::Error> {
        std::fs::create_dir_all(&self.work)?;
        Ok(WorkFolder(
            tempfile::Builder::new()
                .prefix(&format!("{job}-"))
                .tempdir_in(&self.work)?,
        ))
    }

    /// Marks a job done that left nothing else to write.
    pub async fn complete(&self, job: &str) -> Result<(), Error> {
        let mut tx = self.database.begin().await?;
        if super::complete(&mut tx, job, self.clock.now()).await? {
            tx.commit().await?;
        }
        Ok(())
    }
}

/// A folder of one job's own.
#[derive(Debug)]
pub struct WorkFolder(tempfile::TempDir);

impl WorkFolder {
    /// Its path.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}
