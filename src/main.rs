//! The `lumbung` command.

fn main() -> std::process::ExitCode {
    lumbung::commands::run()
}
