//! A table as the dataset page shows it: picture, rows of a period, dictionary.

use super::dictionary;
use super::picture::{self, Periods, Picture};
use crate::catalog::VersionResource;
use crate::http::kept::Kept;
use crate::http::problem::Problem;
use crate::http::tables::{self, OpenTable};
use crate::inspection::ColumnKind;
use crate::query::{self, Field, Filter, Operator, TableQuery};
use crate::storage::BlobHash;
use crate::web::i18n::Language;
use crate::web::page::Ctx;
use crate::web::table;
use serde_json::{Value, json};
use std::sync::Arc;

/// Rows on the page.
const ROWS: u64 = 22;
/// Periods that stand as buttons.
const PERIODS: usize = 4;
/// The parameter that chooses a period.
const PERIOD: &str = "periode";
/// Tables whose content is kept.
const KEPT: usize = 200;
/// Bytes that it may take.
const KEPT_BYTES: u64 = 8 << 20;
/// How many bytes in memory stand for one byte of JSON.
const IN_MEMORY: usize = 4;

/// What the page shows of the first table.
#[derive(Debug, Default)]
pub struct Content {
    /// Rows, those of the newest period, and heads.
    pub table: Value,
    /// A line for each column.
    pub dictionary: Vec<Value>,
    /// Figures and charts.
    pub picture: Option<Picture>,
    /// What the rows cover, such as `18 kecamatan`.
    pub coverage: Option<String>,
    // Where the table has more rows than the page.
    periods: Option<Periods>,
}

/// The content of tables that were looked at lately; it depends on nothing but the key.
#[derive(Debug)]
pub struct Contents(Kept<Key, Content>);

impl Default for Contents {
    fn default() -> Self {
        Self(Kept::new(KEPT, KEPT_BYTES))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    table: Option<BlobHash>,
    report: Option<BlobHash>,
    title: String,
    language: Language,
}

impl Content {
    /// What the page of the dataset called `title` shows of a resource.
    pub async fn of(
        ctx: &Ctx,
        resource: &VersionResource,
        title: &str,
    ) -> Result<Arc<Self>, Problem> {
        let key = Key {
            table: resource.table_blob.clone(),
            report: resource.report_blob.clone(),
            title: title.to_owned(),
            language: ctx.language,
        };
        let draw = Self::draw(ctx, resource, title);
        ctx.app.contents.0.get(key, draw).await
    }

    // With the bytes that it takes.
    async fn draw(
        ctx: &Ctx,
        resource: &VersionResource,
        title: &str,
    ) -> Result<(Self, u64), Problem> {
        let Some(open) = tables::open(&ctx.app, resource).await? else {
            return Ok((Self::default(), 0));
        };
        let mut picture = picture::of(&ctx.app.lanes, &open, title, ctx.language).await;
        let periods = picture
            .as_mut()
            .and_then(|picture| picture.periods.take())
            .filter(|_| open.table.row_count > ROWS);
        let newest = periods.as_ref().and_then(Periods::newest);
        let content = Self {
            table: rows(ctx, &open, newest).await?,
            dictionary: dictionary::of(&open, ctx.language),
            coverage: coverage(&open),
            periods,
            picture,
        };
        let text = json!([content.table, content.dictionary, content.picture]).to_string();
        Ok((content, (IN_MEMORY * text.len()) as u64))
    }

    /// The table as [`Self::table`], but with the rows of the period that the address names.
    pub async fn chosen_table(
        &self,
        ctx: &Ctx,
        resource: &VersionResource,
    ) -> Result<Option<Value>, Problem> {
        let Some(periods) = &self.periods else {
            return Ok(None);
        };
        let chosen = periods.chosen(ctx);
        if chosen == periods.newest() {
            return Ok(None);
        }
        match tables::open(&ctx.app, resource).await? {
            Some(open) => Ok(Some(rows(ctx, &open, chosen).await?)),
            None => Ok(None),
        }
    }

    /// The periods to choose rows by, as links.
    pub fn buttons(&self, ctx: &Ctx) -> Value {
        let Some(periods) = &self.periods else {
            return Value::Null;
        };
        let chosen = periods.chosen(ctx).map(|period| period.value);
        let kept: Vec<(String, String)> = ctx
            .pairs()
            .into_iter()
            .filter(|(key, _)| key != PERIOD)
            .collect();
        let items: Vec<Value> = periods
            .values
            .iter()
            .map(String::as_str)
            .enumerate()
            .filter(|(index, value)| *index < PERIODS || Some(*value) == chosen)
            .map(|(_, value)| {
                let query: String = form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(&kept)
                    .append_pair(PERIOD, value)
                    .finish();
                let is_chosen = Some(value) == chosen;
                json!({ "label": value, "href": format!("?{query}#h-data"), "current": is_chosen })
            })
            .collect();
        json!({ "title": periods.title, "items": items })
    }
}

/// A period of a table: its column and value.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Period<'a> {
    column: &'a str,
    value: &'a str,
}

impl Periods {
    fn period(&self, wanted: impl Fn(&str) -> bool) -> Option<Period<'_>> {
        let value = self.values.iter().find(|value| wanted(value))?;
        let column = &self.column;
        Some(Period { column, value })
    }

    fn newest(&self) -> Option<Period<'_>> {
        self.period(|_| true)
    }

    // The period that the address names, else the newest.
    fn chosen(&self, ctx: &Ctx) -> Option<Period<'_>> {
        let wanted = ctx.param(PERIOD);
        let named = wanted.and_then(|wanted| self.period(|value| value == wanted));
        named.or_else(|| self.newest())
    }
}

async fn rows(ctx: &Ctx, open: &OpenTable, period: Option<Period<'_>>) -> Result<Value, Problem> {
    let request = TableQuery {
        limit: Some(ROWS),
        filter: period.and_then(|period| filter(open, period)),
        ..TableQuery::default()
    };
    let page = query::page(&ctx.app.lanes, &open.table, request).await?;
    let mut table = table::view(&page, 0, ctx.language);
    if let Value::Object(table) = &mut table {
        table.insert(
            "period".to_owned(),
            json!(period.map(|period| period.value)),
        );
    }
    Ok(table)
}

fn filter(open: &OpenTable, period: Period<'_>) -> Option<Filter> {
    let mut columns = open.table.columns.iter();
    let known = columns.find(|column| column.name == period.column)?;
    let literal = known.column_type.literal(period.value)?;
    Some(Filter::is(
        Field::column(period.column),
        Operator::Eq(literal),
    ))
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
