//! The changes as one page for people, in the look of the report of a run: what makes the results differ
//! comes first, then the numbers, who did what, and every violation under its union.

mod figures;
mod lines;
mod lists;

use std::collections::BTreeMap;
use std::io::{self, Write};

use askama::Template;

use crate::engine::State;
use crate::reports::columns::one_line;
use crate::reports::html::Dress;
use crate::source::Lang;
use crate::verdicts::changes::{Change, Changes};
use crate::verdicts::saved::Saved;
use figures::Figures;
use lines::Lines;
use lists::{List, Lists};

/// Writes the changes as a page; `listed` are the categories listed one by one.
pub fn changes_page(
    changes: &Changes<'_>,
    listed: &[Change],
    lang: Lang,
    out: &mut dyn Write,
) -> io::Result<()> {
    Page::new(changes, listed, lang).write_into(out)
}

/// The page.
#[derive(Template)]
#[template(path = "changes.html", config = ".askama.toml")]
struct Page<'c> {
    lang: Lang,
    dress: Dress,
    changes: &'c Changes<'c>,
    notes: Vec<String>,
    total: Figures,
    /// The categories: how many, and the part of the bar they take, in thousandths.
    shares: Vec<Share>,
    lines: Lines,
    lists: Vec<List>,
}

/// A category in the bar of all.
struct Share {
    change: Change,
    count: u64,
    start: u64,
    width: u64,
    is_listed: bool,
}

impl<'c> Page<'c> {
    fn new(changes: &'c Changes<'c>, listed: &[Change], lang: Lang) -> Self {
        let places: BTreeMap<&str, usize> =
            changes.unions.iter().enumerate().map(|(at, union)| (union.id, at)).collect();
        let lists = Lists::of(changes, listed, &places, lang);
        let lines = Lines::of(changes, &lists, lang);
        let lists = lists.0;
        Self {
            lang,
            dress: Dress::new(),
            changes,
            notes: changes.notes.iter().map(|note| one_line(note.message.get(lang))).collect(),
            total: Figures::of(&changes.total),
            shares: shares(changes, &lists),
            lines,
            lists,
        }
    }

    fn write_into(&self, out: &mut dyn Write) -> io::Result<()> {
        Template::write_into(self, out)
    }

    /// Whose page it is: the union's, where there is one alone.
    fn whose(&self) -> String {
        match self.changes.unions.as_slice() {
            [one] if !one.name.is_empty() => one_line(one.name),
            [one] => one_line(one.id),
            many => self.lang.pick(format!("{} 家单位", many.len()), format!("unions: {}", many.len())),
        }
    }

    /// The results, oldest first: what each is called, and it.
    fn results(&self) -> Vec<(&'static str, &'c Saved)> {
        let (results, lang) = (self.changes.results, self.lang);
        let earlier = results.earlier.iter().map(|saved| (lang.pick("更早", "Earlier"), saved));
        let last = [(lang.pick("上次", "Old"), results.old), (lang.pick("本次", "New"), results.new)];
        earlier.chain(last).collect()
    }

    /// Anchors and headings of the sections, in order.
    fn contents(&self) -> Vec<(&'static str, String)> {
        let lang = self.lang;
        let mut all = vec![("overview", lang.pick("总体情况", "Overview").to_owned())];
        let sections = [
            (!self.lines.unions.rows.is_empty(), "unions", lang.pick("各单位", "By union")),
            (!self.lines.superiors.rows.is_empty(), "superiors", lang.pick("上级工会", "By superior")),
            (!self.lines.away.is_empty(), "away", lang.pick("报送变化", "Submissions")),
        ];
        let there = sections.into_iter().filter(|(is_there, ..)| *is_there);
        all.extend(there.map(|(_, anchor, title)| (anchor, title.to_owned())));
        all.extend(self.lists.iter().map(|list| (list.change.as_str(), list.title(lang))));
        all
    }

    /// That nothing changed, or that there is nothing at all, where it is so.
    fn quiet(&self) -> Option<&'static str> {
        let (all, lang) = (self.changes.findings.len() as u64, self.lang);
        let unchanged = self.changes.total.count(Change::Unchanged);
        (all == unchanged).then(|| match all {
            0 => lang.pick("两次都没有违规", "no violation in either result"),
            _ => lang.pick("违规没有变化", "no change of violations"),
        })
    }
}

fn shares(changes: &Changes<'_>, lists: &[List]) -> Vec<Share> {
    let all = changes.findings.len() as u64;
    let mut before = 0;
    let share = |count: u64| count.saturating_mul(1000).checked_div(all).unwrap_or(0);
    let of = |change: Change| {
        let count = changes.total.count(change);
        let start = share(before);
        before += count;
        let is_listed = lists.iter().any(|list| list.change == change);
        Share { change, count, start, width: share(before) - start, is_listed }
    };
    Change::ALL.into_iter().map(of).collect()
}
