//! A worker's judge: its engine with every script compiled once, and the way from a union's records to
//! an outcome for each rule.

use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use rhai::{AST, Array, Dynamic, Engine, Scope};

use super::bench::{Bench, Tables};
use super::cases::{Case, Chosen, InForce, Touches, cases};
use super::conjuncts::conjuncts;
use super::error::{Ended, ended, span};
use super::operand::{Dated, dynamic};
use super::outcome::{Cause, Outcome, RawFinding, Reason, Related, Spot, State};
use super::reads::Reads;
use super::rows::Rows;
use super::sandbox;
use super::vocabulary::Params;
use crate::records::{Date, Period, Union};
use crate::rulepack::{FindingAs, OnMissing, Pack, Param, Rule, Scope as RuleScope};
use crate::source::Text;

/// Judges unions, one after another. Cheap to use, costly to make: one a worker.
pub struct Judge<'p> {
    pack: &'p Pack,
    pub(super) bench: Rc<Bench>,
    engine: Engine,
    pub(super) rules: Vec<Compiled>,
    conditions: Vec<Condition>,
    /// Of each profile with parameters by condition.
    cases: Vec<Case>,
    /// What ordinary rules read, and what consistency rules do.
    reads: [Reads; 2],
}

/// A union as the rules of one kind see it.
pub(super) struct View {
    pub(super) tables: Rc<Tables>,
    scope: Scope<'static>,
}

pub(super) struct Compiled {
    /// Position in the pack's rules.
    pub(super) rule: usize,
    /// Nothing where the script does not compile, which a checked pack has not.
    body: Option<AST>,
    condition: usize,
    params: Params,
    touches: Touches,
}

struct Condition {
    text: String,
    /// Whether it is asked of everything written, as consistency rules are.
    raw: bool,
    /// The rule whose parameters it asks for, if it asks for any.
    params_of: Option<usize>,
    /// Whether its parts are asked one by one.
    is_parted: bool,
    scripts: Vec<Option<AST>>,
}

/// What a condition says of a union.
#[derive(Clone)]
enum Applies {
    Yes,
    No,
    /// The bench's findings say what is missing, or what failed.
    Open(Outcome),
}

/// A union, and what is known of it that several rules ask for.
pub(super) struct Asked {
    pub(super) views: [View; 2],
    /// Of each profile the clause that holds.
    chosen: Vec<Chosen>,
    /// Of each condition whether it holds.
    applies: Vec<Option<Applies>>,
}

impl fmt::Debug for Judge<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Judge({} rules)", self.rules.len())
    }
}

impl<'p> Judge<'p> {
    /// A judge of these rules (positions in the pack's list), as of a day, over a period. Of rules on
    /// districts it says only that they are none of a union alone.
    pub fn new(pack: &'p Pack, rules: &[usize], as_of: Date, period: Period) -> Self {
        Self::of(pack, rules, as_of, period, false)
    }

    /// A judge of these rules, with or without what those on districts ask of each union.
    pub(super) fn of(
        pack: &'p Pack,
        rules: &[usize],
        as_of: Date,
        period: Period,
        with_districts: bool,
    ) -> Self {
        let bench = Rc::new(Bench::new(&pack.schema, as_of, period, None));
        let chosen: Vec<(usize, &Rule)> =
            rules.iter().filter_map(|&at| pack.rules.get(at).map(|rule| (at, rule))).collect();
        let names = param_names(chosen.iter().map(|(_, rule)| *rule));
        let engine = sandbox::engine(&bench, &names);
        let cases = cases(&engine, pack);
        let mut judge = Self {
            pack,
            bench,
            engine,
            rules: Vec::new(),
            conditions: Vec::new(),
            cases,
            reads: Default::default(),
        };
        for (at, rule) in chosen {
            let condition = judge.condition(at, rule);
            let is_judged = rule.scope == RuleScope::Union || with_districts;
            let compile = || sandbox::compile(&judge.engine, &pack.schema, rule.source.text()).ok();
            let body = is_judged.then(compile).flatten();
            let (params, touches) = (params(&rule.params), Touches::of(pack, rule));
            judge.rules.push(Compiled { rule: at, body, condition, params, touches });
        }
        judge.reads = [OnMissing::Report, OnMissing::Skip].map(|kind| {
            let rules = judge.rules.iter().map(|rule| &pack.rules[rule.rule]);
            let rules = rules.filter(|rule| with_districts || rule.scope == RuleScope::Union);
            Reads::of(pack, rules.filter(|rule| rule.missing == kind), kind == OnMissing::Report)
        });
        judge
    }

    /// Whether any rule asks for the unions below.
    pub fn reads_subordinates(&self) -> bool {
        self.reads.iter().any(|reads| reads.subordinates)
    }

