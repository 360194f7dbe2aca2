//! What the targets share: an input as a file, and which panics count.

use lumbung::inspection::Reading;
use lumbung::inspection::run::Task;
use std::path::PathBuf;
use std::sync::Once;

/// The task of inspecting these bytes.
///
/// # Panics
/// When the folder of temporary files can't be written.
pub fn task(bytes: &[u8], reading: Reading) -> Task {
    forgive_reader_of_workbooks();
    let file = std::env::temp_dir().join(format!("lumbung-fuzz-{}", std::process::id()));
    std::fs::write(&file, bytes).expect("the folder of temporary files takes the input");
    let file: PathBuf = file;
    Task::look(&file, reading, "35.20", 16 << 20)
}

/// The inspection catches the panics of the crate that reads workbooks and calls the file unreadable; the fuzzer would
/// stop at each of them.
fn forgive_reader_of_workbooks() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let stop = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let is_theirs = info
                .location()
                .is_some_and(|place| place.file().contains("calamine"));
            if !is_theirs {
                stop(info);
            }
        }));
    });
}
