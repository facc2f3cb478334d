//! The run in numbers.

use serde::ser::{Serialize, Serializer};

use crate::engine::State;
use crate::source::Severity;
use crate::verdicts::{AgainstBaseline, Score, StateCounts, Summary};

/// The summary.
#[derive(Debug, serde::Serialize)]
pub(super) struct Totals {
    unions: u64,
    rules: usize,
    records_digest: String,
    states: States,
    severities: Severities,
    compliance: Compliance,
    coverage: Coverage,
    score: Option<f64>,
    baseline: Option<Against>,
}

/// What the run comes to against its baseline.
#[derive(Debug, serde::Serialize)]
struct Against {
    known: Severities,
    new: Severities,
    fixed: Vec<Fixed>,
    unclear: u64,
}

/// A finding of the baseline that is fixed.
#[derive(Debug, serde::Serialize)]
struct Fixed {
    union: String,
    rule: String,
    fingerprint: String,
    message: String,
}

impl Against {
    fn new(summary: &Summary, against: &AgainstBaseline) -> Self {
        let fixed = against.fixed.iter().map(|known| Fixed {
            union: known.union.clone(),
            rule: known.rule.clone(),
            fingerprint: known.fingerprint.clone(),
            message: known.message.clone(),
        });
        let [note, warning, error] = summary.fails_anew();
        Self {
            known: Severities { error: against.known[2], warning: against.known[1], note: against.known[0] },
            new: Severities { error, warning, note },
            fixed: fixed.collect(),
            unclear: against.unclear,
        }
    }
}

#[derive(Debug, serde::Serialize)]
struct Severities {
    error: u64,
    warning: u64,
    note: u64,
}

#[derive(Debug, serde::Serialize)]
struct Compliance {
    passed: u64,
    judged: u64,
}

#[derive(Debug, serde::Serialize)]
struct Coverage {
    judged: u64,
    applicable: u64,
}

impl Totals {
    /// The numbers of a run of so many rules.
    pub(super) fn new(rules: usize, summary: &Summary) -> Self {
        let states = &summary.states;
        let judged = states.judged();
        let fails = |severity| summary.fails(severity);
        Self {
            unions: summary.unions,
            rules,
            records_digest: format!("sha256:{}", summary.records_digest),
            states: States(*states),
            severities: Severities {
                error: fails(Severity::Error),
                warning: fails(Severity::Warning),
                note: fails(Severity::Note),
            },
            compliance: Compliance { passed: states.get(State::Pass), judged },
            coverage: Coverage { judged, applicable: states.applicable() },
            score: score(summary.score),
            baseline: summary.baseline.as_ref().map(|against| Against::new(summary, against)),
        }
    }
}

/// A percentage with one decimal.
pub(super) fn score(score: Score) -> Option<f64> {
    let tenths = u32::try_from(score.tenths()?).ok()?;
    Some(f64::from(tenths) / 10.0)
}

/// Counts by state, under the states' own names.
#[derive(Debug)]
pub(super) struct States(pub(super) StateCounts);

impl Serialize for States {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(State::ALL.into_iter().map(|state| (state.as_str(), self.0.get(state))))
    }
}
