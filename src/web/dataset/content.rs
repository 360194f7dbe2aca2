//! A table as the dataset page shows it: picture, rows of a period, dictionary.

use super::dictionary;
use super::picture::{self, Periods, Picture};
use crate::catalog::VersionResource;
use crate::http::problem::Problem;
use crate::http::tables::{self, OpenTable};
use crate::inspection::ColumnKind;
use crate::query::{self, Field, Filter, Operator, TableQuery};
use crate::web::page::Ctx;
use crate::web::table;
use serde_json::{Value, json};

/// Rows on the page.
const ROWS: u64 = 22;
/// Periods that stand as buttons.
const PERIODS: usize = 4;
/// The parameter that chooses a period.
const PERIOD: &str = "periode";

/// What the page shows of the first table.
#[derive(Debug, Default)]
pub struct Content {
    /// Rows and heads.
    pub table: Value,
    /// A line for each column.
    pub dictionary: Vec<Value>,
    /// Figures and charts.
    pub picture: Option<Picture>,
    /// The periods to choose rows by.
    pub periods: Value,
    /// What the rows cover, such as `18 kecamatan`.
    pub coverage: Option<String>,
}

impl Content {
    /// Reads the table of a resource of the dataset called `title`.
    pub async fn load(ctx: &Ctx, resource: &VersionResource, title: &str) -> Result<Self, Problem> {
        let Some(open) = tables::open(&ctx.app, resource).await? else {
            return Ok(Self::default());
        };
        let picture = picture::of(&ctx.app.lanes, &open, title, ctx.language).await;
        let periods = picture
            .as_ref()
            .and_then(|picture| picture.periods.as_ref())
            .filter(|_| open.table.row_count > ROWS);
        let chosen = periods.and_then(|periods| chosen(ctx, periods));
        let request = TableQuery {
            limit: Some(ROWS),
            filter: periods
                .zip(chosen.as_ref())
                .and_then(|(periods, value)| filter(&open, &periods.column, value)),
            ..TableQuery::default()
        };
        let page = query::page(&ctx.app.lanes, &open.table, request).await?;
        let mut table = table::view(&page, 0, ctx.language);
        if let Value::Object(table) = &mut table {
            table.insert("period".to_owned(), json!(chosen));
        }
        Ok(Self {
            table,
            dictionary: dictionary::of(&open, ctx.language),
            periods: periods.map_or(Value::Null, |periods| {
                buttons(ctx, &open, periods, chosen.as_deref())
            }),
            coverage: coverage(&open),
            picture,
        })
    }
}

// The period that the address names, else the newest.
fn chosen(ctx: &Ctx, periods: &Periods) -> Option<String> {
    ctx.param(PERIOD)
        .filter(|wanted| periods.values.contains(wanted))
        .or_else(|| periods.values.first().cloned())
}

fn filter(open: &OpenTable, column: &str, value: &str) -> Option<Filter> {
    let known = open.table.columns.iter().find(|c| c.name == column)?;
    let literal = known.column_type.literal(value)?;
    Some(Filter::is(Field::column(column), Operator::Eq(literal)))
}

fn buttons(ctx: &Ctx, open: &OpenTable, periods: &Periods, chosen: Option<&str>) -> Value {
    let kept: Vec<(String, String)> = ctx
        .pairs()
        .into_iter()
        .filter(|(key, _)| key != PERIOD)
        .collect();
    let items: Vec<Value> = periods
        .values
        .iter()
        .enumerate()
        .filter(|(index, value)| *index < PERIODS || Some(value.as_str()) == chosen)
        .map(|(_, value)| {
            let query: String = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(&kept)
                .append_pair(PERIOD, value)
                .finish();
            json!({ "label": value, "href": format!("?{query}#h-data"), "current": Some(value.as_str()) == chosen })
        })
        .collect();
    let column = open.table.columns.iter().find(|c| c.name == periods.column);
    let title = column.and_then(|column| column.title.clone());
    json!({ "title": title.unwrap_or_else(|| periods.column.clone()), "items": items })
}

// The coarsest region that the table has several of.
fn coverage(open: &OpenTable) -> Option<String> {
    let columns = open.report.iter().flat_map(|report| &report.columns);
    let region = columns
        .filter(|column| dictionary::figures_hold(open, column))
        .filter(|column| column.kind == ColumnKind::RegionName && column.profile.distinct > 1)
        .min_by_key(|column| column.profile.distinct)?;
    Some(format!(
        "{} {}",
        region.profile.distinct,
        region.title.to_lowercase()
    ))
}
