//! Pages of changed rows.

use std::path::Path;

use super::difference::{KIND, NEW_ROW, OLD_ROW, after, before};
use super::error::Error;
use super::report::{CellChange, ChangeKind, ChangePage, ChangedRow, Difference, VERSION};
use crate::lanes::Lanes;
use crate::query::{self, Cell, Field, Filter, Item, Literal, Operator, Table, TableQuery};

/// Rows of a page at most.
const MOST_ROWS: u64 = 500;

/// Some changed rows of one kind, or of all: added and changed ones in the order of the new table,
/// then the removed ones in the order of the old one.
///
/// `changes` is the file that [`super::difference`] wrote beside the difference.
pub async fn changes(
    lanes: &Lanes,
    difference: &Difference,
    changes: &Path,
    kind: Option<ChangeKind>,
    limit: u64,
    offset: u64,
) -> Result<ChangePage, Error> {
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
    let path = changes.to_owned();
    let limit = lanes.tables().quick;
    let table = lanes
        .run(crate::lanes::Lane::Quick, limit, move |_| {
            Table::open(&path)
        })
        .await??;
    let page = query::page(lanes, &table, query).await?;
    let rows: Option<Vec<ChangedRow>> = page.rows.into_iter().map(changed_row).collect();
    Ok(ChangePage {
        version: VERSION,
        key: difference.key.columns.clone(),
        columns: difference.page_columns.clone(),
        rows: rows.ok_or_else(|| Error::broken("a changed row can't be read"))?,
        total: page.total,
    })
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
