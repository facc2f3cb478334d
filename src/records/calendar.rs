//! Civil dates, periods and spans of time: what ledgers and rules count in.

use std::fmt;

use jiff::civil;
use jiff::{ToSpan, Unit};

use crate::source::Lang;

/// A calendar date without a time or zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// The date, if the calendar has it.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Moved by days; beyond the calendar (years -9999 to 9999) it stays at its end.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let days = days.clamp(-4_000_000, 4_000_000);
        Self(self.0.saturating_add(days.days()))
    }

    /// Moved by months, the day clamped to the month's last: 02-29 + 12 months = 02-28.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Self {
        let months = months.clamp(-200_000, 200_000);
        Self(self.0.saturating_add(months.months()))
    }

    /// Days from `earlier` to this date.
    pub fn days_since(self, earlier: Self) -> i64 {
        self.0.since((Unit::Day, earlier.0)).map_or(0, |span| i64::from(span.get_days()))
    }

    /// The first day of its month.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        Self(self.0.first_of_month())
    }

    /// The last day of its month.
    #[must_use]
    pub fn last_of_month(self) -> Self {
        Self(self.0.last_of_month())
    }

    /// The Monday of its ISO week.
    #[must_use]
    pub fn monday(self) -> Self {
        let since = i64::from(self.0.weekday().to_monday_zero_offset());
        self.plus_days(-since)
    }

    /// Its ISO week: the year the week belongs to, and the number in it.
    pub fn iso_week(self) -> (i16, i8) {
        let week = self.0.iso_week_date();
        (week.year(), week.week())
    }
}

/// `2026-03-12`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A stretch of whole days, both ends inside: a year, a half, a quarter, a month, or any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
}

impl Period {
    /// The calendar year.
    pub fn year(year: i16) -> Option<Self> {
        Self::months(year, 1, 12)
    }

    /// `count` months from `month` on, inside the year.
    pub fn months(year: i16, month: i8, count: i8) -> Option<Self> {
        let start = Date::new(year, month, 1)?;
        let end = Date::new(year, month.checked_add(count)?.checked_sub(1)?, 1)?.last_of_month();
        Some(Self { start, end })
    }

    /// Whether the day lies in it.
    pub fn contains(self, date: Date) -> bool {
        self.start <= date && date <= self.end
    }

    /// Whether the other period lies wholly in it.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// How many whole months it has, if it begins and ends with a month.
    fn whole_months(self) -> Option<i64> {
        let whole = self.start.day() == 1 && self.end == self.end.last_of_month();
        let index = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
        whole.then(|| index(self.end) - index(self.start) + 1)
    }
}

impl Period {
    /// As Chinese ledgers write it: `2026年`, `2026年下半年`, `2026年第3季度`, `2026年5月`.
    pub fn in_chinese(self) -> String {
        let (year, month) = (self.start.year(), self.start.month());
        match self.whole_months() {
            Some(12) if month == 1 => format!("{year}年"),
            Some(6) if month == 1 => format!("{year}年上半年"),
            Some(6) if month == 7 => format!("{year}年下半年"),
            Some(3) if month % 3 == 1 => format!("{year}年第{}季度", month / 3 + 1),
            Some(1) => format!("{year}年{month}月"),
            Some(2) => format!("{year}年{month}—{}月", self.end.month()),
            Some(months) if month == 1 && months % 12 == 0 => format!("{year}—{}年", self.end.year()),
            _ => format!("{}至{}", self.start, self.end),
        }
    }
}

/// The shortest form people write: `2026`, `2026H1`, `2026Q3`, `2026-05`, `2025..2026`, or the two
/// dates.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.start.year(), self.start.month());
        match self.whole_months() {
            Some(12) if month == 1 => write!(f, "{year}"),
            Some(6) if month % 6 == 1 => write!(f, "{year}H{}", month / 6 + 1),
            Some(3) if month % 3 == 1 => write!(f, "{year}Q{}", month / 3 + 1),
            Some(1) => write!(f, "{year}-{month:02}"),
            Some(months) if month == 1 && months % 12 == 0 => write!(f, "{year}..{}", self.end.year()),
            _ => write!(f, "{}..{}", self.start, self.end),
        }
    }
}

/// A length of calendar time: months first, then days; or up to the end of the next year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct TimeSpan {
    /// Calendar months; a year is twelve.
    pub months: i64,
    /// Days, added after the months.
    pub days: i64,
    /// First to the last day of the following year.
    pub to_next_year_end: bool,
}

