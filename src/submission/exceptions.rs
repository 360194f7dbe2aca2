//! Exceptions of findings about personal data: asked by the producer, granted or refused by a steward.
//!
//! Owns `privacy_exception`. A granted one holds for the same finding in the same bytes of the same dataset, and for
//! nothing else: another file, another place or another number of cells blocks again.

use super::{Error, File, Submission, SubmissionId};
use crate::accounts::Actor;
use crate::catalog::DatasetId;
use crate::database::{Tx, clock, ids};
use crate::inspection::{Finding, Level, Report, privacy};
use crate::storage::BlobHash;
use crate::text_enum;
use jiff::Timestamp;
use std::collections::BTreeSet;

text_enum! {
    /// What became of a request.
    ExceptionState {
        /// It waits for a steward.
        Asked = "asked",
        /// The cells may be published.
        Granted = "granted",
        /// They may not.
        Refused = "refused",
    }
}

/// A request for one finding.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PrivacyException {
    /// Identifier.
    pub id: String,
    /// The bytes that it is about.
    pub blob: BlobHash,
    /// The finding that it is about, as [`key`] writes it.
    pub finding: String,
    /// Sheet and column in words.
    pub place: String,
    /// What kind of personal datum, as the finding names it.
    pub kind: String,
    /// Cells.
    pub cell_count: i64,
    /// What became of it.
    #[sqlx(try_from = "String")]
    pub state: ExceptionState,
    /// Why the producer asks.
    pub reason: String,
    /// Who asked, as others read the name.
    pub asked_by: String,
    /// When (microseconds UTC).
    pub asked_at: i64,
    /// The legal ground, or why it is refused.
    pub answer: String,
    /// Who decided, as others read the name.
    pub decided_by: Option<String>,
    /// When (microseconds UTC).
    pub decided_at: Option<i64>,
}

/// What names a finding within its file; `None` for findings that no exception is made of.
pub fn key(finding: &Finding) -> Option<String> {
    let is_personal = privacy::CODES.contains(&finding.code.as_str());
    (is_personal && finding.level == Level::Blocking).then(|| {
        let Finding {
            code,
            sheet,
            cell,
            expected,
            count,
            ..
        } = finding;
        format!("{code}|{sheet}|{cell}|{expected}|{count}")
    })
}

/// Turns the findings that were granted into warnings.
pub fn lift(report: &mut Report, granted: &[String]) {
    for finding in &mut report.findings {
        if key(finding).is_some_and(|key| granted.contains(&key)) {
            finding.level = Level::Warning;
        }
    }
    report.findings.sort_by_key(|finding| finding.level);
}

/// Personal findings of a report that still block.
pub fn blocking(report: &Report) -> impl Iterator<Item = &Finding> {
    report
        .findings
        .iter()
        .filter(|finding| key(finding).is_some())
}

/// The findings granted for these bytes in this dataset.
pub async fn granted(
    tx: &mut Tx,
    dataset: &DatasetId,
    blob: &BlobHash,
) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select finding from privacy_exception
         where dataset_id = $1 and blob = $2 and state = 'granted' order by finding, id",
    )
    .bind(dataset.as_str())
    .bind(blob.as_str())
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|(finding,)| finding).collect())
}

/// Every request of a submission, the latest first.
pub async fn of(tx: &mut Tx, submission: &SubmissionId) -> Result<Vec<PrivacyException>, Error> {
    Ok(sqlx::query_as(
        "select e.id, e.blob, e.finding, e.place, e.kind, e.cell_count, e.state, e.reason, a.display_name as asked_by,
            e.asked_at, e.answer, d.display_name as decided_by, e.decided_at
         from privacy_exception e join account a on a.id = e.asked_by left join account d on d.id = e.decided_by
         where e.submission_id = $1 order by e.asked_at desc, e.id",
    )
    .bind(submission.as_str())
    .fetch_all(&mut **tx)
    .await?)
}

/// Whether a request of this submission was ever made; stewards may then know of its draft.
pub(super) async fn any(tx: &mut Tx, submission: &SubmissionId) -> Result<bool, Error> {
    let (count,): (i64,) = sqlx::query_as(
        "select cast(count(*) as bigint) from privacy_exception where submission_id = $1",
    )
    .bind(submission.as_str())
    .fetch_one(&mut **tx)
    .await?;
    Ok(count > 0)
}

/// Findings that still block, and requests about the present files that wait.
pub async fn waiting(tx: &mut Tx, submission: &SubmissionId) -> Result<(i64, i64), Error> {
    Ok(sqlx::query_as(
        "select (select cast(coalesce(sum(f.personal_count), 0) as bigint) from submission_file f
                 where f.submission_id = $1),
            (select cast(count(*) as bigint) from privacy_exception e
             where e.submission_id = $1 and e.state = 'asked' and exists
                (select 1 from submission_file f where f.submission_id = $1 and f.blob = e.blob))",
    )
    .bind(submission.as_str())
    .fetch_one(&mut **tx)
    .await?)
}

/// Stores a request for a finding of a file.
pub async fn ask(
    tx: &mut Tx,
    actor: &Actor,
    submission: &Submission,
    (file, finding): (&File, &Finding),
    reason: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(key) = key(finding) else {
        return Ok(());
    };
    let place = [file.file_name.as_str(), &finding.sheet, &finding.cell]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" › ");
    sqlx::query(
        "insert into privacy_exception (id, submission_id, dataset_id, blob, finding, place, kind, cell_count, state,
            reason, asked_by, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', $9, $10, $11)",
    )
    .bind(ids::fresh())
    .bind(submission.id.as_str())
    .bind(submission.dataset_id.as_str())
    .bind(file.blob.as_str())
    .bind(key)
    .bind(place)
    .bind(&finding.expected)
    .bind(i64::try_from(finding.count).unwrap_or(i64::MAX))
    .bind(reason)
    .bind(actor.account_id.as_str())
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Decides on the requests that wait, and gives them; a grant takes them off what blocks the files.
pub async fn decide(
    tx: &mut Tx,
    actor: &Actor,
    submission: &SubmissionId,
    state: ExceptionState,
    answer: &str,
    now: Timestamp,
) -> Result<Vec<(BlobHash, String)>, Error> {
    let decided: Vec<(BlobHash, String)> = sqlx::query_as(
        "update privacy_exception set state = $1, answer = $2, decided_by = $3, decided_at = $4
         where submission_id = $5 and state = 'asked' returning blob, finding",
    )
    .bind(state.as_str())
    .bind(answer)
    .bind(actor.account_id.as_str())
    .bind(clock::micros(now))
    .bind(submission.as_str())
    .fetch_all(&mut **tx)
    .await?;
    if state == ExceptionState::Granted {
        // The same bytes may stand in a submission twice; a finding of them is one.
        let once: BTreeSet<_> = decided
            .iter()
            .map(|(blob, finding)| (blob.as_str(), finding))
            .collect();
        for (blob, _) in once {
            sqlx::query(
                "update submission_file set blocking_count = blocking_count - 1, personal_count = personal_count - 1,
                    warning_count = warning_count + 1
                 where submission_id = $1 and blob = $2 and personal_count > 0",
            )
            .bind(submission.as_str())
            .bind(blob)
            .execute(&mut **tx)
            .await?;
        }
    }
    Ok(decided)
}
