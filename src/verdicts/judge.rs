//! From outcomes to findings: a place, a worded message, a fingerprint.

use std::collections::HashMap;

use super::finding::{Finding, Place, Related};
use super::fingerprint::fingerprint;
use super::summary::{Score, StateCounts, UnionVerdicts, Verdict};
use crate::engine::{Arg, Cause, Outcome, RawFinding, Spot, State};
use crate::records::{CellRef, Date, FieldId, Ledger, LedgerId, Period, Schema, Union, Value};
use crate::rulepack::{Message, Pack, Param, ParamValue, Rule};
use crate::source::{Lang, Location, Text};

/// A rule on a union, with the parameters it was judged by.
pub(super) struct Judged<'a> {
    pub(super) rule: &'a Rule,
    pub(super) params: &'a [Param],
    pub(super) union: &'a Union,
}

/// Words the outcomes of one union.
pub(super) struct Wording<'a> {
    pub(super) pack: &'a Pack,
    /// The rules judged, by position in the pack.
    pub(super) rules: &'a [usize],
    /// The day judged at, and the period.
    pub(super) as_of: Date,
    pub(super) period: Period,
    /// Whether sensitive texts are shown.
    pub(super) unmask: bool,
}

impl Wording<'_> {
    /// The union's verdicts and its findings, in the order of rules. `outcomes` are those of the rules
    /// judged, then one for each broken rule.
    pub(super) fn union(&self, union: &Union, outcomes: Vec<Outcome>) -> (UnionVerdicts, Vec<Finding>) {
        let schema = &self.pack.schema;
        let mut verdicts = Vec::with_capacity(outcomes.len());
        let (mut states, mut score) = (StateCounts::default(), Score::default());
        let mut findings = Vec::new();
        let mut keys = RowKeys::default();
        for (at, outcome) in outcomes.into_iter().enumerate() {
            let rule = self.rules.get(at).and_then(|&rule| self.pack.rules.get(rule));
            states.add(outcome.state);
            score.add(outcome.state, rule.map_or(1, |rule| rule.weight));
            verdicts.push(Verdict { state: outcome.state, reason: outcome.reason, checked: outcome.checked });
            if let Some(rule) = rule {
                let params = if outcome.params.is_empty() { &rule.params } else { &outcome.params };
                let judged = Judged { rule, params, union };
                let first = findings.len();
                let worded = outcome.findings.iter().map(|raw| self.finding(&judged, raw, &mut keys));
                findings.extend(worded);
                tell_apart(&mut findings[first..]);
            }
        }
        let roles = schema.roles;
        let text = |field: Option<FieldId>| field.map(|field| plain(schema, union, profile(schema, field)));
        let verdicts = UnionVerdicts {
            id: union.id.clone(),
            name: union.profile_text(schema, roles.name).to_owned(),
            level: text(roles.level).unwrap_or_default(),
            superior: text(roles.superior).filter(|id| !id.is_empty()),
            submissions: None,
            rows: union.ledgers.iter().map(|ledger| ledger.as_ref().map(rows)).collect(),
            absent: Vec::new(),
            verdicts,
            states,
            score,
        };
        (verdicts, findings)
    }

    pub(super) fn finding(&self, judged: &Judged<'_>, raw: &RawFinding, keys: &mut RowKeys) -> Finding {
        let Judged { rule, union, .. } = *judged;
        let place = self.place(rule, union, &raw.spot);
        let related = raw.related.iter().map(|related| Related {
            label: related.label.clone(),
            place: self.place(rule, union, &related.spot),
        });
        let related = related.collect();
        let (message, args) = self.message(judged, raw);
        let help = match &raw.cause {
            Cause::Judged => rule.help.clone(),
            cause => cause_help(cause),
        };
        let schema = &self.pack.schema;
        let row = match &raw.spot {
            Spot::Cell(at) => keys.of(schema, union, at.ledger, at.row),
            Spot::Ledger(_) | Spot::Script(_) => String::new(),
        };
        let parts = [
            rule.id.as_str(),
            &union.id,
            place.ledger.as_deref().unwrap_or(""),
            &row,
            place.field.as_deref().unwrap_or(""),
            &raw.slot,
            &raw.group,
            &raw.of,
        ];
        Finding {
            rule: rule.id.clone(),
            state: raw.state,
            severity: rule.severity,
            union: union.id.clone(),
            message,
            help,
            args,
            fingerprint: fingerprint(&parts),
            place,
            related,
            waiver: None,
            is_known: false,
        }
    }

    fn place(&self, rule: &Rule, union: &Union, spot: &Spot) -> Place {
        let in_script = |span| Location::new(&rule.source, span);
        let place = Place::of_spot(&self.pack.schema, union, spot);
        place.unwrap_or_else(|| {
            let span = if let Spot::Script(span) = spot { *span } else { rule.applies_span };
            Place { location: in_script(span), ledger: None, row: None, field: None }
        })
    }

    fn message(&self, judged: &Judged<'_>, raw: &RawFinding) -> (Text, Vec<(String, Arg)>) {
        let (schema, rule) = (&self.pack.schema, judged.rule);
        match &raw.cause {
            Cause::Judged => self.fill(judged, raw),
            Cause::Script(text) => {
                let zh = format!("规则运行出错，没有判出结果：{}", text.zh);
                (Text { zh, en: format!("the rule failed and decided nothing: {}", text.en) }, Vec::new())
            }
            Cause::Unknown => (unknown(rule, &raw.args), raw.args.clone()),
            Cause::Absent(ledger) => {
                let title = &schema.ledger(*ledger).title;
                // Some ledgers are called so by their titles already.
                let kind = if title.zh.ends_with("台账") { "" } else { "台账" };
                let zh = format!("没有提交“{}”{kind}，“{}”无法判断", title.zh, rule.title.zh);
                let en = format!(
                    "the ledger `{}` was not submitted, so `{}` cannot be decided",
                    title.en, rule.title.en
                );
                (Text { zh, en }, vec![("ledger".to_owned(), Arg::Both(title.clone()))])
            }
            Cause::NotRecorded(ledger, field) | Cause::Unreadable(ledger, field) => {
                let title = &schema.field(*ledger, *field).title;
                let (zh, en) = match raw.cause {
                    Cause::NotRecorded(..) => ("没有记载", "is not recorded"),
                    _ => ("读不出来", "cannot be read"),
                };
                let zh = format!("“{}”{zh}，“{}”无法判断", title.zh, rule.title.zh);
                let en = format!("`{}` {en}, so `{}` cannot be decided", title.en, rule.title.en);
                (Text { zh, en }, vec![("field".to_owned(), Arg::Both(title.clone()))])
            }
        }
    }

    /// Fills the rule's message: first from the word's arguments, then from the row, then from the
    /// union and the parameters.
    fn fill(&self, judged: &Judged<'_>, raw: &RawFinding) -> (Text, Vec<(String, Arg)>) {
        let rule = judged.rule;
        let message: &Message = if raw.state == State::Due { &rule.due } else { &rule.fail };
        let mut args = raw.args.clone();
        for name in message.names() {
            if !args.iter().any(|(known, _)| known == name) {
                args.push((name.to_owned(), self.lookup(judged, raw, name)));
            }
        }
        if self.unmask {
            args = args.into_iter().map(|(name, arg)| (name, arg.unmasked())).collect();
        }
        let show = |lang| {
            message.get(lang).fill(|name| {
                args.iter()
                    .find(|(known, _)| known == name)
                    .map_or_else(String::new, |(_, arg)| arg.show(lang))
            })
        };
        let text = Text { zh: show(Lang::Zh), en: show(Lang::En) };
        (text, args)
    }

    fn lookup(&self, judged: &Judged<'_>, raw: &RawFinding, name: &str) -> Arg {
        let (schema, union) = (&self.pack.schema, judged.union);
        if let Some(name) = name.strip_prefix("params.") {
            let param = judged.params.iter().find(|param| param.name == name);
            return param.map_or(Arg::Missing, |param| said(param.values.on(self.day(union, raw))));
        }
        if let Some(name) = name.strip_suffix(".quote") {
            let given = raw.args.iter().find(|(known, _)| known == name).map(|(_, arg)| arg.clone());
            let id = given.unwrap_or_else(|| self.lookup(judged, raw, name)).show(Lang::Zh);
            let quote = self.pack.requirement(&id).map(|requirement| requirement.quote.clone());
            return quote.map_or(Arg::Missing, Arg::Text);
        }
        if let Some(name) = name.strip_prefix("union.") {
            let field = schema.profile().field_of(name);
            return field.map_or(Arg::Missing, |field| self.arg(union, profile(schema, field)));
        }
        let (ledger, cell) = match &raw.spot {
            Spot::Cell(at) => (at.ledger, Some(*at)),
            Spot::Ledger(ledger) => (*ledger, None),
            Spot::Script(_) => return Arg::Missing,
        };
        match (name, cell) {
            ("field", Some(at)) => Arg::Both(schema.field(at.ledger, at.field).title.clone()),
            ("value", Some(at)) => self.arg(union, at),
            ("ledger", _) => Arg::Both(schema.ledger(ledger).title.clone()),
            (name, Some(at)) => match schema.ledger(ledger).field_of(name) {
                Some(field) => self.arg(union, CellRef { field, ..at }),
                None => Arg::Missing,
            },
            (_, None) => Arg::Missing,
        }
    }

    /// The day a finding's parameters were taken at: the end of its slot, the day of its row, or the day
    /// judged at.
    fn day(&self, union: &Union, raw: &RawFinding) -> Date {
        let slot = raw.args.iter().find_map(|(name, arg)| match arg {
            Arg::Period(slot) if name == "slot" => Some(slot.end),
            _ => None,
        });
        let row = || match raw.spot {
            Spot::Cell(at) => {
                let field = self.pack.schema.ledger(at.ledger).dated?;
                union.cell(CellRef { field, ..at }).value.last_day()
            }
            Spot::Ledger(_) | Spot::Script(_) => None,
        };
        slot.or_else(row).unwrap_or(self.as_of.min(self.period.end))
    }

    fn arg(&self, union: &Union, at: CellRef) -> Arg {
        Arg::of(&self.pack.schema, union, at)
    }
}

