//! What came of one rule on one union, and of one problem of the records.

use super::xml::{Case, Outcome};
use crate::engine::State;
use crate::records::Problem;
use crate::reports::columns::one_line;
use crate::reports::excused;
use crate::reports::wording::{colon, kind};
use crate::source::{Lang, Severity};
use crate::verdicts::Finding;

/// What was found of one rule on one union, in the order it came.
#[derive(Debug, Default)]
pub(super) struct Found(Vec<One>);

#[derive(Debug)]
struct One {
    state: State,
    severity: Severity,
    is_known: bool,
    /// What is so.
    message: String,
    /// Place, message and what to do.
    text: String,
    /// Why it is waived.
    waived: Option<String>,
}

impl Found {
    /// Adds a finding.
    pub(super) fn add(&mut self, finding: &Finding, lang: Lang) {
        let message = one_line(finding.message.get(lang));
        let place = one_line(&finding.place.location.to_string());
        let (kind, known) = (kind(finding, lang), if finding.is_known { known(lang) } else { String::new() });
        let said = format!("{place}: {kind}{known}{}{message}", colon(lang));
        self.0.push(One {
            state: finding.state,
            severity: finding.severity,
            is_known: finding.is_known,
            message,
            text: with_help(&said, finding.help.get(lang), lang),
            waived: finding.waiver.as_ref().map(|waiver| excused::answer(waiver, lang)),
        });
    }

    /// What comes of a verdict of this state; none where the rule does not apply.
    pub(super) fn outcome(&self, state: State, lang: Lang) -> Option<Outcome> {
        let text = self.0.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join("\n");
        let of_state = || self.0.iter().filter(|one| one.state == state);
        let (first, more) = (of_state().next(), of_state().count().saturating_sub(1));
        let message =
            || first.map_or_else(|| state.name(lang).to_owned(), |one| and_more(&one.message, more, lang));
        Some(match state {
            State::NotApplicable => return None,
            State::Pass => Outcome::Passed(None),
            State::Due => Outcome::Passed(Some(text)),
            State::Insufficient => {
                Outcome::Skipped(format!("{}{}{}", state.name(lang), colon(lang), message()))
            }
            State::Waived => Outcome::Skipped(self.waived(lang)),
            State::Error => Outcome::Broken("rule-error", message(), text),
            State::Fail => self.failed(text, lang),
        })
    }

    fn failed(&self, text: String, lang: Lang) -> Outcome {
        let fails: Vec<&One> = self.0.iter().filter(|one| one.state == State::Fail).collect();
        let new: Vec<&&One> = fails.iter().filter(|one| !one.is_known).collect();
        match (new.first(), fails.first()) {
            (Some(first), _) => {
                let message = and_more(&first.message, new.len() - 1, lang);
                Outcome::Failed(first.severity.as_str(), message, text)
            }
            (None, Some(first)) => {
                let message = and_more(&first.message, fails.len() - 1, lang);
                let (heading, colon) = (excused::in_baseline(lang), colon(lang));
                Outcome::Skipped(format!("{heading}{colon}{message}"))
            }
            // A verdict of this state has a finding; should it have none, it fails all the same.
            (None, None) => {
                Outcome::Failed(Severity::Error.as_str(), State::Fail.name(lang).to_owned(), text)
            }
        }
    }

    /// Each reason once.
    fn waived(&self, lang: Lang) -> String {
        let mut reasons: Vec<&str> = Vec::new();
        for reason in self.0.iter().filter_map(|one| one.waived.as_deref()) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        format!("{}{}{}", State::Waived.name(lang), colon(lang), reasons.join(lang.pick("；", "; ")))
    }
}

fn known(lang: Lang) -> String {
    let word = excused::in_baseline(lang);
    lang.pick(format!("（{word}）"), format!(" ({word})"))
}

fn and_more(message: &str, more: usize, lang: Lang) -> String {
    match more {
        0 => message.to_owned(),
        more => lang.pick(format!("{message}（另有 {more} 处）"), format!("{message} (and {more} more)")),
    }
}

/// A text and, on a line of its own, what to do about it.
pub(super) fn with_help(said: &str, help: &str, lang: Lang) -> String {
    match one_line(help) {
        help if help.is_empty() => said.to_owned(),
        help => format!("{said}\n  {}{}{help}", lang.pick("怎么办", "what to do"), colon(lang)),
    }
}

/// A problem of the records.
pub(super) fn of_problem(problem: &Problem, lang: Lang) -> Case {
    let (code, severity) = (problem.code, problem.code.severity());
    let place = one_line(&problem.location().to_string());
    let message = one_line(problem.fault.message.get(lang));
    let said = format!("{place}: {}{}{message}", severity.name(lang), colon(lang));
    let text = with_help(&said, problem.fault.help.get(lang), lang);
    let outcome = match severity {
        _ if code.stops_work() => Outcome::Broken(code.as_str(), message, text),
        Severity::Error => Outcome::Failed(severity.as_str(), message, text),
        Severity::Warning | Severity::Note => Outcome::Passed(Some(text)),
    };
    Case { class: "records".to_owned(), name: format!("{} {place}", code.as_str()), outcome }
}
