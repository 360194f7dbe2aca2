//! What every page's handler begins with ([`Ctx`]) and ends with (an HTML response with the right headers).

use super::i18n::Language;
use super::said;
use crate::accounts::{Actor, Role, secrets};
use crate::app::App;
use crate::error::{Failure, FieldProblem, Kind, Message};
use crate::http::auth::Visitor;
use crate::http::csrf;
use crate::http::problem::Problem;
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, SET_COOKIE, VARY};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};

/// Who asks for which page in which language.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// The wired parts.
    pub app: App,
    /// The person, if signed in, and the session.
    pub visitor: Visitor,
    /// The language of the answer.
    pub language: Language,
    /// Path of the address.
    pub path: String,
    /// Query of the address, without the question mark.
    pub query: String,
    /// Headers of the request.
    pub headers: HeaderMap,
}

/// The signed-in person as the page's head shows them.
#[derive(Debug, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "roles are independent of each other"
)]
struct PersonView {
    display_name: String,
    role: &'static str,
    is_producer: bool,
    is_steward: bool,
    is_admin: bool,
    sees_queue: bool,
}

/// A problem as the summary on top of a form and the field beside it show it.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorView {
    /// Name of the field; empty for the form as a whole.
    pub field: String,
    /// What to do, in the page's language.
    pub text: String,
}

impl FromRequestParts<App> for Ctx {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        Ok(Self {
            app: app.clone(),
            visitor,
            language: language(app, parts.uri.query(), &parts.headers),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers.clone(),
        })
    }
}

fn language(app: &App, query: Option<&str>, headers: &HeaderMap) -> Language {
    let default = Language::parse(&app.settings.site.language).unwrap_or(Language::Indonesian);
    Language::negotiate(query, headers, default)
}

impl Ctx {
    /// The person who acts.
    ///
    /// Errors: 401, which the layer around the pages turns into the way to sign in.
    pub fn actor(&self) -> Result<&Actor, Problem> {
        self.visitor.actor.as_ref().ok_or_else(|| {
            Problem::new(
                Kind::Unauthenticated,
                "accounts.sign_in",
                Message::new("accounts-sign-in"),
                Vec::new(),
            )
        })
    }

