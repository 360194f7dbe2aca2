//! Codes and lists of the portal in the reader's words.

use super::i18n::Language;
use crate::catalog::Topic;
use crate::standards::{frequencies, licences};

/// The title of a topic; without an English one the Indonesian stands on English pages too.
pub fn topic(language: Language, topic: &Topic) -> &str {
    match language {
        Language::English if !topic.title_en.is_empty() => &topic.title_en,
        Language::English | Language::Indonesian => &topic.title,
    }
}

/// Topics in the order of the titles that the reader sees.
pub fn sort_topics(language: Language, topics: &mut [Topic]) {
    topics.sort_by_cached_key(|one| (topic(language, one).to_lowercase(), one.name.clone()));
}

/// An update frequency; an unknown code is shown as it is.
pub fn frequency(language: Language, code: &str) -> String {
    match frequencies::by_code(code) {
        Some(known) => language.format(&format!("frequency-{}", known.code), None),
        None => code.to_owned(),
    }
}

/// A licence; an unknown id is shown as it is.
pub fn licence(language: Language, id: &str) -> String {
    match licences::by_id(id) {
        Some(known) => language.format(&format!("licence-{}", known.id), None),
        None => id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_words_in_both_languages() {
        for language in Language::ALL {
            for known in licences::list() {
                assert!(
                    language.has(&format!("licence-{}", known.id)),
                    "{}",
                    known.id
                );
            }
            for known in frequencies::list() {
                let id = format!("frequency-{}", known.code);
                assert!(language.has(&id), "{id}");
            }
        }
    }

    #[test]
    fn unknown_codes_are_shown_as_they_are() {
        assert_eq!(licence(Language::English, "milik-sendiri"), "milik-sendiri");
        assert_eq!(frequency(Language::Indonesian, "kadang"), "kadang");
        assert_eq!(
            licence(Language::Indonesian, "other-open"),
            "Lainnya (terbuka)"
        );
    }
}
