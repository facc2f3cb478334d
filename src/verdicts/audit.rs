//! Drives the pipeline over many unions: reads, judges and hands on, in order and in bounded memory.

use std::io;
use std::sync::Arc;

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::baseline::{Baseline, Matching};
use super::batches::{Batch, batches, owned_by_folder};
use super::district::District;
use super::finding::{Finding, Item};
use super::run::{Judged, Run};
use super::summary::{RunInfo, Summary, UnionVerdicts};
use super::survey::survey;
use super::waivers::Waivers;
use super::workers;
use crate::engine::{Judge, State};
use crate::records::{Date, Period, Problem, ProblemCode};
use crate::rulepack::Pack;
use crate::source::{Fault, Input, Location, Source, SourceError, Span};

/// What to judge, and as of when.
#[derive(Debug, Clone)]
pub struct Options {
    /// The day judged at.
    pub as_of: Date,
    /// The period judged.
    pub period: Period,
    /// Ids and areas of the rules to judge; empty: all.
    pub select: Vec<String>,
    /// Ids and areas not to judge.
    pub ignore: Vec<String>,
    /// Worker threads, at least 1.
    pub jobs: usize,
    /// Whether sensitive cells are shown.
    pub unmask: bool,
    /// What is waived.
    pub waivers: Waivers,
    /// What was known before.
    pub baseline: Option<Baseline>,
    /// The coverage asked for, in percent.
    pub min_coverage: Option<Decimal>,
    /// What is to be said of the settings themselves, such as a parameter loosened.
    pub notes: Vec<Problem>,
}

impl Options {
    /// Everything judged at a day and over a period, on one thread.
    pub fn new(as_of: Date, period: Period) -> Self {
        Self {
            as_of,
            period,
            select: Vec::new(),
            ignore: Vec::new(),
            jobs: 1,
            unmask: false,
            waivers: Waivers::default(),
            baseline: None,
            min_coverage: None,
            notes: Vec::new(),
        }
    }

    /// Whether a rule is judged.
    pub fn chooses(&self, id: &str, area: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|name| name == id || name == area);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

/// Some unions' results. Items arrive in order of their places over the whole run.
#[derive(Debug, Clone, Default)]
pub struct Chunk {
    /// Problems and findings, in order.
    pub items: Vec<Item>,
    /// The unions judged.
    pub unions: Vec<UnionVerdicts>,
    /// What the districts of these unions come to.
    pub districts: Vec<District>,
    /// Sources done since the last chunk, for progress.
    pub sources: u64,
}

/// Takes results as they come. An error ends the run: nobody is listening.
pub trait Sink {
    /// Called once, before anything is read.
    fn begin(&mut self, run: &RunInfo, sources: u64) -> io::Result<()>;
    /// Called for every few unions, in order.
    fn chunk(&mut self, chunk: Chunk) -> io::Result<()>;
}

/// Judges everything the inputs hold. What could not be found counts as a problem.
pub fn audit(
    pack: &Pack,
    options: &Options,
    inputs: &[Input],
    not_found: Vec<SourceError>,
    sink: &mut dyn Sink,
) -> io::Result<Summary> {
    let mut run = Run::new(pack, options, inputs);
    let info = run.info();
    sink.begin(&info, inputs.len() as u64)?;
    // What is alone need not be told apart, and a large workbook not be opened twice.
    let count = if inputs.len() == 1 { 0 } else { inputs.len() };
    let mut owners = workers::in_order(
        options.jobs,
        count,
        || (),
        |(), at| run.kept.owners(&pack.schema, &inputs[at], at),
    );
    owners.resize(inputs.len(), Vec::new());
    owned_by_folder(inputs, &mut owners);
    let batches = batches(owners);
    if let [only] = &batches[..] {
        run.only = Some(run.survey(only));
    }
    let mut surveyed = survey(&run, &batches);
    let mut tally = Tally::new(sink, inputs, &batches, &info);
    tally.baseline = options.baseline.as_ref().map(Matching::new);
    let settings = options.notes.iter().cloned().chain(options.waivers.faulty(options.as_of));
    tally.waiting.extend(settings.map(Item::Problem));
    tally.of_settings = tally.waiting.len() as u64;
    tally.waiting.extend(not_found.into_iter().map(|error| Item::Problem(error.into())));
    tally.waiting.extend(std::mem::take(&mut surveyed.problems).into_iter().map(Item::Problem));
    let make = || run.judge_of_unions();
    let judge = |judge: &mut Judge<'_>, at: usize| run.judge(judge, &batches[at], &surveyed);
    workers::each_in_order(options.jobs, batches.len(), make, judge, |at, judged: Judged| {
        tally.batch(at, judged)
    })?;
    let idle = run.waivers.unused(&tally.served, &info.rules, |scope| surveyed.is_met(scope));
    tally.finish(&run, idle)
}

/// Counts what passes, and keeps what must wait for its place in the order.
struct Tally<'s> {
    sink: &'s mut dyn Sink,
    summary: Summary,
    digest: Sha256,
    /// The first path of each batch: what sorts before it may be handed on.
    first_paths: Vec<String>,
    waiting: Vec<Item>,
    /// How many problems there are of the settings: they say nothing of what was read.
    of_settings: u64,
    /// Which waivers served.
    served: Vec<bool>,
    baseline: Option<Matching<'s>>,
    run: &'s RunInfo,
}

