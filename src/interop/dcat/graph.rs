//! A graph in the order in which it is described, so that its text reads well and stays the same.

use super::vocabulary::PREFIXES;
use crate::database::clock;
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{Literal, NamedNode, NamedNodeRef, Term, Triple};
use oxttl::TurtleSerializer;
use std::io;

/// Statements in order.
#[derive(Debug, Default)]
pub(super) struct Graph {
    triples: Vec<Triple>,
}

/// A node that is being described.
#[derive(Debug)]
pub(super) struct Node<'a> {
    graph: &'a mut Graph,
    subject: NamedNode,
}

/// The node of an IRI; `None` when it can't be one, since a bad value must not break the whole.
pub(super) fn iri(text: &str) -> Option<NamedNode> {
    NamedNode::new(text).ok()
}

impl Graph {
    /// Begins to describe a thing of a class.
    pub(super) fn describe(
        &mut self,
        subject: &NamedNode,
        class: NamedNodeRef<'static>,
    ) -> Node<'_> {
        let mut node = Node {
            graph: self,
            subject: subject.clone(),
        };
        node.link(rdf::TYPE, class.into_owned());
        node
    }

    /// Whether something is described already.
    pub(super) fn knows(&self, subject: &NamedNode) -> bool {
        let wanted = subject.clone().into();
        self.triples.iter().any(|triple| triple.subject == wanted)
    }

    /// The text in Turtle.
    ///
    /// Errors: none in practice; those of the serializer's writer.
    pub(super) fn turtle(&self) -> io::Result<Vec<u8>> {
        let mut serializer = TurtleSerializer::new();
        for (prefix, space) in PREFIXES {
            serializer = serializer
                .with_prefix(*prefix, *space)
                .map_err(io::Error::other)?;
        }
        let mut writer = serializer.for_writer(Vec::new());
        for triple in &self.triples {
            writer.serialize_triple(triple)?;
        }
        writer.finish().map(|text| in_order(&text))
    }
}

/// The text with its prefixes sorted: the serializer hashes them, and the same graph must give the same bytes.
fn in_order(text: &[u8]) -> Vec<u8> {
    let lines = text.split_inclusive(|byte| *byte == b'\n');
    let (mut prefixes, mut rest) = (Vec::new(), Vec::new());
    for line in lines {
        if rest.is_empty() && line.starts_with(b"@prefix ") {
            prefixes.push(line);
        } else {
            rest.push(line);
        }
    }
    prefixes.sort_unstable();
    prefixes.extend(rest);
    prefixes.concat()
}

impl Node<'_> {
    fn put(&mut self, predicate: NamedNodeRef<'static>, object: Term) {
        let triple = Triple::new(self.subject.clone(), predicate.into_owned(), object);
        self.graph.triples.push(triple);
    }

    /// A statement about another thing.
    pub(super) fn link(&mut self, predicate: NamedNodeRef<'static>, object: NamedNode) {
        self.put(predicate, object.into());
    }

    /// The same, for an IRI that may be missing or wrong.
    pub(super) fn link_to(&mut self, predicate: NamedNodeRef<'static>, text: &str) {
        if let Some(object) = iri(text) {
            self.link(predicate, object);
        }
    }

    /// Words of people, in Indonesian; nothing when there are none.
    pub(super) fn words(&mut self, predicate: NamedNodeRef<'static>, text: &str) {
        if let (false, Ok(literal)) = (
            text.is_empty(),
            Literal::new_language_tagged_literal(text, "id"),
        ) {
            self.put(predicate, literal.into());
        }
    }

    /// Text without a language; nothing when it is empty.
    pub(super) fn text(&mut self, predicate: NamedNodeRef<'static>, text: &str) {
        if !text.is_empty() {
            self.put(predicate, Literal::new_simple_literal(text).into());
        }
    }

    /// A value of a type.
    pub(super) fn typed(
        &mut self,
        predicate: NamedNodeRef<'static>,
        value: &str,
        datatype: NamedNodeRef<'static>,
    ) {
        self.put(
            predicate,
            Literal::new_typed_literal(value, datatype).into(),
        );
    }

    /// A moment (microseconds UTC).
    pub(super) fn moment(&mut self, predicate: NamedNodeRef<'static>, micros: i64) {
        let at = clock::timestamp(micros);
        let text = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        self.typed(predicate, &text, xsd::DATE_TIME);
    }
}
