//! What a report says of a table and of the records around it.

use super::body::{Other, Row};
use super::cell::{Cell, Record, Sheet};
use super::findings::Findings;
use super::heads::Head;
use super::locate::{self, Layout};
use super::profile::Profiler;
use super::reading::Reading;
use super::report::{Band, Column, Finding, LeftOut, Level, Offer, TableReport};
use super::typed::Spec;

/// Records left out that are told one by one.
const MOST_TOLD: usize = 10_000;
/// Characters that are shown of one.
const MOST_SHOWN: usize = 300;

/// Records that are not part of the table.
#[derive(Debug, Default)]
pub(super) struct LeftOuts {
    /// Records of the whole sheet.
    pub records: u64,
    /// The row that sums the table up.
    pub total_row: Option<Record<'static>>,
    told: Vec<LeftOut>,
    sums: u64,
    first_sum: Option<u64>,
    ignored: Vec<(u64, usize, String)>,
}

impl LeftOuts {
    /// How many records the sheet has; `None` before any was seen.
    pub(super) fn total(&self) -> Option<u64> {
        (self.records > 0).then_some(self.records)
    }

    /// Adds those of a piece.
    pub(super) fn add(&mut self, others: &[Other<'_>]) {
        for Other { band, record } in others {
            let is_told = matches!(
                band,
                Band::Subtotal | Band::Total | Band::Group | Band::Ignored | Band::Untouched
            );
            if is_told && self.told.len() < MOST_TOLD {
                self.told.push(LeftOut {
                    row: record.row,
                    band: *band,
                    content: content(record, MOST_SHOWN),
                });
            }
            if matches!(band, Band::Subtotal | Band::Total | Band::Group) {
                self.sums += 1;
                self.first_sum.get_or_insert(record.row);
            }
            if *band == Band::Ignored && self.ignored.len() < MOST_TOLD {
                let entry = (record.row, record.cells.len(), content(record, 200));
                self.ignored.push(entry);
            }
            if *band == Band::Total {
                self.total_row = Some(record.clone().into_owned());
            }
        }
    }

    /// Adds those of a later piece.
    pub(super) fn merge(&mut self, later: Self) {
        self.records += later.records;
        self.total_row = later.total_row.or(self.total_row.take());
        self.told.extend(later.told);
        self.told.truncate(MOST_TOLD);
        self.sums += later.sums;
        self.first_sum = self.first_sum.or(later.first_sum);
        self.ignored.extend(later.ignored);
        self.ignored.truncate(MOST_TOLD);
    }
}

fn content(record: &Record<'_>, most: usize) -> String {
    let cells: Vec<String> = record
        .cells
        .iter()
        .filter(|cell| !cell.is_empty())
        .map(Cell::trimmed)
        .collect();
    cells.join(" | ").chars().take(most).collect()
}

/// The words of the records of a band; of a table beside others those above or below its columns.
pub(super) fn texts(sheet: &Sheet, layout: &Layout, wanted: Band) -> Vec<String> {
    let all = layout.bands.iter().zip(&sheet.records);
    let words = |record: &Record<'static>| {
        if layout.part.is_none() {
            return content(record, usize::MAX);
        }
        let (first, last) = layout.columns;
        let cells = record.cells.iter().take(last + 1).skip(first);
        let own = Record {
            row: record.row,
            cells: cells.cloned().collect(),
        };
        content(&own, usize::MAX)
    };
    all.filter(|(band, _)| **band == wanted)
        .map(|(_, record)| words(record))
        .filter(|words| !words.is_empty())
        .collect()
}

/// The year that the titles name last.
pub(super) fn year_of(sheet: &Sheet, layout: &Layout) -> Option<String> {
    let titles = texts(sheet, layout, Band::Title);
    titles.iter().rev().find_map(|title| {
        title
            .split(|c: char| !c.is_ascii_digit())
            .find(|word| locate::is_year(word))
            .map(str::to_owned)
    })
}

/// The year of a table whose titles and sheet name no other.
pub(super) fn only_year(sheet: &Sheet, layout: &Layout) -> Option<String> {
    let mut all = texts(sheet, layout, Band::Title);
    all.push(sheet.name.clone());
    let words = all
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let mut years: Vec<&str> = words.filter(|word| locate::is_year(word)).collect();
    years.sort_unstable();
    years.dedup();
    match years.as_slice() {
        [only] => Some((*only).to_owned()),
        _ => None,
    }
}

