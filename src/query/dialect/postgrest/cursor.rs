//! Reading a parameter's value from left to right.

use crate::query::error::{Error, Expected};

/// The value of one parameter and how far it has been read.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    parameter: &'a str,
    text: &'a str,
    rest: &'a str,
}

/// Signs that end a bare name.
const NAME_ENDS: &[char] = &['.', ',', '(', ')', ':', '"'];

impl<'a> Cursor<'a> {
    pub(super) const fn new(parameter: &'a str, text: &'a str) -> Self {
        Self {
            parameter,
            text,
            rest: text,
        }
    }

    pub(super) const fn parameter(&self) -> &'a str {
        self.parameter
    }

    pub(super) const fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// The error that something else should stand here.
    pub(super) fn fail(&self, expected: Expected) -> Error {
        let read = self.text.chars().count() - self.rest.chars().count();
        Error::Syntax {
            parameter: self.parameter.to_owned(),
            text: self.text.to_owned(),
            position: read + 1,
            expected,
        }
    }

    /// Steps over `token` if it stands here.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    pub(super) fn expect(&mut self, token: &str, expected: Expected) -> Result<(), Error> {
        if self.eat(token) {
            Ok(())
        } else {
            Err(self.fail(expected))
        }
    }

    pub(super) fn starts_with(&self, token: &str) -> bool {
        self.rest.starts_with(token)
    }

    /// Everything that is left.
    pub(super) fn take_rest(&mut self) -> &'a str {
        std::mem::take(&mut self.rest)
    }

    /// A name, bare or between quotation marks.
    pub(super) fn name(&mut self, expected: Expected) -> Result<String, Error> {
        if self.starts_with("\"") {
            return self.quoted();
        }
        let name = self.take_until(NAME_ENDS).trim();
        if name.is_empty() {
            return Err(self.fail(expected));
        }
        Ok(name.to_owned())
    }

    /// The letters, digits and low lines that stand here; may be none.
    pub(super) fn word(&mut self) -> &'a str {
        let end = self
            .rest
            .find(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
        self.take(end.unwrap_or(self.rest.len()))
    }

    /// A value within a list: quoted, or up to the next comma or closing parenthesis.
    pub(super) fn value(&mut self) -> Result<String, Error> {
        if self.starts_with("\"") {
            return self.quoted();
        }
        Ok(self.take_until(&[',', ')']).to_owned())
    }

    /// Text between quotation marks; a backslash takes the next character as it is.
    pub(super) fn quoted(&mut self) -> Result<String, Error> {
        self.expect("\"", Expected::Value)?;
        let mut text = String::new();
        let mut characters = self.rest.chars();
        loop {
            match characters.next() {
                Some('"') => {
                    self.rest = characters.as_str();
                    return Ok(text);
                }
                Some('\\') => text.extend(characters.next()),
                Some(other) => text.push(other),
                None => {
                    self.rest = "";
                    return Err(self.fail(Expected::ClosingQuote));
                }
            }
        }
    }

    /// A name of letters followed by `()`, such as `sum()`; steps over it only if it is one.
    pub(super) fn function(&mut self) -> Option<&'a str> {
        let before = self.rest;
        let word = self.word();
        if !word.is_empty() && self.eat("()") {
            return Some(word);
        }
        self.rest = before;
        None
    }

    /// Steps over `word()` if it stands here.
    pub(super) fn function_ahead(&mut self, word: &str) -> bool {
        let before = self.rest;
        let found = self.function() == Some(word);
        if !found {
            self.rest = before;
        }
        found
    }

    fn take_until(&mut self, ends: &[char]) -> &'a str {
        let end = self.rest.find(ends);
        self.take(end.unwrap_or(self.rest.len()))
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }
}
