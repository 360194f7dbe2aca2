//! Forgery protection of forms: a token kept in the session and repeated in the form, and the browser's own word
//! on where the request comes from. There is no exemption that a request could switch on.

use super::problem::Problem;
use crate::accounts::secrets;
use http::HeaderMap;
use subtle::ConstantTimeEq;
use tower_sessions::Session;

pub(super) const KEY: &str = "csrf";

/// The session's token, made when there is none.
pub async fn token(session: &Session) -> Result<String, Problem> {
    if let Some(token) = session
        .get::<String>(KEY)
        .await
        .map_err(|_| Problem::unavailable())?
    {
        return Ok(token);
    }
    let token = secrets::fresh();
    session
        .insert(KEY, &token)
        .await
        .map_err(|_| Problem::unavailable())?;
    Ok(token)
}

/// Whether a form's token is the session's.
pub async fn matches(session: &Session, sent: &str) -> Result<bool, Problem> {
    let known: Option<String> = session.get(KEY).await.map_err(|_| Problem::unavailable())?;
    Ok(known.is_some_and(|known| known.as_bytes().ct_eq(sent.as_bytes()).into()))
}

/// Whether the browser says that the request comes from a page of this portal. Browsers that say nothing pass;
/// the token decides on them.
pub fn same_origin(headers: &HeaderMap) -> bool {
    match headers
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok())
    {
        Some("same-origin" | "none") => return true,
        Some(_) => return false,
        None => {}
    }
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_some_and(|(_, rest)| rest == host),
        _ => true,
    }
}
