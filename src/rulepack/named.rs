//! What is named of the rules by a manifest or a configuration: a rule that is there, a parameter it has,
//! a value of its type.

use serde_yaml::Value as Yaml;

use super::params::Param;
use super::rule::Rule;
use super::values::Values;
use crate::source::{Fault, Location, did_you_mean};

/// Where a path of keys stands in the file that names them.
pub(super) type Places<'a> = &'a dyn Fn(&[&str]) -> Location;

/// The rule of an id; nothing where it is among `broken`, whatever is said of it.
pub(super) fn rule<'r>(
    rules: &'r [Rule],
    broken: &[&str],
    id: &str,
    at: impl FnOnce() -> Location,
) -> Result<Option<&'r Rule>, Fault> {
    let found = rules.iter().find(|rule| rule.id == id);
    if found.is_some() || broken.contains(&id) {
        return Ok(found);
    }
    let (zh, en) = (format!("没有规则 {id}"), format!("there is no rule `{id}`"));
    let near = did_you_mean(id, rules.iter().map(|rule| rule.id.as_str()));
    Err(Fault::at(at(), zh, en).meant(near))
}

/// A parameter of a rule, and the values it is given.
pub(super) fn values<'r>(
    rule: &'r Rule,
    name: &str,
    value: &Yaml,
    at: &Location,
) -> Result<(&'r Param, Values), Fault> {
    let id = &rule.id;
    let fault = |zh: String, en: String| Fault::at(at.clone(), zh, en);
    let Some(param) = rule.params.iter().find(|param| param.name == name) else {
        let fault = fault(format!("规则 {id} 没有参数 {name}"), format!("`{id}` has no parameter `{name}`"));
        return Err(fault.meant(did_you_mean(name, rule.params.iter().map(|param| param.name.as_str()))));
    };
    let values = param.read_override(value).map_err(|text| fault(text.zh, text.en))?;
    Ok((param, values))
}
