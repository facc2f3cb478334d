//! Unions of one superior by their scores. A score is never shown without how much of it could be told.

use askama::Template;

use super::view::{Rates, UnionRow, View};
use crate::engine::State;
use crate::source::Lang;

/// Unions shown at most, all superiors together.
const MOST: usize = 5_000;

/// Unions of a superior that are shown unfolded.
const FEW: usize = 30;

/// The section.
#[derive(Template)]
#[template(path = "ranking.html", config = ".askama.toml")]
pub(super) struct Ranking<'v> {
    lang: Lang,
    groups: Vec<Group<'v>>,
    /// Unions, shown or not.
    all: usize,
    shown: usize,
}

/// The unions of one superior.
struct Group<'v> {
    /// The superior, by position, and as it is called; none where they have none.
    superior: Option<(Option<usize>, &'v str)>,
    all: usize,
    first: Vec<Place<'v>>,
    rest: Vec<Place<'v>>,
}

/// A union and its rank.
struct Place<'v> {
    at: usize,
    rank: Option<u64>,
    union: &'v UnionRow,
    rates: Rates,
}

impl<'v> Ranking<'v> {
    /// The section; nothing where nobody has an equal.
    pub(super) fn new(view: &'v View<'_>) -> Option<Self> {
        let known = view.known();
        let mut room = MOST;
        let mut groups = Vec::new();
        for (superior, ranked) in &view.rankings {
            if ranked.len() < 2 {
                continue;
            }
            let mut first: Vec<Place<'v>> =
                ranked.iter().take(room).map(|&(at, rank)| place(view, at, rank)).collect();
            room -= first.len();
            let rest = first.split_off(first.len().min(FEW));
            let called = |code: &'v String| {
                let at = known.get(code.as_str()).copied();
                (at, at.map_or(code.as_str(), |at| view.unions[at].name.as_str()))
            };
            let superior = superior.as_ref().map(called);
            groups.push(Group { superior, all: ranked.len(), first, rest });
        }
        let all = groups.iter().map(|group| group.all).sum();
        groups.retain(|group| !group.first.is_empty());
        (all > 0).then_some(Self { lang: view.lang, groups, all, shown: MOST - room })
    }
}

impl Group<'_> {
    fn name(&self, lang: Lang) -> &str {
        self.superior
            .map_or(lang.pick("没有上级的单位", "Unions without a superior"), |(_, name)| name)
    }
}

fn place<'v>(view: &'v View<'_>, at: usize, rank: Option<u64>) -> Place<'v> {
    let union = &view.unions[at];
    Place { at, rank, union, rates: union.rates() }
}
