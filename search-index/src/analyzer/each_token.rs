//! A filter that rewrites the text of every token and leaves positions and offsets alone.

use tantivy::tokenizer::{Token, TokenFilter, TokenStream, Tokenizer};

/// Rewrites each token's text with one function.
#[derive(Clone, Copy)]
pub(super) struct EachToken(pub(super) fn(&mut String));

impl TokenFilter for EachToken {
    type Tokenizer<T: Tokenizer> = EachTokenOf<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> EachTokenOf<T> {
        EachTokenOf {
            inner,
            rewrite: self.0,
        }
    }
}

#[derive(Clone)]
pub(super) struct EachTokenOf<T> {
    inner: T,
    rewrite: fn(&mut String),
}

impl<T: Tokenizer> Tokenizer for EachTokenOf<T> {
    type TokenStream<'a> = EachTokenStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        EachTokenStream {
            inner: self.inner.token_stream(text),
            rewrite: self.rewrite,
        }
    }
}

pub(super) struct EachTokenStream<S> {
    inner: S,
    rewrite: fn(&mut String),
}

impl<S: TokenStream> TokenStream for EachTokenStream<S> {
    fn advance(&mut self) -> bool {
        while self.inner.advance() {
            (self.rewrite)(&mut self.inner.token_mut().text);
            if !self.inner.token().text.is_empty() {
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.inner.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.inner.token_mut()
    }
}
