//! Access to the single cells of a batch.

use polars::prelude::{
    BooleanChunked, DataFrame, Float64Chunked, Int32Chunked, Int64Chunked, Int128Chunked, Series,
    StringChunked,
};

use crate::query::error::Error;
use crate::query::table::ColumnType;
use crate::query::value::{Cell, Decimal, date_from_days};

/// One cell, borrowed from its batch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum CellRef<'a> {
    /// No value, or a float that is no number.
    Missing,
    /// A whole number.
    Integer(i64),
    /// An exact decimal.
    Decimal(Decimal),
    /// A finite float.
    Float(f64),
    /// Text.
    Text(&'a str),
    /// Days since 1970-01-01.
    Date(i32),
    /// True or false.
    Boolean(bool),
}

impl CellRef<'_> {
    /// A cell that owns its value.
    pub(crate) fn to_cell(self) -> Cell {
        match self {
            Self::Missing => Cell::Missing,
            Self::Integer(number) => Cell::Integer(number),
            Self::Decimal(number) => Cell::Decimal(number),
            Self::Float(number) => Cell::Float(number),
            Self::Text(text) => Cell::Text(text.to_owned()),
            Self::Date(days) => date_from_days(days).map_or(Cell::Missing, Cell::Date),
            Self::Boolean(value) => Cell::Boolean(value),
        }
    }
}

/// A batch whose cells can be read one by one.
pub(crate) struct Rows {
    columns: Vec<(ColumnType, Series)>,
    height: usize,
}

impl Rows {
    /// Takes a batch; columns of another type than promised are cast.
    pub(crate) fn new(
        mut frame: DataFrame,
        types: impl IntoIterator<Item = ColumnType>,
    ) -> Result<Self, Error> {
        frame.rechunk_mut();
        let height = frame.height();
        let mut columns = Vec::with_capacity(frame.width());
        for (column, column_type) in frame.columns().iter().zip(types) {
            let wanted = column_type.data_type();
            let series = if *column.dtype() == wanted {
                column.as_materialized_series().clone()
            } else {
                let cast = column.cast(&wanted).map_err(Error::engine)?;
                cast.take_materialized_series()
            };
            columns.push((column_type, series));
        }
        Ok(Self { columns, height })
    }

    /// Number of rows.
    pub(crate) const fn height(&self) -> usize {
        self.height
    }

    /// Readers of the columns, in order.
    pub(crate) fn readers(&self) -> Result<Vec<Reader<'_>>, Error> {
        self.columns
            .iter()
            .map(|(column_type, series)| Reader::new(*column_type, series))
            .collect()
    }
}

/// One column of a batch.
pub(crate) enum Reader<'a> {
    Integer(&'a Int64Chunked),
    Decimal(&'a Int128Chunked, u8),
    Float(&'a Float64Chunked),
    Text(&'a StringChunked),
    Date(&'a Int32Chunked),
    Boolean(&'a BooleanChunked),
}

impl<'a> Reader<'a> {
    fn new(column_type: ColumnType, series: &'a Series) -> Result<Self, Error> {
        Ok(match column_type {
            ColumnType::Integer => Self::Integer(series.i64().map_err(Error::engine)?),
            ColumnType::Decimal { scale } => {
                Self::Decimal(series.decimal().map_err(Error::engine)?.physical(), scale)
            }
            ColumnType::Float => Self::Float(series.f64().map_err(Error::engine)?),
            ColumnType::Text => Self::Text(series.str().map_err(Error::engine)?),
            ColumnType::Date => Self::Date(series.date().map_err(Error::engine)?.physical()),
            ColumnType::Boolean => Self::Boolean(series.bool().map_err(Error::engine)?),
        })
    }

    /// The cell of a row, counted from 0; missing beyond the end.
    pub(crate) fn cell(&self, row: usize) -> CellRef<'a> {
        let cell = match self {
            Self::Integer(values) => values.get(row).map(CellRef::Integer),
            Self::Decimal(values, scale) => values.get(row).map(|digits| {
                CellRef::Decimal(Decimal {
                    digits,
                    scale: *scale,
                })
            }),
            Self::Float(values) => values
                .get(row)
                .filter(|number| number.is_finite())
                .map(CellRef::Float),
            Self::Text(values) => values.get(row).map(CellRef::Text),
            Self::Date(values) => values.get(row).map(CellRef::Date),
            Self::Boolean(values) => values.get(row).map(CellRef::Boolean),
        };
        cell.unwrap_or(CellRef::Missing)
    }
}
