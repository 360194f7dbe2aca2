//! People and their roles, as administrators manage them.

use super::{AccountId, Actor, Error, Grant, OrganizationId, Role, actor::Scopes, links};
use crate::audit::{self, Event};
use crate::database::{Tx, clock, ids};
use crate::error::{FieldProblem, Message};
use jiff::Timestamp;
use serde_json::json;
use std::collections::HashMap;

/// A person's account as administrators see it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Person {
    /// Identifier.
    pub id: AccountId,
    /// The name they sign in with.
    pub name: String,
    /// The name that others read.
    pub display_name: String,
    /// E-mail address, if known.
    pub email: Option<String>,
    /// When the account was disabled (microseconds UTC).
    pub disabled_at: Option<i64>,
    /// Whether a password has been set (1) or the invitation is still open (0).
    pub has_password: i64,
}

/// What an administrator enters about a person.
#[derive(Debug, Clone, Default)]
pub struct PersonDraft {
    /// The name they will sign in with: lower-case letters, digits, dots, dashes.
    pub name: String,
    /// The name that others read.
    pub display_name: String,
    /// E-mail address, if known.
    pub email: Option<String>,
    /// Roles, each within its organization or portal-wide.
    pub grants: Vec<(Role, Option<OrganizationId>)>,
}

impl PersonDraft {
    fn check(&self) -> Result<(), Error> {
        let mut problems = Vec::new();
        let mut refuse = |field: &str, code, id| {
            problems.push(FieldProblem {
                field: field.to_owned(),
                code,
                message: Message::new(id),
            });
        };
        let name_fits = (2..=60).contains(&self.name.len())
            && self
                .name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c));
        if !name_fits {
            refuse("name", "accounts.name", "accounts-person-name");
        }
        if self.display_name.trim().is_empty() || self.display_name.chars().count() > 120 {
            refuse(
                "display_name",
                "accounts.display_name",
                "accounts-person-display-name",
            );
        }
        if self
            .email
            .as_ref()
            .is_some_and(|email| !plausible_email(email))
        {
            refuse("email", "accounts.email", "accounts-person-email");
        }
        if self
            .grants
            .iter()
            .any(|(role, place)| role.is_within_organization() != place.is_some())
        {
            refuse("grants", "accounts.grants", "accounts-person-grants");
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Error::Fields(problems))
        }
    }
}

fn plausible_email(text: &str) -> bool {
    text.len() <= 254
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && text
            .split_once('@')
            .is_some_and(|(local, host)| !local.is_empty() && host.contains('.'))
}

const COLUMNS: &str = "select id, name, display_name, email, disabled_at,
    case when password_hash is null then 0 else 1 end as has_password from account";

