//! The schema of a dataset, held against the table of an update.
//!
//! Rules that people have set forbid handing in what breaks them; those that the portal inferred from the first version
//! only warn, since nobody has said that they hold.

mod cells;
mod columns;
mod plan;
mod repeated;
#[cfg(test)]
mod tests;

pub(super) use cells::{Memory, Scene};
pub(super) use columns::findings;
pub(super) use plan::Plan;
pub(super) use repeated::Repeated;

use super::report::{ColumnKind, Level};
use crate::schema::{FieldType, TableSchema};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What a table is held against.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Against {
    /// The rules of the table that it updates.
    pub rules: Option<Rules>,
    /// The published table (Parquet).
    pub published: Option<PathBuf>,
    /// How the file relates to it.
    pub relation: Relation,
}

/// How the rows of a file relate to the published ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// They take their place.
    #[default]
    Whole,
    /// They follow them.
    Appended,
    /// They mend some of them.
    Corrected,
}

/// The rules of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// The schema.
    pub schema: TableSchema,
    /// Whether somebody has set it; an inferred one only warns.
    pub is_set: bool,
    /// The code lists that it names.
    pub lists: BTreeMap<String, Vec<Code>>,
}

/// A code of a list. Days are `YYYY-MM-DD`; empty: without a beginning or an end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Code {
    /// The code.
    pub code: String,
    /// What it stands for.
    pub label: String,
    /// First day on which it holds.
    pub valid_from: String,
    /// Last day on which it holds.
    pub valid_to: String,
}

impl Rules {
    /// How much a breach weighs.
    pub(super) fn level(&self) -> Level {
        if self.is_set {
            Level::Blocking
        } else {
            Level::Warning
        }
    }

    /// What a column must be taken for when its cells alone say something else.
    pub(super) fn kind(&self, name: &str, found: ColumnKind) -> Option<ColumnKind> {
        let wanted = self.schema.field(name)?.field_type;
        (!holds(wanted, found)).then_some(match wanted {
            FieldType::String => ColumnKind::Text,
            FieldType::Integer => ColumnKind::Integer,
            FieldType::Number => ColumnKind::Decimal,
            FieldType::Boolean => ColumnKind::Boolean,
            FieldType::Date => ColumnKind::Date,
            FieldType::Year => ColumnKind::Year,
        })
    }
}

// Whether a column of this kind may hold values of this type; single cells are looked at besides.
fn holds(wanted: FieldType, kind: ColumnKind) -> bool {
    use ColumnKind::*;
    match wanted {
        FieldType::String => matches!(
            kind,
            Text | Code | RegionCode | RegionName | Period | Time | Sex
        ),
        FieldType::Integer | FieldType::Number => {
            matches!(kind, Integer | Decimal | Percent | Money | Year)
        }
        FieldType::Boolean => kind == Boolean,
        FieldType::Date => kind == Date,
        FieldType::Year => matches!(kind, Year | Integer),
    }
}

/// The type of a column's values in the words of a schema.
pub(super) const fn type_of(kind: ColumnKind) -> FieldType {
    match kind {
        ColumnKind::Text
        | ColumnKind::Code
        | ColumnKind::RegionCode
        | ColumnKind::RegionName
        | ColumnKind::Period
        | ColumnKind::Time
        | ColumnKind::Sex => FieldType::String,
        ColumnKind::Integer => FieldType::Integer,
        ColumnKind::Decimal | ColumnKind::Percent | ColumnKind::Money => FieldType::Number,
        ColumnKind::Date => FieldType::Date,
        ColumnKind::Year => FieldType::Year,
        ColumnKind::Boolean => FieldType::Boolean,
    }
}
