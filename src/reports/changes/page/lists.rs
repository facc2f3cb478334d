//! The violations by category, each under its union.

use std::collections::BTreeMap;

use crate::engine::State;
use crate::reports::changes::entry::{since, why};
use crate::reports::columns::one_line;
use crate::source::Lang;
use crate::verdicts::changes::{Change, Changed, Changes};

/// Violations of a category shown at most.
const MOST: usize = 1_000;

/// The lists, in the order they are read in.
pub(super) struct Lists(pub Vec<List>);

/// A category.
pub(super) struct List {
    pub change: Change,
    pub groups: Vec<Group>,
    /// How many there are.
    pub all: u64,
    /// How many are shown.
    pub shown: usize,
}

/// The violations of a union.
pub(super) struct Group {
    /// The union's place among all.
    pub at: usize,
    pub name: String,
    pub id: String,
    pub entries: Vec<Entry>,
}

/// A violation as it is shown.
pub(super) struct Entry {
    pub key: String,
    /// How bad it is, or that its rule failed.
    pub kind: &'static str,
    /// A word for the look of it.
    pub class: &'static str,
    pub message: String,
    pub rule: String,
    pub place: String,
    /// Why it stands here.
    pub why: Option<String>,
    /// Since when.
    pub since: String,
    pub help: String,
}

/// What somebody must look after comes first; what is long and needs nothing now, last.
const ORDER: [Change; Change::ALL.len()] = [
    Change::New,
    Change::Worse,
    Change::Reopened,
    Change::Unclear,
    Change::Unchanged,
    Change::Fixed,
    Change::Waived,
];

impl Lists {
    /// The lists asked for that are not empty; `places` are the unions' among all.
    pub(super) fn of(
        changes: &Changes<'_>,
        listed: &[Change],
        places: &BTreeMap<&str, usize>,
        lang: Lang,
    ) -> Self {
        let asked = ORDER.into_iter().filter(|change| listed.contains(change));
        let there = asked.filter(|&change| changes.total.count(change) > 0);
        Self(there.map(|change| List::of(changes, change, places, lang)).collect())
    }

    /// Where the violations of a union in a category begin, where they are shown.
    pub(super) fn anchor(&self, change: Change, union: usize) -> Option<String> {
        let list = self.0.iter().find(|list| list.change == change)?;
        // Groups stand in the order of codes, not of places.
        list.groups.iter().find(|group| group.at == union).map(|group| group.anchor(change))
    }
}

impl List {
    fn of(changes: &Changes<'_>, change: Change, places: &BTreeMap<&str, usize>, lang: Lang) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let found = changes.findings.iter().filter(|changed| changed.change == change).take(MOST);
        let mut shown = 0;
        for changed in found {
            shown += 1;
            let id: &str = &changed.violation.union;
            let at = places.get(id).copied().unwrap_or_default();
            if groups.last().is_none_or(|group| group.at != at) {
                let name = changes.unions.get(at).map_or("", |union| union.name);
                let (name, id) = (one_line(name), one_line(id));
                let name = if name.is_empty() { id.clone() } else { name };
                groups.push(Group { at, name, id, entries: Vec::new() });
            }
            if let Some(group) = groups.last_mut() {
                group.entries.push(Entry::of(changed, lang));
            }
        }
        Self { change, groups, all: changes.total.count(change), shown }
    }

    /// The heading: the category and how many there are.
    pub(super) fn title(&self, lang: Lang) -> String {
        let name = self.change.name(lang);
        let mut letters = name.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{} {}", letters.as_str(), self.all)
    }

    /// Whether it is folded: it is long, and nobody must act on it because of what changed.
    pub(super) fn is_folded(&self) -> bool {
        matches!(self.change, Change::Unchanged | Change::Fixed | Change::Waived)
    }

    /// Whether not all are shown.
    pub(super) fn is_cut(&self) -> bool {
        self.all > self.shown as u64
    }
}

impl Group {
    /// Where it begins.
    pub(super) fn anchor(&self, change: Change) -> String {
        format!("{}-{}", change.as_str(), self.at)
    }
}

impl Entry {
    fn of(changed: &Changed<'_>, lang: Lang) -> Self {
        let violation = changed.violation;
        let (kind, class) = match violation.state {
            State::Error => (State::Error.name(lang), State::Error.as_str()),
            _ => (violation.severity.name(lang), violation.severity.as_str()),
        };
        // Of what was not checked again, checking comes first; what is gone needs nothing.
        let own = changed.why.and_then(|why| why.help(lang));
        let help = match changed.change {
            Change::Fixed | Change::Waived => String::new(),
            _ => own.map_or_else(|| one_line(&violation.help), ToOwned::to_owned),
        };
        Self {
            key: format!("{:032x}-{}", violation.fingerprint, violation.nth),
            kind,
            class,
            message: one_line(&violation.message),
            rule: one_line(&violation.rule),
            place: one_line(&violation.location.to_string()),
            why: why(changed, lang),
            since: since(changed, lang),
            help,
        }
    }
}
