//! The public catalogue over the API: datasets, versions, organizations, topics, search, changes.

use super::parameters::{
    Asked, BEGINNING, FACETS, FILTERS, HITS, LIMIT, OFFSET, SINCE, SORT, VERSION, WORDS,
};
use crate::accounts::organizations;
use crate::app::App;
use crate::catalog::public::{self, PublicDataset};
use crate::catalog::{Dataset, VersionId, topics, version};
use crate::database::clock;
use crate::error::{Kind, Message};
use crate::http::auth::TokenActor;
use crate::http::problem::Problem;
use crate::release::{feed, withdraw};
use crate::search::{Facet, FacetCounts, FacetRequest, Query as SearchQuery, Scope, Sort};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The routes of this module, below `/api/v1`.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/datasets", get(list))
        .route("/datasets/{name}", get(show))
        .route("/datasets/{name}/versions", get(versions))
        .route("/datasets/{name}/withdraw", post(withdraw_dataset))
        .route("/versions/{id}/withdraw", post(withdraw_version))
        .route("/versions/{id}/manifest", get(manifest))
        .route("/organizations", get(organization_list))
        .route("/topics", get(topic_list))
        .route("/search", get(search))
        .route("/suggest", get(suggest))
        .route("/changes", get(changes))
        .route("/audit/head", get(audit_head))
}

const PUBLIC: &str = "public, max-age=0, s-maxage=60, must-revalidate";

fn answer(value: Value) -> Response {
    ([(CACHE_CONTROL, PUBLIC)], Json(value)).into_response()
}

fn summary(dataset: &Dataset) -> Value {
    json!({
        "id": dataset.id, "name": dataset.name, "title": dataset.title, "description": dataset.description,
        "frequency": dataset.frequency, "licence": dataset.licence, "openness": dataset.openness,
        "period": dataset.period, "formats": dataset.formats.split(',').filter(|f| !f.is_empty()).collect::<Vec<_>>(),
        "rows": dataset.row_count, "version": dataset.version_number,
        "released_at": dataset.released_at.map(rfc3339), "first_released_at": dataset.first_released_at.map(rfc3339),
    })
}

fn rfc3339(micros: i64) -> String {
    clock::timestamp(micros).to_string()
}

async fn list(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let (limit, offset) = (asked.amount(&LIMIT), asked.amount(&OFFSET));
    let mut tx = app.database.begin_read().await?;
    let found = public::newest(&mut tx, limit, offset).await?;
    let total = public::figures(&mut tx).await?.datasets;
    Ok(answer(
        json!({ "total": total, "items": found.iter().map(summary).collect::<Vec<_>>() }),
    ))
}

async fn show(
    State(app): State<App>,
    Path(name): Path<String>,
    asked: Asked,
) -> Result<Response, Problem> {
    let mut tx = app.database.begin_read().await?;
    let found = public::dataset(&mut tx, &name, asked.number(&VERSION)).await?;
    Ok(answer(whole(&found)?))
}

fn whole(found: &PublicDataset) -> Result<Value, Problem> {
    let resources: Vec<Value> = found
        .resources
        .iter()
        .map(|resource| {
            json!({
                "id": resource.resource_id, "name": resource.name, "description": resource.description,
                "file": resource.file_name, "format": resource.format, "size": resource.original_size,
                "sha256": resource.original_blob, "rows": resource.row_count,
                "has_table": resource.table_blob.is_some(),
                "links": {
                    "rows": format!("/api/v1/resources/{}/rows", resource.resource_id),
                    "original": format!("/dataset/{}/resource/{}/download/{}", found.dataset.name, resource.resource_id,
                        crate::web::render::query_escape(&resource.file_name)),
                },
            })
        })
        .collect();
    let mut value = summary(&found.dataset);
    if let Value::Object(object) = &mut value {
        object.insert("metadata".to_owned(), json!(found.version.metadata()?));
        object.insert(
            "organization".to_owned(),
            json!({ "name": found.organization.name, "title": found.organization.title }),
        );
        object.insert(
            "topics".to_owned(),
            json!(
                found
                    .topics
                    .iter()
                    .map(|topic| &topic.name)
                    .collect::<Vec<_>>()
            ),
        );
        object.insert("version".to_owned(), json!(found.version.number));
        object.insert("version_id".to_owned(), json!(found.version.id));
        object.insert("is_current".to_owned(), json!(found.is_current()));
        object.insert("resources".to_owned(), Value::Array(resources));
    }
    Ok(value)
}

