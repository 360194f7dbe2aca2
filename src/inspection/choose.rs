//! Which sheet's table is used: the one that was chosen, or the largest of the visible ones.

use super::cell::{Record, Sheet};
use super::locate::{self, Layout};
use super::open::Opened;
use super::reading::Reading;
use super::report::{Finding, Level, Report, SheetReport};
use std::cmp::Reverse;

/// The sheet and the layout of its table; what the sheets are is told in the report.
pub fn table(opened: &mut Opened, reading: &Reading) -> Option<(usize, Layout)> {
    let Opened {
        report,
        sheets,
        text,
    } = opened;
    let mut layouts: Vec<Option<Layout>> = sheets
        .iter()
        .map(|sheet| locate::locate(sheet, reading).filter(|_| !sheet.is_own))
        .collect();
    let named = reading.sheet.as_ref().and_then(|name| {
        let is_it = |sheet: &Sheet| sheet.name.trim() == name.trim() && !sheet.is_own;
        sheets.iter().position(is_it)
    });
    let chosen = named.or_else(|| largest(sheets, &layouts))?;
    if sheets.len() > 1 {
        tell(sheets, &layouts, chosen, named.is_some(), report);
    }
    let layout = layouts.get_mut(chosen)?.take()?;
    let sheet = sheets.get(chosen)?;
    Some(match text {
        Some(_) => (chosen, layout.beyond(sheet, reading)),
        None => (chosen, layout),
    })
}

fn largest(sheets: &[Sheet], layouts: &[Option<Layout>]) -> Option<usize> {
    let both = sheets.iter().zip(layouts).enumerate();
    both.filter(|(_, (sheet, layout))| !sheet.hidden && layout.is_some())
        .max_by_key(|(index, (_, layout))| (size(layout.as_ref()), Reverse(*index)))
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
    layouts: &[Option<Layout>],
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
            has_table: size(layout.as_ref()) > 0,
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
