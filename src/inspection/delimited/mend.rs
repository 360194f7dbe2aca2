//! Records that don't have as many cells as the others: read in other ways, until one way fits.

use super::{Cutter, Marks, Mended, Quotes};
use crate::inspection::cell::{Cell, Record};
use crate::inspection::dialect::has_many_figures;

/// Quotes of a record that are tried as characters.
const MOST_TRIED: usize = 16;
/// Fewer cells would fit too many sentences.
const FEWEST_CELLS: usize = 4;
/// What a single record may be cut by instead.
const DELIMITERS: [&str; 5] = [",", ";", "\t", "|", " "];

// Where a cutter stands, and what it has noted.
struct Place {
    at: usize,
    line: u64,
    mended: usize,
    quoted: usize,
    broken: usize,
}

impl<'t> Cutter<'t, '_> {
    /// The record in the way that has as many cells as the others, or as it was read at first.
    pub(super) fn mend(&mut self, start: (usize, u64), first: Record<'t>) -> Record<'t> {
        let width = self.dialect.width;
        if width < 2 {
            return first;
        }
        let is_broken = self.is_broken;
        let end = self.place();
        let other = if is_broken || self.line > start.1 + 1 {
            self.with_other_quotes(start)
        } else {
            None
        };
        if let Some(record) = other {
            return record;
        }
        self.go_to(&end);
        if first.cells.len() == width {
            return first;
        }
        let line = self.text.get(start.0..self.at).unwrap_or_default();
        if !is_broken && let Some(cells) = self.by_other_delimiter(line) {
            self.mended.push((start.1, Mended::OtherDelimiter));
            return Record {
                row: first.row,
                cells,
            };
        }
        self.without_extra(first)
    }

    fn place(&self) -> Place {
        Place {
            at: self.at,
            line: self.line,
            mended: self.mended.len(),
            quoted: self.quoted,
            broken: self.broken,
        }
    }

    fn go_to(&mut self, place: &Place) {
        self.at = place.at;
        self.line = place.line;
        self.mended.truncate(place.mended);
        self.quoted = place.quoted;
        self.broken = place.broken;
        self.quotes = Quotes::Lenient;
        self.literal = None;
    }

    // Closing quotes told by what follows them; then each opening quote in turn read as a character. A way that stays
    // on the line is better than one that swallows the next.
    fn with_other_quotes(&mut self, start: (usize, u64)) -> Option<Record<'t>> {
        self.again(start, Quotes::Strict, None);
        let openings: Vec<usize> = self.opened.iter().copied().take(MOST_TRIED).collect();
        let literal = openings.into_iter().map(|at| (Quotes::Strict, Some(at)));
        let ways: Vec<(Quotes, Option<usize>)> = [(Quotes::Strict, None), (Quotes::Raw, None)]
            .into_iter()
            .chain(literal)
            .collect();
        for most_lines in [1, u64::MAX] {
            for (quotes, literal) in &ways {
                let record = self.again(start, *quotes, *literal);
                if record.cells.len() == self.dialect.width && self.line - start.1 <= most_lines {
                    if literal.is_some() {
                        self.mended.push((start.1, Mended::OpenQuote));
                    }
                    return Some(record);
                }
            }
        }
        None
    }

    fn again(
        &mut self,
        (at, line): (usize, u64),
        quotes: Quotes,
        literal: Option<usize>,
    ) -> Record<'t> {
        let noted = self.mended.len();
        self.at = at;
        self.line = line;
        self.quotes = quotes;
        self.literal = literal;
        let record = self.cut();
        self.quotes = Quotes::Lenient;
        self.literal = None;
        self.mended.truncate(noted);
        record
    }

    // A line that another delimiter cuts into just as many cells, and that is no sentence.
    fn by_other_delimiter(&self, line: &'t str) -> Option<Vec<Cell<'t>>> {
        let width = self.dialect.width;
        if width < FEWEST_CELLS {
            return None;
        }
        let others = DELIMITERS
            .iter()
            .filter(|other| other.as_bytes() != self.delimiter && line.contains(**other));
        for other in others {
            let marks = Marks {
                width: 0,
                pads: false,
                ..self.dialect
            };
            let mut cutter = Cutter::with(line, other.as_bytes(), marks, 1);
            cutter.quotes = Quotes::Strict;
            let record = cutter.cut();
            let is_whole = cutter.at == line.len() && cutter.broken == 0;
            if is_whole
                && record.cells.len() == width
                && (cutter.quoted > 0 || has_many_figures(&record))
            {
                return Some(record.cells);
            }
        }
        None
    }

    // With one cell too many, the only empty one is what a delimiter too many leaves.
    fn without_extra(&mut self, mut record: Record<'t>) -> Record<'t> {
        if record.cells.len() != self.dialect.width + 1 || record.cells.len() < FEWEST_CELLS {
            return record;
        }
        let mut empty = record
            .cells
            .iter()
            .enumerate()
            .filter(|(_, c)| c.is_empty());
        if let (Some((index, _)), None) = (empty.next(), empty.next())
            && index < self.dialect.width
        {
            record.cells.remove(index);
            self.mended.push((record.row, Mended::ExtraDelimiter));
        }
        record
    }
}
