//! Personal data (UU 27/2022) that must not be published: identifiers of people and how to reach them.
//!
//! A [`Detector`] looks at the values of one column, one after the other, and tells what it found; [`across`] adds what
//! only several columns together give away (names with birth dates, where somebody lives). [`cover`] takes the found
//! values out of a report, so that no page, answer or log repeats them. Nothing here knows how the values were read.

mod cover;
mod detector;
mod elsewhere;
mod email;
mod identity;
mod mask;
mod people;
mod phone;
mod scan;
mod title;

pub use cover::cover;
pub use detector::{Detector, Found};
pub use elsewhere::Elsewhere;
pub(super) use elsewhere::beside;
pub use people::across;

use super::report::{Finding, Level};
use super::typed::Spec;

/// What kind of personal datum a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identity {
    /// Number of a resident, on the identity card.
    Nik,
    /// Number of a family card.
    Kk,
    /// Tax number.
    Npwp,
    /// Number of a civil servant.
    Nip,
    /// A telephone that belongs to a person.
    Phone,
    /// A personal e-mail address.
    Email,
    /// A person's name, where the table says more of that person.
    Name,
    /// The day somebody was born, beside the name.
    BirthDate,
    /// Where somebody lives, to a few metres.
    Home,
    /// An address to the neighbourhood, beside the name.
    Address,
}

impl Identity {
    /// All kinds, in the order of their declaration.
    pub const ALL: [Self; 10] = [
        Self::Nik,
        Self::Kk,
        Self::Npwp,
        Self::Nip,
        Self::Phone,
        Self::Email,
        Self::Name,
        Self::BirthDate,
        Self::Home,
        Self::Address,
    ];

    /// The stable word for it in a finding.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Nik => "NIK",
            Self::Kk => "KK",
            Self::Npwp => "NPWP",
            Self::Nip => "NIP",
            Self::Phone => "HP",
            Self::Email => "surel",
            Self::Name => "nama",
            Self::BirthDate => "tanggal_lahir",
            Self::Home => "koordinat_rumah",
            Self::Address => "alamat",
        }
    }

    fn from_label(label: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|identity| identity.label() == label)
    }
}

/// How sure the detector is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// It is personal: the file can't be published like this.
    Certain,
    /// The number was one, but a spreadsheet rounded its last digits away.
    DigitsLost,
    /// A person should look.
    Likely,
}

impl Certainty {
    /// Code and weight of its finding.
    pub const fn finding(self) -> (&'static str, Level) {
        match self {
            Self::Certain => ("personal_data", Level::Blocking),
            Self::DigitsLost => ("identifier_digits_lost", Level::Blocking),
            Self::Likely => ("personal_data_likely", Level::Warning),
        }
    }
}

/// Codes of the findings of this module.
pub const CODES: [&str; 3] = [
    "personal_data",
    "identifier_digits_lost",
    "personal_data_likely",
];

/// Findings for columns that hold personal data, each with its detector; values are masked. The detectors look at the
/// cells as written: what does not fit its column's kind is published with the file all the same.
pub(super) fn findings(specs: &[Spec], detectors: &[Detector], sheet: &str) -> Vec<Finding> {
    all(detectors)
        .into_iter()
        .filter_map(|(index, found)| {
            let column = specs.get(index)?;
            let mut finding = found.finding();
            sheet.clone_into(&mut finding.sheet);
            finding.column.clone_from(&column.name);
            finding.cell = format!("{}{}", column.letter, found.row);
            let also = found.also.iter();
            finding.also = also.map(|row| format!("{}{row}", column.letter)).collect();
            Some(finding)
        })
        .collect()
}

/// What the columns of one table hold, each with the index of its column.
pub fn all(detectors: &[Detector]) -> Vec<(usize, Found)> {
    let mut found: Vec<(usize, Found)> = detectors
        .iter()
        .enumerate()
        .flat_map(|(index, detector)| detector.findings().into_iter().map(move |f| (index, f)))
        .collect();
    found.extend(across(detectors));
    found.sort_by_key(|(index, found)| (*index, found.certainty, found.what));
    found
}

#[cfg(test)]
mod tests;
