//! Actions that read organizations and topics, which CKAN calls groups.

use super::catalogue::packages;
use super::envelope::{Error, Outcome};
use super::package::time;
use super::parameters::Parameters;
use crate::accounts::organizations;
use crate::app::App;
use crate::catalog::{public, topics};
use crate::database::Tx;
use crate::search::{Facet, Query};
use serde_json::{Map, Value, json};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Most entries of a list.
const MOST: u64 = 1_000;
/// Datasets of an organization or topic that is shown with them, as in CKAN.
const MOST_PACKAGES: usize = 10;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// An organization.
    Organization,
    /// A topic.
    Topic,
}

impl Group {
    const fn word(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Topic => "group",
        }
    }

    const fn plural(self) -> &'static str {
        match self {
            Self::Organization => "organizations",
            Self::Topic => "groups",
        }
    }

    const fn facet(self) -> Facet {
        match self {
            Self::Organization => Facet::Organization,
            Self::Topic => Facet::Topic,
        }
    }
}

struct Entry {
    id: String,
    name: String,
    title: String,
    description: String,
    created_at: i64,
    is_archived: bool,
    count: i64,
}

async fn entries(tx: &mut Tx, group: Group) -> Result<Vec<Entry>, Error> {
    let counts = match group {
        Group::Organization => public::count_by_organization(tx).await?,
        Group::Topic => public::count_by_topic(tx).await?,
    };
    let counts: BTreeMap<String, i64> = counts.into_iter().collect();
    let mut entries: Vec<Entry> = match group {
        Group::Organization => {
            let all = organizations::list(tx).await?.into_iter();
            all.map(|one| Entry {
                id: one.id.to_string(),
                name: one.name,
                title: one.title,
                description: one.description,
                created_at: one.created_at,
                is_archived: one.archived_at.is_some(),
                count: 0,
            })
            .collect()
        }
        Group::Topic => {
            let all = topics::list(tx).await?.into_iter();
            all.map(|one| Entry {
                id: one.id.to_string(),
                name: one.name,
                title: one.title,
                description: one.description,
                created_at: one.created_at,
                is_archived: one.archived_at.is_some(),
                count: 0,
            })
            .collect()
        }
    };
    for entry in &mut entries {
        entry.count = counts.get(&entry.id).copied().unwrap_or(0);
    }
    Ok(entries)
}

/// `organization_list` and `group_list`.
pub(super) async fn list(
    app: &App,
    group: Group,
    parameters: &Parameters,
) -> Result<Outcome, Error> {
    let whole = parameters.strict_flag("all_fields", false)?;
    let with_count = parameters.strict_flag("include_dataset_count", true)?;
    let limit = parameters.natural("limit")?.unwrap_or(MOST).min(MOST);
    let offset = parameters.natural("offset")?.unwrap_or(0);
    let wanted = parameters.text("q").unwrap_or_default().to_lowercase();
    let named = parameters.list(group.plural());
    let mut tx = app.database.begin_read().await?;
    let mut entries = entries(&mut tx, group).await?;
    entries.retain(|entry| {
        let texts = [&entry.name, &entry.title, &entry.description];
        (!entry.is_archived || entry.count > 0)
            && texts
                .iter()
                .any(|text| text.to_lowercase().contains(&wanted))
            && (named.is_empty() || named.contains(&entry.name))
    });
    sort(&mut entries, parameters)?;
    let start = usize::try_from(offset).unwrap_or(usize::MAX);
    let count = usize::try_from(limit).unwrap_or(usize::MAX);
    let page = entries.iter().skip(start).take(count);
    let values = page.map(|entry| {
        if whole {
            Value::Object(dict(group, entry, with_count))
        } else {
            json!(entry.name)
        }
    });
    Ok(Value::Array(values.collect()).into())
}

fn sort(entries: &mut [Entry], parameters: &Parameters) -> Result<(), Error> {
    let sort = parameters
        .text("sort")
        .or_else(|| parameters.text("order_by"))
        .unwrap_or_else(|| "title asc".to_owned());
    let mut words = sort.split_whitespace();
    let field = words.next().unwrap_or("title");
    let direction = words.next().map(str::to_lowercase);
    let by_count = matches!(field, "package_count" | "packages");
    match field {
        "name" => entries.sort_by(|a, b| a.name.cmp(&b.name)),
        "title" => {
            entries.sort_by_cached_key(|entry| (entry.title.to_lowercase(), entry.name.clone()));
        }
        "package_count" | "packages" => {
            entries.sort_by_cached_key(|entry| (entry.count, Reverse(entry.name.clone())));
        }
        other => {
            let mut fields = Map::new();
            let text = format!("Cannot sort by field `{other}`");
            fields.insert("message".to_owned(), json!(text));
            return Err(Error::Invalid(fields));
        }
    }
    if direction.map_or(by_count, |word| word == "desc") {
        entries.reverse();
    }
    Ok(())
}

/// `organization_show` and `group_show`.
pub(super) async fn show(
    app: &App,
    site: &str,
    group: Group,
    parameters: &Parameters,
) -> Result<Outcome, Error> {
    let id = parameters.required("id", "id")?;
    let with_count = parameters.strict_flag("include_dataset_count", true)?;
    let with_packages = parameters.strict_flag("include_datasets", false)?;
    let mut tx = app.database.begin_read().await?;
    let entries = entries(&mut tx, group).await?;
    let mut entries = entries.iter();
    let entry = entries
        .find(|entry| entry.id == id || entry.name == id)
        .ok_or(Error::NotFound(None))?;
    let mut dict = dict(group, entry, with_count);
    for key in ["extras", "users", "tags"] {
        dict.insert(key.to_owned(), json!([]));
    }
    if with_packages {
        let query = Query {
            filters: vec![(group.facet(), vec![entry.name.clone()])],
            limit: MOST_PACKAGES,
            ..Query::default()
        };
        let hits = app.search.search(query).await?.hits;
        let ids: Vec<String> = hits.into_iter().map(|hit| hit.id).collect();
        let found = packages(app, &mut tx, site, &ids).await?;
        dict.insert("packages".to_owned(), found);
    }
    Ok(Value::Object(dict).into())
}

fn dict(group: Group, entry: &Entry, with_count: bool) -> Map<String, Value> {
    let dict = json!({
        "id": entry.id,
        "name": entry.name,
        "title": entry.title,
        "display_name": if entry.title.is_empty() { &entry.name } else { &entry.title },
        "type": group.word(),
        "description": entry.description,
        "image_url": "",
        "image_display_url": "",
        "created": time(entry.created_at),
        "is_organization": group == Group::Organization,
        "approval_status": "approved",
        "state": "active",
        "num_followers": 0,
        "groups": [],
    });
    let Value::Object(mut dict) = dict else {
        return Map::new();
    };
    if with_count {
        dict.insert("package_count".to_owned(), json!(entry.count));
    }
    dict
}
