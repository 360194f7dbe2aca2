//! The words that occur in the index: whether one is known, what was meant, how one goes on.

use tantivy::collector::Count;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::analyzer::Word;
use crate::error::Error;
use crate::schema::Fields;

/// Words shorter than this are never corrected: too many others are near.
const SHORTEST_CORRECTED: usize = 4;
/// Up to this length one slip is forgiven, above it two.
const LONGEST_WITH_ONE_SLIP: usize = 5;
/// Words that a dictionary scan keeps as candidates.
const MOST_CANDIDATES: usize = 20;

/// The dictionary of one state of the index.
pub(crate) struct Lexicon<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
}

impl<'a> Lexicon<'a> {
    pub(crate) fn new(searcher: &'a Searcher, fields: &'a Fields) -> Self {
        Self { searcher, fields }
    }

    /// Whether the word, or a word of the same stem, occurs.
    pub(crate) fn knows(&self, word: &Word) -> Result<bool, Error> {
        Ok(self.occurs(self.fields.words, &word.exact)?
            || self.occurs(self.fields.stems, &word.stem)?)
    }

    /// Whether a document that has not been removed holds the term.
    fn occurs(&self, field: Field, text: &str) -> Result<bool, Error> {
        let term = Term::from_field_text(field, text);
        if self.searcher.doc_freq(&term)? == 0 {
            return Ok(false);
        }
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        Ok(self.searcher.search(&query, &Count)? > 0)
    }

    /// The most frequent word within a slip or two of `word`, beginning with the same letter.
    ///
    /// A slip is a letter too many, too few, wrong, or swapped with its neighbour. Words with
    /// digits are never corrected nor offered.
    pub(crate) fn closest(&self, word: &Word) -> Result<Option<String>, Error> {
        let letters: Vec<char> = word.exact.chars().collect();
        if letters.len() < SHORTEST_CORRECTED || word.has_digit() || word.is_joined() {
            return Ok(None);
        }
        let slips = if letters.len() <= LONGEST_WITH_ONE_SLIP {
            1
        } else {
            2
        };
        let first: String = letters.iter().take(1).collect();
        let mut candidates: Vec<(usize, u32, String)> = Vec::new();
        self.scan(&first, &mut |text, frequency| {
            if text.contains(|c: char| !c.is_alphabetic()) {
                return;
            }
            let other: Vec<char> = text.chars().collect();
            if let Some(distance) = distance_within(&letters, &other, slips) {
                let known = candidates.iter_mut().find(|(_, _, word)| word == text);
                match known {
                    Some((_, total, _)) => *total += frequency,
                    None => candidates.push((distance, frequency, text.to_owned())),
                }
            }
        })?;
        candidates.sort_by(|a, b| (a.0, b.1, &a.2).cmp(&(b.0, a.1, &b.2)));
        for (_, _, text) in candidates.into_iter().take(MOST_CANDIDATES) {
            if self.occurs(self.fields.words, &text)? {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// The most frequent words that begin with `prefix`, without the prefix itself.
    pub(crate) fn completions(&self, prefix: &str, limit: usize) -> Result<Vec<String>, Error> {
        let mut found: Vec<(u32, String)> = Vec::new();
        self.scan(prefix, &mut |text, frequency| {
            if text == prefix || text.contains(['_', '-', '.']) {
                return;
            }
            match found.iter_mut().find(|(_, word)| word == text) {
                Some((total, _)) => *total += frequency,
                None => found.push((frequency, text.to_owned())),
            }
        })?;
        found.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
        let mut alive = Vec::new();
        for (_, text) in found.into_iter().take(limit + MOST_CANDIDATES) {
            if alive.len() < limit && self.occurs(self.fields.words, &text)? {
                alive.push(text);
            }
        }
        Ok(alive)
    }

    /// Calls `visit` with every word that begins with `prefix` and the number of documents, once
    /// per segment.
    fn scan(&self, prefix: &str, visit: &mut dyn FnMut(&str, u32)) -> Result<(), Error> {
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.words)?;
            let mut stream = index.terms().range().ge(prefix.as_bytes()).into_stream()?;
            while stream.advance() {
                let Ok(text) = std::str::from_utf8(stream.key()) else {
                    continue;
                };
                if !text.starts_with(prefix) {
                    break;
                }
                visit(text, stream.value().doc_freq);
            }
        }
        Ok(())
    }
}

/// The number of slips between two words, when there are at most `most`.
fn distance_within(left: &[char], right: &[char], most: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    let width = right.len() + 1;
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..width).collect();
    for (row, letter) in left.iter().enumerate() {
        let mut current = Vec::with_capacity(width);
        current.push(row + 1);
        for (column, other) in right.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX);
            let wrong = at(&above, column).saturating_add(usize::from(letter != other));
            let missing = at(&above, column + 1).saturating_add(1);
            let surplus = at(&current, column).saturating_add(1);
            let mut best = wrong.min(missing).min(surplus);
            let swapped = row > 0
                && column > 0
                && left.get(row - 1) == Some(other)
                && right.get(column - 1) == Some(letter);
            if swapped {
                best = best.min(at(&before, column - 1).saturating_add(1));
            }
            current.push(best);
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        let cases = [
            ("padi", "padi", 2, Some(0)),
            ("padi", "pdai", 2, Some(1)),
            ("padi", "pad", 2, Some(1)),
            ("kemiskinn", "kemiskinan", 2, Some(1)),
            ("bersubsisi", "bersubsidi", 2, Some(1)),
            ("padi", "jagung", 2, None),
            ("", "ab", 2, Some(2)),
        ];
        for (left, right, most, expected) in cases {
            let left: Vec<char> = left.chars().collect();
            let right: Vec<char> = right.chars().collect();
            assert_eq!(distance_within(&left, &right, most), expected);
        }
    }
}
