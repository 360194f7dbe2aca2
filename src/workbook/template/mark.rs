//! The hidden mark of a template: which dataset and version it was made for, and what its columns are.
//!
//! It is a hidden sheet of plain text, because that is what every spreadsheet program keeps; custom properties of the
//! document are dropped by some.

use crate::inspection::ColumnKind;
use crate::inspection::cell::{Record, Sheet};
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// Name of the hidden sheet.
pub(super) const SHEET: &str = "_lumbung";
/// What its first cell says, and the version of its form beside it.
const MARK: [&str; 2] = ["lumbung:templat", "1"];
/// Columns of a template at most.
pub(super) const MOST_COLUMNS: usize = 2_000;
/// Sheets of the portal that a mark may name.
const MOST_SHEETS: usize = 10;

text_enum! {
    /// Which rows stand ready in a template.
    Fill {
        /// Those of the last period, their figures to be filled in: what comes back is added.
        Next = "next",
        /// All of them, to be edited: what comes back is the whole table.
        All = "all",
    }
}

text_enum! {
    /// What a column is for its row.
    Role {
        /// Tells what the row is about; stays.
        Key = "key",
        /// The time of the row.
        Period = "period",
        /// What is counted or measured; asked for anew.
        Figure = "figure",
    }
}

/// The mark of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Id of the dataset.
    pub dataset: String,
    /// Id of the resource.
    pub resource: String,
    /// Id of the version whose rows it shows.
    pub version: String,
    /// The version's number.
    pub number: i64,
    /// Which rows stood ready.
    pub fill: Fill,
    /// Name of the sheet to fill in.
    pub sheet: String,
    /// Names of the sheets beside it, which hold no data of the producer.
    pub others: Vec<String>,
    /// Columns in order.
    pub columns: Vec<MarkColumn>,
}

/// A column of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkColumn {
    /// Name in the canonical table.
    pub name: String,
    /// What its head says.
    pub title: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Unit of its numbers.
    pub unit: String,
    /// What it is for its row.
    pub role: Role,
}

impl Mark {
    /// The rows of the hidden sheet.
    pub(crate) fn rows(&self) -> Vec<Vec<String>> {
        let line = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        let mut rows: Vec<Vec<String>> = vec![
            line(&MARK),
            line(&["dataset", &spelled(&self.dataset)]),
            line(&["resource", &spelled(&self.resource)]),
            line(&["version", &spelled(&self.version), &self.number.to_string()]),
            line(&["fill", self.fill.as_str()]),
            line(&["sheet", &self.sheet]),
        ];
        rows.extend(self.others.iter().map(|name| line(&["other", name])));
        rows.extend(self.columns.iter().map(|column| {
            line(&[
                "column",
                &column.name,
                &column.title,
                column.kind.as_str(),
                column.role.as_str(),
                &column.unit,
            ])
        }));
        rows
    }

    /// The mark that a workbook carries; its sheet is told by its content, whatever its name has become.
    pub fn of(sheets: &[Sheet]) -> Option<(&Sheet, Self)> {
        sheets
            .iter()
            .filter(|sheet| !sheet.name.is_empty())
            .find_map(|sheet| Some((sheet, Self::read(sheet)?)))
    }

    fn read(sheet: &Sheet) -> Option<Self> {
        let (first, rest) = sheet.records.split_first()?;
        if [0, 1].map(|column| text(first, column)) != MARK {
            return None;
        }
        let value = |name: &str, column| {
            let mut records = rest.iter();
            let found = records.find(|record| text(record, 0) == name);
            found.map(|record| text(record, column))
        };
        let named = |name: &'static str, most| {
            let records = rest.iter().filter(move |record| text(record, 0) == name);
            records.take(most)
        };
        let others = named("other", MOST_SHEETS);
        let columns: Option<Vec<MarkColumn>> = named("column", MOST_COLUMNS)
            .map(MarkColumn::read)
            .collect();
        let mark = Self {
            dataset: plain(&value("dataset", 1)?),
            resource: plain(&value("resource", 1)?),
            version: plain(&value("version", 1)?),
            number: value("version", 2)?.parse().ok()?,
            fill: Fill::parse(&value("fill", 1)?)?,
            sheet: value("sheet", 1)?,
            others: others.map(|record| text(record, 1)).collect(),
            columns: columns?,
        };
        (!mark.columns.is_empty()).then_some(mark)
    }
}

