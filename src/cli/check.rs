//! `hegui check`: reads the records, judges them, reports.

use std::io::{self, Write};
use std::path::PathBuf;

use super::args::{CheckArgs, Format};
use super::complaint::Complaint;
use super::environment::Environment;
use super::exit_status::Status;
use super::marked;
use super::notices;
use super::printer::{Outlet, Printer};
use super::reports::{self, Enduring, Files, Target};
use super::session::Session;
use super::{pack, request};
use crate::engine::State;
use crate::reports::{
    ConciseReport, JsonReport, MarkedReport, Masks, NoMasks, NoticesReport, Report, SensitiveCells, Settings,
    TerminalReport,
};
use crate::rulepack::Pack;
use crate::source::{Input, SourceError, discover};
use crate::verdicts::{Options, audit};

/// Does it. A reader who went away is no error: the status is that of what was judged so far.
pub(super) fn run(args: &CheckArgs, session: &Session, out: &mut dyn Write) -> Status {
    checked(args, session, out).unwrap_or_else(|complaint| session.complain(&complaint))
}

/// What can be refused is refused before any work.
fn checked(args: &CheckArgs, session: &Session, out: &mut dyn Write) -> Result<Status, Complaint> {
    let targets = reports::targets(&args.report)?;
    let Some(pack) = pack::load(&args.rules, &args.profile, session) else { return Ok(Status::NotDone) };
    let options = request::options(args, &pack, Environment::today())?;
    let show = request::show(args)?;
    let (inputs, not_found) = discover(&args.paths, &mut io::stdin().lock());
    let desired = beside(args, &targets, &inputs, &pack)?;
    let drawn = draw_broken(args, &pack, &options, session);
    let mut report = report(args, &pack, &show, &drawn, session);
    let mut marked = MarkedReport::new(&pack, session.lang);
    let mut notices = NoticesReport::new(&pack, session.machine_lang);
    let mut files = Files::new(targets, &pack, masks(args), session.machine_lang);
    let is_alone = files.is_empty() && desired.marked.is_none() && desired.notices.is_none();
    let (mut out, mut nowhere, mut nor_there) = (Enduring::new(out, is_alone), io::sink(), io::sink());
    let mut outlets = vec![Outlet { report: report.as_mut(), out: &mut out }];
    outlets.extend(files.outlets());
    if desired.marked.is_some() {
        outlets.push(Outlet { report: &mut marked, out: &mut nowhere });
    }
    if desired.notices.is_some() {
        outlets.push(Outlet { report: &mut notices, out: &mut nor_there });
    }
    let run = Run { pack: &pack, options: &options, inputs: &inputs };
    let (status, is_whole) = judge(args, &run, not_found, outlets, session);
    if !is_whole {
        return Ok(status);
    }
    files.save(args.quiet, session)?;
    if let Some(folder) = desired.notices {
        notices::write(&notices, &folder, args.quiet, session)?;
    }
    let handed_back =
        desired.marked.map(|target| marked::write(&marked, &target, &inputs, args.quiet, session));
    Ok(if handed_back.transpose()? == Some(false) { Status::NotDone } else { status })
}

/// What is written beside standard output and the files of reports.
struct Beside {
    marked: Option<marked::Target>,
    notices: Option<PathBuf>,
}

/// What is to be written where, refused before any work where something would be lost.
fn beside(args: &CheckArgs, targets: &[Target], inputs: &[Input], pack: &Pack) -> Result<Beside, Complaint> {
    reports::spare_records(targets, inputs, &pack.schema)?;
    reports::spare_workbooks(targets, &args.paths)?;
    let marked = args.marked.as_ref().map(|out| marked::Target::of(out, &args.paths, inputs)).transpose()?;
    let notices = args.notices.as_deref().map(notices::target).transpose()?;
    Ok(Beside { marked, notices })
}

/// What is judged, by what.
struct Run<'a> {
    pack: &'a Pack,
    options: &'a Options,
    inputs: &'a [Input],
}

/// The status, and whether the run came to its end.
fn judge(
    args: &CheckArgs,
    run: &Run<'_>,
    not_found: Vec<SourceError>,
    outlets: Vec<Outlet<'_>>,
    session: &Session,
) -> (Status, bool) {
    let is_watched = session.environment.err_is_terminal && !args.quiet;
    let mut printer = Printer::new(outlets, is_watched.then_some(session.lang));
    let done = audit(run.pack, run.options, run.inputs, not_found, &mut printer);
    let done = done.and_then(|summary| printer.finish(&summary).map(|()| summary));
    printer.stop();
    let fail_on = args.fail_on.severity();
    match done {
        Ok(summary) => (Status::of(&summary, printer.rules, fail_on), true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            (Status::so_far(&printer.so_far, fail_on), false)
        }
        Err(error) => (session.cannot_write(&error), false),
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
    let masks = masks(args);
    let settings = Settings { look: session.out(), show, quiet: args.quiet, quotes, drawn, masks };
    match args.format {
        Format::Text => Box::new(TerminalReport::new(settings)),
        Format::Concise => Box::new(ConciseReport::new(settings)),
        Format::Json => Box::new(JsonReport::new(session.machine_lang)),
    }
}

fn masks(args: &CheckArgs) -> &'static dyn Masks {
    if args.unmask { &NoMasks } else { &SensitiveCells }
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
