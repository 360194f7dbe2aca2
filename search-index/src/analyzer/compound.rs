//! Joined words: `luas_panen`, `ktp-el` and `35.20.07` are found whole and by their parts.

use tantivy::tokenizer::Token;

const JOINTS: [char; 3] = ['_', '-', '.'];

/// Splits a joined word into itself and its parts; the whole stands at the position of the first part.
///
/// Numbers joined by a hyphen (`2019-2024`) and words joined by a full stop (`Kab.Magetan`) are
/// only parts: the whole is not a word that anybody looks for.
pub(super) fn split(token: &Token, out: &mut Vec<Token>) {
    if !token.text.contains(JOINTS) {
        return;
    }
    if is_one_word(&token.text) {
        out.push(token.clone());
    }
    let mut offset = token.offset_from;
    let mut position = token.position;
    for part in token.text.split_inclusive(JOINTS) {
        let word = part.trim_end_matches(JOINTS);
        if !word.is_empty() {
            out.push(Token {
                text: word.to_owned(),
                offset_from: offset,
                offset_to: offset + word.len(),
                position,
                position_length: 1,
            });
            position += 1;
        }
        offset += part.len();
    }
}

fn is_one_word(text: &str) -> bool {
    let numeric = text
        .split(JOINTS)
        .all(|part| part.chars().all(|c| c.is_ascii_digit()));
    if numeric {
        text.contains('.')
    } else {
        !text.contains('.')
    }
}
