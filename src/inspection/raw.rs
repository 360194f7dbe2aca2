//! The body of a table with its column titles, before types are decided.

use super::cell::{Cell, Sheet, letter};
use super::locate::Layout;
use super::reading::Reading;
use super::report::Offer;
use super::{text, value};

/// One column's head.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// Letter in the sheet; empty for a column that was made.
    pub letter: String,
    /// Title, levels joined with ` › `.
    pub title: String,
    /// The last level of the title.
    pub leaf: String,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Row as the clerk counts.
    pub row: u64,
    /// Cells, one for each head.
    pub cells: Vec<Cell>,
}

/// Titles and rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Raw {
    /// Heads of the columns.
    pub heads: Vec<Head>,
    /// Rows of the body.
    pub rows: Vec<Row>,
}

/// Takes the body out of a sheet; merged cells are filled within their range.
pub(super) fn build(sheet: &Sheet, layout: &Layout, reading: &Reading) -> Raw {
    let (first, last) = layout.columns;
    let heads: Vec<Head> = (first..=last)
        .map(|column| head(sheet, layout, reading, column))
        .collect();
    let mut rows: Vec<Row> = Vec::new();
    for index in layout.body() {
        let Some(record) = sheet.records.get(index) else {
            continue;
        };
        let cells = (first..=last)
            .map(|column| merged(sheet, layout, index, column, record.cell(column)))
            .collect();
        rows.push(Row {
            row: record.row,
            cells,
        });
    }
    let mut raw = Raw { heads, rows };
    let dropped: Vec<bool> = (0..raw.heads.len())
        .map(|index| is_dropped(&raw, index, reading))
        .collect();
    raw.drop_columns(&dropped);
    raw
}

fn is_dropped(raw: &Raw, index: usize, reading: &Reading) -> bool {
    let Some(head) = raw.heads.get(index) else {
        return false;
    };
    let empty = head.title.is_empty() && raw.column(index).all(Cell::is_empty);
    let running = reading.accepts(Offer::DropRunningNumber) && raw.is_running_number(index);
    empty
        || running
        || reading
            .column(&head.letter)
            .is_some_and(|column| column.drop)
}

// The value at the corner of a vertical merge holds for all of its rows.
fn merged(sheet: &Sheet, layout: &Layout, index: usize, column: usize, cell: &Cell) -> Cell {
    if !cell.is_empty() || sheet.merges.is_empty() {
        return cell.clone();
    }
    let body_first = layout.body().next().unwrap_or(0);
    let found = sheet.merges.iter().find(|m| {
        m.rows.0 >= body_first
            && m.rows.0 < index
            && index <= m.rows.1
            && m.columns.0 <= column
            && column <= m.columns.1
    });
    found
        .and_then(|m| {
            sheet
                .records
                .get(m.rows.0)
                .map(|record| record.cell(m.columns.0).clone())
        })
        .unwrap_or_default()
}

fn head(sheet: &Sheet, layout: &Layout, reading: &Reading, column: usize) -> Head {
    let letter = letter(column);
    let chosen = reading
        .column(&letter)
        .and_then(|known| known.title.clone());
    let mut levels: Vec<String> = Vec::new();
    if let Some((first, last)) = layout.header {
        for index in first..=last {
            let label = label(sheet, index, column, index < last);
            if !label.is_empty() && levels.last() != Some(&label) {
                levels.push(label);
            }
        }
    }
    let leaf = levels.last().cloned().unwrap_or_default();
    Head {
        letter,
        title: chosen.unwrap_or_else(|| levels.join(" › ")),
        leaf,
    }
}

// A label that stands over several columns counts for each of them; without merges, as far as the row below goes on.
fn label(sheet: &Sheet, index: usize, column: usize, has_row_below: bool) -> String {
    let Some(record) = sheet.records.get(index) else {
        return String::new();
    };
    let own = record.cell(column);
    if !own.is_empty() {
        return own.trimmed();
    }
    let across = sheet.merges.iter().find(|m| {
        m.rows.0 <= index && index <= m.rows.1 && m.columns.0 <= column && column <= m.columns.1
    });
    if let Some(merge) = across {
        return sheet
            .records
            .get(merge.rows.0)
            .map(|r| r.cell(merge.columns.0).trimmed())
            .unwrap_or_default();
    }
    let goes_on = has_row_below
        && sheet
            .records
            .get(index + 1)
            .is_some_and(|below| !below.cell(column).is_empty());
    if sheet.merges.is_empty() && goes_on {
        let left = (0..column)
            .rev()
            .find(|left| !record.cell(*left).is_empty());
        return left
            .map(|left| record.cell(left).trimmed())
            .unwrap_or_default();
    }
    String::new()
}

