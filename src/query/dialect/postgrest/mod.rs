//! The read dialect of `PostgREST` over one table, with date parts, a median and search words added.
//!
//! Parameters: `select`, `order`, `limit`, `offset`, `after`, `q`, `and`, `or` (both also with `not.`
//! before), and one for each test of a column. A column with the name of a reserved parameter is
//! tested under its name with `_` at the end. Source: `PostgREST`'s documentation, "Tables and Views"
//! and "Aggregate Functions".

mod cursor;
mod filter;
mod items;
mod write;

use crate::query::error::{Error, Expected};
use crate::query::request::{Filter, Search, TableQuery, Word};
use crate::query::table::Table;

use cursor::Cursor;

/// Parameters with a meaning of their own, here or in the faces that take the same address.
pub const RESERVED: [&str; 20] = [
    "select", "order", "limit", "offset", "after", "q", "and", "or", "not", "format", "version",
    "lang", "expand", "chart", "x", "y", "row", "columns", "count", "distinct",
];

/// Parameters of the same address that say nothing about the table's rows.
const NOT_OURS: [&str; 8] = [
    "format", "version", "lang", "chart", "x", "y", "row", "count",
];

/// Largest number that `limit`, `offset` and `after` take.
pub(crate) const MAX_NUMBER: u64 = 4_000_000_000;
/// Most tests of one request.
pub(crate) const MAX_CONDITIONS: usize = 100;
/// Most values of one list.
pub(crate) const MAX_VALUES: usize = 1_000;
/// Deepest nesting of `and` and `or`.
pub(crate) const MAX_DEPTH: usize = 10;
/// Most columns of an answer.
pub(crate) const MAX_ITEMS: usize = 1_000;
/// Most sort keys.
pub(crate) const MAX_SORT_KEYS: usize = 20;
/// Most words of a search.
pub(crate) const MAX_WORDS: usize = 10;
/// Longest value of a parameter, search word or pattern, in bytes.
const MAX_PARAMETER: usize = 16 * 1024;
const MAX_WORD: usize = 200;

/// Reads the parameters of a request and checks them against the table.
///
/// Parameters that other parts of the same address understand (`format`, `version`, `lang`, `count`,
/// `chart`, `x`, `y`, `row`) are passed over; every other unknown one is [`Error::UnknownColumn`].
pub fn parse(pairs: &[(String, String)], table: &Table) -> Result<TableQuery, Error> {
    let mut reading = Reading::default();
    for (key, value) in pairs {
        if value.len() > MAX_PARAMETER || key.len() > MAX_PARAMETER {
            return Err(Error::Syntax {
                parameter: key.chars().take(100).collect(),
                text: String::new(),
                position: MAX_PARAMETER,
                expected: Expected::ShorterText,
            });
        }
        reading.parameter(key, value, table)?;
    }
    let mut query = reading.query;
    items::check_order(&query, table)?;
    query.filter = match reading.filters.len() {
        0 => None,
        1 => reading.filters.pop(),
        _ => Some(Filter::All(reading.filters)),
    };
    Ok(query)
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    query: TableQuery,
    filters: Vec<Filter>,
    conditions: usize,
    seen: Vec<&'static str>,
}

impl Reading {
    fn parameter(&mut self, key: &str, value: &str, table: &Table) -> Result<(), Error> {
        match key {
            "select" => {
                self.once("select")?;
                self.query.items = items::select(value, table)?;
            }
            "order" => {
                self.once("order")?;
                self.query.order = items::order(value)?;
            }
            "limit" => {
                self.once("limit")?;
                self.query.limit = Some(number("limit", value)?);
            }
            "offset" => {
                self.once("offset")?;
                self.query.offset = number("offset", value)?;
            }
            "after" => {
                self.once("after")?;
                self.query.after = Some(number("after", value)?);
            }
            "q" => self.query.search.words.extend(words(value)?.words),
            "distinct" => self.query.distinct = value != "false",
            "and" | "or" | "not.and" | "not.or" => {
                let mut reader = filter::Reader::new(table, &mut self.conditions);
                self.filters.push(reader.tree(key, value)?);
            }
            _ if NOT_OURS.contains(&key) => {}
            _ => {
                let mut reader = filter::Reader::new(table, &mut self.conditions);
                self.filters.push(reader.column(key, value)?);
            }
        }
        Ok(())
    }

    fn once(&mut self, parameter: &'static str) -> Result<(), Error> {
        if self.seen.contains(&parameter) {
            let parameter = parameter.to_owned();
            return Err(Error::Repeated { parameter });
        }
        self.seen.push(parameter);
        Ok(())
    }
}

fn number(parameter: &'static str, value: &str) -> Result<u64, Error> {
    let only_digits = value.bytes().all(|byte| byte.is_ascii_digit());
    value
        .parse()
        .ok()
        .filter(|number| only_digits && *number <= MAX_NUMBER)
        .ok_or(Error::OutOfRange {
            parameter,
            max: MAX_NUMBER,
        })
}

/// Search words as typed by a person: separated by spaces, a phrase between quotation marks is one.
pub(crate) fn words(text: &str) -> Result<Search, Error> {
    let mut found = Vec::new();
    for (index, part) in text.split('"').enumerate() {
        let is_phrase = index % 2 == 1;
        if is_phrase {
            found.push(part.trim());
        } else {
            found.extend(part.split_whitespace());
        }
    }
    found.retain(|word| !word.is_empty());
    if found.len() > MAX_WORDS {
        return Err(Error::TooMany {
            what: Expected::SearchWord,
            max: MAX_WORDS,
        });
    }
    if found.iter().any(|word| word.len() > MAX_WORD) {
        return Err(Cursor::new("q", text).fail(Expected::ShorterText));
    }
    let word = |text: &str| Word {
        text: text.to_owned(),
        column: None,
    };
    Ok(Search {
        words: found.into_iter().map(word).collect(),
    })
}

/// The column that a parameter's name means: a reserved name carries one `_` more.
fn column_of_parameter<'a>(name: &'a str, table: &Table) -> &'a str {
    match name.strip_suffix('_') {
        Some(shorter) if is_reserved(shorter) && table.type_of(shorter).is_some() => shorter,
        _ => name,
    }
}

/// The parameter that tests a column.
fn parameter_of_column(name: &str) -> String {
    if is_reserved(name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name.trim_end_matches('_'))
}
