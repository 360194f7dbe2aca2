//! The clerk's own sheet as a table of the page: what each row was taken for, merged cells, and marks of findings.

use crate::inspection::cell::letter;
use crate::inspection::{Band, Finding, Grid, GridMerge, GridRow, Level, TableReport};
use serde::Serialize;
use std::collections::BTreeMap;

/// The sheet of a page.
#[derive(Debug, Serialize)]
pub struct SheetView {
    /// Name of the sheet; empty for files without sheets.
    pub name: String,
    /// Its rows.
    pub rows: Vec<RowView>,
    /// Columns shown.
    pub width: usize,
    /// Columns of the whole sheet.
    pub column_count: u64,
    // The cell of the page that shows a cell of the sheet.
    #[serde(skip)]
    anchors: BTreeMap<String, String>,
}

/// A row of the sheet.
#[derive(Debug, Serialize)]
pub struct RowView {
    /// Row as the clerk counts.
    pub row: u64,
    /// What it was taken for.
    pub band: Band,
    /// Class of its band.
    pub look: &'static str,
    /// Whether it is hidden in the sheet.
    pub hidden: bool,
    /// First and last row left out before this one.
    pub gap: Option<(u64, u64)>,
    /// Its cells; those that a merged cell covers are left out.
    pub cells: Vec<CellView>,
}

/// A cell of the sheet.
#[derive(Debug, Serialize)]
pub struct CellView {
    /// Its address, `D14`.
    pub address: String,
    /// What stands there.
    pub text: String,
    /// Columns that it takes.
    pub across: usize,
    /// Rows that it takes.
    pub down: usize,
    /// Whether it stands to the right, as numbers do.
    pub is_number: bool,
    /// Whether it stands in the middle, as merged headings do.
    pub is_centred: bool,
    /// The weightiest finding about it.
    pub mark: Option<Mark>,
}

/// A finding about a cell.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Mark {
    /// Its number in the list of findings.
    pub number: usize,
    /// Its weight.
    pub level: Level,
}

impl SheetView {
    /// The id of the page's cell that shows this cell of the sheet, if it is shown.
    pub fn anchor(&self, address: &str) -> Option<&str> {
        self.anchors.get(address).map(String::as_str)
    }

    /// Whether this row is shown.
    pub fn has_row(&self, row: u64) -> bool {
        self.rows.iter().any(|shown| shown.row == row)
    }
}

/// The sheet with the table found in it and the findings about its cells.
///
/// `numbers` has the number that each finding is marked with.
pub fn view(
    grid: &Grid,
    table: Option<&TableReport>,
    findings: &[Finding],
    numbers: &[usize],
) -> SheetView {
    let width = grid.columns.len();
    let layout = Layout::of(grid);
    let marks = marks(grid, findings, numbers);
    let figures: Vec<bool> = grid
        .columns
        .iter()
        .map(|shown| holds_numbers(table, &shown.letter))
        .collect();
    let mut anchors = BTreeMap::new();
    let mut rows: Vec<RowView> = Vec::with_capacity(grid.rows.len());
    for (index, row) in grid.rows.iter().enumerate() {
        let cells = (0..width)
            .filter_map(|column| layout.block(index, column))
            .map(|block| cell(grid, block, &marks, &figures, &mut anchors))
            .collect();
        rows.push(RowView {
            row: row.row,
            band: row.band,
            look: look(row.band),
            hidden: row.hidden,
            gap: gap(&grid.rows, index),
            cells,
        });
    }
    SheetView {
        name: grid.sheet.clone(),
        rows,
        width,
        column_count: grid.column_count,
        anchors,
    }
}

fn holds_numbers(table: Option<&TableReport>, letter: &str) -> bool {
    table
        .and_then(|table| table.columns.iter().find(|column| column.letter == letter))
        .is_some_and(|column| column.kind.is_number())
}

fn gap(rows: &[GridRow], index: usize) -> Option<(u64, u64)> {
    let before = rows.get(index.checked_sub(1)?)?.row + 1;
    let row = rows.get(index)?.row;
    (before < row).then_some((before, row - 1))
}

fn look(band: Band) -> &'static str {
    match band {
        Band::Title => "r-title",
        Band::Header => "r-head",
        Band::Body => "r-body",
        Band::Group | Band::Subtotal | Band::Total => "r-total",
        Band::Note => "r-note",
        Band::ColumnNumbers
        | Band::Signature
        | Band::Blank
        | Band::Ignored
        | Band::Elsewhere
        | Band::Untouched => "r-skip",
    }
}

