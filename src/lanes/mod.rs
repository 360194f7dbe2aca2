//! The only way off the async threads: bounded lanes for CPU work, and a bounded pool of fenced child processes.
//!
//! A lane has so many workers and so many waiting places; when those are taken, the answer is
//! [`LaneError::Busy`] at once. Work learns through [`Cancel`] that its deadline has passed or its caller has gone.

mod child;
pub mod fence;

pub use child::{ChildEnd, ChildLimits, ChildRun, ChildTask};

use crate::config::Settings;
use crate::error::{Failure, Kind, Message};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Which lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Reads that somebody waits for: a page of a table, a password, a search.
    Quick,
    /// Longer work inside this process: an export that streams.
    Bulk,
}

/// Why a lane did not do the work.
#[derive(Debug, thiserror::Error)]
pub enum LaneError {
    /// All workers and waiting places are taken.
    #[error("the lane is full")]
    Busy,
    /// The time limit passed.
    #[error("the time limit passed")]
    TimedOut,
    /// The work panicked or the child could not be started.
    #[error("the work broke off: {0}")]
    Broken(String),
}

impl Failure for LaneError {
    fn kind(&self) -> Kind {
        match self {
            Self::Busy => Kind::Unavailable,
            Self::TimedOut => Kind::Invalid,
            Self::Broken(_) => Kind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Busy => "lanes.busy",
            Self::TimedOut => "lanes.timed_out",
            Self::Broken(_) => "internal",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Busy => Message::new("lanes-busy"),
            Self::TimedOut => Message::new("lanes-timed-out"),
            Self::Broken(_) => Message::new("error-internal"),
        }
    }
}

/// Tells work that nobody waits for it any more.
#[derive(Debug, Clone)]
pub struct Cancel {
    flag: Arc<AtomicBool>,
    deadline: Instant,
}

impl Cancel {
    /// Whether to stop; look between batches.
    pub fn is_cancelled(&self) -> bool {
        self.flag.load(Ordering::Relaxed) || Instant::now() >= self.deadline
    }
}

/// Sizes of the lanes.
#[derive(Debug, Clone)]
pub struct LaneSettings {
    /// Workers of the quick lane.
    pub quick: usize,
    /// Workers of the bulk lane.
    pub bulk: usize,
    /// Waiting places of each lane.
    pub queue: usize,
    /// Child processes at the same time.
    pub children: usize,
    /// Program that child processes run; this one by default.
    pub program: Option<PathBuf>,
    /// What reads of tables may use.
    pub tables: TableLimits,
}

/// What one read of a table may use.
#[derive(Debug, Clone)]
pub struct TableLimits {
    /// Time of a quick read, waiting included.
    pub quick: Duration,
    /// Time in which a heavy read must give its first row.
    pub first_row: Duration,
    /// What the child of a heavy read may use in all.
    pub heavy: ChildLimits,
    /// Folder in which children get folders of their own; the system's own for such things if `None`.
    pub scratch: Option<PathBuf>,
}

impl TableLimits {
    /// The limits that the settings ask for.
    pub fn from_settings(settings: &Settings) -> Self {
        let heavy = Duration::from_secs(settings.query.heavy_seconds);
        // The first row must come in time; an export may then go on for longer.
        let whole = heavy * 10;
        Self {
            quick: Duration::from_secs(settings.query.quick_seconds),
            first_row: heavy,
            heavy: ChildLimits {
                cpu_seconds: whole.as_secs(),
                memory_bytes: settings.query.memory_bytes,
                file_bytes: settings.inspection.file_bytes,
                wall: whole,
            },
            scratch: Some(settings.data_dir.join("scratch")),
        }
    }
}

impl LaneSettings {
    /// The sizes that the settings ask for; 0 quick workers mean one per core.
    pub fn from_settings(settings: &Settings) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let quick = if settings.query.quick == 0 {
            cores
        } else {
            settings.query.quick
        };
        Self {
            quick,
            bulk: cores.max(2),
            queue: 256,
            children: settings.inspection.children + settings.query.children,
            program: None,
            tables: TableLimits::from_settings(settings),
        }
    }
}

