//! `/dataset/{name}`: the data first, then what one needs to know of it. Also `/dataset/{name}/versi/{n}`.

use super::cari::Names;
use super::gone;
use crate::app::tasks;
use crate::catalog::public::{self, PublicDataset};
use crate::catalog::usage::{self, Use};
use crate::catalog::{VersionResource, VersionState};
use crate::http::problem::Problem;
use crate::http::tables::{self, OpenTable};
use crate::inspection::ColumnKind;
use crate::query::{Aggregate, ChartRequest, ColumnType, Field, PointOrder, TableQuery};
use crate::standards::{frequencies, licences};
use crate::web::chart::{Chart, Kind, Point};
use crate::web::page::Ctx;
use crate::web::table;
use axum::extract::Path;
use axum::response::Response;
use serde_json::{Value, json};

const ROWS: u64 = 20;

/// The dataset in its published version, or in the one that `?version=` names.
pub async fn get(Path(name): Path<String>, ctx: Ctx) -> Result<Response, Problem> {
    let number = ctx.param("version").and_then(|text| text.parse().ok());
    show(&ctx, &name, number).await
}

/// An older version, whole.
pub async fn version(ctx: &Ctx, name: &str, number: i64) -> Result<Response, Problem> {
    show(ctx, name, Some(number)).await
}

async fn show(ctx: &Ctx, name: &str, number: Option<i64>) -> Result<Response, Problem> {
    let app = &ctx.app;
    let mut tx = app.database.begin_read().await?;
    let found = match public::dataset(&mut tx, name, number).await {
        Ok(found) => found,
        Err(error) => return gone(error, ""),
    };
    let history = public::history(&mut tx, &found.dataset.id).await?;
    let names = Names::load(&mut tx).await?;
    let month_ago = app
        .calendar
        .date(app.clock.now())
        .saturating_sub(jiff::ToSpan::days(365))
        .to_string();
    let (views, downloads) =
        usage::of_dataset(&mut tx, found.dataset.id.as_str(), &month_ago).await?;
    drop(tx);
    let _ = names;
    tasks::count(app, Use::View, found.dataset.id.as_str(), "", ctx.agent());
    let shown = found
        .resources
        .iter()
        .find(|resource| resource.table_blob.is_some());
    let table = match shown {
        Some(resource) => Some(table_view(ctx, resource).await?),
        None => None,
    };
    let metadata = found.version.metadata()?;
    let base = ctx.base_url();
    let latest = history
        .iter()
        .filter(|v| v.state == VersionState::Published)
        .map(|v| v.number)
        .max();
    let context = json!({
        "name": found.dataset.name,
        "title": metadata.title,
        "description": metadata.description,
        "m": metadata,
        "is_current": found.is_current(),
        "number": found.version.number,
        "latest": latest,
        "count": history.len(),
        "released_at": found.version.released_at,
        "organization": { "name": found.organization.name, "title": found.organization.title },
        "topics": found.topics.iter().map(|topic| json!([topic.name, topic.title])).collect::<Vec<_>>(),
        "frequency": frequencies::by_code(&metadata.frequency).map(|f| f.label_id.clone()),
        "licence": licences::by_id(&metadata.licence).map(|l| json!([l.title, l.url])),
        "resources": found.resources.iter().map(|r| resource_view(&found, r)).collect::<Vec<_>>(),
        "table": table,
        "shown": shown.map(|resource| resource_view(&found, resource)),
        "versions": history.iter().take(6).map(version_view).collect::<Vec<_>>(),
        "views": views,
        "downloads": downloads,
        "base": base,
        "schema_org": schema_org(&found, &base)?,
    });
    ctx.html("dataset/show.html", context).await
}

/// What pages show of a version.
pub fn version_view(version: &crate::catalog::Version) -> Value {
    json!({
        "number": version.number, "state": version.state, "released_at": version.released_at, "kind": version.kind,
        "release_note": version.release_note, "reason": version.withdrawn_reason, "withdrawn_at": version.withdrawn_at,
        "period": version.period, "change": crate::review::ChangeSummary::parse(&version.change_summary),
        "is_readable": version.is_readable(),
    })
}

/// What pages show of a resource.
pub fn resource_view(found: &PublicDataset, resource: &VersionResource) -> Value {
    let version = if found.is_current() {
        String::new()
    } else {
        format!("version={}", found.version.number)
    };
    json!({
        "id": resource.resource_id, "name": resource.name, "description": resource.description,
        "file_name": resource.file_name, "format": resource.format, "size": resource.original_size,
        "rows": resource.row_count, "has_table": resource.table_blob.is_some(), "table_size": resource.table_size,
        "version": version,
        "download": format!("/dataset/{}/resource/{}/download/{}{}", found.dataset.name, resource.resource_id,
            crate::web::render::path_escape(&resource.file_name),
            if version.is_empty() { String::new() } else { format!("?{version}") }),
        "page": format!("/dataset/{}/resource/{}{}", found.dataset.name, resource.resource_id,
            if version.is_empty() { String::new() } else { format!("?{version}") }),
    })
}

async fn table_view(ctx: &Ctx, resource: &VersionResource) -> Result<Value, Problem> {
    let Some(open) = tables::open(&ctx.app, resource).await? else {
        return Ok(Value::Null);
    };
    let request = TableQuery {
        limit: Some(ROWS),
        ..TableQuery::default()
    };
    let page = crate::query::page(&ctx.app.lanes, &open.table, request).await?;
    let mut view = table::view(&page, 0, ctx.language);
    if let Value::Object(view) = &mut view {
        view.insert("dictionary".to_owned(), dictionary(ctx, &open));
        view.insert("chart".to_owned(), json!(chart(ctx, &open).await));
    }
    Ok(view)
}