impl TimeSpan {
    /// So many days.
    pub fn days(days: i64) -> Self {
        Self { days, ..Self::default() }
    }

    /// So many months.
    pub fn months(months: i64) -> Self {
        Self { months, ..Self::default() }
    }

    /// As parameters write it: `90 days`, `6 months`, `3 years`, `end of next year`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "end of next year" {
            return Some(Self { to_next_year_end: true, ..Self::default() });
        }
        let (count, unit) = text.split_once(' ')?;
        let count: i64 = count.parse().ok().filter(|count| (0..=100_000).contains(count))?;
        match unit {
            "day" | "days" => Some(Self::days(count)),
            "month" | "months" => Some(Self::months(count)),
            "year" | "years" => Some(Self::months(count * 12)),
            _ => None,
        }
    }

    /// The date this much after `date`.
    pub fn after(self, date: Date) -> Date {
        let date = if self.to_next_year_end {
            Date::new(date.year().saturating_add(1), 12, 31).unwrap_or(date)
        } else {
            date
        };
        date.plus_months(self.months).plus_days(self.days)
    }

    /// Both lengths together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            months: self.months.saturating_add(other.months),
            days: self.days.saturating_add(other.days),
            to_next_year_end: self.to_next_year_end || other.to_next_year_end,
        }
    }

    /// This length less the other.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.plus(Self {
            months: other.months.saturating_neg(),
            days: other.days.saturating_neg(),
            to_next_year_end: false,
        })
    }

    /// As a sentence says it.
    pub fn said(self, lang: Lang) -> String {
        if self.to_next_year_end {
            return lang.pick("次年年底", "the end of the next year").to_owned();
        }
        let part = |count: i64, zh: &str, en: &str| {
            let s = if count == 1 { "" } else { "s" };
            (count != 0).then(|| lang.pick(format!("{count}{zh}"), format!("{count} {en}{s}")))
        };
        let (years, months) = if self.months % 12 == 0 { (self.months / 12, 0) } else { (0, self.months) };
        let parts = [part(years, "年", "year"), part(months, "个月", "month"), part(self.days, "天", "day")];
        let said: Vec<String> = parts.into_iter().flatten().collect();
        if said.is_empty() { lang.pick("0天", "0 days").to_owned() } else { said.join(lang.pick("", " ")) }
    }

    /// Days it has at least, about, to compare lengths of one unit.
    pub fn approximate_days(self) -> i64 {
        let year = if self.to_next_year_end { 365 } else { 0 };
        self.months.saturating_mul(30).saturating_add(self.days).saturating_add(year)
    }
}

/// As parameters write it.
impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.to_next_year_end {
            return f.write_str("end of next year");
        }
        match (self.months, self.days) {
            (0, days) => write!(f, "{days} days"),
            (months, 0) if months % 12 == 0 => write!(f, "{} years", months / 12),
            (months, 0) => write!(f, "{months} months"),
            (months, days) => write!(f, "{months} months {days} days"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i16, month: i8, day: i8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    #[test]
    fn month_ends_clamp() {
        assert_eq!(date(2024, 2, 29).plus_months(12), date(2025, 2, 28));
        assert_eq!(date(2026, 1, 31).plus_months(1), date(2026, 2, 28));
        assert_eq!(date(2026, 3, 31).plus_months(-1), date(2026, 2, 28));
    }

    #[test]
    fn weeks_are_iso_weeks() {
        assert_eq!(date(2027, 1, 3).iso_week(), (2026, 53));
        assert_eq!(date(2027, 1, 3).monday(), date(2026, 12, 28));
    }

    #[test]
    fn periods_print_as_people_write_them() {
        let shown = |start, end| Period { start, end }.to_string();
        assert_eq!(shown(date(2026, 1, 1), date(2026, 12, 31)), "2026");
        assert_eq!(shown(date(2026, 7, 1), date(2026, 12, 31)), "2026H2");
        assert_eq!(shown(date(2026, 7, 1), date(2026, 9, 30)), "2026Q3");
        assert_eq!(shown(date(2026, 2, 1), date(2026, 2, 28)), "2026-02");
        assert_eq!(shown(date(2025, 1, 1), date(2026, 12, 31)), "2025..2026");
        assert_eq!(shown(date(2025, 1, 2), date(2026, 12, 31)), "2025-01-02..2026-12-31");
    }
}
