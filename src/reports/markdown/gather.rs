//! What the page needs of a run, in plain values and bounded numbers: filled while results come.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::most::Most;
use crate::engine::State;
use crate::records::{Date, Problem, Submissions};
use crate::reports::deadline::last_day;
use crate::reports::rule_errors::RuleErrors;
use crate::reports::wording;
use crate::source::{Lang, Location, Severity};
use crate::verdicts::{Absent, Chunk, Finding, Item, Rankings, RunInfo, UnionVerdicts};

/// Findings shown at most.
pub(super) const MOST: usize = 200;

/// Shown at most of what is less grave.
const FEW: usize = 100;

/// Superiors named at most, those with most unions missing first.
const MOST_SUPERIORS: usize = 50;

/// One line of a list.
#[derive(Debug)]
pub(super) struct Row {
    /// What it is called first: how bad, or its state.
    pub kind: &'static str,
    /// Whether it was known before.
    pub is_known: bool,
    /// The union; empty for a problem.
    pub whose: String,
    pub place: String,
    pub message: String,
    pub help: String,
    /// The rule, or the problem's code.
    pub name: String,
    /// Its last day, where it is due.
    pub day: Option<Date>,
    /// Why it is waived, by whom, and its last day.
    pub waiver: Option<(String, String, Date)>,
}

/// What was found of a rule.
#[derive(Debug, Clone, Copy)]
pub(super) struct Broken {
    pub severity: Severity,
    /// `Fail` findings.
    pub places: u64,
    /// Verdicts of state `fail`.
    pub unions: u64,
}

/// A superior and those below it that have not submitted.
#[derive(Debug)]
pub(super) struct Superior {
    pub whose: String,
    pub counts: Submissions,
    pub absent: Vec<Absent>,
}

/// Everything the page is written from.
#[derive(Debug)]
pub(super) struct Gathered {
    pub lang: Lang,
    pub run: RunInfo,
    /// Unions' names by code.
    pub names: HashMap<String, String>,
    /// Rules with violations, by id.
    pub broken: BTreeMap<String, Broken>,
    pub errors: RuleErrors,
    pub problems: Most<Reverse<Severity>, Row>,
    /// What is known comes last.
    pub fails: Most<(bool, Reverse<Severity>), Row>,
    /// By deadline; those without one last.
    pub dues: Most<(bool, Option<Date>), Row>,
    pub lacking: Most<(), Row>,
    /// Those that end first come first.
    pub waived: Most<Option<Date>, Row>,
    pub superiors: Most<Reverse<u64>, Superior>,
    pub rankings: Rankings,
    /// Verdicts of state `fail` by rule, in the run's order.
    failing: Vec<u64>,
}

impl Gathered {
    /// Nothing yet of this run.
    pub(super) fn new(run: &RunInfo, lang: Lang) -> Self {
        Self {
            lang,
            run: run.clone(),
            names: HashMap::new(),
            broken: BTreeMap::new(),
            errors: RuleErrors::default(),
            problems: Most::new(FEW),
            fails: Most::new(MOST),
            dues: Most::new(FEW),
            lacking: Most::new(FEW),
            waived: Most::new(FEW),
            superiors: Most::new(MOST_SUPERIORS),
            rankings: Rankings::default(),
            failing: vec![0; run.rules.len()],
        }
    }

    /// Takes some unions' results.
    pub(super) fn take(&mut self, chunk: &Chunk) {
        for union in &chunk.unions {
            self.names.insert(union.id.clone(), union.name.clone());
            self.union(union);
        }
        for item in &chunk.items {
            match item {
                Item::Problem(problem) => self.problem(problem),
                Item::Finding(finding) => self.finding(finding),
            }
        }
    }

    /// Ends the taking.
    pub(super) fn close(&mut self) {
        for (rule, &unions) in self.run.rules.iter().zip(&self.failing) {
            if let Some(broken) = self.broken.get_mut(rule) {
                broken.unions = unions;
            }
        }
    }

    /// A union as it is called.
    pub(super) fn called(&self, id: &str) -> String {
        wording::union(id, self.names.get(id).map(String::as_str), self.lang)
    }

    fn union(&mut self, union: &UnionVerdicts) {
        self.rankings.add(union);
        for (count, verdict) in self.failing.iter_mut().zip(&union.verdicts) {
            *count += u64::from(verdict.state == State::Fail);
        }
        if let Some(counts) = union.submissions.filter(|_| !union.absent.is_empty()) {
            let whose = self.called(&union.id);
            let absent = || union.absent.iter().take(FEW).cloned().collect();
            self.superiors.add(Reverse(counts.missing), || Superior { whose, counts, absent: absent() });
        }
    }

    fn problem(&mut self, problem: &Problem) {
        let (severity, lang) = (problem.code.severity(), self.lang);
        let (fault, code) = (&problem.fault, problem.code.as_str());
        let row = || Row {
            help: fault.help.get(lang).to_owned(),
            ..row(severity.name(lang), code, fault.message.get(lang), &fault.location)
        };
        self.problems.add(Reverse(severity), row);
    }

    fn finding(&mut self, finding: &Finding) {
        let lang = self.lang;
        let whose = self.called(&finding.union);
        let row = || Row {
            is_known: finding.is_known,
            whose,
            help: finding.help.get(lang).to_owned(),
            day: last_day(finding),
            waiver: finding
                .waiver
                .as_ref()
                .map(|waiver| (waiver.reason.clone(), waiver.approved_by.clone(), waiver.until)),
            ..row(
                wording::kind(finding, lang),
                &finding.rule,
                finding.message.get(lang),
                &finding.place.location,
            )
        };
        match finding.state {
            State::Fail => {
                let new = Broken { severity: finding.severity, places: 0, unions: 0 };
                self.broken.entry(finding.rule.clone()).or_insert(new).places += 1;
                self.fails.add((finding.is_known, Reverse(finding.severity)), row);
            }
            State::Due => {
                let day = last_day(finding);
                self.dues.add((day.is_none(), day), row);
            }
            State::Insufficient => self.lacking.add((), row),
            State::Waived => self.waived.add(finding.waiver.as_ref().map(|waiver| waiver.until), row),
            State::Error => self.errors.add(finding),
            State::Pass | State::NotApplicable => {}
        }
    }
}

fn row(kind: &'static str, name: &str, message: &str, at: &Location) -> Row {
    Row {
        kind,
        is_known: false,
        whose: String::new(),
        place: at.to_string(),
        message: message.to_owned(),
        help: String::new(),
        name: name.to_owned(),
        day: None,
        waiver: None,
    }
}
