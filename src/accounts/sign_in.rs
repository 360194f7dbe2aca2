//! Signing in with name and password, throttled by name and by address.

use super::{AccountId, Actor, Error, actor::Scopes, password, people};
use crate::audit::{self, Event};
use crate::config::LoginSettings;
use crate::database::{Database, Tx};
use crate::lanes::Lanes;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use jiff::Timestamp;
use serde_json::json;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

/// Counts attempts; kept in memory of the node, forgets by itself.
#[derive(Debug)]
pub struct Throttle {
    by_name: DefaultKeyedRateLimiter<String>,
    by_address: DefaultKeyedRateLimiter<IpAddr>,
}

impl Throttle {
    /// Allows `attempts` in `window_minutes` for each name, and four times as many for each address,
    /// behind which a whole office may sit.
    pub fn new(settings: &LoginSettings) -> Self {
        let attempts = NonZeroU32::new(settings.attempts).unwrap_or(NonZeroU32::MIN);
        let window = Duration::from_secs(u64::from(settings.window_minutes.max(1)) * 60);
        let quota = |burst: NonZeroU32| {
            Quota::with_period(window / burst.get())
                .unwrap_or(Quota::per_minute(burst))
                .allow_burst(burst)
        };
        let office = attempts.saturating_mul(NonZeroU32::MIN.saturating_add(3));
        Self {
            by_name: RateLimiter::keyed(quota(attempts)),
            by_address: RateLimiter::keyed(quota(office)),
        }
    }

    fn check(&self, name: &str, address: IpAddr) -> Result<(), Error> {
        let name_ok = self.by_name.check_key(&name.to_lowercase()).is_ok();
        let address_ok = self.by_address.check_key(&address).is_ok();
        if name_ok && address_ok {
            Ok(())
        } else {
            Err(Error::TooManyAttempts)
        }
    }

    /// Forgets names and addresses that have been quiet.
    pub fn sweep(&self) {
        self.by_name.retain_recent();
        self.by_address.retain_recent();
    }
}

/// Somebody who has just proved who they are.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub account_id: AccountId,
    /// Number that the account's sessions must carry; it grows when the password changes.
    pub epoch: i64,
}

/// What is stored of a name.
#[derive(sqlx::FromRow)]
struct Known {
    id: AccountId,
    password_hash: Option<String>,
    session_epoch: i64,
    disabled_at: Option<i64>,
}

impl Known {
    async fn find(tx: &mut Tx, name: &str) -> Result<Option<Self>, Error> {
        let row = sqlx::query_as(
            "select id, password_hash, session_epoch, disabled_at from account where name = $1",
        );
        let row = row.bind(name.trim().to_lowercase());
        Ok(row.fetch_optional(&mut **tx).await?)
    }
}

/// Checks name and password.
///
/// Errors: [`Error::TooManyAttempts`], [`Error::WrongCredentials`] (also for unknown names), [`Error::Disabled`] only
/// after the right password, so that a stranger learns of no account.
pub async fn sign_in(
    database: &Database,
    lanes: &Lanes,
    throttle: &Throttle,
    name: &str,
    secret: String,
    address: IpAddr,
    now: Timestamp,
) -> Result<SignedIn, Error> {
    throttle.check(name, address)?;
    let mut tx = database.begin_read().await?;
    let known = Known::find(&mut tx, name).await?;
    drop(tx);
    let stored = known.as_ref().and_then(|known| known.password_hash.clone());
    let right = password::verify(lanes, stored, secret).await?;
    let Some(known) = known.filter(|_| right) else {
        return Err(Error::WrongCredentials);
    };
    if known.disabled_at.is_some() {
        return Err(Error::Disabled);
    }
    let (account_id, epoch) = (known.id, known.session_epoch);
    let mut tx = database.begin().await?;
    let scopes = Scopes {
        read: true,
        write: true,
    };
    let actor = people::load_actor(&mut tx, &account_id, scopes)
        .await?
        .ok_or(Error::WrongCredentials)?;
    let event = Event {
        action: "account.signed_in",
        subject_kind: "account",
        subject_id: account_id.as_str(),
        detail: json!({}),
    };
    audit::append(&mut tx, Some(&actor), event, now).await?;
    tx.commit().await?;
    Ok(SignedIn { account_id, epoch })
}

/// The person of a session; `None` when the account is disabled or its password has changed since.
pub async fn resume(
    database: &Database,
    account: &AccountId,
    epoch: i64,
) -> Result<Option<Actor>, Error> {
    let mut tx = database.begin_read().await?;
    let row: Option<(i64,)> =
        sqlx::query_as("select session_epoch from account where id = $1 and disabled_at is null")
            .bind(account.as_str())
            .fetch_optional(&mut *tx)
            .await?;
    match row {
        Some((current,)) if current == epoch => {
            people::load_actor(
                &mut tx,
                account,
                Scopes {
                    read: true,
                    write: true,
                },
            )
            .await
        }
        _ => Ok(None),
    }
}

/// Changes one's own password; ends all other sessions.
pub async fn change_password(
    database: &Database,
    lanes: &Lanes,
    actor: &Actor,
    old: String,
    new: super::links::Acceptance,
    least: usize,
    now: Timestamp,
) -> Result<(), Error> {
    super::links::check_password(&new, least)?;
    let mut tx = database.begin_read().await?;
    let (stored,): (Option<String>,) =
        sqlx::query_as("select password_hash from account where id = $1")
            .bind(actor.account_id.as_str())
            .fetch_one(&mut *tx)
            .await?;
    drop(tx);
    if !password::verify(lanes, stored, old).await? {
        let message = crate::error::Message::new("accounts-password-old-wrong");
        return Err(Error::field("old", "accounts.password_old_wrong", message));
    }
    let hash = password::hash(lanes, new.password).await?;
    let mut tx = database.begin().await?;
    people::set_password_hash(&mut tx, Some(actor), &actor.account_id, &hash, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The number that an account's sessions must carry now.
pub async fn epoch(tx: &mut crate::database::Tx, account: &AccountId) -> Result<i64, Error> {
    let row: Option<(i64,)> =
        sqlx::query_as("select session_epoch from account where id = $1 and disabled_at is null")
            .bind(account.as_str())
            .fetch_optional(&mut **tx)
            .await?;
    row.map(|(epoch,)| epoch).ok_or(Error::NotFound)
}
