//! The counts every report shows. A verdict is one rule on one union; a finding is one place.

use rust_decimal::Decimal;

use super::baseline::AgainstBaseline;
use crate::engine::{Reason, State};
use crate::records::{Date, Period, Submission, Submissions};
use crate::source::Severity;

/// How many verdicts have each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StateCounts([u64; 7]);

impl StateCounts {
    fn slot(state: State) -> usize {
        State::ALL.iter().position(|&other| other == state).unwrap_or_default()
    }

    /// Counts one verdict.
    pub fn add(&mut self, state: State) {
        self.0[Self::slot(state)] += 1;
    }

    /// Adds other counts.
    pub fn merge(&mut self, other: &Self) {
        for (own, more) in self.0.iter_mut().zip(other.0) {
            *own += more;
        }
    }

    /// Verdicts of this state.
    pub fn get(&self, state: State) -> u64 {
        self.0[Self::slot(state)]
    }

    /// Verdicts that were reached: pass, fail, due and waived.
    pub fn judged(&self) -> u64 {
        [State::Pass, State::Fail, State::Due, State::Waived].into_iter().map(|state| self.get(state)).sum()
    }

    /// Verdicts that should have been reached: the judged, the insufficient and the errors.
    pub fn applicable(&self) -> u64 {
        self.judged() + self.get(State::Insufficient) + self.get(State::Error)
    }
}

/// A score in the making: weight earned out of weight that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// Weight of the rules that pass or are due.
    pub earned: u64,
    /// Weight of the rules that apply.
    pub possible: u64,
}

impl Score {
    /// Adds one rule's verdict.
    pub fn add(&mut self, state: State, weight: u32) {
        if state == State::NotApplicable {
            return;
        }
        self.possible += u64::from(weight);
        if matches!(state, State::Pass | State::Due) {
            self.earned += u64::from(weight);
        }
    }

    /// Adds another score.
    pub fn merge(&mut self, other: Self) {
        self.earned += other.earned;
        self.possible += other.possible;
    }

    /// Tenths of a percent, rounded half up; nothing when nothing applies.
    pub fn tenths(self) -> Option<u64> {
        (self.possible > 0).then(|| (self.earned * 2000 + self.possible) / (self.possible * 2))
    }
}

/// What was found of one rule on one union.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The state.
    pub state: State,
    /// Why it does not apply, where it does not.
    pub reason: Option<Reason>,
    /// Rows or slots looked at.
    pub checked: u32,
}

/// One union's verdicts, without its findings.
#[derive(Debug, Clone)]
pub struct UnionVerdicts {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its level, by code.
    pub level: String,
    /// The code of the union above it: the one it names or, where it names none, whose roster lists it.
    pub superior: Option<String>,
    /// How many of the unions directly below it have submitted; none where there are none.
    pub submissions: Option<Submissions>,
    /// Rows of each ledger of [`RunInfo::ledgers`], in order; none where it was not submitted.
    pub rows: Vec<Option<u32>>,
    /// Those directly below it that have not, by code.
    pub absent: Vec<Absent>,
    /// One for each rule of [`RunInfo::rules`], in order.
    pub verdicts: Vec<Verdict>,
    /// How many have each state.
    pub states: StateCounts,
    /// Its score.
    pub score: Score,
}

/// A union whose records are not there as they should be, if they should be there at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// Its code.
    pub id: String,
    /// Its name; empty where it is listed without.
    pub name: String,
    /// What came of asking for its records.
    pub submission: Submission,
}

/// What a run is about, known before anything is read.
#[derive(Debug, Clone)]
pub struct RunInfo {
    /// The pack's name.
    pub pack: String,
    /// Its version.
    pub pack_version: String,
    /// SHA-256 over its files, hex.
    pub pack_digest: String,
    /// The profiles in use, in order.
    pub profiles: Vec<String>,
    /// The day judged at.
    pub as_of: Date,
    /// The period judged.
    pub period: Period,
    /// Ids of the rules judged, in the order of verdicts; broken ones last.
    pub rules: Vec<String>,
    /// Keys of the ledgers there may be, in the order of [`UnionVerdicts::rows`].
    pub ledgers: Vec<String>,
}

/// The whole run in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Unions judged.
    pub unions: u64,
    /// Sources read.
    pub sources: u64,
    /// SHA-256 over the sources read, hex.
    pub records_digest: String,
    /// Verdicts by state.
    pub states: StateCounts,
    /// `Fail` findings by severity: note, warning, error.
    pub severities: [u64; 3],
    /// Problems by severity: note, warning, error.
    pub problems: [u64; 3],
    /// Whether work could not be done: a problem that stops work, a broken pack or rule.
    pub work_stopped: bool,
    /// The score over all unions.
    pub score: Score,
    /// How many unions below superiors have submitted: a union stands directly below one at most.
    pub submissions: Submissions,
    /// The coverage asked for, in percent.
    pub min_coverage: Option<Decimal>,
    /// What it comes to against the baseline, where there is one.
    pub baseline: Option<AgainstBaseline>,
}

impl Summary {
    /// `Fail` findings of this severity.
    pub fn fails(&self, severity: Severity) -> u64 {
        self.severities[severity as usize]
    }

    /// Problems of this severity.
    pub fn problems(&self, severity: Severity) -> u64 {
        self.problems[severity as usize]
    }

    /// Whether any fail finding or problem is at or above this severity.
    pub fn reaches(&self, severity: Severity) -> bool {
        (severity as usize..3).any(|at| self.severities[at] + self.problems[at] > 0)
    }

    /// Whether as much was judged as is asked for. Where nothing applies, nothing was covered.
    pub fn is_covered(&self) -> bool {
        let Some(percent) = self.min_coverage else { return true };
        let (judged, applicable) = (self.states.judged(), self.states.applicable());
        let enough = Decimal::from(judged) * Decimal::ONE_HUNDRED >= percent * Decimal::from(applicable);
        enough && (applicable > 0 || percent.is_zero())
    }

    /// `Fail` findings that the baseline does not know, by severity: note, warning, error.
    pub fn fails_anew(&self) -> [u64; 3] {
        let known = self.baseline.as_ref().map_or([0; 3], |baseline| baseline.known);
        std::array::from_fn(|at| self.severities[at].saturating_sub(known[at]))
    }

    /// The same without what the baseline knows: whether a run fails that is asked to from this severity on.
    pub fn reaches_anew(&self, severity: Severity) -> bool {
        let anew = self.fails_anew();
        (severity as usize..3).any(|at| anew[at] + self.problems[at] > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_rounds_half_up_and_needs_something_to_apply() {
        let mut score = Score::default();
        assert_eq!(score.tenths(), None);
        score.add(State::Pass, 3);
        score.add(State::Fail, 3);
        score.add(State::Due, 2);
        score.add(State::NotApplicable, 3);
        assert_eq!(score.tenths(), Some(625));
        assert_eq!(Score { earned: 1, possible: 2000 }.tenths(), Some(1));
    }
}
