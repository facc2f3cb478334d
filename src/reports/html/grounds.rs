//! What the rules that spoke rest on: what each requires, the documents and the law, as `--quotes` shows
//! them.

use std::collections::BTreeSet;

use askama::Template;

use super::view::{RuleRow, View};
use crate::engine::State;
use crate::reports::quotes::quotes;
use crate::rulepack::Strength;
use crate::source::Lang;

/// The section.
#[derive(Template)]
#[template(path = "grounds.html", config = ".askama.toml")]
pub(super) struct Grounds<'v> {
    lang: Lang,
    rows: Vec<Ground<'v>>,
}

/// A rule and what it rests on.
struct Ground<'v> {
    at: usize,
    rule: &'v RuleRow,
    area: &'v str,
    strength: Option<Strength>,
    text: &'v str,
    quotes: Vec<(String, String)>,
}

impl<'v> Grounds<'v> {
    /// The section; nothing where no rule had anything to say.
    pub(super) fn new(view: &'v View<'_>) -> Option<Self> {
        let speaks = |rule: &RuleRow| {
            [State::Fail, State::Due, State::Insufficient, State::Waived]
                .into_iter()
                .any(|state| rule.states.get(state) > 0)
        };
        // What a rate asks for rests on something, met or not.
        let rates: BTreeSet<usize> =
            view.districts.iter().filter_map(|(rule, _)| rule.map(usize::from)).collect();
        let ground = |(at, rule): (usize, &'v RuleRow)| {
            let known = view.pack.rule(&rule.id);
            Ground {
                at,
                rule,
                area: &view.areas[rule.area].title,
                strength: known.map(|known| known.strength),
                text: known.map_or("", |known| known.text.get(view.lang)),
                quotes: quotes(view.pack, &rule.id, view.lang),
            }
        };
        let mut rows: Vec<Ground<'v>> = view
            .rules
            .iter()
            .enumerate()
            .filter(|(at, rule)| speaks(rule) || rates.contains(at))
            .map(ground)
            .collect();
        rows.sort_by_key(|row| row.rule.area);
        (!rows.is_empty()).then_some(Self { lang: view.lang, rows })
    }
}
