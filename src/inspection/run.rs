//! The whole way of one file, inside the child: bytes in, report and table out.
//!
//! The rows are gone through twice: once to survey every column, so that its type is decided from all of its cells,
//! and once to convert, check, profile and write them. Neither holds more than a few pieces at a time.

use super::body::{Body, Piece, Source};
use super::cell::Sheet;
use super::checks::{self, Duplicates, Names, Subject};
use super::choose;
use super::continuity;
use super::coordinates;
use super::delimited;
use super::describe::{self, LeftOuts};
use super::findings::Findings;
use super::heads::{self, Count, Head};
use super::locate::Layout;
use super::open::Opened;
use super::periods;
use super::preview;
use super::privacy::{self, Detector};
use super::profile::{self, Profiler};
use super::reading::Reading;
use super::report::{Finding, Level, Offer, Report, Sample};
use super::rules::{self, Against, Memory, Plan, Repeated, Scene};
use super::shape::Shape;
use super::sums::{self, ColumnSum, FoldedSums};
use super::survey::{Familiar, Survey};
use super::templated::Templated;
use super::typed::{self, Spec, TypedColumn};
use super::{grid, table, tidy};
use polars::prelude::DataFrame;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Name of the canonical table's file in the work folder.
pub const TABLE_FILE: &str = "table.parquet";

/// A task for the child.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Task {
    /// The file.
    pub file: PathBuf,
    /// The name that it had, for the report.
    pub file_name: String,
    /// Where the table goes.
    pub folder: PathBuf,
    /// What is overruled.
    pub reading: Reading,
    /// Kemendagri code of the region that publishes.
    pub region: String,
    /// Bytes that a compressed workbook may unpack to.
    pub unpacked_bytes: u64,
    /// What the table is held against.
    #[serde(default)]
    pub against: Against,
}

impl Task {
    /// A task without a folder, for commands that only look.
    pub fn look(file: &Path, reading: Reading, region: &str, unpacked_bytes: u64) -> Self {
        let name = file.file_name().unwrap_or_default();
        Self {
            file: file.to_path_buf(),
            file_name: name.to_string_lossy().into_owned(),
            folder: PathBuf::new(),
            reading,
            region: region.to_owned(),
            unpacked_bytes,
            against: Against::default(),
        }
    }

    // With the reading that a template's mark gives.
    fn with(&self, templated: Option<&Templated>) -> Self {
        let mut task = self.clone();
        if let Some(templated) = templated {
            task.reading.clone_from(&templated.reading);
        }
        task
    }
}

/// Where the rows of the table go.
pub enum Sink<'a> {
    /// Nowhere.
    Nothing,
    /// Into a Parquet file.
    Parquet(&'a Path),
    /// To a function that gets them piece by piece; the first piece may be empty.
    Pieces(&'a mut dyn FnMut(&[TypedColumn<'_>]) -> Result<(), String>),
}

/// Inspects one file and writes its table.
pub fn run(task: &Task) -> Report {
    let table = task.folder.join(TABLE_FILE);
    let mut report = inspect(task, &mut Sink::Parquet(&table));
    let found = continuity::findings(&task.against, &report, &table);
    report.findings.extend(found);
    report.findings.sort_by_key(|finding| finding.level);
    report
}

/// Inspects one file.
pub fn inspect(task: &Task, sink: &mut Sink<'_>) -> Report {
    let mut opened = Opened::new(task);
    let mut templated = Templated::of(&opened.sheets, &task.reading);
    let told = task;
    let task = &task.with(templated.as_ref());
    let mut chosen = choose::table(&mut opened, &task.reading);
    if let Some(templated) = &mut templated {
        templated.judge(&opened.sheets, &mut chosen);
    }
    let mut report = std::mem::replace(&mut opened.report, Report::new("", ""));
    if let Some((index, layout)) = &chosen {
        if let Err(reason) = read(&opened, *index, layout, task, &mut report, sink) {
            report.tables.clear();
            let finding = Finding {
                value: reason,
                ..Finding::new("unreadable", Level::Blocking)
            };
            report.findings.insert(0, finding);
        }
    } else {
        let first = opened.sheets.first();
        report.grid = first.map(|sheet| grid::of(sheet, None, None));
        let is_told = !report.findings.is_empty();
        if (first.is_some() || !is_told) && !report.is_blocked() {
            let finding = Finding::new("no_table", Level::Blocking);
            report.findings.push(finding);
        }
    }
    let columns = report.table().map(|table| table.columns.as_slice());
    let beside = privacy::beside(&opened.sheets, chosen.as_ref(), columns.unwrap_or_default());
    report.findings.extend(beside);
    if let Some(templated) = templated {
        templated.tell(&told.reading, &mut report);
    }
    report.findings.sort_by_key(|finding| finding.level);
    privacy::cover(&mut report);
    report
}

