//! Checks a pack without records: every script is compiled and run twice over an empty union that
//! keeps every ledger, once with low values and once with high ones, so that both arms of an `if` run.
//!
//! Field types are fixed, so what passes here meets no unlike types later. What an arm hides behind
//! two conditions is left to the rule's examples.

use std::rc::Rc;
use std::sync::Arc;

use rhai::{AST, Array, Dynamic, Engine, EvalAltResult, Position, Scope};

use super::bench::{Bench, Probe, Tables};
use super::cases::Touches;
use super::error::{Ended, ended, parse_message, span};
use super::judge::{param_names, params};
use super::outcome::State;
use super::rate::{Freed, asked_for, is_askable};
use super::rows::Rows;
use super::sandbox;
use crate::records::{Date, Period, Spot, Union};
use crate::rulepack::{FindingAs, OnMissing, Pack, Param, Rule, Scope as RuleScope, VERDICTS, When};
use crate::source::{Fault, Source, Span, Text};

/// Takes every rule out of judgement whose scripts are found wrong, under the parameters of the profiles
/// in use; the others are not touched.
pub fn check_pack(pack: &mut Pack) {
    let Some(checker) = Checker::new(pack) else { return };
    let mut faults: Vec<(String, Fault)> = pack
        .rules
        .iter()
        .filter_map(|rule| checker.rule(pack, rule).err().map(|fault| (rule.id.clone(), fault)))
        .collect();
    // Nobody knows what is asked of a union where the condition that says so is broken.
    for when in pack.whens.iter().flatten() {
        if let Err(fault) = checker.when(pack, when) {
            faults.extend(when.params.iter().map(|setting| (setting.rule.clone(), fault.clone())));
        }
    }
    for (id, fault) in faults {
        pack.break_rule(&id, fault);
    }
}

struct Checker {
    probes: Vec<(Rc<Bench>, Engine)>,
    union: Arc<Union>,
}

impl Checker {
    fn new(pack: &Pack) -> Option<Self> {
        let (as_of, period) = (Date::new(2026, 6, 30)?, Period::year(2026)?);
        let names = param_names(pack.rules.iter());
        let probe = |probe| {
            let bench = Rc::new(Bench::new(&pack.schema, as_of, period, Some(probe)));
            let engine = sandbox::engine(&bench, &names);
            (bench, engine)
        };
        let union = Union {
            id: String::new(),
            id_spot: Spot { source: 0, span: Span::default() },
            sources: vec![Arc::new(Source::new("", ""))],
            ledgers: vec![None; pack.schema.ledgers.len()],
            texts: String::new(),
            strays: Vec::new(),
        };
        Some(Self { probes: vec![probe(Probe::Low), probe(Probe::High)], union: Arc::new(union) })
    }

    /// Tries a rule with its own parameters, and with those of each condition of the profiles in use.
    fn rule(&self, pack: &Pack, rule: &Rule) -> Result<(), Fault> {
        self.rule_with(pack, rule, &rule.params)?;
        let variants = Touches::of(pack, rule).variants(rule);
        variants.iter().try_for_each(|params| self.rule_with(pack, rule, params))
    }

    /// Tries a profile's condition.
    fn when(&self, pack: &Pack, when: &When) -> Result<(), Fault> {
        let fault = |message: Text| Fault::at(when.place.clone(), message.zh, message.en);
        for (bench, engine) in &self.probes {
            let condition = sandbox::compile_condition(engine, &pack.schema, &when.condition)
                .map_err(|error| fault(parse_message(&error)))?;
            bench.take_up(&self.union);
            bench.begin(OnMissing::Report, FindingAs::Fail);
            let said =
                self.run(pack, bench, engine, &condition, &[]).map_err(|(message, _)| fault(message))?;
            if !said.is_none_or(|value| value.is_bool()) {
                let (zh, en) = ("条件须是成立或不成立", "a condition must be true or false");
                return Err(fault(Text { zh: zh.to_owned(), en: en.to_owned() }));
            }
        }
        Ok(())
    }

