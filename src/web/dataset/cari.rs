//! `/dataset`: search with facets; CKAN's parameter names.

use crate::accounts::organizations;
use crate::catalog::{Dataset, public, topics};
use crate::database::Tx;
use crate::http::problem::Problem;
use crate::search::{Facet, FacetRequest, Place, Query, Scope, Sort};
use crate::standards::{frequencies, licences};
use crate::web::page::Ctx;
use axum::response::Response;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const PAGE: usize = 20;

/// Parameter, facet, and message id of its name.
const FACETS: [(&str, Facet, &str); 6] = [
    ("groups", Facet::Topic, "facet-topic"),
    ("organization", Facet::Organization, "facet-organization"),
    ("year", Facet::Year, "facet-year"),
    ("res_format", Facet::Format, "facet-format"),
    ("license_id", Facet::Licence, "facet-licence"),
    ("tags", Facet::Tag, "facet-tag"),
];

/// The search page.
pub async fn get(ctx: Ctx) -> Result<Response, Problem> {
    let text = ctx.param("q").unwrap_or_default();
    let page = ctx
        .param("page")
        .and_then(|text| text.parse::<usize>().ok())
        .unwrap_or(1)
        .clamp(1, 500);
    let filters: Vec<(Facet, Vec<String>)> = FACETS
        .iter()
        .map(|(name, facet, _)| (*facet, ctx.params(name)))
        .filter(|(_, values)| !values.is_empty())
        .collect();
    let sort = ctx.param("sort").unwrap_or_default();
    let query = Query {
        text: text.clone(),
        filters,
        sort: order(&sort, &text),
        offset: (page - 1) * PAGE,
        limit: PAGE,
        facets: FACETS
            .iter()
            .map(|(_, facet, _)| FacetRequest {
                facet: *facet,
                limit: 12,
                scope: Scope::WithoutOwnFilter,
            })
            .collect(),
    };
    let answer = ctx.app.search.search(query).await?;
    let ids: Vec<String> = answer.hits.iter().map(|hit| hit.id.clone()).collect();
    let mut tx = ctx.app.database.begin_read().await?;
    let datasets = public::by_ids(&mut tx, &ids).await?;
    let names = Names::load(&mut tx).await?;
    drop(tx);
    let results: Vec<Value> = answer
        .hits
        .iter()
        .filter_map(|hit| {
            let dataset = datasets
                .iter()
                .find(|dataset| dataset.id.as_str() == hit.id)?;
            let segments = |list: &[crate::search::Segment]| -> Vec<Value> {
                list.iter()
                    .map(|part| json!({ "text": part.text, "marked": part.marked }))
                    .collect()
            };
            let mut card = card(dataset, &names);
            if let Value::Object(card) = &mut card {
                card.insert("marked_title".to_owned(), json!(segments(&hit.title)));
                card.insert("why".to_owned(), json!(why(&ctx, hit)));
            }
            Some(card)
        })
        .collect();
    let facets: Vec<Value> = FACETS
        .iter()
        .filter_map(|(name, facet, title)| {
            let counts = answer.facets.iter().find(|counts| counts.facet == *facet)?;
            let chosen = ctx.params(name);
            let values: Vec<Value> = counts
                .values
                .iter()
                .map(|count| {
                    json!({
                        "value": count.value, "count": count.count, "label": names.label(*facet, &count.value),
                        "chosen": chosen.contains(&count.value),
                    })
                })
                .collect();
            (!values.is_empty()).then(|| json!({ "name": name, "title": title, "values": values }))
        })
        .collect();
    let context = json!({
        "q": text, "total": answer.total, "results": results, "facets": facets, "chips": chips(&ctx, &names),
        "sort": sort, "corrected": answer.corrected, "suggestion": answer.suggestion,
        "pages": pages(&ctx, page, usize::try_from(answer.total).unwrap_or(usize::MAX)),
    });
    ctx.html("dataset/cari.html", context).await
}

fn order(sort: &str, text: &str) -> Sort {
    match sort {
        "newest" | "metadata_modified desc" => Sort::Newest,
        "title" | "title_string asc" | "name asc" => Sort::Title,
        "popular" | "views_recent desc" => Sort::Popular,
        _ if text.trim().is_empty() => Sort::Newest,
        _ => Sort::Relevance,
    }
}

