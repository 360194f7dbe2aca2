//! What the dataset page says first of a table: the newest figure, its course, and who has most.

use super::subject::{self, Subject};
use crate::http::tables::OpenTable;
use crate::inspection::ColumnKind;
use crate::lanes::Lanes;
use crate::query::{
    self, Aggregate, Cell, ChartRequest, ColumnInfo, ColumnType, Field, Filter, Operator,
    PointOrder, Series, TableQuery,
};
use crate::web::chart::{Chart, Draft, Kind, Point};
use crate::web::format;
use crate::web::i18n::Language;
use crate::web::table;
use serde::Serialize;

/// Most points of a course and most bars.
const MOST_POINTS: usize = 400;
const MOST_BARS: usize = 18;
/// The picture of a table.
#[derive(Debug, Serialize)]
pub struct Picture {
    /// What is measured.
    pub measure: String,
    /// Its unit.
    pub unit: Option<String>,
    /// How several rows became one figure: message id.
    pub how: Option<&'static str>,
    /// The newest figure against the one before.
    pub newest: Option<Newest>,
    /// The sum over all regions, where there is no course.
    pub total: Option<Total>,
    /// The course over time.
    pub course: Option<Chart>,
    /// Categories, the largest first.
    pub ranking: Option<Chart>,
    /// How many cells of the measure are empty and therefore not in the figures.
    pub missing: u64,
    /// How several rows became one bar: message id.
    pub ranking_how: Option<&'static str>,
    /// The period that the ranking is of.
    pub ranking_of: Option<String>,
    /// The column that tells periods apart and its values, newest first; empty when rows are not many for each.
    #[serde(skip)]
    pub periods: Option<Periods>,
}

/// The newest figure of a course.
#[derive(Debug, Serialize)]
pub struct Newest {
    label: String,
    text: String,
    before_label: String,
    before_text: String,
    /// `up`, `down` or `same`.
    direction: &'static str,
    /// By how much: per cent, or points where the figure is itself in per cent.
    change: String,
    is_points: bool,
    /// `highest` or `lowest` of the whole course.
    record: Option<&'static str>,
    first_label: String,
}

/// A sum over regions.
#[derive(Debug, Serialize)]
pub struct Total {
    text: String,
    /// How many regions.
    count: u64,
    highest: Point,
    /// `None` where not all of them were compared.
    lowest: Option<Point>,
}

/// The periods that a table's rows can be chosen by.
#[derive(Debug)]
pub struct Periods {
    /// Name of the column.
    pub column: String,
    /// Its title.
    pub title: String,
    /// Its values as the query language writes them, newest first.
    pub values: Vec<String>,
}

/// Who draws, of what.
struct Painter<'a> {
    lanes: &'a Lanes,
    subject: Subject<'a>,
    language: Language,
}

/// Draws up the picture of a table of the dataset called `name`; `None` when it measures nothing.
pub async fn of(
    lanes: &Lanes,
    open: &OpenTable,
    name: &str,
    language: Language,
) -> Option<Picture> {
    let painter = Painter {
        lanes,
        subject: Subject { open, name },
        language,
    };
    let measure = painter.subject.measure()?;
    let mut picture = Picture {
        measure: painter.subject.title_of_measure(measure),
        unit: measure.unit.clone(),
        how: None,
        newest: None,
        total: None,
        course: None,
        ranking: None,
        missing: painter.missing(measure).await,
        ranking_how: None,
        ranking_of: None,
        periods: None,
    };
    let course = painter.course(measure).await;
    if let Some((time, series)) = &course {
        painter.add_course(&mut picture, measure, time, series);
    }
    for category in painter.subject.categories() {
        let added = painter
            .add_ranking(&mut picture, measure, category, course.as_ref())
            .await;
        if added.is_some() {
            break;
        }
    }
    (picture.course.is_some() || picture.ranking.is_some()).then_some(picture)
}

fn title(column: &ColumnInfo) -> String {
    column.title.clone().unwrap_or_else(|| column.name.clone())
}

impl<'a> Painter<'a> {
    // Of a table put together from several uploads no inspection has counted the cells.
    async fn missing(&self, measure: &ColumnInfo) -> u64 {
        if let Some(known) = self.subject.missing(measure) {
            return known;
        }
        let field = Field::column(measure.name.clone());
        let query = TableQuery {
            filter: Some(Filter::is(field, Operator::Missing)),
            limit: Some(1),
            ..TableQuery::default()
        };
        let counted = query::page(self.lanes, &self.subject.open.table, query).await;
        counted.map_or(0, |page| page.total)
    }

