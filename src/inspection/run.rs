//! The whole way of one file, inside the child: bytes in, report and table out.

use super::cell::Sheet;
use super::checks::{self, Subject};
use super::delimited;
use super::json;
use super::locate::{self, Layout};
use super::profile;
use super::raw::{self, Raw};
use super::reading::Reading;
use super::report::{
    Band, Column, Finding, LeftOut, Level, Offer, Report, SheetReport, TableReport,
};
use super::sniff::{self, Format};
use super::typed::{self, TypedColumn};
use super::{grid, own, preview, privacy, table, tidy, workbook};
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
}

/// What a reading of a file gives before it is put into a report.
#[derive(Debug)]
pub struct Outcome {
    /// The report.
    pub report: Report,
    /// The columns of the table that is used.
    pub columns: Vec<TypedColumn>,
    /// The sheets as read.
    pub sheets: Vec<Sheet>,
    /// Where the table lies in its sheet.
    pub layout: Option<(usize, Layout)>,
}

/// Inspects one file and writes its table.
pub fn run(task: &Task) -> Report {
    let bytes = match std::fs::read(&task.file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let finding = Finding {
                value: error.to_string(),
                ..Finding::new("unreadable", Level::Blocking)
            };
            return Report::refused(&task.file_name, "", finding);
        }
    };
    let mut outcome = inspect(&bytes, task);
    if !outcome.columns.is_empty()
        && let Err(reason) = table::write(&outcome.columns, &task.folder.join(TABLE_FILE))
    {
        outcome.report.tables.clear();
        let finding = Finding {
            value: reason,
            ..Finding::new("unreadable", Level::Blocking)
        };
        outcome.report.findings.insert(0, finding);
    }
    outcome.report
}

/// Inspects bytes without writing anything.
pub fn inspect(bytes: &[u8], task: &Task) -> Outcome {
    let format = sniff::format(bytes);
    let mut report = Report::new(&task.file_name, format.name());
    let sheets = match sheets(bytes, format, task, &mut report) {
        Ok(sheets) => own::without_corrections(sheets),
        Err(finding) => {
            report.findings.push(finding);
            return Outcome {
                report,
                columns: Vec::new(),
                sheets: Vec::new(),
                layout: None,
            };
        }
    };
    let layout = choose(&sheets, &task.reading, &mut report);
    let used = layout.as_ref().map_or(0, |(index, _)| *index);
    report.grid = sheets
        .get(used)
        .map(|sheet| grid::of(sheet, layout.as_ref().map(|(_, layout)| layout)));
    let mut columns = Vec::new();
    if let Some((index, layout)) = &layout
        && let Some(sheet) = sheets.get(*index)
    {
        columns = read_table(sheet, layout, task, &mut report);
        preview::add(&mut report, &columns, sheet, layout, task);
    } else if report
        .findings
        .iter()
        .all(|finding| finding.level != Level::Blocking)
    {
        report
            .findings
            .push(Finding::new("no_table", Level::Blocking));
    }
    report
        .findings
        .extend(beside(&sheets, layout.as_ref(), &columns));
    report.findings.sort_by_key(|finding| finding.level);
    privacy::cover(&mut report);
    Outcome {
        report,
        columns,
        sheets,
        layout,
    }
}

// Personal data outside of the table: other sheets, hidden columns, remarks. They are published with the file.
fn beside(
    sheets: &[Sheet],
    layout: Option<&(usize, Layout)>,
    columns: &[TypedColumn],
) -> Vec<Finding> {
    let mut elsewhere = privacy::Elsewhere::default();
    for (index, sheet) in sheets.iter().enumerate() {
        let bands = layout
            .filter(|(used, _)| *used == index)
            .map(|(_, layout)| layout.bands.as_slice());
        for (at, record) in sheet.records.iter().enumerate() {
            let band = bands.and_then(|bands| bands.get(at)).copied();
            let is_remark = matches!(band, Some(Band::Title | Band::Note | Band::Signature));
            for (number, cell) in record.cells.iter().enumerate() {
                if cell.is_empty() {
                    continue;
                }
                let letter = super::cell::letter(number);
                let in_table = band == Some(Band::Body)
                    && columns.iter().any(|column| column.letter == letter);
                if !in_table {
                    elsewhere.look(&sheet.name, &letter, record.row, &cell.text(), is_remark);
                }
            }
        }
    }
    elsewhere.findings()
}

