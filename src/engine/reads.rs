//! What scripts read, as far as their text tells, so that nothing else is bound.

use std::collections::BTreeSet;

use crate::records::LedgerId;
use crate::rulepack::{Pack, Rule};

/// Names that occur in scripts.
#[derive(Debug, Default)]
pub(super) struct Reads {
    pub(super) ledgers: Vec<(LedgerId, String)>,
    pub(super) all: bool,
    pub(super) subordinates: bool,
}

impl Reads {
    /// What these rules read and, where so asked, the conditions of the profiles in use.
    pub(super) fn of<'r>(pack: &Pack, rules: impl Iterator<Item = &'r Rule>, with_cases: bool) -> Self {
        let mut words = BTreeSet::new();
        let mut read = |text: &str| {
            words.extend(text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned));
        };
        for rule in rules {
            let body = rule.source.text().lines().filter(|line| !line.starts_with("//!"));
            body.chain([rule.applies.as_str()]).for_each(&mut read);
        }
        let cases = pack.whens.iter().flatten().filter(|_| with_cases);
        cases.for_each(|when| read(&when.condition));
        let schema = &pack.schema;
        let read = |id: &LedgerId| words.contains(&schema.ledger(*id).key);
        let ledgers = schema.ledger_ids().filter(read).map(|id| (id, schema.ledger(id).key.clone()));
        Self {
            ledgers: ledgers.collect(),
            all: words.contains("ledgers"),
            subordinates: words.contains("subordinates"),
        }
    }
}
