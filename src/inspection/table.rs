//! The canonical table as Parquet: zstd, the clerk's order of rows, decimals with the digits of the evidence.

use super::typed::{PRECISION, Spec, Storage, TypedColumn, Value};
use polars::io::parquet::write::BatchedWriter;
use polars::prelude::*;
use std::fs::File;
use std::path::Path;

// Small enough that a page is read without reading much else.
const ROW_GROUP: usize = 50_000;

/// Columns of a piece in the engine's form.
///
/// Errors: what the engine says.
pub(super) fn frame(columns: &[TypedColumn<'_>], specs: &[Spec]) -> Result<DataFrame, String> {
    let height = columns.first().map_or(0, |column| column.values.len());
    let series: PolarsResult<Vec<Column>> = columns
        .iter()
        .zip(specs)
        .map(|(column, spec)| series(column, spec.storage))
        .collect();
    series
        .and_then(|series| DataFrame::new(height, series))
        .map_err(|error| error.to_string())
}

/// A file that grows by pieces.
pub(super) struct Writer {
    file: BatchedWriter<File>,
    waiting: DataFrame,
}

impl Writer {
    /// Begins a file of these columns.
    pub(super) fn create(path: &Path, specs: &[Spec]) -> Result<Self, String> {
        let file = File::create(path).map_err(|error| error.to_string())?;
        let empty = frame_of_nothing(specs)?;
        let file = ParquetWriter::new(file)
            .with_compression(ParquetCompression::Zstd(None))
            .with_row_group_size(Some(ROW_GROUP))
            .batched(empty.schema())
            .map_err(|error| error.to_string())?;
        Ok(Self {
            file,
            waiting: empty,
        })
    }

    /// Adds a piece; row groups are written as they fill.
    pub(super) fn add(&mut self, piece: DataFrame) -> Result<(), String> {
        let added = self.waiting.vstack_mut_owned(piece).map(|_| ());
        added.map_err(|error| error.to_string())?;
        while self.waiting.height() >= ROW_GROUP {
            let rest = self
                .waiting
                .slice(i64::try_from(ROW_GROUP).unwrap_or(0), usize::MAX);
            let full = std::mem::replace(&mut self.waiting, rest).slice(0, ROW_GROUP);
            self.write(full)?;
        }
        Ok(())
    }

    fn write(&mut self, mut group: DataFrame) -> Result<(), String> {
        group.rechunk_mut();
        self.file
            .write_batch(&group)
            .map_err(|error| error.to_string())
    }

    /// Writes what is left and the file's end.
    pub(super) fn finish(mut self) -> Result<(), String> {
        if self.waiting.height() > 0 {
            let rest = std::mem::take(&mut self.waiting);
            self.write(rest)?;
        }
        let finished = self.file.finish().map(|_| ());
        finished.map_err(|error| error.to_string())
    }
}

fn frame_of_nothing(specs: &[Spec]) -> Result<DataFrame, String> {
    let columns: Vec<TypedColumn<'_>> = specs.iter().map(TypedColumn::empty).collect();
    frame(&columns, specs)
}

fn series(column: &TypedColumn<'_>, storage: Storage) -> PolarsResult<Column> {
    let name = PlSmallStr::from_str(&column.name);
    let values = column.values.iter().map(Option::as_ref);
    let series = match storage {
        Storage::Text => {
            let mut texts = StringChunkedBuilder::new(name, column.values.len());
            for value in values {
                match value {
                    Some(Value::Text(text)) => texts.append_value(text),
                    Some(other) => texts.append_value(other.text()),
                    None => texts.append_null(),
                }
            }
            texts.finish().into_series()
        }
        Storage::Date => {
            let days = values.map(|value| match value {
                Some(Value::Date(date)) => days_of(*date),
                _ => None,
            });
            let days: Int32Chunked = Int32Chunked::from_iter_options(name, days);
            days.into_date().into_series()
        }
        Storage::Boolean => {
            let flags = values.map(|value| match value {
                Some(Value::Bool(flag)) => Some(*flag),
                _ => None,
            });
            BooleanChunked::from_iter_options(name, flags).into_series()
        }
        Storage::Integer => {
            let integers = values.map(|value| match value {
                Some(Value::Number(exact)) => i64::try_from(exact.short().unscaled).ok(),
                _ => None,
            });
            Int64Chunked::from_iter_options(name, integers).into_series()
        }
        Storage::Decimal(scale) => {
            let scaled = values.map(|value| match value {
                Some(Value::Number(exact)) => exact.at_scale(scale),
                _ => None,
            });
            Int128Chunked::from_iter_options(name, scaled)
                .into_decimal(PRECISION as usize, scale as usize)?
                .into_series()
        }
        Storage::Float => {
            let floats = values.map(|value| match value {
                Some(Value::Number(exact)) => Some(exact.as_f64()),
                _ => None,
            });
            Float64Chunked::from_iter_options(name, floats).into_series()
        }
    };
    Ok(series.into())
}

fn days_of(date: jiff::civil::Date) -> Option<i32> {
    let epoch = jiff::civil::date(1970, 1, 1);
    i32::try_from(date.duration_since(epoch).as_secs() / 86_400).ok()
}
