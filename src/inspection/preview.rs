//! What a page shows of a table before it is taken: its first rows, the same after each offer, and the rows of the
//! sheet that findings point at.

use super::cell::{Record, Sheet};
use super::grid;
use super::locate::Layout;
use super::open::Opened;
use super::report::{Grid, Offer, Offered, Report, Sample};
use super::run::{self, Task};
use super::typed::TypedColumn;
use std::collections::BTreeSet;

/// Rows of a sample.
const SAMPLE: usize = 5;
/// Rows of the body that an offer is tried on: enough to tell the types of columns.
const TRIED: usize = 60;
/// Most rows that are shown because a finding points at them.
const POINTED: usize = 150;
/// Most characters of a sampled value.
const VALUE: usize = 80;

/// Puts the offers' samples and the rows that findings point at into a report whose table has been read.
pub(super) fn add(
    report: &mut Report,
    opened: &Opened,
    sheet: &Sheet,
    layout: &Layout,
    task: &Task,
) {
    let offers = report.table().map(|table| table.offers.clone());
    if let Some(offers) = offers.filter(|offers| !offers.is_empty()) {
        let (sheet, layout) = beginning(sheet, layout);
        report.offered = offers
            .into_iter()
            .filter_map(|offer| tried(&sheet, &layout, task, offer))
            .collect();
    }
    let rows: BTreeSet<u64> = report
        .findings
        .iter()
        .filter(|finding| finding.sheet == sheet.name)
        .filter_map(|finding| finding.row)
        .take(POINTED)
        .collect();
    if let Some(grid) = &mut report.grid {
        show(grid, opened, sheet, layout, &rows);
    }
}

/// The first rows of columns.
pub(super) fn sample(columns: &[TypedColumn<'_>]) -> Sample {
    let count = columns
        .first()
        .map_or(0, |column| column.values.len().min(SAMPLE));
    let value = |column: &TypedColumn<'_>, row: usize| {
        let value = column.values.get(row)?.as_ref()?;
        Some(value.text().chars().take(VALUE).collect())
    };
    Sample {
        columns: columns.iter().map(|column| column.name.clone()).collect(),
        rows: (0..count)
            .map(|row| columns.iter().map(|column| value(column, row)).collect())
            .collect(),
    }
}

// The sheet up to the first rows of the body: an offer is tried without reading everything again.
fn beginning(sheet: &Sheet, layout: &Layout) -> (Sheet, Layout) {
    let last = layout.body().nth(TRIED).unwrap_or(sheet.records.len());
    let mut sheet = Sheet {
        records: sheet.records.iter().take(last).cloned().collect(),
        ..sheet.without_records()
    };
    sheet.merges.retain(|merge| merge.rows.0 < last);
    (sheet, layout.beginning(last))
}

fn tried(sheet: &Sheet, layout: &Layout, task: &Task, offer: Offer) -> Option<Offered> {
    let mut task = task.clone();
    task.reading.accepted.push(offer);
    let sample = run::try_out(sheet, layout, &task)?;
    (!sample.columns.is_empty()).then_some(Offered { offer, sample })
}

fn show(grid: &mut Grid, opened: &Opened, sheet: &Sheet, layout: &Layout, rows: &BTreeSet<u64>) {
    let shown: BTreeSet<u64> = grid.rows.iter().map(|row| row.row).collect();
    let width = grid.columns.len();
    let is_held = |row: &u64| {
        let place = sheet.records.binary_search_by_key(row, |record| record.row);
        place.ok()
    };
    let mut away = Vec::new();
    for row in rows.difference(&shown) {
        match is_held(row) {
            Some(index) => grid
                .rows
                .extend(grid::row(sheet, Some(layout), index, width)),
            None => away.push(*row),
        }
    }
    let read = opened.records_at(&away).unwrap_or_default();
    let row = |record: &Record<'_>| grid::row_of(record, layout.band(usize::MAX, record), width);
    grid.rows.extend(read.iter().map(row));
    grid.rows.sort_by_key(|row| row.row);
}

#[cfg(test)]
mod tests {
    use crate::inspection::run::{Sink, Task, inspect};
    use crate::inspection::{Offer, Reading};
    use std::fmt::Write;

    fn report(text: &str) -> crate::inspection::Report {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.csv");
        std::fs::write(&file, text).unwrap();
        let task = Task::look(&file, Reading::default(), "35.20", 1 << 30);
        inspect(&task, &mut Sink::Nothing)
    }

    #[test]
    fn an_offer_shows_its_first_rows() {
        let mut text = "no;kecamatan;2021;2022;2023\n".to_owned();
        for (index, name) in ["Magetan", "Barat", "Panekan", "Plaosan", "Poncol", "Parang"]
            .iter()
            .enumerate()
        {
            writeln!(text, "{};{name};{index}1;{index}2;{index}3", index + 1).unwrap();
        }
        let report = report(&text);
        let before = report.sample.unwrap();
        assert_eq!(before.rows.len(), 5);
        let drop = report
            .offered
            .iter()
            .find(|offered| offered.offer == Offer::DropRunningNumber)
            .unwrap();
        assert_eq!(drop.sample.columns.len(), before.columns.len() - 1);
        let fold = report
            .offered
            .iter()
            .find(|offered| offered.offer == Offer::FoldPeriods)
            .unwrap();
        assert_eq!(fold.sample.rows[0][1].as_deref(), Some("Magetan"));
        assert_eq!(fold.sample.rows[1][1].as_deref(), Some("Magetan"));
    }

    #[test]
    fn the_row_of_a_finding_is_shown_wherever_it_stands() {
        let mut text = "nama;jumlah\n".to_owned();
        for row in 0..500 {
            let value = if row == 248 {
                "25.5l4".to_owned()
            } else {
                format!("{row}")
            };
            writeln!(text, "Desa {row};{value}").unwrap();
        }
        let grid = report(&text).grid.unwrap();
        let shown = grid.rows.iter().find(|row| row.row == 250).unwrap();
        assert_eq!(shown.cells[1], "25.5l4");
        assert!(grid.rows.is_sorted_by_key(|row| row.row));
        assert!(grid.rows.len() < 100);
    }
}
