//! One finding as the page shows it.

use super::picture::Scene;
use crate::engine::State;
use crate::reports::Masks;
use crate::reports::columns::one_line;
use crate::reports::{excused, wording};
use crate::source::{Lang, Severity};
use crate::verdicts::Finding;

/// A finding in plain values.
pub(super) struct Entry {
    /// Its rule, by position.
    pub rule: u16,
    /// How grave it is, 0 the gravest.
    pub rank: u8,
    pub state: State,
    pub severity: Severity,
    /// What it is called first: how bad, or its state.
    pub kind: &'static str,
    pub message: String,
    pub scene: Scene,
    pub help: String,
    /// Why it fails no run, where it does not.
    pub remark: Option<String>,
    pub fingerprint: String,
}

impl Entry {
    /// A finding of the rule at this position.
    pub(super) fn new(finding: &Finding, rule: u16, masks: &dyn Masks, lang: Lang) -> Self {
        let sketch = wording::finding(finding, "", lang);
        Self {
            rule,
            rank: rank(finding),
            state: finding.state,
            severity: finding.severity,
            kind: wording::kind(finding, lang),
            message: one_line(&sketch.message),
            scene: Scene::of(&sketch, masks, lang),
            help: one_line(finding.help.get(lang)),
            remark: excused::remark(finding, lang),
            fingerprint: finding.fingerprint.clone(),
        }
    }

    /// A word for the look of it: its severity where it is a violation, else its state.
    pub(super) fn class(&self) -> &'static str {
        if self.state == State::Fail { self.severity.as_str() } else { self.state.as_str() }
    }
}

/// The place of a finding among those of its union: what is worst comes first.
pub(super) fn rank(finding: &Finding) -> u8 {
    match (finding.state, finding.severity) {
        (State::Fail, Severity::Error) => 0,
        (State::Fail, Severity::Warning) => 1,
        (State::Fail, Severity::Note) => 2,
        (State::Due, _) => 3,
        _ => 4,
    }
}
