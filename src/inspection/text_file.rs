//! A text too large to hold: cut where lines end into pieces that are read, decoded and cut into records on their own.

use super::cell::Record;
use super::delimited::{Cutter, LONGEST_CELL, Mended};
use super::dialect::Dialect;
use super::sniff::{self, Encoded};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::Mutex;

/// Bytes of a piece; small in tests, so that short texts have many.
const PIECE: u64 = if cfg!(feature = "fuzzing") {
    512
} else if cfg!(test) {
    64 << 10
} else {
    4 << 20
};
/// A line that is longer is no record of a table.
const LONGEST_LINE: u64 = 64 << 20;
/// Bytes beyond its end that a piece may need for its last record.
const BEYOND: u64 = LONGEST_CELL as u64 + (64 << 10);

/// Where a piece stands.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u64,
    end: u64,
    first_line: u64,
}

/// The file.
#[derive(Debug)]
pub(super) struct TextFile {
    file: File,
    size: u64,
    encoded: Encoded,
    dialect: Dialect,
    spans: Vec<Span>,
    // Bytes at a piece's start that belong to the last record of the piece before; known after the first pass.
    skips: Mutex<Vec<usize>>,
}

/// A piece's text, with what its last record may need beyond its end.
#[derive(Debug)]
pub(super) struct Piece {
    text: String,
    // Bytes of the text within the piece.
    own: usize,
    first_line: u64,
}

impl Piece {
    /// Its memory, for the next piece.
    pub(super) fn into_memory(self) -> String {
        self.text
    }
}

/// The records of a piece, from its beginning on.
#[derive(Debug)]
pub(super) struct Cut<'t> {
    cutter: Cutter<'t, 't>,
    // Bytes within the piece.
    own: usize,
}

impl<'t> Cut<'t> {
    /// The next records, at most so many; none at the end.
    pub(super) fn next(&mut self, most: usize) -> Vec<Record<'t>> {
        self.cutter.records(self.own, most)
    }

    /// The records that are left.
    pub(super) fn rest(&mut self) -> Vec<Record<'t>> {
        self.next(usize::MAX)
    }

    /// Lines of records that were mended, since this was asked last.
    pub(super) fn mended(&mut self) -> Vec<(u64, Mended)> {
        self.cutter.take_mended()
    }

    /// Bytes by which the last record runs over the end.
    pub(super) fn over(&self) -> usize {
        self.cutter.taken().saturating_sub(self.own)
    }
}

/// Why a text can't be read in pieces.
#[derive(Debug)]
pub(super) enum Unfit {
    /// The file could not be read.
    Unreadable(io::Error),
    /// A line, by its number, that never ends.
    Endless(u64),
}

impl From<io::Error> for Unfit {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error)
    }
}

impl TextFile {
    /// Reads the file once: where it may be cut, and whether it is what its beginning says.
    pub(super) fn open(file: File) -> Result<Self, Unfit> {
        let size = file.metadata()?.len();
        let mut head = vec![0; usize::try_from(size.min(PIECE)).unwrap_or(0)];
        file.read_exact_at(&mut head, 0)?;
        let encoded = Encoded::of(&head);
        let text = encoded.decode(sniff::whole_characters(&head, encoded));
        let dialect = Dialect::of(&text);
        let mut text_file = Self {
            file,
            size,
            encoded,
            dialect,
            spans: Vec::new(),
            skips: Mutex::default(),
        };
        text_file.find_spans()?;
        Ok(text_file)
    }

