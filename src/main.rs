//! Parses, runs, returns the exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(hegui::cli::run(std::env::args_os()))
}
