//! Making and changing drafts.

use super::{inspections, names, seats, twins};
use crate::accounts::{Actor, OrganizationId, organizations};
use crate::audit::{self, Event};
use crate::catalog::{self, Dataset, DatasetName, dataset};
use crate::database::Tx;
use crate::error::Message;
use crate::storage::{self, Stored};
use crate::submission::files::{self, NewFile};
use crate::submission::record::{self, NewSubmission};
use crate::submission::state::Refusal;
use crate::submission::{Error, File, FileId, Kind, Metadata, Submission, SubmissionId, foresight};
use jiff::Timestamp;
use serde_json::json;

/// Which dataset a draft is about.
#[derive(Debug, Clone)]
pub enum Target {
    /// A new one, under this name if it is free; `None`: named after its title.
    New {
        /// The wanted name.
        name: Option<DatasetName>,
    },
    /// One that is published already, by name or id.
    Existing {
        /// Name or id.
        name: String,
    },
}

/// What begins a draft.
#[derive(Debug, Clone)]
pub struct DraftRequest {
    /// The organization that hands it in; for an existing dataset it must be the dataset's own.
    pub organization_id: OrganizationId,
    /// Which dataset.
    pub target: Target,
    /// How it relates to what is published.
    pub kind: Kind,
    /// The description so far; for an update, missing texts are taken from the published version.
    pub metadata: Metadata,
}

/// Begins a draft.
///
/// Errors: [`Error::Refused`] for people who don't produce for the organization, [`Error::OpenSubmission`]
/// when the dataset has an unfinished one, [`Error::Fields`].
pub async fn create(
    tx: &mut Tx,
    actor: &Actor,
    request: &DraftRequest,
    now: Timestamp,
) -> Result<SubmissionId, Error> {
    require_producer(actor, &request.organization_id)?;
    organizations::by_id(tx, &request.organization_id).await?;
    let metadata = request.metadata.clone().tidy();
    refuse_problems(&metadata)?;
    let id = match &request.target {
        Target::New { name } => {
            create_new(tx, actor, request, name.as_ref(), &metadata, now).await?
        }
        Target::Existing { name } => create_update(tx, actor, request, name, metadata, now).await?,
    };
    let event = Event {
        action: "submission.created",
        subject_kind: "submission",
        subject_id: id.as_str(),
        detail: json!({ "kind": request.kind, "organization": request.organization_id }),
    };
    audit::append(tx, Some(actor), event, now).await?;
    Ok(id)
}

async fn create_new(
    tx: &mut Tx,
    actor: &Actor,
    request: &DraftRequest,
    name: Option<&DatasetName>,
    metadata: &Metadata,
    now: Timestamp,
) -> Result<SubmissionId, Error> {
    if request.kind != Kind::New {
        return Err(Error::field(
            "kind",
            "submission.kind",
            Message::new("submission-kind-new"),
        ));
    }
    let wanted = match name {
        Some(name) => name.clone(),
        None => DatasetName::from_title(&metadata.title).ok_or_else(|| {
            Error::field(
                "title",
                "submission.title_missing",
                Message::new("submission-title-missing"),
            )
        })?,
    };
    let organization = &request.organization_id;
    let reserved = dataset::reserve(
        tx,
        organization,
        &actor.account_id,
        &wanted,
        name.is_some(),
        metadata,
        now,
    )
    .await;
    let dataset_id = match reserved {
        Err(catalog::Error::NameTaken) => return Err(taken(tx, actor, organization, &wanted).await),
        other => other.map_err(catalog_error)?,
    };
    let new = NewSubmission {
        dataset_id: &dataset_id,
        organization_id: organization,
        author: actor,
        kind: Kind::New,
        base_version_id: None,
        metadata,
    };
    record::insert(tx, new, now).await
}

// Who asks for the name of what their own house has under way is led there.
async fn taken(
    tx: &mut Tx,
    actor: &Actor,
    organization: &OrganizationId,
    name: &DatasetName,
) -> Error {
    let message = Message::new("catalog-name-taken");
    let refused = Error::field("dataset", "catalog.name_taken", message);
    match under_way(tx, actor, organization, name).await {
        Ok(Some(open)) => Error::OpenSubmission {
            submission: open.id,
            number: open.number,
        },
        Ok(None) | Err(Error::NotFound) => refused,
        Err(error) => error,
    }
}

async fn under_way(
    tx: &mut Tx,
    actor: &Actor,
    organization: &OrganizationId,
    name: &DatasetName,
) -> Result<Option<Submission>, Error> {
    let known = dataset::by_name(tx, name.as_str())
        .await
        .map_err(catalog_error)?;
    if known.organization_id != *organization {
        return Ok(None);
    }
    twins::known_open(tx, actor, &known.id).await
}