    async fn series(
        &self,
        x: &ColumnInfo,
        measure: &ColumnInfo,
        order: PointOrder,
        filter: Option<Filter>,
    ) -> Option<Series> {
        let request = ChartRequest {
            x: Field::column(x.name.clone()),
            y: Some(measure.name.clone()),
            aggregate: self.subject.aggregate(measure),
            order,
            limit: match order {
                PointOrder::Natural => MOST_POINTS,
                PointOrder::ByValue => MOST_BARS,
            },
        };
        let query = TableQuery {
            filter,
            ..TableQuery::default()
        };
        let drawn =
            query::chart_series(self.lanes, &self.subject.open.table, &query, request).await;
        match drawn {
            Ok(series) => Some(series),
            Err(error) => {
                tracing::warn!(error = %error, column = %x.name, "a chart is left out");
                None
            }
        }
    }

    // The first column of periods of which there are at least two.
    async fn course(&self, measure: &ColumnInfo) -> Option<(&'a ColumnInfo, Series)> {
        for column in self.subject.columns() {
            if !subject::is_time(column) {
                continue;
            }
            let series = self
                .series(column, measure, PointOrder::Natural, None)
                .await?;
            let is_combined = (series.points.len() as u64) < self.subject.open.table.row_count;
            if series.points.len() > 1 && (!is_combined || self.subject.may_combine(measure)) {
                return Some((column, series));
            }
        }
        None
    }

    fn add_course(
        &self,
        picture: &mut Picture,
        measure: &ColumnInfo,
        time: &ColumnInfo,
        series: &Series,
    ) {
        let rows = self.subject.open.table.row_count;
        let is_combined = (series.points.len() as u64) < rows;
        if is_combined {
            picture.how = Some(match self.subject.aggregate(measure) {
                Aggregate::Avg => "chart-mean",
                _ => "chart-sum",
            });
            if time.column_type == ColumnType::Integer {
                picture.periods = Some(Periods {
                    column: time.name.clone(),
                    title: title(time),
                    values: series.points.iter().rev().map(|p| p.x.to_text()).collect(),
                });
            }
        }
        let points = points(series, time, self.language);
        let is_share = self.subject.kind(&measure.name) == Some(ColumnKind::Percent);
        // A sum with cells missing says nothing about the way from one period to the next.
        let is_whole = !is_combined || picture.missing == 0;
        picture.newest = is_whole
            .then(|| newest(&points, is_share, self.language))
            .flatten();
        let draft = Draft {
            kind: Kind::Line,
            x: title(time),
            y: picture.measure.clone(),
            points,
            omitted: series.omitted,
        };
        picture.course = Chart::draw(draft, self.language);
    }

    // Of the newest period where there are several, so that no bar adds up years.
    async fn add_ranking(
        &self,
        picture: &mut Picture,
        measure: &ColumnInfo,
        category: &ColumnInfo,
        course: Option<&(&ColumnInfo, Series)>,
    ) -> Option<()> {
        let mut filter = None;
        if let Some((time, series)) = course {
            let last = &series.points.last()?.x;
            let is_each_row_a_period =
                series.points.len() as u64 == self.subject.open.table.row_count;
            if is_each_row_a_period || series.coarsened.is_some() {
                return None;
            }
            let literal = time.column_type.literal(&last.to_text())?;
            filter = Some(Filter::is(
                Field::column(time.name.clone()),
                Operator::Eq(literal),
            ));
            let labels = points(series, time, self.language);
            picture.ranking_of = labels.last().map(|point| point.label.clone());
        }
        let is_whole = filter.is_none();
        let series = self
            .series(category, measure, PointOrder::ByValue, filter)
            .await?;
        let count = series.points.len() as u64 + series.omitted;
        let is_combined = is_whole && count < self.subject.open.table.row_count;
        if is_combined && !self.subject.may_combine(measure) {
            return None;
        }
        let points = points(&series, category, self.language);
        if is_combined && self.subject.aggregate(measure) == Aggregate::Avg {
            picture.ranking_how = Some("chart-mean");
        }
        if is_whole && self.subject.is_region(category) {
            picture.total = self.total(measure, &points, series.omitted).await;
        }
        let draft = Draft {
            kind: Kind::Bar,
            x: title(category),
            y: picture.measure.clone(),
            points,
            omitted: series.omitted,
        };
        picture.ranking = Chart::draw(draft, self.language);
        Some(())
    }