/// A parameter's value in a sentence.
fn said(value: &ParamValue) -> Arg {
    match value {
        ParamValue::List(_) | ParamValue::Span(_) => {
            Arg::Both(Text { zh: value.said(Lang::Zh), en: value.said(Lang::En) })
        }
        value => Arg::Text(value.to_string()),
    }
}

fn cause_help(cause: &Cause) -> Text {
    let (zh, en) = match cause {
        Cause::Unknown => (
            "请情况不明的单位补报、补填台账",
            "have the unions not known submit their ledgers or fill in what is missing",
        ),
        Cause::Absent(_) => (
            "请提交这本台账；确实没有发生的，交空台账（表格只留栏目名，YAML 写 []）",
            "submit the ledger; if nothing happened, submit it empty (a table with its headings alone, [] in YAML)",
        ),
        Cause::NotRecorded(..) => ("请查明后补填", "find out and fill it in"),
        Cause::Unreadable(..) => {
            ("请先改正这一格（见台账问题）", "mend this cell first (see the problem reported)")
        }
        Cause::Script(_) | Cause::Judged => ("请联系规则的编写者", "tell the author of the rule"),
    };
    Text { zh: zh.to_owned(), en: en.to_owned() }
}

/// That too little is known of the unions below, by the figures of the district.
fn unknown(rule: &Rule, args: &[(String, Arg)]) -> Text {
    let show = |name: &str, lang| {
        let arg = args.iter().find(|(known, _)| known == name);
        arg.map_or_else(String::new, |(_, arg)| arg.show(lang))
    };
    let zh = |name| show(name, Lang::Zh);
    let en = |name| show(name, Lang::En);
    let label = |lang: Lang| match show("label", lang) {
        label if label.is_empty() => label,
        label => lang.pick(format!("（{label}）"), format!(" ({label})")),
    };
    let [of_zh, of_en] = [label(Lang::Zh), label(Lang::En)];
    Text {
        zh: format!(
            "“{}”{of_zh}无法判断：应统计{}，已达到{}，情况不明{}，要求达到{}",
            rule.title.zh,
            zh("whole"),
            zh("part"),
            zh("unknown"),
            zh("share")
        ),
        en: format!(
            "`{}`{of_en} cannot be decided: {} of {} met, {} not known, {} required",
            rule.title.en,
            en("part"),
            en("whole"),
            en("unknown"),
            en("share")
        ),
    }
}