fn dictionary(ctx: &Ctx, open: &OpenTable) -> Value {
    let columns: Vec<Value> = open
        .table
        .columns
        .iter()
        .map(|column| {
            let known = open.report.as_ref().and_then(|r| r.columns.iter().find(|c| c.name == column.name));
            let number = |text: &Option<String>| {
                text.as_ref().map(|text| {
                    if column.column_type.is_number() && !column.name.contains("tahun") {
                        crate::web::format::decimal(text, ctx.language)
                    } else {
                        text.clone()
                    }
                })
            };
            json!({
                "name": column.name,
                "title": column.title.as_deref().unwrap_or(&column.name),
                "unit": column.unit,
                "kind": known.map(|c| c.kind),
                "type": column.column_type.as_str(),
                "nulls": known.map(|c| c.profile.nulls),
                "distinct": known.map(|c| c.profile.distinct),
                "min": known.and_then(|c| number(&c.profile.min)),
                "max": known.and_then(|c| number(&c.profile.max)),
                "mean": known.and_then(|c| c.profile.mean).map(|m| crate::web::format::decimal(&format!("{m:.2}"), ctx.language)),
                "histogram": known.filter(|c| !c.profile.histogram.is_empty()).map(|c| crate::web::chart::histogram(&c.profile.histogram)),
                "top": known.map(|c| c.profile.top.iter().take(3).map(|t| t.value.clone()).collect::<Vec<_>>()),
            })
        })
        .collect();
    Value::Array(columns)
}

// Time and a number give a line, a category and a number give bars; without both there is no chart.
async fn chart(ctx: &Ctx, open: &OpenTable) -> Option<Chart> {
    let report = open.report.as_ref();
    let kind_of = |name: &str| {
        report
            .and_then(|r| r.columns.iter().find(|c| c.name == name))
            .map(|c| c.kind)
    };
    let is_year =
        |name: &str| kind_of(name) == Some(ColumnKind::Year) || name == "tahun" || name == "bulan";
    let measures = open
        .table
        .columns
        .iter()
        .filter(|c| c.column_type.is_number() && !is_year(&c.name));
    let named = |words: &[&str]| {
        measures
            .clone()
            .find(|c| words.iter().any(|word| c.name.contains(word)))
    };
    let y = named(&["jumlah", "nilai", "total", "l_p"]).or_else(|| measures.clone().next())?;
    let time = open
        .table
        .columns
        .iter()
        .find(|c| is_year(&c.name) || c.column_type == ColumnType::Date);
    let category = open.table.columns.iter().find(|c| {
        matches!(c.column_type, ColumnType::Text)
            && !matches!(
                kind_of(&c.name),
                Some(ColumnKind::Code | ColumnKind::RegionCode)
            )
            && c.name != "kode_wilayah"
    });
    let (x, kind, order) = match (time, category) {
        (Some(time), _) => (time, Kind::Line, PointOrder::Natural),
        (None, Some(category)) => (category, Kind::Bar, PointOrder::ByValue),
        (None, None) => return None,
    };
    let is_share = kind_of(&y.name) == Some(ColumnKind::Percent);
    let request = ChartRequest {
        x: Field::column(x.name.clone()),
        y: Some(y.name.clone()),
        aggregate: if is_share {
            Aggregate::Avg
        } else {
            Aggregate::Sum
        },
        order,
        limit: if kind == Kind::Bar { 18 } else { 400 },
    };
    let series =
        crate::query::chart_series(&ctx.app.lanes, &open.table, &TableQuery::default(), request)
            .await
            .ok()?;
    let points = series
        .points
        .iter()
        .map(|point| Point {
            label: table::text(&point.x, &x.name, ctx.language),
            value: point.y.as_f64(),
        })
        .collect();
    let title = |column: &crate::query::ColumnInfo| {
        column.title.clone().unwrap_or_else(|| column.name.clone())
    };
    Chart::draw(kind, &title(x), &title(y), points, ctx.language)
}

// schema.org/Dataset as Google Dataset Search reads it.
fn schema_org(found: &PublicDataset, base: &str) -> Result<String, Problem> {
    let metadata = found.version.metadata()?;
    let distribution: Vec<Value> = found
        .resources
        .iter()
        .filter(|resource| resource.table_blob.is_some())
        .map(|resource| {
            json!({
                "@type": "DataDownload", "encodingFormat": "text/csv",
                "contentUrl": format!("{base}/api/v1/resources/{}/rows?format=csv", resource.resource_id),
            })
        })
        .collect();
    let value = json!({
        "@context": "https://schema.org/", "@type": "Dataset", "name": metadata.title,
        "description": metadata.description, "url": format!("{base}/dataset/{}", found.dataset.name),
        "keywords": metadata.tags, "version": found.version.number.to_string(),
        "license": licences::by_id(&metadata.licence).map(|l| l.url),
        "creator": { "@type": "Organization", "name": found.organization.title },
        "temporalCoverage": metadata.period, "distribution": distribution,
    });
    // A closing tag inside the data would end the script element.
    Ok(value.to_string().replace('<', "\\u003c"))
}
