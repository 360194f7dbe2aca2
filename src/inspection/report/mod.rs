//! What an inspection says of a file: stored as JSON, shown on pages, printed by the command line.

mod finding;
mod grid;
mod kinds;
mod sample;

pub use finding::Finding;
pub(crate) use finding::MOST_ALSO;
pub use grid::{Grid, GridColumn, GridMerge, GridRow};
pub use kinds::{Band, ColumnKind, Level};
pub use sample::{Offered, Sample};

use super::reading::{Reading, Unmet};
use serde::{Deserialize, Serialize};

/// Version of the stored form that this program writes.
pub const VERSION: u32 = 1;

/// A record that is not part of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Row as the clerk counts, from 1.
    pub row: u64,
    /// Why.
    pub band: Band,
    /// Its filled cells, joined.
    pub content: String,
}

/// A value and how often it occurs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TopValue {
    /// The value.
    pub value: String,
    /// How often.
    pub count: u64,
}

/// Figures of one column.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ColumnProfile {
    /// Rows.
    pub count: u64,
    /// Rows without a value.
    pub nulls: u64,
    /// Different values.
    pub distinct: u64,
    /// Least value.
    pub min: Option<String>,
    /// Greatest value.
    pub max: Option<String>,
    /// Mean of numbers.
    pub mean: Option<f64>,
    /// Quartiles of numbers: 25, 50, 75 per cent.
    #[serde(default)]
    pub quartiles: Vec<f64>,
    /// Counts in ten equal intervals from least to greatest number.
    #[serde(default)]
    pub histogram: Vec<u64>,
    /// The most frequent values.
    #[serde(default)]
    pub top: Vec<TopValue>,
    /// Whether different and frequent values, quartiles or intervals are estimated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_estimate: bool,
}

/// A column of the canonical table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Safe name: lower-case letters, digits, underscores.
    pub name: String,
    /// The header as written, levels joined with ` › `.
    pub title: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Unit of its numbers, if it names one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Letter of the column in the sheet.
    pub letter: String,
    /// Figures.
    pub profile: ColumnProfile,
}

/// What the portal offers to make a table tidy; nothing is done unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// Drop the column that only counts rows.
    DropRunningNumber,
    /// Write region names in standard form and add their codes.
    StandardRegions,
    /// Fold years or months that stand as columns into rows.
    FoldPeriods,
    /// Add a column with the year that only the titles name, so that the next year's rows can be joined.
    AddYear,
    /// Make a column of the headings that stand over groups of rows.
    GroupColumn,
    /// Empty the cells that break their column's type or code list.
    EmptyBadCells,
}

impl Offer {
    /// Its stored name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DropRunningNumber => "drop_running_number",
            Self::StandardRegions => "standard_regions",
            Self::FoldPeriods => "fold_periods",
            Self::AddYear => "add_year",
            Self::GroupColumn => "group_column",
            Self::EmptyBadCells => "empty_bad_cells",
        }
    }
}

/// A table found in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableReport {
    /// Name of its sheet; empty for files without sheets.
    pub sheet: String,
    /// Which table of the sheet it is, from 1.
    #[serde(default = "first")]
    pub number: u32,
    /// Titles above it.
    pub titles: Vec<String>,
    /// Notes below it.
    pub notes: Vec<String>,
    /// Rows of the header, first and last.
    pub header: (u64, u64),
    /// Rows of the body, first and last.
    pub body: (u64, u64),
    /// Columns of the canonical table.
    pub columns: Vec<Column>,
    /// Rows of the canonical table.
    pub row_count: u64,
    /// Records left out, with the reason.
    pub left_out: Vec<LeftOut>,
    /// What could be made tidier.
    #[serde(default)]
    pub offers: Vec<Offer>,
    /// The reading that was used.
    pub reading: Reading,
}

fn first() -> u32 {
    1
}

/// A table that was found, used or not; `sheet` and `number` are what [`Reading`] names to choose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundTable {
    /// Name of its sheet; empty for files without sheets.
    pub sheet: String,
    /// Which table of the sheet it is, from 1.
    pub number: u32,
    /// The title above it, or the names of its first columns.
    pub title: String,
    /// First and last row, header included.
    pub rows: (u64, u64),
    /// Letters of the first and last column.
    pub columns: (String, String),
    /// Rows of its body.
    pub row_count: u64,
    /// Whether it is the one that is used.
    pub used: bool,
}

/// A sheet of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetReport {
    /// Its name.
    pub name: String,
    /// Rows with anything in them.
    pub rows: u64,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Whether a table was found in it.
    pub has_table: bool,
}

/// The template that a workbook was made from, by its mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFrom {
    /// Id of the dataset.
    pub dataset: String,
    /// Id of the resource.
    pub resource: String,
    /// Id of the version.
    pub version: String,
    /// The version's number.
    pub number: i64,
    /// Which rows stood ready: `next` or `all`.
    pub fill: String,
}

/// What an inspection says of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Version of this form.
    pub version: u32,
    /// The file's name as given.
    pub file: String,
    /// Format by content: `CSV`, `XLSX` …
    pub format: String,
    /// Character encoding of a text file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub encoding: String,
    /// Delimiter of a text file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub delimiter: String,
    /// The template that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<MadeFrom>,
    /// Sheets of a workbook.
    #[serde(default)]
    pub sheets: Vec<SheetReport>,
    /// Every table of the visible sheets, to choose from.
    #[serde(default)]
    pub found: Vec<FoundTable>,
    /// The sheet that is used, as it stands.
    #[serde(default)]
    pub grid: Option<Grid>,
    /// The first rows of the table that is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<Sample>,
    /// What each offer would make of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offered: Vec<Offered>,
    /// Replacements of the reading that no cell asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unmet: Vec<Unmet>,
    /// Tables; the first is the one that is used.
    pub tables: Vec<TableReport>,
    /// Findings, the weightiest first.
    pub findings: Vec<Finding>,
}

impl Report {
    /// A report with nothing in it yet.
    pub fn new(file: &str, format: &str) -> Self {
        Self {
            version: VERSION,
            file: file.to_owned(),
            format: format.to_owned(),
            encoding: String::new(),
            delimiter: String::new(),
            template: None,
            sheets: Vec::new(),
            found: Vec::new(),
            grid: None,
            sample: None,
            offered: Vec::new(),
            unmet: Vec::new(),
            tables: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// A report whose only content is one blocking finding.
    pub fn refused(file: &str, format: &str, finding: Finding) -> Self {
        Self {
            findings: vec![finding],
            ..Self::new(file, format)
        }
    }

    /// The table that is used.
    pub fn table(&self) -> Option<&TableReport> {
        self.tables.first()
    }

    /// Findings of a level.
    pub fn count(&self, level: Level) -> u64 {
        self.findings
            .iter()
            .filter(|finding| finding.level == level)
            .map(|finding| finding.count)
            .sum()
    }

    /// Whether anything blocks.
    pub fn is_blocked(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.level == Level::Blocking)
    }
}
