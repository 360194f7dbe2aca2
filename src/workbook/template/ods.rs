//! A template as an `OpenDocument` spreadsheet (ODF 1.3).
//!
//! Lists are content validations over a range of a hidden sheet, and comments are annotations: both as `LibreOffice`
//! writes them.

use super::mark::{self, MarkColumn};
use super::{Content, Held, lists};
use crate::inspection::ColumnKind;
use crate::query::Cell;
use crate::workbook::Error;
use crate::workbook::archive::Target;
use crate::workbook::place::letters;
use crate::workbook::xml::escape;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

const TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
const NAMES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.3""#;
/// The looks of cells, columns and sheets.
const STYLES: &str = r##"<office:automatic-styles><style:style style:name="seen" style:family="table"><style:table-properties table:display="true"/></style:style><style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style><style:style style:name="wide" style:family="table-column"><style:table-column-properties style:column-width="4.5cm"/></style:style><number:text-style style:name="n-text"><number:text-content/></number:text-style><number:number-style style:name="n-whole"><number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/></number:number-style><number:number-style style:name="n-year"><number:number number:decimal-places="0" number:min-integer-digits="1"/></number:number-style><number:date-style style:name="n-day"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style><style:style style:name="text" style:family="table-cell" style:data-style-name="n-text"/><style:style style:name="whole" style:family="table-cell" style:data-style-name="n-whole"/><style:style style:name="year" style:family="table-cell" style:data-style-name="n-year"/><style:style style:name="day" style:family="table-cell" style:data-style-name="n-day"/><style:style style:name="plain" style:family="table-cell"/><style:style style:name="head" style:family="table-cell"><style:table-cell-properties fo:background-color="#e4e8e2" fo:wrap-option="wrap"/><style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>"##;
/// Rows below those that stand ready for which the lists hold, too.
const FURTHER_ROWS: usize = 1_000;

pub(super) fn write(content: &Content<'_>, to: &Path) -> Result<(), Error> {
    let mut target = Target::create(to)?;
    // The type of the file stands first and uncompressed.
    target.put_stored("mimetype", TYPE)?;
    target.put(
        "META-INF/manifest.xml",
        &format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{TYPE}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#
        ),
    )?;
    let out = target.begin("content.xml")?;
    let mut head = String::new();
    let _ = write!(
        head,
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}>{STYLES}<office:body><office:spreadsheet>"#
    );
    validations(&mut head, content);
    out.write_all(head.as_bytes())?;
    form(out, content)?;
    if content.shows_last() {
        last(out, content)?;
    }
    help(out, content)?;
    lists(out, content)?;
    words(out, mark::SHEET, &content.mark.rows())?;
    out.write_all(b"</office:spreadsheet></office:body></office:document-content>")?;
    target.close()
}

fn validations(text: &mut String, content: &Content<'_>) {
    let listed = content.choices.iter().enumerate();
    let listed: Vec<_> = listed
        .filter(|(_, choices)| !choices.values.is_empty())
        .collect();
    if listed.is_empty() {
        return;
    }
    text.push_str("<table:content-validations>");
    for (place, (index, choices)) in (0..).zip(listed) {
        let letter = letters(place);
        let _ = write!(
            text,
            r#"<table:content-validation table:name="list{index}" table:condition="of:cell-content-is-in-list([${sheet}.${letter}$1:.${letter}${last}])" table:allow-empty-cell="true" table:base-cell-address="${data}.{own}2"><table:error-message table:message-type="{weight}" table:display="true"><text:p>{refusal}</text:p></table:error-message></table:content-validation>"#,
            sheet = lists::SHEET,
            last = choices.values.len(),
            data = escape(&content.mark.sheet),
            own = letters(u32::try_from(index).unwrap_or(0)),
            weight = if choices.is_closed { "stop" } else { "warning" },
            refusal = escape(&content.words.refusal),
        );
    }
    text.push_str("</table:content-validations>");
}

