//! Drives the pipeline over many unions: reads, judges and hands on, in order and in bounded memory.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::batches::{Batch, batches, owned_by_folder};
use super::finding::{Finding, Item};
use super::judge::{Wording, broken_finding, broken_outcome};
use super::kept::Kept;
use super::summary::{RunInfo, Summary, UnionVerdicts};
use super::workers;
use crate::engine::{Judge, State};
use crate::records::{Date, Fragment, Period, Problem, ProblemCode, Union, join};
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
}

impl Options {
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

/// The run as every worker sees it.
struct Run<'a> {
    pack: &'a Pack,
    options: &'a Options,
    inputs: &'a [Input],
    kept: Kept,
    /// Rules judged, by position in the pack.
    rules: Vec<usize>,
    /// Broken rules that would be judged, by position.
    broken: Vec<usize>,
    /// Profiles below each union, where a rule asks for them.
    below: BTreeMap<String, Arc<Union>>,
}

/// One batch's results and what the summary needs of it.
#[derive(Default)]
struct Judged {
    chunk: Chunk,
    digest: Vec<u8>,
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
    sink.begin(&run.info(), inputs.len() as u64)?;
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
    run.below = run.profiles_below(&batches);
    let mut tally = Tally::new(sink, inputs, &batches);
    tally.waiting.extend(not_found.into_iter().map(|error| Item::Problem(error.into())));
    let make = || Judge::new(pack, &run.rules, options.as_of, options.period);
    let judge = |judge: &mut Judge<'_>, at: usize| run.judge(judge, &batches[at]);
    workers::each_in_order(options.jobs, batches.len(), make, judge, |at, judged: Judged| {
        tally.batch(at, judged)
    })?;
    tally.finish(!run.broken.is_empty())
}

impl<'a> Run<'a> {
    fn new(pack: &'a Pack, options: &'a Options, inputs: &'a [Input]) -> Self {
        let judged = |(_, rule): &(usize, &crate::rulepack::Rule)| {
            pack.judges(rule) && options.chooses(&rule.id, &rule.area)
        };
        let rules = pack.rules.iter().enumerate().filter(judged).map(|(at, _)| at).collect();
        let broken = pack.broken.iter().enumerate().filter(|(_, rule)| options.chooses(&rule.id, &rule.area));
        Self {
            pack,
            options,
            inputs,
            kept: Kept::new(inputs.len()),
            rules,
            broken: broken.map(|(at, _)| at).collect(),
            below: BTreeMap::new(),
        }
    }

    fn info(&self) -> RunInfo {
        let rules = self.rules.iter().map(|&at| self.pack.rules[at].id.clone());
        let broken = self.broken.iter().map(|&at| self.pack.broken[at].id.clone());
        RunInfo {
            pack: self.pack.name.clone(),
            pack_version: self.pack.version.clone(),
            pack_digest: self.pack.digest.clone(),
            as_of: self.options.as_of,
            period: self.options.period,
            profiles: self.pack.in_use.clone(),
            rules: rules.chain(broken).collect(),
        }
    }

    /// Reads a batch into unions.
    fn read(&self, batch: &Batch, problems: &mut Vec<Problem>, digest: &mut Vec<u8>) -> Vec<Union> {
        let mut fragments: Vec<Fragment> = Vec::new();
        for &at in &batch.0 {
            match self.kept.take(&self.pack.schema, &self.inputs[at], at) {
                Ok(document) if document.is_result() => {}
                Ok(document) => {
                    digest.extend(Sha256::digest(document.source().text()));
                    fragments.extend(document.read(&self.pack.schema, problems));
                }
                Err(error) => problems.push(error.into()),
            }
        }
        join(&self.pack.schema, fragments, problems)
    }

