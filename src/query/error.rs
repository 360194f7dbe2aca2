//! What can go wrong with a request over a table.

use std::path::{Path, PathBuf};

use crate::error::{Failure, Kind, Message};

use super::table::ColumnType;

/// Source of an internal fault.
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a request over a table has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A parameter is not written as the dialect demands.
    #[error("parameter {parameter} can't be read at character {position}: expected {expected}")]
    Syntax {
        /// Name of the parameter.
        parameter: String,
        /// Its value.
        text: String,
        /// Character at which reading stopped, counted from 1.
        position: usize,
        /// What could have stood there.
        expected: Expected,
    },
    /// A column is named that the table does not have.
    #[error("no column {name}")]
    UnknownColumn {
        /// The name as asked for.
        name: String,
        /// The most similar name of the table, where one is similar.
        nearest: Option<String>,
    },
    /// A word is used that the dialect does not know in this place.
    #[error("unknown {what:?} {word} in {parameter}")]
    UnknownWord {
        /// Name of the parameter.
        parameter: String,
        /// What it would have been.
        what: Expected,
        /// The word as written.
        word: String,
        /// The most similar known word.
        nearest: Option<&'static str>,
    },
    /// A value is not of the column's type.
    #[error("{value} is no {} for column {column}", column_type.as_str())]
    WrongType {
        /// The column.
        column: String,
        /// Its type.
        column_type: ColumnType,
        /// The value as written.
        value: String,
    },
    /// An operator, aggregate or date part that the column's type does not have.
    #[error("{word} can't be used with column {column} of type {}", column_type.as_str())]
    NotForType {
        /// The operator, aggregate or part.
        word: &'static str,
        /// The column.
        column: String,
        /// Its type.
        column_type: ColumnType,
    },
    /// Two columns of the answer would have the same name.
    #[error("two columns of the answer are named {name}")]
    RepeatedName {
        /// The name.
        name: String,
    },
    /// A grouped answer can't be sorted by something that isn't in it.
    #[error("{name} is not part of the grouped answer")]
    NotInAnswer {
        /// The sort key.
        name: String,
    },
    /// A number parameter outside its range.
    #[error("{parameter} must be a whole number from 0 to {max}")]
    OutOfRange {
        /// Name of the parameter.
        parameter: &'static str,
        /// Largest value.
        max: u64,
    },
    /// `after` together with an order, groups or distinct rows.
    #[error("after can only be used in row order")]
    AfterNeedsRowOrder,
    /// A parameter given twice that can only be given once.
    #[error("{parameter} is given twice")]
    Repeated {
        /// Name of the parameter.
        parameter: String,
    },
    /// More conditions, values or words than one request may have.
    #[error("more than {max} {what:?}")]
    TooMany {
        /// Of what.
        what: Expected,
        /// How many are allowed.
        max: usize,
    },
    /// The query ran into its limit of time or memory.
    #[error("the query is too heavy")]
    TooHeavy,
    /// All lanes are taken, or the portal is stopping.
    #[error("no lane is free")]
    Busy,
    /// The table's file can't be read.
    #[error("table {path} can't be read")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Cause,
    },
    /// The engine failed on a request that was checked.
    #[error("the query engine failed")]
    Engine(#[source] Cause),
}

/// A thing that a dialect can expect; the words for it are in the locales.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A column of the table.
    Column,
    /// An operator such as `eq.`.
    Operator,
    /// A value.
    Value,
    /// A list in parentheses.
    List,
    /// A closing quotation mark.
    ClosingQuote,
    /// A closing parenthesis.
    ClosingParenthesis,
    /// A comma or the end.
    CommaOrEnd,
    /// An aggregate or date part such as `sum()`.
    Function,
    /// `asc`, `desc`, `nullsfirst` or `nullslast`.
    Direction,
    /// `null`, `not_null`, `true` or `false`.
    IsValue,
    /// A condition.
    Condition,
    /// A word to search for.
    SearchWord,
    /// A column of the answer.
    Item,
    /// Less nesting.
    Nesting,
    /// A whole number.
    WholeNumber,
    /// A shorter text.
    ShorterText,
}

impl std::fmt::Display for Expected {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Expected {
    /// The stable word that the locales choose their sentence by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Column => "column",
            Self::Operator => "operator",
            Self::Value => "value",
            Self::List => "list",
            Self::ClosingQuote => "closing-quote",
            Self::ClosingParenthesis => "closing-parenthesis",
            Self::CommaOrEnd => "comma-or-end",
            Self::Function => "function",
            Self::Direction => "direction",
            Self::IsValue => "is-value",
            Self::Condition => "condition",
            Self::SearchWord => "search-word",
            Self::Item => "item",
            Self::Nesting => "nesting",
            Self::WholeNumber => "whole-number",
            Self::ShorterText => "shorter-text",
        }
    }
}

impl Error {
    pub(crate) fn unreadable(path: &Path, source: impl Into<Cause>) -> Self {
        Self::Unreadable {
            path: path.to_owned(),
            source: source.into(),
        }
    }

