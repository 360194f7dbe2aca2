//! Where in a sheet the table is: titles above, header of one to three rows, body, sums, notes, signatures.

mod blocks;
mod columns;
mod judge;

use super::cell::{Cell, Record, Sheet, letter};
use super::reading::Reading;
use super::report::Band;
use blocks::Block;
use judge::Judge;
use std::collections::HashMap;

/// The places of a table, as indexes of records and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// What each record is.
    pub bands: Vec<Band>,
    /// First and last record of the header; `None`: the table has none.
    pub header: Option<(usize, usize)>,
    /// First and last column.
    pub columns: (usize, usize),
    /// How many cells a body record usually has filled.
    pub usual: usize,
    /// Which table of the sheet it is, from 1, if the sheet holds several.
    pub part: Option<u32>,
    judge: Judge,
    // Bands by row, where the sheet holds only the beginning and the end of a large text.
    known: Option<HashMap<u64, Band>>,
}

impl Layout {
    /// Indexes of the records of the body.
    pub fn body(&self) -> impl Iterator<Item = usize> + '_ {
        self.bands
            .iter()
            .enumerate()
            .filter(|(_, band)| **band == Band::Body)
            .map(|(index, _)| index)
    }

    /// The names of the columns, the levels of the header joined with a space.
    pub fn labels(&self, sheet: &Sheet) -> Vec<String> {
        let rows = self.header.map_or(0..0, |(top, bottom)| top..bottom + 1);
        let label = |column: usize| {
            let levels = rows.clone().filter_map(|index| sheet.records.get(index));
            let words: Vec<String> = levels
                .map(|record| record.cell(column).trimmed())
                .filter(|word| !word.is_empty())
                .collect();
            words.join(" ")
        };
        (self.columns.0..=self.columns.1).map(label).collect()
    }

    /// What a record is: by its index in the sheet, or in a large text by its row and looks.
    pub(super) fn band(&self, index: usize, record: &Record<'_>) -> Band {
        match &self.known {
            None => self.bands.get(index).copied().unwrap_or(Band::Blank),
            Some(known) => match known.get(&record.row) {
                Some(band) => *band,
                None => self.judge.band_with_sums(record),
            },
        }
    }

    /// The layout of the first records alone.
    #[must_use]
    pub(super) fn beginning(&self, records: usize) -> Self {
        let mut beginning = self.clone();
        beginning.bands.truncate(records);
        beginning.known = None;
        beginning
    }

    /// The same layout for a text of which `sheet` is only the beginning and the end.
    #[must_use]
    pub(super) fn beyond(mut self, sheet: &Sheet, reading: &Reading) -> Self {
        let rows = sheet.records.iter().map(|record| record.row);
        let mut known: HashMap<u64, Band> = rows.zip(self.bands.iter().copied()).collect();
        known.extend(reading.ignored_rows.iter().map(|row| (*row, Band::Ignored)));
        known.extend(reading.kept_rows.iter().map(|row| (*row, Band::Body)));
        self.known = Some(known);
        self
    }
}

const DEEPEST_HEADER: usize = 3;
const HEAD: usize = 60;
// As many as a spreadsheet has.
const MOST_COLUMNS: usize = 16_384;

/// Finds the tables of a sheet, in reading order; none when there is nothing in it.
///
/// What was chosen of rows holds for the table in which they lie; where they lie in several, the sheet is one table.
pub fn tables(sheet: &Sheet, reading: &Reading) -> Vec<Layout> {
    let blocks = blocks::of(sheet);
    let chosen = [
        reading.header_first,
        reading.header_last,
        reading.body_first,
        reading.body_last,
    ];
    let chosen: Vec<u64> = chosen.into_iter().flatten().collect();
    let has_all = |block: &Block| chosen.iter().all(|row| block.has_row(sheet, *row));
    let within = |block: &Block| {
        let own = |row: &u64| block.has_row(sheet, *row);
        let mut reading = if chosen.is_empty() || has_all(block) {
            reading.clone()
        } else {
            Reading::default()
        };
        reading.ignored_rows.retain(own);
        reading.kept_rows.retain(own);
        let mut layout = locate(&block.alone(sheet), &reading)?;
        for (band, record) in layout.bands.iter_mut().zip(&sheet.records) {
            if *band == Band::Blank && record.filled() > 0 {
                *band = Band::Elsewhere;
            }
        }
        let is_table = layout.header.is_some() && layout.body().next().is_some();
        is_table.then_some(layout)
    };
    if blocks.len() > 1 && blocks.iter().any(has_all) {
        let mut parts: Vec<Layout> = blocks.iter().filter_map(within).collect();
        if parts.len() > 1 {
            for (number, layout) in (1..).zip(&mut parts) {
                layout.part = Some(number);
            }
            return parts;
        }
    }
    locate(sheet, reading).into_iter().collect()
}

