//! What changed between saved results (整改对账): each violation of the last two falls in exactly one
//! category, and what could not be checked again is never counted as fixed.

mod kind;
mod notes;
mod sort;
mod tally;

use std::collections::BTreeMap;

pub use kind::{Change, Why};
pub use notes::{Note, NoteCode};
pub use tally::{Pair, Presence, SuperiorChanges, Tally, UnionChanges};

use super::saved::{Saved, Violation};
use crate::engine::State;
use crate::records::Date;
use crate::source::Severity;
use sort::Sorter;

/// The results compared, oldest first.
#[derive(Debug, Clone, Copy)]
pub struct Results<'s> {
    /// Those before [`Results::old`].
    pub earlier: &'s [Saved],
    /// What is compared with.
    pub old: &'s Saved,
    /// What is compared.
    pub new: &'s Saved,
}

/// A violation and what became of it.
#[derive(Debug)]
pub struct Changed<'s> {
    /// Its category.
    pub change: Change,
    /// Why, where the category alone does not say it.
    pub why: Option<Why>,
    /// The violation: as it is in the new result, or as it was in the old one where it is gone.
    pub violation: &'s Violation,
    /// Its state in the new result; of one that is gone, the state of its rule's verdict there.
    pub state: Option<State>,
    /// Its state and severity in the old result.
    pub before: Option<(State, Severity)>,
    /// The day of the first of the unbroken run of results in which it stands, or stood.
    pub since: Date,
}

/// Everything that changed.
#[derive(Debug)]
pub struct Changes<'s> {
    /// What was compared.
    pub results: Results<'s>,
    /// What makes the results differ besides the unions' doing.
    pub notes: Vec<Note>,
    /// Every violation of the old and the new result, by category, union, rule and place.
    pub findings: Vec<Changed<'s>>,
    /// Every union of either, those with most to do first.
    pub unions: Vec<UnionChanges<'s>>,
    /// Every union that others name as their superior, with the sums over all below it.
    pub superiors: Vec<SuperiorChanges<'s>>,
    /// The sums over all unions.
    pub total: Tally,
}

impl<'s> Results<'s> {
    /// The results compared; nothing where there are fewer than two.
    pub fn of(results: &'s [Saved]) -> Option<Self> {
        let [earlier @ .., old, new] = results else { return None };
        Some(Self { earlier, old, new })
    }

    /// All, oldest first.
    pub fn all(self) -> impl DoubleEndedIterator<Item = &'s Saved> {
        self.earlier.iter().chain([self.old, self.new])
    }
}

/// Compares results, of one union only where one is given.
pub fn compare<'s>(results: Results<'s>, only: Option<&str>) -> Changes<'s> {
    let is_meant = |union: &str| only.is_none_or(|only| only == union);
    let mut findings = Sorter::new(results).sort();
    findings.retain(|changed| is_meant(&changed.violation.union));
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut unions: BTreeMap<&'s str, UnionChanges<'s>> = tally::unions(results);
    unions.retain(|id, _| is_meant(id));
    for changed in &findings {
        let id: &str = &changed.violation.union;
        unions.entry(id).or_insert_with(|| UnionChanges::unknown(id)).tally.add(changed);
    }
    let superiors = if only.is_some() { Vec::new() } else { tally::superiors(&unions) };
    let mut total = Tally::default();
    for union in unions.values() {
        total.merge(&union.tally);
    }
    let mut unions: Vec<UnionChanges<'s>> = unions.into_values().collect();
    unions.sort_by_key(|union| (union.tally.rank(), union.id));
    let notes = notes::notes(results, total.count(Change::Fixed) > 0);
    Changes { results, notes, findings, unions, superiors, total }
}

impl Changes<'_> {
    /// Whether anything is new, worse or back again.
    pub fn is_worse(&self) -> bool {
        [Change::New, Change::Worse, Change::Reopened].iter().any(|&change| self.total.count(change) > 0)
    }
}

fn order<'c>(changed: &'c Changed<'_>) -> impl Ord + use<'c> {
    let at = &changed.violation;
    let place = at.location.start.map_or(0, |start| start.offset);
    let sheet = at.location.sheet.as_ref().map(|sheet| (sheet.name.as_str(), sheet.row, sheet.column));
    let found = (&*at.union, &*at.rule, at.location.path.as_str(), sheet, place);
    (changed.change, found, at.fingerprint, at.nth)
}

#[cfg(test)]
mod tests;
