//! Places: line and column from 1, columns in characters, `offset` in bytes, `end` exclusive.

use serde::Serialize;

use crate::source::{Location as Place, Position as At};

/// A place in a text; `start` and `end` are null where the file as a whole is meant.
#[derive(Debug, Serialize)]
pub(super) struct Location {
    path: String,
    ledger: Option<String>,
    row: Option<u32>,
    field: Option<String>,
    start: Option<Position>,
    end: Option<Position>,
    cell: Option<String>,
}

#[derive(Debug, Serialize)]
struct Position {
    line: usize,
    column: usize,
    offset: usize,
}

impl Location {
    /// The place, and which ledger, row and field of the records it is.
    pub(super) fn new(at: &Place, ledger: Option<&String>, row: Option<u32>, field: Option<&String>) -> Self {
        Self {
            path: at.path().to_owned(),
            ledger: ledger.cloned(),
            row,
            field: field.cloned(),
            start: at.start().map(Position::new),
            end: at.end().map(Position::new),
            cell: None,
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
pub(super) struct Related {
    /// What it is.
    pub label: String,
    /// Where it is.
    pub location: Location,
}
