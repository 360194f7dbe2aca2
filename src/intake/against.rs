//! What the file of an update is held against: the rules and the published table of its resource.

use crate::catalog::version;
use crate::database::Tx;
use crate::inspection::{Against, Code, Relation, Rules};
use crate::jobs::Tools;
use crate::schema::{SchemaId, lists, store};
use crate::storage::{BlobHash, LocalFile};
use crate::submission::{Error, File, Kind, Submission, record};
use std::collections::BTreeMap;

/// What a file is held against.
pub(super) struct Held {
    /// As the inspection takes it.
    pub against: Against,
    /// The schema of which the rules are.
    pub schema: Option<SchemaId>,
    /// The published table; it stays on this machine as long as this is held.
    _published: Option<LocalFile>,
}

/// Reads what a file is held against.
pub(super) async fn of(tools: &Tools<'_>, file: &File) -> Result<Held, Error> {
    let mut tx = tools.database.begin_read().await?;
    let submission = record::by_id(&mut tx, &file.submission_id).await?;
    let table = published(&mut tx, &submission, file).await?;
    let stored = store::current(&mut tx, &file.resource_id).await?;
    let lists = match &stored {
        Some(stored) => lists::of_schema(&mut tx, &stored.schema).await?,
        None => BTreeMap::new(),
    };
    drop(tx);
    let published = match table {
        Some(table) => Some(tools.storage.local(&table).await?),
        None => None,
    };
    let path = published.as_ref().map(|local| local.path().to_owned());
    let schema = stored.as_ref().map(|stored| stored.id.clone());
    let rules = stored.map(|stored| Rules {
        is_set: stored.origin == store::Origin::Set,
        schema: stored.schema,
        lists: lists
            .into_iter()
            .map(|(name, codes)| (name, codes.into_iter().map(code).collect()))
            .collect(),
    });
    let against = Against {
        rules,
        published: path,
        relation: relation(submission.kind),
    };
    Ok(Held {
        against,
        schema,
        _published: published,
    })
}

fn code(code: lists::Code) -> Code {
    Code {
        code: code.code,
        label: code.label,
        valid_from: code.valid_from,
        valid_to: code.valid_to,
    }
}

fn relation(kind: Kind) -> Relation {
    match kind {
        Kind::Append => Relation::Appended,
        Kind::Correct => Relation::Corrected,
        Kind::New | Kind::Replace | Kind::Metadata => Relation::Whole,
    }
}

async fn published(
    tx: &mut Tx,
    submission: &Submission,
    file: &File,
) -> Result<Option<BlobHash>, Error> {
    let Some(base) = &submission.base_version_id else {
        return Ok(None);
    };
    let resources = version::resources(tx, base)
        .await
        .map_err(super::drafts::catalog_error)?;
    let own = resources
        .into_iter()
        .find(|resource| resource.resource_id == file.resource_id);
    Ok(own.and_then(|resource| resource.table_blob))
}
