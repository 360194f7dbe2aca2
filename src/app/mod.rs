//! The wired parts that handlers and workers share.

pub mod folder;
pub mod start;
pub mod tasks;

use crate::accounts::sign_in::Throttle;
use crate::calendar::Calendar;
use crate::catalog::usage::Usage;
use crate::config::Settings;
use crate::database::{Clock, Database};
use crate::http::tables::Described;
use crate::intake::uploads;
use crate::jobs::{self, Workers};
use crate::lanes::Lanes;
use crate::review::actions::Tools;
use crate::search::Search;
use crate::storage::Storage;
use crate::web::dataset::content::Contents;
use crate::web::render::Pages;
use std::sync::Arc;

/// Everything that a request or a job may need; cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<Parts>);

/// The parts behind [`App`].
#[derive(Debug)]
pub struct Parts {
    /// Settings as loaded at start.
    pub settings: Settings,
    /// The clock.
    pub clock: Clock,
    /// The database.
    pub database: Database,
    /// Blobs.
    pub storage: Storage,
    /// The way off the async threads.
    pub lanes: Lanes,
    /// Workers of durable jobs.
    pub workers: Workers,
    /// The full-text index.
    pub search: Search,
    /// Templates and languages.
    pub pages: Pages,
    /// What is known of tables that were asked lately.
    pub tables: Described,
    /// What dataset pages show of tables that were looked at lately.
    pub contents: Contents,
    /// Working time.
    pub calendar: Calendar,
    /// Attempts to sign in.
    pub throttle: Throttle,
    /// Views and downloads not written yet.
    pub usage: Usage,
}

impl std::ops::Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Wraps the wired parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// What acts on submissions need beside the database.
    pub fn review_tools(&self) -> Tools<'_> {
        Tools {
            storage: &self.storage,
            calendar: &self.calendar,
        }
    }

    /// What the work behind a job needs.
    pub fn job_tools(&self) -> jobs::Tools<'_> {
        jobs::Tools {
            database: &self.database,
            storage: &self.storage,
            lanes: &self.lanes,
            clock: &self.clock,
            work: self.settings.data_dir.join("work"),
        }
    }

    /// What uploads over several requests need.
    pub fn upload_tools(&self) -> uploads::Tools {
        uploads::Tools {
            database: self.database.clone(),
            storage: self.storage.clone(),
            clock: self.clock.clone(),
            limits: self.settings.limits.clone(),
        }
    }

    /// Tells workers and the index that something was committed.
    pub fn ring(&self) {
        self.workers.ring();
        self.search.ring();
    }
}
