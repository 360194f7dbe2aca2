//! Names of classes and properties.

use oxrdf::NamedNodeRef;

type Name = NamedNodeRef<'static>;

/// Namespaces with their prefixes.
pub(super) const PREFIXES: &[(&str, &str)] = &[
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("hydra", "http://www.w3.org/ns/hydra/core#"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

macro_rules! names {
    ($module:ident, $space:literal, { $($constant:ident = $name:literal),+ $(,)? }) => {
        pub(super) mod $module {
            use super::Name;
            $(pub(in crate::interop::dcat) const $constant: Name =
                Name::new_unchecked(concat!($space, $name));)+
        }
    };
}

names!(dcat, "http://www.w3.org/ns/dcat#", {
    CATALOG = "Catalog",
    DATASET = "Dataset",
    DISTRIBUTION = "Distribution",
    HAS_DATASET = "dataset",
    HAS_DISTRIBUTION = "distribution",
    KEYWORD = "keyword",
    THEME = "theme",
    VERSION = "version",
    LANDING_PAGE = "landingPage",
    CONTACT_POINT = "contactPoint",
    START_DATE = "startDate",
    END_DATE = "endDate",
    ACCESS_URL = "accessURL",
    DOWNLOAD_URL = "downloadURL",
    MEDIA_TYPE = "mediaType",
    BYTE_SIZE = "byteSize",
});

names!(dct, "http://purl.org/dc/terms/", {
    TITLE = "title",
    DESCRIPTION = "description",
    IDENTIFIER = "identifier",
    ISSUED = "issued",
    MODIFIED = "modified",
    PUBLISHER = "publisher",
    LANGUAGE = "language",
    FREQUENCY = "accrualPeriodicity",
    TEMPORAL = "temporal",
    PERIOD_OF_TIME = "PeriodOfTime",
    ACCESS_RIGHTS = "accessRights",
    FORMAT = "format",
    LICENSE = "license",
});

names!(foaf, "http://xmlns.com/foaf/0.1/", {
    AGENT = "Agent",
    NAME = "name",
    HOMEPAGE = "homepage",
});

names!(vcard, "http://www.w3.org/2006/vcard/ns#", {
    ORGANIZATION = "Organization",
    FULL_NAME = "fn",
    HAS_EMAIL = "hasEmail",
    HAS_TELEPHONE = "hasTelephone",
});

names!(spdx, "http://spdx.org/rdf/terms#", {
    CHECKSUM = "checksum",
    CHECKSUM_CLASS = "Checksum",
    ALGORITHM = "algorithm",
    SHA256 = "checksumAlgorithm_sha256",
    VALUE = "checksumValue",
});

names!(hydra, "http://www.w3.org/ns/hydra/core#", {
    PAGED_COLLECTION = "PagedCollection",
    FIRST = "first",
    LAST = "last",
    NEXT = "next",
    PREVIOUS = "previous",
    TOTAL_ITEMS = "totalItems",
    ITEMS_PER_PAGE = "itemsPerPage",
});
