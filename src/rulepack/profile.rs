//! Profiles: ways to use a pack. Each chooses rules by strength, tightens parameters, for all unions or
//! for those of which a condition holds, and may let a rule weigh more, as the law of a region does.

use super::params::Param;
use super::rule::{Rule, Strength, weight_of};
use super::values::Values;
use crate::source::{Location, Severity, Text};

/// A way to use a pack: which rules, with which parameters.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The name it is asked for by.
    pub name: String,
    /// What it is called.
    pub title: Text,
    /// The region whose law it adds, if it is one of a region.
    pub region: Option<String>,
    /// Only rules of these strengths; all when not given.
    pub strength: Option<Vec<Strength>>,
    /// Parameters it sets.
    pub params: Vec<Setting>,
    /// Rules it lets weigh more.
    pub raise: Vec<Raise>,
    /// Parameters by condition: the first that holds of a union counts.
    pub when: Vec<When>,
}

/// A parameter set by a manifest.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The rule's id.
    pub rule: String,
    /// The parameter's name.
    pub param: String,
    /// What it is set to.
    pub values: Values,
    /// Where.
    pub place: Location,
}

/// A rule that stands on firmer ground.
#[derive(Debug, Clone)]
pub struct Raise {
    /// The rule's id.
    pub rule: String,
    /// Its strength.
    pub strength: Strength,
    /// Its severity.
    pub severity: Severity,
}

/// Parameters for the unions of which a condition holds.
#[derive(Debug, Clone)]
pub struct When {
    /// A script, as in `applies`, its names expanded.
    pub condition: String,
    /// Where it stands.
    pub place: Location,
    /// The parameters.
    pub params: Vec<Setting>,
}

impl Rule {
    /// Sets what is set of its parameters.
    pub(super) fn tighten(&mut self, settings: &[Setting]) {
        let own = settings.iter().filter(|setting| setting.rule == self.id);
        own.for_each(|setting| setting.apply(&mut self.params));
    }

    /// Lets it weigh more, where it is told to; never less.
    pub(super) fn raise(&mut self, raises: &[Raise]) {
        for raise in raises.iter().filter(|raise| raise.rule == self.id) {
            self.strength = self.strength.min(raise.strength);
            self.severity = self.severity.max(raise.severity);
            self.weight = self.weight.max(weight_of(self.severity));
        }
    }
}

impl Setting {
    /// Sets its parameter of a rule's, where that asks more; what others ask beyond it stays.
    pub fn apply(&self, params: &mut [Param]) {
        if let Some(param) = params.iter_mut().find(|param| param.name == self.param) {
            let tightest = param.values.tightest(&self.values, param.stricter);
            if tightest != param.values {
                (param.values, param.place) = (tightest, self.place.clone());
            }
        }
    }
}
