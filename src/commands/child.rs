//! `lumbung child`: work inside the fence. The task comes as JSON on stdin; the parent watches from outside.

use crate::lanes::fence::Fence;
use clap::{Args, ValueEnum};
use std::io::Read;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// What to do.
    #[arg(value_enum)]
    work: Work,
    /// The fence to enter first, as the parent wrote it.
    #[arg(long)]
    fence: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Work {
    /// Inspect a file.
    Inspect,
    /// Try what the fence forbids and print what got through; for tests and `lumbung check`.
    Probe,
    /// Answer a heavy request over a table; the answer goes to stdout.
    Query,
    /// Compare or join two tables; the results go into the folder.
    Difference,
    /// Make a workbook; it goes into the folder.
    Workbook,
}

pub(super) fn run(options: &Options) -> ExitCode {
    match Fence::decode(&options.fence).and_then(|fence| fence.enter()) {
        Ok(()) => {}
        Err(error) => return failed(&error.to_string()),
    }
    let mut input = Vec::new();
    if let Err(error) = std::io::stdin().read_to_end(&mut input) {
        return failed(&error.to_string());
    }
    let outcome = match options.work {
        Work::Inspect => inspect(&input),
        Work::Probe => probe::run(&input),
        Work::Query => crate::query::child(&input),
        Work::Difference => crate::review::table::child(&input),
        Work::Workbook => crate::workbook::child(&input),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn inspect(input: &[u8]) -> Result<(), String> {
    let task = serde_json::from_slice(input).map_err(|error| error.to_string())?;
    let report = crate::inspection::run::run(&task);
    serde_json::to_writer(std::io::stdout().lock(), &report).map_err(|error| error.to_string())
}

#[expect(clippy::print_stderr, reason = "the parent reads the reason on stderr")]
fn failed(reason: &str) -> ExitCode {
    eprintln!("{reason}");
    ExitCode::FAILURE
}

mod probe {
    //! Breaks one rule of the fence at a time.

    use std::net::{TcpListener, TcpStream, UdpSocket};

    #[derive(Debug, serde::Deserialize)]
    #[serde(tag = "try", rename_all = "snake_case")]
    enum Attempt {
        Write { path: String },
        Read { path: String },
        Connect { address: String },
        Listen,
        Datagram,
        Run { program: String },
        Spin,
        Sleep,
        Allocate { bytes: usize },
        Crash,
    }

    pub(super) fn run(input: &[u8]) -> Result<(), String> {
        let attempt: Attempt = serde_json::from_slice(input).map_err(|error| error.to_string())?;
        let told = |result: std::io::Result<()>| result.map_err(|error| error.to_string());
        match attempt {
            Attempt::Write { path } => told(std::fs::write(path, b"x")),
            Attempt::Read { path } => told(std::fs::read(path).map(|_| ())),
            Attempt::Connect { address } => told(TcpStream::connect(address).map(|_| ())),
            Attempt::Listen => told(TcpListener::bind("127.0.0.1:0").map(|_| ())),
            Attempt::Datagram => told(UdpSocket::bind("127.0.0.1:0").map(|_| ())),
            Attempt::Run { program } => {
                told(std::process::Command::new(program).status().map(|_| ()))
            }
            Attempt::Spin => loop {
                std::hint::spin_loop();
            },
            Attempt::Sleep => loop {
                std::thread::park();
            },
            Attempt::Allocate { bytes } => {
                let block = vec![1_u8; bytes];
                told(if std::hint::black_box(block).is_empty() {
                    Err(std::io::Error::other("empty"))
                } else {
                    Ok(())
                })
            }
            Attempt::Crash => std::process::abort(),
        }
    }
}
