//! What stands in a file beside its table: other sheets, hidden columns, notes. The file is published as it came, so
//! these cells are published with it.

use super::{Certainty, Detector, Found, Identity};
use crate::inspection::report::{ColumnKind, Finding, Level};
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