async fn create_update(
    tx: &mut Tx,
    actor: &Actor,
    request: &DraftRequest,
    name: &str,
    metadata: Metadata,
    now: Timestamp,
) -> Result<SubmissionId, Error> {
    let known = dataset::by_name(tx, name).await.map_err(catalog_error)?;
    if known.organization_id != request.organization_id {
        return Err(Error::NotFound);
    }
    if known.first_released_at.is_none() || request.kind == Kind::New {
        return Err(Error::field(
            "kind",
            "submission.kind",
            Message::new("submission-kind-update"),
        ));
    }
    let joins = matches!(request.kind, Kind::Append | Kind::Correct | Kind::Metadata);
    if known.version_id.is_none() && joins {
        return Err(Error::field(
            "kind",
            "submission.kind_withdrawn",
            Message::new("submission-kind-withdrawn"),
        ));
    }
    if let Some(open) = record::open_of_dataset(tx, &known.id).await? {
        return Err(Error::OpenSubmission {
            submission: open.id,
            number: open.number,
        });
    }
    let metadata = inherit(&known, request.kind, metadata)?;
    let new = NewSubmission {
        dataset_id: &known.id,
        organization_id: &request.organization_id,
        author: actor,
        kind: request.kind,
        base_version_id: known.version_id.as_ref(),
        metadata: &metadata,
    };
    record::insert(tx, new, now).await
}

// An update is asked only for what is new: whatever it leaves empty is taken from the published description.
fn inherit(known: &Dataset, kind: Kind, new: Metadata) -> Result<Metadata, Error> {
    let old = known.metadata().map_err(catalog_error)?;
    let pick = |new: String, old: String| if new.is_empty() { old } else { new };
    let pick_all = |new: Vec<String>, old: Vec<String>| if new.is_empty() { old } else { new };
    Ok(Metadata {
        title: pick(new.title, old.title),
        description: pick(new.description, old.description),
        topics: pick_all(new.topics, old.topics),
        tags: pick_all(new.tags, old.tags),
        frequency: pick(new.frequency, old.frequency),
        // That of the data, unless it is said: see `submission::period`.
        period: if kind == Kind::Metadata {
            pick(new.period, old.period)
        } else {
            new.period
        },
        licence: pick(new.licence, old.licence),
        contact: pick(new.contact, old.contact),
        release_note: new.release_note,
        openness: new.openness,
        form: new.form,
    })
}

/// The draft, if the actor may change it now.
pub async fn editable(tx: &mut Tx, actor: &Actor, id: &SubmissionId) -> Result<Submission, Error> {
    let submission = record::visible(tx, actor, id).await?;
    require_producer(actor, &submission.organization_id)?;
    if !submission.state.is_editable() {
        return Err(submission.not_editable());
    }
    Ok(submission)
}

/// A file of a draft that the actor may change now.
///
/// Errors: those of [`editable`]; [`Error::NotFound`] for a file of another submission.
pub async fn file(
    tx: &mut Tx,
    actor: &Actor,
    id: &SubmissionId,
    file: &FileId,
) -> Result<File, Error> {
    let submission = editable(tx, actor, id).await?;
    let file = files::by_id(tx, file).await?;
    if file.submission_id == submission.id {
        Ok(file)
    } else {
        Err(Error::NotFound)
    }
}

/// What a person says about a draft.
#[derive(Debug, Clone)]
pub struct Description {
    /// The description.
    pub metadata: Metadata,
    /// The revision that the person's window showed.
    pub seen: Option<i64>,
    /// It is another dataset than those of its organization that have the same title.
    pub is_another: bool,
}

/// Stores the description.
///
/// Errors: [`Error::Fields`], also for a title that doubles another dataset (see [`twins`]) without the person saying
/// that this is meant; [`Error::Stale`].
pub async fn describe(
    tx: &mut Tx,
    actor: &Actor,
    id: &SubmissionId,
    description: Description,
    now: Timestamp,
) -> Result<(), Error> {
    let submission = editable(tx, actor, id).await?;
    let metadata = description.metadata.tidy();
    refuse_problems(&metadata)?;
    if !description.is_another {
        refuse_twins(tx, actor, &submission, &metadata.title).await?;
    }
    record::set_metadata(tx, &submission, &metadata, description.seen, now).await?;
    dataset::set_draft_title(tx, &submission.dataset_id, &metadata.title)
        .await
        .map_err(catalog_error)?;
    record::add_contributor(tx, id, actor).await
}

/// A stored upload that is to become a file of a draft.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The stored bytes.
    pub stored: Stored,
    /// The name that the sender gave.
    pub file_name: String,
    /// Title of the resource; `None`: made of the file's name.
    pub name: Option<String>,
    /// What is overruled from the start, as JSON; `None`: what was overruled last time for this resource.
    pub reading: Option<String>,
}

