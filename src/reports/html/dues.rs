//! What falls due in the days to come, by day. Counts are exact; of what falls on one day the first are
//! kept by name.

use std::collections::BTreeMap;

use crate::records::Date;
use crate::reports::columns::one_line;
use crate::source::Lang;
use crate::verdicts::Finding;

/// Days looked ahead.
pub(super) const AHEAD: i64 = 90;

/// Findings kept of one day.
const MOST_A_DAY: usize = 20;

/// What falls due, by day.
#[derive(Default)]
pub(super) struct Dues {
    pub days: BTreeMap<Date, Day>,
    /// Findings of state `due` whose day is further away than is looked ahead.
    pub later: u64,
    /// Those that name no day.
    pub undated: u64,
}

/// What falls on one day.
#[derive(Default)]
pub(super) struct Day {
    pub count: u64,
    pub items: Vec<Due>,
}

/// A finding that falls due.
pub(super) struct Due {
    /// Its union, by position.
    pub union: usize,
    pub message: String,
}

impl Dues {
    /// Counts a finding of state `due` of the union at this position.
    pub(super) fn add(
        &mut self,
        finding: &Finding,
        union: usize,
        day: Option<Date>,
        today: Date,
        lang: Lang,
    ) {
        let Some(day) = day else {
            self.undated += 1;
            return;
        };
        if day.days_since(today) > AHEAD {
            self.later += 1;
            return;
        }
        let day = self.days.entry(day).or_default();
        day.count += 1;
        if day.items.len() < MOST_A_DAY {
            day.items.push(Due { union, message: one_line(finding.message.get(lang)) });
        }
    }

    /// How many fall within the days looked ahead.
    pub(super) fn count(&self) -> u64 {
        self.days.values().map(|day| day.count).sum()
    }
}
