//! The recurring stretches of time a duty is judged by: which there are, when each must be met, and
//! which still run.
//!
//! As-of is the close of business for slots and the morning for deadlines: a slot has ended when its
//! last day is as-of or earlier; a deadline is missed only when it lies before as-of.

use crate::records::{Date, Period, TimeSpan};

/// The kinds of slot a rule may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Year,
    /// The year before the one in which its deadline lies.
    LastYear,
    Half,
    Quarter,
    TwoMonths,
    Month,
    /// ISO weeks, Monday to Sunday.
    Week,
    /// The same days every year; an end before its start lies in the next year.
    Window(Day, Day),
}

/// A day of the year: month and day.
pub(super) type Day = (i8, i8);

/// Until when a slot must be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Its own last day.
    End,
    /// A while after its last day.
    After(TimeSpan),
    /// A day of the year.
    Day(Day),
}

/// One slot to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) span: Period,
    pub(super) deadline: Date,
    /// Whether it can still be met.
    pub(super) open: bool,
}

impl Kind {
    pub(super) const NAMES: [&'static str; 7] =
        ["year", "half", "quarter", "2 months", "month", "week", "last year"];

    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "year" => Self::Year,
            "last year" => Self::LastYear,
            "half" => Self::Half,
            "quarter" => Self::Quarter,
            "2 months" => Self::TwoMonths,
            "month" => Self::Month,
            "week" => Self::Week,
            window => {
                let (start, end) = window.split_once("..")?;
                Self::Window(parse_day(start)?, parse_day(end)?)
            }
        })
    }

    /// The slot a day lies in, or for a window the one that begins in the day's year.
    fn around(self, day: Date) -> Option<Period> {
        let block = |months: i8| {
            let first = (day.month() - 1) / months * months + 1;
            Period::months(day.year(), first, months)
        };
        match self {
            Self::Year | Self::LastYear => block(12),
            Self::Half => block(6),
            Self::Quarter => block(3),
            Self::TwoMonths => block(2),
            Self::Month => block(1),
            Self::Week => Some(Period { start: day.monday(), end: day.monday().plus_days(6) }),
            Self::Window(start, end) => {
                let next = i16::from(end < start);
                Some(Period { start: on(day.year(), start)?, end: on(day.year() + next, end)? })
            }
        }
    }

    /// The slot after this one.
    fn next(self, slot: Period) -> Option<Period> {
        match self {
            Self::Window(..) => self.around(slot.start.plus_months(12)),
            _ => self.around(slot.end.plus_days(1)),
        }
    }
}

/// A day of the year as parameters write it: `03-31`.
pub(super) fn parse_day(text: &str) -> Option<Day> {
    let (month, day) = text.trim().split_once('-')?;
    if month.len() != 2 || day.len() != 2 {
        return None;
    }
    let parsed = (month.parse().ok()?, day.parse().ok()?);
    // 2024 is a leap year, so 02-29 is a day.
    Date::new(2024, parsed.0, parsed.1).map(|_| parsed)
}

/// The day in a year, the last of February where the year has no 29th.
fn on(year: i16, (month, day): Day) -> Option<Date> {
    Date::new(year, month, day).or_else(|| Some(Date::new(year, month, 1)?.last_of_month()))
}

/// The slots to look at, in order of time.
///
/// A slot belongs to the period its last day lies in; with a day as deadline, or for last year's
/// slot, to the period its deadline lies in: so consecutive periods split the slots. The slot that
/// holds as-of is added while it can still be met. Slots that begin after as-of are not looked at.
pub(super) fn slots(kind: Kind, by: By, period: Period, as_of: Date) -> Vec<Slot> {
    let last = period.end.max(as_of);
    let mut found = Vec::new();
    let mut next = kind.around(period.start.plus_months(-24));
    while let Some(span) = next.filter(|span| span.start <= last) {
        next = kind.next(span).filter(|after| after.start > span.start);
        if span.start > as_of {
            break;
        }
        let Some(deadline) = deadline(kind, by, span) else { continue };
        let by_deadline = kind == Kind::LastYear || matches!(by, By::Day(_));
        let open = if by == By::End && !by_deadline { span.end > as_of } else { deadline >= as_of };
        let belongs = period.contains(if by_deadline { deadline } else { span.end });
        let runs = kind != Kind::LastYear && open && span.contains(as_of) && period.contains(as_of);
        if belongs || runs {
            found.push(Slot { span, deadline, open });
        }
    }
    found
}

