//! A worksheet: streamed from the old archive into the new one, with other styles on the marked cells.

use super::super::Error;
use super::super::marks::Marks;
use super::super::place::{Area, Place, letters};
use super::super::xml;
use super::package::Flavour;
use super::styles::Styles;
use crate::inspection::Level;
use quick_xml::Writer;
use quick_xml::events::{BytesStart, BytesText, Event};
use std::collections::VecDeque;
use std::io::{BufRead, Write};

/// Elements that stand behind the reference to the drawing of comments (ECMA-376, part 1, 18.3.1.99).
const BEHIND_DRAWING: [&str; 8] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// What must be known of a sheet before it is rewritten.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Merged ranges.
    pub(super) merged: Vec<Area>,
    /// The relation of the drawing of its comments.
    pub(super) drawing: Option<String>,
}

/// Looks through a sheet for merged ranges and the drawing of comments.
pub(super) fn facts(source: impl BufRead) -> Result<Facts, Error> {
    let mut reader = xml::reader(source);
    let mut facts = Facts::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Eof => return Ok(facts),
            Event::Start(element) | Event::Empty(element) => match xml::local(&element) {
                "mergeCell" => {
                    let area = xml::attribute(&element, "ref");
                    facts
                        .merged
                        .extend(area.and_then(|text| Area::parse(&text)));
                }
                "legacyDrawing" => facts.drawing = xml::attribute(&element, "id"),
                _ => {}
            },
            _ => {}
        }
    }
}

/// Copies a sheet, its marked cells in the colours of their levels; `drawing` is the relation to refer to.
pub(super) fn rewrite(
    source: impl BufRead,
    target: impl Write,
    marks: &Marks,
    styles: &mut Styles,
    drawing: Option<(&str, Flavour)>,
) -> Result<(), Error> {
    let mut reader = xml::reader(source);
    let mut rewriter = Rewriter {
        out: Writer::new(target),
        pending: marks
            .iter()
            .map(|(place, mark)| (*place, mark.level))
            .collect(),
        styles,
        drawing,
        prefix: String::new(),
        columns: Vec::new(),
        depth: 0,
        in_data: false,
        next_row: 0,
        row: None,
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Eof => break,
            event => rewriter.event(event)?,
        }
    }
    if rewriter.pending.is_empty() && rewriter.drawing.is_none() {
        Ok(())
    } else {
        Err(Error::broken("the sheet has no rows to mark"))
    }
}

struct Rewriter<'a, W: Write> {
    out: Writer<W>,
    /// Marks that are still to come.
    pending: VecDeque<(Place, Level)>,
    styles: &'a mut Styles,
    drawing: Option<(&'a str, Flavour)>,
    prefix: String,
    /// First and last column with their style.
    columns: Vec<(u32, u32, u32)>,
    depth: usize,
    in_data: bool,
    next_row: u32,
    row: Option<Row>,
}

/// The row that is being written.
struct Row {
    number: u32,
    next_column: u32,
    style: Option<u32>,
}

