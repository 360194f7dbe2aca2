//! The portal's own check between `submit` and the queue: is the inspection done, does anything block, and does the
//! update fit what is published.

use super::compare::{Case, Compared, Made};
use super::summary::ChangeSummary;
use crate::calendar::Calendar;
use crate::database::Tx;
use crate::jobs::{self, Tools};
use crate::storage::{self, Stored};
use crate::submission::files;
use crate::submission::transition::{self, Effects};
use crate::submission::{Action, Error, Metadata, State, Submission, SubmissionId, record};
use jiff::{SignedDuration, Timestamp};

/// Checks one submission; completes the job in the same transaction.
pub async fn run(
    tools: &Tools<'_>,
    calendar: &Calendar,
    id: &SubmissionId,
    job: &str,
) -> Result<(), Error> {
    let case = Case::read(tools, id).await?;
    if case.submission.state != State::Checking {
        return Ok(tools.complete(job).await?);
    }
    if case.is_being_inspected() {
        return postpone(tools, &case.submission, job).await;
    }
    let mut outcome = Outcome {
        summary: ChangeSummary::new(),
        results: Vec::new(),
        passed: case.is_sound(),
    };
    if outcome.passed {
        let mut compared = case.compare(tools, job).await?;
        if compared.fits {
            case.identify(tools, &mut compared, job).await?;
        }
        outcome = Outcome::store(tools, compared).await?;
    }
    let period = if outcome.passed {
        case.unsaid_period(tools).await?
    } else {
        None
    };
    finish(tools, calendar, &case, &outcome, period, job).await
}

/// Gives a submission back whose check failed again and again for the portal's own fault.
pub async fn give_up(tools: &Tools<'_>, id: &SubmissionId) -> Result<(), Error> {
    let mut tx = tools.database.begin().await?;
    let submission = record::by_id(&mut tx, id).await?;
    if submission.state == State::Checking {
        let action = back(&submission);
        let now = tools.clock.now();
        transition::apply(
            &mut tx,
            None,
            &submission,
            action,
            "",
            Effects::default(),
            now,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

// Where a submission goes that may not go on: to where it came from.
fn back(submission: &Submission) -> Action {
    if submission.decided_by.is_some() {
        Action::FailRecheck
    } else {
        Action::FailCheck
    }
}

struct Outcome {
    summary: ChangeSummary,
    results: Vec<FileResult>,
    passed: bool,
}

struct FileResult {
    made: Made,
    table: Option<Stored>,
    difference: Stored,
}

impl Outcome {
    async fn store(tools: &Tools<'_>, compared: Compared) -> Result<Self, Error> {
        let mut results = Vec::new();
        for made in compared.made {
            let table = match &made.joined {
                Some((path, _)) => Some(tools.storage.put_file(path).await?),
                None => None,
            };
            let difference = tools.storage.put_file(&made.changes).await?;
            results.push(FileResult {
                made,
                table,
                difference,
            });
        }
        Ok(Self {
            summary: compared.summary,
            results,
            passed: compared.fits,
        })
    }
}

impl FileResult {
    async fn record(&self, tx: &mut Tx, now: Timestamp) -> Result<(), Error> {
        for stored in self.table.iter().chain([&self.difference]) {
            storage::record(tx, stored, now).await?;
        }
        let rows = self.made.joined.as_ref().map_or(0, |(_, rows)| *rows);
        let table = self.table.as_ref().map(|stored| &stored.hash);
        files::set_result(
            tx,
            &self.made.file.id,
            table,
            i64::try_from(rows).unwrap_or(i64::MAX),
            Some(&self.difference.hash),
        )
        .await
    }
}

async fn finish(
    tools: &Tools<'_>,
    calendar: &Calendar,
    case: &Case,
    outcome: &Outcome,
    period: Option<String>,
    job: &str,
) -> Result<(), Error> {
    let now = tools.clock.now();
    let mut tx = tools.database.begin().await?;
    for result in &outcome.results {
        result.record(&mut tx, now).await?;
    }
    let id = &case.submission.id;
    let summary = outcome.summary.encode();
    record::set_comparison(&mut tx, id, case.version.as_ref(), &summary, now).await?;
    let mut current = record::by_id(&mut tx, id).await?;
    if let Some(period) = period {
        let metadata = Metadata {
            period,
            ..current.metadata()?
        };
        current = record::complete_metadata(&mut tx, current, &metadata, &case.files).await?;
    }
    let (action, due_at) = match (outcome.passed, case.endorsement) {
        (false, _) => (back(&case.submission), None),
        (true, true) => (Action::AskEndorsement, None),
        (true, false) => (Action::PassCheck, Some(calendar.review_due(now))),
    };
    let effects = Effects {
        due_at: Some(due_at),
        ..Effects::default()
    };
    transition::apply(&mut tx, None, &current, action, "", effects, now).await?;
    if jobs::complete(&mut tx, job, now).await? {
        tx.commit().await?;
    }
    Ok(())
}

// The inspection still runs: look again shortly.
async fn postpone(tools: &Tools<'_>, submission: &Submission, job: &str) -> Result<(), Error> {
    let now = tools.clock.now();
    let mut tx = tools.database.begin().await?;
    if !jobs::complete(&mut tx, job, now).await? {
        return Ok(());
    }
    let task = jobs::Task::Check {
        submission: submission.id.to_string(),
    };
    let soon = now
        .saturating_add(SignedDuration::from_secs(1))
        .unwrap_or(now);
    jobs::enqueue(&mut tx, &task, None, soon, now).await?;
    tx.commit().await?;
    Ok(())
}
