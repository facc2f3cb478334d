//! Whose row each is: the union named in a column, or the only one the file is about.

use std::collections::BTreeMap;
use std::collections::HashMap;

use super::headings::{Column, Headings};
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
}

/// The unions a table is about, in the order they are first named, each with its rows. A table that names
/// none has one entry without an owner.
pub(super) fn rows_by_owner(schema: &Schema, table: &Table, problems: &mut Vec<Problem>) -> Vec<Owned> {
    let profiles = profiles(schema, table);
    let by_name = names(&profiles);
    // With one profile and no column that says otherwise, everything is that union's.
    let only = if profiles.len() == 1 { profiles.first().map(|profile| profile.owner.clone()) } else { None };
    let mut all = All { owned: Vec::new(), known: HashMap::new() };
    for profile in &profiles {
        all.add(Some(&profile.owner));
    }
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
            let told = |at: usize| {
                let span = cells.get(at).copied().unwrap_or_default();
                (table.text(span), span)
            };
            let owner = match by {
                Some(By::Code(at)) => {
                    let (id, span) = told(at);
                    (!id.is_empty()).then_some(Owner { id, span })
                }
                Some(By::Name(at)) => {
                    let (name, span) = told(at);
                    by_name.get(&name).map(|id| Owner { id: id.clone(), span })
                }
                None => only.clone(),
            };
            if owner.is_none() && (by.is_some() || profiles.len() > 1) {
                problems.push(nobodys(table, sheet, row, by));
                continue;
            }
            all.add(owner.as_ref()).rows.entry(sheet).or_default().push(row);
        }
    }
    if all.owned.is_empty() {
        all.add(None);
    }
    all.owned
}

/// What says whose row it is.
#[derive(Debug, Clone, Copy)]
enum By {
    Code(usize),
    Name(usize),
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
            self.owned.push(Owned { owner: owner.cloned(), rows: BTreeMap::new() });
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

fn profiles(schema: &Schema, table: &Table) -> Vec<Profile> {
    let mut profiles: Vec<Profile> = Vec::new();
    for (sheet, plan) in table.plans.iter().enumerate() {
        let Plan::Ledger(ledger, headings) = plan else { continue };
        if *ledger != schema.union {
            continue;
        }
        let at = |field| headings.columns.iter().position(|column| *column == Column::Field(field));
        let (id, name) = (at(schema.roles.id), at(schema.roles.name));
        for row in headings.row + 1..table.rows(sheet) {
            let cells = table.cells(sheet, row);
            let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).copied().unwrap_or_default();
            let (span, name) = (cell(id), table.text(cell(name)));
            let id = table.text(span);
            if !id.is_empty() && profiles.iter().all(|known| known.owner.id != id) {
                profiles.push(Profile { owner: Owner { id, span }, name });
            }
        }
    }
    profiles
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
    let at = match by {
        Some(By::Code(at) | By::Name(at)) => at,
        None => 0,
    };
    let span = cells.get(at).or(cells.first()).copied().unwrap_or_default();
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
