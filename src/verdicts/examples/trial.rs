//! One example, judged by itself as its head says.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use super::annotation::{self, Annotated, What};
use super::compare::{compare, compare_verdicts};
use super::head::Head;
use super::kinds::Kinds;
use crate::rulepack::{Overrides, Pack, Rule};
use crate::source::{Fault, Input, Location, Source, Span, did_you_mean};
use crate::verdicts::{Chunk, Item, Options, RunInfo, Sink, UnionVerdicts, audit};

/// What came of one example.
#[derive(Debug, Default)]
pub(super) struct Trial {
    pub(super) expectations: usize,
    pub(super) kinds: Kinds,
    pub(super) failures: Vec<Fault>,
}

/// Judges an example of `rule`.
pub(super) fn run(pack: &Pack, rule: &Rule, example: &Arc<Source>) -> io::Result<Trial> {
    let annotated = match annotation::read(example) {
        Ok(annotated) => annotated,
        Err(failures) => return Ok(Trial { failures, ..Trial::default() }),
    };
    let mut trial = Trial::default();
    trial.expect(&annotated, rule, example);
    let (pack, options) = match settings(pack, rule, example, &annotated) {
        Ok(settings) => settings,
        Err(failures) => {
            trial.failures.extend(failures);
            return Ok(trial);
        }
    };
    let input = Input::from_bytes(example.path(), example.text().as_bytes());
    let mut found = Found::default();
    audit(&pack, &options, &[input], Vec::new(), &mut found)?;
    let position = found.rules.iter().position(|id| *id == rule.id);
    trial.failures.extend(compare(example, &annotated.expected, &found.items));
    trial.failures.extend(compare_verdicts(example, &annotated.head.verdicts, position, &found.unions));
    Ok(trial)
}

impl Trial {
    /// Counts what is expected; an example that expects nothing shows nothing.
    fn expect(&mut self, annotated: &Annotated, rule: &Rule, example: &Arc<Source>) {
        self.expectations = annotated.expected.len() + annotated.head.verdicts.len();
        if self.expectations == 0 {
            let (zh, en) = ("这个示例没有标注应有的结论", "the example says nothing of what must be found");
            let fault = Fault::at(Location::whole(example), zh, en);
            self.failures.push(fault.help(
                "在有关的行写“#~ 状态 规则名”，或在开头写“#~ pass: 工会编码”",
                "write `#~ STATE RULE` on the line concerned, or `#~ pass: UNION` in the head",
            ));
        }
        for expected in &annotated.expected {
            match &expected.what {
                What::Finding(state, id) if *id == rule.id => self.kinds.add(*state),
                _ => {}
            }
        }
        annotated.head.verdicts.iter().for_each(|expected| self.kinds.add(expected.state));
    }
}

/// The pack with the example's parameters, and what to judge.
fn settings<'p>(
    pack: &'p Pack,
    rule: &Rule,
    example: &Arc<Source>,
    annotated: &Annotated,
) -> Result<(Cow<'p, Pack>, Options), Vec<Fault>> {
    let head = &annotated.head;
    let mut faults = Vec::new();
    let mut select = vec![rule.id.clone()];
    for expected in &annotated.expected {
        let What::Finding(_, id) = &expected.what else { continue };
        if pack.ids().all(|known| known != id) {
            let (zh, en) = (format!("没有规则 {id}"), format!("there is no rule `{id}`"));
            let near = did_you_mean(id, pack.ids());
            faults.push(Fault::new(example, expected.span, zh, en).meant(near));
        } else if !select.contains(id) {
            select.push(id.clone());
        }
    }
    let mut pack = Cow::Borrowed(pack);
    if let Err(fault) = profiles(&mut pack, rule, example, head) {
        faults.push(fault);
    }
    if let Some((params, at)) = &head.params
        && let Err(fault) = params_of(&mut pack, rule, params, example, *at)
    {
        faults.push(fault);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let (as_of, period) = (head.as_of, head.period);
    Ok((pack, Options { select, ..Options::new(as_of, period) }))
}

/// Takes on the profiles the head names.
fn profiles(pack: &mut Cow<'_, Pack>, rule: &Rule, example: &Arc<Source>, head: &Head) -> Result<(), Fault> {
    let Some((names, at)) = &head.profiles else { return Ok(()) };
    let fault = |zh: String, en: String| Fault::new(example, *at, zh, en);
    let known: Vec<String> = pack.profiles.keys().cloned().collect();
    let used = pack.to_mut();
    if let Err(name) = used.use_profiles(names) {
        let near = did_you_mean(name, known.iter().map(String::as_str));
        return Err(fault(format!("没有方案“{name}”"), format!("there is no profile `{name}`")).meant(near));
    }
    if !used.rule(&rule.id).is_none_or(|rule| used.judges(rule)) {
        let (zh, en) = ("方案不含这个示例的规则", "the profile leaves out the example's rule");
        return Err(fault(zh.to_owned(), en.to_owned()));
    }
    Ok(())
}

fn params_of(
    pack: &mut Cow<'_, Pack>,
    rule: &Rule,
    params: &serde_yaml::Mapping,
    example: &Arc<Source>,
    at: Span,
) -> Result<(), Fault> {
    let named = params.iter().map(|(name, value)| Some((name.as_str()?.to_owned(), value.clone())));
    let Some(named) = named.collect::<Option<BTreeMap<_, _>>>() else {
        let (zh, en) = ("参数名须是文字", "a parameter's name is a text");
        return Err(Fault::new(example, at, zh, en));
    };
    override_params(pack, &Overrides::from([(rule.id.clone(), named)]), example, at)
}

fn override_params(
    pack: &mut Cow<'_, Pack>,
    overrides: &Overrides,
    example: &Arc<Source>,
    at: Span,
) -> Result<(), Fault> {
    if overrides.is_empty() {
        return Ok(());
    }
    let done = pack.to_mut().override_params(overrides);
    done.map_err(|text| Fault::new(example, at, text.zh, text.en))
}

/// Keeps everything that was found.
#[derive(Debug, Default)]
struct Found {
    rules: Vec<String>,
    items: Vec<Item>,
    unions: Vec<UnionVerdicts>,
}

impl Sink for Found {
    fn begin(&mut self, run: &RunInfo, _sources: u64) -> io::Result<()> {
        self.rules.clone_from(&run.rules);
        Ok(())
    }

    fn chunk(&mut self, chunk: Chunk) -> io::Result<()> {
        self.items.extend(chunk.items);
        self.unions.extend(chunk.unions);
        Ok(())
    }
}
