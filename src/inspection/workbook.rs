//! Workbooks: sheets with their cells, merged ranges and visibility.

use super::baggage;
use super::cell::{Cell, Merge, Record, Sheet, digits};
use super::number::Exact;
use super::report::{Finding, Level};
use super::sniff::Format;
use super::typed::plain;
use calamine::{Data, DataRef, Dimensions, Ods, Range, Reader, SheetVisible, Xls, Xlsx, XlsxError};
use jiff::civil::Date;
use std::io::Cursor;

/// A workbook may not have more cells than this.
const MOST_CELLS: u64 = 20_000_000;
const MOST_ENTRIES: usize = 10_000;
/// Ranges that are merged in one sheet.
const MOST_MERGES: usize = 200_000;
/// Cells may repeat the strings of a workbook: all of them together hold so many times what it unpacks to.
const REPETITION: u64 = 4;

/// What is left of the cells and characters that a file may have; taken before room is made for them.
#[derive(Debug)]
pub(super) struct Budget {
    cells: u64,
    bytes: u64,
}

impl Budget {
    /// All cells, and so many bytes of characters.
    pub(super) fn new(bytes: u64) -> Self {
        Self {
            cells: MOST_CELLS,
            bytes,
        }
    }

    /// Takes some.
    ///
    /// Errors: a blocking finding when there are not as many left.
    pub(super) fn take(&mut self, cells: u64, bytes: u64) -> Result<(), Finding> {
        match (self.cells.checked_sub(cells), self.bytes.checked_sub(bytes)) {
            (Some(cells), Some(bytes)) => {
                (self.cells, self.bytes) = (cells, bytes);
                Ok(())
            }
            _ => Err(too_large(None)),
        }
    }
}

fn too_large(mebibytes: Option<(u128, u64)>) -> Finding {
    let (value, expected) = match mebibytes {
        Some((size, most)) => ((size >> 20).to_string(), (most >> 20).to_string()),
        None => (String::new(), String::new()),
    };
    Finding {
        value,
        expected,
        ..Finding::new("too_large_unpacked", Level::Blocking)
    }
}

/// Refuses a file of so many bytes that would have to be held.
pub(super) fn check_size(size: u64, most: u64) -> Result<(), Finding> {
    if size > most {
        return Err(too_large(Some((size.into(), most))));
    }
    Ok(())
}

/// Refuses an archive whose directory says that it unpacks to more than `most` bytes, before anything is unpacked, and one
/// with macros; tells what else it carries.
///
/// A directory can lie; the data-segment limit of the child holds for those that do.
pub(super) fn check_archive(bytes: &[u8], most: u64) -> Result<Vec<Finding>, Finding> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| Finding::new("unreadable", Level::Blocking))?;
    let unpacked = crate::workbook::unpacked_size(&mut archive);
    if unpacked > u128::from(most) || archive.len() > MOST_ENTRIES {
        return Err(too_large(Some((unpacked, most))));
    }
    let names: Vec<String> = archive
        .file_names()
        .filter_map(|name| Some(name.ok()?.into_owned()))
        .collect();
    baggage::of_archive(names.iter().map(String::as_str))
}

/// Reads every sheet of a workbook that may unpack to `most` bytes.
///
/// Errors: a blocking finding when the workbook can't be opened, or holds too much.
pub(super) fn read(bytes: &[u8], format: Format, most: u64) -> Result<Vec<Sheet>, Finding> {
    // The reader of workbooks panics on some that are broken; that is nothing but one more way of being unreadable.
    std::panic::catch_unwind(|| open(bytes, format, most))
        .unwrap_or_else(|_| Err(Finding::new("unreadable", Level::Blocking)))
}

