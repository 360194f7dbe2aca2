//! Datasets and resources as CKAN's dicts.

use super::super::{formats, period};
use crate::accounts::Organization;
use crate::catalog::gather::FileDates;
use crate::catalog::public::PublicDataset;
use crate::catalog::{Topic, VersionResource};
use crate::database::clock;
use crate::standards::{affairs, licences};
use crate::submission::Metadata;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// A time as CKAN writes it: UTC without a zone, always six digits of a second.
pub(super) fn time(micros: i64) -> String {
    let at = clock::timestamp(micros);
    at.strftime("%Y-%m-%dT%H:%M:%S%.6f").to_string()
}

/// The package dict, the same in `package_show` and in search results. `portal` is the portal's own contact.
///
/// Errors: [`crate::catalog::Error::Database`] when the stored description does not parse.
pub(super) fn package(
    site: &str,
    portal: &str,
    found: &PublicDataset,
    dates: &FileDates,
) -> Result<Value, crate::catalog::Error> {
    let dataset = &found.dataset;
    let metadata = found.version.metadata()?;
    let contact = found.contact(&metadata.contact, portal);
    let resources = found.resources.iter().enumerate();
    let resources: Vec<Value> = resources
        .map(|(position, file)| resource(site, found, file, position, dates))
        .collect();
    let mut package = json!({
        "id": dataset.id,
        "name": dataset.name,
        "title": if metadata.title.is_empty() { &dataset.name } else { &metadata.title },
        "notes": metadata.description,
        "url": null,
        "version": found.version.number.to_string(),
        "author": found.organization.title,
        "author_email": null,
        "maintainer": some(&contact.words),
        "maintainer_email": contact.email(),
        "type": "dataset",
        "state": "active",
        "private": false,
        "creator_user_id": null,
        "owner_org": found.organization.id,
        "organization": organization(&found.organization),
        "groups": found.topics.iter().map(group).collect::<Vec<_>>(),
        "tags": tags(&metadata.tags),
        "num_tags": metadata.tags.len(),
        "num_resources": resources.len(),
        "extras": extras(&metadata),
        "resources": resources,
        "relationships_as_subject": [],
        "relationships_as_object": [],
        "metadata_created": time(dataset.first_released_at.unwrap_or(found.version.released_at)),
        "metadata_modified": time(found.version.released_at),
    });
    if let Value::Object(package) = &mut package {
        licence(&metadata.licence, package);
    }
    Ok(package)
}

fn licence(id: &str, package: &mut Map<String, Value>) {
    let known = licences::by_id(id);
    package.insert("license_id".to_owned(), some(id));
    let title = known.map_or(id, |licence| licence.title);
    package.insert("license_title".to_owned(), some(title));
    if let Some(licence) = known.filter(|licence| !licence.url.is_empty()) {
        package.insert("license_url".to_owned(), json!(licence.url));
    }
    let is_open = known.is_some_and(|licence| licence.is_open);
    package.insert("isopen".to_owned(), json!(is_open));
}

fn some(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        json!(text)
    }
}

/// What belongs to the description and has no key of its own in CKAN.
fn extras(metadata: &Metadata) -> Vec<Value> {
    let mut extras: Vec<(&str, String)> = vec![
        ("frequency", metadata.frequency.clone()),
        ("openness", metadata.openness.as_str().to_owned()),
        ("period", metadata.period.clone()),
        ("release_note", metadata.release_note.clone()),
    ];
    if let Some((first, last)) = period::years(&metadata.period) {
        extras.push(("temporal_start", first.to_string()));
        extras.push(("temporal_end", last.to_string()));
    }
    let themes = themes(metadata);
    if !themes.is_empty() {
        extras.push(("theme", json!(themes).to_string()));
    }
    extras.retain(|(_, value)| !value.is_empty());
    extras.sort_unstable();
    let pairs = extras.into_iter();
    pairs
        .map(|(key, value)| json!({ "key": key, "value": value }))
        .collect()
}

