//! The forms in which an answer leaves.

use serde::{Deserialize, Serialize};

/// A file format of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// An array of objects.
    Json,
    /// An array of arrays, values in the order of the columns.
    JsonLists,
    /// An object a line.
    Ndjson,
    /// Commas, as the data is.
    Csv,
    /// For spreadsheets of this region: semicolons, decimal comma, byte order mark, text that would
    /// run as a formula made harmless.
    CsvExcel,
    /// Tabs, as the data is.
    Tsv,
    /// An Excel workbook with typed cells.
    Xlsx,
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow IPC file.
    Arrow,
}

impl Format {
    /// Every format, in the order in which it is offered.
    pub const ALL: [Self; 9] = [
        Self::Json,
        Self::JsonLists,
        Self::Ndjson,
        Self::Csv,
        Self::CsvExcel,
        Self::Tsv,
        Self::Xlsx,
        Self::Parquet,
        Self::Arrow,
    ];

    /// The format that `format=` names.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }

    /// The word of `format=`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::JsonLists => "json-lists",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::CsvExcel => "csv-excel",
            Self::Tsv => "tsv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
        }
    }

    /// Media type of the body.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json | Self::JsonLists => "application/json; charset=utf-8",
            Self::Ndjson => "application/x-ndjson; charset=utf-8",
            Self::Csv | Self::CsvExcel => "text/csv; charset=utf-8",
            Self::Tsv => "text/tab-separated-values; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Arrow => "application/vnd.apache.arrow.file",
        }
    }

    /// Ending of a downloaded file's name, without the dot.
    pub const fn file_extension(self) -> &'static str {
        match self {
            Self::Json | Self::JsonLists => "json",
            Self::Ndjson => "ndjson",
            Self::Csv | Self::CsvExcel => "csv",
            Self::Tsv => "tsv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
        }
    }

    /// Rows given when the request names no limit; `None` gives all.
    pub const fn default_limit(self) -> Option<u64> {
        match self {
            Self::Json | Self::JsonLists => Some(100),
            Self::Ndjson
            | Self::Csv
            | Self::CsvExcel
            | Self::Tsv
            | Self::Xlsx
            | Self::Parquet
            | Self::Arrow => None,
        }
    }
}

/// A format with what can be chosen of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// The format.
    pub format: Format,
    /// How the line of column names is written; only for CSV and TSV.
    pub header: Header,
}

impl From<Format> for Output {
    fn from(format: Format) -> Self {
        Self {
            format,
            header: Header::Line,
        }
    }
}

/// The line of column names in CSV and TSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Header {
    /// A line as the others.
    Line,
    /// A line that ends with CR LF whatever the others end with, as CKAN's dump writes it.
    CrLf,
    /// Left out.
    Absent,
}