fn open(bytes: &[u8], format: Format, most: u64) -> Result<Vec<Sheet>, Finding> {
    let cursor = Cursor::new(bytes);
    let mut budget = Budget::new(most.saturating_mul(REPETITION));
    match format {
        Format::Xlsx => {
            let mut book: Xlsx<_> = Xlsx::new(cursor).map_err(|error| unreadable(&error))?;
            let mut sheets = cells_of(&mut book, &mut budget)?;
            for sheet in &mut sheets {
                percents(&mut book, sheet);
                let merges = book.merge_cells_by_sheet_name(&sheet.name);
                sheet.merges = merged(&merges.unwrap_or_default())?;
            }
            Ok(sheets)
        }
        Format::Ods => {
            let mut book: Ods<_> = Ods::new(cursor).map_err(|error| unreadable(&error))?;
            sheets(&mut book, &mut budget)
        }
        _ => {
            baggage::of_compound(bytes)?;
            let mut book: Xls<_> = Xls::new(cursor).map_err(|error| unreadable(&error))?;
            let mut sheets = sheets(&mut book, &mut budget)?;
            for sheet in &mut sheets {
                let merges = book.merge_cells_by_sheet_name(&sheet.name);
                sheet.merges = merged(&merges.unwrap_or_default())?;
            }
            Ok(sheets)
        }
    }
}

fn merged(ranges: &[Dimensions]) -> Result<Vec<Merge>, Finding> {
    if ranges.len() > MOST_MERGES {
        return Err(too_large(None));
    }
    let merge = |range: &Dimensions| Merge {
        rows: (range.start.0 as usize, range.end.0 as usize),
        columns: (range.start.1 as usize, range.end.1 as usize),
    };
    Ok(ranges.iter().map(merge).collect())
}

fn unreadable(error: &dyn std::fmt::Display) -> Finding {
    let text = error.to_string();
    let lower = text.to_lowercase();
    let code = if lower.contains("password") || lower.contains("encrypted") {
        "encrypted"
    } else if lower.contains("limit exceeded") {
        "too_large_unpacked"
    } else {
        "unreadable"
    };
    Finding {
        value: text.chars().take(200).collect(),
        ..Finding::new(code, Level::Blocking)
    }
}

// The cells of a sheet as they come: what it claims to measure costs nothing.
fn cells_of(book: &mut Xlsx<Cursor<&[u8]>>, budget: &mut Budget) -> Result<Vec<Sheet>, Finding> {
    let mut found = Vec::new();
    for meta in book.sheets_metadata().to_vec() {
        let mut records: Vec<Record<'static>> = Vec::new();
        let mut reader = match book.worksheet_cells_reader(&meta.name) {
            Ok(reader) => Some(reader),
            Err(XlsxError::NotAWorksheet(_)) => None,
            Err(error) => return Err(unreadable(&error)),
        };
        while let Some(reader) = &mut reader
            && let Some(next) = reader.next_cell().map_err(|error| unreadable(&error))?
        {
            if *next.get_value() != DataRef::Empty {
                put(&mut records, &next, budget)?;
            }
        }
        found.push(Sheet {
            records,
            hidden: meta.visible != SheetVisible::Visible,
            name: meta.name,
            ..Sheet::default()
        });
    }
    Ok(found)
}

fn put(
    records: &mut Vec<Record<'static>>,
    next: &calamine::Cell<DataRef<'_>>,
    budget: &mut Budget,
) -> Result<(), Finding> {
    let (row, column) = next.get_position();
    let (row, column) = (row as usize, column as usize);
    let text = match next.get_value() {
        DataRef::SharedString(text) => text.len(),
        DataRef::String(text) => text.len(),
        _ => 0,
    };
    let rows = (row + 1).saturating_sub(records.len());
    let known = records.get(row).map_or(0, |record| record.cells.len());
    let cells = (column + 1).saturating_sub(known);
    budget.take((rows + cells) as u64, text as u64)?;
    while records.len() <= row {
        records.push(Record {
            row: records.len() as u64 + 1,
            cells: Vec::new(),
        });
    }
    let Some(record) = records.get_mut(row) else {
        return Ok(());
    };
    if record.cells.len() <= column {
        record.cells.resize(column + 1, Cell::Empty);
    }
    if let Some(place) = record.cells.get_mut(column) {
        *place = cell(&Data::from(next.get_value().clone()));
    }
    Ok(())
}

