//! The facets of `package_search`.

use super::super::formats;
use super::envelope::Error;
use super::parameters::Parameters;
use super::restriction::{constant, facet};
use super::search::Found;
use crate::accounts::organizations;
use crate::catalog::topics;
use crate::database::Tx;
use crate::search::{Facet, FacetRequest, Scope};
use crate::standards::licences;
use serde_json::{Map, Value, json};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Values of one facet at most.
const MOST_VALUES: usize = 10_000;
const USUAL_VALUES: i64 = 50;

/// The facets that were asked for.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    fields: Vec<String>,
    limit: usize,
}

/// Reads `facet`, `facet.field` and `facet.limit`.
pub(super) fn wanted(parameters: &Parameters) -> Result<Wanted, Error> {
    let limit = parameters.integer("facet.limit")?.unwrap_or(USUAL_VALUES);
    // Every negative number means all, as CKAN's -1 does.
    let limit = usize::try_from(limit).map_or(MOST_VALUES, |limit| limit.min(MOST_VALUES));
    let fields = match parameters.value("facet.field") {
        None => Vec::new(),
        Some(Value::Array(_)) => parameters.list("facet.field"),
        Some(Value::String(text)) if matches!(serde_json::from_str(text), Ok(Value::Array(_))) => {
            parameters.list("facet.field")
        }
        Some(_) => {
            let mut problem = Map::new();
            let messages = json!(["Could not parse as valid JSON", "Not a list"]);
            problem.insert("facet.field".to_owned(), messages);
            return Err(Error::Invalid(problem));
        }
    };
    if !parameters.loose_flag("facet", true) {
        return Ok(Wanted::default());
    }
    Ok(Wanted { fields, limit })
}

impl Wanted {
    /// What the index has to count.
    pub(super) fn requests(&self) -> Vec<FacetRequest> {
        let fields = self.fields.iter();
        fields
            .filter_map(|field| index_facet(field))
            .map(|facet| FacetRequest {
                facet,
                limit: self.limit,
                scope: Scope::Hits,
            })
            .collect()
    }
}

fn index_facet(field: &str) -> Option<Facet> {
    match field {
        "owner_org" => Some(Facet::Organization),
        field => facet(field),
    }
}

/// The two forms of the counts: `facets` and `search_facets`.
pub(super) async fn answer(
    tx: &mut Tx,
    wanted: &Wanted,
    found: &Found,
) -> Result<(Value, Value), Error> {
    let mut counts = Map::new();
    let mut titled = Map::new();
    if wanted.fields.is_empty() {
        return Ok((json!({}), json!({})));
    }
    let organizations = organizations::list(tx).await?;
    let topics = topics::list(tx).await?;
    let ids: BTreeMap<&str, &str> = organizations
        .iter()
        .map(|one| (one.name.as_str(), one.id.as_str()))
        .collect();
    let titles_of_organizations = organizations.iter().map(|one| (&one.name, &one.title));
    let titles_of_topics = topics.iter().map(|one| (&one.name, &one.title));
    let organization_titles: BTreeMap<_, _> = titles_of_organizations.collect();
    let topic_titles: BTreeMap<_, _> = titles_of_topics.collect();
    for field in &wanted.fields {
        let mut values = Map::new();
        let mut items = Vec::new();
        for (value, count) in raw_counts(field, found) {
            let name = match field.as_str() {
                "res_format" => formats::ckan(&value),
                "owner_org" => ids.get(value.as_str()).map_or(value, |id| (*id).to_owned()),
                _ => value,
            };
            let title = match field.as_str() {
                "organization" => organization_titles.get(&name).map(|title| title.as_str()),
                "groups" => topic_titles.get(&name).map(|title| title.as_str()),
                "license_id" => licences::by_id(&name).map(|licence| licence.title),
                _ => None,
            };
            let display = title.unwrap_or(&name).to_owned();
            items.push((Reverse(display), name.clone(), count));
            values.insert(name, json!(count));
        }
        items.sort();
        let items = items.into_iter().map(|(Reverse(display), name, count)| {
            json!({ "name": name, "display_name": display, "count": count })
        });
        let items: Vec<Value> = items.collect();
        counts.insert(field.clone(), Value::Object(values));
        titled.insert(field.clone(), json!({ "title": field, "items": items }));
    }
    Ok((Value::Object(counts), Value::Object(titled)))
}

fn raw_counts(field: &str, found: &Found) -> Vec<(String, u64)> {
    if let Some(facet) = index_facet(field) {
        let counts = found.facets.iter().find(|counts| counts.facet == facet);
        let values = counts.into_iter().flat_map(|counts| &counts.values);
        return values.map(|one| (one.value.clone(), one.count)).collect();
    }
    match constant(field) {
        Some(value) if found.total > 0 && !value.is_empty() => {
            vec![(value.to_owned(), found.total)]
        }
        _ => Vec::new(),
    }
}
