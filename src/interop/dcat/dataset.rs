//! Datasets and their distributions in DCAT 3 with the properties that DCAT-AP asks for.

use super::graph::{Graph, Node, iri};
use super::vocabulary::{dcat, dct, foaf, spdx, vcard};
use crate::accounts::Organization;
use crate::catalog::VersionResource;
use crate::catalog::public::PublicDataset;
use crate::interop::ckan::package::{download_url, themes};
use crate::interop::{formats, period};
use crate::standards::{frequencies, licences};
use crate::storage::BlobHash;
use crate::submission::Metadata;
use crate::submission::metadata::Openness;
use oxrdf::NamedNode;
use oxrdf::vocab::xsd;

const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";

/// IRI of the Indonesian language.
pub(super) const LANGUAGE: &str = "http://publications.europa.eu/resource/authority/language/IND";

/// IRI of a dataset, made of its id, so that it outlives its name.
pub(super) fn dataset_iri(site: &str, found: &PublicDataset) -> Option<NamedNode> {
    iri(&format!("{site}/dataset/{}", found.dataset.id))
}

/// Describes a dataset. `portal` is the portal's own contact.
///
/// Errors: [`crate::catalog::Error::Database`] when the stored description does not parse.
pub(super) fn describe(
    graph: &mut Graph,
    site: &str,
    portal: &str,
    found: &PublicDataset,
) -> Result<(), crate::catalog::Error> {
    let metadata = found.version.metadata()?;
    let Some(subject) = dataset_iri(site, found) else {
        return Ok(());
    };
    let organization = &found.organization;
    let publisher = iri(&format!("{site}/organization/{}", organization.id));
    let temporal = period::years(&metadata.period)
        .and_then(|years| Some((years, iri(&format!("{}#period", subject.as_str()))?)));
    let contact = Some(found.contact(&metadata.contact, portal))
        .filter(|contact| !contact.words.is_empty())
        .and_then(|contact| Some((contact, iri(&format!("{}#contact", subject.as_str()))?)));
    let distributions = distributions(site, found);

    let mut node = graph.describe(&subject, dcat::DATASET);
    own_facts(&mut node, site, found, &metadata);
    if let Some(publisher) = &publisher {
        node.link(dct::PUBLISHER, publisher.clone());
    }
    if let Some((_, period)) = &temporal {
        node.link(dct::TEMPORAL, period.clone());
    }
    if let Some((_, contact)) = &contact {
        node.link(dcat::CONTACT_POINT, contact.clone());
    }
    for distribution in &distributions {
        node.link(dcat::HAS_DISTRIBUTION, distribution.subject.clone());
    }

    if let Some(((first, last), subject)) = temporal {
        let mut node = graph.describe(&subject, dct::PERIOD_OF_TIME);
        node.typed(dcat::START_DATE, &format!("{first:04}-01-01"), xsd::DATE);
        node.typed(dcat::END_DATE, &format!("{last:04}-12-31"), xsd::DATE);
    }
    if let Some((contact, subject)) = contact {
        let mut node = graph.describe(&subject, vcard::ORGANIZATION);
        node.words(vcard::FULL_NAME, &organization.title);
        if let Some(address) = contact.email() {
            node.link_to(vcard::HAS_EMAIL, &format!("mailto:{address}"));
        }
        if let Some(number) = contact.telephone() {
            node.link_to(vcard::HAS_TELEPHONE, number);
        }
    }
    for distribution in distributions {
        distribution.describe(graph, found, &metadata);
    }
    if let Some(publisher) = publisher {
        agent(graph, site, &publisher, organization);
    }
    Ok(())
}

fn own_facts(node: &mut Node<'_>, site: &str, found: &PublicDataset, metadata: &Metadata) {
    let dataset = &found.dataset;
    node.words(dct::TITLE, &metadata.title);
    node.words(dct::DESCRIPTION, &metadata.description);
    node.text(dct::IDENTIFIER, dataset.id.as_str());
    node.text(dcat::VERSION, &found.version.number.to_string());
    node.moment(
        dct::ISSUED,
        dataset
            .first_released_at
            .unwrap_or(found.version.released_at),
    );
    node.moment(dct::MODIFIED, found.version.released_at);
    node.link_to(dct::LANGUAGE, LANGUAGE);
    node.link_to(
        dcat::LANDING_PAGE,
        &format!("{site}/dataset/{}", dataset.name),
    );
    node.link_to(dct::ACCESS_RIGHTS, &access_rights(metadata.openness));
    for word in &metadata.tags {
        node.words(dcat::KEYWORD, word);
    }
    for theme in themes(metadata) {
        node.link_to(dcat::THEME, theme);
    }
    if let Some(frequency) = frequencies::by_code(&metadata.frequency) {
        node.link_to(dct::FREQUENCY, &frequency.uri);
    }
}