/// Finds the table of a sheet that holds one; `None` when there is nothing in it.
pub fn locate(sheet: &Sheet, reading: &Reading) -> Option<Layout> {
    let usual = usual_width(sheet)?;
    let numbers = number_row(sheet);
    let header = header(sheet, reading, usual, numbers);
    let first_body = body_start(sheet, reading, header, numbers);
    let found = columns::found(sheet, header, first_body);
    let columns = chosen_columns(found, reading);
    let mut bands = vec![Band::Blank; sheet.records.len()];
    mark_head(sheet, header, numbers, first_body, &mut bands);
    let last = chosen_index(sheet, reading.body_last)
        .unwrap_or_else(|| last_of_table(sheet, first_body, usual));
    let labels = header.and_then(|(first, _)| sheet.records.get(first));
    let mut judge = Judge::new(labels, columns, usual, found.1);
    mark_body(sheet, &judge, first_body, last, &mut bands);
    judge.learn_sums(sheet, first_body, last, &mut bands);
    mark_chosen(sheet, reading, &mut bands);
    Some(Layout {
        bands,
        header,
        columns,
        usual,
        part: None,
        judge,
        known: None,
    })
}

fn header(
    sheet: &Sheet,
    reading: &Reading,
    usual: usize,
    numbers: Option<usize>,
) -> Option<(usize, usize)> {
    if reading.has_no_header {
        return None;
    }
    chosen_header(sheet, reading).or_else(|| match numbers {
        Some(index) => header_above(sheet, index),
        None => find_header(sheet, usual),
    })
}

fn chosen_columns(found: (usize, usize), reading: &Reading) -> (usize, usize) {
    let index = |letters: &Option<String>| {
        let letters = letters.as_deref()?;
        (0..=found.1.max(MOST_COLUMNS)).find(|index| letter(*index) == letters)
    };
    let first = index(&reading.first_column).unwrap_or(found.0);
    let last = index(&reading.last_column).unwrap_or(found.1);
    (first, last.max(first))
}

fn mark_body(sheet: &Sheet, judge: &Judge, first: usize, last: usize, bands: &mut [Band]) {
    let mut signs = sheet.records.iter().take(first).any(is_sign);
    let rest = sheet.records.iter().zip(bands).enumerate().skip(first);
    for (index, (record, band)) in rest {
        signs |= is_sign(record);
        *band = match record.filled() {
            _ if index <= last => judge.band(record),
            0 => Band::Blank,
            _ if signs => Band::Signature,
            _ => Band::Note,
        };
    }
}

fn mark_chosen(sheet: &Sheet, reading: &Reading, bands: &mut [Band]) {
    let chosen = [
        (&reading.ignored_rows, Band::Ignored),
        (&reading.kept_rows, Band::Body),
    ];
    for (rows, band) in chosen {
        for row in rows {
            let index = chosen_index(sheet, Some(*row));
            if let Some(place) = index.and_then(|index| bands.get_mut(index)) {
                *place = band;
            }
        }
    }
}

fn chosen_index(sheet: &Sheet, row: Option<u64>) -> Option<usize> {
    let row = row?;
    sheet.records.iter().position(|record| record.row == row)
}

fn chosen_header(sheet: &Sheet, reading: &Reading) -> Option<(usize, usize)> {
    let first = chosen_index(sheet, reading.header_first)?;
    let last = chosen_index(sheet, reading.header_last).unwrap_or(first);
    Some((first, last.max(first)))
}

fn body_start(
    sheet: &Sheet,
    reading: &Reading,
    header: Option<(usize, usize)>,
    numbers: Option<usize>,
) -> usize {
    if let Some(chosen) = chosen_index(sheet, reading.body_first) {
        return chosen;
    }
    let after_header = header.map_or_else(
        || {
            sheet
                .records
                .iter()
                .position(|record| record.filled() > 0)
                .unwrap_or(0)
        },
        |(_, last)| last + 1,
    );
    numbers.map_or(after_header, |index| after_header.max(index + 1))
}

