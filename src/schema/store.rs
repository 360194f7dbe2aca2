//! The schemas of resources as stored.

use super::{Error, SchemaId, TableSchema, lists, parse};
use crate::accounts::{AccountId, Actor};
use crate::audit::{self, Event};
use crate::catalog::{self, Dataset, ResourceId, dataset, version};
use crate::database::{self, Tx, clock};
use crate::text_enum;
use jiff::Timestamp;
use serde_json::json;

text_enum! {
    /// Where a schema comes from.
    Origin {
        /// The portal inferred it from the first version.
        Inferred = "inferred",
        /// A person has set it.
        Set = "set",
    }
}

/// A schema that a resource has or had.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Identifier.
    pub id: SchemaId,
    /// Its resource.
    pub resource_id: ResourceId,
    /// 1, 2, 3 …
    pub number: i64,
    /// Where it comes from.
    pub origin: Origin,
    /// The rules.
    pub schema: TableSchema,
    /// When it was made (microseconds UTC).
    pub created_at: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: SchemaId,
    resource_id: ResourceId,
    number: i64,
    #[sqlx(try_from = "String")]
    origin: Origin,
    schema: String,
    created_at: i64,
}

impl Row {
    fn read(self) -> Result<Stored, Error> {
        let json = serde_json::from_str(&self.schema).ok();
        let schema = json.and_then(|json| parse(&json).ok());
        let schema = schema.ok_or_else(|| {
            Error::Database(database::Error::Inconsistent {
                table: "resource_schema",
                column: "schema",
                row: self.id.to_string(),
            })
        })?;
        Ok(Stored {
            id: self.id,
            resource_id: self.resource_id,
            number: self.number,
            origin: self.origin,
            schema,
            created_at: self.created_at,
        })
    }
}

const SELECT: &str =
    "select id, resource_id, number, origin, schema, created_at from resource_schema";

/// The schema in force for the next update of a resource, if it has one.
pub async fn current(tx: &mut Tx, resource: &ResourceId) -> Result<Option<Stored>, Error> {
    let row: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "{SELECT} where resource_id = $1 order by number desc limit 1"
    )))
    .bind(resource.as_str())
    .fetch_optional(&mut **tx)
    .await?;
    row.map(Row::read).transpose()
}

/// One schema.
pub async fn by_id(tx: &mut Tx, id: &SchemaId) -> Result<Stored, Error> {
    let row: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} where id = $1")))
        .bind(id.as_str())
        .fetch_optional(&mut **tx)
        .await?;
    row.ok_or(Error::NotFound)?.read()
}

/// Stores the schema that was inferred from a resource's table, as the newest.
pub async fn insert_inferred(
    tx: &mut Tx,
    id: &SchemaId,
    resource: &ResourceId,
    schema: &TableSchema,
    now: Timestamp,
) -> Result<(), Error> {
    let known = current(tx, resource).await?;
    let new = New {
        id,
        resource,
        number: known.map_or(0, |known| known.number) + 1,
        origin: Origin::Inferred,
        schema,
        set_by: None,
    };
    insert(tx, &new, now).await
}

/// A schema about to be stored.
struct New<'a> {
    id: &'a SchemaId,
    resource: &'a ResourceId,
    number: i64,
    origin: Origin,
    schema: &'a TableSchema,
    set_by: Option<&'a AccountId>,
}