impl Raw {
    /// The cells of a column.
    pub fn column(&self, index: usize) -> impl Iterator<Item = &Cell> {
        self.rows.iter().filter_map(move |row| row.cells.get(index))
    }

    /// Whether a column only counts rows: named No, and counting up from 1, in each group anew.
    pub fn is_running_number(&self, index: usize) -> bool {
        let Some(head) = self.heads.get(index) else {
            return false;
        };
        let name = text::safe_name(&head.leaf);
        if !matches!(
            name.as_str(),
            "no" | "nomor" | "no_urut" | "nomor_urut" | "nr"
        ) {
            return false;
        }
        let mut before = 0_i64;
        let mut any = false;
        for cell in self.column(index).filter(|cell| !cell.is_empty()) {
            let Ok(number) = cell.trimmed().trim_end_matches('.').parse::<i64>() else {
                return false;
            };
            if number != 1 && number != before + 1 {
                return false;
            }
            before = number;
            any = true;
        }
        any
    }

    fn drop_columns(&mut self, dropped: &[bool]) {
        let mut index = 0;
        self.heads.retain(|_| {
            index += 1;
            !dropped.get(index - 1).copied().unwrap_or(false)
        });
        for row in &mut self.rows {
            let mut index = 0;
            row.cells.retain(|_| {
                index += 1;
                !dropped.get(index - 1).copied().unwrap_or(false)
            });
        }
    }

    /// The columns that stand for years or months, when there are at least three of them.
    pub fn period_columns(&self) -> Option<Periods> {
        let years: Vec<(usize, String)> = self
            .heads
            .iter()
            .enumerate()
            .filter(|(_, head)| super::locate::is_year(&head.leaf))
            .map(|(index, head)| (index, head.leaf.chars().take(4).collect()))
            .collect();
        let months: Vec<(usize, String)> = self
            .heads
            .iter()
            .enumerate()
            .filter(|(_, head)| head.leaf.chars().any(char::is_alphabetic))
            .filter_map(|(index, head)| {
                value::month(&head.leaf).map(|month| (index, format!("{month:02}")))
            })
            .collect();
        let distinct = |list: &[(usize, String)]| {
            let mut names: Vec<&String> = list.iter().map(|(_, name)| name).collect();
            names.sort();
            names.dedup();
            names.len() == list.len() && list.len() >= 3
        };
        if distinct(&years) {
            Some(Periods {
                name: "tahun",
                columns: years,
            })
        } else if distinct(&months) {
            Some(Periods {
                name: "bulan",
                columns: months,
            })
        } else {
            None
        }
    }

    /// Folds period columns into rows; `year` completes months. Sums over the periods are dropped.
    #[must_use]
    pub fn fold(self, periods: &Periods, year: Option<&str>) -> Self {
        let is_period = |index: usize| periods.columns.iter().any(|(column, _)| *column == index);
        let kept: Vec<usize> = (0..self.heads.len())
            .filter(|index| !is_period(*index))
            .filter(|index| {
                self.heads
                    .get(*index)
                    .is_some_and(|head| !text::is_sum(&head.leaf))
            })
            .collect();
        let made = |title: &str| Head {
            letter: String::new(),
            title: title.to_owned(),
            leaf: title.to_owned(),
        };
        let mut heads: Vec<Head> = kept
            .iter()
            .filter_map(|index| self.heads.get(*index).cloned())
            .collect();
        heads.extend([made(periods.name), made("nilai")]);
        let mut rows = Vec::new();
        for row in &self.rows {
            for (column, period) in &periods.columns {
                let label = match year {
                    Some(year) if periods.name == "bulan" => format!("{year}-{period}"),
                    _ => period.clone(),
                };
                let mut cells: Vec<Cell> = kept
                    .iter()
                    .filter_map(|index| row.cells.get(*index).cloned())
                    .collect();
                cells.push(Cell::Text(label));
                cells.push(row.cells.get(*column).cloned().unwrap_or_default());
                rows.push(Row {
                    row: row.row,
                    cells,
                });
            }
        }
        Self { heads, rows }
    }
}

/// Columns that stand for periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods {
    /// `tahun` or `bulan`.
    pub name: &'static str,
    /// Column and period.
    pub columns: Vec<(usize, String)>,
}
