//! Whom to visit first: those who break the weightiest rules, and those of whom least could be told.

use askama::Template;

use super::view::{Rates, View};
use crate::source::{Lang, Severity};

/// Unions listed of each kind.
const MOST: usize = 10;

/// The section.
#[derive(Template)]
#[template(path = "visits.html", config = ".askama.toml")]
pub(super) struct Visits {
    lang: Lang,
    breaking: Vec<Visit>,
    /// How many break a rule, listed or not.
    all_breaking: usize,
    silent: Vec<Visit>,
    /// How many cannot be told of in full, listed or not.
    all_silent: usize,
}

/// A union to be visited.
struct Visit {
    at: usize,
    name: String,
    lost: u64,
    rates: Rates,
    /// Violations by severity.
    places: Vec<(Severity, u64)>,
    /// The weightiest rules it breaks, and how many more.
    rules: Vec<(u16, String)>,
    more: usize,
}

impl Visits {
    /// The section; nothing where there is no choice whom to visit.
    pub(super) fn new(view: &View<'_>) -> Option<Self> {
        if view.unions.len() < 2 {
            return None;
        }
        let order = view.by_gravity();
        let is_breaking = |at: &usize| view.unions[*at].all_places() > 0;
        let all_breaking = order.iter().filter(|at| is_breaking(at)).count();
        let visit = |at: usize| visit(view, at);
        let breaking = order.iter().copied().filter(is_breaking).take(MOST).map(visit).collect();
        let mut silent: Vec<usize> = (0..view.unions.len()).filter(|&at| view.covered(at) < 1000).collect();
        silent.sort_by_key(|&at| (view.covered(at), u64::MAX - view.unions[at].rates().applicable));
        let all_silent = silent.len();
        let silent: Vec<Visit> = silent.into_iter().take(MOST).map(visit).collect();
        let has_any = all_breaking + all_silent > 0;
        has_any.then_some(Self { lang: view.lang, breaking, all_breaking, silent, all_silent })
    }
}

fn visit(view: &View<'_>, at: usize) -> Visit {
    const NAMED: usize = 3;
    let union = &view.unions[at];
    let mut rules: Vec<u16> = union.by_rule.iter().map(|(rule, _)| *rule).collect();
    rules.sort_by_key(|&rule| u32::MAX - view.rules[usize::from(rule)].weight);
    let more = rules.len().saturating_sub(NAMED);
    rules.truncate(NAMED);
    let titled = |rule: u16| (rule, view.rules[usize::from(rule)].title.clone());
    Visit {
        at,
        name: union.name.clone(),
        lost: union.lost,
        rates: union.rates(),
        places: union.by_severity(),
        rules: rules.into_iter().map(titled).collect(),
        more,
    }
}
