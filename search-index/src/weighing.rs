//! What a document weighs besides its words: the reach of the data and its quality.

use tantivy::collector::sort_key::NaturalComparator;
use tantivy::collector::{SegmentSortKeyComputer, SortKeyComputer};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentReader};

use crate::schema::sort_keys;

/// How much of the score data about a part of the area keeps when no place was named.
const PART_OF_AREA: f32 = 0.85;
/// What the best quality adds.
const QUALITY: f32 = 0.05;

/// Sorts by score, weighed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SortByWeighedScore {
    /// Whether the query names no place, so that data about the whole area goes first.
    pub(crate) prefers_whole_area: bool,
}

impl SortKeyComputer for SortByWeighedScore {
    type SortKey = Score;
    type Child = SegmentWeighing;
    type Comparator = NaturalComparator;

    fn requires_scoring(&self) -> bool {
        true
    }

    fn segment_sort_key_computer(
        &self,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentWeighing> {
        let fields = reader.fast_fields();
        Ok(SegmentWeighing {
            whole_area: if self.prefers_whole_area {
                fields.column_opt(sort_keys::WHOLE_AREA)?
            } else {
                None
            },
            quality: fields.column_opt(sort_keys::QUALITY)?,
        })
    }
}

pub(crate) struct SegmentWeighing {
    whole_area: Option<Column<bool>>,
    quality: Option<Column<f64>>,
}

impl SegmentSortKeyComputer for SegmentWeighing {
    type SortKey = Score;
    type SegmentSortKey = Score;
    type SegmentComparator = NaturalComparator;

    fn segment_sort_key(&mut self, document: DocId, score: Score) -> Score {
        let whole_area = self
            .whole_area
            .as_ref()
            .and_then(|column| column.first(document));
        let reach = if whole_area == Some(false) {
            PART_OF_AREA
        } else {
            1.0
        };
        let quality = self
            .quality
            .as_ref()
            .and_then(|column| column.first(document));
        score * reach * (1.0 + QUALITY * share(quality.unwrap_or(0.0)))
    }

    fn convert_segment_sort_key(&self, score: Score) -> Score {
        score
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a share between 0 and 1 loses only digits"
)]
fn share(value: f64) -> f32 {
    value.clamp(0.0, 1.0) as f32
}
