//! Addresses of cells, counted from 0 here and written as `D14`.

/// Rows of a sheet, in every program that clerks use.
const MOST_ROWS: u32 = 1_048_576;
/// Columns of a sheet (A to XFD).
const MOST_COLUMNS: u32 = 16_384;

/// A cell: row and column, counted from 0; in the order in which files write cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub(super) row: u32,
    pub(super) column: u32,
}

impl Place {
    /// The place of an address such as `D14` or `$D$14`; `None` for anything that no sheet has.
    pub(super) fn parse(address: &str) -> Option<Self> {
        let plain: String = address.chars().filter(|c| *c != '$').collect();
        let digits = plain.find(|c: char| c.is_ascii_digit())?;
        let (letters, number) = plain.split_at(digits);
        let row: u32 = number.parse().ok()?;
        let row = row.checked_sub(1).filter(|row| *row < MOST_ROWS)?;
        Some(Self {
            row,
            column: column(letters)?,
        })
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", letters(self.column), self.row + 1)
    }
}

/// The number of a column, counted from 0.
pub(super) fn column(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut number = 0;
    for letter in letters.bytes() {
        let upper = letter.to_ascii_uppercase();
        if !upper.is_ascii_uppercase() {
            return None;
        }
        number = number * 26 + u32::from(upper - b'A') + 1;
    }
    Some(number - 1).filter(|column| *column < MOST_COLUMNS)
}

/// The letters of a column counted from 0.
pub(super) fn letters(column: u32) -> String {
    crate::inspection::cell::letter(column as usize)
}

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) first: Place,
    pub(super) last: Place,
}

impl Area {
    /// The area of `B2:D9`, or of one cell.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        Some(Self {
            first: Place::parse(first)?,
            last: Place::parse(last)?,
        })
    }

    /// Whether a cell lies in it.
    pub(super) fn contains(&self, place: Place) -> bool {
        (self.first.row..=self.last.row).contains(&place.row)
            && (self.first.column..=self.last.column).contains(&place.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written() {
        for address in ["A1", "D14", "AA100", "XFD1048576"] {
            assert_eq!(Place::parse(address).unwrap().to_string(), address);
        }
        assert_eq!(Place::parse("$d$14"), Place::parse("D14"));
        for address in ["", "14", "A0", "XFE1", "A1048577", "ABCD1", "Ä1", "A1x"] {
            assert_eq!(Place::parse(address), None, "{address}");
        }
    }

    #[test]
    fn an_area_has_its_corners() {
        let area = Area::parse("B2:D9").unwrap();
        assert!(area.contains(Place::parse("D9").unwrap()));
        assert!(!area.contains(Place::parse("E9").unwrap()));
    }
}
