//! Small aggregations for charts; the drawing is done elsewhere.

use serde::{Deserialize, Serialize};

use super::error::Error;
use super::execute;
use super::plan::{field_type, plan};
use super::request::{Aggregate, DatePart, Field, Item, Nulls, Ordering, TableQuery};
use super::table::{ColumnType, ROW_NUMBER, Table};
use super::value::Cell;

/// Most points of a series.
pub const MOST_POINTS: usize = 400;

/// What a chart shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartRequest {
    /// Along the axis: a column or a part of a date.
    pub x: Field,
    /// The column whose values are put together; `None` counts rows.
    pub y: Option<String>,
    /// How they are put together.
    pub aggregate: Aggregate,
    /// The order of the points.
    pub order: PointOrder,
    /// At most so many points, 400 at most.
    pub limit: usize,
}

/// The order of a series' points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointOrder {
    /// Numbers and dates by themselves, text as it first stands in the table (so that months stay in order).
    #[default]
    Natural,
    /// The largest value first.
    ByValue,
}

/// The points of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Type of the points' `x`.
    pub x_type: ColumnType,
    /// The part of the date that `x` was reduced to because there were too many days.
    pub coarsened: Option<Coarse>,
    /// The points, in order.
    pub points: Vec<Point>,
    /// How many points more there are.
    pub omitted: u64,
}

/// A point of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Where on the axis; the first day of a month or year where `x` was reduced.
    pub x: Cell,
    /// The value; missing where there was nothing to put together.
    pub y: Cell,
}

/// What days were put together to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coarse {
    /// Months.
    Month,
    /// Years.
    Year,
}

const X: &str = "x";
const X2: &str = "x2";
const Y: &str = "y";
const FIRST: &str = "first";

/// The request over the table with the most points.
pub(super) fn heaviest(
    request: &ChartRequest,
    query: &TableQuery,
    table: &Table,
) -> Result<TableQuery, Error> {
    let x = Item::Field {
        field: request.x.clone(),
        name: X.to_owned(),
    };
    grouped(request, query, table, vec![x])
}

/// Draws up the series where blocking is allowed.
pub(super) fn draw(
    request: &ChartRequest,
    query: &TableQuery,
    table: &Table,
) -> Result<Series, Error> {
    let x_type = field_type(&request.x, table)?;
    let limit = request.limit.clamp(1, MOST_POINTS);
    let first = read(&heaviest(request, query, table)?, table, limit)?;
    if x_type != ColumnType::Date || first.total <= limit as u64 {
        return Ok(first.series(x_type, None));
    }
    for coarse in [Coarse::Month, Coarse::Year] {
        let part = |part: DatePart, name: &str| Item::Field {
            field: Field {
                part: Some(part),
                ..request.x.clone()
            },
            name: name.to_owned(),
        };
        let keys = match coarse {
            Coarse::Month => vec![part(DatePart::Year, X), part(DatePart::Month, X2)],
            Coarse::Year => vec![part(DatePart::Year, X)],
        };
        let read = read(&grouped(request, query, table, keys)?, table, limit)?;
        if read.total <= limit as u64 || coarse == Coarse::Year {
            return Ok(read.series(ColumnType::Date, Some(coarse)));
        }
    }
    Ok(first.series(x_type, None))
}

fn grouped(
    request: &ChartRequest,
    query: &TableQuery,
    table: &Table,
    keys: Vec<Item>,
) -> Result<TableQuery, Error> {
    let by_first_row = request.order == PointOrder::Natural
        && matches!(field_type(&request.x, table)?, ColumnType::Text);
    let mut items = keys;
    let order = match request.order {
        PointOrder::ByValue => vec![Ordering::falling(Y)],
        PointOrder::Natural if by_first_row => vec![Ordering::rising(FIRST)],
        PointOrder::Natural => items
            .iter()
            .map(|item| Ordering {
                nulls: Nulls::Last,
                ..Ordering::rising(item.name())
            })
            .collect(),
    };
    items.push(Item::Aggregate {
        aggregate: if request.y.is_some() {
            request.aggregate
        } else {
            Aggregate::Count
        },
        field: request.y.as_deref().map(Field::column),
        name: Y.to_owned(),
    });
    if by_first_row {
        items.push(Item::Aggregate {
            aggregate: Aggregate::Min,
            field: Some(Field::column(ROW_NUMBER)),
            name: FIRST.to_owned(),
        });
    }
    Ok(TableQuery {
        items,
        filter: query.filter.clone(),
        search: query.search.clone(),
        order,
        limit: Some(request.limit.clamp(1, MOST_POINTS) as u64),
        ..TableQuery::default()
    })
}

struct Read {
    rows: Vec<Vec<Cell>>,
    names: Vec<String>,
    total: u64,
}

fn read(query: &TableQuery, table: &Table, limit: usize) -> Result<Read, Error> {
    // All groups are counted with the same pass that gives the first of them.
    let unlimited = TableQuery {
        limit: None,
        ..query.clone()
    };
    let plan = plan(&unlimited, table)?;
    let types: Vec<ColumnType> = plan.columns.iter().map(|(_, kind)| *kind).collect();
    let names = plan.columns.iter().map(|(name, _)| name.clone()).collect();
    let frame = execute::collect(plan.rows)?;
    let total = frame.height() as u64;
    let rows = execute::cells(frame.head(Some(limit)), types)?;
    Ok(Read { rows, names, total })
}

impl Read {
    fn series(self, x_type: ColumnType, coarsened: Option<Coarse>) -> Series {
        let position = |name: &str| self.names.iter().position(|known| known == name);
        let (x, x2, y) = (position(X), position(X2), position(Y));
        let cell = |row: &[Cell], at: Option<usize>| {
            let cell = at.and_then(|at| row.get(at));
            cell.cloned().unwrap_or(Cell::Missing)
        };
        let points: Vec<Point> = self
            .rows
            .iter()
            .map(|row| Point {
                x: match coarsened {
                    None => cell(row, x),
                    Some(_) => first_day(&cell(row, x), &cell(row, x2)),
                },
                y: cell(row, y),
            })
            .collect();
        Series {
            x_type,
            coarsened,
            omitted: self.total - points.len() as u64,
            points,
        }
    }
}

fn first_day(year: &Cell, month: &Cell) -> Cell {
    let Cell::Integer(year) = year else {
        return Cell::Missing;
    };
    let month = match month {
        Cell::Integer(month) => i8::try_from(*month).unwrap_or(1),
        _ => 1,
    };
    let year = i16::try_from(*year).ok();
    year.and_then(|year| jiff::civil::Date::new(year, month, 1).ok())
        .map_or(Cell::Missing, Cell::Date)
}
