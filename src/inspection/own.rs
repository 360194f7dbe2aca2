//! Sheets that the portal itself wrote into a workbook which now comes back.

use super::cell::Sheet;
use crate::workbook::CORRECTIONS_MARK;

/// Marks the list of corrections that an annotated copy carries.
pub(super) fn mark_corrections(sheets: &mut [Sheet]) {
    for sheet in sheets {
        sheet.is_own = is_corrections(sheet);
    }
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
    use super::*;
    use crate::inspection::Reading;
    use crate::inspection::run::{Sink, Task, inspect};

    #[test]
    fn a_list_of_corrections_is_no_data_and_hides_none() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheets = [
            (
                "Data",
                vec!["desa", "jumlah", "Ngancar", "7", "Ngunut", "8"],
            ),
            (
                "Perbaikan",
                vec!["", CORRECTIONS_MARK, "NIK", "3520014101900001", "x", "y"],
            ),
        ];
        for (name, cells) in sheets {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            for (row, pair) in (0..).zip(cells.chunks(2)) {
                for (column, cell) in (0..).zip(pair) {
                    sheet.write_string(row, column, *cell).unwrap();
                }
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.xlsx");
        book.save(&file).unwrap();
        let task = Task::look(&file, Reading::default(), "35.20", 1 << 30);
        let report = inspect(&task, &mut Sink::Nothing);
        assert_eq!(report.table().unwrap().sheet, "Data");
        assert!(report.sheets.iter().all(|sheet| sheet.name != "Perbaikan"));
        let personal = report.findings.iter().filter(|f| f.sheet == "Perbaikan");
        assert_eq!(personal.count(), 1, "{:?}", report.findings);
    }
}
