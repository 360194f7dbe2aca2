//! The first rows of a table, as it is and as an offer would make it.

use super::Offer;
use serde::{Deserialize, Serialize};

/// The first rows of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The first rows; `None` is a missing value.
    pub rows: Vec<Vec<Option<String>>>,
}

/// What an offer that is not taken would make of the first rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// The offer.
    pub offer: Offer,
    /// The first rows after it.
    pub sample: Sample,
}