    /// The position of an equal condition, or of a new one.
    fn condition(&mut self, at: usize, rule: &Rule) -> usize {
        let params_of = rule.applies.contains("params").then_some(at);
        let raw = rule.missing == OnMissing::Skip;
        // Of a district's unions little may be known: what is surely out must not count as unknown.
        let is_parted = rule.scope == RuleScope::District;
        let same = |known: &Condition| {
            known.text == rule.applies
                && (known.params_of, known.raw, known.is_parted) == (params_of, raw, is_parted)
        };
        if let Some(known) = self.conditions.iter().position(same) {
            return known;
        }
        let texts = if is_parted { conjuncts(&rule.applies) } else { vec![rule.applies.as_str()] };
        let compile = |text: &str| sandbox::compile_condition(&self.engine, &self.pack.schema, text).ok();
        let scripts = texts.into_iter().map(compile).collect();
        let text = rule.applies.clone();
        self.conditions.push(Condition { text, raw, params_of, is_parted, scripts });
        self.conditions.len() - 1
    }

    /// An outcome for each rule, in the order given to [`Judge::new`]. `subordinates` are the profiles
    /// of the unions directly below, as one table.
    pub fn judge(&self, union: &Arc<Union>, subordinates: Option<&Arc<Union>>) -> Vec<Outcome> {
        self.bench.take_up(union);
        let views = [false, true].map(|raw| self.view(union, raw, subordinates));
        if views[0].tables.dissolved.is_some_and(|day| day < self.bench.period.start) {
            return vec![not_applicable(Reason::Dissolved); self.rules.len()];
        }
        let mut asked = self.asked(views);
        let judge = |compiled: &Compiled| match self.pack.rules[compiled.rule].scope {
            RuleScope::District => not_applicable(Reason::District),
            RuleScope::Union => self.rule(compiled, &mut asked),
        };
        self.rules.iter().map(judge).collect()
    }

    /// What is asked of the union on the bench, with nothing answered yet.
    pub(super) fn asked(&self, mut views: [View; 2]) -> Asked {
        let chosen = self.cases.iter().map(|case| self.choose(case, &mut views[0])).collect();
        Asked { views, chosen, applies: vec![None; self.conditions.len()] }
    }

    /// What one rule says of the union on the bench.
    pub(super) fn rule(&self, compiled: &Compiled, asked: &mut Asked) -> Outcome {
        let rule = &self.pack.rules[compiled.rule];
        let view = &mut asked.views[usize::from(rule.missing == OnMissing::Skip)];
        let in_force = compiled.touches.in_force(rule, &asked.chosen);
        let changed = match &in_force {
            InForce::Changed(list) => Some(params(list)),
            InForce::Own | InForce::Open(_) => None,
        };
        let set = changed.as_ref().unwrap_or(&compiled.params);
        let condition = &self.conditions[compiled.condition];
        let applies =
            asked.applies[compiled.condition].get_or_insert_with(|| self.applies(condition, rule, set, view));
        match (applies, in_force) {
            (_, InForce::Open(why)) if condition.params_of.is_some() => why.clone(),
            (Applies::No, _) => not_applicable(Reason::Applies),
            (Applies::Open(outcome), _) if rule.scope == RuleScope::District => {
                let outcome = outcome.clone();
                Self::perhaps(outcome, || self.body(rule, compiled, set, view))
            }
            (Applies::Open(outcome), _) => outcome.clone(),
            (Applies::Yes, InForce::Open(why)) => why.clone(),
            (Applies::Yes, InForce::Own) => self.body(rule, compiled, set, view),
            (Applies::Yes, InForce::Changed(params)) => {
                Outcome { params, ..self.body(rule, compiled, set, view) }
            }
        }
    }

    /// What a union adds to a district of which it is not known whether it counts: which rate it would be,
    /// its body still tells.
    fn perhaps(outcome: Outcome, body: impl FnOnce() -> Outcome) -> Outcome {
        if outcome.state != State::Insufficient {
            return outcome;
        }
        let told = body();
        if !told.findings.is_empty() {
            return outcome;
        }
        let spot = outcome.findings.first().map(|finding| &finding.spot);
        let rates = told.rates.into_iter().map(|rate| rate.perhaps(spot)).collect();
        Outcome { rates, ..not_applicable(Reason::Applies) }
    }

    /// The first condition of a profile that holds.
    fn choose(&self, case: &Case, view: &mut View) -> Chosen {
        let none = Params::default();
        for (at, condition) in case.conditions.iter().enumerate() {
            match self.holds(condition.as_ref(), &none, crate::source::Span::default(), view) {
                Applies::Yes => return Chosen::Clause(at),
                Applies::No => {}
                Applies::Open(why) => return Chosen::Open(at, why),
            }
        }
        Chosen::Nothing
    }

