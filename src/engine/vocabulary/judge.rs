//! Words that judge: sure rows become findings, maybe rows and absent ledgers become insufficient.

use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, ImmutableString, Map};
use rust_decimal::Decimal;

use crate::engine::bench::{Bench, Seen, Word, mistake, mistaken_name};
use crate::engine::operand::{Dated, Length, LengthOperand, resolve};
use crate::engine::outcome::{Arg, Cause, RawFinding, Related, Spot, State};
use crate::engine::rows::{Column, Entry, RowSet, Rows};
use crate::records::{CellRef, Date, LedgerId, Period, TimeSpan};
use crate::rulepack::Share;
use crate::source::{Lang, Text, did_you_mean};

/// `fail(F)`: every sure row is a finding at its cell F. `fail(F, W)`: due until the period or year in
/// field W has ended; `{ends}`. `fail(F, #{k: v})`: further arguments for the message; `of` tells
/// findings at one cell apart. `fail()`: only after `repeated` and `in_future`, which know the cell.
///
/// `lapse(F[, span], notice)`: what runs out at F + span: before as-of a failure, within the notice
/// due. At F; `{deadline} {days}`.
///
/// `expect(DONE, F[, span])`: DONE is expected by F + span. Not done: past the deadline a failure, else
/// due; done late: a failure. A lateness counts only where it overlaps the period. A missing DONE is
/// not done. At DONE; `{deadline} {days}`.
///
/// `require()`: at least one row ever, in each group; `{group}`.
///
/// `submit(list)`: each ledger named was submitted; at the union; `{ledger}`.
pub(super) fn register(engine: &mut Engine, bench: &Rc<Bench>) {
    engine.register_fn("fail", |rows: &mut Rows| fail_blamed(rows));
    engine.register_fn("fail", |rows: &mut Rows, field: &str| fail(rows, field, None, &Map::new()));
    engine.register_fn("fail", |rows: &mut Rows, field: &str, until: &str| {
        fail(rows, field, Some(until), &Map::new())
    });
    engine.register_fn("fail", |rows: &mut Rows, field: &str, args: Map| fail(rows, field, None, &args));
    engine.register_fn("lapse", |rows: &mut Rows, field: &str, notice: Dynamic| {
        lapse(rows, field, &LengthOperand::none(), &notice)
    });
    engine.register_fn("lapse", |rows: &mut Rows, field: &str, span: Dynamic, notice: Dynamic| {
        let span = LengthOperand::read(rows, &span)?;
        lapse(rows, field, &span, &notice)
    });
    engine.register_fn("expect", |rows: &mut Rows, done: &str, from: &str| {
        expect(rows, done, from, &LengthOperand::none())
    });
    engine.register_fn("expect", |rows: &mut Rows, done: &str, from: &str, span: Dynamic| {
        let span = LengthOperand::read(rows, &span)?;
        expect(rows, done, from, &span)
    });
    engine.register_fn("require", |rows: &mut Rows| require(rows));
    let bench = Rc::clone(bench);
    engine.register_fn("submit", move |list: Array| submit(&bench, &list));
}

/// A finding without anything special.
pub(super) fn finding(state: State, spot: Spot) -> RawFinding {
    RawFinding::new(state, spot, Cause::Judged)
}

/// Reports what may belong and what was not submitted; with it a word has looked at its rows.
pub(super) fn lacking(set: &RowSet) {
    for maybe in &set.maybe {
        set.bench().lacks(&set.tables, maybe.cause);
    }
    for &ledger in &set.absent {
        set.bench().lacks_ledger(ledger);
    }
}

/// While a pack is checked: every name the rule's messages want filled is one this word fills, by its
/// arguments or by a field of the rows it blames.
pub(super) fn check_message(set: &RowSet, args: &[&str], has_row: bool) -> Word<()> {
    check_names(set.bench(), if has_row { &set.ledgers } else { &[] }, args)
}

