//! Whether a request is answered at once or in a child of its own.

use super::plan::{answer_items, is_grouped};
use super::request::{Count, TableQuery};
use super::table::Table;

/// Rows of a table that is small whatever is asked of it.
const SMALL_TABLE: u64 = 100_000;
/// Rows of a table that may be looked through once for an answer at once.
const PASSABLE_TABLE: u64 = 2_000_000;
/// Rows and cells of an answer that may be held in memory.
const SMALL_ANSWER: u64 = 10_000;
const SMALL_ANSWER_CELLS: u64 = 250_000;

/// True for a request that may run beside others in this process.
///
/// The engine's threads are shared and its work can't be stopped, so whatever may take long or need
/// much memory goes into a child. The first rows of an unsorted table and a filter with a limit stop
/// early; groups, sorting and distinct rows look at every row first.
pub(crate) fn is_quick(query: &TableQuery, table: &Table) -> bool {
    let columns = answer_items(query, table).len().max(1) as u64;
    let most_rows = query.limit.unwrap_or(table.row_count).min(table.row_count);
    if most_rows > SMALL_ANSWER || most_rows.saturating_mul(columns) > SMALL_ANSWER_CELLS {
        return false;
    }
    if table.row_count <= SMALL_TABLE {
        return true;
    }
    let filters = query.filter.is_some() || !query.search.words.is_empty();
    let gathers = is_grouped(query) || query.distinct || !query.order.is_empty();
    let looks_at_every_row = gathers || (filters && query.count == Count::Exact);
    if !looks_at_every_row {
        return true;
    }
    let sorts_only_the_first = !is_grouped(query)
        && !query.distinct
        && query.offset.saturating_add(most_rows) <= SMALL_ANSWER;
    sorts_only_the_first && table.row_count <= PASSABLE_TABLE
}

#[cfg(test)]
mod tests {
    use super::is_quick;
    use crate::query::table::{ColumnInfo, ColumnType, Table};
    use crate::query::{TableQuery, parse};

    fn query(address: &str, rows: u64) -> bool {
        let table = Table {
            path: "tidak-ada.parquet".into(),
            columns: vec![ColumnInfo::new("n", ColumnType::Integer)],
            row_count: rows,
        };
        let pairs: Vec<(String, String)> = address
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        let query: TableQuery = parse(&pairs, &table).unwrap();
        is_quick(&query, &table)
    }

    #[test]
    fn only_small_work_runs_beside_others() {
        for (address, rows, quick) in [
            ("", 5_000, true),
            ("", 50_000, false),
            ("select=n,count()", 5_000, true),
            ("limit=100", 50_000_000, true),
            ("limit=100&offset=40000000", 50_000_000, true),
            ("limit=100&n=eq.5", 50_000_000, true),
            ("limit=20000", 50_000_000, false),
            ("limit=100&order=n", 1_000_000, true),
            ("limit=100&order=n&offset=900000", 1_000_000, false),
            ("limit=100&order=n", 50_000_000, false),
            ("select=n,count()&limit=100", 1_000_000, false),
            ("select=n&distinct=true&limit=100", 1_000_000, false),
        ] {
            assert_eq!(query(address, rows), quick, "{address} of {rows}");
        }
    }
}