    pub(super) fn view(&self, union: &Arc<Union>, raw: bool, subordinates: Option<&Arc<Union>>) -> View {
        let tables = Rc::new(Tables::new(union, &self.bench, raw));
        let reads = &self.reads[usize::from(raw)];
        let mut scope = Scope::new();
        scope.push_constant("as_of", tables.as_of);
        scope.push_constant("period", self.bench.period);
        for (ledger, name) in &reads.ledgers {
            scope.push_constant(name.as_str(), Rows::ledger(&tables, *ledger));
        }
        if reads.all {
            let ledgers = self.pack.schema.ledger_ids().filter_map(|id| Rows::whole_ledger(&tables, id));
            scope.push_constant("ledgers", ledgers.map(Dynamic::from).collect::<Array>());
        }
        if reads.subordinates {
            let below = subordinates.map_or_else(|| Arc::new(union.without_rows()), Arc::clone);
            let mut below = Tables::new(&below, &self.bench, raw);
            below.as_of = tables.as_of;
            let (below, profile) = (Rc::new(below), self.pack.schema.union);
            let rows = Rows::whole_ledger(&below, profile);
            scope.push_constant("subordinates", rows.unwrap_or_else(|| Rows::none(&below, profile)));
        }
        View { tables, scope }
    }

    fn applies(&self, condition: &Condition, rule: &Rule, params: &Params, view: &mut View) -> Applies {
        if condition.text.trim() == "true" {
            return Applies::Yes;
        }
        let mut open = None;
        for script in &condition.scripts {
            match self.holds(script.as_ref(), params, rule.applies_span, view) {
                Applies::Yes => {}
                Applies::No => return Applies::No,
                // What fails once something is missing may only do so because it is.
                why @ Applies::Open(_) => open = open.or(Some(why)),
            }
        }
        open.unwrap_or(Applies::Yes)
    }

    /// Whether a condition holds; what is wrong with it lies at `span` of the rule.
    fn holds(
        &self,
        condition: Option<&AST>,
        params: &Params,
        span: crate::source::Span,
        view: &mut View,
    ) -> Applies {
        self.bench.begin(OnMissing::Report, FindingAs::Fail);
        match condition.map(|script| self.eval(script, params, &mut view.scope)) {
            Some(Ok(value)) if value.is_bool() => {
                if value.as_bool().unwrap_or_default() {
                    Applies::Yes
                } else {
                    Applies::No
                }
            }
            Some(Err(Ended::Lacking)) => {
                self.bench.record_stop(&view.tables);
                Applies::Open(self.bench.finish())
            }
            Some(Err(Ended::Failed { message, .. })) => Applies::Open(failed(span, message)),
            Some(Ok(_)) | None => {
                let (zh, en) = ("条件须是成立或不成立", "a condition must be true or false");
                Applies::Open(failed(span, Text { zh: zh.to_owned(), en: en.to_owned() }))
            }
        }
    }

    fn body(&self, rule: &Rule, compiled: &Compiled, params: &Params, view: &mut View) -> Outcome {
        self.bench.begin(rule.missing, rule.finding);
        let Some(body) = &compiled.body else {
            let (zh, en) = ("规则没有编译".to_owned(), "the rule did not compile".to_owned());
            return failed(rule.applies_span, Text { zh, en });
        };
        match self.eval(body, params, &mut view.scope) {
            Ok(_) => {}
            Err(Ended::Lacking) => self.bench.record_stop(&view.tables),
            Err(Ended::Failed { message, at }) => {
                let mut failure = failed(span(&rule.source, at), message).findings;
                let label = Text { zh: "所判单位".to_owned(), en: "the union judged".to_owned() };
                failure[0].related.push(Related { label, spot: Spot::Ledger(self.pack.schema.union) });
                for failure in failure {
                    self.bench.found(failure);
                }
            }
        }
        self.bench.finish()
    }

    fn eval(&self, script: &AST, params: &Params, scope: &mut Scope<'static>) -> Result<Dynamic, Ended> {
        let height = scope.len();
        scope.push_constant("params", params.clone());
        let said = self.engine.eval_ast_with_scope::<Dynamic>(scope, script);
        scope.rewind(height);
        said.map_err(|error| ended(*error))
    }
}

fn not_applicable(reason: Reason) -> Outcome {
    Outcome { reason: Some(reason), ..Outcome::of(State::NotApplicable) }
}

/// The outcome of a script that failed.
fn failed(at: crate::source::Span, message: Text) -> Outcome {
    let finding = RawFinding::new(State::Error, Spot::Script(at), Cause::Script(message));
    Outcome { findings: vec![finding], ..Outcome::of(State::Error) }
}

/// Parameters as scripts see them.
pub(super) fn params(params: &[Param]) -> Params {
    let value = |param: &Param| {
        let value = if param.values.since.is_empty() {
            dynamic(&param.values.first)
        } else {
            Dynamic::from(Dated(Rc::new(param.values.clone())))
        };
        (param.name.clone(), value)
    };
    Params(Rc::new(params.iter().map(value).collect()))
}

/// The names of all parameters, each once.
pub(super) fn param_names<'r>(rules: impl Iterator<Item = &'r Rule>) -> Vec<&'r str> {
    let names: BTreeSet<&str> =
        rules.flat_map(|rule| rule.params.iter().map(|param| param.name.as_str())).collect();
    names.into_iter().collect()
}
