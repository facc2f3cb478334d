//! Words that read: cells of a row, totals, whether there is anything, parameters.

use std::collections::BTreeSet;
use std::rc::Rc;

use rhai::{Dynamic, Engine, EvalAltResult, ImmutableString};
use rust_decimal::Decimal;

use crate::engine::bench::{Bench, Probe, Seen, Word, mistake, mistaken_name};
use crate::engine::operand::number_of;
use crate::engine::rows::{RowSet, Rows};
use crate::records::{CellRef, Date, Field, FieldType, Period, Value};
use crate::source::did_you_mean;

/// The parameters of the rule at hand, as scripts see them: `params.name`.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct Params(pub(in crate::engine) Rc<Vec<(String, Dynamic)>>);

/// A code as it reads while a pack is checked, when comparing it with an unknown one is a mistake.
#[derive(Debug, Clone)]
struct ProbedCode {
    field: Rc<Field>,
    code: ImmutableString,
}

/// `row.F`: the cell, of the union or of a row walked; a missing one stops the body there, and the
/// rule is insufficient. Findings made so far stay, so such statements stand last.
///
/// `rows.sum(F)`: the exact total. Any maybe row, missing cell or absent ledger stops the body.
///
/// `rows.is_empty`: no sure row; false as soon as one is sure, else maybe rows or an absent ledger
/// stop the body.
///
/// `rows.or_empty`: the same rows; a ledger not submitted counts as kept and empty here.
///
/// `params.name`: the value of a parameter, for the day it is used at.
pub(super) fn register(engine: &mut Engine, bench: &Rc<Bench>, params: &[&str]) {
    let fields =
        bench.schema.ledgers.iter().flat_map(|ledger| ledger.fields.iter().map(|field| field.key.as_str()));
    for name in fields.collect::<BTreeSet<_>>() {
        let key = ImmutableString::from(name);
        engine.register_get(name, move |rows: &mut Rows| cell(rows, &key));
    }
    engine.register_fn("sum", |rows: &mut Rows, field: &str| sum(rows, field));
    engine.register_get("is_empty", |rows: &mut Rows| is_empty(rows));
    engine.register_get("or_empty", |rows: &mut Rows| {
        let mut set = (*rows.0).clone();
        set.absent.clear();
        Rows::from(set)
    });
    for &name in params.iter().collect::<BTreeSet<_>>() {
        let key = name.to_owned();
        engine.register_get(name, move |params: &mut Params| param(params, &key));
    }
    engine.register_get("start", |period: &mut Period| period.start);
    engine.register_get("end", |period: &mut Period| period.end);
    register_probed_codes(engine);
}

fn param(params: &Params, name: &str) -> Word<Dynamic> {
    params.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone()).ok_or_else(|| {
        let near = did_you_mean(name, params.0.iter().map(|(own, _)| own.as_str()));
        let (zh, en) = (format!("这条规则没有参数“{name}”"), format!("this rule has no parameter `{name}`"));
        mistaken_name(zh, en, near)
    })
}

fn cell(set: &RowSet, name: &str) -> Word<Dynamic> {
    let column = set.column(name)?;
    if !set.single {
        return Err(mistake(
            format!("“{name}”是一行里的栏目；这里是整本台账"),
            format!("`{name}` is a cell of a row; this is a whole ledger"),
        ));
    }
    if let Some(probe) = set.bench().probe {
        return Ok(sample(set, set.field(set.ledgers[0], &column), probe));
    }
    let Some(entry) = set.yes().next() else {
        // A union without a profile cannot be read at all.
        return Err(match set.absent.first() {
            Some(&ledger) => set.bench().stop_ledger(ledger),
            None => set.bench().stop_ledger(set.ledgers[0]),
        });
    };
    let at = entry.cell(column.of(entry.ledger));
    match set.tables.see(at) {
        Seen::Value(value) => Ok(read(set, at, value)),
        Seen::Missing | Seen::Unreadable => Err(set.bench().stop_at(at)),
    }
}

