//! Any file gives a report; the columns of its table are equally long, as the report says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lumbung::inspection::Reading;
use lumbung::inspection::run::{Sink, inspect};
use lumbung::inspection::typed::TypedColumn;

fuzz_target!(|bytes: &[u8]| {
    for reading in [Reading::default(), Reading::tidy()] {
        let task = lumbung_fuzz::task(bytes, reading);
        let mut rows = 0;
        let mut names: Option<Vec<String>> = None;
        let mut take = |columns: &[TypedColumn<'_>]| {
            let height = columns.first().map_or(0, |column| column.values.len());
            assert!(columns.iter().all(|column| column.values.len() == height));
            let own = columns.iter().map(|column| column.name.clone()).collect();
            assert_eq!(*names.get_or_insert_with(|| Vec::clone(&own)), own);
            rows += height as u64;
            Ok(())
        };
        let report = inspect(&task, &mut Sink::Pieces(&mut take));
        if let Some(table) = report.table() {
            assert_eq!(table.row_count, rows);
            let told: Vec<String> = table
                .columns
                .iter()
                .map(|column| column.name.clone())
                .collect();
            assert!(names.is_none_or(|names| names == told));
        } else {
            assert!(!report.findings.is_empty());
        }
    }
});
