//! Words of district rules: they add to counts and sums, and judge nothing.

use std::collections::HashSet;
use std::rc::Rc;

use rhai::{Dynamic, Engine, ImmutableString};
use rust_decimal::Decimal;

use super::judge::check_names;
use crate::engine::bench::{Bench, Word, mistake, mistaken_name};
use crate::engine::operand::resolve;
use crate::engine::outcome::{Arg, Spot, State};
use crate::engine::rate::{Form, Freed, Label, Rate};
use crate::engine::rows::{Entry, RowSet, Rows};
use crate::records::CellRef;
use crate::rulepack::Share;
use crate::source::{Text, did_you_mean};

/// `rate(rows[, weight], share[, label])`: the union counts as one, or by its weight: as it should be
/// where a row surely is there, unknown where one may be.
///
/// `rate(free_of(id)[, weight], share[, label])`: the union counts by what that rule says of it: pass as
/// it should be, due as open, insufficient and error as unknown; not at all where it does not apply.
///
/// `rate(part, whole, share[, label])`: of two sets of rows counts the rows, of two numbers adds them up.
/// A row that may or may not be among them, or a ledger not submitted, makes the union unknown.
///
/// A label tells several rates of one rule apart: a text, or a field of the profile, which stands for what
/// the union has there. The rule's messages may use `{part} {open} {unknown} {whole} {rate} {share}
/// {label}` of the district.
///
/// `free_of("rule-id")`: what that rule says of this union, whether or not it was selected.
pub(super) fn register(engine: &mut Engine, bench: &Rc<Bench>) {
    engine.register_type_with_name::<Freed>("verdict");
    let at = Rc::clone(bench);
    engine.register_fn("rate", move |a: Dynamic, b: Dynamic| rate(&at, &[a, b]));
    let at = Rc::clone(bench);
    engine.register_fn("rate", move |a: Dynamic, b: Dynamic, c: Dynamic| rate(&at, &[a, b, c]));
    let at = Rc::clone(bench);
    engine
        .register_fn("rate", move |a: Dynamic, b: Dynamic, c: Dynamic, d: Dynamic| rate(&at, &[a, b, c, d]));
    let at = Rc::clone(bench);
    engine.register_fn("free_of", move |id: &str| free_of(&at, id));
}

fn rate(bench: &Bench, args: &[Dynamic]) -> Word<()> {
    check_names(bench, &[], &["part", "open", "unknown", "whole", "rate", "share", "label"])?;
    bench.rates();
    let (counted, rest) = counted(bench, args)?;
    let [share, label @ ..] = rest else {
        return Err(mistake("rate 要写明比例", "`rate` needs a share"));
    };
    let share = resolve(share, bench.as_of.min(bench.period.end));
    let Some(share) = share.clone().try_cast::<Share>() else {
        let kind = share.type_name();
        return Err(mistake(
            format!("这里要比例（如 100% 或 2/3），不能是 {kind}"),
            format!("a share such as 100% or 2/3 is wanted here, not a value of type {kind}"),
        ));
    };
    let label = match label {
        [] => Label::default(),
        [label] => read_label(bench, label)?,
        _ => return Err(mistake("rate 的参数太多", "too many arguments for `rate`")),
    };
    if let Some(counted) = counted {
        bench.rated(Rate { label, share, ..counted });
    }
    Ok(())
}

/// What the union adds, its label and share to be filled in, and the arguments that are left; nothing
/// where it does not count.
fn counted<'a>(bench: &Bench, args: &'a [Dynamic]) -> Word<(Option<Rate>, &'a [Dynamic])> {
    let (first, second) = (&args[0], &args[1]);
    if let (Some(part), Some(whole)) = (number(first), number(second)) {
        return Ok((Some(of_sums(bench, part, whole)), &args[2..]));
    }
    if let (Some(part), Some(whole)) = (first.read_lock::<Rows>(), second.read_lock::<Rows>()) {
        return Ok((Some(of_rows(&part, &whole)), &args[2..]));
    }
    let (weight, rest) = match number(second) {
        Some(weight) => (weight, &args[2..]),
        None => (Decimal::ONE, &args[1..]),
    };
    if let Some(rows) = first.read_lock::<Rows>() {
        return Ok((Some(of_union(&rows, weight)), rest));
    }
    if let Some(freed) = first.read_lock::<Freed>() {
        return Ok((of_verdict(&freed, weight), rest));
    }
    let kind = first.type_name();
    Err(mistake(
        format!("rate 的第一项须是行、free_of 或数字，不能是 {kind}"),
        format!("the first argument of `rate` is rows, `free_of` or a number, not a value of type {kind}"),
    ))
}

fn number(value: &Dynamic) -> Option<Decimal> {
    value.as_int().ok().map(Decimal::from).or_else(|| value.as_decimal().ok())
}

