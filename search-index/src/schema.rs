//! The fields of the index, and nothing else knows their names.
//!
//! Text is kept in groups ([`TextGroup`]); every group has two fields, the exact words and their
//! stems. Facets are raw values. What a hit shows is read from one stored field.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};

use crate::analyzer::{EXACT, STEM};
use crate::facet::Facet;

/// Version of the stored form: the schema, the analysis chain and the list of known stems.
///
/// It names the folder of an index; raise it with every change of one of them.
pub const VERSION: u32 = 1;

/// A group of text that is searched and weighted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TextGroup {
    Title,
    Tags,
    Region,
    Description,
    Columns,
    Values,
    Organization,
    Topic,
    Year,
}

impl TextGroup {
    pub(crate) const ALL: [Self; 9] = [
        Self::Title,
        Self::Tags,
        Self::Region,
        Self::Description,
        Self::Columns,
        Self::Values,
        Self::Organization,
        Self::Topic,
        Self::Year,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Tags => "tags",
            Self::Region => "region",
            Self::Description => "description",
            Self::Columns => "columns",
            Self::Values => "values",
            Self::Organization => "organization",
            Self::Topic => "topic",
            Self::Year => "year",
        }
    }

    /// What a word found in this group is worth, beside a word of the description (1).
    pub(crate) const fn weight(self) -> f32 {
        match self {
            Self::Title => 5.0,
            Self::Tags => 3.0,
            Self::Region => 1.5,
            Self::Description | Self::Columns | Self::Organization | Self::Topic => 1.0,
            Self::Values => 0.7,
            Self::Year => 0.5,
        }
    }
}

/// The two fields of a text group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextFields {
    pub(crate) group: TextGroup,
    pub(crate) exact: Field,
    pub(crate) stem: Field,
}

/// Handles of all fields.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    /// The document as JSON, for titles and snippets.
    pub(crate) stored: Field,
    pub(crate) texts: Vec<TextFields>,
    /// All exact words but those of category values: the dictionary of corrections and completions.
    pub(crate) words: Field,
    /// The stems of `words`.
    pub(crate) stems: Field,
    facets: Vec<(Facet, Field)>,
    /// `title <unit separator> name` of organizations.
    pub(crate) organization_label: Field,
    /// `title <unit separator> name` of topics.
    pub(crate) topic_label: Field,
    pub(crate) whole_area: Field,
    pub(crate) title_sort: Field,
    pub(crate) updated_at: Field,
    pub(crate) created_at: Field,
    pub(crate) row_count: Field,
    pub(crate) quality: Field,
    pub(crate) popularity: Field,
}

/// Names of the fast fields that hits are sorted by.
pub(crate) mod sort_keys {
    pub(crate) const ID: &str = "id";
    pub(crate) const TITLE: &str = "title_sort";
    pub(crate) const UPDATED_AT: &str = "updated_at";
    pub(crate) const QUALITY: &str = "quality";
    pub(crate) const WHOLE_AREA: &str = "whole_area";
    pub(crate) const POPULARITY: &str = "popularity";
}

/// Stands between title and name in a label field; it cannot occur in a title.
pub(crate) const LABEL_SEPARATOR: char = '\u{1f}';

impl Fields {
    /// Builds the schema and its handles.
    pub(crate) fn build() -> (Schema, Self) {
        let mut builder = Schema::builder();
        let texts = TextGroup::ALL.map(|group| text_fields(&mut builder, group));
        let facets = Facet::ALL.map(|facet| {
            let name = format!("facet_{}", facet.as_str());
            (facet, builder.add_text_field(&name, STRING | FAST))
        });
        let fields = Self {
            id: builder.add_text_field(sort_keys::ID, STRING | FAST),
            stored: builder.add_bytes_field("stored", STORED),
            texts: texts.to_vec(),
            words: builder.add_text_field("words", dictionary(EXACT)),
            stems: builder.add_text_field("stems", dictionary(STEM)),
            facets: facets.to_vec(),
            organization_label: builder.add_text_field("organization_label", STRING),
            topic_label: builder.add_text_field("topic_label", STRING),
            whole_area: builder.add_bool_field(sort_keys::WHOLE_AREA, FAST | INDEXED),
            title_sort: builder.add_text_field(sort_keys::TITLE, STRING | FAST),
            updated_at: builder.add_i64_field(sort_keys::UPDATED_AT, FAST),
            created_at: builder.add_i64_field("created_at", FAST),
            row_count: builder.add_u64_field("row_count", FAST | INDEXED),
            quality: builder.add_f64_field(sort_keys::QUALITY, FAST),
            popularity: builder.add_f64_field(sort_keys::POPULARITY, FAST),
        };
        (builder.build(), fields)
    }

    /// The fields of a text group.
    pub(crate) fn text(&self, group: TextGroup) -> impl Iterator<Item = &TextFields> {
        self.texts.iter().filter(move |text| text.group == group)
    }

    /// The raw field of a facet.
    pub(crate) fn facet(&self, facet: Facet) -> impl Iterator<Item = Field> {
        let of_facet = self.facets.iter().filter(move |(other, _)| *other == facet);
        of_facet.map(|(_, field)| *field)
    }
}

fn text_fields(builder: &mut SchemaBuilder, group: TextGroup) -> TextFields {
    let name = group.name();
    TextFields {
        group,
        exact: builder.add_text_field(name, text(EXACT)),
        stem: builder.add_text_field(&format!("{name}_stem"), text(STEM)),
    }
}

fn text(tokenizer: &str) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    TextOptions::default().set_indexing_options(indexing)
}

fn dictionary(tokenizer: &str) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    TextOptions::default().set_indexing_options(indexing)
}
