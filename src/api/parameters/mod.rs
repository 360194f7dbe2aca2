//! The query parameters of the API's GET routes: what each route takes, in one list that is described to callers
//! and that requests are held against.
//!
//! [`check`] refuses what the list of a route does not name, and values of the wrong form; handlers read what is
//! left from [`Asked`] by the entries of the list themselves.

mod describe;
mod list;

pub(super) use describe::{common, of_operation};
pub(super) use list::*;

use crate::error::{FieldProblem, Kind, Message};
use crate::http::problem::Problem;
use axum::extract::{FromRequestParts, MatchedPath, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::Method;
use http::request::Parts;

/// How much of a refused name or value is repeated.
const ECHO: usize = 100;
/// The language of messages, which every route takes.
const LANGUAGE: &str = "lang";

/// A query parameter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
    /// What its values look like.
    pub shape: Shape,
    /// A value that works.
    pub example: &'static str,
}

/// The form of a parameter's values.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Any text.
    Text,
    /// Any text, as often as wanted.
    Texts,
    /// A whole number from 0.
    Number {
        /// What it is when it isn't told.
        default: Option<i64>,
        /// Larger ones are taken as this one.
        most: Option<i64>,
    },
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
    /// Some of these words, with commas.
    Words(fn() -> Vec<&'static str>),
    /// Yes when it is there, with `true` or without a value.
    Flag,
    /// Read against the columns of the table; the word is its type in JSON Schema.
    Query(&'static str),
    /// Stands for parameters with the names of columns.
    Columns,
}

/// What a request asked for with parameters that its route knows.
#[derive(Debug, Clone)]
pub(super) struct Asked(Vec<(String, String)>);

impl Asked {
    /// The values that are no empty text.
    pub(super) fn texts<'a>(&'a self, parameter: &'a Parameter) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(|(name, _)| name == parameter.name);
        named
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The value, if it is no empty text.
    pub(super) fn text<'a>(&'a self, parameter: &'a Parameter) -> Option<&'a str> {
        self.texts(parameter).next()
    }

    /// The words of a list.
    pub(super) fn words<'a>(&'a self, parameter: &'a Parameter) -> impl Iterator<Item = &'a str> {
        self.texts(parameter).flat_map(|text| text.split(','))
    }

    /// The number that is asked for, if one is.
    pub(super) fn number(&self, parameter: &Parameter) -> Option<i64> {
        self.text(parameter).and_then(whole_number)
    }

    /// The number that is asked for or the one that holds without, within its bound.
    pub(super) fn amount(&self, parameter: &Parameter) -> i64 {
        let Shape::Number { default, most } = parameter.shape else {
            return 0;
        };
        let wanted = self.number(parameter).or(default).unwrap_or(0);
        most.map_or(wanted, |most| wanted.min(most))
    }

    /// Whether a flag is set.
    pub(super) fn is_set(&self, parameter: &Parameter) -> bool {
        let mut named = self.0.iter().filter(|(name, _)| name == parameter.name);
        named.next().is_some_and(|(_, value)| value != "false")
    }
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get()
            .cloned()
            .ok_or_else(Problem::internal)
    }
}

