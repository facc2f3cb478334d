//! Sorts violations into categories.

use std::collections::{HashMap, HashSet};

use super::{Change, Changed, Results, Why};
use crate::engine::State;
use crate::records::Date;
use crate::source::Severity;
use crate::verdicts::saved::{Saved, Seen, Violation};

/// What a violation is known by within and across results.
type Key = (u128, u32);

/// The violations and other findings of the results, found by what they are known by.
pub(super) struct Sorter<'s> {
    results: Results<'s>,
    old: HashMap<Key, &'s Violation>,
    new: HashMap<Key, &'s Violation>,
    /// Those of the earlier results, oldest first.
    earlier: Vec<HashSet<Key>>,
    others_before: HashMap<u128, (State, Severity)>,
    others_now: HashMap<u128, (State, Severity)>,
    /// By rule and union: where the new result could not tell, and whether a whole ledger lacks.
    undecided: HashMap<(&'s str, &'s str), bool>,
}

impl<'s> Sorter<'s> {
    /// Looks at the results.
    pub(super) fn new(results: Results<'s>) -> Self {
        let keys = |saved: &'s Saved| saved.violations.iter().map(key).collect();
        let mut undecided = HashMap::new();
        for other in results.new.others.iter().filter(|other| other.state == State::Insufficient) {
            *undecided.entry((&*other.rule, &*other.union)).or_default() |= other.is_of_ledger;
        }
        Self {
            results,
            old: results.old.violations.iter().map(|violation| (key(violation), violation)).collect(),
            new: results.new.violations.iter().map(|violation| (key(violation), violation)).collect(),
            earlier: results.earlier.iter().map(keys).collect(),
            others_before: others(results.old),
            others_now: others(results.new),
            undecided,
        }
    }

    /// Every violation of the new result, then those of the old one that are gone.
    pub(super) fn sort(&self) -> Vec<Changed<'s>> {
        let Results { old, new, .. } = self.results;
        let standing = new.violations.iter().map(|violation| self.standing(violation));
        let gone = old.violations.iter().filter(|violation| !self.new.contains_key(&key(violation)));
        standing.chain(gone.map(|violation| self.gone(violation))).collect()
    }

    fn standing(&self, violation: &'s Violation) -> Changed<'s> {
        let known = self.old.get(&key(violation));
        let other = self.others_before.get(&violation.fingerprint).copied();
        let (change, why) = match (known, other) {
            (Some(before), _) if violation.severity > before.severity => {
                (Change::Worse, Some(Why::SeverityRaised))
            }
            (Some(_), _) => (Change::Unchanged, None),
            (None, Some((State::Due, _))) => (Change::Worse, Some(Why::WasDue)),
            (None, Some((State::Waived, _))) => (Change::Worse, Some(Why::WasWaived)),
            (None, Some(_)) => (Change::Worse, Some(Why::WasInsufficient)),
            (None, None) if self.earlier.iter().any(|known| known.contains(&key(violation))) => {
                (Change::Reopened, self.unseen_before(violation))
            }
            (None, None) => (Change::New, self.unseen_before(violation)),
        };
        let before = known.map(|before| (before.state, before.severity)).or(other);
        let since = self.since(violation, known.is_some());
        Changed { change, why, violation, state: Some(violation.state), before, since }
    }

    /// Why the old result says nothing of a violation of now, where it did not look.
    fn unseen_before(&self, violation: &Violation) -> Option<Why> {
        match self.results.old.seen(&violation.union, &violation.rule) {
            _ if !self.results.old.judges(&violation.rule) => Some(Why::RuleAdded),
            Seen::NoUnion => Some(Why::UnionAdded),
            Seen::NotRun => Some(Why::RuleAdded),
            Seen::Reached(State::Insufficient) => Some(Why::UndecidedBefore),
            Seen::Reached(State::Error) => Some(Why::ErrorBefore),
            Seen::Reached(State::NotApplicable) => Some(Why::NotApplicableBefore),
            Seen::Reached(State::Pass | State::Fail | State::Due | State::Waived) => None,
        }
    }

    fn gone(&self, violation: &'s Violation) -> Changed<'s> {
        let seen = self.results.new.seen(&violation.union, &violation.rule);
        let state = match seen {
            Seen::Reached(state) => Some(state),
            Seen::NoUnion | Seen::NotRun => None,
        };
        let is_waived =
            self.others_now.get(&violation.fingerprint).is_some_and(|(state, _)| *state == State::Waived);
        let (change, why) = match self.unchecked(violation, seen) {
            _ if is_waived => (Change::Waived, None),
            Some(why) => (Change::Unclear, Some(why)),
            None => (Change::Fixed, None),
        };
        let before = Some((violation.state, violation.severity));
        Changed { change, why, violation, state, before, since: self.since(violation, true) }
    }

    /// Why the new result does not show that a violation was mended; nothing where it does. A rule that
    /// finds other violations may still not have been able to tell of this one.
    fn unchecked(&self, violation: &Violation, seen: Seen) -> Option<Why> {
        let Results { old, new, .. } = self.results;
        let lacking = self.undecided.get(&(&*violation.rule, &*violation.union));
        match seen {
            Seen::NoUnion => Some(Why::UnionMissing),
            Seen::NotRun => Some(Why::RuleNotRun),
            Seen::Reached(State::Error) => Some(Why::RuleFailed),
            Seen::Reached(State::NotApplicable) => Some(Why::NotApplicable),
            _ if lacking == Some(&true) => Some(Why::LedgerMissing),
            Seen::Reached(State::Insufficient) => Some(Why::DataMissing),
            _ if lacking.is_some() => Some(Why::DataMissing),
            // What lies outside the period, or after the day judged at, was not looked at.
            _ if !new.period.covers(old.period) => Some(Why::PeriodNotCovered),
            _ if new.as_of < old.as_of => Some(Why::AsOfEarlier),
            _ if self.has_fewer_rows(violation) => Some(Why::RowsFewer),
            Seen::Reached(State::Pass | State::Due | State::Fail | State::Waived) => None,
        }
    }

    /// Whether the row of a violation may have been taken out: its ledger has fewer rows than before.
    fn has_fewer_rows(&self, violation: &Violation) -> bool {
        let at = &violation.location;
        let Some(ledger) = at.ledger.as_deref().filter(|_| at.row.is_some()) else { return false };
        let rows = |saved: &Saved| saved.union(&violation.union)?.rows(ledger);
        let counts = (rows(self.results.old), rows(self.results.new));
        matches!(counts, (Some(old), Some(new)) if new < old)
    }

    /// The day of the first of the unbroken run of results in which a violation stands; `in_old` says
    /// whether it is in the old one.
    fn since(&self, violation: &Violation, in_old: bool) -> Date {
        let Results { earlier, old, new } = self.results;
        if !in_old {
            return new.as_of;
        }
        let runs = self.earlier.iter().zip(earlier).rev();
        let unbroken = runs.take_while(|(known, _)| known.contains(&key(violation)));
        unbroken.last().map_or(old.as_of, |(_, first)| first.as_of)
    }
}

fn key(violation: &Violation) -> Key {
    (violation.fingerprint, violation.nth)
}

/// Findings that are no violations, by fingerprint; the worst state where there are several.
fn others(saved: &Saved) -> HashMap<u128, (State, Severity)> {
    let mut found: HashMap<u128, (State, Severity)> = HashMap::new();
    for other in &saved.others {
        let now = (other.state, other.severity);
        let known = found.entry(other.fingerprint).or_insert(now);
        *known = (*known).max(now);
    }
    found
}
