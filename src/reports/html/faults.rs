//! The rules broken most.

use askama::Template;

use super::view::{RuleRow, View};
use crate::engine::State;
use crate::source::Lang;

/// Rules shown unfolded.
const MOST: usize = 12;

/// The section.
#[derive(Template)]
#[template(path = "faults.html", config = ".askama.toml")]
pub(super) struct Faults<'v> {
    lang: Lang,
    first: Vec<Fault<'v>>,
    rest: Vec<Fault<'v>>,
}

/// A rule that was broken.
struct Fault<'v> {
    at: usize,
    rule: &'v RuleRow,
    area: &'v str,
    /// Unions that break it.
    unions: u64,
    /// Unions it was judged for.
    judged: u64,
    /// Its violations, in hundredths of those of the rule broken most.
    bar: u64,
}

impl<'v> Faults<'v> {
    /// The section; nothing where no rule was broken.
    pub(super) fn new(view: &'v View<'_>) -> Option<Self> {
        let mut broken: Vec<(usize, &RuleRow)> =
            view.rules.iter().enumerate().filter(|(_, rule)| rule.places > 0).collect();
        broken.sort_by_key(|(_, rule)| (u64::MAX - rule.places, u64::MAX - rule.states.get(State::Fail)));
        let most = broken.first()?.1.places;
        let fault = |(at, rule): (usize, &'v RuleRow)| Fault {
            at,
            rule,
            area: &view.areas[rule.area].title,
            unions: rule.states.get(State::Fail),
            judged: rule.states.judged(),
            bar: (rule.places * 100 / most).max(1),
        };
        let mut first: Vec<Fault<'_>> = broken.into_iter().map(fault).collect();
        let rest = first.split_off(first.len().min(MOST));
        Some(Self { lang: view.lang, first, rest })
    }
}
