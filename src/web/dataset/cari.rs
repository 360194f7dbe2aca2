//! `/dataset`: search with facets; CKAN's parameter names.

use crate::accounts::organizations;
use crate::catalog::{Dataset, public, topics};
use crate::database::Tx;
use crate::error::Message;
use crate::http::problem::Problem;
use crate::search::{Answer, Facet, FacetRequest, Hit, Place, Query, Scope, Segment, Sort};
use crate::web::i18n::Language;
use crate::web::page::Ctx;
use crate::web::words;
use axum::response::Response;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const PAGE: usize = 20;
/// Most values of a facet, and how many of them stand open.
const FACET_VALUES: usize = 30;
const FACET_OPEN: usize = 6;

/// Parameter, facet, and message id of its name.
const FACETS: [(&str, Facet, &str); 7] = [
    ("groups", Facet::Topic, "facet-topic"),
    ("organization", Facet::Organization, "facet-organization"),
    ("year", Facet::Year, "facet-year"),
    ("frequency", Facet::Frequency, "facet-frequency"),
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
    let sort = ctx.param("sort").unwrap_or_default();
    let answer = ctx.app.search.search(query(&ctx, &text, page)).await?;
    let ids: Vec<String> = answer.hits.iter().map(|hit| hit.id.clone()).collect();
    let mut tx = ctx.app.database.begin_read().await?;
    let datasets = public::by_ids(&mut tx, &ids).await?;
    let names = Names::load(&mut tx, ctx.language).await?;
    drop(tx);
    let results: Vec<Value> = answer
        .hits
        .iter()
        .filter_map(|hit| {
            let found = datasets.iter().find(|d| d.id.as_str() == hit.id)?;
            Some(result(&ctx, found, hit, &names))
        })
        .collect();
    let kept: Vec<(String, String)> = ctx
        .pairs()
        .into_iter()
        .filter(|(key, value)| !value.is_empty() && key != "page" && key != "sort")
        .collect();
    let context = json!({
        "q": text,
        "total": answer.total,
        "results": results,
        "facets": facets(&ctx, &answer, &names),
        "chips": chips(&ctx, &names),
        "sort": sort,
        "orders": orders(&text),
        "kept": kept,
        "corrected": answer.corrected,
        "suggestion": answer.suggestion,
        "relaxed": answer.relaxed,
        "pages": pages(&ctx, page, usize::try_from(answer.total).unwrap_or(usize::MAX)),
    });
    ctx.html("dataset/cari.html", context).await
}

fn query(ctx: &Ctx, text: &str, page: usize) -> Query {
    let filters = FACETS
        .iter()
        .map(|(name, facet, _)| (*facet, ctx.params(name)))
        .filter(|(_, values)| !values.is_empty())
        .collect();
    let facets = FACETS
        .iter()
        .map(|(_, facet, _)| FacetRequest {
            facet: *facet,
            limit: FACET_VALUES,
            scope: Scope::WithoutOwnFilter,
        })
        .collect();
    Query {
        text: text.to_owned(),
        filters,
        sort: order(&ctx.param("sort").unwrap_or_default(), text),
        offset: (page - 1) * PAGE,
        limit: PAGE,
        facets,
    }
}

// A card with the words that were looked for marked, and the reason where they stand elsewhere.
fn result(ctx: &Ctx, dataset: &Dataset, hit: &Hit, names: &Names) -> Value {
    let segments = |list: &[Segment]| -> Vec<Value> {
        list.iter()
            .map(|part| json!({ "text": part.text, "marked": part.marked }))
            .collect()
    };
    let mut card = card(dataset, names);
    if let Value::Object(card) = &mut card {
        card.insert("marked_title".to_owned(), json!(segments(&hit.title)));
        card.insert("snippet".to_owned(), json!(segments(&hit.snippet)));
        card.insert("why".to_owned(), json!(why(ctx, hit)));
    }
    card
}

