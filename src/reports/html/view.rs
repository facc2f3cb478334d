//! What the page needs of a run, in plain values: the one place where results and sections meet.
//!
//! [`super::gather`] fills it as results come; the sections read it and nothing else. Of the records
//! nothing is kept alive but the names and excerpts shown.

use std::collections::BTreeMap;

use super::dues::Dues;
use super::entry::Entry;
use super::problems::ProblemRow;
use crate::engine::State;
use crate::records::Submissions;
use crate::reports::lacking::Lacking;
use crate::reports::outcome::percent;
use crate::reports::rule_errors::RuleErrors;
use crate::rulepack::Pack;
use crate::source::{Lang, Severity};
use crate::verdicts::{Absent, District, RunInfo, Score, StateCounts, Summary};

/// A run as the page shows it.
pub(super) struct View<'p> {
    pub lang: Lang,
    pub pack: &'p Pack,
    pub run: RunInfo,
    pub summary: Summary,
    /// The areas that have rules, in the order people know them in.
    pub areas: Vec<AreaRow>,
    /// The rules, in the order of verdicts.
    pub rules: Vec<RuleRow>,
    /// The unions, in the order of their records.
    pub unions: Vec<UnionRow>,
    /// How many findings of each union are kept to be shown.
    pub most_findings: usize,
    pub dues: Dues,
    /// Problems of the records, as many as are shown.
    pub problems: Vec<ProblemRow>,
    pub errors: RuleErrors,
    /// The rates of districts, each with its rule by position.
    pub districts: Vec<(Option<u16>, District)>,
    /// Unions by position with their ranks, the best first, by the code of their superior.
    pub rankings: Vec<(Option<String>, Vec<Standing>)>,
}

/// A union by position, and its rank.
pub(super) type Standing = (usize, Option<u64>);

/// An area and its verdicts.
pub(super) struct AreaRow {
    /// The folder of its rules.
    pub key: String,
    pub title: String,
    pub states: StateCounts,
    /// `Fail` findings.
    pub places: u64,
}

/// A rule and its verdicts.
pub(super) struct RuleRow {
    pub id: String,
    pub title: String,
    /// Its area, by position.
    pub area: usize,
    pub severity: Severity,
    pub weight: u32,
    pub states: StateCounts,
    /// `Fail` findings.
    pub places: u64,
}

/// A union and its verdicts.
#[derive(Default)]
pub(super) struct UnionRow {
    pub id: String,
    /// Its name, or its code where none is recorded.
    pub name: String,
    /// Its level, in words.
    pub level: String,
    pub superior: Option<String>,
    /// How many of those directly below have submitted, and which have not.
    pub submissions: Option<Submissions>,
    pub absent: Vec<Absent>,
    pub states: StateCounts,
    pub score: Score,
    /// Its verdicts by area.
    pub areas: Vec<StateCounts>,
    /// `Fail` findings by severity: note, warning, error.
    pub places: [u64; 3],
    /// Findings of state `due`.
    pub dues: u64,
    /// Findings of state `waived`.
    pub waived: u64,
    /// Weight of the rules it breaks.
    pub lost: u64,
    /// `Fail` findings by rule, in the order of rules.
    pub by_rule: Vec<(u16, u32)>,
    /// The findings shown, the gravest first.
    pub entries: Vec<Entry>,
    /// What its records lack.
    pub lacking: Lacking,
}

/// The two rates, which are never shown apart.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rates {
    pub passed: u64,
    pub judged: u64,
    pub applicable: u64,
}

impl View<'_> {
    /// The unions by code.
    pub(super) fn known(&self) -> BTreeMap<&str, usize> {
        let mut known = BTreeMap::new();
        for (at, union) in self.unions.iter().enumerate() {
            known.entry(union.id.as_str()).or_insert(at);
        }
        known
    }

    /// The unions by position, in the order they are to be visited in: the greatest weight of broken rules
    /// first, then the more grave findings, then the lower coverage; of equals the earlier.
    pub(super) fn by_gravity(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.unions.len()).collect();
        let key = |&at: &usize| {
            let union = &self.unions[at];
            let [notes, warnings, errors] = union.places;
            (u64::MAX - union.lost, [errors, warnings, notes].map(|count| u64::MAX - count), self.covered(at))
        };
        order.sort_by_key(key);
        order
    }

    /// Coverage in thousandths; a union of whom nothing is asked is covered whole.
    pub(super) fn covered(&self, at: usize) -> u64 {
        let rates = self.unions[at].rates();
        rates.judged.saturating_mul(1000).checked_div(rates.applicable).unwrap_or(1000)
    }
}

impl UnionRow {
    /// The rates of its verdicts.
    pub(super) fn rates(&self) -> Rates {
        Rates::of(&self.states)
    }

    /// `Fail` findings.
    pub(super) fn all_places(&self) -> u64 {
        self.places.iter().sum()
    }

    /// `Fail` findings by severity, the gravest first; those of which there are none left out.
    pub(super) fn by_severity(&self) -> Vec<(Severity, u64)> {
        let counted = severities().map(|severity| (severity, self.places[severity as usize]));
        counted.into_iter().filter(|(_, count)| *count > 0).collect()
    }

    /// Its score as it is shown; nothing where nothing applies.
    pub(super) fn score_shown(&self) -> Option<String> {
        score(self.score)
    }

    /// Whether there is more to say of it than its rates.
    pub(super) fn has_more(&self) -> bool {
        self.all_places() + self.dues + self.waived > 0 || !self.lacking.is_empty()
    }
}

impl Rates {
    /// The rates of some verdicts.
    pub(super) fn of(states: &StateCounts) -> Self {
        Self { passed: states.get(State::Pass), judged: states.judged(), applicable: states.applicable() }
    }

    /// Compliance in percent: passed ÷ judged.
    pub(super) fn compliance(&self) -> String {
        percent(self.passed, self.judged)
    }

    /// Coverage in percent: judged ÷ applicable.
    pub(super) fn coverage(&self) -> String {
        percent(self.judged, self.applicable)
    }

    /// Compliance in whole hundredths, for bars; none where nothing was judged.
    pub(super) fn compliance_of_100(&self) -> Option<u64> {
        self.passed.saturating_mul(100).checked_div(self.judged)
    }

    /// Coverage in whole hundredths, for bars; none where nothing applies.
    pub(super) fn coverage_of_100(&self) -> Option<u64> {
        self.judged.saturating_mul(100).checked_div(self.applicable)
    }

    /// How dark a cell is drawn, from 0 (all passed) to 4; nothing judged has a look of its own, for it is
    /// not good either.
    pub(super) fn shade(&self) -> &'static str {
        match self.compliance_of_100() {
            None => "hn",
            Some(100) => "h0",
            Some(90..) => "h1",
            Some(75..) => "h2",
            Some(50..) => "h3",
            Some(_) => "h4",
        }
    }
}

/// A score as it is shown; nothing where nothing applies.
pub(super) fn score(score: Score) -> Option<String> {
    score.tenths().map(|tenths| format!("{}.{}", tenths / 10, tenths % 10))
}

/// The severities, the gravest first.
pub(super) fn severities() -> [Severity; 3] {
    [Severity::Error, Severity::Warning, Severity::Note]
}
