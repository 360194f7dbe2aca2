//! Tables of web pages, which old applications hand out under the name of a workbook.

use super::cell::{Cell, Merge, Record, Sheet, squeeze};
use html5gum::{Token, Tokenizer};

/// A cell that claims to reach further is taken for a slip.
const MOST_SPAN: usize = 1000;
/// Rows of a page at most.
const MOST_ROWS: usize = 1_000_000;

/// Every table of a page as a sheet; the words before it stand in the records above its own.
pub(super) fn read(text: &str) -> Vec<Sheet> {
    let mut page = Page::default();
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let span = |name: &[u8]| {
                    let value = tag.attributes.get(name)?;
                    let number: usize = String::from_utf8_lossy(value).trim().parse().ok()?;
                    (1..=MOST_SPAN).contains(&number).then_some(number)
                };
                let spans = (span(b"rowspan").unwrap_or(1), span(b"colspan").unwrap_or(1));
                page.open(&tag.name, spans);
            }
            Token::EndTag(tag) => page.close(&tag.name),
            Token::String(words) => page.words.push_str(&String::from_utf8_lossy(&words)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
        if page.table.records.len() > MOST_ROWS {
            break;
        }
    }
    page.end_table();
    page.sheets
}

#[derive(Debug, Default)]
struct Page {
    sheets: Vec<Sheet>,
    table: Sheet,
    depth: usize,
    in_cell: bool,
    spans: (usize, usize),
    words: String,
}

impl Page {
    fn open(&mut self, tag: &[u8], spans: (usize, usize)) {
        match tag {
            b"table" => {
                self.keep_words();
                self.depth += 1;
            }
            b"tr" if self.depth == 1 => {
                self.end_cell();
                self.begin_row();
            }
            b"td" | b"th" if self.depth == 1 => {
                self.end_cell();
                self.in_cell = true;
                self.spans = spans;
                self.words.clear();
            }
            b"script" | b"style" => self.keep_words(),
            b"br" | b"p" | b"div" | b"li" | b"h1" | b"h2" | b"h3" | b"h4" => {
                if self.in_cell {
                    self.words.push('\n');
                } else {
                    self.keep_words();
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: &[u8]) {
        match tag {
            b"td" | b"th" | b"tr" if self.depth == 1 => self.end_cell(),
            b"table" if self.depth > 0 => {
                self.depth -= 1;
                if self.depth == 0 {
                    self.end_cell();
                    self.end_table();
                }
            }
            b"script" | b"style" | b"title" => self.words.clear(),
            b"h1" | b"h2" | b"h3" | b"h4" | b"p" | b"div" | b"caption" if !self.in_cell => {
                self.keep_words();
            }
            _ => {}
        }
    }

    fn begin_row(&mut self) {
        let row = self.table.records.len() as u64 + 1;
        let cells = Vec::new();
        self.table.records.push(Record { row, cells });
    }

    // Words outside of cells are a record of their own: a title, or a remark below.
    fn keep_words(&mut self) {
        if self.in_cell {
            return;
        }
        let words = squeeze(&std::mem::take(&mut self.words)).into_owned();
        if words.is_empty() {
            return;
        }
        self.begin_row();
        if let Some(record) = self.table.records.last_mut() {
            record.cells.push(Cell::from(words));
        }
    }

    fn end_cell(&mut self) {
        if !std::mem::take(&mut self.in_cell) {
            return;
        }
        if self.table.records.is_empty() {
            self.begin_row();
        }
        let row = self.table.records.len() - 1;
        let words = squeeze(&std::mem::take(&mut self.words)).into_owned();
        let (down, across) = self.spans;
        let column = self.free_column(row);
        let Some(record) = self.table.records.last_mut() else {
            return;
        };
        record.cells.resize(column, Cell::Empty);
        record.cells.push(Cell::from(words));
        record.cells.resize(column + across, Cell::Empty);
        if down > 1 || across > 1 {
            self.table.merges.push(Merge {
                rows: (row, row + down - 1),
                columns: (column, column + across - 1),
            });
        }
    }

    // The next column of a row that no cell from above reaches into.
    fn free_column(&self, row: usize) -> usize {
        let record = self.table.records.get(row);
        let mut column = record.map_or(0, |record| record.cells.len());
        while let Some(merge) = self.table.merges.iter().find(|merge| {
            merge.rows.0 < row
                && row <= merge.rows.1
                && merge.columns.0 <= column
                && column <= merge.columns.1
        }) {
            column = merge.columns.1 + 1;
        }
        column
    }

    fn end_table(&mut self) {
        let table = std::mem::take(&mut self.table);
        let is_table = table.records.iter().any(|record| record.cells.len() > 1);
        if is_table {
            self.sheets.push(table);
        } else {
            // Words without a table may be the title of the next one.
            self.table = table;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(sheet: &Sheet) -> Vec<String> {
        let texts = |record: &Record<'_>| {
            let cells: Vec<String> = record.cells.iter().map(Cell::trimmed).collect();
            cells.join("|")
        };
        sheet.records.iter().map(texts).collect()
    }

    #[test]
    fn a_table_is_read_with_its_title() {
        let page = "<html><head><title>x</title><style>td{}</style></head><body><h3>DATA&nbsp;2024</h3><table>\
            <tr><th>No<th>Desa</tr><tr><td>1</td><td>Karas<br>baru</td></tr></table></body></html>";
        let sheets = read(page);
        assert_eq!(sheets.len(), 1);
        assert_eq!(rows(&sheets[0]), ["DATA 2024", "No|Desa", "1|Karas baru"]);
    }

    #[test]
    fn spans_are_merges() {
        let page = "<table><tr><td rowspan=2>Desa</td><td colspan=2>Jumlah</td></tr>\
            <tr><td>L</td><td>P</td></tr><tr><td>Karas</td><td>1</td><td>2</td></tr></table>";
        let sheets = read(page);
        assert_eq!(rows(&sheets[0]), ["Desa|Jumlah|", "|L|P", "Karas|1|2"]);
        assert_eq!(sheets[0].merges.len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn any_page_is_read(text in "(<(table|tr|td|th|br|/table|/td|p)( colspan=[0-9]{1,4})?>|[a-z &;]){0,60}") {
            let _ = read(&text);
        }
    }
}
