//! A pack, loaded: what it holds, the profiles in use, and what it can be asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::manifest::Overrides;
use super::profile::{Profile, When};
use super::requirement::{self, Requirement};
use super::rule::{BrokenRule, Rule, Strength};
use crate::records::Schema;
use crate::source::{Fault, Source, Text};

/// Rules and declarations, checked as far as they can be without the engine.
#[derive(Debug, Clone)]
pub struct Pack {
    /// The name of the pack, the last one's where several are stacked.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over all files, hex.
    pub digest: String,
    /// The ledgers.
    pub schema: Arc<Schema>,
    /// The rules that can be judged, by area and id.
    pub rules: Vec<Rule>,
    /// Those that cannot.
    pub broken: Vec<BrokenRule>,
    /// Profiles by name, each as stacked packs build it up.
    pub profiles: BTreeMap<String, Vec<Profile>>,
    /// The profile everything is judged by, whatever is put on top of it.
    pub profile: Option<String>,
    /// What areas are called, in the order people know them in.
    pub area_titles: Vec<(String, Text)>,
    /// The profiles in use, in order.
    pub in_use: Vec<String>,
    /// Parameters by condition, of each profile in use: of each list, the first that holds.
    pub whens: Vec<Vec<When>>,
    /// Of each profile in use that chooses by strength.
    pub(super) strengths: Vec<Vec<Strength>>,
    /// Regions of the profiles in use.
    pub(super) regions: Vec<String>,
    pub(super) registers: Vec<Arc<Source>>,
    pub(super) requirements: OnceLock<Result<Vec<Requirement>, Fault>>,
}

impl Pack {
    /// Every requirement of the registers, in their order. An error is what is wrong with a register.
    pub fn requirements(&self) -> Result<&[Requirement], &Fault> {
        let read = || {
            let all = self.registers.iter().map(requirement::read).collect::<Result<Vec<_>, _>>();
            all.map(|registers| registers.into_iter().flatten().collect())
        };
        self.requirements.get_or_init(read).as_deref()
    }

    /// The requirement of this number; nothing where the register cannot be read, for a quotation only
    /// illustrates.
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements().ok()?.iter().find(|requirement| requirement.id == id)
    }

    /// The rule of this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Every id, judged or broken, in the order of [`Pack::rules`].
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| rule.id.as_str()).chain(self.broken.iter().map(|rule| rule.id.as_str()))
    }

    /// Every area.
    pub fn areas(&self) -> BTreeSet<&str> {
        let broken = self.broken.iter().map(|rule| rule.area.as_str());
        self.rules.iter().map(|rule| rule.area.as_str()).chain(broken).collect()
    }

    /// The rules that are not retired and that the profiles in use judge, by area in the order people know
    /// areas in, then by id.
    pub fn catalogue(&self) -> Vec<&Rule> {
        let place = |rule: &&Rule| {
            let titles = &self.area_titles;
            titles.iter().position(|(area, _)| *area == rule.area).unwrap_or(titles.len())
        };
        let mut rules: Vec<&Rule> = self.rules.iter().filter(|rule| self.judges(rule)).collect();
        rules.sort_by_key(place);
        rules
    }

    /// Takes a rule out of judgement because of what was found wrong with it.
    pub fn break_rule(&mut self, id: &str, fault: Fault) {
        if let Some(at) = self.rules.iter().position(|rule| rule.id == id) {
            let rule = self.rules.remove(at);
            self.broken.push(BrokenRule { id: rule.id, area: rule.area, fault });
        }
    }

    /// Gives parameters other values, as a configuration or an example asks. An error is a text for
    /// whoever asked.
    pub fn override_params(&mut self, overrides: &Overrides) -> Result<(), Text> {
        for (id, params) in overrides {
            let Some(at) = self.rules.iter().position(|rule| rule.id == *id) else {
                let (zh, en) = (format!("没有规则 {id}"), format!("there is no rule `{id}`"));
                return Err(Text { zh, en });
            };
            for (name, value) in params {
                let rule = &mut self.rules[at];
                let Some(param) = rule.params.iter_mut().find(|param| param.name == *name) else {
                    let (zh, en) =
                        (format!("规则 {id} 没有参数 {name}"), format!("`{id}` has no parameter `{name}`"));
                    return Err(Text { zh, en });
                };
                param.values = param.read_override(value)?;
            }
        }
        Ok(())
    }

    /// Uses these profiles, the later on top of the earlier, all on top of the pack's own. They are
    /// known by name or by title; an error is the first that is not known.
    pub fn use_profiles<'n>(&mut self, names: &'n [String]) -> Result<(), &'n str> {
        let mut chosen: Vec<String> = self.profile.iter().cloned().collect();
        for name in names {
            let titled = |title: &Text| title.zh == *name || title.en == *name;
            let found = self
                .profiles
                .iter()
                .find(|(known, layers)| *known == name || layers.iter().any(|layer| titled(&layer.title)));
            chosen.push(found.ok_or(name.as_str())?.0.clone());
        }
        for name in chosen {
            if !self.in_use.contains(&name) {
                for layer in self.profiles.get(&name).cloned().unwrap_or_default() {
                    self.put_on(layer);
                }
                self.in_use.push(name);
            }
        }
        Ok(())
    }

    fn put_on(&mut self, profile: Profile) {
        for rule in &mut self.rules {
            rule.tighten(&profile.params);
            rule.raise(&profile.raise);
        }
        if !profile.when.is_empty() {
            self.whens.push(profile.when);
        }
        if let Some(strengths) = profile.strength {
            self.strengths.push(strengths);
        }
        self.regions.extend(profile.region);
    }

    /// Whether the profiles in use judge a rule.
    pub fn judges(&self, rule: &Rule) -> bool {
        !rule.retired && self.strengths.iter().all(|strengths| strengths.contains(&rule.strength))
    }

    /// Whether the law of a region counts under the profiles in use.
    pub fn is_in(&self, region: &str) -> bool {
        self.regions.iter().any(|known| known == region)
    }
}
