//! The sheet of corrections: a line for each finding, with a link to its cell.

use super::super::marks::{Annotations, CORRECTIONS_MARK};
use super::super::xml::escape;
use super::package::Flavour;
use super::styles::{Look, Styles};
use std::fmt::Write;

/// Widths of the columns, in characters.
const WIDTHS: [u32; 7] = [6, 10, 24, 28, 60, 30, 14];
/// Characters of a cell at most.
const MOST_CHARACTERS: usize = 32_000;

/// Writes the sheet. `name_of` gives the sheet of a line as the workbook names it, when it can be linked to.
pub(super) fn write(
    annotations: &Annotations,
    styles: &mut Styles,
    flavour: Flavour,
    name_of: impl Fn(&str) -> Option<String>,
) -> String {
    let words = &annotations.words;
    let head_row = words.notes.len() + 3;
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    let _ = write!(
        text,
        "<worksheet xmlns=\"{}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"{head_row}\" topLeftCell=\"A{}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>",
        flavour.main(),
        head_row + 1
    );
    for (index, width) in WIDTHS.iter().enumerate() {
        let number = index + 1;
        let _ = write!(
            text,
            "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>"
        );
    }
    text.push_str("<col min=\"8\" max=\"8\" width=\"4\" hidden=\"1\"/></cols><sheetData>");
    let title = styles.look(Look::Title);
    let none = ("", 0);
    let mark = (CORRECTIONS_MARK, 0);
    let title: (&str, u32) = (&words.title, title);
    row(
        &mut text,
        1,
        &[title, none, none, none, none, none, none, mark],
    );
    for (index, note) in words.notes.iter().enumerate() {
        row(&mut text, index + 2, &[(note, 0)]);
    }
    let head = styles.look(Look::Head);
    let heads: Vec<(&str, u32)> = words
        .heads
        .iter()
        .map(|word| (word.as_str(), head))
        .collect();
    row(&mut text, head_row, &heads);
    let links = lines(&mut text, head_row, annotations, styles, name_of);
    text.push_str("</sheetData>");
    let last = head_row + annotations.lines.len();
    let _ = write!(text, "<autoFilter ref=\"A{head_row}:G{last}\"/>");
    if !links.is_empty() {
        let _ = write!(text, "<hyperlinks>{links}</hyperlinks>");
    }
    text.push_str("<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/><pageSetup orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>");
    text
}

fn lines(
    text: &mut String,
    head_row: usize,
    annotations: &Annotations,
    styles: &mut Styles,
    name_of: impl Fn(&str) -> Option<String>,
) -> String {
    let plain = styles.look(Look::Text);
    let link = styles.look(Look::Link);
    let mut links = String::new();
    for (index, line) in annotations.lines.iter().enumerate() {
        let number = head_row + 1 + index;
        let level = styles.look(Look::Level(line.level));
        let sheet = name_of(&line.sheet).filter(|_| !line.cell.is_empty());
        if let Some(sheet) = &sheet {
            let _ = write!(
                links,
                "<hyperlink ref=\"B{number}\" location=\"{}\" display=\"{}\"/>",
                escape(&location(sheet, &line.cell)),
                escape(&line.cell)
            );
        }
        let _ = write!(
            text,
            "<row r=\"{number}\"><c r=\"A{number}\" s=\"{plain}\"><v>{}</v></c>",
            line.number
        );
        let cell_style = if sheet.is_some() { link } else { plain };
        for (letter, words, style) in [
            ('B', &line.cell, cell_style),
            ('C', &line.column, plain),
            ('D', &line.value, plain),
            ('E', &line.wrong, plain),
            ('F', &line.expected, plain),
            ('G', &line.level_word, level),
        ] {
            cell(text, &format!("{letter}{number}"), words, style);
        }
        text.push_str("</row>");
    }
    links
}

/// A reference into a sheet, `'Nama lembar'!D14`.
fn location(sheet: &str, cell: &str) -> String {
    format!("'{}'!{cell}", sheet.replace('\'', "''"))
}

fn row(text: &mut String, number: usize, cells: &[(&str, u32)]) {
    let _ = write!(text, "<row r=\"{number}\">");
    for ((words, style), letter) in cells.iter().zip('A'..='H') {
        cell(text, &format!("{letter}{number}"), words, *style);
    }
    text.push_str("</row>");
}

// Words are strings of their own and never formulas.
fn cell(text: &mut String, address: &str, words: &str, style: u32) {
    if words.is_empty() {
        if style == 0 {
            return;
        }
        let _ = write!(text, "<c r=\"{address}\" s=\"{style}\"/>");
        return;
    }
    let short: String = words.chars().take(MOST_CHARACTERS).collect();
    let _ = write!(
        text,
        "<c r=\"{address}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
        escape(&short)
    );
}