// The first finding of a cell is its weightiest, as they are sorted.
fn marks(grid: &Grid, findings: &[Finding], numbers: &[usize]) -> BTreeMap<String, Mark> {
    let mut marks = BTreeMap::new();
    for (finding, number) in findings.iter().zip(numbers) {
        let is_here = finding.sheet.is_empty() || finding.sheet == grid.sheet;
        if is_here && !finding.cell.is_empty() {
            marks.entry(finding.cell.clone()).or_insert(Mark {
                number: *number,
                level: finding.level,
            });
        }
    }
    marks
}

fn cell(
    grid: &Grid,
    block: Block,
    marks: &BTreeMap<String, Mark>,
    numbers: &[bool],
    anchors: &mut BTreeMap<String, String>,
) -> CellView {
    let name = |row: usize, column: usize| {
        let number = grid.rows.get(row).map_or(0, |row| row.row);
        format!("{}{number}", letter(column))
    };
    let address = name(block.row, block.column);
    let mut mark: Option<Mark> = None;
    for row in block.row..block.row + block.down {
        for column in block.column..block.column + block.across {
            let covered = name(row, column);
            if let Some(found) = marks.get(&covered)
                && mark.is_none_or(|known| found.number < known.number)
            {
                mark = Some(*found);
            }
            anchors.insert(covered, address.clone());
        }
    }
    let band = grid.rows.get(block.row).map_or(Band::Blank, |row| row.band);
    let is_figure = matches!(band, Band::Body | Band::Subtotal | Band::Total);
    CellView {
        text: text(grid, block.row, block.column).to_owned(),
        across: block.across,
        down: block.down,
        is_number: is_figure && numbers.get(block.column).copied().unwrap_or(false),
        is_centred: band == Band::ColumnNumbers || (block.is_merged && block.across > 1),
        mark,
        address,
    }
}

fn text(grid: &Grid, row: usize, column: usize) -> &str {
    grid.rows
        .get(row)
        .and_then(|row| row.cells.get(column))
        .map_or("", String::as_str)
}

// A rectangle of cells that the page shows as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Block {
    row: usize,
    column: usize,
    down: usize,
    across: usize,
    is_merged: bool,
}

// Which cells of the sheet begin a block; covered ones begin none.
struct Layout {
    width: usize,
    blocks: Vec<Option<Block>>,
}

impl Layout {
    fn of(grid: &Grid) -> Self {
        let width = grid.columns.len();
        let mut blocks = Vec::with_capacity(width * grid.rows.len());
        for row in 0..grid.rows.len() {
            for column in 0..width {
                blocks.push(Some(Block {
                    row,
                    column,
                    down: 1,
                    across: 1,
                    is_merged: false,
                }));
            }
        }
        let mut layout = Self { width, blocks };
        for merge in &grid.merges {
            for block in shown_parts(grid, merge) {
                layout.join(block);
            }
        }
        for row in 0..grid.rows.len() {
            layout.overflow(grid, row);
        }
        layout
    }

    fn block(&self, row: usize, column: usize) -> Option<Block> {
        self.blocks
            .get(row * self.width + column)
            .copied()
            .flatten()
    }

    // Overlapping merges of a damaged file stay single cells.
    fn join(&mut self, block: Block) {
        let places: Vec<usize> = (block.row..block.row + block.down)
            .flat_map(|row| {
                let first = row * self.width + block.column;
                first..first + block.across
            })
            .collect();
        let is_single = |place: &usize| {
            let known = self.blocks.get(*place).copied().flatten();
            known.is_some_and(|block| block.down == 1 && block.across == 1)
        };
        if places.is_empty() || !places.iter().all(is_single) {
            return;
        }
        for place in &places {
            if let Some(covered) = self.blocks.get_mut(*place) {
                *covered = None;
            }
        }
        if let Some(origin) = places.first().and_then(|place| self.blocks.get_mut(*place)) {
            *origin = Some(block);
        }
    }

