//! `/kelola/orang`: people, their roles, and the links with which they set a password.

use super::{Form, require, settle};
use crate::accounts::links::{self, NewLink, OldPassword};
use crate::accounts::people::{self, Person, PersonDraft};
use crate::accounts::{AccountId, OrganizationId, Role, organizations};
use crate::database::Tx;
use crate::http::problem::Problem;
use crate::review::actions;
use crate::web::page::{Ctx, Fields, Posted};
use crate::web::said;
use axum::extract::Path;
use axum::response::Response;
use serde_json::{Value, json};

const LIST: &str = "/kelola/orang";

/// Pairs of role and agency that the form always offers; it has one more than a person holds.
const LEAST_PAIRS: usize = 3;

/// Pairs that a form may carry.
const MOST_PAIRS: usize = 20;

/// The list.
pub async fn list(ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    let mut tx = ctx.app.database.begin_read().await?;
    let mut rows: Vec<Value> = Vec::new();
    let grants = people::grants_by_account(&mut tx, ctx.actor()?).await?;
    for person in people::list(&mut tx, ctx.actor()?).await? {
        rows.push(row(&person, grants.get(&person.id)));
    }
    drop(tx);
    ctx.html("kelola/orang.html", json!({ "rows": rows })).await
}

fn row(person: &Person, grants: Option<&Vec<(Role, Option<String>)>>) -> Value {
    let role = |(role, place): &(Role, Option<String>)| json!({ "role": role, "place": place });
    let roles: Vec<Value> = grants.into_iter().flatten().map(role).collect();
    json!({
        "id": person.id,
        "name": person.name,
        "display_name": person.display_name,
        "roles": roles,
        "is_disabled": person.disabled_at.is_some(),
        "is_invited": person.has_password == 0,
    })
}

/// The form for a new person.
pub async fn new(ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    show(&ctx, None, Form::fresh(PersonDraft::default()), None).await
}

/// The form for a known person.
pub async fn edit(Path(id): Path<AccountId>, ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    let draft = known_draft(&ctx, &id).await?;
    show(&ctx, Some(&id), Form::fresh(draft), None).await
}

async fn known_draft(ctx: &Ctx, id: &AccountId) -> Result<PersonDraft, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let person = people::by_id(&mut tx, ctx.actor()?, id).await?;
    let grants = people::grants(&mut tx, id)
        .await?
        .into_iter()
        .map(|grant| (grant.role, grant.organization_id))
        .collect();
    Ok(PersonDraft {
        name: person.name,
        display_name: person.display_name,
        email: person.email,
        grants,
    })
}

/// A link as the page shows it, this once.
#[derive(serde::Serialize)]
struct LinkView {
    words: &'static str,
    address: String,
    expires_at: i64,
}

impl LinkView {
    fn new(ctx: &Ctx, words: &'static str, link: &NewLink) -> Self {
        Self {
            words,
            address: format!("{}/undangan/{}", ctx.base_url(), link.secret),
            expires_at: link.expires_at,
        }
    }
}

async fn show(
    ctx: &Ctx,
    id: Option<&AccountId>,
    form: Form<PersonDraft>,
    link: Option<LinkView>,
) -> Result<Response, Problem> {
    let actor = ctx.actor()?;
    let mut tx = ctx.app.database.begin_read().await?;
    let places: Vec<Value> = organizations::list(&mut tx)
        .await?
        .iter()
        .map(|place| json!([place.id, place.title]))
        .collect();
    let state = match id {
        Some(id) => {
            let person = people::by_id(&mut tx, actor, id).await?;
            json!({
                "name": person.name,
                "display_name": person.display_name,
                "is_disabled": person.disabled_at.is_some(),
                "has_password": person.has_password == 1,
            })
        }
        None => Value::Null,
    };
    drop(tx);
    let (wide, within) = grants_view(&form.draft);
    let context = json!({
        "id": id,
        "state": state,
        "places": places,
        "link": link,
        "errors": form.errors,
        "wide": wide,
        "pairs": within,
        "d": {
            "name": form.draft.name,
            "display_name": form.draft.display_name,
            "email": form.draft.email.clone().unwrap_or_default(),
        },
        "has_role": !form.draft.grants.is_empty(),
        "is_self": id == Some(&actor.account_id),
    });
    ctx.form(form.status, "kelola/orang-isi.html", context)
        .await
}

