//! The numbers of some changes, ready to be shown.

use crate::reports::changes::text::{compliance_of, coverage_of};
use crate::reports::outcome::percent;
use crate::verdicts::changes::{Change, Pair, Tally};

/// Changes in numbers.
pub(super) struct Figures {
    counts: [u64; Change::ALL.len()],
    /// What was fixed, of the violations before.
    pub rectified: Rate,
    /// Passed ÷ judged.
    pub compliance: Pair<Rate>,
    /// Judged ÷ applicable.
    pub coverage: Pair<Rate>,
    /// Violations, without rules that failed.
    pub violations: Pair<u64>,
    /// Findings that are due.
    pub due: Pair<u64>,
    /// Findings that could not be told.
    pub insufficient: Pair<u64>,
}

/// A part of a whole, shown as both and in percent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rate {
    /// The part.
    pub part: u64,
    /// The whole.
    pub whole: u64,
}

impl Rate {
    fn of((part, whole): (u64, u64)) -> Self {
        Self { part, whole }
    }

    /// In percent with one decimal.
    pub(super) fn percent(&self) -> String {
        percent(self.part, self.whole)
    }

    /// In whole hundredths, for bars; none of nothing.
    pub(super) fn of_100(&self) -> Option<u64> {
        self.part.saturating_mul(100).checked_div(self.whole)
    }

    /// In thousandths, to sort by; nothing comes first.
    pub(super) fn key(&self) -> i64 {
        let share = self.part.saturating_mul(1000).checked_div(self.whole);
        share.and_then(|share| i64::try_from(share).ok()).unwrap_or(-1)
    }
}

impl Figures {
    /// The numbers of a tally.
    pub(super) fn of(tally: &Tally) -> Self {
        let states = &tally.states;
        let compliance = |states| Rate::of(compliance_of(states));
        let coverage = |states| Rate::of(coverage_of(states));
        Self {
            counts: Change::ALL.map(|change| tally.count(change)),
            rectified: Rate::of((tally.fixed, tally.violations.old)),
            compliance: Pair { old: compliance(&states.old), new: compliance(&states.new) },
            coverage: Pair { old: coverage(&states.old), new: coverage(&states.new) },
            violations: tally.violations,
            due: tally.due,
            insufficient: tally.insufficient,
        }
    }

    /// How many violations are in a category.
    pub(super) fn count(&self, change: Change) -> u64 {
        self.counts[change as usize]
    }

    /// Whether there is any violation at all.
    pub(super) fn has_any(&self) -> bool {
        self.counts.iter().any(|&count| count > 0)
    }
}
