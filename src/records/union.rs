//! One union's records: its ledgers, their rows and cells, each with its place.

use std::sync::Arc;

use super::cell::{Cell, Value, store};
use super::declaration::{FieldId, LedgerDecl, LedgerId, Schema};
use crate::source::{Location, Source, Span};

/// Which cell: a row and a field of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// The ledger.
    pub ledger: LedgerId,
    /// The row, from 0.
    pub row: u32,
    /// The field.
    pub field: FieldId,
}

/// A place in a source of a union, by the source's position among the union's sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Position in [`Union::sources`].
    pub source: u32,
    /// The bytes.
    pub span: Span,
}

/// One ledger as submitted, be it without rows.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// Where its name stands; several when it is spread over files.
    pub keys: Vec<Spot>,
    /// Where each row begins: its first key.
    pub rows: Vec<Spot>,
    /// Row after row, a cell for each declared field.
    cells: Vec<Cell>,
    width: usize,
    one_row: bool,
}

impl Ledger {
    /// A ledger of this declaration, without rows yet.
    pub fn new(key: Spot, declaration: &LedgerDecl) -> Self {
        let (width, one_row) = (declaration.fields.len(), declaration.one_row);
        Self { keys: vec![key], rows: Vec::new(), cells: Vec::new(), width, one_row }
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it is kept but has no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The cell, [`Cell::ABSENT`] outside the table.
    pub fn cell(&self, row: u32, field: FieldId) -> Cell {
        let at = row as usize * self.width + field.index();
        self.cells.get(at).copied().unwrap_or(Cell::ABSENT)
    }

    /// Appends a row of cells.
    pub fn push(&mut self, place: Spot, cells: &[Cell]) {
        self.rows.push(place);
        self.cells.extend(cells.iter().copied().chain(std::iter::repeat(Cell::ABSENT)).take(self.width));
    }

    /// The cells of a row, to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut [Cell] {
        let start = (row * self.width).min(self.cells.len());
        let end = (start + self.width).min(self.cells.len());
        &mut self.cells[start..end]
    }

    /// The cells of a row.
    pub fn row(&self, row: usize) -> &[Cell] {
        self.cells.get(row * self.width..(row + 1) * self.width).unwrap_or(&[])
    }
}

/// A union's profile without its places in sight.
#[derive(Debug, Clone)]
pub struct Profile {
    cells: Box<[Cell]>,
    texts: String,
}

/// A cell whose text, if it is one, goes from one text store to another.
fn moved(cell: &Cell, from: &str, to: &mut String) -> Cell {
    match cell.value {
        Value::Text { start, len } => {
            let text = from.get(start as usize..(start + len) as usize).unwrap_or("");
            Cell { value: store(to, text), ..*cell }
        }
        _ => *cell,
    }
}

/// Everything submitted of one union.
#[derive(Debug, Clone)]
pub struct Union {
    /// Its code, as text.
    pub id: String,
    /// Where the code was first given.
    pub id_spot: Spot,
    /// The sources its rows come from, in order.
    pub sources: Vec<Arc<Source>>,
    /// By [`LedgerId`]; none where a ledger was not submitted.
    pub ledgers: Vec<Option<Ledger>>,
    /// The text store.
    pub texts: String,
    /// Profile cells that come from another source than their row.
    pub strays: Vec<(FieldId, u32)>,
}

impl Union {
    /// The same union with no records but an empty profile.
    #[must_use]
    pub fn without_rows(&self) -> Self {
        Self {
            ledgers: vec![None; self.ledgers.len()],
            texts: String::new(),
            strays: Vec::new(),
            ..self.clone()
        }
    }

    /// Its profile by itself; nothing where it has none.
    pub fn profile(&self, schema: &Schema) -> Option<Profile> {
        let row = self.ledger(schema.union).filter(|ledger| !ledger.is_empty())?.row(0);
        let mut texts = String::new();
        let cells = row.iter().map(|cell| moved(cell, &self.texts, &mut texts)).collect();
        Some(Profile { cells, texts })
    }

    /// Profiles of several unions as one table. It has no places.
    pub fn of_profiles<'p>(schema: &Schema, profiles: impl Iterator<Item = &'p Profile>) -> Self {
        let nowhere = Spot { source: 0, span: Span::default() };
        let mut texts = String::new();
        let mut table = Ledger::new(nowhere, schema.profile());
        table.one_row = false;
        for profile in profiles {
            let cells: Vec<Cell> =
                profile.cells.iter().map(|cell| moved(cell, &profile.texts, &mut texts)).collect();
            table.push(nowhere, &cells);
        }
        let mut ledgers = vec![None; schema.ledgers.len()];
        ledgers[schema.union.index()] = Some(table);
        Self { id: String::new(), id_spot: nowhere, sources: Vec::new(), ledgers, texts, strays: Vec::new() }
    }

    /// The ledger, if it was submitted.
    pub fn ledger(&self, ledger: LedgerId) -> Option<&Ledger> {
        self.ledgers.get(ledger.index()).and_then(Option::as_ref)
    }

    /// The cell, [`Cell::ABSENT`] where there is none.
    pub fn cell(&self, at: CellRef) -> Cell {
        self.ledger(at.ledger).map_or(Cell::ABSENT, |ledger| ledger.cell(at.row, at.field))
    }

    /// The text of a text value; empty for any other.
    pub fn text(&self, value: Value) -> &str {
        match value {
            Value::Text { start, len } => {
                self.texts.get(start as usize..(start + len) as usize).unwrap_or("")
            }
            _ => "",
        }
    }

    /// The text of a profile field, such as the union's name.
    pub fn profile_text(&self, schema: &Schema, field: FieldId) -> &str {
        self.text(self.cell(CellRef { ledger: schema.union, row: 0, field }).value)
    }

    /// A place in one of its sources.
    pub fn location(&self, spot: Spot) -> Location {
        let source = self.sources.get(spot.source as usize).or(self.sources.first());
        match source {
            Some(source) => Location::new(source, spot.span),
            None => Location::whole(&Arc::new(Source::new("", ""))),
        }
    }

    /// Where a cell stands, or would: a missing cell is placed at its row's first key.
    pub fn cell_location(&self, at: CellRef) -> Location {
        let Some(row) = self.ledger(at.ledger).and_then(|ledger| ledger.rows.get(at.row as usize)) else {
            return self.location(self.id_spot);
        };
        let cell = self.cell(at);
        if !cell.is_written() {
            return self.location(*row);
        }
        let is_profile = self.ledger(at.ledger).is_some_and(|ledger| ledger.one_row);
        let stray = self.strays.iter().find(|(field, _)| is_profile && *field == at.field);
        self.location(Spot { source: stray.map_or(row.source, |&(_, source)| source), span: cell.span })
    }

    /// Where a ledger's name stands; the union's code, where it was not submitted.
    pub fn ledger_location(&self, ledger: LedgerId) -> Location {
        let key = self.ledger(ledger).and_then(|ledger| ledger.keys.first().copied());
        self.location(key.unwrap_or(self.id_spot))
    }
}
