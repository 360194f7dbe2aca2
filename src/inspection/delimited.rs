//! Text with a delimiter: dialect and records.

use super::cell::{Cell, Record, Sheet};
use super::report::{Finding, Level};

const CANDIDATES: [char; 5] = [',', ';', '\t', '|', ':'];

/// Records of a text, its delimiter, and what was odd about it.
#[derive(Debug)]
pub(super) struct Text {
    /// The records.
    pub sheet: Sheet,
    /// The delimiter.
    pub delimiter: char,
    /// What was odd.
    pub findings: Vec<Finding>,
}

/// Reads a text; every character ends up in a cell.
pub(super) fn read(text: &str) -> Text {
    let delimiter = delimiter(text);
    let mut findings = Vec::new();
    let (records, closed) = records(text, delimiter, usize::MAX);
    if let Some(row) = closed {
        findings.push(Finding {
            row: Some(row),
            ..Finding::new("unclosed_quote", Level::Warning)
        });
    }
    let records = records
        .into_iter()
        .map(|(row, cells)| Record {
            row,
            cells: cells
                .into_iter()
                .map(|text| {
                    if text.is_empty() {
                        Cell::Empty
                    } else {
                        Cell::Text(text)
                    }
                })
                .collect(),
        })
        .collect();
    Text {
        sheet: Sheet {
            records,
            ..Sheet::default()
        },
        delimiter,
        findings,
    }
}

// The delimiter that cuts the most lines into the same number of pieces; a text with none has one column.
fn delimiter(text: &str) -> char {
    let head = text
        .char_indices()
        .nth(200_000)
        .map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
    let mut best = (0.0, ',');
    for candidate in CANDIDATES {
        let (records, unclosed) = records(head, candidate, 500);
        let score = score(&records, candidate, unclosed.is_some());
        if score > best.0 {
            best = (score, candidate);
        }
    }
    if best.0 > 0.0 { best.1 } else { '\u{1f}' }
}

fn score(records: &[(u64, Vec<String>)], candidate: char, unclosed: bool) -> f64 {
    let widths: Vec<usize> = records
        .iter()
        .map(|(_, cells)| cells.len())
        .filter(|width| *width > 0)
        .collect();
    let total = widths.len();
    if total == 0 {
        return 0.0;
    }
    let most = widths.iter().copied().max().unwrap_or(1);
    let mut counts = vec![0_usize; most + 1];
    for width in &widths {
        if let Some(count) = counts.get_mut(*width) {
            *count += 1;
        }
    }
    let usual = counts
        .iter()
        .enumerate()
        .skip(2)
        .max_by_key(|(width, count)| (**count, *width));
    let Some((width, count)) = usual.filter(|(_, count)| **count > 0) else {
        return 0.0;
    };
    // A few lines that happen to hold the character don't make a table of it.
    if count * 2 < total {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of a sample")]
    let share = *count as f64 / total as f64;
    #[expect(clippy::cast_precision_loss, reason = "widths of a sample")]
    let wide = 1.0 - 1.0 / width as f64;
    let rare = if candidate == ':' { 0.3 } else { 1.0 };
    let broken = if unclosed { 0.5 } else { 1.0 };
    share * share * wide * rare * broken
}

// Records with the line on which each begins, and the line of a quote that never closes.
fn records(text: &str, delimiter: char, most: usize) -> (Vec<(u64, Vec<String>)>, Option<u64>) {
    let mut parser = Parser::new(delimiter);
    // A lone carriage return ends a line only where no line feed does (old Macintosh files).
    parser.returns_end_lines = !text.contains('\n');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\r' && chars.peek() == Some(&'\n') && !parser.quoted {
            continue;
        }
        let next = chars.peek().copied();
        if parser.take(c, next) {
            chars.next();
        }
        if parser.records.len() >= most {
            return (parser.records, None);
        }
    }
    parser.finish(text)
}

struct Parser {
    delimiter: char,
    records: Vec<(u64, Vec<String>)>,
    cells: Vec<String>,
    cell: String,
    quoted: bool,
    after_quote: bool,
    returns_end_lines: bool,
    line: u64,
    record_line: u64,
    quote_line: u64,
}

impl Parser {
    fn new(delimiter: char) -> Self {
        Self {
            delimiter,
            records: Vec::new(),
            cells: Vec::new(),
            cell: String::new(),
            quoted: false,
            after_quote: false,
            returns_end_lines: false,
            line: 1,
            record_line: 1,
            quote_line: 0,
        }
    }

    // Returns whether the next character has been used up too.
    fn take(&mut self, c: char, next: Option<char>) -> bool {
        if c == '\n' {
            self.line += 1;
        }
        if self.quoted {
            if c == '"' && next == Some('"') {
                self.cell.push('"');
                return true;
            }
            if c == '"' {
                self.quoted = false;
                self.after_quote = true;
            } else {
                self.cell.push(c);
            }
            return false;
        }
        match c {
            '"' if self.cell.trim().is_empty() && !self.after_quote => {
                self.cell.clear();
                self.quoted = true;
                self.quote_line = self.line;
            }
            c if c == self.delimiter => self.end_cell(),
            '\n' => self.end_record(),
            '\r' if self.returns_end_lines => {
                self.line += 1;
                self.end_record();
            }
            c => self.cell.push(c),
        }
        false
    }

    fn end_cell(&mut self) {
        self.cells.push(std::mem::take(&mut self.cell));
        self.after_quote = false;
    }

    fn end_record(&mut self) {
        self.end_cell();
        let cells = std::mem::take(&mut self.cells);
        self.records.push((self.record_line, cells));
        self.record_line = self.line;
    }

    fn finish(mut self, text: &str) -> (Vec<(u64, Vec<String>)>, Option<u64>) {
        if self.quoted {
            // The quote was only a character: read that record's lines one by one.
            let from = usize::try_from(self.record_line)
                .unwrap_or(1)
                .saturating_sub(1);
            for (index, line) in text.lines().enumerate().skip(from) {
                let cells = line.split(self.delimiter).map(str::to_owned).collect();
                self.records.push((index as u64 + 1, cells));
            }
            return (self.records, Some(self.quote_line));
        }
        if !self.cell.is_empty() || !self.cells.is_empty() {
            self.end_record();
        }
        (self.records, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let read = read(text);
        read.sheet
            .records
            .iter()
            .map(|r| r.cells.iter().map(|c| c.text().into_owned()).collect())
            .collect()
    }

    #[test]
    fn the_delimiter_is_found() {
        assert_eq!(read("a;b;c\n1,5;2,5;3\n2,5;3;4").delimiter, ';');
        assert_eq!(read("a\tb\n1\t2").delimiter, '\t');
        assert_eq!(
            rows("Desa Ngancar, Kec. Plaosan\nDesa Ngunut\nDesa Balerejo")
                .first()
                .map(Vec::len),
            Some(1)
        );
    }

    #[test]
    fn quoted_cells_keep_line_ends_and_quotes() {
        assert_eq!(
            rows("a,b\n\"x\ny\",\"he said \"\"hi\"\"\"\n"),
            [["a", "b"], ["x\ny", "he said \"hi\""]]
        );
    }

    #[test]
    fn a_quote_that_never_closes_loses_nothing() {
        let read = read("a,b\n1,2\n\"3,4\n5,6\n");
        assert_eq!(read.findings.len(), 1);
        assert_eq!(read.sheet.records.len(), 4);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text: String) {
            let _ = read(&text);
        }
    }
}
