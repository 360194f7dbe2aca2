//! `/dataset/{name}/resource/{id}`: the table to sort, filter, group and page through.

use super::address::{Address, ROWS};
use super::groups::{self, Groups};
use super::{gone, heads, show};
use crate::app::tasks;
use crate::catalog::usage::Use;
use crate::catalog::{ResourceId, public};
use crate::error::Failure;
use crate::http::problem::Problem;
use crate::http::tables::{self, OpenTable};
use crate::query::{self, TableQuery};
use crate::web::page::Ctx;
use crate::web::table;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};

/// The explorer; its address carries the parameters of the row API.
pub async fn get(Path((name, id)): Path<(String, String)>, ctx: Ctx) -> Result<Response, Problem> {
    let id = ResourceId::parse(&id).map_err(|_| Problem::not_found())?;
    let address = Address::read(&ctx);
    if Address::is_of_form(&ctx) {
        let target = format!("{}{}", ctx.path, address.whole());
        return Ok(Redirect::to(&target).into_response());
    }
    let number = ctx.param("version").and_then(|text| text.parse().ok());
    let mut tx = ctx.app.database.begin_read().await?;
    let found = match public::dataset(&mut tx, &name, number).await {
        Ok(found) => found,
        Err(error) => return gone(error, &format!("/resource/{id}")),
    };
    drop(tx);
    let Some(resource) = found.resource(&id) else {
        return Err(Problem::not_found());
    };
    let dataset = found.dataset.id.as_str();
    tasks::count(&ctx.app, Use::View, dataset, id.as_str(), ctx.agent());
    let explored = match tables::open(&ctx.app, resource).await? {
        Some(open) => Some(explore(&ctx, &open, &address, &found.dataset.title).await?),
        None => None,
    };
    let context = json!({
        "name": found.dataset.name,
        "title": found.dataset.title,
        "organization": { "name": found.organization.name, "title": found.organization.title },
        "number": found.version.number,
        "period": found.version.period,
        "is_current": found.is_current(),
        "resource": show::resource_view(&found, resource),
        "explored": explored,
        "query": address.query(),
        "base": ctx.base_url(),
    });
    ctx.html("dataset/resource.html", context).await
}

// Everything that depends on the table. A request that makes no sense shows the whole table and says why.
async fn explore(
    ctx: &Ctx,
    open: &OpenTable,
    address: &Address,
    title: &str,
) -> Result<Value, Problem> {
    let (request, problem) = match query::parse(&address.pairs, &open.table) {
        Ok(request) => (request, None),
        Err(error) => (TableQuery::default(), Some(ctx.text(&error.message()))),
    };
    let offset = if problem.is_none() { address.offset } else { 0 };
    let groups = Groups::of(ctx, open, address, &request, title).await;
    let request = TableQuery {
        limit: Some(ROWS),
        offset,
        ..request
    };
    let page = query::page(&ctx.app.lanes, &open.table, request).await?;
    let shown: Vec<&str> = page.columns.iter().map(|c| c.name.as_str()).collect();
    let columns: Vec<Value> = open
        .table
        .columns
        .iter()
        .map(|column| {
            json!({
                "name": column.name,
                "title": table::bare_title(column),
                "is_shown": shown.contains(&column.name.as_str()),
            })
        })
        .collect();
    Ok(json!({
        "problem": problem,
        "table": table::view(&page, offset, ctx.language),
        "rows": open.table.row_count,
        "heads": heads::of(open, &page.columns, address, ctx.language),
        "columns": columns,
        "shown": shown.len(),
        "chips": address.chips(ctx, &open.table.columns),
        "bare": address.bare(),
        "search": address.get("q").unwrap_or_default(),
        "besides_search": address.besides(&["q"]),
        "besides_columns": address.besides(&["select"]),
        "besides_groups": address.besides(&["x", "y"]),
        "pages": pages(address, offset, page.total),
        "groups": groups,
        "group_options": groups::options(ctx, open),
    }))
}

fn pages(address: &Address, offset: u64, total: u64) -> Value {
    let count = total.div_ceil(ROWS);
    let page = offset / ROWS + 1;
    let at = |number: u64| address.at((number - 1) * ROWS);
    let first = page.saturating_sub(2).max(1);
    let items: Vec<Value> = (first..=count.min(first + 4))
        .map(|number| json!({ "number": number, "href": at(number), "current": number == page }))
        .collect();
    json!({
        "count": count,
        "items": items,
        "previous": (page > 1).then(|| at(page - 1)),
        "next": (page < count).then(|| at(page + 1)),
    })
}
