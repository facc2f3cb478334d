//! The parts of a result, in the order of their keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use super::district::District;
use super::head::Head;
use super::location::{Location, Related};
use super::totals::{States, Totals, score};
use super::value::args;
use crate::engine::State;
use crate::source::Lang;
use crate::verdicts::{self, RunInfo, Standing, Summary, UnionVerdicts};

/// The whole.
#[derive(Debug, serde::Serialize)]
pub(super) struct Results<'a> {
    #[serde(flatten)]
    head: Head<'a>,
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

impl<'a> Results<'a> {
    /// The result of a run.
    pub(super) fn new(run: &'a RunInfo, summary: &Summary, found: Found<'a>) -> Self {
        Self { head: Head::new(run), summary: Totals::new(run.rules.len(), summary), found }
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
pub(super) struct Rank {
    place: u64,
    of: u64,
}

impl From<Standing> for Rank {
    fn from(Standing { place, of }: Standing) -> Self {
        Self { place, of }
    }
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
        self.rank = standings.get(&self.id).copied().map(Rank::from);
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
