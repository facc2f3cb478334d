//! What a user's configuration changes of a pack. It may ask less than the pack and its profiles do, which
//! packs themselves may not; but never in silence.

use std::collections::BTreeMap;

use super::manifest::Overrides;
use super::named::{self, Places};
use super::pack::Pack;
use super::params::Param;
use super::profile::Setting;
use super::values::{Loosened, Stricter, Values};
use crate::records::{Problem, ProblemCode};
use crate::source::{Fault, Lang, Location, Severity};

/// The changes.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Parameters.
    pub params: Overrides,
    /// How bad findings of a rule are.
    pub severity: BTreeMap<String, Severity>,
}

impl Pack {
    /// Makes the changes, on top of the profiles in use, and says what was loosened by them. `place` says
    /// where a path of keys stands in the configuration. An error is all that is wrong with it; nothing is
    /// changed then.
    pub fn configure(
        &mut self,
        changes: &Changes,
        place: &dyn Fn(&[&str]) -> Location,
    ) -> Result<Vec<Problem>, Vec<Fault>> {
        let settings = self.settings(changes, place)?;
        let mut loosened = Vec::new();
        for Set { rule, param, values, at } in settings {
            let rule = &mut self.rules[rule];
            let id = rule.id.clone();
            let Some(own) = rule.params.iter_mut().find(|own| own.name == param) else { continue };
            let is_it = |set: &Setting| set.rule == id && set.param == param;
            let conditional =
                self.whens.iter().flatten().flat_map(|when| &when.params).filter(|set| is_it(set));
            let asked = std::iter::once(&own.values).chain(conditional.map(|set| &set.values));
            let less = asked.into_iter().find_map(|asked| less(own, asked, &values));
            loosened.extend(less.map(|less| loosened_problem(&id, own, &less, at.clone())));
            (own.values, own.place) = (values, at);
            for when in self.whens.iter_mut().flatten() {
                when.params.retain(|set| !is_it(set));
            }
        }
        for (id, severity) in &changes.severity {
            let Some(rule) = self.rules.iter_mut().find(|rule| rule.id == *id) else { continue };
            if *severity < rule.severity {
                let at = place(&["severity", id]);
                loosened.push(lowered_problem(id, rule.severity, *severity, at));
            }
            rule.severity = *severity;
        }
        Ok(loosened)
    }

    /// The parameters set, checked; and whether every rule given a severity is there.
    fn settings(&self, changes: &Changes, place: Places<'_>) -> Result<Vec<Set>, Vec<Fault>> {
        let broken: Vec<&str> = self.broken.iter().map(|rule| rule.id.as_str()).collect();
        let rule = |path: &[&str], id: &str| named::rule(&self.rules, &broken, id, || place(path));
        let (mut settings, mut faults) = (Vec::new(), Vec::new());
        for (id, params) in &changes.params {
            let found = match rule(&["params", id], id) {
                Ok(found) => found,
                Err(fault) => {
                    faults.push(fault);
                    continue;
                }
            };
            let Some(rule) = found else { continue };
            for (name, value) in params {
                let at = place(&["params", id, name]);
                match named::values(rule, name, value, &at) {
                    Ok((param, values)) => {
                        let rule = self.rules.iter().position(|other| other.id == *id).unwrap_or_default();
                        settings.push(Set { rule, param: param.name.clone(), values, at });
                    }
                    Err(fault) => faults.push(fault),
                }
            }
        }
        faults.extend(changes.severity.keys().filter_map(|id| rule(&["severity", id], id).err()));
        faults.sort_by_key(|fault| fault.location.span);
        if faults.is_empty() { Ok(settings) } else { Err(faults) }
    }
}

/// A parameter set.
struct Set {
    /// The rule, by position.
    rule: usize,
    param: String,
    values: Values,
    at: Location,
}

