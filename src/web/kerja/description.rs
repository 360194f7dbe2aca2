//! The description of a submission, field by field in words: before it is sent and while it is reviewed.

use crate::standards::{frequencies, licences};
use crate::submission::Metadata;
use crate::web::i18n::Language;
use serde::Serialize;
use std::collections::BTreeMap;

/// A field of the description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldView {
    /// Message id of its label.
    pub label: &'static str,
    /// Its name in the form of the description.
    pub field: &'static str,
    /// What it says, codes as their titles; empty when nothing was filled in.
    pub words: String,
}

/// The fields in the order of the form; `topics` are the titles of topics by their names.
pub fn fields(
    language: Language,
    metadata: &Metadata,
    topics: &BTreeMap<String, String>,
) -> Vec<FieldView> {
    let field = |label, field, words: String| FieldView {
        label,
        field,
        words,
    };
    let topic = |name: &String| topics.get(name).unwrap_or(name).clone();
    let named: Vec<String> = metadata.topics.iter().map(topic).collect();
    let openness = format!("openness-{}", metadata.openness.as_str());
    vec![
        field("upload-title", "title", metadata.title.clone()),
        field(
            "upload-description",
            "description",
            metadata.description.clone(),
        ),
        field("upload-period", "period", metadata.period.clone()),
        field(
            "upload-frequency",
            "frequency",
            frequency(language, &metadata.frequency),
        ),
        field("upload-topics", "topics", named.join(", ")),
        field("upload-tags", "tags", metadata.tags.join(", ")),
        field("upload-licence", "licence", licence(&metadata.licence)),
        field(
            "upload-openness",
            "openness",
            language.format(&openness, None),
        ),
        field("upload-contact", "contact", metadata.contact.clone()),
        field(
            "upload-release-note",
            "release_note",
            metadata.release_note.clone(),
        ),
    ]
}

/// The update frequencies to choose from, each with its code and its words.
pub fn frequencies(language: Language) -> Vec<(&'static str, String)> {
    let known = frequencies::list().iter();
    known
        .map(|known| (known.code.as_str(), frequency(language, &known.code)))
        .collect()
}

fn frequency(language: Language, code: &str) -> String {
    match frequencies::by_code(code) {
        Some(known) => language.format(&format!("frequency-{}", known.code), None),
        None => code.to_owned(),
    }
}

fn licence(id: &str) -> String {
    let title = licences::by_id(id).map_or(id, |known| known.title);
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_by_their_titles_and_unknown_ones_as_they_are() {
        let metadata = Metadata {
            topics: vec!["kesehatan".to_owned(), "lama".to_owned()],
            frequency: "bulanan".to_owned(),
            licence: "cc-zero".to_owned(),
            ..Metadata::default()
        };
        let topics = BTreeMap::from([("kesehatan".to_owned(), "Kesehatan".to_owned())]);
        let told = fields(Language::English, &metadata, &topics);
        let words = |field: &str| {
            let known = told.iter().find(|one| one.field == field);
            known.map_or("", |one| one.words.as_str())
        };
        assert_eq!(words("topics"), "Kesehatan, lama");
        assert_eq!(words("frequency"), "Monthly");
        assert_eq!(words("licence"), "Creative Commons CC0 1.0");
    }
}
