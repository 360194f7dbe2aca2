//! What a query text asks for, once its words have met the dictionary and the word lists.
//!
//! Unknown words are replaced by known ones here, unfinished ones completed, and terms that have
//! synonyms gathered, so that the later steps only translate.

use crate::analyzer::{self, Word};
use crate::error::Error;
use crate::grammar::{FieldName, Node};
use crate::highlight::Marks;
use crate::lexicon::Lexicon;
use crate::vocabulary::Vocabulary;

/// Letters after which an unknown last word is completed.
const SHORTEST_PREFIX: usize = 2;
/// Completions of an unfinished word that are searched.
const MOST_COMPLETIONS: usize = 12;

/// What is wanted.
#[derive(Debug, Clone)]
pub(crate) enum Wanted {
    /// Words in a row, of which most should be found.
    Words(Run),
    /// Words that stand together, in this form.
    Phrase(Vec<Word>),
    /// Words in one field; together when the flag is set.
    In(FieldName, String, bool),
    Not(Box<Wanted>),
    All(Vec<Wanted>),
    Any(Vec<Wanted>),
}

/// Words in a row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    /// What the words mean, in order.
    pub(crate) units: Vec<Unit>,
    /// All words, for the nearness of words in titles.
    pub(crate) words: Vec<Word>,
}

/// One or several words with one meaning.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) words: Vec<Sought>,
    /// Other ways to say it.
    pub(crate) meanings: Vec<Vec<Word>>,
    pub(crate) role: Role,
}

/// How much a unit decides about a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It should be found.
    Needed,
    /// A year or place: it should be found, but never stands for the other words.
    Context,
    /// It says little: found or not, the document counts.
    Weak,
    /// The joined form (`luas_panen`) of words that are units of their own.
    Joined,
}

/// A word and what may stand for it.
#[derive(Debug, Clone)]
pub(crate) struct Sought {
    pub(crate) word: Word,
    /// Whether it says little.
    pub(crate) is_weak: bool,
    /// Names of places have no stem.
    pub(crate) is_place: bool,
    /// The word in heads of columns for places of this kind.
    pub(crate) kind_of_place: Option<String>,
    /// Exact words that may stand for it: completions of an unfinished word.
    pub(crate) completions: Vec<String>,
}

/// Turns a parsed text into what is wanted.
pub(crate) struct Resolver<'a> {
    pub(crate) lexicon: &'a Lexicon<'a>,
    pub(crate) vocabulary: &'a Vocabulary,
    /// The words to be marked in hits.
    pub(crate) marks: Marks,
    /// Unknown words and the known ones that took their place.
    pub(crate) replaced: Vec<(String, String)>,
    /// The folded last word of the text when it may be unfinished.
    pub(crate) unfinished: Option<String>,
    /// Whether words stay as they were typed: inside what must not match.
    pub(crate) literal: bool,
}

