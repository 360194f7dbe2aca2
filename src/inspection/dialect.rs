//! How a text is cut into records: delimiter, quotes, line ends, decided from its beginning.

use super::cell::{Cell, Record};
use super::delimited::Cutter;

/// The marks that cut a text into records and cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What stands between cells; a character that no text holds when each line is one cell.
    pub delimiter: String,
    /// What may surround a cell.
    pub quote: u8,
    /// What makes a quote within a cell a character, beside a second quote.
    pub escape: Option<u8>,
    /// What ends a record: a line feed, or the lone carriage return of old Macintosh files.
    pub line_end: u8,
    /// Whether a blank follows the delimiter that belongs to no cell.
    pub pads: bool,
    /// Cells that most records have; 0 when that is not known.
    pub width: usize,
}

/// Stands between cells where nothing does.
pub(super) const NOTHING: &str = "\u{1f}";

const CANDIDATES: [&str; 16] = [
    ",", ";", "\t", "|", ":", "~", "^", " ", "||", "::", ";;", "~~", "^^", "|~|", "~|~", "#|#",
];

/// Characters of a text that its dialect is decided from.
const SAMPLE: usize = 200_000;
/// Records of it.
const SAMPLE_RECORDS: usize = 500;

impl Dialect {
    /// One cell a line.
    fn lines(line_end: u8) -> Self {
        Self {
            delimiter: NOTHING.to_owned(),
            quote: b'"',
            escape: None,
            line_end,
            pads: false,
            width: 0,
        }
    }

    /// The marks that cut the most lines into the same number of pieces; a text with none has one column.
    pub(super) fn of(text: &str) -> Self {
        let head = sample(text);
        let line_end = if head.contains('\n') || !head.contains('\r') {
            b'\n'
        } else {
            b'\r'
        };
        let mut best = (0.0, Self::lines(line_end));
        for candidate in CANDIDATES.iter().filter(|mark| head.contains(**mark)) {
            for (quote, escape) in quotes(head) {
                let mut dialect = Self {
                    delimiter: (*candidate).to_owned(),
                    quote,
                    escape,
                    ..Self::lines(line_end)
                };
                let score = dialect.measure(head);
                if score > best.0 {
                    best = (score, dialect);
                }
            }
        }
        let mut dialect = best.1;
        dialect.pads = is_padded(head, &dialect.delimiter);
        dialect
    }

    /// The delimiter as a report tells it; empty when there is none.
    pub(super) fn shown(&self) -> &str {
        if self.delimiter == NOTHING {
            ""
        } else {
            &self.delimiter
        }
    }

    // How well it cuts the text; keeps the number of cells that most records have.
    fn measure(&mut self, text: &str) -> f64 {
        let mut cutter = Cutter::new(text, self, 1);
        let mut records = cutter.records(usize::MAX, SAMPLE_RECORDS);
        let quoted = cutter.quoted_cells();
        let broken = cutter.broken_cells();
        records.retain(|record| record.filled() > 0 || record.cells.len() > 1);
        let Some((width, count)) = usual_width(&records) else {
            return 0.0;
        };
        let total = records.len();
        // A few lines that happen to hold the character don't make a table of it.
        if count * 2 < total || !self.is_plausible(&records, width, count, quoted) {
            return 0.0;
        }
        self.width = width;
        let share = part(count, total);
        let wide = 1.0 - 1.0 / part(used_columns(&records, width), 1);
        let rare = match self.delimiter.as_str() {
            ":" => 0.3,
            " " => 0.5,
            _ => 1.0,
        };
        // Doubled marks leave every second column of the single one empty.
        let empty = if used_columns(&records, width) < width {
            0.999
        } else {
            1.0
        };
        let whole = 1.0 - 0.5 * part(broken.min(total), total);
        let quote = if self.quote == b'\'' { 1.01 } else { 1.0 };
        share * share * wide * rare * empty * whole * quote
    }

