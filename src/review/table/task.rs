//! Comparing and joining in a fenced child.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::difference::{self, CHANGES};
use super::error::Error;
use super::report::{CombineKind, Combined, Difference, DifferenceOptions, VERSION};
use crate::lanes::{ChildEnd, ChildTask, Lanes};

/// File of the result in the child's folder.
const RESULT: &str = "result.json";
/// File of a combined table in the child's folder.
const COMBINED: &str = "combined.parquet";

/// What a child is to do.
#[derive(Debug, Serialize, Deserialize)]
struct Task {
    version: u32,
    old: PathBuf,
    new: PathBuf,
    work: Work,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Work {
    Difference(DifferenceOptions),
    Combine {
        kind: CombineKind,
        key: Option<Vec<String>>,
    },
    /// What identifies the rows of the new table; the old one is the same.
    Identify,
}

/// What a child found out.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome<T> {
    Done(T),
    /// A fault of the task, by its word.
    Refused(String),
    KeyColumnMissing(String),
}

/// Compares two tables.
///
/// Writes `changes.parquet` into `folder`, which must exist and should be empty: the changed rows with
/// the difference in the footer, for [`super::changes`] and [`super::stored`]. Errors: [`Error::KeyColumnMissing`], [`Error::TooHeavy`], [`Error::Busy`].
pub async fn difference(
    lanes: &Lanes,
    old: &Path,
    new: &Path,
    options: DifferenceOptions,
    folder: &Path,
) -> Result<Difference, Error> {
    run(lanes, old, new, Work::Difference(options), folder).await
}

/// The file of changed rows that [`difference`] writes into its folder.
pub fn changes_file(folder: &Path) -> PathBuf {
    folder.join(CHANGES)
}

/// Puts an update and the published table together and writes the result to `out`.
///
/// Rows are matched by `key`, or by one that is found. Appending and correcting keep the published
/// order; what somebody should look at is in the result's findings, and the file is written in any
/// case. Errors: [`Error::NothingInCommon`], [`Error::NoKey`] (only correcting),
/// [`Error::KeyColumnMissing`], [`Error::TooHeavy`], [`Error::Busy`].
pub async fn combine(
    lanes: &Lanes,
    kind: CombineKind,
    old: &Path,
    new: &Path,
    key: Option<Vec<String>>,
    out: &Path,
) -> Result<Combined, Error> {
    let within = out.parent().unwrap_or(out);
    let folder = tempfile::Builder::new()
        .prefix("combine-")
        .tempdir_in(within)
        .map_err(Error::broken)?;
    let work = Work::Combine { kind, key };
    let combined = run(lanes, old, new, work, folder.path()).await?;
    tokio::fs::rename(folder.path().join(COMBINED), out)
        .await
        .map_err(Error::broken)?;
    Ok(combined)
}

/// Names of the columns that identify a row of a table, with those that say when; none where nothing does.
///
/// Works in `folder`, which must exist. Errors: [`Error::TooHeavy`], [`Error::Busy`].
pub async fn key_of(lanes: &Lanes, table: &Path, folder: &Path) -> Result<Vec<String>, Error> {
    run(lanes, table, table, Work::Identify, folder).await
}

async fn run<T: DeserializeOwned>(
    lanes: &Lanes,
    old: &Path,
    new: &Path,
    work: Work,
    folder: &Path,
) -> Result<T, Error> {
    let absolute = |path: &Path| std::path::absolute(path).map_err(Error::broken);
    let task = Task {
        version: VERSION,
        old: absolute(old)?,
        new: absolute(new)?,
        work,
    };
    let folder = absolute(folder)?;
    let child = lanes
        .child(ChildTask {
            args: vec!["child".into(), "difference".into()],
            input: serde_json::to_vec(&task).map_err(Error::broken)?,
            folder: folder.clone(),
            readable: vec![task.old, task.new],
            limits: lanes.tables().heavy,
        })
        .await?;
    match child.finish().await {
        ChildEnd::Exited { code: 0, .. } => {}
        end => return Err(end.into()),
    }
    let path = folder.join(RESULT);
    let text = tokio::fs::read(&path).await.map_err(Error::broken)?;
    tokio::fs::remove_file(&path).await.map_err(Error::broken)?;
    match serde_json::from_slice(&text).map_err(Error::broken)? {
        Outcome::Done(result) => Ok(result),
        Outcome::KeyColumnMissing(name) => Err(Error::KeyColumnMissing { name }),
        Outcome::Refused(fault) => {
            Err(Error::from_word(&fault).unwrap_or_else(|| Error::broken(fault)))
        }
    }
}

/// Does the task in `input`; the results go into the working folder.
///
/// Errors: a sentence for the log of the parent.
pub fn child(input: &[u8]) -> Result<(), String> {
    let task: Task = serde_json::from_slice(input).map_err(|error| error.to_string())?;
    if task.version != VERSION {
        return Err(format!("a task of version {} is not known", task.version));
    }
    let folder = Path::new(".");
    let result = match &task.work {
        Work::Difference(options) => {
            let result = difference::difference(&task.old, &task.new, options, folder);
            encode(result)
        }
        Work::Combine { kind, key } => {
            let out = folder.join(COMBINED);
            encode(super::combine::combine(
                *kind,
                &task.old,
                &task.new,
                key.as_deref(),
                &out,
            ))
        }
        Work::Identify => encode(super::identify::identify(&task.new)),
    };
    std::fs::write(folder.join(RESULT), result?).map_err(|error| error.to_string())
}

fn encode<T: Serialize>(result: Result<T, Error>) -> Result<Vec<u8>, String> {
    let outcome = match result {
        Ok(result) => Outcome::Done(result),
        Err(Error::KeyColumnMissing { name }) => Outcome::KeyColumnMissing(name),
        Err(error) => match error.word() {
            Some(word) => Outcome::Refused(word.to_owned()),
            None => return Err(describe(&error)),
        },
    };
    serde_json::to_vec(&outcome).map_err(|error| error.to_string())
}

fn describe(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