/// A record of a text that ends before the header does.
pub(super) fn short_row(row: &Row<'_>) -> Finding {
    let cells: Vec<String> = row
        .cells
        .iter()
        .filter(|cell| !cell.is_empty())
        .map(Cell::trimmed)
        .collect();
    Finding {
        row: Some(row.number),
        value: cells.join(" | ").chars().take(200).collect(),
        ..Finding::new("row_short", Level::Warning)
    }
}

/// Columns that the sheet hides and the table leaves out.
pub(super) fn hidden(sheet: &str, heads: &[Head], reading: &Reading) -> Vec<Finding> {
    let is_out = |head: &&Head| {
        let chosen = reading.column(&head.letter);
        head.is_hidden && !head.title.is_empty() && !chosen.is_some_and(|column| column.keep)
    };
    let finding = |head: &Head| Finding {
        sheet: sheet.to_owned(),
        column: head.title.clone(),
        cell: head.letter.clone(),
        ..Finding::new("hidden_column", Level::Info)
    };
    heads.iter().filter(is_out).map(finding).collect()
}

/// What is odd about the shape of a table.
pub(super) fn structure(
    sheet: &str,
    layout: &Layout,
    left_outs: &LeftOuts,
    reading: &Reading,
) -> Vec<Finding> {
    let mut findings = Findings::default();
    let at = |code: &str, level| Finding {
        sheet: sheet.to_owned(),
        ..Finding::new(code, level)
    };
    let is_chosen = |row: &u64| reading.ignored_rows.contains(row);
    let ignored = left_outs.ignored.iter();
    for (row, cells, text) in ignored.filter(|(row, _, _)| !is_chosen(row)) {
        let mut finding = if *cells > layout.columns.1 + 1 {
            at("row_long", Level::Warning)
        } else {
            at("header_repeated", Level::Info)
        };
        finding.row = Some(*row);
        finding.value.clone_from(text);
        findings.add(finding);
    }
    if let Some(row) = left_outs.first_sum {
        let mut finding = at("rows_left_out", Level::Info);
        finding.row = Some(row);
        finding.count = left_outs.sums;
        findings.add(finding);
    }
    if layout.header.is_none() {
        findings.add(at("header_missing", Level::Warning));
    }
    findings.into_vec()
}

/// What a table's description is made of.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Where the table lies in it.
    pub layout: &'a Layout,
    /// Its columns as they are stored.
    pub specs: &'a [Spec],
    /// Their figures.
    pub profilers: Vec<Profiler>,
    /// First and last row of the body.
    pub span: Option<(u64, u64)>,
    /// Records that are not part of it.
    pub left_outs: LeftOuts,
    /// What could be made tidier.
    pub offers: Vec<Offer>,
    /// What was overruled.
    pub reading: &'a Reading,
}

/// Describes a table.
pub(super) fn table(parts: Parts<'_>) -> TableReport {
    let Parts { sheet, layout, .. } = parts;
    let row_of = |index: usize| sheet.records.get(index).map_or(0, |record| record.row);
    let column = |(spec, profiler): (&Spec, Profiler)| Column {
        name: spec.name.clone(),
        title: spec.title.clone(),
        kind: spec.kind,
        unit: spec.unit.clone(),
        letter: spec.letter.clone(),
        profile: profiler.finish(),
    };
    let columns: Vec<Column> = parts
        .specs
        .iter()
        .zip(parts.profilers)
        .map(column)
        .collect();
    TableReport {
        sheet: sheet.name.clone(),
        number: layout.part.unwrap_or(1),
        titles: texts(sheet, layout, Band::Title),
        notes: texts(sheet, layout, Band::Note),
        header: layout
            .header
            .map_or((0, 0), |(first, last)| (row_of(first), row_of(last))),
        body: parts.span.unwrap_or_default(),
        row_count: columns.first().map_or(0, |column| column.profile.count),
        columns,
        left_out: parts.left_outs.told,
        offers: parts.offers,
        reading: parts.reading.clone(),
    }
}
