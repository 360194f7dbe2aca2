//! The canonical table as Parquet: zstd, the clerk's order of rows, decimals with the digits of the evidence.

use super::report::ColumnKind;
use super::typed::{TypedColumn, Value};
use polars::prelude::*;
use std::path::Path;

// Decimals with more digits behind the point than this come from binary fractions, not from people.
const MOST_SCALE: u32 = 9;
const PRECISION: usize = 38;
// Small enough that a page is read without reading much else.
const ROW_GROUP: usize = 50_000;

/// Writes the columns to a file.
///
/// Errors: text for the finding when the engine refuses.
pub(super) fn write(columns: &[TypedColumn], path: &Path) -> Result<(), String> {
    let height = columns.first().map_or(0, |column| column.values.len());
    let series: Vec<Column> = columns.iter().map(series).collect();
    let mut frame = DataFrame::new(height, series).map_err(|error| error.to_string())?;
    let file = std::fs::File::create(path).map_err(|error| error.to_string())?;
    ParquetWriter::new(file)
        .with_compression(ParquetCompression::Zstd(None))
        .with_row_group_size(Some(ROW_GROUP))
        .finish(&mut frame)
        .map_err(|error| error.to_string())?;
    Ok(())
}

fn series(column: &TypedColumn) -> Column {
    let name = PlSmallStr::from_str(&column.name);
    let values = &column.values;
    let series = match column.kind {
        ColumnKind::Date => {
            let epoch = jiff::civil::date(1970, 1, 1);
            let days = values.iter().map(|value| match value {
                Some(Value::Date(date)) => {
                    i32::try_from(date.duration_since(epoch).as_secs() / 86_400).ok()
                }
                _ => None,
            });
            Int32Chunked::from_iter_options(name, days)
                .into_date()
                .into_series()
        }
        ColumnKind::Boolean => {
            let flags = values.iter().map(|value| match value {
                Some(Value::Bool(flag)) => Some(*flag),
                _ => None,
            });
            BooleanChunked::from_iter_options(name, flags).into_series()
        }
        kind if kind.is_number() || kind == ColumnKind::Year => return numbers(name, values),
        _ => {
            let texts = values.iter().map(|value| value.as_ref().map(Value::text));
            StringChunked::from_iter_options(name, texts).into_series()
        }
    };
    series.into()
}

fn numbers(name: PlSmallStr, values: &[Option<Value>]) -> Column {
    let exact = |value: &Option<Value>| match value {
        Some(Value::Number(exact)) => Some(*exact),
        _ => None,
    };
    let scale = values
        .iter()
        .filter_map(exact)
        .map(|number| number.scale)
        .max()
        .unwrap_or(0);
    let whole = values
        .iter()
        .filter_map(exact)
        .all(|number| number.short().scale == 0);
    if whole {
        let fit: Option<Vec<Option<i64>>> = values
            .iter()
            .map(|value| match exact(value) {
                Some(number) => i64::try_from(number.short().unscaled).ok().map(Some),
                None => Some(None),
            })
            .collect();
        if let Some(integers) = fit {
            return Int64Chunked::from_iter_options(name, integers.into_iter())
                .into_series()
                .into();
        }
    }
    if scale <= MOST_SCALE {
        let scaled: Option<Vec<Option<i128>>> = values
            .iter()
            .map(|value| match exact(value) {
                Some(number) => number.at_scale(scale).map(Some),
                None => Some(None),
            })
            .collect();
        if let Some(scaled) = scaled {
            let decimals = Int128Chunked::from_iter_options(name.clone(), scaled.into_iter())
                .into_decimal(PRECISION, scale as usize);
            if let Ok(decimals) = decimals {
                return decimals.into_series().into();
            }
        }
    }
    let floats = values
        .iter()
        .map(|value| exact(value).map(super::number::Exact::as_f64));
    Float64Chunked::from_iter_options(name, floats)
        .into_series()
        .into()
}
