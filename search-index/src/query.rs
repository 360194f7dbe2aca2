//! A question to the index and its answer.

use crate::facet::{Facet, FacetCounts, FacetRequest};

/// Most hits of one answer.
pub const MOST_HITS: usize = 1_000;
/// Hits that can be skipped.
pub const FARTHEST_OFFSET: usize = 100_000;

/// What is asked. The default asks for everything, newest first, without facets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Words, `"phrases"`, `-unwanted`, `field:value`, `OR` and brackets. Any text is answered.
    pub text: String,
    /// Values wanted per facet: one of the values of each facet must be present.
    pub filters: Vec<(Facet, Vec<String>)>,
    /// Order of the hits.
    pub sort: Sort,
    /// Hits skipped; at most [`FARTHEST_OFFSET`].
    pub offset: usize,
    /// Hits wanted; at most [`MOST_HITS`].
    pub limit: usize,
    /// Facets to be counted.
    pub facets: Vec<FacetRequest>,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: String::new(),
            filters: Vec::new(),
            sort: Sort::default(),
            offset: 0,
            limit: 20,
            facets: Vec::new(),
        }
    }
}

/// Order of hits; equal ones stand newest first, then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best match first; without a text, newest first.
    #[default]
    Relevance,
    /// Last released first.
    Newest,
    /// Last released last.
    Oldest,
    /// By folded title.
    Title,
    /// Most used first.
    Popular,
}

impl Sort {
    /// All orders.
    pub const ALL: [Self; 5] = [
        Self::Relevance,
        Self::Newest,
        Self::Oldest,
        Self::Title,
        Self::Popular,
    ];

    /// The name of the order in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Title => "title",
            Self::Popular => "popular",
        }
    }

    /// The order of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.as_str() == name)
    }
}

/// The answer to a [`Query`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// Hits in all.
    pub total: u64,
    /// The hits asked for, in order.
    pub hits: Vec<Hit>,
    /// Counts, in the order asked for.
    pub facets: Vec<FacetCounts>,
    /// The text that was really searched, when unknown words were replaced by known ones.
    pub corrected: Option<String>,
    /// A text that would find something, when this one found nothing.
    pub suggestion: Option<String>,
    /// Whether hits may lack some of the words, since too few have them all.
    pub relaxed: bool,
}

/// A dataset found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Id of the document.
    pub id: String,
    /// Name of the dataset in addresses.
    pub name: String,
    /// How well it matches; only comparable within one answer, 0 when not sorted by relevance.
    pub score: f32,
    /// The whole title.
    pub title: Vec<Segment>,
    /// The part of the description that matches best; empty without a description.
    pub snippet: Vec<Segment>,
    /// Where the words were found besides title and description, best places first.
    pub matched: Vec<Matched>,
}

/// A piece of text as it was written; whoever shows it must escape it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The text.
    pub text: String,
    /// Whether it is a word that was looked for.
    pub marked: bool,
}

/// A value in which a word was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// Where.
    pub place: Place,
    /// The value, such as the name of a column.
    pub text: String,
}

/// A part of a document besides title and description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A keyword.
    Tag,
    /// The name or description of a column.
    Column,
    /// The name of a region.
    Region,
    /// A value in a column.
    Value,
    /// The organization.
    Organization,
    /// A topic.
    Topic,
}

/// Something to search for, offered while a person types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// What is shown.
    pub text: String,
    /// Name in addresses of a dataset, organization or topic; the text itself for the others.
    pub id: String,
}

/// What a [`Suggestion`] leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuggestionKind {
    /// The text with its last word completed.
    Words,
    /// A dataset.
    Dataset,
    /// An organization.
    Organization,
    /// A topic.
    Topic,
    /// A keyword.
    Tag,
}
