//! The sheets of the workbook and the tables of the sheet as tabs: which one is read here, which is read as another
//! file of the draft.

use crate::app::App;
use crate::http::problem::Problem;
use crate::inspection::report::{FoundTable, SheetReport};
use crate::inspection::{Reading, Report};
use crate::intake::inspect;
use crate::submission::{File, FileId};
use serde_json::{Value, json};

/// What can be read of a file, each with the file of the draft that reads it.
pub(super) struct Tabs {
    /// One for each sheet, if there are several. Hidden sheets are named too: their data travels with the original.
    pub sheets: Vec<Value>,
    /// One for each table of the sheet that is shown, if there are several.
    pub tables: Vec<Value>,
}

impl Tabs {
    pub(super) async fn of(
        app: &App,
        file: &File,
        files: &[File],
        report: &Report,
    ) -> Result<Self, Problem> {
        let shown = report.grid.as_ref().map_or("", |grid| grid.sheet.as_str());
        let tables = report.found.iter().filter(|table| table.sheet == shown);
        let tables: Vec<&FoundTable> = tables.collect();
        if report.sheets.len() < 2 && tables.len() < 2 {
            return Ok(Self {
                sheets: Vec::new(),
                tables: Vec::new(),
            });
        }
        let taken = taken(app, file, files).await?;
        let by = |sheet: &str, number: Option<u32>| {
            let reads = |one: &&Taken| {
                one.sheet.trim() == sheet.trim() && number.is_none_or(|number| one.number == number)
            };
            taken.iter().find(reads).map(|one| one.file.to_string())
        };
        let tab = |sheet: &SheetReport| {
            json!({
                "name": sheet.name,
                "rows": sheet.rows,
                "is_hidden": sheet.hidden,
                "has_table": sheet.has_table,
                "is_current": sheet.name == shown,
                "taken_by": by(&sheet.name, None),
            })
        };
        let table = |table: &&FoundTable| {
            json!({
                "sheet": table.sheet,
                "number": table.number,
                "title": table.title,
                "range": format!("{}{}–{}{}", table.columns.0, table.rows.0, table.columns.1, table.rows.1),
                "rows": table.row_count,
                "is_current": table.used,
                "taken_by": by(&table.sheet, Some(table.number)),
            })
        };
        Ok(Self {
            sheets: report.sheets.iter().map(tab).collect(),
            tables: tables.iter().map(table).collect(),
        })
    }
}

// What another file of the same bytes reads.
struct Taken {
    file: FileId,
    sheet: String,
    number: u32,
}

async fn taken(app: &App, file: &File, files: &[File]) -> Result<Vec<Taken>, Problem> {
    let mut taken = Vec::new();
    let others = files
        .iter()
        .filter(|other| other.id != file.id && other.blob == file.blob);
    for other in others {
        let reading = serde_json::from_str::<Reading>(&other.reading).unwrap_or_default();
        let known = match &other.report_blob {
            Some(blob) => Some(inspect::report(&app.storage, blob).await?),
            None => None,
        };
        let read = known.as_ref().and_then(Report::table);
        let seen = read.map(|table| (table.sheet.clone(), table.number));
        let told = reading
            .sheet
            .map(|sheet| (sheet, reading.table.unwrap_or(1)));
        if let Some((sheet, number)) = seen.or(told) {
            taken.push(Taken {
                file: other.id.clone(),
                sheet,
                number,
            });
        }
    }
    Ok(taken)
}
