//! Step 3: how the portal reads the file, and where the producer overrules it.

use super::{Draft, step};
use crate::http::problem::Problem;
use crate::inspection::{
    Band, ColumnKind, ColumnReading, Finding, Level, Offer, Reading, Report, TableReport,
};
use crate::intake::{drafts, inspect};
use crate::submission::{File, FileId, SubmissionId};
use crate::web::chart;
use crate::web::page::{Ctx, Fields, Posted, see_other};
use axum::extract::Path;
use axum::response::Response;
use serde_json::{Value, json};

/// The reading of one file; `?berkas=` names it, else the first.
pub async fn get(Path(id): Path<SubmissionId>, ctx: Ctx) -> Result<Response, Problem> {
    let mut tx = ctx.app.database.begin_read().await?;
    let draft = Draft::load(&mut tx, &ctx, &id).await?;
    drop(tx);
    let wanted = ctx.param("berkas");
    let file = draft
        .files
        .iter()
        .find(|file| Some(file.id.as_str()) == wanted.as_deref())
        .or(draft.files.first());
    let Some(file) = file else {
        return Ok(see_other(&step(&id, "berkas")));
    };
    let report = match &file.report_blob {
        Some(blob) if !super::is_busy(file) => Some(inspect::report(&ctx.app.storage, blob).await?),
        _ => None,
    };
    let context = json!({
        "draft": draft.view(&ctx),
        "file": super::file_view(&ctx, file),
        "is_busy": super::is_busy(file),
        "report": report.as_ref().map(|report| report_view(&ctx, report)),
    });
    ctx.form(http::StatusCode::OK, "kerja/unggah/periksa.html", context)
        .await
}

/// What the page shows of a report; also used by the review.
pub fn report_view(ctx: &Ctx, report: &Report) -> Value {
    let finding = |(index, finding): (usize, &Finding)| {
        json!({
            "number": index + 1,
            "level": finding.level,
            "code": finding.code,
            "cell": finding.cell,
            "count": finding.count,
            "text": ctx.text(&finding.sentence()),
        })
    };
    let findings: Vec<Value> = report
        .findings
        .iter()
        .take(200)
        .enumerate()
        .map(finding)
        .collect();
    json!({
        "format": report.format,
        "encoding": report.encoding,
        "delimiter": report.delimiter,
        "sheets": report.sheets,
        "findings": findings,
        "finding_count": report.findings.len(),
        "counts": { "blocking": report.count(Level::Blocking), "warning": report.count(Level::Warning), "info": report.count(Level::Info) },
        "table": report.table().map(|table| table_view(report, table)),
    })
}

fn table_view(report: &Report, table: &TableReport) -> Value {
    let marks = |cell: &str| {
        report
            .findings
            .iter()
            .enumerate()
            .find(|(_, finding)| finding.cell == cell && !cell.is_empty())
            .map(|(index, finding)| json!({ "number": index + 1, "level": finding.level }))
    };
    let grid = report.grid.clone().unwrap_or_default();
    let rows: Vec<Value> = grid
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<Value> = row
                .cells
                .iter()
                .enumerate()
                .map(|(offset, text)| {
                    let address = format!("{}{}", crate::inspection::cell::letter(offset), row.row);
                    let mark = if row.band == Band::Body || row.band == Band::Total {
                        marks(&address)
                    } else {
                        None
                    };
                    json!({ "text": text, "address": address, "mark": mark })
                })
                .collect();
            json!({ "row": row.row, "band": row.band, "cells": cells })
        })
        .collect();
    let heads: Vec<Value> = grid
        .columns
        .iter()
        .map(|shown| {
            let letter = shown.letter.clone();
            let column = table.columns.iter().find(|column| column.letter == letter);
            json!({
                "letter": letter,
                "name": column.map(|column| column.name.clone()),
                "kind": column.map(|column| column.kind),
                "unit": column.map(|column| column.unit.clone()),
                "nulls": column.map(|column| column.profile.nulls),
                "histogram": column.filter(|column| !column.profile.histogram.is_empty()).map(|column| chart::histogram(&column.profile.histogram)),
            })
        })
        .collect();
    json!({
        "sheet": table.sheet,
        "titles": table.titles,
        "notes": table.notes,
        "header": [table.header.0, table.header.1],
        "body": [table.body.0, table.body.1],
        "row_count": table.row_count,
        "column_count": table.columns.len(),
        "columns": table.columns,
        "left_out": table.left_out,
        "heads": heads,
        "rows": rows,
        "offers": table.offers,
        "accepted": table.reading.accepted,
    })
}