impl MarkColumn {
    fn read(record: &Record<'_>) -> Option<Self> {
        Some(Self {
            name: text(record, 1),
            title: text(record, 2),
            kind: ColumnKind::parse(&text(record, 3))?,
            role: Role::parse(&text(record, 4))?,
            unit: text(record, 5),
        })
    }
}

fn text(record: &Record<'_>, column: usize) -> String {
    record.cell(column).text().into_owned()
}

// Every sheet of an upload is searched for numbers of people, and some identifiers would look like one: their digits are
// written as the letters after f.
fn spelled(id: &str) -> String {
    id.bytes()
        .map(|byte| match byte {
            b'0'..=b'9' => char::from(byte - b'0' + b'g'),
            other => char::from(other),
        })
        .collect()
}

fn plain(spelled: &str) -> String {
    spelled
        .chars()
        .map(|c| match c {
            'g'..='p' => {
                char::from_u32(u32::from(c) - u32::from('g') + u32::from('0')).unwrap_or(c)
            }
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::cell::Cell;
    use proptest::prelude::*;

    fn sheet(name: &str, rows: Vec<Vec<String>>) -> Sheet {
        let records = rows.into_iter().zip(1..).map(|(cells, row)| Record {
            row,
            cells: cells.into_iter().map(Cell::from).collect(),
        });
        Sheet {
            name: name.to_owned(),
            records: records.collect(),
            ..Sheet::default()
        }
    }

    fn mark() -> impl Strategy<Value = Mark> {
        let word = "[\\PC&&[^\\s]]{1,12}";
        let kinds = proptest::sample::select(ColumnKind::ALL);
        let roles = proptest::sample::select(Role::ALL);
        let column = (word, word, kinds, roles, "[a-z/%]{0,6}").prop_map(
            |(name, title, kind, role, unit)| MarkColumn {
                name,
                title,
                kind,
                unit,
                role,
            },
        );
        let columns = proptest::collection::vec(column, 1..6);
        let id = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{12}";
        let fill = proptest::sample::select(Fill::ALL);
        (id, id, id, any::<i64>(), fill, columns).prop_map(
            |(dataset, resource, version, number, fill, columns)| Mark {
                dataset,
                resource,
                version,
                number,
                fill,
                sheet: "Data".to_owned(),
                others: vec!["Petunjuk".to_owned()],
                columns,
            },
        )
    }

    proptest! {
        #[test]
        fn a_mark_is_read_as_it_was_written(mark in mark()) {
            let sheets = [sheet("Data", Vec::new()), sheet("diganti", mark.rows())];
            let (found, read) = Mark::of(&sheets).unwrap();
            prop_assert_eq!(found.name.as_str(), "diganti");
            prop_assert_eq!(read, mark.clone());
            prop_assert!(mark.rows().iter().skip(1).take(2).all(|row| !row[1].contains(char::is_numeric)));
        }

        #[test]
        fn a_broken_mark_is_none(mark in mark(), row in 0..8_usize, cell in 0..6_usize, with in "\\PC{0,8}") {
            let mut rows = mark.rows();
            if let Some(place) = rows.get_mut(row).and_then(|cells| cells.get_mut(cell)) {
                *place = with;
            }
            // Whatever it says now, it is read without a fault.
            let _ = Mark::of(&[sheet("_lumbung", rows)]);
        }
    }
}
