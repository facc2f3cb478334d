//! Who submitted: of each superior how many of the unions directly below it, and by name those that did not.

use askama::Template;

use super::view::View;
use crate::records::{Submission, Submissions as Counts};
use crate::reports::submissions;
use crate::source::Lang;
use crate::verdicts::Absent;

/// Superiors shown at most, those with most unions missing first.
const MOST: usize = 500;

/// Unions named at most, all superiors together.
const MOST_NAMED: usize = 5_000;

/// The section.
#[derive(Template)]
#[template(path = "submissions.html", config = ".askama.toml")]
pub(super) struct Submissions<'v> {
    lang: Lang,
    rows: Vec<Row<'v>>,
    /// Superiors, and unions without records, shown or not.
    all: usize,
    named: usize,
    absent: usize,
}

/// A superior.
struct Row<'v> {
    at: usize,
    name: &'v str,
    counts: Counts,
    /// Those without records as they should be, by what came of asking.
    lists: Vec<(&'static str, Vec<&'v Absent>)>,
}

impl<'v> Submissions<'v> {
    /// The section; nothing where no superior was judged.
    pub(super) fn new(view: &'v View<'_>) -> Option<Self> {
        let mut rows: Vec<Row<'v>> = view
            .unions
            .iter()
            .enumerate()
            .filter_map(|(at, union)| {
                let counts = union.submissions?;
                Some(Row { at, name: &union.name, counts, lists: lists(&union.absent, view.lang) })
            })
            .collect();
        let all = rows.len();
        let absent = rows.iter().map(Row::count).sum();
        rows.sort_by_key(|row| u64::MAX - row.counts.missing);
        rows.truncate(MOST);
        let mut room = MOST_NAMED;
        for (_, list) in rows.iter_mut().flat_map(|row| &mut row.lists) {
            list.truncate(room);
            room -= list.len();
        }
        (all > 0).then_some(Self { lang: view.lang, rows, all, named: MOST_NAMED - room, absent })
    }
}

impl Submissions<'_> {
    /// What came of asking, in words.
    fn word(&self, submission: Submission) -> &'static str {
        submissions::word(submission, self.lang)
    }

    fn called(&self, union: &Absent) -> String {
        submissions::called(union, self.lang)
    }
}

impl Row<'_> {
    fn count(&self) -> usize {
        self.lists.iter().map(|(_, list)| list.len()).sum()
    }

    fn share(&self) -> String {
        submissions::share(&self.counts)
    }

    /// Whole hundredths, for the bar.
    fn bar(&self) -> Option<u64> {
        self.counts.submitted.saturating_mul(100).checked_div(self.counts.due())
    }
}

fn lists(absent: &[Absent], lang: Lang) -> Vec<(&'static str, Vec<&Absent>)> {
    let of = |submission| {
        let list = absent.iter().filter(|union| union.submission == submission).collect();
        (submissions::word(submission, lang), list)
    };
    let all = [Submission::Missing, Submission::Unreadable, Submission::NotDue].map(of);
    all.into_iter().filter(|(_, list): &(_, Vec<&Absent>)| !list.is_empty()).collect()
}
