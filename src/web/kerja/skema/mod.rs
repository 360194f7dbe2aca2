//! `/kerja/skema/{dataset}`: the rules of a dataset's tables, for those who produce it and for stewards.

mod draft;

use crate::catalog::{Dataset, ResourceId, VersionResource, dataset, version};
use crate::database::Tx;
use crate::error::{Failure, Kind};
use crate::http::problem::{self, Problem};
use crate::http::tables;
use crate::inspection;
use crate::intake::schemas;
use crate::schema::{self, Field, FieldType, TableSchema, lists, store};
use crate::web::page::{Ctx, ErrorView, Posted, see_other};
use crate::web::said;
use axum::extract::Path;
use axum::response::Response;
use draft::Draft;
use http::StatusCode;
use serde_json::{Value, json};

/// The tables of a dataset; of a single one its rules at once.
pub async fn list(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let (known, tables) = own(&mut tx, &ctx, &name).await?;
    drop(tx);
    if let [only] = tables.as_slice() {
        return Ok(see_other(&address(&known, &only.resource_id)));
    }
    let tables: Vec<Value> = tables
        .iter()
        .map(
            |table| json!({ "id": table.resource_id, "name": table.name, "rows": table.row_count }),
        )
        .collect();
    let context = json!({ "name": known.name, "title": known.title, "tables": tables });
    ctx.html("kerja/skema-daftar.html", context).await
}

fn address(known: &Dataset, resource: &ResourceId) -> String {
    format!("/kerja/skema/{}/{resource}", known.name)
}

// A published dataset whose rules the person may change, with its tables.
async fn own(
    tx: &mut Tx,
    ctx: &Ctx,
    name: &str,
) -> Result<(Dataset, Vec<VersionResource>), Problem> {
    let actor = ctx.actor()?;
    let known = dataset::by_name(tx, name).await?;
    let Some(published) = &known.version_id else {
        return Err(Problem::not_found());
    };
    if !store::may_edit(actor, &known) {
        return Err(schema::Error::Forbidden.into());
    }
    let mut tables = version::resources(tx, published).await?;
    tables.retain(|resource| resource.table_blob.is_some());
    Ok((known, tables))
}

async fn table_of(
    tx: &mut Tx,
    ctx: &Ctx,
    name: &str,
    resource: &str,
) -> Result<(Dataset, VersionResource), Problem> {
    let (known, tables) = own(tx, ctx, name).await?;
    let table = tables
        .into_iter()
        .find(|table| table.resource_id.as_str() == resource);
    Ok((known, table.ok_or_else(Problem::not_found)?))
}

/// The form.
pub async fn edit(
    Path((name, resource)): Path<(String, String)>,
    ctx: Ctx,
) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let (known, table) = table_of(&mut tx, &ctx, &name, &resource).await?;
    let stored = store::current(&mut tx, &table.resource_id).await?;
    drop(tx);
    let published = columns(&ctx, &table).await?;
    let draft = match &stored {
        Some(stored) => Draft::of(&stored.schema, stored.number),
        None => Draft::of(&published, 0),
    };
    show(&ctx, StatusCode::OK, &known, &table, &draft, &[]).await
}

// The columns of the published table, without rules.
async fn columns(ctx: &Ctx, table: &VersionResource) -> Result<TableSchema, Problem> {
    let open = tables::open(&ctx.app, table).await?;
    let report = open.as_ref().and_then(|open| open.report.as_ref());
    Ok(report.map_or_else(TableSchema::default, |report| {
        inspection::inferred(report, &[], false)
    }))
}

async fn show(
    ctx: &Ctx,
    status: StatusCode,
    known: &Dataset,
    table: &VersionResource,
    draft: &Draft,
    errors: &[ErrorView],
) -> Result<Response, Problem> {
    let published = columns(ctx, table).await?;
    let mut tx = ctx.app.database.begin_read().await?;
    let history = store::history(&mut tx, &table.resource_id).await?;
    let lists = lists::all(&mut tx).await?;
    drop(tx);
    let origin = history.first().map(|entry| entry.origin);
    let is_new = |field: &&Field| !draft.columns.iter().any(|column| column.name == field.name);
    let history: Vec<Value> = history.iter().map(entry).collect();
    let context = json!({
        "name": known.name,
        "title": known.title,
        "table": { "id": table.resource_id, "name": table.name },
        "origin": origin,
        "draft": draft,
        "new": published.fields.iter().filter(is_new).map(|f| &f.name).collect::<Vec<_>>(),
        "types": FieldType::ALL
            .iter()
            .map(|one| json!([one, ctx.language.format(&format!("schema-type-{one}"), None)]))
            .collect::<Vec<_>>(),
        "open": (0..draft.columns.len())
            .map(|index| errors.iter().any(|error| error.field.ends_with(&format!("_{index}"))))
            .collect::<Vec<_>>(),
        "lists": lists.iter().map(|list| json!([list.name, list.title])).collect::<Vec<_>>(),
        "history": history,
        "errors": errors,
    });
    ctx.form(status, "kerja/skema.html", context).await
}

fn entry(entry: &store::Entry) -> Value {
    json!({
        "number": entry.number,
        "origin": entry.origin,
        "at": entry.created_at,
        "by": entry.set_by,
        "version": entry.first_version,
    })
}

/// Sets the rules.
pub async fn save(
    Path((name, resource)): Path<(String, String)>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let app = &ctx.app;
    let mut tx = app.database.begin_read().await?;
    let (known, table) = table_of(&mut tx, &ctx, &name, &resource).await?;
    drop(tx);
    let draft = Draft::read(&fields);
    let published = columns(&ctx, &table).await?;
    let (json, places) = draft.to_json(&published, &fields.all("tambah"));
    let parsed = schema::parse(&json).map_err(schema::Error::Invalid);
    let done = match parsed {
        Err(error) => Err(error),
        Ok(schema) => {
            let mut tx = app.database.begin().await?;
            let now = app.clock.now();
            let (actor, id) = (ctx.actor()?, &table.resource_id);
            let seen = Some(draft.number);
            let done = schemas::set(&mut tx, actor, id, &schema, seen, now).await;
            if done.is_ok() {
                tx.commit().await.map_err(crate::database::Error::from)?;
                app.ring();
            }
            done
        }
    };
    match done {
        Ok(_) => {
            said::about(
                &ctx,
                &address(&known, &table.resource_id),
                "said-rules",
                &table.name,
            )
            .await
        }
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let status = problem::status(error.kind());
            let mut errors = ctx.errors(&error);
            for error in &mut errors {
                error.field = draft::form_field(&error.field, &places);
            }
            show(&ctx, status, &known, &table, &draft, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}
