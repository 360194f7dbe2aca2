//! Translates what is wanted into queries of the index library.

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur,
    PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use crate::analyzer::{self, Word};
use crate::error::Error;
use crate::facet::Facet;
use crate::grammar::FieldName;
use crate::rarity::Rarity;
use crate::schema::{Fields, TextFields, TextGroup};
use crate::wanted::{Role, Run, Sought, Unit, Wanted};

/// What a relative of a word is worth beside the word itself.
const STEM: f32 = 0.85;
/// What a synonym is worth.
const MEANING: f32 = 0.8;
/// Words that may stand between the words of a synonym.
const MEANING_SLOP: u32 = 1;
/// What a completion of an unfinished word is worth.
const COMPLETION: f32 = 0.6;
/// What a joined form is worth beside its parts.
const JOINED: f32 = 2.0;
/// What a word that says little is worth.
const WEAK: f32 = 0.1;
/// What a document is worth that breaks its numbers down by places like the one looked for.
const KIND_OF_PLACE: f32 = 2.0;
/// What having every word adds, where half of them are enough.
const COMPLETE: f32 = 1.0;
/// How much the fields besides the best one add.
const TIE: f32 = 0.2;
/// What words that stand close together in a title are worth in addition.
const NEARNESS: f32 = 2.0;
/// Words that may stand between the words in a title.
const NEARNESS_SLOP: u32 = 2;

type Boxed = Box<dyn Query>;

/// How many of the words in a row a hit must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coverage {
    /// All but those that say little.
    Every,
    /// At least half of them.
    Half,
}

/// Translates for one state of the index.
pub(crate) struct Translator<'a> {
    pub(crate) searcher: &'a Searcher,
    pub(crate) fields: &'a Fields,
    pub(crate) coverage: Coverage,
    pub(crate) rarity: &'a Rarity<'a>,
    /// Whether relatives and synonyms count; what must not match is taken literally.
    pub(crate) relatives: bool,
}

