//! `/kelola/orang`: people, their roles, and the links with which they set a password.

use super::{Form, require, settle};
use crate::accounts::people::{self, Person, PersonDraft};
use crate::accounts::{AccountId, OrganizationId, Role, links, organizations};
use crate::database::Tx;
use crate::http::problem::Problem;
use crate::web::page::{Ctx, Fields, Posted, see_other};
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
    for person in people::list(&mut tx, ctx.actor()?).await? {
        let grants = people::grants(&mut tx, &person.id).await?;
        let roles: Vec<&str> = grants.iter().map(|grant| grant.role.as_str()).collect();
        rows.push(row(&person, &roles));
    }
    drop(tx);
    ctx.html("kelola/orang.html", json!({ "rows": rows })).await
}

fn row(person: &Person, roles: &[&str]) -> Value {
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

// `link` is shown this once.
async fn show(
    ctx: &Ctx,
    id: Option<&AccountId>,
    form: Form<PersonDraft>,
    link: Option<String>,
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
            json!({ "is_disabled": person.disabled_at.is_some(), "has_password": person.has_password == 1 })
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

async fn invite(ctx: &Ctx, tx: &mut Tx, id: &AccountId) -> Result<String, Problem> {
    let hours = ctx.app.settings.login.link_hours;
    let secret = links::create(tx, ctx.actor()?, id, hours, ctx.app.clock.now()).await?;
    Ok(format!("{}/undangan/{secret}", ctx.base_url()))
}

/// Makes a person and shows the link of invitation once.
pub async fn create(Posted { ctx, fields }: Posted) -> Result<Response, Problem> {
    let draft = read(&fields);
    let mut tx = ctx.app.database.begin().await?;
    let made = people::create(&mut tx, ctx.actor()?, &draft, ctx.app.clock.now()).await;
    let link = match &made {
        Ok(id) => Some(invite(&ctx, &mut tx, id).await?),
        Err(_) => None,
    };
    match settle(&ctx, tx, draft.clone(), made).await? {
        Ok(id) => show(&ctx, Some(&id), Form::fresh(draft), link).await,
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
    match settle(&ctx, tx, draft, changed).await? {
        Ok(()) => Ok(see_other(LIST)),
        Err(form) => show(&ctx, Some(&id), form, None).await,
    }
}

/// Makes a new link and shows it once.
pub async fn link(
    Path(id): Path<AccountId>,
    Posted { ctx, .. }: Posted,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin().await?;
    let link = invite(&ctx, &mut tx, &id).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    let draft = known_draft(&ctx, &id).await?;
    show(&ctx, Some(&id), Form::fresh(draft), Some(link)).await
}

/// Disables an account, or lets it in again.
pub async fn disable(
    Path(id): Path<AccountId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin().await?;
    let disabled = fields.get("disabled") == "1";
    people::set_disabled(&mut tx, ctx.actor()?, &id, disabled, ctx.app.clock.now()).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    Ok(see_other(LIST))
}
