//! Changes counted: over a union, over all below a superior, over everything.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Changed, Results};
use crate::engine::State;
use crate::verdicts::saved::Saved;
use crate::verdicts::summary::StateCounts;

/// A number of the old result and of the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pair<T> {
    /// In the old result.
    pub old: T,
    /// In the new one.
    pub new: T,
}

/// Changes in numbers.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    changes: [u64; Change::ALL.len()],
    /// Violations of the old result that are fixed. Rules that failed are not among them: no union
    /// rectifies those.
    pub fixed: u64,
    /// Violations, without rules that failed.
    pub violations: Pair<u64>,
    /// Verdicts by state.
    pub states: Pair<StateCounts>,
    /// Findings of state `Due`.
    pub due: Pair<u64>,
    /// Findings of state `Insufficient`.
    pub insufficient: Pair<u64>,
}

/// In which of the two results a union is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// In both.
    Both,
    /// In the old one alone.
    Missing,
    /// In the new one alone.
    Added,
}

/// The changes of a union.
#[derive(Debug, Clone)]
pub struct UnionChanges<'s> {
    /// Its code.
    pub id: &'s str,
    /// Its name, where a result has it.
    pub name: &'s str,
    /// The code of the union above it.
    pub superior: Option<&'s str>,
    /// Where it is.
    pub presence: Presence,
    /// In numbers.
    pub tally: Tally,
}

/// The changes of all unions below one.
#[derive(Debug, Clone)]
pub struct SuperiorChanges<'s> {
    /// Its code.
    pub id: &'s str,
    /// Its name; empty where no result has it.
    pub name: &'s str,
    /// How many unions are below it, at any depth.
    pub unions: u64,
    /// In numbers.
    pub tally: Tally,
}

impl Presence {
    /// As results spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Missing => "missing",
            Self::Added => "new",
        }
    }
}

impl Tally {
    /// How many violations are in a category.
    pub fn count(&self, change: Change) -> u64 {
        self.changes[change as usize]
    }

    /// Counts a violation.
    pub(super) fn add(&mut self, changed: &Changed<'_>) {
        self.changes[changed.change as usize] += 1;
        let is_now = !matches!(changed.change, Change::Fixed | Change::Unclear | Change::Waived);
        let was = changed.before.is_some_and(|(state, _)| state == State::Fail);
        self.violations.new += u64::from(is_now && changed.state == Some(State::Fail));
        self.violations.old += u64::from(was);
        self.fixed += u64::from(was && changed.change == Change::Fixed);
    }

    /// Adds other counts.
    pub(super) fn merge(&mut self, other: &Self) {
        for (own, more) in self.changes.iter_mut().zip(other.changes) {
            *own += more;
        }
        self.fixed += other.fixed;
        self.violations.merge(other.violations);
        self.due.merge(other.due);
        self.insufficient.merge(other.insufficient);
        self.states.old.merge(&other.states.old);
        self.states.new.merge(&other.states.new);
    }

    /// What most must be done about comes first.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        let [new, worse, reopened, unchanged, _, unclear, _] = self.changes;
        Reverse((new + worse + reopened, unclear, unchanged))
    }
}

impl Pair<u64> {
    fn merge(&mut self, other: Self) {
        self.old += other.old;
        self.new += other.new;
    }
}

impl<'s> UnionChanges<'s> {
    /// A union that only a finding names.
    pub(super) fn unknown(id: &'s str) -> Self {
        Self { id, name: "", superior: None, presence: Presence::Both, tally: Tally::default() }
    }
}

/// The unions of the old and the new result with their verdicts, and no changes yet.
pub(super) fn unions(results: Results<'_>) -> BTreeMap<&str, UnionChanges<'_>> {
    let Results { old, new, .. } = results;
    let mut unions: BTreeMap<&str, UnionChanges<'_>> = BTreeMap::new();
    for (saved, presence) in [(old, Presence::Missing), (new, Presence::Added)] {
        for union in &saved.unions {
            let known = unions
                .entry(&union.id)
                .or_insert_with(|| UnionChanges { presence, ..UnionChanges::unknown(&union.id) });
            if known.presence != presence {
                known.presence = Presence::Both;
            }
            known.name = &union.name;
            known.superior = union.superior.as_deref();
            let side = if presence == Presence::Missing {
                &mut known.tally.states.old
            } else {
                &mut known.tally.states.new
            };
            side.merge(&union.states());
        }
    }
    count_others(&mut unions, old, |tally| (&mut tally.due.old, &mut tally.insufficient.old));
    count_others(&mut unions, new, |tally| (&mut tally.due.new, &mut tally.insufficient.new));
    unions
}

fn count_others<'s>(
    unions: &mut BTreeMap<&'s str, UnionChanges<'s>>,
    saved: &'s Saved,
    side: impl Fn(&mut Tally) -> (&mut u64, &mut u64),
) {
    for other in &saved.others {
        let union = unions.entry(&other.union).or_insert_with(|| UnionChanges::unknown(&other.union));
        let (due, insufficient) = side(&mut union.tally);
        match other.state {
            State::Due => *due += 1,
            State::Insufficient => *insufficient += 1,
            _ => {}
        }
    }
}

/// The sums over all below each union that others name as their superior. Where superiors lead in a
/// circle, each union counts once for each of them and not for itself.
pub(super) fn superiors<'s>(unions: &BTreeMap<&'s str, UnionChanges<'s>>) -> Vec<SuperiorChanges<'s>> {
    let mut above: BTreeMap<&'s str, SuperiorChanges<'s>> = BTreeMap::new();
    for union in unions.values() {
        let mut met = BTreeSet::from([union.id]);
        let mut next = union.superior;
        while let Some(id) = next.filter(|id| met.insert(*id)) {
            let known = unions.get(id);
            let superior = above.entry(id).or_insert_with(|| SuperiorChanges {
                id,
                name: known.map_or("", |union| union.name),
                unions: 0,
                tally: Tally::default(),
            });
            superior.unions += 1;
            superior.tally.merge(&union.tally);
            next = known.and_then(|union| union.superior);
        }
    }
    let mut superiors: Vec<SuperiorChanges<'s>> = above.into_values().collect();
    superiors.sort_by_key(|superior| (superior.tally.rank(), superior.id));
    superiors
}
