//! What a submission changes, in figures.

use super::table::{CombineFinding, Difference, Error};
use crate::error::{Failure, Message};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Figures of the difference between the published version and what the public would see.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeSummary {
    /// Version of this stored form.
    pub form: u32,
    /// Whether there was a published table to compare with.
    pub compared: bool,
    /// Rows of the published table.
    pub rows_before: u64,
    /// Rows that the public would see.
    pub rows_after: u64,
    /// Rows added.
    pub added: u64,
    /// Rows removed.
    pub removed: u64,
    /// Rows with at least one other cell.
    pub changed: u64,
    /// Names of columns added.
    pub columns_added: Vec<String>,
    /// Names of columns removed.
    pub columns_removed: Vec<String>,
    /// Names of columns with another type.
    pub columns_retyped: Vec<String>,
    /// What somebody should look at in the table put together from the published one and the update.
    pub findings: Vec<CombineFinding>,
    /// Columns that identify the rows of tables that have no schema yet, by resource.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub keys: BTreeMap<String, Vec<String>>,
    /// Message ids of what kept the two from being put together at all.
    pub obstacles: Vec<String>,
}

impl From<&Difference> for ChangeSummary {
    fn from(difference: &Difference) -> Self {
        let names = |columns: &[crate::query::ColumnInfo]| {
            columns.iter().map(|column| column.name.clone()).collect()
        };
        Self {
            form: Self::FORM,
            compared: true,
            rows_before: difference.rows.old,
            rows_after: difference.rows.new,
            added: difference.rows.added,
            removed: difference.rows.removed,
            changed: difference.rows.changed,
            columns_added: names(&difference.schema.added),
            columns_removed: names(&difference.schema.removed),
            columns_retyped: difference
                .schema
                .retyped
                .iter()
                .map(|column| column.name.clone())
                .collect(),
            findings: Vec::new(),
            keys: BTreeMap::new(),
            obstacles: Vec::new(),
        }
    }
}

impl ChangeSummary {
    /// Version of the stored form that this program writes.
    pub const FORM: u32 = 1;

    /// One without any change.
    pub fn new() -> Self {
        Self {
            form: Self::FORM,
            ..Self::default()
        }
    }

    /// Reads the stored form; an unreadable one counts as nothing known.
    pub fn parse(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The stored form.
    pub fn encode(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What to look at in the table put together, and whether it forbids handing it in.
    pub fn remarks(&self) -> Vec<(bool, Message)> {
        let known = [Error::NothingInCommon, Error::NoKey].map(|error| error.message());
        let obstacles = known
            .into_iter()
            .filter(|message| self.obstacles.iter().any(|id| id == message.id));
        let findings = self.findings.iter();
        obstacles
            .map(|message| (true, message))
            .chain(findings.map(|finding| (finding.is_blocking(), finding.message())))
            .collect()
    }

    /// Adds the figures of another resource.
    pub fn add(&mut self, other: Self) {
        self.compared |= other.compared;
        self.rows_before += other.rows_before;
        self.rows_after += other.rows_after;
        self.added += other.added;
        self.removed += other.removed;
        self.changed += other.changed;
        self.columns_added.extend(other.columns_added);
        self.columns_removed.extend(other.columns_removed);
        self.columns_retyped.extend(other.columns_retyped);
    }
}
