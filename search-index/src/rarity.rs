//! How rare a word counts as: the same in every field, and no rarer for a synonym than for the word
//! that was typed.
//!
//! Without this a word that is common in titles but rare in descriptions would weigh most where it
//! says least, and an odd synonym would push aside what was asked for.

use std::cell::RefCell;
use std::collections::BTreeMap;

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// Document frequencies for scoring, gathered while a query is translated.
pub(crate) struct Rarity<'a> {
    searcher: &'a Searcher,
    frequencies: RefCell<BTreeMap<Term, u64>>,
}

impl<'a> Rarity<'a> {
    pub(crate) fn new(searcher: &'a Searcher) -> Self {
        Self {
            searcher,
            frequencies: RefCell::default(),
        }
    }

    /// Counts the term as one that occurs in at least `frequency` documents.
    pub(crate) fn set(&self, term: &Term, frequency: u64) {
        let mut frequencies = self.frequencies.borrow_mut();
        let known = frequencies.entry(term.clone()).or_insert(frequency);
        // A word that was typed and is also a synonym of another counts as typed.
        *known = frequency.min(*known);
    }
}

impl Bm25StatisticsProvider for Rarity<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::total_num_tokens(self.searcher, field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::total_num_docs(self.searcher)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let own = self.searcher.doc_freq(term)?;
        let set = self.frequencies.borrow().get(term).copied();
        Ok(set.unwrap_or(0).max(own).min(self.total_num_docs()?))
    }
}
