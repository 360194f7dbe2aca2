//! A workbook that was made from a template: its columns are known by the mark that it carries, without a guess.
//!
//! The producer's own reading comes before the mark's. Rows that stood ready and were left untouched are left out.

mod heads;

use super::ColumnReading;
use super::cell::{Record, Sheet, letter};
use super::locate::Layout;
use super::reading::Reading;
use super::report::{Band, Finding, Level, MadeFrom, Report};
use crate::workbook::{Fill, LISTS_SHEET, Mark, Role};

/// What the mark of a workbook says of it.
#[derive(Debug)]
pub(super) struct Templated {
    /// How it is read.
    pub reading: Reading,
    mark: Mark,
    // The sheet with the mark, and the one with the data and the row of its heads; `None`: the heads are gone.
    mark_sheet: String,
    heads: Option<(usize, u64)>,
    places: Vec<Option<usize>>,
    // Columns that the template does not have.
    further: Vec<usize>,
    kept_rows: Vec<u64>,
    untouched: Vec<u64>,
}

impl Templated {
    /// What the mark among these sheets says; `None` when there is none, or when the producer reads another sheet.
    pub(super) fn of(sheets: &[Sheet], told: &Reading) -> Option<Self> {
        let (mark_sheet, mark) = Mark::of(sheets)?;
        // What was chosen for the file before says nothing of this one.
        let nothing = Reading::default();
        let told = if told.is_remembered { &nothing } else { told };
        if told.has_no_header || told.table.is_some() {
            return None;
        }
        let found = heads::find(sheets, &mark, told.sheet.as_deref());
        if found.is_none() && told.sheet.is_some() {
            return None;
        }
        let mut templated = Self {
            reading: told.clone(),
            mark_sheet: mark_sheet.name.clone(),
            heads: None,
            places: vec![None; mark.columns.len()],
            further: Vec::new(),
            kept_rows: told.kept_rows.clone(),
            untouched: Vec::new(),
            mark,
        };
        if let Some((index, record, places)) = found {
            let is_known = |column: &usize| places.contains(&Some(*column));
            let filled = (0..record.cells.len()).filter(|column| !record.cell(*column).is_empty());
            templated.further = filled.filter(|column| !is_known(column)).collect();
            templated.heads = Some((index, record.row));
            templated.places = places;
            let sheet = sheets.get(index)?;
            templated.reading = over(templated.own(sheet, record.row), told);
        }
        Some(templated)
    }

    // The reading that the mark gives.
    fn own(&self, sheet: &Sheet, row: u64) -> Reading {
        let columns = self.mark.columns.iter().zip(&self.places);
        let column = |(column, place): (&crate::workbook::MarkColumn, &Option<usize>)| {
            Some(ColumnReading {
                letter: letter((*place)?),
                title: Some(column.title.clone()),
                name: Some(column.name.clone()),
                kind: Some(column.kind),
                unit: Some(column.unit.clone()),
                ..ColumnReading::default()
            })
        };
        Reading {
            sheet: Some(sheet.name.clone()),
            header_first: Some(row),
            header_last: Some(row),
            columns: columns.filter_map(column).collect(),
            ..Reading::default()
        }
    }

    /// Marks the rows that nobody filled in, and takes those for data that have figures, however few.
    pub(super) fn judge(&mut self, sheets: &[Sheet], chosen: &mut Option<(usize, Layout)>) {
        let (Some((index, head)), Some((used, layout))) = (self.heads, chosen) else {
            return;
        };
        let Some(sheet) = sheets.get(index).filter(|_| index == *used) else {
            return;
        };
        let first = self.reading.body_first.unwrap_or(head + 1);
        let last = self.reading.body_last.unwrap_or(u64::MAX);
        for (record, band) in sheet.records.iter().zip(&mut layout.bands) {
            let is_told = self.reading.ignored_rows.contains(&record.row)
                || self.kept_rows.contains(&record.row);
            if is_told || record.row < first || record.row > last {
                continue;
            }
            match self.touch(record) {
                // A remark below the table stands in one cell.
                Touch::Untouched
                    if matches!(band, Band::Body | Band::Group)
                        || *band == Band::Note && record.filled() > 1 =>
                {
                    *band = Band::Untouched;
                    self.untouched.push(record.row);
                }
                Touch::Filled if matches!(band, Band::Note | Band::Signature) => *band = Band::Body,
                _ => {}
            }
        }
    }

