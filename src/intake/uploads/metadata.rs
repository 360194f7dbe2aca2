//! tus' `Upload-Metadata`: pairs of a key and a base64 value, separated by commas.

use super::Error;
use crate::intake::names;
use base64::{Engine, engine::general_purpose::STANDARD};

const MOST_BYTES: usize = 4096;

/// Refuses metadata that is too long or not well formed.
pub fn check(metadata: &str) -> Result<(), Error> {
    let is_fine = metadata.len() <= MOST_BYTES
        && (metadata.is_empty() || metadata.split(',').all(|pair| parse(pair).is_some()));
    if is_fine {
        Ok(())
    } else {
        Err(Error::Metadata)
    }
}

fn parse(pair: &str) -> Option<(&str, String)> {
    let pair = pair.trim_matches(' ');
    let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
    if key.is_empty() || !key.bytes().all(|b| b.is_ascii_graphic()) {
        return None;
    }
    let value = STANDARD.decode(value).ok()?;
    Some((key, String::from_utf8(value).ok()?))
}

fn value(metadata: &str, wanted: &str) -> Option<String> {
    metadata
        .split(',')
        .filter_map(parse)
        .find(|(key, _)| *key == wanted)
        .map(|(_, value)| value)
}

/// The file's name, made safe to show.
pub fn file_name(metadata: &str) -> String {
    let name = value(metadata, "filename").or_else(|| value(metadata, "name"));
    names::clean(&name.unwrap_or_default())
}

/// What the sender tells files of one name apart by, such as when it was changed last; empty when nothing was said.
pub fn mark(metadata: &str) -> String {
    value(metadata, "mark").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{check, file_name, mark};

    #[test]
    fn a_name_is_read_and_cleaned() {
        let metadata = "mark MTc=,filename Li4vcGVuZHVkdWsgMjAyNC54bHN4,is_confidential";
        assert!(check(metadata).is_ok());
        assert_eq!(file_name(metadata), "penduduk 2024.xlsx");
        assert_eq!(mark(metadata), "17");
        assert_eq!(mark(""), "");
        assert_eq!(file_name(""), "berkas");
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        let long = format!("filename {}", "A".repeat(5000));
        for metadata in [
            ",",
            "filename %%%",
            "filename /w==",
            "mark MTc",
            " ",
            "é YQ==",
            &long,
        ] {
            assert!(check(metadata).is_err(), "{metadata}");
        }
    }
}
