//! The actions by name.

use super::catalogue;
use super::datastore;
use super::envelope::{Error, Outcome};
use super::groups::{self, Group};
use super::parameters::Parameters;
use super::search;
use crate::app::App;
use serde_json::{Value, json};

/// Names of all actions with what `help_show` says of them.
const ACTIONS: &[(&str, &str)] = &[
    (
        "current_package_list_with_resources",
        "Return public datasets with their resources, the last changed first. Parameters: limit (10, at most 1000), offset.",
    ),
    (
        "datastore_search",
        "Search rows of a resource's table. Parameters: resource_id, filters, q, distinct, limit (100, at most 32000), offset, fields, sort, include_total, records_format.",
    ),
    (
        "group_list",
        "Return the names of the topics. Parameters: sort, limit, offset, groups, q, all_fields.",
    ),
    (
        "group_show",
        "Return a topic. Parameters: id (or name), include_datasets.",
    ),
    (
        "help_show",
        "Return the documentation of the action `name`.",
    ),
    (
        "license_list",
        "Return the licences that datasets can have.",
    ),
    (
        "organization_list",
        "Return the names of the organizations. Parameters: sort, limit, offset, organizations, q, all_fields.",
    ),
    (
        "organization_show",
        "Return an organization. Parameters: id (or name), include_datasets.",
    ),
    (
        "package_list",
        "Return the names of all public datasets. Parameters: limit, offset.",
    ),
    (
        "package_search",
        "Search public datasets. Parameters: q, fq (field:value), sort, rows (10, at most 1000), start, facet.field, facet.limit.",
    ),
    (
        "package_show",
        "Return a dataset with its resources. Parameter: id (or name).",
    ),
    ("resource_show", "Return a resource. Parameter: id."),
    ("site_read", "Return true."),
    (
        "status_show",
        "Return the site's title, address and version.",
    ),
    (
        "tag_list",
        "Return the keywords in use. Parameters: query, all_fields.",
    ),
];

/// Whether there is an action of that name.
pub(super) fn is_known(name: &str) -> bool {
    ACTIONS.iter().any(|(known, _)| *known == name)
}

/// Runs an action; `site` is the public address without a slash at the end.
pub(super) async fn run(
    app: &App,
    site: &str,
    action: &str,
    parameters: &Parameters,
) -> Result<Outcome, Error> {
    Ok(match action {
        "current_package_list_with_resources" => {
            catalogue::current_packages(app, site, parameters).await?
        }
        "datastore_search" => datastore::search(app, parameters).await?,
        "group_list" => groups::list(app, Group::Topic, parameters).await?,
        "group_show" => groups::show(app, site, Group::Topic, parameters).await?,
        "license_list" => catalogue::license_list().into(),
        "organization_list" => groups::list(app, Group::Organization, parameters).await?,
        "organization_show" => groups::show(app, site, Group::Organization, parameters).await?,
        "package_list" => catalogue::package_list(app, parameters).await?,
        "package_search" => search::package_search(app, site, parameters).await?,
        "package_show" => catalogue::package_show(app, site, parameters).await?,
        "resource_show" => catalogue::resource_show(app, site, parameters).await?,
        "tag_list" => catalogue::tag_list(app, parameters).await?,
        "site_read" => json!(true).into(),
        "status_show" => status(app, site).into(),
        "help_show" => help(parameters)?.into(),
        _ => return Err(Error::NotFound(None)),
    })
}

fn help(parameters: &Parameters) -> Result<Value, Error> {
    let name = parameters.required("name", "name")?;
    let mut actions = ACTIONS.iter();
    let (_, text) = actions
        .find(|(known, _)| *known == name)
        .ok_or_else(|| Error::NotFound(Some("Action function not found".to_owned())))?;
    Ok(json!(text))
}

fn status(app: &App, site: &str) -> Value {
    let settings = &app.settings.site;
    json!({
        "site_title": settings.name,
        "site_description": settings.tagline,
        "site_url": site,
        "error_emails_to": null,
        "locale_default": settings.language,
        "extensions": ["datastore", "dcat"],
        "ckan_version": "2.12.0",
        "lumbung_version": env!("CARGO_PKG_VERSION"),
    })
}
