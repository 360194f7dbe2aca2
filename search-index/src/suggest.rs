//! Suggestions while a person types: datasets, organizations, topics, keywords, whole words.

use std::collections::BTreeSet;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, PhrasePrefixQuery, Query as IndexQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Order, Term};

use crate::analyzer::{self, Word};
use crate::error::Error;
use crate::facet::Facet;
use crate::lexicon::Lexicon;
use crate::query::{Suggestion, SuggestionKind};
use crate::schema::{LABEL_SEPARATOR, TextGroup, sort_keys};
use crate::search::{Search, stored};

/// Letters before anything is suggested.
const SHORTEST_PREFIX: usize = 2;
/// Suggestions of each kind.
const MOST_OF_A_KIND: usize = 4;

impl Search<'_> {
    /// What may be meant by a beginning of a text, datasets last.
    pub(crate) fn suggest(&self, prefix: &str) -> Result<Vec<Suggestion>, Error> {
        let mut words = analyzer::words_of(prefix);
        words.retain(|word| !word.is_joined());
        let Some((last, earlier)) = words.split_last() else {
            return Ok(Vec::new());
        };
        if last.exact.chars().count() < SHORTEST_PREFIX && earlier.is_empty() {
            return Ok(Vec::new());
        }
        let mut suggestions = self.completed(prefix, last)?;
        let labels = [
            (SuggestionKind::Organization, self.fields.organization_label),
            (SuggestionKind::Topic, self.fields.topic_label),
        ];
        for (kind, field) in labels {
            suggestions.extend(self.labels(kind, field, &words)?);
        }
        for field in self.fields.facet(Facet::Tag) {
            suggestions.extend(self.labels(SuggestionKind::Tag, field, &words)?);
        }
        suggestions.extend(self.datasets(earlier, last)?);
        Ok(suggestions)
    }

    /// The text with its last word completed.
    fn completed(&self, prefix: &str, last: &Word) -> Result<Vec<Suggestion>, Error> {
        let open = last.to == prefix.len();
        if !open || last.exact.chars().count() < SHORTEST_PREFIX {
            return Ok(Vec::new());
        }
        let lexicon = Lexicon::new(self.searcher, self.fields);
        let completions = lexicon.completions(&last.exact, MOST_OF_A_KIND)?;
        let before = prefix.get(..last.from).unwrap_or_default();
        let suggestions = completions.into_iter().map(|word| {
            let text = format!("{before}{word}");
            Suggestion {
                kind: SuggestionKind::Words,
                id: text.clone(),
                text,
            }
        });
        Ok(suggestions.collect())
    }

    /// Labels in which each word begins some word.
    fn labels(
        &self,
        kind: SuggestionKind,
        field: Field,
        words: &[Word],
    ) -> Result<Vec<Suggestion>, Error> {
        let mut labels = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut stream = index.terms().stream()?;
            while stream.advance() {
                if let Ok(label) = std::str::from_utf8(stream.key())
                    && begins_words(label, words)
                {
                    labels.insert(label.to_owned());
                }
            }
        }
        let mut suggestions = Vec::new();
        for label in labels {
            if suggestions.len() == MOST_OF_A_KIND {
                break;
            }
            // The dictionary also holds what only removed documents had.
            let term = Term::from_field_text(field, &label);
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            if self.searcher.search(&query, &Count)? > 0 {
                let (text, id) = label
                    .split_once(LABEL_SEPARATOR)
                    .unwrap_or((&label, &label));
                suggestions.push(Suggestion {
                    kind,
                    text: text.to_owned(),
                    id: id.to_owned(),
                });
            }
        }
        Ok(suggestions)
    }

    /// Datasets with all earlier words and the beginning of the last one in the title, most used
    /// first.
    fn datasets(&self, earlier: &[Word], last: &Word) -> Result<Vec<Suggestion>, Error> {
        let mut clauses: Vec<(Occur, Box<dyn IndexQuery>)> = Vec::new();
        for title in self.fields.text(TextGroup::Title) {
            for word in earlier {
                let term = Term::from_field_text(title.exact, &word.exact);
                let query = TermQuery::new(term, IndexRecordOption::Basic);
                clauses.push((Occur::Must, Box::new(query)));
            }
            let beginning = Term::from_field_text(title.exact, &last.exact);
            let query = PhrasePrefixQuery::new(vec![beginning]);
            clauses.push((Occur::Must, Box::new(query)));
        }
        let top = TopDocs::with_limit(MOST_OF_A_KIND)
            .order_by_fast_field::<f64>(sort_keys::POPULARITY, Order::Desc);
        let found = self.searcher.search(&BooleanQuery::new(clauses), &top)?;
        let suggestions = found.into_iter().map(|(_, address)| {
            let document = stored(self.searcher, self.fields, address)?;
            Ok(Suggestion {
                kind: SuggestionKind::Dataset,
                text: document.title,
                id: document.name,
            })
        });
        suggestions.collect()
    }
}

fn begins_words(label: &str, words: &[Word]) -> bool {
    let title = label.split(LABEL_SEPARATOR).next().unwrap_or(label);
    let own = analyzer::words_of(title);
    words.iter().all(|word| {
        let mut own = own.iter();
        own.any(|other| other.exact.starts_with(&word.exact))
    })
}
