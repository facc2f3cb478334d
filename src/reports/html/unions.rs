//! Every union with something to show, the gravest first: its findings, what falls due, what its records
//! lack. The others stand in a list, each with its coverage.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::entry::Entry;
use super::view::{UnionRow, View};
use crate::engine::State;
use crate::reports::lacking::Thing;
use crate::reports::quotes::quotes;
use crate::source::Lang;

/// Unions shown with a section of their own.
const MOST_UNIONS: usize = 4_000;

/// Findings up to which each is shown with its grounds; beyond, the rule's own entry has them.
const MOST_QUOTED: usize = 1_000;

/// Rules named as undecided, all unions together; beyond, they are only counted.
const MOST_NAMED: usize = 8_000;

/// The section.
#[derive(Template)]
#[template(path = "unions.html", config = ".askama.toml")]
pub(super) struct Unions<'v> {
    lang: Lang,
    view: &'v View<'v>,
    /// Those with something to show.
    rows: Vec<(usize, &'v UnionRow)>,
    /// More of those, of whom only the numbers are shown.
    rest: Vec<(usize, &'v UnionRow)>,
    /// Those without.
    quiet: Vec<(usize, &'v UnionRow)>,
    /// The grounds of each rule with findings, where they are shown with each.
    quoted: Option<BTreeMap<u16, Vec<(String, String)>>>,
    /// Whether rules that could not be judged are named, not only counted.
    names: bool,
    /// Unions by code, to name superiors.
    known: BTreeMap<&'v str, usize>,
}

impl<'v> Unions<'v> {
    /// The section; nothing where there is no union.
    pub(super) fn new(view: &'v View<'v>) -> Option<Self> {
        let order = view.by_gravity();
        let has_more = |at: &usize| view.unions[*at].has_more();
        let mut rows: Vec<(usize, &UnionRow)> =
            order.into_iter().filter(has_more).map(|at| (at, &view.unions[at])).collect();
        let rest = rows.split_off(rows.len().min(MOST_UNIONS));
        let quiet = view.unions.iter().enumerate().filter(|(_, union)| !union.has_more()).collect();
        let entries = || rows.iter().flat_map(|(_, union)| &union.entries);
        let quoted = (entries().count() <= MOST_QUOTED).then(|| {
            let rules: BTreeSet<u16> = entries().map(|entry| entry.rule).collect();
            let grounds = |rule: u16| quotes(view.pack, &view.rules[usize::from(rule)].id, view.lang);
            rules.into_iter().map(|rule| (rule, grounds(rule))).collect()
        });
        let things = rows.iter().flat_map(|(_, union)| &union.lacking.0).flat_map(|remedy| &remedy.things);
        let names = things.map(|thing| thing.rules.len()).sum::<usize>() <= MOST_NAMED;
        let known = view.known();
        let has_any = !view.unions.is_empty();
        has_any.then_some(Self { lang: view.lang, view, rows, rest, quiet, quoted, names, known })
    }

    /// Every violation of a union by rule, in words, where not all are shown one by one.
    fn totals(&self, union: &UnionRow) -> Option<String> {
        let shown = union.entries.iter().filter(|entry| entry.state == State::Fail).count() as u64;
        if shown == union.all_places() {
            return None;
        }
        let said = |&(rule, count): &(u16, u32)| format!("{} {count}", self.rule(rule).title);
        let all: Vec<String> = union.by_rule.iter().map(said).collect();
        Some(all.join(self.lang.pick("、", "; ")))
    }

    fn rule(&self, at: u16) -> &'v super::view::RuleRow {
        &self.view.rules[usize::from(at)]
    }

    /// The areas of the rules that could not be judged, for the filter.
    fn areas(&self, thing: &Thing) -> String {
        let mut areas: Vec<usize> = thing.rules.iter().map(|&rule| self.rule(rule).area).collect();
        areas.sort_unstable();
        areas.dedup();
        areas.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    /// The titles of the rules that could not be judged.
    fn titles(&self, thing: &Thing) -> String {
        let titles: Vec<&str> = thing.rules.iter().map(|&rule| self.rule(rule).title.as_str()).collect();
        titles.join(self.lang.pick("、", "; "))
    }

    /// What a finding rests on, where it is shown with it.
    fn grounds(&self, rule: u16) -> &[(String, String)] {
        self.quoted.as_ref().and_then(|quoted| quoted.get(&rule)).map_or(&[], Vec::as_slice)
    }

    /// The superior as it is called: its name where it is known, else its code.
    fn superior<'u>(&self, union: &'u UnionRow) -> Option<&'u str>
    where
        'v: 'u,
    {
        let code = union.superior.as_deref()?;
        Some(self.known.get(code).map_or(code, |&at| self.view.unions[at].name.as_str()))
    }
}

impl UnionRow {
    /// The findings that are shown, apart from those that are due.
    fn violations(&self) -> Vec<&Entry> {
        self.entries.iter().filter(|entry| entry.state != State::Due).collect()
    }

    /// Those that are due.
    fn due(&self) -> Vec<&Entry> {
        self.entries.iter().filter(|entry| entry.state == State::Due).collect()
    }

    /// Places that lack something.
    fn all_lacking(&self) -> u64 {
        self.lacking.0.iter().flat_map(|remedy| &remedy.things).map(|thing| thing.places).sum()
    }

    /// Compliance and coverage in thousandths, to sort by; what was not judged comes first.
    fn sort_keys(&self) -> (u64, u64) {
        let rates = self.rates();
        let of = |part: u64, whole: u64| part.saturating_mul(1000).checked_div(whole).unwrap_or(0);
        (of(rates.passed, rates.judged), of(rates.judged, rates.applicable))
    }
}
