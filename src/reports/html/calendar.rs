//! What falls due in the days to come, month by month: a leaf of a calendar, and the days named below it.

use askama::Template;

use super::dues::{AHEAD, Day, Due};
use super::view::View;
use crate::records::Date;
use crate::source::Lang;

/// The section.
#[derive(Template)]
#[template(path = "calendar.html", config = ".askama.toml")]
pub(super) struct Calendar<'v> {
    lang: Lang,
    view: &'v View<'v>,
    ahead: i64,
    count: u64,
    later: u64,
    undated: u64,
    months: Vec<Month<'v>>,
}

/// A month in which something falls due.
struct Month<'v> {
    first: Date,
    /// Its weeks from Monday on.
    weeks: Vec<[Leaf; 7]>,
    days: Vec<(Date, &'v Day)>,
    count: u64,
}

/// A day of a calendar's leaf.
struct Leaf {
    /// Its number; none where it belongs to another month.
    day: Option<i8>,
    /// What falls due on it.
    count: u64,
}

impl<'v> Calendar<'v> {
    /// The section; nothing where nothing is due.
    pub(super) fn new(view: &'v View<'v>) -> Option<Self> {
        let dues = &view.dues;
        let mut months: Vec<Month<'v>> = Vec::new();
        for (&date, day) in &dues.days {
            let first = date.first_of_month();
            if months.last().is_none_or(|month| month.first != first) {
                months.push(Month { first, weeks: weeks(view, first), days: Vec::new(), count: 0 });
            }
            if let Some(month) = months.last_mut() {
                month.count += day.count;
                month.days.push((date, day));
            }
        }
        let (count, later, undated) = (dues.count(), dues.later, dues.undated);
        let has_any = count + later + undated > 0;
        has_any.then_some(Self { lang: view.lang, view, ahead: AHEAD, count, later, undated, months })
    }

    fn weekdays(&self) -> [&'static str; 7] {
        self.lang.pick(
            ["一", "二", "三", "四", "五", "六", "日"],
            ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        )
    }

    fn title(&self, first: Date) -> String {
        let (year, month) = (first.year(), first.month());
        self.lang.pick(format!("{year} 年 {month} 月"), format!("{year}-{month:02}"))
    }

    /// The union of a finding, by position.
    fn name(&self, union: usize) -> &str {
        &self.view.unions[union].name
    }

    /// How many days are left.
    fn left(&self, date: Date) -> i64 {
        date.days_since(self.view.run.as_of)
    }
}

/// Findings of a day shown unfolded.
const FIRST: usize = 5;

impl Day {
    fn first(&self) -> &[Due] {
        &self.items[..self.items.len().min(FIRST)]
    }

    fn rest(&self) -> &[Due] {
        &self.items[self.items.len().min(FIRST)..]
    }

    /// How many fall on it beside those named.
    fn more(&self) -> u64 {
        self.count - self.items.len() as u64
    }
}

fn weeks(view: &View<'_>, first: Date) -> Vec<[Leaf; 7]> {
    let last = first.last_of_month();
    let leaf = |date: Date| {
        let is_here = date.month() == first.month();
        let count = view.dues.days.get(&date).filter(|_| is_here).map_or(0, |day| day.count);
        Leaf { day: is_here.then(|| date.day()), count }
    };
    let week = |monday: Date| [0, 1, 2, 3, 4, 5, 6].map(|day| leaf(monday.plus_days(day)));
    let mondays = (0..6).map(|at| first.monday().plus_days(7 * at)).take_while(|monday| *monday <= last);
    mondays.map(week).collect()
}