async fn versions(State(app): State<App>, Path(name): Path<String>) -> Result<Response, Problem> {
    let mut tx = app.database.begin_read().await?;
    let found = public::dataset(&mut tx, &name, None).await?;
    let items: Vec<Value> = public::history(&mut tx, &found.dataset.id)
        .await?
        .iter()
        .map(|version| {
            json!({
                "id": version.id, "number": version.number, "state": version.state, "kind": version.kind,
                "period": version.period, "release_note": version.release_note,
                "released_at": rfc3339(version.released_at), "withdrawn_at": version.withdrawn_at.map(rfc3339),
                "withdrawn_reason": version.withdrawn_reason,
                "change": crate::review::ChangeSummary::parse(&version.change_summary),
                "links": { "manifest": format!("/api/v1/versions/{}/manifest", version.id) },
            })
        })
        .collect();
    Ok(answer(json!({ "items": items })))
}

async fn manifest(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Problem> {
    let id = VersionId::parse(&id).map_err(|_| Problem::not_found())?;
    let mut tx = app.database.begin_read().await?;
    let version = version::by_id(&mut tx, &id).await?;
    drop(tx);
    version.readable()?;
    let bytes = app.storage.read(&version.manifest_blob).await?;
    Ok((
        [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, PUBLIC)],
        bytes,
    )
        .into_response())
}

async fn organization_list(State(app): State<App>) -> Result<Response, Problem> {
    let mut tx = app.database.begin_read().await?;
    let counts = public::count_by_organization(&mut tx).await?;
    let items: Vec<Value> = organizations::list(&mut tx)
        .await?
        .iter()
        .map(|organization| {
            let count = counts.iter().find(|(id, _)| id == organization.id.as_str()).map_or(0, |(_, count)| *count);
            json!({ "name": organization.name, "title": organization.title, "abbreviation": organization.abbreviation, "kind": organization.kind, "datasets": count })
        })
        .collect();
    Ok(answer(json!({ "items": items })))
}

async fn topic_list(State(app): State<App>) -> Result<Response, Problem> {
    let mut tx = app.database.begin_read().await?;
    let counts = public::count_by_topic(&mut tx).await?;
    let items: Vec<Value> = topics::list(&mut tx)
        .await?
        .iter()
        .map(|topic| {
            let count = counts.iter().find(|(id, _)| id == topic.id.as_str()).map_or(0, |(_, count)| *count);
            json!({ "name": topic.name, "title": topic.title, "title_en": topic.title_en, "code": topic.code, "datasets": count })
        })
        .collect();
    Ok(answer(json!({ "items": items })))
}

// Most values of a facet that are counted.
const FACET_VALUES: usize = 100;

async fn search(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let found = app.search.search(search_query(&asked)).await?;
    let ids: Vec<String> = found.hits.iter().map(|hit| hit.id.clone()).collect();
    let mut tx = app.database.begin_read().await?;
    let datasets = public::by_ids(&mut tx, &ids).await?;
    let mut body =
        json!({ "total": found.total, "items": datasets.iter().map(summary).collect::<Vec<_>>() });
    if let Value::Object(members) = &mut body
        && !found.facets.is_empty()
    {
        members.insert("facets".to_owned(), Value::Object(counts(&found.facets)));
    }
    Ok(answer(body))
}

