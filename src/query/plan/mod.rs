//! From a request to a plan of the engine.

mod filter;
mod group;
mod literal;
mod source;

use polars::prelude::{
    Expr, IdxSize, LazyFrame, SortMultipleOptions, UniqueKeepStrategy, col, len,
};

use super::error::Error;
use super::request::{DatePart, Direction, Field, Item, Nulls, Ordering, TableQuery};
use super::table::{ColumnType, ROW_NUMBER, Table};

pub(crate) use source::{row_number, scan};

/// Name of the column that breaks ties of an order, not used by any table (names are snake case).
const TIE: &str = "\u{1}row";

/// A request that fits its table, ready to run.
pub(crate) struct Plan {
    /// The rows of the answer.
    pub(crate) rows: LazyFrame,
    /// One number: how many rows there are without limit and offset.
    pub(crate) count: LazyFrame,
    /// Names and types of the answer's columns.
    pub(crate) columns: Vec<(String, ColumnType)>,
}

/// A request that fits its table: nothing of it is wrong any more, and nothing has been read yet.
pub(crate) struct Checked {
    /// Names and types of the answer's columns.
    pub(crate) columns: Vec<(String, ColumnType)>,
    needs_number: bool,
    predicate: Option<Expr>,
    shape: Shape,
}

/// What becomes of the rows that were kept.
enum Shape {
    /// Each is a row of the answer.
    Rows {
        order: Option<(Vec<Expr>, SortMultipleOptions)>,
        selected: Vec<Expr>,
    },
    /// They are put together.
    Groups(group::Groups),
}

/// Plans a request.
pub(crate) fn plan(query: &TableQuery, table: &Table) -> Result<Plan, Error> {
    check(query, table)?.plan(query, table)
}

/// Finds every fault of a request, without looking at the file.
pub(crate) fn check(query: &TableQuery, table: &Table) -> Result<Checked, Error> {
    let items = answer_items(query, table);
    check_names(&items)?;
    let columns = items
        .iter()
        .map(|item| Ok((item.name().to_owned(), group::item_type(item, table)?)))
        .collect::<Result<Vec<_>, Error>>()?;
    let grouped = is_grouped(query);
    if query.after.is_some() && (grouped || query.distinct || !query.order.is_empty()) {
        return Err(Error::AfterNeedsRowOrder);
    }
    let breaks_ties = !query.order.is_empty() && !grouped;
    let shape = if grouped {
        Shape::Groups(group::groups(query, &items, table)?)
    } else {
        plain(query, &items, table)?
    };
    Ok(Checked {
        columns,
        needs_number: breaks_ties || source::names_row_number(query, &items, table),
        predicate: filter::predicate(query, table)?,
        shape,
    })
}

impl Checked {
    /// Plans the request; reads the file's footer.
    pub(crate) fn plan(self, query: &TableQuery, table: &Table) -> Result<Plan, Error> {
        let mut frame = source::scan(table, self.needs_number)?;
        if let Some(after) = query.after {
            frame = frame.slice(i64::try_from(after).unwrap_or(i64::MAX), IdxSize::MAX);
        }
        if let Some(predicate) = self.predicate {
            frame = frame.filter(predicate);
        }
        frame = match self.shape {
            Shape::Rows { order, selected } => match order {
                Some((keys, options)) => frame.sort_by_exprs(keys, options).select(selected),
                None => frame.select(selected),
            },
            Shape::Groups(groups) => groups.apply(frame),
        };
        if query.distinct {
            frame = frame.unique_stable(None, UniqueKeepStrategy::First);
        }
        let count = frame.clone().select([len().alias("rows")]);
        let rows = match (query.offset, query.limit) {
            (0, None) => frame,
            (offset, limit) => frame.slice(
                i64::try_from(offset).unwrap_or(i64::MAX),
                limit.map_or(IdxSize::MAX, |limit| {
                    IdxSize::try_from(limit).unwrap_or(IdxSize::MAX)
                }),
            ),
        };
        Ok(Plan {
            rows,
            count,
            columns: self.columns,
        })
    }
}

