//! A filter that may turn one token into several, keeping the positions of what follows in step.

use tantivy::tokenizer::{Token, TokenFilter, TokenStream, Tokenizer};

/// Splits a token: pushes the replacements, in order, or nothing to keep the token as it is.
///
/// Positions of the replacements start at the position of the given token.
pub(super) type Split = fn(&Token, &mut Vec<Token>);

/// Replaces tokens by what [`Split`] makes of them.
#[derive(Clone, Copy)]
pub(super) struct SplitToken(pub(super) Split);

impl TokenFilter for SplitToken {
    type Tokenizer<T: Tokenizer> = SplitTokenOf<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> SplitTokenOf<T> {
        SplitTokenOf {
            inner,
            split: self.0,
        }
    }
}

#[derive(Clone)]
pub(super) struct SplitTokenOf<T> {
    inner: T,
    split: Split,
}

impl<T: Tokenizer> Tokenizer for SplitTokenOf<T> {
    type TokenStream<'a> = SplitTokenStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        SplitTokenStream {
            inner: self.inner.token_stream(text),
            split: self.split,
            waiting: Vec::new(),
            current: Token::default(),
            shift: 0,
        }
    }
}

pub(super) struct SplitTokenStream<S> {
    inner: S,
    split: Split,
    /// Replacements not handed out yet, last one first.
    waiting: Vec<Token>,
    current: Token,
    /// How many positions earlier splits have added.
    shift: usize,
}

impl<S: TokenStream> TokenStream for SplitTokenStream<S> {
    fn advance(&mut self) -> bool {
        if let Some(token) = self.waiting.pop() {
            self.current = token;
            return true;
        }
        if !self.inner.advance() {
            return false;
        }
        let mut token = self.inner.token().clone();
        token.position = token.position.wrapping_add(self.shift);
        (self.split)(&token, &mut self.waiting);
        let Some(last) = self.waiting.last() else {
            self.current = token;
            return true;
        };
        self.shift += last.position.saturating_sub(token.position);
        self.waiting.reverse();
        self.current = self.waiting.pop().unwrap_or(token);
        true
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}
