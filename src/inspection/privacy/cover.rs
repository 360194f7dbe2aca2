//! Takes personal values out of a report: its grid, examples, extremes and remarks.

use super::{CODES, Identity, mask};
use crate::inspection::report::{Band, Column, Finding, Grid, Report, Sample, TableReport};

// A column in which something personal was found.
struct Marked {
    sheet: String,
    letter: String,
    name: String,
    what: Identity,
}

/// Masks every value that a finding of this module stands for, wherever the report repeats it.
pub fn cover(report: &mut Report) {
    let mut marked: Vec<Marked> = report.findings.iter().filter_map(mark).collect();
    marked.extend(parts(report, &marked));
    for finding in &mut report.findings {
        cover_finding(finding, &marked);
    }
    if let Some(grid) = &mut report.grid {
        cover_grid(grid, &marked);
    }
    for table in &mut report.tables {
        cover_table(table, &marked);
    }
    let offered = report.offered.iter_mut().map(|offered| &mut offered.sample);
    for sample in report.sample.iter_mut().chain(offered) {
        cover_sample(sample, &marked);
    }
    for found in &mut report.found {
        found.title = mask::text(&found.title);
    }
}

fn mark(finding: &Finding) -> Option<Marked> {
    if !CODES.contains(&finding.code.as_str()) || finding.column.is_empty() {
        return None;
    }
    Some(Marked {
        sheet: finding.sheet.clone(),
        letter: finding
            .cell
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .to_owned(),
        name: finding.column.clone(),
        what: Identity::from_label(&finding.expected)?,
    })
}

// Columns under other names that were made of a marked one.
fn parts(report: &Report, marked: &[Marked]) -> Vec<Marked> {
    let columns = report.tables.iter().flat_map(|table| {
        table
            .columns
            .iter()
            .map(move |column| (&table.sheet, column))
    });
    let part = |(sheet, column): (&String, &Column)| {
        let of = marked.iter().find(|whole| {
            whole.sheet == *sheet && whole.letter == column.letter && whole.name != column.name
        })?;
        Some(Marked {
            sheet: sheet.clone(),
            letter: column.letter.clone(),
            name: column.name.clone(),
            what: of.what,
        })
    };
    columns
        .filter(|(_, column)| !column.letter.is_empty())
        .filter_map(part)
        .collect()
}

fn cover_finding(finding: &mut Finding, marked: &[Marked]) {
    if CODES.contains(&finding.code.as_str()) {
        return;
    }
    let of_column = marked
        .iter()
        .find(|column| column.name == finding.column && column.sheet == finding.sheet);
    if let Some(column) = of_column {
        finding.value = mask::value(column.what, &finding.value);
        finding.expected = mask::value(column.what, &finding.expected);
    } else {
        finding.value = mask::text(&finding.value);
    }
}

fn cover_grid(grid: &mut Grid, marked: &[Marked]) {
    for row in &mut grid.rows {
        let is_head = matches!(row.band, Band::Header | Band::ColumnNumbers);
        for (cell, column) in row.cells.iter_mut().zip(&grid.columns) {
            let of_column = marked
                .iter()
                .find(|marked| marked.letter == column.letter && marked.sheet == grid.sheet);
            match of_column {
                Some(marked) if !is_head => *cell = mask::value(marked.what, cell),
                _ => *cell = mask::text(cell),
            }
        }
    }
}

fn cover_sample(sample: &mut Sample, marked: &[Marked]) {
    for row in &mut sample.rows {
        for (value, name) in row.iter_mut().zip(&sample.columns) {
            let Some(value) = value else { continue };
            *value = match marked.iter().find(|marked| marked.name == *name) {
                Some(marked) => mask::value(marked.what, value),
                None => mask::text(value),
            };
        }
    }
}

fn cover_table(table: &mut TableReport, marked: &[Marked]) {
    for text in table.titles.iter_mut().chain(&mut table.notes) {
        *text = mask::text(text);
    }
    for left in &mut table.left_out {
        left.content = mask::text(&left.content);
    }
    for column in &mut table.columns {
        let profile = &mut column.profile;
        if marked.iter().any(|marked| marked.name == column.name) {
            profile.min = None;
            profile.max = None;
            profile.mean = None;
            profile.quartiles.clear();
            profile.histogram.clear();
            profile.top.clear();
            continue;
        }
        for value in profile.min.iter_mut().chain(&mut profile.max) {
            *value = mask::text(value);
        }
        for top in &mut profile.top {
            top.value = mask::text(&top.value);
        }
    }
}
