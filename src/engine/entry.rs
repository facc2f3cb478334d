//! What rows are made of: entries, groups, blame, columns.

use super::outcome::{Arg, Spot};
use crate::records::{CellRef, FieldId, LedgerId};

/// A row among the chosen, and the group it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) ledger: LedgerId,
    pub(super) row: u32,
    pub(super) group: u32,
}

/// The group of rows that may be in any.
pub(super) const ANY: u32 = u32::MAX;

impl Entry {
    pub(super) fn same_row(self, other: Self) -> bool {
        self.ledger == other.ledger && self.row == other.row
    }

    pub(super) fn cell(self, field: FieldId) -> CellRef {
        CellRef { ledger: self.ledger, row: self.row, field }
    }
}

/// A row that may belong, and the cell that would tell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Maybe {
    pub(super) entry: Entry,
    pub(super) cause: CellRef,
}

/// A group of rows.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// What tells it apart in a fingerprint.
    pub(super) key: String,
    /// What messages call it.
    pub(super) label: Arg,
    /// Where it is declared, such as its row in the branches.
    pub(super) spot: Option<Spot>,
    /// The cell that would tell whether it counts at all.
    pub(super) unsure: Option<CellRef>,
}

/// Rows by group, and those that may be in any.
pub(super) struct Divided {
    pub(super) groups: Vec<(Vec<Entry>, Vec<Maybe>)>,
    pub(super) any: Vec<Maybe>,
}

impl Divided {
    /// Each group's sure rows, and its maybe rows with those that may be in any.
    pub(super) fn each(&self) -> impl Iterator<Item = (u32, &[Entry], impl Iterator<Item = &Maybe> + Clone)> {
        let groups = (0..).zip(&self.groups);
        groups.map(|(group, (yes, maybe))| (group, yes.as_slice(), maybe.iter().chain(&self.any)))
    }
}

/// The field a word blames in a row, and the earlier row it clashes with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Blame {
    pub(super) entry: Entry,
    pub(super) field: FieldId,
    pub(super) earlier: Option<u32>,
}

/// A field by name, in each ledger the rows may come from.
#[derive(Debug, Clone)]
pub(super) enum Column {
    One(FieldId),
    Many(Vec<(LedgerId, FieldId)>),
}

impl Column {
    pub(super) fn of(&self, ledger: LedgerId) -> FieldId {
        match self {
            Self::One(field) => *field,
            Self::Many(fields) => {
                fields.iter().find(|(id, _)| *id == ledger).map_or(FieldId(0), |(_, field)| *field)
            }
        }
    }
}