fn search_query(asked: &Asked) -> SearchQuery {
    let values = |parameter| asked.texts(parameter).map(ToOwned::to_owned).collect();
    let filters = FILTERS
        .iter()
        .map(|(parameter, facet)| (*facet, values(parameter)));
    let counted = asked.words(&FACETS).filter_map(Facet::parse);
    let amount = |parameter| usize::try_from(asked.amount(parameter)).unwrap_or(usize::MAX);
    SearchQuery {
        text: asked.text(&WORDS).unwrap_or_default().to_owned(),
        filters: filters
            .filter(|(_, values): &(_, Vec<String>)| !values.is_empty())
            .collect(),
        sort: asked.text(&SORT).and_then(Sort::parse).unwrap_or_default(),
        limit: amount(&HITS),
        offset: amount(&OFFSET),
        facets: counted
            .map(|facet| FacetRequest {
                facet,
                limit: FACET_VALUES,
                scope: Scope::WithoutOwnFilter,
            })
            .collect(),
    }
}

fn counts(facets: &[FacetCounts]) -> Map<String, Value> {
    let facets = facets.iter().map(|facet| {
        let values = facet.values.iter();
        let values = values.map(|value| json!({ "value": value.value, "count": value.count }));
        (facet.facet.as_str().to_owned(), values.collect())
    });
    facets.collect()
}

async fn suggest(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let beginning = asked.text(&BEGINNING).unwrap_or_default();
    let found = app.search.suggest(beginning.to_owned()).await?;
    let items: Vec<Value> = found
        .iter()
        .map(|suggestion| json!({ "text": suggestion.text, "id": suggestion.id }))
        .collect();
    Ok(answer(json!({ "items": items })))
}

async fn changes(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let mut tx = app.database.begin_read().await?;
    let found = feed::after(&mut tx, asked.amount(&SINCE), asked.amount(&LIMIT)).await?;
    let items: Vec<Value> = found
        .iter()
        .map(|change| {
            json!({
                "sequence": change.sequence, "at": rfc3339(change.at), "kind": change.kind,
                "dataset_id": change.dataset_id, "version_id": change.version_id,
            })
        })
        .collect();
    Ok(answer(
        json!({ "items": items, "head": feed::head(&mut tx).await? }),
    ))
}

async fn audit_head(State(app): State<App>) -> Result<Response, Problem> {
    let mut tx = app.database.begin_read().await?;
    let (sequence, hash) = crate::audit::head(&mut tx).await?;
    Ok(answer(json!({ "sequence": sequence, "hash": hash })))
}

#[derive(Debug, Deserialize)]
struct Reason {
    #[serde(default)]
    reason: String,
}

async fn withdraw_dataset(
    State(app): State<App>,
    TokenActor(actor): TokenActor,
    Path(name): Path<String>,
    body: Json<Reason>,
) -> Result<Json<Value>, Problem> {
    let mut tx = app.database.begin().await?;
    let found = public::dataset(&mut tx, &name, None).await?;
    withdraw::withdraw(
        &mut tx,
        &actor,
        &found.version.id,
        &body.reason,
        app.clock.now(),
    )
    .await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    app.ring();
    Ok(Json(
        json!({ "dataset": found.dataset.name, "version_id": found.version.id, "state": "withdrawn" }),
    ))
}

async fn withdraw_version(
    State(app): State<App>,
    TokenActor(actor): TokenActor,
    Path(id): Path<String>,
    body: Json<Reason>,
) -> Result<Json<Value>, Problem> {
    let id = VersionId::parse(&id).map_err(|_| Problem::not_found())?;
    let mut tx = app.database.begin().await?;
    withdraw::withdraw(&mut tx, &actor, &id, &body.reason, app.clock.now()).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    app.ring();
    Ok(Json(json!({ "version_id": id, "state": "withdrawn" })))
}

/// Anything below `/api/v1` that is no route.
pub(super) async fn unknown() -> Problem {
    Problem::new(
        Kind::NotFound,
        "not_found",
        Message::new("error-not-found"),
        Vec::new(),
    )
}
