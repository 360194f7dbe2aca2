//! The sheets of the workbook as tabs: which one is read here, which is read as another file of the draft.

use crate::app::App;
use crate::http::problem::Problem;
use crate::inspection::{Reading, Report};
use crate::intake::inspect;
use crate::submission::{File, FileId};
use serde_json::{Value, json};

/// One tab for each sheet, if there are several. Hidden sheets are named too: their data travels with the original.
pub(super) async fn view(
    app: &App,
    file: &File,
    files: &[File],
    report: &Report,
) -> Result<Vec<Value>, Problem> {
    if report.sheets.len() < 2 {
        return Ok(Vec::new());
    }
    let current = report.grid.as_ref().map_or("", |grid| grid.sheet.as_str());
    let taken = taken(app, file, files).await?;
    let tab = |sheet: &crate::inspection::report::SheetReport| {
        let by = taken
            .iter()
            .find(|(_, name)| name.trim() == sheet.name.trim());
        json!({
            "name": sheet.name,
            "rows": sheet.rows,
            "is_hidden": sheet.hidden,
            "has_table": sheet.has_table,
            "is_current": sheet.name == current,
            "taken_by": by.map(|(id, _)| id.to_string()),
        })
    };
    Ok(report.sheets.iter().map(tab).collect())
}

// The sheets that other files of the same bytes read.
async fn taken(app: &App, file: &File, files: &[File]) -> Result<Vec<(FileId, String)>, Problem> {
    let mut taken = Vec::new();
    let others = files
        .iter()
        .filter(|other| other.id != file.id && other.blob == file.blob);
    for other in others {
        let named = serde_json::from_str::<Reading>(&other.reading)
            .ok()
            .and_then(|r| r.sheet);
        let sheet = match (named, &other.report_blob) {
            (Some(sheet), _) => Some(sheet),
            (None, Some(blob)) => inspect::report(&app.storage, blob)
                .await?
                .grid
                .map(|grid| grid.sheet),
            (None, None) => None,
        };
        taken.extend(sheet.map(|sheet| (other.id.clone(), sheet)));
    }
    Ok(taken)
}