impl Resolver<'_> {
    pub(crate) fn resolve(&mut self, node: &Node) -> Result<Wanted, Error> {
        Ok(match node {
            Node::Word(text) => Wanted::Words(self.run(text)?),
            Node::Phrase(text) => {
                let mut words = analyzer::words_of(text);
                words.retain(|word| !word.is_joined());
                for word in &words {
                    self.marks.add_exact(&word.exact);
                }
                Wanted::Phrase(words)
            }
            Node::In(name, inner) => self.inside(*name, inner),
            Node::Not(inner) => {
                let marks = self.marks.clone();
                let before = std::mem::replace(&mut self.literal, true);
                let wanted = self.resolve(inner)?;
                self.literal = before;
                self.marks = marks;
                Wanted::Not(Box::new(wanted))
            }
            Node::All(parts) => self.all(parts)?,
            Node::Any(parts) => {
                let parts = parts.iter().map(|part| self.resolve(part));
                Wanted::Any(parts.collect::<Result<_, _>>()?)
            }
        })
    }

    fn all(&mut self, parts: &[Node]) -> Result<Wanted, Error> {
        let mut run = String::new();
        let mut wanted = Vec::new();
        for part in parts {
            if let Node::Word(text) = part {
                run.push_str(text);
                run.push(' ');
            } else {
                wanted.push(self.resolve(part)?);
            }
        }
        if !run.is_empty() {
            wanted.insert(0, Wanted::Words(self.run(&run)?));
        }
        Ok(Wanted::All(wanted))
    }

    fn inside(&mut self, name: FieldName, node: &Node) -> Wanted {
        match node {
            Node::Word(text) | Node::Phrase(text) => {
                for word in analyzer::words_of(text) {
                    self.marks.add(&word);
                }
                Wanted::In(name, text.clone(), matches!(node, Node::Phrase(_)))
            }
            Node::In(inner_name, inner) => self.inside(*inner_name, inner),
            Node::Not(inner) => Wanted::Not(Box::new(self.inside(name, inner))),
            Node::All(parts) => {
                Wanted::All(parts.iter().map(|part| self.inside(name, part)).collect())
            }
            Node::Any(parts) => {
                Wanted::Any(parts.iter().map(|part| self.inside(name, part)).collect())
            }
        }
    }

    fn run(&mut self, text: &str) -> Result<Run, Error> {
        let mut words = analyzer::words_of(text);
        self.correct(&mut words)?;
        let mut run = Run::default();
        for joined in words.iter().filter(|word| word.is_joined()) {
            run.units.push(Unit {
                words: self.sought(std::slice::from_ref(joined))?,
                meanings: Vec::new(),
                role: Role::Joined,
            });
        }
        words.retain(|word| !word.is_joined());
        let mut rest = words.as_slice();
        while !rest.is_empty() {
            let (meanings, length) = self.meanings(rest, 1);
            let (taken, following) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            run.units.push(self.unit(taken, meanings)?);
            rest = following;
        }
        if !run.units.iter().any(|unit| unit.role == Role::Needed) {
            promote(&mut run.units);
        }
        for unit in run.units.iter().filter(|unit| unit.role != Role::Weak) {
            self.mark(unit);
        }
        run.words = words;
        Ok(run)
    }

    fn unit(&self, words: &[Word], meanings: Vec<Vec<Word>>) -> Result<Unit, Error> {
        let sought = self.sought(words)?;
        let weak = |word: &Sought| word.is_weak;
        let context = |word: &Sought| word.is_place || is_year(&word.word);
        let role = if sought.iter().all(weak) {
            Role::Weak
        } else if sought.iter().all(context) {
            Role::Context
        } else {
            Role::Needed
        };
        Ok(Unit {
            words: sought,
            meanings,
            role,
        })
    }

    /// The synonyms of the longest term at the start, and its length; else `otherwise`.
    fn meanings(&self, words: &[Word], otherwise: usize) -> (Vec<Vec<Word>>, usize) {
        match self.vocabulary.meanings_at(words) {
            Some((length, meanings)) => (meanings.to_vec(), length.max(otherwise)),
            None => (Vec::new(), otherwise),
        }
    }

    fn sought(&self, words: &[Word]) -> Result<Vec<Sought>, Error> {
        let sought = words.iter().map(|word| {
            let unfinished = !self.literal && self.unfinished.as_ref() == Some(&word.exact);
            let completions = if unfinished && word.exact.chars().count() >= SHORTEST_PREFIX {
                self.lexicon.completions(&word.exact, MOST_COMPLETIONS)?
            } else {
                Vec::new()
            };
            Ok(Sought {
                word: word.clone(),
                is_weak: self.vocabulary.is_stop_word(word),
                is_place: self.vocabulary.is_place(word),
                kind_of_place: self.vocabulary.kind_of_place(word).map(str::to_owned),
                completions,
            })
        });
        sought.collect()
    }

    /// Replaces words that do not occur, unless they are terms of a list or may be unfinished.
    fn correct(&mut self, words: &mut [Word]) -> Result<(), Error> {
        if self.literal {
            return Ok(());
        }
        for word in words.iter_mut() {
            let listed = self.vocabulary.is_stop_word(word)
                || self.vocabulary.is_place(word)
                || self.vocabulary.is_in_a_term(word);
            if listed || self.lexicon.knows(word)? {
                self.forget_unfinished(word);
                continue;
            }
            let unfinished = self.unfinished.as_ref() == Some(&word.exact);
            if unfinished && !self.lexicon.completions(&word.exact, 1)?.is_empty() {
                continue;
            }
            if let Some(known) = self.lexicon.closest(word)?
                && let Some(meant) = analyzer::words_of(&known).first()
            {
                self.replaced.push((word.exact.clone(), known));
                word.exact.clone_from(&meant.exact);
                word.stem.clone_from(&meant.stem);
            }
        }
        Ok(())
    }

    /// A word that is known is taken as finished.
    fn forget_unfinished(&mut self, word: &Word) {
        if self.unfinished.as_ref() == Some(&word.exact) {
            self.unfinished = None;
        }
    }

    fn mark(&mut self, unit: &Unit) {
        for sought in &unit.words {
            if sought.is_place {
                self.marks.add_exact(&sought.word.exact);
            } else {
                self.marks.add(&sought.word);
            }
            for completion in &sought.completions {
                self.marks.add_exact(completion);
            }
        }
        for word in unit.meanings.iter().flatten() {
            if !self.vocabulary.is_stop_word(word) {
                self.marks.add(word);
            }
        }
    }
}

/// Without a word that decides, years and places do, and without those the words that say little.
fn promote(units: &mut [Unit]) {
    for role in [Role::Context, Role::Weak] {
        let mut promoted = false;
        for unit in units.iter_mut().filter(|unit| unit.role == role) {
            unit.role = Role::Needed;
            unit.words.iter_mut().for_each(|word| word.is_weak = false);
            promoted = true;
        }
        if promoted {
            return;
        }
    }
}

fn is_year(word: &Word) -> bool {
    let year =
        word.exact.len() == 4 && (word.exact.starts_with("19") || word.exact.starts_with("20"));
    year && word.exact.bytes().all(|b| b.is_ascii_digit())
}
