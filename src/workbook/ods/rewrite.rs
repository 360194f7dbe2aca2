//! The second going-through: the content is copied, with marks, styles and the sheet of corrections.

use super::super::Error;
use super::super::marks::{Annotations, Mark, Marks};
use super::super::place::Place;
use super::super::xml;
use super::corrections;
use super::facts::{Facts, holds_rows, repeated};
use super::row::{Marked, MarkedCells, Row, raw, start};
use super::styles::Added;
use quick_xml::Writer;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};

/// What is written where.
pub(super) struct Plan<'a> {
    author: &'a str,
    /// Style and mark of each marked cell, by table.
    cells: BTreeMap<usize, BTreeMap<Place, (String, &'a Mark)>>,
    styles: Added,
    corrections: String,
    tables: usize,
    has_automatic: bool,
}

impl<'a> Plan<'a> {
    /// Decides the styles of all marked cells.
    pub(super) fn new(
        annotations: &'a Annotations,
        facts: &Facts,
        marks: &'a BTreeMap<usize, Marks>,
    ) -> Self {
        let mut styles = Added::new(&facts.stem);
        let mut cells = BTreeMap::new();
        for (index, marks) in marks {
            let table = facts.tables.get(*index);
            let mut of_table = BTreeMap::new();
            for (place, mark) in marks {
                let base = table.and_then(|table| table.styles.get(place));
                let base = base.map(String::as_str);
                let style = styles.marked(base, mark.level, &facts.styles);
                of_table.insert(*place, (style, mark));
            }
            cells.insert(*index, of_table);
        }
        let names: Vec<String> = facts
            .tables
            .iter()
            .map(|table| table.name.clone())
            .collect();
        Self {
            author: &annotations.words.author,
            corrections: corrections::write(annotations, &styles, &names),
            cells,
            styles,
            tables: facts.tables.len(),
            has_automatic: facts.has_automatic,
        }
    }
}

/// Copies the content by plan.
pub(super) fn rewrite(
    source: impl BufRead,
    target: impl Write,
    plan: &Plan<'_>,
) -> Result<(), Error> {
    let mut reader = xml::reader(source);
    let mut rewriter = Rewriter {
        out: Writer::new(target),
        plan,
        path: Vec::new(),
        table: 0,
        next_row: 0,
        kept: None,
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Eof => return Ok(()),
            event => rewriter.event(event)?,
        }
    }
}

struct Rewriter<'a, W: Write> {
    out: Writer<W>,
    plan: &'a Plan<'a>,
    path: Vec<String>,
    /// Tables that have begun.
    table: usize,
    next_row: u32,
    /// A row with marks, read to its end before it is written, and the depth of its element.
    kept: Option<(Row, usize)>,
}

impl<'a, W: Write> Rewriter<'a, W> {
    fn event(&mut self, event: Event<'_>) -> Result<(), Error> {
        match event {
            Event::Start(element) => {
                let name = xml::local(&element).to_owned();
                let is_kept = self.kept.is_some();
                if !is_kept && self.begins_marked_row(&element) {
                    self.kept = Some((row(&element), self.path.len()));
                } else if is_kept {
                    self.keep(Event::Start(element).into_owned());
                } else {
                    self.before(&name)?;
                    self.begin(&element);
                    self.out.write_event(Event::Start(element))?;
                }
                self.path.push(name);
                Ok(())
            }
            Event::Empty(element) => self.empty(element),
            Event::End(element) => {
                let name = self.path.pop().unwrap_or_default();
                if let Some((_, depth)) = &self.kept {
                    if self.path.len() > *depth {
                        self.keep(Event::End(element).into_owned());
                        return Ok(());
                    }
                    return self.write_kept();
                }
                self.end(&name)?;
                self.out.write_event(Event::End(element))?;
                self.after(&name)
            }
            other => {
                if self.kept.is_some() {
                    self.keep(other.into_owned());
                    return Ok(());
                }
                Ok(self.out.write_event(other)?)
            }
        }
    }

    fn keep(&mut self, event: Event<'static>) {
        if let Some((row, _)) = &mut self.kept {
            row.events.push(event);
        }
    }

    fn empty(&mut self, element: BytesStart<'_>) -> Result<(), Error> {
        if self.kept.is_some() {
            self.keep(Event::Empty(element).into_owned());
            return Ok(());
        }
        let name = xml::local(&element).to_owned();
        if self.begins_marked_row(&element) {
            self.kept = Some((row(&element), self.path.len()));
            return self.write_kept();
        }
        self.before(&name)?;
        let is_styles = name == "automatic-styles" && self.parent() == "document-content";
        if is_styles {
            let tag = element.trim_end().to_owned();
            let end = xml::name(&element).to_owned();
            raw(
                &mut self.out,
                &format!("<{tag}>{}</{end}>", self.plan.styles.text()),
            )?;
            return Ok(());
        }
        self.begin(&element);
        self.out.write_event(Event::Empty(element))?;
        self.after(&name)
    }

