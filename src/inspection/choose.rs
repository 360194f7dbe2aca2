//! Which table is used: the one that was chosen, or the largest of the visible sheets.

use super::cell::{Record, Sheet, letter};
use super::describe;
use super::locate::{self, Layout};
use super::open::Opened;
use super::reading::Reading;
use super::report::{Band, Finding, FoundTable, Level, Report, SheetReport};
use std::cmp::Reverse;

/// Columns that name a table without a title.
const NAMED: usize = 3;
/// Characters of a table's title that are told.
const MOST_TITLE: usize = 120;

/// The sheet and the layout of its table; what the sheets and their tables are is told in the report.
pub fn table(opened: &mut Opened, reading: &Reading) -> Option<(usize, Layout)> {
    let Opened {
        report,
        sheets,
        text,
    } = opened;
    let tables = |sheet: &Sheet| match (sheet.is_own, &text) {
        (true, _) => Vec::new(),
        (false, Some(_)) => locate::locate(sheet, reading).into_iter().collect(),
        (false, None) => locate::tables(sheet, reading),
    };
    let mut found: Vec<Vec<Layout>> = sheets.iter().map(tables).collect();
    let both = sheets.iter().zip(&found);
    let used: Vec<usize> = both.map(|(sheet, of)| used(sheet, of, reading)).collect();
    let layouts: Vec<Option<&Layout>> = found
        .iter()
        .zip(&used)
        .map(|(of, used)| of.get(*used))
        .collect();
    let named = reading.sheet.as_ref().and_then(|name| {
        let is_it = |sheet: &Sheet| sheet.name.trim() == name.trim() && !sheet.is_own;
        sheets.iter().position(is_it)
    });
    let chosen = named.or_else(|| largest(sheets, &layouts))?;
    if sheets.len() > 1 {
        tell(sheets, &layouts, chosen, named.is_some(), report);
    }
    let sheet = sheets.get(chosen)?;
    let (of, used) = (found.get_mut(chosen)?, *used.get(chosen)?);
    if of.len() > 1 {
        tell_tables(sheet, of, used, reading.table.is_some(), report);
    }
    if used >= of.len() {
        return None;
    }
    let layout = of.swap_remove(used);
    Some(match text {
        Some(_) => (chosen, layout.beyond(sheet, reading)),
        None => (chosen, layout),
    })
}

// Which of a sheet's tables: the one that was chosen, or the one in which rows were chosen, or the largest.
fn used(sheet: &Sheet, of: &[Layout], reading: &Reading) -> usize {
    let told = reading
        .table
        .and_then(|number| usize::try_from(number).ok());
    let told = told.and_then(|number| number.checked_sub(1));
    if let Some(told) = told.filter(|told| *told < of.len()) {
        return told;
    }
    if let Some(row) = reading.header_first.or(reading.body_first) {
        let place = sheet.records.iter().position(|record| record.row == row);
        let holds = |layout: &Layout| {
            let first = layout.header.map(|(first, _)| first);
            let span = first.zip(layout.body().last());
            span.zip(place)
                .is_some_and(|((first, last), place)| (first..=last).contains(&place))
        };
        if let Some(told) = of.iter().position(holds) {
            return told;
        }
    }
    let largest = (0..of.len()).max_by_key(|index| (size(of.get(*index)), Reverse(*index)));
    largest.unwrap_or(0)
}

fn largest(sheets: &[Sheet], layouts: &[Option<&Layout>]) -> Option<usize> {
    let both = sheets.iter().zip(layouts).enumerate();
    both.filter(|(_, (sheet, layout))| !sheet.hidden && layout.is_some())
        .max_by_key(|(index, (_, layout))| (size(**layout), Reverse(*index)))
        .map(|(index, _)| index)
}

// Cells of the body; a table without a header is the last to be taken.
fn size(layout: Option<&Layout>) -> usize {
    layout
        .filter(|layout| layout.header.is_some())
        .map_or(0, |layout| layout.body().count() * layout.usual)
}

fn tell(
    sheets: &[Sheet],
    layouts: &[Option<&Layout>],
    chosen: usize,
    is_named: bool,
    report: &mut Report,
) {
    let both = sheets.iter().zip(layouts);
    for (sheet, layout) in both.filter(|(sheet, _)| !sheet.is_own) {
        let is_filled = |record: &&Record<'_>| record.filled() > 0;
        report.sheets.push(SheetReport {
            name: sheet.name.clone(),
            rows: sheet.records.iter().filter(is_filled).count() as u64,
            hidden: sheet.hidden,
            has_table: size(*layout) > 0,
        });
        if sheet.hidden {
            report.findings.push(Finding {
                sheet: sheet.name.clone(),
                ..Finding::new("hidden_sheet", Level::Info)
            });
        }
    }
    let with_table = report
        .sheets
        .iter()
        .filter(|sheet| sheet.has_table && !sheet.hidden)
        .count();
    if with_table > 1 && !is_named {
        let mut finding = Finding::new("other_sheets", Level::Info);
        let used = sheets.get(chosen).map(|sheet| sheet.name.clone());
        finding.value = used.unwrap_or_default();
        finding.count = with_table as u64 - 1;
        report.findings.push(finding);
    }
}

fn tell_tables(sheet: &Sheet, of: &[Layout], used: usize, is_chosen: bool, report: &mut Report) {
    let row_of = |index: usize| sheet.records.get(index).map_or(0, |record| record.row);
    let tables = of.iter().enumerate().map(|(index, layout)| {
        let first = layout.header.map_or(0, |(first, _)| first);
        let titles = describe::texts(sheet, layout, Band::Title);
        let title = titles.last().cloned().unwrap_or_else(|| {
            let labels = layout.labels(sheet).into_iter();
            let labels = labels.filter(|label| !label.is_empty());
            labels.take(NAMED).collect::<Vec<_>>().join(", ")
        });
        FoundTable {
            sheet: sheet.name.clone(),
            number: u32::try_from(index + 1).unwrap_or(u32::MAX),
            title: title.chars().take(MOST_TITLE).collect(),
            rows: (row_of(first), layout.body().last().map_or(0, row_of)),
            columns: (letter(layout.columns.0), letter(layout.columns.1)),
            row_count: layout.body().count() as u64,
            used: index == used,
        }
    });
    report.found = tables.collect();
    if !is_chosen {
        let mut finding = Finding::new("other_tables", Level::Info);
        finding.sheet.clone_from(&sheet.name);
        let own = report.found.get(used);
        finding.value = own.map(|own| own.title.clone()).unwrap_or_default();
        finding.count = of.len() as u64 - 1;
        report.findings.push(finding);
    }
}
