//! Which part does which durable job, and the housekeeping that repeats.

use super::App;
use crate::accounts::{idempotency, session_store};
use crate::catalog::usage;
use crate::database::Backend;
use crate::inspection::Limits;
use crate::jobs::{self, Handler, Job, Outcome, Task};
use crate::submission::{Error, FileId, SubmissionId};
use crate::{intake, review};
use jiff::SignedDuration;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The handler that workers call.
pub fn handler(app: &App) -> Handler {
    let app = app.clone();
    Arc::new(move |job| {
        let app = app.clone();
        Box::pin(async move {
            match dispatch(&app, &job).await {
                Ok(()) => {
                    app.ring();
                    Outcome::Done
                }
                // What the job was about is gone: there is nothing left to do.
                Err(Error::NotFound) => finish(&app, &job).await,
                Err(error) => {
                    if job.is_last_attempt() {
                        give_up(&app, &job).await;
                    }
                    Outcome::Retry(error.to_string())
                }
            }
        })
    })
}

// Tells those who wait for a job that it will not be done; the job stays in the table for the operator.
async fn give_up(app: &App, job: &Job) {
    let outcome = match &job.task {
        Task::Inspect { file } => match FileId::parse(file) {
            Ok(file) => intake::inspect::give_up(&app.job_tools(), &file).await,
            Err(_) => Ok(()),
        },
        Task::Check { submission } => match SubmissionId::parse(submission) {
            Ok(submission) => review::check::give_up(&app.job_tools(), &submission).await,
            Err(_) => Ok(()),
        },
        // Its writer learns it from the check.
        Task::Foresee { .. } => Ok(()),
        // Stays scheduled; a steward can publish it by hand.
        Task::Publish { .. } => Ok(()),
    };
    if let Err(error) = outcome {
        tracing::error!(%error, job.id, "nobody could be told that a job was given up");
    }
}

async fn dispatch(app: &App, job: &Job) -> Result<(), Error> {
    match &job.task {
        Task::Inspect { file } => {
            let file = FileId::parse(file).map_err(|_| Error::NotFound)?;
            intake::inspect::run(
                &app.job_tools(),
                Limits::from_settings(&app.settings),
                &file,
                &job.id,
            )
            .await
        }
        Task::Check { submission } => {
            let submission = SubmissionId::parse(submission).map_err(|_| Error::NotFound)?;
            review::check::run(&app.job_tools(), &app.calendar, &submission, &job.id).await
        }
        Task::Foresee { submission } => {
            let submission = SubmissionId::parse(submission).map_err(|_| Error::NotFound)?;
            review::foresee::run(&app.job_tools(), &submission, &job.id).await
        }
        Task::Publish { submission } => {
            let submission = SubmissionId::parse(submission).map_err(|_| Error::NotFound)?;
            let now = app.clock.now();
            let mut tx = app.database.begin().await?;
            review::actions::publish_due(&mut tx, &app.storage, &submission, now).await?;
            if jobs::complete(&mut tx, &job.id, now).await? {
                tx.commit().await?;
            }
            Ok(())
        }
    }
}

async fn finish(app: &App, job: &Job) -> Outcome {
    match app.job_tools().complete(&job.id).await {
        Ok(()) => Outcome::Done,
        Err(error) => Outcome::Retry(error.to_string()),
    }
}

/// Starts what every node does: following the feed and the housekeeping. Both end with `stop`.
pub fn start_following(app: &App, tracker: &TaskTracker, stop: &CancellationToken) {
    tracker.spawn(app.search.clone().follow(stop.clone()));
    tracker.spawn(housekeeping(app.clone(), stop.clone()));
}

/// Starts the workers, which end with `stop`.
pub async fn start_workers(
    app: &App,
    tracker: &TaskTracker,
    stop: &CancellationToken,
) -> Result<(), crate::database::Error> {
    if app.database.backend() == Backend::Sqlite {
        intake::uploads::record::free_all(&app.database).await?;
        let freed = jobs::free_all(&app.database).await?;
        if freed > 0 {
            tracing::info!(
                job.count = freed,
                "unfinished jobs of the last run begin again"
            );
        }
    }
    let workers = app.settings.inspection.children.max(1);
    app.workers.start(
        workers,
        &app.database,
        &app.clock,
        &handler(app),
        tracker,
        stop,
    );
    Ok(())
}

const BEAT: Duration = Duration::from_secs(10);
const BEATS_AN_HOUR: u64 = 360;

async fn housekeeping(app: App, stop: CancellationToken) {
    let mut beat = 0_u64;
    loop {
        tokio::select! {
            () = tokio::time::sleep(BEAT) => {}
            () = stop.cancelled() => break,
        }
        beat += 1;
        if let Err(error) = app.usage.flush(&app.database).await {
            tracing::warn!(%error, "usage counts could not be written; they are kept");
        }
        if beat % BEATS_AN_HOUR == 1 {
            if let Err(error) = sweep(&app).await {
                tracing::warn!(%error, "the sweep did not finish");
            }
            if let Err(error) = intake::uploads::finish::sweep(&app.upload_tools()).await {
                tracing::warn!(%error, "expired uploads could not all be removed");
            }
        }
    }
    if let Err(error) = app.usage.flush(&app.database).await {
        tracing::warn!(%error, "the last usage counts could not be written");
    }
}

async fn sweep(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    let day = SignedDuration::from_hours(24);
    let yesterday = now.checked_sub(day).unwrap_or(now);
    let mut tx = app.database.begin().await?;
    session_store::sweep(&mut tx, now).await?;
    idempotency::sweep(&mut tx, yesterday).await?;
    jobs::sweep(&mut tx, yesterday).await?;
    tx.commit().await?;
    app.throttle.sweep();
    app.storage.sweep_staging(yesterday).await?;
    Ok(())
}

/// The civil day of now, by which usage is counted.
pub fn today(app: &App) -> String {
    app.calendar.date(app.clock.now()).to_string()
}

/// Counts a view or a download of public data.
pub fn count(app: &App, what: usage::Use, dataset: &str, resource: &str, agent: &str) {
    app.usage.count(what, dataset, resource, &today(app), agent);
}