    // Outside the table a text runs on over the empty cells to its right, as it does in Excel.
    fn overflow(&mut self, grid: &Grid, row: usize) {
        let runs_on = |band: Band| {
            matches!(
                band,
                Band::Title
                    | Band::Note
                    | Band::Signature
                    | Band::Blank
                    | Band::Ignored
                    | Band::Elsewhere
                    | Band::Untouched
            )
        };
        if !grid.rows.get(row).is_some_and(|row| runs_on(row.band)) {
            return;
        }
        let is_plain = |layout: &Self, column: usize| {
            layout
                .block(row, column)
                .is_some_and(|block| !block.is_merged)
        };
        let mut column = 0;
        while column < self.width {
            let mut end = column + 1;
            while end < self.width && is_plain(self, end) && text(grid, row, end).trim().is_empty()
            {
                end += 1;
            }
            if is_plain(self, column) && end > column + 1 {
                self.join(Block {
                    row,
                    column,
                    down: 1,
                    across: end - column,
                    is_merged: false,
                });
            }
            column = end;
        }
    }
}

// The shown part of a merged range; several when rows between are left out.
fn shown_parts(grid: &Grid, merge: &GridMerge) -> Vec<Block> {
    let place = |name: &str| grid.columns.iter().position(|column| column.letter == name);
    let Some(column) = place(&merge.columns.0) else {
        return Vec::new();
    };
    let last = place(&merge.columns.1).unwrap_or(grid.columns.len() - 1);
    let across = (last + 1).saturating_sub(column);
    let mut parts: Vec<Block> = Vec::new();
    let mut before: Option<u64> = None;
    for (index, row) in grid.rows.iter().enumerate() {
        if row.row < merge.rows.0 || row.row > merge.rows.1 || across == 0 {
            continue;
        }
        match parts.last_mut() {
            Some(part) if before == Some(row.row - 1) => part.down += 1,
            _ => parts.push(Block {
                row: index,
                column,
                down: 1,
                across,
                is_merged: true,
            }),
        }
        before = Some(row.row);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::GridColumn;

    fn row(row: u64, band: Band, cells: &[&str]) -> GridRow {
        GridRow {
            row,
            band,
            cells: cells.iter().map(ToString::to_string).collect(),
            hidden: false,
        }
    }

    fn grid(rows: Vec<GridRow>, merges: Vec<GridMerge>) -> Grid {
        let width = rows.first().map_or(0, |row| row.cells.len());
        Grid {
            columns: (0..width)
                .map(|index| GridColumn {
                    letter: letter(index),
                    in_table: true,
                    hidden: false,
                })
                .collect(),
            rows,
            merges,
            ..Grid::default()
        }
    }

    fn shape(view: &SheetView, row: usize) -> Vec<(usize, usize)> {
        view.rows[row]
            .cells
            .iter()
            .map(|cell| (cell.across, cell.down))
            .collect()
    }

    #[test]
    fn a_merged_heading_takes_its_columns_and_rows() {
        let merge = GridMerge {
            rows: (1, 2),
            columns: ("A".to_owned(), "B".to_owned()),
        };
        let rows = vec![
            row(1, Band::Header, &["Penduduk", "", "Luas"]),
            row(2, Band::Header, &["", "", "km2"]),
        ];
        let view = view(&grid(rows, vec![merge]), None, &[], &[]);
        assert_eq!(shape(&view, 0), [(2, 2), (1, 1)]);
        assert_eq!(shape(&view, 1), [(1, 1)]);
        assert_eq!(view.anchor("B2"), Some("A1"));
    }

    #[test]
    fn a_title_runs_on_and_a_finding_marks_the_cell_that_shows_it() {
        let rows = vec![
            row(1, Band::Title, &["JUMLAH PENDUDUK", "", ""]),
            row(9, Band::Body, &["Poncol", "12", ""]),
        ];
        let finding = Finding {
            cell: "B9".to_owned(),
            ..Finding::new("type_mismatch", Level::Blocking)
        };
        let view = view(&grid(rows, Vec::new()), None, &[finding], &[1]);
        assert_eq!(shape(&view, 0), [(3, 1)]);
        assert_eq!(shape(&view, 1), [(1, 1), (1, 1), (1, 1)]);
        assert_eq!(view.rows[1].gap, Some((2, 8)));
        assert_eq!(view.rows[1].cells[1].mark.map(|mark| mark.number), Some(1));
    }

    #[test]
    fn merges_that_overlap_stay_single_cells() {
        let merge = |first: &str, last: &str| GridMerge {
            rows: (1, 1),
            columns: (first.to_owned(), last.to_owned()),
        };
        let rows = vec![row(1, Band::Header, &["a", "b", "c"])];
        let merges = vec![merge("A", "B"), merge("B", "C")];
        let view = view(&grid(rows, merges), None, &[], &[]);
        assert_eq!(shape(&view, 0), [(2, 1), (1, 1)]);
    }
}
