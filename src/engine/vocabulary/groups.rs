//! Words that divide rows into groups, or pick a row of each.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, ImmutableString};

use super::choose::code_of;
use super::key::Key;
use crate::engine::bench::{Word, mistake};
use crate::engine::operand::LengthOperand;
use crate::engine::outcome::{Arg, Spot};
use crate::engine::rows::{ANY, Column, Effect, Entry, Group, Maybe, RowSet, Rows, Yes};
use crate::records::{CellRef, Date, FieldType, LedgerId};

/// `per(F)`: the same rows, divided by the value of F. A missing F: maybe, in every group or in one of
/// its own.
///
/// `per(F, list)`: groups as listed, empty ones too; rows of other values are dropped.
///
/// `per(F, rows)`: a group for each of `rows`, by its ledger's key. A row that may belong there, or
/// whose key is missing, makes its group unsure.
///
/// `latest(F)`: the one row (of each group) with the greatest F; of equals the later row. Where a
/// maybe row could be greater, the winner is maybe too.
///
/// `gaps(F, G, span)`: rows that start (F) more than a day and `span` after everything before them (in
/// their group) ended (G), where the hole touches the period. Maybe rows in a group could fill a hole,
/// so they make its gaps maybe.
pub(super) fn register(engine: &mut Engine) {
    engine.register_fn("per", |rows: &mut Rows, field: &str| per_value(rows, field));
    engine.register_fn("per", |rows: &mut Rows, field: &str, list: Array| per_list(rows, field, &list));
    engine.register_fn("per", |rows: &mut Rows, field: &str, others: Rows| per_rows(rows, field, &others));
    engine.register_fn("latest", |rows: &mut Rows, field: &str| latest(rows, field));
    engine.register_fn("gaps", |rows: &mut Rows, from: &str, until: &str, span: Dynamic| {
        let span = LengthOperand::read(rows, &span)?;
        gaps(rows, from, until, &span)
    });
}

