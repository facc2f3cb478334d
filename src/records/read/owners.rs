//! Whose row each is: the union named in a column, or the only one the file is about.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::headings::{Column, Headings};
use super::rows::RECKON;
use super::sheets::Kind;
use super::table::{Plan, Table};
use crate::records::declaration::Schema;
use crate::records::problem::{Problem, ProblemCode};
use crate::source::{Fault, Span};

/// A union's code and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    pub(super) id: String,
    pub(super) span: Span,
}

/// The rows of one union.
#[derive(Debug, Default)]
pub(super) struct Owned {
    /// Nothing where the file does not say.
    pub(super) owner: Option<Owner>,
    /// Rendered rows by sheet, in order.
    pub(super) rows: BTreeMap<usize, Vec<usize>>,
    /// Sheets with rows that may be this union's or another's: what is left of them proves nothing.
    pub(super) adrift: BTreeSet<usize>,
}

/// The unions a table is about, in the order they are first named, each with its rows. A table that names
/// none has one entry without an owner.
pub(super) fn rows_by_owner(schema: &Schema, table: &Table, problems: &mut Vec<Problem>) -> Vec<Owned> {
    let (profiles, is_nameless) = profiles(schema, table);
    let by_name = names(&profiles);
    // With one profile and no column that says otherwise, everything is that union's.
    let is_only = profiles.len() == 1 && !is_nameless;
    let only = profiles.first().filter(|_| is_only).map(|profile| profile.owner.clone());
    let mut all = All { owned: Vec::new(), known: HashMap::new() };
    for profile in &profiles {
        all.add(Some(&profile.owner));
    }
    let mut adrift = BTreeSet::new();
    for (sheet, plan) in table.plans.iter().enumerate() {
        let Plan::Ledger(ledger, headings) = plan else { continue };
        let by = if *ledger == schema.union {
            headings.columns.iter().position(|column| *column == Column::Field(schema.roles.id)).map(By::Code)
        } else {
            by(headings)
        };
        for row in headings.row + 1..table.rows(sheet) {
            let cells = table.cells(sheet, row);
            if cells.iter().all(|span| span.end == span.start) {
                continue;
            }
            let owner = match by {
                Some(By::Code(at)) => {
                    let (id, span) = told(table, sheet, row, Some(at));
                    (!id.is_empty()).then_some(Owner { id, span })
                }
                Some(By::Name(at)) => {
                    let (name, span) = told(table, sheet, row, Some(at));
                    by_name.get(&name).map(|id| Owner { id: id.clone(), span })
                }
                None => only.clone(),
            };
            if owner.is_none() && (by.is_some() || profiles.len() > 1) {
                let is_unknown = by.is_some_and(|by| table.kind(sheet, row, by.column()).is_unknown());
                adrift.extend((is_unknown && *ledger != schema.union).then_some(sheet));
                problems.push(nobodys(table, sheet, row, by));
                continue;
            }
            // A profile has no code, which was said: its rows are not given to another.
            if owner.is_none() && is_nameless {
                adrift.insert(sheet);
                continue;
            }
            all.add(owner.as_ref()).rows.entry(sheet).or_default().push(row);
        }
    }
    if all.owned.is_empty() {
        all.add(None);
    }
    for owned in &mut all.owned {
        owned.adrift.clone_from(&adrift);
    }
    all.owned
}

/// What says whose row it is.
#[derive(Debug, Clone, Copy)]
enum By {
    Code(usize),
    Name(usize),
}

impl By {
    fn column(self) -> usize {
        match self {
            Self::Code(at) | Self::Name(at) => at,
        }
    }
}

fn by(headings: &Headings) -> Option<By> {
    let at = |wanted| headings.columns.iter().position(|column| *column == wanted);
    at(Column::Owner).map(By::Code).or_else(|| at(Column::OwnerName).map(By::Name))
}

struct All {
    owned: Vec<Owned>,
    known: HashMap<String, usize>,
}

