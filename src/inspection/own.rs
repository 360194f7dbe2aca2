//! Sheets that the portal itself wrote into a workbook which now comes back.

use super::cell::Sheet;
use crate::workbook::CORRECTIONS_MARK;

/// The sheets without the list of corrections that an annotated copy carries.
pub(super) fn without_corrections(mut sheets: Vec<Sheet>) -> Vec<Sheet> {
    sheets.retain(|sheet| !is_corrections(sheet));
    sheets
}

fn is_corrections(sheet: &Sheet) -> bool {
    let head = sheet.records.first();
    head.is_some_and(|record| {
        record
            .cells
            .iter()
            .any(|cell| cell.text() == CORRECTIONS_MARK)
    })
}

#[cfg(test)]
mod tests {
    use super::super::cell::{Cell, Record};
    use super::*;

    #[test]
    fn a_list_of_corrections_is_no_data() {
        let sheet = |text: &str| Sheet {
            records: vec![Record {
                row: 1,
                cells: vec![Cell::from("Judul"), Cell::from(text.to_owned())],
            }],
            ..Sheet::default()
        };
        let left = without_corrections(vec![sheet("Nilai"), sheet(CORRECTIONS_MARK)]);
        assert_eq!(left, [sheet("Nilai")]);
    }
}
