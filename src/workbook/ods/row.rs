//! A row with marked cells: repeated rows and cells are split, so that one of them can look different.

use super::super::Error;
use super::super::marks::Mark;
use super::super::xml::{self, escape};
use super::facts::repeated;
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use std::collections::BTreeMap;
use std::io::Write;

/// The spaces of names that an annotation uses.
const SPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"";

/// What a marked cell becomes.
#[derive(Debug, Clone)]
pub(super) struct Marked<'a> {
    pub(super) style: String,
    pub(super) mark: &'a Mark,
    pub(super) author: &'a str,
}

/// The marked cells of one row, by column.
pub(super) type MarkedCells<'a> = BTreeMap<u32, Marked<'a>>;

/// A row that was read whole: its own tag and what is in it.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) tag: String,
    pub(super) events: Vec<Event<'static>>,
}

impl Row {
    /// How many rows it stands for.
    pub(super) fn count(&self) -> u32 {
        repeated(&start(&self.tag), "number-rows-repeated")
    }

    /// Writes it as so many rows without marks.
    pub(super) fn write_plain<W: Write>(
        &self,
        out: &mut Writer<W>,
        count: u32,
    ) -> Result<(), Error> {
        self.open(out, count)?;
        for event in &self.events {
            out.write_event(event.borrow())?;
        }
        self.close(out)
    }

    /// Writes it once with its marked cells.
    pub(super) fn write_marked<W: Write>(
        &self,
        out: &mut Writer<W>,
        cells: &MarkedCells<'_>,
    ) -> Result<(), Error> {
        self.open(out, 1)?;
        let mut column = 0;
        let mut rest = self.events.as_slice();
        while let Some((first, after)) = rest.split_first() {
            let is_cell = matches!(first, Event::Start(tag) | Event::Empty(tag)
                if matches!(xml::local(tag), "table-cell" | "covered-table-cell"));
            if !is_cell {
                out.write_event(first.borrow())?;
                rest = after;
                continue;
            }
            let (cell, after) = Cell::take(rest);
            column = cell.write(out, column, cells)?;
            rest = after;
        }
        missing_cells(out, column, cells)?;
        self.close(out)
    }

    fn open<W: Write>(&self, out: &mut Writer<W>, count: u32) -> Result<(), Error> {
        let tag = with_count(&self.tag, "table:number-rows-repeated", count);
        Ok(out.write_event(Event::Start(start(&tag)))?)
    }

    fn close<W: Write>(&self, out: &mut Writer<W>) -> Result<(), Error> {
        let tag = start(&self.tag);
        Ok(out.write_event(Event::End(BytesEnd::new(xml::name(&tag))))?)
    }
}

// Marked cells right of the last one that the row has.
fn missing_cells<W: Write>(
    out: &mut Writer<W>,
    mut column: u32,
    cells: &MarkedCells<'_>,
) -> Result<(), Error> {
    for (place, marked) in cells.range(column..) {
        if *place > column {
            let gap = place - column;
            raw(
                out,
                &format!("<table:table-cell {SPACES} table:number-columns-repeated=\"{gap}\"/>"),
            )?;
        }
        let cell = Cell {
            tag: format!("table:table-cell {SPACES}"),
            inside: &[],
        };
        cell.write_marked(out, marked)?;
        column = place + 1;
    }
    Ok(())
}

/// A cell of a row.
struct Cell<'a> {
    tag: String,
    inside: &'a [Event<'static>],
}

impl<'a> Cell<'a> {
    // The cell that the events begin with, and the events behind it.
    fn take(events: &'a [Event<'static>]) -> (Self, &'a [Event<'static>]) {
        let mut depth = 0_usize;
        let mut end = events.len();
        for (index, event) in events.iter().enumerate() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                end = index + 1;
                break;
            }
        }
        let (own, rest) = events.split_at(end);
        let tag = match own.first() {
            Some(Event::Start(tag) | Event::Empty(tag)) => tag.trim_end().to_owned(),
            _ => String::new(),
        };
        let inside = own.get(1..end.saturating_sub(1)).unwrap_or_default();
        (Self { tag, inside }, rest)
    }

    // Writes it, split where one of those that it stands for is marked; the answer is the next column.
    fn write<W: Write>(
        &self,
        out: &mut Writer<W>,
        first: u32,
        cells: &MarkedCells<'_>,
    ) -> Result<u32, Error> {
        let count = repeated(&start(&self.tag), "number-columns-repeated");
        let end = first.saturating_add(count);
        let mut column = first;
        for (place, marked) in cells.range(first..end) {
            self.write_plain(out, place - column)?;
            self.write_marked(out, marked)?;
            column = place + 1;
        }
        self.write_plain(out, end - column)?;
        Ok(end)
    }

    fn write_plain<W: Write>(&self, out: &mut Writer<W>, count: u32) -> Result<(), Error> {
        if count == 0 {
            return Ok(());
        }
        let tag = with_count(&self.tag, "table:number-columns-repeated", count);
        self.write_as(out, &tag, |out| {
            for event in self.inside {
                out.write_event(event.borrow())?;
            }
            Ok(())
        })
    }

    fn write_marked<W: Write>(
        &self,
        out: &mut Writer<W>,
        marked: &Marked<'_>,
    ) -> Result<(), Error> {
        let tag = with_count(&self.tag, "table:number-columns-repeated", 1);
        let tag = xml::with_attribute(&tag, "table:style-name", &marked.style);
        let words = paragraphs(&marked.mark.comment);
        let present = self.inside.iter().position(|event| {
            matches!(event, Event::End(tag) if tag.rsplit(':').next() == Some("annotation"))
        });
        raw(out, &format!("<{tag}>"))?;
        if present.is_none() {
            raw(
                out,
                &format!(
                    "<office:annotation {SPACES} office:display=\"false\"><dc:creator>{}</dc:creator>{words}</office:annotation>",
                    escape(marked.author)
                ),
            )?;
        }
        for (index, event) in self.inside.iter().enumerate() {
            if Some(index) == present {
                raw(out, &words)?;
            }
            out.write_event(event.borrow())?;
        }
        let name = start(&tag);
        Ok(out.write_event(Event::End(BytesEnd::new(xml::name(&name))))?)
    }

    fn write_as<W: Write>(
        &self,
        out: &mut Writer<W>,
        tag: &str,
        content: impl FnOnce(&mut Writer<W>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if self.inside.is_empty() {
            return Ok(out.write_event(Event::Empty(start(tag)))?);
        }
        out.write_event(Event::Start(start(tag)))?;
        content(out)?;
        let name = start(tag);
        Ok(out.write_event(Event::End(BytesEnd::new(xml::name(&name))))?)
    }
}

fn paragraphs(words: &str) -> String {
    let mut text = String::new();
    for line in words.lines().filter(|line| !line.is_empty()) {
        text.push_str("<text:p xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">");
        text.push_str(&escape(line));
        text.push_str("</text:p>");
    }
    text
}

// One needs no count.
fn with_count(tag: &str, attribute: &str, count: u32) -> String {
    if count == 1 {
        xml::without_attribute(tag, attribute)
    } else {
        xml::with_attribute(tag, attribute, &count.to_string())
    }
}

pub(super) fn start(tag: &str) -> BytesStart<'static> {
    let name = tag.find(char::is_whitespace).unwrap_or(tag.len());
    BytesStart::from_content(tag.to_owned(), name)
}

pub(super) fn raw<W: Write>(out: &mut Writer<W>, text: &str) -> Result<(), Error> {
    Ok(out.write_event(Event::Text(BytesText::from_escaped(text)))?)
}
