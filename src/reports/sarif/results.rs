//! What was found, as results.
//!
//! | state | `kind` | `level` | listed |
//! | --- | --- | --- | --- |
//! | fail | `fail` | the severity | always |
//! | waived | `fail`, with a suppression | the severity | always |
//! | due | `informational` | `none` | where asked for |
//! | insufficient | `open`; `review` where a person must confirm it | `none` | where asked for |
//! | pass | `pass` | `none` | where asked for |
//! | not applicable | `notApplicable` | `none` | where asked for |
//!
//! A problem of the records is a `fail` of its severity. A rule that failed is none of these but a
//! notification: see [`super::notices`].

use serde_json::{Map, Value};

use super::model::{Found, Location, Suppression};
use super::place::{of_place, of_records, of_union};
use super::rules::bag;
use super::text::{line, message};
use crate::engine::State;
use crate::records::Problem;
use crate::reports::columns::one_line;
use crate::reports::excused;
use crate::reports::wording::{colon, union};
use crate::rulepack::{FindingAs, Pack};
use crate::source::{Lang, Text};
use crate::verdicts::{Finding, Known, UnionVerdicts, Verdict, Waiver};

/// A result in the making: its union's name and the rules' places may be known later only.
#[derive(Debug)]
pub(super) struct Draft {
    pub result: Found,
    /// The union's code; none for a problem.
    pub union: Option<String>,
    pub is_known: bool,
    /// What is wrong.
    said: String,
    /// What to do; may be empty.
    help: String,
    /// The cell, where places are cells: many a viewer shows none but lines.
    cell: Option<String>,
}

impl Draft {
    /// A finding.
    pub(super) fn of_finding(pack: &Pack, finding: &Finding, lang: Lang) -> Self {
        let is_wrong = matches!(finding.state, State::Fail | State::Waived);
        let related = finding.related.iter().enumerate().map(|(at, related)| Location {
            id: Some(at + 1),
            message: Some(line(related.label.get(lang)).into()),
            // Of a district it stands in the records of a union below.
            ..of_place(&related.place, None)
        });
        let mut prints = Map::new();
        prints.insert("hegui/v1".to_owned(), finding.fingerprint.as_str().into());
        let result = Found {
            rule_id: finding.rule.clone(),
            kind: kind(pack, finding),
            level: Some(if is_wrong { finding.severity.as_str() } else { "none" }),
            locations: vec![of_place(&finding.place, Some(&finding.union))],
            related_locations: related.collect(),
            partial_fingerprints: prints,
            suppressions: finding.waiver.iter().map(|waiver| suppression(waiver, lang)).collect(),
            properties: properties(finding.state, Some(&finding.union), &finding.help, lang),
            ..Found::default()
        };
        Self {
            result,
            union: Some(finding.union.clone()),
            is_known: finding.is_known,
            said: one_line(finding.message.get(lang)),
            help: one_line(finding.help.get(lang)),
            cell: finding.place.location.cell().is_some().then(|| finding.place.location.to_string()),
        }
    }

    /// A problem of the records.
    pub(super) fn of_problem(problem: &Problem, lang: Lang) -> Self {
        let fault = &problem.fault;
        let row = problem.row.map(|row| row.to_string());
        let path = [problem.ledger.as_ref(), row.as_ref(), problem.field.as_ref()];
        let related = fault.related.iter().enumerate().map(|(at, (label, place))| Location {
            id: Some(at + 1),
            message: Some(line(label.get(lang)).into()),
            ..of_records(place, None, [None; 3])
        });
        let help = one_line(fault.help.get(lang));
        let result = Found {
            rule_id: problem.code.as_str().to_owned(),
            kind: "fail",
            level: Some(problem.code.severity().as_str()),
            locations: vec![of_records(&fault.location, None, path)],
            related_locations: related.collect(),
            properties: bag([("help", Some(help.as_str()).filter(|help| !help.is_empty()))]),
            ..Found::default()
        };
        let cell = fault.location.cell().is_some().then(|| fault.location.to_string());
        let said = one_line(fault.message.get(lang));
        Self { result, union: None, is_known: false, said, help, cell }
    }

