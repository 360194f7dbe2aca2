//! Comments of a sheet: the part with their words, and the old drawing that places their boxes.

use super::super::Error;
use super::super::marks::{Mark, Marks};
use super::super::place::Place;
use super::super::xml::{self, Edits, escape};
use super::package::{Flavour, append};
use quick_xml::events::Event;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;

/// Comments of a sheet as they are after the marks were added.
#[derive(Debug)]
pub(super) struct Commented {
    /// The part.
    pub(super) text: String,
    /// Cells whose comment is new and needs a box.
    pub(super) boxed: Vec<Place>,
}

/// Adds a comment for each mark; `present` is the part as it is.
///
/// A cell that has a comment keeps it and gets the new words below. The first message of a conversation can't be
/// added to: its words are those of its first person.
pub(super) fn add(
    present: Option<&str>,
    flavour: Flavour,
    author: &str,
    marks: &Marks,
) -> Result<Commented, Error> {
    let empty = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{}\"><authors></authors><commentList></commentList></comments>",
        flavour.main()
    );
    let text = present.unwrap_or(&empty);
    let known = read(text)?;
    let mut edits = Edits::new(text);
    let mut kept = BTreeSet::new();
    for comment in &known.comments {
        kept.insert(comment.place);
        if let Some(mark) = marks.get(&comment.place)
            && !comment.is_conversation
        {
            continue_comment(&mut edits, text, comment, &known.prefix, &mark.comment);
        }
    }
    let text = edits.finish();
    let text = append(&text, "authors", |prefix| {
        format!("<{prefix}author>{}</{prefix}author>", escape(author))
    })?;
    let new = || marks.iter().filter(|(place, _)| !kept.contains(place));
    let text = append(&text, "commentList", |prefix| {
        new()
            .map(|(place, mark)| comment(prefix, *place, known.authors, author, mark))
            .collect()
    })?;
    Ok(Commented {
        text,
        boxed: new().map(|(place, _)| *place).collect(),
    })
}

fn comment(prefix: &str, place: Place, author: usize, name: &str, mark: &Mark) -> String {
    let bold = format!(
        "<{prefix}r><{prefix}rPr><{prefix}b/><{prefix}sz val=\"9\"/><{prefix}rFont val=\"Tahoma\"/></{prefix}rPr><{prefix}t xml:space=\"preserve\">{}&#10;</{prefix}t></{prefix}r>",
        escape(name)
    );
    format!(
        "<{prefix}comment ref=\"{place}\" authorId=\"{author}\"><{prefix}text>{bold}{}</{prefix}text></{prefix}comment>",
        run(prefix, &mark.comment)
    )
}

fn run(prefix: &str, words: &str) -> String {
    format!(
        "<{prefix}r><{prefix}rPr><{prefix}sz val=\"9\"/><{prefix}rFont val=\"Tahoma\"/></{prefix}rPr><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}r>",
        escape(words)
    )
}

struct Known {
    prefix: String,
    authors: usize,
    comments: Vec<Comment>,
}

struct Comment {
    place: Place,
    is_conversation: bool,
    /// A text without runs, as written.
    plain: Option<Range<usize>>,
    /// Where more runs may be added.
    end: Option<usize>,
}