impl<W: Write> Rewriter<'_, W> {
    fn event(&mut self, event: Event<'_>) -> Result<(), Error> {
        match event {
            Event::Start(element) => {
                let depth = self.depth;
                self.depth += 1;
                self.start(element, depth)
            }
            Event::Empty(element) => self.empty(element),
            Event::End(element) => {
                self.depth = self.depth.saturating_sub(1);
                match self.depth {
                    2 if self.in_data => self.end_row()?,
                    1 if self.in_data => {
                        self.rows_before(u32::MAX)?;
                        self.in_data = false;
                    }
                    0 => self.refer_to_drawing()?,
                    _ => {}
                }
                Ok(self.out.write_event(Event::End(element))?)
            }
            other => Ok(self.out.write_event(other)?),
        }
    }

    fn start(&mut self, element: BytesStart<'_>, depth: usize) -> Result<(), Error> {
        let name = xml::local(&element);
        match (depth, name) {
            (0, _) => self.prefix = xml::prefix(&element),
            (1, "sheetData") => self.in_data = true,
            (1, "legacyDrawing") => self.drawing = None,
            (1, name) if BEHIND_DRAWING.contains(&name) => self.refer_to_drawing()?,
            (2, "row") if self.in_data => return self.start_row(element),
            (3, "c") if self.in_data => {
                let element = self.cell(element)?;
                return Ok(self.out.write_event(Event::Start(element))?);
            }
            _ => {}
        }
        Ok(self.out.write_event(Event::Start(element))?)
    }

    fn empty(&mut self, element: BytesStart<'_>) -> Result<(), Error> {
        let name = xml::local(&element);
        match (self.depth, name) {
            (1, "sheetData") if !self.pending.is_empty() => {
                let opened = own(element.trim_end());
                let end = opened.to_end().into_owned();
                self.out.write_event(Event::Start(opened))?;
                self.rows_before(u32::MAX)?;
                return Ok(self.out.write_event(Event::End(end))?);
            }
            (1, "legacyDrawing") => self.drawing = None,
            (1, name) if BEHIND_DRAWING.contains(&name) => self.refer_to_drawing()?,
            (2, "col") => self.column(&element),
            (2, "row") if self.in_data => return self.empty_row(element),
            (3, "c") if self.in_data => {
                let element = self.cell(element)?;
                return Ok(self.out.write_event(Event::Empty(element))?);
            }
            _ => {}
        }
        Ok(self.out.write_event(Event::Empty(element))?)
    }

    fn column(&mut self, element: &BytesStart<'_>) {
        let get = |name| xml::number(element, name);
        if let (Some(first), Some(last), Some(style)) = (get("min"), get("max"), get("style")) {
            self.columns
                .push((first.saturating_sub(1), last.saturating_sub(1), style));
        }
    }

    fn start_row(&mut self, element: BytesStart<'_>) -> Result<(), Error> {
        let element = self.open_row(element)?;
        Ok(self.out.write_event(Event::Start(element))?)
    }

    fn empty_row(&mut self, element: BytesStart<'_>) -> Result<(), Error> {
        let element = self.open_row(element)?;
        let has_marks = (self.pending.front())
            .zip(self.row.as_ref())
            .is_some_and(|((place, _), row)| place.row == row.number);
        if !has_marks {
            self.row = None;
            return Ok(self.out.write_event(Event::Empty(element))?);
        }
        let opened = own(element.trim_end());
        let end = opened.to_end().into_owned();
        self.out.write_event(Event::Start(opened))?;
        self.end_row()?;
        Ok(self.out.write_event(Event::End(end))?)
    }

    // Writes the rows that are missing before this one, and widens its span where marks lie beyond it.
    fn open_row(&mut self, element: BytesStart<'_>) -> Result<BytesStart<'static>, Error> {
        let number = xml::number(&element, "r").map_or(self.next_row, |r| r.saturating_sub(1));
        self.rows_before(number)?;
        self.next_row = number.saturating_add(1);
        let has_style = xml::attribute(&element, "customFormat")
            .is_some_and(|flag| matches!(flag.as_str(), "1" | "true"));
        self.row = Some(Row {
            number,
            next_column: 0,
            style: xml::number(&element, "s").filter(|_| has_style),
        });
        let columns = self
            .pending
            .iter()
            .map_while(|(place, _)| (place.row == number).then_some(place.column + 1));
        let (least, most) = columns.fold((u32::MAX, 0), |(least, most), column| {
            (least.min(column), most.max(column))
        });
        let span = xml::attribute(&element, "spans");
        let span = span.as_deref().and_then(|span| span.split_once(':'));
        let span = span.and_then(|(first, last)| first.parse().ok().zip(last.parse().ok()));
        Ok(match span {
            Some((first, last)) if most > 0 && (least < first || most > last) => {
                let wide = format!("{}:{}", least.min(first), most.max(last));
                own(&xml::with_attribute(&element, "spans", &wide))
            }
            _ => element.into_owned(),
        })
    }

    fn end_row(&mut self) -> Result<(), Error> {
        self.cells_before(u32::MAX)?;
        self.row = None;
        Ok(())
    }

    // Rows that the sheet has not, for marks on empty cells.
    fn rows_before(&mut self, number: u32) -> Result<(), Error> {
        while let Some((place, _)) = self.pending.front().copied() {
            if place.row >= number {
                break;
            }
            let row = place.row;
            self.row = Some(Row {
                number: row,
                next_column: 0,
                style: None,
            });
            let prefix = self.prefix.clone();
            self.raw(&format!("<{prefix}row r=\"{}\">", row + 1))?;
            self.end_row()?;
            self.raw(&format!("</{prefix}row>"))?;
        }
        Ok(())
    }

    // Cells of the open row that it has not, left of `column`.
    fn cells_before(&mut self, column: u32) -> Result<(), Error> {
        let Some(row) = &self.row else { return Ok(()) };
        let (number, row_style) = (row.number, row.style);
        while let Some((place, level)) = self.pending.front().copied() {
            if place.row != number || place.column >= column {
                break;
            }
            self.pending.pop_front();
            let of_column = || {
                let fits =
                    |(first, last, _): &&(u32, u32, u32)| (*first..=*last).contains(&place.column);
                self.columns.iter().find(fits).map(|(_, _, style)| *style)
            };
            let base = row_style.or_else(of_column).unwrap_or(0);
            let style = self.styles.marked(base, level);
            let cell = format!(
                "<{}c r=\"{}{}\" s=\"{style}\"/>",
                self.prefix,
                letters(place.column),
                place.row + 1
            );
            self.raw(&cell)?;
        }
        Ok(())
    }

    fn cell(&mut self, element: BytesStart<'_>) -> Result<BytesStart<'static>, Error> {
        let Some(row) = &mut self.row else {
            return Ok(element.into_owned());
        };
        let written = xml::attribute(&element, "r").and_then(|text| Place::parse(&text));
        let column = written.map_or(row.next_column, |place| place.column);
        row.next_column = column.saturating_add(1);
        let place = Place {
            row: row.number,
            column,
        };
        self.cells_before(column)?;
        match self.pending.front().copied() {
            Some((marked, level)) if marked == place => {
                self.pending.pop_front();
                let base = xml::number(&element, "s").unwrap_or(0);
                let style = self.styles.marked(base, level);
                Ok(own(&xml::with_attribute(&element, "s", &style.to_string())))
            }
            _ => Ok(element.into_owned()),
        }
    }

    fn refer_to_drawing(&mut self) -> Result<(), Error> {
        let Some((id, flavour)) = self.drawing.take() else {
            return Ok(());
        };
        let line = format!(
            "<{}legacyDrawing xmlns:r=\"{}\" r:id=\"{id}\"/>",
            self.prefix,
            flavour.relations()
        );
        self.raw(&line)
    }

    fn raw(&mut self, text: &str) -> Result<(), Error> {
        let text = BytesText::from_escaped(text);
        Ok(self.out.write_event(Event::Text(text))?)
    }
}

fn own(tag: &str) -> BytesStart<'static> {
    let name = tag.find(char::is_whitespace).unwrap_or(tag.len());
    BytesStart::from_content(tag.to_owned(), name)
}