    fn rule_with(&self, pack: &Pack, rule: &Rule, params: &[Param]) -> Result<(), Fault> {
        let fault = |span: Span, zh: &str, en: &str| Fault::new(&rule.source, span, zh, en);
        if rule.scope == RuleScope::District
            && (rule.missing, rule.finding) != (OnMissing::Report, FindingAs::Fail)
        {
            let (zh, en) = (
                "上级汇总规则不能写 missing 和 finding",
                "a district rule has no `missing` and no `finding`",
            );
            return Err(fault(rule.applies_span, zh, en));
        }
        hides_nothing(pack, &rule.source)?;
        let mut judged = false;
        for (bench, engine) in &self.probes {
            let condition =
                sandbox::compile_condition(engine, &pack.schema, &rule.applies).map_err(|error| {
                    let message = parse_message(&error);
                    Fault::new(&rule.source, rule.applies_span, message.zh, message.en)
                })?;
            let body = sandbox::compile(engine, &pack.schema, rule.source.text()).map_err(|error| {
                let message = parse_message(&error);
                Fault::new(&rule.source, span(&rule.source, error.position()), message.zh, message.en)
            })?;
            self.prepare(pack, bench, rule);
            let said = self.run(pack, bench, engine, &condition, params);
            let said = said.map_err(|(message, _)| fault(rule.applies_span, &message.zh, &message.en))?;
            if !said.is_none_or(|value| value.is_bool()) {
                return Err(fault(
                    rule.applies_span,
                    "applies 须是成立或不成立的条件",
                    "`applies` must be true or false",
                ));
            }
            bench.begin(rule.missing, rule.finding);
            let said = self.run(pack, bench, engine, &body, params);
            let said = said.map_err(|(message, at)| {
                Fault::new(&rule.source, span(&rule.source, at), message.zh, message.en)
            })?;
            if said.is_some_and(|value| value.is::<Rows>()) {
                let (zh, en) = ("最后一句选出的行没有评判", "nothing judges the rows of the last statement");
                let help =
                    ("请接上 fail、lapse、expect、every 等词", "end it with fail, lapse, expect, every …");
                return Err(fault(last_line(&rule.source), zh, en).help(help.0, help.1));
            }
            judged |= bench.judged();
            fits_scope(rule, bench)?;
        }
        // An arm no sample reached may still judge; its examples will tell.
        if !judged && !names_a_verdict(&rule.source) {
            let (zh, en) = ("这条规则什么也不评判", "this rule judges nothing");
            return Err(fault(last_line(&rule.source), zh, en));
        }
        Ok(())
    }

    fn prepare(&self, pack: &Pack, bench: &Bench, rule: &Rule) {
        let asked = asked_for(rule.source.text()).into_iter();
        let may_ask = |id: &&str| {
            let is_there = |rule: &Rule| rule.id == **id && is_askable(rule);
            pack.rules.iter().any(is_there) || pack.broken.iter().any(|rule| rule.id == **id)
        };
        let pass = Freed { state: State::Pass, spot: None };
        bench.said.replace(asked.filter(may_ask).map(|id| (id.to_owned(), pass.clone())).collect());
        let ids = pack.rules.iter().filter(|rule| is_askable(rule));
        bench.askable.replace(ids.map(|rule| rule.id.clone()).collect());
        let names = rule.fail.names().chain(rule.due.names());
        *bench.wanted.borrow_mut() = names.map(str::to_owned).collect();
        *bench.params.borrow_mut() = rule.params.iter().map(|param| param.name.clone()).collect();
        bench.take_up(&self.union);
        bench.begin(rule.missing, rule.finding);
    }

