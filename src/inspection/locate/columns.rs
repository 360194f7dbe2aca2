//! From which column to which a table goes.

use crate::inspection::cell::{Record, Sheet};

/// First and last column: those that the header names, and those beside them that most rows fill all the same.
pub(super) fn found(
    sheet: &Sheet,
    header: Option<(usize, usize)>,
    first_body: usize,
) -> (usize, usize) {
    let body = sheet.records.get(first_body..).unwrap_or_default();
    let names = header.and_then(|(first, last)| sheet.records.get(first..=last));
    let Some((low, high)) = names.and_then(span) else {
        let (low, high) = span(body).unwrap_or((0, 0));
        return (low, high.max(marked_width(body).saturating_sub(1)));
    };
    let cells = names.unwrap_or_default().iter().map(|r| r.cells.len());
    let cells = cells.max().unwrap_or(0);
    // A header that marks off fewer cells than all rows below it lacks a name, not they a place.
    let high = if marked_width(body) == cells + 1 {
        high.max(cells)
    } else {
        high.max(merged(sheet, header))
    };
    beside(body, (low, high))
}

fn span(records: &[Record<'_>]) -> Option<(usize, usize)> {
    let filled = records.iter().flat_map(|record| {
        let cells = record.cells.iter().enumerate();
        cells.filter(|(_, cell)| !cell.is_empty()).map(|(at, _)| at)
    });
    filled.fold(None, |span: Option<(usize, usize)>, column| {
        Some(span.map_or((column, column), |(low, high)| {
            (low.min(column), high.max(column))
        }))
    })
}

// The last column over which a name of the header is merged.
fn merged(sheet: &Sheet, header: Option<(usize, usize)>) -> usize {
    let of_header =
        |rows: (usize, usize)| header.is_some_and(|(first, last)| (first..=last).contains(&rows.0));
    let within = sheet.merges.iter().filter(|merge| of_header(merge.rows));
    within.map(|merge| merge.columns.1).max().unwrap_or(0)
}

// The cells that every record of a text marks off, the empty ones at its end among them; 0 where they differ.
fn marked_width(body: &[Record<'_>]) -> usize {
    let mut widths = body.iter().filter(|record| record.filled() > 0);
    let first = widths.next().map_or(0, |record| record.cells.len());
    if widths.all(|record| record.cells.len() == first) {
        first
    } else {
        0
    }
}

// Row names, for one, have no name of their own; a column that most rows fill is one.
fn beside(body: &[Record<'_>], (mut low, mut high): (usize, usize)) -> (usize, usize) {
    let rows: Vec<&Record<'_>> = body.iter().filter(|record| record.filled() > 1).collect();
    let is_filled = |column: usize| {
        let filled = rows.iter().filter(|row| !row.cell(column).is_empty());
        rows.len() > 1 && filled.count() * 2 > rows.len()
    };
    while low > 0 && is_filled(low - 1) {
        low -= 1;
    }
    while is_filled(high + 1) {
        high += 1;
    }
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::cell::Cell;

    fn columns(rows: &[&[&str]]) -> (usize, usize) {
        let record = |cells: &&[&str]| Record {
            row: 1,
            cells: cells
                .iter()
                .map(|cell| Cell::from((*cell).to_owned()))
                .collect(),
        };
        let sheet = Sheet {
            records: rows.iter().map(record).collect(),
            ..Sheet::default()
        };
        found(&sheet, Some((0, 0)), 1)
    }

    #[test]
    fn columns_without_a_name_belong_to_the_table_when_rows_fill_them() {
        assert_eq!(
            columns(&[&["", "a", "b"], &["1", "x", "2"], &["2", "y", "3"]]),
            (0, 2)
        );
        assert_eq!(
            columns(&[&["a", "b"], &["x", "2", "?"], &["y", "3"], &["z", "4"]]),
            (0, 1)
        );
        assert_eq!(
            columns(&[&["", "a", "b"], &["", "x", "2"], &["", "y", "3"]]),
            (1, 2)
        );
    }
}
