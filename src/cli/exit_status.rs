//! The exit status, the same for every command and format.
//!
//! | status | meaning |
//! | --- | --- |
//! | 0 | nothing at or above `--fail-on` |
//! | 1 | findings of state `fail` that are not in the baseline, or problems of the records, at or above it; or coverage below `--min-coverage` |
//! | 2 | the work could not be done: bad usage, unreadable bytes, a broken document, pack or rule, nothing judged |
//!
//! 2 outranks 1, and `--fail-on never` does not hide it: what was not done is never a pass. `due` and
//! `insufficient` alone do not fail a run.

use crate::engine::State;
use crate::source::Severity;
use crate::verdicts::Summary;

/// How a command ended. The greater outranks the lesser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing to complain of.
    Clean,
    /// Something found.
    Found,
    /// The work could not be done.
    NotDone,
}

impl Status {
    /// The number the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Found => 1,
            Self::NotDone => 2,
        }
    }

    /// The status of this number; unknown numbers mean that the work was not done.
    pub fn from_code(code: u8) -> Self {
        match code {
            0 => Self::Clean,
            1 => Self::Found,
            _ => Self::NotDone,
        }
    }

    /// The status of a whole run of so many rules; `fail_on` is none for `never`.
    pub fn of(summary: &Summary, rules: usize, fail_on: Option<Severity>) -> Self {
        if summary.unions == 0 || rules == 0 {
            return Self::NotDone;
        }
        let covered = if summary.is_covered() { Self::Clean } else { Self::Found };
        Self::so_far(summary, fail_on).max(covered)
    }

    /// The status of a run whose reader went away before its end.
    pub fn so_far(summary: &Summary, fail_on: Option<Severity>) -> Self {
        if summary.work_stopped || summary.states.get(State::Error) > 0 {
            Self::NotDone
        } else if fail_on.is_some_and(|severity| summary.reaches_anew(severity)) {
            Self::Found
        } else {
            Self::Clean
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdicts::AgainstBaseline;
    use rust_decimal::Decimal;

    fn summary(fails: [u64; 3], problems: [u64; 3], work_stopped: bool) -> Summary {
        Summary { unions: 1, severities: fails, problems, work_stopped, ..Summary::default() }
    }

    #[test]
    fn what_the_baseline_knows_fails_no_run_and_hides_nothing_else() {
        let known = |known, severities, problems| {
            let baseline = Some(AgainstBaseline { known, ..AgainstBaseline::default() });
            let summary = Summary { baseline, ..summary(severities, problems, false) };
            Status::of(&summary, 1, Some(Severity::Warning)).code()
        };
        assert_eq!(known([0, 2, 3], [0, 2, 3], [0; 3]), 0);
        assert_eq!(known([0, 2, 3], [0, 2, 4], [0; 3]), 1, "one more error");
        assert_eq!(known([0, 2, 3], [0, 3, 3], [0; 3]), 1, "one more warning");
        assert_eq!(known([0, 2, 3], [9, 2, 3], [0; 3]), 0, "notes");
        assert_eq!(known([0, 2, 3], [0, 2, 3], [0, 1, 0]), 1, "a problem of the records");
    }

    #[test]
    fn too_little_judged_fails_a_run() {
        let covered = |judged: usize, lacking: usize, percent: i64| {
            let mut summary = summary([0; 3], [0; 3], false);
            (0..judged).for_each(|_| summary.states.add(State::Pass));
            (0..lacking).for_each(|_| summary.states.add(State::Insufficient));
            summary.min_coverage = Some(Decimal::from(percent));
            Status::of(&summary, 1, None).code()
        };
        assert_eq!(
            [covered(8, 2, 80), covered(79, 21, 80), covered(0, 0, 80), covered(0, 0, 0)],
            [0, 1, 1, 0]
        );
    }

    #[test]
    fn the_table_holds() {
        const ERROR: Option<Severity> = Some(Severity::Error);
        const WARNING: Option<Severity> = Some(Severity::Warning);
        let cases = [
            (summary([0, 0, 0], [0, 0, 0], false), ERROR, 0),
            (summary([0, 0, 1], [0, 0, 0], false), ERROR, 1),
            (summary([0, 0, 0], [0, 0, 1], false), ERROR, 1),
            (summary([0, 1, 0], [0, 0, 0], false), ERROR, 0),
            (summary([0, 1, 0], [0, 0, 0], false), WARNING, 1),
            (summary([1, 0, 0], [0, 0, 0], false), Some(Severity::Note), 1),
            (summary([9, 9, 9], [9, 9, 9], false), None, 0),
            (summary([0, 0, 1], [0, 0, 1], true), ERROR, 2),
            (summary([0, 0, 0], [0, 0, 0], true), None, 2),
        ];
        for (summary, fail_on, code) in cases {
            assert_eq!(Status::of(&summary, 1, fail_on).code(), code, "{fail_on:?} {summary:?}");
        }
    }

    #[test]
    fn nothing_judged_is_not_done() {
        assert_eq!(Status::of(&Summary::default(), 1, None), Status::NotDone);
        assert_eq!(Status::of(&summary([0; 3], [0; 3], false), 0, None), Status::NotDone);
    }

    #[test]
    fn a_rule_that_failed_is_not_done() {
        let mut summary = summary([0; 3], [0; 3], false);
        summary.states.add(State::Error);
        assert_eq!(Status::of(&summary, 1, None), Status::NotDone);
    }
}