/// All people, by display name.
pub async fn list(tx: &mut Tx, actor: &Actor) -> Result<Vec<Person>, Error> {
    require_admin(actor)?;
    Ok(sqlx::query_as(
        "select id, name, display_name, email, disabled_at,
            case when password_hash is null then 0 else 1 end as has_password
         from account order by display_name, id",
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// One person, for an administrator or the person themself.
pub async fn by_id(tx: &mut Tx, actor: &Actor, id: &AccountId) -> Result<Person, Error> {
    if actor.account_id != *id {
        require_admin(actor)?;
    }
    sqlx::query_as(sqlx::AssertSqlSafe(format!("{COLUMNS} where id = $1")))
        .bind(id.as_str())
        .fetch_optional(&mut **tx)
        .await?
        .ok_or(Error::NotFound)
}

/// The roles of one person.
pub async fn grants(tx: &mut Tx, id: &AccountId) -> Result<Vec<Grant>, Error> {
    let rows: Vec<(String, Option<String>)> = sqlx::query_as(
        "select role, organization_id from role_grant where account_id = $1 order by role, organization_id, id",
    )
    .bind(id.as_str())
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|(role, place)| {
            let inconsistent = |column| crate::database::Error::Inconsistent {
                table: "role_grant",
                column,
                row: id.to_string(),
            };
            Ok(Grant {
                role: Role::parse(&role).ok_or_else(|| inconsistent("role"))?,
                organization_id: place
                    .map(|text| OrganizationId::parse(&text))
                    .transpose()
                    .map_err(|_| inconsistent("organization_id"))?,
            })
        })
        .collect()
}

/// The roles of everybody by account, each with the abbreviation or the title of its organization.
pub async fn grants_by_account(
    tx: &mut Tx,
    actor: &Actor,
) -> Result<HashMap<AccountId, Vec<(Role, Option<String>)>>, Error> {
    require_admin(actor)?;
    let rows: Vec<(String, String, Option<String>, Option<String>)> = sqlx::query_as(
        "select account_id, role, organization.abbreviation, organization.title from role_grant
         left join organization on organization.id = role_grant.organization_id
         order by role, organization.title, role_grant.id",
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut known: HashMap<AccountId, Vec<(Role, Option<String>)>> = HashMap::new();
    for (account, role, abbreviation, title) in rows {
        let (Ok(id), Some(role)) = (AccountId::parse(&account), Role::parse(&role)) else {
            continue;
        };
        let place = abbreviation.filter(|short| !short.is_empty()).or(title);
        known.entry(id).or_default().push((role, place));
    }
    Ok(known)
}

/// The person with this name as an actor with all rights of their roles; for the command line and the demo.
pub async fn actor_by_name(tx: &mut Tx, name: &str) -> Result<Actor, Error> {
    let row: Option<(String,)> =
        sqlx::query_as("select id from account where name = $1 and disabled_at is null")
            .bind(name)
            .fetch_optional(&mut **tx)
            .await?;
    let (id,) = row.ok_or(Error::NotFound)?;
    let id = AccountId::parse(&id).map_err(|_| Error::NotFound)?;
    load_actor(
        tx,
        &id,
        Scopes {
            read: true,
            write: true,
        },
    )
    .await?
    .ok_or(Error::NotFound)
}

/// The account as an actor; `None` when it is disabled or gone.
pub async fn load_actor(
    tx: &mut Tx,
    id: &AccountId,
    scopes: Scopes,
) -> Result<Option<Actor>, Error> {
    let row: Option<(String, String)> = sqlx::query_as(
        "select name, display_name from account where id = $1 and disabled_at is null",
    )
    .bind(id.as_str())
    .fetch_optional(&mut **tx)
    .await?;
    let Some((name, display_name)) = row else {
        return Ok(None);
    };
    let grants = grants(tx, id).await?;
    Ok(Some(Actor {
        account_id: id.clone(),
        name,
        display_name,
        grants,
        scopes,
    }))
}

/// Makes an account without a password; the person sets it through an invitation.
pub async fn create(
    tx: &mut Tx,
    actor: &Actor,
    draft: &PersonDraft,
    now: Timestamp,
) -> Result<AccountId, Error> {
    require_admin(actor)?;
    create_by_system(tx, Some(actor), draft, now).await
}

/// The same for the portal itself: the first administrator, the command line, the demo.
pub async fn create_by_system(
    tx: &mut Tx,
    actor: Option<&Actor>,
    draft: &PersonDraft,
    now: Timestamp,
) -> Result<AccountId, Error> {
    draft.check()?;
    let id = AccountId::new();
    let made = sqlx::query(
        "insert into account (id, name, display_name, email, created_at) values ($1, $2, $3, $4, $5)
         on conflict (name) do nothing",
    )
    .bind(id.as_str())
    .bind(&draft.name)
    .bind(draft.display_name.trim())
    .bind(draft.email.clone())
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    if made.rows_affected() == 0 {
        return Err(Error::field(
            "name",
            "accounts.name_taken",
            Message::new("accounts-person-name-taken"),
        ));
    }
    write_grants(tx, &id, &draft.grants, now).await?;
    record(tx, actor, "account.created", &id, &draft.grants, now).await?;
    Ok(id)
}

/// Changes the display name, address and roles of a person.
pub async fn update(
    tx: &mut Tx,
    actor: &Actor,
    id: &AccountId,
    draft: &PersonDraft,
    now: Timestamp,
) -> Result<(), Error> {
    require_admin(actor)?;
    let person = by_id(tx, actor, id).await?;
    let draft = PersonDraft {
        name: person.name,
        ..draft.clone()
    };
    draft.check()?;
    let keeps_admin = draft.grants.iter().any(|(role, _)| *role == Role::Admin);
    if actor.account_id == *id && !keeps_admin {
        return Err(Error::OwnAccount);
    }
    sqlx::query("update account set display_name = $1, email = $2 where id = $3")
        .bind(draft.display_name.trim())
        .bind(draft.email.clone())
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    write_grants(tx, id, &draft.grants, now).await?;
    record(tx, Some(actor), "account.changed", id, &draft.grants, now).await
}

/// Disables an account: its sessions, tokens and open links stop working at once. `disabled == false` lets it in again.
/// What the person holds in the queue is freed by `review::actions::free_claims`.
pub async fn set_disabled(
    tx: &mut Tx,
    actor: &Actor,
    id: &AccountId,
    disabled: bool,
    now: Timestamp,
) -> Result<(), Error> {
    require_admin(actor)?;
    if actor.account_id == *id {
        return Err(Error::OwnAccount);
    }
    let changed = sqlx::query("update account set disabled_at = $1 where id = $2")
        .bind(disabled.then(|| clock::micros(now)))
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    if changed.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    end_sessions(tx, id).await?;
    if disabled {
        links::end_open(tx, id, now).await?;
    }
    let action = if disabled {
        "account.disabled"
    } else {
        "account.enabled"
    };
    record(tx, Some(actor), action, id, &[], now).await
}

/// Stores a password's hash, ends every session of the person, and accepts older ones no more.
pub async fn set_password_hash(
    tx: &mut Tx,
    actor: Option<&Actor>,
    id: &AccountId,
    hash: &str,
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "update account set password_hash = $1, session_epoch = session_epoch + 1 where id = $2",
    )
    .bind(hash)
    .bind(id.as_str())
    .execute(&mut **tx)
    .await?;
    end_sessions(tx, id).await?;
    record(tx, actor, "account.password_set", id, &[], now).await
}

/// Forgets the password of a person and ends their sessions; a link lets them set another.
pub(super) async fn end_password(
    tx: &mut Tx,
    actor: &Actor,
    id: &AccountId,
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query(
        "update account set password_hash = null, session_epoch = session_epoch + 1 where id = $1",
    )
    .bind(id.as_str())
    .execute(&mut **tx)
    .await?;
    end_sessions(tx, id).await?;
    record(tx, Some(actor), "account.password_ended", id, &[], now).await
}

async fn end_sessions(tx: &mut Tx, id: &AccountId) -> Result<(), Error> {
    sqlx::query("delete from session where account_id = $1")
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Whether the portal has no administrator yet.
pub async fn has_no_admin(tx: &mut Tx) -> Result<bool, Error> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from role_grant where role = 'admin'")
        .fetch_one(&mut **tx)
        .await?;
    Ok(count == 0)
}

/// The display name of an account, for histories; accounts are never deleted.
pub async fn display_name(tx: &mut Tx, id: &str) -> Result<String, Error> {
    let row: Option<(String,)> = sqlx::query_as("select display_name from account where id = $1")
        .bind(id)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.map(|(name,)| name).unwrap_or_default())
}

/// The name that a person signs in with, for the page behind their link.
pub async fn sign_in_name(tx: &mut Tx, id: &AccountId) -> Result<String, Error> {
    let row: Option<(String,)> = sqlx::query_as("select name from account where id = $1")
        .bind(id.as_str())
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|(name,)| name).ok_or(Error::NotFound)
}

