//! Small tables for the tests.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use polars::prelude::*;

use crate::query::execute;
use crate::query::plan::plan;
use crate::query::{Cell, Error, Format, Output, Table, TableQuery, parse};

/// A table in a folder of its own.
pub(super) struct Sample {
    pub(super) folder: tempfile::TempDir,
    pub(super) table: Table,
}

impl Sample {
    pub(super) fn new(mut frame: DataFrame) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tabel [1]*.parquet");
        ParquetWriter::new(File::create(&path).unwrap())
            .with_row_group_size(Some(3))
            .finish(&mut frame)
            .unwrap();
        let table = Table::open(&path).unwrap();
        Self { folder, table }
    }

    /// Six rows with every type, a missing value in every column but the first two.
    pub(super) fn villages() -> Self {
        let decimal = |digits: Vec<Option<i128>>| {
            let digits = Int128Chunked::from_iter_options("luas".into(), digits.into_iter());
            digits
                .into_decimal(38, 2)
                .unwrap()
                .into_series()
                .into_column()
        };
        let day = |text: &str| {
            text.parse::<jiff::civil::Date>()
                .map(super::super::value::days_of)
        };
        let days: Vec<Option<i32>> = [
            "2023-01-15",
            "2023-05-01",
            "2024-02-29",
            "",
            "2024-11-10",
            "2024-12-31",
        ]
        .map(|text| day(text).ok())
        .to_vec();
        let days = Int32Chunked::from_iter_options("tanggal".into(), days.into_iter());
        let columns = vec![
            Column::new(
                "kecamatan".into(),
                [
                    "Magetan", "Plaosan", "Magetan", "Panekan", "Plaosan", "Magetan",
                ],
            ),
            Column::new("tahun".into(), [2023_i64, 2023, 2024, 2024, 2024, 2024]),
            Column::new(
                "jumlah".into(),
                [
                    Some(10_i64),
                    Some(9_007_199_254_740_993),
                    None,
                    Some(-5),
                    Some(7),
                    Some(7),
                ],
            ),
            decimal(vec![
                Some(150),
                Some(1000),
                Some(-25),
                Some(1005),
                None,
                Some(150),
            ]),
            Column::new(
                "rasio".into(),
                [
                    Some(1.5_f64),
                    Some(0.1),
                    Some(-2.0),
                    None,
                    Some(1e21),
                    Some(1.5),
                ],
            ),
            days.into_date().into_series().into_column(),
            Column::new(
                "aktif".into(),
                [
                    Some(true),
                    Some(false),
                    None,
                    Some(true),
                    Some(true),
                    Some(false),
                ],
            ),
            Column::new(
                "catatan".into(),
                [
                    Some("=1+1"),
                    Some("a,b"),
                    Some(""),
                    None,
                    Some("ö \"x\""),
                    Some("-5% lebih"),
                ],
            ),
        ];
        Self::new(DataFrame::new(6, columns).unwrap())
    }

    pub(super) fn parse(&self, address: &str) -> Result<TableQuery, Error> {
        parse(&pairs(address), &self.table)
    }

    /// The rows of an answer as text, cells separated by `|`.
    pub(super) fn rows(&self, address: &str) -> Vec<String> {
        self.rows_of(&self.parse(address).unwrap())
    }

    pub(super) fn rows_of(&self, query: &TableQuery) -> Vec<String> {
        let page = execute::page(query, &self.table).unwrap();
        let text = |row: &Vec<Cell>| row.iter().map(Cell::to_text).collect::<Vec<_>>().join("|");
        page.rows.iter().map(text).collect()
    }

    pub(super) fn error(&self, address: &str) -> Error {
        let query = self.parse(address);
        query
            .and_then(|query| plan(&query, &self.table))
            .map(|_| ())
            .unwrap_err()
    }

    /// The bytes of an answer.
    pub(super) fn bytes(&self, address: &str, output: impl Into<Output>) -> Vec<u8> {
        let query = self.parse(address).unwrap();
        let plan = plan(&query, &self.table).unwrap();
        let gathered = Gathered::default();
        execute::stream(plan, output.into(), gathered.clone(), self.folder.path()).unwrap();
        gathered.take()
    }

    pub(super) fn text(&self, address: &str, format: Format) -> String {
        String::from_utf8(self.bytes(address, format)).unwrap()
    }
}

/// `a=1&b=2` as pairs; nothing is escaped in the tests' addresses but `&` as `%26`.
pub(super) fn pairs(address: &str) -> Vec<(String, String)> {
    let parts = address.split('&').filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        (key.to_owned(), value.replace("%26", "&"))
    };
    parts.map(pair).collect()
}

/// Bytes written by an encoder that was moved away.
#[derive(Clone, Default)]
pub(super) struct Gathered(Arc<Mutex<Vec<u8>>>);

impl Gathered {
    pub(super) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads a Parquet file back.
pub(super) fn read_parquet(path: &Path) -> DataFrame {
    ParquetReader::new(File::open(path).unwrap())
        .finish()
        .unwrap()
}
