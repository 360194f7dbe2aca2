//! `package_search`.

use super::catalogue::{MOST, packages};
use super::envelope::{Error, Outcome};
use super::facets::{self, Wanted};
use super::filter_query;
use super::parameters::Parameters;
use super::restriction::Restriction;
use crate::app::App;
use crate::catalog::Dataset;
use crate::catalog::public;
use crate::database::Tx;
use crate::search::{Hit, Query, Sort};
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Hits fetched at a time where all are needed.
const BATCH: usize = 1_000;
/// Hits that can be skipped.
const FARTHEST: usize = 100_000;
const DEFAULT_SORT: &str = "score desc, metadata_modified desc";

const KNOWN: &[&str] = &[
    "q",
    "fq",
    "fq_list",
    "sort",
    "rows",
    "start",
    "facet",
    "facet.field",
    "facet.limit",
    "facet.mincount",
    "include_private",
    "include_drafts",
    "include_deleted",
    "use_default_schema",
    "fl",
    "qf",
    "bf",
    "boost",
    "tie",
    "defType",
    "mm",
    "wt",
    "df",
    "extras",
];

/// How hits are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// By the index.
    Index(Sort),
    /// By a column of the catalogue; falling with the flag.
    Column(Column, bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Name,
    Title,
    Created,
}

/// Answers `package_search`.
pub(super) async fn package_search(
    app: &App,
    site: &str,
    parameters: &Parameters,
) -> Result<Outcome, Error> {
    check_names(parameters)?;
    let rows = parameters.natural("rows")?.unwrap_or(10).min(MOST);
    let start = parameters.natural("start")?.unwrap_or(0);
    let (rows, start) = (
        usize::try_from(rows).unwrap_or(BATCH),
        usize::try_from(start).unwrap_or(usize::MAX),
    );
    let sort = sort_text(parameters);
    let order = order(&sort)?;
    let wanted = facets::wanted(parameters)?;
    let mut tx = app.database.begin_read().await?;
    let (query, restriction) = query(&mut tx, parameters, &wanted).await?;
    let found = if restriction.is_empty {
        Found::default()
    } else {
        find(app, &mut tx, query, &restriction, order, start, rows).await?
    };
    let results = packages(app, &mut tx, site, &found.ids).await?;
    let (counts, titled) = facets::answer(&mut tx, &wanted, &found).await?;
    Ok(json!({
        "count": found.total,
        "facets": counts,
        "results": results,
        "sort": sort,
        "search_facets": titled,
    })
    .into())
}

/// What a search found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Ids of the datasets asked for, in order.
    ids: Vec<String>,
    /// How many fit.
    pub(super) total: u64,
    /// Counts of facets as the index gives them.
    pub(super) facets: Vec<crate::search::FacetCounts>,
}

fn check_names(parameters: &Parameters) -> Result<(), Error> {
    let unknown: Vec<String> = parameters
        .names()
        .filter(|name| !KNOWN.contains(name) && !name.starts_with("ext_"))
        .map(|name| format!("'{name}'"))
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let text = format!("\"Invalid search parameters: [{}]\"", unknown.join(", "));
    Err(Error::SearchQuery(text))
}

fn sort_text(parameters: &Parameters) -> String {
    let sort = parameters.text("sort").unwrap_or_default();
    match sort.trim() {
        "" | "rank" => DEFAULT_SORT.to_owned(),
        sort => sort.to_owned(),
    }
}

/// The first clause decides; equal datasets are told apart by their ids.
fn order(sort: &str) -> Result<Order, Error> {
    let mut clauses = Vec::new();
    for clause in sort.split(',') {
        let mut words = clause.split_whitespace();
        let (field, direction) = (words.next(), words.next().map(str::to_lowercase));
        match (field, direction.as_deref()) {
            (Some(field), Some("asc")) => clauses.push((field, false)),
            (Some(field), Some("desc")) => clauses.push((field, true)),
            _ => {
                let text =
                    format!("Can't determine a Sort Order (asc or desc) in sort spec '{sort}'");
                return Err(Error::SearchQuery(text));
            }
        }
    }
    Ok(match clauses.first() {
        Some(("score", _)) | None => Order::Index(Sort::Relevance),
        Some(("metadata_modified", true)) => Order::Index(Sort::Newest),
        Some(("metadata_modified", false)) => Order::Index(Sort::Oldest),
        Some(("title" | "title_string", false)) => Order::Index(Sort::Title),
        Some(("title" | "title_string", true)) => Order::Column(Column::Title, true),
        Some(("views_recent" | "views_total", true)) => Order::Index(Sort::Popular),
        Some(("name", falling)) => Order::Column(Column::Name, *falling),
        Some(("metadata_created", falling)) => Order::Column(Column::Created, *falling),
        Some(("tags" | "groups" | "res_format", _)) => {
            return Err(Error::Search(
                "can not sort on multivalued field".to_owned(),
            ));
        }
        Some((_, falling)) => Order::Column(Column::Id, *falling),
    })
}