    fn parent(&self) -> &str {
        self.path.last().map(String::as_str).unwrap_or_default()
    }

    // A list of styles that is missing stands before the body.
    fn before(&mut self, name: &str) -> Result<(), Error> {
        if name == "body" && self.parent() == "document-content" && !self.plan.has_automatic {
            let styles = format!(
                "<office:automatic-styles xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\">{}</office:automatic-styles>",
                self.plan.styles.text()
            );
            raw(&mut self.out, &styles)?;
        }
        Ok(())
    }

    fn begin(&mut self, element: &BytesStart<'_>) {
        match xml::local(element) {
            "table" if self.parent() == "spreadsheet" => {
                self.table += 1;
                self.next_row = 0;
            }
            "table-row" if self.is_row() => {
                self.next_row = self
                    .next_row
                    .saturating_add(repeated(element, "number-rows-repeated"));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Error> {
        match name {
            "automatic-styles" if self.parent() == "document-content" => {
                raw(&mut self.out, self.plan.styles.text())
            }
            "table" if self.parent() == "spreadsheet" => self.missing_rows(),
            _ => Ok(()),
        }
    }

    // The sheet of corrections is the last table.
    fn after(&mut self, name: &str) -> Result<(), Error> {
        let is_last =
            name == "table" && self.parent() == "spreadsheet" && self.table == self.plan.tables;
        if is_last {
            raw(&mut self.out, &self.plan.corrections)?;
        }
        Ok(())
    }

    // Whether a row here is one of the table's own: below it stand only groups of rows.
    fn is_row(&self) -> bool {
        let mut path = self.path.iter().rev().map(String::as_str);
        let table = path.find(|name| !holds_rows(name));
        table == Some("table") && path.next() == Some("spreadsheet")
    }

    fn cells(&self) -> Option<&'a BTreeMap<Place, (String, &'a Mark)>> {
        self.plan.cells.get(&self.table.checked_sub(1)?)
    }

    fn begins_marked_row(&self, element: &BytesStart<'_>) -> bool {
        if xml::local(element) != "table-row" || !self.is_row() {
            return false;
        }
        let count = repeated(element, "number-rows-repeated");
        let last = self.next_row.saturating_add(count);
        self.marked_rows(self.next_row, last).next().is_some()
    }

    // The marked rows in a range.
    fn marked_rows(&self, first: u32, last: u32) -> impl Iterator<Item = u32> + use<'a, W> {
        let at = |row| Place { row, column: 0 };
        let cells = self.cells().into_iter();
        let mut rows: Vec<u32> = cells
            .flat_map(|cells| cells.range(at(first)..at(last)).map(|(place, _)| place.row))
            .collect();
        rows.dedup();
        rows.into_iter()
    }

    fn marked_cells(&self, row: u32) -> MarkedCells<'a> {
        let at = |row| Place { row, column: 0 };
        let range = at(row)..at(row + 1);
        let cells = self.cells().into_iter();
        let author = self.plan.author;
        cells
            .flat_map(|cells| cells.range(range.clone()))
            .map(|(place, (style, mark))| {
                let style = style.clone();
                (
                    place.column,
                    Marked {
                        style,
                        mark,
                        author,
                    },
                )
            })
            .collect()
    }

    fn write_kept(&mut self) -> Result<(), Error> {
        let Some((row, _)) = self.kept.take() else {
            return Ok(());
        };
        let (first, last) = (self.next_row, self.next_row.saturating_add(row.count()));
        let mut next = first;
        for number in self.marked_rows(first, last) {
            if number > next {
                row.write_plain(&mut self.out, number - next)?;
            }
            let cells = self.marked_cells(number);
            row.write_marked(&mut self.out, &cells)?;
            next = number + 1;
        }
        if last > next {
            row.write_plain(&mut self.out, last - next)?;
        }
        self.next_row = last;
        Ok(())
    }

    // Rows that the table has not, for marks on empty cells.
    fn missing_rows(&mut self) -> Result<(), Error> {
        let tag = "table:table-row xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"";
        let row = Row {
            tag: tag.to_owned(),
            events: vec![Event::Empty(start("table:table-cell"))],
        };
        for number in self.marked_rows(self.next_row, u32::MAX) {
            if number > self.next_row {
                row.write_plain(&mut self.out, number - self.next_row)?;
            }
            let cells = self.marked_cells(number);
            row.write_marked(&mut self.out, &cells)?;
            self.next_row = number + 1;
        }
        Ok(())
    }
}

fn row(element: &BytesStart<'_>) -> Row {
    Row {
        tag: element.trim_end().to_owned(),
        events: Vec::new(),
    }
}
