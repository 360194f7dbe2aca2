//! Small edits of XML that leave every other byte as it is.

use super::Error;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// A reader that changes nothing and complains of nothing that can be written back.
pub(super) fn reader<R: std::io::BufRead>(source: R) -> Reader<R> {
    let mut reader = Reader::from_reader(source);
    configure(&mut reader);
    reader
}

fn configure<R>(reader: &mut Reader<R>) {
    let config = reader.config_mut();
    config.trim_markup_names_in_closing_tags = false;
    config.check_end_names = false;
    config.allow_dangling_amp = true;
}

/// The name of an element without its prefix.
pub(super) fn local<'a>(element: &'a BytesStart<'_>) -> &'a str {
    let name: &'a str = name(element);
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The name of an element as written.
pub(super) fn name<'a>(element: &'a BytesStart<'_>) -> &'a str {
    let text: &'a str = element;
    let end = text.find([' ', '\t', '\r', '\n', '/']);
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// The prefix of an element with its colon, empty without one.
pub(super) fn prefix(element: &BytesStart<'_>) -> String {
    name(element)
        .rsplit_once(':')
        .map(|(prefix, _)| format!("{prefix}:"))
        .unwrap_or_default()
}

/// The value of an attribute, by its name as written or by the part of it behind a prefix.
pub(super) fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let text: &str = element;
    let found = attributes(text).find(|found| {
        let written = text.get(found.name.clone()).unwrap_or_default();
        written == wanted
            || written
                .rsplit_once(':')
                .is_some_and(|(prefix, local)| local == wanted && prefix != "xmlns")
    })?;
    Some(unescape(text.get(found.value)?))
}

/// A number in an attribute.
pub(super) fn number(element: &BytesStart<'_>, wanted: &str) -> Option<u32> {
    attribute(element, wanted)?.trim().parse().ok()
}

/// The same tag with an attribute set; all else stays as written. `text` is what stands between `<` and `>`.
pub(super) fn with_attribute(text: &str, wanted: &str, value: &str) -> String {
    let value = escape(value);
    let found = attributes(text).find(|found| text.get(found.name.clone()) == Some(wanted));
    if let Some(found) = found {
        let mut edited = text.to_owned();
        edited.replace_range(found.value, &value);
        return edited;
    }
    let end = text.trim_end().len();
    let (tag, blanks) = text.split_at(end);
    format!("{tag} {wanted}=\"{value}\"{blanks}")
}

/// A tag without an attribute.
pub(super) fn without_attribute(text: &str, unwanted: &str) -> String {
    let found = attributes(text).find(|found| text.get(found.name.clone()) == Some(unwanted));
    let Some(found) = found else {
        return text.to_owned();
    };
    let mut edited = text.to_owned();
    // The closing quote goes too.
    edited.replace_range(found.name.start..=found.value.end, "");
    edited
}

struct Found {
    name: Range<usize>,
    value: Range<usize>,
}

// The attributes of a tag with their places; broken ones end the list.
fn attributes(text: &str) -> impl Iterator<Item = Found> + '_ {
    let bytes = text.as_bytes();
    let is_blank = |byte: &u8| byte.is_ascii_whitespace();
    let from = move |start: usize, test: &dyn Fn(&u8) -> bool| {
        let rest = bytes.get(start..)?;
        Some(start + rest.iter().position(test)?)
    };
    let mut at = bytes.iter().position(is_blank);
    std::iter::from_fn(move || {
        let start = from(at?, &|byte| !is_blank(byte))?;
        let equals = from(start, &|byte| *byte == b'=')?;
        let end = text.get(start..equals)?.trim_end().len() + start;
        let open = from(equals + 1, &|byte| !is_blank(byte))?;
        let quote = *bytes.get(open)?;
        if !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let close = from(open + 1, &|byte| *byte == quote)?;
        at = Some(close + 1);
        Some(Found {
            name: start..end,
            value: open + 1..close,
        })
    })
}

fn unescape(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

/// Text for an element or an attribute; characters that XML 1.0 does not have become a replacement character.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            '\r' => {}
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A small part in memory with edits that are made at the end.
pub(super) struct Edits<'a> {
    text: &'a str,
    splices: Vec<(Range<usize>, String)>,
}