fn read(
    opened: &Opened,
    index: usize,
    layout: &Layout,
    task: &Task,
    report: &mut Report,
    sink: &mut Sink<'_>,
) -> Result<(), String> {
    let (Some(sheet), Some(source)) = (opened.sheets.get(index), opened.source(index)) else {
        return Ok(());
    };
    Work::new(sheet, source, layout, task).run(report, sink)?;
    preview::add(report, opened, sheet, layout, task);
    Ok(())
}

/// The first rows of the table that a beginning of a sheet gives with a reading.
pub(super) fn try_out(sheet: &Sheet, layout: &Layout, task: &Task) -> Option<Sample> {
    let mut scratch = Report::new("", "");
    let work = Work::new(sheet, Source::Sheet(sheet), layout, task);
    work.run(&mut scratch, &mut Sink::Nothing).ok()?;
    scratch.sample
}

// One table of one sheet.
struct Work<'a> {
    sheet: &'a Sheet,
    layout: &'a Layout,
    task: &'a Task,
    body: Body<'a>,
}

// What the first pass gathers.
#[derive(Default)]
struct Surveyed {
    surveys: Vec<Survey>,
    counts: Vec<Count>,
    rows: u64,
    span: Option<(u64, u64)>,
    left_outs: LeftOuts,
    findings: Findings,
}

// What the second pass makes of a piece.
struct Converted {
    rows: Vec<u64>,
    columns: Vec<TypedColumn<'static>>,
    frame: Option<DataFrame>,
    findings: Vec<Finding>,
    fingerprints: Vec<Option<u64>>,
    // For each set of columns whose values stand only once, a number for those of each row.
    unique: Vec<Vec<Option<u64>>>,
    sample: Sample,
}

// What a worker of the second pass keeps from piece to piece.
#[derive(Default)]
struct Bench {
    names: Names,
    memory: Memory,
    profilers: Vec<Profiler>,
    detectors: Vec<Detector>,
    folded: FoldedSums,
}

// The columns as they are stored, with their figures.
struct Stored {
    specs: Vec<Spec>,
    profilers: Vec<Profiler>,
    folded: FoldedSums,
}

fn column_sum<'s>(spec: &'s Spec, profiler: &Profiler) -> ColumnSum<'s> {
    ColumnSum {
        letter: &spec.letter,
        spec,
        sum: profiler.sum(),
    }
}

impl<'a> Work<'a> {
    fn new(sheet: &'a Sheet, source: Source<'a>, layout: &'a Layout, task: &'a Task) -> Self {
        Self {
            sheet,
            layout,
            task,
            body: Body::new(source, layout, &task.reading),
        }
    }

