//! Code lists: what the values of a column may be beyond what a schema itself lists.

mod csv;

pub use self::csv::read;

use super::{Error, ForeignKey, SchemaId, TableSchema};
use crate::accounts::{Actor, Role};
use crate::audit::{self, Event};
use crate::catalog::DatasetName;
use crate::database::{self, Tx, clock};
use crate::error::{FieldProblem, Message};
use crate::id_type;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

id_type!(
    /// Identifier of a code list.
    ListId
);

/// A code list.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CodeList {
    /// Identifier.
    pub id: ListId,
    /// Name in schemas and addresses.
    pub name: String,
    /// Title.
    pub title: String,
    /// Where it comes from, what it is for.
    pub description: String,
    /// How many codes it has.
    pub code_count: i64,
    /// When it was changed last (microseconds UTC).
    pub updated_at: i64,
}

/// A code of a list. Days are `YYYY-MM-DD`; empty: without a beginning or an end.
#[derive(Debug, Clone, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Code {
    /// The code.
    pub code: String,
    /// What it stands for.
    pub label: String,
    /// First day on which it holds.
    pub valid_from: String,
    /// Last day on which it holds.
    pub valid_to: String,
}

/// What an administrator enters about a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListDraft {
    /// Name; fixed once the list is there.
    pub name: String,
    /// Title.
    pub title: String,
    /// Where it comes from, what it is for.
    pub description: String,
}

/// A table whose schema names a list.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ListUse {
    /// Name of the dataset.
    pub dataset: String,
    /// Its title.
    pub title: String,
    /// The table.
    pub resource_id: String,
}

const SELECT: &str = "select id, name, title, description, code_count, updated_at from code_list";

/// Whether a person may see and change code lists: administrators and the data authority.
pub fn may_edit(actor: &Actor) -> bool {
    actor.is_admin() || actor.has(Role::DataAuthority)
}

/// All lists, by title.
pub async fn all(tx: &mut Tx) -> Result<Vec<CodeList>, Error> {
    Ok(
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} order by title, id")))
            .fetch_all(&mut **tx)
            .await?,
    )
}

/// The list of this name.
pub async fn by_name(tx: &mut Tx, name: &str) -> Result<CodeList, Error> {
    sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} where name = $1")))
        .bind(name)
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Error::NotFound)
}

/// The first codes of a list, in their order.
pub async fn codes(tx: &mut Tx, list: &ListId, most: i64) -> Result<Vec<Code>, Error> {
    Ok(sqlx::query_as(
        "select code, label, valid_from, valid_to from code_list_code where code_list_id = $1
         order by code limit $2",
    )
    .bind(list.as_str())
    .bind(most)
    .fetch_all(&mut **tx)
    .await?)
}

/// The codes of all lists that a schema names.
pub async fn of_schema(
    tx: &mut Tx,
    schema: &TableSchema,
) -> Result<BTreeMap<String, Vec<Code>>, Error> {
    let mut lists = BTreeMap::new();
    for key in &schema.foreign_keys {
        if lists.contains_key(&key.list) {
            continue;
        }
        let list = by_name(tx, &key.list).await?;
        lists.insert(key.list.clone(), codes(tx, &list.id, i64::MAX).await?);
    }
    Ok(lists)
}

/// The tables whose present schema names a list.
pub async fn uses(tx: &mut Tx, list: &ListId) -> Result<Vec<ListUse>, Error> {
    Ok(sqlx::query_as(
        "select d.name as dataset, d.title, s.resource_id from resource_schema_list l
         join resource_schema s on s.id = l.schema_id
         join resource r on r.id = s.resource_id
         join dataset d on d.id = r.dataset_id
         where l.code_list_id = $1
            and s.number = (select max(o.number) from resource_schema o where o.resource_id = s.resource_id)
         order by d.title, s.resource_id limit 500",
    )
    .bind(list.as_str())
    .fetch_all(&mut **tx)
    .await?)
}

/// Refuses a schema that names a list that is not there; gives the lists that it names.
pub(super) async fn known(tx: &mut Tx, schema: &TableSchema) -> Result<Vec<ListId>, Error> {
    let mut found: Vec<ListId> = Vec::new();
    let mut problems = Vec::new();
    for (index, key) in schema.foreign_keys.iter().enumerate() {
        match by_name(tx, &key.list).await {
            Ok(list) if found.contains(&list.id) => {}
            Ok(list) => found.push(list.id),
            Err(Error::NotFound) => problems.push(unknown(index, key)),
            Err(error) => return Err(error),
        }
    }
    if problems.is_empty() {
        Ok(found)
    } else {
        Err(Error::Invalid(problems))
    }
}

