//! `lumbung inspect`: what the portal makes of files, on stdout or a file each.

use super::Common;
use crate::inspection::cell::Sheet;
use crate::inspection::locate::Layout;
use crate::inspection::run::{self, Outcome};
use crate::inspection::{Band, Reading, Report};
use anyhow::Context;
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Files to inspect; a bad one never stops the rest.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// How far to go.
    #[arg(long, value_enum, default_value = "report")]
    stage: Stage,
    /// Form of the answer; default: csv for records and tables, text for the report.
    #[arg(long, value_enum)]
    format: Option<Form>,
    /// Name of the sheet.
    #[arg(long)]
    sheet: Option<String>,
    /// Apply every reshaping that the portal would only offer.
    #[arg(long)]
    tidy: bool,
    /// Folder for a file each instead of stdout.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// Format, encoding, delimiter.
    Sniff,
    /// All records.
    Read,
    /// The main table as written.
    Locate,
    /// The typed table.
    Table,
    /// Everything that is known.
    Report,
    /// A copy with the cells of findings marked; needs a folder.
    Annotated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Comma-separated.
    Csv,
    /// JSON.
    Json,
    /// For people.
    Text,
}

pub(super) fn run(common: &Common, options: &Options) -> anyhow::Result<()> {
    let settings = common.settings()?;
    let mut failed = 0_usize;
    for file in &options.files {
        let reading = Reading {
            sheet: options.sheet.clone(),
            ..if options.tidy {
                Reading::tidy()
            } else {
                Reading::default()
            }
        };
        let task = run::task(
            file,
            reading,
            &settings.site.region_code,
            settings.inspection.unpacked_bytes,
        );
        if let Err(error) = one(file, &task, options) {
            super::complain(&error.context(file.display().to_string()));
            failed += 1;
        }
    }
    anyhow::ensure!(
        failed == 0,
        "{failed} of {} files gave no answer",
        options.files.len()
    );
    Ok(())
}

fn one(file: &Path, task: &run::Task, options: &Options) -> anyhow::Result<()> {
    let bytes = std::fs::read(file)?;
    let outcome = run::inspect(&bytes, task);
    if options.stage == Stage::Annotated {
        return annotated(file, task, &outcome.report, options);
    }
    let default = match options.stage {
        Stage::Read | Stage::Locate | Stage::Table => Form::Csv,
        Stage::Sniff | Stage::Report | Stage::Annotated => Form::Text,
    };
    let form = options.format.unwrap_or(default);
    let mut answer = Vec::new();
    match options.stage {
        Stage::Sniff => sniff(&outcome.report, form, &mut answer)?,
        Stage::Read => read(&outcome, &mut answer)?,
        Stage::Locate => locate(&outcome, &mut answer)?,
        Stage::Table => table(&outcome, form, &mut answer)?,
        Stage::Report | Stage::Annotated => report(&outcome.report, form, &mut answer)?,
    }
    match &options.out {
        None => std::io::stdout().lock().write_all(&answer)?,
        Some(folder) => {
            std::fs::create_dir_all(folder)?;
            let ending = match form {
                Form::Csv => "csv",
                Form::Json => "json",
                Form::Text => "txt",
            };
            let name = file
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            std::fs::write(folder.join(format!("{name}.{ending}")), answer)?;
        }
    }
    if options.stage == Stage::Report && outcome.columns.is_empty() {
        anyhow::bail!("no table was found");
    }
    Ok(())
}

fn annotated(
    file: &Path,
    task: &run::Task,
    report: &Report,
    options: &Options,
) -> anyhow::Result<()> {
    let folder = options.out.as_ref().context("--out DIR is missing")?;
    std::fs::create_dir_all(folder)?;
    let language = crate::web::i18n::Language::Indonesian;
    let words = crate::web::kerja::perbaikan::annotations(language, report);
    let (name, format) = (&task.file_name, &report.format);
    let to = folder.join(format!(".{name}.part"));
    let ending = crate::workbook::annotate(file, name, format, &words, task.unpacked_bytes, &to)?;
    let stem = name
        .rsplit_once('.')
        .map_or(name.as_str(), |(stem, _)| stem);
    std::fs::rename(to, folder.join(format!("{stem}-bertanda.{ending}")))?;
    Ok(())
}

