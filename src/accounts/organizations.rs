//! Organizations (OPD): who produces data.

use super::{Actor, Error, OrganizationId, people::require_admin};
use crate::audit::{self, Event};
use crate::database::{Tx, clock};
use crate::error::{FieldProblem, Message};
use jiff::Timestamp;
use serde_json::json;

/// The name of an organization in addresses: its abbreviation in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct OrganizationName(String);

impl OrganizationName {
    /// Parses lower-case letters, digits and dashes, 2 to 100 of them.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (2..=100).contains(&text.len())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
        fits.then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An organization.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Organization {
    /// Identifier.
    pub id: OrganizationId,
    /// Name in addresses.
    pub name: String,
    /// Full name.
    pub title: String,
    /// Abbreviation as people write it.
    pub abbreviation: String,
    /// Kind: dinas, badan, kecamatan …
    pub kind: String,
    /// What it does, one or two sentences.
    pub description: String,
    /// Codes of its government affairs, separated by semicolons.
    pub affairs: String,
    /// How to reach it, by post not by person.
    pub contact: String,
    /// Whether submissions need the organization's own endorsement first (1) or not (0).
    pub endorsement: i64,
    /// When it was archived (microseconds UTC).
    pub archived_at: Option<i64>,
    /// When it was entered (microseconds UTC).
    #[sqlx(default)]
    pub created_at: i64,
}

/// What an administrator enters about an organization.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct OrganizationDraft {
    /// Name in addresses.
    pub name: String,
    /// Full name.
    pub title: String,
    /// Abbreviation as people write it.
    pub abbreviation: String,
    /// Kind.
    pub kind: String,
    /// What it does.
    pub description: String,
    /// Codes of its affairs, separated by semicolons.
    pub affairs: String,
    /// How to reach it.
    pub contact: String,
    /// Whether its own endorsement is needed.
    pub endorsement: bool,
}

impl OrganizationDraft {
    fn check(&self) -> Result<(), Error> {
        let mut problems = Vec::new();
        let mut refuse = |field: &str, code, id| {
            problems.push(FieldProblem {
                field: field.to_owned(),
                code,
                message: Message::new(id),
            });
        };
        if OrganizationName::parse(&self.name).is_none() {
            refuse(
                "name",
                "accounts.organization_name",
                "accounts-organization-name",
            );
        }
        if self.title.trim().is_empty() || self.title.chars().count() > 200 {
            refuse(
                "title",
                "accounts.organization_title",
                "accounts-organization-title",
            );
        }
        if self.description.chars().count() > 2000 {
            refuse(
                "description",
                "accounts.organization_description",
                "accounts-organization-description",
            );
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Error::Fields(problems))
        }
    }
}

/// All organizations, by title; archived ones last.
pub async fn list(tx: &mut Tx) -> Result<Vec<Organization>, Error> {
    Ok(sqlx::query_as(
        "select id, name, title, abbreviation, kind, description, affairs, contact, endorsement, archived_at, created_at
         from organization order by case when archived_at is null then 0 else 1 end, title, id",
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// The organization with this name.
pub async fn by_name(tx: &mut Tx, name: &str) -> Result<Organization, Error> {
    sqlx::query_as(
        "select id, name, title, abbreviation, kind, description, affairs, contact, endorsement, archived_at, created_at
         from organization where name = $1",
    )
    .bind(name)
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Error::NotFound)
}

/// The organization with this id.
pub async fn by_id(tx: &mut Tx, id: &OrganizationId) -> Result<Organization, Error> {
    sqlx::query_as(
        "select id, name, title, abbreviation, kind, description, affairs, contact, endorsement, archived_at, created_at
         from organization where id = $1",
    )
    .bind(id.as_str())
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(Error::NotFound)
}

/// Makes an organization.
pub async fn create(
    tx: &mut Tx,
    actor: Option<&Actor>,
    draft: &OrganizationDraft,
    now: Timestamp,
) -> Result<OrganizationId, Error> {
    if let Some(actor) = actor {
        require_admin(actor)?;
    }
    draft.check()?;
    let id = OrganizationId::new();
    let made = sqlx::query(
        "insert into organization (id, name, title, abbreviation, kind, description, affairs, contact, endorsement, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (name) do nothing",
    )
    .bind(id.as_str())
    .bind(&draft.name)
    .bind(draft.title.trim())
    .bind(draft.abbreviation.trim())
    .bind(&draft.kind)
    .bind(draft.description.trim())
    .bind(&draft.affairs)
    .bind(draft.contact.trim())
    .bind(i64::from(draft.endorsement))
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    if made.rows_affected() == 0 {
        let message = Message::new("accounts-organization-name-taken");
        return Err(Error::field(
            "name",
            "accounts.organization_name_taken",
            message,
        ));
    }
    record(tx, actor, "organization.created", &id, now).await?;
    Ok(id)
}

/// Changes everything but the name of an organization.
pub async fn update(
    tx: &mut Tx,
    actor: &Actor,
    id: &OrganizationId,
    draft: &OrganizationDraft,
    now: Timestamp,
) -> Result<(), Error> {
    require_admin(actor)?;
    let known = by_id(tx, id).await?;
    let draft = OrganizationDraft {
        name: known.name,
        ..draft.clone()
    };
    draft.check()?;
    sqlx::query(
        "update organization set title = $1, abbreviation = $2, kind = $3, description = $4, affairs = $5,
         contact = $6, endorsement = $7 where id = $8",
    )
    .bind(draft.title.trim())
    .bind(draft.abbreviation.trim())
    .bind(&draft.kind)
    .bind(draft.description.trim())
    .bind(&draft.affairs)
    .bind(draft.contact.trim())
    .bind(i64::from(draft.endorsement))
    .bind(id.as_str())
    .execute(&mut **tx)
    .await?;
    record(tx, Some(actor), "organization.changed", id, now).await
}

async fn record(
    tx: &mut Tx,
    actor: Option<&Actor>,
    action: &str,
    id: &OrganizationId,
    now: Timestamp,
) -> Result<(), Error> {
    let event = Event {
        action,
        subject_kind: "organization",
        subject_id: id.as_str(),
        detail: json!({}),
    };
    audit::append(tx, actor, event, now).await?;
    Ok(())
}