impl Translator<'_> {
    pub(crate) fn query(&self, wanted: &Wanted) -> Result<Boxed, Error> {
        match wanted {
            Wanted::Words(run) if self.coverage == Coverage::Every => self.run(run),
            Wanted::Words(run) => {
                // Hits with every word come before those with half of them.
                let complete = Self {
                    coverage: Coverage::Every,
                    ..*self
                };
                let both = vec![
                    (Occur::Must, self.run(run)?),
                    (Occur::Should, boost(complete.run(run)?, COMPLETE)),
                ];
                Ok(Box::new(BooleanQuery::new(both)))
            }
            Wanted::Phrase(words) => self.phrase(words),
            Wanted::In(name, text, together) => self.inside(*name, text, *together),
            Wanted::Not(_) => self.all(std::slice::from_ref(wanted)),
            Wanted::All(parts) => self.all(parts),
            Wanted::Any(parts) => {
                let choices = parts.iter().map(|part| self.query(part));
                Ok(any(choices.collect::<Result<_, _>>()?))
            }
        }
    }

    fn all(&self, parts: &[Wanted]) -> Result<Boxed, Error> {
        let mut clauses = Vec::new();
        for part in parts {
            match part {
                Wanted::Not(inner) => {
                    let literally = Self {
                        coverage: Coverage::Every,
                        relatives: false,
                        ..*self
                    };
                    clauses.push((Occur::MustNot, literally.query(inner)?));
                }
                wanted => clauses.push((Occur::Must, self.query(wanted)?)),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn run(&self, run: &Run) -> Result<Boxed, Error> {
        let mut needed = Vec::new();
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        for unit in &run.units {
            let query = self.unit(unit)?;
            match unit.role {
                Role::Needed => needed.push((Occur::Should, query)),
                Role::Context if self.coverage == Coverage::Every => {
                    clauses.push((Occur::Must, query));
                }
                Role::Context => clauses.push((Occur::Should, query)),
                Role::Weak => clauses.push((Occur::Should, boost(query, WEAK))),
                Role::Joined => clauses.push((Occur::Should, boost(query, JOINED))),
            }
        }
        if needed.is_empty() {
            // Only signs and spaces: that asks for nothing in particular.
            return Ok(Box::new(AllQuery));
        }
        let least = match self.coverage {
            Coverage::Every => needed.len(),
            Coverage::Half => needed.len().div_ceil(2),
        };
        let needed = BooleanQuery::with_minimum_required_clauses(needed, least);
        clauses.push((Occur::Must, Box::new(needed)));
        for title in self.fields.text(TextGroup::Title) {
            if let Some(near) = phrase_in(title.stem, &run.words, |word| &word.stem, NEARNESS_SLOP)
            {
                clauses.push((Occur::Should, boost(near, NEARNESS)));
            }
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn unit(&self, unit: &Unit) -> Result<Boxed, Error> {
        let mut words: Vec<(Occur, Boxed)> = Vec::new();
        for sought in &unit.words {
            let query = self.sought(sought)?;
            words.push(match self.coverage {
                _ if sought.is_weak => (Occur::Should, boost(query, WEAK)),
                Coverage::Every => (Occur::Must, query),
                Coverage::Half => (Occur::Should, query),
            });
        }
        let mut ways = vec![match self.coverage {
            Coverage::Every => Box::new(BooleanQuery::new(words)) as Boxed,
            Coverage::Half => {
                let least = words.len().div_ceil(2);
                Box::new(BooleanQuery::with_minimum_required_clauses(words, least))
            }
        }];
        let frequency = self.rarest(unit)?;
        let meanings = unit.meanings.iter().filter(|_| self.relatives);
        for meaning in meanings {
            // As many words as the unit has: saying it at length is not worth more.
            let share = ratio(unit.words.len(), meaning.len());
            ways.push(boost(self.meaning(meaning, frequency)?, MEANING * share));
        }
        Ok(best(ways))
    }

    /// In how many documents the rarest word of the unit occurs.
    fn rarest(&self, unit: &Unit) -> Result<u64, Error> {
        let mut rarest = u64::MAX;
        for sought in unit.words.iter().filter(|sought| !sought.is_weak) {
            let term = Term::from_field_text(self.fields.stems, &sought.word.stem);
            rarest = rarest.min(self.searcher.doc_freq(&term)?);
        }
        Ok(if rarest == u64::MAX { 0 } else { rarest })
    }

    fn sought(&self, sought: &Sought) -> Result<Boxed, Error> {
        let texts = &self.fields.texts;
        let mut ways = self.forms(&sought.word, !sought.is_place, texts, 0)?;
        for completion in &sought.completions {
            ways.push(boost(self.exact(completion)?, COMPLETION));
        }
        if let Some(kind) = &sought.kind_of_place {
            ways.push(self.column_of_kind(kind));
        }
        Ok(best(ways))
    }

    /// Data about the whole area that is broken down by places of this kind.
    fn column_of_kind(&self, kind: &str) -> Boxed {
        let whole_area = Term::from_field_bool(self.fields.whole_area, true);
        let mut clauses = vec![(Occur::Must, has(whole_area))];
        for columns in self.fields.text(TextGroup::Columns) {
            clauses.push((Occur::Must, has(Term::from_field_text(columns.exact, kind))));
        }
        Box::new(ConstScoreQuery::new(
            Box::new(BooleanQuery::new(clauses)),
            KIND_OF_PLACE,
        ))
    }

    /// The word in each of the given fields, exactly and (when it has one) by its stem.
    ///
    /// It is worth what a word in at least `frequency` documents is worth.
    fn forms(
        &self,
        word: &Word,
        stem: bool,
        texts: &[TextFields],
        frequency: u64,
    ) -> Result<Vec<Boxed>, Error> {
        let mut ways = Vec::new();
        let exact_frequency = self
            .frequency(self.fields.words, &word.exact)?
            .max(frequency);
        let stem_frequency = self
            .frequency(self.fields.stems, &word.stem)?
            .max(frequency);
        for text in texts {
            let weight = text.group.weight();
            ways.extend(self.term(text.exact, &word.exact, weight, exact_frequency)?);
            if stem && self.relatives && !word.has_digit() {
                let weight = weight * STEM;
                ways.extend(self.term(text.stem, &word.stem, weight, stem_frequency)?);
            }
        }
        Ok(ways)
    }

    fn exact(&self, word: &str) -> Result<Boxed, Error> {
        let frequency = self.frequency(self.fields.words, word)?;
        let mut ways = Vec::new();
        for text in &self.fields.texts {
            ways.extend(self.term(text.exact, word, text.group.weight(), frequency)?);
        }
        Ok(best(ways))
    }

    fn frequency(&self, field: Field, text: &str) -> Result<u64, Error> {
        Ok(self
            .searcher
            .doc_freq(&Term::from_field_text(field, text))?)
    }

    fn term(
        &self,
        field: Field,
        text: &str,
        weight: f32,
        frequency: u64,
    ) -> Result<Option<Boxed>, Error> {
        let term = Term::from_field_text(field, text);
        if self.searcher.doc_freq(&term)? == 0 {
            return Ok(None);
        }
        self.rarity.set(&term, frequency);
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        Ok(Some(boost(Box::new(query), weight)))
    }

    /// The synonym, worth at most what a word in `frequency` documents is worth.
    fn meaning(&self, words: &[Word], frequency: u64) -> Result<Boxed, Error> {
        match words {
            [] => Ok(Box::new(EmptyQuery)),
            [word] => Ok(best(self.forms(
                word,
                true,
                &self.fields.texts,
                frequency,
            )?)),
            words => {
                let texts = self.fields.texts.iter();
                let ways = texts.filter_map(|text| {
                    let query = phrase_in(text.stem, words, |word| &word.stem, MEANING_SLOP)?;
                    for word in words {
                        let term = Term::from_field_text(text.stem, &word.stem);
                        self.rarity.set(&term, frequency);
                    }
                    Some(boost(query, text.group.weight() * STEM))
                });
                Ok(best(ways.collect()))
            }
        }
    }

    fn phrase(&self, words: &[Word]) -> Result<Boxed, Error> {
        match words {
            [] => Ok(Box::new(AllQuery)),
            [word] => self.exact(&word.exact),
            words => {
                let texts = self.fields.texts.iter();
                let ways = texts.filter_map(|text| {
                    let query = phrase_in(text.exact, words, |word| &word.exact, 0)?;
                    Some(boost(query, text.group.weight()))
                });
                Ok(best(ways.collect()))
            }
        }
    }

    fn inside(&self, name: FieldName, text: &str, together: bool) -> Result<Boxed, Error> {
        let group = match name {
            FieldName::Title => TextGroup::Title,
            FieldName::Description => TextGroup::Description,
            FieldName::Tag => TextGroup::Tags,
            FieldName::Column => TextGroup::Columns,
            FieldName::Region => TextGroup::Region,
            FieldName::Organization => TextGroup::Organization,
            FieldName::Topic => TextGroup::Topic,
            FieldName::Year => return self.value(Facet::Year, text),
            FieldName::Format => return self.value(Facet::Format, text),
            FieldName::Licence => return self.value(Facet::Licence, text),
            FieldName::Frequency => return self.value(Facet::Frequency, text),
        };
        let texts: Vec<TextFields> = self.fields.text(group).copied().collect();
        let mut words = analyzer::words_of(text);
        words.retain(|word| !word.is_joined());
        if together && words.len() > 1 {
            let ways = texts.iter().filter_map(|text| {
                let query = phrase_in(text.exact, &words, |word| &word.exact, 0)?;
                Some(boost(query, text.group.weight()))
            });
            return Ok(best(ways.collect()));
        }
        let words = words
            .iter()
            .map(|word| Ok(best(self.forms(word, true, &texts, 0)?)));
        Ok(every(words.collect::<Result<_, Error>>()?))
    }

    /// Documents with a value of the facet that is written like `text`, but for case and accents.
    fn value(&self, facet: Facet, text: &str) -> Result<Boxed, Error> {
        let wanted = analyzer::fold(text);
        let mut terms = Vec::new();
        for field in self.fields.facet(facet) {
            for segment in self.searcher.segment_readers() {
                let index = segment.inverted_index(field)?;
                let mut stream = index.terms().stream()?;
                while stream.advance() {
                    let value = std::str::from_utf8(stream.key()).unwrap_or_default();
                    if analyzer::fold(value) == wanted {
                        terms.push(Term::from_field_text(field, value));
                    }
                }
            }
        }
        Ok(one_of(terms))
    }

    /// Documents with one of these values.
    pub(crate) fn filter(&self, facet: Facet, values: &[String]) -> Boxed {
        let fields = self.fields.facet(facet);
        let terms = fields.flat_map(|field| {
            let values = values.iter();
            values.map(move |value| Term::from_field_text(field, value))
        });
        one_of(terms)
    }
}

/// The words one after another, at most `slop` positions apart; `None` for less than two words.
fn phrase_in(
    field: Field,
    words: &[Word],
    form: impl Fn(&Word) -> &String,
    slop: u32,
) -> Option<Boxed> {
    let first = words.first()?.position;
    let mut terms: Vec<(usize, Term)> = Vec::new();
    for word in words {
        let offset = word.position.wrapping_sub(first);
        // Of the halves of a reduplication, which share a position, the first stands for both.
        if terms.last().is_none_or(|(last, _)| *last < offset) {
            terms.push((offset, Term::from_field_text(field, form(word))));
        }
    }
    (terms.len() > 1).then(|| Box::new(PhraseQuery::new_with_offset_and_slop(terms, slop)) as Boxed)
}

fn boost(query: Boxed, weight: f32) -> Boxed {
    Box::new(BoostQuery::new(query, weight))
}

fn unscored(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// The best of several ways counts; the others add a little.
fn best(mut ways: Vec<Boxed>) -> Boxed {
    match ways.pop() {
        None => Box::new(EmptyQuery),
        Some(only) if ways.is_empty() => only,
        Some(last) => {
            ways.push(last);
            Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, TIE))
        }
    }
}

fn every(queries: Vec<Boxed>) -> Boxed {
    Box::new(BooleanQuery::intersection(queries))
}

fn any(queries: Vec<Boxed>) -> Boxed {
    Box::new(BooleanQuery::union(queries))
}

fn has(term: Term) -> Boxed {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

// A set query of the library builds an automaton of megabytes, which pays for thousands of terms only.
fn one_of(terms: impl IntoIterator<Item = Term>) -> Boxed {
    unscored(any(terms.into_iter().map(has).collect()))
}

/// `part / whole` of two numbers of words.
fn ratio(part: usize, whole: usize) -> f32 {
    let short = |number: usize| f32::from(u16::try_from(number).unwrap_or(u16::MAX));
    short(part) / short(whole.max(1))
}
