//! Answers a query: resolve, translate, collect, mark.

use tantivy::collector::sort_key::{SortByStaticFastValue, SortByString};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query as IndexQuery};
use tantivy::schema::Value;
use tantivy::{DocAddress, Order, Searcher, TantivyDocument};

use crate::analyzer;
use crate::document::Document;
use crate::error::Error;
use crate::facet::{Counter, Facet, FacetCounts, FacetRequest, Scope, Tally, most_frequent};
use crate::grammar::{self, FieldName};
use crate::highlight::{self, Marks};
use crate::lexicon::Lexicon;
use crate::query::{Answer, FARTHEST_OFFSET, Hit, MOST_HITS, Query, Sort};
use crate::rarity::Rarity;
use crate::schema::{Fields, sort_keys};
use crate::translate::{Coverage, Translator};
use crate::vocabulary::Vocabulary;
use crate::wanted::{Resolver, Run, Wanted};
use crate::weighing::SortByWeighedScore;

/// With fewer hits that have every word, hits with half of them are shown as well.
const ENOUGH: u64 = 10;

/// One state of the index and the lists.
pub(crate) struct Search<'a> {
    pub(crate) searcher: &'a Searcher,
    pub(crate) fields: &'a Fields,
    pub(crate) vocabulary: &'a Vocabulary,
}

/// A resolved text.
struct Plan {
    wanted: Option<Wanted>,
    marks: Marks,
    corrected: Option<String>,
}

impl Plan {
    fn names_a_place(&self) -> bool {
        self.wanted.as_ref().is_some_and(names_a_place)
    }
}

