//! What a file holds, by its content: sheets that are held whole, or a text that is read in pieces.

use super::body::Source;
use super::cell::{Cell, Record, Sheet};
use super::delimited;
use super::dialect::Dialect;
use super::html;
use super::json;
use super::locate::Layout;
use super::own;
use super::report::{Band, Finding, Level, Report};
use super::run::Task;
use super::sniff::{self, Format};
use super::text_file::{self, TextFile};
use super::workbook;
use crate::workbook::hidden_columns;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;

/// Bytes up to which a text is held whole; few in tests.
const HELD: u64 = if cfg!(feature = "fuzzing") {
    2048
} else if cfg!(test) {
    64 << 10
} else {
    4 << 20
};
/// Records from the beginning and the end of a large text from which its structure is told.
const HEAD: usize = 2000;
const TAIL: usize = 500;
/// Pieces that are read again to show the rows that findings point at.
const MOST_REREAD: usize = 12;

/// A file that was opened.
#[derive(Debug)]
pub struct Opened {
    /// What is known of it; its findings say why there are no sheets.
    pub report: Report,
    /// Its sheets; of a large text only the beginning and the end.
    pub sheets: Vec<Sheet>,
    pub(super) text: Option<TextFile>,
}

impl Opened {
    /// Opens a file; whatever is wrong with it is a finding.
    pub fn new(task: &Task) -> Self {
        let mut opened = Self::nothing(task);
        if let Err(finding) = opened.read(task) {
            opened.report.findings.push(*finding);
        }
        opened
    }

    pub(super) fn nothing(task: &Task) -> Self {
        Self {
            report: Report::new(&task.file_name, ""),
            sheets: Vec::new(),
            text: None,
        }
    }

    pub(super) fn source(&self, sheet: usize) -> Option<Source<'_>> {
        match &self.text {
            Some(text) => Some(Source::Text(text)),
            None => self.sheets.get(sheet).map(Source::Sheet),
        }
    }

    /// Calls `take` with every record of a sheet, in their order.
    ///
    /// Errors: of the file, or of `take`.
    pub fn each_record(
        &self,
        sheet: usize,
        take: &mut dyn FnMut(&Record<'_>) -> Result<(), String>,
    ) -> Result<(), String> {
        let Some(text) = &self.text else {
            let records = self.sheets.get(sheet).into_iter();
            return records.flat_map(|sheet| &sheet.records).try_for_each(take);
        };
        let mut over = 0;
        for index in 0..text.len() {
            let piece = text.piece(index).map_err(|error| error.to_string())?;
            let mut cut = text.cut(&piece, over);
            cut.rest().iter().try_for_each(&mut *take)?;
            over = cut.over();
        }
        Ok(())
    }

    /// Calls `take` with the cells of every row of a layout's body, as written.
    ///
    /// Errors: of the file, or of `take`.
    pub fn each_row(
        &self,
        sheet: usize,
        layout: &Layout,
        take: &mut dyn FnMut(&[Cell<'_>]) -> Result<(), String>,
    ) -> Result<(), String> {
        let (first, last) = layout.columns;
        let mut index = 0;
        self.each_record(sheet, &mut |record| {
            let band = layout.band(index, record);
            index += 1;
            if band != Band::Body {
                return Ok(());
            }
            let cells: Vec<Cell<'_>> = (first..=last)
                .map(|column| record.cell(column).borrowed())
                .collect();
            take(&cells)
        })
    }

    /// The records that begin on these lines of a large text; of the first few pieces that have any.
    ///
    /// Errors: of the file.
    pub(super) fn records_at(&self, lines: &[u64]) -> io::Result<Vec<Record<'static>>> {
        let Some(text) = &self.text else {
            return Ok(Vec::new());
        };
        let mut pieces: Vec<usize> = lines.iter().map(|line| text.piece_of(*line)).collect();
        pieces.dedup();
        let mut found = Vec::new();
        for index in pieces.into_iter().take(MOST_REREAD) {
            let piece = text.piece(index)?;
            let read = text.cut(&piece, text.skip(index)).rest();
            let wanted = |record: &Record<'_>| lines.binary_search(&record.row).is_ok();
            let records = read.into_iter().filter(wanted);
            found.extend(records.map(Record::into_owned));
        }
        Ok(found)
    }

    fn read(&mut self, task: &Task) -> Result<(), Box<Finding>> {
        let (mut file, size, mut bytes) = head(&task.file).map_err(unreadable)?;
        let format = sniff::format(&bytes);
        format.name().clone_into(&mut self.report.format);
        // Blanks may stand before a table, too.
        if size > HELD && matches!(format, Format::Delimited | Format::Empty) {
            return self.read_large(file);
        }
        if size > task.unpacked_bytes {
            return self.refuse_large(&file, size, bytes, task);
        }
        file.read_to_end(&mut bytes).map_err(unreadable)?;
        self.sheets = self.held(&bytes, sniff::format(&bytes), task)?;
        own::mark_corrections(&mut self.sheets);
        Ok(())
    }

    // Too large to be held: a table is refused; what is none is kept. An archive tells at its end what it is.
    fn refuse_large(
        &mut self,
        file: &File,
        size: u64,
        mut bytes: Vec<u8>,
        task: &Task,
    ) -> Result<(), Box<Finding>> {
        let mut end = vec![0; usize::try_from(HELD.min(size)).unwrap_or(0)];
        file.read_exact_at(&mut end, size.saturating_sub(HELD))
            .map_err(unreadable)?;
        bytes.append(&mut end);
        let format = sniff::format(&bytes);
        if !matches!(
            format,
            Format::Other(_) | Format::Parquet | Format::Unknown | Format::Encrypted
        ) {
            workbook::check_size(size, task.unpacked_bytes)?;
        }
        self.held(&[], format, task).map(|_| ())
    }

    /// The sheets of a file that is held whole.
    pub(super) fn held(
        &mut self,
        bytes: &[u8],
        format: Format,
        task: &Task,
    ) -> Result<Vec<Sheet>, Box<Finding>> {
        let refuse = |code: &str, level| Err(Box::new(Finding::new(code, level)));
        format.name().clone_into(&mut self.report.format);
        match format {
            Format::Empty => refuse("empty", Level::Blocking),
            Format::Unknown => refuse("unreadable", Level::Blocking),
            Format::Encrypted => refuse("encrypted", Level::Blocking),
            Format::Html => {
                let sheets = html::read(&self.decode(bytes));
                if sheets.is_empty() {
                    return refuse("html_content", Level::Blocking);
                }
                Ok(sheets)
            }
            Format::Other(name) => Err(Box::new(no_table(name, &task.file_name))),
            Format::Parquet => Err(Box::new(no_table("Parquet", ""))),
            Format::Xlsx | Format::Ods => {
                let carried = workbook::check_archive(bytes, task.unpacked_bytes)?;
                self.report.findings.extend(carried);
                let mut sheets = workbook::read(bytes, format, task.unpacked_bytes)?;
                if format == Format::Xlsx {
                    let hidden = hidden_columns(&task.file, task.unpacked_bytes);
                    let mut hidden = hidden.unwrap_or_default();
                    for sheet in &mut sheets {
                        sheet.hidden_columns = hidden.remove(&sheet.name).unwrap_or_default();
                    }
                }
                Ok(sheets)
            }
            Format::Xls => Ok(workbook::read(bytes, format, task.unpacked_bytes)?),
            Format::Delimited => {
                let text = self.decode(bytes);
                let dialect = Dialect::of(&text);
                dialect.shown().clone_into(&mut self.report.delimiter);
                let (sheet, findings) = delimited::sheet(&text, &dialect);
                refuse_wide(&findings)?;
                self.report.findings.extend(findings);
                Ok(vec![sheet])
            }
            Format::Json => {
                let (sheet, findings) = json::read(&self.decode(bytes))?;
                self.report.findings.extend(findings);
                Ok(vec![sheet])
            }
            Format::JsonLines => {
                let (sheet, findings) = json::read_lines(&self.decode(bytes))?;
                self.report.findings.extend(findings);
                Ok(vec![sheet])
            }
        }
    }

    fn decode(&mut self, bytes: &[u8]) -> String {
        let (text, encoding) = sniff::decode(bytes);
        encoding.clone_into(&mut self.report.encoding);
        text
    }

    fn read_large(&mut self, file: File) -> Result<(), Box<Finding>> {
        let text = TextFile::open(file).map_err(|unfit| match unfit {
            text_file::Unfit::Unreadable(error) => unreadable(error),
            text_file::Unfit::Endless(line) => Box::new(Finding {
                row: Some(line),
                ..Finding::new("line_endless", Level::Blocking)
            }),
        })?;
        text.encoding().clone_into(&mut self.report.encoding);
        text.dialect()
            .shown()
            .clone_into(&mut self.report.delimiter);
        let (sheet, findings) = outline(&text).map_err(unreadable)?;
        refuse_wide(&findings)?;
        self.sheets = vec![sheet];
        self.text = Some(text);
        Ok(())
    }
}

// The first bytes, all of them where the format needs it.
fn head(path: &std::path::Path) -> io::Result<(File, u64, Vec<u8>)> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut bytes = Vec::new();
    file.by_ref().take(HELD).read_to_end(&mut bytes)?;
    Ok((file, size, bytes))
}

