//! A cell as the file has it, before anything is decided about its column.

use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// One cell; its characters are its own or those of the text that it was cut from.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell<'t> {
    /// Nothing.
    #[default]
    Empty,
    /// Characters.
    Text(Cow<'t, str>),
    /// A number that the file itself stores as one, in its shortest digits.
    Number(f64),
    /// A number shown as per cent; the number of per cent.
    Percent(f64),
    /// True or false.
    Bool(bool),
    /// A day.
    Date(Date),
    /// An error value of a formula, `#DIV/0!`.
    Error(Cow<'t, str>),
}

impl Cell<'_> {
    /// Whether there is nothing to see in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(is_blank),
            Self::Number(_) | Self::Percent(_) | Self::Bool(_) | Self::Date(_) | Self::Error(_) => {
                false
            }
        }
    }

    /// Whether the file stores a number here.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Percent(_))
    }

    /// The cell as text.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text.as_ref()),
            Self::Number(number) => Cow::Owned(digits(*number)),
            Self::Percent(number) => Cow::Owned(format!("{}%", digits(*number))),
            Self::Bool(true) => Cow::Borrowed("benar"),
            Self::Bool(false) => Cow::Borrowed("salah"),
            Self::Date(date) => Cow::Owned(date.to_string()),
        }
    }

    /// The text with spaces at its ends and repeated ones dropped, line ends as spaces.
    pub fn trimmed(&self) -> String {
        self.squeezed().into_owned()
    }

    /// The same, borrowed where nothing has to be dropped.
    pub fn squeezed(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Error(text) => squeeze(text),
            other => other.text(),
        }
    }

    /// The cell with characters of its own.
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Self::Number(number) => Cell::Number(number),
            Self::Percent(number) => Cell::Percent(number),
            Self::Bool(value) => Cell::Bool(value),
            Self::Date(date) => Cell::Date(date),
            Self::Error(text) => Cell::Error(Cow::Owned(text.into_owned())),
        }
    }

    /// The cell without copying its characters.
    pub fn borrowed(&self) -> Cell<'_> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(Cow::Borrowed(text)),
            Self::Number(number) => Cell::Number(*number),
            Self::Percent(number) => Cell::Percent(*number),
            Self::Bool(value) => Cell::Bool(*value),
            Self::Date(date) => Cell::Date(*date),
            Self::Error(text) => Cell::Error(Cow::Borrowed(text)),
        }
    }
}

impl From<String> for Cell<'static> {
    fn from(text: String) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(Cow::Owned(text))
        }
    }
}

impl<'t> From<&'t str> for Cell<'t> {
    fn from(text: &'t str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(Cow::Borrowed(text))
        }
    }
}

/// Whether a character only takes room: spaces of all kinds, zero-width ones too.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{2060}')
}

/// Text without blanks at its ends, and with one space where there were several blanks.
pub fn squeeze(text: &str) -> Cow<'_, str> {
    // Most cells of large tables are one word. Asking all bytes at once is faster than stopping early.
    let is_word = text
        .bytes()
        .fold(true, |fits, byte| fits & matches!(byte, b'!'..=b'~'));
    if is_word {
        return Cow::Borrowed(text);
    }
    let mut before = b' ';
    let is_tidy = text.bytes().all(|byte| {
        let fits = matches!(byte, b'!'..=b'~') || byte == b' ' && before != b' ';
        before = byte;
        fits
    });
    if is_tidy && before != b' ' {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text
        .split(is_blank)
        .filter(|word| !word.is_empty())
        .collect();
    Cow::Owned(words.join(" "))
}

/// The shortest decimal digits that give the number back, without an exponent.
pub fn digits(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    format!("{number}")
}

/// The letters of a column counted from 0: `A`, `Z`, `AA`.
pub fn letter(index: usize) -> String {
    let mut rest = index;
    let mut letters = Vec::new();
    loop {
        let digit = u8::try_from(rest % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// A sheet: records from the first row of the file on, each with its row as the clerk counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Name; empty for files without sheets.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Whether it looks like one that the portal wrote: no table, but searched for personal data like any other.
    pub is_own: bool,
    /// Records; shorter ones end early.
    pub records: Vec<Record<'static>>,
    /// Merged ranges, in records and columns.
    pub merges: Vec<Merge>,
    /// Indexes of hidden columns.
    pub hidden_columns: BTreeSet<usize>,
    /// Indexes of hidden records.
    pub hidden_rows: BTreeSet<usize>,
}

impl Sheet {
    /// The same without its records.
    pub(super) fn without_records(&self) -> Self {
        Self {
            name: self.name.clone(),
            hidden: self.hidden,
            is_own: self.is_own,
            records: Vec::new(),
            merges: self.merges.clone(),
            hidden_columns: self.hidden_columns.clone(),
            hidden_rows: self.hidden_rows.clone(),
        }
    }

    /// Columns up to the last one with anything in it.
    pub fn width(&self) -> usize {
        let filled = |record: &Record<'_>| {
            let last = record.cells.iter().rposition(|cell| !cell.is_empty());
            last.map_or(0, |last| last + 1)
        };
        self.records.iter().map(filled).max().unwrap_or(0)
    }
}

/// A record of a sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record<'t> {
    /// Row as the clerk counts, from 1; of a text file the line on which it begins.
    pub row: u64,
    /// Cells from column A on.
    pub cells: Vec<Cell<'t>>,
}

impl<'t> Record<'t> {
    /// The cell in a column; empty beyond the end.
    pub fn cell(&self, column: usize) -> &Cell<'t> {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// The record with characters of its own.
    pub fn into_owned(self) -> Record<'static> {
        Record {
            row: self.row,
            cells: self.cells.into_iter().map(Cell::into_owned).collect(),
        }
    }

    /// How many cells have something in them.
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// A merged range: indexes of records and columns, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First and last record.
    pub rows: (usize, usize),
    /// First and last column.
    pub columns: (usize, usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        let letters: Vec<String> = [0, 25, 26, 51, 52, 701, 702]
            .into_iter()
            .map(letter)
            .collect();
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn blanks_are_squeezed() {
        assert_eq!(squeeze("\u{a0} Desa \n  Poncol\u{200b} "), "Desa Poncol");
        assert_eq!(digits(0.1 + 0.2), "0.30000000000000004");
        assert_eq!(digits(1e15), "1000000000000000");
    }
}