fn read(set: &RowSet, at: CellRef, value: Value) -> Dynamic {
    match value {
        Value::Missing | Value::Unreadable => Dynamic::UNIT,
        Value::Text { .. } => Dynamic::from(ImmutableString::from(set.tables.union.text(value))),
        Value::Integer(number) => Dynamic::from(number),
        Value::Decimal { .. } => Dynamic::from(value.number().unwrap_or_default()),
        Value::Boolean(flag) => Dynamic::from(flag),
        Value::Date(day) => Dynamic::from(day),
        Value::Period(period) => Dynamic::from(period),
        Value::Code(code) => Dynamic::from(set.bench().code(at.ledger, at.field, code)),
    }
}

/// A value of the field's type, while a pack is checked.
fn sample(set: &RowSet, field: &Field, probe: Probe) -> Dynamic {
    let high = probe == Probe::High;
    let number = if high { set.bench().next_sample() } else { 0 };
    match field.kind {
        FieldType::Text | FieldType::Ref => Dynamic::from(ImmutableString::from(if high { "x" } else { "" })),
        FieldType::Integer => Dynamic::from(number),
        FieldType::Decimal => Dynamic::from(Decimal::from(number)),
        FieldType::Boolean => Dynamic::from(high),
        FieldType::Date => Date::new(2026, 1, 1).map_or(Dynamic::UNIT, Dynamic::from),
        FieldType::Period | FieldType::Year => Period::year(2026).map_or(Dynamic::UNIT, Dynamic::from),
        FieldType::Enum => {
            let at = if high { field.codes.len() - 1 } else { 0 };
            let code = field.codes.get(at).map(|code| code.key.as_str().into()).unwrap_or_default();
            Dynamic::from(ProbedCode { field: Rc::new(field.clone()), code })
        }
    }
}

fn sum(set: &RowSet, field: &str) -> Word<Decimal> {
    let column = set.number_column(field)?;
    if set.bench().probe == Some(Probe::High) {
        return Ok(Decimal::from(set.bench().next_sample()));
    } else if set.bench().probe.is_some() {
        return Ok(Decimal::ZERO);
    }
    set.bench().sums(set.ledgers[0]);
    certain(set)?;
    let mut total = Decimal::ZERO;
    for entry in set.yes() {
        let number = number_of(set, entry, &column).map_err(|cause| set.bench().stop_at(cause))?;
        total = total.checked_add(number).ok_or_else(|| mistake("合计太大", "the total is too large"))?;
    }
    Ok(total)
}

fn is_empty(set: &RowSet) -> Word<bool> {
    if let Some(probe) = set.bench().probe {
        return Ok(probe == Probe::Low);
    }
    if set.yes_len() > 0 {
        return Ok(false);
    }
    // What is missing is passed over where the rule says so.
    if set.bench().passes_over() { Ok(true) } else { certain(set).map(|()| true) }
}

/// Stops the body where a row or ledger may be missing.
fn certain(set: &RowSet) -> Result<(), Box<EvalAltResult>> {
    match (set.maybe.first(), set.absent.first()) {
        (Some(maybe), _) => Err(set.bench().stop_at(maybe.cause)),
        (None, Some(&ledger)) => Err(set.bench().stop_ledger(ledger)),
        (None, None) => Ok(()),
    }
}

fn register_probed_codes(engine: &mut Engine) {
    fn same(code: &ProbedCode, other: &str) -> Word<bool> {
        super::choose::code_of(&code.field, other)?;
        Ok(code.code == other)
    }
    engine.register_type_with_name::<ProbedCode>("code");
    engine.register_fn("==", |code: ProbedCode, other: &str| same(&code, other));
    engine.register_fn("!=", |code: ProbedCode, other: &str| same(&code, other).map(|is| !is));
    engine.register_fn("==", |other: &str, code: ProbedCode| same(&code, other));
    engine.register_fn("!=", |other: &str, code: ProbedCode| same(&code, other).map(|is| !is));
    engine.register_fn("==", |a: ProbedCode, b: ProbedCode| a.code == b.code);
    engine.register_fn("!=", |a: ProbedCode, b: ProbedCode| a.code != b.code);
}
