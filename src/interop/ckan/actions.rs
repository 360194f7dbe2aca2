//! The actions by name.

use super::envelope::{Error, Outcome};
use super::parameters::Parameters;
use crate::app::App;
use serde_json::{Value, json};

/// Names of all actions with what `help_show` says of them.
const ACTIONS: &[(&str, &str)] = &[
    (
        "help_show",
        "Return the documentation of the action `name`.",
    ),
    ("site_read", "Return true."),
    (
        "status_show",
        "Return the site's title, address and version.",
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
