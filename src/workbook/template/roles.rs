//! What the columns of a table are for their rows: keys, the period, figures.

use super::mark::{Mark, MarkColumn, Role};
use crate::inspection::ColumnKind;
use crate::query::Cell;
use std::collections::HashSet;

/// Names of columns that say which time a row is about; the year in which a school was founded is none of them.
const PERIODS: [&str; 16] = [
    "tahun",
    "thn",
    "year",
    "periode",
    "tahun_anggaran",
    "tahun_data",
    "tahun_ajaran",
    "tahun_pelajaran",
    "bulan",
    "triwulan",
    "semester",
    "tanggal",
    "tgl",
    "hari",
    "waktu",
    "date",
];
/// Words of names of numbers that tell what a row is about.
const KEYS: [&str; 12] = [
    "no",
    "nomor",
    "urut",
    "kode",
    "usia",
    "umur",
    "lintang",
    "bujur",
    "latitude",
    "longitude",
    "bulan",
    "triwulan",
];
/// Words of names of numbers that never do.
const MEASURES: [&str; 5] = ["jumlah", "total", "nilai", "banyak", "banyaknya"];
/// Names of columns of words that say something about the figures of one period.
const REMARKS: [&str; 4] = ["keterangan", "ket", "catatan", "remarks"];

/// The columns that may be the period of a table, the likeliest first: years, labels of periods, days.
pub(super) fn periods(mark: &Mark) -> Vec<usize> {
    let mut found: Vec<(u8, usize)> = Vec::new();
    for (index, column) in mark.columns.iter().enumerate() {
        let is_named = PERIODS.contains(&column.name.as_str());
        let rank = match column.kind {
            ColumnKind::Year | ColumnKind::Integer if is_named => 0,
            ColumnKind::Text | ColumnKind::Code | ColumnKind::Period if is_named => 1,
            ColumnKind::Date if is_named => 2,
            _ => continue,
        };
        found.push((rank, index));
    }
    found.sort_unstable();
    found.into_iter().map(|(_, index)| index).collect()
}

/// Tells each column of a mark what it is, by its kind, its name and the rows that stand ready.
pub(super) fn tell(mark: &mut Mark, period: Option<usize>, rows: &[Vec<Cell>]) {
    for (index, column) in mark.columns.iter_mut().enumerate() {
        column.role = match period {
            Some(period) if period == index => Role::Period,
            _ if is_figure(column) => Role::Figure,
            _ => Role::Key,
        };
    }
    if period.is_none() {
        return;
    }
    // A table by age has several rows for each region: numbers join the keys from the left until rows differ by them.
    let candidates: Vec<usize> = (0..mark.columns.len())
        .filter(|index| mark.columns.get(*index).is_some_and(may_be_key))
        .collect();
    let mut keys = Vec::new();
    for index in candidates {
        if differ(mark, &keys, rows) {
            break;
        }
        keys.push(index);
    }
    if differ(mark, &keys, rows) {
        for index in keys {
            if let Some(column) = mark.columns.get_mut(index) {
                column.role = Role::Key;
            }
        }
    }
}

fn words(column: &MarkColumn) -> impl Iterator<Item = &str> {
    column.name.split('_')
}

fn is_figure(column: &MarkColumn) -> bool {
    match column.kind {
        ColumnKind::Boolean => true,
        ColumnKind::Text => REMARKS.contains(&column.name.as_str()),
        kind => kind.is_number() && !words(column).any(|word| KEYS.contains(&word)),
    }
}

fn may_be_key(column: &MarkColumn) -> bool {
    column.role == Role::Figure
        && column.kind == ColumnKind::Integer
        && !words(column).any(|word| MEASURES.contains(&word))
}

// Whether no two rows have the same keys.
fn differ(mark: &Mark, more: &[usize], rows: &[Vec<Cell>]) -> bool {
    let is_key = |(index, _): &(usize, &Cell)| {
        let column = mark.columns.get(*index);
        column.is_some_and(|column| column.role != Role::Figure) || more.contains(index)
    };
    let mut seen = HashSet::new();
    rows.iter().all(|row| {
        let cells = row.iter().enumerate().filter(is_key);
        seen.insert(cells.map(|(_, cell)| cell.to_text()).collect::<Vec<_>>())
    })
}