    fn run(&self, report: &mut Report, sink: &mut Sink<'_>) -> Result<(), String> {
        let sheet = self.sheet;
        let reading = &self.task.reading;
        let mut heads = heads::of(sheet, self.layout, reading);
        if self.body.has_groups() {
            heads.push(Head::made("Kelompok"));
        }
        let surveyed = self.survey(&heads)?;
        report.grid = Some(grid::of(
            sheet,
            Some(self.layout),
            surveyed.left_outs.total(),
        ));
        report
            .findings
            .extend(describe::hidden(&sheet.name, &heads, reading));
        let plain = Shape::plain(heads, &surveyed.surveys, &surveyed.counts, reading);
        let periods = periods::of(&plain.heads, reading);
        let is_folded = periods.is_some() && reading.accepts(Offer::FoldPeriods);
        let year = describe::only_year(sheet, self.layout);
        let (specs, _) = typed::decide(
            &plain.heads,
            &plain.surveys(&surveyed.surveys),
            reading,
            None,
            "",
            year.as_deref(),
        );
        let added = year
            .clone()
            .filter(|_| !specs.iter().any(continuity::says_when));
        let offers = self.offers(
            &specs,
            periods.is_some(),
            added.is_some() && !is_folded,
            &surveyed,
        );
        let shape = match (periods.filter(|_| is_folded), added) {
            (Some(periods), _) => {
                plain.fold(&periods, describe::year_of(sheet, self.layout).as_deref())
            }
            (None, Some(added)) if reading.accepts(Offer::AddYear) => plain.dated(added),
            (None, _) => plain,
        };
        if shape.heads.is_empty() || surveyed.rows == 0 {
            report
                .findings
                .push(Finding::new("no_table", Level::Blocking));
            return Ok(());
        }
        let surveys = shape.surveys(&surveyed.surveys);
        let rules = self.task.against.rules.as_ref();
        let (specs, findings) = typed::decide(
            &shape.heads,
            &surveys,
            reading,
            rules,
            &sheet.name,
            year.as_deref(),
        );
        report.findings.extend(findings);
        let Stored {
            specs: stored,
            profilers,
            folded,
        } = self.convert(&shape, &specs, surveyed.rows, report, sink)?;
        if let Some(rules) = rules {
            let relation = self.task.against.relation;
            let found = rules::findings(rules, relation, &stored, &sheet.name);
            report.findings.extend(found);
        }
        if let Some(total) = &surveyed.left_outs.total_row {
            let sums = if shape.is_folded() {
                folded.of(&shape, &specs)
            } else {
                let of = |(spec, profiler): (_, &Profiler)| column_sum(spec, profiler);
                stored.iter().zip(&profilers).map(of).collect()
            };
            let found = sums::compare(total, &sheet.name, &sums);
            report.findings.extend(found);
        }
        report.unmet = self.body.unmet();
        let found = describe::structure(&sheet.name, self.layout, &surveyed.left_outs, reading);
        report.findings.extend(surveyed.findings.into_vec());
        report.findings.extend(found);
        report.tables.push(describe::table(describe::Parts {
            sheet,
            layout: self.layout,
            specs: &stored,
            profilers,
            span: surveyed.span,
            left_outs: surveyed.left_outs,
            offers,
            reading,
        }));
        Ok(())
    }

