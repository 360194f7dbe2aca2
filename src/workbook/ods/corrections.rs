//! The sheet of corrections as a table of an `OpenDocument` spreadsheet.

use super::super::marks::{Annotations, CORRECTIONS_MARK, free_name};
use super::super::xml::escape;
use super::styles::Added;
use std::fmt::Write;

const SPACES: &str = "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

/// The table, with links into the sheets of these names.
pub(super) fn write(annotations: &Annotations, styles: &Added, names: &[String]) -> String {
    let words = &annotations.words;
    let name = free_name(&words.sheet, names);
    let mut text = format!("<table:table {SPACES} table:name=\"{}\">", escape(&name));
    for index in 0..words.heads.len() {
        let _ = write!(
            text,
            "<table:table-column table:style-name=\"{}\"/>",
            styles.named(&format!("kolom{index}"))
        );
    }
    text.push_str("<table:table-column table:visibility=\"collapse\"/>");
    row(
        &mut text,
        &[
            cell(&words.title, &styles.named("judul")),
            "<table:table-cell table:number-columns-repeated=\"6\"/>".to_owned(),
            cell(CORRECTIONS_MARK, ""),
        ],
    );
    for note in &words.notes {
        row(&mut text, &[cell(note, "")]);
    }
    row(&mut text, &[cell("", "")]);
    let head = styles.named("kepala");
    let heads: Vec<String> = words.heads.iter().map(|word| cell(word, &head)).collect();
    row(&mut text, &heads);
    let plain = styles.named("teks");
    for line in &annotations.lines {
        let known = names.iter().find(|name| name.trim() == line.sheet.trim());
        let linked = known.filter(|_| !line.cell.is_empty());
        let level = styles.named(line.level.as_str());
        row(
            &mut text,
            &[
                format!(
                    "<table:table-cell table:style-name=\"{plain}\" office:value-type=\"float\" office:value=\"{0}\"><text:p>{0}</text:p></table:table-cell>",
                    line.number
                ),
                linked.map_or_else(
                    || cell(&line.cell, &plain),
                    |name| link(name, &line.cell, &plain),
                ),
                cell(&line.column, &plain),
                cell(&line.value, &plain),
                cell(&line.wrong, &plain),
                cell(&line.expected, &plain),
                cell(&line.level_word, &level),
            ],
        );
    }
    text.push_str("</table:table>");
    text
}

fn row(text: &mut String, cells: &[String]) {
    text.push_str("<table:table-row>");
    text.push_str(&cells.concat());
    text.push_str("</table:table-row>");
}

fn cell(words: &str, style: &str) -> String {
    let style = if style.is_empty() {
        String::new()
    } else {
        format!(" table:style-name=\"{style}\"")
    };
    if words.is_empty() {
        return format!("<table:table-cell{style}/>");
    }
    let mut paragraphs = String::new();
    for line in words.lines() {
        let _ = write!(paragraphs, "<text:p>{}</text:p>", escape(line));
    }
    format!("<table:table-cell{style} office:value-type=\"string\">{paragraphs}</table:table-cell>")
}

fn link(sheet: &str, address: &str, style: &str) -> String {
    let target = format!("#'{}'.{address}", sheet.replace('\'', "''"));
    format!(
        "<table:table-cell table:style-name=\"{style}\" office:value-type=\"string\"><text:p><text:a xlink:type=\"simple\" xlink:href=\"{}\">{}</text:a></text:p></table:table-cell>",
        escape(&target),
        escape(address)
    )
}
