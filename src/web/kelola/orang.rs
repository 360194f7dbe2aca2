//! `/kelola/orang`: people, their roles, and the links with which they set a password.

use super::require;
use crate::accounts::people::{self, PersonDraft};
use crate::accounts::{AccountId, OrganizationId, Role, links, organizations};
use crate::database::Tx;
use crate::error::{Failure, Kind};
use crate::http::problem::{self, Problem};
use crate::web::page::{Ctx, ErrorView, Fields, Posted, see_other};
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use serde_json::{Value, json};

/// The list.
pub async fn list(ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    let mut tx = ctx.app.database.begin_read().await?;
    let mut rows: Vec<Value> = Vec::new();
    for person in people::list(&mut tx, ctx.actor()?).await? {
        let roles: Vec<&str> = people::grants(&mut tx, &person.id)
            .await?
            .iter()
            .map(|g| g.role.as_str())
            .collect();
        rows.push(json!({
            "id": person.id, "name": person.name, "display_name": person.display_name, "roles": roles,
            "is_disabled": person.disabled_at.is_some(), "is_invited": person.has_password == 0,
        }));
    }
    ctx.html("kelola/orang.html", json!({ "rows": rows })).await
}

/// The form for a new person.
pub async fn new(ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    form(
        &ctx,
        StatusCode::OK,
        None,
        &PersonDraft::default(),
        None,
        Vec::new(),
    )
    .await
}

/// The form for a known person.
pub async fn edit(Path(id): Path<AccountId>, ctx: Ctx) -> Result<Response, Problem> {
    require(&ctx)?;
    let draft = known_draft(&ctx, &id).await?;
    form(&ctx, StatusCode::OK, Some(&id), &draft, None, Vec::new()).await
}

async fn known_draft(ctx: &Ctx, id: &AccountId) -> Result<PersonDraft, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let person = people::by_id(&mut tx, ctx.actor()?, id).await?;
    let grants = people::grants(&mut tx, id)
        .await?
        .into_iter()
        .map(|g| (g.role, g.organization_id))
        .collect();
    Ok(PersonDraft {
        name: person.name,
        display_name: person.display_name,
        email: person.email,
        grants,
    })
}

async fn form(
    ctx: &Ctx,
    status: StatusCode,
    id: Option<&AccountId>,
    draft: &PersonDraft,
    link: Option<String>,
    errors: Vec<ErrorView>,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let places: Vec<Value> = organizations::list(&mut tx)
        .await?
        .iter()
        .map(|o| json!([o.id, o.title]))
        .collect();
    let state = match id {
        Some(id) => {
            let person = people::by_id(&mut tx, ctx.actor()?, id).await?;
            json!({ "is_disabled": person.disabled_at.is_some(), "has_password": person.has_password == 1 })
        }
        None => Value::Null,
    };
    let wide: Vec<&str> = draft
        .grants
        .iter()
        .filter(|(_, place)| place.is_none())
        .map(|(role, _)| role.as_str())
        .collect();
    let within: Vec<Value> = draft
        .grants
        .iter()
        .filter_map(|(role, place)| {
            place
                .as_ref()
                .map(|place| json!({ "role": role, "place": place }))
        })
        .collect();
    let context = json!({
        "id": id, "state": state, "places": places, "link": link, "errors": errors, "wide": wide, "within": within,
        "d": { "name": draft.name, "display_name": draft.display_name, "email": draft.email.clone().unwrap_or_default() },
        "is_self": id.is_some_and(|id| ctx.visitor.actor.as_ref().is_some_and(|actor| actor.account_id == *id)),
    });
    ctx.form(status, "kelola/orang-isi.html", context).await
}

// Portal-wide roles are checkboxes; up to three pairs of role and agency follow each other.
fn read(fields: &Fields) -> PersonDraft {
    let mut grants: Vec<(Role, Option<OrganizationId>)> = fields
        .all("wide")
        .iter()
        .filter_map(|name| Role::parse(name))
        .map(|role| (role, None))
        .collect();
    for number in 1..=3 {
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
    match people::create(&mut tx, ctx.actor()?, &draft, ctx.app.clock.now()).await {
        Ok(id) => {
            let link = invite(&ctx, &mut tx, &id).await?;
            tx.commit().await.map_err(crate::database::Error::from)?;
            form(
                &ctx,
                StatusCode::OK,
                Some(&id),
                &draft,
                Some(link),
                Vec::new(),
            )
            .await
        }
        Err(error) if error.kind() == Kind::Invalid => {
            drop(tx);
            form(
                &ctx,
                problem::status(error.kind()),
                None,
                &draft,
                None,
                ctx.errors(&error),
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

/// Changes a person's names and roles.
pub async fn update(
    Path(id): Path<AccountId>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let draft = read(&fields);
    let mut tx = ctx.app.database.begin().await?;
    match people::update(&mut tx, ctx.actor()?, &id, &draft, ctx.app.clock.now()).await {
        Ok(()) => {
            tx.commit().await.map_err(crate::database::Error::from)?;
            Ok(see_other("/kelola/orang"))
        }
        Err(error) if error.kind() == Kind::Invalid => {
            drop(tx);
            form(
                &ctx,
                problem::status(error.kind()),
                Some(&id),
                &draft,
                None,
                ctx.errors(&error),
            )
            .await
        }
        Err(error) => Err(error.into()),
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
    form(
        &ctx,
        StatusCode::OK,
        Some(&id),
        &draft,
        Some(link),
        Vec::new(),
    )
    .await
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
    Ok(see_other("/kelola/orang"))
}