pub(super) fn sheets(
    bytes: &[u8],
    format: Format,
    task: &Task,
    report: &mut Report,
) -> Result<Vec<Sheet>, Finding> {
    match format {
        Format::Empty => Err(Finding::new("empty", Level::Blocking)),
        Format::Unknown => Err(Finding::new("unreadable", Level::Blocking)),
        Format::Encrypted => Err(Finding::new("encrypted", Level::Blocking)),
        Format::Html => Err(Finding::new("html_content", Level::Blocking)),
        Format::Other(name) if sniff::table_ending(&task.file_name).is_some() => Err(Finding {
            value: name.to_owned(),
            expected: sniff::table_ending(&task.file_name)
                .unwrap_or_default()
                .to_owned(),
            ..Finding::new("ending_mismatch", Level::Blocking)
        }),
        Format::Other(name) => Err(Finding {
            value: name.to_owned(),
            ..Finding::new("not_a_table_format", Level::Info)
        }),
        Format::Parquet => Err(Finding {
            value: "Parquet".to_owned(),
            ..Finding::new("not_a_table_format", Level::Info)
        }),
        Format::Xlsx | Format::Ods => {
            workbook::check_archive(bytes, task.unpacked_bytes)?;
            workbook::read(bytes, format)
        }
        Format::Xls => workbook::read(bytes, format),
        Format::Delimited => {
            let (text, encoding) = sniff::decode(bytes);
            encoding.clone_into(&mut report.encoding);
            let read = delimited::read(&text);
            report.delimiter = if read.delimiter.is_control() && read.delimiter != '\t' {
                String::new()
            } else {
                read.delimiter.to_string()
            };
            report.findings.extend(read.findings);
            Ok(vec![read.sheet])
        }
        Format::Json => {
            let (text, encoding) = sniff::decode(bytes);
            encoding.clone_into(&mut report.encoding);
            let (sheet, findings) = json::read(&text)?;
            report.findings.extend(findings);
            Ok(vec![sheet])
        }
        Format::JsonLines => {
            let (text, encoding) = sniff::decode(bytes);
            encoding.clone_into(&mut report.encoding);
            let (sheet, findings) = json::read_lines(&text);
            report.findings.extend(findings);
            Ok(vec![sheet])
        }
    }
}

// The sheet that was chosen, or the visible one with the largest body.
fn choose(sheets: &[Sheet], reading: &Reading, report: &mut Report) -> Option<(usize, Layout)> {
    let layouts: Vec<Option<Layout>> = sheets
        .iter()
        .map(|sheet| locate::locate(sheet, reading))
        .collect();
    let size = |layout: &Option<Layout>| {
        layout
            .as_ref()
            .filter(|layout| layout.header.is_some())
            .map_or(0, |layout| layout.body().count() * layout.usual)
    };
    let by_name = reading.sheet.as_ref().and_then(|name| {
        sheets
            .iter()
            .position(|sheet| sheet.name.trim() == name.trim())
    });
    let largest = || {
        (0..sheets.len())
            .filter(|index| sheets.get(*index).is_some_and(|sheet| !sheet.hidden))
            .filter(|index| layouts.get(*index).is_some_and(Option::is_some))
            .max_by_key(|index| {
                (
                    layouts.get(*index).map_or(0, size),
                    std::cmp::Reverse(*index),
                )
            })
    };
    let chosen = by_name.or_else(largest)?;
    if sheets.len() > 1 {
        for (sheet, layout) in sheets.iter().zip(&layouts) {
            let rows = sheet
                .records
                .iter()
                .filter(|record| record.filled() > 0)
                .count() as u64;
            report.sheets.push(SheetReport {
                name: sheet.name.clone(),
                rows,
                hidden: sheet.hidden,
                has_table: size(layout) > 0,
            });
            if sheet.hidden {
                report.findings.push(Finding {
                    sheet: sheet.name.clone(),
                    ..Finding::new("hidden_sheet", Level::Info)
                });
            }
        }
        let others = report
            .sheets
            .iter()
            .filter(|sheet| sheet.has_table && !sheet.hidden)
            .count();
        if others > 1 && by_name.is_none() {
            let mut finding = Finding::new("other_sheets", Level::Info);
            finding.value = sheets
                .get(chosen)
                .map(|sheet| sheet.name.clone())
                .unwrap_or_default();
            finding.count = others as u64 - 1;
            report.findings.push(finding);
        }
    }
    layouts
        .into_iter()
        .nth(chosen)
        .flatten()
        .map(|layout| (chosen, layout))
}

