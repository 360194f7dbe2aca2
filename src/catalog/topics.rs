//! Topics: the government affairs (urusan) that group datasets; CKAN calls them groups.

use super::{Error, TopicId, names};
use crate::accounts::Actor;
use crate::audit::{self, Event};
use crate::database::{Tx, clock};
use crate::error::{FieldProblem, Message};
use jiff::Timestamp;
use serde_json::json;
use std::collections::BTreeMap;

/// A topic.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Topic {
    /// Identifier.
    pub id: TopicId,
    /// Name in addresses.
    pub name: String,
    /// Title, in Indonesian; what other software is told.
    pub title: String,
    /// Title on English pages; empty: the Indonesian one stands there too.
    pub title_en: String,
    /// Code of the government affair, such as `1.02`.
    pub code: String,
    /// What belongs to it.
    pub description: String,
    /// When it was archived (microseconds UTC).
    pub archived_at: Option<i64>,
    /// When it was entered (microseconds UTC).
    #[sqlx(default)]
    pub created_at: i64,
}

/// What an administrator enters about a topic.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct TopicDraft {
    /// Name in addresses; empty: made of the title.
    pub name: String,
    /// Title, in Indonesian.
    pub title: String,
    /// Title in English; may be empty.
    pub title_en: String,
    /// Code of the government affair.
    pub code: String,
    /// What belongs to it.
    pub description: String,
}

/// All topics in use, by title.
pub async fn list(tx: &mut Tx) -> Result<Vec<Topic>, Error> {
    Ok(sqlx::query_as(
        "select id, name, title, title_en, code, description, archived_at, created_at from topic
         where archived_at is null order by title, id",
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// All topics by their names, archived ones too: what was described with them still says so.
pub async fn by_names(tx: &mut Tx) -> Result<BTreeMap<String, Topic>, Error> {
    let all: Vec<Topic> = sqlx::query_as(
        "select id, name, title, title_en, code, description, archived_at, created_at from topic order by name",
    )
    .fetch_all(&mut **tx)
    .await?;
    let named = all.into_iter().map(|topic| (topic.name.clone(), topic));
    Ok(named.collect())
}

/// The topic with this name.
pub async fn by_name(tx: &mut Tx, name: &str) -> Result<Topic, Error> {
    sqlx::query_as(
        "select id, name, title, title_en, code, description, archived_at, created_at from topic where name = $1",
    )
    .bind(name)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Error::NotFound)
}

/// Makes a topic.
pub async fn create(
    tx: &mut Tx,
    actor: Option<&Actor>,
    draft: &TopicDraft,
    now: Timestamp,
) -> Result<TopicId, Error> {
    let draft = checked(actor, draft)?;
    let id = TopicId::new();
    let made = sqlx::query(
        "insert into topic (id, name, title, title_en, code, description, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (name) do nothing",
    )
    .bind(id.as_str())
    .bind(&draft.name)
    .bind(&draft.title)
    .bind(&draft.title_en)
    .bind(&draft.code)
    .bind(&draft.description)
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    if made.rows_affected() == 0 {
        return Err(field(
            "name",
            "catalog.topic_name_taken",
            "catalog-topic-name-taken",
        ));
    }
    record(tx, actor, "topic.created", &id, now).await?;
    Ok(id)
}

/// Changes titles, code and description of a topic.
pub async fn update(
    tx: &mut Tx,
    actor: &Actor,
    name: &str,
    draft: &TopicDraft,
    now: Timestamp,
) -> Result<(), Error> {
    let known = by_name(tx, name).await?;
    let draft = checked(
        Some(actor),
        &TopicDraft {
            name: known.name,
            ..draft.clone()
        },
    )?;
    sqlx::query(
        "update topic set title = $1, title_en = $2, code = $3, description = $4 where id = $5",
    )
    .bind(&draft.title)
    .bind(&draft.title_en)
    .bind(&draft.code)
    .bind(&draft.description)
    .bind(known.id.as_str())
    .execute(&mut **tx)
    .await?;
    record(tx, Some(actor), "topic.changed", &known.id, now).await
}

fn checked(actor: Option<&Actor>, draft: &TopicDraft) -> Result<TopicDraft, Error> {
    if actor.is_some_and(|actor| !actor.is_admin() || !actor.may_write()) {
        return Err(Error::Forbidden);
    }
    let title = draft.title.trim().to_owned();
    if title.is_empty() || title.chars().count() > 200 {
        return Err(field("title", "catalog.topic_title", "catalog-topic-title"));
    }
    let title_en = draft.title_en.trim().to_owned();
    if title_en.chars().count() > 200 {
        return Err(field(
            "title_en",
            "catalog.topic_title_en",
            "catalog-topic-title-en",
        ));
    }
    let name = if draft.name.is_empty() {
        names::slug(&title, 90)
    } else {
        draft.name.clone()
    };
    if names::DatasetName::parse(&name).is_none() {
        return Err(field("name", "catalog.topic_name", "catalog-topic-name"));
    }
    let (code, description) = (
        draft.code.trim().to_owned(),
        draft.description.trim().to_owned(),
    );
    Ok(TopicDraft {
        name,
        title,
        title_en,
        code,
        description,
    })
}

fn field(field: &str, code: &'static str, id: &'static str) -> Error {
    Error::Fields(vec![FieldProblem {
        field: field.to_owned(),
        code,
        message: Message::new(id),
    }])
}

async fn record(
    tx: &mut Tx,
    actor: Option<&Actor>,
    action: &str,
    id: &TopicId,
    now: Timestamp,
) -> Result<(), Error> {
    let event = Event {
        action,
        subject_kind: "topic",
        subject_id: id.as_str(),
        detail: json!({}),
    };
    audit::append(tx, actor, event, now).await?;
    Ok(())
}