fn rows(ledger: &Ledger) -> u32 {
    u32::try_from(ledger.len()).unwrap_or(u32::MAX)
}

fn profile(schema: &Schema, field: FieldId) -> CellRef {
    CellRef { ledger: schema.union, row: 0, field }
}

/// A cell's canonical text: codes by their key, nothing where nothing is recorded.
fn plain(schema: &Schema, union: &Union, at: CellRef) -> String {
    match union.cell(at).value {
        Value::Missing | Value::Unreadable => String::new(),
        value @ Value::Text { .. } => union.text(value).to_owned(),
        Value::Code(code) => {
            let code = schema.field(at.ledger, at.field).codes.get(usize::from(code));
            code.map(|code| code.key.clone()).unwrap_or_default()
        }
        Value::Boolean(flag) => flag.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Period(period) => period.to_string(),
        value => value.number().map(|number| number.normalize().to_string()).unwrap_or_default(),
    }
}

/// Gives the second of several like findings of a rule a fingerprint of its own, and so on. Findings are
/// counted, not rows, and the worst first: which of two rows with one key stands first, and what is written
/// in the other, changes no fingerprint of a violation.
fn tell_apart(findings: &mut [Finding]) {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(findings[at].state));
    let mut seen: HashMap<String, u32> = HashMap::new();
    for at in order {
        let finding = &mut findings[at];
        let count = seen.entry(finding.fingerprint.clone()).or_default();
        *count += 1;
        if *count > 1 {
            finding.fingerprint = fingerprint(&[&finding.fingerprint, &count.to_string()]);
        }
    }
}

