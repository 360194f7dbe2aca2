//! Running a planned request, where blocking is allowed: in a lane or in a child.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::{DataFrame, Engine, LazyFrame, PlanCallback};

use super::encode::{self, Encoder, Rows};
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
    let shared = Arc::new(Mutex::new(Writing {
        encoder: Some(encoder),
        failed: None,
    }));
    let writing = Arc::clone(&shared);
    let each = PlanCallback::new(move |frame: DataFrame| {
        let mut writing = writing.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(writing.batch(frame))
    });
    let run = plan
        .rows
        .sink_batches(each, true, None)
        .and_then(|sink| sink.collect_with_engine(Engine::Streaming));
    let mut writing = shared.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = writing.failed.take() {
        return Err(error);
    }
    run.map_err(Error::engine)?;
    match writing.encoder.take() {
        Some(encoder) => encoder.finish(),
        None => Err(Error::engine("the encoder is gone")),
    }
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

struct Writing {
    encoder: Option<Box<dyn Encoder>>,
    failed: Option<Error>,
}

impl Writing {
    /// True stops the engine.
    fn batch(&mut self, frame: DataFrame) -> bool {
        let Some(encoder) = &mut self.encoder else {
            return true;
        };
        match encoder.batch(frame) {
            Ok(()) => false,
            Err(error) => {
                self.failed = Some(error);
                self.encoder = None;
                true
            }
        }
    }
}
