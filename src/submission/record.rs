//! The submission's own row.

use super::{Action, Error, File, Kind, Metadata, State, exceptions};
use crate::accounts::{AccountId, Actor, OrganizationId};
use crate::catalog::{DatasetId, VersionId};
use crate::database::{Tx, clock};
use crate::id_type;
use crate::submission::state::Facts;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

id_type!(
    /// Identifier of a submission.
    SubmissionId
);

/// A submission as stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Submission {
    /// Identifier.
    pub id: SubmissionId,
    /// Register number, `P-2026-0001`.
    pub number: String,
    /// The dataset it is about; a new one's row exists from the draft on, unreleased.
    pub dataset_id: DatasetId,
    /// The organization that hands it in.
    pub organization_id: OrganizationId,
    /// Who began it.
    pub author_id: AccountId,
    /// How it relates to what is published.
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    /// Where it stands.
    #[sqlx(try_from = "String")]
    pub state: State,
    /// Since when (microseconds UTC).
    pub state_at: i64,
    /// The description, as JSON.
    pub metadata: String,
    /// The published version it was compared with.
    pub base_version_id: Option<VersionId>,
    /// Grows with every change of the draft; two windows on one draft notice each other by it.
    pub revision: i64,
    /// Hash of files and description as submitted; a decision names it.
    pub content_hash: String,
    /// What changes against the base, as JSON ([`crate::review::ChangeSummary`]).
    pub change_summary: String,
    /// Who holds the claim.
    pub claimed_by: Option<AccountId>,
    /// Since when (microseconds UTC).
    pub claimed_at: Option<i64>,
    /// Who decided last.
    pub decided_by: Option<AccountId>,
    /// When (microseconds UTC).
    pub decided_at: Option<i64>,
    /// In which role.
    pub decided_role: Option<String>,
    /// When it is to be published (microseconds UTC).
    pub publish_at: Option<i64>,
    /// When it was handed in last (microseconds UTC).
    pub submitted_at: Option<i64>,
    /// When the review falls due (microseconds UTC).
    pub due_at: Option<i64>,
    /// The version that came of it.
    pub version_id: Option<VersionId>,
    /// What the producer explains about warnings.
    pub explanation: String,
    /// When it was begun (microseconds UTC).
    pub created_at: i64,
    /// When anything of it changed last (microseconds UTC).
    pub updated_at: i64,
}

impl Submission {
    /// The description as a value.
    ///
    /// Errors: [`crate::database::Error::Inconsistent`] when the stored form does not parse.
    pub fn metadata(&self) -> Result<Metadata, crate::database::Error> {
        serde_json::from_str(&self.metadata).map_err(|_| crate::database::Error::Inconsistent {
            table: "submission",
            column: "metadata",
            row: self.id.to_string(),
        })
    }

    /// The refusal of an act that does not fit where it stands.
    pub fn not_now(&self, action: Action) -> Error {
        Error::NotNow {
            submission: self.id.clone(),
            state: self.state,
            action,
        }
    }

    /// The refusal of a change where none is possible any more.
    pub fn not_editable(&self) -> Error {
        Error::NotEditable {
            submission: self.id.clone(),
            state: self.state,
        }
    }
}

/// The columns of [`Submission`], in its order.
pub(super) const SELECT: &str = "select id, number, dataset_id, organization_id, author_id, kind, state, state_at,
    metadata, base_version_id, revision, content_hash, change_summary, claimed_by, claimed_at, decided_by, decided_at,
    decided_role, publish_at, submitted_at, due_at, version_id, explanation, created_at, updated_at from submission";

/// A new submission in state `draft`.
#[derive(Debug)]
pub struct NewSubmission<'a> {
    /// The dataset.
    pub dataset_id: &'a DatasetId,
    /// The organization that hands it in.
    pub organization_id: &'a OrganizationId,
    /// Who begins it.
    pub author: &'a Actor,
    /// How it relates to what is published.
    pub kind: Kind,
    /// The published version it builds on.
    pub base_version_id: Option<&'a VersionId>,
    /// The description so far.
    pub metadata: &'a Metadata,
}

