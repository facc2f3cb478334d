//! Who did what: a line a union and a line a superior; the unions that came or went.

use super::figures::Figures;
use super::lists::Lists;
use crate::reports::columns::one_line;
use crate::source::Lang;
use crate::verdicts::changes::{Change, Changes, Presence};

/// Lines of a table at most, and names of a list.
const MOST: usize = 4_000;

/// The tables and lists of unions.
pub(super) struct Lines {
    /// Unions with anything to be told.
    pub unions: Table,
    /// The sums over all below a superior.
    pub superiors: Table,
    /// The other unions, as they are called.
    pub quiet: Names,
    /// Unions in one of the two results alone: what they are called together, and their names.
    pub away: Vec<(&'static str, Names)>,
}

/// Lines, as many as are shown.
pub(super) struct Table {
    pub rows: Vec<Line>,
    /// How many there are.
    pub all: usize,
}

/// Names, as many as are shown.
pub(super) struct Names {
    pub names: Vec<String>,
    /// How many there are.
    pub all: usize,
}

/// A union, or all below a superior.
pub(super) struct Line {
    pub name: String,
    pub id: String,
    /// Unions below it, of a superior.
    pub below: Option<u64>,
    /// That only one of the two results has it.
    pub away: Option<&'static str>,
    pub figures: Figures,
    /// Where its violations of a category are listed, by category.
    anchors: [Option<String>; Change::ALL.len()],
}

impl Lines {
    /// The lines of these changes.
    pub(super) fn of(changes: &Changes<'_>, lists: &Lists, lang: Lang) -> Self {
        let mut unions = Table { rows: Vec::new(), all: 0 };
        let mut quiet = Vec::new();
        for (at, one) in changes.unions.iter().enumerate() {
            let figures = Figures::of(&one.tally);
            if !figures.has_any() {
                quiet.push(called(one.name, one.id, lang));
                continue;
            }
            let away = match one.presence {
                Presence::Both => None,
                Presence::Missing => Some(lang.pick("本次未报送", "not submitted now")),
                Presence::Added => Some(lang.pick("上次未报送", "not submitted before")),
            };
            let anchors = Change::ALL.map(|change| lists.anchor(change, at));
            unions.push(Line { below: None, away, figures, anchors, ..Line::named(one.name, one.id) });
        }
        let mut superiors = Table { rows: Vec::new(), all: 0 };
        for one in &changes.superiors {
            let (below, figures) = (Some(one.unions), Figures::of(&one.tally));
            superiors.push(Line { below, figures, ..Line::named(one.name, one.id) });
        }
        Self { unions, superiors, quiet: Names::of(quiet), away: away(changes, lang) }
    }
}

fn away(changes: &Changes<'_>, lang: Lang) -> Vec<(&'static str, Names)> {
    let kinds = [
        (Presence::Missing, lang.pick("本次未报送的单位", "Unions not submitted now")),
        (Presence::Added, lang.pick("本次新报送的单位", "Unions not submitted before")),
    ];
    let names = |presence| {
        let found = changes.unions.iter().filter(|one| one.presence == presence);
        Names::of(found.map(|one| called(one.name, one.id, lang)).collect())
    };
    let all = kinds.map(|(presence, title)| (title, names(presence)));
    all.into_iter().filter(|(_, names)| names.all > 0).collect()
}

/// A union by name and code, or by its code alone.
fn called(name: &str, id: &str, lang: Lang) -> String {
    crate::reports::wording::union(id, Some(name), lang)
}

impl Table {
    fn push(&mut self, line: Line) {
        self.all += 1;
        if self.rows.len() < MOST {
            self.rows.push(line);
        }
    }

    /// How many are not shown.
    pub(super) fn more(&self) -> usize {
        self.all - self.rows.len()
    }
}

impl Names {
    fn of(mut names: Vec<String>) -> Self {
        let all = names.len();
        names.truncate(MOST);
        Self { names, all }
    }

    /// How many are not shown.
    pub(super) fn more(&self) -> usize {
        self.all - self.names.len()
    }
}

impl Line {
    fn named(name: &str, id: &str) -> Self {
        let (id, name) = (one_line(id), one_line(name));
        let name = if name.is_empty() { id.clone() } else { name };
        let figures = Figures::of(&crate::verdicts::changes::Tally::default());
        Self { name, id, below: None, away: None, figures, anchors: Change::ALL.map(|_| None) }
    }

    /// Where its violations of a category are listed, if they are.
    pub(super) fn anchor(&self, change: Change) -> Option<&str> {
        self.anchors[change as usize].as_deref()
    }
}
