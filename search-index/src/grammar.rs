//! The grammar of query texts.
//!
//! ```text
//! any     = all { "OR" all }
//! all     = part { part }
//! part    = ["-"] ( "(" any ")" | '"' words '"' | field ":" ( phrase | word ) | word )
//! ```
//!
//! Every text has a reading: a quote or bracket without its partner is ignored, an unknown field
//! is read as words, and what is nested too deep is read flat.

/// Characters of a query text that are read.
const LONGEST_TEXT: usize = 500;
/// Words and phrases of a query that are read.
const MOST_PARTS: usize = 40;
/// Levels of brackets.
const DEEPEST: usize = 8;

/// What a query text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// A run without spaces; the analyzer may find several words in it.
    Word(String),
    /// Words that must stand together.
    Phrase(String),
    /// A word or phrase in one field.
    In(FieldName, Box<Node>),
    /// What must not match.
    Not(Box<Node>),
    /// All must match.
    All(Vec<Node>),
    /// One must match.
    Any(Vec<Node>),
}

/// A field that a query can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldName {
    Title,
    Description,
    Tag,
    Column,
    Region,
    Organization,
    Topic,
    Year,
    Format,
    Licence,
    Frequency,
}

impl FieldName {
    /// Indonesian names and their English twins.
    fn parse(name: &str) -> Option<Self> {
        Some(match name.to_lowercase().as_str() {
            "judul" | "title" => Self::Title,
            "deskripsi" | "description" => Self::Description,
            "tag" | "kata-kunci" | "kata_kunci" => Self::Tag,
            "kolom" | "column" => Self::Column,
            "wilayah" | "region" => Self::Region,
            "organisasi" | "opd" | "organization" => Self::Organization,
            "topik" | "topic" => Self::Topic,
            "tahun" | "year" => Self::Year,
            "format" => Self::Format,
            "lisensi" | "licence" | "license" => Self::Licence,
            "frekuensi" | "frequency" => Self::Frequency,
            _ => return None,
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Open,
    Close,
    Or,
    Minus,
    Field(FieldName),
    Phrase(String),
    Word(String),
}

/// Reads a query text; never fails.
pub(crate) fn parse(text: &str) -> Node {
    let mut reading = Reading {
        rest: pieces(text).into_iter().peekable(),
        parts: 0,
    };
    let mut whole = Vec::new();
    loop {
        whole.push(reading.any(0));
        // A closing bracket without its partner ends `any` early: skip it and read on.
        if reading.rest.next().is_none() {
            break;
        }
    }
    one_or(whole, Node::All)
}

fn one_or(mut nodes: Vec<Node>, make: fn(Vec<Node>) -> Node) -> Node {
    nodes.retain(|node| !matches!(node, Node::All(parts) | Node::Any(parts) if parts.is_empty()));
    match nodes.pop() {
        Some(only) if nodes.is_empty() => only,
        Some(last) => {
            nodes.push(last);
            make(nodes)
        }
        None => make(nodes),
    }
}

struct Reading {
    rest: std::iter::Peekable<std::vec::IntoIter<Piece>>,
    parts: usize,
}

impl Reading {
    fn any(&mut self, depth: usize) -> Node {
        let mut choices = vec![self.all(depth)];
        while self.rest.next_if_eq(&Piece::Or).is_some() {
            choices.push(self.all(depth));
        }
        one_or(choices, Node::Any)
    }

    fn all(&mut self, depth: usize) -> Node {
        let mut parts = Vec::new();
        while let Some(piece) = self.rest.peek() {
            if matches!(piece, Piece::Close | Piece::Or) {
                break;
            }
            parts.extend(self.part(depth));
        }
        one_or(parts, Node::All)
    }

    fn part(&mut self, depth: usize) -> Option<Node> {
        let node = match self.rest.next()? {
            Piece::Minus => Node::Not(Box::new(self.part(depth)?)),
            Piece::Open if depth < DEEPEST => {
                let inner = self.any(depth + 1);
                self.rest.next_if_eq(&Piece::Close);
                inner
            }
            Piece::Field(name) => Node::In(name, Box::new(self.part(depth)?)),
            Piece::Phrase(text) => Node::Phrase(text),
            Piece::Word(text) => Node::Word(text),
            Piece::Open | Piece::Close | Piece::Or => return None,
        };
        self.parts += 1;
        (self.parts <= MOST_PARTS).then_some(node)
    }
}

/// Cuts a text into pieces; brackets and quotes without a partner vanish.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let characters: Vec<char> = text.chars().take(LONGEST_TEXT).collect();
    let mut rest = characters.as_slice();
    while let [first, following @ ..] = rest {
        rest = following;
        match first {
            '(' => pieces.push(Piece::Open),
            ')' => pieces.push(Piece::Close),
            '"' | '“' | '”' => {
                if let Some((phrase, after)) = until_quote(rest) {
                    pieces.push(Piece::Phrase(phrase));
                    rest = after;
                }
            }
            '-' if following.first().is_some_and(|next| starts_part(*next)) => {
                pieces.push(Piece::Minus);
            }
            character if character.is_whitespace() => {}
            _ => rest = word(*first, rest, &mut pieces),
        }
    }
    pieces
}

fn starts_part(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '(' | '"' | '“' | '”')
}

fn until_quote(rest: &[char]) -> Option<(String, &[char])> {
    let end = rest.iter().position(|c| matches!(c, '"' | '“' | '”'))?;
    let (phrase, after) = rest.split_at_checked(end)?;
    Some((phrase.iter().collect(), after.get(1..).unwrap_or_default()))
}

/// Reads a word that begins with `first`, and a field name when a colon with a value follows it.
fn word<'a>(first: char, rest: &'a [char], pieces: &mut Vec<Piece>) -> &'a [char] {
    let mut text = String::from(first);
    let mut rest = rest;
    while let [next, following @ ..] = rest {
        if next.is_whitespace() || matches!(next, '(' | ')' | '"' | '“' | '”') {
            break;
        }
        if *next == ':'
            && let Some(field) = FieldName::parse(&text)
            && following.first().is_some_and(|value| starts_part(*value))
        {
            pieces.push(Piece::Field(field));
            return following;
        }
        text.push(*next);
        rest = following;
    }
    let or = matches!(text.as_str(), "OR" | "ATAU" | "|" | "||");
    pieces.push(if or { Piece::Or } else { Piece::Word(text) });
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Node {
        Node::Word(text.to_owned())
    }

    fn phrase(text: &str) -> Node {
        Node::Phrase(text.to_owned())
    }

    fn not(node: Node) -> Node {
        Node::Not(Box::new(node))
    }

    #[test]
    fn every_form_of_the_grammar_is_read() {
        let cases = [
            ("", Node::All(vec![])),
            ("padi", word("padi")),
            ("luas panen", Node::All(vec![word("luas"), word("panen")])),
            ("\"luas panen\"", phrase("luas panen")),
            (
                "padi -jagung",
                Node::All(vec![word("padi"), not(word("jagung"))]),
            ),
            ("-\"luas panen\"", not(phrase("luas panen"))),
            (
                "padi OR jagung",
                Node::Any(vec![word("padi"), word("jagung")]),
            ),
            (
                "(padi OR jagung) 2023",
                Node::All(vec![
                    Node::Any(vec![word("padi"), word("jagung")]),
                    word("2023"),
                ]),
            ),
            (
                "kolom:luas_panen",
                Node::In(FieldName::Column, Box::new(word("luas_panen"))),
            ),
            (
                "judul:\"luas panen\"",
                Node::In(FieldName::Title, Box::new(phrase("luas panen"))),
            ),
            ("ktp-el", word("ktp-el")),
            ("2019-2024", word("2019-2024")),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn malformed_text_is_read_as_words() {
        let cases = [
            ("(padi", word("padi")),
            ("padi)", word("padi")),
            ("\"padi", word("padi")),
            ("OR padi", word("padi")),
            ("padi OR", word("padi")),
            ("()", Node::All(vec![])),
            ("https://a.b", word("https://a.b")),
            ("judul:", word("judul:")),
            ("warna:merah", word("warna:merah")),
            (") padi (", word("padi")),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_or_deep_text_is_cut_short() {
        let deep = "(".repeat(400) + "padi";
        assert_eq!(parse(&deep), word("padi"));
        let Node::All(parts) = parse(&"a ".repeat(400)) else {
            panic!("words in a row are all wanted");
        };
        assert_eq!(parts.len(), MOST_PARTS);
    }
}