/// Inserts a draft and gives it the next number of its year (WIB).
pub async fn insert(
    tx: &mut Tx,
    new: NewSubmission<'_>,
    now: Timestamp,
) -> Result<SubmissionId, Error> {
    let id = SubmissionId::new();
    let number = next_number(tx, now).await?;
    let metadata = encode(new.metadata);
    sqlx::query(
        "insert into submission (id, number, dataset_id, organization_id, author_id, kind, state, state_at, metadata,
            base_version_id, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, $7, $7)",
    )
    .bind(id.as_str())
    .bind(number)
    .bind(new.dataset_id.as_str())
    .bind(new.organization_id.as_str())
    .bind(new.author.account_id.as_str())
    .bind(new.kind.as_str())
    .bind(clock::micros(now))
    .bind(metadata)
    .bind(new.base_version_id.map(|base| base.as_str().to_owned()))
    .execute(&mut **tx)
    .await?;
    add_contributor(tx, &id, new.author).await?;
    Ok(id)
}

async fn next_number(tx: &mut Tx, now: Timestamp) -> Result<String, Error> {
    let year = jiff::tz::offset(7).to_datetime(now).year();
    let name = format!("submission-{year}");
    let (value,): (i64,) = sqlx::query_as(
        "insert into counter (name, value) values ($1, 1)
         on conflict (name) do update set value = counter.value + 1 returning value",
    )
    .bind(name)
    .fetch_one(&mut **tx)
    .await?;
    Ok(format!("P-{year}-{value:04}"))
}

fn encode(metadata: &Metadata) -> String {
    serde_json::to_string(metadata).unwrap_or_default()
}

/// Remembers that a person wrote, changed or submitted it: they will not decide on it.
pub async fn add_contributor(tx: &mut Tx, id: &SubmissionId, actor: &Actor) -> Result<(), Error> {
    sqlx::query(
        "insert into submission_contributor (submission_id, account_id) values ($1, $2)
         on conflict (submission_id, account_id) do nothing",
    )
    .bind(id.as_str())
    .bind(actor.account_id.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The submission, whoever asks. Faces use [`visible`].
pub async fn by_id(tx: &mut Tx, id: &SubmissionId) -> Result<Submission, Error> {
    sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} where id = $1")))
        .bind(id.as_str())
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Error::NotFound)
}

/// The submission, if the actor may know of it; [`Error::NotFound`] otherwise.
pub async fn visible(tx: &mut Tx, actor: &Actor, id: &SubmissionId) -> Result<Submission, Error> {
    let submission = by_id(tx, id).await?;
    let organization = &submission.organization_id;
    let own = actor.produces_for(organization)
        || actor.has_in(crate::accounts::Role::Endorser, organization);
    // A draft is the organization's own business until it is handed in, and again when it comes back from the check.
    let handed_in = submission.submitted_at.is_some()
        && !matches!(submission.state, State::Draft | State::Cancelled);
    // Who asks for an exception shows the draft to those who decide on it.
    let asked = actor.is_steward()
        && submission.state != State::Cancelled
        && exceptions::any(tx, id).await?;
    if own || asked || (handed_in && actor.sees_all_submissions()) {
        return Ok(submission);
    }
    Err(Error::NotFound)
}

/// The open submission of a dataset, if there is one.
pub async fn open_of_dataset(
    tx: &mut Tx,
    dataset: &DatasetId,
) -> Result<Option<Submission>, Error> {
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{SELECT} where dataset_id = $1 and state not in ('released', 'rejected', 'cancelled') order by created_at, id limit 1"
    )))
    .bind(dataset.as_str())
    .fetch_optional(&mut **tx)
    .await?)
}

/// A submission that became a version of its dataset, and the version that it was compared with.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Release {
    /// The submission.
    pub id: SubmissionId,
    /// The version that it became.
    pub version_id: VersionId,
    /// The version that was published until then.
    pub base_version_id: VersionId,
}

/// The updates of a dataset that were released.
pub async fn releases(tx: &mut Tx, dataset: &DatasetId) -> Result<Vec<Release>, Error> {
    Ok(sqlx::query_as(
        "select id, version_id, base_version_id from submission
         where dataset_id = $1 and version_id is not null and base_version_id is not null order by created_at, id",
    )
    .bind(dataset.as_str())
    .fetch_all(&mut **tx)
    .await?)
}

/// What the rules need to know of `actor` and `submission`.
pub async fn facts(tx: &mut Tx, actor: &Actor, submission: &Submission) -> Result<Facts, Error> {
    let row: Option<(i64,)> = sqlx::query_as(
        "select cast(1 as bigint) from submission_contributor where submission_id = $1 and account_id = $2",
    )
    .bind(submission.id.as_str())
    .bind(actor.account_id.as_str())
    .fetch_optional(&mut **tx)
    .await?;
    let (personal, asked) = exceptions::waiting(tx, &submission.id).await?;
    let organization = &submission.organization_id;
    Ok(Facts {
        is_producer: actor.may_write() && actor.produces_for(organization),
        // An endorser has a say while the submission is still in the house.
        is_endorser: submission.state == State::AwaitingEndorsement
            && actor.may_write()
            && actor.has_in(crate::accounts::Role::Endorser, organization),
        is_steward: actor.may_write() && actor.is_steward(),
        contributed: row.is_some(),
        holds_claim: submission.claimed_by.as_ref() == Some(&actor.account_id),
        personal_blocks: personal > 0 && asked == 0,
        exception_asked: asked > 0,
    })
}