    fn touch(&self, record: &Record<'_>) -> Touch {
        let columns = || self.mark.columns.iter().zip(&self.places);
        let of = |is_figure: bool| {
            let wanted =
                columns().filter(move |(column, _)| (column.role == Role::Figure) == is_figure);
            wanted.filter_map(|(_, place)| *place)
        };
        let filled = |place: &usize| !record.cell(*place).is_empty();
        let (keys, figures) = (of(false).count(), of(true).count());
        let (keyed, figured) = (
            of(false).filter(filled).count(),
            of(true).filter(filled).count(),
        );
        let is_keyed = keyed > 0 && keyed * 2 >= keys;
        match self.mark.fill {
            _ if !is_keyed => Touch::Other,
            Fill::Next if figures > 0 && figured == 0 && self.adds_nothing(record) => {
                Touch::Untouched
            }
            _ if record.filled() > 1 => Touch::Filled,
            _ => Touch::Other,
        }
    }

    fn adds_nothing(&self, record: &Record<'_>) -> bool {
        self.further
            .iter()
            .all(|place| record.cell(*place).is_empty())
    }

    /// Puts into the report what the mark says, and takes out what is the portal's own.
    pub(super) fn tell(self, told: &Reading, report: &mut Report) {
        let own = [self.mark_sheet.as_str(), LISTS_SHEET];
        let is_own = |name: &str, hidden: bool| hidden && own.contains(&name);
        report
            .findings
            .retain(|finding| finding.code != "hidden_sheet" || !is_own(&finding.sheet, true));
        report
            .sheets
            .retain(|sheet| !is_own(&sheet.name, sheet.hidden));
        for sheet in &mut report.sheets {
            sheet.has_table &= !self.mark.others.contains(&sheet.name);
        }
        if self.heads.is_some() {
            let none = report
                .findings
                .iter_mut()
                .filter(|finding| finding.code == "no_table");
            none.for_each(|finding| "template_empty".clone_into(&mut finding.code));
        }
        report.findings.extend(self.findings());
        for table in &mut report.tables {
            table.reading = told.clone();
        }
        report.template = self.heads.map(|_| MadeFrom {
            dataset: self.mark.dataset,
            resource: self.mark.resource,
            version: self.mark.version,
            number: self.mark.number,
            fill: self.mark.fill.as_str().to_owned(),
        });
    }

    fn findings(&self) -> Vec<Finding> {
        let number = self.mark.number.to_string();
        if self.heads.is_none() {
            return vec![Finding {
                value: number,
                ..Finding::new("template_heads_lost", Level::Warning)
            }];
        }
        let sheet = self.reading.sheet.clone().unwrap_or_default();
        let at = |code: &str, level| Finding {
            sheet: sheet.clone(),
            ..Finding::new(code, level)
        };
        let mut findings = vec![Finding {
            value: number,
            ..at("template_used", Level::Info)
        }];
        for (column, place) in self.mark.columns.iter().zip(&self.places) {
            if place.is_none() {
                findings.push(Finding {
                    column: column.title.clone(),
                    ..at("template_column_missing", Level::Warning)
                });
            }
        }
        for place in &self.further {
            findings.push(Finding {
                cell: letter(*place),
                ..at("template_column_added", Level::Warning)
            });
        }
        if let Some(first) = self.untouched.first() {
            findings.push(Finding {
                row: Some(*first),
                count: self.untouched.len() as u64,
                ..at("template_rows_untouched", Level::Info)
            });
        }
        findings
    }
}

enum Touch {
    /// It stands as it stood ready.
    Untouched,
    /// It is a row of the table.
    Filled,
    /// It may be anything.
    Other,
}

// What the producer says comes before what the mark says.
fn over(mark: Reading, told: &Reading) -> Reading {
    let mut columns = mark.columns;
    for own in &told.columns {
        match columns
            .iter_mut()
            .find(|column| column.letter == own.letter)
        {
            Some(column) => {
                *column = ColumnReading {
                    title: own.title.clone().or(column.title.take()),
                    name: own.name.clone().or(column.name.take()),
                    kind: own.kind.or(column.kind),
                    unit: own.unit.clone().or(column.unit.take()),
                    ..own.clone()
                }
            }
            None => columns.push(own.clone()),
        }
    }
    let has_heads = told.header_first.is_some();
    Reading {
        sheet: mark.sheet,
        header_first: told.header_first.or(mark.header_first),
        header_last: if has_heads {
            told.header_last
        } else {
            mark.header_last
        },
        columns,
        ..told.clone()
    }
}

#[cfg(test)]
mod tests;