pub(super) fn check_names(bench: &Bench, rows_of: &[LedgerId], args: &[&str]) -> Word<()> {
    if bench.probe.is_none() {
        return Ok(());
    }
    let schema = &bench.schema;
    let params = bench.params.borrow();
    let of_row = |name: &str| {
        let in_all = rows_of.iter().all(|&id| schema.ledger(id).field_of(name).is_some());
        !rows_of.is_empty() && (in_all || ["field", "value", "ledger"].contains(&name))
    };
    for name in bench.wanted.borrow().iter() {
        let is_known = match name.split_once('.') {
            Some(("union", field)) => schema.profile().field_of(field).is_some(),
            Some(("params", param)) => params.iter().any(|own| own == param),
            // The text of the requirement whose number this is.
            Some((name, "quote")) => args.contains(&name) || of_row(name),
            Some(_) => false,
            None => args.contains(&name.as_str()) || of_row(name),
        };
        if !is_known {
            let fields =
                rows_of.iter().flat_map(|&id| schema.ledger(id).fields.iter().map(|f| f.key.as_str()));
            let near = did_you_mean(name, args.iter().copied().chain(fields));
            return Err(mistaken_name(
                format!("这里没有值可填进提示语的 {{{name}}}"),
                format!("nothing here fills {{{name}}} of the message"),
                near,
            ));
        }
    }
    Ok(())
}

fn fail(set: &RowSet, field: &str, until: Option<&str>, args: &Map) -> Word<()> {
    let column = set.column(field)?;
    let until = until.map(|until| set.date_column(until)).transpose()?;
    let mut names: Vec<&str> = args.keys().map(AsRef::as_ref).collect();
    names.extend(until.is_some().then_some("ends"));
    check_message(set, &names, true)?;
    set.bench().checked(set.looked_at());
    for entry in set.yes() {
        let (of, args) = read_args(args, set.tables.row_day(entry.ledger, entry.row))?;
        let mut found = finding(State::Fail, Spot::Cell(entry.cell(column.of(entry.ledger))));
        found.args = args.iter().map(|(key, arg)| (key.clone(), titled(set, entry, arg))).collect();
        found.of = of;
        found.group = group_key(set, entry.group);
        if let Some(until) = &until {
            match set.day(entry, until) {
                Ok(ends) => {
                    if ends > set.tables.as_of {
                        found.state = State::Due;
                    }
                    found.args.push(("ends".to_owned(), Arg::Date(ends)));
                }
                Err(cause) => {
                    set.bench().lacks(&set.tables, cause);
                    continue;
                }
            }
        }
        set.bench().found(found);
    }
    lacking(set);
    Ok(())
}

fn fail_blamed(set: &RowSet) -> Word<()> {
    if set.blame.is_none() && set.bench().probe.is_none() {
        return Err(mistake("fail() 要写明栏目", "fail() needs a field"));
    }
    check_message(set, &[], true)?;
    set.bench().checked(set.looked_at());
    for blame in set.blame.iter().flat_map(|blame| blame.iter()) {
        let mut found = finding(State::Fail, Spot::Cell(blame.entry.cell(blame.field)));
        if let Some(row) = blame.earlier {
            let spot = Spot::Cell(Entry { row, ..blame.entry }.cell(blame.field));
            let label = Text { zh: "前一处".to_owned(), en: "first here".to_owned() };
            found.related.push(Related { label, spot });
        }
        set.bench().found(found);
    }
    lacking(set);
    Ok(())
}

fn group_key(set: &RowSet, group: u32) -> String {
    set.group(group).map(|group| group.key.clone()).unwrap_or_default()
}

/// The arguments of a map, `of` apart.
/// The arguments a script gives a message; parameters that change by date as they are on `day`.
fn read_args(args: &Map, day: Date) -> Word<(String, Vec<(String, Arg)>)> {
    let mut of = String::new();
    let mut read = Vec::new();
    for (key, value) in args {
        if key == "of" {
            of = value.to_string();
        } else {
            read.push((key.to_string(), arg(&resolve(value, day))?));
        }
    }
    Ok((of, read))
}

