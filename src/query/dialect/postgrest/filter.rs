//! Tests of columns, `and` and `or`.

use super::cursor::Cursor;
use super::items::date_part;
use super::{MAX_CONDITIONS, MAX_DEPTH, MAX_VALUES, MAX_WORD, column_of_parameter};
use crate::query::error::{Error, Expected};
use crate::query::nearest::nearest;
use crate::query::plan::field_type;
use crate::query::request::{Field, Filter, Operator};
use crate::query::table::{ColumnType, Table};
use crate::query::value::Literal;

/// Operators in the order in which they are offered.
const OPERATORS: [&str; 10] = [
    "eq", "neq", "gt", "gte", "lt", "lte", "like", "ilike", "in", "is",
];

/// Reads tests against one table and counts them.
pub(super) struct Reader<'a> {
    table: &'a Table,
    conditions: &'a mut usize,
}

/// Where a value ends: at the end of the parameter, or at a comma or parenthesis.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Parameter,
    Tree,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(table: &'a Table, conditions: &'a mut usize) -> Self {
        Self { table, conditions }
    }

    /// A parameter named by a column: `jumlah=gte.100`, `tanggal.year()=eq.2024`.
    pub(super) fn column(&mut self, key: &str, value: &str) -> Result<Filter, Error> {
        let (name, part) = match key.strip_suffix("()").and_then(|key| key.rsplit_once('.')) {
            Some((name, _)) => {
                let mut rest = Cursor::new(key, key.get(name.len()..).unwrap_or_default());
                match date_part(&mut rest) {
                    Some(part) => (name, Some(part)),
                    None => (key, None),
                }
            }
            None => (key, None),
        };
        let field = Field {
            column: column_of_parameter(name, self.table).to_owned(),
            part,
        };
        let column_type = field_type(&field, self.table)?;
        let mut cursor = Cursor::new(key, value);
        self.test(&mut cursor, field, column_type, Place::Parameter)
    }

    /// `and=(…)`, `or=(…)`, `not.and=(…)`, `not.or=(…)`.
    pub(super) fn tree(&mut self, key: &str, value: &str) -> Result<Filter, Error> {
        let mut cursor = Cursor::new(key, value);
        let (negated, word) = match key.strip_prefix("not.") {
            Some(word) => (true, word),
            None => (false, key),
        };
        let filter = self.list(&mut cursor, word == "and", 1)?;
        if !cursor.at_end() {
            return Err(cursor.fail(Expected::CommaOrEnd));
        }
        Ok(negate_if(negated, filter))
    }

    fn list(&mut self, cursor: &mut Cursor<'_>, all: bool, depth: usize) -> Result<Filter, Error> {
        if depth > MAX_DEPTH {
            return Err(cursor.fail(Expected::Nesting));
        }
        cursor.expect("(", Expected::List)?;
        let mut parts = Vec::new();
        loop {
            parts.push(self.part(cursor, depth)?);
            if cursor.eat(")") {
                break;
            }
            if cursor.at_end() {
                return Err(cursor.fail(Expected::ClosingParenthesis));
            }
            cursor.expect(",", Expected::CommaOrEnd)?;
        }
        Ok(if all {
            Filter::All(parts)
        } else {
            Filter::Any(parts)
        })
    }

    fn part(&mut self, cursor: &mut Cursor<'_>, depth: usize) -> Result<Filter, Error> {
        let negated = cursor.starts_with("not.and(") || cursor.starts_with("not.or(");
        if negated {
            cursor.eat("not.");
        }
        for (word, all) in [("and", true), ("or", false)] {
            if cursor.starts_with(&format!("{word}(")) {
                cursor.eat(word);
                let filter = self.list(cursor, all, depth + 1)?;
                return Ok(negate_if(negated, filter));
            }
        }
        let column = cursor.name(Expected::Condition)?;
        let field = Field {
            column,
            part: date_part(cursor),
        };
        let column_type = field_type(&field, self.table)?;
        cursor.expect(".", Expected::Operator)?;
        self.test(cursor, field, column_type, Place::Tree)
    }

    fn test(
        &mut self,
        cursor: &mut Cursor<'_>,
        field: Field,
        column_type: ColumnType,
        place: Place,
    ) -> Result<Filter, Error> {
        *self.conditions += 1;
        if *self.conditions > MAX_CONDITIONS {
            return Err(Error::TooMany {
                what: Expected::Condition,
                max: MAX_CONDITIONS,
            });
        }
        let negated = cursor.eat("not.");
        let start = *cursor;
        let word = cursor.word();
        if !cursor.eat(".") {
            return Err(start.fail(Expected::Operator));
        }
        if !OPERATORS.contains(&word) {
            return Err(Error::UnknownWord {
                parameter: cursor.parameter().to_owned(),
                what: Expected::Operator,
                word: word.to_owned(),
                nearest: nearest(word, OPERATORS),
            });
        }
        if word == "in" {
            let literals = literals(cursor, &field, column_type)?;
            if place == Place::Parameter && !cursor.at_end() {
                return Err(cursor.fail(Expected::CommaOrEnd));
            }
            return Ok(negate_if(
                negated,
                Filter::is(field, Operator::In(literals)),
            ));
        }
        let text = match place {
            Place::Parameter => cursor.take_rest().to_owned(),
            Place::Tree => cursor.value()?,
        };
        let filter = single(cursor, word, field, column_type, &text)?;
        Ok(negate_if(negated, filter))
    }
}

