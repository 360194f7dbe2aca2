//! The table that is asked: a Parquet file and what its columns are.

use std::fs::File;
use std::path::{Path, PathBuf};

use polars::prelude::{DataType, ParquetReader, Schema, SchemaExt as _, SerReader};
use serde::{Deserialize, Serialize};

use super::error::Error;
use super::nearest::nearest;

/// Name of the virtual column that numbers the rows from 1 in the file's order.
///
/// It can be selected, tested and sorted by, and is part of an answer only when asked for by name.
pub const ROW_NUMBER: &str = "_id";

/// One immutable table on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The Parquet file.
    pub path: PathBuf,
    /// Its columns in order.
    pub columns: Vec<ColumnInfo>,
    /// Number of its rows.
    pub row_count: u64,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnInfo {
    /// Name in the file and in queries.
    pub name: String,
    /// Type of its values.
    #[serde(rename = "type")]
    pub column_type: ColumnType,
    /// The header as the source wrote it, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Unit of its values, such as `orang` or `Ha`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

impl ColumnInfo {
    /// A column without title and unit.
    pub fn new(name: impl Into<String>, column_type: ColumnType) -> Self {
        Self {
            name: name.into(),
            column_type,
            title: None,
            unit: None,
        }
    }
}

/// Type of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Whole numbers of 64 bits.
    Integer,
    /// Exact numbers of at most 38 digits.
    Decimal {
        /// Digits after the point.
        scale: u8,
    },
    /// Binary floating point numbers of 64 bits.
    Float,
    /// Text.
    Text,
    /// A day of the calendar.
    Date,
    /// True or false.
    Boolean,
}

impl ColumnType {
    /// True for the types that can be summed.
    pub const fn is_number(self) -> bool {
        match self {
            Self::Integer | Self::Decimal { .. } | Self::Float => true,
            Self::Text | Self::Date | Self::Boolean => false,
        }
    }

    /// The stable word for the type, as the API writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Decimal { .. } => "decimal",
            Self::Float => "float",
            Self::Text => "text",
            Self::Date => "date",
            Self::Boolean => "boolean",
        }
    }

    /// The type that answers for what the file holds; what has no type of its own is read as text.
    pub(crate) fn of(data_type: &DataType) -> Self {
        match data_type {
            DataType::Decimal(_, scale) => Self::Decimal {
                scale: u8::try_from(*scale).unwrap_or(u8::MAX),
            },
            DataType::Float32 | DataType::Float64 => Self::Float,
            DataType::Date => Self::Date,
            DataType::Boolean => Self::Boolean,
            other if other.is_integer() => Self::Integer,
            _ => Self::Text,
        }
    }

    /// The type that the engine computes with.
    pub(crate) fn data_type(self) -> DataType {
        match self {
            Self::Integer => DataType::Int64,
            Self::Decimal { scale } => DataType::Decimal(38, usize::from(scale)),
            Self::Float => DataType::Float64,
            Self::Text => DataType::String,
            Self::Date => DataType::Date,
            Self::Boolean => DataType::Boolean,
        }
    }
}

impl Table {
    /// Reads columns and row count from the file's footer; a few milliseconds, so call it in a lane.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(|source| Error::unreadable(path, source))?;
        let mut reader = ParquetReader::new(file);
        let (schema, row_count) = reader
            .schema()
            .and_then(|schema| Ok((Schema::from_arrow_schema(&schema), reader.num_rows()?)))
            .map_err(|source| Error::unreadable(path, source))?;
        let columns = schema
            .iter()
            .map(|(name, data_type)| ColumnInfo::new(name.as_str(), ColumnType::of(data_type)))
            .collect();
        Ok(Self {
            path: path.to_owned(),
            columns,
            row_count: row_count as u64,
        })
    }

    /// A text in the file's footer, by its key; `None` where there is none.
    pub(crate) fn note(path: &Path, key: &str) -> Result<Option<String>, Error> {
        let file = File::open(path).map_err(|source| Error::unreadable(path, source))?;
        let mut reader = ParquetReader::new(file);
        let metadata = reader
            .get_metadata()
            .map_err(|source| Error::unreadable(path, source))?;
        let notes = metadata.key_value_metadata().iter().flatten();
        let mut found = notes.filter(|note| note.key == key);
        Ok(found.next().and_then(|note| note.value.clone()))
    }

    /// The error for a name that is no column, with the most similar name.
    pub(crate) fn unknown_column(&self, name: &str) -> Error {
        let names = self.columns.iter().map(|column| column.name.as_str());
        Error::UnknownColumn {
            name: name.to_owned(),
            nearest: nearest(name, names).map(str::to_owned),
        }
    }

    /// The column of that name, or the row number.
    pub(crate) fn type_of(&self, name: &str) -> Option<ColumnType> {
        self.columns
            .iter()
            .find(|column| column.name == name)
            .map(|column| column.column_type)
            .or_else(|| (name == ROW_NUMBER).then_some(ColumnType::Integer))
    }
}