/// Where the new values ask less than what was asked, or where nobody can say that they do not.
fn less(param: &Param, asked: &Values, new: &Values) -> Option<Loosened> {
    match param.stricter {
        Stricter::None if asked != new => {
            Some(Loosened { from: None, asked: asked.first.clone(), instead: new.first.clone() })
        }
        stricter => asked.loosened_by(new, stricter),
    }
}

fn loosened_problem(id: &str, param: &Param, less: &Loosened, at: Location) -> Problem {
    let (name, no_direction) = (&param.name, param.stricter == Stricter::None);
    let said = |lang: Lang| {
        let from = match less.from {
            Some(day) => lang.pick(format!("自{day}起"), format!(" from {day} on")),
            None => String::new(),
        };
        (from, less.asked.said(lang), less.instead.said(lang))
    };
    let ((from_zh, asked_zh, instead_zh), (from_en, asked_en, instead_en)) = (said(Lang::Zh), said(Lang::En));
    let how_zh = if no_direction { "改为" } else { "放宽为" };
    let how_en = if no_direction { "changes" } else { "loosens" };
    let zh = format!("配置把规则 {id} 的 {name} {from_zh}由{asked_zh}{how_zh}{instead_zh}");
    let en =
        format!("the configuration {how_en} `{name}` of `{id}` from {asked_en} to {instead_en}{from_en}");
    let fault = Fault::at(at, zh, en);
    let fault = fault.related("原规定", "set here", param.place.clone());
    Problem::new(ProblemCode::ParameterLoosened, fault)
}

fn lowered_problem(id: &str, from: Severity, to: Severity, at: Location) -> Problem {
    let zh = format!("配置把规则 {id} 的程度由{}降为{}", from.name(Lang::Zh), to.name(Lang::Zh));
    let en = format!(
        "the configuration lowers the severity of `{id}` from {} to {}",
        from.name(Lang::En),
        to.name(Lang::En)
    );
    Problem::new(ProblemCode::SeverityLowered, Fault::at(at, zh, en))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn configured(text: &str, profiles: &[&str]) -> Result<Vec<String>, Vec<String>> {
        let mut pack = Pack::builtin().unwrap();
        let profiles: Vec<String> = profiles.iter().map(|name| (*name).to_owned()).collect();
        pack.use_profiles(&profiles).unwrap();
        let changes = Changes { params: serde_yaml::from_str(text).unwrap(), ..Changes::default() };
        let at = |_: &[&str]| Location::whole(&std::sync::Arc::new(Source::new("hegui.yaml", "")));
        let lines = |faults: Vec<Fault>| faults.iter().map(|fault| fault.line(Lang::En)).collect::<Vec<_>>();
        let told = pack.configure(&changes, &at).map_err(lines)?;
        Ok(told.iter().map(|problem| problem.fault.line(Lang::En)).collect())
    }

    #[test]
    fn what_asks_less_is_told_and_what_asks_more_is_not() {
        assert_eq!(configured("team-meeting-missed: { every: year }", &[]).unwrap().len(), 1, "no direction");
        assert_eq!(
            configured("hazard-overdue: { within: 90 days }", &[]).unwrap(),
            ["hegui.yaml: the configuration loosens `within` of `hazard-overdue` from 30 days to 90 days"]
        );
        assert_eq!(configured("hazard-overdue: { within: 10 days }", &[]).unwrap(), [""; 0]);
    }

    #[test]
    fn what_is_not_there_is_told_all_at_once() {
        let mut told =
            configured("hazard-overdu: { within: 1 }\nhazard-overdue: { withn: 1, within: x }", &[])
                .unwrap_err();
        told.sort();
        assert_eq!(
            told,
            [
                "hegui.yaml: `hazard-overdue` has no parameter `withn`",
                "hegui.yaml: `within` must be a length of time such as 30 days, not a text",
                "hegui.yaml: there is no rule `hazard-overdu`",
            ]
        );
    }
}
