//! `hegui check`: reads the records, judges them, reports.

use std::io::{self, Write};

use super::args::{CheckArgs, Format};
use super::environment::Environment;
use super::exit_status::Status;
use super::printer::{Outlet, Printer};
use super::session::Session;
use super::{pack, request};
use crate::engine::State;
use crate::reports::{
    ConciseReport, JsonReport, Masks, NoMasks, Report, SensitiveCells, Settings, TerminalReport,
};
use crate::rulepack::Pack;
use crate::source::discover;
use crate::verdicts::{Options, audit};

/// Does it. A reader who went away is no error: the status is that of what was judged so far.
pub(super) fn run(args: &CheckArgs, session: &Session, out: &mut dyn Write) -> Status {
    let Some(pack) = pack::load(&args.rules, &args.profile, session) else { return Status::NotDone };
    let asked =
        request::options(args, &pack, Environment::today()).and_then(|o| Ok((o, request::show(args)?)));
    let (options, show) = match asked {
        Ok(asked) => asked,
        Err(complaint) => return session.complain(&complaint),
    };
    let drawn = draw_broken(args, &pack, &options, session);
    let mut report = report(args, &pack, &show, &drawn, session);
    judge(args, &pack, &options, report.as_mut(), session, out)
}

fn judge(
    args: &CheckArgs,
    pack: &Pack,
    options: &Options,
    report: &mut dyn Report,
    session: &Session,
    out: &mut dyn Write,
) -> Status {
    let (inputs, not_found) = discover(&args.paths, &mut io::stdin().lock());
    let is_watched = session.environment.err_is_terminal && !args.quiet;
    let outlets = vec![Outlet { report, out }];
    let mut printer = Printer::new(outlets, is_watched.then_some(session.lang));
    let done = audit(pack, options, &inputs, not_found, &mut printer);
    let done = done.and_then(|summary| printer.finish(&summary).map(|()| summary));
    printer.stop();
    let fail_on = args.fail_on.severity();
    match done {
        Ok(summary) => Status::of(&summary, printer.rules, fail_on),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::so_far(&printer.so_far, fail_on),
        Err(error) => session.cannot_write(&error),
    }
}

fn report<'p>(
    args: &CheckArgs,
    pack: &'p Pack,
    show: &'p [State],
    drawn: &'p [String],
    session: &Session,
) -> Box<dyn Report + 'p> {
    let quotes = args.quotes.then_some(pack);
    let masks: &dyn Masks = if args.unmask { &NoMasks } else { &SensitiveCells };
    let settings = Settings { look: session.out(), show, quiet: args.quiet, quotes, drawn, masks };
    match args.format {
        Format::Text => Box::new(TerminalReport::new(settings)),
        Format::Concise => Box::new(ConciseReport::new(settings)),
        Format::Json => Box::new(JsonReport::new(session.machine_lang)),
    }
}

/// Shows the broken rules that would be judged, on standard error; JSON carries them itself.
fn draw_broken(args: &CheckArgs, pack: &Pack, options: &Options, session: &Session) -> Vec<String> {
    if args.format == Format::Json {
        return Vec::new();
    }
    let broken = pack.broken.iter().filter(|rule| options.chooses(&rule.id, &rule.area));
    broken
        .map(|rule| {
            pack::draw_broken(rule, session);
            rule.id.clone()
        })
        .collect()
}
