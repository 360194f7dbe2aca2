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

use crate::config::Settings;
use clap::{Args, Parser, Subcommand};
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
    /// Folder of everything the portal keeps on this machine.
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

/// Prints a line of a command's answer.
#[expect(clippy::print_stdout, reason = "a command's answer belongs on stdout")]
fn say(line: impl std::fmt::Display) {
    println!("{line}");
}
