//! Codes and lists of the portal in the reader's words.

use super::i18n::Language;
use crate::catalog::Topic;
use crate::inspection::ColumnKind;
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

/// Yes or no.
pub fn yes_no(language: Language, flag: bool) -> String {
    language.format(if flag { "yes" } else { "no" }, None)
}

/// A value of a report as the reader reads it: yes and no of a column of such in words, all else as it is.
pub fn value(language: Language, kind: ColumnKind, text: &str) -> String {
    match truth(kind, text) {
        Some(flag) => yes_no(language, flag),
        None => text.to_owned(),
    }
}

/// What a report's value of a column of yes and no means: reports write it as an Indonesian spreadsheet does, the API
/// in JSON's words.
pub fn truth(kind: ColumnKind, text: &str) -> Option<bool> {
    match (kind, text) {
        (ColumnKind::Boolean, "benar" | "true") => Some(true),
        (ColumnKind::Boolean, "salah" | "false") => Some(false),
        _ => None,
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
    fn only_columns_of_yes_and_no_are_put_into_words() {
        let told = |kind, text| value(Language::English, kind, text);
        assert_eq!(told(ColumnKind::Boolean, "true"), "yes");
        assert_eq!(told(ColumnKind::Boolean, "salah"), "no");
        assert_eq!(told(ColumnKind::Text, "benar"), "benar");
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
