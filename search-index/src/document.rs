//! A dataset as the index sees it, and its translation into fields.

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;

use crate::analyzer;
use crate::error::Error;
use crate::facet::Facet;
use crate::schema::{Fields, LABEL_SEPARATOR, TextGroup};

/// Category values of one dataset that are searched; the rest is left out.
pub const MOST_VALUES: usize = 500;
/// Bytes of a description that are searched and shown.
pub const LONGEST_DESCRIPTION: usize = 20_000;

/// One dataset. Only what the public may see belongs here.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Document {
    /// Identifies the dataset; a later document with the same id replaces the earlier one.
    pub id: String,
    /// Name in addresses.
    pub name: String,
    /// Title as shown.
    pub title: String,
    /// Plain text.
    pub description: String,
    /// Keywords.
    pub tags: Vec<String>,
    /// Name of the organization in addresses; empty when there is none.
    pub organization: String,
    /// Full name of the organization.
    pub organization_title: String,
    /// Abbreviation of the organization; may be empty.
    pub organization_abbreviation: String,
    /// Topics, most important first.
    pub topics: Vec<Topic>,
    /// Columns of all tables.
    pub columns: Vec<Column>,
    /// Frequent values of category columns; at most [`MOST_VALUES`] are used.
    pub values: Vec<String>,
    /// Names of the regions that the data is about.
    pub regions: Vec<String>,
    /// Whether the data is about the whole area of the portal, not a part of it.
    pub whole_area: bool,
    /// Years that the data covers.
    pub years: Vec<i32>,
    /// File formats offered, such as `CSV`.
    pub formats: Vec<String>,
    /// Code of the licence; empty when unknown.
    pub licence: String,
    /// Code of the update frequency; empty when unknown.
    pub frequency: String,
    /// Last release, microseconds since 1970 UTC.
    pub updated_at: i64,
    /// First release, microseconds since 1970 UTC.
    pub created_at: i64,
    /// Rows of all tables together.
    pub row_count: u64,
    /// Quality score, 0 to 1.
    pub quality: f64,
    /// Any number that grows with use.
    pub popularity: f64,
}

/// A topic of a dataset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Name in addresses.
    pub name: String,
    /// Title as shown.
    pub title: String,
}

/// A column of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name in the table.
    pub name: String,
    /// What the column holds; may be empty.
    pub description: String,
}

impl Document {
    /// The values of a facet, as they are counted and filtered.
    pub(crate) fn facet_values(&self, facet: Facet) -> Vec<String> {
        let one = |value: &String| vec![value.clone()];
        let values = match facet {
            Facet::Organization => one(&self.organization),
            Facet::Topic => self.topics.iter().map(|topic| topic.name.clone()).collect(),
            Facet::Format => self.formats.clone(),
            Facet::Year => self.years.iter().map(ToString::to_string).collect(),
            Facet::Licence => one(&self.licence),
            Facet::Frequency => one(&self.frequency),
            Facet::Tag => self.tags.clone(),
        };
        let mut distinct: Vec<String> = Vec::with_capacity(values.len());
        for value in values {
            if !value.is_empty() && !distinct.contains(&value) {
                distinct.push(value);
            }
        }
        distinct
    }

    /// The texts of a group, each a value of its own so that phrases do not cross them.
    pub(crate) fn texts(&self, group: TextGroup) -> Vec<&str> {
        let mut texts: Vec<&str> = match group {
            TextGroup::Title => vec![&self.title],
            TextGroup::Tags => self.tags.iter().map(String::as_str).collect(),
            TextGroup::Region => self.regions.iter().map(String::as_str).collect(),
            TextGroup::Description => vec![cut(&self.description, LONGEST_DESCRIPTION)],
            TextGroup::Columns => {
                let columns = self.columns.iter();
                columns
                    .flat_map(|column| [column.name.as_str(), column.description.as_str()])
                    .collect()
            }
            TextGroup::Values => {
                let values = self.values.iter().take(MOST_VALUES);
                values.map(String::as_str).collect()
            }
            TextGroup::Organization => {
                vec![&self.organization_title, &self.organization_abbreviation]
            }
            TextGroup::Topic => self
                .topics
                .iter()
                .map(|topic| topic.title.as_str())
                .collect(),
            TextGroup::Year => Vec::new(),
        };
        texts.retain(|text| !text.trim().is_empty());
        texts
    }

    /// The stored form: what is needed to show a hit.
    fn to_json(&self) -> Result<Vec<u8>, Error> {
        let mut shown = self.clone();
        let end = shown.description.floor_char_boundary(LONGEST_DESCRIPTION);
        shown.description.truncate(end);
        shown.values.truncate(MOST_VALUES);
        serde_json::to_vec(&shown).map_err(Error::Stored)
    }

    /// Reads the stored form.
    pub(crate) fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(bytes).map_err(Error::Stored)
    }

    /// Translates the document into fields.
    pub(crate) fn to_fields(&self, fields: &Fields) -> Result<TantivyDocument, Error> {
        let mut out = TantivyDocument::new();
        out.add_text(fields.id, &self.id);
        out.add_bytes(fields.stored, &self.to_json()?);
        for text_fields in &fields.texts {
            let years: Vec<String>;
            let texts = if text_fields.group == TextGroup::Year {
                years = self.years.iter().map(ToString::to_string).collect();
                years.iter().map(String::as_str).collect()
            } else {
                self.texts(text_fields.group)
            };
            for text in texts {
                out.add_text(text_fields.exact, text);
                out.add_text(text_fields.stem, text);
                if text_fields.group != TextGroup::Values {
                    out.add_text(fields.words, text);
                    out.add_text(fields.stems, text);
                }
            }
        }
        for facet in Facet::ALL {
            for field in fields.facet(facet) {
                for value in self.facet_values(facet) {
                    out.add_text(field, value);
                }
            }
        }
        self.add_labels(fields, &mut out);
        out.add_text(fields.title_sort, analyzer::fold(&self.title));
        out.add_bool(fields.whole_area, self.whole_area);
        out.add_i64(fields.updated_at, self.updated_at);
        out.add_i64(fields.created_at, self.created_at);
        out.add_u64(fields.row_count, self.row_count);
        out.add_f64(fields.quality, self.quality);
        out.add_f64(fields.popularity, self.popularity);
        Ok(out)
    }

    fn add_labels(&self, fields: &Fields, out: &mut TantivyDocument) {
        let label = |title: &str, name: &str| format!("{title}{LABEL_SEPARATOR}{name}");
        if !self.organization.is_empty() {
            let text = label(&self.organization_title, &self.organization);
            out.add_text(fields.organization_label, text);
        }
        for topic in &self.topics {
            out.add_text(fields.topic_label, label(&topic.title, &topic.name));
        }
    }
}

/// The longest beginning of `text` that fits into `bytes`.
fn cut(text: &str, bytes: usize) -> &str {
    let end = text.floor_char_boundary(bytes);
    text.get(..end).unwrap_or(text)
}