fn facets(ctx: &Ctx, answer: &Answer, names: &Names) -> Vec<Value> {
    let mut facets = Vec::new();
    for (name, facet, title) in FACETS {
        let Some(counts) = answer.facets.iter().find(|counts| counts.facet == facet) else {
            continue;
        };
        let chosen = ctx.params(name);
        let mut values: Vec<Value> = Vec::new();
        let mut more: Vec<Value> = Vec::new();
        let mut counts = counts.values.clone();
        if facet == Facet::Year {
            counts.sort_by(|a, b| b.value.cmp(&a.value));
        }
        for count in &counts {
            let is_chosen = chosen.contains(&count.value);
            let value = json!({
                "value": count.value,
                "count": count.count,
                "label": names.label(ctx, facet, &count.value),
                "chosen": is_chosen,
            });
            if is_chosen || values.len() < FACET_OPEN {
                values.push(value);
            } else {
                more.push(value);
            }
        }
        if !values.is_empty() {
            facets.push(json!({ "name": name, "title": title, "shown": values, "more": more }));
        }
    }
    facets
}

// Without words there is nothing to match.
fn orders(text: &str) -> &'static [&'static str] {
    if text.trim().is_empty() {
        &["newest", "popular", "title"]
    } else {
        &["relevance", "newest", "popular", "title"]
    }
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

// The best two places besides title and description; each kind once. A keyword explains nothing that the title shows.
fn why(ctx: &Ctx, hit: &Hit) -> Vec<String> {
    let shows_itself = hit.title.iter().chain(&hit.snippet).any(|part| part.marked);
    let mut reasons: Vec<(&'static str, String)> = Vec::new();
    for found in &hit.matched {
        let id = match found.place {
            Place::Column => "why-column",
            Place::Value => "why-value",
            Place::Tag if shows_itself => continue,
            Place::Tag => "why-tag",
            Place::Region => "why-region",
            Place::Organization | Place::Topic => continue,
        };
        match reasons.iter_mut().find(|(known, _)| *known == id) {
            Some((_, texts)) if texts.chars().count() < 60 => {
                texts.push_str(", ");
                texts.push_str(&found.text);
            }
            Some(_) => {}
            None => reasons.push((id, found.text.clone())),
        }
    }
    reasons
        .into_iter()
        .take(2)
        .map(|(id, text)| ctx.text(&Message::new(id).with("text", text)))
        .collect()
}

/// Titles of organizations and topics by their names, in one language.
pub struct Names {
    organizations: BTreeMap<String, String>,
    organizations_by_id: BTreeMap<String, String>,
    topics: BTreeMap<String, String>,
}

impl Names {
    /// Loads all of them.
    pub async fn load(tx: &mut Tx, language: Language) -> Result<Self, Problem> {
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
                .map(|topic| {
                    let title = words::topic(language, &topic).to_owned();
                    (topic.name, title)
                })
                .collect(),
        })
    }

    /// The title of the organization that produces a dataset.
    pub fn organization(&self, dataset: &Dataset) -> &str {
        self.organizations_by_id
            .get(dataset.organization_id.as_str())
            .map_or("", String::as_str)
    }

    fn label(&self, ctx: &Ctx, facet: Facet, value: &str) -> String {
        let known = match facet {
            Facet::Organization => self.organizations.get(value).cloned(),
            Facet::Topic => self.topics.get(value).cloned(),
            Facet::Licence => Some(words::licence(ctx.language, value)),
            Facet::Frequency => Some(words::frequency(ctx.language, value)),
            Facet::Format => Some(value.to_uppercase()),
            Facet::Year | Facet::Tag => None,
        };
        known.unwrap_or_else(|| value.to_owned())
    }
}

/// What a card shows of a dataset; what only a search knows is empty.
pub fn card(dataset: &Dataset, names: &Names) -> Value {
    let description: String = dataset.description.chars().take(220).collect();
    json!({
        "name": dataset.name,
        "title": dataset.title,
        "marked_title": [],
        "snippet": [],
        "why": [],
        "description": description,
        "organization": names.organization(dataset),
        "released_at": dataset.released_at,
        "period": dataset.period,
        "frequency": dataset.frequency,
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
            json!({ "title": title, "label": names.label(ctx, *facet, value), "href": address(rest) }),
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
    super::pages(page, count, at)
}
