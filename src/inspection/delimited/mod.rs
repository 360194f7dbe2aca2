//! Text with a delimiter, cut into records: every character ends up in a cell, and a record may be cut anywhere.

mod mend;

use super::cell::{Cell, Record, Sheet};
use super::dialect::Dialect;
use super::report::{Finding, Level};
use memchr::{memchr, memchr2};
use std::borrow::Cow;

/// A quoted cell that is longer than this was never closed; spreadsheets stop at 32,767 characters.
pub(super) const LONGEST_CELL: usize = 1 << 20;
/// Cells of a record: as many as a spreadsheet has. What stands behind them is the last one, and no table.
pub(super) const MOST_COLUMNS: usize = 16_384;
/// A cell of a record that is mended: what spreadsheets hold.
const LONGEST_MENDED: usize = 32_767;

/// A record has more cells than a table has columns.
pub(super) fn too_many_columns(row: u64) -> Finding {
    Finding {
        row: Some(row),
        expected: MOST_COLUMNS.to_string(),
        ..Finding::new("too_many_columns", Level::Blocking)
    }
}

/// A whole text as a sheet.
pub(super) fn sheet(text: &str, dialect: &Dialect) -> (Sheet, Vec<Finding>) {
    let mut cutter = Cutter::new(text, dialect, 1);
    let records = cutter.records(usize::MAX, usize::MAX).into_iter();
    let sheet = Sheet {
        records: records.map(Record::into_owned).collect(),
        ..Sheet::default()
    };
    let findings = cutter.take_mended().into_iter().map(mended);
    (sheet, findings.collect())
}

/// Something about a record that was mended so that it has as many cells as the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mended {
    /// A quote that never closes was read as a character.
    OpenQuote,
    /// It is cut by another delimiter.
    OtherDelimiter,
    /// It had a delimiter too many, with nothing behind it.
    ExtraDelimiter,
    /// It has more cells than a table; those behind the last column are one.
    TooWide,
}

/// What is said of a mended record.
pub(super) fn mended((line, mended): (u64, Mended)) -> Finding {
    let code = match mended {
        Mended::OpenQuote => "unclosed_quote",
        Mended::OtherDelimiter => "other_delimiter",
        Mended::ExtraDelimiter => "extra_delimiter",
        Mended::TooWide => return too_many_columns(line),
    };
    Finding {
        row: Some(line),
        ..Finding::new(code, Level::Warning)
    }
}

/// Cuts a text into records, from its beginning on.
#[derive(Debug)]
pub(super) struct Cutter<'t, 'd> {
    text: &'t str,
    delimiter: &'d [u8],
    dialect: Marks,
    at: usize,
    line: u64,
    width: usize,
    quotes: Quotes,
    // Where an opening quote stands that is to be read as a character.
    literal: Option<usize>,
    // Opening quotes of the record.
    opened: Vec<usize>,
    is_broken: bool,
    mended: Vec<(u64, Mended)>,
    quoted: usize,
    broken: usize,
}

// The marks of a dialect that are one byte, and the usual number of cells.
#[derive(Debug, Clone, Copy)]
struct Marks {
    quote: u8,
    escape: Option<u8>,
    line_end: u8,
    pads: bool,
    width: usize,
}

// Which quote closes a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quotes {
    // The next one that is alone, whatever follows.
    Lenient,
    // The next one that is alone before a delimiter or the end of the record.
    Strict,
    // The next one before a delimiter or the end of the record; two quotes are two characters.
    Raw,
}

// What stands behind a cell.
#[derive(PartialEq, Eq)]
enum Behind {
    Cell,
    Record,
}

impl<'t, 'd> Cutter<'t, 'd> {
    /// A cutter of a text whose first line is `line`.
    pub(super) fn new(text: &'t str, dialect: &'d Dialect, line: u64) -> Self {
        let marks = Marks {
            quote: dialect.quote,
            escape: dialect.escape,
            line_end: dialect.line_end,
            pads: dialect.pads,
            width: dialect.width,
        };
        Self::with(text, dialect.delimiter.as_bytes(), marks, line)
    }

