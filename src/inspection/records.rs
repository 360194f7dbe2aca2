//! The records of a file as they stand, for those who write them anew.

use super::cell::Sheet;
use super::report::{Finding, Report};
use super::run::{self, Task};
use super::sniff;

/// The sheets of a file with their records, each with its row as the clerk counts.
///
/// Errors: the finding that says why the file can't be read.
pub fn sheets(bytes: &[u8], task: &Task) -> Result<Vec<Sheet>, Finding> {
    let format = sniff::format(bytes);
    let mut report = Report::new(&task.file_name, format.name());
    run::sheets(bytes, format, task, &mut report)
}