fn sheets<'a, R: Reader<Cursor<&'a [u8]>>>(
    book: &mut R,
    budget: &mut Budget,
) -> Result<Vec<Sheet>, Finding>
where
    R::Error: std::fmt::Display,
{
    let mut found = Vec::new();
    for meta in book.sheets_metadata().to_vec() {
        let range = book
            .worksheet_range(&meta.name)
            .map_err(|error| unreadable(&error))?;
        found.push(Sheet {
            records: records(&range, budget)?,
            hidden: meta.visible != SheetVisible::Visible,
            name: meta.name,
            ..Sheet::default()
        });
    }
    Ok(found)
}

// Cells whose number format shows per cent hold the fraction; the table holds what the clerk sees.
fn percents(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &mut Sheet) {
    let Ok(styles) = book.worksheet_style(&sheet.name) else {
        return;
    };
    for (row, record) in sheet.records.iter_mut().enumerate() {
        for (column, cell) in record.cells.iter_mut().enumerate() {
            let Cell::Number(number) = *cell else {
                continue;
            };
            let place = u32::try_from(row).ok().zip(u32::try_from(column).ok());
            let style = place.and_then(|(row, column)| styles.get((row, column)));
            let format = style.and_then(|style| style.number_format.as_ref());
            if format.is_some_and(|format| format.format_code.contains('%')) {
                *cell = Cell::Percent(percent(number));
            }
        }
    }
}

fn records(range: &Range<Data>, budget: &mut Budget) -> Result<Vec<Record<'static>>, Finding> {
    let Some((top, left)) = range.start() else {
        return Ok(Vec::new());
    };
    let (height, width) = range.get_size();
    let places = (height as u64 + u64::from(top)).saturating_mul(width as u64 + u64::from(left));
    budget.take(places, 0)?;
    let mut records: Vec<Record<'static>> = (0..top)
        .map(|index| Record {
            row: u64::from(index) + 1,
            cells: Vec::new(),
        })
        .collect();
    for (index, row) in range.rows().enumerate() {
        let mut cells = vec![Cell::Empty; left as usize];
        cells.extend(row.iter().map(cell));
        while cells.last() == Some(&Cell::Empty) {
            cells.pop();
        }
        records.push(Record {
            row: u64::from(top) + index as u64 + 1,
            cells,
        });
    }
    Ok(records)
}

fn cell(data: &Data) -> Cell<'static> {
    match data {
        Data::Empty => Cell::Empty,
        #[expect(
            clippy::cast_precision_loss,
            reason = "a spreadsheet's numbers are floating point"
        )]
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) if number.is_finite() => Cell::Number(*number),
        Data::Float(_) => Cell::Error("#NUM!".into()),
        Data::String(text) if text.is_empty() => Cell::Empty,
        Data::String(text) => Cell::from(text.clone()),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            let date = i16::try_from(year)
                .ok()
                .zip(i8::try_from(month).ok())
                .zip(i8::try_from(day).ok())
                .and_then(|((year, month), day)| Date::new(year, month, day).ok());
            match date {
                Some(date) if (hour, minute, second) == (0, 0, 0) && year >= 1900 => {
                    Cell::Date(date)
                }
                Some(date) if year >= 1900 => {
                    Cell::from(format!("{date} {hour:02}:{minute:02}:{second:02}"))
                }
                _ => Cell::from(format!("{hour:02}:{minute:02}:{second:02}")),
            }
        }
        Data::DateTimeIso(text) => match text.get(..10).and_then(|day| day.parse().ok()) {
            Some(date) if text.len() == 10 || text.ends_with("T00:00:00") => Cell::Date(date),
            _ => Cell::from(text.clone()),
        },
        Data::DurationIso(text) => Cell::from(text.clone()),
        Data::Error(error) => Cell::Error(error.to_string().into()),
    }
}

/// A number shown as per cent, as the number of per cent: 0.125 gives 12.5 without a trail of nines.
pub(super) fn percent(number: f64) -> f64 {
    let exact = Exact::parse(&digits(number)).and_then(Exact::times_hundred);
    let shown = exact.and_then(|exact| plain(exact).parse().ok());
    shown.unwrap_or(number * 100.0)
}