pub(super) fn read_table(
    sheet: &Sheet,
    layout: &Layout,
    task: &Task,
    report: &mut Report,
) -> Vec<TypedColumn> {
    let reading = &task.reading;
    let plain = raw::build(sheet, layout, reading);
    let folded = folded(sheet, layout, &plain, reading);
    let raw = folded.as_ref().unwrap_or(&plain);
    if raw.heads.is_empty() || raw.rows.is_empty() {
        return Vec::new();
    }
    let (mut columns, findings) = typed::build(raw, reading, &sheet.name);
    let rows: Vec<u64> = raw.rows.iter().map(|row| row.row).collect();
    let subject = Subject {
        columns: &columns,
        rows: &rows,
        sheet: &sheet.name,
        region: &task.region,
        lenient: reading.accepts(Offer::EmptyBadCells),
    };
    report.findings.extend(findings);
    report
        .findings
        .extend(privacy::check(raw, &columns, &sheet.name));
    report.findings.extend(checks::run(&subject));
    if folded.is_none() {
        report
            .findings
            .extend(checks::totals(sheet, layout, &columns, ""));
    }
    report.findings.extend(structure(sheet, layout));
    let offers: Vec<Offer> = tidy::offers(&plain, &columns)
        .into_iter()
        .filter(|offer| !reading.accepts(*offer))
        .collect();
    if reading.accepts(Offer::EmptyBadCells) {
        tidy::empty_bad_codes(&mut columns, &task.region);
    }
    if reading.accepts(Offer::StandardRegions) {
        tidy::standard_regions(&mut columns, &task.region);
    }
    report
        .tables
        .push(describe(sheet, layout, &columns, offers, reading));
    columns
}

fn folded(sheet: &Sheet, layout: &Layout, raw: &Raw, reading: &Reading) -> Option<Raw> {
    if !reading.accepts(Offer::FoldPeriods) {
        return None;
    }
    let periods = raw.period_columns()?;
    let titles: Vec<String> = texts(sheet, layout, Band::Title);
    let year = titles.iter().rev().find_map(|title| {
        title
            .split(|c: char| !c.is_ascii_digit())
            .find(|word| locate::is_year(word))
            .map(str::to_owned)
    });
    Some(raw.clone().fold(&periods, year.as_deref()))
}

fn texts(sheet: &Sheet, layout: &Layout, wanted: Band) -> Vec<String> {
    layout
        .bands
        .iter()
        .zip(&sheet.records)
        .filter(|(band, _)| **band == wanted)
        .map(|(_, record)| content(record))
        .collect()
}

fn content(record: &super::cell::Record) -> String {
    let cells: Vec<String> = record
        .cells
        .iter()
        .filter(|cell| !cell.is_empty())
        .map(super::cell::Cell::trimmed)
        .collect();
    cells.join(" | ")
}

