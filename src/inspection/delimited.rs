//! Text with a delimiter, cut into records: every character ends up in a cell, and a record may be cut anywhere.

use super::cell::{Cell, Record, Sheet};
use super::dialect::Dialect;
use super::report::{Finding, Level};
use memchr::{memchr, memchr2};
use std::borrow::Cow;

/// A quoted cell that is longer than this was never closed; spreadsheets stop at 32,767 characters.
pub(super) const LONGEST_CELL: usize = 1 << 20;

/// A whole text as a sheet.
pub(super) fn sheet(text: &str, dialect: &Dialect) -> (Sheet, Vec<Finding>) {
    let mut cutter = Cutter::new(text, dialect, 1);
    let records = cutter.records(usize::MAX, usize::MAX).into_iter();
    let sheet = Sheet {
        records: records.map(Record::into_owned).collect(),
        ..Sheet::default()
    };
    let findings = cutter.open_quotes.into_iter().map(open_quote);
    (sheet, findings.collect())
}

/// What is said of a quote that never closes.
pub(super) fn open_quote(line: u64) -> Finding {
    Finding {
        row: Some(line),
        ..Finding::new("unclosed_quote", Level::Warning)
    }
}

/// Cuts a text into records, from its beginning on.
#[derive(Debug)]
pub(super) struct Cutter<'t, 'd> {
    text: &'t str,
    delimiter: &'d [u8],
    quote: u8,
    line_end: u8,
    at: usize,
    line: u64,
    width: usize,
    open_quotes: Vec<u64>,
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
        Self {
            text,
            delimiter: dialect.delimiter.as_bytes(),
            quote: dialect.quote,
            line_end: dialect.line_end,
            at: 0,
            line,
            width: 0,
            open_quotes: Vec::new(),
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

    /// Lines of quotes that never close and were read as characters, since this was asked last.
    pub(super) fn take_open_quotes(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.open_quotes)
    }

    fn record(&mut self) -> Record<'t> {
        let row = self.line;
        let mut cells = Vec::with_capacity(self.width);
        loop {
            let (cell, behind) = self.cell();
            cells.push(cell);
            if behind == Behind::Record {
                self.width = cells.len();
                return Record { row, cells };
            }
        }
    }

    fn cell(&mut self) -> (Cell<'t>, Behind) {
        let Some(opening) = self.opening_quote() else {
            let (text, behind) = self.plain();
            return (Cell::from(text), behind);
        };
        let Some((inner, end)) = self.quoted(opening + 1) else {
            self.open_quotes.push(self.line);
            let (text, behind) = self.plain();
            return (Cell::from(text), behind);
        };
        self.line += lines_in(inner.as_bytes(), self.line_end);
        self.at = end;
        let (rest, behind) = self.plain();
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
        let blanks = rest
            .iter()
            .take_while(|byte| {
                matches!(byte, b' ' | b'\t') && self.delimiter.first() != Some(*byte)
            })
            .count();
        (rest.get(blanks) == Some(&self.quote)).then_some(self.at + blanks)
    }

    // The characters up to the closing quote, and the place behind it.
    fn quoted(&self, from: usize) -> Option<(Cow<'t, str>, usize)> {
        let bytes = self.text.as_bytes();
        let last = bytes.len().min(from.saturating_add(LONGEST_CELL));
        let mut at = from;
        let mut doubled = false;
        loop {
            let end = at + memchr(self.quote, bytes.get(at..last)?)?;
            if bytes.get(end + 1) == Some(&self.quote) {
                doubled = true;
                at = end + 2;
                continue;
            }
            let inner = self.text.get(from..end)?;
            let quote = char::from(self.quote).to_string();
            let inner = if doubled {
                Cow::Owned(inner.replace(&quote.repeat(2), &quote))
            } else {
                Cow::Borrowed(inner)
            };
            return Some((inner, end + 1));
        }
    }

    // The characters up to the next delimiter or line end; moves behind it.
    fn plain(&mut self) -> (&'t str, Behind) {
        let from = self.at;
        let bytes = self.text.as_bytes();
        let first = self.delimiter.first().copied().unwrap_or(self.line_end);
        let mut at = from;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(found) = memchr2(first, self.line_end, rest).map(|found| at + found) else {
                self.at = bytes.len();
                return (self.text.get(from..).unwrap_or_default(), Behind::Record);
            };
            let ahead = bytes.get(found..).unwrap_or_default();
            if ahead.starts_with(self.delimiter) {
                self.at = found + self.delimiter.len();
                return (self.text.get(from..found).unwrap_or_default(), Behind::Cell);
            }
            if ahead.first() == Some(&self.line_end) {
                self.at = found + 1;
                self.line += 1;
                let text = self.text.get(from..found).unwrap_or_default();
                let text = if self.line_end == b'\n' {
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

    #[test]
    fn a_delimiter_may_have_several_characters() {
        let dialect = Dialect {
            delimiter: "||".to_owned(),
            quote: b'"',
            line_end: b'\n',
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
            let marks = text.matches(['"', '\n', '\r']).count() + text.matches(&dialect.delimiter).count();
            proptest::prop_assert!(kept + marks + 2 >= text.len());
        }

        #[test]
        fn a_text_cut_in_two_gives_the_same_records(text in "[a,\"\n ]{0,60}", at in 0_usize..60) {
            let dialect = Dialect { delimiter: ",".to_owned(), quote: b'"', line_end: b'\n' };
            let whole = Cutter::new(&text, &dialect, 1).records(usize::MAX, usize::MAX);
            let mut first = Cutter::new(&text, &dialect, 1);
            let mut joined = first.records(at, usize::MAX);
            let mut rest = Cutter::new(&text[first.taken()..], &dialect, first.line);
            joined.extend(rest.records(usize::MAX, usize::MAX));
            proptest::prop_assert_eq!(joined, whole);
        }
    }
}
