//! Any sheet has a table or none; its rows have a cell for each of its columns.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lumbung::inspection::Reading;
use lumbung::inspection::choose;
use lumbung::inspection::locate::locate;
use lumbung::inspection::open::Opened;

fuzz_target!(|bytes: &[u8]| {
    let reading = Reading::default();
    let mut opened = Opened::new(&lumbung_fuzz::task(bytes, reading.clone()));
    for sheet in &opened.sheets {
        if let Some(layout) = locate(sheet, &reading) {
            assert_eq!(layout.bands.len(), sheet.records.len());
            assert!(layout.columns.0 <= layout.columns.1);
            assert!(
                layout
                    .header
                    .is_none_or(|(first, last)| first <= last && last < sheet.records.len())
            );
        }
    }
    let Some((sheet, layout)) = choose::table(&mut opened, &reading) else {
        return;
    };
    let width = layout.columns.1 - layout.columns.0 + 1;
    let read = opened.each_row(sheet, &layout, &mut |cells| {
        assert_eq!(cells.len(), width);
        Ok(())
    });
    assert!(read.is_ok(), "{read:?}");
});
