//! What must be known of the content before it is rewritten: styles, merged ranges, what marked cells look like.

use super::super::Error;
use super::super::marks::{Annotations, Marks};
use super::super::place::{Area, Place};
use super::super::xml;
use quick_xml::Writer;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::BufRead;

/// A table of the spreadsheet.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) merged: Vec<Area>,
    /// The style of each marked cell, and of the corner of the range that covers it.
    pub(super) styles: BTreeMap<Place, String>,
}

/// The facts of a spreadsheet.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) tables: Vec<Table>,
    /// Automatic styles of cells, by name, as written.
    pub(super) styles: BTreeMap<String, String>,
    /// A beginning that no name of a style has.
    pub(super) stem: String,
    pub(super) has_automatic: bool,
}

/// Whether rows are counted inside of this element.
pub(super) fn holds_rows(name: &str) -> bool {
    matches!(name, "table-header-rows" | "table-rows" | "table-row-group")
}

/// How often a row or cell stands there.
pub(super) fn repeated(element: &BytesStart<'_>, attribute: &str) -> u32 {
    xml::number(element, attribute).unwrap_or(1).max(1)
}

/// Looks through the content.
pub(super) fn read(source: impl BufRead, annotations: &Annotations) -> Result<Facts, Error> {
    let mut reader = xml::reader(source);
    let mut scan = Scan::new(annotations);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Eof => break,
            event => scan.event(&event)?,
        }
    }
    let mut stem = "lumbung".to_owned();
    while scan.names.iter().any(|name| name.starts_with(&stem)) {
        stem.push('x');
    }
    scan.facts.stem = stem;
    Ok(scan.facts)
}

struct Scan<'a> {
    annotations: &'a Annotations,
    facts: Facts,
    names: Vec<String>,
    path: Vec<String>,
    /// The style that is being copied: its name, the depth of its element, its text.
    style: Option<(String, usize, Writer<Vec<u8>>)>,
    marks: Marks,
    columns: Vec<(u32, u32, String)>,
    next_column: u32,
    rows: std::ops::Range<u32>,
    row_style: Option<String>,
    row_marks: Vec<Place>,
    cell: u32,
}

impl<'a> Scan<'a> {
    fn new(annotations: &'a Annotations) -> Self {
        Self {
            annotations,
            facts: Facts::default(),
            names: Vec::new(),
            path: Vec::new(),
            style: None,
            marks: Marks::new(),
            columns: Vec::new(),
            next_column: 0,
            rows: 0..0,
            row_style: None,
            row_marks: Vec::new(),
            cell: 0,
        }
    }

    fn event(&mut self, event: &Event<'_>) -> Result<(), Error> {
        match event {
            Event::Start(element) => {
                self.element(element);
                self.path.push(xml::local(element).to_owned());
            }
            Event::Empty(element) => self.element(element),
            Event::End(_) => drop(self.path.pop()),
            _ => {}
        }
        let depth = self.path.len();
        let mut is_done = false;
        if let Some((_, start, text)) = &mut self.style {
            text.write_event(event.borrow())?;
            is_done = depth <= *start;
        }
        if is_done && let Some((name, _, text)) = self.style.take() {
            let text = String::from_utf8_lossy(&text.into_inner()).into_owned();
            self.facts.styles.insert(name, text);
        }
        Ok(())
    }

    fn element(&mut self, element: &BytesStart<'_>) {
        let name = xml::local(element);
        let parent = self.path.last().map(String::as_str).unwrap_or_default();
        match (name, parent) {
            ("automatic-styles", _) => self.facts.has_automatic = true,
            ("style", "automatic-styles") => self.begin_style(element),
            ("table", "spreadsheet") => self.begin_table(element),
            ("table-column", _) if self.is_own() => self.column(element),
            ("table-row", _) if self.is_own() => self.row(element),
            ("table-cell" | "covered-table-cell", "table-row") if self.is_own() => {
                self.cell(element);
            }
            _ => {}
        }
    }