/// True when a row of the answer stands for a group.
pub(crate) fn is_grouped(query: &TableQuery) -> bool {
    query
        .items
        .iter()
        .any(|item| matches!(item, Item::Aggregate { .. }))
}

/// The columns of the answer, written out.
pub(crate) fn answer_items(query: &TableQuery, table: &Table) -> Vec<Item> {
    if query.items.is_empty() {
        let columns = table.columns.iter();
        columns.map(|column| Item::column(&column.name)).collect()
    } else {
        query.items.clone()
    }
}

fn check_names(items: &[Item]) -> Result<(), Error> {
    let mut seen = std::collections::HashSet::new();
    for item in items {
        if !seen.insert(item.name()) {
            let name = item.name().to_owned();
            return Err(Error::RepeatedName { name });
        }
    }
    Ok(())
}

fn plain(query: &TableQuery, items: &[Item], table: &Table) -> Result<Shape, Error> {
    let mut order = None;
    if !query.order.is_empty() {
        let mut keys = Vec::with_capacity(query.order.len() + 1);
        for ordering in &query.order {
            keys.push(sort_key(ordering, items, table)?);
        }
        let mut options = sort_options(&query.order);
        keys.push(source::row_number());
        options.descending.push(false);
        options.nulls_last.push(true);
        order = Some((keys, options));
    }
    let mut selected = Vec::with_capacity(items.len());
    for item in items {
        if let Item::Field { field, name } = item {
            selected.push(field_expr(field, table)?.alias(name.as_str()));
        }
    }
    Ok(Shape::Rows { order, selected })
}

/// A column of the table, or else an item of the answer under its new name.
fn sort_key(ordering: &Ordering, items: &[Item], table: &Table) -> Result<Expr, Error> {
    let by_item = items.iter().find_map(|item| match item {
        Item::Field { field, name } if *name == ordering.key.column => Some(field),
        Item::Field { .. } | Item::Aggregate { .. } => None,
    });
    match (table.type_of(&ordering.key.column), by_item) {
        (None, Some(field)) if ordering.key.part.is_none() => field_expr(field, table),
        _ => field_expr(&ordering.key, table),
    }
}

fn sort_options(order: &[Ordering]) -> SortMultipleOptions {
    SortMultipleOptions {
        descending: order
            .iter()
            .map(|ordering| ordering.direction == Direction::Descending)
            .collect(),
        nulls_last: order
            .iter()
            .map(|ordering| ordering.nulls == Nulls::Last)
            .collect(),
        multithreaded: true,
        maintain_order: false,
        limit: None,
    }
}

/// The value of a field, of the type that [`field_type`] says.
fn field_expr(field: &Field, table: &Table) -> Result<Expr, Error> {
    field_type(field, table)?;
    let is_row_number = field.column == ROW_NUMBER && has_row_number(table);
    let whole = if is_row_number {
        source::row_number()
    } else {
        col(field.column.as_str())
    };
    let integer = ColumnType::Integer.data_type();
    Ok(match field.part {
        None => whole,
        Some(DatePart::Year) => whole.dt().year().cast(integer),
        Some(DatePart::Quarter) => whole.dt().quarter().cast(integer),
        Some(DatePart::Month) => whole.dt().month().cast(integer),
    })
}

/// Type of a field's values, or what is wrong with the field.
pub(crate) fn field_type(field: &Field, table: &Table) -> Result<ColumnType, Error> {
    let Some(column_type) = table.type_of(&field.column) else {
        return Err(table.unknown_column(&field.column));
    };
    match field.part {
        None => Ok(column_type),
        Some(_) if column_type == ColumnType::Date => Ok(ColumnType::Integer),
        Some(part) => Err(Error::NotForType {
            word: part.as_str(),
            column: field.column.clone(),
            column_type,
        }),
    }
}

/// True when `_id` means the row number in this table.
fn has_row_number(table: &Table) -> bool {
    !table.columns.iter().any(|column| column.name == ROW_NUMBER)
}