fn deadline(kind: Kind, by: By, span: Period) -> Option<Date> {
    match (kind, by) {
        (Kind::LastYear, By::End) => on(span.end.year() + 1, (12, 31)),
        (Kind::LastYear, By::Day(day)) => on(span.end.year() + 1, day),
        (_, By::End) => Some(span.end),
        (_, By::After(time)) => Some(time.after(span.end)),
        (_, By::Day(day)) => {
            let this_year = on(span.start.year(), day)?;
            if this_year >= span.start { Some(this_year) } else { on(span.start.year() + 1, day) }
        }
    }
}

/// Whether a row's time lies in a slot: a day inside it, or a period of which one contains the other.
pub(super) fn holds(slot: Period, first: Date, last: Date) -> bool {
    let row = Period { start: first, end: last };
    slot.covers(row) || row.covers(slot)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        crate::records::parse_date(text).unwrap().last_day().unwrap()
    }

    fn year(year: i16) -> Period {
        Period::year(year).unwrap()
    }

    fn shown(kind: &str, by: By, period: Period, as_of: &str) -> Vec<(String, bool)> {
        let slots = slots(Kind::parse(kind).unwrap(), by, period, date(as_of));
        slots.iter().map(|slot| (slot.span.to_string(), slot.open)).collect()
    }

    #[test]
    fn a_year_of_weeks_ends_with_the_one_that_runs() {
        let weeks = slots(Kind::Week, By::End, year(2026), date("2026-12-31"));
        assert_eq!(weeks.len(), 53);
        assert_eq!(weeks[0].span.start, date("2025-12-29"));
        assert!(weeks[52].open && !weeks[51].open);
    }

    #[test]
    fn a_window_over_the_new_year_belongs_to_the_year_it_ends_in() {
        let found = shown("12-01..02-28", By::End, year(2026), "2026-12-31");
        assert_eq!(
            found,
            [("2025-12-01..2026-02-28".into(), false), ("2026-12-01..2027-02-28".into(), true)]
        );
    }

    #[test]
    fn last_year_is_judged_where_its_deadline_lies() {
        let by = By::Day((1, 31));
        assert_eq!(shown("last year", by, year(2026), "2026-01-31"), [("2025".into(), true)]);
        assert_eq!(shown("last year", by, year(2026), "2026-02-01"), [("2025".into(), false)]);
        assert_eq!(shown("last year", by, year(2025), "2026-02-01"), [("2024".into(), false)]);
    }

    #[test]
    fn a_span_after_the_slot_keeps_december_open_in_january() {
        let by = By::After(TimeSpan::days(10));
        let found = slots(Kind::Quarter, by, year(2026), date("2027-01-05"));
        assert_eq!(found.len(), 4);
        assert!(found[3].open && found[3].deadline == date("2027-01-10") && !found[2].open);
    }

    #[test]
    fn a_period_shorter_than_the_slot_shows_it_but_does_not_judge_it() {
        let half = |month| Period::months(2026, month, 6).unwrap();
        assert_eq!(shown("year", By::End, half(1), "2026-05-01"), [("2026".into(), true)]);
        assert_eq!(shown("year", By::End, half(1), "2026-12-31"), []);
        assert_eq!(shown("year", By::End, half(7), "2026-12-31"), [("2026".into(), false)]);
    }

    #[test]
    fn a_day_deadline_that_has_passed_is_judged_only_in_its_period() {
        let by = By::Day((3, 31));
        let second = Period::months(2026, 7, 6).unwrap();
        assert_eq!(shown("year", by, second, "2026-08-01"), []);
        assert_eq!(shown("year", by, year(2026), "2026-08-01"), [("2026".into(), false)]);
        assert_eq!(shown("year", by, year(2026), "2026-03-31"), [("2026".into(), true)]);
    }

    #[test]
    fn slots_that_begin_after_as_of_are_not_looked_at() {
        assert_eq!(shown("quarter", By::End, year(2026), "2026-05-01").len(), 2);
        assert_eq!(
            shown("02-29..02-29", By::End, year(2026), "2026-05-01"),
            [("2026-02-28..2026-02-28".into(), false)]
        );
    }
}
