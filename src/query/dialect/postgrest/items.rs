//! `select` and `order`.

use super::cursor::Cursor;
use super::{MAX_ITEMS, MAX_SORT_KEYS};
use crate::query::error::{Error, Expected};
use crate::query::nearest::nearest;
use crate::query::request::{
    Aggregate, DatePart, Direction, Field, Item, Nulls, Ordering, TableQuery,
};
use crate::query::table::Table;

/// Reads `a,b,total:jumlah.sum()`.
pub(super) fn select(text: &str, table: &Table) -> Result<Vec<Item>, Error> {
    let mut cursor = Cursor::new("select", text);
    let mut items = Vec::new();
    if text.trim().is_empty() {
        return Ok(items);
    }
    loop {
        if cursor.eat("*") {
            items.extend(
                table
                    .columns
                    .iter()
                    .map(|column| Item::column(&column.name)),
            );
        } else {
            items.push(item(&mut cursor, table)?);
        }
        if items.len() > MAX_ITEMS {
            return Err(Error::TooMany {
                what: Expected::Item,
                max: MAX_ITEMS,
            });
        }
        if cursor.at_end() {
            return Ok(items);
        }
        cursor.expect(",", Expected::CommaOrEnd)?;
    }
}

fn item(cursor: &mut Cursor<'_>, table: &Table) -> Result<Item, Error> {
    if cursor.function_ahead("count") {
        return Ok(count_of_rows(None));
    }
    let first = cursor.name(Expected::Column)?;
    if !cursor.eat(":") {
        return value(cursor, table, first, None);
    }
    let name = Some(first);
    if cursor.function_ahead("count") {
        return Ok(count_of_rows(name));
    }
    let column = cursor.name(Expected::Column)?;
    value(cursor, table, column, name)
}

fn count_of_rows(name: Option<String>) -> Item {
    Item::Aggregate {
        aggregate: Aggregate::Count,
        field: None,
        name: name.unwrap_or_else(|| Aggregate::Count.as_str().to_owned()),
    }
}

/// What follows a column's name: date part and aggregate.
fn value(
    cursor: &mut Cursor<'_>,
    table: &Table,
    column: String,
    name: Option<String>,
) -> Result<Item, Error> {
    if table.type_of(&column).is_none() {
        return Err(table.unknown_column(&column));
    }
    let mut field = Field { column, part: None };
    let mut aggregate = None;
    while cursor.eat(".") {
        let Some(word) = cursor.function() else {
            return Err(cursor.fail(Expected::Function));
        };
        match (part_of(word), aggregate_of(word)) {
            (Some(part), _) if field.part.is_none() && aggregate.is_none() => {
                field.part = Some(part);
            }
            (_, Some(found)) if aggregate.is_none() => aggregate = Some(found),
            (None, None) => return Err(unknown_function(cursor.parameter(), word)),
            _ => return Err(cursor.fail(Expected::CommaOrEnd)),
        }
    }
    let own_name = match (aggregate, field.part) {
        (Some(aggregate), _) => aggregate.as_str(),
        (None, Some(part)) => part.as_str(),
        (None, None) => field.column.as_str(),
    };
    let name = name.unwrap_or_else(|| own_name.to_owned());
    Ok(match aggregate {
        Some(aggregate) => Item::Aggregate {
            aggregate,
            field: Some(field),
            name,
        },
        None => Item::Field { field, name },
    })
}

fn part_of(word: &str) -> Option<DatePart> {
    DatePart::ALL.into_iter().find(|part| part.as_str() == word)
}

fn aggregate_of(word: &str) -> Option<Aggregate> {
    let mut all = Aggregate::ALL.into_iter();
    all.find(|aggregate| aggregate.as_str() == word)
}

fn unknown_function(parameter: &str, word: &str) -> Error {
    let known = Aggregate::ALL
        .map(Aggregate::as_str)
        .into_iter()
        .chain(DatePart::ALL.map(DatePart::as_str));
    Error::UnknownWord {
        parameter: parameter.to_owned(),
        what: Expected::Function,
        word: word.to_owned(),
        nearest: nearest_of(word, known),
    }
}

fn nearest_of(word: &str, known: impl IntoIterator<Item = &'static str>) -> Option<&'static str> {
    nearest(word, known)
}

/// A date part behind a column's name, such as `.year()`.
pub(super) fn date_part(cursor: &mut Cursor<'_>) -> Option<DatePart> {
    DatePart::ALL
        .into_iter()
        .find(|part| cursor.eat(&format!(".{}()", part.as_str())))
}

/// Reads `a.desc.nullslast,b`. Names of aggregates are checked when the whole request is known.
pub(super) fn order(text: &str) -> Result<Vec<Ordering>, Error> {
    let mut cursor = Cursor::new("order", text);
    let mut order = Vec::new();
    if text.trim().is_empty() {
        return Ok(order);
    }
    loop {
        let column = cursor.name(Expected::Column)?;
        let part = date_part(&mut cursor);
        let mut direction = None;
        let mut nulls = None;
        while cursor.eat(".") {
            let word = cursor.word();
            match word {
                "asc" if direction.is_none() => direction = Some(Direction::Ascending),
                "desc" if direction.is_none() => direction = Some(Direction::Descending),
                "nullsfirst" if nulls.is_none() => nulls = Some(Nulls::First),
                "nullslast" if nulls.is_none() => nulls = Some(Nulls::Last),
                "" => return Err(cursor.fail(Expected::Direction)),
                word => {
                    return Err(Error::UnknownWord {
                        parameter: "order".to_owned(),
                        what: Expected::Direction,
                        word: word.to_owned(),
                        nearest: nearest_of(word, ["asc", "desc", "nullsfirst", "nullslast"]),
                    });
                }
            }
        }
        let direction = direction.unwrap_or_default();
        // As in PostgreSQL, a missing value counts as larger than any other.
        let usual = match direction {
            Direction::Ascending => Nulls::Last,
            Direction::Descending => Nulls::First,
        };
        order.push(Ordering {
            key: Field { column, part },
            direction,
            nulls: nulls.unwrap_or(usual),
        });
        if order.len() > MAX_SORT_KEYS {
            return Err(Error::TooMany {
                what: Expected::Direction,
                max: MAX_SORT_KEYS,
            });
        }
        if cursor.at_end() {
            return Ok(order);
        }
        cursor.expect(",", Expected::CommaOrEnd)?;
    }
}

/// Whether every sort key is a column of the table or of the answer.
pub(super) fn check_order(query: &TableQuery, table: &Table) -> Result<(), Error> {
    for ordering in &query.order {
        let name = &ordering.key.column;
        let named = query.items.iter().any(|item| item.name() == name);
        if !named && table.type_of(name).is_none() {
            return Err(table.unknown_column(name));
        }
    }
    Ok(())
}