fn arg(value: &Dynamic) -> Word<Arg> {
    let text = value.read_lock::<ImmutableString>().map(|text| Arg::Text(text.to_string()));
    text.or_else(|| value.as_int().ok().map(Arg::Integer))
        .or_else(|| value.as_bool().ok().map(Arg::Boolean))
        .or_else(|| value.clone().try_cast::<Decimal>().map(Arg::Decimal))
        .or_else(|| value.clone().try_cast::<Date>().map(Arg::Date))
        .or_else(|| value.clone().try_cast::<Period>().map(Arg::Period))
        .or_else(|| value.clone().try_cast::<Share>().map(Arg::Share))
        .or_else(|| {
            value.clone().try_cast::<Length>().map(|length| {
                Arg::Both(Text { zh: length.fixed.said(Lang::Zh), en: length.fixed.said(Lang::En) })
            })
        })
        .or_else(|| value.is_unit().then_some(Arg::Missing))
        .ok_or_else(|| {
            let kind = value.type_name();
            mistake(format!("{kind} 不能填进提示语"), format!("a value of type {kind} cannot fill a message"))
        })
}

/// A text that names a field of the row stands for that field: its title and what it holds.
fn titled(set: &RowSet, entry: Entry, arg: &Arg) -> Arg {
    let Arg::Text(text) = arg else { return arg.clone() };
    let declared = set.bench().schema.ledger(entry.ledger);
    match declared.field_of(text) {
        Some(field) => {
            Arg::Field(declared.field(field).title.clone(), Box::new(set.tables.arg(entry.cell(field))))
        }
        None => arg.clone(),
    }
}

/// A length given as the notice of a word: the same for every row.
fn notice(set: &RowSet, value: &Dynamic) -> Word<TimeSpan> {
    let value = if value.is::<Dated>() { resolve(value, set.tables.today()) } else { value.clone() };
    match value.clone().try_cast::<Length>() {
        Some(Length { fixed, per_row: None }) => Ok(fixed),
        _ => Err(mistake("提前量须是时长（如 90 days）", "a notice is a length of time such as `90 days`")),
    }
}

fn deadline_args(found: &mut RawFinding, deadline: Date, as_of: Date) {
    found.args.push(("deadline".to_owned(), Arg::Date(deadline)));
    found.args.push(("days".to_owned(), Arg::Integer(deadline.days_since(as_of).abs())));
}

fn lapse(set: &RowSet, field: &str, span: &LengthOperand, given: &Dynamic) -> Word<()> {
    let column = set.date_column(field)?;
    let notice = notice(set, given)?;
    check_message(set, &["deadline", "days"], true)?;
    set.bench().checked(set.reached());
    let as_of = set.tables.as_of;
    let warned = notice.after(as_of);
    judge_deadlines(set, |entry| {
        let deadline = deadline(set, entry, &column, span)?;
        let at = entry.cell(column.of(entry.ledger));
        Ok(deadline.map(|deadline| {
            let state =
                if deadline < as_of { Some(State::Fail) } else { (deadline <= warned).then_some(State::Due) };
            state.map(|state| (state, at, deadline))
        }))
    })
}

/// What a row comes to: a state at a cell for a deadline, nothing, or the cell that is missing.
type Come = Result<Option<(State, CellRef, Date)>, CellRef>;

/// Judges each sure row by its deadline; a maybe row matters only where it would come to something.
fn judge_deadlines(set: &RowSet, judge: impl Fn(Entry) -> Word<Come>) -> Word<()> {
    for entry in set.yes() {
        match judge(entry)? {
            Ok(None) => {}
            Ok(Some((state, at, deadline))) => {
                let mut found = finding(state, Spot::Cell(at));
                found.group = group_key(set, entry.group);
                deadline_args(&mut found, deadline, set.tables.as_of);
                set.bench().found(found);
            }
            Err(cause) => set.bench().lacks(&set.tables, cause),
        }
    }
    for maybe in &set.maybe {
        if !matches!(judge(maybe.entry)?, Ok(None)) {
            set.bench().lacks(&set.tables, maybe.cause);
        }
    }
    for &ledger in &set.absent {
        set.bench().lacks_ledger(ledger);
    }
    Ok(())
}