/// What rows are called in fingerprints: the text of their ledger's key fields.
#[derive(Default)]
pub(super) struct RowKeys(HashMap<LedgerId, Vec<String>>);

impl RowKeys {
    fn of(&mut self, schema: &Schema, union: &Union, ledger: LedgerId, row: u32) -> String {
        let keys = self.0.entry(ledger).or_insert_with(|| {
            let rows = union.ledger(ledger).map_or(0, rows);
            let key = |row: u32| {
                let cell = |&field: &FieldId| plain(schema, union, CellRef { ledger, row, field });
                schema.ledger(ledger).row_key.iter().map(cell).collect::<Vec<_>>().join("|")
            };
            (0..rows).map(key).collect()
        });
        keys.get(row as usize).cloned().unwrap_or_default()
    }
}

/// The outcome of a rule that cannot be judged.
pub(super) fn broken_outcome() -> Outcome {
    Outcome::of(State::Error)
}

/// The finding of a rule that cannot be judged, on one union.
pub(super) fn broken_finding(pack: &Pack, at: usize, union: &Union) -> Option<Finding> {
    let broken = pack.broken.get(at)?;
    let label = Text { zh: "所判单位".to_owned(), en: "the union judged".to_owned() };
    let profile = Place {
        location: union.ledger_location(pack.schema.union),
        ledger: Some(pack.schema.profile().key.clone()),
        row: None,
        field: None,
    };
    let fault = &broken.fault;
    Some(Finding {
        rule: broken.id.clone(),
        state: State::Error,
        severity: crate::source::Severity::Error,
        union: union.id.clone(),
        message: fault.message.clone(),
        help: fault.help.clone(),
        args: Vec::new(),
        place: Place { location: fault.location.clone(), ledger: None, row: None, field: None },
        related: vec![Related { label, place: profile }],
        fingerprint: fingerprint(&[&broken.id, &union.id]),
        waiver: None,
        is_known: false,
    })
}
