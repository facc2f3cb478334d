//! The values of a parameter over time, and which of two asks more.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;

use super::params::ParamValue;
use crate::records::Date;

/// What a parameter is set to: a value, and later values each from its day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    /// The value before the first day of `since`.
    pub first: ParamValue,
    /// Later values, in order of their days.
    pub since: Vec<(Date, ParamValue)>,
}

/// Which way a parameter is tighter; without it no override is called looser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stricter {
    /// More asks more.
    Higher,
    /// Less asks more.
    Lower,
    /// An earlier day asks more.
    Earlier,
    /// A later day asks more.
    Later,
    /// A list asks less when it has fewer entries.
    Superset,
    /// A list asks less when it has more entries.
    Subset,
    /// Neither.
    #[default]
    None,
}

/// A moment at which one setting asks less than another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loosened {
    /// From when; nothing: from the beginning.
    pub from: Option<Date>,
    /// What is asked.
    pub asked: ParamValue,
    /// The lesser that would be asked instead.
    pub instead: ParamValue,
}

impl Values {
    /// The value in force on a day.
    pub fn on(&self, day: Date) -> &ParamValue {
        let passed = self.since.iter().rev().find(|(since, _)| *since <= day);
        passed.map_or(&self.first, |(_, value)| value)
    }

    /// Every value it takes.
    pub fn all(&self) -> impl Iterator<Item = &ParamValue> {
        std::iter::once(&self.first).chain(self.since.iter().map(|(_, value)| value))
    }

    /// The two side by side over time: from when (nothing: the beginning), this value, the other's.
    fn beside<'v>(&'v self, other: &'v Self) -> Vec<(Option<Date>, &'v ParamValue, &'v ParamValue)> {
        let days: BTreeSet<Date> = self.since.iter().chain(&other.since).map(|(day, _)| *day).collect();
        let later = days.into_iter().map(|day| (Some(day), self.on(day), other.on(day)));
        std::iter::once((None, &self.first, &other.first)).chain(later).collect()
    }

    /// The first moment at which `other` asks less than this does.
    pub fn loosened_by(&self, other: &Self, stricter: Stricter) -> Option<Loosened> {
        let mut beside = self.beside(other).into_iter();
        let (from, own, new) = beside.find(|(_, own, new)| stricter.is_looser(own, new))?;
        Some(Loosened { from, asked: own.clone(), instead: new.clone() })
    }

    /// What asks most of both, at every time; where neither is tighter, the other's.
    #[must_use]
    pub fn tightest(&self, other: &Self, stricter: Stricter) -> Self {
        let mut both = self.beside(other).into_iter().map(|(from, own, new)| (from, stricter.pick(own, new)));
        let first = both.next().map_or_else(|| other.first.clone(), |(_, value)| value);
        let mut tightest = Self { first, since: Vec::new() };
        for (from, value) in both {
            if let Some(from) = from.filter(|_| tightest.all().last() != Some(&value)) {
                tightest.since.push((from, value));
            }
        }
        tightest
    }
}

/// The value, and later ones in brackets.
impl fmt::Display for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        self.since.iter().try_for_each(|(day, value)| write!(f, " ({day}: {value})"))
    }
}

impl Stricter {
    /// Whether `new` asks less than `own`.
    fn is_looser(self, own: &ParamValue, new: &ParamValue) -> bool {
        if let (ParamValue::List(own), ParamValue::List(new)) = (own, new) {
            return match self {
                Self::Superset => own.iter().any(|item| !new.contains(item)),
                Self::Subset => new.iter().any(|item| !own.contains(item)),
                _ => false,
            };
        }
        match (own, new) {
            (ParamValue::Unset, _) => false,
            (_, ParamValue::Unset) => self != Self::None,
            _ => match self {
                Self::Higher | Self::Later => compare(new, own) == Some(Ordering::Less),
                Self::Lower | Self::Earlier => compare(new, own) == Some(Ordering::Greater),
                Self::Superset | Self::Subset | Self::None => false,
            },
        }
    }

