//! What machines and bibliographies read of a dataset.

use crate::catalog::public::PublicDataset;
use crate::standards::licences;
use crate::submission::metadata::Metadata;
use serde_json::{Value, json};

/// schema.org/Dataset as Google Dataset Search reads it, for a script element.
pub fn schema_org(found: &PublicDataset, metadata: &Metadata, base: &str) -> String {
    let distribution: Vec<Value> = found
        .resources
        .iter()
        .filter(|resource| resource.table_blob.is_some())
        .map(|resource| {
            json!({
                "@type": "DataDownload", "encodingFormat": "text/csv",
                "contentUrl": format!("{base}/api/v1/resources/{}/rows?format=csv", resource.resource_id),
            })
        })
        .collect();
    let value = json!({
        "@context": "https://schema.org/", "@type": "Dataset", "name": metadata.title,
        "description": metadata.description, "url": format!("{base}/dataset/{}", found.dataset.name),
        "keywords": metadata.tags, "version": found.version.number.to_string(),
        "license": licences::by_id(&metadata.licence).map(|l| l.url),
        "creator": { "@type": "Organization", "name": found.organization.title },
        "temporalCoverage": metadata.period, "distribution": distribution,
    });
    // A closing tag inside the data would end the script element.
    value.to_string().replace('<', "\\u003c")
}

/// The version as an entry of a bibliography.
pub fn bibtex(found: &PublicDataset, metadata: &Metadata, year: i16, base: &str) -> String {
    let number = found.version.number;
    let name = &found.dataset.name;
    let plain = |text: &str| text.replace(['{', '}', '\\'], "");
    format!(
        "@misc{{{name}-v{number},\n  author = {{{{{}}}}},\n  title = {{{}}},\n  year = {{{year}}},\n  version = {{{number}}},\n  url = {{{base}/dataset/{name}/versi/{number}}}\n}}",
        plain(&found.organization.title),
        plain(&metadata.title),
    )
}
