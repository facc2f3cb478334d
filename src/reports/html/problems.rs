//! What is wrong with the records themselves.

use askama::Template;

use super::picture::Scene;
use super::view::View;
use crate::records::Problem;
use crate::reports::Masks;
use crate::reports::columns::one_line;
use crate::reports::wording;
use crate::source::{Lang, Severity};

/// Problems kept to be shown.
pub(super) const MOST_PROBLEMS: usize = 500;

/// Problems shown unfolded.
const FIRST: usize = 5;

/// A problem in plain values.
pub(super) struct ProblemRow {
    pub severity: Severity,
    pub code: &'static str,
    pub message: String,
    pub scene: Scene,
    pub help: String,
}

impl ProblemRow {
    /// A problem as it is shown.
    pub(super) fn new(problem: &Problem, masks: &dyn Masks, lang: Lang) -> Self {
        let sketch = wording::problem(problem, lang);
        Self {
            severity: problem.code.severity(),
            code: problem.code.as_str(),
            message: one_line(&sketch.message),
            scene: Scene::of(&sketch, masks, lang),
            help: one_line(problem.fault.help.get(lang)),
        }
    }
}

/// The section on them.
#[derive(Template)]
#[template(path = "problems.html", config = ".askama.toml")]
pub(super) struct Problems<'v> {
    lang: Lang,
    /// Those shown unfolded, and those shown folded.
    first: &'v [ProblemRow],
    rest: &'v [ProblemRow],
    /// How many there are, shown or not.
    all: u64,
}

impl<'v> Problems<'v> {
    /// The section; nothing where there are no problems.
    pub(super) fn new(view: &'v View<'_>) -> Option<Self> {
        let all = view.summary.problems.iter().sum();
        let (first, rest) = view.problems.split_at(view.problems.len().min(FIRST));
        (all > 0).then_some(Self { lang: view.lang, first, rest, all })
    }

    /// How many are shown.
    fn shown(&self) -> u64 {
        (self.first.len() + self.rest.len()) as u64
    }
}
