//! The explorer's rows put together: one figure for each value of a column, drawn and listed.

use super::address::Address;
use super::picture;
use super::subject::{self, Subject};
use crate::error::Message;
use crate::http::tables::OpenTable;
use crate::query::{self, Aggregate, ChartRequest, ColumnInfo, Field, PointOrder, TableQuery};
use crate::web::chart::{Chart, Draft, Kind};
use crate::web::page::Ctx;
use crate::web::table;
use serde::Serialize;
use serde_json::{Value, json};

/// Ways to put numbers together that the form offers.
const OFFERED: [Aggregate; 3] = [Aggregate::Sum, Aggregate::Avg, Aggregate::Median];
const MOST_POINTS: usize = 400;
const MOST_BARS: usize = 20;

/// The rows put together.
#[derive(Debug, Serialize)]
pub struct Groups {
    x: String,
    y: String,
    heading: String,
    unit: String,
    chart: Option<Chart>,
    /// The same groups as the row API gives them.
    query: String,
}

/// What is counted or put together.
struct Measure<'a> {
    column: Option<&'a ColumnInfo>,
    aggregate: Aggregate,
}

impl Groups {
    /// The groups that the address names, else those that suit the table; `None` when there are none.
    pub async fn of(
        ctx: &Ctx,
        open: &OpenTable,
        address: &Address,
        request: &TableQuery,
        title: &str,
    ) -> Option<Self> {
        let (x, measure) = match address.get("x") {
            Some(x) => (column(open, x)?, Measure::read(open, address.get("y"))),
            None => suitable(open, title)?,
        };
        let is_course = subject::is_time(x);
        let wanted = ChartRequest {
            x: Field::column(x.name.clone()),
            y: measure.column.map(|column| column.name.clone()),
            aggregate: measure.aggregate,
            order: if is_course {
                PointOrder::Natural
            } else {
                PointOrder::ByValue
            },
            limit: if is_course { MOST_POINTS } else { MOST_BARS },
        };
        let series = query::chart_series(&ctx.app.lanes, &open.table, request, wanted)
            .await
            .ok()?;
        let heading = measure.heading(ctx, table::bare_title(x));
        let draft = Draft {
            kind: if is_course { Kind::Line } else { Kind::Bar },
            x: table::bare_title(x).to_owned(),
            y: heading.clone(),
            points: picture::points(&series, x, ctx.language),
            omitted: series.omitted,
        };
        Some(Self {
            x: x.name.clone(),
            y: measure.name(),
            unit: measure
                .column
                .and_then(|c| c.unit.clone())
                .unwrap_or_default(),
            query: grouped(address, &x.name, &measure),
            chart: Chart::draw(draft, ctx.language),
            heading,
        })
    }
}

impl<'a> Measure<'a> {
    // `jumlah.sum`; anything else counts rows.
    fn read(open: &'a OpenTable, text: Option<&str>) -> Self {
        let read = text.and_then(|text| {
            let (name, word) = text.rsplit_once('.')?;
            let aggregate = OFFERED.into_iter().find(|a| a.as_str() == word)?;
            let column = column(open, name).filter(|column| column.column_type.is_number())?;
            Some(Self {
                column: Some(column),
                aggregate,
            })
        });
        read.unwrap_or(Self {
            column: None,
            aggregate: Aggregate::Count,
        })
    }

    fn name(&self) -> String {
        match self.column {
            Some(column) => format!("{}.{}", column.name, self.aggregate.as_str()),
            None => "count".to_owned(),
        }
    }

    fn heading(&self, ctx: &Ctx, x: &str) -> String {
        let y = option(ctx, self.column, self.aggregate);
        ctx.text(
            &Message::new("chart-by")
                .with("y", y)
                .with("x", x.to_lowercase()),
        )
    }
}

// The measure where rows may be put together, else how many rows there are.
fn suitable<'a>(open: &'a OpenTable, title: &'a str) -> Option<(&'a ColumnInfo, Measure<'a>)> {
    let subject = Subject { open, name: title };
    if let Some((x, y)) = subject.axes() {
        let aggregate = subject.aggregate(y);
        let column = Some(y);
        return Some((x, Measure { column, aggregate }));
    }
    let x = subject.categories().first().copied()?;
    let aggregate = Aggregate::Count;
    let column = None;
    Some((x, Measure { column, aggregate }))
}

fn column<'a>(open: &'a OpenTable, name: &str) -> Option<&'a ColumnInfo> {
    open.table.columns.iter().find(|column| column.name == name)
}

fn option(ctx: &Ctx, column: Option<&ColumnInfo>, aggregate: Aggregate) -> String {
    let id = match aggregate {
        Aggregate::Sum => "group-sum",
        Aggregate::Avg => "group-avg",
        Aggregate::Median => "group-median",
        _ => "group-count",
    };
    let title = column.map(table::bare_title).unwrap_or_default();
    ctx.text(&Message::new(id).with("column", title))
}

fn grouped(address: &Address, x: &str, measure: &Measure<'_>) -> String {
    let value = match measure.column {
        Some(column) => format!("{}.{}()", column.name, measure.aggregate.as_str()),
        None => "count()".to_owned(),
    };
    let tests = address
        .pairs
        .iter()
        .filter(|(key, _)| !matches!(key.as_str(), "select" | "order" | "limit" | "x" | "y"));
    form_urlencoded::Serializer::new(String::new())
        .append_pair("select", &format!("{x},{value}"))
        .extend_pairs(tests)
        .finish()
}

/// What the form offers: columns to group by, figures to compute.
pub fn options(ctx: &Ctx, open: &OpenTable) -> Value {
    let columns = &open.table.columns;
    let x: Vec<Value> = columns
        .iter()
        .filter(|column| subject::is_group(column))
        .map(|column| json!([column.name, table::bare_title(column)]))
        .collect();
    let mut y = vec![json!(["count", option(ctx, None, Aggregate::Count)])];
    for column in columns.iter().filter(|column| subject::is_measure(column)) {
        for aggregate in OFFERED {
            let name = format!("{}.{}", column.name, aggregate.as_str());
            y.push(json!([name, option(ctx, Some(column), aggregate)]));
        }
    }
    json!({ "x": x, "y": y })
}