/// The lanes of this node; cheap to clone.
#[derive(Debug, Clone)]
pub struct Lanes {
    quick: Gate,
    bulk: Gate,
    children: Gate,
    program: Option<PathBuf>,
    tables: Arc<TableLimits>,
}

// Workers and waiting places of one lane.
#[derive(Debug, Clone)]
struct Gate {
    places: Arc<Semaphore>,
    workers: Arc<Semaphore>,
}

impl Gate {
    fn new(workers: usize, queue: usize) -> Self {
        let workers = workers.max(1);
        Self {
            places: Arc::new(Semaphore::new(workers + queue)),
            workers: Arc::new(Semaphore::new(workers)),
        }
    }

    async fn enter(&self, patience: Duration) -> Result<Pass, LaneError> {
        let place = self
            .places
            .clone()
            .try_acquire_owned()
            .map_err(|_| LaneError::Busy)?;
        let worker = tokio::time::timeout(patience, self.workers.clone().acquire_owned())
            .await
            .map_err(|_| LaneError::TimedOut)?
            .map_err(|_| LaneError::Busy)?;
        Ok(Pass {
            _place: place,
            _worker: worker,
        })
    }
}

#[derive(Debug)]
struct Pass {
    _place: OwnedSemaphorePermit,
    _worker: OwnedSemaphorePermit,
}

// Cancels the work when the caller stops waiting for it.
struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Lanes {
    /// Lanes of these sizes.
    pub fn new(settings: LaneSettings) -> Self {
        Self {
            quick: Gate::new(settings.quick, settings.queue),
            bulk: Gate::new(settings.bulk, settings.queue),
            children: Gate::new(settings.children, settings.queue),
            program: settings.program,
            tables: Arc::new(settings.tables),
        }
    }

    /// What reads of tables may use.
    pub fn tables(&self) -> &TableLimits {
        &self.tables
    }

    /// Runs `work` on a worker of `lane` within `limit`, waiting included.
    ///
    /// Errors: [`LaneError::Busy`] when the lane is full, [`LaneError::TimedOut`], [`LaneError::Broken`] when the
    /// work panicked. Dropping the future cancels the work; it keeps its worker until it notices.
    pub async fn run<T, F>(&self, lane: Lane, limit: Duration, work: F) -> Result<T, LaneError>
    where
        T: Send + 'static,
        F: FnOnce(&Cancel) -> T + Send + 'static,
    {
        let deadline = Instant::now() + limit;
        let gate = match lane {
            Lane::Quick => &self.quick,
            Lane::Bulk => &self.bulk,
        };
        let pass = gate.enter(limit).await?;
        let flag = Arc::new(AtomicBool::new(false));
        let cancel = Cancel {
            flag: flag.clone(),
            deadline,
        };
        let _guard = CancelOnDrop(flag);
        let span = tracing::Span::current();
        #[expect(
            clippy::disallowed_methods,
            reason = "lanes are the one way off the async threads"
        )]
        let task = tokio::task::spawn_blocking(move || {
            let _pass = pass;
            span.in_scope(|| (!cancel.is_cancelled()).then(|| work(&cancel)))
        });
        let left = deadline.saturating_duration_since(Instant::now());
        match tokio::time::timeout(left, task).await {
            Ok(Ok(Some(done))) => Ok(done),
            Ok(Ok(None)) | Err(_) => Err(LaneError::TimedOut),
            Ok(Err(broken)) => Err(LaneError::Broken(broken.to_string())),
        }
    }

    /// Starts a fenced child process; waits for a free place among the children first.
    ///
    /// Errors: [`LaneError::Busy`], [`LaneError::TimedOut`] when no place came free within its wall limit,
    /// [`LaneError::Broken`] when it can't be started.
    pub async fn child(&self, task: ChildTask) -> Result<ChildRun, LaneError> {
        let pass = self.children.enter(task.limits.wall).await?;
        let program = match &self.program {
            Some(program) => program.clone(),
            None => {
                std::env::current_exe().map_err(|error| LaneError::Broken(error.to_string()))?
            }
        };
        child::start(&program, task, Box::new(pass))
            .map_err(|error| LaneError::Broken(error.to_string()))
    }
}