fn blank(form: Form, whole: Decimal) -> Rate {
    let [part, open, unknown] = [Decimal::ZERO; 3];
    let (label, share) = (Label::default(), Share { part: 1, whole: 1 });
    Rate { label, share, form, part, open, unknown, whole, spot: None }
}

fn of_union(set: &RowSet, weight: Decimal) -> Rate {
    let mut rate = blank(Form::Unions, weight);
    if set.yes_len() > 0 {
        rate.part = weight;
    } else if let Some(doubt) = doubt(set) {
        (rate.unknown, rate.spot) = (weight, Some(doubt));
    } else {
        rate.spot = Some(lack(set));
    }
    rate
}

/// The first thing that would tell.
fn doubt(set: &RowSet) -> Option<Spot> {
    let maybe = set.maybe.first().map(|maybe| Spot::Cell(maybe.cause));
    maybe.or_else(|| set.absent.first().map(|&ledger| Spot::Ledger(ledger)))
}

/// Where a row is lacking: of the profile the cell last looked at, else the ledger.
fn lack(set: &RowSet) -> Spot {
    let ledger = set.ledgers[0];
    match set.looked.filter(|_| set.bench().schema.ledger(ledger).one_row) {
        Some(field) => Spot::Cell(CellRef { ledger, row: 0, field }),
        None => Spot::Ledger(ledger),
    }
}

fn of_verdict(freed: &Freed, weight: Decimal) -> Option<Rate> {
    let mut rate = Rate { spot: freed.spot.clone(), ..blank(Form::Unions, weight) };
    match freed.state {
        State::NotApplicable => return None,
        State::Pass => (rate.part, rate.spot) = (weight, None),
        State::Due => rate.open = weight,
        State::Insufficient | State::Error => rate.unknown = weight,
        State::Fail | State::Waived => {}
    }
    Some(rate)
}

fn of_rows(part: &RowSet, whole: &RowSet) -> Rate {
    let row = |entry: Entry| (entry.ledger, entry.row);
    let good: HashSet<_> = part.yes().map(row).collect();
    let perhaps: HashSet<_> = part.maybe.iter().map(|maybe| row(maybe.entry)).collect();
    let mut rate = blank(Form::Rows, Decimal::ZERO);
    rate.part = Decimal::from(part.yes_len());
    for entry in whole.yes().filter(|&entry| !perhaps.contains(&row(entry))) {
        rate.whole += Decimal::ONE;
        if rate.spot.is_none() && !good.contains(&row(entry)) {
            let field = whole.looked.or(whole.bench().schema.ledger(entry.ledger).dated);
            rate.spot = Some(field.map_or(Spot::Ledger(entry.ledger), |field| Spot::Cell(entry.cell(field))));
        }
    }
    if let Some(doubt) = doubt(part).or_else(|| doubt(whole)) {
        rate.unknown = Decimal::ONE;
        rate.spot.get_or_insert(doubt);
    }
    rate
}

fn of_sums(bench: &Bench, part: Decimal, whole: Decimal) -> Rate {
    let ledger = bench.summed().unwrap_or(bench.schema.union);
    Rate { part, spot: Some(Spot::Ledger(ledger)), ..blank(Form::Sums, whole) }
}

/// A text, or what the union has in a field of its profile.
fn read_label(bench: &Bench, label: &Dynamic) -> Word<Label> {
    let Some(text) = label.read_lock::<ImmutableString>() else {
        // A code while a pack is checked.
        if bench.probe.is_some() {
            return Ok(Label::default());
        }
        let kind = label.type_name();
        return Err(mistake(
            format!("标签须是文字，不能是 {kind}"),
            format!("a label is a text, not a value of type {kind}"),
        ));
    };
    let plain = || Label { key: text.to_string(), name: Text { zh: text.to_string(), en: text.to_string() } };
    let (Some(field), None, Some(union)) =
        (bench.schema.profile().field_of(&text), bench.probe, bench.union())
    else {
        return Ok(plain());
    };
    let at = CellRef { ledger: bench.schema.union, row: 0, field };
    match Arg::of(&bench.schema, &union, at) {
        Arg::Missing => Err(bench.stop_at(at)),
        Arg::Code(key, name) => Ok(Label { key, name }),
        other => {
            let [zh, en] = [crate::source::Lang::Zh, crate::source::Lang::En].map(|lang| other.show(lang));
            Ok(Label { key: zh.clone(), name: Text { zh, en } })
        }
    }
}

fn free_of(bench: &Bench, id: &str) -> Word<Freed> {
    if let Some(said) = bench.said(id) {
        return Ok(said);
    }
    let known = bench.askable.borrow();
    let near = did_you_mean(id, known.iter().map(String::as_str));
    let (zh, en) = (
        format!("free_of 里没有单位规则“{id}”，规则名要写全、加引号"),
        format!("`free_of` takes the name of a rule on unions, written out: there is none called `{id}`"),
    );
    Err(mistaken_name(zh, en, near))
}