fn unknown(index: usize, key: &ForeignKey) -> FieldProblem {
    FieldProblem {
        field: format!("foreignKeys[{index}].reference.resource"),
        code: "schema.list_unknown",
        message: Message::new("schema-list-unknown").with("name", key.list.as_str()),
    }
}

/// Notes which lists a schema names.
pub(super) async fn note(tx: &mut Tx, schema: &SchemaId, lists: &[ListId]) -> Result<(), Error> {
    for list in lists {
        sqlx::query("insert into resource_schema_list (schema_id, code_list_id) values ($1, $2)")
            .bind(schema.as_str())
            .bind(list.as_str())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Makes a list.
pub async fn create(
    tx: &mut Tx,
    actor: &Actor,
    draft: &ListDraft,
    codes: &[Code],
    now: Timestamp,
) -> Result<ListId, Error> {
    let draft = checked(actor, draft)?;
    let id = ListId::new();
    let made = sqlx::query(
        "insert into code_list (id, name, title, description, code_count, updated_at, created_at)
         values ($1, $2, $3, $4, 0, $5, $5) on conflict (name) do nothing",
    )
    .bind(id.as_str())
    .bind(&draft.name)
    .bind(&draft.title)
    .bind(&draft.description)
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    if made.rows_affected() == 0 {
        let message = Message::new("code-list-name-taken");
        return Err(Error::field("name", "schema.list_name_taken", message));
    }
    fill(tx, &id, codes, now).await?;
    record(tx, actor, "code_list.created", &id, codes.len(), now).await?;
    Ok(id)
}

/// Changes title and description of a list, and its codes if there are new ones.
pub async fn update(
    tx: &mut Tx,
    actor: &Actor,
    name: &str,
    draft: &ListDraft,
    codes: Option<&[Code]>,
    now: Timestamp,
) -> Result<(), Error> {
    let known = by_name(tx, name).await?;
    let draft = checked(
        actor,
        &ListDraft {
            name: known.name,
            ..draft.clone()
        },
    )?;
    sqlx::query("update code_list set title = $1, description = $2, updated_at = $3 where id = $4")
        .bind(&draft.title)
        .bind(&draft.description)
        .bind(clock::micros(now))
        .bind(known.id.as_str())
        .execute(&mut **tx)
        .await?;
    let mut count = usize::try_from(known.code_count).unwrap_or(0);
    if let Some(codes) = codes {
        sqlx::query("delete from code_list_code where code_list_id = $1")
            .bind(known.id.as_str())
            .execute(&mut **tx)
            .await?;
        fill(tx, &known.id, codes, now).await?;
        count = codes.len();
    }
    record(tx, actor, "code_list.changed", &known.id, count, now).await?;
    Ok(())
}

async fn fill(tx: &mut Tx, list: &ListId, codes: &[Code], now: Timestamp) -> Result<(), Error> {
    for code in codes {
        sqlx::query(
            "insert into code_list_code (code_list_id, code, label, valid_from, valid_to)
             values ($1, $2, $3, $4, $5)",
        )
        .bind(list.as_str())
        .bind(&code.code)
        .bind(&code.label)
        .bind(&code.valid_from)
        .bind(&code.valid_to)
        .execute(&mut **tx)
        .await?;
    }
    sqlx::query("update code_list set code_count = $1, updated_at = $2 where id = $3")
        .bind(i64::try_from(codes.len()).unwrap_or(i64::MAX))
        .bind(clock::micros(now))
        .bind(list.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

fn checked(actor: &Actor, draft: &ListDraft) -> Result<ListDraft, Error> {
    if !may_edit(actor) || !actor.may_write() {
        return Err(Error::Forbidden);
    }
    let title = draft.title.trim().to_owned();
    if title.is_empty() || title.chars().count() > 200 {
        let message = Message::new("code-list-title-wrong");
        return Err(Error::field("title", "schema.list_title", message));
    }
    let name = draft.name.trim().to_owned();
    if DatasetName::parse(&name).is_none() {
        let message = Message::new("code-list-name-wrong");
        return Err(Error::field("name", "schema.list_name", message));
    }
    Ok(ListDraft {
        name,
        title,
        description: draft.description.trim().chars().take(2_000).collect(),
    })
}

async fn record(
    tx: &mut Tx,
    actor: &Actor,
    action: &str,
    id: &ListId,
    codes: usize,
    now: Timestamp,
) -> Result<(), database::Error> {
    let event = Event {
        action,
        subject_kind: "code_list",
        subject_id: id.as_str(),
        detail: json!({ "codes": codes }),
    };
    audit::append(tx, Some(actor), event, now).await?;
    Ok(())
}
