//! From a clerk's file to a report, a canonical table and a profile, in a fenced child process.
//!
//! Stages, each in its own module: [`sniff`] (what the file is), `workbook`/`delimited`/`json` (its records as they
//! stand), [`locate`] (where the table is), `raw` (its body), `typed` (what each column holds), `checks`,
//! `privacy` and `rules` (what is wrong), `continuity` (what is missing of the published table), `tidy` (what is
//! offered), `table` (Parquet), [`run`] (all of them); `infer` makes rules of a report. [`inspect`] is the parent's
//! side: it starts the child and turns its death into a finding. Owns no table of the database.

mod baggage;
mod body;
pub mod cell;
mod checks;
pub mod choose;
#[cfg(test)]
mod clerks;
pub mod codes;
mod continuity;
mod coordinates;
mod delimited;
mod describe;
mod dialect;
mod findings;
mod grid;
mod heads;
mod html;
mod infer;
mod json;
mod json_value;
#[cfg(test)]
mod large;
pub mod locate;
mod number;
pub mod open;
mod own;
mod periods;
mod preview;
pub mod privacy;
mod profile;
pub mod reading;
pub mod records;
pub mod report;
mod rules;
pub mod run;
mod shape;
pub mod sniff;
mod sums;
mod survey;
mod table;
mod templated;
mod text;
mod text_file;
mod tidy;
pub mod typed;
mod value;
mod when;
mod workbook;

pub use infer::inferred;
pub use periods::UNNAMED_MEASURE;
pub use reading::{ColumnReading, Notation, Reading, Replacement};
pub use report::{
    Band, Column, ColumnKind, ColumnProfile, Finding, FoundTable, Grid, GridColumn, GridMerge,
    GridRow, Level, MadeFrom, Offer, Offered, Report, Sample, TableReport,
};
pub use rules::{Against, Code, Relation, Rules};
pub use run::TABLE_FILE;
pub(crate) use text::is_rate;

use crate::config::Settings;
use crate::lanes::{ChildEnd, ChildLimits, ChildTask, LaneError, Lanes};
use std::path::PathBuf;
use std::time::Duration;

/// What an inspection may use.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Limits of the child process.
    pub child: ChildLimits,
    /// Bytes that a compressed workbook may unpack to.
    pub unpacked_bytes: u64,
    /// Kemendagri code of the region that publishes.
    pub region: String,
}

impl Limits {
    /// The limits that the settings ask for.
    pub fn from_settings(settings: &Settings) -> Self {
        let limits = &settings.inspection;
        Self {
            child: ChildLimits {
                cpu_seconds: limits.cpu_seconds,
                memory_bytes: limits.memory_bytes,
                file_bytes: limits.file_bytes,
                wall: Duration::from_secs(limits.wall_seconds),
            },
            unpacked_bytes: limits.unpacked_bytes,
            region: settings.site.region_code.clone(),
        }
    }
}

/// A file to inspect.
#[derive(Debug, Clone)]
pub struct InspectRequest {
    /// The file on this machine.
    pub file: PathBuf,
    /// The name that it had.
    pub file_name: String,
    /// An empty folder for the child; the table is written there as [`TABLE_FILE`].
    pub folder: PathBuf,
    /// What is overruled.
    pub reading: Reading,
    /// What the table is held against.
    pub against: Against,
    /// What may be used.
    pub limits: Limits,
}

const MOST_REPORT_BYTES: u64 = 64 << 20;

/// Inspects a file in a fenced child process.
///
/// A file that crashes, hangs or explodes the child gives a blocking finding. Errors: [`LaneError`] only when no
/// child could be started.
pub async fn inspect(lanes: &Lanes, request: InspectRequest) -> Result<Report, LaneError> {
    let task = run::Task {
        file: request.file.clone(),
        file_name: request.file_name.clone(),
        folder: request.folder.clone(),
        reading: request.reading,
        region: request.limits.region,
        unpacked_bytes: request.limits.unpacked_bytes,
        against: request.against,
    };
    let mut readable = vec![request.file];
    readable.extend(task.against.published.clone());
    let child = ChildTask {
        args: vec!["child".into(), "inspect".into()],
        input: serde_json::to_vec(&task).unwrap_or_default(),
        folder: request.folder,
        readable,
        limits: request.limits.child,
    };
    let run = lanes.child(child).await?;
    let (bytes, end) = run
        .output(MOST_REPORT_BYTES)
        .await
        .map_err(|error| LaneError::Broken(error.to_string()))?;
    if end.is_success()
        && let Ok(report) = serde_json::from_slice(&bytes)
    {
        return Ok(report);
    }
    tracing::warn!(?end, "an inspection did not end by itself");
    let code = match end {
        ChildEnd::OverTime => "inspection_timeout",
        ChildEnd::OverMemory | ChildEnd::OverFileSize => "inspection_memory",
        ChildEnd::Exited { .. } | ChildEnd::Signalled { .. } => "inspection_crashed",
    };
    Ok(Report::refused(
        &request.file_name,
        "",
        Finding::new(code, Level::Blocking),
    ))
}
