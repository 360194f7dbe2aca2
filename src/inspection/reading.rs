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
    /// Which table of the sheet, from 1; the largest one if `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<u32>,
    /// The sheet has no header: its first record is data.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub has_no_header: bool,
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
    /// Letter of the table's first column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_column: Option<String>,
    /// Letter of the table's last column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_column: Option<String>,
    /// Rows to leave out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignored_rows: Vec<u64>,
    /// Rows that are data, whatever they look like (a total that is none, a note in the table).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kept_rows: Vec<u64>,
    /// Columns by their letter in the sheet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnReading>,
    /// Offers that were taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Offer>,
    /// It is what was chosen for the file before, and nobody has chosen anything for this one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_remembered: bool,
}

impl Reading {
    /// The reading that takes every offer.
    pub fn tidy() -> Self {
        Self {
            accepted: vec![
                Offer::DropRunningNumber,
                Offer::StandardRegions,
                Offer::FoldPeriods,
                Offer::GroupColumn,
                Offer::EmptyBadCells,
            ],
            ..Self::default()
        }
    }

    /// What of it holds for the next file of the same make.
    ///
    /// Where the body ends and which of its rows are left out or kept belongs to one file: in a longer one it would
    /// drop data unseen.
    #[must_use]
    pub fn lasting(&self) -> Self {
        let head = self.body_first.or(self.header_last).unwrap_or(0);
        let mut lasting = Self {
            body_last: None,
            kept_rows: Vec::new(),
            ..self.clone()
        };
        lasting.ignored_rows.retain(|row| *row <= head);
        lasting
    }

    /// The same without the replacements that no cell asked for.
    #[must_use]
    pub fn met(mut self, unmet: &[Unmet]) -> Self {
        for column in &mut self.columns {
            let mut place = 0;
            column.replace.retain(|_| {
                place += 1;
                let is_idle =
                    |idle: &Unmet| idle.letter == column.letter && idle.place + 1 == place;
                !unmet.iter().any(is_idle)
            });
        }
        self
    }

    /// What is overruled, each by a stable name: `header`, `ignored`, `unit:D`, `replace:D`, `offer:fold_periods`.
    ///
    /// A version's manifest lists them in public, so no word of the file is in them: cells can name people.
    pub fn choices(&self) -> Vec<String> {
        let whole = [
            ("sheet", self.sheet.is_some()),
            ("table", self.table.is_some()),
            ("no_header", self.has_no_header),
            (
                "header",
                self.header_first.is_some() || self.header_last.is_some(),
            ),
            ("body_first", self.body_first.is_some()),
            ("body_last", self.body_last.is_some()),
            ("first_column", self.first_column.is_some()),
            ("last_column", self.last_column.is_some()),
            ("ignored", !self.ignored_rows.is_empty()),
            ("kept", !self.kept_rows.is_empty()),
        ];
        let whole = whole.into_iter().filter(|(_, is_chosen)| *is_chosen);
        let mut choices: Vec<String> = whole.map(|(name, _)| name.to_owned()).collect();
        choices.extend(self.columns.iter().flat_map(ColumnReading::choices));
        let offers = self.accepted.iter();
        choices.extend(offers.map(|offer| format!("offer:{}", offer.as_str())));
        choices
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

/// Which sign separates the fraction of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notation {
    /// `1.234.567,89`, the default where nothing tells.
    Indonesian,
    /// `1,234,567.89`
    English,
}

/// A text and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// The cell as written, blanks at its ends ignored.
    pub from: String,
    /// What it means; empty for a missing value.
    pub to: String,
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
    /// Its name in the canonical table; made from the title if `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ColumnKind>,
    /// Unit of its numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How its numbers are written; decided from all of them if `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notation: Option<Notation>,
    /// A dash means zero here, as statistical tables say "tidak ada".
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dash_is_zero: bool,
    /// Cells that mean something else than they say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replace: Vec<Replacement>,
    /// Leave it out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub drop: bool,
    /// Take it though it is hidden in the sheet.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub keep: bool,
}

/// A replacement that no cell of the file asked for: it came with the reading of another one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unmet {
    /// Letter of the column.
    pub letter: String,
    /// Its place among the column's replacements.
    pub place: usize,
}

impl ColumnReading {
    // The same of one column.
    fn choices(&self) -> Vec<String> {
        let all = [
            ("drop", self.drop),
            ("keep", self.keep),
            ("title", self.title.is_some()),
            ("name", self.name.is_some()),
            ("kind", self.kind.is_some()),
            ("unit", self.unit.is_some()),
            ("notation", self.notation.is_some()),
            ("dash", self.dash_is_zero),
            ("replace", !self.replace.is_empty()),
        ];
        let chosen = all.into_iter().filter(|(_, is_chosen)| *is_chosen);
        chosen
            .map(|(name, _)| format!("{name}:{}", self.letter))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_named_without_a_word_of_the_file() {
        let reading = Reading {
            sheet: Some("Rahasia".to_owned()),
            header_last: Some(3),
            columns: vec![ColumnReading {
                letter: "D".to_owned(),
                unit: Some("jiwa".to_owned()),
                replace: vec![Replacement {
                    from: "Siti Aminah".to_owned(),
                    to: String::new(),
                }],
                ..ColumnReading::default()
            }],
            accepted: vec![Offer::FoldPeriods],
            ..Reading::default()
        };
        assert_eq!(
            reading.choices(),
            [
                "sheet",
                "header",
                "unit:D",
                "replace:D",
                "offer:fold_periods"
            ]
        );
        assert!(Reading::default().choices().is_empty());
    }
}