    // Only where a sum says something.
    async fn total(&self, measure: &ColumnInfo, points: &[Point], omitted: u64) -> Option<Total> {
        if self.subject.aggregate(measure) != Aggregate::Sum || !self.subject.may_combine(measure) {
            return None;
        }
        let query = TableQuery {
            items: vec![query::Item::Aggregate {
                aggregate: Aggregate::Sum,
                field: Some(Field::column(measure.name.clone())),
                name: "total".to_owned(),
            }],
            ..TableQuery::default()
        };
        let page = query::page(self.lanes, &self.subject.open.table, query)
            .await
            .ok()?;
        let known: Vec<&Point> = points
            .iter()
            .filter(|point| point.value.is_some())
            .collect();
        Some(Total {
            text: figure(page.rows.first()?.first()?, self.language),
            count: points.len() as u64 + omitted,
            highest: (*known.first()?).clone(),
            lowest: known
                .last()
                .filter(|_| omitted == 0)
                .map(|point| (*point).clone()),
        })
    }
}

// Months are written 2023-12 in tables.
fn label(cell: &Cell, x: &ColumnInfo, language: Language) -> String {
    let text = table::text(cell, &x.name, language);
    let is_month = x.name == "bulan" && text.len() == 7;
    format!("{text}-01")
        .parse()
        .ok()
        .filter(|_| is_month)
        .map_or(text, |date| format::month_and_year(date, language))
}

/// The points of a series as a chart takes them.
pub fn points(series: &Series, x: &ColumnInfo, language: Language) -> Vec<Point> {
    let is_monthly = series.points.len() > 1
        && series
            .points
            .iter()
            .all(|point| matches!(point.x, Cell::Date(date) if date.day() == 1));
    series
        .points
        .iter()
        .map(|point| Point {
            label: match point.x {
                Cell::Date(date) if is_monthly => format::month_and_year(date, language),
                _ => label(&point.x, x, language),
            },
            value: point.y.as_f64(),
            text: figure(&point.y, language),
        })
        .collect()
}

// All digits of an exact figure, two behind the point of a mean.
fn figure(cell: &Cell, language: Language) -> String {
    match cell {
        Cell::Float(number) => {
            let digits = format!("{number:.2}");
            let digits = digits.trim_end_matches('0').trim_end_matches('.');
            format::decimal(digits, language)
        }
        other => format::decimal(&other.to_text(), language),
    }
}

fn newest(points: &[Point], is_share: bool, language: Language) -> Option<Newest> {
    let known: Vec<(&Point, f64)> = points
        .iter()
        .filter_map(|point| point.value.map(|value| (point, value)))
        .collect();
    let [.., (before, was), (last, is)] = known.as_slice() else {
        return None;
    };
    let change = if is_share {
        (is - was).abs()
    } else if was.abs() > f64::EPSILON {
        ((is - was) / was).abs() * 100.0
    } else {
        return None;
    };
    let digits = if is_share { 2 } else { 1 };
    let others = known.get(..known.len() - 1)?;
    let record = if others.len() < 2 {
        None
    } else if others.iter().all(|(_, value)| value < is) {
        Some("highest")
    } else if others.iter().all(|(_, value)| value > is) {
        Some("lowest")
    } else {
        None
    };
    Some(Newest {
        label: last.label.clone(),
        text: last.text.clone(),
        before_label: before.label.clone(),
        before_text: before.text.clone(),
        direction: match is.partial_cmp(was) {
            Some(std::cmp::Ordering::Greater) => "up",
            Some(std::cmp::Ordering::Less) => "down",
            _ => "same",
        },
        change: format::decimal(&format!("{change:.digits$}"), language),
        is_points: is_share,
        record,
        first_label: known.first().map(|(point, _)| point.label.clone())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(label: &str, value: f64) -> Point {
        Point {
            label: label.to_owned(),
            value: Some(value),
            text: value.to_string(),
        }
    }

    #[test]
    fn the_newest_figure_is_told_against_the_one_before() {
        let points = [
            point("2022", 100.0),
            point("2023", 80.0),
            point("2024", 120.0),
        ];
        let newest = newest(&points, false, Language::Indonesian).unwrap();
        assert_eq!((newest.direction, newest.change.as_str()), ("up", "50,0"));
        assert_eq!(newest.record, Some("highest"));
        assert_eq!(
            (newest.label.as_str(), newest.first_label.as_str()),
            ("2024", "2022")
        );
    }

    #[test]
    fn a_share_changes_by_points() {
        let points = [point("2023", 9.32), point("2024", 8.97)];
        let newest = newest(&points, true, Language::Indonesian).unwrap();
        assert_eq!((newest.direction, newest.change.as_str()), ("down", "0,35"));
        assert_eq!(newest.record, None);
    }

    #[test]
    fn growth_from_nothing_has_no_rate() {
        let points = [point("2023", 0.0), point("2024", 5.0)];
        assert!(newest(&points, false, Language::Indonesian).is_none());
    }
}
