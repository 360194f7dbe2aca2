//! Filters and search words as one predicate.

use polars::prelude::{DataType, Expr, NamedFrom, Operator as EngineOperator, Scalar, Series, lit};

use super::{field_expr, field_type, literal};
use crate::query::error::Error;
use crate::query::request::{Comparison, Field, Filter, Operator, TableQuery, Word};
use crate::query::table::{ColumnType, Table};
use crate::query::value::{Literal, days_of, iso_date};

/// Filter and search of a request; `None` keeps every row.
pub(super) fn predicate(query: &TableQuery, table: &Table) -> Result<Option<Expr>, Error> {
    let mut parts = Vec::new();
    if let Some(filter) = &query.filter {
        parts.push(expr(filter, table)?);
    }
    for word in &query.search.words {
        parts.push(found(word, table)?);
    }
    Ok((!parts.is_empty()).then(|| all(parts)))
}

fn expr(filter: &Filter, table: &Table) -> Result<Expr, Error> {
    let each = |parts: &[Filter]| {
        let parts = parts.iter().map(|part| expr(part, table));
        parts.collect::<Result<Vec<_>, Error>>()
    };
    match filter {
        Filter::All(parts) => Ok(all(each(parts)?)),
        Filter::Any(parts) => Ok(any(each(parts)?)),
        Filter::Not(inner) => Ok(expr(inner, table)?.not()),
        Filter::Is(comparison) => test(comparison, table),
    }
}

fn all(parts: Vec<Expr>) -> Expr {
    balanced(parts, Expr::logical_and).unwrap_or_else(|| lit(true))
}

fn any(parts: Vec<Expr>) -> Expr {
    balanced(parts, Expr::logical_or).unwrap_or_else(|| lit(false))
}

/// Joins pairwise, so that the depth of the tree is the logarithm of the number of parts.
fn balanced(mut parts: Vec<Expr>, join: fn(Expr, Expr) -> Expr) -> Option<Expr> {
    while parts.len() > 1 {
        let mut joined = Vec::with_capacity(parts.len().div_ceil(2));
        let mut rest = parts.into_iter();
        while let Some(left) = rest.next() {
            joined.push(match rest.next() {
                Some(right) => join(left, right),
                None => left,
            });
        }
        parts = joined;
    }
    parts.pop()
}

fn test(comparison: &Comparison, table: &Table) -> Result<Expr, Error> {
    let Comparison { field, operator } = comparison;
    let tested = Tested {
        column_type: field_type(field, table)?,
        value: field_expr(field, table)?,
        field,
    };
    match operator {
        Operator::Missing => Ok(tested.value.is_null()),
        Operator::Like { pattern, any_case } => tested.like(pattern, *any_case),
        Operator::In(literals) => tested.one_of(literals),
        Operator::Eq(literal) => tested.compare(EngineOperator::Eq, literal),
        Operator::Neq(literal) => tested.compare(EngineOperator::NotEq, literal),
        Operator::Gt(literal) => tested.compare(EngineOperator::Gt, literal),
        Operator::Gte(literal) => tested.compare(EngineOperator::GtEq, literal),
        Operator::Lt(literal) => tested.compare(EngineOperator::Lt, literal),
        Operator::Lte(literal) => tested.compare(EngineOperator::LtEq, literal),
    }
}

/// A field under test.
struct Tested<'a> {
    field: &'a Field,
    column_type: ColumnType,
    value: Expr,
}

