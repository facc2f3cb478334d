//! What one union adds to a district: counts and sums, no judgement.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::outcome::{Outcome, Spot, State};
use crate::rulepack::{Rule, Scope, Share};
use crate::source::Text;

/// What a rate counts, and so what can be said of a union whose records do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Unions, each by its weight: an unknown one bounds the rate by its weight.
    Unions,
    /// Rows of their ledgers: nobody knows how many an unknown union has.
    Rows,
    /// Sums, such as yuan: likewise.
    Sums,
}

/// What tells the rates of one rule apart: a key and what people call it; both empty where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// Stable, as results show it.
    pub key: String,
    /// In words.
    pub name: Text,
}

/// What one union adds to the rate of a district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// Which of the rule's rates.
    pub label: Label,
    /// The share asked for.
    pub share: Share,
    /// What is counted.
    pub form: Form,
    /// What is as it should be.
    pub part: Decimal,
    /// What is not yet, and still in time.
    pub open: Decimal,
    /// What cannot be told: weight of unions, or 1 for a union whose rows or sums are not all known.
    pub unknown: Decimal,
    /// What should be: the denominator.
    pub whole: Decimal,
    /// Where it falls short, or what would tell.
    pub spot: Option<Spot>,
}

impl Rate {
    /// Whether something falls short for good, as far as is known.
    pub fn is_short(&self) -> bool {
        let known = self.form != Form::Unions || self.unknown.is_zero();
        let met = self.part.checked_add(self.open).and_then(|met| reaches(met, self.whole, self.share));
        known && met != Some(true)
    }
}

impl Rate {
    /// The same of a union of which it is not known whether it counts at all: then it is not known, for
    /// `spot` would tell.
    pub(super) fn perhaps(self, spot: Option<&Spot>) -> Self {
        let [part, open] = [Decimal::ZERO; 2];
        let (unknown, whole) = match self.form {
            Form::Unions => (self.whole, self.whole),
            Form::Rows | Form::Sums => (Decimal::ONE, Decimal::ZERO),
        };
        Self { part, open, unknown, whole, spot: spot.cloned(), ..self }
    }
}

/// Whether `part` is at least this share of `whole`, exactly; nothing where the numbers are too large.
pub fn reaches(part: Decimal, whole: Decimal, share: Share) -> Option<bool> {
    let left = part.checked_mul(Decimal::from(share.whole))?;
    let right = whole.checked_mul(Decimal::from(share.part))?;
    Some(left >= right)
}

/// What a rule said of a union, for `rate`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Freed {
    pub(super) state: State,
    /// The first place of its finding.
    pub(super) spot: Option<Spot>,
}

impl Freed {
    pub(super) fn of(outcome: &Outcome) -> Self {
        let worst = outcome.findings.iter().find(|finding| finding.state == outcome.state);
        Self { state: outcome.state, spot: worst.map(|finding| finding.spot.clone()) }
    }
}

/// What was said of the union on the bench, by rule.
pub(super) type Said = HashMap<String, Freed>;

/// Whether `free_of` may ask for a rule: one on unions, that needs none but the union itself.
pub(super) fn is_askable(rule: &Rule) -> bool {
    let script = rule.source.text().lines().filter(|line| !line.trim_start().starts_with("//"));
    rule.scope == Scope::Union && !script.chain([&*rule.applies]).any(|line| line.contains("subordinates"))
}

/// The rules whose verdict a script asks for by `free_of("…")`.
pub(super) fn asked_for(script: &str) -> Vec<&str> {
    let mut asked = Vec::new();
    for line in script.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for call in line.split("free_of").skip(1) {
            let Some(open) = call.trim_start().strip_prefix('(') else { continue };
            let Some(text) = open.trim_start().strip_prefix('"') else { continue };
            asked.extend(text.split('"').next().filter(|id| !asked.contains(id)));
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_a_script_asks_for_are_seen() {
        let script = "//! x: free_of(\"a-b\")\n// free_of(\"c-d\")\nrate(free_of(\"e-f\"), params.percent);\n\
                      rate(free_of( \"g-h\" ), 100%); rate(free_of(\"e-f\"), x); free_of(name);";
        assert_eq!(asked_for(script), ["e-f", "g-h"]);
    }

    #[test]
    fn a_share_is_reached_exactly() {
        let two_thirds = Share { part: 2, whole: 3 };
        let reaches = |part: i64, whole: i64| reaches(Decimal::from(part), Decimal::from(whole), two_thirds);
        assert_eq!(reaches(2, 3), Some(true));
        assert_eq!(reaches(666, 1000), Some(false));
        assert_eq!(reaches(667, 1000), Some(true));
        let huge = Decimal::MAX;
        assert_eq!(super::reaches(huge, huge, two_thirds), None);
    }
}