    /// The one that asks more; of two lists, what asks as much as both.
    fn pick(self, own: &ParamValue, new: &ParamValue) -> ParamValue {
        match (self, own, new) {
            (Self::Superset, ParamValue::List(own), ParamValue::List(new)) => {
                let more = new.iter().filter(|item| !own.contains(item));
                ParamValue::List(own.iter().chain(more).cloned().collect())
            }
            (Self::Subset, ParamValue::List(own), ParamValue::List(new)) => {
                ParamValue::List(own.iter().filter(|item| new.contains(item)).cloned().collect())
            }
            _ if self.is_looser(own, new) => own.clone(),
            _ => new.clone(),
        }
    }
}

/// Which of two values of one type is greater; lengths of time by their days, about.
fn compare(one: &ParamValue, other: &ParamValue) -> Option<Ordering> {
    Some(match (one, other) {
        (ParamValue::Integer(one), ParamValue::Integer(other)) => one.cmp(other),
        (ParamValue::Span(one), ParamValue::Span(other)) => {
            one.approximate_days().cmp(&other.approximate_days())
        }
        (ParamValue::Share(one), ParamValue::Share(other)) => {
            let wide = |part: i64, whole: i64| i128::from(part) * i128::from(whole);
            wide(one.part, other.whole).cmp(&wide(other.part, one.whole))
        }
        (ParamValue::Text(one), ParamValue::Text(other)) => one.cmp(other),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        crate::records::parse_date(text).ok().and_then(crate::records::Value::last_day).unwrap()
    }

    fn values(first: i64, since: &[(&str, i64)]) -> Values {
        let since = since.iter().map(|(at, value)| (day(at), ParamValue::Integer(*value))).collect();
        Values { first: ParamValue::Integer(first), since }
    }

    #[test]
    fn a_value_by_date_holds_from_its_day() {
        let times = values(1, &[("2026-01-01", 2)]);
        assert_eq!(times.on(day("2025-12-31")), &ParamValue::Integer(1));
        assert_eq!(times.on(day("2026-01-01")), &ParamValue::Integer(2));
    }

    #[test]
    fn loosening_is_found_at_whatever_time_it_happens() {
        let asked = values(1, &[("2026-01-01", 2)]);
        let loosened = |other: &Values| asked.loosened_by(other, Stricter::Higher).map(|found| found.from);
        assert_eq!(loosened(&values(2, &[])), None);
        assert_eq!(loosened(&values(1, &[("2025-01-01", 3)])), None);
        assert_eq!(loosened(&values(1, &[])), Some(Some(day("2026-01-01"))));
        assert_eq!(loosened(&values(0, &[("2025-01-01", 2)])), Some(None));
        assert_eq!(loosened(&values(2, &[("2027-01-01", 1)])), Some(Some(day("2027-01-01"))));
        assert_eq!(asked.loosened_by(&values(0, &[]), Stricter::None), None);
    }

    #[test]
    fn the_tightest_of_two_asks_as_much_as_both_at_every_time() {
        let one = values(1, &[("2026-01-01", 3)]);
        let other = values(2, &[("2027-01-01", 4)]);
        for (a, b) in [(&one, &other), (&other, &one)] {
            let both = a.tightest(b, Stricter::Higher);
            assert_eq!(both, values(2, &[("2026-01-01", 3), ("2027-01-01", 4)]));
            assert_eq!(a.loosened_by(&both, Stricter::Higher), None);
        }
        assert_eq!(one.tightest(&values(5, &[]), Stricter::Higher), values(5, &[]), "no change, no day");
        let list = |items: &[&str]| {
            let items = items.iter().map(|item| ParamValue::Text((*item).to_owned())).collect();
            Values { first: ParamValue::List(items), since: Vec::new() }
        };
        let (one, other) = (list(&["a", "b"]), list(&["b", "c"]));
        assert_eq!(one.tightest(&other, Stricter::Superset), list(&["a", "b", "c"]));
        assert_eq!(one.tightest(&other, Stricter::Subset), list(&["b"]));
        assert_eq!(one.tightest(&other, Stricter::None), other);
    }

    #[test]
    fn what_is_asked_may_not_be_unset() {
        let unset = Values { first: ParamValue::Unset, since: Vec::new() };
        assert!(values(1, &[]).loosened_by(&unset, Stricter::Lower).is_some());
        assert_eq!(unset.loosened_by(&values(1, &[]), Stricter::Lower), None);
        assert_eq!(unset.tightest(&values(1, &[]), Stricter::Lower), values(1, &[]));
        assert_eq!(values(1, &[]).tightest(&unset, Stricter::Lower), values(1, &[]));
    }
}
