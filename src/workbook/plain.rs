//! The annotated copy of a file that is no workbook, or one of old Excel: its rows in a new workbook, with the marks.
//!
//! Rows stand where the findings count them, so a record of a text file that begins on line 14 stands in row 14.

use super::Error;
use super::marks::{Annotations, CORRECTIONS_MARK, Marks, colour, free_name};
use super::place::{Place, letters};
use crate::inspection::Level;
use crate::inspection::cell::{Cell, Record, Sheet};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatUnderline, Note, Url, Workbook,
    Worksheet,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Rows and columns of a sheet.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
/// Characters of a cell.
const MOST_CHARACTERS: usize = 32_767;
/// Digits that a cell holds of a number.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// Name of the sheet of a file that has none.
const SHEET: &str = "Data";

/// Writes the sheets of a file with their marks to `to`.
pub(super) fn annotate(
    sheets: &[Sheet],
    to: &Path,
    annotations: &Annotations,
) -> Result<(), Error> {
    let mut book = Workbook::new();
    if let Some(folder) = to.parent() {
        book.set_tempdir(folder)?;
    }
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let mut names: Vec<String> = Vec::new();
    for sheet in sheets {
        let name = sheet_name(&sheet.name, &names);
        names.push(name.clone());
        let page = book.add_worksheet_with_constant_memory();
        let page = page?.set_name(&name)?;
        if sheet.hidden {
            page.set_hidden(true);
        }
        let marks = annotations.of_sheet(&sheet.name);
        rows(page, sheet, &marks, &annotations.words.author)?;
    }
    let sources: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    corrections(&mut book, annotations, &sources, &names)?;
    book.save(to)?;
    Ok(())
}

// A name that Excel takes: no more than 31 characters, none of `[]:*?/\`.
fn sheet_name(name: &str, taken: &[String]) -> String {
    let kept: String = name
        .chars()
        .filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') && !c.is_control())
        .take(28)
        .collect();
    let kept = kept.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    free_name(if kept.is_empty() { SHEET } else { kept }, taken)
}

fn rows(page: &mut Worksheet, sheet: &Sheet, marks: &Marks, author: &str) -> Result<(), Error> {
    let formats = Formats::new();
    let mut pending = marks.keys().copied().peekable();
    let mut next = 0;
    for record in &sheet.records {
        let wanted = u32::try_from(record.row.saturating_sub(1)).unwrap_or(u32::MAX);
        let row = wanted.max(next);
        if row >= MOST_ROWS {
            break;
        }
        // Rows are written in order: marks of rows without a record come first.
        while let Some(place) = pending.next_if(|place| place.row < row) {
            empty(page, place, marks, &formats)?;
        }
        write_row(page, row, record, marks, &formats)?;
        while let Some(place) = pending.next_if(|place| place.row == row) {
            if record.cell(place.column as usize).is_empty() {
                empty(page, place, marks, &formats)?;
            }
        }
        next = row + 1;
    }
    for place in pending.filter(|place| place.row >= next) {
        empty(page, place, marks, &formats)?;
    }
    for (place, mark) in marks {
        let note = note(&mark.comment, author);
        page.insert_note(place.row, column(place.column), &note)?;
    }
    Ok(())
}

fn note(comment: &str, author: &str) -> Note {
    let lines: usize = comment
        .lines()
        .map(|line| 1 + line.chars().count() / 42)
        .sum();
    let height = u32::try_from(lines.clamp(3, 24)).unwrap_or(24) * 17;
    Note::new(comment)
        .set_author(author)
        .add_author_prefix(true)
        .set_width(270)
        .set_height(height + 20)
}

fn empty(
    page: &mut Worksheet,
    place: Place,
    marks: &Marks,
    formats: &Formats,
) -> Result<(), Error> {
    if let Some(format) = formats.of(marks, place, false) {
        page.write_blank(place.row, column(place.column), format)?;
    }
    Ok(())
}

fn write_row(
    page: &mut Worksheet,
    row: u32,
    record: &Record<'_>,
    marks: &Marks,
    formats: &Formats,
) -> Result<(), Error> {
    for (index, cell) in record.cells.iter().take(MOST_COLUMNS).enumerate() {
        let number = u32::try_from(index).unwrap_or(u32::MAX);
        let place = Place {
            row,
            column: number,
        };
        let format = formats.of(marks, place, matches!(cell, Cell::Date(_)));
        write_cell(page, place, cell, format.unwrap_or(&formats.plain))?;
    }
    Ok(())
}

