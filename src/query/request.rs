//! What can be asked of a table, independent of the words it was asked with.

use serde::{Deserialize, Serialize};

use super::value::Literal;

/// One request over one table: which rows, which columns, in which order, how many.
///
/// With at least one [`Item::Aggregate`] among `items` the other items are the grouping columns and
/// a row stands for a group; without, a row stands for a row of the table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableQuery {
    /// Columns of the answer in order; empty means every column of the table.
    pub items: Vec<Item>,
    /// Which rows; `None` keeps all.
    pub filter: Option<Filter>,
    /// Words that a row must contain.
    pub search: Search,
    /// True when equal rows of the answer are given once.
    pub distinct: bool,
    /// Sort keys, the first weighs most; empty keeps the table's row order (of groups: their keys ascending).
    pub order: Vec<Ordering>,
    /// At most so many rows; `None` means all of them.
    pub limit: Option<u64>,
    /// Rows of the answer to leave out at its beginning.
    pub offset: u64,
    /// Only rows after this row number (counted from 1), in row order; not together with groups or an order.
    pub after: Option<u64>,
    /// Whether the number of matching rows is wanted.
    pub count: Count,
}

/// Whether the number of rows that match, ignoring limit and offset, is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// Given where it costs nothing (no filter, no groups).
    #[default]
    WhenFree,
    /// Always counted.
    Exact,
}

/// One column of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A column, or a part of its date; a grouping key when the query aggregates.
    Field {
        /// Where the value comes from.
        field: Field,
        /// Name in the answer.
        name: String,
    },
    /// One number for each group (or for all rows).
    Aggregate {
        /// How the values are put together.
        aggregate: Aggregate,
        /// Whose values; `None` only for [`Aggregate::Count`], which then counts rows.
        field: Option<Field>,
        /// Name in the answer.
        name: String,
    },
}

impl Item {
    /// The name in the answer.
    pub fn name(&self) -> &str {
        match self {
            Self::Field { name, .. } | Self::Aggregate { name, .. } => name,
        }
    }

    /// The column of the table whose values, unchanged or put together, the item gives.
    pub fn whole_column(&self) -> Option<&str> {
        match self {
            Self::Field { field, .. } if field.part.is_none() => Some(&field.column),
            Self::Aggregate {
                aggregate,
                field: Some(field),
                ..
            } if field.part.is_none() && *aggregate != Aggregate::Count => Some(&field.column),
            Self::Field { .. } | Self::Aggregate { .. } => None,
        }
    }

    /// A column of the table under its own name.
    pub fn column(name: impl Into<String>) -> Self {
        let name = name.into();
        Self::Field {
            field: Field::column(name.clone()),
            name,
        }
    }
}

/// A column of the table, or a part of its date.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Field {
    /// Name of the column, or [`super::ROW_NUMBER`].
    pub column: String,
    /// The part of the date that is meant; only for date columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<DatePart>,
}

impl Field {
    /// The whole value of a column.
    pub fn column(name: impl Into<String>) -> Self {
        Self {
            column: name.into(),
            part: None,
        }
    }
}

/// A number taken from a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatePart {
    /// Year, such as 2024.
    Year,
    /// Quarter of the year, 1 to 4.
    Quarter,
    /// Month of the year, 1 to 12.
    Month,
}

impl DatePart {
    /// Every part, in the order in which it is offered.
    pub const ALL: [Self; 3] = [Self::Year, Self::Quarter, Self::Month];

    /// The word in the query string.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Quarter => "quarter",
            Self::Month => "month",
        }
    }
}

/// How the values of a group become one. Missing values are left out; of none the answer is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// Sum; exact for whole numbers and decimals.
    Sum,
    /// Arithmetic mean, a float.
    Avg,
    /// Smallest value, of the column's type.
    Min,
    /// Largest value, of the column's type.
    Max,
    /// Number of values present, or of rows.
    Count,
    /// Middle value, a float.
    Median,
}

impl Aggregate {
    /// Every aggregate, in the order in which it is offered.
    pub const ALL: [Self; 6] = [
        Self::Sum,
        Self::Avg,
        Self::Min,
        Self::Max,
        Self::Count,
        Self::Median,
    ];

    /// The word in the query string, also the default name in the answer.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Avg => "avg",
            Self::Min => "min",
            Self::Max => "max",
            Self::Count => "count",
            Self::Median => "median",
        }
    }
}

/// Which rows. A comparison with a missing value is neither true nor false, and such a row is left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// All of them hold; of none: every row.
    All(Vec<Filter>),
    /// At least one holds; of none: no row.
    Any(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// One test of one field.
    Is(Comparison),
}

impl Filter {
    /// One comparison.
    pub const fn is(field: Field, operator: Operator) -> Self {
        Self::Is(Comparison { field, operator })
    }

    /// Both filters; `None` keeps all rows.
    #[must_use]
    pub fn both(first: Option<Self>, second: Self) -> Self {
        match first {
            None => second,
            Some(Self::All(mut all)) => {
                all.push(second);
                Self::All(all)
            }
            Some(first) => Self::All(vec![first, second]),
        }
    }
}

/// One test of one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Whose value is tested.
    pub field: Field,
    /// How.
    pub operator: Operator,
}

/// A test of one value. The literals have the field's type (see [`super::ColumnType::literal`]).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// Equal.
    Eq(Literal),
    /// Present and not equal.
    Neq(Literal),
    /// Greater.
    Gt(Literal),
    /// Greater or equal.
    Gte(Literal),
    /// Less.
    Lt(Literal),
    /// Less or equal.
    Lte(Literal),
    /// Equal to one of them.
    In(Vec<Literal>),
    /// The whole text fits a pattern: `%` any characters, `_` one character, `\` takes the next as it is.
    Like {
        /// The pattern.
        pattern: String,
        /// True when capitals and small letters are the same.
        any_case: bool,
    },
    /// The value is missing; never unknown itself.
    Missing,
}

/// Words that a row must contain: each of `words` somewhere in the row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Search {
    /// All of them must be found.
    pub words: Vec<Word>,
}

/// One word to find, capitals or not: as a part of a text, or as the whole of a number or date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The word as typed, without spaces at its ends, never empty.
    pub text: String,
    /// The only column to look in; `None` means all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// One sort key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordering {
    /// A column or date part of the table, or the name of an item of the answer.
    pub key: Field,
    /// Rising or falling.
    pub direction: Direction,
    /// Where missing values stand.
    pub nulls: Nulls,
}

impl Ordering {
    /// Rising by a column, missing values last.
    pub fn rising(column: impl Into<String>) -> Self {
        Self {
            key: Field::column(column),
            direction: Direction::Ascending,
            nulls: Nulls::Last,
        }
    }

    /// Falling by a column, missing values last.
    pub fn falling(column: impl Into<String>) -> Self {
        Self {
            key: Field::column(column),
            direction: Direction::Descending,
            nulls: Nulls::Last,
        }
    }
}

/// Rising or falling.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Small values first; text by its code points.
    #[default]
    Ascending,
    /// Large values first.
    Descending,
}

/// Where missing values stand in an order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nulls {
    /// Before all others.
    First,
    /// After all others.
    #[default]
    Last,
}
