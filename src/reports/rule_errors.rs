//! Rules that failed, each place in a script once, however many unions met it.

use std::collections::BTreeMap;

use crate::source::Span;
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
}
