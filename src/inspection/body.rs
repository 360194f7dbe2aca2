//! The rows of a table, piece by piece and several pieces at once, as often as they are needed.

use super::cell::{Cell, Record, Sheet};
use super::delimited::Mended;
use super::locate::Layout;
use super::reading::{Reading, Unmet};
use super::report::{Band, Offer};
use super::text_file::TextFile;
use std::collections::{BTreeMap, HashMap};
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

/// Records of a sheet that a worker takes at once.
const RECORDS: usize = 16_384;
/// Records of a piece: their cells, values and what is made of them stay in a core's cache.
const BATCH: usize = 512;
/// More pieces at once would need more memory than they save time.
const MOST_WORKERS: usize = 4;

/// Cells of merged ranges that get the value of their corner.
const MOST_MERGED: usize = 2_000_000;

/// What the records stand in.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'a> {
    /// A sheet that is held.
    Sheet(&'a Sheet),
    /// A text that is read in pieces.
    Text(&'a TextFile),
}

/// One row of the body: all columns of the layout.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row<'t> {
    /// Its number as the clerk counts.
    pub number: u64,
    /// Whether the record ended before its last column.
    pub is_short: bool,
    /// Cells.
    pub cells: Vec<Cell<'t>>,
}

/// A record that is no row of the body.
#[derive(Debug)]
pub(super) struct Other<'t> {
    /// What it is.
    pub band: Band,
    /// The record.
    pub record: Record<'t>,
}

/// A piece.
#[derive(Debug, Default)]
pub(super) struct Piece<'t> {
    /// Rows of the body.
    pub rows: Vec<Row<'t>>,
    /// Records between and around them that are not blank.
    pub others: Vec<Other<'t>>,
    /// Lines of records that were mended.
    pub mended: Vec<(u64, Mended)>,
    /// How many records it has.
    pub records: u64,
}

/// Rows below a header.
#[derive(Debug)]
pub(super) struct Body<'a> {
    source: Source<'a>,
    layout: &'a Layout,
    // Records of a piece.
    batch: usize,
    // The corner whose value holds for a cell within a merged range, by record and column.
    corners: HashMap<(usize, usize), (usize, usize)>,
    // What cells stand for, by column of the sheet.
    meanings: BTreeMap<usize, BTreeMap<String, Meaning>>,
    // Headings of groups that become a column, each with its record.
    groups: Option<Vec<(usize, String)>>,
}

impl<'a> Body<'a> {
    /// The body of a layout.
    pub(super) fn new(source: Source<'a>, layout: &'a Layout, reading: &Reading) -> Self {
        Self {
            source,
            layout,
            // A district that stands once above its villages is looked for within the piece.
            batch: if reading.accepts(Offer::StandardRegions) {
                RECORDS
            } else {
                BATCH
            },
            corners: match source {
                Source::Sheet(sheet) => corners(sheet, layout),
                Source::Text(_) => HashMap::new(),
            },
            meanings: meanings(layout, reading),
            groups: match source {
                Source::Sheet(sheet) if reading.accepts(Offer::GroupColumn) => {
                    Some(groups(sheet, layout)).filter(|groups| !groups.is_empty())
                }
                _ => None,
            },
        }
    }

    /// Whether rows have one cell more than the layout has columns: the heading of their group.
    pub(super) fn has_groups(&self) -> bool {
        self.groups.is_some()
    }

    /// Whether headings of groups stand in the body, and could become a column.
    pub(super) fn could_have_groups(&self) -> bool {
        matches!(self.source, Source::Sheet(_)) && self.layout.bands.contains(&Band::Group)
    }

    /// Replacements that no cell asked for, once all rows were read.
    pub(super) fn unmet(&self) -> Vec<Unmet> {
        let mut unmet: Vec<Unmet> = Vec::new();
        for (column, meanings) in &self.meanings {
            let idle = meanings
                .values()
                .filter(|meaning| !meaning.is_met.load(Ordering::Relaxed));
            unmet.extend(idle.filter_map(|meaning| {
                Some(Unmet {
                    letter: super::cell::letter(*column),
                    place: meaning.place?,
                })
            }));
        }
        unmet.sort();
        unmet
    }

    fn len(&self) -> usize {
        match self.source {
            Source::Sheet(sheet) => sheet.records.len().div_ceil(RECORDS),
            Source::Text(text) => text.len(),
        }
    }