    fn with(text: &'t str, delimiter: &'d [u8], dialect: Marks, line: u64) -> Self {
        Self {
            text,
            delimiter,
            dialect,
            at: 0,
            line,
            width: 0,
            quotes: Quotes::Lenient,
            literal: None,
            opened: Vec::new(),
            is_broken: false,
            mended: Vec::new(),
            quoted: 0,
            broken: 0,
        }
    }

    /// The next records, each with the line on which it begins: those that begin before byte `stop`, at most `most`.
    pub(super) fn records(&mut self, stop: usize, most: usize) -> Vec<Record<'t>> {
        let mut records = Vec::new();
        while self.at < self.text.len().min(stop) && records.len() < most {
            records.push(self.record());
        }
        records
    }

    /// Bytes that the records so far took.
    pub(super) fn taken(&self) -> usize {
        self.at
    }

    /// Lines of records that were mended, since this was asked last.
    pub(super) fn take_mended(&mut self) -> Vec<(u64, Mended)> {
        std::mem::take(&mut self.mended)
    }

    /// Cells so far that quotes surround, as they should.
    pub(super) fn quoted_cells(&self) -> usize {
        self.quoted
    }

    /// Cells so far whose quotes don't close, or close too early.
    pub(super) fn broken_cells(&self) -> usize {
        self.broken
    }

    fn record(&mut self) -> Record<'t> {
        let start = (self.at, self.line);
        let record = self.cut();
        if self.is_broken || self.dialect.width > 1 && record.cells.len() != self.dialect.width {
            self.mend(start, record)
        } else {
            record
        }
    }

    fn cut(&mut self) -> Record<'t> {
        let row = self.line;
        let mut cells = Vec::with_capacity(self.width);
        self.is_broken = false;
        self.opened.clear();
        loop {
            let (cell, behind) = self.cell();
            cells.push(cell);
            if behind == Behind::Record {
                self.width = cells.len();
                return Record { row, cells };
            }
            if cells.len() == MOST_COLUMNS {
                self.mended.push((row, Mended::TooWide));
                cells.push(Cell::from(self.rest_of_line()));
                return Record { row, cells };
            }
        }
    }

    fn cell(&mut self) -> (Cell<'t>, Behind) {
        let Some(opening) = self.opening_quote() else {
            let (text, behind) = self.plain();
            return (Cell::from(text), behind);
        };
        self.opened.push(opening);
        let Some((inner, end)) = self.closed(opening + 1) else {
            self.mended.push((self.line, Mended::OpenQuote));
            self.is_broken = true;
            self.broken += 1;
            let (text, behind) = self.plain();
            return (Cell::from(text), behind);
        };
        self.line += lines_in(inner.as_bytes(), self.dialect.line_end);
        self.at = end;
        let (rest, behind) = self.plain();
        if rest.trim().is_empty() {
            self.quoted += 1;
        } else {
            self.is_broken = true;
            self.broken += 1;
        }
        let whole = if rest.is_empty() {
            inner
        } else {
            Cow::Owned(inner.into_owned() + rest)
        };
        let cell = if whole.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(whole)
        };
        (cell, behind)
    }

    // Where a quote opens the cell; blanks may stand before it.
    fn opening_quote(&self) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let opening = self.at + self.blanks(rest);
        let is_quote = self.text.as_bytes().get(opening) == Some(&self.dialect.quote);
        (is_quote && self.literal != Some(opening)).then_some(opening)
    }

    fn blanks(&self, bytes: &[u8]) -> usize {
        let is_blank =
            |byte: &&u8| matches!(byte, b' ' | b'\t') && self.delimiter.first() != Some(*byte);
        bytes.iter().take_while(is_blank).count()
    }

    // The characters up to the closing quote, and the place behind it.
    fn closed(&self, from: usize) -> Option<(Cow<'t, str>, usize)> {
        let bytes = self.text.as_bytes();
        let reach = match self.quotes {
            Quotes::Lenient => LONGEST_CELL,
            Quotes::Strict | Quotes::Raw => LONGEST_MENDED,
        };
        let last = bytes.len().min(from.saturating_add(reach));
        let quote = self.dialect.quote;
        let mut at = from;
        let mut is_marked = false;
        loop {
            let end = at + memchr(quote, bytes.get(at..last)?)?;
            if self.is_escaped(from, end) {
                is_marked = true;
                at = end + 1;
            } else if self.quotes != Quotes::Raw && bytes.get(end + 1) == Some(&quote) {
                is_marked = true;
                at = end + 2;
            } else if self.quotes != Quotes::Lenient && !self.ends_cell(end + 1) {
                at = end + 1;
            } else {
                let inner = self.text.get(from..end)?;
                let inner = if is_marked {
                    Cow::Owned(self.unmarked(inner))
                } else {
                    Cow::Borrowed(inner)
                };
                return Some((inner, end + 1));
            }
        }
    }

    fn is_escaped(&self, from: usize, quote: usize) -> bool {
        let Some(escape) = self.dialect.escape else {
            return false;
        };
        let before = self.text.as_bytes().get(from..quote).unwrap_or_default();
        let marks = before.iter().rev().take_while(|byte| **byte == escape);
        marks.count() % 2 == 1
    }

    // Whether a cell may end here: before a delimiter or the end of the record, blanks passed over.
    fn ends_cell(&self, at: usize) -> bool {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        let rest = rest.get(self.blanks(rest)..).unwrap_or_default();
        rest.starts_with(self.delimiter)
            || matches!(rest.first(), None | Some(b'\r'))
            || rest.first() == Some(&self.dialect.line_end)
    }

    fn unmarked(&self, inner: &str) -> String {
        let quote = char::from(self.dialect.quote).to_string();
        let mut inner = inner.to_owned();
        if let Some(escape) = self.dialect.escape {
            inner = inner.replace(&format!("{}{quote}", char::from(escape)), &quote);
        }
        if self.quotes != Quotes::Raw {
            inner = inner.replace(&quote.repeat(2), &quote);
        }
        inner
    }

    // The characters up to the line end; moves behind it.
    fn rest_of_line(&mut self) -> &'t str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = memchr(self.dialect.line_end, rest.as_bytes());
        self.at += end.map_or(rest.len(), |end| end + 1);
        self.line += u64::from(end.is_some());
        rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
    }

    // The characters up to the next delimiter or line end; moves behind it.
    fn plain(&mut self) -> (&'t str, Behind) {
        let bytes = self.text.as_bytes();
        let is_padded = self.dialect.pads && bytes.get(self.at) == Some(&b' ');
        let from = self.at + usize::from(is_padded);
        let first = self
            .delimiter
            .first()
            .copied()
            .unwrap_or(self.dialect.line_end);
        let mut at = from;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(found) = memchr2(first, self.dialect.line_end, rest).map(|found| at + found)
            else {
                self.at = bytes.len();
                return (self.text.get(from..).unwrap_or_default(), Behind::Record);
            };
            let ahead = bytes.get(found..).unwrap_or_default();
            if ahead.starts_with(self.delimiter) {
                self.at = found + self.delimiter.len();
                return (self.text.get(from..found).unwrap_or_default(), Behind::Cell);
            }
            if ahead.first() == Some(&self.dialect.line_end) {
                self.at = found + 1;
                self.line += 1;
                let text = self.text.get(from..found).unwrap_or_default();
                let text = if self.dialect.line_end == b'\n' {
                    text.strip_suffix('\r').unwrap_or(text)
                } else {
                    text
                };
                return (text, Behind::Record);
            }
            at = found + 1;
        }
    }
}