    /// The User-Agent header.
    pub fn agent(&self) -> &str {
        self.headers
            .get(http::header::USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// A parameter of the query.
    pub fn param(&self, name: &str) -> Option<String> {
        self.params(name).into_iter().next()
    }

    /// All values of a parameter of the query; empty ones are left out.
    pub fn params(&self, name: &str) -> Vec<String> {
        form_urlencoded::parse(self.query.as_bytes())
            .filter(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.into_owned())
            .collect()
    }

    /// The whole query as pairs.
    pub fn pairs(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.query.as_bytes())
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect()
    }

    /// A page with status 200.
    pub async fn html(&self, template: &str, context: impl Serialize) -> Result<Response, Problem> {
        self.html_with(StatusCode::OK, template, context).await
    }

    /// A page with a form: the same, but a stranger gets a session for the form's token.
    pub async fn form(
        &self,
        status: StatusCode,
        template: &str,
        context: impl Serialize,
    ) -> Result<Response, Problem> {
        let token = csrf::token(&self.visitor.session).await?;
        let said = said::take(self).await?;
        let body = self.render(template, context, &token, said.as_deref())?;
        Ok(private(status, body))
    }

    /// A page with any status.
    pub async fn html_with(
        &self,
        status: StatusCode,
        template: &str,
        context: impl Serialize,
    ) -> Result<Response, Problem> {
        if self.visitor.actor.is_some() {
            return self.form(status, template, context).await;
        }
        let body = self.render(template, context, "", None)?;
        Ok(public(status, body, &self.headers))
    }

    fn render(
        &self,
        template: &str,
        context: impl Serialize,
        csrf: &str,
        said: Option<&str>,
    ) -> Result<String, Problem> {
        let shell = json!({
            "path": self.path,
            "other_language": self.other_language(),
            "person": self.visitor.actor.as_ref().map(person),
            "csrf": csrf,
            "said": said,
            "once": if csrf.is_empty() { String::new() } else { secrets::fresh() },
        });
        let context = Whole {
            shell,
            page: context,
        };
        self.app
            .pages
            .render(self.language, template, context)
            .map_err(|error| {
                tracing::error!(error = ?error, template, "a page could not be rendered");
                Problem::internal()
            })
    }

    // The same address in the other language.
    fn other_language(&self) -> String {
        let mut pairs: Vec<(String, String)> = self
            .pairs()
            .into_iter()
            .filter(|(key, _)| key != "lang")
            .collect();
        let other = match self.language {
            Language::Indonesian => Language::English,
            Language::English => Language::Indonesian,
        };
        pairs.push(("lang".to_owned(), other.code().to_owned()));
        let query: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        format!("{}?{query}", self.path)
    }

    /// A sentence in the page's language.
    pub fn text(&self, message: &Message) -> String {
        self.language.text(message)
    }

    /// What a form shows of a failure that the person can mend.
    pub fn errors(&self, failure: &impl Failure) -> Vec<ErrorView> {
        self.error_views(&failure.message(), &failure.problems())
    }

    /// The same of a message and its field problems.
    pub fn error_views(&self, message: &Message, problems: &[FieldProblem]) -> Vec<ErrorView> {
        if problems.is_empty() {
            return vec![ErrorView {
                field: String::new(),
                text: self.text(message),
            }];
        }
        problems
            .iter()
            .map(|problem| ErrorView {
                field: problem.field.clone(),
                text: self.text(&problem.message),
            })
            .collect()
    }

    /// The public address of the portal, without a slash at the end.
    pub fn base_url(&self) -> String {
        crate::http::base_url::of(&self.app, &self.headers)
    }
}

/// The page's own facts with those of the head around it.
#[derive(Debug, Serialize)]
struct Whole<C> {
    shell: serde_json::Value,
    #[serde(flatten)]
    page: C,
}

fn person(actor: &Actor) -> PersonView {
    PersonView {
        display_name: actor.display_name.clone(),
        role: actor.strongest_role(),
        is_producer: actor.organizations().next().is_some(),
        is_steward: actor.is_steward(),
        is_admin: actor.is_admin(),
        sees_queue: actor.sees_all_submissions()
            || actor
                .grants
                .iter()
                .any(|grant| grant.role == Role::Endorser),
    }
}

/// An HTML response that no cache keeps.
pub fn private(status: StatusCode, body: String) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// An HTML response that shared caches may keep for a minute.
fn public(status: StatusCode, body: String, request: &HeaderMap) -> Response {
    let etag = format!(
        "\"{}\"",
        hex::encode(
            Sha256::digest(body.as_bytes())
                .get(..16)
                .unwrap_or_default()
        )
    );
    let known = request.get_all(IF_NONE_MATCH).iter().any(|value| {
        value.to_str().is_ok_and(|text| {
            text.split(',')
                .any(|tag| tag.trim().trim_start_matches("W/") == etag)
        })
    });
    let mut response = if known && status == StatusCode::OK {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        (status, body).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(VARY, HeaderValue::from_static("accept-language, cookie"));
    if status == StatusCode::OK {
        headers.insert(
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=0, s-maxage=60, must-revalidate"),
        );
        if let Ok(value) = HeaderValue::from_str(&etag) {
            headers.insert(ETAG, value);
        }
    } else {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// The fields of a posted form, after its token has been checked.
#[derive(Debug, Clone, Default)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The value of a field, trimmed; empty when it is missing.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// The value of a field as it was typed.
    pub fn raw(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// All values of a field; empty ones are left out.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|(key, value)| key == name && !value.trim().is_empty())
            .map(|(_, value)| value.trim().to_owned())
            .collect()
    }

    /// Whether a checkbox was ticked.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }
}

/// A posted form of a signed-in person or, with [`PostedByAnyone`], of anyone.
#[derive(Debug)]
pub struct Posted {
    /// Who and where.
    pub ctx: Ctx,
    /// What was typed.
    pub fields: Fields,
}

/// A posted form whose sender need not be signed in.
#[derive(Debug)]
pub struct PostedByAnyone {
    /// Who and where.
    pub ctx: Ctx,
    /// What was typed.
    pub fields: Fields,
}

async fn read(request: Request, app: &App) -> Result<(Ctx, Fields), Response> {
    let (mut parts, body) = request.into_parts();
    let ctx = Ctx::from_request_parts(&mut parts, app)
        .await
        .map_err(IntoResponse::into_response)?;
    if !csrf::same_origin(&parts.headers) {
        return Err(forged().into_response());
    }
    let bytes = axum::body::to_bytes(body, app.settings.limits.form_bytes)
        .await
        .map_err(|_| too_large().into_response())?;
    let fields =
        form_urlencoded::parse(&bytes).map(|(key, value)| (key.into_owned(), value.into_owned()));
    Ok((ctx, Fields(fields.collect())))
}

fn forged() -> Problem {
    Problem::new(
        Kind::Forbidden,
        "web.form_expired",
        Message::new("web-form-expired"),
        Vec::new(),
    )
}

fn too_large() -> Problem {
    Problem::new(
        Kind::TooLarge,
        "web.form_large",
        Message::new("web-form-large"),
        Vec::new(),
    )
}

impl FromRequest<App> for PostedByAnyone {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (ctx, fields) = read(request, app).await?;
        let genuine = csrf::matches(&ctx.visitor.session, fields.raw("csrf"))
            .await
            .map_err(IntoResponse::into_response)?;
        if genuine {
            Ok(Self { ctx, fields })
        } else {
            Err(forged().into_response())
        }
    }
}

impl FromRequest<App> for Posted {
    type Rejection = Response;

    // When the session has ended while somebody typed, the way to sign in carries along what was typed.
    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (ctx, fields) = read(request, app).await?;
        if ctx.visitor.actor.is_none() {
            let page = super::masuk::resume_page(&ctx, &fields).await;
            return Err(page.unwrap_or_else(IntoResponse::into_response));
        }
        let genuine = csrf::matches(&ctx.visitor.session, fields.raw("csrf"))
            .await
            .map_err(IntoResponse::into_response)?;
        if genuine {
            Ok(Self { ctx, fields })
        } else {
            Err(forged().into_response())
        }
    }
}

/// Turns failures into pages: the layer around all pages.
pub async fn respond(State(app): State<App>, request: Request, next: Next) -> Response {
    let language = language(&app, request.uri().query(), request.headers());
    let (path, query) = (
        request.uri().path().to_owned(),
        request.uri().query().map(str::to_owned),
    );
    let is_get = matches!(*request.method(), Method::GET | Method::HEAD);
    let chosen = Language::to_keep(request.uri().query(), request.headers());
    let mut response = next.run(request).await;
    if let Some(cookie) = chosen {
        let headers = response.headers_mut();
        headers.append(SET_COOKIE, cookie);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    let Some(problem) = response.extensions().get::<Problem>().cloned() else {
        return response;
    };
    if problem.facts().kind == Kind::Unauthenticated && is_get {
        let wanted = query.map_or_else(|| path.clone(), |query| format!("{path}?{query}"));
        let target = format!("/masuk?lanjut={}", super::render::query_escape(&wanted));
        return Redirect::to(&target).into_response();
    }
    let facts = problem.facts();
    let shell = json!({
        "path": path, "other_language": "/?lang=en", "person": null, "csrf": "", "said": null,
    });
    let context = json!({
        "shell": shell,
        "status": problem.status().as_u16(),
        "text": language.text(&facts.message),
        "code": facts.code,
        "submission": facts.members.get("submission"),
    });
    let Ok(body) = app.pages.render(language, "error/show.html", context) else {
        return response;
    };
    let retry = response.headers().get(http::header::RETRY_AFTER).cloned();
    let mut page = private(problem.status(), body);
    if let Some(retry) = retry {
        page.headers_mut().insert(http::header::RETRY_AFTER, retry);
    }
    page
}

/// A redirect after a post (303), so that a reload doesn't send it again.
pub fn see_other(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// A path of this portal that may be redirected to; anything else becomes `/kerja`.
pub fn local_path(wanted: &str) -> String {
    let plain = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains('\\')
        && !wanted.chars().any(char::is_control);
    if plain {
        wanted.to_owned()
    } else {
        "/kerja".to_owned()
    }
}
