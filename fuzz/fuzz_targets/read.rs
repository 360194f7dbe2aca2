//! Any file is opened, and its records come in the order of their rows.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lumbung::inspection::Reading;
use lumbung::inspection::open::Opened;

fuzz_target!(|bytes: &[u8]| {
    let opened = Opened::new(&lumbung_fuzz::task(bytes, Reading::default()));
    for sheet in 0..opened.sheets.len() {
        let mut last = None;
        let read = opened.each_record(sheet, &mut |record| {
            assert!(last.is_none_or(|last| last < record.row));
            last = Some(record.row);
            Ok(())
        });
        assert!(read.is_ok(), "{read:?}");
    }
    if opened.sheets.is_empty() && opened.report.format.is_empty() {
        assert!(!opened.report.findings.is_empty());
    }
});
