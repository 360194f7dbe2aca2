//! Pages of changed rows.

use std::path::Path;

use super::difference::{KIND, NEW_ROW, NOTE, OLD_ROW, after, before};
use super::error::Error;
use super::report::{CellChange, ChangeKind, ChangePage, ChangedRow, Difference, VERSION};
use crate::lanes::{Lane, Lanes};
use crate::query::{self, Cell, Field, Filter, Item, Literal, Operator, Table, TableQuery};

/// Rows of a page at most.
const MOST_ROWS: u64 = 500;

/// Some changed rows of one kind, or of all: added and changed ones in the order of the new table,
/// then the removed ones in the order of the old one.
///
/// `file` is the one that [`super::difference`] wrote. Errors: [`Error::Broken`] when it is not one.
pub async fn changes(
    lanes: &Lanes,
    file: &Path,
    kind: Option<ChangeKind>,
    limit: u64,
    offset: u64,
) -> Result<ChangePage, Error> {
    let (difference, table) = opened(lanes, file).await?;
    let mut items = vec![
        Item::column(KIND),
        Item::column(OLD_ROW),
        Item::column(NEW_ROW),
    ];
    for index in 0..difference.page_columns.len() {
        items.push(Item::column(before(index)));
        items.push(Item::column(after(index)));
    }
    let query = TableQuery {
        items,
        filter: kind.map(|kind| {
            let word = Literal::Text(kind.as_str().to_owned());
            Filter::is(Field::column(KIND), Operator::Eq(word))
        }),
        limit: Some(limit.min(MOST_ROWS)),
        offset,
        ..TableQuery::default()
    };
    let page = query::page(lanes, &table, query).await?;
    let rows: Option<Vec<ChangedRow>> = page.rows.into_iter().map(changed_row).collect();
    Ok(ChangePage {
        version: VERSION,
        key: difference.key.columns,
        columns: difference.page_columns,
        rows: rows.ok_or_else(|| Error::broken("a changed row can't be read"))?,
        total: page.total,
    })
}

/// The difference that stands in a file of changed rows.
///
/// Errors: [`Error::Broken`] when the file is not one that [`super::difference`] wrote.
pub async fn stored(lanes: &Lanes, file: &Path) -> Result<Difference, Error> {
    opened(lanes, file).await.map(|(difference, _)| difference)
}

async fn opened(lanes: &Lanes, file: &Path) -> Result<(Difference, Table), Error> {
    let path = file.to_owned();
    let limit = lanes.tables().quick;
    let read = move || -> Result<(Option<String>, Table), query::Error> {
        Ok((Table::note(&path, NOTE)?, Table::open(&path)?))
    };
    let (note, table) = lanes.run(Lane::Quick, limit, move |_| read()).await??;
    let note = note.ok_or_else(|| Error::broken("the file holds no difference"))?;
    let difference: Difference = serde_json::from_str(&note).map_err(Error::broken)?;
    if difference.version != VERSION {
        return Err(Error::broken(
            "the difference is of a form that is not known",
        ));
    }
    Ok((difference, table))
}

/// `None` for a row that is none of ours.
fn changed_row(cells: Vec<Cell>) -> Option<ChangedRow> {
    let mut cells = cells.into_iter();
    let Some(Cell::Text(kind)) = cells.next() else {
        return None;
    };
    let kind = ChangeKind::parse(&kind)?;
    let mut place = || match cells.next()? {
        Cell::Integer(row) => Some(u64::try_from(row).ok()),
        Cell::Missing => Some(None),
        _ => None,
    };
    let (old_row, new_row) = (place()?, place()?);
    let mut pairs = Vec::new();
    while let (Some(before), Some(after)) = (cells.next(), cells.next()) {
        let changed = kind == ChangeKind::Changed && before != after;
        pairs.push(CellChange {
            before,
            after,
            changed,
        });
    }
    Some(ChangedRow {
        kind,
        old_row,
        new_row,
        cells: pairs,
    })
}
