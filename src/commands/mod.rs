//! One module for each command.

/// Reads the command line and runs the command it names.
pub fn run() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