async fn query(
    tx: &mut Tx,
    parameters: &Parameters,
    wanted: &Wanted,
) -> Result<(Query, Restriction), Error> {
    let mut restriction = Restriction::default();
    let mut text = parameters.text("q").unwrap_or_default();
    if matches!(text.trim(), "*:*" | "*" | "\"\"") {
        text.clear();
    }
    // Fields in `q` are filters where they can be read as such; anything else is a text.
    if text.contains(':')
        && let Ok(clauses) = filter_query::parse(&text)
    {
        let mut own = Restriction::default();
        if own.add(tx, clauses).await.is_ok() {
            restriction = own;
            text.clear();
        }
    }
    let mut filters = parameters.list("fq_list");
    filters.extend(parameters.text("fq"));
    for filter in filters {
        let clauses = filter_query::parse(&filter)?;
        restriction.add(tx, clauses).await?;
    }
    for words in &restriction.words {
        text.push(' ');
        text.push_str(words);
    }
    let query = Query {
        text: text.trim().to_owned(),
        filters: restriction.filters.clone(),
        facets: wanted.requests(),
        ..Query::default()
    };
    Ok((query, restriction))
}

async fn find(
    app: &App,
    tx: &mut Tx,
    query: Query,
    restriction: &Restriction,
    order: Order,
    start: usize,
    rows: usize,
) -> Result<Found, Error> {
    let sort = match order {
        Order::Index(sort) => sort,
        Order::Column(..) => Sort::Newest,
    };
    if matches!(order, Order::Index(_)) && !restriction.needs_hits() {
        let query = Query {
            sort,
            offset: start.min(FARTHEST),
            limit: if start > FARTHEST { 0 } else { rows },
            ..query
        };
        let answer = app.search.search(query).await?;
        return Ok(Found {
            ids: answer.hits.into_iter().map(|hit| hit.id).collect(),
            total: answer.total,
            facets: answer.facets,
        });
    }
    let (mut hits, facets) = all_hits(app, Query { sort, ..query }).await?;
    hits.retain(|hit| restriction.fits(hit));
    let mut ids: Vec<String> = hits.into_iter().map(|hit| hit.id).collect();
    if let Order::Column(column, falling) = order {
        arrange(tx, &mut ids, column, falling).await?;
    }
    Ok(Found {
        total: u64::try_from(ids.len()).unwrap_or(u64::MAX),
        ids: ids.into_iter().skip(start).take(rows).collect(),
        facets,
    })
}

async fn all_hits(
    app: &App,
    query: Query,
) -> Result<(Vec<Hit>, Vec<crate::search::FacetCounts>), Error> {
    let mut hits = Vec::new();
    let mut facets = Vec::new();
    loop {
        let answer = app
            .search
            .search(Query {
                offset: hits.len(),
                limit: BATCH,
                ..query.clone()
            })
            .await?;
        if facets.is_empty() {
            facets = answer.facets;
        }
        let count = answer.hits.len();
        hits.extend(answer.hits);
        if count < BATCH || hits.len() >= FARTHEST {
            return Ok((hits, facets));
        }
    }
}

async fn arrange(
    tx: &mut Tx,
    ids: &mut [String],
    column: Column,
    falling: bool,
) -> Result<(), Error> {
    let mut datasets: BTreeMap<String, Dataset> = BTreeMap::new();
    if column != Column::Id {
        for some in ids.chunks(BATCH / 2) {
            let found = public::by_ids(tx, some).await?;
            datasets.extend(found.into_iter().map(|one| (one.id.to_string(), one)));
        }
    }
    let key = |id: &String| {
        let dataset = datasets.get(id);
        let text = match column {
            Column::Id => Some(id.clone()),
            Column::Name => dataset.map(|one| one.name.clone()),
            Column::Title => dataset.map(|one| crate::catalog::names::fold(&one.title)),
            Column::Created => {
                dataset.map(|one| format!("{:020}", one.first_released_at.unwrap_or(0)))
            }
        };
        text.unwrap_or_default()
    };
    if falling {
        ids.sort_by_cached_key(|id| (Reverse(key(id)), id.clone()));
    } else {
        ids.sort_by_cached_key(|id| (key(id), id.clone()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sort_needs_its_direction() {
        assert_eq!(
            order("score desc, metadata_modified desc").unwrap(),
            Order::Index(Sort::Relevance)
        );
        assert_eq!(order("id asc").unwrap(), Order::Column(Column::Id, false));
        assert_eq!(
            order(" name  DESC ").unwrap(),
            Order::Column(Column::Name, true)
        );
        assert!(matches!(order("name"), Err(Error::SearchQuery(_))));
        assert!(matches!(order("tags asc"), Err(Error::Search(_))));
    }
}
