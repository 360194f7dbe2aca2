//! JSON: an array of objects, an array of arrays, or an object a line.

use std::io::Write;

use polars::prelude::DataFrame;

use super::cells::{CellRef, Rows};
use super::{Buffered, Encoder};
use crate::query::error::Error;
use crate::query::table::ColumnType;
use crate::query::value::{date_from_days, float_text};

/// How a row is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Objects,
    Lists,
    Lines,
}

/// Numbers are JSON numbers with every digit, also beyond what a double holds.
pub(super) struct Json<W> {
    shape: Shape,
    /// What stands before each value of a row.
    leads: Vec<String>,
    types: Vec<ColumnType>,
    any_row: bool,
    out: Buffered<W>,
}

impl<W: Write> Json<W> {
    pub(super) fn new(
        columns: &[(String, ColumnType)],
        shape: Shape,
        out: W,
    ) -> Result<Self, Error> {
        let mut leads = Vec::with_capacity(columns.len());
        for (index, (name, _)) in columns.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            leads.push(match shape {
                Shape::Lists => comma.to_owned(),
                Shape::Objects | Shape::Lines => {
                    let key = serde_json::to_string(name).map_err(Error::engine)?;
                    format!("{comma}{key}:")
                }
            });
        }
        Ok(Self {
            shape,
            leads,
            types: columns
                .iter()
                .map(|(_, column_type)| *column_type)
                .collect(),
            any_row: false,
            out: Buffered::new(out),
        })
    }

    fn lead_row(&mut self) {
        let lead: &[u8] = match (self.shape, self.any_row) {
            (Shape::Lines, _) => b"{",
            (Shape::Objects, false) => b"[{",
            (Shape::Objects, true) => b",\n{",
            (Shape::Lists, false) => b"[[",
            (Shape::Lists, true) => b",\n[",
        };
        self.any_row = true;
        self.out.bytes.extend_from_slice(lead);
    }
}

impl<W: Write + Send> Encoder for Json<W> {
    fn batch(&mut self, frame: DataFrame) -> Result<(), Error> {
        let rows = Rows::new(frame, self.types.iter().copied())?;
        let readers = rows.readers()?;
        for row in 0..rows.height() {
            self.lead_row();
            for (lead, reader) in self.leads.iter().zip(&readers) {
                self.out.bytes.extend_from_slice(lead.as_bytes());
                write_value(&mut self.out.bytes, reader.cell(row))?;
            }
            let end: &[u8] = match self.shape {
                Shape::Objects => b"}",
                Shape::Lists => b"]",
                Shape::Lines => b"}\n",
            };
            self.out.bytes.extend_from_slice(end);
            self.out.flush_if_full()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        let end: &[u8] = match (self.shape, self.any_row) {
            (Shape::Lines, _) => b"",
            (Shape::Objects | Shape::Lists, true) => b"]\n",
            (Shape::Objects | Shape::Lists, false) => b"[]\n",
        };
        self.out.bytes.extend_from_slice(end);
        self.out.flush()
    }
}

fn write_value(out: &mut Vec<u8>, cell: CellRef<'_>) -> Result<(), Error> {
    let written = match cell {
        CellRef::Missing => out.write_all(b"null"),
        CellRef::Integer(number) => write!(out, "{number}"),
        CellRef::Decimal(number) => write!(out, "{number}"),
        CellRef::Float(number) => out.write_all(float_text(number).as_bytes()),
        CellRef::Boolean(value) => write!(out, "{value}"),
        CellRef::Text(text) => return serde_json::to_writer(out, text).map_err(Error::engine),
        CellRef::Date(days) => match date_from_days(days) {
            Some(date) => write!(out, "\"{date}\""),
            None => out.write_all(b"null"),
        },
    };
    written.map_err(Error::engine)
}
