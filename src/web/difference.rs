//! Rows of a stored difference as pages show them: changed, added, removed, with before and after in the cell.

use super::page::Ctx;
use super::table;
use crate::http::problem::Problem;
use crate::query::ColumnInfo;
use crate::review::difference;
use crate::review::table::{ChangeKind, ChangedRow, Difference};
use crate::submission::File;
use serde_json::{Value, json};

/// What readers look at first comes first.
const ORDER: [ChangeKind; 3] = [ChangeKind::Changed, ChangeKind::Added, ChangeKind::Removed];

/// One page of a difference.
#[derive(Debug)]
pub struct Rows {
    /// The whole of it in figures.
    pub difference: Difference,
    groups: Vec<(ChangeKind, Vec<ChangedRow>)>,
    kind: Option<ChangeKind>,
    offset: u64,
}

impl Rows {
    /// The page of a file's difference that begins at `offset`, of one kind of change or of all as if they were one
    /// list; `None` where there was nothing to compare with.
    pub async fn read(
        ctx: &Ctx,
        file: &File,
        kind: Option<ChangeKind>,
        offset: u64,
    ) -> Result<Option<Self>, Problem> {
        let (storage, lanes) = (&ctx.app.storage, &ctx.app.lanes);
        let mut found = None;
        let mut groups = Vec::new();
        let (mut room, mut skip) = (difference::PAGE_ROWS, offset);
        for one in ORDER {
            if kind.is_some_and(|kind| kind != one) || (room == 0 && found.is_some()) {
                continue;
            }
            let Some((difference, page)) =
                difference::page(storage, lanes, file, Some(one), room, skip).await?
            else {
                return Ok(None);
            };
            skip = skip.saturating_sub(page.total);
            room = room.saturating_sub(page.rows.len() as u64);
            if !page.rows.is_empty() {
                groups.push((one, page.rows));
            }
            found = Some(difference);
        }
        Ok(found.map(|difference| Self {
            difference,
            groups,
            kind,
            offset,
        }))
    }

    fn count(&self, kind: ChangeKind) -> u64 {
        let rows = &self.difference.rows;
        match kind {
            ChangeKind::Changed => rows.changed,
            ChangeKind::Added => rows.added,
            ChangeKind::Removed => rows.removed,
        }
    }

    /// How many rows there are of the kind that is shown.
    pub fn total(&self) -> u64 {
        let all = || ORDER.into_iter().map(|kind| self.count(kind)).sum();
        self.kind.map_or_else(all, |kind| self.count(kind))
    }

    /// What templates draw; `row` makes a row of it.
    pub fn view(&self, row: impl Fn(&ChangedRow) -> Value) -> Value {
        let total = self.total();
        let shown: u64 = self.groups.iter().map(|(_, rows)| rows.len() as u64).sum();
        let offset = self.offset;
        let groups: Vec<Value> = self
            .groups
            .iter()
            .map(|(kind, rows)| {
                let rows: Vec<Value> = rows.iter().map(&row).collect();
                json!({ "kind": kind, "count": self.count(*kind), "rows": rows })
            })
            .collect();
        json!({
            "key": self.difference.key.columns,
            "counts": self.difference.rows,
            "kind": self.kind,
            "columns": self.difference.page_columns.iter().map(head).collect::<Vec<_>>(),
            "groups": groups,
            "total": total,
            "first": if shown == 0 { 0 } else { offset + 1 },
            "last": offset + shown,
            "previous": (offset > 0).then(|| offset.saturating_sub(difference::PAGE_ROWS)),
            "next": (offset + shown < total).then_some(offset + shown),
        })
    }

    /// The cells of a row, with what `more` says of each.
    pub fn cells(
        &self,
        ctx: &Ctx,
        row: &ChangedRow,
        more: impl Fn(&ColumnInfo) -> Value,
    ) -> Vec<Value> {
        let cells = row.cells.iter().zip(&self.difference.page_columns);
        cells
            .map(|(cell, column)| {
                json!({
                    "before": table::text(&cell.before, &column.name, ctx.language),
                    "after": table::text(&cell.after, &column.name, ctx.language),
                    "is_changed": cell.changed,
                    "is_number": column.column_type.is_number(),
                    "is_when": table::is_when(&cell.before) || table::is_when(&cell.after),
                    "outlier": more(column),
                })
            })
            .collect()
    }
}

/// The kind of change that `?jenis=` asks for.
pub fn kind(ctx: &Ctx) -> Option<ChangeKind> {
    ctx.param("jenis").as_deref().and_then(ChangeKind::parse)
}

fn head(column: &ColumnInfo) -> Value {
    json!({
        "title": column.title.as_deref().unwrap_or(&column.name),
        "unit": column.unit,
        "is_number": column.column_type.is_number(),
    })
}