    /// How it is cut.
    pub(super) fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// Its encoding's name.
    pub(super) fn encoding(&self) -> &'static str {
        self.encoded.name()
    }

    /// How many pieces there are.
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The piece in which a line stands.
    pub(super) fn piece_of(&self, line: u64) -> usize {
        let after = self.spans.partition_point(|span| span.first_line <= line);
        after.saturating_sub(1)
    }

    fn find_spans(&mut self) -> Result<(), Unfit> {
        let mut start = self.encoded.mark_bytes();
        let mut line = 1;
        let mut block = Vec::new();
        while start < self.size {
            let (end, lines) = self.span_from(start, line, &mut block)?;
            self.spans.push(Span {
                start,
                end,
                first_line: line,
            });
            line += lines;
            start = end;
        }
        *self.locked_skips() = vec![0; self.spans.len()];
        Ok(())
    }

    // The end of the piece that begins here, behind a line end, and how many lines it has.
    fn span_from(
        &mut self,
        start: u64,
        line: u64,
        block: &mut Vec<u8>,
    ) -> Result<(u64, u64), Unfit> {
        let mut wanted = PIECE;
        loop {
            let length = wanted.min(self.size - start);
            block.resize(usize::try_from(length).unwrap_or(0), 0);
            self.file.read_exact_at(block, start)?;
            let is_last = start + length == self.size;
            let ends = self.encoded.line_ends(self.dialect.line_end);
            let (used, lines) = match ends.last_in(block) {
                _ if is_last => (block.len(), ends.count_in(block)),
                Some(end) => (end, ends.count_in(block.get(..end).unwrap_or_default())),
                None if wanted >= LONGEST_LINE => return Err(Unfit::Endless(line)),
                None => {
                    wanted *= 2;
                    continue;
                }
            };
            // One byte that is no UTF-8 anywhere makes the whole file one of the old encodings.
            if !self.encoded.fits(block.get(..used).unwrap_or_default()) {
                self.encoded = Encoded::OLD;
            }
            return Ok((start + used as u64, lines));
        }
    }

    /// Reads a piece.
    pub(super) fn piece(&self, index: usize) -> io::Result<Piece> {
        self.piece_into(index, String::new())
    }

    /// The same, into the memory of a piece before.
    pub(super) fn piece_into(&self, index: usize, memory: String) -> io::Result<Piece> {
        let span = self
            .spans
            .get(index)
            .copied()
            .ok_or(io::ErrorKind::NotFound)?;
        let text = self.bytes(memory.into_bytes(), span.start, span.end)?;
        let mut text = self.encoded.decode_whole(text);
        let own = text.len();
        // Without a quote no record runs over a line's end, where pieces begin.
        if memchr::memchr(self.dialect.quote, text.as_bytes()).is_some() {
            let beyond = self.bytes(Vec::new(), span.end, (span.end + BEYOND).min(self.size))?;
            let whole = sniff::whole_characters(&beyond, self.encoded);
            text.push_str(&self.encoded.decode(whole));
        }
        Ok(Piece {
            text,
            own,
            first_line: span.first_line,
        })
    }

    fn bytes(&self, mut bytes: Vec<u8>, start: u64, end: u64) -> io::Result<Vec<u8>> {
        bytes.resize(usize::try_from(end.saturating_sub(start)).unwrap_or(0), 0);
        self.file.read_exact_at(&mut bytes, start)?;
        Ok(bytes)
    }

    /// Cuts a piece; the bytes that the piece before took are left out.
    pub(super) fn cut<'t>(&'t self, piece: &'t Piece, skip: usize) -> Cut<'t> {
        let text = piece.text.get(skip..).unwrap_or_default();
        let skipped = piece.text.get(..skip).unwrap_or_default();
        let ends = memchr::memchr_iter(self.dialect.line_end, skipped.as_bytes()).count();
        let line = piece.first_line + ends as u64;
        Cut {
            cutter: Cutter::new(text, &self.dialect, line),
            own: piece.own.saturating_sub(skip),
        }
    }

    /// Bytes at a piece's start that belong to the piece before.
    pub(super) fn skip(&self, index: usize) -> usize {
        self.locked_skips().get(index).copied().unwrap_or(0)
    }

    /// Keeps that the piece before runs over by `bytes`.
    pub(super) fn set_skip(&self, index: usize, bytes: usize) {
        if let Some(skip) = self.locked_skips().get_mut(index) {
            *skip = bytes;
        }
    }

    fn locked_skips(&self) -> std::sync::MutexGuard<'_, Vec<usize>> {
        // Nothing panics while it is held, so that a poisoned lock holds sound numbers.
        self.skips
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
