//! Parameters that depend on the union: of each profile in use, those of the first condition that holds.

use rhai::{AST, Engine};

use super::outcome::Outcome;
use super::sandbox;
use crate::rulepack::{Pack, Param, Rule, Setting};

/// The conditions of one profile, in order.
pub(super) struct Case {
    /// Nothing where a script does not compile, which a checked pack has not.
    pub(super) conditions: Vec<Option<AST>>,
}

/// What a profile's conditions say of a union.
pub(super) enum Chosen {
    /// None holds.
    Nothing,
    /// This one is the first that holds.
    Clause(usize),
    /// Whether this one holds cannot be said, for the reasons given.
    Open(usize, Outcome),
}

/// What one condition's parameters set of one rule.
struct Touch {
    case: usize,
    clause: usize,
    settings: Vec<Setting>,
}

/// Everything that conditions set of one rule.
#[derive(Default)]
pub(super) struct Touches(Vec<Touch>);

/// A rule's parameters for one union.
pub(super) enum InForce<'o> {
    /// The rule's own.
    Own,
    /// Others.
    Changed(Vec<Param>),
    /// They depend on what is not known.
    Open(&'o Outcome),
}

/// The conditions of the profiles in use, compiled.
pub(super) fn cases(engine: &Engine, pack: &Pack) -> Vec<Case> {
    let compile = |text: &str| sandbox::compile_condition(engine, &pack.schema, text).ok();
    let case = |whens: &Vec<crate::rulepack::When>| Case {
        conditions: whens.iter().map(|when| compile(&when.condition)).collect(),
    };
    pack.whens.iter().map(case).collect()
}

impl Touches {
    /// What the profiles in use set of a rule.
    pub(super) fn of(pack: &Pack, rule: &Rule) -> Self {
        let mut touches = Vec::new();
        for (case, whens) in pack.whens.iter().enumerate() {
            for (clause, when) in whens.iter().enumerate() {
                let own = when.params.iter().filter(|setting| setting.rule == rule.id);
                let settings: Vec<Setting> = own.cloned().collect();
                if !settings.is_empty() {
                    touches.push(Touch { case, clause, settings });
                }
            }
        }
        Self(touches)
    }

    /// The parameters in force where the conditions say this.
    pub(super) fn in_force<'o>(&self, rule: &Rule, chosen: &'o [Chosen]) -> InForce<'o> {
        let mut params: Option<Vec<Param>> = None;
        for touch in &self.0 {
            match chosen.get(touch.case) {
                Some(Chosen::Open(from, why)) if *from <= touch.clause => return InForce::Open(why),
                Some(Chosen::Clause(clause)) if *clause == touch.clause => {
                    let params = params.get_or_insert_with(|| rule.params.clone());
                    touch.settings.iter().for_each(|setting| setting.apply(params));
                }
                _ => {}
            }
        }
        params.map_or(InForce::Own, InForce::Changed)
    }

    /// The rule's parameters under each condition by itself.
    pub(super) fn variants(&self, rule: &Rule) -> Vec<Vec<Param>> {
        let variant = |touch: &Touch| {
            let mut params = rule.params.clone();
            touch.settings.iter().for_each(|setting| setting.apply(&mut params));
            params
        };
        self.0.iter().map(variant).collect()
    }
}