    pub(crate) fn engine(source: impl Into<Cause>) -> Self {
        Self::Engine(source.into())
    }

    /// More on what was found, for the `details` of the row API; `None` where the message says all.
    pub fn details(&self) -> Option<Message> {
        match self {
            Self::Syntax {
                text,
                position,
                expected,
                ..
            } => Some(
                Message::new("query-syntax-details")
                    .with("text", text.as_str())
                    .with("position", i64::try_from(*position).unwrap_or(i64::MAX))
                    .with("expected", expected.as_str()),
            ),
            Self::WrongType { column_type, .. } => {
                Some(Message::new("query-wrong-type-details").with("type", column_type.as_str()))
            }
            Self::NotForType { column_type, .. } => {
                Some(Message::new("query-not-for-type-details").with("type", column_type.as_str()))
            }
            _ => None,
        }
    }

    /// What to do instead, for the `hint` of the row API.
    pub fn hint(&self) -> Option<Message> {
        match self {
            Self::UnknownColumn {
                nearest: Some(nearest),
                ..
            } => Some(Message::new("query-nearest-hint").with("nearest", nearest.as_str())),
            Self::UnknownWord {
                nearest: Some(nearest),
                ..
            } => Some(Message::new("query-nearest-hint").with("nearest", *nearest)),
            Self::WrongType { column_type, .. } => {
                Some(Message::new("query-wrong-type-hint").with("type", column_type.as_str()))
            }
            Self::RepeatedName { .. } => Some(Message::new("query-repeated-name-hint")),
            Self::NotInAnswer { .. } => Some(Message::new("query-not-in-answer-hint")),
            Self::TooHeavy => Some(Message::new("query-too-heavy-hint")),
            _ => None,
        }
    }
}

impl Failure for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Syntax { .. }
            | Self::UnknownColumn { .. }
            | Self::UnknownWord { .. }
            | Self::WrongType { .. }
            | Self::NotForType { .. }
            | Self::RepeatedName { .. }
            | Self::NotInAnswer { .. }
            | Self::OutOfRange { .. }
            | Self::AfterNeedsRowOrder
            | Self::Repeated { .. }
            | Self::TooMany { .. }
            | Self::TooHeavy => Kind::Invalid,
            Self::Busy => Kind::Unavailable,
            Self::Unreadable { .. } | Self::Engine(_) => Kind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "query.syntax",
            Self::UnknownColumn { .. } => "query.unknown_column",
            Self::UnknownWord { .. } => "query.unknown_word",
            Self::WrongType { .. } => "query.wrong_type",
            Self::NotForType { .. } => "query.not_for_type",
            Self::RepeatedName { .. } => "query.repeated_name",
            Self::NotInAnswer { .. } => "query.not_in_answer",
            Self::OutOfRange { .. } => "query.out_of_range",
            Self::AfterNeedsRowOrder => "query.after_needs_row_order",
            Self::Repeated { .. } => "query.repeated",
            Self::TooMany { .. } => "query.too_many",
            Self::TooHeavy => "query.too_heavy",
            Self::Busy => "query.busy",
            Self::Unreadable { .. } => "query.unreadable",
            Self::Engine(_) => "query.engine",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Syntax { parameter, .. } => {
                Message::new("query-syntax").with("parameter", parameter.as_str())
            }
            Self::UnknownColumn { name, .. } => {
                Message::new("query-unknown-column").with("name", name.as_str())
            }
            Self::UnknownWord {
                parameter,
                what,
                word,
                ..
            } => Message::new("query-unknown-word")
                .with("parameter", parameter.as_str())
                .with("what", what.as_str())
                .with("word", word.as_str()),
            Self::WrongType { column, value, .. } => Message::new("query-wrong-type")
                .with("column", column.as_str())
                .with("value", value.as_str()),
            Self::NotForType { word, column, .. } => Message::new("query-not-for-type")
                .with("word", *word)
                .with("column", column.as_str()),
            Self::RepeatedName { name } => {
                Message::new("query-repeated-name").with("name", name.as_str())
            }
            Self::NotInAnswer { name } => {
                Message::new("query-not-in-answer").with("name", name.as_str())
            }
            Self::OutOfRange { parameter, max } => Message::new("query-out-of-range")
                .with("parameter", *parameter)
                .with("max", i64::try_from(*max).unwrap_or(i64::MAX)),
            Self::AfterNeedsRowOrder => Message::new("query-after-needs-row-order"),
            Self::Repeated { parameter } => {
                Message::new("query-repeated").with("parameter", parameter.as_str())
            }
            Self::TooMany { what, max } => Message::new("query-too-many")
                .with("what", what.as_str())
                .with("max", i64::try_from(*max).unwrap_or(i64::MAX)),
            Self::TooHeavy => Message::new("query-too-heavy"),
            Self::Busy => Message::new("query-busy"),
            Self::Unreadable { .. } | Self::Engine(_) => Message::new("query-internal"),
        }
    }
}
