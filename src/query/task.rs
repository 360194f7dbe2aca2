//! Heavy requests: the task that a child gets and what it answers on stdout.
//!
//! The answer begins with one line of JSON ([`Head`]), written when the first rows are there; the
//! bytes of the answer follow.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::chart::ChartRequest;
use super::error::Error;
use super::format::Output;
use super::plan::plan;
use super::request::TableQuery;
use super::table::Table;
use super::{chart, execute};

/// Form of [`Task`] and [`Head`].
const VERSION: u32 = 1;

/// What a child is to do.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Task {
    version: u32,
    table: Table,
    query: TableQuery,
    work: Work,
}

/// In which form the answer is wanted.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Work {
    /// Rows in a format.
    Encode(Output),
    /// A [`super::Page`] as JSON.
    Page,
    /// A [`super::Series`] as JSON.
    Chart(ChartRequest),
}

/// The first line of an answer.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head {
    version: u32,
    /// Number of rows without limit and offset, where it is known.
    pub(super) total: Option<u64>,
}

impl Task {
    pub(super) const fn new(table: Table, query: TableQuery, work: Work) -> Self {
        Self {
            version: VERSION,
            table,
            query,
            work,
        }
    }

    pub(super) fn encode(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self).map_err(Error::engine)
    }
}

/// Answers the task in `input` on stdout; the working folder takes what does not fit in memory.
///
/// Errors: a sentence for the log of the parent.
pub fn child(input: &[u8]) -> Result<(), String> {
    let task: Task = serde_json::from_slice(input).map_err(|error| error.to_string())?;
    if task.version != VERSION {
        return Err(format!("a task of version {} is not known", task.version));
    }
    let out = io::stdout().as_fd().try_clone_to_owned();
    let out = File::from(out.map_err(|error| error.to_string())?);
    answer(task, out, Path::new(".")).map_err(|error| describe(&error))
}

fn answer(task: Task, out: File, folder: &Path) -> Result<(), Error> {
    let Task {
        table, query, work, ..
    } = task;
    let json = match work {
        Work::Encode(output) => {
            let plan = plan(&query, &table)?;
            let total = execute::total(&query, &table, &plan)?;
            return execute::stream(plan, output, Headed::new(total, out)?, folder);
        }
        Work::Page => serde_json::to_vec(&execute::page(&query, &table)?),
        Work::Chart(request) => serde_json::to_vec(&chart::draw(&request, &query, &table)?),
    };
    let mut out = Headed::new(None, out)?;
    out.write_all(&json.map_err(Error::engine)?)
        .map_err(Error::engine)
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

/// Writes the head before the first bytes.
struct Headed {
    head: Vec<u8>,
    out: File,
}

impl Headed {
    fn new(total: Option<u64>, out: File) -> Result<Self, Error> {
        let head = Head {
            version: VERSION,
            total,
        };
        let mut head = serde_json::to_vec(&head).map_err(Error::engine)?;
        head.push(b'\n');
        Ok(Self { head, out })
    }
}

impl Write for Headed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.head.is_empty() {
            self.out.write_all(&self.head)?;
            self.head.clear();
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
