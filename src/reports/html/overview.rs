//! Where everything stands: the run in numbers, and loud words where it does not say what it seems to.

use askama::Template;

use super::view::{Rates, View, score, severities};
use crate::engine::State;
use crate::records::{Submission, Submissions};
use crate::reports::outcome::{Loud, incomplete, nothing_found, nothing_judged};
use crate::reports::{excused, submissions};
use crate::source::{Lang, Severity};
use crate::verdicts::Summary;

/// The section.
#[derive(Template)]
#[template(path = "overview.html", config = ".askama.toml")]
pub(super) struct Overview<'v> {
    lang: Lang,
    summary: &'v Summary,
    rules: usize,
    rates: Rates,
    score: Option<String>,
    /// That nothing was judged, and what to do.
    loud: Option<Loud>,
    /// That not everything was.
    incomplete: Option<String>,
    /// That nothing was found, and how far that goes.
    clean: Option<String>,
    states: Vec<StateRow>,
    /// Who submitted, where a superior was judged.
    submissions: Option<Submissions>,
    /// How the violations stand to the baseline, and what of it is gone.
    against: Option<String>,
    gone: Vec<String>,
}

/// A state, and how many verdicts have it.
struct StateRow {
    state: State,
    count: u64,
    /// Where it begins in the bar, and how wide it is, in thousandths of all verdicts that apply.
    start: u64,
    width: u64,
}

impl<'v> Overview<'v> {
    /// The section.
    pub(super) fn new(view: &'v View<'_>) -> Self {
        let (lang, summary) = (view.lang, &view.summary);
        let loud = nothing_judged(summary, view.run.rules.len(), lang);
        let found = summary.reaches(Severity::Note) || summary.states.get(State::Error) > 0;
        Self {
            lang,
            summary,
            rules: view.run.rules.len(),
            rates: Rates::of(&summary.states),
            score: score(summary.score),
            incomplete: incomplete(summary, lang).filter(|_| loud.is_none()),
            clean: (loud.is_none() && !found).then(|| nothing_found(summary, lang)),
            loud,
            states: states(summary),
            against: excused::against(summary, lang),
            gone: excused::gone(summary, lang),
            submissions: Some(summary.submissions).filter(|counts| counts.all() > 0),
        }
    }

    /// `Fail` findings of a severity.
    fn fails(&self) -> Vec<(Severity, u64)> {
        severities().map(|severity| (severity, self.summary.fails(severity))).to_vec()
    }

    fn all_fails(&self) -> u64 {
        self.summary.severities.iter().sum()
    }

    fn word(&self, submission: Submission) -> &'static str {
        submissions::word(submission, self.lang)
    }

    fn all_problems(&self) -> u64 {
        self.summary.problems.iter().sum()
    }
}

/// The states in the order of results; those that say a rule does not apply take no part in the bar.
fn states(summary: &Summary) -> Vec<StateRow> {
    let applicable = summary.states.applicable();
    let mut before = 0;
    let row = |state: State| {
        let count = summary.states.get(state);
        let share = |count: u64| count.saturating_mul(1000).checked_div(applicable).unwrap_or(0);
        let counted = if state == State::NotApplicable { 0 } else { count };
        let start = share(before);
        before += counted;
        StateRow { state, count, start, width: share(before) - start }
    };
    State::ALL.into_iter().map(row).collect()
}