// Roles for the whole portal, and pairs of role and agency with room for another.
fn grants_view(draft: &PersonDraft) -> (Vec<&'static str>, Vec<Value>) {
    let mut wide = Vec::new();
    let mut pairs = Vec::new();
    for (role, place) in &draft.grants {
        match place {
            None if !role.is_within_organization() => wide.push(role.as_str()),
            place => pairs.push(json!({ "role": role.as_str(), "place": place })),
        }
    }
    let room = (pairs.len() + 1).clamp(LEAST_PAIRS, MOST_PAIRS);
    pairs.resize(room, json!({ "role": "", "place": "" }));
    (wide, pairs)
}

fn read(fields: &Fields) -> PersonDraft {
    let mut grants: Vec<(Role, Option<OrganizationId>)> = fields
        .all("wide")
        .iter()
        .filter_map(|name| Role::parse(name))
        .map(|role| (role, None))
        .collect();
    for number in 1..=MOST_PAIRS {
        let role = Role::parse(fields.get(&format!("role_{number}")));
        let place = OrganizationId::parse(fields.get(&format!("place_{number}"))).ok();
        if let Some(role) = role {
            grants.push((role, place));
        }
    }
    let email = fields.get("email");
    PersonDraft {
        name: fields.get("name").to_owned(),
        display_name: fields.get("display_name").to_owned(),
        email: (!email.is_empty()).then(|| email.to_owned()),
        grants,
    }
}

async fn invite(
    ctx: &Ctx,
    tx: &mut Tx,
    id: &AccountId,
    old: OldPassword,
) -> Result<NewLink, Problem> {
    let hours = ctx.app.settings.login.link_hours;
    Ok(links::create(tx, ctx.actor()?, id, old, hours, ctx.app.clock.now()).await?)
}

/// Makes a person and shows the link of invitation once.
pub async fn create(Posted { ctx, fields }: Posted) -> Result<Response, Problem> {
    let draft = read(&fields);
    let mut tx = ctx.app.database.begin().await?;
    let made = people::create(&mut tx, ctx.actor()?, &draft, ctx.app.clock.now()).await;
    let link = match &made {
        Ok(id) => Some(invite(&ctx, &mut tx, id, OldPassword::End).await?),
        Err(_) => None,
    };
    match settle(&ctx, tx, draft.clone(), made).await? {
        Ok(id) => {
            let link = link.map(|link| LinkView::new(&ctx, "person-link-invited", &link));
            show(&ctx, Some(&id), Form::fresh(draft), link).await
        }
        Err(form) => show(&ctx, None, form, None).await,
    }
}

/// Changes a person's names and roles.
pub async fn update(
    Path(id): Path<AccountId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let draft = read(&fields);
    let mut tx = ctx.app.database.begin().await?;
    let changed = people::update(&mut tx, ctx.actor()?, &id, &draft, ctx.app.clock.now()).await;
    let name = draft.display_name.clone();
    match settle(&ctx, tx, draft, changed).await? {
        Ok(()) => said::about(&ctx, LIST, "said-saved", &name).await,
        Err(form) => show(&ctx, Some(&id), form, None).await,
    }
}

/// Makes a new link and shows it once.
pub async fn link(
    Path(id): Path<AccountId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let old = if fields.has("end_password") {
        OldPassword::End
    } else {
        OldPassword::Keep
    };
    let mut tx = ctx.app.database.begin().await?;
    let link = invite(&ctx, &mut tx, &id, old).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    let draft = known_draft(&ctx, &id).await?;
    let link = LinkView::new(&ctx, "person-link-made", &link);
    show(&ctx, Some(&id), Form::fresh(draft), Some(link)).await
}

/// Disables an account and frees what it held, or lets it in again.
pub async fn disable(
    Path(id): Path<AccountId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let (actor, now) = (ctx.actor()?, ctx.app.clock.now());
    let disabled = fields.get("disabled") == "1";
    let mut tx = ctx.app.database.begin().await?;
    people::set_disabled(&mut tx, actor, &id, disabled, now).await?;
    if disabled {
        actions::free_claims(&mut tx, Some(actor), &id, now).await?;
    }
    let name = people::display_name(&mut tx, id.as_str()).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    let words = if disabled {
        "said-disabled"
    } else {
        "said-enabled"
    };
    said::about(&ctx, LIST, words, &name).await
}
