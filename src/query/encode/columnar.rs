//! Parquet and Arrow.

use std::io::Write;

use polars::io::ipc::BatchedWriter as ArrowBatches;
use polars::io::parquet::write::{BatchedWriter as ParquetBatches, KeyValueMetadata};
use polars::prelude::{
    CompatLevel, DataFrame, IpcCompression, IpcWriter, ParquetCompression, ParquetWriter, Schema,
    SerWriter,
};

use super::Encoder;
use crate::query::error::Error;
use crate::query::table::ColumnType;

fn schema(columns: &[(String, ColumnType)]) -> Schema {
    columns
        .iter()
        .map(|(name, column_type)| (name.as_str().into(), column_type.data_type()))
        .collect()
}

/// The columns in the types that the schema names.
fn fit(frame: DataFrame, schema: &Schema) -> Result<DataFrame, Error> {
    let mut frame = frame;
    for (name, wanted) in schema.iter() {
        let column = frame.column(name).map_err(Error::engine)?;
        if column.dtype() != wanted {
            let cast = column.cast(wanted).map_err(Error::engine)?;
            frame.with_column(cast).map_err(Error::engine)?;
        }
    }
    frame.rechunk_mut();
    Ok(frame)
}

/// Rows of a row group.
const GROUP_ROWS: usize = 100_000;

pub(super) struct Parquet<W: Write> {
    schema: Schema,
    /// Rows that wait until they fill a row group.
    waiting: Option<DataFrame>,
    writer: ParquetBatches<W>,
}

impl<W: Write> Parquet<W> {
    /// Of `notes` each is a key and a text that stand in the file's footer.
    pub(super) fn new(
        columns: &[(String, ColumnType)],
        notes: Vec<(String, String)>,
        out: W,
    ) -> Result<Self, Error> {
        let schema = schema(columns);
        let notes = (!notes.is_empty()).then(|| KeyValueMetadata::from_static(notes));
        let writer = ParquetWriter::new(out)
            .with_key_value_metadata(notes)
            .with_compression(ParquetCompression::Zstd(None))
            .batched(&schema)
            .map_err(Error::engine)?;
        Ok(Self {
            schema,
            waiting: None,
            writer,
        })
    }

    fn write_waiting(&mut self) -> Result<(), Error> {
        if let Some(mut frame) = self.waiting.take() {
            frame.rechunk_mut();
            self.writer.write_batch(&frame).map_err(Error::engine)?;
        }
        Ok(())
    }
}

impl<W: Write + Send> Encoder for Parquet<W> {
    fn batch(&mut self, frame: DataFrame) -> Result<(), Error> {
        if frame.height() == 0 {
            return Ok(());
        }
        let frame = fit(frame, &self.schema)?;
        let waiting = match self.waiting.take() {
            None => frame,
            Some(mut waiting) => {
                waiting.vstack_mut(&frame).map_err(Error::engine)?;
                waiting
            }
        };
        let is_full = waiting.height() >= GROUP_ROWS;
        self.waiting = Some(waiting);
        if is_full {
            self.write_waiting()
        } else {
            Ok(())
        }
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.write_waiting()?;
        self.writer.finish().map(drop).map_err(Error::engine)
    }
}

pub(super) struct Arrow<W: Write> {
    schema: Schema,
    writer: ArrowBatches<W>,
}

impl<W: Write> Arrow<W> {
    #[expect(
        clippy::default_trait_access,
        reason = "the types have no name outside the engine's inner crates"
    )]
    pub(super) fn new(columns: &[(String, ColumnType)], out: W) -> Result<Self, Error> {
        let schema = schema(columns);
        let fields = columns.iter().map(|_| Default::default()).collect();
        let writer = IpcWriter::new(out)
            .with_compression(Some(IpcCompression::ZSTD(Default::default())))
            // The layout that every Arrow reader knows, without string views.
            .with_compat_level(CompatLevel::oldest())
            .batched(&schema, fields)
            .map_err(Error::engine)?;
        Ok(Self { schema, writer })
    }
}

impl<W: Write + Send> Encoder for Arrow<W> {
    fn batch(&mut self, frame: DataFrame) -> Result<(), Error> {
        if frame.height() == 0 {
            return Ok(());
        }
        let frame = fit(frame, &self.schema)?;
        self.writer.write_batch(&frame).map_err(Error::engine)
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.writer.finish().map_err(Error::engine)
    }
}
