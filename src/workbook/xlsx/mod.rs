//! Annotated copies of Office Open XML workbooks (ECMA-376), edited in place.
//!
//! Touched are: the sheets with marked cells (the style numbers of those cells), the style sheet (appended to), their
//! comments and drawings, and the lists that name parts. All else is copied as it is compressed.

mod comments;
mod corrections;
mod hidden;
mod package;
mod sheet;
mod styles;

pub use hidden::hidden_columns;

use super::Error;
use super::archive::{Source, Target};
use super::marks::{Annotations, Marks, free_name, uncover};
use super::xml;
use package::{
    Flavour, Relation, add_relations, add_types, append, free_id, free_part, read_relations,
    relations_of,
};
use quick_xml::events::Event;
use std::path::Path;
use styles::Styles;

const SHEET_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
const STYLES_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
const COMMENTS_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";

/// A workbook that is being copied.
struct Book {
    source: Source,
    target: Target,
    flavour: Flavour,
    /// Names of all parts, new ones too.
    parts: Vec<String>,
    /// New parts with their content type.
    types: Vec<(String, &'static str)>,
    has_drawings: bool,
    next_shape: u32,
}

/// A sheet of the workbook.
struct SheetEntry {
    name: String,
    part: String,
}

/// The workbook's own part, and what it refers to.
struct Index {
    part: String,
    text: String,
    relations: Vec<Relation>,
    sheets: Vec<SheetEntry>,
    /// The prefix of its elements and the highest number of a sheet.
    highest_id: u32,
}

/// Copies the workbook at `from` to `to` with its cells marked.
pub(super) fn annotate(
    from: &Path,
    to: &Path,
    annotations: &Annotations,
    unpacked_bytes: u64,
) -> Result<(), Error> {
    let mut source = Source::open(from, unpacked_bytes)?;
    let index = index(&mut source)?;
    let mut book = Book {
        target: Target::create(to)?,
        flavour: flavour(&index.text),
        parts: source.names(),
        types: Vec::new(),
        has_drawings: false,
        next_shape: 0,
        source,
    };
    book.next_shape = book.free_shapes()?;
    let (styles_part, mut styles) = book.styles(&index)?;
    for entry in &index.sheets {
        let marks = annotations.of_sheet(&entry.name);
        if !marks.is_empty() {
            book.mark_sheet(entry, marks, &annotations.words.author, &mut styles)?;
        }
    }
    book.add_corrections(&index, annotations, &mut styles)?;
    let stored = book.source.find(&styles_part).unwrap_or(styles_part);
    book.target.put(&stored, &styles.finish())?;
    book.finish()
}

fn flavour(workbook: &str) -> Flavour {
    let head: String = workbook.chars().take(4000).collect();
    if head.contains(Flavour::Strict.main()) {
        Flavour::Strict
    } else {
        Flavour::Transitional
    }
}

fn index(source: &mut Source) -> Result<Index, Error> {
    let root = read_relations(source, "")?;
    let part = root
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
    let text = source
        .text(&part)?
        .ok_or_else(|| Error::broken("no workbook part"))?;
    let relations = read_relations(source, &part)?;
    let mut sheets = Vec::new();
    let mut highest_id = 0;
    xml::walk(&text, |step| {
        if let Event::Start(element) | Event::Empty(element) = &step.event
            && step.depth == 2
            && xml::local(element) == "sheet"
        {
            highest_id = highest_id.max(xml::number(element, "sheetId").unwrap_or(0));
            let id = xml::attribute(element, "id").unwrap_or_default();
            let found = relations
                .iter()
                .find(|relation| relation.id == id && relation.kind == "worksheet");
            sheets.extend(found.map(|relation| SheetEntry {
                name: xml::attribute(element, "name").unwrap_or_default(),
                part: relation.target.clone(),
            }));
        }
        Ok(())
    })?;
    Ok(Index {
        part,
        text,
        relations,
        sheets,
        highest_id,
    })
}

impl Book {
    // An id that no drawing of the workbook uses: programs take ids of shapes for unique in the whole file.
    fn free_shapes(&mut self) -> Result<u32, Error> {
        let mut drawings = Vec::new();
        for part in self.parts.clone() {
            if part.to_ascii_lowercase().ends_with(".vml") {
                drawings.extend(self.source.text(&part)?);
            }
        }
        Ok(comments::free_id(drawings.iter().map(String::as_str)))
    }

    fn styles(&mut self, index: &Index) -> Result<(String, Styles), Error> {
        let known = index.relations.iter().find(|r| r.kind == "styles");
        if let Some(relation) = known
            && let Some(text) = self.source.text(&relation.target)?
        {
            return Ok((relation.target.clone(), Styles::read(text)?));
        }
        let part = self.new_part("xl/stylesLumbung", "xml", STYLES_TYPE);
        Ok((part, Styles::plain(self.flavour.main())?))
    }

    fn new_part(&mut self, stem: &str, ending: &str, kind: &'static str) -> String {
        let part = free_part(&self.parts, stem, ending);
        self.parts.push(part.clone());
        if !kind.is_empty() {
            self.types.push((part.clone(), kind));
        }
        part
    }

