//! Which kinds of verdict a rule's examples show: one that holds, one that fires, one that cannot tell.

use crate::engine::State;
use crate::rulepack::{FindingAs, OnMissing, Rule};
use crate::source::Lang;

/// A kind of example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Some union passes.
    Compliant,
    /// The rule finds something.
    Violating,
    /// The records lack what the rule needs.
    Insufficient,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Compliant, Self::Violating, Self::Insufficient];

    /// As readers of `lang` call it.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Compliant => lang.pick("合规", "compliant"),
            Self::Violating => lang.pick("违规", "violating"),
            Self::Insufficient => lang.pick("数据不足", "insufficient"),
        }
    }
}

/// A kind of example that a rule lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The rule's id.
    pub rule: String,
    /// What none of its examples shows.
    pub kind: Kind,
}

/// The states annotated for a rule.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Kinds {
    pass: bool,
    found: bool,
    insufficient: bool,
}

impl Kinds {
    pub(super) fn add(&mut self, state: State) {
        match state {
            State::Pass => self.pass = true,
            State::Fail | State::Due => self.found = true,
            State::Insufficient => self.insufficient = true,
            State::NotApplicable | State::Waived | State::Error => {}
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.pass |= other.pass;
        self.found |= other.found;
        self.insufficient |= other.insufficient;
    }

    /// The kinds `rule` could show and does not.
    pub(super) fn gaps(self, rule: &Rule) -> Vec<Gap> {
        // What such a rule finds is recorded as insufficient: the two kinds are one.
        let found_as_insufficient = rule.finding == FindingAs::Insufficient;
        let tells_missing = rule.missing == OnMissing::Report && !found_as_insufficient;
        let lacks = |kind: &Kind| match kind {
            Kind::Compliant => !self.pass,
            Kind::Violating if found_as_insufficient => !self.insufficient,
            Kind::Violating => !self.found,
            Kind::Insufficient => tells_missing && !self.insufficient,
        };
        Kind::ALL.into_iter().filter(lacks).map(|kind| Gap { rule: rule.id.clone(), kind }).collect()
    }
}
