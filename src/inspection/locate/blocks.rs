//! The tables of a sheet that holds several, below each other or side by side.
//!
//! Another table begins where words name columns that hold numbers, below a gap or a title of its own. The same names
//! again are the same table that goes on (a printed page, a group), not another one.

use super::{all_labels, first_text, says_the_same};
use crate::inspection::cell::{Cell, Record, Sheet};
use crate::inspection::text;
use std::ops::RangeInclusive;

/// Titles that may stand between a gap and the header.
const MOST_TITLES: usize = 4;
/// Records below a header in which its columns must hold a value that is no name.
const LOOK: usize = 4;
/// Larger sheets are data, not a page with tables.
const MOST_RECORDS: usize = 20_000;

/// Where a table lies, titles included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// Records.
    pub records: RangeInclusive<usize>,
    /// Columns.
    pub columns: RangeInclusive<usize>,
}

/// The blocks of a sheet in reading order; one when it holds one table.
pub(super) fn of(sheet: &Sheet) -> Vec<Block> {
    let last = sheet.records.len().saturating_sub(1);
    let width = sheet.width();
    if sheet.records.len() > MOST_RECORDS || width == 0 {
        return vec![Block {
            records: 0..=last,
            columns: 0..=width.saturating_sub(1),
        }];
    }
    let mut starts = starts(sheet);
    starts.push(sheet.records.len());
    let strips = starts.windows(2).filter_map(|pair| match pair {
        [first, next] => Some(*first..=next.saturating_sub(1)),
        _ => None,
    });
    strips
        .flat_map(|records| beside(sheet, &records, width))
        .collect()
}

// The first records of the tables below each other.
fn starts(sheet: &Sheet) -> Vec<usize> {
    let mut starts = vec![0];
    let mut above: Option<usize> = None;
    let mut index = 0;
    while index < sheet.records.len() {
        let begins = is_filled(sheet, index)
            && (index == 0 || !is_filled(sheet, index - 1) || is_numbered_title(sheet, index));
        let header = if begins {
            header_from(sheet, index)
        } else {
            None
        };
        let Some(header) = header else {
            index += 1;
            continue;
        };
        match above {
            Some(known) if is_again(sheet, known, header) => {}
            Some(_) => {
                starts.push(index);
                above = Some(header);
            }
            None => above = Some(header),
        }
        index = header + 1;
    }
    starts
}

fn is_again(sheet: &Sheet, known: usize, header: usize) -> bool {
    let (Some(known), Some(header)) = (sheet.records.get(known), sheet.records.get(header)) else {
        return false;
    };
    says_the_same(known, header)
}

// The header of a table whose titles begin with this record.
fn header_from(sheet: &Sheet, first: usize) -> Option<usize> {
    for index in first..=first + MOST_TITLES {
        let record = sheet.records.get(index)?;
        if names_values(sheet, index) {
            return Some(index);
        }
        if record.filled() > 1 {
            return None;
        }
    }
    None
}

// Whether a record names columns, at least one of which holds values that are no names.
fn names_values(sheet: &Sheet, index: usize) -> bool {
    let Some(record) = sheet.records.get(index) else {
        return false;
    };
    if record.filled() < 2 || !all_labels(record) || text::is_note(&first_text(record)) {
        return false;
    }
    let below: Vec<&Record<'_>> = sheet
        .records
        .iter()
        .skip(index + 1)
        .take(LOOK)
        .take_while(|record| record.filled() > 0)
        .collect();
    let rows: Vec<&&Record<'_>> = below.iter().filter(|record| !all_labels(record)).collect();
    let fits = |row: &&&Record<'_>| row.filled() <= 2 * record.filled();
    let names = |row: &Record<'_>| {
        let holds = |(column, cell): (usize, &Cell<'_>)| {
            !cell.is_empty() && !super::is_label(cell) && !record.cell(column).is_empty()
        };
        row.cells.iter().enumerate().any(holds)
    };
    !rows.is_empty() && rows.iter().all(fits) && rows.iter().any(|row| names(row))
}

fn is_filled(sheet: &Sheet, index: usize) -> bool {
    sheet
        .records
        .get(index)
        .is_some_and(|record| record.filled() > 0)
}

