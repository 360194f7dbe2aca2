//! Running a planned request, where blocking is allowed: in a lane or in a child.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::{DataFrame, Engine, LazyFrame, PlanCallback};

use super::encode::{self, Rows};
use super::error::Error;
use super::format::Output;
use super::page::Page;
use super::plan::{Plan, is_grouped, plan};
use super::request::{Count, TableQuery};
use super::table::{ColumnInfo, ColumnType, Table};
use super::value::Cell;

/// Runs a plan to its end and holds the result.
pub(crate) fn collect(frame: LazyFrame) -> Result<DataFrame, Error> {
    let result = frame
        .collect_with_engine(Engine::Streaming)
        .map_err(Error::engine)?;
    Ok(result.unwrap_single())
}

/// The number of rows without limit and offset: from the footer where it costs nothing, else counted
/// if the request wants it.
pub(crate) fn total(query: &TableQuery, table: &Table, plan: &Plan) -> Result<Option<u64>, Error> {
    if let Some(known) = free_total(query, table) {
        return Ok(Some(known));
    }
    match query.count {
        Count::WhenFree => Ok(None),
        Count::Exact => counted(plan).map(Some),
    }
}

/// The number of rows where it can be said without looking at any.
pub(crate) fn free_total(query: &TableQuery, table: &Table) -> Option<u64> {
    let every_row = query.filter.is_none()
        && query.search.words.is_empty()
        && !query.distinct
        && !is_grouped(query);
    every_row.then(|| table.row_count.saturating_sub(query.after.unwrap_or(0)))
}

fn counted(plan: &Plan) -> Result<u64, Error> {
    let frame = collect(plan.count.clone())?;
    let count = frame
        .columns()
        .first()
        .and_then(|column| column.get(0).ok()?.extract::<u64>());
    count.ok_or_else(|| Error::engine("the engine gave no count"))
}

/// The rows of an answer with typed cells, and their number.
pub(crate) fn page(query: &TableQuery, table: &Table) -> Result<Page, Error> {
    let plan = plan(query, table)?;
    let total = match free_total(query, table) {
        Some(total) => total,
        None => counted(&plan)?,
    };
    let columns = answer_columns(query, table, &plan.columns);
    let frame = collect(plan.rows)?;
    let rows = cells(
        frame,
        plan.columns.iter().map(|(_, column_type)| *column_type),
    )?;
    Ok(Page {
        columns,
        rows,
        total,
    })
}

/// Every cell of a small result.
pub(crate) fn cells(
    frame: DataFrame,
    types: impl IntoIterator<Item = ColumnType>,
) -> Result<Vec<Vec<Cell>>, Error> {
    let rows = Rows::new(frame, types)?;
    let readers = rows.readers()?;
    let row = |row| {
        readers
            .iter()
            .map(|reader| reader.cell(row).to_cell())
            .collect()
    };
    Ok((0..rows.height()).map(row).collect())
}

/// Name and type of the answer's columns with title and unit of the columns they come from.
fn answer_columns(
    query: &TableQuery,
    table: &Table,
    columns: &[(String, ColumnType)],
) -> Vec<ColumnInfo> {
    let items = super::plan::answer_items(query, table);
    let mut infos = Vec::with_capacity(columns.len());
    for (item, (name, column_type)) in items.iter().zip(columns) {
        let origin = item
            .whole_column()
            .and_then(|name| table.columns.iter().find(|column| column.name == name));
        infos.push(ColumnInfo {
            name: name.clone(),
            column_type: *column_type,
            title: origin.and_then(|origin| origin.title.clone()),
            unit: origin.and_then(|origin| origin.unit.clone()),
        });
    }
    infos
}

/// Runs a plan and encodes its rows as they come; never holds more than a few batches.
pub(crate) fn stream<W: Write + Send + 'static>(
    plan: Plan,
    output: Output,
    out: W,
    folder: &Path,
) -> Result<(), Error> {
    let encoder = encode::encoder(output, &plan.columns, out, folder)?;
    fold_batches(plan.rows, encoder, |encoder, frame| encoder.batch(frame))?.finish()
}

/// Runs a plan into a Parquet file; `notes`, keys and texts, stand in its footer.
pub(crate) fn write_parquet(
    rows: LazyFrame,
    columns: &[(String, ColumnType)],
    notes: Vec<(String, String)>,
    path: &Path,
) -> Result<(), Error> {
    let file = std::fs::File::create(path).map_err(|source| Error::unreadable(path, source))?;
    let encoder = encode::parquet_encoder(columns, notes, io::BufWriter::new(file))?;
    fold_batches(rows, encoder, |encoder, frame| encoder.batch(frame))?.finish()
}

/// Runs a plan and takes its batches in order; stops at the first error of `step`.
pub(crate) fn fold_batches<S: Send + 'static>(
    rows: LazyFrame,
    state: S,
    step: impl Fn(&mut S, DataFrame) -> Result<(), Error> + Send + Sync + 'static,
) -> Result<S, Error> {
    let shared = Arc::new(Mutex::new((Some(state), None)));
    let inner = Arc::clone(&shared);
    let each = PlanCallback::new(move |frame: DataFrame| {
        let mut guard = inner.lock().unwrap_or_else(PoisonError::into_inner);
        let (state, failed) = &mut *guard;
        if let Some(state) = state
            && failed.is_none()
        {
            *failed = step(state, frame).err();
        }
        Ok(failed.is_some())
    });
    let run = rows
        .sink_batches(each, true, None)
        .and_then(|sink| sink.collect_with_engine(Engine::Streaming));
    let mut guard = shared.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = guard.1.take() {
        return Err(error);
    }
    run.map_err(Error::engine)?;
    guard
        .0
        .take()
        .ok_or_else(|| Error::engine("the state is gone"))
}

/// Encodes a result that is already in memory.
pub(crate) fn encode_all<W: Write + Send + 'static>(
    frame: DataFrame,
    columns: &[(String, ColumnType)],
    output: Output,
    out: W,
    folder: &Path,
) -> Result<(), Error> {
    let mut encoder = encode::encoder(output, columns, out, folder)?;
    encoder.batch(frame)?;
    encoder.finish()
}