type Deadline = Result<Date, CellRef>;

fn deadline(set: &RowSet, entry: Entry, column: &Column, span: &LengthOperand) -> Word<Deadline> {
    let start = set.day(entry, column);
    let span = span.at(set, entry)?;
    Ok(start.and_then(|start| span.map(|span| span.after(start))))
}

fn expect(set: &RowSet, done: &str, from: &str, span: &LengthOperand) -> Word<()> {
    let (done, from) = (set.date_column(done)?, set.date_column(from)?);
    check_message(set, &["deadline", "days"], true)?;
    set.bench().checked(set.reached());
    let (period, as_of) = (set.bench().period, set.tables.as_of);
    judge_deadlines(set, |entry| {
        let deadline = deadline(set, entry, &from, span)?;
        let at = entry.cell(done.of(entry.ledger));
        if set.tables.see(at) == Seen::Unreadable {
            return Ok(Err(at));
        }
        Ok(deadline.map(|deadline| {
            let state = match set.day(entry, &done) {
                // Late, but only if it still was so in the period.
                Ok(day) => {
                    (day > deadline && deadline < period.end && day >= period.start).then_some(State::Fail)
                }
                Err(_) if deadline >= as_of => Some(State::Due),
                Err(_) => (deadline < period.end).then_some(State::Fail),
            };
            state.map(|state| (state, at, deadline))
        }))
    })
}

fn require(set: &RowSet) -> Word<()> {
    check_message(set, &["group", "ledger"], false)?;
    set.bench().checked(set.group_count() as usize);
    for (group, rows, mut maybes) in set.divided().each() {
        if !rows.is_empty() {
            continue;
        }
        let maybe = maybes.next().map(|maybe| maybe.cause);
        let declared = set.group(group);
        if let Some(cause) = maybe.or(declared.and_then(|group| group.unsure)) {
            set.bench().lacks(&set.tables, cause);
        } else if !set.absent.is_empty() {
            set.absent.iter().for_each(|&ledger| set.bench().lacks_ledger(ledger));
        } else {
            let spot = declared.and_then(|group| group.spot.clone()).unwrap_or(Spot::Ledger(set.ledgers[0]));
            let mut found = finding(State::Fail, spot);
            found.group = group_key(set, group);
            found.args.extend(declared.map(|group| ("group".to_owned(), group.label.clone())));
            set.bench().found(found);
        }
    }
    if set.groups.as_ref().is_some_and(|groups| groups.is_empty()) {
        lacking(set);
    }
    Ok(())
}

fn submit(bench: &Rc<Bench>, list: &Array) -> Word<()> {
    check_names(bench, &[], &["ledger"])?;
    let union = bench.union();
    bench.checked(list.len());
    for item in list {
        let name = item.read_lock::<ImmutableString>().map(|name| name.clone()).unwrap_or_default();
        let Some(ledger) = bench.schema.ledger_of(&name) else {
            let near = bench.schema.names.near(&name);
            let (zh, en) = (format!("没有台账“{name}”"), format!("there is no ledger `{name}`"));
            return Err(mistaken_name(zh, en, near));
        };
        if union.as_ref().is_some_and(|union| union.ledger(ledger).is_none()) {
            let declared = bench.schema.ledger(ledger);
            let mut found = finding(State::Fail, Spot::Ledger(ledger));
            found.args.push(("ledger".to_owned(), Arg::Both(declared.title.clone())));
            found.group.clone_from(&declared.key);
            bench.found(found);
        }
    }
    Ok(())
}
