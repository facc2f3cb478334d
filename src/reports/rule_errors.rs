//! Rules that failed, each place in a script once, however many unions met it.

use std::collections::BTreeMap;

use crate::rulepack::{BrokenRule, Pack};
use crate::source::{Location, Span, Text};
use crate::verdicts::Finding;

/// Failed rules by rule and place. As many entries as places in scripts can fail, not as unions.
#[derive(Debug, Default)]
pub(super) struct RuleErrors(BTreeMap<(String, String, Option<Span>), RuleError>);

/// One place in a script that failed.
#[derive(Debug)]
pub(super) struct RuleError {
    /// The first finding there; others say the same of other unions.
    pub first: Finding,
    /// How many unions it concerns.
    pub unions: u64,
    last: String,
}

impl RuleErrors {
    /// Counts a finding of state `error`.
    pub(super) fn add(&mut self, finding: &Finding) {
        let (path, span) = finding.place.location.order();
        let place = (finding.rule.clone(), path.to_owned(), span);
        let entry = self.0.entry(place).or_insert_with(|| RuleError {
            first: finding.clone(),
            unions: 0,
            last: String::new(),
        });
        // A union's findings come together, so remembering the last one tells unions apart.
        if entry.unions == 0 || entry.last != finding.union {
            entry.unions += 1;
            entry.last.clone_from(&finding.union);
        }
    }

    /// Everything counted, by rule and place.
    pub(super) fn iter(&self) -> impl Iterator<Item = &RuleError> {
        self.0.values()
    }

    /// Those of `rules` that are broken as a whole and met no union: no finding speaks of them.
    pub(super) fn unmet<'p>(&self, pack: &'p Pack, rules: &[String]) -> Vec<&'p BrokenRule> {
        let is_unmet = |broken: &&BrokenRule| {
            rules.contains(&broken.id) && self.iter().all(|error| error.first.rule != broken.id)
        };
        pack.broken.iter().filter(is_unmet).collect()
    }

    /// Everything there is to say of rules that failed, met or not.
    pub(super) fn told<'e>(&'e self, pack: &'e Pack, rules: &[String]) -> Vec<Told<'e>> {
        let met = self.iter().map(|RuleError { first, unions, .. }| Told {
            rule: &first.rule,
            at: &first.place.location,
            message: &first.message,
            help: &first.help,
            unions: *unions,
        });
        let unmet = self.unmet(pack, rules).into_iter().map(|BrokenRule { id, fault, .. }| Told {
            rule: id,
            at: &fault.location,
            message: &fault.message,
            help: &fault.help,
            unions: 0,
        });
        met.chain(unmet).collect()
    }
}

/// What is to be said of a place in a script that failed.
#[derive(Debug)]
pub(super) struct Told<'e> {
    /// The rule.
    pub rule: &'e str,
    /// Where in its script.
    pub at: &'e Location,
    /// What is wrong.
    pub message: &'e Text,
    /// What to do.
    pub help: &'e Text,
    /// How many unions it concerns.
    pub unions: u64,
}
