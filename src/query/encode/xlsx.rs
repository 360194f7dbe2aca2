//! Excel workbooks with typed cells, in constant memory.

use std::io::Write;
use std::path::Path;

use polars::prelude::DataFrame;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::Encoder;
use super::cells::{CellRef, Rows};
use crate::query::error::Error;
use crate::query::table::ColumnType;
use crate::query::value::{date_from_days, float_text};

/// Rows of a sheet, the header among them.
const SHEET_ROWS: u32 = 1_048_576;
/// Characters of a cell.
const CELL_CHARACTERS: usize = 32_767;
/// Largest whole number that a cell holds with every digit.
const EXACT: i64 = 1 << 53;
/// Digits that a cell holds of any number.
const EXACT_DIGITS: usize = 15;
/// From 1970-01-01 back to the day 0 of Excel's calendar.
const EPOCH: i32 = 25_569;
/// First day on which Excel's calendar is right: 1900-03-01.
const FIRST_DAY: i32 = 61 - EPOCH;

pub(super) struct Xlsx<W> {
    workbook: Workbook,
    columns: Vec<(String, ColumnType)>,
    formats: Vec<Option<Format>>,
    sheets: usize,
    next_row: u32,
    out: W,
}

impl<W: Write + Send> Xlsx<W> {
    pub(super) fn new(
        columns: &[(String, ColumnType)],
        out: W,
        folder: &Path,
    ) -> Result<Self, Error> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder).map_err(Error::engine)?;
        // The same rows are the same bytes, whenever they are asked for.
        let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(Error::engine)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let format = |column_type: &ColumnType| match column_type {
            ColumnType::Decimal { scale: 0 } => Some(Format::new().set_num_format("0")),
            ColumnType::Decimal { scale } => {
                let zeros = "0".repeat(usize::from(*scale));
                Some(Format::new().set_num_format(format!("0.{zeros}")))
            }
            ColumnType::Date => Some(Format::new().set_num_format("yyyy-mm-dd")),
            ColumnType::Integer | ColumnType::Float | ColumnType::Text | ColumnType::Boolean => {
                None
            }
        };
        let mut encoder = Self {
            formats: columns.iter().map(|(_, kind)| format(kind)).collect(),
            workbook,
            columns: columns.to_vec(),
            sheets: 0,
            next_row: 0,
            out,
        };
        encoder.new_sheet().map_err(Error::engine)?;
        Ok(encoder)
    }

    fn new_sheet(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(match self.sheets {
            1 => "Data".to_owned(),
            number => format!("Data {number}"),
        })?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (index, (name, _)) in self.columns.iter().enumerate() {
            sheet.write_string_with_format(0, column_number(index), name, &bold)?;
        }
        self.next_row = 1;
        Ok(())
    }
}

fn column_number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

impl<W: Write + Send> Encoder for Xlsx<W> {
    fn batch(&mut self, frame: DataFrame) -> Result<(), Error> {
        let rows = Rows::new(
            frame,
            self.columns.iter().map(|(_, column_type)| *column_type),
        )?;
        let readers = rows.readers()?;
        for row in 0..rows.height() {
            if self.next_row == SHEET_ROWS {
                self.new_sheet().map_err(Error::engine)?;
            }
            let sheet = self
                .workbook
                .worksheet_from_index(self.sheets - 1)
                .map_err(Error::engine)?;
            for (index, (reader, format)) in readers.iter().zip(&self.formats).enumerate() {
                let place = (self.next_row, column_number(index));
                write_cell(sheet, place, reader.cell(row), format.as_ref())
                    .map_err(Error::engine)?;
            }
            self.next_row += 1;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        let Self { workbook, out, .. } = &mut *self;
        workbook.save_to_writer(&mut *out).map_err(Error::engine)?;
        out.flush().map_err(Error::engine)
    }
}

/// Numbers that a cell can't hold with every digit, and days before its calendar, are written as text.
fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: CellRef<'_>,
    format: Option<&Format>,
) -> Result<(), XlsxError> {
    let number = |sheet: &mut Worksheet, number: f64| match format {
        Some(format) => sheet
            .write_number_with_format(row, column, number, format)
            .map(drop),
        None => sheet.write_number(row, column, number).map(drop),
    };
    match cell {
        CellRef::Missing => Ok(()),
        #[expect(
            clippy::cast_precision_loss,
            reason = "the arm takes only what a double holds"
        )]
        CellRef::Integer(whole) if (-EXACT..=EXACT).contains(&whole) => number(sheet, whole as f64),
        CellRef::Integer(whole) => sheet.write_string(row, column, whole.to_string()).map(drop),
        CellRef::Decimal(decimal) => {
            let text = decimal.to_string();
            let digits = decimal.digits.unsigned_abs().to_string().len();
            match text.parse() {
                Ok(value) if digits <= EXACT_DIGITS => number(sheet, value),
                _ => sheet.write_string(row, column, text).map(drop),
            }
        }
        CellRef::Float(value) => match number(sheet, value) {
            Ok(()) => Ok(()),
            Err(_) => sheet.write_string(row, column, float_text(value)).map(drop),
        },
        CellRef::Boolean(value) => sheet.write_boolean(row, column, value).map(drop),
        CellRef::Text(text) => {
            let kept: String = text.chars().take(CELL_CHARACTERS).collect();
            sheet.write_string(row, column, kept).map(drop)
        }
        CellRef::Date(days) if days >= FIRST_DAY => number(sheet, f64::from(days + EPOCH)),
        CellRef::Date(days) => match date_from_days(days) {
            Some(date) => sheet.write_string(row, column, date.to_string()).map(drop),
            None => Ok(()),
        },
    }
}