/// Divides rows among groups; `group_of` names the group of a key.
fn divide(
    set: &RowSet,
    column: &Column,
    mut group_of: impl FnMut(Key<'_>, CellRef) -> Option<u32>,
) -> RowSet {
    let mut divided = set.emptied();
    let mut yes = Vec::new();
    let group = |entry: Entry, group_of: &mut dyn FnMut(Key<'_>, CellRef) -> Option<u32>| {
        let at = entry.cell(column.of(entry.ledger));
        let value = set.value(entry, column)?;
        let key = Key::of(&set.tables, at, value).ok_or(at)?;
        Ok::<_, CellRef>(group_of(key, at).map(|group| Entry { group, ..entry }))
    };
    for entry in set.yes() {
        match group(entry, &mut group_of) {
            Ok(entry) => yes.extend(entry),
            Err(cause) => divided.maybe.push(Maybe { entry: Entry { group: ANY, ..entry }, cause }),
        }
    }
    for maybe in &set.maybe {
        match group(maybe.entry, &mut group_of) {
            Ok(entry) => divided.maybe.extend(entry.map(|entry| Maybe { entry, ..*maybe })),
            Err(_) => divided.maybe.push(Maybe { entry: Entry { group: ANY, ..maybe.entry }, ..*maybe }),
        }
    }
    divided.entered = Some(yes.len());
    divided.yes = Yes::Some(yes);
    divided
}

fn per_value(set: &RowSet, field: &str) -> Word<Rows> {
    let column = set.column(field)?;
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut divided = divide(set, &column, |key, at| {
        let key = key.to_string();
        let next = u32::try_from(groups.len()).unwrap_or(ANY - 1);
        Some(*known.entry(key.clone()).or_insert_with(|| {
            let label = set.tables.arg(at);
            groups.push(Group { key, label, spot: None, unsure: None });
            next
        }))
    });
    // The value not recorded may be one that no other row has.
    if let Some(maybe) = divided.maybe.iter().find(|maybe| maybe.entry.group == ANY) {
        groups.push(Group { key: String::new(), label: Arg::Missing, spot: None, unsure: Some(maybe.cause) });
    }
    divided.groups = Some(Rc::new(groups));
    Ok(divided.into())
}

fn per_list(set: &RowSet, field: &str, list: &Array) -> Word<Rows> {
    let column = set.column(field)?;
    let declared = set.field(set.ledgers[0], &column);
    let mut groups = Vec::new();
    for item in list {
        let Some(name) = item.read_lock::<ImmutableString>() else {
            return Err(mistake("per 的清单里须是文字", "the list given to `per` holds texts"));
        };
        let label = if declared.kind == FieldType::Enum {
            let code = &declared.codes[usize::from(code_of(declared, &name)?)];
            Arg::Code(code.key.clone(), code.label.clone())
        } else {
            Arg::Text(name.to_string())
        };
        groups.push(Group { key: name.to_string(), label, spot: None, unsure: None });
    }
    let index = index(&groups);
    let divided = divide(set, &column, |key, _| index.get(&key.to_string()).copied());
    Ok(in_groups(divided, groups, &[]))
}

/// Rows divided into groups declared beforehand; `absent` are ledgers whose groups are not known. Where
/// there is surely no group, nothing is asked of the rows and nothing they lack matters.
fn in_groups(mut divided: RowSet, groups: Vec<Group>, absent: &[LedgerId]) -> Rows {
    if groups.is_empty() && absent.is_empty() && divided.bench().probe.is_none() {
        divided.absent.clear();
        divided.maybe.clear();
    }
    divided
        .absent
        .extend(absent.iter().filter(|ledger| !divided.absent.contains(ledger)).collect::<Vec<_>>());
    divided.groups = Some(Rc::new(groups));
    divided.into()
}

fn index(groups: &[Group]) -> HashMap<String, u32> {
    // Of two groups with one key the first takes the rows.
    let mut index = HashMap::new();
    for (at, group) in (0..).zip(groups) {
        index.entry(group.key.clone()).or_insert(at);
    }
    index
}

fn per_rows(set: &RowSet, field: &str, others: &RowSet) -> Word<Rows> {
    let column = set.column(field)?;
    let ledger = others.ledgers[0];
    let declared = set.bench().schema.ledger(ledger);
    let Some(&key_field) = declared.row_key.first() else {
        return Err(mistake("这本台账没有 key，不能用来分组", "this ledger has no key to group by"));
    };
    let mut groups = Vec::new();
    let mut add = |entry: Entry, unsure: Option<CellRef>| {
        let at = entry.cell(key_field);
        let value = others.tables.union.cell(at).value;
        let key = Key::of(&others.tables, at, value).map(|key| key.to_string());
        let unsure = unsure.or(key.is_none().then_some(at));
        let label = others.tables.arg(at);
        groups.push(Group { key: key.unwrap_or_default(), label, spot: Some(Spot::Cell(at)), unsure });
    };
    others.yes().for_each(|entry| add(entry, None));
    others.maybe.iter().for_each(|maybe| add(maybe.entry, Some(maybe.cause)));
    let index = index(&groups);
    let divided = divide(set, &column, |key, _| index.get(&key.to_string()).copied());
    Ok(in_groups(divided, groups, &others.absent))
}

fn latest(set: &RowSet, field: &str) -> Word<Rows> {
    let column = set.date_column(field)?;
    let mut kept = set.emptied();
    let mut yes = Vec::new();
    let mut known = HashSet::new();
    for (_, rows, maybes) in set.divided().each() {
        // A row whose date is missing may be the latest of all.
        let mut best: Option<(Date, Entry)> = None;
        let mut rivals: Vec<(Option<Date>, Maybe)> = Vec::new();
        for &entry in rows {
            match set.day(entry, &column) {
                Ok(day) if best.is_none_or(|(high, _)| day >= high) => best = Some((day, entry)),
                Ok(_) => {}
                Err(cause) => rivals.push((None, Maybe { entry, cause })),
            }
        }
        rivals.extend(maybes.map(|maybe| (set.day(maybe.entry, &column).ok(), *maybe)));
        let beats = |day: Option<Date>, rival: Entry| match (best, day) {
            (None, _) | (_, None) => true,
            (Some((high, winner)), Some(day)) => day > high || (day == high && rival.row > winner.row),
        };
        rivals.retain(|(day, maybe)| beats(*day, maybe.entry));
        let cause = rivals.first().map(|(_, rival)| rival.cause);
        match (best, cause) {
            (Some((_, winner)), None) => yes.push(winner),
            (Some((_, entry)), Some(cause)) => kept.maybe.push(Maybe { entry, cause }),
            (None, _) => {}
        }
        let rivals = rivals.into_iter().map(|(_, maybe)| maybe);
        kept.maybe.extend(rivals.filter(|maybe| known.insert((maybe.entry.ledger, maybe.entry.row))));
    }
    kept.entered = Some(yes.len());
    kept.yes = Yes::Some(yes);
    Ok(kept.into())
}

/// A row as `gaps` sees it: the days it covers, and why it may not belong.
struct Spell {
    start: Date,
    end: Date,
    entry: Entry,
    cause: Option<CellRef>,
}

fn gaps(set: &RowSet, from: &str, until: &str, span: &LengthOperand) -> Word<Rows> {
    let (from, until) = (set.date_column(from)?, set.date_column(until)?);
    let period = set.bench().period;
    let mut kept = set.emptied();
    let mut yes = Vec::new();
    let mut told = 0;
    for (_, rows, maybes) in set.divided().each() {
        let (spells, undated) = spells(set, rows, maybes, &from, &until);
        told += spells.iter().filter(|spell| spell.cause.is_none()).count();
        let unsure = spells.iter().find_map(|spell| spell.cause);
        let unsure = unsure.or(undated.first().map(|maybe| maybe.cause));
        kept.maybe.extend(undated);
        // What surely came before covers this much; else what may have come before covers at least that.
        let (mut covered, mut perhaps) = (None::<Date>, None::<Date>);
        for Spell { start, end, entry, cause } in spells {
            if let Some(ended) = covered.or(perhaps) {
                let allowed = match span.at(set, entry)? {
                    Ok(span) => span.after(ended.plus_days(1)),
                    Err(_) => ended.plus_days(1),
                };
                let touches = ended.plus_days(1) <= period.end && start.plus_days(-1) >= period.start;
                if start > allowed && touches {
                    match cause.or(unsure) {
                        None => yes.push(entry),
                        Some(cause) => kept.maybe.push(Maybe { entry, cause }),
                    }
                }
            }
            match cause {
                None => covered = Some(covered.map_or(end, |ended| ended.max(end))),
                Some(_) => perhaps = Some(perhaps.map_or(end, |ended| ended.min(end))),
            }
        }
    }
    // A row that may be in any group was looked at in each.
    let mut seen = HashSet::new();
    kept.maybe.retain(|maybe| seen.insert((maybe.entry.ledger, maybe.entry.row, maybe.entry.group)));
    kept.yes = Yes::Some(yes);
    kept.passed(Effect::Compares, told);
    Ok(kept.into())
}

/// A group's rows in order of their start, and those whose days are not both known.
fn spells<'m>(
    set: &RowSet,
    rows: &[Entry],
    maybes: impl Iterator<Item = &'m Maybe>,
    from: &Column,
    until: &Column,
) -> (Vec<Spell>, Vec<Maybe>) {
    let (mut spells, mut undated) = (Vec::new(), Vec::new());
    let sure = rows.iter().map(|&entry| (entry, None));
    for (entry, cause) in sure.chain(maybes.map(|maybe| (maybe.entry, Some(maybe.cause)))) {
        let days = set.day(entry, from).and_then(|start| Ok((start, set.day(entry, until)?)));
        match days {
            Ok((start, end)) => spells.push(Spell { start, end, entry, cause }),
            Err(missing) => undated.push(Maybe { entry, cause: cause.unwrap_or(missing) }),
        }
    }
    spells.sort_by_key(|spell| (spell.start, spell.entry.row));
    (spells, undated)
}