fn agent(graph: &mut Graph, site: &str, subject: &NamedNode, organization: &Organization) {
    if graph.knows(subject) {
        return;
    }
    let mut node = graph.describe(subject, foaf::AGENT);
    node.words(foaf::NAME, &organization.title);
    node.link_to(
        foaf::HOMEPAGE,
        &format!("{site}/organization/{}", organization.name),
    );
}

fn access_rights(openness: Openness) -> String {
    let code = match openness {
        Openness::Open => "PUBLIC",
        Openness::Restricted => "RESTRICTED",
        Openness::Exempt => "NON_PUBLIC",
    };
    format!("{AUTHORITY}/access-right/{code}")
}

/// One form in which a resource can be fetched.
struct Distribution<'a> {
    subject: NamedNode,
    file: &'a VersionResource,
    /// Word of the format.
    format: &'a str,
    page: String,
    download: String,
    /// Number of bytes and their hash, where they are the same for every caller.
    bytes: Option<(i64, &'a BlobHash)>,
    is_original: bool,
}

fn distributions<'a>(site: &str, found: &'a PublicDataset) -> Vec<Distribution<'a>> {
    let mut all = Vec::new();
    let dataset = &found.dataset;
    for file in &found.resources {
        let id = &file.resource_id;
        let base = format!("{site}/dataset/{}/resource/{id}", dataset.id);
        let page = format!("{site}/dataset/{}/resource/{id}", dataset.name);
        let mut add = |subject: &str, format, download, bytes, is_original| {
            all.extend(iri(subject).map(|subject| Distribution {
                subject,
                file,
                format,
                page: page.clone(),
                download,
                bytes,
                is_original,
            }));
        };
        let original = Some((file.original_size, &file.original_blob));
        add(
            &base,
            file.format.as_str(),
            download_url(site, found, file),
            original,
            true,
        );
        let Some(table) = &file.table_blob else {
            continue;
        };
        let dump = format!("{site}/datastore/dump/{id}?format=csv");
        add(&format!("{base}#csv"), "csv", dump, None, false);
        let parquet = format!("{site}/api/v1/resources/{id}/rows?format=parquet");
        let bytes = Some((file.table_size, table));
        add(&format!("{base}#parquet"), "parquet", parquet, bytes, false);
    }
    all
}

impl Distribution<'_> {
    fn describe(&self, graph: &mut Graph, found: &PublicDataset, metadata: &Metadata) {
        let checksum = iri(&match self.subject.as_str().split_once('#') {
            Some((base, part)) => format!("{base}#{part}-checksum"),
            None => format!("{}#checksum", self.subject.as_str()),
        });
        let mut node = graph.describe(&self.subject, dcat::DISTRIBUTION);
        let format = formats::ckan(self.format);
        if self.is_original {
            node.words(dct::TITLE, &self.file.name);
        } else {
            node.words(dct::TITLE, &format!("{} ({format})", self.file.name));
        }
        node.words(dct::DESCRIPTION, &self.file.description);
        node.link_to(dcat::ACCESS_URL, &self.page);
        node.link_to(dcat::DOWNLOAD_URL, &self.download);
        if let Some(media) = formats::media_type(self.format) {
            node.link_to(
                dcat::MEDIA_TYPE,
                &format!("https://www.iana.org/assignments/media-types/{media}"),
            );
        }
        if let Some(format) = formats::eu_file_type(self.format) {
            node.link_to(dct::FORMAT, &format);
        }
        let licence = licences::by_id(&metadata.licence);
        if let Some(licence) = licence.filter(|licence| !licence.url.is_empty()) {
            node.link_to(dct::LICENSE, licence.url);
        }
        node.moment(dct::MODIFIED, found.version.released_at);
        let (Some((size, hash)), Some(checksum)) = (self.bytes, checksum) else {
            return;
        };
        node.typed(
            dcat::BYTE_SIZE,
            &size.to_string(),
            xsd::NON_NEGATIVE_INTEGER,
        );
        node.link(spdx::CHECKSUM, checksum.clone());
        let mut node = graph.describe(&checksum, spdx::CHECKSUM_CLASS);
        node.link(spdx::ALGORITHM, spdx::SHA256.into_owned());
        node.typed(spdx::VALUE, hash.as_str(), xsd::HEX_BINARY);
    }
}
