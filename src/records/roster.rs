//! The roster of a superior union: the unions it lists, and what it says of them.

use std::sync::Arc;

use super::calendar::Date;
use super::cell::{Cell, Value, store};
use super::declaration::Schema;
use super::tree::{Listing, Submission};
use super::union::{CellRef, Ledger, Union};

impl Union {
    /// The rows of its roster that name a union. One founded after `as_of` has nothing to submit yet.
    pub fn listings(&self, schema: &Schema, as_of: Date) -> Vec<Listing> {
        let Some((role, roster)) = schema.roster.and_then(|role| Some((role, self.ledger(role.ledger)?)))
        else {
            return Vec::new();
        };
        let declared = schema.ledger(role.ledger);
        let like = |field| declared.field_of(&schema.profile().field(field).key);
        let (name, founded) = (like(schema.roles.name), schema.roles.established.and_then(like));
        let mut listings = Vec::new();
        for row in 0..u32::try_from(roster.len()).unwrap_or(u32::MAX) {
            let id = self.text(roster.cell(row, role.id).value);
            if id.is_empty() {
                continue;
            }
            let name = name.map_or("", |field| self.text(roster.cell(row, field).value));
            let founded = founded.and_then(|field| roster.cell(row, field).value.last_day());
            let is_due = founded.is_none_or(|day| day <= as_of);
            let submission = if is_due { Submission::Missing } else { Submission::NotDue };
            let (id, name) = (id.to_owned(), name.to_owned());
            listings.push(Listing { owner: self.id.clone(), row, id, name, submission });
        }
        listings
    }

    /// A union as a row of this union's roster describes it: what the roster says stands in its profile,
    /// and no ledger was submitted.
    pub fn listed(&self, schema: &Schema, row: u32) -> Option<Self> {
        let role = schema.roster?;
        let roster = self.ledger(role.ledger)?;
        let place = *roster.rows.get(row as usize)?;
        let mut texts = String::new();
        let declared = schema.ledger(role.ledger);
        let cells = schema.profile().fields.iter().map(|field| {
            let Some(like) = declared.field_of(&field.key) else { return Cell::ABSENT };
            let cell = roster.cell(row, like);
            let value = match (cell.value, declared.field(like).kind == field.kind) {
                (value @ Value::Text { .. }, _) => store(&mut texts, self.text(value)),
                // The same code may stand elsewhere in the list of the profile.
                (Value::Code(code), true) => {
                    let key = declared.field(like).codes.get(usize::from(code)).map(|code| &code.key);
                    key.and_then(|key| field.code(key)).map_or(Value::Missing, Value::Code)
                }
                (value, true) => value,
                (_, false) => Value::Missing,
            };
            Cell { value, ..cell }
        });
        let cells: Vec<Cell> = cells.collect();
        let at = CellRef { ledger: role.ledger, row, field: role.id };
        let mut profile = Ledger::new(place, schema.profile());
        profile.push(place, &cells);
        let mut listed = Self {
            id: self.text(self.cell(at).value).to_owned(),
            id_spot: super::union::Spot { source: place.source, span: self.cell(at).span },
            sources: self.sources.iter().map(Arc::clone).collect(),
            ledgers: vec![None; self.ledgers.len()],
            texts,
            strays: Vec::new(),
        };
        listed.ledgers[schema.union.index()] = Some(profile);
        Some(listed)
    }
}
