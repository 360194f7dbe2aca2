//! One module for each command of the command line.

mod backup;
mod check;
mod child;
mod config;
mod demo;
mod inspect;
mod reindex;
mod serve;
mod token;
mod user;

use crate::app::start;
use crate::config::Settings;
use crate::database::Database;
use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Open-data publication portal for a regional government.
#[derive(Debug, Parser)]
#[command(name = "lumbung", version, about)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
struct Common {
    /// Settings file (default: lumbung.toml in the working directory, when it exists).
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of everything the portal keeps on this machine (default: `LUMBUNG_DATA_DIR`, or data in the working
    /// directory).
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

impl Common {
    fn settings(&self) -> anyhow::Result<Settings> {
        Ok(crate::config::load(
            self.config.as_deref(),
            self.data_dir.as_deref(),
        )?)
    }
}

/// Opens the database of a portal that exists.
///
/// Errors: no portal has begun in the folder the settings name, or the database can't be opened.
async fn existing(settings: &Settings) -> anyhow::Result<Database> {
    expect_portal(settings)?;
    Database::open(&settings.database)
        .await
        .with_context(|| start::unopened(&settings.database))
}

/// Errors when the database is a file that isn't there, rather than beginning an empty portal by accident.
fn expect_portal(settings: &Settings) -> anyhow::Result<()> {
    let Some(file) = settings.database.file().filter(|file| !file.exists()) else {
        return Ok(());
    };
    bail!(
        "no portal in {}: {} doesn't exist. Name the folder of the portal with --data-dir or LUMBUNG_DATA_DIR, or its \
         settings with --config; `lumbung serve` begins a new one",
        settings.data_dir.display(),
        file.display()
    )
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the portal.
    Serve(serve::Options),
    /// Build the full-text index anew.
    Reindex,
    /// Say what the portal makes of files.
    Inspect(inspect::Options),
    /// Check blobs, manifests, the audit trail and the index.
    Check(check::Options),
    /// Write everything into a folder, in a form that restores on either database.
    Backup(backup::BackupOptions),
    /// Fill an empty portal from a backup.
    Restore(backup::RestoreOptions),
    /// People: add, link, disable, list.
    #[command(subcommand)]
    User(user::Options),
    /// API tokens.
    #[command(subcommand)]
    Token(token::Options),
    /// Settings.
    #[command(subcommand)]
    Config(config::Options),
    /// Work in a fence; used by the portal itself.
    #[command(hide = true)]
    Child(child::Options),
}

/// Reads the command line and runs the command it names: 0 done, 1 failed, 2 wrong use.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // The child fences itself in before any thread exists, so it must not meet the runtime.
    let outcome = match cli.command {
        Command::Child(options) => return child::run(&options),
        Command::Config(options) => config::run(&cli.common, &options),
        Command::Inspect(options) => inspect::run(&cli.common, &options),
        Command::Serve(options) => in_runtime(serve::run(cli.common, options)),
        Command::Reindex => in_runtime(reindex::run(cli.common)),
        Command::Check(options) => in_runtime(check::run(cli.common, options)),
        Command::Backup(options) => in_runtime(backup::backup(cli.common, options)),
        Command::Restore(options) => in_runtime(backup::restore(cli.common, options)),
        Command::User(options) => in_runtime(user::run(cli.common, options)),
        Command::Token(options) => in_runtime(token::run(cli.common, options)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn in_runtime(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}

#[expect(clippy::print_stderr, reason = "a command's errors belong on stderr")]
fn complain(error: &anyhow::Error) {
    eprintln!("lumbung: {error:#}");
}

/// Prints a line of a command's answer. Whoever listens may have heard enough, as `head` does.
fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
