//! Words that hold rows against other rows, or a ledger against itself.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use rhai::Engine;

use super::key::Key;
use crate::engine::bench::{Word, mistake};
use crate::engine::rows::{Blame, Column, Effect, Entry, Maybe, RowSet, Rows, Test, Yes};
use crate::records::{CellRef, FieldId, FieldType, LedgerId, Value};

/// `unmatched(F, rows, G)`: rows whose F equals no G of `rows`. Maybe where F is missing or `rows`
/// has a row that may match; a ledger behind `rows` that was not submitted leaves the question open.
///
/// `repeated()`: rows of a ledger declared unique whose key an earlier row already has; both places
/// are shown. Of any other ledger: none.
///
/// `in_future()`: rows with a date of a thing done after as-of, once for each such cell.
///
/// `a + b`: the rows of both, of several ledgers perhaps; a field used on them must exist in all.
/// It forgets groups. `a - b`: the rows of a that are not in b; it keeps the groups of a.
pub(super) fn register(engine: &mut Engine) {
    engine.register_fn("unmatched", |rows: &mut Rows, field: &str, others: Rows, other: &str| {
        unmatched(rows, field, &others, other)
    });
    engine.register_fn("repeated", |rows: &mut Rows| repeated(rows));
    engine.register_fn("in_future", |rows: &mut Rows| in_future(rows));
    engine.register_fn("+", |a: Rows, b: Rows| together(&a, &b));
    engine.register_fn("-", |a: Rows, b: Rows| without(&a, &b));
}

fn unmatched(set: &Rows, field: &str, others: &RowSet, other: &str) -> Word<Rows> {
    let (column, theirs) = (set.column(field)?, others.column(other)?);
    comparable(set, &column, others, &theirs)?;
    let key = |entry: Entry| {
        let at = entry.cell(theirs.of(entry.ledger));
        others.value(entry, &theirs).and_then(|value| Key::of(&others.tables, at, value).ok_or(at))
    };
    let mut known = HashSet::new();
    // Rows that may match: those without a key, and those that may belong.
    let mut anything: Option<CellRef> = None;
    let mut perhaps: HashMap<Key<'_>, CellRef> = HashMap::new();
    for entry in others.yes() {
        match key(entry) {
            Ok(key) => {
                known.insert(key);
            }
            Err(cause) => anything = anything.or(Some(cause)),
        }
    }
    for maybe in &others.maybe {
        match key(maybe.entry) {
            Ok(key) => {
                perhaps.entry(key).or_insert(maybe.cause);
            }
            Err(_) => anything = anything.or(Some(maybe.cause)),
        }
    }
    let mut is_open = false;
    let kept = set.filter(Effect::Compares, &column, |entry| {
        let at = entry.cell(column.of(entry.ledger));
        let key = match set.value(entry, &column) {
            Ok(value) => Key::of(&set.tables, at, value),
            Err(cause) => return Ok(Test::Missing(cause)),
        };
        let Some(key) = key else { return Ok(Test::Missing(at)) };
        if known.contains(&key) {
            return Ok(Test::No);
        }
        if !others.absent.is_empty() {
            is_open = true;
            return Ok(Test::Missing(at));
        }
        Ok(match perhaps.get(&key).copied().or(anything) {
            Some(cause) => Test::Missing(cause),
            None => Test::Yes,
        })
    })?;
    if !is_open {
        return Ok(kept);
    }
    // What cannot be told for want of the other ledger is put down to that ledger, not to cells.
    let mut open = (*kept.0).clone();
    open.maybe.clear();
    open.absent.extend(others.absent.iter().filter(|ledger| !set.absent.contains(ledger)));
    Ok(open.into())
}

/// Keys of unlike types never match, which would say `unmatched` of every row.
fn comparable(set: &RowSet, own: &Column, others: &RowSet, theirs: &Column) -> Word<()> {
    let sort = |kind: FieldType| match kind {
        FieldType::Text | FieldType::Ref | FieldType::Enum => 0,
        FieldType::Integer | FieldType::Decimal => 1,
        FieldType::Boolean => 2,
        FieldType::Date => 3,
        FieldType::Period | FieldType::Year => 4,
    };
    let a = set.field(set.ledgers[0], own);
    let b = others.field(others.ledgers[0], theirs);
    if sort(a.kind) == sort(b.kind) {
        return Ok(());
    }
    let (a, b) = (&a.key, &b.key);
    Err(mistake(
        format!("“{a}”与“{b}”类型不同，不能对照"),
        format!("`{a}` and `{b}` have different types and cannot be matched"),
    ))
}