fn why(ctx: &Ctx, hit: &crate::search::Hit) -> Option<String> {
    let found = hit.matched.first()?;
    let id = match found.place {
        Place::Column => "why-column",
        Place::Value => "why-value",
        Place::Tag => "why-tag",
        Place::Region => "why-region",
        Place::Organization | Place::Topic => return None,
    };
    Some(ctx.text(&crate::error::Message::new(id).with("text", found.text.as_str())))
}

/// Titles of organizations and topics by their names.
pub struct Names {
    organizations: BTreeMap<String, String>,
    organizations_by_id: BTreeMap<String, String>,
    topics: BTreeMap<String, String>,
}

impl Names {
    /// Loads all of them.
    pub async fn load(tx: &mut Tx) -> Result<Self, Problem> {
        let all = organizations::list(tx).await?;
        let topics = topics::list(tx).await?;
        Ok(Self {
            organizations: all
                .iter()
                .map(|o| (o.name.clone(), o.title.clone()))
                .collect(),
            organizations_by_id: all
                .into_iter()
                .map(|o| (o.id.to_string(), o.title))
                .collect(),
            topics: topics
                .into_iter()
                .map(|topic| (topic.name, topic.title))
                .collect(),
        })
    }

    fn label(&self, facet: Facet, value: &str) -> String {
        let known = match facet {
            Facet::Organization => self.organizations.get(value).cloned(),
            Facet::Topic => self.topics.get(value).cloned(),
            Facet::Licence => licences::by_id(value).map(|licence| licence.title.to_owned()),
            Facet::Frequency => {
                frequencies::by_code(value).map(|frequency| frequency.label_id.clone())
            }
            Facet::Format | Facet::Year | Facet::Tag => None,
        };
        known.unwrap_or_else(|| value.to_owned())
    }
}

/// What a card shows of a dataset.
pub fn card(dataset: &Dataset, names: &Names) -> Value {
    let description: String = dataset.description.chars().take(220).collect();
    json!({
        "name": dataset.name,
        "title": dataset.title,
        "marked_title": Value::Null,
        "why": Value::Null,
        "description": description,
        "organization": names.organizations_by_id.get(dataset.organization_id.as_str()),
        "released_at": dataset.released_at,
        "frequency": frequencies::by_code(&dataset.frequency).map(|f| f.label_id.to_lowercase()),
        "row_count": dataset.row_count,
        "formats": dataset.formats.split(',').filter(|f| !f.is_empty()).collect::<Vec<_>>(),
    })
}

// The filters in use, each with the address without it.
fn chips(ctx: &Ctx, names: &Names) -> Vec<Value> {
    let pairs = ctx.pairs();
    let mut chips = Vec::new();
    for (index, (name, value)) in pairs.iter().enumerate() {
        let Some((_, facet, title)) = FACETS.iter().find(|(known, _, _)| known == name) else {
            continue;
        };
        if value.is_empty() {
            continue;
        }
        let rest = pairs
            .iter()
            .enumerate()
            .filter(|(other, (key, _))| *other != index && key != "page")
            .map(|(_, pair)| pair);
        chips.push(
            json!({ "title": title, "label": names.label(*facet, value), "href": address(rest) }),
        );
    }
    chips
}

fn address<'a>(pairs: impl Iterator<Item = &'a (String, String)>) -> String {
    let query: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    format!("/dataset?{query}")
}

fn pages(ctx: &Ctx, page: usize, total: usize) -> Value {
    let count = total.div_ceil(PAGE);
    let at = |number: usize| {
        let mut pairs: Vec<(String, String)> = ctx
            .pairs()
            .into_iter()
            .filter(|(key, _)| key != "page")
            .collect();
        pairs.push(("page".to_owned(), number.to_string()));
        address(pairs.iter())
    };
    let first = page.saturating_sub(3).max(1);
    let items: Vec<Value> = (first..=count.min(first + 6))
        .map(|number| json!({ "number": number, "href": at(number), "current": number == page }))
        .collect();
    json!({
        "count": count, "items": items,
        "previous": (page > 1).then(|| at(page - 1)),
        "next": (page < count).then(|| at(page + 1)),
    })
}
