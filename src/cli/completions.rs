//! `hegui completions`: a script that completes commands and options in a shell.

use std::io::{self, Write};

use clap_complete::{Shell, generate};

use super::args::{CompletionsArgs, ShellArg};
use super::exit_status::Status;
use super::help;
use super::session::Session;

/// Does it.
pub(super) fn run(args: &CompletionsArgs, session: &Session, out: &mut dyn Write) -> io::Result<Status> {
    let shell = match args.shell {
        ShellArg::Bash => Shell::Bash,
        ShellArg::Zsh => Shell::Zsh,
        ShellArg::Fish => Shell::Fish,
        ShellArg::Powershell => Shell::PowerShell,
    };
    let mut command = help::unbroken(session.lang);
    let mut script = Vec::new();
    // It panics where its writer fails, and memory does not.
    generate(shell, &mut command, "hegui", &mut script);
    out.write_all(&script)?;
    Ok(Status::Clean)
}