impl<'a> Edits<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            splices: Vec::new(),
        }
    }

    /// Puts text in place of a range.
    pub(super) fn replace(&mut self, range: Range<usize>, with: String) {
        self.splices.push((range, with));
    }

    /// Puts text before a place.
    pub(super) fn insert(&mut self, at: usize, text: String) {
        self.replace(at..at, text);
    }

    /// The edited text.
    pub(super) fn finish(mut self) -> String {
        self.splices.sort_by_key(|(range, _)| range.start);
        let mut edited = String::with_capacity(self.text.len() + 1024);
        let mut at = 0;
        for (range, with) in self.splices {
            edited.push_str(self.text.get(at..range.start).unwrap_or_default());
            edited.push_str(&with);
            at = range.end;
        }
        edited.push_str(self.text.get(at..).unwrap_or_default());
        edited
    }
}

/// What stands where in a text.
pub(super) struct Step<'a> {
    pub(super) event: Event<'a>,
    pub(super) range: Range<usize>,
    /// How many elements are open around it.
    pub(super) depth: usize,
}

/// Goes through a text, event by event.
pub(super) fn walk<'a>(
    text: &'a str,
    mut look: impl FnMut(&Step<'a>) -> Result<(), Error>,
) -> Result<(), Error> {
    // A mark of the byte order is no event and isn't counted by the reader.
    let unmarked = text.trim_start_matches('\u{feff}');
    let mark = text.len() - unmarked.len();
    let mut reader = Reader::from_str(unmarked);
    configure(&mut reader);
    let mut depth = 0_usize;
    let mut start = mark;
    loop {
        let event = reader.read_event()?;
        let end = usize::try_from(reader.buffer_position()).map_err(|_| Error::TooLarge)? + mark;
        let (closes, opens) = match &event {
            Event::Eof => return Ok(()),
            Event::Start(_) => (0, 1),
            Event::End(_) => (1, 0),
            _ => (0, 0),
        };
        depth = depth.saturating_sub(closes);
        look(&Step {
            event,
            range: start..end,
            depth,
        })?;
        depth += opens;
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_changed_and_nothing_else() {
        let tag = "c r=\"B2\"  s='3' t = \"s\" ";
        assert_eq!(
            with_attribute(tag, "s", "12"),
            "c r=\"B2\"  s='12' t = \"s\" "
        );
        assert_eq!(
            with_attribute(tag, "x", "<1>"),
            "c r=\"B2\"  s='3' t = \"s\" x=\"&lt;1&gt;\" "
        );
        assert_eq!(with_attribute("c", "s", "1"), "c s=\"1\"");
        assert_eq!(without_attribute("a b=\"1\" c=\"2\"", "b"), "a  c=\"2\"");
    }

    #[test]
    fn attributes_are_found_with_and_without_prefix() {
        let element = BytesStart::new("x:sheet name=\"A &amp; B\" r:id=\"rId1\" xmlns:id=\"x\"");
        assert_eq!(attribute(&element, "name").unwrap(), "A & B");
        assert_eq!(attribute(&element, "id").unwrap(), "rId1");
        assert_eq!(local(&element), "sheet");
        assert_eq!(prefix(&element), "x:");
    }

    #[test]
    fn a_walk_knows_every_place() {
        let text = "\u{feff}<a><b/>x&amp;<c>y</c></a>";
        let mut seen = Vec::new();
        walk(text, |step| {
            seen.push((
                text.get(step.range.clone()).unwrap_or_default().to_owned(),
                step.depth,
            ));
            Ok(())
        })
        .unwrap();
        let seen: Vec<(&str, usize)> = seen.iter().map(|(t, d)| (t.as_str(), *d)).collect();
        assert_eq!(
            seen,
            [
                ("<a>", 0),
                ("<b/>", 1),
                ("x", 1),
                ("&amp;", 1),
                ("<c>", 1),
                ("y", 2),
                ("</c>", 1),
                ("</a>", 0)
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn any_tag_can_be_edited(text in "\\PC{0,40}", value in "\\PC{0,10}") {
            let _ = with_attribute(&text, "s", &value);
            let _ = without_attribute(&text, "s");
        }
    }
}