/// Overrules the reading; the file is inspected again at once.
pub async fn post(
    Path((id, file)): Path<(SubmissionId, FileId)>,
    Posted { ctx, fields }: Posted,
) -> Result<Response, Problem> {
    let app = &ctx.app;
    let mut tx = app.database.begin().await?;
    let known: File = crate::submission::files::by_id(&mut tx, &file).await?;
    let before: Reading = serde_json::from_str(&known.reading).unwrap_or_default();
    let reading = overruled(before, &fields);
    let encoded = serde_json::to_string(&reading).unwrap_or_default();
    drafts::set_reading(&mut tx, ctx.actor()?, &file, &encoded, app.clock.now()).await?;
    tx.commit().await.map_err(crate::database::Error::from)?;
    app.ring();
    Ok(see_other(&format!(
        "{}?berkas={file}",
        step(&id, "periksa")
    )))
}

// Only what the form carries is changed; a button for an offer carries nothing else.
fn overruled(mut reading: Reading, fields: &Fields) -> Reading {
    for (name, take) in [("terima", true), ("lepas", false)] {
        for offer in fields.all(name).iter().filter_map(|name| offer(name)) {
            reading.accepted.retain(|known| *known != offer);
            if take {
                reading.accepted.push(offer);
            }
        }
    }
    if fields.has("susunan") {
        let number = |name: &str| fields.get(name).parse::<u64>().ok();
        let sheet = fields.get("sheet");
        let other_sheet = !sheet.is_empty() && fields.get("sheet_was") != sheet;
        reading.sheet = (!sheet.is_empty()).then(|| sheet.to_owned());
        if other_sheet {
            // Row numbers of one sheet mean nothing in another.
            (
                reading.header_first,
                reading.header_last,
                reading.body_first,
                reading.body_last,
            ) = (None, None, None, None);
            reading.columns.clear();
        } else {
            let changed = |name: &str| {
                number(name).filter(|_| fields.get(name) != fields.get(&format!("{name}_was")))
            };
            reading.header_first = changed("header_first").or(reading.header_first);
            reading.header_last = changed("header_last").or(reading.header_last);
            reading.body_first = changed("body_first").or(reading.body_first);
            reading.body_last = changed("body_last").or(reading.body_last);
            if reading.header_first.is_some() && reading.header_last.is_none() {
                reading.header_last = number("header_last");
            }
            if reading.header_last.is_some() && reading.header_first.is_none() {
                reading.header_first = number("header_first");
            }
        }
        columns(&mut reading, fields);
    }
    if fields.has("ulang") {
        return Reading {
            sheet: reading.sheet,
            ..Reading::default()
        };
    }
    reading
}

fn columns(reading: &mut Reading, fields: &Fields) {
    for (name, value) in &fields.0 {
        let Some(letter) = name.strip_prefix("kind_") else {
            continue;
        };
        if value == fields.raw(&format!("was_{letter}")) {
            continue;
        }
        reading.columns.retain(|column| column.letter != letter);
        let kind = ColumnKind::parse(value);
        let drop = value == "drop";
        if kind.is_some() || drop {
            reading.columns.push(ColumnReading {
                letter: letter.to_owned(),
                kind,
                drop,
                ..ColumnReading::default()
            });
        }
    }
}

fn offer(name: &str) -> Option<Offer> {
    serde_json::from_value(Value::String(name.to_owned())).ok()
}
