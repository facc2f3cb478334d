//! Holds what a run finds against a baseline, as it comes.

use std::collections::HashMap;

use super::{AgainstBaseline, Baseline, Known};
use crate::engine::State;
use crate::records::{Date, Period};
use crate::verdicts::finding::Finding;
use crate::verdicts::summary::UnionVerdicts;

/// A run and its baseline.
#[derive(Debug)]
pub(in crate::verdicts) struct Matching<'b> {
    baseline: &'b Baseline,
    /// Of each fingerprint, how many entries were not met yet.
    waiting: HashMap<&'b str, usize>,
    /// What the run says, by the unions and rules of the baseline.
    told: HashMap<&'b str, HashMap<&'b str, Told>>,
    known: [u64; 3],
    /// Entries met as something that cannot be told, or not yet.
    unclear: u64,
}

/// What a run says of a rule on a union.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    state: Option<State>,
    /// Whether not everything could be told.
    is_undecided: bool,
}

impl Told {
    fn is_judged(self) -> bool {
        let reached = matches!(self.state, Some(State::Pass | State::Fail | State::Due | State::Waived));
        reached && !self.is_undecided
    }
}

impl<'b> Matching<'b> {
    /// Nothing met yet.
    pub(in crate::verdicts) fn new(baseline: &'b Baseline) -> Self {
        let mut waiting: HashMap<&str, usize> = HashMap::new();
        let mut told: HashMap<&str, HashMap<&str, Told>> = HashMap::new();
        for Known { union, rule, fingerprint, .. } in &baseline.known {
            *waiting.entry(fingerprint).or_default() += 1;
            told.entry(union).or_default().insert(rule, Told::default());
        }
        Self { baseline, waiting, told, known: [0; 3], unclear: 0 }
    }

    fn told(&mut self, union: &str, rule: &str) -> Option<&mut Told> {
        self.told.get_mut(union)?.get_mut(rule)
    }

    /// Takes a finding. Whatever its state now, what was known is still there.
    pub(in crate::verdicts) fn finding(&mut self, finding: &mut Finding) {
        if finding.state == State::Insufficient
            && let Some(told) = self.told(&finding.union, &finding.rule)
        {
            told.is_undecided = true;
        }
        let waiting = self.waiting.get_mut(finding.fingerprint.as_str()).filter(|left| **left > 0);
        let Some(left) = waiting else { return };
        *left -= 1;
        match finding.state {
            State::Fail => {
                finding.is_known = true;
                self.known[finding.severity as usize] += 1;
            }
            // It is told as what it is.
            State::Waived => {}
            _ => self.unclear += 1,
        }
    }

    /// Takes a union's verdicts; `rules` are those judged, in their order.
    pub(in crate::verdicts) fn union(&mut self, rules: &[String], union: &UnionVerdicts) {
        if !self.told.contains_key(union.id.as_str()) {
            return;
        }
        for (rule, verdict) in rules.iter().zip(&union.verdicts) {
            if let Some(told) = self.told(&union.id, rule) {
                told.state = Some(verdict.state);
            }
        }
    }

    /// What the run comes to. Only what was judged again, over at least the same days, can be fixed.
    pub(in crate::verdicts) fn finish(mut self, as_of: Date, period: Period) -> AgainstBaseline {
        let sees_all = period.covers(self.baseline.period) && as_of >= self.baseline.as_of;
        let mut against = AgainstBaseline { known: self.known, fixed: Vec::new(), unclear: self.unclear };
        for known in &self.baseline.known {
            let Some(left) = self.waiting.get_mut(known.fingerprint.as_str()).filter(|left| **left > 0)
            else {
                continue;
            };
            *left -= 1;
            if sees_all && self.told(&known.union, &known.rule).is_some_and(|told| told.is_judged()) {
                against.fixed.push(known.clone());
            } else {
                against.unclear += 1;
            }
        }
        against
    }
}