fn begin(out: &mut impl Write, name: &str, is_hidden: bool) -> Result<(), Error> {
    let style = if is_hidden { "hidden" } else { "seen" };
    let name = escape(name);
    let tag = format!(r#"<table:table table:name="{name}" table:style-name="{style}">"#);
    Ok(out.write_all(tag.as_bytes())?)
}

fn form(out: &mut impl Write, content: &Content<'_>) -> Result<(), Error> {
    begin(out, &content.mark.sheet, false)?;
    columns(out, content)?;
    let mut row = "<table:table-row>".to_owned();
    for (column, comment) in content.mark.columns.iter().zip(&content.words.comments) {
        let _ = write!(
            row,
            r#"<table:table-cell table:style-name="head" office:value-type="string"><office:annotation><dc:creator>{}</dc:creator>{}</office:annotation>{}</table:table-cell>"#,
            escape(&content.words.author),
            paragraphs(comment),
            paragraphs(&column.title),
        );
    }
    row.push_str("</table:table-row>");
    out.write_all(row.as_bytes())?;
    let validated = |index: usize| {
        content
            .choices
            .get(index)
            .is_some_and(|c| !c.values.is_empty())
    };
    for cells in content.prepared() {
        out.write_all(line(content, &cells, &validated).as_bytes())?;
    }
    let empty = vec![Cell::Missing; content.mark.columns.len()];
    let further = line(content, &empty, &validated);
    let repeated = format!(r#"<table:table-row table:number-rows-repeated="{FURTHER_ROWS}">"#);
    let further = further.replacen("<table:table-row>", &repeated, 1);
    out.write_all(further.as_bytes())?;
    Ok(out.write_all(b"</table:table>")?)
}

fn columns(out: &mut impl Write, content: &Content<'_>) -> Result<(), Error> {
    for column in &content.mark.columns {
        let tag = format!(
            r#"<table:table-column table:style-name="wide" table:default-cell-style-name="{}"/>"#,
            style(column)
        );
        out.write_all(tag.as_bytes())?;
    }
    Ok(())
}

fn style(column: &MarkColumn) -> &'static str {
    match column.kind {
        ColumnKind::Integer => "whole",
        ColumnKind::Decimal | ColumnKind::Percent | ColumnKind::Money => "plain",
        ColumnKind::Date => "day",
        ColumnKind::Year => "year",
        ColumnKind::Text
        | ColumnKind::Boolean
        | ColumnKind::Period
        | ColumnKind::Time
        | ColumnKind::Sex
        | ColumnKind::Code
        | ColumnKind::RegionCode
        | ColumnKind::RegionName => "text",
    }
}

fn line(content: &Content<'_>, cells: &[Cell], validated: &dyn Fn(usize) -> bool) -> String {
    let mut text = "<table:table-row>".to_owned();
    for (index, (column, cell)) in content.mark.columns.iter().zip(cells).enumerate() {
        let _ = write!(
            text,
            r#"<table:table-cell table:style-name="{}""#,
            style(column)
        );
        if validated(index) {
            let _ = write!(text, r#" table:content-validation-name="list{index}""#);
        }
        let _ = match content.held(cell) {
            Held::Nothing => write!(text, "/>"),
            Held::Text(words) => write!(
                text,
                r#" office:value-type="string">{}</table:table-cell>"#,
                paragraphs(&words)
            ),
            Held::Number(number) => write!(
                text,
                r#" office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>"#
            ),
            Held::Date(date) => write!(
                text,
                r#" office:value-type="date" office:date-value="{date}"><text:p>{date}</text:p></table:table-cell>"#
            ),
        };
    }
    text.push_str("</table:table-row>");
    text
}

fn paragraphs(words: &str) -> String {
    let lines = words
        .lines()
        .map(|line| format!("<text:p>{}</text:p>", escape(line)));
    lines.collect()
}

fn last(out: &mut impl Write, content: &Content<'_>) -> Result<(), Error> {
    begin(out, &content.words.last, false)?;
    columns(out, content)?;
    let heads = content
        .mark
        .columns
        .iter()
        .map(|column| column.title.clone());
    out.write_all(row_of_words(&heads.collect::<Vec<_>>(), "head").as_bytes())?;
    for cells in &content.rows {
        out.write_all(line(content, cells, &|_| false).as_bytes())?;
    }
    Ok(out.write_all(b"</table:table>")?)
}

fn help(out: &mut impl Write, content: &Content<'_>) -> Result<(), Error> {
    begin(out, &content.words.help, false)?;
    out.write_all(
        br#"<table:table-column table:style-name="wide" table:number-columns-repeated="4"/>"#,
    )?;
    let (sentences, columns) = content.help();
    for (index, sentence) in sentences.into_iter().enumerate() {
        let style = if index == 0 { "head" } else { "plain" };
        out.write_all(row_of_words(&[sentence.to_owned()], style).as_bytes())?;
    }
    out.write_all(b"<table:table-row><table:table-cell/></table:table-row>")?;
    for (index, line) in columns.into_iter().enumerate() {
        let style = if index == 0 { "head" } else { "text" };
        out.write_all(row_of_words(&line.map(str::to_owned), style).as_bytes())?;
    }
    Ok(out.write_all(b"</table:table>")?)
}

fn lists(out: &mut impl Write, content: &Content<'_>) -> Result<(), Error> {
    let filled: Vec<&[String]> = content
        .choices
        .iter()
        .map(|choices| choices.values.as_slice())
        .filter(|values| !values.is_empty())
        .collect();
    let height = filled.iter().map(|values| values.len()).max().unwrap_or(0);
    let row = |index: usize| {
        let cells = filled
            .iter()
            .map(|values| values.get(index).cloned().unwrap_or_default());
        cells.collect()
    };
    let rows: Vec<Vec<String>> = (0..height).map(row).collect();
    words(out, lists::SHEET, &rows)
}

// A hidden sheet of words.
fn words(out: &mut impl Write, name: &str, rows: &[Vec<String>]) -> Result<(), Error> {
    begin(out, name, true)?;
    out.write_all(b"<table:table-column/>")?;
    if rows.is_empty() {
        out.write_all(b"<table:table-row><table:table-cell/></table:table-row>")?;
    }
    for row in rows {
        out.write_all(row_of_words(row, "text").as_bytes())?;
    }
    Ok(out.write_all(b"</table:table>")?)
}

fn row_of_words(cells: &[String], style: &str) -> String {
    let mut text = "<table:table-row>".to_owned();
    for cell in cells {
        let _ = if cell.is_empty() {
            write!(text, "<table:table-cell/>")
        } else {
            write!(
                text,
                r#"<table:table-cell table:style-name="{style}" office:value-type="string">{}</table:table-cell>"#,
                paragraphs(cell)
            )
        };
    }
    text.push_str("</table:table-row>");
    text
}
