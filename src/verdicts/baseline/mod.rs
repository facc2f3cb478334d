//! Baselines: violations known before. They stay in every report and in every count; only new ones fail a run.

mod file;
mod matching;

pub(super) use matching::Matching;

use crate::records::{Date, Period};

/// Violations known before, as a run found them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// The day that run judged at.
    pub as_of: Date,
    /// The period it judged.
    pub period: Period,
    /// What it found.
    pub known: Vec<Known>,
}

/// A violation known before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// The union's code.
    pub union: String,
    /// The rule's id.
    pub rule: String,
    /// What tells it apart; all that it is known again by.
    pub fingerprint: String,
    /// What was wrong, for whoever reads the file.
    pub message: String,
}

/// What a run comes to against a baseline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AgainstBaseline {
    /// `Fail` findings known before, by severity: note, warning, error.
    pub known: [u64; 3],
    /// What was known and is gone, though it was judged again; in order of unions and rules.
    pub fixed: Vec<Known>,
    /// How many are gone without having been judged again.
    pub unclear: u64,
}

impl Baseline {
    /// The same without what is fixed.
    #[must_use]
    pub fn pruned(&self, fixed: &[Known]) -> Self {
        let known = self.known.iter().filter(|known| fixed.binary_search(known).is_err());
        Self { known: known.cloned().collect(), ..*self }
    }
}
