//! The description of a dataset as a submission carries it and a version keeps it.

use crate::error::{FieldProblem, Message};
use crate::standards::{frequencies, licences};
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Who may have the data.
    #[derive(Default)]
    Openness {
        /// Everyone.
        #[default]
        Open = "open",
        /// The description is public, the data on request.
        Restricted = "restricted",
        /// Never public (UU 14/2008 article 17).
        Exempt = "exempt",
    }
}

/// Title, subject, time, terms. Missing parts lower the quality, only a few refuse `submit`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// Version of this stored form.
    pub form: u32,
    /// Title, up to 200 characters.
    pub title: String,
    /// What it is, in plain words.
    #[serde(alias = "notes")]
    pub description: String,
    /// Names of topics.
    pub topics: Vec<String>,
    /// Free keywords.
    pub tags: Vec<String>,
    /// Code of the update frequency (`frekuensi.csv`).
    pub frequency: String,
    /// The time that the data stands for, such as `2024` or `2019-2024`.
    pub period: String,
    /// CKAN id of the licence.
    pub licence: String,
    /// Who may have the data.
    pub openness: Openness,
    /// What is new in this version.
    pub release_note: String,
    /// Where to ask, a desk not a person.
    pub contact: String,
}

/// Licence of a new dataset that names none.
pub const LICENCE: &str = "cc-by";

/// Version of the stored form that this program writes.
pub const FORM: u32 = 1;

const MOST_TAGS: usize = 30;

impl Metadata {
    /// Trims texts, drops empty and repeated keywords, and marks the form.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        self.form = FORM;
        for text in [
            &mut self.title,
            &mut self.description,
            &mut self.frequency,
            &mut self.period,
            &mut self.licence,
            &mut self.release_note,
            &mut self.contact,
        ] {
            *text = clean(text);
        }
        self.title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        tidy_words(&mut self.tags);
        tidy_words(&mut self.topics);
        self
    }

    /// What would refuse saving: texts beyond their bounds and codes that no list knows.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let mut refuse = |field: &str, code, id| {
            problems.push(FieldProblem {
                field: field.to_owned(),
                code,
                message: Message::new(id),
            });
        };
        if self.title.chars().count() > 200 {
            refuse("title", "submission.title_long", "submission-title-long");
        }
        if self.description.chars().count() > 10_000 {
            refuse(
                "description",
                "submission.description_long",
                "submission-description-long",
            );
        }
        if self.release_note.chars().count() > 2000 {
            refuse(
                "release_note",
                "submission.release_note_long",
                "submission-release-note-long",
            );
        }
        if self.tags.len() > MOST_TAGS || self.tags.iter().any(|tag| tag.chars().count() > 100) {
            refuse("tags", "submission.tags_many", "submission-tags-many");
        }
        if !self.frequency.is_empty() && frequencies::by_code(&self.frequency).is_none() {
            refuse(
                "frequency",
                "submission.frequency_unknown",
                "submission-frequency-unknown",
            );
        }
        if !self.licence.is_empty() && licences::by_id(&self.licence).is_none() {
            refuse(
                "licence",
                "submission.licence_unknown",
                "submission-licence-unknown",
            );
        }
        problems
    }

    /// Parts that are empty and would help those who look for the data, as the API spells them; none refuses `submit`
    /// but the title.
    pub fn empty_parts(&self) -> Vec<&'static str> {
        let parts = [
            ("title", self.title.is_empty()),
            ("notes", self.description.is_empty()),
            ("topics", self.topics.is_empty()),
            ("frequency", self.frequency.is_empty()),
            ("period", self.period.is_empty()),
            ("licence", self.licence.is_empty()),
            ("contact", self.contact.is_empty()),
        ];
        let empty = parts.into_iter().filter(|(_, is_empty)| *is_empty);
        empty.map(|(name, _)| name).collect()
    }

    /// What would refuse `submit`: the few facts without which nobody could find or understand the data.
    pub fn missing(&self) -> Vec<FieldProblem> {
        let mut problems = self.problems();
        let mut refuse = |field: &str, code, id| {
            problems.push(FieldProblem {
                field: field.to_owned(),
                code,
                message: Message::new(id),
            });
        };
        if self.title.is_empty() {
            refuse(
                "title",
                "submission.title_missing",
                "submission-title-missing",
            );
        }
        if self.openness == Openness::Exempt {
            refuse("openness", "submission.exempt", "submission-exempt");
        }
        problems
    }
}

// Control characters other than line ends would travel into logs, feeds and file names.
fn clean(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    kept.trim().to_owned()
}

fn tidy_words(words: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    let tidied: Vec<String> = words
        .iter()
        .map(|word| clean(word))
        .filter(|word| !word.is_empty() && seen.insert(word.to_lowercase()))
        .collect();
    *words = tidied;
}