impl Tested<'_> {
    fn compare(self, operator: EngineOperator, with: &Literal) -> Result<Expr, Error> {
        let only_equal = matches!(operator, EngineOperator::Eq | EngineOperator::NotEq);
        match (self.column_type, with) {
            (ColumnType::Integer | ColumnType::Decimal { .. }, Literal::Number(number)) => {
                let (floor, exact) = match self.column_type {
                    ColumnType::Decimal { scale } => number.floor_to(scale),
                    _ => number.floor_to(0),
                }
                .unwrap_or((
                    if number.digits < 0 {
                        i128::MIN
                    } else {
                        i128::MAX
                    },
                    false,
                ));
                Ok(self.compare_number(operator, floor, exact))
            }
            (ColumnType::Float, Literal::Float(number)) => Ok(self.with(operator, lit(*number))),
            (ColumnType::Float, Literal::Number(number)) => {
                let number: f64 = number.to_string().parse().unwrap_or(f64::NAN);
                Ok(self.with(operator, lit(number)))
            }
            (ColumnType::Text, Literal::Text(text)) => Ok(self.with(operator, lit(text.as_str()))),
            (ColumnType::Date, Literal::Date(date)) => {
                Ok(self.with(operator, literal::date(days_of(*date))))
            }
            (ColumnType::Boolean, Literal::Boolean(value)) if only_equal => {
                Ok(self.with(operator, lit(*value)))
            }
            (ColumnType::Boolean, Literal::Boolean(_)) => Err(self.not_for_type("gt")),
            (_, literal) => Err(Error::WrongType {
                column: self.field.column.clone(),
                column_type: self.column_type,
                value: literal.to_text(),
            }),
        }
    }

    fn with(self, operator: EngineOperator, literal: Expr) -> Expr {
        Expr::BinaryExpr {
            left: self.value.into(),
            op: operator,
            right: literal.into(),
        }
    }

    /// Compares exactly with a number that the column's type may not be able to hold: `floor` is the
    /// largest number of the type not above it.
    fn compare_number(self, operator: EngineOperator, floor: i128, exact: bool) -> Expr {
        use EngineOperator::{Eq, Gt, GtEq, Lt, LtEq, NotEq};
        let operator = match (operator, exact) {
            (Eq, false) => return self.never(),
            (NotEq, false) => return self.whenever_present(),
            (Lt, false) => LtEq,
            (GtEq, false) => Gt,
            (operator, _) => operator,
        };
        let literal = match self.column_type {
            ColumnType::Decimal { scale } => literal::decimal(floor, scale),
            _ => i64::try_from(floor).ok().map(lit),
        };
        match literal {
            Some(literal) => self.with(operator, literal),
            None if matches!(operator, NotEq) => self.whenever_present(),
            None if matches!(operator, Eq) => self.never(),
            None if matches!(operator, Lt | LtEq) == (floor > 0) => self.whenever_present(),
            None => self.never(),
        }
    }

    /// False, or unknown where the value is missing.
    fn never(self) -> Expr {
        self.value.is_null().logical_and(unknown())
    }

    /// True, or unknown where the value is missing.
    fn whenever_present(self) -> Expr {
        self.value.is_not_null().logical_or(unknown())
    }

    fn one_of(self, literals: &[Literal]) -> Result<Expr, Error> {
        if literals.is_empty() {
            return Ok(self.never());
        }
        let texts: Option<Vec<&str>> = literals
            .iter()
            .map(|literal| match literal {
                Literal::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        if let (ColumnType::Text, Some(texts)) = (self.column_type, texts) {
            let list = lit(Series::new("".into(), texts)).implode(true);
            return Ok(self.value.is_in(list, false));
        }
        let mut each = Vec::with_capacity(literals.len());
        for literal in literals {
            let one = Tested {
                field: self.field,
                column_type: self.column_type,
                value: self.value.clone(),
            };
            each.push(one.compare(EngineOperator::Eq, literal)?);
        }
        Ok(any(each))
    }

    fn like(self, pattern: &str, any_case: bool) -> Result<Expr, Error> {
        if self.column_type != ColumnType::Text {
            return Err(self.not_for_type(if any_case { "ilike" } else { "like" }));
        }
        let regex = like_regex(pattern, any_case);
        Ok(self.value.str().contains(lit(regex), true))
    }

    fn not_for_type(&self, word: &'static str) -> Error {
        Error::NotForType {
            word,
            column: self.field.column.clone(),
            column_type: self.column_type,
        }
    }
}

fn unknown() -> Expr {
    literal::scalar(Scalar::null(DataType::Boolean))
}

/// A `like` pattern as a regular expression of the whole text.
fn like_regex(pattern: &str, any_case: bool) -> String {
    let mut regex = String::with_capacity(pattern.len() * 2 + 8);
    regex.push_str(if any_case { "(?is)^" } else { "(?s)^" });
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '%' => regex.push_str(".*"),
            '_' => regex.push('.'),
            '\\' => push_literally(&mut regex, characters.next().unwrap_or('\\')),
            other => push_literally(&mut regex, other),
        }
    }
    regex.push('$');
    regex
}

fn push_literally(regex: &mut String, character: char) {
    if character.is_ascii_punctuation() {
        regex.push('\\');
    }
    regex.push(character);
}

/// True where the word stands somewhere in the row, or in the one column that it names.
fn found(word: &Word, table: &Table) -> Result<Expr, Error> {
    if let Some(name) = &word.column {
        let column_type = field_type(&Field::column(name), table)?;
        return Ok(found_in(name, column_type, &word.text, table)?.unwrap_or_else(|| lit(false)));
    }
    let mut places = Vec::new();
    for column in &table.columns {
        if let Some(place) = found_in(&column.name, column.column_type, &word.text, table)? {
            places.push(place);
        }
    }
    Ok(any(places))
}

fn found_in(
    name: &str,
    column_type: ColumnType,
    word: &str,
    table: &Table,
) -> Result<Option<Expr>, Error> {
    let field = Field::column(name);
    let literal = match column_type {
        ColumnType::Text => {
            let mut regex = String::from("(?i)");
            word.chars()
                .for_each(|character| push_literally(&mut regex, character));
            let value = field_expr(&field, table)?;
            return Ok(Some(
                value.str().contains(lit(regex), true).fill_null(lit(false)),
            ));
        }
        ColumnType::Date => iso_date::parse(word).map(Literal::Date),
        ColumnType::Boolean => None,
        ColumnType::Integer | ColumnType::Decimal { .. } | ColumnType::Float => {
            column_type.literal(word)
        }
    };
    let Some(literal) = literal else {
        return Ok(None);
    };
    let operator = Operator::Eq(literal);
    let found = test(&Comparison { field, operator }, table)?;
    Ok(Some(found.fill_null(lit(false))))
}

#[cfg(test)]
mod tests {
    use super::like_regex;

    #[test]
    fn like_takes_only_its_own_signs_as_wildcards() {
        assert_eq!(like_regex("a%b_c", false), "(?s)^a.*b.c$");
        assert_eq!(like_regex("50\\%.*", true), "(?is)^50\\%\\.\\*$");
        assert_eq!(like_regex("\\", false), "(?s)^\\\\$");
    }
}
