//! Requests from the async side: which lane, and what comes back.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures::stream::{self, BoxStream, StreamExt};
use tempfile::TempDir;
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

use super::chart::{self, ChartRequest, Series};
use super::error::Error;
use super::execute;
use super::format::{Format, Output};
use super::page::Page;
use super::plan::check;
use super::request::{Count, TableQuery};
use super::spool::spool;
use super::table::Table;
use super::task::{Head, Task, Work};
use super::weight::is_quick;
use crate::lanes::{ChildEnd, ChildRun, ChildTask, Lane, LaneError, Lanes};

/// Bytes of one piece of a body.
const PIECE: usize = 64 * 1024;
/// Rows of a page when the request names no limit, and at most.
const PAGE_ROWS: u64 = 50;
const MOST_PAGE_ROWS: u64 = 1_000;
/// Bytes of the largest page or chart.
const MOST_PAGE_BYTES: u64 = 64 << 20;
/// Bytes of the longest first line of a child's answer.
const MOST_HEAD_BYTES: usize = 1_024;

/// The answer to a request, as bytes that come when they are ready.
pub struct Answer {
    /// Media type of the body.
    pub content_type: &'static str,
    /// Ending of a downloaded file's name, without the dot.
    pub file_extension: &'static str,
    /// Number of rows (or groups) without limit and offset, where it is known.
    pub total: Option<u64>,
    /// The body; an error in it means that the answer is cut short and must not look whole.
    pub body: BoxStream<'static, io::Result<Bytes>>,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Answer")
            .field("content_type", &self.content_type)
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}

/// Answers a request as a file of a format.
///
/// Small work runs in the quick lane; the rest in a fenced child, which is killed when the body is
/// dropped. Without a limit in the request the format's own default holds.
///
/// Errors: what is wrong with the request; [`Error::TooHeavy`] before the first row; [`Error::Busy`].
pub async fn run(
    lanes: &Lanes,
    table: &Table,
    mut query: TableQuery,
    output: impl Into<Output>,
) -> Result<Answer, Error> {
    let output: Output = output.into();
    query.limit = query.limit.or(output.format.default_limit());
    check(&query, table)?;
    let (total, body) = if output.format == Format::Parquet && is_whole_file(&query) {
        (Some(table.row_count), whole_file(&table.path).await?)
    } else if is_quick(&query, table) {
        encode_quickly(lanes, table, query, output).await?
    } else {
        encode_in_child(lanes, table, query, output).await?
    };
    Ok(Answer {
        content_type: output.format.content_type(),
        file_extension: output.format.file_extension(),
        total,
        body,
    })
}

/// Answers a request with typed cells for a page: 50 rows where it names no limit, 1000 at most.
///
/// Errors: as [`run`].
pub async fn page(lanes: &Lanes, table: &Table, mut query: TableQuery) -> Result<Page, Error> {
    query.limit = Some(query.limit.unwrap_or(PAGE_ROWS).min(MOST_PAGE_ROWS));
    query.count = Count::Exact;
    check(&query, table)?;
    if !is_quick(&query, table) {
        return in_child(lanes, table, query, Work::Page).await;
    }
    let table = table.clone();
    quickly(lanes, move || execute::page(&query, &table)).await
}

/// Puts a table together for a chart; filters and search of `query` hold, the rest of it is passed over.
///
/// Errors: as [`run`].
pub async fn chart_series(
    lanes: &Lanes,
    table: &Table,
    query: &TableQuery,
    request: ChartRequest,
) -> Result<Series, Error> {
    let heaviest = chart::heaviest(&request, query, table)?;
    check(&heaviest, table)?;
    let query = query.clone();
    if !is_quick(&heaviest, table) {
        return in_child(lanes, table, query, Work::Chart(request)).await;
    }
    let table = table.clone();
    quickly(lanes, move || chart::draw(&request, &query, &table)).await
}

type Encoded = (Option<u64>, BoxStream<'static, io::Result<Bytes>>);

/// True when the answer is the table's file itself.
fn is_whole_file(query: &TableQuery) -> bool {
    let everything = TableQuery {
        count: query.count,
        ..TableQuery::default()
    };
    *query == everything
}

async fn whole_file(path: &Path) -> Result<BoxStream<'static, io::Result<Bytes>>, Error> {
    let file = tokio::fs::File::open(path)
        .await
        .map_err(|source| Error::unreadable(path, source))?;
    Ok(ReaderStream::with_capacity(file, PIECE).boxed())
}

async fn quickly<T: Send + 'static>(
    lanes: &Lanes,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let limit = lanes.tables().quick;
    let outcome = lanes.run(Lane::Quick, limit, move |_| work()).await;
    outcome.map_err(lane_error)?
}