fn sniff(report: &Report, form: Form, answer: &mut Vec<u8>) -> anyhow::Result<()> {
    if form == Form::Json {
        let json = serde_json::json!({ "format": report.format, "encoding": report.encoding, "delimiter": report.delimiter });
        writeln!(answer, "{json}")?;
    } else {
        writeln!(
            answer,
            "{}\t{}\t{}",
            report.format,
            report.encoding,
            report.delimiter.escape_default()
        )?;
    }
    Ok(())
}

fn chosen(outcome: &Outcome) -> anyhow::Result<(&Sheet, &Layout)> {
    let (index, layout) = outcome.layout.as_ref().context("no table was found")?;
    Ok((outcome.sheets.get(*index).context("no such sheet")?, layout))
}

fn read(outcome: &Outcome, answer: &mut Vec<u8>) -> anyhow::Result<()> {
    let sheet = match chosen(outcome) {
        Ok((sheet, _)) => sheet,
        Err(_) => outcome.sheets.first().context("the file can't be read")?,
    };
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(answer);
    for record in &sheet.records {
        writer.write_record(record.cells.iter().map(|cell| cell.text().into_owned()))?;
    }
    writer.flush()?;
    Ok(())
}

fn locate(outcome: &Outcome, answer: &mut Vec<u8>) -> anyhow::Result<()> {
    let (sheet, layout) = chosen(outcome)?;
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(answer);
    let (first, last) = layout.columns;
    if let Some((top, bottom)) = layout.header {
        let labels = (first..=last).map(|column| {
            let levels = (top..=bottom).filter_map(|index| sheet.records.get(index));
            let words: Vec<String> = levels
                .map(|record| record.cell(column).trimmed())
                .filter(|word| !word.is_empty())
                .collect();
            words.join(" ")
        });
        writer.write_record(labels)?;
    }
    for (record, _) in sheet
        .records
        .iter()
        .zip(&layout.bands)
        .filter(|(_, band)| **band == Band::Body)
    {
        writer
            .write_record((first..=last).map(|column| record.cell(column).text().into_owned()))?;
    }
    writer.flush()?;
    Ok(())
}

fn table(outcome: &Outcome, form: Form, answer: &mut Vec<u8>) -> anyhow::Result<()> {
    anyhow::ensure!(!outcome.columns.is_empty(), "no table was found");
    let height = outcome
        .columns
        .first()
        .map_or(0, |column| column.values.len());
    let cell = |column: usize, row: usize| {
        outcome.columns.get(column).and_then(|column| {
            column
                .values
                .get(row)?
                .as_ref()
                .map(super::super::inspection::typed::Value::text)
        })
    };
    let width = outcome.columns.len();
    if form == Form::Json {
        for row in 0..height {
            let object: serde_json::Map<String, serde_json::Value> = outcome
                .columns
                .iter()
                .enumerate()
                .map(|(index, column)| (column.name.clone(), cell(index, row).into()))
                .collect();
            writeln!(answer, "{}", serde_json::Value::Object(object))?;
        }
        return Ok(());
    }
    let mut writer = csv::Writer::from_writer(answer);
    writer.write_record(outcome.columns.iter().map(|column| column.name.as_str()))?;
    for row in 0..height {
        writer.write_record((0..width).map(|column| cell(column, row).unwrap_or_default()))?;
    }
    writer.flush()?;
    Ok(())
}

fn report(report: &Report, form: Form, answer: &mut Vec<u8>) -> anyhow::Result<()> {
    let language = crate::web::i18n::Language::Indonesian;
    let mut report = report.clone();
    for finding in &mut report.findings {
        finding.message = language.text(&finding.sentence());
    }
    if form == Form::Json {
        serde_json::to_writer_pretty(&mut *answer, &report)?;
        writeln!(answer)?;
        return Ok(());
    }
    writeln!(
        answer,
        "{} ({} {})",
        report.file, report.format, report.encoding
    )?;
    if let Some(table) = report.table() {
        writeln!(
            answer,
            "{} × {}, baris {}–{}",
            table.row_count,
            table.columns.len(),
            table.body.0,
            table.body.1
        )?;
        for column in &table.columns {
            writeln!(
                answer,
                "  {:<3} {:<32} {:<12} {}",
                column.letter, column.name, column.kind, column.unit
            )?;
        }
    }
    for finding in &report.findings {
        writeln!(
            answer,
            "{:<8} {:<22} {:<6} {}",
            finding.level, finding.code, finding.cell, finding.message
        )?;
    }
    Ok(())
}
