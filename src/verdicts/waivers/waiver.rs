//! One waiver, and the one place that decides how long it holds.

use crate::records::Date;
use crate::source::Location;

/// Whom a waiver is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Every union.
    All,
    /// The union of this code.
    Union(String),
    /// The union of this code and all that stand below it.
    Under(String),
}

/// A finding somebody answers for, until a day. It waives what is found of one rule on whom it is for.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The rule's id.
    pub rule: String,
    /// Whom it is for.
    pub scope: Scope,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub approved_by: String,
    /// The last day it holds.
    pub until: Date,
    /// The one finding it is for; all of the rule where none is named.
    pub fingerprint: Option<String>,
    /// Where it stands: the entry's value of `until`.
    pub place: Location,
}

impl Waiver {
    /// Days left at `as_of`: 0 on its last day, negative once it has expired. All that asks whether a
    /// waiver holds asks here.
    pub fn days_left(&self, as_of: Date) -> i64 {
        self.until.days_since(as_of)
    }

    /// Whether it still holds at `as_of`.
    pub fn holds(&self, as_of: Date) -> bool {
        self.days_left(as_of) >= 0
    }
}