/// Stores the description of a draft.
///
/// `seen` is the revision that the person's window showed; errors with [`Error::Stale`] when it has moved on.
pub async fn set_metadata(
    tx: &mut Tx,
    submission: &Submission,
    metadata: &Metadata,
    seen: Option<i64>,
    now: Timestamp,
) -> Result<(), Error> {
    let changed = sqlx::query(
        "update submission set metadata = $1, revision = revision + 1, updated_at = $2
         where id = $3 and state in ('draft', 'returned') and revision = $4",
    )
    .bind(encode(metadata))
    .bind(clock::micros(now))
    .bind(submission.id.as_str())
    .bind(seen.unwrap_or(submission.revision))
    .execute(&mut **tx)
    .await?;
    if changed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// Completes the description of what is being checked, of which `files` are the files.
pub async fn complete_metadata(
    tx: &mut Tx,
    mut submission: Submission,
    metadata: &Metadata,
    files: &[File],
) -> Result<Submission, Error> {
    submission.metadata = encode(metadata);
    submission.content_hash = content_hash(&submission, files);
    sqlx::query("update submission set metadata = $1, content_hash = $2 where id = $3")
        .bind(&submission.metadata)
        .bind(&submission.content_hash)
        .bind(submission.id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(submission)
}

/// Hash of what is handed in: description, files and how they are read.
pub fn content_hash(submission: &Submission, files: &[File]) -> String {
    let mut digest = Sha256::new();
    let mut add = |text: &str| {
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text.as_bytes());
    };
    add(submission.kind.as_str());
    add(&submission.metadata);
    for file in files {
        for text in [
            file.resource_id.as_str(),
            &file.name,
            &file.file_name,
            file.blob.as_str(),
            &file.reading,
        ] {
            add(text);
        }
    }
    hex::encode(digest.finalize())
}

/// Sets the kind of a draft.
pub async fn set_kind(
    tx: &mut Tx,
    submission: &Submission,
    kind: Kind,
    now: Timestamp,
) -> Result<(), Error> {
    touch(tx, submission, now).await?;
    sqlx::query("update submission set kind = $1 where id = $2")
        .bind(kind.as_str())
        .bind(submission.id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Marks a draft as changed; errors with [`Error::NotEditable`] when it is not a draft any more.
pub async fn touch(tx: &mut Tx, submission: &Submission, now: Timestamp) -> Result<(), Error> {
    let changed = sqlx::query(
        "update submission set revision = revision + 1, updated_at = $1 where id = $2 and state in ('draft', 'returned')",
    )
    .bind(clock::micros(now))
    .bind(submission.id.as_str())
    .execute(&mut **tx)
    .await?;
    if changed.rows_affected() == 1 {
        Ok(())
    } else {
        Err(by_id(tx, &submission.id).await?.not_editable())
    }
}

/// Stores what the comparison with the published version found.
pub async fn set_comparison(
    tx: &mut Tx,
    id: &SubmissionId,
    base: Option<&VersionId>,
    summary: &str,
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query("update submission set base_version_id = $1, change_summary = $2, updated_at = $3 where id = $4")
        .bind(base.map(|base| base.as_str().to_owned()))
        .bind(summary)
        .bind(clock::micros(now))
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Forgets what the comparison with the published version found.
pub(super) async fn forget_comparison(tx: &mut Tx, id: &SubmissionId) -> Result<(), Error> {
    sqlx::query("update submission set change_summary = '' where id = $1")
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Stores what the producer explains about warnings.
pub async fn set_explanation(tx: &mut Tx, id: &SubmissionId, text: &str) -> Result<(), Error> {
    sqlx::query("update submission set explanation = $1 where id = $2")
        .bind(text.chars().take(4000).collect::<String>())
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Stores the version that came of a submission.
pub async fn set_version(tx: &mut Tx, id: &SubmissionId, version: &VersionId) -> Result<(), Error> {
    sqlx::query("update submission set version_id = $1 where id = $2")
        .bind(version.as_str())
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
