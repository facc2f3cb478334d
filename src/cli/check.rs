//! `hegui check`: reads the records, judges them, reports.

use std::io::{self, Write};
use std::path::PathBuf;

use super::args::{CheckArgs, Format};
use super::complaint::Complaint;
use super::config::{self, Asked};
use super::environment::Environment;
use super::exceptions;
use super::exit_status::Status;
use super::marked;
use super::notices;
use super::pack;
use super::printer::{Outlet, Printer};
use super::reports::{self, Enduring, Files, Target};
use super::request::{self, Show};
use super::session::Session;
use crate::reports::{
    BaselineReport, ConciseReport, CsvReport, GithubReport, GitlabReport, JsonLinesReport, JsonReport,
    JunitReport, MarkdownReport, MarkedReport, Masks, NoMasks, NoticesReport, Report, SarifReport,
    SensitiveCells, Settings, TerminalReport,
};
use crate::rulepack::Pack;
use crate::source::{Input, SourceError, discover};
use crate::verdicts::{Options, Summary, audit};

/// Does it. A reader who went away is no error: the status is that of what was judged so far.
pub(super) fn run(args: &CheckArgs, session: &Session, out: &mut dyn Write) -> Status {
    let config = match config::load(args.config.as_deref(), &args.paths, session) {
        Ok(config) => config,
        Err(status) => return status,
    };
    let session = session.speaking(config.as_ref().and_then(|config| config.lang));
    let asked = Asked::of(args, config);
    checked(&asked, &session, out).unwrap_or_else(|complaint| session.complain(&complaint))
}

/// What can be refused is refused before any work.
fn checked(asked: &Asked, session: &Session, out: &mut dyn Write) -> Result<Status, Complaint> {
    let args = &asked.args;
    let targets = reports::targets(&args.report)?;
    let Some((pack, loosened)) = pack::configured(asked, session) else { return Ok(Status::NotDone) };
    if let Some((key, name, complaint)) = request::unknown(args, &pack) {
        return Ok(pack::tell(&complaint, asked.place_of(key, name), session));
    }
    let mut options = request::options(args, Environment::today())?;
    options.notes = loosened;
    if args.show_config {
        let shown = config::show(asked, &options, session, out);
        return Ok(shown.map_or_else(|error| session.cannot_write(&error), |()| Status::Clean));
    }
    if let Err(status) = exceptions::add(args, &pack, &mut options, session) {
        return Ok(status);
    }
    let show = request::show(args)?;
    let apart = asked.apart();
    reports::spare_settings(&targets, &apart)?;
    let (inputs, not_found) = discover(&args.paths, &apart, &mut io::stdin().lock());
    let desired = beside(args, &targets, &inputs, &pack)?;
    let drawn = draw_broken(args, &pack, &options, session);
    let mut report = report(args, &pack, &show, &drawn, session);
    let mut marked = MarkedReport::new(&pack, session.lang);
    let mut notices = NoticesReport::new(&pack, session.machine_lang);
    let mut files = Files::new(targets, &pack, &show.states, masks(args), session.machine_lang);
    files.extend(args.write_baseline.as_deref(), BaselineReport::new(session.machine_lang, args.unmask));
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
    let (status, whole) = judge(args, &run, not_found, outlets, session);
    let Some(summary) = whole else { return Ok(status) };
    files.save(args.quiet, session)?;
    exceptions::prune(args, &options, summary.baseline.as_ref(), session)?;
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

/// The status, and what the run comes to where it came to its end.
fn judge(
    args: &CheckArgs,
    run: &Run<'_>,
    not_found: Vec<SourceError>,
    outlets: Vec<Outlet<'_>>,
    session: &Session,
) -> (Status, Option<Summary>) {
    let is_watched = session.environment.err_is_terminal && !args.quiet;
    let mut printer = Printer::new(outlets, is_watched.then_some(session.lang));
    let done = audit(run.pack, run.options, run.inputs, not_found, &mut printer);
    let done = done.and_then(|summary| printer.finish(&summary).map(|()| summary));
    printer.stop();
    let fail_on = args.fail_on.unwrap_or_default().severity();
    match done {
        Ok(summary) => {
            let taken = exceptions::as_known(args, summary.clone());
            (Status::of(&taken, printer.rules, fail_on), Some(summary))
        }
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            (Status::so_far(&printer.so_far, fail_on), None)
        }
        Err(error) => (session.cannot_write(&error), None),
    }
}

fn report<'p>(
    args: &CheckArgs,
    pack: &'p Pack,
    show: &'p Show,
    drawn: &'p [String],
    session: &Session,
) -> Box<dyn Report + 'p> {
    let quotes = args.quotes.then_some(pack);
    let masks = masks(args);
    let settings = Settings {
        look: session.out(),
        show: &show.states,
        known: show.known,
        quiet: args.quiet,
        quotes,
        drawn,
        masks,
    };
    match args.format {
        Format::Text => Box::new(TerminalReport::new(settings)),
        Format::Concise => Box::new(ConciseReport::new(settings)),
        Format::Json => Box::new(JsonReport::new(session.machine_lang)),
        Format::Jsonl => Box::new(JsonLinesReport::new(session.machine_lang)),
        Format::Github => Box::new(GithubReport::new(pack, &show.states, args.quiet, session.machine_lang)),
        Format::Gitlab => Box::new(GitlabReport::new(pack, session.machine_lang)),
        Format::Md => Box::new(MarkdownReport::new(pack, session.machine_lang)),
        Format::Sarif => Box::new(SarifReport::new(pack, &show.states, session.machine_lang)),
        Format::Junit => Box::new(JunitReport::new(pack, session.machine_lang)),
        Format::Csv => Box::new(CsvReport::new(pack, session.machine_lang)),
    }
}

fn masks(args: &CheckArgs) -> &'static dyn Masks {
    if args.unmask { &NoMasks } else { &SensitiveCells }
}

/// Shows the broken rules that would be judged, on standard error; what is written for programs carries them itself.
fn draw_broken(args: &CheckArgs, pack: &Pack, options: &Options, session: &Session) -> Vec<String> {
    if !matches!(args.format, Format::Text | Format::Concise) {
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
