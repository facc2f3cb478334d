//! `hegui check`: reads the records, judges them, reports.

use std::io::{self, Write};

use super::args::{CheckArgs, Format};
use super::environment::Environment;
use super::exit_status::Status;
use super::marked::{self, Target};
use super::printer::{Outlet, Printer};
use super::session::Session;
use super::{pack, request};
use crate::engine::State;
use crate::reports::{
    ConciseReport, JsonReport, MarkedReport, Masks, NoMasks, Report, SensitiveCells, Settings, TerminalReport,
};
use crate::rulepack::Pack;
use crate::source::{Input, SourceError, discover};
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
    let (inputs, not_found) = discover(&args.paths, &mut io::stdin().lock());
    let target = args.marked.as_ref().map(|out| Target::of(out, &args.paths, &inputs)).transpose();
    let target = match target {
        Ok(target) => target,
        Err(complaint) => return session.complain(&complaint),
    };
    let drawn = draw_broken(args, &pack, &options, session);
    let mut report = report(args, &pack, &show, &drawn, session);
    let mut marked = MarkedReport::new(&pack, session.lang);
    let (mut outlets, mut nowhere) = (vec![Outlet { report: report.as_mut(), out }], io::sink());
    if target.is_some() {
        outlets.push(Outlet { report: &mut marked, out: &mut nowhere });
    }
    let run = Run { pack: &pack, options: &options, inputs: &inputs };
    let status = judge(args, &run, not_found, outlets, session);
    match target.map(|target| marked::write(&marked, &target, &inputs, args.quiet, session)) {
        None | Some(Ok(true)) => status,
        Some(Ok(false)) => Status::NotDone,
        Some(Err(complaint)) => session.complain(&complaint),
    }
}

/// What is judged, by what.
struct Run<'a> {
    pack: &'a Pack,
    options: &'a Options,
    inputs: &'a [Input],
}

fn judge(
    args: &CheckArgs,
    run: &Run<'_>,
    not_found: Vec<SourceError>,
    outlets: Vec<Outlet<'_>>,
    session: &Session,
) -> Status {
    let is_watched = session.environment.err_is_terminal && !args.quiet;
    let mut printer = Printer::new(outlets, is_watched.then_some(session.lang));
    let done = audit(run.pack, run.options, run.inputs, not_found, &mut printer);
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
