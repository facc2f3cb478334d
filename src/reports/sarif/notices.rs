//! What kept the work from being done, as notifications of the run: rules that failed, records that were not
//! read, nothing judged at all. A run with any of them was not successful. Less judged than is asked for is told
//! too, but is no lack of success.

use super::model::{Bag, Descriptor, DescriptorRef, Invocation, Message, Notification};
use super::place::of_place;
use super::results::Draft;
use super::rules::{Rules, of_kind};
use super::text::message;
use crate::engine::State;
use crate::records::Problem;
use crate::reports::columns::one_line;
use crate::reports::outcome::{below_coverage, nothing_judged};
use crate::reports::rule_errors::RuleErrors;
use crate::reports::wording::{colon, concerned};
use crate::source::{Lang, Severity};
use crate::verdicts::Summary;

/// The kinds there are: id, Chinese, English.
const KINDS: [(&str, &str, &str); 4] = [
    ("rule-failed", "规则出错，没有得出结论", "a rule failed and decided nothing"),
    ("not-read", "台账没有读全，结论不完整", "records were not read in full: the verdicts are incomplete"),
    (
        "nothing-judged",
        "没有得出任何结论，不能说明合规",
        "nothing was judged: this says nothing of compliance",
    ),
    ("coverage-below", "覆盖率低于要求", "coverage is below what is asked for"),
];

/// The kinds, described.
pub(super) fn descriptors(lang: Lang) -> Vec<Descriptor> {
    KINDS.into_iter().map(|(id, zh, en)| of_kind(id, lang.pick(zh, en), lang)).collect()
}

fn kind(at: usize) -> DescriptorRef {
    DescriptorRef { id: KINDS[at].0.to_owned(), index: Some(at), tool_component: None }
}

/// Notifications as they come.
#[derive(Debug, Default)]
pub(super) struct Notices {
    errors: RuleErrors,
    unread: Vec<(String, Notification)>,
}

impl Notices {
    /// Counts a rule that failed.
    pub(super) fn failed(&mut self, finding: &crate::verdicts::Finding) {
        self.errors.add(finding);
    }

    /// Keeps a problem that stops work.
    pub(super) fn unread(&mut self, problem: &Problem, lang: Lang) {
        let code = problem.code.as_str().to_owned();
        let found = Draft::of_problem(problem, lang).finish(None, None, lang);
        let notification = Notification {
            descriptor: kind(1),
            associated_rule: None,
            level: Severity::Error.as_str(),
            message: found.message.unwrap_or_else(|| "".into()),
            locations: found.locations,
            properties: Bag::new(),
        };
        self.unread.push((code, notification));
    }

    /// The invocation: whether the work was done, and what kept it from being.
    pub(super) fn invocation(
        self,
        rules: &Rules,
        judged: usize,
        summary: &Summary,
        lang: Lang,
    ) -> Invocation {
        let mut all: Vec<Notification> = Vec::new();
        if let Some(loud) = nothing_judged(summary, judged, lang) {
            all.push(of_run(2, with_help(loud.message.to_owned(), loud.help, lang)));
        }
        if let Some(below) = below_coverage(summary, lang) {
            all.push(of_run(3, message(&[below])));
        }
        all.extend(self.errors.iter().map(|error| {
            let (finding, unions) = (&error.first, concerned(error.unions, lang));
            let said = one_line(finding.message.get(lang));
            let said = lang.pick(format!("{said}（{unions}）"), format!("{said} ({unions})"));
            let mut properties = Bag::new();
            properties.insert("unions".to_owned(), error.unions.into());
            Notification {
                descriptor: kind(0),
                associated_rule: Some(rules.reference(&finding.rule)),
                level: Severity::Error.as_str(),
                message: with_help(said, finding.help.get(lang), lang),
                // A place in a script, and no union's.
                locations: vec![of_place(&finding.place, None)],
                properties,
            }
        }));
        all.extend(self.unread.into_iter().map(|(code, notification)| {
            let associated_rule = Some(rules.reference(&code));
            Notification { associated_rule, ..notification }
        }));
        let has_stopped = summary.work_stopped || summary.states.get(State::Error) > 0;
        let is_empty = summary.unions == 0 || judged == 0;
        Invocation { execution_successful: !has_stopped && !is_empty, tool_execution_notifications: all }
    }
}

/// What is to be said of the run as a whole.
fn of_run(at: usize, message: Message) -> Notification {
    Notification {
        descriptor: kind(at),
        associated_rule: None,
        level: Severity::Error.as_str(),
        message,
        locations: Vec::new(),
        properties: Bag::new(),
    }
}

fn with_help(said: String, help: &str, lang: Lang) -> Message {
    let help = one_line(help);
    let help =
        (!help.is_empty()).then(|| format!("{}{}{help}", lang.pick("怎么办", "what to do"), colon(lang)));
    message(&std::iter::once(said).chain(help).collect::<Vec<_>>())
}