fn unreadable(error: impl std::fmt::Display) -> Box<Finding> {
    Box::new(Finding {
        value: error.to_string(),
        ..Finding::new("unreadable", Level::Blocking)
    })
}

fn no_table(format: &str, file_name: &str) -> Finding {
    let finding = |code, level| Finding {
        value: format.to_owned(),
        ..Finding::new(code, level)
    };
    match sniff::table_ending(file_name) {
        Some(ending) => Finding {
            expected: ending.to_owned(),
            ..finding("ending_mismatch", Level::Blocking)
        },
        None => finding("not_a_table_format", Level::Info),
    }
}

// A record wider than any table makes none of it.
fn refuse_wide(findings: &[Finding]) -> Result<(), Box<Finding>> {
    let blocking = findings
        .iter()
        .find(|finding| finding.level == Level::Blocking);
    blocking.map_or(Ok(()), |finding| Err(Box::new(finding.clone())))
}

// The beginning and the end of a text, with what was mended in them.
fn outline(text: &TextFile) -> io::Result<(Sheet, Vec<Finding>)> {
    let first = text.piece(0)?;
    let mut head = text.cut(&first, 0);
    let mut records: Vec<Record<'static>> = head
        .next(HEAD)
        .into_iter()
        .map(Record::into_owned)
        .collect();
    let mut mended = head.mended();
    if text.len() > 1 {
        let last = text.piece(text.len() - 1)?;
        let mut end = text.cut(&last, 0);
        let tail = end.rest();
        let skipped = tail.len().saturating_sub(TAIL);
        let tail = tail.into_iter().skip(skipped);
        records.extend(tail.map(Record::into_owned));
        mended.extend(end.mended());
    }
    let sheet = Sheet {
        records,
        ..Sheet::default()
    };
    let findings = mended.into_iter().map(delimited::mended);
    Ok((sheet, findings.collect()))
}
