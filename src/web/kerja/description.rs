//! The description of a submission, field by field in words: before it is sent and while it is reviewed.

use crate::catalog::Topic;
use crate::standards::{frequencies, licences};
use crate::submission::Metadata;
use crate::web::i18n::Language;
use crate::web::words;
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

/// The fields in the order of the form; `topics` are all topics by their names.
pub fn fields(
    language: Language,
    metadata: &Metadata,
    topics: &BTreeMap<String, Topic>,
) -> Vec<FieldView> {
    let field = |label, field, words: String| FieldView {
        label,
        field,
        words,
    };
    let topic = |name| topics.get(name).map(|known| words::topic(language, known));
    let named = metadata.topics.iter();
    let named: Vec<&str> = named.map(|name| topic(name).unwrap_or(name)).collect();
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
            words::frequency(language, &metadata.frequency),
        ),
        field("upload-topics", "topics", named.join(", ")),
        field("upload-tags", "tags", metadata.tags.join(", ")),
        field(
            "upload-licence",
            "licence",
            words::licence(language, &metadata.licence),
        ),
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
        .map(|known| (known.code.as_str(), words::frequency(language, &known.code)))
        .collect()
}

/// The licences to choose from, each with its id and its words.
pub fn licences(language: Language) -> Vec<(&'static str, String)> {
    let known = licences::list().iter();
    known
        .map(|known| (known.id, words::licence(language, known.id)))
        .collect()
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
        let topics = BTreeMap::from([("kesehatan".to_owned(), health())]);
        let told = fields(Language::English, &metadata, &topics);
        let words = |field: &str| {
            let known = told.iter().find(|one| one.field == field);
            known.map_or("", |one| one.words.as_str())
        };
        assert_eq!(words("topics"), "Health, lama");
        assert_eq!(words("frequency"), "Monthly");
        assert_eq!(words("licence"), "Creative Commons CC0 1.0");
    }

    fn health() -> Topic {
        Topic {
            id: crate::catalog::TopicId::new(),
            name: "kesehatan".to_owned(),
            title: "Kesehatan".to_owned(),
            title_en: "Health".to_owned(),
            code: String::new(),
            description: String::new(),
            archived_at: None,
            created_at: 0,
        }
    }
}
