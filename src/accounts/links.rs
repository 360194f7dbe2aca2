//! Links that let a person set a password: invitation, reset, and the first administrator.

use super::{AccountId, Actor, Error, PersonDraft, Role, password, people, secrets};
use crate::database::{Database, Tx, clock, ids};
use crate::error::Message;
use crate::lanes::Lanes;
use crate::text_enum;
use jiff::{SignedDuration, Timestamp};

text_enum! {
    /// Why a link was made.
    Purpose {
        /// A new account.
        Invite = "invite",
        /// A forgotten password.
        Reset = "reset",
        /// An empty portal.
        FirstAdmin = "first_admin",
    }
}

/// A link that still works.
#[derive(Debug, Clone)]
pub struct OpenLink {
    id: String,
    /// Why it was made.
    pub purpose: Purpose,
    /// Whose password it sets; `None` for the first administrator.
    pub account_id: Option<AccountId>,
}

/// A link just made; its secret is shown once.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// What the address ends with.
    pub secret: String,
    /// Until when it works (microseconds UTC).
    pub expires_at: i64,
}

/// What becomes of the password that a person has while their new link waits to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldPassword {
    /// It ends at once, and every session with it.
    ///
    /// Administrators are offered this first: whoever asks for a link has lost the password, which then serves nobody,
    /// or fears that somebody else has it, and that one must not get the days until the link is used.
    End,
    /// It works until the link is used, for somebody who is at work and only wants another.
    Keep,
}

/// Makes a link for a person. Earlier links stop working.
///
/// Errors: [`Error::Disabled`]; [`Error::OwnAccount`] for ending one's own password, after which nobody might be left
/// who can sign in.
pub async fn create(
    tx: &mut Tx,
    actor: &Actor,
    account: &AccountId,
    old: OldPassword,
    hours: i64,
    now: Timestamp,
) -> Result<NewLink, Error> {
    people::require_admin(actor)?;
    let person = people::by_id(tx, actor, account).await?;
    if person.disabled_at.is_some() {
        return Err(Error::Disabled);
    }
    if old == OldPassword::End && actor.account_id == *account {
        return Err(Error::OwnAccount);
    }
    let purpose = if person.has_password == 1 {
        Purpose::Reset
    } else {
        Purpose::Invite
    };
    if old == OldPassword::End && person.has_password == 1 {
        people::end_password(tx, actor, account, now).await?;
    }
    end_open(tx, account, now).await?;
    insert(tx, purpose, Some(account), hours, now).await
}

/// Ends the links of a person that have not been used.
pub(super) async fn end_open(
    tx: &mut Tx,
    account: &AccountId,
    now: Timestamp,
) -> Result<(), Error> {
    sqlx::query("update invitation set used_at = $1 where account_id = $2 and used_at is null")
        .bind(clock::micros(now))
        .bind(account.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Makes the link for the first administrator of an empty portal.
pub async fn create_first_admin(tx: &mut Tx, hours: i64, now: Timestamp) -> Result<String, Error> {
    sqlx::query("delete from invitation where purpose = 'first_admin'")
        .execute(&mut **tx)
        .await?;
    let link = insert(tx, Purpose::FirstAdmin, None, hours, now).await?;
    Ok(link.secret)
}

async fn insert(
    tx: &mut Tx,
    purpose: Purpose,
    account: Option<&AccountId>,
    hours: i64,
    now: Timestamp,
) -> Result<NewLink, Error> {
    let secret = secrets::fresh();
    let expires = now
        .saturating_add(SignedDuration::from_hours(hours))
        .unwrap_or(Timestamp::MAX);
    let expires_at = clock::micros(expires);
    sqlx::query(
        "insert into invitation (id, account_id, purpose, secret_hash, expires_at, created_at)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(ids::fresh())
    .bind(account.map(|account| account.as_str().to_owned()))
    .bind(purpose.as_str())
    .bind(secrets::hash(&secret))
    .bind(expires_at)
    .bind(clock::micros(now))
    .execute(&mut **tx)
    .await?;
    Ok(NewLink { secret, expires_at })
}

/// The link with this secret, if it still works.
pub async fn find(tx: &mut Tx, secret: &str, now: Timestamp) -> Result<OpenLink, Error> {
    let row: Option<(String, String, Option<String>)> = sqlx::query_as(
        "select id, purpose, account_id from invitation where secret_hash = $1 and used_at is null and expires_at > $2",
    )
    .bind(secrets::hash(secret))
    .bind(clock::micros(now))
    .fetch_optional(&mut **tx)
    .await?;
    let (id, purpose, account) = row.ok_or(Error::LinkInvalid)?;
    let purpose = Purpose::parse(&purpose).ok_or(Error::LinkInvalid)?;
    let account_id = account
        .map(|text| AccountId::parse(&text))
        .transpose()
        .map_err(|_| Error::LinkInvalid)?;
    Ok(OpenLink {
        id,
        purpose,
        account_id,
    })
}

/// What the person enters on the page behind a link.
#[derive(Debug, Clone, Default)]
pub struct Acceptance {
    /// The password, twice the same.
    pub password: String,
    /// The password again.
    pub repeated: String,
    /// For the first administrator: the name to sign in with.
    pub name: String,
    /// For the first administrator: the name that others read.
    pub display_name: String,
}

/// Sets the password behind a link (and makes the first administrator); the link works once.
pub async fn accept(
    database: &Database,
    lanes: &Lanes,
    secret: &str,
    acceptance: Acceptance,
    password_length: usize,
    now: Timestamp,
) -> Result<AccountId, Error> {
    check_password(&acceptance, password_length)?;
    let hash = password::hash(lanes, acceptance.password.clone()).await?;
    let mut tx = database.begin().await?;
    let link = find(&mut tx, secret, now).await?;
    let used = sqlx::query("update invitation set used_at = $1 where id = $2 and used_at is null")
        .bind(clock::micros(now))
        .bind(&link.id)
        .execute(&mut *tx)
        .await?;
    if used.rows_affected() != 1 {
        return Err(Error::LinkInvalid);
    }
    let account = match link.account_id {
        Some(account) => account,
        None if people::has_no_admin(&mut tx).await? => {
            let draft = PersonDraft {
                name: acceptance.name.clone(),
                display_name: acceptance.display_name.clone(),
                email: None,
                grants: vec![(Role::Admin, None)],
            };
            people::create_by_system(&mut tx, None, &draft, now).await?
        }
        None => return Err(Error::LinkInvalid),
    };
    people::set_password_hash(&mut tx, None, &account, &hash, now).await?;
    tx.commit().await?;
    Ok(account)
}

/// Checks a new password and its repetition.
pub fn check_password(acceptance: &Acceptance, least: usize) -> Result<(), Error> {
    if acceptance.password.chars().count() < least {
        let least = i64::try_from(least).unwrap_or(i64::MAX);
        let message = Message::new("accounts-password-short").with("least", least);
        return Err(Error::field("password", "accounts.password_short", message));
    }
    if acceptance.password.len() > 1000 {
        return Err(Error::field(
            "password",
            "accounts.password_long",
            Message::new("accounts-password-long"),
        ));
    }
    if acceptance.password != acceptance.repeated {
        let message = Message::new("accounts-password-differs");
        return Err(Error::field(
            "repeated",
            "accounts.password_differs",
            message,
        ));
    }
    Ok(())
}