// The median number of filled cells of records with more than one; 1 when no record has more.
fn usual_width(sheet: &Sheet) -> Option<usize> {
    let mut widths: Vec<usize> = sheet
        .records
        .iter()
        .map(Record::filled)
        .filter(|width| *width > 1)
        .collect();
    let single = sheet
        .records
        .iter()
        .filter(|record| record.filled() == 1)
        .count();
    if widths.len() * 3 < single && widths.iter().all(|width| *width < 3) {
        return Some(1);
    }
    if widths.is_empty() {
        return (single > 0).then_some(1);
    }
    widths.sort_unstable();
    widths.get(widths.len() / 2).copied()
}

// A record that numbers the columns: (1) (2) (3) …
fn number_row(sheet: &Sheet) -> Option<usize> {
    sheet.records.iter().take(HEAD).position(|record| {
        let texts: Vec<String> = record
            .cells
            .iter()
            .filter(|c| !c.is_empty())
            .map(Cell::trimmed)
            .collect();
        texts.len() >= 2
            && texts.iter().enumerate().all(|(index, text)| {
                let inner = text
                    .strip_prefix('(')
                    .and_then(|inner| inner.strip_suffix(')'));
                inner.and_then(|inner| inner.trim().parse::<usize>().ok()) == Some(index + 1)
            })
    })
}

// Whether a cell can name a column: words, or a year.
fn is_label(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Text(_) => {
            let text = cell.squeezed();
            is_year(&text)
                || super::number::take_apart(&text).is_none() && !super::value::is_missing(&text)
        }
        Cell::Number(number) => is_year(&super::cell::digits(*number)),
        Cell::Empty | Cell::Percent(_) | Cell::Bool(_) | Cell::Date(_) | Cell::Error(_) => false,
    }
}

/// Whether a text is a year, footnote marks ignored.
pub fn is_year(text: &str) -> bool {
    let digits = text.trim_end_matches(['*', ')', ' ']);
    digits.len() == 4
        && digits
            .parse::<u16>()
            .is_ok_and(|year| (1900..=2100).contains(&year))
}

fn all_labels(record: &Record<'_>) -> bool {
    record
        .cells
        .iter()
        .filter(|cell| !cell.is_empty())
        .all(is_label)
}

fn find_header(sheet: &Sheet, usual: usize) -> Option<(usize, usize)> {
    let least = if usual == 1 {
        1
    } else {
        usual.div_ceil(2).max(2)
    };
    let first = sheet.records.iter().take(HEAD).position(|record| {
        record.filled() >= least && !super::text::is_note(&first_text(record))
    })?;
    let record = sheet.records.get(first)?;
    if !all_labels(record) {
        return None;
    }
    let first = first + usize::from(is_above_header(sheet, first, usual));
    let (first, last) = deepen(sheet, first);
    Some((rise(sheet, first), last))
}

// Words with more pieces than the table has columns, above the record that names them: a sentence with delimiters in it.
fn is_above_header(sheet: &Sheet, index: usize, usual: usize) -> bool {
    let filled = |index: usize| sheet.records.get(index).map_or(0, Record::filled);
    let names = |index: usize| sheet.records.get(index).is_some_and(all_labels);
    filled(index) > usual
        && filled(index + 1) == usual
        && names(index + 1)
        && !names(index + 2)
        && filled(index + 2) == usual
}

// A record above with fewer labels that names what this one leaves open is the header's upper level.
fn rise(sheet: &Sheet, first: usize) -> usize {
    let Some(above) = first
        .checked_sub(1)
        .and_then(|index| sheet.records.get(index))
    else {
        return first;
    };
    let Some(below) = sheet.records.get(first) else {
        return first;
    };
    let completes = above
        .cells
        .iter()
        .enumerate()
        .any(|(column, cell)| !cell.is_empty() && below.cell(column).is_empty());
    if above.filled() >= 2 && all_labels(above) && completes {
        first - 1
    } else {
        first
    }
}

// Rows below that only split what stands above them belong to the header too.
fn deepen(sheet: &Sheet, first: usize) -> (usize, usize) {
    let mut last = first;
    while last + 1 < first + DEEPEST_HEADER {
        let (Some(above), Some(below)) = (sheet.records.get(last), sheet.records.get(last + 1))
        else {
            break;
        };
        let belongs = says_the_same(above, below) || splits(sheet, last, above, below);
        if below.filled() == 0 || !all_labels(below) || !belongs {
            break;
        }
        last += 1;
    }
    (first, last)
}