impl Search<'_> {
    pub(crate) fn answer(&self, query: &Query) -> Result<Answer, Error> {
        let plan = self.plan(&query.text)?;
        let mut coverage = Coverage::Every;
        let mut total = self.total(&plan, query, coverage)?;
        let mut relaxed = false;
        if total < ENOUGH && plan.wanted.as_ref().is_some_and(can_be_relaxed) {
            let more = self.total(&plan, query, Coverage::Half)?;
            relaxed = more > total;
            if relaxed {
                (coverage, total) = (Coverage::Half, more);
            }
        }
        let found = self.collect(&plan, query, coverage)?;
        let hits = found
            .iter()
            .map(|(score, address)| self.hit(*address, *score, &plan.marks));
        let hits: Vec<Hit> = hits.collect::<Result<_, _>>()?;
        let suggestion = if total == 0 {
            self.suggestion(&query.text)?
        } else {
            None
        };
        Ok(Answer {
            total,
            hits,
            facets: self.facets(&plan, query, coverage)?,
            corrected: plan.corrected,
            suggestion,
            relaxed,
        })
    }

    fn plan(&self, text: &str) -> Result<Plan, Error> {
        let node = grammar::parse(text);
        let lexicon = Lexicon::new(self.searcher, self.fields);
        let mut resolver = Resolver {
            lexicon: &lexicon,
            vocabulary: self.vocabulary,
            marks: Marks::default(),
            replaced: Vec::new(),
            unfinished: unfinished(text),
            literal: false,
        };
        let wanted = match node {
            grammar::Node::All(parts) if parts.is_empty() => None,
            node => Some(resolver.resolve(&node)?),
        };
        Ok(Plan {
            wanted,
            corrected: rewrite(text, &resolver.replaced),
            marks: resolver.marks,
        })
    }

    /// The text and all filters but that of `without`.
    fn filtered(
        &self,
        plan: &Plan,
        query: &Query,
        coverage: Coverage,
        without: Option<Facet>,
        rarity: &Rarity<'_>,
    ) -> Result<Box<dyn IndexQuery>, Error> {
        let translator = Translator {
            searcher: self.searcher,
            fields: self.fields,
            coverage,
            rarity,
            relatives: true,
        };
        let text: Box<dyn IndexQuery> = match &plan.wanted {
            Some(wanted) => translator.query(wanted)?,
            None => Box::new(AllQuery),
        };
        let mut clauses = vec![(Occur::Must, text)];
        for (facet, values) in &query.filters {
            if Some(*facet) != without && !values.is_empty() {
                clauses.push((Occur::Must, translator.filter(*facet, values)));
            }
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn total(&self, plan: &Plan, query: &Query, coverage: Coverage) -> Result<u64, Error> {
        let rarity = Rarity::new(self.searcher);
        let whole = self.filtered(plan, query, coverage, None, &rarity)?;
        let count = self.searcher.search(whole.as_ref(), &Count)?;
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }

    fn collect(
        &self,
        plan: &Plan,
        query: &Query,
        coverage: Coverage,
    ) -> Result<Vec<(f32, DocAddress)>, Error> {
        if query.limit == 0 {
            return Ok(Vec::new());
        }
        let rarity = Rarity::new(self.searcher);
        let whole = self.filtered(plan, query, coverage, None, &rarity)?;
        let whole = whole.as_ref();
        let top = TopDocs::with_limit(query.limit.min(MOST_HITS))
            .and_offset(query.offset.min(FARTHEST_OFFSET));
        let date = |order| {
            let key = SortByStaticFastValue::<i64>::for_field(sort_keys::UPDATED_AT);
            (key, order)
        };
        let id = (SortByString::for_field(sort_keys::ID), Order::Asc);
        let found = match query.sort {
            Sort::Relevance if plan.wanted.is_some() => {
                let score = SortByWeighedScore {
                    prefers_whole_area: !plan.names_a_place(),
                };
                let key = ((score, Order::Desc), date(Order::Desc), id);
                let top = top.order_by(key);
                let found = self
                    .searcher
                    .search_with_statistics_provider(whole, &top, &rarity)?;
                let scored = found.into_iter();
                return Ok(scored
                    .map(|((score, _, _), address)| (score, address))
                    .collect());
            }
            Sort::Relevance | Sort::Newest => {
                let top = top.order_by((date(Order::Desc), id));
                addresses(self.searcher.search(whole, &top)?)
            }
            Sort::Oldest => {
                let top = top.order_by((date(Order::Asc), id));
                addresses(self.searcher.search(whole, &top)?)
            }
            Sort::Title => {
                let title = (SortByString::for_field(sort_keys::TITLE), Order::Asc);
                let top = top.order_by((title, date(Order::Desc), id));
                addresses(self.searcher.search(whole, &top)?)
            }
            Sort::Popular => {
                let popularity = SortByStaticFastValue::<f64>::for_field(sort_keys::POPULARITY);
                let top = top.order_by(((popularity, Order::Desc), date(Order::Desc), id));
                addresses(self.searcher.search(whole, &top)?)
            }
        };
        Ok(found.into_iter().map(|address| (0.0, address)).collect())
    }

    fn hit(&self, address: DocAddress, score: f32, marks: &Marks) -> Result<Hit, Error> {
        let document = stored(self.searcher, self.fields, address)?;
        Ok(Hit {
            title: highlight::mark(&document.title, marks),
            snippet: highlight::snippet(&document.description, marks),
            matched: highlight::matched(&document, marks),
            id: document.id,
            name: document.name,
            score,
        })
    }

    fn facets(
        &self,
        plan: &Plan,
        query: &Query,
        coverage: Coverage,
    ) -> Result<Vec<FacetCounts>, Error> {
        let filtered = |facet| query.filters.iter().any(|(other, _)| *other == facet);
        let apart = |request: &FacetRequest| {
            request.scope == Scope::WithoutOwnFilter && filtered(request.facet)
        };
        let together = query.facets.iter().filter(|request| !apart(request));
        let together: Vec<Facet> = together.map(|request| request.facet).collect();
        let mut tallies = self
            .tally(plan, query, coverage, None, together)?
            .into_iter();
        let mut counts = Vec::with_capacity(query.facets.len());
        for request in &query.facets {
            let tally = if apart(request) {
                let own = vec![request.facet];
                let tallies = self.tally(plan, query, coverage, Some(request.facet), own)?;
                tallies.into_iter().next()
            } else {
                tallies.next()
            };
            let tally = tally.unwrap_or_default();
            counts.push(most_frequent(request.facet, tally, request.limit));
        }
        Ok(counts)
    }

    fn tally(
        &self,
        plan: &Plan,
        query: &Query,
        coverage: Coverage,
        without: Option<Facet>,
        facets: Vec<Facet>,
    ) -> Result<Vec<Tally>, Error> {
        if facets.is_empty() {
            return Ok(Vec::new());
        }
        let rarity = Rarity::new(self.searcher);
        let whole = self.filtered(plan, query, coverage, without, &rarity)?;
        Ok(self.searcher.search(whole.as_ref(), &Counter { facets })?)
    }

    /// A text that finds something where `text` found nothing: its words without quotes and signs,
    /// corrected.
    fn suggestion(&self, text: &str) -> Result<Option<String>, Error> {
        let words = analyzer::words_of(text).into_iter();
        let words: Vec<String> = words
            .filter(|word| !word.is_joined())
            .map(|word| word.exact)
            .collect();
        let plain = words.join(" ");
        let repaired = self.plan(&plain)?;
        let offered = repaired.corrected.clone().unwrap_or(plain);
        if offered.is_empty() || offered == text {
            return Ok(None);
        }
        let total = self.total(&repaired, &Query::default(), Coverage::Half)?;
        Ok((total > 0).then_some(offered))
    }
}

fn addresses<K>(found: Vec<(K, DocAddress)>) -> Vec<DocAddress> {
    found.into_iter().map(|(_, address)| address).collect()
}

/// Reads the stored document at an address.
pub(crate) fn stored(
    searcher: &Searcher,
    fields: &Fields,
    address: DocAddress,
) -> Result<Document, Error> {
    let document: TantivyDocument = searcher.doc(address)?;
    let bytes = document
        .get_first(fields.stored)
        .and_then(|value| value.as_bytes());
    Document::from_json(bytes.unwrap_or_default())
}

/// Whether some words can be given up.
fn can_be_relaxed(wanted: &Wanted) -> bool {
    match wanted {
        Wanted::Words(Run { units, .. }) => {
            let strong = units.iter().flat_map(|unit| &unit.words);
            strong
                .filter(|word| !word.is_weak && !word.word.is_joined())
                .count()
                > 1
        }
        Wanted::All(parts) | Wanted::Any(parts) => parts.iter().any(can_be_relaxed),
        Wanted::Not(_) | Wanted::Phrase(_) | Wanted::In(..) => false,
    }
}

fn names_a_place(wanted: &Wanted) -> bool {
    match wanted {
        Wanted::Words(Run { units, .. }) => {
            let mut words = units.iter().flat_map(|unit| &unit.words);
            words.any(|word| word.is_place && !word.is_weak)
        }
        Wanted::In(name, ..) => *name == FieldName::Region,
        Wanted::All(parts) | Wanted::Any(parts) => parts.iter().any(names_a_place),
        Wanted::Not(_) | Wanted::Phrase(_) => false,
    }
}

/// The folded last word, when nothing follows it.
fn unfinished(text: &str) -> Option<String> {
    let last = analyzer::words_of(text).pop()?;
    (last.to == text.len() && !last.has_digit()).then_some(last.exact)
}

/// The text with words replaced; `None` when nothing was.
fn rewrite(text: &str, replaced: &[(String, String)]) -> Option<String> {
    if replaced.is_empty() {
        return None;
    }
    let mut rewritten = String::with_capacity(text.len());
    let mut at = 0;
    for word in analyzer::words_of(text) {
        let known = replaced.iter().find(|(unknown, _)| *unknown == word.exact);
        if let Some((_, known)) = known
            && word.from >= at
        {
            rewritten.push_str(text.get(at..word.from)?);
            rewritten.push_str(known);
            at = word.to;
        }
    }
    rewritten.push_str(text.get(at..)?);
    Some(rewritten)
}
