//! What a difference says, as it is stored and shown.

use serde::{Deserialize, Serialize};

use crate::error::Message;
use crate::query::{Cell, ColumnInfo, ColumnType};

/// Form of the stored documents of this module.
pub(super) const VERSION: u32 = 1;

/// Wishes for a difference.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DifferenceOptions {
    /// Columns that are declared to identify a row; `None` lets them be found.
    pub key: Option<Vec<String>>,
}

/// The difference between two versions of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Form of this document: 1.
    pub version: u32,
    /// What happened to the columns.
    pub schema: SchemaChange,
    /// How rows of the two were matched.
    pub key: Key,
    /// How many rows were added, removed and changed.
    pub rows: RowCounts,
    /// Whether the added rows are all of periods that the old table has no row of.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub adds_periods: bool,
    /// For each column present in both, in the new order, how many of its cells changed; key columns left out.
    pub columns: Vec<ColumnChange>,
    /// Changes far from what is usual in their column, the farthest first, at most 100.
    pub outliers: Vec<Outlier>,
    /// Columns of the changed rows: those of the new table, then those only in the old one. A column
    /// of another type than before has the type in which both are compared.
    pub page_columns: Vec<ColumnInfo>,
}

impl Difference {
    /// Whether it only goes on with new periods, so that sums over all rows say nothing of the rows before.
    pub fn only_continues(&self) -> bool {
        self.adds_periods && self.rows.removed == 0 && self.rows.changed == 0
    }
}

/// What happened to the columns.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SchemaChange {
    /// Columns that only the new table has.
    pub added: Vec<ColumnInfo>,
    /// Columns that only the old table has.
    pub removed: Vec<ColumnInfo>,
    /// Columns of another type than before.
    pub retyped: Vec<Retyped>,
    /// Pairs that look like one column under a new name; they are compared as one.
    pub renamed: Vec<Renamed>,
    /// True when columns present in both stand in another order.
    pub reordered: bool,
}

impl SchemaChange {
    /// True when nothing happened to the columns.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.retyped.is_empty()
            && self.renamed.is_empty()
            && !self.reordered
    }
}

/// A column of another type than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retyped {
    /// Its name in the new table.
    pub name: String,
    /// Type in the old table.
    pub from: ColumnType,
    /// Type in the new table.
    pub to: ColumnType,
}

/// A column that looks like another one under a new name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Renamed {
    /// Name in the old table.
    pub from: String,
    /// Name in the new table.
    pub to: String,
    /// From 0 (a guess) to 1 (same values).
    pub confidence: f64,
}

/// How rows of the two tables were matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Columns (names in the new table) whose values identify a row; empty for [`KeySource::WholeRow`].
    pub columns: Vec<String>,
    /// Where the key comes from.
    pub source: KeySource,
    /// Rows of the old table beyond the first of their key.
    pub duplicates_old: u64,
    /// Rows of the new table beyond the first of their key.
    pub duplicates_new: u64,
}

/// Where a key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeySource {
    /// It was declared.
    Declared,
    /// The smallest set of columns that identifies the rows of both tables.
    Found,
    /// No set of columns does: whole rows are counted, and a changed row is one removed and one added.
    WholeRow,
}

/// How many rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// Rows of the old table.
    pub old: u64,
    /// Rows of the new table.
    pub new: u64,
    /// Only in the new table.
    pub added: u64,
    /// Only in the old table.
    pub removed: u64,
    /// In both, with at least one cell that differs.
    pub changed: u64,
    /// In both, the same.
    pub unchanged: u64,
}

/// How the cells of one column changed, over the rows present in both tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnChange {
    /// Name in the new table.
    pub name: String,
    /// Cells with another value, filled and emptied ones included.
    pub changed: u64,
    /// Cells that had no value and have one now.
    pub filled: u64,
    /// Cells that had a value and have none now.
    pub emptied: u64,
    /// Sum of the whole old column; only for number columns.
    pub sum_old: Option<f64>,
    /// Sum of the whole new column; only for number columns.
    pub sum_new: Option<f64>,
}

/// A number that changed far more than numbers of its column usually did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outlier {
    /// Values of the key columns.
    pub key: Vec<Cell>,
    /// The column (name in the new table).
    pub column: String,
    /// Row in the new table, counted from 1.
    pub new_row: u64,
    /// Value in the old table.
    pub before: Cell,
    /// Value in the new table.
    pub after: Cell,
    /// `after / before - 1`.
    pub relative: f64,
    /// The middle of the column's relative changes.
    pub usual: f64,
    /// Distance from the usual change in units of its spread.
    pub score: f64,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Only in the new table.
    Added,
    /// Only in the old table.
    Removed,
    /// In both, with at least one cell that differs.
    Changed,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Added, Self::Removed, Self::Changed];

    /// The word of the address and of the stored form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }

    /// The kind that `word` names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Some rows of a difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangePage {
    /// Form of this document: 1.
    pub version: u32,
    /// Names of the key columns.
    pub key: Vec<String>,
    /// Columns of `cells`: those of the new table, then those only in the old one.
    pub columns: Vec<ColumnInfo>,
    /// Rows of the kinds asked for, in the order of the new table, removed ones last in the old order.
    pub rows: Vec<ChangedRow>,
    /// How many there are of the kinds asked for.
    pub total: u64,
}