    /// A verdict without findings, where it was asked for.
    pub(super) fn of_verdict(
        rule: &str,
        title: &str,
        of: &UnionVerdicts,
        verdict: Verdict,
        lang: Lang,
    ) -> Self {
        let reason = verdict.reason.map(|reason| reason.name(lang));
        let (name, colon) = (verdict.state.name(lang), colon(lang));
        let (kind, said) = match (verdict.state, reason) {
            (State::Pass, _) => {
                let checked = verdict.checked;
                let how_many = lang.pick(format!("（查了 {checked} 处）"), format!(" (looked at {checked})"));
                ("pass", format!("{title}{colon}{name}{how_many}"))
            }
            (_, Some(reason)) => {
                ("notApplicable", format!("{title}{colon}{name}{}{reason}", lang.pick("，", ", ")))
            }
            (_, None) => ("notApplicable", format!("{title}{colon}{name}")),
        };
        let result = Found {
            rule_id: rule.to_owned(),
            kind,
            level: Some("none"),
            properties: properties(verdict.state, Some(&of.id), &Text::default(), lang),
            ..Found::default()
        };
        Self { result, union: Some(of.id.clone()), is_known: false, said, help: String::new(), cell: None }
    }

    /// A finding of the baseline that is gone.
    pub(super) fn of_fixed(known: &Known, lang: Lang) -> Self {
        let mut prints = Map::new();
        prints.insert("hegui/v1".to_owned(), known.fingerprint.as_str().into());
        let result = Found {
            rule_id: known.rule.clone(),
            kind: "fail",
            partial_fingerprints: prints,
            baseline_state: Some("absent"),
            properties: bag([("union", Some(known.union.as_str()))]),
            ..Found::default()
        };
        let said = lang.pick(
            format!("已改：{}", one_line(&known.message)),
            format!("fixed: {}", one_line(&known.message)),
        );
        Self {
            result,
            union: Some(known.union.clone()),
            is_known: true,
            said,
            help: String::new(),
            cell: None,
        }
    }

    /// The result; `name` and `path` are the union's name and the file of its records, as far as known.
    pub(super) fn finish(mut self, name: Option<&str>, path: Option<&String>, lang: Lang) -> Found {
        let whose = self.union.as_deref().map(|id| (id, union(id, name, lang)));
        let said = match &whose {
            Some((_, whose)) => {
                lang.pick(format!("{}（{whose}）", self.said), format!("{} ({whose})", self.said))
            }
            None => self.said,
        };
        let colon = colon(lang);
        let cell = self.cell.map(|cell| format!("{}{colon}{cell}", lang.pick("位置", "place")));
        let help = (!self.help.is_empty())
            .then(|| format!("{}{colon}{}", lang.pick("怎么办", "what to do"), self.help));
        let lines: Vec<String> = std::iter::once(said).chain(cell).chain(help).collect();
        self.result.message = Some(message(&lines));
        if let Some((id, _)) = whose {
            if self.result.locations.is_empty() {
                self.result.locations.push(of_union(id, path));
            }
            if let Some(name) = name {
                self.result.properties.insert("union_name".to_owned(), name.into());
            }
        }
        self.result
    }
}

fn kind(pack: &Pack, finding: &Finding) -> &'static str {
    match finding.state {
        State::Fail | State::Waived | State::Error => "fail",
        State::Due => "informational",
        State::Pass => "pass",
        State::NotApplicable => "notApplicable",
        State::Insufficient => {
            let rule = pack.rule(&finding.rule).filter(|rule| rule.finding == FindingAs::Insufficient);
            // What the rule itself found comes with its own help; what is lacking comes with another.
            let is_for_a_person = rule.is_some_and(|rule| rule.help == finding.help);
            if is_for_a_person { "review" } else { "open" }
        }
    }
}

fn properties(state: State, union: Option<&str>, help: &Text, lang: Lang) -> Map<String, Value> {
    let help = one_line(help.get(lang));
    bag([
        ("state", Some(state.as_str())),
        ("union", union),
        ("help", Some(help.as_str()).filter(|help| !help.is_empty())),
    ])
}

fn suppression(waiver: &Waiver, lang: Lang) -> Suppression {
    let (by, until) = (one_line(&waiver.approved_by), waiver.until.to_string());
    Suppression {
        kind: "external",
        status: "accepted",
        justification: excused::answer(waiver, lang),
        location: of_records(&waiver.place, None, [None; 3]),
        properties: bag([("approved_by", Some(by.as_str())), ("until", Some(until.as_str()))]),
    }
}