fn negate_if(negated: bool, filter: Filter) -> Filter {
    if negated {
        Filter::Not(Box::new(filter))
    } else {
        filter
    }
}

/// A test against one value.
fn single(
    cursor: &Cursor<'_>,
    word: &str,
    field: Field,
    column_type: ColumnType,
    text: &str,
) -> Result<Filter, Error> {
    if word == "is" {
        return is(cursor, field, column_type, text);
    }
    if word == "like" || word == "ilike" {
        if text.len() > MAX_WORD {
            return Err(cursor.fail(Expected::ShorterText));
        }
        if column_type != ColumnType::Text {
            return Err(Error::NotForType {
                word: if word == "like" { "like" } else { "ilike" },
                column: field.column,
                column_type,
            });
        }
        let operator = Operator::Like {
            pattern: pattern(text),
            any_case: word == "ilike",
        };
        return Ok(Filter::is(field, operator));
    }
    let value = literal(&field, column_type, text)?;
    let ordered = !matches!(word, "eq" | "neq");
    if ordered && column_type == ColumnType::Boolean {
        return Err(Error::NotForType {
            word: OPERATORS
                .into_iter()
                .find(|known| *known == word)
                .unwrap_or("gt"),
            column: field.column,
            column_type,
        });
    }
    let operator = match word {
        "neq" => Operator::Neq(value),
        "gt" => Operator::Gt(value),
        "gte" => Operator::Gte(value),
        "lt" => Operator::Lt(value),
        "lte" => Operator::Lte(value),
        _ => Operator::Eq(value),
    };
    Ok(Filter::is(field, operator))
}

/// `null`, `not_null`, `true`, `false`, `unknown`: tests that are never unknown themselves.
fn is(
    cursor: &Cursor<'_>,
    field: Field,
    column_type: ColumnType,
    text: &str,
) -> Result<Filter, Error> {
    let present = |field: Field| Filter::Not(Box::new(Filter::is(field, Operator::Missing)));
    match (text.to_ascii_lowercase().as_str(), column_type) {
        ("null", _) | ("unknown", ColumnType::Boolean) => Ok(Filter::is(field, Operator::Missing)),
        ("not_null", _) => Ok(present(field)),
        (word @ ("true" | "false"), ColumnType::Boolean) => {
            let wanted = Operator::Eq(Literal::Boolean(word == "true"));
            Ok(Filter::All(vec![
                present(field.clone()),
                Filter::is(field, wanted),
            ]))
        }
        ("true" | "false" | "unknown", _) => Err(Error::NotForType {
            word: "is",
            column: field.column,
            column_type,
        }),
        (word, _) => Err(Error::UnknownWord {
            parameter: cursor.parameter().to_owned(),
            what: Expected::IsValue,
            word: text.to_owned(),
            nearest: nearest(word, ["null", "not_null", "true", "false"]),
        }),
    }
}

/// The values of `(a,"b, c",d)`.
fn literals(
    cursor: &mut Cursor<'_>,
    field: &Field,
    column_type: ColumnType,
) -> Result<Vec<Literal>, Error> {
    cursor.expect("(", Expected::List)?;
    let mut literals = Vec::new();
    if cursor.eat(")") {
        return Ok(literals);
    }
    loop {
        let text = cursor.value()?;
        literals.push(literal(field, column_type, &text)?);
        if literals.len() > MAX_VALUES {
            return Err(Error::TooMany {
                what: Expected::Value,
                max: MAX_VALUES,
            });
        }
        if cursor.eat(")") {
            return Ok(literals);
        }
        if cursor.at_end() {
            return Err(cursor.fail(Expected::ClosingParenthesis));
        }
        cursor.expect(",", Expected::CommaOrEnd)?;
    }
}

fn literal(field: &Field, column_type: ColumnType, text: &str) -> Result<Literal, Error> {
    column_type.literal(text).ok_or_else(|| Error::WrongType {
        column: field.column.clone(),
        column_type,
        value: text.to_owned(),
    })
}

/// `*` is written for `%`, which an address would have to escape; `\*` is a star.
fn pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '*' => pattern.push('%'),
            '\\' => match characters.next() {
                Some('*') => pattern.push('*'),
                Some(next) => pattern.extend(['\\', next]),
                None => pattern.push('\\'),
            },
            other => pattern.push(other),
        }
    }
    pattern
}