fn left_out(sheet: &Sheet, layout: &Layout) -> Vec<LeftOut> {
    let bands = [Band::Subtotal, Band::Total, Band::Group, Band::Ignored];
    layout
        .bands
        .iter()
        .zip(&sheet.records)
        .filter(|(band, _)| bands.contains(band))
        .map(|(band, record)| LeftOut {
            row: record.row,
            band: *band,
            content: content(record).chars().take(300).collect(),
        })
        .collect()
}

fn structure(sheet: &Sheet, layout: &Layout) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |code: &str, level, row: u64, value: String| {
        let mut finding = Finding::new(code, level);
        sheet.name.clone_into(&mut finding.sheet);
        finding.row = Some(row);
        finding.value = value;
        findings.push(finding);
    };
    let width = layout.columns.1 - layout.columns.0 + 1;
    let has_header = layout
        .header
        .and_then(|(first, _)| sheet.records.get(first));
    for (band, record) in layout.bands.iter().zip(&sheet.records) {
        let text: String = content(record).chars().take(200).collect();
        let too_long = record.cells.len() > layout.columns.1 + 1;
        match band {
            Band::Ignored if too_long => add("row_long", Level::Warning, record.row, text),
            Band::Ignored => add("header_repeated", Level::Info, record.row, text),
            Band::Body if sheet.merges.is_empty() && has_header.is_some() => {
                // Spreadsheets pad nothing; in text files a record that ends early has lost cells.
                let short =
                    record.cells.len() < width && sheet.name.is_empty() && record.cells.len() > 1;
                if short {
                    add("row_short", Level::Warning, record.row, text);
                }
            }
            _ => {}
        }
    }
    let sums: Vec<u64> = layout
        .bands
        .iter()
        .zip(&sheet.records)
        .filter(|(band, _)| matches!(band, Band::Subtotal | Band::Total | Band::Group))
        .map(|(_, record)| record.row)
        .collect();
    if let Some(row) = sums.first() {
        let mut finding = Finding::new("rows_left_out", Level::Info);
        sheet.name.clone_into(&mut finding.sheet);
        finding.row = Some(*row);
        finding.count = sums.len() as u64;
        findings.push(finding);
    }
    if layout.header.is_none() {
        findings.push(Finding {
            sheet: sheet.name.clone(),
            ..Finding::new("header_missing", Level::Warning)
        });
    }
    typed::shorten(findings)
}

fn describe(
    sheet: &Sheet,
    layout: &Layout,
    columns: &[TypedColumn],
    offers: Vec<Offer>,
    reading: &Reading,
) -> TableReport {
    let row_of = |index: usize| sheet.records.get(index).map_or(0, |record| record.row);
    let body: Vec<usize> = layout.body().collect();
    let span = |first: Option<usize>, last: Option<usize>| {
        (first.map_or(0, row_of), last.map_or(0, row_of))
    };
    TableReport {
        sheet: sheet.name.clone(),
        number: 1,
        titles: texts(sheet, layout, Band::Title),
        notes: texts(sheet, layout, Band::Note),
        header: span(
            layout.header.map(|(first, _)| first),
            layout.header.map(|(_, last)| last),
        ),
        body: span(body.first().copied(), body.last().copied()),
        columns: columns
            .iter()
            .map(|column| Column {
                name: column.name.clone(),
                title: column.title.clone(),
                kind: column.kind,
                unit: column.unit.clone(),
                letter: column.letter.clone(),
                profile: profile::of(column),
            })
            .collect(),
        row_count: columns
            .first()
            .map_or(0, |column| column.values.len() as u64),
        left_out: left_out(sheet, layout),
        offers,
        reading: reading.clone(),
    }
}

/// A task without a folder, for commands that only look.
pub fn task(file: &Path, reading: Reading, region: &str, unpacked_bytes: u64) -> Task {
    Task {
        file: file.to_path_buf(),
        file_name: file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        folder: PathBuf::new(),
        reading,
        region: region.to_owned(),
        unpacked_bytes,
    }
}