/// Lets through what the route takes.
pub(super) async fn check(mut request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let pattern = request.extensions().get::<MatchedPath>();
    let pattern = pattern.map_or("", MatchedPath::as_str);
    let path = pattern.strip_prefix("/api/v1").unwrap_or(pattern);
    let query = request.uri().query().unwrap_or_default();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    match examine(path, &pairs) {
        Ok(()) => {
            request.extensions_mut().insert(Asked(pairs));
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    }
}

fn examine(path: &str, pairs: &[(String, String)]) -> Result<(), Problem> {
    let known = of(path);
    let takes_columns = known
        .iter()
        .any(|known| matches!(known.shape, Shape::Columns));
    for (at, (name, value)) in pairs.iter().enumerate() {
        if name == LANGUAGE {
            continue;
        }
        match known
            .iter()
            .find(|known| known.name == name && !matches!(known.shape, Shape::Columns))
        {
            Some(parameter) => {
                let is_again = pairs.iter().take(at).any(|(earlier, _)| earlier == name);
                if is_again && !parameter.may_repeat() {
                    let message =
                        Message::new("api-parameter-repeated").with("name", parameter.name);
                    return Err(refused("api.parameter_repeated", name, message));
                }
                parameter.examine(value)?;
            }
            None if takes_columns => {}
            None => return Err(unknown(path, name, known)),
        }
    }
    Ok(())
}

impl Parameter {
    fn may_repeat(&self) -> bool {
        matches!(self.shape, Shape::Texts | Shape::Query(_))
    }

    fn examine(&self, value: &str) -> Result<(), Problem> {
        let known = match self.shape {
            Shape::Text | Shape::Texts | Shape::Query(_) | Shape::Columns => return Ok(()),
            Shape::Number { .. } if whole_number(value).is_some() => return Ok(()),
            Shape::Number { .. } => {
                let message = Message::new("api-parameter-number")
                    .with("name", self.name)
                    .with("value", shortened(value));
                return Err(refused("api.parameter_value", self.name, message));
            }
            Shape::Word(words) | Shape::Words(words) => words(),
            Shape::Flag => vec!["true", "false"],
        };
        let is_list = matches!(self.shape, Shape::Words(_));
        let mut words = value.split(|letter| is_list && letter == ',');
        match words.find(|word| !word.is_empty() && !known.contains(word)) {
            None => Ok(()),
            Some(word) => {
                let message = Message::new("api-parameter-word")
                    .with("name", self.name)
                    .with("value", shortened(word))
                    .with("known", known.join(", "));
                Err(refused("api.parameter_value", self.name, message))
            }
        }
    }
}

fn whole_number(text: &str) -> Option<i64> {
    let only_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| only_digits)
}

fn shortened(text: &str) -> String {
    text.chars().take(ECHO).collect()
}

fn unknown(path: &str, name: &str, known: &[Parameter]) -> Problem {
    let is_of_search = path == "/datasets" && of("/search").iter().any(|known| known.name == name);
    let id = if is_of_search {
        "api-parameter-of-search"
    } else {
        "api-parameter-unknown"
    };
    let known: Vec<&str> = known
        .iter()
        .map(|known| known.name)
        .chain([LANGUAGE])
        .collect();
    let message = Message::new(id)
        .with("name", shortened(name))
        .with("known", known.join(", "));
    refused("api.parameter_unknown", name, message)
}

fn refused(code: &'static str, name: &str, message: Message) -> Problem {
    let problem = FieldProblem {
        field: shortened(name),
        code,
        message: message.clone(),
    };
    Problem::new(Kind::Invalid, code, message, vec![problem])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(path: &str, query: &str) -> Option<&'static str> {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        examine(path, &pairs)
            .err()
            .map(|problem| problem.facts().code)
    }

    #[test]
    fn what_a_route_does_not_know_is_refused() {
        let unknown = Some("api.parameter_unknown");
        let value = Some("api.parameter_value");
        for (path, query, refusal) in [
            ("/datasets", "limit=5&offset=0&lang=en", None),
            ("/datasets", "q=akta", unknown),
            ("/datasets", "limit=abc", value),
            ("/datasets", "limit=-1", value),
            ("/datasets", "limit=", value),
            (
                "/datasets",
                "limit=1&limit=2",
                Some("api.parameter_repeated"),
            ),
            ("/search", "topic=a&topic=b&year=", None),
            ("/search", "sort=cheapest", value),
            ("/search", "facets=year,topic", None),
            ("/search", "facets=year,colour", value),
            ("/submissions", "mine", None),
            ("/submissions", "mine=yes", value),
            ("/topics", "limit=1", unknown),
            (
                "/resources/{id}/rows",
                "kecamatan=eq.Barat&kecamatan=neq.a",
                None,
            ),
            ("/resources/{id}/rows", "version=one", value),
            ("/resources/{id}/profile", "kecamatan=eq.Barat", unknown),
        ] {
            assert_eq!(code(path, query), refusal, "{path}?{query}");
        }
    }

    #[test]
    fn an_amount_keeps_within_its_bound() {
        let asked = |query: &str| {
            Asked(
                form_urlencoded::parse(query.as_bytes())
                    .into_owned()
                    .collect(),
            )
        };
        assert_eq!(asked("").amount(&LIMIT), 100);
        assert_eq!(asked("limit=7").amount(&LIMIT), 7);
        assert_eq!(asked("limit=70000").amount(&LIMIT), 1000);
        assert_eq!(asked("mine=false").is_set(&MINE), asked("").is_set(&MINE));
        assert!(asked("mine").is_set(&MINE));
    }
}
