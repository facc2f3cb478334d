//! The command line: the only code that knows a terminal, the environment, the clock and exit statuses.
//!
//! Arguments become a request, the library does the work, and what it says goes to standard output;
//! what is wrong with the request or the rule pack, and progress, go to standard error.

mod args;
mod check;
mod complaint;
mod completions;
mod config;
mod convert;
mod diff;
mod environment;
mod exceptions;
mod exit_status;
mod explain;
mod help;
mod init;
mod man;
mod marked;
mod notices;
mod pack;
mod printer;
mod progress;
mod reports;
mod request;
mod requirements;
mod rules;
mod save;
mod schema;
mod session;
mod template;
pub mod test_rules;
mod usage;
mod waivers;

use std::ffi::OsString;
use std::io::{self, Write};

use clap::FromArgMatches;

use args::{Cli, Command, TestArgs};
use environment::Environment;
use session::Session;

use crate::reports::pack_fault;
use crate::source::Fault;

pub use exit_status::Status;

/// Does what the arguments ask (the first is the program's own name) and returns the exit status.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    hush_damaged_workbooks();
    let args: Vec<OsString> = args.into_iter().collect();
    let environment = Environment::read();
    let explicit = environment.explicit_lang(&args);
    let lang = explicit.unwrap_or_else(|| environment.locale_lang());
    let parsed = help::command(lang, environment.columns)
        .try_get_matches_from(&args)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let status = match parsed {
        Ok(cli) => {
            let session = Session::new(environment, lang, explicit, cli.color);
            dispatch(&cli.command, &session)
        }
        Err(error) => usage::report(&error, &args, lang, &environment),
    };
    status.code()
}

/// The reader of workbooks panics over some damaged files. That is caught and reported as the problem it
/// is; its own words on standard error would only frighten.
fn hush_damaged_workbooks() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !panic.location().is_some_and(|at| at.file().contains("calamine")) {
            told(panic);
        }
    }));
}

fn dispatch(command: &Command, session: &Session) -> Status {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let done = match command {
        Command::Check(args) => Ok(check::run(args, session, &mut out)),
        Command::Explain(args) => explain::run(args, session, &mut out),
        Command::Rules(args) => rules::run(args, session, &mut out),
        Command::Requirements(args) => requirements::run(args, session, &mut out),
        Command::Convert(args) => convert::run(args, session, &mut out),
        Command::Template(args) => template::run(args, session, &mut out),
        Command::Diff(args) => diff::run(args, session, &mut out),
        Command::Waivers(args) => waivers::run(args, session, &mut out),
        Command::Test(args) => test(args, session, &mut out),
        Command::Init(args) => init::run(args, session, &mut out),
        Command::Schema(args) => schema::run(args, session, &mut out),
        Command::Completions(args) => completions::run(args, session, &mut out),
        Command::Man(args) => man::run(args, session, &mut out),
    };
    let flushed = out.flush();
    match done {
        Ok(status) => match flushed {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => session.cannot_write(&error),
            _ => status,
        },
        // Nobody reads on: that is no error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Clean,
        Err(error) => session.cannot_write(&error),
    }
}

/// What is wrong with a pack and its examples is drawn on standard error, as it is for every command.
fn test(args: &TestArgs, session: &Session, out: &mut dyn Write) -> io::Result<Status> {
    let mut draw = |fault: &Fault| {
        session.draw(&pack_fault(fault, None, session.lang));
        Ok(())
    };
    test_rules::run(args.pack.as_deref(), session.lang, &mut draw, out).map(Status::from_code)
}