fn lines_in(bytes: &[u8], line_end: u8) -> u64 {
    memchr::memchr_iter(line_end, bytes).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Dialect {
        Dialect {
            delimiter: ";".to_owned(),
            quote: b'"',
            escape: None,
            line_end: b'\n',
            pads: false,
            width: 0,
        }
    }

    fn rows(text: &str) -> Vec<Vec<String>> {
        let (sheet, _) = sheet(text, &Dialect::of(text));
        let texts = |record: &Record<'_>| record.cells.iter().map(Cell::trimmed).collect();
        sheet.records.iter().map(texts).collect()
    }

    #[test]
    fn quoted_cells_keep_line_ends_and_quotes() {
        let text = "a,b\r\n\"x\ny\", \"he said \"\"hi\"\"\"\r\n3,4";
        assert_eq!(
            rows(text),
            [
                vec!["a", "b"],
                vec!["x y", "he said \"hi\""],
                vec!["3", "4"]
            ]
        );
    }

    #[test]
    fn lines_are_counted_through_quoted_cells() {
        let text = "a;b\n\"x\ny\";1\n2;3\n";
        let (sheet, _) = sheet(text, &Dialect::of(text));
        let lines: Vec<u64> = sheet.records.iter().map(|record| record.row).collect();
        assert_eq!(lines, [1, 2, 4]);
    }

    #[test]
    fn a_quote_that_never_closes_loses_nothing() {
        let text = "a,b\n1,2\n\"3,4\n5,6\n";
        let (sheet, findings) = sheet(text, &Dialect::of(text));
        assert_eq!(findings.len(), 1);
        assert_eq!(sheet.records.len(), 4);
    }

    fn mended(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let (_, findings) = sheet(text, &Dialect::of(text));
        (rows(text), findings.into_iter().map(|f| f.code).collect())
    }

    #[test]
    fn a_quote_too_many_costs_no_cell() {
        let text =
            |odd: &str| format!("a,b,c,d\n{odd}\n1,\"x, y\",3,4\n5,\"z\",7,8\n9,\"v\",1,2\n");
        let row = |odd: &str| mended(&text(odd)).0[1].clone();
        assert_eq!(row("1,\"2,\"3\",4"), ["1", "\"2", "3", "4"]);
        assert_eq!(
            row("1,\"say \"hi\" to\",3,4"),
            ["1", "say \"hi\" to", "3", "4"]
        );
        assert_eq!(row("1,\"5\"\",3,4"), ["1", "5\"", "3", "4"]);
        assert_eq!(row("1,2,3,\"4"), ["1", "2", "3", "\"4"]);
        assert_eq!(mended(&text("1,2,3,\"4")).1, ["unclosed_quote"]);
    }

    #[test]
    fn a_record_with_other_marks_is_cut_by_them() {
        let text = "a;b;c;d\n1;2;3;4\n5,6,7,8\n9;;10;11;12\n13;14;15;16\n";
        let (rows, codes) = mended(text);
        assert_eq!(rows[2], ["5", "6", "7", "8"]);
        assert_eq!(rows[3], ["9", "10", "11", "12"]);
        assert_eq!(codes, ["other_delimiter", "extra_delimiter"]);
    }

    #[test]
    fn blanks_behind_delimiters_belong_to_no_cell() {
        let text = "a, b, c\n1, \"x, y\", 3\n4, 5,\n";
        let (sheet, _) = sheet(text, &Dialect::of(text));
        let cell = sheet.records[1].cell(2).text().into_owned();
        assert_eq!(cell, "3");
    }

    #[test]
    fn a_delimiter_may_have_several_characters() {
        let dialect = Dialect {
            delimiter: "||".to_owned(),
            ..plain()
        };
        let (sheet, _) = sheet("a||b|c||\"d||e\"\n1||2||3", &dialect);
        let first = sheet.records.first().map(|record| record.cells.len());
        assert_eq!(first, Some(3));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cut_and_none_of_it_lost(text: String) {
            let dialect = Dialect::of(&text);
            let (sheet, _) = sheet(&text, &dialect);
            let kept: usize = sheet.records.iter().flat_map(|r| &r.cells).map(|c| c.text().len()).sum();
            let kept = kept + text.matches(['\\', ' ', ',', ';', '\t', '|']).count();
            let marks = text.matches(['"', '\n', '\r']).count() + text.matches(&dialect.delimiter).count();
            proptest::prop_assert!(kept + marks + 2 >= text.len());
        }

        #[test]
        fn a_text_cut_in_two_gives_the_same_records(text in "[a,\"\n ]{0,60}", at in 0_usize..60, width in 0_usize..5) {
            let dialect = Dialect { delimiter: ",".to_owned(), width, ..plain() };
            let whole = Cutter::new(&text, &dialect, 1).records(usize::MAX, usize::MAX);
            let mut first = Cutter::new(&text, &dialect, 1);
            let mut joined = first.records(at, usize::MAX);
            let mut rest = Cutter::new(&text[first.taken()..], &dialect, first.line);
            joined.extend(rest.records(usize::MAX, usize::MAX));
            proptest::prop_assert_eq!(joined, whole);
        }
    }
}
