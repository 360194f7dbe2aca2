//! How a text is cut into records: delimiter, quotes, line ends, decided from its beginning.

use super::cell::Record;
use super::delimited::Cutter;

/// The marks that cut a text into records and cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What stands between cells; a character that no text holds when each line is one cell.
    pub delimiter: String,
    /// What may surround a cell.
    pub quote: u8,
    /// What ends a record: a line feed, or the lone carriage return of old Macintosh files.
    pub line_end: u8,
}

/// Stands between cells where nothing does.
pub(super) const NOTHING: &str = "\u{1f}";

const CANDIDATES: [&str; 5] = [",", ";", "\t", "|", ":"];

/// Characters of a text that its dialect is decided from.
const SAMPLE: usize = 200_000;
/// Records of it.
const SAMPLE_RECORDS: usize = 500;

impl Dialect {
    /// The delimiter that cuts the most lines into the same number of pieces; a text with none has one column.
    pub(super) fn of(text: &str) -> Self {
        let head = sample(text);
        let line_end = if head.contains('\n') || !head.contains('\r') {
            b'\n'
        } else {
            b'\r'
        };
        let with = |delimiter: &str| Self {
            delimiter: delimiter.to_owned(),
            quote: b'"',
            line_end,
        };
        let mut best = (0.0, with(NOTHING));
        for candidate in CANDIDATES {
            let dialect = with(candidate);
            let mut cutter = Cutter::new(head, &dialect, 1);
            let records = cutter.records(usize::MAX, SAMPLE_RECORDS);
            let is_broken = !cutter.take_open_quotes().is_empty();
            let score = score(&records, candidate, is_broken);
            if score > best.0 {
                best = (score, dialect);
            }
        }
        best.1
    }

    /// The delimiter as a report tells it; empty when there is none.
    pub(super) fn shown(&self) -> &str {
        if self.delimiter == NOTHING {
            ""
        } else {
            &self.delimiter
        }
    }
}

fn sample(text: &str) -> &str {
    let end = text.char_indices().nth(SAMPLE).map(|(end, _)| end);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

fn score(records: &[Record<'_>], candidate: &str, is_broken: bool) -> f64 {
    let is_line = |record: &&Record<'_>| record.filled() > 0 || record.cells.len() > 1;
    let records = records.iter().filter(is_line);
    let widths: Vec<usize> = records.map(|record| record.cells.len()).collect();
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
    let rare = if candidate == ":" { 0.3 } else { 1.0 };
    let broken = if is_broken { 0.5 } else { 1.0 };
    share * share * wide * rare * broken
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
    }
}