// "Tabel 2. Menurut kecamatan" begins a table without a gap above it.
fn is_numbered_title(sheet: &Sheet, index: usize) -> bool {
    let Some(record) = sheet.records.get(index).filter(|r| r.filled() == 1) else {
        return false;
    };
    let title = first_text(record).to_lowercase();
    let mut words = title.split_whitespace();
    let is_table = matches!(words.next(), Some("tabel" | "table" | "lampiran"));
    let number = words.next().unwrap_or_default();
    is_table
        && number
            .trim_end_matches(['.', ':', ')'])
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
}

// The tables of a strip: several where empty columns part groups that begin with the same name or have titles each.
fn beside(sheet: &Sheet, records: &RangeInclusive<usize>, width: usize) -> Vec<Block> {
    let whole = vec![Block {
        records: records.clone(),
        columns: 0..=width.saturating_sub(1),
    }];
    let Some(header) = records
        .clone()
        .find(|index| names_values(sheet, *index))
        .and_then(|index| sheet.records.get(index).map(|record| (index, record)))
    else {
        return whole;
    };
    let below = || sheet.records.iter().take(records.end() + 1).skip(header.0);
    let is_void = |column: usize| below().all(|record| record.cell(column).is_empty());
    let groups = groups(width, is_void);
    let label = |group: &RangeInclusive<usize>| header.1.cell(*group.start()).squeezed();
    let first = groups.first().map(label).unwrap_or_default();
    let are_wide = groups.iter().all(|group| {
        let named = group
            .clone()
            .filter(|column| !header.1.cell(*column).is_empty());
        named.count() >= 2
    });
    let are_alike = groups.iter().all(|group| {
        let own = label(group);
        !own.is_empty() && own.to_lowercase() == first.to_lowercase()
    });
    if groups.len() < 2
        || !are_wide
        || !(are_alike || has_titles(sheet, records, header.0, &groups))
    {
        return whole;
    }
    groups
        .into_iter()
        .map(|columns| Block {
            records: records.clone(),
            columns,
        })
        .collect()
}

// Runs of columns that aren't void.
fn groups(width: usize, is_void: impl Fn(usize) -> bool) -> Vec<RangeInclusive<usize>> {
    let mut groups: Vec<RangeInclusive<usize>> = Vec::new();
    for column in (0..width).filter(|column| !is_void(*column)) {
        match groups.last_mut() {
            Some(group) if *group.end() + 1 == column => *group = *group.start()..=column,
            _ => groups.push(column..=column),
        }
    }
    groups
}

// Whether a record above the header has a title for each group, at its beginning.
fn has_titles(
    sheet: &Sheet,
    records: &RangeInclusive<usize>,
    header: usize,
    groups: &[RangeInclusive<usize>],
) -> bool {
    let above = sheet.records.iter().take(header).skip(*records.start());
    above.into_iter().any(|record| {
        record.filled() == groups.len()
            && groups
                .iter()
                .all(|group| !record.cell(*group.start()).is_empty())
    })
}

impl Block {
    /// The sheet with nothing but this block, everything in its place.
    pub(super) fn alone(&self, sheet: &Sheet) -> Sheet {
        let record = |(index, record): (usize, &Record<'static>)| Record {
            row: record.row,
            cells: if self.records.contains(&index) {
                self.cells(record)
            } else {
                Vec::new()
            },
        };
        let mut alone = Sheet {
            records: sheet.records.iter().enumerate().map(record).collect(),
            ..sheet.without_records()
        };
        alone.merges.retain(|merge| {
            self.records.contains(&merge.rows.0) && self.columns.contains(&merge.columns.0)
        });
        alone
    }

    fn cells(&self, record: &Record<'static>) -> Vec<Cell<'static>> {
        let cells = record.cells.iter().enumerate();
        cells
            .take(self.columns.end() + 1)
            .map(|(column, cell)| {
                if self.columns.contains(&column) {
                    cell.clone()
                } else {
                    Cell::Empty
                }
            })
            .collect()
    }

    /// Whether a row as the clerk counts lies in it.
    pub(super) fn has_row(&self, sheet: &Sheet, row: u64) -> bool {
        let place = sheet.records.iter().position(|record| record.row == row);
        place.is_some_and(|index| self.records.contains(&index))
    }
}
