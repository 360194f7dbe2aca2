//! Marks the words that were looked for in a text, and picks the best part of a long one.

use std::collections::HashSet;

use crate::analyzer::{self, Word};
use crate::document::Document;
use crate::query::{Matched, Place, Segment};
use crate::schema::TextGroup;

/// Bytes of a snippet, more or less.
const SNIPPET: usize = 220;
/// Values that are named as matching.
const MOST_MATCHED: usize = 3;

/// The words that a query looked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    exact: HashSet<String>,
    stems: HashSet<String>,
}

impl Marks {
    /// Marks this word only.
    pub(crate) fn add_exact(&mut self, word: &str) {
        self.exact.insert(word.to_owned());
    }

    /// Marks this word and its relatives.
    pub(crate) fn add(&mut self, word: &Word) {
        self.exact.insert(word.exact.clone());
        self.stems.insert(word.stem.clone());
    }

    fn hit(&self, word: &Word) -> bool {
        self.exact.contains(&word.exact) || self.stems.contains(&word.stem)
    }

    fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.stems.is_empty()
    }
}

/// The whole text in segments.
pub(crate) fn mark(text: &str, marks: &Marks) -> Vec<Segment> {
    segments(text, 0, text.len(), &hits(text, marks))
}

/// The part of the text with the most different marked words; the beginning when there is none.
pub(crate) fn snippet(text: &str, marks: &Marks) -> Vec<Segment> {
    if text.len() <= SNIPPET {
        return mark(text, marks);
    }
    let hits = hits(text, marks);
    let from = best_start(text, &hits);
    let to = cut_after(text, from + SNIPPET);
    let mut parts = segments(text, from, to, &hits);
    if from > 0
        && let Some(first) = parts.first_mut()
    {
        first
            .text
            .insert_str(0, if first.marked { "" } else { "… " });
    }
    if to < text.len() {
        parts.push(Segment {
            text: " …".to_owned(),
            marked: false,
        });
    }
    parts
}

/// Where words were found besides title and description.
pub(crate) fn matched(document: &Document, marks: &Marks) -> Vec<Matched> {
    let places = [
        (Place::Tag, TextGroup::Tags),
        (Place::Region, TextGroup::Region),
        (Place::Column, TextGroup::Columns),
        (Place::Value, TextGroup::Values),
        (Place::Organization, TextGroup::Organization),
        (Place::Topic, TextGroup::Topic),
    ];
    let mut found: Vec<Matched> = Vec::new();
    if marks.is_empty() {
        return found;
    }
    for (place, group) in places {
        for text in document.texts(group) {
            let new = !found.iter().any(|other| other.text == text);
            if found.len() < MOST_MATCHED && new && !hits(text, marks).is_empty() {
                found.push(Matched {
                    place,
                    text: text.to_owned(),
                });
            }
        }
    }
    found
}

/// A marked word: its byte range and stem.
struct Mark {
    from: usize,
    to: usize,
    stem: String,
}

fn hits(text: &str, marks: &Marks) -> Vec<Mark> {
    if marks.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<Mark> = Vec::new();
    for word in analyzer::words_of(text) {
        if !marks.hit(&word) {
            continue;
        }
        // Halves of a reduplication and the parts of a joined word overlap what came before.
        match hits.last_mut() {
            Some(last) if word.from < last.to => last.to = last.to.max(word.to),
            _ => hits.push(Mark {
                from: word.from,
                to: word.to,
                stem: word.stem,
            }),
        }
    }
    hits
}

/// The start, on a word, of the window with the most different marked words.
fn best_start(text: &str, hits: &[Mark]) -> usize {
    let mut best = (0, 0);
    for (index, hit) in hits.iter().enumerate() {
        let within = hits.iter().skip(index);
        let within = within.take_while(|other| other.to <= hit.from + SNIPPET);
        let different: HashSet<&str> = within.map(|other| other.stem.as_str()).collect();
        if different.len() > best.0 {
            best = (different.len(), hit.from);
        }
    }
    let wanted = best.1.saturating_sub(SNIPPET / 4);
    if best.1 + SNIPPET / 2 <= SNIPPET {
        return 0;
    }
    let end = text.floor_char_boundary(wanted);
    let before = text.get(..end).unwrap_or_default();
    before
        .char_indices()
        .rev()
        .find(|(_, character)| character.is_whitespace())
        .map_or(0, |(at, character)| at + character.len_utf8())
}

/// The end of the last whole word before `end`.
fn cut_after(text: &str, end: usize) -> usize {
    if end >= text.len() {
        return text.len();
    }
    let end = text.floor_char_boundary(end);
    let before = text.get(..end).unwrap_or(text);
    let space = before.rfind(char::is_whitespace).unwrap_or(end);
    if space + SNIPPET / 2 < end {
        end
    } else {
        space
    }
}

fn segments(text: &str, from: usize, to: usize, hits: &[Mark]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut push = |from: usize, to: usize, marked: bool| {
        if let Some(part) = text.get(from..to)
            && !part.is_empty()
        {
            segments.push(Segment {
                text: part.to_owned(),
                marked,
            });
        }
    };
    let mut at = from;
    for hit in hits.iter().filter(|hit| hit.from >= from && hit.to <= to) {
        push(at, hit.from, false);
        push(hit.from, hit.to, true);
        at = hit.to;
    }
    push(at, to, false);
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Marks {
        let mut marks = Marks::default();
        for word in analyzer::words_of(text) {
            marks.add(&word);
        }
        marks
    }

    fn shown(segments: &[Segment]) -> String {
        let parts = segments.iter().map(|segment| {
            if segment.marked {
                format!("[{}]", segment.text)
            } else {
                segment.text.clone()
            }
        });
        parts.collect()
    }

    #[test]
    fn words_and_their_relatives_are_marked() {
        let cases = [
            ("miskin", "Angka Kemiskinan Desa", "Angka [Kemiskinan] Desa"),
            ("anak", "Gizi anak-anak", "Gizi [anak-anak]"),
            ("luas_panen", "kolom luas_panen", "kolom [luas_panen]"),
            ("jagung", "Luas panen", "Luas panen"),
            ("", "Luas panen", "Luas panen"),
        ];
        for (query, text, expected) in cases {
            assert_eq!(shown(&mark(text, &marks(query))), expected, "{query}");
        }
    }

    #[test]
    fn a_snippet_holds_the_marked_words() {
        let text = "pembuka ".repeat(60) + "luas panen padi " + &"penutup ".repeat(60);
        let found = shown(&snippet(&text, &marks("padi")));
        assert!(found.contains("[padi]"), "{found}");
        assert!(found.starts_with("… ") && found.ends_with(" …"), "{found}");
        assert!(found.len() < 260, "{found}");
    }

    #[test]
    fn any_text_can_be_cut() {
        let text = "é".repeat(1000);
        assert!(!snippet(&text, &marks("padi")).is_empty());
    }
}