/// Adds a file to a draft and queues its inspection.
///
/// A file that comes again under the name of one that is there takes its place, its reading too; for the others see
/// [`seats::find`].
pub async fn add_file(
    tx: &mut Tx,
    actor: &Actor,
    id: &SubmissionId,
    arrival: &Arrival,
    most_files: u32,
    now: Timestamp,
) -> Result<FileId, Error> {
    let submission = editable(tx, actor, id).await?;
    let present = files::of(tx, id).await?;
    let file_name = names::clean(&arrival.file_name);
    let seat = match seats::mended(arrival, &file_name, &present) {
        Some(old) => {
            files::remove(tx, &old.id).await?;
            seats::taken_over(old)
        }
        None if present.len() >= most_files as usize => {
            return Err(Error::TooManyFiles(most_files));
        }
        None => seats::find(tx, &submission, &present, arrival, &file_name).await?,
    };
    storage::record(tx, &arrival.stored, now).await?;
    record::touch(tx, &submission, now).await?;
    record::add_contributor(tx, id, actor).await?;
    let new = NewFile {
        submission_id: id,
        resource_id: &seat.resource_id,
        name: &seat.name,
        description: &seat.description,
        file_name: &file_name,
        stored: &arrival.stored,
        reading: arrival.reading.as_ref().unwrap_or(&seat.reading),
    };
    let file = files::insert(tx, new, now).await?;
    inspections::queue(tx, &file, now).await?;
    Ok(file)
}

/// Takes a file out of a draft.
pub async fn remove_file(
    tx: &mut Tx,
    actor: &Actor,
    file: &FileId,
    now: Timestamp,
) -> Result<SubmissionId, Error> {
    let file = files::by_id(tx, file).await?;
    let submission = editable(tx, actor, &file.submission_id).await?;
    record::touch(tx, &submission, now).await?;
    record::add_contributor(tx, &submission.id, actor).await?;
    files::remove(tx, &file.id).await?;
    seats::pass_on(tx, &submission, &file, now).await?;
    foresight::queue(tx, &submission, now).await?;
    Ok(submission.id)
}

/// Overrules the inspection's reading of a file and queues it again.
pub async fn set_reading(
    tx: &mut Tx,
    actor: &Actor,
    file: &FileId,
    reading: &str,
    now: Timestamp,
) -> Result<SubmissionId, Error> {
    let file = files::by_id(tx, file).await?;
    let submission = editable(tx, actor, &file.submission_id).await?;
    record::touch(tx, &submission, now).await?;
    record::add_contributor(tx, &submission.id, actor).await?;
    files::set_reading(tx, &file.id, reading).await?;
    inspections::queue(tx, &file.id, now).await?;
    let event = Event {
        action: "submission.reading_changed",
        subject_kind: "submission",
        subject_id: submission.id.as_str(),
        detail: json!({ "file": file.id }),
    };
    audit::append(tx, Some(actor), event, now).await?;
    Ok(submission.id)
}

/// Sets the title of the resource that a file becomes.
///
/// Errors: [`Error::Fields`] on `nama-` and the file's id.
pub async fn rename_file(
    tx: &mut Tx,
    actor: &Actor,
    id: &SubmissionId,
    file: &FileId,
    name: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let submission = editable(tx, actor, id).await?;
    let file = files::by_id(tx, file).await?;
    if file.submission_id != submission.id {
        return Err(Error::NotFound);
    }
    let name = name.trim();
    if name == file.name {
        return Ok(());
    }
    if name.is_empty() || name.chars().count() > 200 {
        let message = Message::new("submission-resource-name");
        let field = format!("nama-{}", file.id);
        return Err(Error::field(&field, "submission.resource_name", message));
    }
    record::touch(tx, &submission, now).await?;
    record::add_contributor(tx, &submission.id, actor).await?;
    files::set_names(tx, &file.id, name, &file.description).await
}

fn refuse_problems(metadata: &Metadata) -> Result<(), Error> {
    let problems = metadata.problems();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::Fields(problems))
    }
}

async fn refuse_twins(
    tx: &mut Tx,
    actor: &Actor,
    submission: &Submission,
    title: &str,
) -> Result<(), Error> {
    if twins::of(tx, actor, submission, title).await?.is_empty() {
        return Ok(());
    }
    let message = Message::new("submission-same-title");
    Err(Error::field("title", "submission.same_title", message))
}

fn require_producer(actor: &Actor, organization: &OrganizationId) -> Result<(), Error> {
    if actor.may_write() && actor.produces_for(organization) {
        Ok(())
    } else {
        Err(Error::Refused(Refusal::NotYourRole))
    }
}

pub(super) fn catalog_error(error: catalog::Error) -> Error {
    match error {
        catalog::Error::Database(inner) => Error::Database(inner),
        _ => Error::NotFound,
    }
}
