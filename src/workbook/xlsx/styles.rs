//! The style sheet: for each marked cell a copy of its own style with a fill, appended so that old numbers stay.

use super::super::Error;
use super::super::marks::colour;
use super::super::xml::{self, Edits};
use crate::inspection::Level;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::ops::Range;

const LEVELS: [Level; 3] = [Level::Blocking, Level::Warning, Level::Info];

/// The style sheet of a workbook, with what is appended to it.
pub(super) struct Styles {
    text: String,
    fonts: List,
    fills: List,
    formats: List,
    added: Vec<String>,
    marked: BTreeMap<(u32, Level), u32>,
}

/// A list of the style sheet: where it begins, where it ends, and its members.
#[derive(Debug, Default, Clone)]
struct List {
    start: Range<usize>,
    end: usize,
    prefix: String,
    members: Vec<Range<usize>>,
}

/// The looks of the sheet of corrections.
#[derive(Debug, Clone, Copy)]
pub(super) enum Look {
    Title,
    Head,
    Text,
    Link,
    Level(Level),
}

impl Styles {
    /// Reads a style sheet.
    ///
    /// Errors: [`Error::Broken`] when it has no fonts, fills or formats of cells to add to.
    pub(super) fn read(text: String) -> Result<Self, Error> {
        let [fonts, fills, formats] = lists(&text)?;
        Ok(Self {
            text,
            fonts,
            fills,
            formats,
            added: Vec::new(),
            marked: BTreeMap::new(),
        })
    }

    /// The style sheet of a workbook that has none.
    pub(super) fn plain(namespace: &str) -> Result<Self, Error> {
        Self::read(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet xmlns=\"{namespace}\">\
             <fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
             <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
             <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
             <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
             <cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs></styleSheet>"
        ))
    }

    /// The number of the style that looks like `base` with the colour of a level.
    pub(super) fn marked(&mut self, base: u32, level: Level) -> u32 {
        if let Some(known) = self.marked.get(&(base, level)) {
            return *known;
        }
        let fill = index(self.fills.members.len()) + fill_offset(level);
        let raw = self
            .formats
            .members
            .get(base as usize)
            .or(self.formats.members.first())
            .and_then(|range| self.text.get(range.clone()))
            .unwrap_or_default();
        let format = filled(raw, fill, &self.formats.prefix);
        let number = self.add(format);
        self.marked.insert((base, level), number);
        number
    }

    /// The number of a style of the sheet of corrections.
    pub(super) fn look(&mut self, look: Look) -> u32 {
        let fonts = index(self.fonts.members.len());
        let fills = index(self.fills.members.len());
        let (font, fill) = match look {
            Look::Title => (fonts, 0),
            Look::Head => (fonts, fills + 3),
            Look::Text => (0, 0),
            Look::Link => (fonts + 1, 0),
            Look::Level(level) => (0, fills + fill_offset(level)),
        };
        let wrap = u8::from(!matches!(look, Look::Title));
        let prefix = &self.formats.prefix;
        let format = format!(
            "<{prefix}xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" applyAlignment=\"1\">\
             <{prefix}alignment vertical=\"top\" wrapText=\"{wrap}\"/></{prefix}xf>"
        );
        self.add(format)
    }

    fn add(&mut self, format: String) -> u32 {
        if let Some(known) = self.added.iter().position(|added| *added == format) {
            return index(self.formats.members.len() + known);
        }
        self.added.push(format);
        index(self.formats.members.len() + self.added.len() - 1)
    }

    /// The style sheet with everything that was asked for.
    pub(super) fn finish(self) -> String {
        let mut edits = Edits::new(&self.text);
        let fill = |colour: &str| {
            let prefix = &self.fills.prefix;
            format!(
                "<{prefix}fill><{prefix}patternFill patternType=\"solid\"><{prefix}fgColor rgb=\"FF{colour}\"/><{prefix}bgColor indexed=\"64\"/></{prefix}patternFill></{prefix}fill>"
            )
        };
        let mut fills: Vec<String> = LEVELS.iter().map(|level| fill(colour(*level))).collect();
        fills.push(fill("E4E8E2"));
        let prefix = &self.fonts.prefix;
        let fonts = vec![
            format!(
                "<{prefix}font><{prefix}b/><{prefix}sz val=\"11\"/><{prefix}name val=\"Calibri\"/></{prefix}font>"
            ),
            format!(
                "<{prefix}font><{prefix}u/><{prefix}sz val=\"11\"/><{prefix}color rgb=\"FF0B5CAD\"/><{prefix}name val=\"Calibri\"/></{prefix}font>"
            ),
        ];
        extend(&mut edits, &self.text, &self.fonts, &fonts);
        extend(&mut edits, &self.text, &self.fills, &fills);
        extend(&mut edits, &self.text, &self.formats, &self.added);
        edits.finish()
    }
}

fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

const fn fill_offset(level: Level) -> u32 {
    match level {
        Level::Blocking => 0,
        Level::Warning => 1,
        Level::Info => 2,
    }
}

// A format with another fill; `raw` is the whole element.
fn filled(raw: &str, fill: u32, prefix: &str) -> String {
    let Some((tag, rest)) = raw.strip_prefix('<').and_then(|raw| raw.split_once('>')) else {
        return format!(
            "<{prefix}xf numFmtId=\"0\" fontId=\"0\" fillId=\"{fill}\" borderId=\"0\" xfId=\"0\" applyFill=\"1\"/>"
        );
    };
    let (tag, slash) = tag.strip_suffix('/').map_or((tag, ""), |tag| (tag, "/"));
    let tag = xml::with_attribute(tag, "fillId", &fill.to_string());
    let tag = xml::with_attribute(&tag, "applyFill", "1");
    format!("<{tag}{slash}>{rest}")
}

fn extend(edits: &mut Edits<'_>, text: &str, list: &List, added: &[String]) {
    if added.is_empty() {
        return;
    }
    let count = list.members.len() + added.len();
    let tag = text.get(list.start.clone()).unwrap_or_default();
    let tag = tag.trim_start_matches('<').trim_end_matches('>');
    let tag = xml::with_attribute(tag, "count", &count.to_string());
    edits.replace(list.start.clone(), format!("<{tag}>"));
    edits.insert(list.end, added.concat());
}

// The lists of fonts, fills and formats of cells: elements right below the root.
fn lists(text: &str) -> Result<[List; 3], Error> {
    let names = ["fonts", "fills", "cellXfs"];
    let mut lists: [Option<List>; 3] = [None, None, None];
    let mut open: Option<usize> = None;
    let mut member = 0;
    xml::walk(text, |step| {
        match (&step.event, step.depth) {
            (Event::Start(element), 1) => {
                open = names.iter().position(|name| *name == xml::local(element));
                if let Some(list) = open.and_then(|open| lists.get_mut(open)) {
                    *list = Some(List {
                        start: step.range.clone(),
                        prefix: xml::prefix(element),
                        ..List::default()
                    });
                }
            }
            (Event::Start(_), 2) => member = step.range.start,
            (Event::Empty(_), 2) => push(&mut lists, open, step.range.clone()),
            (Event::End(_), 2) => push(&mut lists, open, member..step.range.end),
            (Event::End(_), 1) => {
                if let Some(Some(list)) = open.and_then(|open| lists.get_mut(open)) {
                    list.end = step.range.start;
                }
                open = None;
            }
            _ => {}
        }
        Ok(())
    })?;
    match lists {
        [Some(fonts), Some(fills), Some(formats)] => Ok([fonts, fills, formats]),
        _ => Err(Error::broken("the style sheet lacks a list")),
    }
}

fn push(lists: &mut [Option<List>; 3], open: Option<usize>, range: Range<usize>) {
    if let Some(Some(list)) = open.and_then(|open| lists.get_mut(open)) {
        list.members.push(range);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "<styleSheet xmlns=\"x\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"0.0\"/></numFmts><fonts count=\"1\"><font/></fonts><fills><fill/><fill/></fills><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf fillId=\"0\"/><xf numFmtId=\"164\" fillId=\"1\"><alignment wrapText=\"1\"/></xf></cellXfs><dxfs><dxf><fill/></dxf></dxfs></styleSheet>";

    #[test]
    fn a_marked_style_is_the_cells_own_with_a_fill() {
        let mut styles = Styles::read(SHEET.to_owned()).unwrap();
        assert_eq!(styles.marked(1, Level::Warning), 2);
        assert_eq!(styles.marked(0, Level::Blocking), 3);
        assert_eq!(styles.marked(1, Level::Warning), 2);
        let text = styles.finish();
        assert!(text.contains(
            "<xf numFmtId=\"164\" fillId=\"3\" applyFill=\"1\"><alignment wrapText=\"1\"/></xf>"
        ));
        assert!(text.contains("<xf fillId=\"2\" applyFill=\"1\"/></cellXfs>"));
        assert!(text.contains("<cellXfs count=\"4\">"));
        assert!(text.contains("<fills count=\"6\">"));
        assert!(text.contains("<cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"));
        assert!(text.ends_with("<dxfs><dxf><fill/></dxf></dxfs></styleSheet>"));
    }
}
