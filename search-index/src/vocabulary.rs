//! Word lists that weigh queries: stop words, synonyms, translations, places.
//!
//! The lists come as text from whoever opens the index. They do not change what is stored.

use std::collections::{HashMap, HashSet};

use crate::analyzer::{self, Word};

/// The texts of the lists; an empty text is an empty list. Lines that begin with `#` are skipped.
#[derive(Debug, Clone, Copy, Default)]
pub struct WordLists<'a> {
    /// Words that say little, one per line.
    pub stop_words: &'a str,
    /// Groups of terms that mean the same: one group per line, terms separated by commas.
    pub synonyms: &'a str,
    /// Foreign terms: `term = meaning, other meaning` per line; read in this direction only.
    pub translations: &'a str,
    /// Names of places, `name` or `name = kind` per line, where the kind is the word for such places
    /// in the heads of columns (`plaosan = kecamatan`). Their words are never stemmed; data about
    /// the whole area with a column of that kind answers for the place as well.
    pub places: &'a str,
}

/// The lists, ready for use.
#[derive(Debug, Default)]
pub struct Vocabulary {
    stop_words: HashSet<String>,
    /// Words of the names of places, with the kind of those that are one word.
    places: HashMap<String, Option<String>>,
    synonyms: HashMap<String, Vec<Vec<Word>>>,
    longest_term: usize,
    /// Words that occur in a term with synonyms.
    listed: HashSet<String>,
}

impl Vocabulary {
    /// Reads the lists; a line that makes no sense is skipped.
    pub fn new(lists: &WordLists<'_>) -> Self {
        let mut vocabulary = Self::default();
        for line in lines(lists.stop_words) {
            let words = analyzer::words_of(line).into_iter();
            vocabulary.stop_words.extend(words.map(|word| word.exact));
        }
        for line in lines(lists.places) {
            let (name, kind) = line.split_once('=').unwrap_or((line, ""));
            vocabulary.add_place(&plain_words(name), analyzer::fold(kind));
        }
        for line in lines(lists.synonyms) {
            let terms: Vec<Vec<Word>> = line.split(',').map(plain_words).collect();
            for term in &terms {
                let others = terms.iter().filter(|other| *other != term).cloned();
                vocabulary.add(term, others.collect());
            }
        }
        for line in lines(lists.translations) {
            if let Some((foreign, meanings)) = line.split_once('=') {
                let meanings = meanings.split(',').map(plain_words).collect();
                vocabulary.add(&plain_words(foreign), meanings);
            }
        }
        vocabulary
    }

    fn add_place(&mut self, name: &[Word], kind: String) {
        let whole = name.len() == 1 && !kind.is_empty();
        let kind = whole.then_some(kind);
        for word in name {
            let known = self.places.entry(word.exact.clone()).or_default();
            *known = known.take().or_else(|| kind.clone());
        }
    }

    fn add(&mut self, term: &[Word], mut meanings: Vec<Vec<Word>>) {
        meanings.retain(|meaning| !meaning.is_empty());
        if term.is_empty() || meanings.is_empty() {
            return;
        }
        self.longest_term = self.longest_term.max(term.len());
        self.listed
            .extend(term.iter().map(|word| word.exact.clone()));
        let known = self.synonyms.entry(key(term)).or_default();
        known.extend(meanings);
    }

    /// Whether the word says little.
    pub(crate) fn is_stop_word(&self, word: &Word) -> bool {
        self.stop_words.contains(&word.exact)
    }

    /// Whether the word is (part of) the name of a place.
    pub(crate) fn is_place(&self, word: &Word) -> bool {
        self.places.contains_key(&word.exact)
    }

    /// The word in heads of columns for the kind of place that the word names.
    pub(crate) fn kind_of_place(&self, word: &Word) -> Option<&str> {
        self.places.get(&word.exact)?.as_deref()
    }

    /// Whether the word is (part of) a term with synonyms.
    pub(crate) fn is_in_a_term(&self, word: &Word) -> bool {
        self.listed.contains(&word.exact)
    }

    /// The longest known term at the start of `words`: its length and what means the same.
    pub(crate) fn meanings_at(&self, words: &[Word]) -> Option<(usize, &[Vec<Word>])> {
        let longest = self.longest_term.min(words.len());
        (1..=longest).rev().find_map(|length| {
            let meanings = self.synonyms.get(&key(words.get(..length)?))?;
            Some((length, meanings.as_slice()))
        })
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The words of a term without the joined forms, whose parts say the same.
fn plain_words(term: &str) -> Vec<Word> {
    let mut words = analyzer::words_of(term);
    words.retain(|word| !word.is_joined());
    words
}

fn key(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.exact.as_str()).collect();
    words.join(" ")
}
