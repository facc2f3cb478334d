//! One union as a document shows it: its profile, then the ledgers it keeps.

use std::borrow::Cow;

use super::spell::{Spelling, spell};
use super::{field_name, ledger_name};
use crate::records::cell::Value;
use crate::records::declaration::{LedgerId, Schema};
use crate::records::read::as_written;
use crate::records::union::{CellRef, Ledger, Spot, Union};
use crate::source::Lang;

/// Names and values, in the order of the columns.
pub(super) type Cells<'u> = Vec<(&'u str, Spelling<'u>)>;

/// A row of a ledger.
#[derive(Debug)]
pub(super) enum Row<'u> {
    /// Its cells.
    Cells(Cells<'u>),
    /// No row at all, as it stands in its source.
    Unreadable(String),
}

/// One union.
#[derive(Debug)]
pub(super) struct Document<'u> {
    /// What the profile is called.
    pub(super) profile: &'u str,
    /// Its cells, the union's code among them.
    pub(super) about: Cells<'u>,
    /// Each ledger's name and rows.
    pub(super) ledgers: Vec<(&'u str, Vec<Row<'u>>)>,
}

impl<'u> Document<'u> {
    /// The document of a union. Its ledgers stand in the order in which they were given.
    pub(super) fn new(schema: &'u Schema, union: &'u Union, lang: Lang) -> Self {
        let kept = schema.ledger_ids().filter(|&id| id != schema.union);
        let mut kept: Vec<(LedgerId, &Ledger)> =
            kept.filter_map(|id| union.ledger(id).map(|ledger| (id, ledger))).collect();
        kept.sort_by_key(|(_, ledger)| ledger.keys.first().map(|key| (key.source, key.span)));
        let ledgers = kept.into_iter().map(|(id, ledger)| {
            let rows = (0..).zip(&ledger.rows).map(|(at, place)| row(schema, union, (id, at), *place, lang));
            (ledger_name(schema.ledger(id), lang), rows.collect())
        });
        Self {
            profile: ledger_name(schema.profile(), lang),
            about: about(schema, union, lang),
            ledgers: ledgers.collect(),
        }
    }
}

/// The profile, which names the union in any case.
fn about<'u>(schema: &'u Schema, union: &'u Union, lang: Lang) -> Cells<'u> {
    let mut cells = cells(schema, union, (schema.union, 0), lang);
    let id = field_name(schema.field(schema.union, schema.roles.id), lang);
    if !cells.iter().any(|(name, _)| *name == id) {
        cells.insert(0, (id, Spelling::Text(Cow::Borrowed(&union.id))));
    }
    cells
}

fn row<'u>(schema: &'u Schema, union: &'u Union, at: (LedgerId, u32), place: Spot, lang: Lang) -> Row<'u> {
    let is_none = |id| {
        let cell = union.cell(CellRef { ledger: at.0, row: at.1, field: id });
        cell.value == Value::Unreadable && cell.span == place.span
    };
    if schema.ledger(at.0).field_ids().all(is_none) {
        return Row::Unreadable(as_written(&union.location(place)));
    }
    Row::Cells(cells(schema, union, at, lang))
}

fn cells<'u>(schema: &'u Schema, union: &'u Union, at: (LedgerId, u32), lang: Lang) -> Cells<'u> {
    let (ledger, row) = at;
    let cell = |field| {
        let name = field_name(schema.field(ledger, field), lang);
        spell(schema, union, CellRef { ledger, row, field }, lang).map(|spelling| (name, spelling))
    };
    schema.ledger(ledger).field_ids().filter_map(cell).collect()
}