    fn judge(&self, judge: &Judge<'_>, batch: &Batch) -> Judged {
        let mut judged = Judged::default();
        let mut problems = Vec::new();
        let unions = self.read(batch, &mut problems, &mut judged.digest);
        let Options { as_of, period, unmask, .. } = *self.options;
        let wording = Wording { pack: self.pack, rules: &self.rules, as_of, period, unmask };
        let items = &mut judged.chunk.items;
        items.extend(problems.into_iter().map(Item::Problem));
        for union in unions {
            let union = Arc::new(union);
            let mut outcomes = judge.judge(&union, self.below.get(&union.id));
            outcomes.extend(self.broken.iter().map(|_| broken_outcome()));
            let (verdicts, findings) = wording.union(&union, outcomes);
            items.extend(findings.into_iter().map(Item::Finding));
            let broken = self.broken.iter().filter_map(|&at| broken_finding(self.pack, at, &union));
            items.extend(broken.map(Item::Finding));
            judged.chunk.unions.push(verdicts);
        }
        judged.chunk.sources = batch.0.len() as u64;
        judged
    }

    /// The profiles of the unions directly below each union, as one table each; read only when a rule
    /// asks for them.
    fn profiles_below(&self, batches: &[Batch]) -> BTreeMap<String, Arc<Union>> {
        let asks =
            Judge::new(self.pack, &self.rules, self.options.as_of, self.options.period).reads_subordinates();
        let mut below: BTreeMap<String, Union> = BTreeMap::new();
        let Some(superior) = self.pack.schema.roles.superior.filter(|_| asks) else { return BTreeMap::new() };
        for batch in batches {
            for union in self.read(batch, &mut Vec::new(), &mut Vec::new()) {
                let above = union.profile_text(&self.pack.schema, superior).to_owned();
                if above.is_empty() {
                    continue;
                }
                let table = below
                    .entry(above)
                    .or_insert_with(|| Union { sources: Vec::new(), ..union.without_rows() });
                table.append_profile(self.pack.schema.union, &union);
            }
        }
        below.into_iter().map(|(id, table)| (id, Arc::new(table))).collect()
    }
}

/// Counts what passes, and keeps what must wait for its place in the order.
struct Tally<'s> {
    sink: &'s mut dyn Sink,
    summary: Summary,
    digest: Sha256,
    /// The first path of each batch: what sorts before it may be handed on.
    first_paths: Vec<String>,
    waiting: Vec<Item>,
}

impl<'s> Tally<'s> {
    fn new(sink: &'s mut dyn Sink, inputs: &[Input], batches: &[Batch]) -> Self {
        let first =
            |batch: &Batch| batch.0.first().map_or_else(String::new, |&at| inputs[at].path().to_owned());
        let first_paths = batches.iter().map(first).collect();
        let summary = Summary { sources: inputs.len() as u64, ..Summary::default() };
        Self { sink, summary, digest: Sha256::new(), first_paths, waiting: Vec::new() }
    }

    fn batch(&mut self, at: usize, judged: Judged) -> io::Result<()> {
        self.digest.update(&judged.digest);
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

    fn take(&mut self, chunk: Chunk) -> io::Result<()> {
        for item in &chunk.items {
            match item {
                Item::Problem(problem) => {
                    self.summary.problems[problem.code.severity() as usize] += 1;
                    self.summary.work_stopped |= problem.code.stops_work();
                }
                Item::Finding(finding) => {
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
        }
        self.sink.chunk(chunk)
    }

    fn finish(mut self, any_broken: bool) -> io::Result<Summary> {
        let mut rest = std::mem::take(&mut self.waiting);
        rest.sort_by(|a, b| order(a).cmp(&order(b)));
        self.take(Chunk { items: rest, ..Chunk::default() })?;
        self.summary.work_stopped |= any_broken;
        if self.summary.unions == 0 && self.summary.problems == [0; 3] {
            let path = self.first_paths.first().map_or(".", String::as_str);
            let at = Location::whole(&Arc::new(Source::new(path, "")));
            let fault = Fault::at(at, "没有读到任何工会的台账", "no union's records were found");
            let help = "请核对路径；台账是 Excel、CSV、YAML 或 JSON 文件";
            let fault = fault.help(help, "check the path; records are workbooks, CSV, YAML or JSON files");
            let problem = Item::Problem(Problem::new(ProblemCode::NoUnion, fault));
            self.take(Chunk { items: vec![problem], ..Chunk::default() })?;
        }
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
