//! Findings as everybody outside the engine sees them: placed, worded, told apart.

use std::sync::Arc;

use super::waivers::Waiver;
use crate::engine::{Arg, Spot, State};
use crate::records::{CellRef, Problem, Schema, Union};
use crate::source::{Location, Severity, Text};

/// A place in the records: the location, and which ledger, row and field it is.
#[derive(Debug, Clone)]
pub struct Place {
    /// File and bytes.
    pub location: Location,
    /// The ledger's key.
    pub ledger: Option<String>,
    /// The row in its ledger, from 0.
    pub row: Option<u32>,
    /// The field's key.
    pub field: Option<String>,
}

impl Place {
    /// Where a cell stands, or would.
    pub(super) fn of_cell(schema: &Schema, union: &Union, at: CellRef) -> Self {
        Self {
            location: union.cell_location(at),
            ledger: Some(schema.ledger(at.ledger).key.clone()),
            row: Some(at.row),
            field: Some(schema.field(at.ledger, at.field).key.clone()),
        }
    }

    /// A place in the records of a union; none where it is one in a rule.
    pub(super) fn of_spot(schema: &Schema, union: &Union, spot: &Spot) -> Option<Self> {
        match spot {
            Spot::Cell(at) => Some(Self::of_cell(schema, union, *at)),
            Spot::Ledger(ledger) => Some(Self {
                location: union.ledger_location(*ledger),
                ledger: Some(schema.ledger(*ledger).key.clone()),
                row: None,
                field: None,
            }),
            Spot::Script(_) => None,
        }
    }
}

/// A further place of a finding.
#[derive(Debug, Clone)]
pub struct Related {
    /// What it is.
    pub label: Text,
    /// Where it is.
    pub place: Place,
}

/// One place where a rule found something. It cannot be built without a place.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// `Fail`, `Due`, `Insufficient`, `Waived` or `Error`.
    pub state: State,
    /// The rule's severity.
    pub severity: Severity,
    /// The union's code.
    pub union: String,
    /// What is wrong.
    pub message: Text,
    /// What to do.
    pub help: Text,
    /// What the message was filled with, in order.
    pub args: Vec<(String, Arg)>,
    /// Where.
    pub place: Place,
    /// Where else.
    pub related: Vec<Related>,
    /// Stable while lines move and rows are re-ordered: 32 hex digits.
    pub fingerprint: String,
    /// What waives it, where its state is `Waived`.
    pub waiver: Option<Arc<Waiver>>,
    /// Whether it is in the baseline; such a finding fails no run.
    pub is_known: bool,
}

/// One thing to report, in the order of places.
#[derive(Debug, Clone)]
pub enum Item {
    /// Something wrong with the records.
    Problem(Problem),
    /// Something a rule found.
    Finding(Finding),
}

impl Item {
    /// Where it is.
    pub fn location(&self) -> &Location {
        match self {
            Self::Problem(problem) => problem.location(),
            Self::Finding(finding) => &finding.place.location,
        }
    }
}
