//! Joins what several documents say of one union, in the order of their sources.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::builder::Fragment;
use super::cell::{Cell, Value};
use super::complete::{fill_defaults, missing};
use super::declaration::{FieldId, LedgerId, Schema};
use super::problem::{Problem, ProblemCode};
use super::union::{CellRef, Ledger, Spot, Union};
use crate::source::{Fault, Location, Span};

/// The unions of these fragments, in the order they are first named.
pub fn join(schema: &Schema, mut fragments: Vec<Fragment>, problems: &mut Vec<Problem>) -> Vec<Union> {
    own_by_folder(&mut fragments);
    let mut unions: Vec<Union> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut lost: Vec<(usize, LedgerId)> = Vec::new();
    let mut told: HashSet<(usize, LedgerId, FieldId)> = HashSet::new();
    for fragment in fragments {
        let Some((id, span)) = fragment.id.clone() else {
            unnamed(&fragment, problems);
            continue;
        };
        let at = known.get(&id).copied();
        let here = at.unwrap_or(unions.len());
        lost.extend(fragment.lost.iter().map(|&ledger| (here, ledger)));
        told.extend(fragment.told.iter().map(|&(ledger, field)| (here, ledger, field)));
        if let Some(at) = at {
            append(schema, &mut unions[at], fragment, problems);
        } else {
            known.insert(id.clone(), unions.len());
            unions.push(first(id, span, fragment));
        }
    }
    // Part of a ledger was lost in one file: what other files hold of it proves nothing either.
    for (at, ledger) in lost {
        unions[at].ledgers[ledger.index()] = None;
    }
    for (at, union) in unions.iter_mut().enumerate() {
        complete(schema, union, |field| told.contains(&(at, schema.union, field)), problems);
    }
    unions
}

/// Gives what a table holds without naming a union to the one union of its folder.
fn own_by_folder(fragments: &mut [Fragment]) {
    let named = |fragment: &Fragment| Some((fragment.source.folder().to_owned(), fragment.id.clone()?.0));
    let known: BTreeSet<(String, String)> = fragments.iter().filter_map(named).collect();
    for fragment in fragments.iter_mut().filter(|f| f.id.is_none() && f.source.grid().is_some()) {
        let mut here = known.iter().filter(|(of, _)| of == fragment.source.folder());
        if let (Some((_, id)), None) = (here.next(), here.next()) {
            let first = fragment.ledgers.iter().flatten().find_map(|ledger| ledger.keys.first());
            fragment.id = Some((id.clone(), first.map_or_else(Span::default, |spot| spot.span)));
        }
    }
}

/// A document with ledgers but no union; an empty one has been reported, or is nothing.
fn unnamed(fragment: &Fragment, problems: &mut Vec<Problem>) {
    let Some(first) = fragment.ledgers.iter().flatten().map(|ledger| ledger.keys[0].span).min() else {
        return;
    };
    let zh = "没有写明是哪个工会的台账";
    let fault = Fault::new(&fragment.source, first, zh, "it does not say which union's ledgers these are");
    let fault = fault.help("请加上“工会基本情况: { 工会编码: … }”", "add `union: { id: … }`");
    problems.push(Problem::new(ProblemCode::UnionUnnamed, fault));
}

fn first(id: String, span: Span, fragment: Fragment) -> Union {
    Union {
        id,
        id_spot: Spot { source: 0, span },
        sources: vec![fragment.source],
        ledgers: fragment.ledgers,
        texts: fragment.texts,
        strays: Vec::new(),
    }
}

fn append(schema: &Schema, union: &mut Union, fragment: Fragment, problems: &mut Vec<Problem>) {
    let known = union.sources.iter().position(|source| Arc::ptr_eq(source, &fragment.source));
    let source = known.unwrap_or_else(|| {
        union.sources.push(Arc::clone(&fragment.source));
        union.sources.len() - 1
    });
    let source = u32::try_from(source).unwrap_or(u32::MAX);
    let shift = u32::try_from(union.texts.len()).unwrap_or(u32::MAX);
    union.texts.push_str(&fragment.texts);
    for (id, ledger) in schema.ledger_ids().zip(fragment.ledgers) {
        let Some(ledger) = ledger else { continue };
        let spot = |spot: &Spot| Spot { source, span: spot.span };
        let cells = |row: &[Cell]| row.iter().map(|&cell| shifted(cell, shift)).collect::<Vec<_>>();
        if schema.ledger(id).one_row {
            for row in 0..ledger.len() {
                merge_row(schema, union, id, &cells(ledger.row(row)), spot(&ledger.rows[row]), problems);
            }
            continue;
        }
        let target = match &mut union.ledgers[id.index()] {
            Some(target) => {
                target.keys.extend(ledger.keys.iter().map(spot));
                target
            }
            free => free.insert(Ledger::new(spot(&ledger.keys[0]), schema.ledger(id))),
        };
        for (row, place) in ledger.rows.iter().enumerate() {
            target.push(spot(place), &cells(ledger.row(row)));
        }
    }
}

