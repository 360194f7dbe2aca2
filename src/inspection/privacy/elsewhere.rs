//! What stands in a file beside its table: other sheets, hidden columns, notes. The file is published as it came, so
//! these cells are published with it.

use super::{Certainty, Detector, Found, Identity};
use crate::inspection::cell::{Sheet, letter};
use crate::inspection::locate::Layout;
use crate::inspection::report::{Band, Column, ColumnKind, Finding, Level};
use std::collections::BTreeMap;

/// Looks at cells outside of the table.
#[derive(Debug, Default)]
pub struct Elsewhere {
    columns: BTreeMap<(String, String), Detector>,
    signed: BTreeMap<(String, String), Detector>,
}

impl Elsewhere {
    /// Looks at a cell; `is_remark` says that it belongs to titles, notes or the block of who signs, where a number of
    /// the head of the office is usual.
    pub fn look(&mut self, sheet: &str, letter: &str, row: u64, text: &str, is_remark: bool) {
        if text.bytes().filter(u8::is_ascii_digit).count() < 9 && !text.contains(['@', '[', '(']) {
            return;
        }
        let columns = if is_remark {
            &mut self.signed
        } else {
            &mut self.columns
        };
        columns
            .entry((sheet.to_owned(), letter.to_owned()))
            .or_insert_with(|| Detector::new("", ColumnKind::Text))
            .look(row, text);
    }

    /// One finding for each kind in a sheet.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = gather(&self.columns, Certainty::finding);
        findings.extend(gather(&self.signed, |_| Certainty::Likely.finding()));
        findings
    }
}

fn gather(
    columns: &BTreeMap<(String, String), Detector>,
    weight: impl Fn(Certainty) -> (&'static str, Level),
) -> Vec<Finding> {
    let mut kept: Vec<(Identity, Finding)> = Vec::new();
    for ((sheet, letter), detector) in columns {
        for found in detector.findings() {
            let (code, level) = weight(found.certainty);
            let same = kept.iter_mut().find(|(what, finding)| {
                *what == found.what && finding.code == code && finding.sheet == *sheet
            });
            match same {
                Some((_, finding)) => finding.count += found.count,
                None => kept.push((found.what, placed(&found, (code, level), sheet, letter))),
            }
        }
    }
    kept.into_iter().map(|(_, finding)| finding).collect()
}

fn placed(found: &Found, (code, level): (&str, Level), sheet: &str, letter: &str) -> Finding {
    let mut finding = found.finding();
    code.clone_into(&mut finding.code);
    finding.level = level;
    sheet.clone_into(&mut finding.sheet);
    finding.cell = format!("{letter}{}", found.row);
    finding
}

/// Personal data outside of the table: other sheets, hidden columns, remarks.
pub(in crate::inspection) fn beside(
    sheets: &[Sheet],
    chosen: Option<&(usize, Layout)>,
    columns: &[Column],
) -> Vec<Finding> {
    let mut elsewhere = Elsewhere::default();
    for (index, sheet) in sheets.iter().enumerate() {
        let layout = chosen.filter(|(used, _)| *used == index);
        let bands = layout.map(|(_, layout)| layout.bands.as_slice());
        let letters: Vec<String> = (0..sheet.width()).map(letter).collect();
        let in_table: Vec<bool> = letters
            .iter()
            .map(|letter| columns.iter().any(|column| column.letter == *letter))
            .collect();
        for (at, record) in sheet.records.iter().enumerate() {
            let band = bands.and_then(|bands| bands.get(at)).copied();
            let is_remark = matches!(band, Some(Band::Title | Band::Note | Band::Signature));
            let cells = record.cells.iter().zip(letters.iter().zip(&in_table));
            for (cell, (letter, in_table)) in cells {
                let is_in_table = *in_table && band == Some(Band::Body);
                if !is_in_table && !cell.is_empty() {
                    elsewhere.look(&sheet.name, letter, record.row, &cell.text(), is_remark);
                }
            }
        }
    }
    elsewhere.findings()
}