    // Blanks and apostrophes stand in any text: they are marks only where much speaks for it.
    fn is_plausible(
        &self,
        records: &[Record<'_>],
        width: usize,
        count: usize,
        quoted: usize,
    ) -> bool {
        let total = records.len();
        let is_quoted = quoted * 2 >= total && total > 1;
        if self.quote == b'\'' && !is_quoted {
            return false;
        }
        if self.delimiter != " " {
            return true;
        }
        let figures = records
            .iter()
            .filter(|record| has_many_figures(record))
            .count();
        width >= 3 && count * 20 >= total * 19 && (is_quoted || figures * 10 >= total * 9)
    }
}

/// Whether half of a record's cells hold a digit.
pub(super) fn has_many_figures(record: &Record<'_>) -> bool {
    let has_digit = |cell: &&Cell<'_>| cell.text().chars().any(|c| c.is_ascii_digit());
    record.cells.iter().filter(has_digit).count() * 2 >= record.cells.len()
}

fn sample(text: &str) -> &str {
    let end = text.char_indices().nth(SAMPLE).map(|(end, _)| end);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

// The quotes, with what may stand before one within a cell, that a text may have.
fn quotes(text: &str) -> Vec<(u8, Option<u8>)> {
    let mut quotes = vec![(b'"', None)];
    if text.contains("\\\"") {
        quotes.push((b'"', Some(b'\\')));
    }
    if text.contains('\'') {
        quotes.push((b'\'', None));
    }
    if text.contains("\\'") {
        quotes.push((b'\'', Some(b'\\')));
    }
    quotes
}

fn is_padded(text: &str, delimiter: &str) -> bool {
    if delimiter.trim().is_empty() {
        return false;
    }
    let all = text.matches(delimiter).count();
    let followed = |by: &str| text.matches(&format!("{delimiter}{by}")).count();
    let padded = followed(" ");
    let all = all - followed("\n") - followed("\r");
    padded > 0 && padded * 20 >= all * 19
}

// The number of cells, of at least two, that most records have, and how many have it.
fn usual_width(records: &[Record<'_>]) -> Option<(usize, usize)> {
    let most = records.iter().map(|record| record.cells.len()).max()?;
    let mut counts = vec![0_usize; most + 1];
    for record in records {
        if let Some(count) = counts.get_mut(record.cells.len()) {
            *count += 1;
        }
    }
    let counted = counts.into_iter().enumerate().skip(2);
    counted
        .max_by_key(|(width, count)| (*count, *width))
        .filter(|(_, count)| *count > 0)
}

// Columns in which any record has something.
fn used_columns(records: &[Record<'_>], width: usize) -> usize {
    let is_used = |column: &usize| {
        records
            .iter()
            .any(|record| !record.cell(*column).is_empty())
    };
    (0..width).filter(is_used).count().max(1)
}

#[expect(clippy::cast_precision_loss, reason = "counts of a sample")]
fn part(count: usize, of: usize) -> f64 {
    count as f64 / of as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_found() {
        let delimiter = |text| Dialect::of(text).delimiter;
        assert_eq!(delimiter("a;b;c\n1,5;2,5;3\n2,5;3;4"), ";");
        assert_eq!(delimiter("a\tb\n1\t2"), "\t");
        let places = "Desa Ngancar, Kec. Plaosan\nDesa Ngunut\nDesa Balerejo";
        assert_eq!(delimiter(places), NOTHING);
        assert_eq!(delimiter("a||b||c\n1||2||3\n4||5|x||6"), "||");
        assert_eq!(delimiter("a 1 2\nb 3 4\nc 5 6"), " ");
        assert_eq!(delimiter("Desa Baru Dua\nDesa Lama Tiga"), NOTHING);
    }

    #[test]
    fn quotes_and_what_stands_before_them_are_found() {
        let text = "a,b\n'x, y',1\n'z, ''w''',2\n";
        assert_eq!(Dialect::of(text).quote, b'\'');
        let escaped = "a,b\n\"5\\\", 6\\\"\",1\n\"7\\\", 8\",2\n";
        assert_eq!(Dialect::of(escaped).escape, Some(b'\\'));
        let apostrophes = "nama,nik\n'Aisyiyah,'3520\nFatayat,'3521\n";
        assert_eq!(Dialect::of(apostrophes).quote, b'"');
    }
}
