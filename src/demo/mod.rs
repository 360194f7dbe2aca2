//! The demo: Magetan's organizations and topics, people of every role, and datasets in every state.
//!
//! Nothing is written past the parts: files are uploaded, inspected, handed in, claimed and decided as people would
//! do it. What was loaded before is left alone, so that a demo whose loading broke off is completed by the next start.

mod people;
mod story;

use crate::accounts::{organizations, people as accounts};
use crate::app::App;
use crate::catalog::topics;
use crate::database::Tx;
use crate::standards;
use rust_embed::RustEmbed;
use serde::Deserialize;

#[derive(RustEmbed)]
#[folder = "data/demo/"]
struct Embedded;

/// The manifest of the demo.
#[derive(Debug, Deserialize)]
struct Manifest {
    dataset: Vec<Entry>,
}

/// A dataset of the demo.
#[derive(Debug, Clone, Deserialize)]
struct Entry {
    name: String,
    file: String,
    #[serde(default)]
    sheet: Option<String>,
    organization: String,
    title: String,
    description: String,
    topics: Vec<String>,
    tags: Vec<String>,
    frequency: String,
    period: String,
    #[serde(default)]
    accept: Vec<crate::inspection::Offer>,
    state: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    update: Vec<Update>,
}

/// An update of a dataset of the demo.
#[derive(Debug, Clone, Deserialize)]
struct Update {
    kind: crate::submission::Kind,
    file: String,
    period: String,
    release_note: String,
    state: String,
}

/// Loads the demo; returns the lines to print for whoever started it.
pub async fn load(app: &App) -> anyhow::Result<Vec<String>> {
    let manifest = Embedded::get("manifest.toml")
        .map(|file| file.data.into_owned())
        .unwrap_or_default();
    let manifest: Manifest = toml::from_str(&String::from_utf8(manifest)?)?;
    let mut tx = app.database.begin().await?;
    let is_fresh = accounts::has_no_admin(&mut tx).await?;
    if is_fresh {
        base(&mut tx, app).await?;
    }
    tx.commit().await?;
    let lines = people::load(app, &manifest, is_fresh).await?;
    story::tell(app, &manifest).await?;
    Ok(lines)
}

async fn base(tx: &mut Tx, app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    for agency in standards::organizations::magetan() {
        let name = agency.abbreviation.to_lowercase();
        let draft = organizations::OrganizationDraft {
            // A domain that no one can have (RFC 2606).
            contact: format!("data.{name}@magetan.example"),
            name,
            title: agency.title,
            abbreviation: agency.abbreviation,
            kind: agency.kind,
            affairs: agency.affairs,
            ..organizations::OrganizationDraft::default()
        };
        organizations::create(tx, None, &draft, now).await?;
    }
    for affair in standards::affairs::list() {
        let draft = topics::TopicDraft {
            name: affair.slug.clone(),
            title: affair.name.clone(),
            title_en: affair.name_en.clone(),
            code: affair.code.clone(),
            description: String::new(),
        };
        topics::create(tx, None, &draft, now).await?;
    }
    Ok(())
}

fn file(name: &str) -> anyhow::Result<bytes::Bytes> {
    let file = Embedded::get(&format!("files/{name}"));
    Ok(file
        .ok_or_else(|| anyhow::anyhow!("the demo has no file {name}"))?
        .data
        .into_owned()
        .into())
}
