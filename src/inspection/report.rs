//! What an inspection says of a file: stored as JSON, shown on pages, printed by the command line.

use super::reading::Reading;
use crate::error::Message;
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// Version of the stored form that this program writes.
pub const VERSION: u32 = 1;

text_enum! {
    /// How much a finding weighs.
    Level {
        /// It can't be submitted like this.
        Blocking = "blocking",
        /// The producer may explain, the reviewer sees it.
        Warning = "warning",
        /// For information.
        Info = "info",
    }
}

text_enum! {
    /// What a column holds.
    ColumnKind {
        /// Words.
        Text = "text",
        /// Whole numbers.
        Integer = "integer",
        /// Numbers with a fraction.
        Decimal = "decimal",
        /// Per cent, as the number of per cent.
        Percent = "percent",
        /// Rupiah.
        Money = "money",
        /// A day.
        Date = "date",
        /// A calendar year.
        Year = "year",
        /// Yes or no.
        Boolean = "boolean",
        /// A code that must stay text: leading zeros, identifiers.
        Code = "code",
        /// A Kemendagri region code.
        RegionCode = "region_code",
        /// The name of a region.
        RegionName = "region_name",
    }
}

impl ColumnKind {
    /// Whether the values are numbers that may be summed and charted.
    pub const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Integer | Self::Decimal | Self::Percent | Self::Money
        )
    }
}

text_enum! {
    /// What a record of the sheet is.
    Band {
        /// Title above the table.
        Title = "title",
        /// Names of columns.
        Header = "header",
        /// Numbers of columns, `(1) (2) (3)`.
        ColumnNumbers = "column_numbers",
        /// Data.
        Body = "body",
        /// A heading that stands over a group of rows.
        Group = "group",
        /// A sum within the table.
        Subtotal = "subtotal",
        /// The sum of the table.
        Total = "total",
        /// Source, remark, footnote.
        Note = "note",
        /// Place, date and name of who signs.
        Signature = "signature",
        /// Nothing.
        Blank = "blank",
        /// Left out: a repeated header, a row that does not fit.
        Ignored = "ignored",
    }
}

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
    /// The words, filled in where a language is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// How many of this kind it stands for.
    #[serde(default = "one")]
    pub count: u64,
}

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
            message: String::new(),
            count: 1,
        }
    }

    /// The sentence for people: id `inspection-finding-<code>` with the finding's facts.
    pub fn sentence(&self) -> Message {
        let id = super::codes::MESSAGES
            .iter()
            .find(|(code, _)| *code == self.code)
            .map_or("inspection-finding-other", |(_, id)| *id);
        Message::new(id)
            .with("value", self.value.as_str())
            .with("expected", self.expected.as_str())
            .with(
                "hint",
                if self.expected.is_empty() {
                    "no"
                } else {
                    "yes"
                },
            )
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

/// A record of the sheet as it stands, with what it was taken for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GridRow {
    /// Row as the clerk counts, from 1.
    pub row: u64,
    /// What it was taken for.
    pub band: Band,
    /// Cells as written, from the table's first column on.
    pub cells: Vec<String>,
}

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
    /// Empty the cells that break their column's type or code list.
    EmptyBadCells,
}

/// A table found in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableReport {
    /// Name of its sheet; empty for files without sheets.
    pub sheet: String,
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
    /// The first records as they stand.
    pub grid: Vec<GridRow>,
    /// Letter of the grid's first column.
    pub first_letter: String,
    /// What could be made tidier.
    #[serde(default)]
    pub offers: Vec<Offer>,
    /// The reading that was used.
    pub reading: Reading,
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
    /// Sheets of a workbook.
    #[serde(default)]
    pub sheets: Vec<SheetReport>,
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
            sheets: Vec::new(),
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
