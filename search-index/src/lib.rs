//! Full-text index of a data catalogue with Indonesian analysis.
//!
//! ```
//! use search_index::{Document, Index, Query, Vocabulary, WordLists};
//!
//! let folder = tempfile::tempdir()?;
//! let lists = WordLists { synonyms: "padi, gabah", ..WordLists::default() };
//! let index = Index::open(folder.path(), Vocabulary::new(&lists))?;
//! for (id, title) in [("1", "Luas Panen Padi"), ("2", "Jumlah Petani"), ("3", "Ruas Jalan")] {
//!     index.put(&Document {
//!         id: id.to_owned(),
//!         title: title.to_owned(),
//!         ..Document::default()
//!     })?;
//! }
//! index.commit(7)?;
//!
//! let answer = index.search(&Query { text: "bertani".to_owned(), ..Query::default() })?;
//! assert_eq!(answer.hits[0].id, "2");
//! let answer = index.search(&Query { text: "gabah".to_owned(), ..Query::default() })?;
//! assert_eq!(answer.hits[0].id, "1");
//! assert_eq!(index.sequence()?, 7);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The map: [`schema`] names the fields; `analyzer` says what counts as the same word; `document`
//! is what goes in; `grammar` reads a query text, `wanted` completes and corrects it, `translate`
//! makes a query of the library out of it, `search` runs it; `facet` counts, `highlight` marks,
//! `lexicon` knows all words, `suggest` offers some; `index` owns the files.
//!
//! The index holds no truth of its own: it may be deleted at any time and fed again. It knows
//! neither the database nor the web.

mod analyzer;
mod document;
mod error;
mod facet;
mod grammar;
mod highlight;
mod index;
mod lexicon;
mod query;
mod rarity;
pub mod schema;
mod search;
mod suggest;
mod translate;
mod vocabulary;
mod wanted;
mod weighing;

pub use document::{Column, Document, LONGEST_DESCRIPTION, MOST_VALUES, Topic};
pub use error::Error;
pub use facet::{Facet, FacetCount, FacetCounts, FacetRequest, Scope};
pub use index::Index;
pub use query::{
    Answer, FARTHEST_OFFSET, Hit, MOST_HITS, Matched, Place, Query, Segment, Sort, Suggestion,
    SuggestionKind,
};
pub use vocabulary::{Vocabulary, WordLists};