async fn encode_quickly(
    lanes: &Lanes,
    table: &Table,
    query: TableQuery,
    output: Output,
) -> Result<Encoded, Error> {
    let table = table.clone();
    let (total, bytes) = quickly(lanes, move || {
        let plan = super::plan::plan(&query, &table)?;
        let total = execute::total(&query, &table, &plan)?;
        let gathered = Gathered::default();
        let columns = plan.columns.clone();
        let frame = execute::collect(plan.rows)?;
        let scratch = tempfile::env::temp_dir();
        execute::encode_all(frame, &columns, output, gathered.clone(), &scratch)?;
        Ok((total, gathered.take()))
    })
    .await?;
    let mut rest = Bytes::from(bytes);
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        pieces.push(Ok(rest.split_to(rest.len().min(PIECE))));
    }
    Ok((total, stream::iter(pieces).boxed()))
}

async fn encode_in_child(
    lanes: &Lanes,
    table: &Table,
    query: TableQuery,
    output: Output,
) -> Result<Encoded, Error> {
    let (head, folder, child) = start(lanes, table, query, Work::Encode(output)).await?;
    let path = folder.path().to_owned();
    let body = spool(child, &path, folder).await.map_err(Error::engine)?;
    Ok((head.total, body))
}

async fn in_child<T: serde::de::DeserializeOwned>(
    lanes: &Lanes,
    table: &Table,
    query: TableQuery,
    work: Work,
) -> Result<T, Error> {
    let (_, _folder, child) = start(lanes, table, query, work).await?;
    let (bytes, end) = child.output(MOST_PAGE_BYTES).await.map_err(Error::engine)?;
    if !end.is_success() {
        return Err(end_error(&end));
    }
    serde_json::from_slice(&bytes).map_err(Error::engine)
}

/// Starts a child and waits for its first rows.
async fn start(
    lanes: &Lanes,
    table: &Table,
    query: TableQuery,
    work: Work,
) -> Result<(Head, TempDir, ChildRun), Error> {
    let limits = lanes.tables();
    let folder = scratch_folder(limits.scratch.as_deref()).map_err(Error::engine)?;
    let path = std::path::absolute(&table.path).map_err(Error::engine)?;
    let table = Table {
        path: path.clone(),
        ..table.clone()
    };
    let task = ChildTask {
        args: vec!["child".into(), "query".into()],
        input: Task::new(table, query, work).encode()?,
        folder: folder.path().to_owned(),
        readable: vec![path],
        limits: limits.heavy,
    };
    let mut child = lanes.child(task).await.map_err(lane_error)?;
    let first = tokio::time::timeout(limits.first_row, read_head(&mut child)).await;
    match first {
        Err(_) => Err(Error::TooHeavy),
        Ok(Ok(Some(head))) => Ok((head, folder, child)),
        Ok(Ok(None)) => Err(end_error(&child.finish().await)),
        Ok(Err(error)) => Err(Error::engine(error)),
    }
}

fn scratch_folder(within: Option<&Path>) -> io::Result<TempDir> {
    let builder = || {
        let mut builder = tempfile::Builder::new();
        builder.prefix("query-");
        builder
    };
    let folder = match within {
        None => builder().tempdir()?,
        Some(within) => {
            std::fs::create_dir_all(within)?;
            builder().tempdir_in(std::path::absolute(within)?)?
        }
    };
    Ok(folder)
}

/// The first line of the child's answer; `None` when it ended without one.
async fn read_head(child: &mut ChildRun) -> io::Result<Option<Head>> {
    let mut line = Vec::new();
    loop {
        let mut byte = [0_u8; 1];
        if child.read(&mut byte).await? == 0 {
            return Ok(None);
        }
        match byte {
            [b'\n'] => break,
            [byte] => line.push(byte),
        }
        if line.len() > MOST_HEAD_BYTES {
            return Err(io::Error::other("the first line of the answer is too long"));
        }
    }
    let head = serde_json::from_slice(&line)?;
    Ok(Some(head))
}

fn lane_error(error: LaneError) -> Error {
    match error {
        LaneError::Busy => Error::Busy,
        LaneError::TimedOut => Error::TooHeavy,
        LaneError::Broken(_) => Error::engine(error),
    }
}

fn end_error(end: &ChildEnd) -> Error {
    match end {
        ChildEnd::OverTime | ChildEnd::OverMemory | ChildEnd::OverFileSize => Error::TooHeavy,
        ChildEnd::Exited { .. } | ChildEnd::Signalled { .. } => {
            Error::engine(format!("the child ended early: {end:?}"))
        }
    }
}

/// Bytes written by an encoder that was moved away.
#[derive(Clone, Default)]
struct Gathered(Arc<Mutex<Vec<u8>>>);

impl Gathered {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl io::Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