    // Whether the open elements are those of one table of the spreadsheet, not of a table within a cell.
    fn is_own(&self) -> bool {
        self.path.iter().filter(|name| *name == "table").count() == 1
            && !self.path.iter().any(|name| name == "tracked-changes")
    }

    fn begin_style(&mut self, element: &BytesStart<'_>) {
        let name = xml::attribute(element, "name").unwrap_or_default();
        self.names.push(name.clone());
        if xml::attribute(element, "family").as_deref() == Some("table-cell") {
            self.style = Some((name, self.path.len(), Writer::new(Vec::new())));
        }
    }

    fn begin_table(&mut self, element: &BytesStart<'_>) {
        let name = xml::attribute(element, "name").unwrap_or_default();
        self.marks = self.annotations.of_sheet(&name);
        self.columns.clear();
        self.next_column = 0;
        self.rows = 0..0;
        self.facts.tables.push(Table {
            name,
            ..Table::default()
        });
    }

    fn column(&mut self, element: &BytesStart<'_>) {
        let last = self
            .next_column
            .saturating_add(repeated(element, "number-columns-repeated"));
        if let Some(style) = xml::attribute(element, "default-cell-style-name") {
            self.columns.push((self.next_column, last, style));
        }
        self.next_column = last;
    }

    fn row(&mut self, element: &BytesStart<'_>) {
        let first = self.rows.end;
        self.rows = first..first.saturating_add(repeated(element, "number-rows-repeated"));
        self.row_style = xml::attribute(element, "default-cell-style-name");
        self.row_marks = between(&self.marks, self.rows.clone());
        self.cell = 0;
    }

    fn cell(&mut self, element: &BytesStart<'_>) {
        let first = self.cell;
        let last = first.saturating_add(repeated(element, "number-columns-repeated"));
        self.cell = last;
        let is_spanned = element.contains("-spanned");
        if self.row_marks.is_empty() && !is_spanned {
            return;
        }
        let columns = first..last;
        let marked = self.row_marks.iter();
        let mut places: Vec<Place> = marked
            .filter(|place| columns.contains(&place.column))
            .copied()
            .collect();
        if let Some(area) = is_spanned.then(|| self.covering(element, first)).flatten() {
            places.push(area.first);
            if let Some(table) = self.facts.tables.last_mut() {
                table.merged.push(area);
            }
        }
        let own = xml::attribute(element, "style-name").or_else(|| self.row_style.clone());
        for place in places {
            let style = own.clone().or_else(|| self.of_column(place.column));
            if let (Some(style), Some(table)) = (style, self.facts.tables.last_mut()) {
                table.styles.insert(place, style);
            }
        }
    }

    fn of_column(&self, column: u32) -> Option<String> {
        let mut columns = self.columns.iter();
        let found = columns.find(|(first, last, _)| (*first..*last).contains(&column));
        found.map(|(_, _, style)| style.clone())
    }

    // The range that a cell covers, when there are marks in it.
    fn covering(&self, element: &BytesStart<'_>, column: u32) -> Option<Area> {
        let first = Place {
            row: self.rows.start,
            column,
        };
        let rows = repeated(element, "number-rows-spanned");
        let columns = repeated(element, "number-columns-spanned");
        let last = Place {
            row: first.row.saturating_add(rows - 1),
            column: first.column.saturating_add(columns - 1),
        };
        let area = Area { first, last };
        between(&self.marks, first.row..last.row.saturating_add(1))
            .into_iter()
            .any(|place| area.contains(place))
            .then_some(area)
    }
}

// The marked places of some rows.
fn between(marks: &Marks, rows: std::ops::Range<u32>) -> Vec<Place> {
    let at = |row| Place { row, column: 0 };
    let places = marks.range(at(rows.start)..at(rows.end));
    places.map(|(place, _)| *place).collect()
}