/// IRIs of the EU data themes of the topics.
pub(in crate::interop) fn themes(metadata: &Metadata) -> Vec<&'static str> {
    let affairs = metadata
        .topics
        .iter()
        .filter_map(|name| affairs::by_slug(name));
    let mut themes: Vec<_> = affairs
        .map(|affair| affair.theme_uri.as_str())
        .filter(|theme| !theme.is_empty())
        .collect();
    themes.sort_unstable();
    themes.dedup();
    themes
}

fn tags(names: &[String]) -> Vec<Value> {
    let mut names: Vec<&String> = names.iter().collect();
    names.sort_unstable();
    names
        .into_iter()
        .map(|name| {
            let mut tag = tag(name);
            if let Value::Object(tag) = &mut tag {
                tag.insert("state".to_owned(), json!("active"));
            }
            tag
        })
        .collect()
}

/// A tag dict. Keywords have no ids of their own; the one here is made of the word, so it stays the same.
pub(super) fn tag(name: &str) -> Value {
    let hash = Sha256::digest(name.as_bytes());
    let mut bytes = [0; 16];
    for (byte, hashed) in bytes.iter_mut().zip(hash) {
        *byte = hashed;
    }
    let id = uuid::Builder::from_custom_bytes(bytes).into_uuid();
    json!({
        "id": id.to_string(),
        "name": name,
        "display_name": name,
        "vocabulary_id": null,
    })
}

/// The organization inside a package.
fn organization(organization: &Organization) -> Value {
    json!({
        "id": organization.id,
        "name": organization.name,
        "title": organization.title,
        "type": "organization",
        "description": organization.description,
        "image_url": "",
        "created": time(organization.created_at),
        "is_organization": true,
        "approval_status": "approved",
        "state": "active",
    })
}

/// A topic inside a package.
fn group(topic: &Topic) -> Value {
    json!({
        "id": topic.id,
        "name": topic.name,
        "title": topic.title,
        "display_name": topic.title,
        "description": topic.description,
        "image_display_url": "",
    })
}

/// Address of a resource's file.
pub(in crate::interop) fn download_url(
    site: &str,
    found: &PublicDataset,
    file: &VersionResource,
) -> String {
    let name: String = form_urlencoded::byte_serialize(file.file_name.as_bytes()).collect();
    let name = name.replace('+', "%20");
    let (dataset, resource) = (&found.dataset.id, &file.resource_id);
    format!("{site}/dataset/{dataset}/resource/{resource}/download/{name}")
}

/// The resource dict.
pub(super) fn resource(
    site: &str,
    found: &PublicDataset,
    file: &VersionResource,
    position: usize,
    dates: &FileDates,
) -> Value {
    let released = found.version.released_at;
    json!({
        "id": file.resource_id,
        "package_id": found.dataset.id,
        "url": download_url(site, found, file),
        "url_type": "upload",
        "name": file.name,
        "description": file.description,
        "format": formats::ckan(&file.format),
        "mimetype": formats::media_type(&file.format),
        "mimetype_inner": null,
        "size": file.original_size,
        "hash": "",
        "checksum": file.original_blob.as_str(),
        "checksum_algorithm": "sha-256",
        "position": position,
        "state": "active",
        "resource_type": null,
        "cache_url": null,
        "cache_last_updated": null,
        "created": time(dates.created(&file.resource_id).unwrap_or(released)),
        "last_modified": time(dates.changed(file).unwrap_or(released)),
        "metadata_modified": time(released),
        "datastore_active": file.table_blob.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_six_digits_and_no_zone() {
        assert_eq!(time(1_700_000_000_000_000), "2023-11-14T22:13:20.000000");
        assert_eq!(time(1_700_000_000_012_345), "2023-11-14T22:13:20.012345");
    }

    #[test]
    fn a_tag_keeps_its_id() {
        assert_eq!(tag("gizi"), tag("gizi"));
        assert_ne!(tag("gizi"), tag("balita"));
    }
}
