//! The parts of an xlsx package and how they refer to each other (ECMA-376, part 2).

use super::super::Error;
use super::super::archive::Source;
use super::super::xml::{self, Edits, escape};
use quick_xml::events::Event;
use std::fmt::Write;

/// A relation of a part to another.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The last word of its type: `worksheet`, `styles`, `comments`.
    pub(super) kind: String,
    /// The part, as a path from the root without a slash before it.
    pub(super) target: String,
}

/// Whether a package uses the strict or the usual namespaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavour {
    Transitional,
    Strict,
}

impl Flavour {
    /// The namespace of `r:id` and the beginning of the types of relations.
    pub(super) const fn relations(self) -> &'static str {
        match self {
            Self::Transitional => {
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            }
            Self::Strict => "http://purl.oclc.org/ooxml/officeDocument/relationships",
        }
    }

    /// The namespace of sheets.
    pub(super) const fn main(self) -> &'static str {
        match self {
            Self::Transitional => "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            Self::Strict => "http://purl.oclc.org/ooxml/spreadsheetml/main",
        }
    }
}

/// The part that holds the relations of `part`.
pub(super) fn relations_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{name}.rels")
}

/// Reads the relations of `part`; none when it has none.
pub(super) fn read_relations(source: &mut Source, part: &str) -> Result<Vec<Relation>, Error> {
    let Some(text) = source.text(&relations_of(part))? else {
        return Ok(Vec::new());
    };
    let mut relations = Vec::new();
    xml::walk(&text, |step| {
        if let Event::Start(element) | Event::Empty(element) = &step.event
            && xml::local(element) == "Relationship"
            && xml::attribute(element, "TargetMode").as_deref() != Some("External")
        {
            let get = |name| xml::attribute(element, name).unwrap_or_default();
            let kind = get("Type");
            relations.push(Relation {
                id: get("Id"),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: resolve(part, &get("Target")),
            });
        }
        Ok(())
    })?;
    Ok(relations)
}

// A target as a path from the root: relative to the part's folder, or absolute with a slash.
fn resolve(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = part.split('/').collect();
    path.pop();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(path.pop()),
            other => path.push(other),
        }
    }
    path.join("/")
}

/// The text of a part of relations with more of them; `text` is the present one. Targets are paths from the root.
pub(super) fn add_relations(
    text: Option<&str>,
    flavour: Flavour,
    added: &[Relation],
) -> Result<String, Error> {
    let text = text.unwrap_or(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>",
    );
    append(text, "Relationships", |prefix| {
        let mut lines = String::new();
        for relation in added {
            let _ = write!(
                lines,
                "<{prefix}Relationship Id=\"{}\" Type=\"{}/{}\" Target=\"/{}\"/>",
                escape(&relation.id),
                flavour.relations(),
                relation.kind,
                escape(&relation.target)
            );
        }
        lines
    })
}

/// Puts text before the end of the outermost element with this name; an empty element is opened.
pub(super) fn append(
    text: &str,
    element_name: &str,
    content: impl Fn(&str) -> String,
) -> Result<String, Error> {
    let mut edits = Edits::new(text);
    let mut seen: Option<(String, usize)> = None;
    let mut is_done = false;
    xml::walk(text, |step| {
        match &step.event {
            Event::Start(element) if seen.is_none() && xml::local(element) == element_name => {
                seen = Some((xml::prefix(element), step.depth));
            }
            Event::Empty(element) if seen.is_none() && xml::local(element) == element_name => {
                let prefix = xml::prefix(element);
                let tag: &str = element;
                let opened = format!(
                    "<{}>{}</{}>",
                    tag.trim_end(),
                    content(&prefix),
                    xml::name(element)
                );
                edits.replace(step.range.clone(), opened);
                is_done = true;
                seen = Some((prefix, usize::MAX));
            }
            Event::End(_) if !is_done => {
                if let Some((prefix, depth)) = &seen
                    && step.depth == *depth
                {
                    edits.insert(step.range.start, content(prefix));
                    is_done = true;
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    if is_done {
        Ok(edits.finish())
    } else {
        Err(Error::Broken(format!("no element {element_name}")))
    }
}

/// The list of content types with more of them: parts with their type, and the endings that need one.
pub(super) fn add_types(
    text: &str,
    parts: &[(String, &str)],
    has_drawings: bool,
) -> Result<String, Error> {
    const DRAWING: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";
    let mut knows_drawings = false;
    xml::walk(text, |step| {
        if let Event::Start(element) | Event::Empty(element) = &step.event
            && xml::local(element) == "Default"
        {
            knows_drawings |= xml::attribute(element, "Extension")
                .is_some_and(|ending| ending.eq_ignore_ascii_case("vml"));
        }
        Ok(())
    })?;
    append(text, "Types", |prefix| {
        let mut lines = String::new();
        if has_drawings && !knows_drawings {
            let _ = write!(
                lines,
                "<{prefix}Default Extension=\"vml\" ContentType=\"{DRAWING}\"/>"
            );
        }
        for (part, kind) in parts {
            let _ = write!(
                lines,
                "<{prefix}Override PartName=\"/{}\" ContentType=\"{kind}\"/>",
                escape(part)
            );
        }
        lines
    })
}

/// An id that none of these relations has.
pub(super) fn free_id(relations: &[Relation], wanted: &str) -> String {
    let mut number = 1;
    loop {
        let id = format!("{wanted}{number}");
        if relations.iter().all(|relation| relation.id != id) {
            return id;
        }
        number += 1;
    }
}

/// A name that no part has: `folder/stemN.ending`.
pub(super) fn free_part(taken: &[String], stem: &str, ending: &str) -> String {
    let mut number = 1;
    loop {
        let name = format!("{stem}{number}.{ending}");
        if !taken.iter().any(|part| part.eq_ignore_ascii_case(&name)) {
            return name;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_paths_from_the_root() {
        let sheet = "xl/worksheets/sheet1.xml";
        assert_eq!(resolve(sheet, "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolve(sheet, "/xl/comments/c.xml"), "xl/comments/c.xml");
        assert_eq!(resolve("xl/workbook.xml", "worksheets/sheet1.xml"), sheet);
        assert_eq!(relations_of(sheet), "xl/worksheets/_rels/sheet1.xml.rels");
        assert_eq!(relations_of("workbook.xml"), "_rels/workbook.xml.rels");
    }

    #[test]
    fn an_element_is_filled_whether_it_is_open_or_empty() {
        let add = |prefix: &str| format!("<{prefix}b/>");
        assert_eq!(
            append("<x:a c=\"1\" />", "a", add).unwrap(),
            "<x:a c=\"1\"><x:b/></x:a>"
        );
        assert_eq!(append("<a><a/></a>", "a", add).unwrap(), "<a><a/><b/></a>");
        assert!(append("<c/>", "a", add).is_err());
    }
}