// The same names once more.
fn says_the_same(above: &Record<'_>, below: &Record<'_>) -> bool {
    let width = above.cells.len().max(below.cells.len());
    above.filled() > 1
        && (0..width).all(|column| above.cell(column).trimmed() == below.cell(column).trimmed())
}

fn splits(sheet: &Sheet, index: usize, above: &Record<'_>, below: &Record<'_>) -> bool {
    let merged_across = sheet
        .merges
        .iter()
        .any(|m| m.rows.0 <= index && index <= m.rows.1 && m.columns.1 > m.columns.0);
    let merged_down = sheet
        .merges
        .iter()
        .any(|m| m.rows.0 <= index && m.rows.1 > index);
    if !sheet.merges.is_empty() && !merged_across && !merged_down {
        return false;
    }
    // A name that reaches down beside this row, or a year below a name, makes it a level of the header.
    if merged_down || names_years(below) {
        return true;
    }
    let width = above.cells.len().max(below.cells.len());
    let mut fills_a_gap = false;
    for column in 0..width {
        let (top, bottom) = (above.cell(column), below.cell(column));
        if bottom.is_empty() {
            continue;
        }
        if top.is_empty() {
            fills_a_gap = true;
        } else if !above.cell(column + 1).is_empty() && !merged_across {
            return false;
        }
    }
    fills_a_gap
}

// A record of nothing but years, none of them in the first column, where rows are named.
fn names_years(record: &Record<'_>) -> bool {
    let years = |cell: &Cell<'_>| is_year(&cell.trimmed());
    record.cell(0).is_empty()
        && record
            .cells
            .iter()
            .filter(|cell| !cell.is_empty())
            .all(years)
}

fn header_above(sheet: &Sheet, numbers: usize) -> Option<(usize, usize)> {
    let last = (0..numbers)
        .rev()
        .find(|index| sheet.records.get(*index).is_some_and(|r| r.filled() > 0))?;
    let mut first = last;
    while first > 0 && last - first + 1 < DEEPEST_HEADER {
        let Some(above) = sheet.records.get(first - 1) else {
            break;
        };
        if above.filled() < 2 || !all_labels(above) {
            break;
        }
        first -= 1;
    }
    Some((first, last))
}

fn mark_head(
    sheet: &Sheet,
    header: Option<(usize, usize)>,
    numbers: Option<usize>,
    first_body: usize,
    bands: &mut [Band],
) {
    for (index, (record, band)) in sheet
        .records
        .iter()
        .zip(bands.iter_mut())
        .enumerate()
        .take(first_body)
    {
        *band = match header {
            Some((first, last)) if (first..=last).contains(&index) => Band::Header,
            _ if numbers == Some(index) => Band::ColumnNumbers,
            _ if record.filled() == 0 => Band::Blank,
            _ => Band::Title,
        };
    }
}

// The last record that still looks like one of the table.
fn last_of_table(sheet: &Sheet, first_body: usize, usual: usize) -> usize {
    let least = if usual == 1 {
        1
    } else {
        usual.div_ceil(2).max(2)
    };
    let looks = |record: &Record<'_>| {
        record.filled() >= least && !super::text::is_note(&first_text(record)) && !is_sign(record)
    };
    let last = (first_body..sheet.records.len())
        .rev()
        .find(|index| sheet.records.get(*index).is_some_and(looks))
        .unwrap_or(first_body);
    closing_sum(sheet, last).unwrap_or(last)
}

// The sums that close a table with fewer cells than half of a row: `;JUMLAH;;28.795;;`.
fn closing_sum(sheet: &Sheet, last: usize) -> Option<usize> {
    let below = sheet.records.iter().enumerate().skip(last + 1);
    below
        .filter(|(_, record)| record.filled() > 0)
        .take_while(|(_, record)| super::text::is_bare_sum(&first_text(record)))
        .last()
        .map(|(index, _)| index)
}

fn is_sign(record: &Record<'_>) -> bool {
    let words = record
        .cells
        .iter()
        .filter(|cell| matches!(cell, Cell::Text(_)));
    words
        .into_iter()
        .any(|cell| super::text::is_signature(&cell.squeezed()))
}

fn first_text(record: &Record<'_>) -> String {
    record
        .cells
        .iter()
        .find(|cell| !cell.is_empty())
        .map(Cell::trimmed)
        .unwrap_or_default()
}
