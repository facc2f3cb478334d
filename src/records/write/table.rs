//! A ledger as a table: headings, then a line a row; of many unions, each line with its owner's code.

use std::borrow::Cow;

use super::spell::{Spelling, spell};
use super::{field_name, ledger_name};
use crate::records::declaration::{Field, FieldType, LedgerDecl, LedgerId, Schema};
use crate::records::union::{CellRef, Ledger, Union};
use crate::source::Lang;

/// A column: its heading and what it holds.
pub(super) type Column<'u> = (&'u str, FieldType);

/// One ledger of all unions.
#[derive(Debug)]
pub(super) struct Table<'u> {
    declaration: &'u LedgerDecl,
    lang: Lang,
    /// Its columns.
    pub(super) columns: Vec<Column<'u>>,
    /// Its rows, a cell a column.
    pub(super) rows: Vec<Vec<Option<Spelling<'u>>>>,
}

impl<'u> Table<'u> {
    /// Every ledger that some union keeps, the profile first.
    pub(super) fn all(schema: &'u Schema, unions: &'u [Union], lang: Lang) -> Vec<Self> {
        let others = schema.ledger_ids().filter(|&id| id != schema.union);
        let others = others.filter(|&id| unions.iter().any(|union| union.ledger(id).is_some()));
        let many = unions.len() > 1;
        let table = |id| {
            let declaration = schema.ledger(id);
            let owner = (many && id != schema.union).then(|| owner(schema, lang));
            let fields = declaration.fields.iter();
            let own = fields.map(|field| (heading(schema, field, lang, owner.is_some()), field.kind));
            let columns = owner.into_iter().chain(own).collect();
            let rows = unions.iter().flat_map(|union| rows(schema, union, id, lang, owner.is_some()));
            Self { declaration, lang, columns, rows: rows.collect() }
        };
        std::iter::once(schema.union).chain(others).map(table).collect()
    }

    /// What it is called, by the first of its names that may be the name of a file or sheet.
    pub(super) fn name(&self, fits: fn(&str) -> bool) -> &'u str {
        let ledger = self.declaration;
        let mut names = [ledger_name(ledger, self.lang), &ledger.key, &ledger.title.zh].into_iter();
        names.find(|name| fits(name)).unwrap_or(&ledger.key)
    }
}

/// The column that says whose a row is.
fn owner(schema: &Schema, lang: Lang) -> Column<'_> {
    let id = schema.field(schema.union, schema.roles.id);
    (field_name(id, lang), id.kind)
}

/// A column's heading; beside the owner's, none that means the owner's code too.
fn heading<'u>(schema: &'u Schema, field: &'u Field, lang: Lang, beside_owner: bool) -> &'u str {
    let means_owner = |name: &str| schema.profile().names.get(name) == Some(schema.roles.id);
    let name = field_name(field, lang);
    if !beside_owner || !means_owner(name) {
        return name;
    }
    let others = [&field.title.zh, &field.key, &field.title.en].into_iter().chain(&field.aliases);
    others.map(String::as_str).find(|name| !means_owner(name)).unwrap_or(name)
}

/// A union's rows. Among those of others, its code alone in a row says that it keeps the ledger and
/// has nothing in it.
fn rows<'u>(
    schema: &'u Schema,
    union: &'u Union,
    id: LedgerId,
    lang: Lang,
    with_owner: bool,
) -> Vec<Vec<Option<Spelling<'u>>>> {
    let ledger = union.ledger(id);
    let is_profile = id == schema.union;
    let count = match ledger.map(Ledger::len) {
        Some(0) if with_owner => 1,
        Some(rows) if !is_profile => rows,
        None if !is_profile => 0,
        _ => 1,
    };
    let code = || Some(Spelling::Text(Cow::Borrowed(union.id.as_str())));
    let row = |row: u32| {
        let cells = schema.ledger(id).field_ids().map(|field| {
            if is_profile && field == schema.roles.id {
                return code();
            }
            spell(schema, union, CellRef { ledger: id, row, field }, lang)
        });
        with_owner.then(code).into_iter().chain(cells).collect()
    };
    (0..).take(count).map(row).collect()
}
