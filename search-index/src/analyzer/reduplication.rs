//! Reduplication: *anak-anak*, *sayur-sayuran*, *anak2* are one word, not two.

use tantivy::tokenizer::Token;

/// Letters that a word must have before a trailing `2` is read as "twice" (so not `km2`, `co2`).
const SHORTEST_DOUBLED: usize = 4;

/// Splits a reduplicated word into its different halves, both at the position of the word.
pub(super) fn split(token: &Token, out: &mut Vec<Token>) {
    if let Some((first, second)) = token.text.split_once('-') {
        if !is_reduplication(first, second) {
            return;
        }
        out.push(piece(token, first));
        if first.to_lowercase() != second.to_lowercase() {
            out.push(piece(token, second));
        }
    } else if let Some(word) = token.text.strip_suffix('2')
        && word.chars().count() >= SHORTEST_DOUBLED
        && word.chars().all(char::is_alphabetic)
    {
        out.push(piece(token, word));
    }
}

fn is_reduplication(first: &str, second: &str) -> bool {
    let (first, second) = (first.to_lowercase(), second.to_lowercase());
    let words = first.chars().count() > 2 && second.chars().all(char::is_alphabetic);
    words && (first == second || second.starts_with(&first) || first.ends_with(&second))
}

fn piece(token: &Token, text: &str) -> Token {
    Token {
        text: text.to_owned(),
        ..token.clone()
    }
}
