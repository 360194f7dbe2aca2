//! What a producer overrules of the inspection; kept with the file and with the version.

use super::report::{ColumnKind, Offer};
use serde::{Deserialize, Serialize};

/// A reading: everything that is `None` or empty is decided by the inspection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Name of the sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// First row of the header, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_first: Option<u64>,
    /// Last row of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_last: Option<u64>,
    /// First row of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_first: Option<u64>,
    /// Last row of the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_last: Option<u64>,
    /// Rows to leave out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignored_rows: Vec<u64>,
    /// Columns by their letter in the sheet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnReading>,
    /// Offers that were taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Offer>,
}

impl Reading {
    /// The reading that takes every offer.
    pub fn tidy() -> Self {
        Self {
            accepted: vec![
                Offer::DropRunningNumber,
                Offer::StandardRegions,
                Offer::FoldPeriods,
                Offer::EmptyBadCells,
            ],
            ..Self::default()
        }
    }

    /// Whether an offer was taken.
    pub fn accepts(&self, offer: Offer) -> bool {
        self.accepted.contains(&offer)
    }

    /// What is overruled of the column with this letter.
    pub fn column(&self, letter: &str) -> Option<&ColumnReading> {
        self.columns.iter().find(|column| column.letter == letter)
    }
}

/// What is overruled of one column.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnReading {
    /// Letter of the column in the sheet.
    pub letter: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ColumnKind>,
    /// Unit of its numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Leave it out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub drop: bool,
}