impl<'s> Tally<'s> {
    fn new(sink: &'s mut dyn Sink, inputs: &[Input], batches: &[Batch], run: &'s RunInfo) -> Self {
        let first =
            |batch: &Batch| batch.0.first().map_or_else(String::new, |&at| inputs[at].path().to_owned());
        let first_paths = batches.iter().map(first).collect();
        let summary = Summary { sources: inputs.len() as u64, ..Summary::default() };
        Self {
            sink,
            summary,
            digest: Sha256::new(),
            first_paths,
            waiting: Vec::new(),
            of_settings: 0,
            served: Vec::new(),
            baseline: None,
            run,
        }
    }

    fn batch(&mut self, at: usize, judged: Judged) -> io::Result<()> {
        self.digest.update(&judged.digest);
        for waiver in judged.served {
            self.served.resize(self.served.len().max(waiver + 1), false);
            self.served[waiver] = true;
        }
        let mut chunk = judged.chunk;
        self.waiting.append(&mut chunk.items);
        self.waiting.sort_by(|a, b| order(a).cmp(&order(b)));
        let next = self.first_paths.get(at + 1);
        let ready = match next {
            Some(next) => self.waiting.partition_point(|item| order(item).0 < next.as_str()),
            None => self.waiting.len(),
        };
        chunk.items = self.waiting.drain(..ready).collect();
        self.take(chunk)
    }

    fn take(&mut self, mut chunk: Chunk) -> io::Result<()> {
        for item in &mut chunk.items {
            match item {
                Item::Problem(problem) => {
                    self.summary.problems[problem.code.severity() as usize] += 1;
                    self.summary.work_stopped |= problem.code.stops_work();
                }
                Item::Finding(finding) => {
                    if let Some(baseline) = &mut self.baseline {
                        baseline.finding(finding);
                    }
                    self.summary.severities[finding.severity as usize] +=
                        u64::from(finding.state == State::Fail);
                    self.summary.work_stopped |= finding.state == State::Error;
                }
            }
        }
        for union in &chunk.unions {
            self.summary.unions += 1;
            self.summary.states.merge(&union.states);
            self.summary.score.merge(union.score);
            if let Some(submissions) = &union.submissions {
                self.summary.submissions.merge(submissions);
            }
            if let Some(baseline) = &mut self.baseline {
                baseline.union(&self.run.rules, union);
            }
        }
        self.sink.chunk(chunk)
    }

    /// Ends the run; `idle` is what is said of waivers that did not serve. That is known only now, so it
    /// stands last.
    fn finish(mut self, run: &Run<'_>, idle: Vec<Problem>) -> io::Result<Summary> {
        let mut rest = std::mem::take(&mut self.waiting);
        rest.sort_by(|a, b| order(a).cmp(&order(b)));
        self.take(Chunk { items: rest, ..Chunk::default() })?;
        self.summary.work_stopped |= run.any_broken();
        if self.summary.unions == 0 && self.summary.problems.iter().sum::<u64>() == self.of_settings {
            let path = self.first_paths.first().map_or(".", String::as_str);
            let at = Location::whole(&Arc::new(Source::new(path, "")));
            let fault = Fault::at(at, "没有读到任何工会的台账", "no union's records were found");
            let help = "请核对路径；台账是 Excel、CSV、YAML 或 JSON 文件";
            let fault = fault.help(help, "check the path; records are workbooks, CSV, YAML or JSON files");
            let problem = Item::Problem(Problem::new(ProblemCode::NoUnion, fault));
            self.take(Chunk { items: vec![problem], ..Chunk::default() })?;
        }
        let idle = idle.into_iter().map(Item::Problem).collect();
        self.take(Chunk { items: idle, ..Chunk::default() })?;
        let RunInfo { as_of, period, .. } = *self.run;
        self.summary.min_coverage = run.options.min_coverage;
        self.summary.baseline = self.baseline.take().map(|baseline| baseline.finish(as_of, period));
        self.summary.records_digest =
            self.digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(self.summary)
    }
}

/// Order of items: by the path and place in the records, then by rule; what a rule says of one place
/// keeps its order. A rule that failed stands where its union does.
fn order(item: &Item) -> (&str, Option<Span>, &str) {
    match item {
        Item::Problem(problem) => {
            let (path, span) = problem.location().order();
            (path, span, "")
        }
        Item::Finding(finding) => {
            let (path, span) = in_records(finding).order();
            (path, span, &finding.rule)
        }
    }
}

fn in_records(finding: &Finding) -> &Location {
    let related = finding.related.first().filter(|_| finding.state == State::Error);
    related.map_or(&finding.place.location, |related| &related.place.location)
}
