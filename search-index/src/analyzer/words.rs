//! The tokenizer: cuts text into words, keeping `-`, `_`, `.` and apostrophes inside a word.

use std::iter::Peekable;
use std::str::CharIndices;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Cuts text at everything that is neither letter, digit, combining mark nor a joint between two.
#[derive(Clone, Copy, Default)]
pub(super) struct Words;

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            text,
            rest: text.char_indices().peekable(),
            token: Token::default(),
        }
    }
}

pub(super) struct WordStream<'a> {
    text: &'a str,
    rest: Peekable<CharIndices<'a>>,
    token: Token,
}

impl WordStream<'_> {
    /// Consumes the rest of a word; the offset after its last character.
    fn end_of_word(&mut self, from: usize) -> usize {
        let mut end = from;
        while let Some(&(at, character)) = self.rest.peek() {
            if is_word(character) {
                end = at + character.len_utf8();
            } else if !(is_joint(character) && self.word_follows(at + character.len_utf8())) {
                break;
            }
            self.rest.next();
        }
        end
    }

    fn word_follows(&self, at: usize) -> bool {
        let following = self.text.get(at..).and_then(|rest| rest.chars().next());
        following.is_some_and(is_word)
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((from, character)) = self.rest.next() {
            if !is_word(character) {
                continue;
            }
            let to = self.end_of_word(from + character.len_utf8());
            self.token.position = self.token.position.wrapping_add(1);
            self.token.offset_from = from;
            self.token.offset_to = to;
            self.token.text.clear();
            self.token
                .text
                .push_str(self.text.get(from..to).unwrap_or_default());
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || is_combining_mark(character)
}

fn is_joint(character: char) -> bool {
    matches!(character, '-' | '_' | '.' | '\'' | '’' | '‘' | 'ʼ')
}

/// Accents written as a character of their own (block Combining Diacritical Marks).
pub(super) fn is_combining_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}
