//! What each union adds to the districts above it: the rules on districts, asked of one union after another.

use std::sync::Arc;

use super::judge::Judge;
use super::outcome::{Outcome, State};
use super::rate::{Freed, asked_for, is_askable};
use crate::records::{Date, Period, Union};
use crate::rulepack::{Pack, Rule};

/// Asks unions what they add. Like a [`Judge`], one a worker.
#[derive(Debug)]
pub struct Surveyor<'p> {
    judge: Judge<'p>,
    /// The rules asked for by `free_of`, after those on districts.
    helpers: Vec<String>,
    /// Such rules that cannot be judged.
    broken: Vec<String>,
}

impl<'p> Surveyor<'p> {
    /// A surveyor for these rules on districts (positions in the pack's list), as of a day, over a period.
    pub fn new(pack: &'p Pack, districts: &[usize], as_of: Date, period: Period) -> Self {
        let mut rules = districts.to_vec();
        let (mut helpers, mut broken) = (Vec::new(), Vec::new());
        let chosen: Vec<&Rule> = districts.iter().filter_map(|&at| pack.rules.get(at)).collect();
        for id in chosen.iter().flat_map(|rule| asked_for(rule.source.text())) {
            if helpers.iter().chain(&broken).any(|known| known == id) {
                continue;
            }
            match pack.rules.iter().position(|rule| rule.id == id && is_askable(rule)) {
                Some(at) => {
                    rules.push(at);
                    helpers.push(id.to_owned());
                }
                None => broken.push(id.to_owned()),
            }
        }
        Self { judge: Judge::of(pack, &rules, as_of, period, true), helpers, broken }
    }

    /// What the union adds, for each rule in the order given: its outcome holds the rates, and
    /// `insufficient` findings where it cannot be told which of them the union belongs to. Nothing of a
    /// union that was not there, or no longer, at the end.
    pub fn survey(&self, union: &Arc<Union>) -> Option<Vec<Outcome>> {
        let Self { judge, helpers, broken } = self;
        let bench = &judge.bench;
        bench.take_up(union);
        let views = [false, true].map(|raw| judge.view(union, raw, None));
        let tables = &views[0].tables;
        if tables.dissolved.is_some() || tables.established.is_some_and(|day| day > bench.as_of) {
            return None;
        }
        let mut asked = judge.asked(views);
        let (own, others) = judge.rules.split_at(judge.rules.len() - helpers.len());
        let unknown = Freed { state: State::Error, spot: None };
        let mut said: super::rate::Said = broken.iter().map(|id| (id.clone(), unknown.clone())).collect();
        for (id, rule) in helpers.iter().zip(others) {
            said.insert(id.clone(), Freed::of(&judge.rule(rule, &mut asked)));
        }
        bench.said.replace(said);
        Some(own.iter().map(|rule| judge.rule(rule, &mut asked)).collect())
    }
}
