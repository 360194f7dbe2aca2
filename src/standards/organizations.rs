//! The regency's agencies (OPD) as a starting list for the demo. Source: `opd_magetan.csv`.

use super::{cell, records};

/// An agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Abbreviation; in lower case it is the name in addresses.
    pub abbreviation: String,
    /// Full name.
    pub title: String,
    /// Kind: dinas, badan, kecamatan …
    pub kind: String,
    /// Codes of its affairs, separated by semicolons.
    pub affairs: String,
}

/// The agencies of Kabupaten Magetan.
pub fn magetan() -> Vec<Agency> {
    records(include_str!("../../data/reference/opd_magetan.csv"))
        .iter()
        .map(|record| Agency {
            abbreviation: cell(record, 0),
            title: cell(record, 1),
            kind: cell(record, 2),
            affairs: cell(record, 3),
        })
        .collect()
}