fn repeated(set: &RowSet) -> Rows {
    let ledger = set.ledgers[0];
    let declared = set.bench().schema.ledger(ledger);
    let mut kept = set.emptied();
    let mut yes = Vec::new();
    let mut blame = Vec::new();
    if declared.unique {
        let mut first: HashMap<Vec<Option<Key<'_>>>, u32> = HashMap::new();
        for entry in set.yes() {
            let cell = |&field: &FieldId| {
                let at = entry.cell(field);
                Key::of(&set.tables, at, set.tables.union.cell(at).value)
            };
            let key: Vec<_> = declared.row_key.iter().map(cell).collect();
            // A row that names nothing repeats nothing, nor does one whose name cannot be read.
            let is_unread =
                |&field: &FieldId| set.tables.union.cell(entry.cell(field)).value == Value::Unreadable;
            if key.iter().all(Option::is_none) || declared.row_key.iter().any(is_unread) {
                continue;
            }
            let earlier = *first.entry(key).or_insert(entry.row);
            if earlier != entry.row {
                yes.push(entry);
                blame.push(Blame { entry, field: declared.row_key[0], earlier: Some(earlier) });
            }
        }
    }
    let told = if declared.unique { set.yes_len() } else { 0 };
    kept.yes = Yes::Some(yes);
    kept.blame = Some(Rc::new(blame));
    kept.passed(Effect::Compares, told);
    kept.into()
}

fn in_future(set: &RowSet) -> Rows {
    let ledger: LedgerId = set.ledgers[0];
    let declared = set.bench().schema.ledger(ledger);
    let done = |field: &FieldId| {
        let field = declared.field(*field);
        field.kind == FieldType::Date && !field.planned
    };
    let dates: Vec<FieldId> = declared.field_ids().filter(done).collect();
    let mut kept = set.emptied();
    let mut yes = Vec::new();
    let mut blame = Vec::new();
    let mut told = 0;
    for entry in set.yes() {
        let mut is_dated = false;
        for &field in &dates {
            let Some(day) = set.tables.union.cell(entry.cell(field)).value.last_day() else { continue };
            is_dated = true;
            if day > set.tables.as_of {
                yes.push(entry);
                blame.push(Blame { entry, field, earlier: None });
            }
        }
        told += usize::from(is_dated);
    }
    kept.yes = Yes::Some(yes);
    kept.blame = Some(Rc::new(blame));
    kept.passed(Effect::Compares, told);
    kept.into()
}

fn together(a: &RowSet, b: &RowSet) -> Word<Rows> {
    if !Rc::ptr_eq(&a.tables.bench, &b.tables.bench)
        || !std::ptr::eq(&raw const *a.tables.union, &raw const *b.tables.union)
    {
        return Err(mistake("只能合并同一工会的台账", "only rows of one union can be put together"));
    }
    let mut all = a.emptied();
    (all.groups, all.single) = (None, false);
    let further = b.ledgers.iter().filter(|ledger| !a.ledgers.contains(ledger));
    all.ledgers = a.ledgers.iter().chain(further).copied().collect();
    all.absent.extend(b.absent.iter().filter(|ledger| !a.absent.contains(ledger)));
    // Groups of two divisions mean different things, so neither is kept.
    let ungrouped = |entry: Entry| Entry { group: 0, ..entry };
    let mut yes: Vec<Entry> = a.yes().map(ungrouped).collect();
    let own = yes.len();
    let mut known: HashSet<_> = yes.iter().map(|entry| (entry.ledger, entry.row)).collect();
    yes.extend(b.yes().map(ungrouped).filter(|entry| known.insert((entry.ledger, entry.row))));
    if own > 0 && yes.len() > own {
        yes.sort_by_key(|entry| (all.ledgers.iter().position(|ledger| *ledger == entry.ledger), entry.row));
    }
    for maybe in a.maybe.iter().chain(&b.maybe) {
        if known.insert((maybe.entry.ledger, maybe.entry.row)) {
            all.maybe.push(Maybe { entry: ungrouped(maybe.entry), ..*maybe });
        }
    }
    all.yes = Yes::Some(yes);
    all.subject = more(a.subject, b.subject, a.looked_at(), b.looked_at());
    all.entered = None;
    Ok(all.into())
}

/// Alternatives over the same rows look at them once; rows side by side add up.
fn more(a: Option<usize>, b: Option<usize>, a_rows: usize, b_rows: usize) -> Option<usize> {
    match (a, b) {
        (None, None) => None,
        _ => Some(a_rows.max(b_rows)),
    }
}

fn without(a: &RowSet, b: &RowSet) -> Rows {
    let mut kept = a.emptied();
    let mut yes = Vec::new();
    let doubt =
        |entry: Entry| b.maybe.iter().find(|maybe| maybe.entry.same_row(entry)).map(|maybe| maybe.cause);
    let taken = |entry: Entry| b.yes().any(|other| other.same_row(entry));
    let passes_over = a.bench().passes_over();
    for entry in a.yes().filter(|entry| !taken(*entry)) {
        match doubt(entry).filter(|_| !passes_over) {
            None => yes.push(entry),
            Some(cause) => kept.maybe.push(Maybe { entry, cause }),
        }
    }
    kept.maybe.extend(a.maybe.iter().filter(|maybe| !taken(maybe.entry)));
    if a.yes_len() > 0 {
        kept.absent.extend(b.absent.iter().filter(|ledger| !a.absent.contains(ledger)));
    }
    kept.yes = Yes::Some(yes);
    kept.entered = Some(a.yes_len());
    kept.into()
}
