//! Where in a sheet the table is: titles above, header of one to three rows, body, sums, notes, signatures.

use super::cell::{Cell, Record, Sheet, squeeze};
use super::reading::Reading;
use super::report::Band;

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
}

const DEEPEST_HEADER: usize = 3;
const HEAD: usize = 60;

/// Finds the table of a sheet; `None` when there is nothing in it.
pub fn locate(sheet: &Sheet, reading: &Reading) -> Option<Layout> {
    let usual = usual_width(sheet)?;
    let numbers = number_row(sheet);
    let header = chosen_header(sheet, reading).or_else(|| match numbers {
        Some(index) => header_above(sheet, index),
        None => find_header(sheet, usual),
    });
    let first_body = body_start(sheet, reading, header, numbers);
    let columns = columns(sheet, header, first_body);
    let mut bands = vec![Band::Blank; sheet.records.len()];
    mark_head(sheet, header, numbers, first_body, &mut bands);
    let last = chosen_index(sheet, reading.body_last)
        .unwrap_or_else(|| last_of_table(sheet, first_body, usual));
    let context = Context {
        sheet,
        header,
        columns,
        usual,
    };
    for index in first_body..sheet.records.len() {
        let Some(record) = sheet.records.get(index) else {
            break;
        };
        let band = if index > last {
            context.tail(record)
        } else {
            context.band(record)
        };
        if let Some(place) = bands.get_mut(index) {
            *place = band;
        }
    }
    context.sums(first_body, last, &mut bands);
    for row in &reading.ignored_rows {
        if let Some(index) = chosen_index(sheet, Some(*row))
            && let Some(band) = bands.get_mut(index)
        {
            *band = Band::Ignored;
        }
    }
    Some(Layout {
        bands,
        header,
        columns,
        usual,
    })
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
fn is_label(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => {
            let text = squeeze(text);
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

fn all_labels(record: &Record) -> bool {
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
    let (first, last) = deepen(sheet, first);
    Some((rise(sheet, first), last))
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
        if below.filled() == 0 || !all_labels(below) || !splits(sheet, last, above, below) {
            break;
        }
        last += 1;
    }
    (first, last)
}

fn splits(sheet: &Sheet, index: usize, above: &Record, below: &Record) -> bool {
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

fn columns(sheet: &Sheet, header: Option<(usize, usize)>, first_body: usize) -> (usize, usize) {
    let span = |records: &[Record]| {
        let filled = records.iter().flat_map(|record| {
            record
                .cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| !cell.is_empty())
                .map(|(column, _)| column)
        });
        filled.fold(None, |span: Option<(usize, usize)>, column| {
            Some(span.map_or((column, column), |(low, high)| {
                (low.min(column), high.max(column))
            }))
        })
    };
    let head = header
        .and_then(|(first, last)| sheet.records.get(first..=last))
        .and_then(span);
    let merged = header.map_or(0, |(first, last)| {
        let within = sheet
            .merges
            .iter()
            .filter(|m| m.rows.0 >= first && m.rows.0 <= last);
        within.map(|m| m.columns.1).max().unwrap_or(0)
    });
    match head {
        Some((low, high)) => (low, high.max(merged)),
        None => sheet
            .records
            .get(first_body..)
            .and_then(span)
            .unwrap_or((0, 0)),
    }
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
    let looks = |record: &Record| {
        record.filled() >= least && !super::text::is_note(&first_text(record)) && !is_sign(record)
    };
    (first_body..sheet.records.len())
        .rev()
        .find(|index| sheet.records.get(*index).is_some_and(looks))
        .unwrap_or(first_body)
}

fn is_sign(record: &Record) -> bool {
    record
        .cells
        .iter()
        .any(|cell| super::text::is_signature(&cell.trimmed()))
}

fn first_text(record: &Record) -> String {
    record
        .cells
        .iter()
        .find(|cell| !cell.is_empty())
        .map(Cell::trimmed)
        .unwrap_or_default()
}

struct Context<'a> {
    sheet: &'a Sheet,
    header: Option<(usize, usize)>,
    columns: (usize, usize),
    usual: usize,
}

impl Context<'_> {
    fn band(&self, record: &Record) -> Band {
        let filled = record.filled();
        if filled == 0 {
            return Band::Blank;
        }
        if self.repeats_header(record) || self.is_too_long(record) {
            return Band::Ignored;
        }
        let first = first_text(record);
        if filled == 1 && self.usual >= 3 {
            return if super::text::is_note(&first) {
                Band::Note
            } else {
                Band::Group
            };
        }
        Band::Body
    }

    fn tail(&self, record: &Record) -> Band {
        if record.filled() == 0 {
            return Band::Blank;
        }
        let signs = self
            .sheet
            .records
            .iter()
            .take_while(|known| !std::ptr::eq(*known, record))
            .any(is_sign);
        if signs || is_sign(record) {
            Band::Signature
        } else {
            Band::Note
        }
    }

    fn repeats_header(&self, record: &Record) -> bool {
        let Some(header) = self
            .header
            .and_then(|(first, _)| self.sheet.records.get(first))
        else {
            return false;
        };
        header.filled() > 1
            && record.filled() == header.filled()
            && (0..header.cells.len()).all(|column| {
                header.cell(column).trimmed().to_lowercase()
                    == record.cell(column).trimmed().to_lowercase()
            })
    }

    // More cells than the header names: where they belong can't be told.
    fn is_too_long(&self, record: &Record) -> bool {
        self.header.is_some()
            && record
                .cells
                .iter()
                .enumerate()
                .any(|(column, cell)| column > self.columns.1 && !cell.is_empty())
    }

    // Rows that sum others up: they begin with Jumlah or Total and leave words out that other rows have.
    fn sums(&self, first: usize, last: usize, bands: &mut [Band]) {
        let body: Vec<usize> = (first..=last)
            .filter(|index| bands.get(*index) == Some(&Band::Body))
            .collect();
        let wordy = self.wordy_columns(&body);
        let key = self.key_column(&body);
        let candidates: Vec<usize> = body
            .iter()
            .copied()
            .filter(|index| self.is_sum(*index, &wordy, key, &body))
            .collect();
        if candidates.len() * 2 > body.len() {
            return;
        }
        let final_one = candidates
            .last()
            .copied()
            .filter(|index| Some(index) == body.last());
        for index in candidates {
            if let Some(band) = bands.get_mut(index) {
                *band = if Some(index) == final_one {
                    Band::Total
                } else {
                    Band::Subtotal
                };
            }
        }
    }

    // Columns in which most body rows have words.
    fn wordy_columns(&self, body: &[usize]) -> Vec<usize> {
        (self.columns.0..=self.columns.1)
            .filter(|column| {
                let words = body
                    .iter()
                    .filter_map(|index| self.sheet.records.get(*index))
                    .filter(|record| {
                        matches!(record.cell(*column), Cell::Text(text)
                            if super::number::take_apart(text).is_none() && !super::value::is_missing(&squeeze(text)))
                    })
                    .count();
                words * 2 > body.len()
            })
            .collect()
    }

    // A first column of codes that nearly every row has: a row without one sums up.
    fn key_column(&self, body: &[usize]) -> Option<usize> {
        let column = self.columns.0;
        let coded = body
            .iter()
            .filter_map(|index| self.sheet.records.get(*index))
            .filter(|record| {
                let text = record.cell(column).trimmed();
                !text.is_empty()
                    && text.contains('.')
                    && text.chars().all(|c| c.is_ascii_digit() || c == '.')
            })
            .count();
        (coded * 10 >= body.len() * 7).then_some(column)
    }

    fn is_sum(&self, index: usize, wordy: &[usize], key: Option<usize>, body: &[usize]) -> bool {
        let Some(record) = self.sheet.records.get(index) else {
            return false;
        };
        if key.is_some_and(|key| record.cell(key).is_empty()) {
            return true;
        }
        let first = first_text(record);
        let is_last = body.last() == Some(&index);
        if super::text::is_sum(&first) {
            let missing = wordy.iter().any(|column| record.cell(*column).is_empty());
            // Among indicators, "Jumlah penduduk" is a row like any other.
            let named_there = record.cells.iter().position(|cell| !cell.is_empty());
            let among_names =
                named_there.is_some_and(|column| wordy.contains(&column)) && wordy.len() < 2;
            return super::text::is_plain_sum(&first) || is_last || missing && !among_names;
        }
        is_last && super::text::is_whole_region(&first) && wordy.len() <= 2
    }
}
