//! Indonesian stems: Snowball's rules, corrected by a list of words that the rules get wrong.

use std::collections::HashMap;
use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};

/// Words shorter than this are abbreviations or roots already.
const SHORTEST_STEMMED: usize = 4;
/// A rule that leaves fewer letters has cut into the root.
const SHORTEST_STEM: usize = 3;

/// `word stem` per line; a word alone is its own stem. Changing it changes what is stored in an
/// index: raise [`crate::schema::VERSION`] with it.
const KNOWN: &str = include_str!("../../data/stems.txt");

static KNOWN_STEMS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| parse(KNOWN));

fn parse(text: &'static str) -> HashMap<&'static str, &'static str> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let word = words.next()?;
            Some((word, words.next().unwrap_or(word)))
        })
        .collect()
}

/// Replaces a folded token by its stem.
pub(super) fn rewrite(text: &mut String) {
    if let Some(stem) = stem_of(text) {
        *text = stem;
    }
}

/// The stem of a folded word, or `None` when the word is its own stem.
fn stem_of(word: &str) -> Option<String> {
    if let Some(known) = KNOWN_STEMS.get(word) {
        return (*known != word).then(|| (*known).to_owned());
    }
    let plain = word.bytes().all(|b| b.is_ascii_lowercase());
    if !plain || word.len() < SHORTEST_STEMMED {
        return None;
    }
    let stem = Stemmer::new(Algorithm::Indonesian).stem(word);
    (stem.len() >= SHORTEST_STEM && stem != word).then(|| stem.into_owned())
}
