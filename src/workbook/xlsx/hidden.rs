//! Columns that a workbook hides.

use super::super::Error;
use super::super::archive::Source;
use super::super::xml;
use super::index;
use quick_xml::events::Event;
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;
use std::path::Path;

/// Columns of a sheet at most (ECMA-376, part 1, 18.3.1.13).
const MOST_COLUMNS: u32 = 16_384;

/// Indexes of the hidden columns of each sheet, counted from 0; sheets without any are left out.
///
/// Errors: when the workbook's directory can't be read.
pub fn hidden_columns(
    path: &Path,
    unpacked_bytes: u64,
) -> Result<BTreeMap<String, BTreeSet<usize>>, Error> {
    let mut source = Source::open(path, unpacked_bytes)?;
    let sheets = index(&mut source)?.sheets;
    let mut hidden = BTreeMap::new();
    for entry in sheets {
        let Some(part) = source.find(&entry.part) else {
            continue;
        };
        let columns = of_sheet(source.stream(&part)?)?;
        if !columns.is_empty() {
            hidden.insert(entry.name, columns);
        }
    }
    Ok(hidden)
}

// They are told before the first cell.
fn of_sheet(source: impl BufRead) -> Result<BTreeSet<usize>, Error> {
    let mut reader = xml::reader(source);
    let mut buffer = Vec::new();
    let mut columns = BTreeSet::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Eof => return Ok(columns),
            Event::Start(element) | Event::Empty(element) => match xml::local(&element) {
                "sheetData" => return Ok(columns),
                "col" if is_hidden(xml::attribute(&element, "hidden").as_deref()) => {
                    let first = xml::number(&element, "min").unwrap_or(1).max(1);
                    let last = xml::number(&element, "max").unwrap_or(first);
                    let span = first..=last.min(MOST_COLUMNS);
                    columns.extend(span.map(|column| column as usize - 1));
                }
                _ => {}
            },
            _ => {}
        }
    }
}

fn is_hidden(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true" | "on"))
}
