//! One thing worth knowing about a file, at a place.

use super::Level;
use crate::error::Message;
use serde::{Deserialize, Serialize};

/// One thing worth knowing, at a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code.
    pub code: String,
    /// Its weight.
    pub level: Level,
    /// Name of the sheet; empty for files without sheets.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// Row as the clerk counts, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Name of the column.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub column: String,
    /// Address of the cell, `D14`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cell: String,
    /// What stands there (masked where it is personal).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// What was expected, or proposed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub expected: String,
    /// How a value of the column is written, where nothing can be proposed for this one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub example: String,
    /// The words, filled in where a language is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// How many of this kind it stands for.
    #[serde(default = "one")]
    pub count: u64,
    /// Addresses of further cells that it stands for, ten thousand at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

/// Addresses that a finding keeps of the further cells it stands for.
pub(crate) const MOST_ALSO: usize = 10_000;

fn one() -> u64 {
    1
}

impl Finding {
    /// A finding about a file or sheet as a whole.
    pub fn new(code: &str, level: Level) -> Self {
        Self {
            code: code.to_owned(),
            level,
            sheet: String::new(),
            row: None,
            column: String::new(),
            cell: String::new(),
            value: String::new(),
            expected: String::new(),
            example: String::new(),
            message: String::new(),
            count: 1,
            also: Vec::new(),
        }
    }

    /// Counts another one in, and keeps the address of its cell.
    pub fn count_in(&mut self, other: Self) {
        self.count += other.count;
        let left = MOST_ALSO.saturating_sub(self.also.len());
        let cells = std::iter::once(other.cell).chain(other.also);
        let known = cells.filter(|cell| !cell.is_empty());
        self.also.extend(known.take(left));
    }

    /// The sentence for people: id `inspection-finding-<code>` with the finding's facts.
    pub fn sentence(&self) -> Message {
        let id = crate::inspection::codes::MESSAGES
            .iter()
            .find(|(code, _)| *code == self.code)
            .map_or("inspection-finding-other", |(_, id)| *id);
        let facts = if self.code == "total_mismatch" {
            Message::new(id)
                .with_decimal("value", self.value.as_str())
                .with_decimal("expected", self.expected.as_str())
        } else {
            Message::new(id)
                .with("value", self.value.as_str())
                .with("expected", self.expected.as_str())
        };
        let hint = match (self.expected.as_str(), self.example.as_str()) {
            ("", "") => "no",
            ("", _) => "form",
            _ => "yes",
        };
        facts
            .with("hint", hint)
            .with("example", self.example.as_str())
            .with("column", self.column.as_str())
            .with("cell", self.cell.as_str())
            .with(
                "row",
                self.row
                    .map_or(0, |row| i64::try_from(row).unwrap_or(i64::MAX)),
            )
            .with("count", i64::try_from(self.count).unwrap_or(i64::MAX))
    }
}