    fn mark_sheet(
        &mut self,
        entry: &SheetEntry,
        marks: Marks,
        author: &str,
        styles: &mut Styles,
    ) -> Result<(), Error> {
        let part = self
            .source
            .find(&entry.part)
            .ok_or_else(|| Error::broken("a sheet is missing"))?;
        let facts = sheet::facts(self.source.stream(&part)?)?;
        let marks = uncover(marks, &facts.merged);
        let drawing = self.comment(&part, facts.drawing.as_deref(), author, &marks)?;
        let flavour = self.flavour;
        let source = self.source.stream(&part)?;
        let target = self.target.begin(&part)?;
        let drawing = drawing.as_deref().map(|id| (id, flavour));
        sheet::rewrite(source, target, &marks, styles, drawing)
    }

    // Writes comments and their boxes; the relation of a new drawing is the answer.
    fn comment(
        &mut self,
        sheet: &str,
        drawing: Option<&str>,
        author: &str,
        marks: &Marks,
    ) -> Result<Option<String>, Error> {
        let relations = read_relations(&mut self.source, sheet)?;
        let mut added: Vec<Relation> = Vec::new();
        let known = relations.iter().find(|r| r.kind == "comments");
        let part = match known {
            Some(relation) => relation.target.clone(),
            None => self.new_part("xl/commentsLumbung", "xml", COMMENTS_TYPE),
        };
        let present = self.source.text(&part)?;
        let done = comments::add(present.as_deref(), self.flavour, author, marks)?;
        self.put(&part, &done.text)?;
        if known.is_none() {
            added.push(Relation {
                id: free_id(&relations, "rIdLumbungKomentar"),
                kind: "comments".to_owned(),
                target: part,
            });
        }
        let known = relations
            .iter()
            .find(|r| r.kind == "vmlDrawing" && Some(r.id.as_str()) == drawing);
        let part = match known {
            Some(relation) => relation.target.clone(),
            None => self.new_part("xl/drawings/vmlDrawingLumbung", "vml", ""),
        };
        let present = self.source.text(&part)?;
        let text = comments::boxes(present.as_deref(), self.next_shape, marks, &done.boxed)?;
        self.next_shape = comments::free_id([text.as_str()].into_iter()).max(self.next_shape);
        self.put(&part, &text)?;
        self.has_drawings = true;
        let mut new = None;
        if known.is_none() {
            let id = free_id(&relations, "rIdLumbungKotak");
            new = Some(id.clone());
            added.push(Relation {
                id,
                kind: "vmlDrawing".to_owned(),
                target: part,
            });
        }
        if !added.is_empty() {
            self.relate(sheet, &added)?;
        }
        Ok(new)
    }

    fn put(&mut self, part: &str, text: &str) -> Result<(), Error> {
        let stored = self.source.find(part);
        self.target.put(stored.as_deref().unwrap_or(part), text)
    }

    fn relate(&mut self, part: &str, added: &[Relation]) -> Result<(), Error> {
        let name = relations_of(part);
        let present = self.source.text(&name)?;
        let text = add_relations(present.as_deref(), self.flavour, added)?;
        self.put(&name, &text)
    }

    fn add_corrections(
        &mut self,
        index: &Index,
        annotations: &Annotations,
        styles: &mut Styles,
    ) -> Result<(), Error> {
        let names: Vec<String> = index
            .sheets
            .iter()
            .map(|sheet| sheet.name.clone())
            .collect();
        let name_of = |wanted: &str| {
            let mut known = names.iter();
            known.find(|name| name.trim() == wanted.trim()).cloned()
        };
        let part = self.new_part("xl/worksheets/sheetLumbung", "xml", SHEET_TYPE);
        let text = corrections::write(annotations, styles, self.flavour, name_of);
        self.target.put(&part, &text)?;
        let mut added = vec![Relation {
            id: free_id(&index.relations, "rIdLumbung"),
            kind: "worksheet".to_owned(),
            target: part,
        }];
        let id = added.first().map(|r| r.id.clone()).unwrap_or_default();
        if let Some((styles, _)) = self.types.iter().find(|(_, kind)| *kind == STYLES_TYPE) {
            added.push(Relation {
                id: free_id(&index.relations, "rIdLumbungGaya"),
                kind: "styles".to_owned(),
                target: styles.clone(),
            });
        }
        self.relate(&index.part, &added)?;
        let name = free_name(&annotations.words.sheet, &names);
        let relations = self.flavour.relations();
        let text = append(&index.text, "sheets", |prefix| {
            format!(
                "<{prefix}sheet xmlns:r=\"{relations}\" name=\"{}\" sheetId=\"{}\" r:id=\"{id}\"/>",
                xml::escape(&name),
                index.highest_id.saturating_add(1),
            )
        })?;
        self.put(&index.part, &text)
    }

    fn finish(mut self) -> Result<(), Error> {
        let name = "[Content_Types].xml";
        let text = self
            .source
            .text(name)?
            .ok_or_else(|| Error::broken("no list of content types"))?;
        let text = add_types(&text, &self.types, self.has_drawings)?;
        self.put(name, &text)?;
        self.target.finish(self.source)
    }
}
