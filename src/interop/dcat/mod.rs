//! The catalogue and its datasets in DCAT, as Turtle.

mod dataset;
mod graph;
mod vocabulary;

use super::ckan::catalogue;
use super::respond;
use crate::app::App;
use crate::catalog::gather;
use crate::catalog::public::{self, PublicDataset};
use crate::http::base_url;
use crate::http::problem::Problem;
use axum::Router;
use axum::extract::{RawQuery, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use graph::{Graph, iri};
use http::{HeaderMap, Method, StatusCode};
use oxrdf::vocab::xsd;
use vocabulary::{dcat, dct, foaf, hydra};

/// Datasets on a page of the catalogue.
const PER_PAGE: i64 = 100;
const TURTLE: &str = "text/turtle";

/// The route of the catalogue; a dataset's is answered by [`beside_pages`].
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/catalog.ttl", get(catalog))
        .layer(middleware::from_fn(respond::problems))
}

/// The layer that answers `/dataset/NAME.ttl`, an address that the route of the dataset's page takes as well.
pub async fn beside_pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let name = request.uri().path().strip_prefix("/dataset/");
    let name = name.and_then(|rest| rest.strip_suffix(".ttl"));
    let name = name.filter(|name| !name.contains('/')).map(str::to_owned);
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let (true, Some(name)) = (is_read, name) else {
        return next.run(request).await;
    };
    match one(&app, request.headers(), &name).await {
        Ok(response) => response,
        Err(problem) => (problem.status(), problem.facts().code).into_response(),
    }
}

async fn one(app: &App, headers: &HeaderMap, name: &str) -> Result<Response, Problem> {
    let mut tx = app.database.begin_read().await?;
    let found = catalogue::dataset(&mut tx, name).await?;
    drop(tx);
    let mut graph = Graph::default();
    let site = base_url::of(app, headers);
    let contact = &app.settings.site.contact;
    dataset::describe(&mut graph, &site, contact, &found)?;
    respond_with(&graph, headers)
}

async fn catalog(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(page) = page_of(&query.unwrap_or_default()) else {
        let text = "page must be a whole number from 1";
        return Ok((StatusCode::CONFLICT, text).into_response());
    };
    let mut tx = app.database.begin_read().await?;
    let total = public::figures(&mut tx).await?.datasets;
    let offset = (page - 1).saturating_mul(PER_PAGE);
    let newest = public::newest(&mut tx, PER_PAGE, offset).await?;
    let ids: Vec<String> = newest.iter().map(|one| one.id.to_string()).collect();
    let found = gather::public_datasets(&mut tx, &ids).await?;
    drop(tx);
    let site = base_url::of(&app, &headers);
    let mut graph = Graph::default();
    describe_paging(&mut graph, &site, page, total);
    describe_catalog(&mut graph, &app, &site, &found);
    for one in &found {
        dataset::describe(&mut graph, &site, &app.settings.site.contact, one)?;
    }
    respond_with(&graph, &headers)
}

fn respond_with(graph: &Graph, headers: &HeaderMap) -> Result<Response, Problem> {
    let text = graph.turtle().map_err(|error| {
        tracing::error!(%error, "a graph could not be written");
        Problem::internal()
    })?;
    Ok(respond::document(headers, TURTLE, text))
}

/// The page asked for, 1 when none is; `None` for anything that is no page.
fn page_of(query: &str) -> Option<i64> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    match pairs.find(|(name, _)| name == "page") {
        None => Some(1),
        Some((_, text)) => text.parse().ok().filter(|page| *page >= 1),
    }
}

fn describe_catalog(graph: &mut Graph, app: &App, site: &str, found: &[PublicDataset]) {
    let (Some(subject), Some(publisher)) = (iri(site), iri(&format!("{site}/#publisher"))) else {
        return;
    };
    let settings = &app.settings.site;
    let mut node = graph.describe(&subject, dcat::CATALOG);
    node.words(dct::TITLE, &settings.name);
    node.words(dct::DESCRIPTION, &settings.tagline);
    node.link_to(dct::LANGUAGE, dataset::LANGUAGE);
    node.link_to(foaf::HOMEPAGE, &format!("{site}/"));
    node.link(dct::PUBLISHER, publisher.clone());
    if let Some(newest) = found.iter().map(|one| one.version.released_at).max() {
        node.moment(dct::MODIFIED, newest);
    }
    for one in found {
        if let Some(object) = dataset::dataset_iri(site, one) {
            node.link(dcat::HAS_DATASET, object);
        }
    }
    let mut node = graph.describe(&publisher, foaf::AGENT);
    node.words(foaf::NAME, &settings.agency);
}

/// How to come to the other pages, as harvesters follow it; nothing for an empty catalogue.
fn describe_paging(graph: &mut Graph, site: &str, page: i64, total: i64) {
    let last = (total.max(1) - 1) / PER_PAGE + 1;
    let address = |page: i64| format!("{site}/catalog.ttl?page={page}");
    let (Some(subject), true) = (iri(&address(page)), total > 0) else {
        return;
    };
    let mut node = graph.describe(&subject, hydra::PAGED_COLLECTION);
    node.text(hydra::FIRST, &address(1));
    node.text(hydra::LAST, &address(last));
    if page < last {
        node.text(hydra::NEXT, &address(page + 1));
    }
    if page > 1 {
        node.text(hydra::PREVIOUS, &address((page - 1).min(last)));
    }
    node.typed(hydra::TOTAL_ITEMS, &total.to_string(), xsd::INTEGER);
    node.typed(hydra::ITEMS_PER_PAGE, &PER_PAGE.to_string(), xsd::INTEGER);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_count_from_one() {
        assert_eq!(page_of(""), Some(1));
        assert_eq!(page_of("page=3"), Some(3));
        for query in ["page=0", "page=x", "page=-1"] {
            assert_eq!(page_of(query), None, "{query}");
        }
    }

    #[test]
    fn the_last_page_names_no_next_one() {
        let mut graph = Graph::default();
        describe_paging(&mut graph, "http://h", 2, 200);
        let text = String::from_utf8(graph.turtle().unwrap()).unwrap();
        assert!(
            text.contains("hydra:previous \"http://h/catalog.ttl?page=1\""),
            "{text}"
        );
        assert!(!text.contains("hydra:next"), "{text}");
    }

    #[test]
    fn the_same_graph_has_the_same_text() {
        let mut graph = Graph::default();
        describe_paging(&mut graph, "http://h", 1, 1);
        let text = graph.turtle().unwrap();
        assert!((0..20).all(|_| graph.turtle().unwrap() == text));
    }

    #[test]
    fn words_that_look_like_turtle_stay_words() {
        let mut graph = Graph::default();
        let subject = iri("http://h/x").unwrap();
        let nasty = "\"\"\" . <http://evil> a <http://evil> .\n\\";
        graph
            .describe(&subject, dcat::DATASET)
            .words(dct::TITLE, nasty);
        graph
            .describe(&subject, dcat::DATASET)
            .link_to(dcat::THEME, "http://h/> a <b");
        let text = graph.turtle().unwrap();
        let triples: Vec<_> = oxttl::TurtleParser::new()
            .for_slice(&text)
            .map(|triple| triple.unwrap())
            .collect();
        assert_eq!(triples.len(), 3);
        assert!(
            triples
                .iter()
                .any(|triple| triple.object.to_string().contains("evil"))
        );
    }
}