async fn write_grants(
    tx: &mut Tx,
    id: &AccountId,
    grants: &[(Role, Option<OrganizationId>)],
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query("delete from role_grant where account_id = $1")
        .bind(id.as_str())
        .execute(&mut **tx)
        .await?;
    for (role, place) in grants {
        sqlx::query(
            "insert into role_grant (id, account_id, organization_id, role, granted_at) values ($1, $2, $3, $4, $5)",
        )
        .bind(ids::fresh())
        .bind(id.as_str())
        .bind(place.as_ref().map(|place| place.as_str().to_owned()))
        .bind(role.as_str())
        .bind(clock::micros(now))
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

async fn record(
    tx: &mut Tx,
    actor: Option<&Actor>,
    action: &str,
    id: &AccountId,
    grants: &[(Role, Option<OrganizationId>)],
    now: Timestamp,
) -> Result<(), Error> {
    let roles: Vec<_> = grants
        .iter()
        .map(|(role, place)| json!([role, place]))
        .collect();
    let event = Event {
        action,
        subject_kind: "account",
        subject_id: id.as_str(),
        detail: json!({ "roles": roles }),
    };
    audit::append(tx, actor, event, now).await?;
    Ok(())
}

pub(super) fn require_admin(actor: &Actor) -> Result<(), Error> {
    if actor.is_admin() && actor.may_write() {
        Ok(())
    } else {
        Err(Error::Forbidden)
    }
}
