//! Verdicts and violations of some unions, areas or rules, added up.

use crate::engine::State;
use crate::source::Severity;
use crate::verdicts::{Score, StateCounts};

/// Numbers of whatever they are counted over.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    /// Unions counted in; none where that says nothing.
    pub unions: Option<u64>,
    pub states: StateCounts,
    pub score: Score,
    /// `Fail` findings by severity: note, warning, error.
    pub places: [u64; 3],
}

impl Tally {
    /// Adds the numbers of one union.
    pub(super) fn add(&mut self, union: &Self) {
        self.unions = Some(self.unions.unwrap_or(0) + 1);
        self.states.merge(&union.states);
        self.score.merge(union.score);
        for (own, more) in self.places.iter_mut().zip(union.places) {
            *own += more;
        }
    }

    /// `Fail` findings.
    pub(super) fn all_places(&self) -> u64 {
        self.places.iter().sum()
    }

    /// `Fail` findings of a severity.
    pub(super) fn places(&self, severity: Severity) -> u64 {
        self.places[severity as usize]
    }

    /// Compliance in thousandths, rounded down as everywhere: only all is 100 %.
    pub(super) fn compliance(&self) -> Option<u64> {
        thousandths(self.states.get(State::Pass), self.states.judged())
    }

    /// Coverage in thousandths.
    pub(super) fn coverage(&self) -> Option<u64> {
        thousandths(self.states.judged(), self.states.applicable())
    }
}

fn thousandths(part: u64, whole: u64) -> Option<u64> {
    part.saturating_mul(1000).checked_div(whole)
}