async fn insert(tx: &mut Tx, new: &New<'_>, now: Timestamp) -> Result<(), Error> {
    sqlx::query(
        "insert into resource_schema (id, resource_id, number, origin, schema, set_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.id.as_str())
    .bind(new.resource.as_str())
    .bind(new.number)
    .bind(new.origin.as_str())
    .bind(new.schema.to_json().to_string())
    .bind(new.set_by.map(|account| account.as_str().to_owned()))
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The dataset of a resource whose schema a person may change.
///
/// Errors: [`Error::NotFound`] for what the person may not know of, [`Error::Forbidden`] for what is public and somebody
/// else's.
pub async fn editable(tx: &mut Tx, actor: &Actor, resource: &ResourceId) -> Result<Dataset, Error> {
    let owner = version::dataset_of_resource(tx, resource)
        .await
        .map_err(not_found)?;
    let owner = dataset::by_id(tx, &owner).await.map_err(not_found)?;
    if may_edit(actor, &owner) {
        return Ok(owner);
    }
    match catalog::public::resource(tx, resource, None).await {
        Ok(_) => Err(Error::Forbidden),
        Err(error) => Err(not_found(error)),
    }
}

/// Whether a person may change the schemas of a dataset: its producers and the stewards.
pub fn may_edit(actor: &Actor, owner: &Dataset) -> bool {
    actor.produces_for(&owner.organization_id) || actor.is_steward()
}

fn not_found(error: catalog::Error) -> Error {
    match error {
        catalog::Error::Database(inner) => Error::Database(inner),
        _ => Error::NotFound,
    }
}

/// Sets the schema that is in force for the next updates of a resource; gives its number.
///
/// `seen` is the number of the schema that was changed; `None` takes whichever is there. One that says the same as the
/// one before confirms it. Errors: [`Error::Stale`] when somebody else was faster, those of [`editable`].
pub async fn set(
    tx: &mut Tx,
    actor: &Actor,
    resource: &ResourceId,
    schema: &TableSchema,
    seen: Option<i64>,
    now: Timestamp,
) -> Result<i64, Error> {
    let owner = editable(tx, actor, resource).await?;
    if !actor.may_write() {
        return Err(Error::Forbidden);
    }
    let named = lists::known(tx, schema).await?;
    let before = current(tx, resource).await?;
    let last = before.as_ref().map_or(0, |stored| stored.number);
    if seen.is_some_and(|seen| seen != last) {
        return Err(Error::Stale);
    }
    let is_same = |stored: &Stored| stored.schema == *schema && stored.origin == Origin::Set;
    if before.as_ref().is_some_and(is_same) {
        return Ok(last);
    }
    let id = SchemaId::new();
    let new = New {
        id: &id,
        resource,
        number: last + 1,
        origin: Origin::Set,
        schema,
        set_by: Some(&actor.account_id),
    };
    insert(tx, &new, now).await.map_err(|error| match error {
        Error::Database(inner) if inner.is_unique_violation() => Error::Stale,
        other => other,
    })?;
    lists::note(tx, &id, &named).await?;
    let event = Event {
        action: "schema.set",
        subject_kind: "resource",
        subject_id: resource.as_str(),
        detail: json!({ "dataset": owner.id, "schema": id, "number": new.number }),
    };
    audit::append(tx, Some(actor), event, now).await?;
    Ok(new.number)
}

/// A line of the history of a resource's schemas.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Entry {
    /// 1, 2, 3 …
    pub number: i64,
    /// Where it comes from.
    #[sqlx(try_from = "String")]
    pub origin: Origin,
    /// When it was made (microseconds UTC).
    pub created_at: i64,
    /// Who has set it; empty for the inferred one.
    pub set_by: String,
    /// The first version that was released under it; 0 when there is none yet.
    pub first_version: i64,
}

/// The schemas that a resource has had, the newest first.
pub async fn history(tx: &mut Tx, resource: &ResourceId) -> Result<Vec<Entry>, Error> {
    Ok(sqlx::query_as(
        "select s.number, s.origin, s.created_at, coalesce(a.display_name, '') as set_by,
            (select coalesce(min(v.number), 0) from version_resource r join version v on v.id = r.version_id
             where r.schema_id = s.id) as first_version
         from resource_schema s left join account a on a.id = s.set_by
         where s.resource_id = $1 order by s.number desc limit 200",
    )
    .bind(resource.as_str())
    .fetch_all(&mut **tx)
    .await?)
}