// Depths: comments 0, authors 1, author 2; commentList 1, comment 2, text 3, runs 4.
fn read(text: &str) -> Result<Known, Error> {
    let mut known = Known {
        prefix: String::new(),
        authors: 0,
        comments: Vec::new(),
    };
    let mut conversations = BTreeSet::new();
    let mut start = 0;
    let mut part = String::new();
    xml::walk(text, |step| {
        match (&step.event, step.depth) {
            (Event::Start(element), 0) => known.prefix = xml::prefix(element),
            (Event::Start(element) | Event::Empty(element), 2)
                if xml::local(element) == "author" =>
            {
                known.authors += 1;
            }
            (Event::Text(words), 3) if words.starts_with("tc={") => {
                conversations.insert(known.authors.saturating_sub(1));
            }
            (Event::Start(element), 2) if xml::local(element) == "comment" => {
                let place = xml::attribute(element, "ref").and_then(|text| Place::parse(&text));
                let author = xml::number(element, "authorId").unwrap_or(0);
                known.comments.extend(place.map(|place| Comment {
                    place,
                    is_conversation: conversations.contains(&(author as usize)),
                    plain: None,
                    end: None,
                }));
            }
            (Event::Start(element), 4) => {
                start = step.range.start;
                xml::local(element).clone_into(&mut part);
            }
            (Event::End(_), 4) if matches!(part.as_str(), "t" | "r") => {
                if let Some(comment) = known.comments.last_mut() {
                    comment.plain = (part == "t").then_some(start..step.range.end);
                    comment.end = Some(step.range.end);
                }
            }
            (Event::End(_), 3) => {
                if let Some(comment) = known.comments.last_mut().filter(|c| c.end.is_none()) {
                    comment.end = Some(step.range.start);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(known)
}

fn continue_comment(
    edits: &mut Edits<'_>,
    text: &str,
    comment: &Comment,
    prefix: &str,
    words: &str,
) {
    let Some(end) = comment.end else { return };
    if let Some(plain) = comment.plain.clone() {
        let old = text.get(plain.clone()).unwrap_or_default();
        edits.replace(plain, format!("<{prefix}r>{old}</{prefix}r>"));
    }
    edits.insert(end, run(prefix, &format!("\n\n{words}")));
}

/// Adds the boxes of new comments to the old drawing; `present` is the part as it is.
pub(super) fn boxes(
    present: Option<&str>,
    first_id: u32,
    marks: &Marks,
    places: &[Place],
) -> Result<String, Error> {
    const NAMESPACES: &str = "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"";
    let empty = format!("<xml {NAMESPACES}>\n</xml>");
    let text = present.unwrap_or(&empty);
    let end = rfind(text, "</xml>").ok_or_else(|| Error::broken("the drawing has no end"))?;
    let head: String = text.chars().take(2000).collect();
    let own = if ["xmlns:v=", "xmlns:o=", "xmlns:x="]
        .iter()
        .all(|name| head.contains(name))
    {
        String::new()
    } else {
        format!(" {NAMESPACES}")
    };
    let mut added = String::new();
    if !text.contains("_x0000_t202") {
        let _ = write!(
            added,
            "<v:shapetype{own} id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"
        );
    }
    let mut id = first_id;
    for place in places {
        let comment = marks.get(place).map_or("", |mark| mark.comment.as_str());
        added.push_str(&shape(id, *place, comment, &own));
        id += 1;
    }
    let (before, after) = text.split_at(end);
    let clusters = (first_id / CLUSTER)..=(id / CLUSTER);
    Ok(format!("{}{added}{after}", with_clusters(before, clusters)))
}

/// Ids of shapes come in clusters of this many; each drawing names those that it uses.
const CLUSTER: u32 = 1024;

/// The first id of a cluster that none of these drawings uses.
pub(super) fn free_id<'a>(drawings: impl Iterator<Item = &'a str>) -> u32 {
    let mut highest = 0;
    for drawing in drawings {
        for part in drawing.split("_x0000_s").skip(1) {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            highest = highest.max(digits.parse().unwrap_or(0));
        }
    }
    (highest / CLUSTER).saturating_add(1).min(1 << 20) * CLUSTER + 1
}

// Adds clusters to the list that the drawing has of its own; a drawing without one works too.
fn with_clusters(text: &str, clusters: std::ops::RangeInclusive<u32>) -> String {
    let more: Vec<String> = clusters.map(|cluster| cluster.to_string()).collect();
    let place = text.find("idmap ").and_then(|start| {
        let data = start + text.get(start..)?.find("data=")? + "data=".len() + 1;
        let quote = *text.as_bytes().get(data.checked_sub(1)?)?;
        let end = text.get(data..)?.find(char::from(quote))?;
        Some(data + end)
    });
    let Some(place) = place else {
        return text.to_owned();
    };
    let (before, after) = text.split_at(place);
    format!("{before},{}{after}", more.join(","))
}

fn shape(id: u32, place: Place, comment: &str, own: &str) -> String {
    let lines: usize = comment
        .lines()
        .map(|line| 1 + line.chars().count() / 42)
        .sum();
    let rows = u32::try_from(lines.clamp(3, 24)).unwrap_or(24) + 1;
    let Place { row, column } = place;
    let top = row.saturating_sub(1);
    format!(
        "<v:shape{own} id=\"_x0000_s{id}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;margin-top:2pt;width:200pt;height:{}pt;z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\">\
         <v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>\
         <v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox>\
         <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{}, 15, {top}, 4, {}, 15, {}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>",
        rows * 13,
        column + 1,
        column + 4,
        top + rows,
    )
}

fn rfind(text: &str, wanted: &str) -> Option<usize> {
    text.to_ascii_lowercase().rfind(wanted)
}

#[cfg(test)]
mod tests {
    use super::super::super::marks::Mark;
    use super::*;
    use crate::inspection::Level;

    fn marks(addresses: &[&str]) -> Marks {
        let mark = Mark {
            level: Level::Info,
            comment: "baru <&>".to_owned(),
        };
        let places = addresses.iter().map(|a| Place::parse(a).unwrap());
        places.map(|place| (place, mark.clone())).collect()
    }

    #[test]
    fn present_comments_are_kept_and_added_to() {
        let present = "<comments xmlns=\"m\"><authors><author>op</author><author>tc={A}</author></authors><commentList><comment ref=\"A1\" authorId=\"0\"><text><t>lama</t></text></comment><comment ref=\"B1\" authorId=\"0\"><text><r><t>tebal</t></r></text></comment><comment ref=\"C1\" authorId=\"1\"><text><t>utas</t></text></comment></commentList></comments>";
        let marks = marks(&["A1", "B1", "C1", "D1"]);
        let done = add(Some(present), Flavour::Transitional, "Lumbung", &marks).unwrap();
        assert_eq!(done.boxed, [Place::parse("D1").unwrap()]);
        assert!(
            done.text.contains("<text><r><t>lama</t></r><r><rPr>"),
            "{}",
            done.text
        );
        assert!(done.text.contains("<text><r><t>tebal</t></r><r><rPr>"));
        assert!(done.text.contains("<text><t>utas</t></text>"));
        assert!(done.text.contains("<comment ref=\"D1\" authorId=\"2\">"));
        assert!(done.text.contains("baru &lt;&amp;&gt;"));
    }

    #[test]
    fn boxes_get_ids_of_their_own() {
        let present = "<xml xmlns:ns1=\"urn:schemas-microsoft-com:vml\"><ns0:idmap ns1:ext=\"edit\" data=\"1\" /><ns1:shapetype id=\"_x0000_t202\"/><ns1:shape id=\"_x0000_s1026\"><br></ns1:shape></xml>";
        let id = free_id([present].into_iter());
        assert_eq!(id, 2049);
        let marks = marks(&["D1"]);
        let places: Vec<Place> = marks.keys().copied().collect();
        let text = boxes(Some(present), id, &marks, &places).unwrap();
        assert!(text.contains("data=\"1,2\""), "{text}");
        assert!(text.contains("<v:shape xmlns:v="));
        assert!(text.ends_with("</v:shape></xml>"));
    }
}