impl All {
    fn add(&mut self, owner: Option<&Owner>) -> &mut Owned {
        let id = owner.map(|owner| owner.id.clone()).unwrap_or_default();
        let at = *self.known.entry(id).or_insert_with(|| {
            self.owned.push(Owned { owner: owner.cloned(), ..Owned::default() });
            self.owned.len() - 1
        });
        &mut self.owned[at]
    }
}

/// A union with a profile in this table.
struct Profile {
    owner: Owner,
    name: String,
}

/// What a cell says; nothing where it holds an error, or a formula without its result.
fn told(table: &Table, sheet: usize, row: usize, column: Option<usize>) -> (String, Span) {
    let Some(column) = column else { return Default::default() };
    let span = table.cells(sheet, row).get(column).copied().unwrap_or_default();
    let text = if table.kind(sheet, row, column).is_unknown() { String::new() } else { table.text(span) };
    (text, span)
}

/// The profiles, and whether there is one whose code is not told.
fn profiles(schema: &Schema, table: &Table) -> (Vec<Profile>, bool) {
    let mut profiles: Vec<Profile> = Vec::new();
    let mut is_nameless = false;
    for (sheet, plan) in table.plans.iter().enumerate() {
        is_nameless |= matches!(plan, Plan::Lost(ledger, _) if *ledger == schema.union);
        let Plan::Ledger(ledger, headings) = plan else { continue };
        if *ledger != schema.union {
            continue;
        }
        let at = |field| headings.columns.iter().position(|column| *column == Column::Field(field));
        let (id, name) = (at(schema.roles.id), at(schema.roles.name));
        for row in headings.row + 1..table.rows(sheet) {
            let is_blank = table.cells(sheet, row).iter().all(|span| span.end == span.start);
            let ((code, span), (name, _)) = (told(table, sheet, row, id), told(table, sheet, row, name));
            is_nameless |= id.is_some() && code.is_empty() && !is_blank;
            let id = code;
            if !id.is_empty() && profiles.iter().all(|known| known.owner.id != id) {
                profiles.push(Profile { owner: Owner { id, span }, name });
            }
        }
    }
    (profiles, is_nameless)
}

/// The unions by name, where a name is one union's.
fn names(profiles: &[Profile]) -> HashMap<String, String> {
    let mut names: HashMap<String, Option<String>> = HashMap::new();
    for profile in profiles.iter().filter(|profile| !profile.name.is_empty()) {
        let id = Some(profile.owner.id.clone());
        names.entry(profile.name.clone()).and_modify(|known| *known = None).or_insert(id);
    }
    names.into_iter().filter_map(|(name, id)| Some((name, id?))).collect()
}

/// A row of which nobody knows whose it is.
fn nobodys(table: &Table, sheet: usize, row: usize, by: Option<By>) -> Problem {
    let cells = table.cells(sheet, row);
    let at = by.map_or(0, By::column);
    let span = cells.get(at).or(cells.first()).copied().unwrap_or_default();
    if table.kind(sheet, row, at) == Kind::Unsaved {
        let (zh, en) = (
            "写明是哪个工会的公式没有保存结果",
            "the formula that says which union it belongs to was saved without its result",
        );
        let fault = Fault::new(&table.source, span, zh, en).help(RECKON.0, RECKON.1);
        return Problem::new(ProblemCode::UnionUnnamed, fault);
    }
    let fault = match by {
        Some(By::Name(_)) => Fault::new(
            &table.source,
            span,
            "这个单位名称在“工会基本情况”里找不到，或者不止一家叫这个名称",
            "no union, or more than one, has this name in the profiles",
        ),
        _ => Fault::new(
            &table.source,
            span,
            "这一行没有写明是哪个工会的",
            "this row does not say which union it belongs to",
        ),
    };
    let fault = fault.help("请填写“工会编码”一栏", "fill in the column of union codes (工会编码)");
    Problem::new(ProblemCode::UnionUnnamed, fault)
}