fn shifted(mut cell: Cell, shift: u32) -> Cell {
    if let Value::Text { start, .. } = &mut cell.value {
        *start += shift;
    }
    cell
}

/// A second profile of the union: new cells are added, contradicting ones reported.
fn merge_row(
    schema: &Schema,
    union: &mut Union,
    id: LedgerId,
    cells: &[Cell],
    place: Spot,
    problems: &mut Vec<Problem>,
) {
    if union.ledgers[id.index()].as_ref().is_none_or(Ledger::is_empty) {
        let mut ledger = Ledger::new(place, schema.ledger(id));
        ledger.push(place, cells);
        union.ledgers[id.index()] = Some(ledger);
        return;
    }
    for field in schema.ledger(id).field_ids() {
        let new = cells[field.index()];
        let at = CellRef { ledger: id, row: 0, field };
        let old = union.cell(at);
        if new.value == Value::Missing || same(union, old.value, new.value) {
            continue;
        }
        let location = union.location(Spot { source: place.source, span: new.span });
        let earlier = union.cell_location(at);
        let Some(ledger) = &mut union.ledgers[id.index()] else { return };
        let target = &mut ledger.row_mut(0)[field.index()];
        if old.value == Value::Missing {
            *target = new;
            union.strays.push((field, place.source));
            continue;
        }
        if field != schema.roles.name {
            target.value = Value::Unreadable;
        }
        problems.push(contradiction(schema, id, field, location, earlier));
    }
}

fn contradiction(
    schema: &Schema,
    ledger: LedgerId,
    field: FieldId,
    at: Location,
    earlier: Location,
) -> Problem {
    let title = &schema.field(ledger, field).title;
    let zh = format!("同一工会编码的“{}”前后不一", title.zh);
    let en = format!("two records of one union disagree about `{}`", title.en);
    let fault = Fault::at(at, zh, en).related("另一处", "the other place", earlier);
    let fault = fault.help(
        "两个工会不能同用一个编码；同一工会请改成一致",
        "two unions cannot share a code; for one union, make them agree",
    );
    Problem {
        ledger: Some(schema.ledger(ledger).key.clone()),
        row: Some(0),
        field: Some(schema.field(ledger, field).key.clone()),
        ..Problem::new(ProblemCode::DuplicateUnion, fault)
    }
}

fn same(union: &Union, a: Value, b: Value) -> bool {
    match (a, b) {
        (Value::Text { .. }, Value::Text { .. }) => union.text(a) == union.text(b),
        // A workbook keeps no zeros behind the last digit.
        _ => a == b || a.number().is_some_and(|number| Some(number) == b.number()),
    }
}

/// Checks and fills the profile, now that every document has been heard.
fn complete(
    schema: &Schema,
    union: &mut Union,
    is_told: impl Fn(FieldId) -> bool,
    problems: &mut Vec<Problem>,
) {
    let declaration = schema.profile();
    let id = schema.union;
    let Some(ledger) = union.ledger(id).filter(|ledger| !ledger.is_empty()) else { return };
    let place = union.location(ledger.rows[0]);
    for (field, fault) in missing(declaration, ledger.row(0), &place) {
        if is_told(field) {
            continue;
        }
        problems.push(Problem {
            ledger: Some(declaration.key.clone()),
            row: Some(0),
            field: Some(declaration.field(field).key.clone()),
            ..Problem::new(ProblemCode::MissingRequired, fault)
        });
    }
    let mut cells = ledger.row(0).to_vec();
    fill_defaults(declaration, &mut cells, &mut union.texts);
    if let Some(ledger) = &mut union.ledgers[id.index()] {
        ledger.row_mut(0).copy_from_slice(&cells);
    }
}