/// One row of a difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangedRow {
    /// What became of it.
    pub kind: ChangeKind,
    /// Row in the old table, counted from 1.
    pub old_row: Option<u64>,
    /// Row in the new table, counted from 1.
    pub new_row: Option<u64>,
    /// One for each of the page's columns.
    pub cells: Vec<CellChange>,
}

/// One cell before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellChange {
    /// Value in the old table; [`Cell::Missing`] where there was no row or column.
    pub before: Cell,
    /// Value in the new table; [`Cell::Missing`] where there is no row or column.
    pub after: Cell,
    /// True when the row is in both tables and the two values differ.
    pub changed: bool,
}

/// How an update is joined to what is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CombineKind {
    /// The new table takes the place of the old one.
    Replace,
    /// The new rows follow the old ones.
    Append,
    /// Rows of the old table take the values of the new rows with the same key.
    Correct,
}

/// A table put together from two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Combined {
    /// Form of this document: 1.
    pub version: u32,
    /// Columns of the result.
    pub columns: Vec<ColumnInfo>,
    /// Rows of the result.
    pub row_count: u64,
    /// Columns by which rows were matched; empty where none were.
    pub key: Vec<String>,
    /// What somebody should look at.
    pub findings: Vec<CombineFinding>,
}

impl Combined {
    /// True when a finding forbids publishing the result.
    pub fn is_blocked(&self) -> bool {
        self.findings.iter().any(CombineFinding::is_blocking)
    }
}

/// What somebody should look at in a table put together from two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CombineFinding {
    /// Columns of the published table that the update lacks; their cells are empty (append) or kept (correct).
    ColumnsMissing {
        /// Names.
        names: Vec<String>,
    },
    /// Columns that only the update has; in older rows their cells are empty (append) or they are left out (correct).
    ColumnsAdded {
        /// Names.
        names: Vec<String>,
    },
    /// A column whose type differs; both were turned into `result`.
    TypeChanged {
        /// Name.
        name: String,
        /// Type in the published table.
        old: ColumnType,
        /// Type in the update.
        new: ColumnType,
        /// Type in the result.
        result: ColumnType,
    },
    /// Rows of the update whose key is there already, in the published table or in the update itself.
    DuplicateKeys {
        /// How many.
        count: u64,
        /// The first of them, at most 20.
        rows: Vec<KeyedRow>,
    },
    /// Rows of a correction whose key the published table does not have; they were left out.
    UnknownKeys {
        /// How many.
        count: u64,
        /// The first of them, at most 20.
        rows: Vec<KeyedRow>,
    },
    /// A table that the dataset doesn't have yet, and that will stand beside the published ones.
    TableAdded {
        /// What it is called.
        name: String,
    },
    /// Nothing identifies the rows, so that repeated ones could not be looked for.
    NoKey,
}

impl CombineFinding {
    /// True when it forbids publishing the result.
    pub const fn is_blocking(&self) -> bool {
        match self {
            Self::DuplicateKeys { .. } | Self::UnknownKeys { .. } => true,
            Self::ColumnsMissing { .. }
            | Self::ColumnsAdded { .. }
            | Self::TypeChanged { .. }
            | Self::TableAdded { .. }
            | Self::NoKey => false,
        }
    }

    /// What happened and what to do.
    pub fn message(&self) -> Message {
        let number = |count: &u64| i64::try_from(*count).unwrap_or(i64::MAX);
        match self {
            Self::ColumnsMissing { names } => {
                Message::new("combine-finding-columns-missing").with("names", names.join(", "))
            }
            Self::ColumnsAdded { names } => {
                Message::new("combine-finding-columns-added").with("names", names.join(", "))
            }
            Self::TypeChanged { name, .. } => {
                Message::new("combine-finding-type-changed").with("name", name.as_str())
            }
            Self::DuplicateKeys { count, .. } => {
                Message::new("combine-finding-duplicate-keys").with("count", number(count))
            }
            Self::UnknownKeys { count, .. } => {
                Message::new("combine-finding-unknown-keys").with("count", number(count))
            }
            Self::TableAdded { name } => {
                Message::new("combine-finding-table-added").with("name", name.as_str())
            }
            Self::NoKey => Message::new("combine-finding-no-key"),
        }
    }

    /// Stable public code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ColumnsMissing { .. } => "combine.columns_missing",
            Self::ColumnsAdded { .. } => "combine.columns_added",
            Self::TypeChanged { .. } => "combine.type_changed",
            Self::DuplicateKeys { .. } => "combine.duplicate_keys",
            Self::UnknownKeys { .. } => "combine.unknown_keys",
            Self::TableAdded { .. } => "combine.table_added",
            Self::NoKey => "combine.no_key",
        }
    }
}

/// A row named by its key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyedRow {
    /// Row of the update, counted from 1.
    pub row: u64,
    /// Values of the key columns.
    pub key: Vec<Cell>,
}
