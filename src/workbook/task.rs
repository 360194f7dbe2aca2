//! The child that opens a producer's workbook, and the parent that starts it.

use super::marks::Annotations;
use super::template::{self, Form, Template};
use super::{Error, ods, plain, xlsx};
use crate::inspection::{Limits, Reading, records, run};
use crate::lanes::{ChildEnd, ChildTask, Lanes};
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Name of the file that a child makes in its folder.
const ANSWER: &str = "answer";
/// Bytes of what a child says.
const MOST_WORDS: u64 = 64 << 10;

/// A file whose annotated copy is wanted.
#[derive(Debug)]
pub struct AnnotateRequest {
    /// The file on this machine.
    pub file: PathBuf,
    /// The name that it had.
    pub file_name: String,
    /// What the inspection took it for: `XLSX`, `ODS`, `CSV` …
    pub format: String,
    /// What is written into it.
    pub annotations: Annotations,
    /// What may be used.
    pub limits: Limits,
    /// Where work folders are made.
    pub scratch: PathBuf,
}

/// A template that is wanted.
#[derive(Debug)]
pub struct TemplateRequest {
    /// What is to be in it.
    pub template: Template,
    /// The canonical table of its version on this machine.
    pub table: PathBuf,
    /// Its form.
    pub form: Form,
    /// What may be used.
    pub limits: Limits,
    /// Where work folders are made.
    pub scratch: PathBuf,
}

/// A workbook that was made; its folder goes when it is dropped.
#[derive(Debug)]
pub struct Made {
    /// Ending of its name, without the dot.
    pub ending: String,
    folder: TempDir,
}

impl Made {
    /// Where it lies.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join(ANSWER)
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Task {
    Annotate {
        file: PathBuf,
        file_name: String,
        format: String,
        annotations: Box<Annotations>,
        unpacked_bytes: u64,
    },
    Template {
        template: Box<Template>,
        table: PathBuf,
        form: Form,
    },
}

/// What a child says at its end.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    Made { ending: String },
    Refused { why: String, reason: String },
}

/// Makes the annotated copy of a file in a fenced child process.
///
/// A workbook keeps its format; anything else becomes an xlsx with the file's rows. Errors: [`Error::Encrypted`],
/// [`Error::Broken`], [`Error::TooLarge`] say what is the matter with the file.
pub async fn annotated(lanes: &Lanes, request: AnnotateRequest) -> Result<Made, Error> {
    let task = Task::Annotate {
        file: request.file.clone(),
        file_name: request.file_name,
        format: request.format,
        annotations: Box::new(request.annotations),
        unpacked_bytes: request.limits.unpacked_bytes,
    };
    start(
        lanes,
        &task,
        vec![request.file],
        &request.limits,
        &request.scratch,
    )
    .await
}

/// Makes a template in a fenced child process.
pub async fn template(lanes: &Lanes, request: TemplateRequest) -> Result<Made, Error> {
    let task = Task::Template {
        template: Box::new(request.template),
        table: request.table.clone(),
        form: request.form,
    };
    let readable = vec![request.table];
    start(lanes, &task, readable, &request.limits, &request.scratch).await
}

async fn start(
    lanes: &Lanes,
    task: &Task,
    readable: Vec<PathBuf>,
    limits: &Limits,
    scratch: &Path,
) -> Result<Made, Error> {
    std::fs::create_dir_all(scratch)?;
    let folder = tempfile::Builder::new()
        .prefix("workbook-")
        .tempdir_in(std::path::absolute(scratch)?)?;
    let child = ChildTask {
        args: vec!["child".into(), "workbook".into()],
        input: serde_json::to_vec(task).map_err(std::io::Error::from)?,
        folder: folder.path().to_path_buf(),
        readable,
        limits: limits.child,
    };
    let run = lanes.child(child).await?;
    let (bytes, end) = run.output(MOST_WORDS).await?;
    match (end, serde_json::from_slice(&bytes)) {
        (ChildEnd::Exited { code: 0, .. }, Ok(Told::Made { ending })) => {
            Ok(Made { ending, folder })
        }
        (ChildEnd::Exited { code: 0, .. }, Ok(Told::Refused { why, reason })) => {
            Err(Error::named(&why, &reason))
        }
        (ChildEnd::OverTime | ChildEnd::OverMemory | ChildEnd::OverFileSize, _) => {
            Err(Error::TooLarge)
        }
        (end, _) => {
            tracing::warn!(?end, "the making of a workbook did not end by itself");
            Err(Error::broken("the child ended early"))
        }
    }
}

/// Does the task in `input` in the present folder and tells the outcome on stdout.
///
/// Errors: a sentence for the log of the parent.
pub fn child(input: &[u8]) -> Result<(), String> {
    let task: Task = serde_json::from_slice(input).map_err(|error| error.to_string())?;
    let told = match perform(&task, Path::new(".")) {
        Ok(ending) => Told::Made { ending },
        Err(error) => Told::Refused {
            why: error.name().to_owned(),
            reason: error.to_string(),
        },
    };
    serde_json::to_writer(std::io::stdout().lock(), &told).map_err(|error| error.to_string())
}

fn perform(task: &Task, folder: &Path) -> Result<String, Error> {
    match task {
        Task::Annotate {
            file,
            file_name,
            format,
            annotations,
            unpacked_bytes,
        } => annotate(
            file,
            file_name,
            format,
            annotations,
            *unpacked_bytes,
            &folder.join(ANSWER),
        ),
        Task::Template {
            template,
            table,
            form,
        } => {
            template::write(template, table, *form, &folder.join(ANSWER))?;
            Ok(form.as_str().to_owned())
        }
    }
}

/// Writes the annotated copy of `file` to `to`, in this process; the answer is the ending of its name.
///
/// Errors: as [`annotated`].
pub fn annotate(
    file: &Path,
    file_name: &str,
    format: &str,
    annotations: &Annotations,
    unpacked_bytes: u64,
    to: &Path,
) -> Result<String, Error> {
    match format {
        "XLSX" => {
            if is_encrypted(file)? {
                return Err(Error::Encrypted);
            }
            xlsx::annotate(file, to, annotations, unpacked_bytes)?;
            let is_macro = file_name.to_ascii_lowercase().ends_with(".xlsm");
            Ok(if is_macro { "xlsm" } else { "xlsx" }.to_owned())
        }
        "ODS" => {
            ods::annotate(file, to, annotations, unpacked_bytes)?;
            Ok("ods".to_owned())
        }
        _ => {
            let task = run::Task::look(file, Reading::default(), "", unpacked_bytes);
            let bytes = std::fs::read(file)?;
            let sheets =
                records::sheets(&bytes, &task).map_err(|finding| match finding.code.as_str() {
                    "encrypted" => Error::Encrypted,
                    "too_large_unpacked" => Error::TooLarge,
                    _ => Error::Broken(finding.code),
                })?;
            plain::annotate(&sheets, to, annotations)?;
            Ok("xlsx".to_owned())
        }
    }
}

// A workbook with a password is a compound file (MS-CFB) around the encrypted archive.
fn is_encrypted(file: &Path) -> Result<bool, Error> {
    let mut magic = Vec::new();
    std::fs::File::open(file)?.take(4).read_to_end(&mut magic)?;
    Ok(magic == [0xd0, 0xcf, 0x11, 0xe0])
}
