//! File formats as catalogues spell them.

/// A format with its names in other vocabularies.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// The word in this catalogue.
    word: &'static str,
    /// CKAN's spelling.
    ckan: &'static str,
    /// IANA media type.
    media: &'static str,
    /// Code in the EU's file type authority table; empty when it has none.
    eu: &'static str,
}

const fn known(
    word: &'static str,
    ckan: &'static str,
    media: &'static str,
    eu: &'static str,
) -> Known {
    Known {
        word,
        ckan,
        media,
        eu,
    }
}

// Sources: IANA media types; http://publications.europa.eu/resource/authority/file-type
static KNOWN: [Known; 22] = [
    known("csv", "CSV", "text/csv", "CSV"),
    known("tsv", "TSV", "text/tab-separated-values", "TSV"),
    known(
        "xlsx",
        "XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "XLSX",
    ),
    known("xls", "XLS", "application/vnd.ms-excel", "XLS"),
    known(
        "xlsb",
        "XLSB",
        "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        "",
    ),
    known(
        "ods",
        "ODS",
        "application/vnd.oasis.opendocument.spreadsheet",
        "ODS",
    ),
    known("json", "JSON", "application/json", "JSON"),
    known("jsonl", "JSONL", "application/x-ndjson", ""),
    known("ndjson", "NDJSON", "application/x-ndjson", ""),
    known("geojson", "GeoJSON", "application/geo+json", "GEOJSON"),
    known(
        "parquet",
        "Parquet",
        "application/vnd.apache.parquet",
        "PARQUET",
    ),
    known("xml", "XML", "application/xml", "XML"),
    known("html", "HTML", "text/html", "HTML"),
    known("pdf", "PDF", "application/pdf", "PDF"),
    known("zip", "ZIP", "application/zip", "ZIP"),
    known("txt", "TXT", "text/plain", "TXT"),
    known("doc", "DOC", "application/msword", "DOC"),
    known(
        "docx",
        "DOCX",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "DOCX",
    ),
    known("kml", "KML", "application/vnd.google-earth.kml+xml", "KML"),
    known("gpkg", "GPKG", "application/geopackage+sqlite3", "GPKG"),
    known("png", "PNG", "image/png", "PNG"),
    known("jpeg", "JPEG", "image/jpeg", "JPEG"),
];

fn find(word: &str) -> Option<&'static Known> {
    KNOWN
        .iter()
        .find(|known| known.word.eq_ignore_ascii_case(word))
}

/// CKAN's spelling of a format, such as `GeoJSON`; upper case when it is unknown.
pub(super) fn ckan(word: &str) -> String {
    find(word).map_or_else(|| word.to_uppercase(), |known| known.ckan.to_owned())
}

/// The ways in which the catalogue may have stored a format that is asked for.
pub(super) fn stored_forms(asked: &str) -> Vec<String> {
    let mut forms = vec![asked.to_owned(), asked.to_lowercase(), asked.to_uppercase()];
    forms.dedup();
    forms
}

/// The media type without parameters.
pub(super) fn media_type(word: &str) -> Option<&'static str> {
    find(word).map(|known| known.media)
}

/// The format's IRI in the EU's authority table.
pub(super) fn eu_file_type(word: &str) -> Option<String> {
    let known = find(word).filter(|known| !known.eu.is_empty())?;
    Some(format!(
        "http://publications.europa.eu/resource/authority/file-type/{}",
        known.eu
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_spelled_as_in_ckan() {
        assert_eq!(ckan("geojson"), "GeoJSON");
        assert_eq!(ckan("XLSX"), "XLSX");
        assert_eq!(ckan("shp"), "SHP");
        assert_eq!(media_type("shp"), None);
    }
}
