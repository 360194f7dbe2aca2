//! `/kelola/kode`: code lists that columns of tables may be bound to.

use super::{Form, settle};
use crate::error::{Kind, Message};
use crate::http::problem::Problem;
use crate::http::{csrf, multipart};
use crate::intake::uploads;
use crate::schema::lists::{self, Code, CodeList, ListDraft};
use crate::web::page::Ctx;
use crate::web::said;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Path, Request, State};
use axum::response::Response;
use serde_json::{Value, json};

const LIST: &str = "/kelola/kode";
/// Bytes of a form with a list.
pub const MOST_BYTES: usize = 6 << 20;
/// Codes that a page shows.
const SHOWN: i64 = 200;

/// The lists, with the form for a new one.
pub async fn list(ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    show(&ctx, None, Form::fresh(ListDraft::default())).await
}

/// One list with its codes, its uses, and the form that replaces it.
pub async fn edit(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    let mut tx = ctx.app.database.begin_read().await?;
    let known = lists::by_name(&mut tx, &name).await?;
    drop(tx);
    let draft = ListDraft {
        name: known.name,
        title: known.title,
        description: known.description,
    };
    show(&ctx, Some(&name), Form::fresh(draft)).await
}

fn require(ctx: &Ctx) -> Result<(), Problem> {
    if lists::may_edit(ctx.actor()?) {
        Ok(())
    } else {
        Err(crate::accounts::Error::Forbidden.into())
    }
}

async fn show(ctx: &Ctx, known: Option<&str>, form: Form<ListDraft>) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let rows: Vec<Value> = lists::all(&mut tx).await?.iter().map(row).collect();
    let mut one = Value::Null;
    if let Some(name) = known {
        let list = lists::by_name(&mut tx, name).await?;
        let codes = lists::codes(&mut tx, &list.id, SHOWN).await?;
        let uses = lists::uses(&mut tx, &list.id).await?;
        one = json!({
            "name": list.name,
            "count": list.code_count,
            "codes": codes.iter().map(code).collect::<Vec<_>>(),
            "uses": uses
                .iter()
                .map(|used| json!([used.dataset, used.title, used.resource_id]))
                .collect::<Vec<_>>(),
        });
    }
    drop(tx);
    let context = json!({ "rows": rows, "known": one, "errors": form.errors, "d": form.draft });
    ctx.form(form.status, "kelola/kode.html", context).await
}

fn row(list: &CodeList) -> Value {
    json!({
        "name": list.name,
        "title": list.title,
        "count": list.code_count,
        "updated_at": list.updated_at,
    })
}

fn code(code: &Code) -> Value {
    json!([code.code, code.label, code.valid_from, code.valid_to])
}

/// Makes one.
pub async fn create(
    State(app): State<crate::app::App>,
    request: Request,
) -> Result<Response, Problem> {
    let (ctx, draft, file) = receive(&app, request).await?;
    let now = app.clock.now();
    let mut tx = app.database.begin().await?;
    let actor = ctx.actor()?;
    let made = match lists::read(&file) {
        Ok(codes) => lists::create(&mut tx, actor, &draft, &codes, now).await,
        Err(error) => Err(error),
    };
    let title = draft.title.clone();
    match settle(&ctx, tx, draft, made).await? {
        Ok(_) => said::about(&ctx, LIST, "said-saved", &title).await,
        Err(form) => show(&ctx, None, form).await,
    }
}

/// Changes one; without a file its codes stay.
pub async fn update(
    State(app): State<crate::app::App>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (ctx, draft, file) = receive(&app, request).await?;
    let now = app.clock.now();
    let codes = if file.is_empty() {
        Ok(None)
    } else {
        lists::read(&file).map(Some)
    };
    let mut tx = app.database.begin().await?;
    let actor = ctx.actor()?;
    let changed = match codes {
        Ok(codes) => lists::update(&mut tx, actor, &name, &draft, codes.as_deref(), now).await,
        Err(error) => Err(error),
    };
    let title = draft.title.clone();
    match settle(&ctx, tx, draft, changed).await? {
        Ok(()) => said::about(&ctx, &format!("{LIST}/{name}"), "said-saved", &title).await,
        Err(form) => show(&ctx, Some(&name), form).await,
    }
}

// The form and the bytes of its file, empty without one. The token comes first.
async fn receive(
    app: &crate::app::App,
    request: Request,
) -> Result<(Ctx, ListDraft, Vec<u8>), Problem> {
    let (mut parts, body) = request.into_parts();
    let ctx = Ctx::from_request_parts(&mut parts, app).await?;
    if !csrf::same_origin(&parts.headers) {
        return Err(forged());
    }
    require(&ctx)?;
    let request = Request::from_parts(parts, body);
    let mut form = Multipart::from_request(request, app)
        .await
        .map_err(|_| Problem::from(uploads::Error::Broken))?;
    let most = app.settings.limits.form_bytes;
    let (mut genuine, mut draft, mut file) = (false, ListDraft::default(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(multipart::broken)? {
        match field.name() {
            Some("csrf") => {
                let token = multipart::text(field, most).await?;
                genuine = csrf::matches(&ctx.visitor.session, &token).await?;
            }
            _ if !genuine => return Err(forged()),
            Some("name") => draft.name = multipart::text(field, most).await?,
            Some("title") => draft.title = multipart::text(field, most).await?,
            Some("description") => draft.description = multipart::text(field, most).await?,
            Some("codes") => file = field.bytes().await.map_err(multipart::broken)?.to_vec(),
            _ => {}
        }
    }
    if genuine {
        Ok((ctx, draft, file))
    } else {
        Err(forged())
    }
}

fn forged() -> Problem {
    let message = Message::new("web-form-expired");
    Problem::new(Kind::Forbidden, "web.form_expired", message, Vec::new())
}
