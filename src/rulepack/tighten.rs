//! Holds what a manifest sets against the rules: the parameters must be there, have the right type, and
//! ask no less than what was set before.

use serde_yaml::Value as Yaml;

use super::front_matter::expand;
use super::manifest::{Manifest, Overrides, RawProfile, RawRaise, RawWhen};
use super::named;
use super::profile::{Profile, Raise, Setting, When};
use super::rule::Rule;
use super::values::{Loosened, Values};
use crate::source::Fault;

/// Checks one manifest; the faults are gathered, so that one run shows them all.
pub(super) struct Tightener<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) rules: &'a [Rule],
    /// Rules that cannot be judged, whatever their parameters.
    pub(super) broken: &'a [&'a str],
    pub(super) faults: Vec<Fault>,
}

impl<'a> Tightener<'a> {
    /// A profile.
    pub(super) fn profile(&mut self, name: &str, raw: &RawProfile) -> Profile {
        let path = ["profiles", name];
        let when = |(at, when): (usize, &RawWhen)| {
            let at = at.to_string();
            let path = [&path[..], &["when", at.as_str()]].concat();
            When {
                condition: expand(&when.condition, &self.manifest.names),
                place: self.manifest.place(&[&path[..], &["if"]].concat()),
                params: self.settings(&[&path[..], &["params"]].concat(), &when.params),
            }
        };
        let when = raw.when.iter().enumerate().map(when).collect();
        let raise = raw.raise.iter().filter_map(|(id, raise)| self.raise(name, id, raise)).collect();
        Profile {
            name: name.to_owned(),
            title: raw.title.clone(),
            region: raw.region.clone(),
            strength: raw.strength.clone(),
            params: self.settings(&[&path[..], &["params"]].concat(), &raw.params),
            raise,
            when,
        }
    }

    /// The parameters set below `path` of the manifest.
    pub(super) fn settings(&mut self, path: &[&str], overrides: &Overrides) -> Vec<Setting> {
        let mut settings = Vec::new();
        for (id, params) in overrides {
            let path = [path, &[id.as_str()]].concat();
            let Some(rule) = self.rule(&path, id) else { continue };
            for (name, value) in params {
                let path = [&path[..], &[name.as_str()]].concat();
                match self.values(rule, name, value, &path) {
                    Ok(values) => settings.push(Setting {
                        rule: id.clone(),
                        param: name.clone(),
                        values,
                        place: self.manifest.place(&path),
                    }),
                    Err(fault) => self.faults.push(fault),
                }
            }
        }
        settings
    }

    /// The rule of an id; a fault where there is none, and silence where it is broken.
    fn rule(&mut self, path: &[&str], id: &str) -> Option<&'a Rule> {
        named::rule(self.rules, self.broken, id, || self.manifest.place(path)).unwrap_or_else(|fault| {
            self.faults.push(fault);
            None
        })
    }

    fn values(&self, rule: &Rule, name: &str, value: &Yaml, path: &[&str]) -> Result<Values, Fault> {
        let (id, at) = (&rule.id, self.manifest.place(path));
        let (param, values) = named::values(rule, name, value, &at)?;
        let Some(Loosened { from, asked, instead }) = param.values.loosened_by(&values, param.stricter)
        else {
            return Ok(values);
        };
        let (zh_from, en_from) = match from {
            Some(day) => (format!("自{day}起"), format!(" from {day} on")),
            None => (String::new(), String::new()),
        };
        let zh = format!("规则 {id} 的 {name} {zh_from}由 {asked} 放宽为 {instead}；规则包和方案只能收紧");
        let en = format!(
            "`{name}` of `{id}` is loosened from {asked} to {instead}{en_from}; packs and profiles may only tighten"
        );
        Err(Fault::at(at, zh, en).related("原规定", "set here", param.place.clone()))
    }

    fn raise(&mut self, profile: &str, id: &str, raw: &RawRaise) -> Option<Raise> {
        let path = ["profiles", profile, "raise", id];
        let rule = self.rule(&path, id)?;
        if raw.strength > rule.strength || raw.severity < rule.severity {
            let zh = format!("规则 {id} 的依据强度、程度只能提高，不能降低");
            let en = format!("strength and severity of `{id}` may be raised, not lowered");
            self.faults.push(Fault::at(self.manifest.place(&path), zh, en));
            return None;
        }
        Some(Raise { rule: id.to_owned(), strength: raw.strength, severity: raw.severity })
    }
}
