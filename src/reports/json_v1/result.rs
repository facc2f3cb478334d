//! The parts of a result, in the order of their keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use super::district::District;
use super::location::{Location, Related};
use super::value::args;
use crate::engine::State;
use crate::source::{Lang, Severity};
use crate::verdicts::{self, RunInfo, Score, Standing, StateCounts, Summary, UnionVerdicts};

/// The whole.
#[derive(Debug, serde::Serialize)]
pub(super) struct Results<'a> {
    version: u8,
    tool: Named<'a>,
    pack: PackInfo<'a>,
    profiles: &'a [String],
    as_of: String,
    period: Period,
    summary: Totals,
    #[serde(flatten)]
    found: Found<'a>,
}

/// What was found, in the order of keys.
#[derive(Debug, serde::Serialize)]
pub(super) struct Found<'a> {
    pub(super) unions: &'a [Union],
    pub(super) findings: &'a [Finding],
    pub(super) districts: &'a [District],
    pub(super) problems: &'a [Problem],
}

#[derive(Debug, serde::Serialize)]
struct Named<'a> {
    name: &'a str,
    version: &'a str,
}

#[derive(Debug, serde::Serialize)]
struct PackInfo<'a> {
    name: &'a str,
    version: &'a str,
    digest: String,
}

#[derive(Debug, serde::Serialize)]
struct Period {
    start: String,
    end: String,
}

#[derive(Debug, serde::Serialize)]
struct Totals {
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
    fn new(summary: &Summary, against: &verdicts::AgainstBaseline) -> Self {
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

impl<'a> Results<'a> {
    /// The result of a run.
    pub(super) fn new(run: &'a RunInfo, summary: &Summary, found: Found<'a>) -> Self {
        let digest = format!("sha256:{}", run.pack_digest);
        Self {
            version: 1,
            tool: Named { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            pack: PackInfo { name: &run.pack, version: &run.pack_version, digest },
            profiles: &run.profiles,
            as_of: run.as_of.to_string(),
            period: Period { start: run.period.start.to_string(), end: run.period.end.to_string() },
            summary: Totals::new(run, summary),
            found,
        }
    }
}

impl Totals {
    fn new(run: &RunInfo, summary: &Summary) -> Self {
        let states = &summary.states;
        let judged = states.judged();
        let fails = |severity| summary.fails(severity);
        Self {
            unions: summary.unions,
            rules: run.rules.len(),
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
fn score(score: Score) -> Option<f64> {
    let tenths = u32::try_from(score.tenths()?).ok()?;
    Some(f64::from(tenths) / 10.0)
}

/// Counts by state, under the states' own names.
#[derive(Debug)]
struct States(StateCounts);

impl Serialize for States {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(State::ALL.into_iter().map(|state| (state.as_str(), self.0.get(state))))
    }
}

/// A union and its verdicts.
#[derive(Debug, serde::Serialize)]
pub(super) struct Union {
    id: String,
    name: String,
    level: String,
    superior: Option<String>,
    submissions: Option<Submitted>,
    states: States,
    score: Option<f64>,
    rank: Option<Rank>,
    rows: Rows,
    verdicts: Verdicts,
}

/// How many rows each ledger has that was submitted.
#[derive(Debug)]
struct Rows {
    ledgers: Arc<[String]>,
    counts: Vec<Option<u32>>,
}

impl Serialize for Rows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let counted = self.ledgers.iter().zip(&self.counts);
        serializer.collect_map(counted.filter_map(|(ledger, count)| Some((ledger, (*count)?))))
    }
}

/// Of the unions directly below.
#[derive(Debug, serde::Serialize)]
#[expect(clippy::struct_field_names, reason = "the keys of the result")]
struct Submitted {
    submitted: u64,
    missing: u64,
    unreadable: u64,
    not_due: u64,
}

/// A place among the unions of the same superior.
#[derive(Debug, serde::Serialize)]
struct Rank {
    place: u64,
    of: u64,
}

/// A state for each rule. One byte each, as there are as many as rules times unions.
#[derive(Debug)]
struct Verdicts {
    rules: Arc<[String]>,
    states: Vec<State>,
}

impl Serialize for Verdicts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.states.len()))?;
        for (rule, state) in self.rules.iter().zip(&self.states) {
            map.serialize_entry(rule, state.as_str())?;
        }
        map.end()
    }
}

