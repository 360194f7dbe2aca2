//! Who calls: a session of the pages, or a token of the API. Pages don't take tokens, the API takes no cookies,
//! so a forged page can't use the API with somebody's session. Uploads are the exception: the script of a page sends
//! them to the API with the session and, in a header that no form of another site can send, its token.

use super::csrf;
use super::problem::Problem;
use crate::accounts::sign_in::{self, SignedIn};
use crate::accounts::{AccountId, Actor, Error, session_store, tokens};
use crate::app::App;
use crate::database;
use crate::error::{Kind, Message};
use axum::extract::FromRequestParts;
use http::header::AUTHORIZATION;
use http::request::Parts;
use tower_sessions::Session;

const EPOCH: &str = "epoch";
/// The hour in which the person was last seen.
const SEEN: &str = "seen";

/// The person of the session, if somebody is signed in.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who, or nobody.
    pub actor: Option<Actor>,
    /// The session; made in the database only when something is kept in it.
    pub session: Session,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let session = parts
            .extensions
            .get::<Session>()
            .cloned()
            .ok_or_else(Problem::internal)?;
        let actor = actor_of(app, &session).await?;
        Ok(Self { actor, session })
    }
}

async fn actor_of(app: &App, session: &Session) -> Result<Option<Actor>, Problem> {
    let unavailable = |_| Problem::unavailable();
    let account: Option<String> = session
        .get(session_store::ACCOUNT)
        .await
        .map_err(unavailable)?;
    let epoch: Option<i64> = session.get(EPOCH).await.map_err(unavailable)?;
    let (Some(account), Some(epoch)) = (account, epoch) else {
        return Ok(None);
    };
    let Ok(account) = AccountId::parse(&account) else {
        return Ok(None);
    };
    let actor = sign_in::resume(&app.database, &account, epoch).await?;
    // Only a changed session is written and its cookie sent again, both of which put its end off.
    let hour = app.clock.now().as_second() / 3600;
    if actor.is_some() && session.get(SEEN).await.map_err(unavailable)? != Some(hour) {
        session.insert(SEEN, hour).await.map_err(unavailable)?;
    }
    Ok(actor)
}

/// Binds a session to a person under a new id, so that an id known before signing in is worth nothing.
pub async fn bind(session: &Session, signed_in: &SignedIn) -> Result<(), Problem> {
    let unavailable = |_| Problem::unavailable();
    session.cycle_id().await.map_err(unavailable)?;
    session
        .insert(session_store::ACCOUNT, signed_in.account_id.as_str())
        .await
        .map_err(unavailable)?;
    session
        .insert(EPOCH, signed_in.epoch)
        .await
        .map_err(unavailable)?;
    session.remove_value(csrf::KEY).await.map_err(unavailable)?;
    session.save().await.map_err(unavailable)
}

/// The person behind a token, if the request carries one. A token that may only read is refused wherever the method writes.
#[derive(Debug, Clone)]
pub struct Caller(pub Option<Actor>);

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Some(token) = token(parts) else {
            return Ok(Self(None));
        };
        let writes = !parts.method.is_safe();
        let now = app.clock.now();
        let mut tx = app.database.begin_read().await?;
        let (actor, is_news) = tokens::authenticate(&mut tx, &token, now).await?;
        drop(tx);
        if is_news {
            let mut tx = app.database.begin().await?;
            tokens::note_use(&mut tx, &token, now).await?;
            tx.commit().await.map_err(database::Error::from)?;
        }
        if writes && !actor.may_write() {
            return Err(Error::TokenReadsOnly { user: actor.name }.into());
        }
        Ok(Self(Some(actor)))
    }
}

/// The person behind a token that the request must carry.
#[derive(Debug, Clone)]
pub struct TokenActor(pub Actor);

impl FromRequestParts<App> for TokenActor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Caller(actor) = Caller::from_request_parts(parts, app).await?;
        actor
            .map(Self)
            .ok_or_else(|| Problem::from(Error::TokenInvalid))
    }
}

/// The header in which a page's script repeats the session's token.
pub const FORM_TOKEN: &str = "x-csrf-token";

/// The person behind a token, or behind the session of a page whose script calls.
#[derive(Debug, Clone)]
pub struct Uploader(pub Actor);

impl FromRequestParts<App> for Uploader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if let Caller(Some(actor)) = Caller::from_request_parts(parts, app).await? {
            return Ok(Self(actor));
        }
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let actor = visitor.actor.ok_or_else(|| {
            let message = Message::new("accounts-sign-in");
            Problem::new(
                Kind::Unauthenticated,
                "accounts.sign_in",
                message,
                Vec::new(),
            )
        })?;
        let sent = parts
            .headers
            .get(FORM_TOKEN)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if csrf::same_origin(&parts.headers) && csrf::matches(&visitor.session, sent).await? {
            return Ok(Self(actor));
        }
        let message = Message::new("web-form-expired");
        Err(Problem::new(
            Kind::Forbidden,
            "web.form_expired",
            message,
            Vec::new(),
        ))
    }
}

// `Authorization: Bearer TOKEN`; CKAN's clients send the bare token, or X-CKAN-API-Key.
fn token(parts: &Parts) -> Option<String> {
    let named = parts.headers.get("x-ckan-api-key");
    let value = parts
        .headers
        .get(AUTHORIZATION)
        .or(named)?
        .to_str()
        .ok()?
        .trim();
    let token = match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        Some(_) => return None,
        None => value,
    };
    (!token.is_empty()).then(|| token.to_owned())
}

impl From<database::Error> for Problem {
    fn from(error: database::Error) -> Self {
        Self::of(error)
    }
}