    fn survey(&self, heads: &[Head]) -> Result<Surveyed, String> {
        let mut all = Surveyed {
            surveys: vec![Survey::default(); heads.len()],
            counts: vec![Count::default(); heads.len()],
            ..Surveyed::default()
        };
        let numbering: Vec<bool> = heads.iter().map(heads::is_numbering).collect();
        let work = |familiar: &mut Vec<Familiar>, piece: &Piece<'_>| {
            familiar.resize_with(heads.len(), Familiar::default);
            let mut found = Surveyed {
                surveys: vec![Survey::default(); heads.len()],
                counts: vec![Count::default(); heads.len()],
                ..Surveyed::default()
            };
            found.add(piece, familiar, &numbering, &self.sheet.name);
            found
        };
        self.body.each(&work, &mut |found: Surveyed| {
            all.merge(found);
            Ok(())
        })?;
        Ok(all)
    }

    // What would make the table tidy and is not done yet.
    fn offers(
        &self,
        specs: &[Spec],
        has_periods: bool,
        lacks_year: bool,
        surveyed: &Surveyed,
    ) -> Vec<Offer> {
        let reading = &self.task.reading;
        let counts = surveyed.counts.iter().any(Count::is_running);
        let names = specs
            .iter()
            .any(|spec| spec.kind == super::ColumnKind::RegionName);
        [
            (Offer::DropRunningNumber, counts),
            (Offer::FoldPeriods, has_periods),
            (Offer::AddYear, lacks_year),
            (Offer::GroupColumn, self.body.could_have_groups()),
            (Offer::StandardRegions, names),
        ]
        .into_iter()
        .filter(|(offer, fits)| *fits && !reading.accepts(*offer))
        .map(|(offer, _)| offer)
        .collect()
    }

    // Converts every row; gives the columns as they are stored and their figures.
    fn convert(
        &self,
        shape: &Shape,
        specs: &[Spec],
        rows: u64,
        report: &mut Report,
        sink: &mut Sink<'_>,
    ) -> Result<Stored, String> {
        let located = &coordinates::split_specs(specs);
        let codes = if self.task.reading.accepts(Offer::StandardRegions) {
            tidy::Codes::of(located)
        } else {
            tidy::Codes::AsTheyAre
        };
        let stored = codes.stored(located);
        let (is_written, is_passed_on) = match sink {
            Sink::Nothing => (false, false),
            Sink::Parquet(_) => (true, false),
            Sink::Pieces(_) => (false, true),
        };
        let mut writer = match sink {
            Sink::Parquet(path) => Some(table::Writer::create(path, &stored)?),
            Sink::Nothing | Sink::Pieces(_) => None,
        };
        let rules = self.task.against.rules.as_ref();
        let plan = rules.map(|rules| Plan::new(rules, &stored));
        let plan = plan.as_ref();
        let mut repeated = plan.map(|plan| Repeated::new(plan.rules(), plan.unique(), &stored));
        let mut findings = Findings::default();
        let mut duplicates = Duplicates::default();
        let work = |bench: &mut Bench, piece: &Piece<'_>| {
            bench.begin(specs, &stored, rows);
            let (mut made, columns) =
                self.piece(shape, (specs, located), &codes, plan, bench, piece);
            if is_written {
                made.frame = Some(table::frame(&columns, &stored)?);
            } else if is_passed_on {
                made.columns = columns.into_iter().map(TypedColumn::into_owned).collect();
            }
            Ok(made)
        };
        report.sample = None;
        let mut take = |made: Result<Converted, String>| {
            let made = made?;
            let sample = report.sample.get_or_insert_with(Sample::default);
            if sample.rows.is_empty() {
                *sample = made.sample;
            }
            findings.extend(made.findings);
            duplicates.add(&made.rows, &made.fingerprints);
            if let Some(repeated) = &mut repeated {
                findings.extend(repeated.add(&made.rows, &made.unique, &self.sheet.name));
            }
            if let (Some(writer), Some(frame)) = (&mut writer, made.frame) {
                writer.add(frame)?;
            }
            match sink {
                Sink::Pieces(take) => take(&made.columns),
                Sink::Nothing | Sink::Parquet(_) => Ok(()),
            }
        };
        let benches = self.body.each(&work, &mut take)?;
        if let Some(writer) = writer {
            writer.finish()?;
        }
        // A row that stands there twice repeats its key as well, and is told of once.
        if !repeated.is_some_and(|repeated| repeated.has_found()) {
            findings.extend(duplicates.finding(&self.sheet.name));
        }
        let mut profilers = vec![Profiler::of(rows); stored.len()];
        let mut detectors = detectors(specs);
        let mut folded = FoldedSums::default();
        for bench in benches {
            folded.merge(bench.folded);
            for (all, own) in profilers.iter_mut().zip(bench.profilers) {
                all.merge(own);
            }
            for (all, own) in detectors.iter_mut().zip(bench.detectors) {
                all.absorb(own);
            }
        }
        let personal = privacy::findings(specs, &detectors, &self.sheet.name);
        report.findings.extend(personal);
        report.findings.extend(findings.into_vec());
        Ok(Stored {
            specs: stored,
            profilers,
            folded,
        })
    }

    fn piece<'p>(
        &self,
        shape: &'p Shape,
        (specs, located): (&[Spec], &[Spec]),
        codes: &tidy::Codes,
        plan: Option<&Plan<'_>>,
        bench: &mut Bench,
        piece: &'p Piece<'p>,
    ) -> (Converted, Vec<TypedColumn<'p>>) {
        let reading = &self.task.reading;
        let region = &self.task.region;
        let shaped = shape.rows(&piece.rows);
        let rows = shaped.numbers();
        let is_code = |index: usize| {
            let spec = specs.get(index);
            spec.is_some_and(|spec| spec.kind == super::ColumnKind::RegionCode)
        };
        let mut look = |index: usize, row: u64, text: &str| {
            if let Some(detector) = bench.detectors.get_mut(index).filter(|_| !is_code(index)) {
                detector.look(row, text);
            }
        };
        let rules = plan.map(Plan::rules);
        let (mut columns, mut findings) =
            typed::convert(specs, &shaped, reading, rules, &self.sheet.name, &mut look);
        bench.folded.add(shape, &columns);
        let lenient = reading.accepts(Offer::EmptyBadCells);
        let place = (self.sheet.name.as_str(), lenient);
        findings.extend(coordinates::split(
            &mut columns,
            specs,
            located,
            &rows,
            place,
        ));
        findings.extend(checks::run(&Subject {
            columns: &columns,
            specs: located,
            rows: &rows,
            sheet: &self.sheet.name,
            region,
            lenient,
            names: &bench.names,
        }));
        if let Some(pair) = coordinates::pair(located) {
            let sheet = &self.sheet.name;
            findings.extend(coordinates::empty_origin(&mut columns, pair, &rows, sheet));
            findings.extend(coordinates::outside(
                &mut columns,
                pair,
                &rows,
                sheet,
                lenient,
            ));
        }
        if lenient {
            tidy::empty_bad_codes(&mut columns, located, region);
        }
        if reading.accepts(Offer::StandardRegions) {
            tidy::standard_regions(&mut columns, codes, region, &bench.names);
        }
        if let Some(plan) = plan {
            let scene = Scene {
                rows: &rows,
                sheet: &self.sheet.name,
                lenient: reading.accepts(Offer::EmptyBadCells),
                before: &findings,
            };
            let found = plan.check(&mut columns, &scene, &mut bench.memory);
            findings.extend(found);
        }
        let hashes: Vec<Vec<u64>> = columns.iter().map(profile::hashes).collect();
        let unique = plan.map_or_else(Vec::new, |plan| {
            Repeated::numbers(plan.unique(), &columns, &hashes, rows.len())
        });
        for ((profiler, column), hashes) in bench.profilers.iter_mut().zip(&columns).zip(&hashes) {
            profiler.add(column, hashes);
        }
        (
            Converted {
                sample: preview::sample(&columns),
                fingerprints: checks::fingerprints(&hashes, rows.len()),
                unique,
                rows,
                columns: Vec::new(),
                frame: None,
                findings,
            },
            columns,
        )
    }
}

