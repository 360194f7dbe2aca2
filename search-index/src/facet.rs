//! Facets: the values by which hits are counted and filtered.

use std::collections::BTreeMap;
use std::io;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// A property of datasets with few values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Name of the organization.
    Organization,
    /// Name of a topic.
    Topic,
    /// File format.
    Format,
    /// Year covered.
    Year,
    /// Code of the licence.
    Licence,
    /// Code of the update frequency.
    Frequency,
    /// Keyword.
    Tag,
}

impl Facet {
    /// All facets.
    pub const ALL: [Self; 7] = [
        Self::Organization,
        Self::Topic,
        Self::Format,
        Self::Year,
        Self::Licence,
        Self::Frequency,
        Self::Tag,
    ];

    /// The name of the facet in code and addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Topic => "topic",
            Self::Format => "format",
            Self::Year => "year",
            Self::Licence => "licence",
            Self::Frequency => "frequency",
            Self::Tag => "tag",
        }
    }

    /// The facet of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.as_str() == name)
    }
}

/// A facet whose values are to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FacetRequest {
    /// The facet.
    pub facet: Facet,
    /// Most values wanted, the most frequent first.
    pub limit: usize,
    /// Which hits are counted.
    pub scope: Scope,
}

/// Which hits a facet counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// The hits of the query.
    #[default]
    Hits,
    /// The hits as if this facet itself were not filtered: what each further value would give.
    WithoutOwnFilter,
}

/// The counts of one facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// The facet.
    pub facet: Facet,
    /// Values with the number of hits, most frequent first, equal ones by value.
    pub values: Vec<FacetCount>,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The value as stored in the document.
    pub value: String,
    /// Hits with this value.
    pub count: u64,
}

/// Counts per value.
pub(crate) type Tally = BTreeMap<String, u64>;

/// The most frequent values of a tally.
pub(crate) fn most_frequent(facet: Facet, tally: Tally, limit: usize) -> FacetCounts {
    let mut values: Vec<FacetCount> = tally
        .into_iter()
        .map(|(value, count)| FacetCount { value, count })
        .collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    values.truncate(limit);
    FacetCounts { facet, values }
}

/// Counts the values of several facets over all hits, in one pass.
pub(crate) struct Counter {
    pub(crate) facets: Vec<Facet>,
}

impl Collector for Counter {
    type Fruit = Vec<Tally>;
    type Child = SegmentCounter;

    fn for_segment(
        &self,
        _segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentCounter> {
        let columns = self.facets.iter().map(|facet| {
            let name = format!("facet_{}", facet.as_str());
            let column = reader.fast_fields().str(&name)?;
            let values = column.as_ref().map_or(0, |column| column.num_terms());
            Ok((column, vec![0; values]))
        });
        Ok(SegmentCounter {
            columns: columns.collect::<tantivy::Result<_>>()?,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<io::Result<Vec<Tally>>>) -> tantivy::Result<Vec<Tally>> {
        let mut merged = vec![Tally::new(); self.facets.len()];
        for fruit in fruits {
            for (whole, part) in merged.iter_mut().zip(fruit?) {
                for (value, count) in part {
                    *whole.entry(value).or_default() += count;
                }
            }
        }
        Ok(merged)
    }
}

/// Counts within one segment, by the number of the value in its dictionary.
pub(crate) struct SegmentCounter {
    columns: Vec<(Option<StrColumn>, Vec<u64>)>,
}

impl SegmentCollector for SegmentCounter {
    type Fruit = io::Result<Vec<Tally>>;

    fn collect(&mut self, document: DocId, _score: Score) {
        for (column, counts) in &mut self.columns {
            let Some(column) = column else { continue };
            for ordinal in column.term_ords(document) {
                let index = usize::try_from(ordinal).unwrap_or(usize::MAX);
                if let Some(count) = counts.get_mut(index) {
                    *count += 1;
                }
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let tallies = self.columns.into_iter().map(|(column, counts)| {
            let mut tally = Tally::new();
            let Some(column) = column else {
                return Ok(tally);
            };
            for (ordinal, count) in (0_u64..).zip(counts) {
                let mut value = String::new();
                if count > 0 && column.ord_to_str(ordinal, &mut value)? {
                    tally.insert(value, count);
                }
            }
            Ok(tally)
        });
        tallies.collect()
    }
}