    /// What a script says; nothing where it stops for want of a cell, or over a sample value.
    fn run(
        &self,
        pack: &Pack,
        bench: &Rc<Bench>,
        engine: &Engine,
        script: &AST,
        own: &[Param],
    ) -> Result<Option<Dynamic>, (Text, Position)> {
        let mut scope = self.scope(pack, bench);
        scope.push_constant("params", params(own));
        match engine.eval_ast_with_scope::<Dynamic>(&mut scope, script) {
            Ok(value) => Ok(Some(value)),
            // Sample values may divide by zero where records never would.
            Err(error) if matches!(error.unwrap_inner(), EvalAltResult::ErrorArithmetic(..)) => Ok(None),
            Err(error) => match ended(*error) {
                Ended::Lacking => Ok(None),
                Ended::Failed { message, at } => Err((message, at)),
            },
        }
    }

    fn scope(&self, pack: &Pack, bench: &Rc<Bench>) -> Scope<'static> {
        let tables = Rc::new(Tables::new(&self.union, bench, false));
        let mut scope = Scope::new();
        scope.push_constant("as_of", tables.as_of);
        scope.push_constant("period", bench.period);
        let mut all = Array::new();
        for id in pack.schema.ledger_ids() {
            let rows = Rows::ledger(&tables, id);
            all.push(Dynamic::from(rows.clone()));
            scope.push_constant(pack.schema.ledger(id).key.as_str(), rows);
        }
        scope.push_constant("ledgers", all);
        let mut below = (*Rows::ledger(&tables, pack.schema.union).0).clone();
        below.single = false;
        scope.push_constant("subordinates", Rows::from(below));
        scope
    }
}

/// Whether what a script judged belongs in a rule of its scope.
fn fits_scope(rule: &Rule, bench: &Bench) -> Result<(), Fault> {
    let fault = |zh, en| Fault::new(&rule.source, last_line(&rule.source), zh, en);
    match (rule.scope, bench.kinds()) {
        (RuleScope::District, (_, true)) => {
            Err(fault("上级汇总规则只用 rate 评判", "a district rule judges by `rate` alone"))
        }
        (RuleScope::Union, (true, _)) => {
            Err(fault("rate 只能用在上级汇总规则里", "`rate` belongs in district rules")
                .help("请在开头写 scope: district", "write `scope: district` in the header"))
        }
        _ => Ok(()),
    }
}

fn last_line(source: &Arc<Source>) -> Span {
    let line = source.text().trim_end().lines().count();
    source.line_span(line)
}

/// Whether a script names a verdict word at all.
fn names_a_verdict(source: &Source) -> bool {
    let script = source.text().lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut words = script.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
    words.any(|word| VERDICTS.contains(&word))
}

/// A fault where a script takes a name in scope for itself.
fn hides_nothing(pack: &Pack, source: &Arc<Source>) -> Result<(), Fault> {
    let Some((name, span)) = shadowed(pack, source) else { return Ok(()) };
    let (zh, en) = (
        format!("“{name}”已有含义，不能另作变量"),
        format!("`{name}` has a meaning and cannot be a variable"),
    );
    Err(Fault::new(source, span, zh, en).help("请换一个名字", "choose another name"))
}

/// A name in scope that a loop or a function takes for a variable of its own. Rhai refuses only `let`
/// and `const`; hidden by a loop, a ledger would silently be something else.
fn shadowed(pack: &Pack, source: &Source) -> Option<(String, Span)> {
    let mut start = 0;
    for line in source.text().split_inclusive('\n') {
        let script = if line.trim_start().starts_with("//") { "" } else { line };
        for (keyword, end) in [("for ", " in "), ("fn ", ")")] {
            let Some(at) = script.find(keyword).filter(|&at| at == 0 || !is_word(script.as_bytes()[at - 1]))
            else {
                continue;
            };
            let from = at + keyword.len();
            let upto = script[from..].find(end).map_or(script.len(), |upto| from + upto);
            for (offset, word) in words(&script[from..upto]) {
                if sandbox::names(&pack.schema).any(|name| name == word) {
                    let at = start + from + offset;
                    return Some((word.to_owned(), Span::new(at, at + word.len())));
                }
            }
        }
        start += line.len();
    }
    None
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The words of a text with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(move |word| (place(word), word))
}
