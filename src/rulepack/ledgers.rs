//! Which ledgers the rules name, as far as their text tells: for whoever chooses what to keep.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::pack::Pack;
use super::params::ParamValue;
use super::rule::Rule;
use crate::records::LedgerId;
use crate::source::Text;

impl Pack {
    /// The ledgers that the rules judged under the profiles in use name: in their scripts, or among the
    /// values of their parameters, those included that a profile sets for some unions only.
    pub fn ledgers_named(&self) -> BTreeSet<LedgerId> {
        let judged: Vec<&Rule> = self.rules.iter().filter(|rule| self.judges(rule)).collect();
        let is_judged = |id: &str| judged.iter().any(|rule| rule.id == id);
        let own = judged.iter().flat_map(|rule| &rule.params).flat_map(|param| param.values.all());
        let settings = self.whens.iter().flatten().flat_map(|when| &when.params);
        let set = settings.filter(|set| is_judged(&set.rule)).flat_map(|set| set.values.all());
        let mut names: BTreeSet<&str> = judged.iter().flat_map(|rule| words(rule)).collect();
        own.chain(set).for_each(|value| texts(value, &mut names));
        self.schema.ledger_ids().filter(|&id| names.contains(self.schema.ledger(id).key.as_str())).collect()
    }

    /// Every ledger with the area whose rules name it most often: the union's profile first, then by area
    /// in the order people know areas in, then as those rules come to speak of it. What no rule names
    /// stands last, without an area.
    pub fn ledgers_by_area(&self) -> Vec<(LedgerId, Option<&Text>)> {
        let named: Vec<(&str, BTreeSet<&str>)> =
            self.rules.iter().filter(|rule| !rule.retired).map(|rule| (&*rule.area, words(rule))).collect();
        let mut placed: Vec<(bool, usize, usize, LedgerId)> = Vec::new();
        for id in self.schema.ledger_ids() {
            let key = self.schema.ledger(id).key.as_str();
            let speaks = |area: &str| {
                let rules = named.iter().enumerate().filter(move |(_, (of, _))| *of == area);
                rules.filter(|(_, (_, words))| words.contains(key)).map(|(at, _)| at).collect::<Vec<_>>()
            };
            let areas = self.area_titles.iter().enumerate().map(|(at, (area, _))| (at, speaks(area)));
            let most = areas
                .filter(|(_, rules)| !rules.is_empty())
                .max_by_key(|(at, rules)| (rules.len(), Reverse(*at)));
            let (area, first) = most.map_or((usize::MAX, 0), |(area, rules)| (area, rules[0]));
            placed.push((id != self.schema.union, area, first, id));
        }
        placed.sort_unstable();
        let title = |at: usize| self.area_titles.get(at).map(|(_, title)| title);
        placed.into_iter().map(|(_, area, _, id)| (id, title(area))).collect()
    }
}

/// The words of a rule's script and of what it says of where it applies.
fn words(rule: &Rule) -> BTreeSet<&str> {
    let script = rule.source.text().lines().filter(|line| !line.starts_with("//!"));
    let words = |text| str::split(text, |c: char| !c.is_alphanumeric() && c != '_');
    script.chain([rule.applies.as_str()]).flat_map(words).collect()
}

/// The texts a parameter holds.
fn texts<'v>(value: &'v ParamValue, into: &mut BTreeSet<&'v str>) {
    match value {
        ParamValue::Text(text) => {
            into.insert(text);
        }
        ParamValue::List(values) => values.iter().for_each(|value| texts(value, into)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(profile: &str) -> BTreeSet<String> {
        let mut pack = Pack::builtin().unwrap();
        pack.use_profiles(&[profile.to_owned()]).unwrap();
        let key = |id: &LedgerId| pack.schema.ledger(*id).key.clone();
        pack.ledgers_named().iter().map(key).collect()
    }

    #[test]
    fn a_narrower_profile_names_fewer_ledgers() {
        let (all, statutory) = (named("documents"), named("statutory"));
        assert!(statutory.is_subset(&all) && statutory.len() < all.len(), "{statutory:?}");
        assert!(statutory.contains("contracts") && !statutory.contains("bulletins"), "{statutory:?}");
    }

    #[test]
    fn every_ledger_has_its_place_and_the_profile_is_first() {
        let pack = Pack::builtin().unwrap();
        let order = pack.ledgers_by_area();
        let keys: Vec<&str> = order.iter().map(|(id, _)| pack.schema.ledger(*id).key.as_str()).collect();
        let all: BTreeSet<&str> = keys.iter().copied().collect();
        assert_eq!((keys.len(), all.len()), (pack.schema.ledgers.len(), pack.schema.ledgers.len()));
        assert_eq!(keys[0], pack.schema.profile().key);
        let at = |key: &str| keys.iter().position(|known| *known == key).unwrap();
        assert!(at("meetings") < at("congresses") && at("congresses") < at("dues"), "{keys:?}");
        assert_eq!(order[at("dues")].1.unwrap().zh, "会费、经费与经审");
    }
}