impl Union {
    /// A union's verdicts; `rules` and `ledgers` are the run's, in the order of verdicts and of rows.
    pub(super) fn new(union: &UnionVerdicts, rules: &Arc<[String]>, ledgers: &Arc<[String]>) -> Self {
        let states = union.verdicts.iter().map(|verdict| verdict.state).collect();
        Self {
            id: union.id.clone(),
            name: union.name.clone(),
            level: union.level.clone(),
            superior: union.superior.clone(),
            submissions: union.submissions.map(|counts| Submitted {
                submitted: counts.submitted,
                missing: counts.missing,
                unreadable: counts.unreadable,
                not_due: counts.not_due,
            }),
            states: States(union.states),
            score: score(union.score),
            rank: None,
            rows: Rows { ledgers: Arc::clone(ledgers), counts: union.rows.clone() },
            verdicts: Verdicts { rules: Arc::clone(rules), states },
        }
    }
}

impl Union {
    /// Says where it stands, once all unions are known.
    pub(super) fn stand(&mut self, standings: &BTreeMap<String, Standing>) {
        let standing = standings.get(&self.id);
        self.rank = standing.map(|&Standing { place, of }| Rank { place, of });
    }
}

/// A finding.
#[derive(Debug, serde::Serialize)]
pub(super) struct Finding {
    rule: String,
    state: &'static str,
    severity: &'static str,
    union: String,
    message: String,
    args: Map<String, Value>,
    location: Location,
    related: Vec<Related>,
    help: String,
    fingerprint: String,
    waiver: Option<Waived>,
    known: bool,
}

/// Who answers for a waived finding, why, and until when.
#[derive(Debug, serde::Serialize)]
struct Waived {
    reason: String,
    approved_by: String,
    until: String,
    location: Location,
}

impl Waived {
    fn new(waiver: &verdicts::Waiver) -> Self {
        Self {
            reason: waiver.reason.clone(),
            approved_by: waiver.approved_by.clone(),
            until: waiver.until.to_string(),
            location: Location::new(&waiver.place, None, None, None),
        }
    }
}

impl Finding {
    /// The finding with its texts in `lang`.
    pub(super) fn new(finding: &verdicts::Finding, lang: Lang) -> Self {
        let location = |place: &verdicts::Place| {
            Location::new(&place.location, place.ledger.as_ref(), place.row, place.field.as_ref())
        };
        let related = |related: &verdicts::Related| Related {
            label: related.label.get(lang).to_owned(),
            location: location(&related.place),
        };
        Self {
            rule: finding.rule.clone(),
            state: finding.state.as_str(),
            severity: finding.severity.as_str(),
            union: finding.union.clone(),
            message: finding.message.get(lang).to_owned(),
            args: args(&finding.args, lang),
            location: location(&finding.place),
            related: finding.related.iter().map(related).collect(),
            help: finding.help.get(lang).to_owned(),
            fingerprint: finding.fingerprint.clone(),
            waiver: finding.waiver.as_deref().map(Waived::new),
            known: finding.is_known,
        }
    }
}

/// A problem of the records.
#[derive(Debug, serde::Serialize)]
pub(in crate::reports) struct Problem {
    code: &'static str,
    severity: &'static str,
    message: String,
    location: Location,
    related: Vec<Related>,
    help: String,
}

impl Problem {
    /// The problem with its texts in `lang`.
    pub(in crate::reports) fn new(problem: &crate::records::Problem, lang: Lang) -> Self {
        let fault = &problem.fault;
        let related = fault.related.iter().map(|(label, at)| Related {
            label: label.get(lang).to_owned(),
            location: Location::new(at, None, None, None),
        });
        Self {
            code: problem.code.as_str(),
            severity: problem.code.severity().as_str(),
            message: fault.message.get(lang).to_owned(),
            location: Location::new(
                &fault.location,
                problem.ledger.as_ref(),
                problem.row,
                problem.field.as_ref(),
            ),
            related: related.collect(),
            help: fault.help.get(lang).to_owned(),
        }
    }
}
