//! Workbooks: sheets with their cells, merged ranges and visibility.

use super::cell::{Cell, Merge, Record, Sheet, digits};
use super::number::Exact;
use super::report::{Finding, Level};
use super::sniff::Format;
use super::typed::plain;
use calamine::{Data, Ods, Range, Reader, SheetVisible, Xls, Xlsx};
use jiff::civil::Date;
use std::io::Cursor;

/// A workbook may not have more cells than this.
const MOST_CELLS: u64 = 20_000_000;
const MOST_ENTRIES: usize = 10_000;

/// Refuses an archive whose directory says that it unpacks to more than `most` bytes, before anything is unpacked.
///
/// A directory can lie; the data-segment limit of the child holds for those that do.
pub(super) fn check_archive(bytes: &[u8], most: u64) -> Result<(), Finding> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| Finding::new("unreadable", Level::Blocking))?;
    let unpacked = crate::workbook::unpacked_size(&mut archive);
    if unpacked > u128::from(most) || archive.len() > MOST_ENTRIES {
        let mut finding = Finding::new("too_large_unpacked", Level::Blocking);
        finding.value = (unpacked >> 20).to_string();
        finding.expected = (most >> 20).to_string();
        return Err(finding);
    }
    Ok(())
}

/// Reads every sheet.
///
/// Errors: a blocking finding when the workbook can't be opened.
pub(super) fn read(bytes: &[u8], format: Format) -> Result<Vec<Sheet>, Finding> {
    let cursor = Cursor::new(bytes);
    match format {
        Format::Xlsx => {
            let mut book: Xlsx<_> = Xlsx::new(cursor).map_err(|error| unreadable(&error))?;
            let mut sheets = sheets(&mut book)?;
            for sheet in &mut sheets {
                percents(&mut book, sheet);
                let merges = book
                    .merge_cells_by_sheet_name(&sheet.name)
                    .unwrap_or_default();
                sheet.merges = merges.iter().map(|m| merge((m.start, m.end))).collect();
            }
            Ok(sheets)
        }
        Format::Ods => {
            let mut book: Ods<_> = Ods::new(cursor).map_err(|error| unreadable(&error))?;
            sheets(&mut book)
        }
        _ => {
            let mut book: Xls<_> = Xls::new(cursor).map_err(|error| unreadable(&error))?;
            let mut sheets = sheets(&mut book)?;
            for sheet in &mut sheets {
                let merges = book
                    .merge_cells_by_sheet_name(&sheet.name)
                    .unwrap_or_default();
                sheet.merges = merges.iter().map(|m| merge((m.start, m.end))).collect();
            }
            Ok(sheets)
        }
    }
}

fn unreadable(error: &dyn std::fmt::Display) -> Finding {
    let text = error.to_string();
    let code = if text.to_lowercase().contains("password") {
        "encrypted"
    } else {
        "unreadable"
    };
    Finding {
        value: text.chars().take(200).collect(),
        ..Finding::new(code, Level::Blocking)
    }
}

fn merge(((top, left), (bottom, right)): ((u32, u32), (u32, u32))) -> Merge {
    Merge {
        rows: (top as usize, bottom as usize),
        columns: (left as usize, right as usize),
    }
}

fn sheets<'a, R: Reader<Cursor<&'a [u8]>>>(book: &mut R) -> Result<Vec<Sheet>, Finding>
where
    R::Error: std::fmt::Display,
{
    let mut found = Vec::new();
    for meta in book.sheets_metadata().to_vec() {
        let range = book
            .worksheet_range(&meta.name)
            .map_err(|error| unreadable(&error))?;
        found.push(Sheet {
            records: records(&range)?,
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

fn records(range: &Range<Data>) -> Result<Vec<Record<'static>>, Finding> {
    let Some((top, left)) = range.start() else {
        return Ok(Vec::new());
    };
    let (height, width) = range.get_size();
    if (height as u64).saturating_mul(width as u64) > MOST_CELLS {
        let mut finding = Finding::new("too_large_unpacked", Level::Blocking);
        finding.value = format!("{height} × {width}");
        return Err(finding);
    }
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
        Data::Float(number) => Cell::Number(*number),
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
