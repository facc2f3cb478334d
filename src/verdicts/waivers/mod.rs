//! Waivers: findings somebody answers for, until a day. A waived finding stays in every report, with who
//! answers for it and why; it fails no run.

mod entry;
mod waiver;

use std::collections::HashMap;
use std::sync::Arc;

pub use waiver::{Scope, Waiver};

use super::finding::Finding;
use super::summary::{StateCounts, UnionVerdicts};
use crate::engine::State;
use crate::records::{Date, Problem, ProblemCode};
use crate::rulepack::Pack;
use crate::source::{Fault, Places, Source};

/// The waivers of a file.
#[derive(Debug, Clone, Default)]
pub struct Waivers {
    /// Those that are whole, in the order of the file.
    pub all: Vec<Arc<Waiver>>,
    /// What is wrong with the others; they waive nothing.
    pub problems: Vec<Problem>,
}

impl Waivers {
    /// Reads a file of waivers. An error is a file that is no list of them at all; what is wrong with one
    /// entry is a problem, and that entry waives nothing.
    pub fn read(source: &Arc<Source>, pack: &Pack) -> Result<Self, Fault> {
        let root = Places::read(source, source.text())?.root;
        let is_empty = root.children.is_empty() && root.scalar.as_deref().is_none_or(str::is_empty);
        let is_list = root.children.iter().all(|child| child.key.is_empty());
        if !is_empty && (root.children.is_empty() || !is_list) {
            let (zh, en) = ("豁免文件应是一个清单", "a file of waivers is a list");
            let (help_zh, help_en) = (
                "每条以“- ”开头，写 rule、reason、approved_by、until",
                "each entry begins with `- ` and has rule, reason, approved_by and until",
            );
            return Err(Fault::new(source, root.span, zh, en).help(help_zh, help_en));
        }
        let mut waivers = Self::default();
        for node in &root.children {
            match entry::read(source, node, pack) {
                Ok(waiver) => waivers.all.push(Arc::new(waiver)),
                Err(faults) => {
                    let problem = |fault| Problem::new(ProblemCode::WaiverInvalid, fault);
                    waivers.problems.extend(faults.into_iter().map(problem));
                }
            }
        }
        Ok(waivers)
    }

    /// What there is to say of the file before anything is judged: what is wrong with it, and what has
    /// expired.
    pub(super) fn faulty(&self, as_of: Date) -> impl Iterator<Item = Problem> {
        let expired = self.all.iter().filter(move |waiver| !waiver.holds(as_of)).map(|waiver| {
            let (until, whom) = (waiver.until, waiver.whom());
            let zh = format!("对“{}”（{}）的豁免已于{until}到期，不再有效", waiver.rule, whom.zh);
            let en = format!("the waiver of `{}` for {} expired on {until} and holds no more", waiver.rule, whom.en);
            let fault = Fault::at(waiver.place.clone(), zh, en).help(
                "已整改的，删去这一条；确需延长的，重新报批后改 until",
                "delete the entry once that is mended; to prolong it, have it approved anew and change `until`",
            );
            Problem::new(ProblemCode::WaiverExpired, fault)
        });
        self.problems.iter().cloned().chain(expired)
    }

    /// Those that hold at `as_of`, ready to be asked.
    pub(super) fn in_force(&self, as_of: Date) -> InForce<'_> {
        let mut by_rule: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, waiver) in self.all.iter().enumerate().filter(|(_, waiver)| waiver.holds(as_of)) {
            by_rule.entry(&waiver.rule).or_default().push(at);
        }
        InForce { waivers: &self.all, by_rule }
    }
}

/// The waivers that hold on the day judged at.
#[derive(Debug)]
pub(super) struct InForce<'a> {
    waivers: &'a [Arc<Waiver>],
    by_rule: HashMap<&'a str, Vec<usize>>,
}

impl InForce<'_> {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.by_rule.is_empty()
    }

    /// Waives what is waived of a union's findings and gives its verdicts the states that remain. `above` are
    /// the codes of the unions it stands under. Returns which waivers served.
    pub(super) fn waive(
        &self,
        rules: &[&str],
        above: &[&str],
        verdicts: &mut UnionVerdicts,
        findings: &mut [Finding],
    ) -> Vec<usize> {
        let mut served = Vec::new();
        for finding in findings.iter_mut().filter(|finding| finding.state == State::Fail) {
            let of_rule = self.by_rule.get(finding.rule.as_str()).into_iter().flatten();
            let covers = |at: &&usize| {
                let waiver = &self.waivers[**at];
                let is_meant = waiver.fingerprint.as_ref().is_none_or(|one| *one == finding.fingerprint);
                is_meant && waiver.is_for(&finding.union, above)
            };
            let covering: Vec<usize> = of_rule.filter(covers).copied().collect();
            if let Some(&first) = covering.first() {
                finding.state = State::Waived;
                finding.waiver = Some(Arc::clone(&self.waivers[first]));
                served.extend(covering);
            }
        }
        if !served.is_empty() {
            for (rule, verdict) in rules.iter().zip(&mut verdicts.verdicts) {
                if verdict.state == State::Fail {
                    verdict.state = remaining(rule, findings);
                }
            }
            verdicts.states = StateCounts::default();
            verdicts.verdicts.iter().for_each(|verdict| verdicts.states.add(verdict.state));
        }
        served
    }

    /// A problem for each waiver that holds and served nothing though its rule was judged.
    pub(super) fn unused(
        &self,
        served: &[bool],
        rules: &[String],
        met: impl Fn(&Scope) -> bool,
    ) -> Vec<Problem> {
        let is_idle = |at: &&usize| !served.get(**at).copied().unwrap_or(false);
        let judged = self.by_rule.iter().filter(|(rule, _)| rules.iter().any(|known| known == *rule));
        let mut idle: Vec<usize> =
            judged.flat_map(|(_, of_rule)| of_rule.iter().filter(is_idle)).copied().collect();
        idle.sort_unstable();
        idle.into_iter().map(|at| self.waivers[at].unused(met(&self.waivers[at].scope))).collect()
    }
}

/// The worst that remains of a verdict that failed; a verdict without a waived finding stays as it was.
fn remaining(rule: &str, findings: &[Finding]) -> State {
    let of_rule = || findings.iter().filter(|finding| finding.rule == rule).map(|finding| finding.state);
    if of_rule().any(|state| state == State::Fail) || !of_rule().any(|state| state == State::Waived) {
        State::Fail
    } else if of_rule().any(|state| state == State::Insufficient) {
        State::Insufficient
    } else {
        State::Waived
    }
}
