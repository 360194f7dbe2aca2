//! Rows to bytes, a batch at a time.

mod cells;
mod columnar;
mod delimited;
mod json;
mod xlsx;

use std::io::Write;
use std::path::Path;

use polars::prelude::DataFrame;

use super::error::Error;
use super::format::{Format, Output};
use super::table::ColumnType;

pub(crate) use cells::{CellRef, Rows};

/// Writes batches in one format.
pub(crate) trait Encoder: Send {
    /// Writes the rows of a batch whose columns are those that the encoder was made for.
    fn batch(&mut self, frame: DataFrame) -> Result<(), Error>;
    /// Writes what closes the file; nothing may follow.
    fn finish(self: Box<Self>) -> Result<(), Error>;
}

/// An encoder that writes to `out`; `folder` takes what has to wait outside memory.
pub(crate) fn encoder<W: Write + Send + 'static>(
    output: Output,
    columns: &[(String, ColumnType)],
    out: W,
    folder: &Path,
) -> Result<Box<dyn Encoder>, Error> {
    Ok(match output.format {
        Format::Json => Box::new(json::Json::new(columns, json::Shape::Objects, out)?),
        Format::JsonLists => Box::new(json::Json::new(columns, json::Shape::Lists, out)?),
        Format::Ndjson => Box::new(json::Json::new(columns, json::Shape::Lines, out)?),
        Format::Csv | Format::CsvExcel | Format::Tsv => {
            Box::new(delimited::Delimited::new(columns, output, out))
        }
        Format::Xlsx => Box::new(xlsx::Xlsx::new(columns, out, folder)?),
        Format::Parquet => Box::new(columnar::Parquet::new(columns, Vec::new(), out)?),
        Format::Arrow => Box::new(columnar::Arrow::new(columns, out)?),
    })
}

/// An encoder of Parquet that puts `notes`, keys and texts, into the file's footer.
pub(crate) fn parquet_encoder<W: Write + Send + 'static>(
    columns: &[(String, ColumnType)],
    notes: Vec<(String, String)>,
    out: W,
) -> Result<Box<dyn Encoder>, Error> {
    Ok(Box::new(columnar::Parquet::new(columns, notes, out)?))
}

/// Bytes gathered before they are handed on.
const CHUNK: usize = 64 * 1024;

/// Collects small writes.
struct Buffered<W> {
    bytes: Vec<u8>,
    out: W,
}

impl<W: Write> Buffered<W> {
    fn new(out: W) -> Self {
        Self {
            bytes: Vec::with_capacity(CHUNK + 1024),
            out,
        }
    }

    /// Hands on what has gathered if it is enough.
    fn flush_if_full(&mut self) -> Result<(), Error> {
        if self.bytes.len() >= CHUNK {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.out.write_all(&self.bytes).map_err(Error::engine)?;
        self.bytes.clear();
        self.out.flush().map_err(Error::engine)
    }
}
