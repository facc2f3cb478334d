//! The run as every worker sees it: what to judge, how inputs are read, how a batch is judged.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::audit::{Chunk, Options};
use super::batches::Batch;
use super::finding::Item;
use super::judge::{Wording, broken_finding, broken_outcome};
use super::kept::Kept;
use super::summary::RunInfo;
use super::survey::Surveyed;
use super::waivers::InForce;
use crate::engine::Judge;
use crate::records::{Document, Fragment, Problem, Union, join};
use crate::rulepack::{Pack, Rule, Scope};
use crate::source::Input;

/// See the module.
pub(super) struct Run<'a> {
    pub(super) pack: &'a Pack,
    pub(super) options: &'a Options,
    pub(super) inputs: &'a [Input],
    /// Tables opened already.
    pub(super) kept: Kept,
    /// Rules judged, by position in the pack.
    pub(super) rules: Vec<usize>,
    /// Broken rules that would be judged, by position.
    broken: Vec<usize>,
    pub(super) waivers: InForce<'a>,
    /// The only batch there is, read once for all.
    pub(super) only: Option<Arc<Read>>,
}

/// A batch as it was read.
#[derive(Default)]
pub(super) struct Read {
    pub(super) unions: Vec<Arc<Union>>,
    pub(super) problems: Vec<Problem>,
    /// Of the sources read.
    pub(super) digest: Vec<u8>,
    /// Inputs that could not be opened, by path.
    pub(super) unopened: Vec<String>,
}

/// One batch's results and what the summary needs of it.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) chunk: Chunk,
    pub(super) digest: Vec<u8>,
    /// The waivers that served.
    pub(super) served: Vec<usize>,
}

impl<'a> Run<'a> {
    pub(super) fn new(pack: &'a Pack, options: &'a Options, inputs: &'a [Input]) -> Self {
        let judged = |(_, rule): &(usize, &Rule)| pack.judges(rule) && options.chooses(&rule.id, &rule.area);
        let rules = pack.rules.iter().enumerate().filter(judged).map(|(at, _)| at).collect();
        let broken = pack.broken.iter().enumerate().filter(|(_, rule)| options.chooses(&rule.id, &rule.area));
        let (kept, broken) = (Kept::new(inputs.len()), broken.map(|(at, _)| at).collect());
        let waivers = options.waivers.in_force(options.as_of);
        Self { pack, options, inputs, kept, rules, broken, waivers, only: None }
    }

    pub(super) fn info(&self) -> RunInfo {
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
            ledgers: self.pack.schema.ledgers.iter().map(|ledger| ledger.key.clone()).collect(),
        }
    }

    /// Whether a rule that is judged could not be.
    pub(super) fn any_broken(&self) -> bool {
        !self.broken.is_empty()
    }

    /// The rules on districts among those judged: their places there, and in the pack.
    pub(super) fn districts(&self) -> (Vec<usize>, Vec<usize>) {
        let is_one = |(_, at): &(usize, &usize)| self.pack.rules[**at].scope == Scope::District;
        self.rules.iter().enumerate().filter(is_one).map(|(place, &at)| (place, at)).unzip()
    }

    pub(super) fn judge_of_unions(&self) -> Judge<'a> {
        Judge::new(self.pack, &self.rules, self.options.as_of, self.options.period)
    }

    pub(super) fn wording(&self) -> Wording<'_> {
        let Options { as_of, period, unmask, .. } = *self.options;
        Wording { pack: self.pack, rules: &self.rules, as_of, period, unmask }
    }

    /// Reads a batch into unions that is read again later: what was opened for it may be kept.
    pub(super) fn survey(&self, batch: &Batch) -> Arc<Read> {
        self.read(batch, |at, document| self.kept.keep(at, document))
    }

    /// Reads a batch into unions; each document is then handed on.
    fn read(&self, batch: &Batch, then: impl Fn(usize, Document)) -> Arc<Read> {
        if let Some(only) = &self.only {
            return Arc::clone(only);
        }
        let mut read = Read::default();
        let mut fragments: Vec<Fragment> = Vec::new();
        for &at in &batch.0 {
            match self.kept.take(&self.pack.schema, &self.inputs[at], at) {
                Ok(document) if document.is_result() => {}
                Ok(document) => {
                    read.digest.extend(Sha256::digest(document.source().text()));
                    fragments.extend(document.read(&self.pack.schema, &mut read.problems));
                    then(at, document);
                }
                Err(error) => {
                    read.unopened.push(self.inputs[at].path().to_owned());
                    read.problems.push(error.into());
                }
            }
        }
        let unions = join(&self.pack.schema, fragments, &mut read.problems);
        read.unions = unions.into_iter().map(Arc::new).collect();
        Arc::new(read)
    }

    /// Judges a batch; what was found of districts before has its place among the rest.
    pub(super) fn judge(&self, judge: &Judge<'_>, batch: &Batch, surveyed: &Surveyed) -> Judged {
        let read = self.read(batch, |_, _| ());
        let mut judged = Judged { digest: read.digest.clone(), ..Judged::default() };
        let wording = self.wording();
        let ids: Vec<&str> = self.rules.iter().map(|&at| self.pack.rules[at].id.as_str()).collect();
        let Chunk { items, unions, districts, .. } = &mut judged.chunk;
        items.extend(read.problems.iter().cloned().map(Item::Problem));
        for union in &read.unions {
            let below = surveyed.below(&self.pack.schema, &union.id);
            let mut outcomes = judge.judge(union, below.as_ref());
            let (reckoned, found) = surveyed.district(&wording, union, &mut outcomes);
            outcomes.extend(self.broken.iter().map(|_| broken_outcome()));
            let (mut verdicts, mut findings) = wording.union(union, outcomes);
            surveyed.complete(&mut verdicts);
            findings.extend(found);
            if !self.waivers.is_empty() {
                let above = surveyed.above(&union.id);
                judged.served.extend(self.waivers.waive(&ids, &above, &mut verdicts, &mut findings));
            }
            let broken = self.broken.iter().filter_map(|&at| broken_finding(self.pack, at, union));
            items.extend(findings.into_iter().chain(broken).map(Item::Finding));
            unions.push(verdicts);
            districts.extend(reckoned);
        }
        judged.chunk.sources = batch.0.len() as u64;
        judged
    }
}
