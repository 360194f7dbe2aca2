//! CSV and TSV (RFC 4180), and the CSV that spreadsheets of this region open by a double click.

use std::io::Write;

use polars::prelude::DataFrame;

use super::cells::{CellRef, Rows};
use super::{Buffered, Encoder};
use crate::query::error::Error;
use crate::query::format::{Format, Header, Output};
use crate::query::table::ColumnType;
use crate::query::value::{date_from_days, float_text};

/// What differs between the delimited formats.
#[derive(Clone, Copy)]
struct Style {
    delimiter: u8,
    line_end: &'static [u8],
    /// For a spreadsheet: decimal comma, and text that it would take for a formula made harmless.
    spreadsheet: bool,
}

pub(super) struct Delimited<W> {
    style: Style,
    types: Vec<ColumnType>,
    out: Buffered<W>,
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

impl<W: Write> Delimited<W> {
    pub(super) fn new(columns: &[(String, ColumnType)], output: Output, out: W) -> Self {
        let (delimiter, line_end, spreadsheet): (u8, &[u8], bool) = match output.format {
            Format::CsvExcel => (b';', b"\r\n", true),
            Format::Tsv => (b'\t', b"\n", false),
            _ => (b',', b"\n", false),
        };
        let style = Style {
            delimiter,
            line_end,
            spreadsheet,
        };
        let mut out = Buffered::new(out);
        if spreadsheet {
            out.bytes.extend_from_slice(BYTE_ORDER_MARK);
        }
        if output.header != Header::Absent {
            for (index, (name, _)) in columns.iter().enumerate() {
                if index > 0 {
                    out.bytes.push(delimiter);
                }
                style.text(&mut out.bytes, name);
            }
            let end = if output.header == Header::CrLf {
                b"\r\n"
            } else {
                line_end
            };
            out.bytes.extend_from_slice(end);
        }
        Self {
            style,
            types: columns
                .iter()
                .map(|(_, column_type)| *column_type)
                .collect(),
            out,
        }
    }
}

impl<W: Write + Send> Encoder for Delimited<W> {
    fn batch(&mut self, frame: DataFrame) -> Result<(), Error> {
        let rows = Rows::new(frame, self.types.iter().copied())?;
        let readers = rows.readers()?;
        for row in 0..rows.height() {
            let alone = readers.len() == 1;
            for (index, reader) in readers.iter().enumerate() {
                if index > 0 {
                    self.out.bytes.push(self.style.delimiter);
                }
                match reader.cell(row) {
                    // Readers pass over an empty line, and the row with it.
                    CellRef::Missing if alone => self.out.bytes.extend_from_slice(b"\"\""),
                    cell => self.style.value(&mut self.out.bytes, cell)?,
                }
            }
            self.out.bytes.extend_from_slice(self.style.line_end);
            self.out.flush_if_full()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.out.flush()
    }
}

impl Style {
    fn value(self, out: &mut Vec<u8>, cell: CellRef<'_>) -> Result<(), Error> {
        match cell {
            CellRef::Missing => Ok(()),
            CellRef::Integer(number) => write!(out, "{number}"),
            CellRef::Decimal(number) => {
                self.fraction(out, &number.to_string());
                Ok(())
            }
            CellRef::Float(number) => {
                self.fraction(out, &float_text(number));
                Ok(())
            }
            CellRef::Boolean(value) => write!(out, "{value}"),
            CellRef::Text(text) => {
                self.text(out, text);
                Ok(())
            }
            CellRef::Date(days) => match date_from_days(days) {
                Some(date) => write!(out, "{date}"),
                None => Ok(()),
            },
        }
        .map_err(Error::engine)
    }

    fn fraction(self, out: &mut Vec<u8>, number: &str) {
        let start = out.len();
        out.extend_from_slice(number.as_bytes());
        if self.spreadsheet {
            for byte in out.iter_mut().skip(start).filter(|byte| **byte == b'.') {
                *byte = b',';
            }
        }
    }

    /// Quotes where the text could be taken for something else; an empty text is `""`, missing is nothing.
    fn text(self, out: &mut Vec<u8>, text: &str) {
        let harmful = self.spreadsheet && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let special = |byte: u8| byte == self.delimiter || matches!(byte, b'"' | b'\n' | b'\r');
        if !text.is_empty() && !text.bytes().any(special) {
            if harmful {
                out.push(b'\'');
            }
            out.extend_from_slice(text.as_bytes());
            return;
        }
        out.push(b'"');
        if harmful {
            out.push(b'\'');
        }
        for byte in text.bytes() {
            if byte == b'"' {
                out.push(b'"');
            }
            out.push(byte);
        }
        out.push(b'"');
    }
}
