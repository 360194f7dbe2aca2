//! `lumbung inspect`: what the portal makes of files, on stdout or a file each.

use super::Common;
use crate::inspection::choose;
use crate::inspection::open::Opened;
use crate::inspection::run::{self, Sink, Task};
use crate::inspection::typed::{TypedColumn, Value};
use crate::inspection::{Reading, Report};
use anyhow::Context;
use clap::{Args, ValueEnum};
use std::io::{BufWriter, Write};
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
    /// Which table of the sheet, counted from 1.
    #[arg(long, value_name = "N")]
    table: Option<u32>,
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
    /// The typed table as the portal keeps it; needs a folder.
    Parquet,
}

pub(super) fn run(common: &Common, options: &Options) -> anyhow::Result<()> {
    let settings = common.settings()?;
    let mut failed = 0_usize;
    for file in &options.files {
        let reading = Reading {
            sheet: options.sheet.clone(),
            table: options.table,
            ..if options.tidy {
                Reading::tidy()
            } else {
                Reading::default()
            }
        };
        let task = Task::look(
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

fn one(file: &Path, task: &Task, options: &Options) -> anyhow::Result<()> {
    if options.stage == Stage::Annotated {
        return annotated(file, task, options);
    }
    let form = options.format.unwrap_or(match options.stage {
        Stage::Read | Stage::Locate | Stage::Table => Form::Csv,
        Stage::Sniff | Stage::Report | Stage::Annotated => Form::Text,
    });
    let Some(folder) = &options.out else {
        return answer(task, options.stage, form, &mut std::io::stdout().lock());
    };
    std::fs::create_dir_all(folder)?;
    let ending = match form {
        Form::Csv => "csv",
        Form::Json => "json",
        Form::Text => "txt",
        Form::Parquet => "parquet",
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let path = folder.join(format!("{name}.{ending}"));
    if form == Form::Parquet {
        anyhow::ensure!(
            options.stage == Stage::Table,
            "only a table is written as Parquet"
        );
        let report = run::inspect(task, &mut Sink::Parquet(&path));
        anyhow::ensure!(report.table().is_some(), "no table was found");
        return Ok(());
    }
    let mut out = BufWriter::new(std::fs::File::create(&path)?);
    let outcome = answer(task, options.stage, form, &mut out).and_then(|()| Ok(out.flush()?));
    if outcome.is_err() && options.stage != Stage::Report {
        std::fs::remove_file(&path)?;
    }
    outcome
}

fn annotated(file: &Path, task: &Task, options: &Options) -> anyhow::Result<()> {
    let folder = options.out.as_ref().context("--out DIR is missing")?;
    std::fs::create_dir_all(folder)?;
    let report = run::inspect(task, &mut Sink::Nothing);
    let language = crate::web::i18n::Language::Indonesian;
    let words = crate::web::kerja::perbaikan::annotations(language, &report);
    let (name, format) = (&task.file_name, &report.format);
    let to = folder.join(format!(".{name}.part"));
    let ending = crate::workbook::annotate(file, name, format, &words, task.unpacked_bytes, &to)?;
    let stem = name
        .rsplit_once('.')
        .map_or(name.as_str(), |(stem, _)| stem);
    std::fs::rename(to, folder.join(format!("{stem}-bertanda.{ending}")))?;
    Ok(())
}

fn answer(task: &Task, stage: Stage, form: Form, out: &mut dyn Write) -> anyhow::Result<()> {
    match stage {
        Stage::Sniff => sniff(&Opened::new(task).report, form, out),
        Stage::Read => read(task, out),
        Stage::Locate => locate(task, out),
        Stage::Table => table(task, form, out),
        Stage::Report | Stage::Annotated => {
            let found = run::inspect(task, &mut Sink::Nothing);
            report(&found, form, out)?;
            anyhow::ensure!(found.table().is_some(), "no table was found");
            Ok(())
        }
    }
}

fn sniff(report: &Report, form: Form, out: &mut dyn Write) -> anyhow::Result<()> {
    if form == Form::Json {
        let json = serde_json::json!({ "format": report.format, "encoding": report.encoding, "delimiter": report.delimiter });
        writeln!(out, "{json}")?;
    } else {
        let delimiter = report.delimiter.escape_default();
        writeln!(out, "{}\t{}\t{delimiter}", report.format, report.encoding)?;
    }
    Ok(())
}

fn records(out: &mut dyn Write) -> csv::Writer<&mut dyn Write> {
    csv::WriterBuilder::new().flexible(true).from_writer(out)
}

fn read(task: &Task, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut opened = Opened::new(task);
    let sheet = choose::table(&mut opened, &task.reading).map_or(0, |(sheet, _)| sheet);
    if is_empty(&opened) {
        return Ok(());
    }
    anyhow::ensure!(!opened.sheets.is_empty(), "the file can't be read");
    let mut writer = records(out);
    opened
        .each_record(sheet, &mut |record| {
            let cells = record.cells.iter().map(|cell| cell.text().into_owned());
            writer
                .write_record(cells)
                .map_err(|error| error.to_string())
        })
        .map_err(anyhow::Error::msg)?;
    writer.flush()?;
    Ok(())
}

// A file with nothing in it has no records, which is what is written of it.
fn is_empty(opened: &Opened) -> bool {
    let mut codes = opened
        .report
        .findings
        .iter()
        .map(|found| found.code.as_str());
    codes.any(|code| code == "empty")
}

fn locate(task: &Task, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut opened = Opened::new(task);
    let chosen = choose::table(&mut opened, &task.reading);
    if is_empty(&opened) {
        return Ok(());
    }
    let (sheet, layout) = chosen.context("no table was found")?;
    let mut writer = records(out);
    let labels = layout.labels(opened.sheets.get(sheet).context("no such sheet")?);
    if layout.header.is_some() {
        writer.write_record(labels)?;
    }
    opened
        .each_row(sheet, &layout, &mut |cells| {
            let cells = cells.iter().map(|cell| cell.text().into_owned());
            writer
                .write_record(cells)
                .map_err(|error| error.to_string())
        })
        .map_err(anyhow::Error::msg)?;
    writer.flush()?;
    Ok(())
}

fn table(task: &Task, form: Form, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut writer = match form {
        Form::Json => Rows::Json(out),
        Form::Parquet => anyhow::bail!("--out DIR is missing"),
        Form::Csv | Form::Text => Rows::Csv(Box::new(records(out)), false),
    };
    let mut take = |columns: &[TypedColumn<'_>]| writer.write(columns).map_err(|e| e.to_string());
    let report = run::inspect(task, &mut Sink::Pieces(&mut take));
    anyhow::ensure!(report.table().is_some(), "no table was found");
    Ok(())
}

enum Rows<'a> {
    Csv(Box<csv::Writer<&'a mut dyn Write>>, bool),
    Json(&'a mut dyn Write),
}

impl Rows<'_> {
    fn write(&mut self, columns: &[TypedColumn<'_>]) -> anyhow::Result<()> {
        let height = columns.first().map_or(0, |column| column.values.len());
        let cell = |column: &TypedColumn<'_>, row: usize| {
            let value = column.values.get(row).and_then(Option::as_ref);
            value.map(Value::text)
        };
        if let Self::Csv(writer, is_headed @ false) = self {
            writer.write_record(columns.iter().map(|column| column.name.as_str()))?;
            *is_headed = true;
        }
        for row in 0..height {
            match self {
                Self::Csv(writer, _) => {
                    let cells = columns
                        .iter()
                        .map(|column| cell(column, row).unwrap_or_default());
                    writer.write_record(cells)?;
                }
                Self::Json(out) => {
                    let pairs = columns
                        .iter()
                        .map(|column| (column.name.clone(), cell(column, row).into()));
                    let object: serde_json::Map<String, serde_json::Value> = pairs.collect();
                    writeln!(out, "{}", serde_json::Value::Object(object))?;
                }
            }
        }
        if let Self::Csv(writer, _) = self {
            writer.flush()?;
        }
        Ok(())
    }
}

fn report(report: &Report, form: Form, answer: &mut dyn Write) -> anyhow::Result<()> {
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
