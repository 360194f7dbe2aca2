//! The records of a file as they stand, for those who write them anew.

use super::cell::Sheet;
use super::open::Opened;
use super::report::Finding;
use super::run::Task;
use super::sniff;

/// The sheets of a file with their records, each with its row as the clerk counts.
///
/// Errors: the finding that says why the file can't be read.
pub fn sheets(bytes: &[u8], task: &Task) -> Result<Vec<Sheet>, Finding> {
    let sheets = Opened::nothing(task).held(bytes, sniff::format(bytes), task);
    sheets.map_err(|finding| *finding)
}