#[cfg(test)]
mod tests {
    use super::super::super::marks::Mark;
    use super::*;

    fn rewritten(sheet: &str, marked: &[&str]) -> String {
        let mut styles = Styles::plain("x").unwrap();
        let mark = Mark {
            level: Level::Warning,
            comment: String::new(),
        };
        let marks = marked
            .iter()
            .map(|address| (Place::parse(address).unwrap(), mark.clone()))
            .collect();
        let mut out = Vec::new();
        rewrite(sheet.as_bytes(), &mut out, &marks, &mut styles, None).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn without_marks_every_byte_stays() {
        let sheet = "<?xml version=\"1.0\"?>\r\n<worksheet xmlns=\"x\" ><!-- a --><sheetData ><row r='1'  ><c r=\"A1\" t=\"s\"><v>0</v></c ><c r=\"B1\"><f>A1&amp;\"&lt;\"</f></c></row></sheetData ><extLst><![CDATA[<]]></extLst></worksheet>\n";
        assert_eq!(rewritten(sheet, &[]), sheet);
    }

    #[test]
    fn marked_cells_get_a_style_and_missing_ones_are_made() {
        let sheet = "<worksheet><cols><col min=\"2\" max=\"3\" style=\"0\"/></cols><sheetData><row r=\"2\" spans=\"1:3\"><c r=\"A2\"><v>1</v></c><c r=\"C2\" s=\"0\"/></row><row r=\"4\"/></sheetData></worksheet>";
        let text = rewritten(sheet, &["B1", "A2", "B2", "C2", "E2", "B4", "A9"]);
        let data = text.split_once("<sheetData>").unwrap().1;
        assert_eq!(
            data,
            "<row r=\"1\"><c r=\"B1\" s=\"1\"/></row><row r=\"2\" spans=\"1:5\"><c r=\"A2\" s=\"1\"><v>1</v></c><c r=\"B2\" s=\"1\"/><c r=\"C2\" s=\"1\"/><c r=\"E2\" s=\"1\"/></row><row r=\"4\"><c r=\"B4\" s=\"1\"/></row><row r=\"9\"><c r=\"A9\" s=\"1\"/></row></sheetData></worksheet>"
        );
    }

    #[test]
    fn rows_and_cells_without_numbers_are_counted() {
        let sheet = "<x:worksheet><x:sheetData><x:row><x:c/><x:c><x:v>2</x:v></x:c></x:row><x:row><x:c/></x:row></x:sheetData></x:worksheet>";
        let text = rewritten(sheet, &["B1", "A2", "A3"]);
        assert!(text.contains("<x:c/><x:c s=\"1\"><x:v>2</x:v></x:c></x:row><x:row><x:c s=\"1\"/></x:row><x:row r=\"3\"><x:c r=\"A3\" s=\"1\"/></x:row></x:sheetData>"), "{text}");
    }

    #[test]
    fn the_drawing_is_named_at_its_place() {
        let sheet = "<worksheet><sheetData/><pageMargins/><tableParts/></worksheet>";
        let mut styles = Styles::plain("x").unwrap();
        let mut out = Vec::new();
        let drawing = Some(("rId9", Flavour::Transitional));
        rewrite(
            sheet.as_bytes(),
            &mut out,
            &Marks::new(),
            &mut styles,
            drawing,
        )
        .unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(
            text.contains("<pageMargins/><legacyDrawing xmlns:r="),
            "{text}"
        );
        assert!(text.contains("r:id=\"rId9\"/><tableParts/>"), "{text}");
    }
}