// Text stays text: a cell that looks like a formula is none.
fn write_cell(
    page: &mut Worksheet,
    place: Place,
    cell: &Cell,
    format: &Format,
) -> Result<(), Error> {
    let (row, column) = (place.row, column(place.column));
    match cell {
        Cell::Empty => {}
        Cell::Number(number) if number.abs() <= EXACT => {
            page.write_number_with_format(row, column, *number, format)?;
        }
        Cell::Bool(value) => {
            page.write_boolean_with_format(row, column, *value, format)?;
        }
        Cell::Date(date) if date.year() >= 1900 => {
            let (year, month, day) = (date.year(), date.month(), date.day());
            let at = ExcelDateTime::from_ymd(
                u16::try_from(year).unwrap_or(1900),
                u8::try_from(month).unwrap_or(1),
                u8::try_from(day).unwrap_or(1),
            )?;
            page.write_datetime_with_format(row, column, &at, format)?;
        }
        other => {
            let text: String = other.text().chars().take(MOST_CHARACTERS).collect();
            page.write_string_with_format(row, column, text, format)?;
        }
    }
    Ok(())
}

fn column(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// How cells look: by level, days apart.
struct Formats {
    plain: Format,
    date: Format,
    levels: BTreeMap<(Level, bool), Format>,
}

impl Formats {
    fn new() -> Self {
        let date = || Format::new().set_num_format("yyyy-mm-dd");
        let mut levels = BTreeMap::new();
        for level in [Level::Blocking, Level::Warning, Level::Info] {
            let colour = background(level);
            levels.insert((level, false), Format::new().set_background_color(colour));
            levels.insert((level, true), date().set_background_color(colour));
        }
        Self {
            plain: Format::new(),
            date: date(),
            levels,
        }
    }

    fn of(&self, marks: &Marks, place: Place, is_date: bool) -> Option<&Format> {
        match marks.get(&place) {
            Some(mark) => self.levels.get(&(mark.level, is_date)),
            None => is_date.then_some(&self.date),
        }
    }
}

fn background(level: Level) -> Color {
    u32::from_str_radix(colour(level), 16).map_or(Color::Default, Color::RGB)
}

fn corrections(
    book: &mut Workbook,
    annotations: &Annotations,
    sources: &[&str],
    names: &[String],
) -> Result<(), Error> {
    let words = &annotations.words;
    let page = book.add_worksheet_with_constant_memory()?;
    page.set_name(free_name(&words.sheet, names))?;
    for (index, width) in [6.0, 10.0, 24.0, 28.0, 60.0, 30.0, 14.0]
        .into_iter()
        .enumerate()
    {
        page.set_column_width(u16::try_from(index).unwrap_or(0), width)?;
    }
    let bold = Format::new().set_bold();
    let head = bold
        .clone()
        .set_background_color(Color::RGB(0x00E4_E8E2))
        .set_text_wrap();
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let link = text
        .clone()
        .set_underline(FormatUnderline::Single)
        .set_font_color(Color::RGB(0x000B_5CAD));
    page.set_column_hidden(7)?;
    page.write_string_with_format(0, 0, &words.title, &bold)?;
    page.write_string(0, 7, CORRECTIONS_MARK)?;
    let mut row = 1;
    for note in &words.notes {
        page.write_string(row, 0, note)?;
        row += 1;
    }
    row += 1;
    for (index, word) in words.heads.iter().enumerate() {
        page.write_string_with_format(row, u16::try_from(index).unwrap_or(0), word, &head)?;
    }
    page.set_freeze_panes(row + 1, 0)?;
    for line in &annotations.lines {
        row += 1;
        page.write_number_with_format(row, 0, f64::from(line.number), &text)?;
        let source = sources
            .iter()
            .position(|name| name.trim() == line.sheet.trim());
        let sheet = source.and_then(|index| names.get(index));
        match (Place::parse(&line.cell), sheet) {
            (Some(place), Some(sheet)) => {
                let target = format!(
                    "internal:'{}'!{}{}",
                    sheet.replace('\'', "''"),
                    letters(place.column),
                    place.row + 1
                );
                let url = Url::new(target).set_text(&line.cell);
                page.write_url_with_format(row, 1, url, &link)?;
            }
            _ => drop(page.write_string_with_format(row, 1, &line.cell, &text)?),
        }
        let level = text.clone().set_background_color(background(line.level));
        for (index, (words, format)) in [
            (&line.column, &text),
            (&line.value, &text),
            (&line.wrong, &text),
            (&line.expected, &text),
            (&line.level_word, &level),
        ]
        .into_iter()
        .enumerate()
        {
            let short: String = words.chars().take(MOST_CHARACTERS).collect();
            let column = u16::try_from(index + 2).unwrap_or(0);
            page.write_string_with_format(row, column, short, format)?;
        }
    }
    Ok(())
}
