//! Places: line and column from 1, columns in characters, `offset` in bytes, `end` exclusive.

use serde::Serialize;

use crate::source::{Location as Place, Position as At};

/// A place in a text; `start` and `end` are null where the file as a whole is meant.
#[derive(Debug, Serialize)]
pub(in crate::reports) struct Location {
    path: String,
    ledger: Option<String>,
    row: Option<u32>,
    field: Option<String>,
    start: Option<Position>,
    end: Option<Position>,
    cell: Option<String>,
    sheet: Option<Sheet>,
}

/// A cell of a sheet in numbers, both from 1.
#[derive(Debug, Serialize)]
struct Sheet {
    /// Empty for a file that is one table.
    name: String,
    row: u32,
    column: u32,
}

#[derive(Debug, Serialize)]
struct Position {
    line: usize,
    column: usize,
    offset: usize,
}

impl Location {
    /// The place, and which ledger, row and field of the records it is.
    pub(in crate::reports) fn new(
        at: &Place,
        ledger: Option<&String>,
        row: Option<u32>,
        field: Option<&String>,
    ) -> Self {
        Self {
            path: at.path().to_owned(),
            ledger: ledger.cloned(),
            row,
            field: field.cloned(),
            // The text of a table is ours, so that its lines say nothing to anyone.
            start: at.start().filter(|_| at.source.grid().is_none()).map(Position::new),
            end: at.end().filter(|_| at.source.grid().is_none()).map(Position::new),
            cell: at.cell().map(|cell| cell.to_string()),
            sheet: at.cell().map(|cell| Sheet {
                name: cell.sheet.to_owned(),
                row: cell.row + 1,
                column: cell.column + 1,
            }),
        }
    }
}

impl Position {
    fn new(at: At) -> Self {
        Self { line: at.line, column: at.column, offset: at.offset }
    }
}

/// A further place.
#[derive(Debug, Serialize)]
pub(in crate::reports) struct Related {
    /// What it is.
    pub label: String,
    /// Where it is.
    pub location: Location,
}
