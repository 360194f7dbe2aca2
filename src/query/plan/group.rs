//! Groups and aggregates.

use polars::prelude::{Expr, LazyFrame, SortMultipleOptions, col, len, lit, when};

use super::{field_expr, field_type, literal, sort_options};
use crate::query::error::Error;
use crate::query::request::{Aggregate, Field, Item, Ordering, TableQuery};
use crate::query::table::{ColumnType, Table};

/// Type of an answer's column, or what is wrong with it.
pub(super) fn item_type(item: &Item, table: &Table) -> Result<ColumnType, Error> {
    let (aggregate, field) = match item {
        Item::Field { field, .. } => return field_type(field, table),
        Item::Aggregate {
            aggregate, field, ..
        } => (*aggregate, field),
    };
    let Some(field) = field else {
        return Ok(ColumnType::Integer);
    };
    let column_type = field_type(field, table)?;
    let result = match (aggregate, column_type) {
        (Aggregate::Count, _) => Some(ColumnType::Integer),
        (Aggregate::Sum, ColumnType::Integer) => Some(ColumnType::Decimal { scale: 0 }),
        (Aggregate::Sum, ColumnType::Decimal { .. } | ColumnType::Float) => Some(column_type),
        (Aggregate::Avg | Aggregate::Median, _) if column_type.is_number() => {
            Some(ColumnType::Float)
        }
        (Aggregate::Min | Aggregate::Max, ColumnType::Boolean) => None,
        (Aggregate::Min | Aggregate::Max, _) => Some(column_type),
        (Aggregate::Sum | Aggregate::Avg | Aggregate::Median, _) => None,
    };
    result.ok_or_else(|| Error::NotForType {
        word: aggregate.as_str(),
        column: field.column.clone(),
        column_type,
    })
}

/// Groups, their values, and how they are sorted.
pub(super) struct Groups {
    keys: Vec<Expr>,
    values: Vec<Expr>,
    order: Vec<Ordering>,
    names: Vec<String>,
}

/// One row for each group, sorted as asked and then by the groups' keys.
pub(super) fn groups(query: &TableQuery, items: &[Item], table: &Table) -> Result<Groups, Error> {
    let mut keys = Vec::new();
    let mut values = Vec::new();
    for item in items {
        match item {
            Item::Field { field, name } => {
                keys.push(field_expr(field, table)?.alias(name.as_str()));
            }
            Item::Aggregate {
                aggregate,
                field,
                name,
            } => {
                let value = aggregated(*aggregate, field.as_ref(), table)?;
                values.push(value.alias(name.as_str()));
            }
        }
    }
    Ok(Groups {
        keys,
        values,
        order: full_order(query, items)?,
        names: items.iter().map(|item| item.name().to_owned()).collect(),
    })
}

impl Groups {
    pub(super) fn apply(self, frame: LazyFrame) -> LazyFrame {
        let frame = if self.keys.is_empty() {
            frame.select(self.values)
        } else {
            let options = SortMultipleOptions {
                maintain_order: true,
                ..sort_options(&self.order)
            };
            let by: Vec<Expr> = self
                .order
                .iter()
                .map(|key| col(key.key.column.as_str()))
                .collect();
            frame
                .group_by(self.keys)
                .agg(self.values)
                .sort_by_exprs(by, options)
        };
        let names: Vec<Expr> = self.names.iter().map(|name| col(name.as_str())).collect();
        frame.select(names)
    }
}

/// The order asked for, by names of the answer, then the keys that it leaves out: never two ways to sort.
fn full_order(query: &TableQuery, items: &[Item]) -> Result<Vec<Ordering>, Error> {
    let mut order = Vec::new();
    for ordering in &query.order {
        let name = items.iter().find_map(|item| match item {
            item if ordering.key.part.is_none() && item.name() == ordering.key.column => {
                Some(item.name())
            }
            Item::Field { field, name } if *field == ordering.key => Some(name),
            Item::Field { .. } | Item::Aggregate { .. } => None,
        });
        let Some(name) = name else {
            let name = ordering.key.column.clone();
            return Err(Error::NotInAnswer { name });
        };
        order.push(Ordering {
            key: Field::column(name),
            ..ordering.clone()
        });
    }
    for item in items {
        if let Item::Field { name, .. } = item
            && !order.iter().any(|ordering| ordering.key.column == *name)
        {
            order.push(Ordering::rising(name.as_str()));
        }
    }
    Ok(order)
}

/// Decimals without digits after the point.
const WHOLE: ColumnType = ColumnType::Decimal { scale: 0 };

/// A number as a float that counts its smallest decimal units, and how many of them make one.
///
/// The engine turns a decimal into a float by a product with 0.1, 0.01 and so on, which no float holds
/// exactly; a quotient of whole numbers is the nearest float.
fn in_units(value: Expr, column_type: ColumnType) -> (Expr, Expr) {
    let float = ColumnType::Float.data_type();
    let ColumnType::Decimal { scale } = column_type else {
        return (value.cast(float), lit(1.0));
    };
    let Some(unit) = literal::decimal(10_i128.saturating_pow(u32::from(scale)), 0) else {
        return (value.cast(float), lit(1.0));
    };
    let units = (value * unit.clone()).cast(WHOLE.data_type());
    (units.cast(float.clone()), unit.cast(float))
}

fn aggregated(aggregate: Aggregate, field: Option<&Field>, table: &Table) -> Result<Expr, Error> {
    let integer = ColumnType::Integer.data_type();
    let Some(field) = field else {
        return Ok(len().cast(integer));
    };
    let value = field_expr(field, table)?;
    let float = ColumnType::Float.data_type();
    let column_type = field_type(field, table)?;
    let exact = match column_type {
        ColumnType::Integer => value.clone().cast(WHOLE.data_type()),
        _ => value.clone(),
    };
    let count = value.clone().count();
    Ok(match aggregate {
        Aggregate::Count => count.cast(integer),
        Aggregate::Min => value.min(),
        Aggregate::Max => value.max(),
        Aggregate::Avg => {
            let (sum, unit) = in_units(exact.sum(), column_type);
            sum / (count.cast(float) * unit)
        }
        Aggregate::Median => {
            let (value, unit) = in_units(value, column_type);
            value.median() / unit
        }
        // The engine's sum of nothing is 0; here it is missing, as in SQL.
        Aggregate::Sum => when(count.gt(lit(0)))
            .then(exact.sum())
            .otherwise(lit(polars::prelude::NULL)),
    })
}