    /// Calls `work` for every piece, several at once, and `take` with what it gave, in their order. Each worker keeps
    /// a state from piece to piece; the states are given back.
    ///
    /// Errors: of the file, or of `take`, which ends the work.
    pub(super) fn each<S, T>(
        &self,
        work: &(dyn Fn(&mut S, &Piece<'_>) -> T + Sync),
        take: &mut dyn FnMut(T) -> Result<(), String>,
    ) -> Result<Vec<S>, String>
    where
        S: Default + Send,
        T: Send,
    {
        let count = self.len();
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let workers = cores.min(MOST_WORKERS).min(count);
        if workers <= 1 {
            let mut worker = Worker::<S>::default();
            let mut over = 0;
            for index in 0..count {
                over = self.again(index, over, &mut worker, work, take)?;
            }
            return Ok(vec![worker.state]);
        }
        std::thread::scope(|scope| {
            let mut lanes = Vec::new();
            let mut ends = Vec::new();
            for first in 0..workers {
                // One result waits while the next is made: that bounds what is held.
                let (sender, receiver) = mpsc::sync_channel(1);
                lanes.push(receiver);
                ends.push(scope.spawn(move || {
                    let mut worker = Worker::<S>::default();
                    for index in (first..count).step_by(workers) {
                        let made = self.make(index, self.skip(index), &mut worker, work);
                        if sender.send(made).is_err() {
                            break;
                        }
                    }
                    worker.state
                }));
            }
            let outcome = self.gather(&lanes, work, take);
            // A worker that waits for its lane ends with it.
            drop(lanes);
            let states: Vec<S> = ends.into_iter().filter_map(|end| end.join().ok()).collect();
            outcome?;
            if states.len() < workers {
                return Err("a piece was lost".to_owned());
            }
            Ok(states)
        })
    }

    fn gather<S: Default, T>(
        &self,
        lanes: &[mpsc::Receiver<Result<Made<T>, String>>],
        work: &(dyn Fn(&mut S, &Piece<'_>) -> T + Sync),
        take: &mut dyn FnMut(T) -> Result<(), String>,
    ) -> Result<(), String> {
        let mut over = 0;
        for index in 0..self.len() {
            let lane = lanes.get(index % lanes.len());
            let made = lane
                .and_then(|lane| lane.recv().ok())
                .ok_or_else(|| "a piece was lost".to_owned())??;
            // A record ran over the piece's start, which only the first pass does not know.
            over = if made.skip == over {
                made.results.into_iter().try_for_each(&mut *take)?;
                made.over
            } else {
                self.again(index, over, &mut Worker::<S>::default(), work, take)?
            };
        }
        Ok(())
    }

    fn skip(&self, index: usize) -> usize {
        match self.source {
            Source::Sheet(_) => 0,
            Source::Text(text) => text.skip(index),
        }
    }

    fn again<S, T>(
        &self,
        index: usize,
        skip: usize,
        worker: &mut Worker<S>,
        work: &(dyn Fn(&mut S, &Piece<'_>) -> T + Sync),
        take: &mut dyn FnMut(T) -> Result<(), String>,
    ) -> Result<usize, String> {
        if let Source::Text(text) = self.source {
            text.set_skip(index, skip);
        }
        let made = self.make(index, skip, worker, work)?;
        made.results.into_iter().try_for_each(take)?;
        Ok(made.over)
    }

    fn make<S, T>(
        &self,
        index: usize,
        skip: usize,
        worker: &mut Worker<S>,
        work: &(dyn Fn(&mut S, &Piece<'_>) -> T + Sync),
    ) -> Result<Made<T>, String> {
        let mut results = Vec::new();
        let mut over = 0;
        match self.source {
            Source::Sheet(sheet) => {
                let first = index * RECORDS;
                let records = sheet.records.iter().enumerate().skip(first).take(RECORDS);
                let mut records = records.peekable();
                while records.peek().is_some() {
                    let mut piece = Piece::default();
                    for (index, record) in records.by_ref().take(self.batch) {
                        let cells = record.cells.iter().map(Cell::borrowed).collect();
                        let row = record.row;
                        self.sort_in(index, Record { row, cells }, &mut piece);
                    }
                    results.push(work(&mut worker.state, &piece));
                }
            }
            Source::Text(text) => {
                let memory = std::mem::take(&mut worker.memory);
                let held = text.piece_into(index, memory);
                let held = held.map_err(|error| error.to_string())?;
                let mut cut = text.cut(&held, skip);
                loop {
                    let records = cut.next(self.batch);
                    if records.is_empty() {
                        break;
                    }
                    let mut piece = Piece {
                        mended: cut.mended(),
                        ..Piece::default()
                    };
                    for record in records {
                        self.sort_in(usize::MAX, record, &mut piece);
                    }
                    results.push(work(&mut worker.state, &piece));
                }
                over = cut.over();
                worker.memory = held.into_memory();
            }
        }
        Ok(Made {
            skip,
            over,
            results,
        })
    }

    fn sort_in<'t>(&'t self, index: usize, record: Record<'t>, piece: &mut Piece<'t>) {
        piece.records += 1;
        match self.layout.band(index, &record) {
            Band::Body => piece.rows.push(self.row(index, record)),
            Band::Blank => {}
            // Its heading stands in every row of the group.
            Band::Group if self.has_groups() => {}
            band => piece.others.push(Other { band, record }),
        }
    }

    fn row<'t>(&'t self, index: usize, mut record: Record<'t>) -> Row<'t> {
        let (first, last) = self.layout.columns;
        let is_short = record.cells.len() <= last - first && record.cells.len() > 1;
        record.cells.resize(last + 1, Cell::Empty);
        if !self.corners.is_empty() || !self.meanings.is_empty() {
            for (column, cell) in record.cells.iter_mut().enumerate().skip(first) {
                self.mend(index, column, cell);
            }
        }
        if first > 0 {
            record.cells.drain(..first);
        }
        if let Some(groups) = &self.groups {
            let above = groups.partition_point(|(heading, _)| *heading < index);
            let heading = above.checked_sub(1).and_then(|place| groups.get(place));
            record
                .cells
                .push(heading.map_or(Cell::Empty, |(_, words)| Cell::from(words.as_str())));
        }
        Row {
            number: record.row,
            is_short,
            cells: record.cells,
        }
    }

    fn mend<'t>(&'t self, index: usize, column: usize, cell: &mut Cell<'t>) {
        if cell.is_empty()
            && let Source::Sheet(sheet) = self.source
            && let Some((row, corner)) = self.corners.get(&(index, column))
            && let Some(record) = sheet.records.get(*row)
        {
            *cell = record.cell(*corner).borrowed();
        }
        if let Some(meanings) = self.meanings.get(&column)
            && let Some(meaning) = meanings.get(&*cell.squeezed())
        {
            meaning.is_met.store(true, Ordering::Relaxed);
            *cell = Cell::from(meaning.text.as_str());
        }
    }
}

// What a worker keeps from piece to piece: its state, and the memory of the text.
#[derive(Default)]
struct Worker<S> {
    state: S,
    memory: String,
}

// What a worker made, and the skip that it took for granted.
struct Made<T> {
    skip: usize,
    over: usize,
    results: Vec<T>,
}

/// The headings of groups: records of one cell within the body.
pub(super) fn groups(sheet: &Sheet, layout: &Layout) -> Vec<(usize, String)> {
    let all = layout.bands.iter().zip(&sheet.records).enumerate();
    all.filter(|(_, (band, _))| **band == Band::Group)
        .filter_map(|(index, (_, record))| {
            let cell = record.cells.iter().find(|cell| !cell.is_empty())?;
            Some((index, cell.squeezed().into_owned()))
        })
        .collect()
}

// The value at the corner of a vertical merge holds for all of its rows.
fn corners(sheet: &Sheet, layout: &Layout) -> HashMap<(usize, usize), (usize, usize)> {
    let first_body = layout.body().next().unwrap_or(0);
    let mut corners = HashMap::new();
    for merge in &sheet.merges {
        if merge.rows.0 < first_body {
            continue;
        }
        let last_row = merge.rows.1.min(sheet.records.len());
        let last_column = merge.columns.1.min(layout.columns.1);
        for row in merge.rows.0 + 1..=last_row {
            for column in merge.columns.0..=last_column {
                if corners.len() == MOST_MERGED {
                    return corners;
                }
                corners.insert((row, column), (merge.rows.0, merge.columns.0));
            }
        }
    }
    corners
}

// What a cell stands for, and whether there was one that says so.
#[derive(Debug)]
struct Meaning {
    text: String,
    is_met: AtomicBool,
    // The place among the column's replacements; `None`: a dash that means zero.
    place: Option<usize>,
}

impl Meaning {
    fn new(text: &str, place: Option<usize>) -> Self {
        Self {
            text: text.to_owned(),
            is_met: AtomicBool::new(false),
            place,
        }
    }
}

fn meanings(layout: &Layout, reading: &Reading) -> BTreeMap<usize, BTreeMap<String, Meaning>> {
    let mut by_column = BTreeMap::new();
    for column in layout.columns.0..=layout.columns.1 {
        let Some(chosen) = reading.column(&super::cell::letter(column)) else {
            continue;
        };
        let mut meanings: BTreeMap<String, Meaning> = BTreeMap::new();
        if chosen.dash_is_zero {
            let dashes = ["-", "–", "—"].map(|dash| (dash.to_owned(), Meaning::new("0", None)));
            meanings.extend(dashes);
        }
        let told = chosen.replace.iter().enumerate();
        meanings.extend(told.map(|(place, told)| {
            let from = super::cell::squeeze(&told.from).into_owned();
            (from, Meaning::new(&told.to, Some(place)))
        }));
        if !meanings.is_empty() {
            by_column.insert(column, meanings);
        }
    }
    by_column
}