impl Bench {
    // What a worker needs before its first piece.
    fn begin(&mut self, specs: &[Spec], stored: &[Spec], rows: u64) {
        if self.detectors.is_empty() {
            self.detectors = detectors(specs);
            self.profilers = vec![Profiler::of(rows); stored.len()];
        }
    }
}

fn detectors(specs: &[Spec]) -> Vec<Detector> {
    specs
        .iter()
        .map(|spec| Detector::new(&spec.title, spec.kind))
        .collect()
}

impl Surveyed {
    fn add(
        &mut self,
        piece: &Piece<'_>,
        familiar: &mut [Familiar],
        numbering: &[bool],
        sheet: &str,
    ) {
        for row in &piece.rows {
            for (((cell, survey), familiar), (count, counts)) in row
                .cells
                .iter()
                .zip(&mut self.surveys)
                .zip(&mut *familiar)
                .zip(self.counts.iter_mut().zip(numbering))
            {
                survey.add(cell, familiar);
                if *counts {
                    count.add(cell);
                }
            }
            self.rows += 1;
            self.span = Some(
                self.span
                    .map_or((row.number, row.number), |span| (span.0, row.number)),
            );
            // Spreadsheets pad nothing; in text files a record that ends early has lost cells.
            if row.is_short && sheet.is_empty() {
                self.findings.add(describe::short_row(row));
            }
        }
        for mended in &piece.mended {
            self.findings.add(delimited::mended(*mended));
        }
        self.left_outs.add(&piece.others);
        self.left_outs.records += piece.records;
    }

    fn merge(&mut self, later: Self) {
        for (survey, other) in self.surveys.iter_mut().zip(&later.surveys) {
            survey.merge(other);
        }
        for (count, other) in self.counts.iter_mut().zip(&later.counts) {
            count.merge(other);
        }
        self.rows += later.rows;
        self.span = match (self.span, later.span) {
            (Some((first, _)), Some((_, last))) => Some((first, last)),
            (own, other) => own.or(other),
        };
        self.findings.extend(later.findings.into_vec());
        self.left_outs.merge(later.left_outs);
    }
}
