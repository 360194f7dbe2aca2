//! The loop that claims jobs and hands them to their parts.

use super::{Job, claim, fail, renew};
use crate::database::{Clock, Database};
use futures::future::BoxFuture;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How a job ended, when it did not complete.
#[derive(Debug)]
pub enum Outcome {
    /// The job and its outcome are stored.
    Done,
    /// Try again later; the text goes to the log and the table.
    Retry(String),
}

/// Does one job; completes it in the transaction of its outcome.
pub type Handler = Arc<dyn Fn(Job) -> BoxFuture<'static, Outcome> + Send + Sync>;

/// How often the table is looked at when nobody rings.
const POLL: Duration = Duration::from_secs(1);
/// How often a running job's lease is renewed.
const RENEW: Duration = Duration::from_secs(20);

/// The workers of this node; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Workers {
    bell: Arc<Notify>,
}

impl Workers {
    /// Tells the workers that there is something to do; call it after the commit.
    pub fn ring(&self) {
        self.bell.notify_waiters();
        self.bell.notify_one();
    }

    /// Starts `count` workers that end when `stop` is cancelled, each after its present job.
    pub fn start(
        &self,
        count: usize,
        database: &Database,
        clock: &Clock,
        handler: &Handler,
        tracker: &TaskTracker,
        stop: &CancellationToken,
    ) {
        for _ in 0..count {
            let worker = Worker {
                bell: self.bell.clone(),
                database: database.clone(),
                clock: clock.clone(),
                handler: handler.clone(),
                stop: stop.clone(),
            };
            tracker.spawn(worker.run());
        }
    }

    /// Does all jobs that are due now, one after the other; for tests and commands.
    pub async fn drain(&self, database: &Database, clock: &Clock, handler: &Handler) -> u64 {
        let mut done = 0;
        while let Ok(Some(job)) = claim(database, clock.now()).await {
            one(database, clock, handler, job).await;
            done += 1;
        }
        done
    }
}

struct Worker {
    bell: Arc<Notify>,
    database: Database,
    clock: Clock,
    handler: Handler,
    stop: CancellationToken,
}

impl Worker {
    async fn run(self) {
        while !self.stop.is_cancelled() {
            match claim(&self.database, self.clock.now()).await {
                Ok(Some(job)) => one(&self.database, &self.clock, &self.handler, job).await,
                Ok(None) => self.wait().await,
                Err(error) => {
                    tracing::warn!(%error, "jobs can't be claimed now");
                    self.wait().await;
                }
            }
        }
    }

    async fn wait(&self) {
        tokio::select! {
            () = self.bell.notified() => {}
            () = tokio::time::sleep(POLL) => {}
            () = self.stop.cancelled() => {}
        }
    }
}

async fn one(database: &Database, clock: &Clock, handler: &Handler, job: Job) {
    let kind = job.task.kind();
    let started = std::time::Instant::now();
    let work = handler(job.clone());
    tokio::pin!(work);
    let outcome = loop {
        tokio::select! {
            outcome = &mut work => break outcome,
            () = tokio::time::sleep(RENEW) => {
                if let Err(error) = renew(database, &job.id, clock.now()).await {
                    tracing::warn!(%error, job.id, "a lease could not be renewed");
                }
            }
        }
    };
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    match outcome {
        Outcome::Done => tracing::info!(job.kind = kind, job.id, duration_ms, "job done"),
        Outcome::Retry(error) => {
            let give_up = job.is_last_attempt();
            tracing::warn!(
                job.kind = kind,
                job.id,
                job.attempts,
                give_up,
                error,
                "job failed"
            );
            if let Err(error) = fail(database, &job, &error, give_up, clock.now()).await {
                tracing::warn!(%error, job.id, "a failed job could not be put back; its lease will run out");
            }
        }
    }
}
