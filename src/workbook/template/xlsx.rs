//! A template as an Office Open XML workbook.

use super::mark::{self, MarkColumn};
use super::{Content, Held, lists};
use crate::inspection::ColumnKind;
use crate::query::Cell;
use crate::workbook::Error;
use crate::workbook::place::letters;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format,
    FormatAlign, Formula, Note, Workbook, Worksheet,
};
use std::path::Path;

/// The last row of a sheet: lists hold for rows that are added, too.
const LAST_ROW: u32 = 1_048_575;
/// Characters of a message about a wrong value.
const MOST_REFUSAL: usize = 250;

pub(super) fn write(content: &Content<'_>, to: &Path) -> Result<(), Error> {
    let mut book = Workbook::new();
    if let Some(folder) = to.parent() {
        book.set_tempdir(folder)?;
    }
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_creation_datetime(&made);
    book.set_properties(&properties.set_title(&content.words.title));
    form(&mut book, content)?;
    if content.shows_last() {
        let page = book.add_worksheet().set_name(&content.words.last)?;
        head(page, content)?;
        let grey = Format::new().set_font_color(Color::RGB(0x0060_6660));
        rows(page, content, content.rows.iter().cloned(), Some(&grey))?;
    }
    help(&mut book, content)?;
    lists(&mut book, content)?;
    let page = book.add_worksheet().set_name(mark::SHEET)?;
    page.set_very_hidden(true);
    for (row, cells) in (0..).zip(content.mark.rows()) {
        for (column, cell) in (0..).zip(cells) {
            page.write_string(row, column, cell)?;
        }
    }
    book.save(to)?;
    Ok(())
}

fn form(book: &mut Workbook, content: &Content<'_>) -> Result<(), Error> {
    let page = book.add_worksheet().set_name(&content.mark.sheet)?;
    head(page, content)?;
    for (index, comment) in (0_u16..).zip(&content.words.comments) {
        let note = Note::new(comment)
            .set_author(&content.words.author)
            .add_author_prefix(false)
            .set_width(260)
            .set_height(120);
        page.insert_note(0, index, &note)?;
    }
    rows(page, content, content.prepared(), None)?;
    validate(page, content)
}

fn head(page: &mut Worksheet, content: &Content<'_>) -> Result<(), Error> {
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(0x00E4_E8E2));
    for (index, column) in (0_u16..).zip(&content.mark.columns) {
        let width = column.title.chars().count().clamp(12, 36);
        page.set_column_format(index, &format(column))?;
        page.set_column_width(index, u32::try_from(width).unwrap_or(12))?;
        page.write_string_with_format(0, index, &column.title, &head)?;
    }
    page.set_freeze_panes(1, 0)?;
    Ok(())
}

fn rows(
    page: &mut Worksheet,
    content: &Content<'_>,
    rows: impl Iterator<Item = Vec<Cell>>,
    look: Option<&Format>,
) -> Result<(), Error> {
    let columns = content.mark.columns.iter().map(format);
    let looks: Vec<Format> = columns
        .map(|format| look.map_or(format.clone(), |look| format.merge(look)))
        .collect();
    for (number, row) in (1_u32..).zip(rows) {
        for ((index, cell), look) in (0_u16..).zip(&row).zip(&looks) {
            match content.held(cell) {
                Held::Nothing => {}
                Held::Text(text) => {
                    page.write_string_with_format(number, index, text, look)?;
                }
                Held::Number(value) => {
                    page.write_number_with_format(number, index, value, look)?;
                }
                Held::Date(date) => day(page, (number, index), date, look)?,
            }
        }
    }
    Ok(())
}

// Excel's calendar begins in 1900; an earlier day is text.
fn day(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    date: jiff::civil::Date,
    look: &Format,
) -> Result<(), Error> {
    let parts = (
        u16::try_from(date.year()).ok().filter(|year| *year >= 1900),
        u8::try_from(date.month()).unwrap_or(1),
        u8::try_from(date.day()).unwrap_or(1),
    );
    match parts {
        (Some(year), month, day) => {
            let at = ExcelDateTime::from_ymd(year, month, day)?;
            page.write_datetime_with_format(row, column, &at, look)?;
        }
        _ => {
            page.write_string(row, column, date.to_string())?;
        }
    }
    Ok(())
}

// Codes stay text; a share of a hundred is written as its number, so that 12.5 means 12.5 per cent.
fn format(column: &MarkColumn) -> Format {
    let code = match column.kind {
        ColumnKind::Integer => "#,##0",
        ColumnKind::Decimal | ColumnKind::Percent | ColumnKind::Money => "General",
        ColumnKind::Date => "yyyy-mm-dd",
        ColumnKind::Year => "0",
        ColumnKind::Text
        | ColumnKind::Boolean
        | ColumnKind::Period
        | ColumnKind::Time
        | ColumnKind::Sex
        | ColumnKind::Code
        | ColumnKind::RegionCode
        | ColumnKind::RegionName => "@",
    };
    Format::new().set_num_format(code)
}

fn validate(page: &mut Worksheet, content: &Content<'_>) -> Result<(), Error> {
    let mut list = 0;
    for (index, choices) in (0_u16..).zip(&content.choices) {
        if choices.values.is_empty() {
            continue;
        }
        let letter = letters(list);
        list += 1;
        let last = choices.values.len();
        let range = format!("={}!${letter}$1:${letter}${last}", lists::SHEET);
        let style = if choices.is_closed {
            DataValidationErrorStyle::Stop
        } else {
            DataValidationErrorStyle::Warning
        };
        let refusal: String = content.words.refusal.chars().take(MOST_REFUSAL).collect();
        let rule = DataValidation::new()
            .allow_list_formula(Formula::new(range))
            .set_error_style(style)
            .set_error_message(refusal)?;
        page.add_data_validation(1, index, LAST_ROW, index, &rule)?;
    }
    Ok(())
}

fn lists(book: &mut Workbook, content: &Content<'_>) -> Result<(), Error> {
    let page = book.add_worksheet().set_name(lists::SHEET)?;
    page.set_very_hidden(true);
    let filled = content
        .choices
        .iter()
        .filter(|choices| !choices.values.is_empty());
    for (column, choices) in (0_u16..).zip(filled) {
        for (row, value) in (0_u32..).zip(&choices.values) {
            page.write_string(row, column, value)?;
        }
    }
    Ok(())
}

fn help(book: &mut Workbook, content: &Content<'_>) -> Result<(), Error> {
    let page = book.add_worksheet().set_name(&content.words.help)?;
    if content.is_capped {
        page.set_active(true);
    }
    let bold = Format::new().set_bold();
    for (column, width) in (0_u16..).zip([36, 22, 16, 40]) {
        page.set_column_width(column, width)?;
    }
    let (sentences, columns) = content.help();
    let mut row = 0;
    for sentence in sentences {
        let look = if row == 0 { &bold } else { &Format::new() };
        page.write_string_with_format(row, 0, sentence, look)?;
        row += 1;
    }
    for (index, line) in columns.into_iter().enumerate() {
        row += 1;
        let look = if index == 0 { &bold } else { &Format::new() };
        for (column, cell) in (0_u16..).zip(line) {
            page.write_string_with_format(row, column, cell, look)?;
        }
    }
    Ok(())
}
