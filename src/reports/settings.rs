//! What a text report shows.

use super::look::Look;
use super::masks::Masks;
use crate::engine::State;
use crate::rulepack::Pack;
use crate::verdicts::Finding;

/// What a text report shows, and how.
#[derive(Clone, Copy)]
pub struct Settings<'p> {
    /// How it looks.
    pub look: Look,
    /// The states shown one by one besides `fail` and `error`, which always are.
    pub show: &'p [State],
    /// Whether violations are shown one by one that the baseline knows.
    pub known: bool,
    /// Whether only what was found is shown, and no closing summary.
    pub quiet: bool,
    /// The pack to quote requirements and law from, where they are asked for.
    pub quotes: Option<&'p Pack>,
    /// Rules whose fault was drawn before the run began; at the end a line says whom it concerns.
    pub drawn: &'p [String],
    /// What excerpts do not show.
    pub masks: &'p dyn Masks,
}

impl Settings<'_> {
    /// Whether findings and verdicts of this state are shown one by one.
    pub fn shows(&self, state: State) -> bool {
        matches!(state, State::Fail | State::Error) || self.show.contains(&state)
    }

    /// Whether a finding is shown: one that the baseline knows only where that is asked for.
    pub fn shows_finding(&self, finding: &Finding) -> bool {
        self.shows(finding.state) && (self.known || !finding.is_known)
    }
}

impl std::fmt::Debug for Settings<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { look, show, quiet, .. } = self;
        f.debug_struct("Settings")
            .field("look", look)
            .field("show", show)
            .field("quiet", quiet)
            .finish_non_exhaustive()
    }
}
