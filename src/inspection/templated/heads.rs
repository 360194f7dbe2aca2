//! Where the heads of a template stand now: people move columns, add some, and put titles above.

use crate::inspection::cell::{Cell, Record, Sheet, squeeze};
use crate::workbook::Mark;

/// Rows in which the heads are looked for.
const HEAD_ROWS: usize = 30;

/// The sheet with the heads of the template, the record that has them, and the column of each: first where the template
/// had its data, then in any visible sheet; the named one, if one is named.
pub(super) fn find<'s>(
    sheets: &'s [Sheet],
    mark: &Mark,
    named: Option<&str>,
) -> Option<(usize, &'s Record<'static>, Vec<Option<usize>>)> {
    let numbered = || sheets.iter().enumerate();
    let is_named = |sheet: &Sheet, name: &str| sheet.name.trim() == name.trim();
    let all: Vec<(usize, &Sheet)> = if let Some(name) = named {
        numbered()
            .filter(|(_, sheet)| is_named(sheet, name))
            .collect()
    } else {
        let is_other = |sheet: &Sheet| sheet.hidden || mark.others.contains(&sheet.name);
        let first = numbered().filter(|(_, sheet)| is_named(sheet, &mark.sheet));
        let rest =
            numbered().filter(|(_, sheet)| !is_named(sheet, &mark.sheet) && !is_other(sheet));
        first.chain(rest).collect()
    };
    all.into_iter().find_map(|(index, sheet)| {
        let records = sheet.records.iter().take(HEAD_ROWS);
        let places = records.map(|record| (record, places(mark, record)));
        let count = |places: &[Option<usize>]| places.iter().flatten().count();
        // Of rows with the same heads the upper one.
        let (record, places) = places.rev().max_by_key(|(_, places)| count(places))?;
        (count(&places) * 2 >= mark.columns.len()).then_some((index, record, places))
    })
}

// The column of each head: its own place if it stands there, else wherever it was moved to.
fn places(mark: &Mark, record: &Record<'_>) -> Vec<Option<usize>> {
    let heads: Vec<String> = record.cells.iter().map(Cell::trimmed).collect();
    let titles: Vec<String> = mark
        .columns
        .iter()
        .map(|column| squeeze(&column.title).into_owned())
        .collect();
    let mut places: Vec<Option<usize>> = titles
        .iter()
        .enumerate()
        .map(|(index, title)| Some(index).filter(|index| heads.get(*index) == Some(title)))
        .collect();
    for (index, title) in titles.iter().enumerate() {
        if places.get(index).is_some_and(Option::is_some) || title.is_empty() {
            continue;
        }
        let moved = (0..heads.len())
            .find(|place| heads.get(*place) == Some(title) && !places.contains(&Some(*place)));
        if let Some(place) = places.get_mut(index) {
            *place = moved;
        }
    }
    places
}
