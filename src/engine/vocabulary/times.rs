//! Words that compare days. A period or a year counts by its last day.

use rhai::{Dynamic, Engine};

use crate::engine::bench::Word;
use crate::engine::operand::{DayOperand, LengthOperand};
use crate::engine::rows::{Effect, Rows, Test};

/// `before(F, X)`, `after(F, X)`: rows whose date F lies before, after X, a field or a date;
/// `before(F, X, span)` and so on: before, after X + span. A missing cell: maybe.
///
/// `in_period(F)`: rows whose date F, or whose period's last day, lies in the audited period, and
/// which began by as-of. A missing F: maybe.
///
/// `in_force(F, G)`: rows with F ≤ as-of ≤ G; one known end can already exclude a row.
pub(super) fn register(engine: &mut Engine) {
    for (word, is_before) in [("before", true), ("after", false)] {
        engine.register_fn(word, move |rows: &mut Rows, field: &str, other: Dynamic| {
            compare(rows, field, &other, &LengthOperand::none(), is_before)
        });
        engine.register_fn(word, move |rows: &mut Rows, field: &str, other: Dynamic, span: Dynamic| {
            let span = LengthOperand::read(rows, &span)?;
            compare(rows, field, &other, &span, is_before)
        });
    }
    engine.register_fn("in_period", |rows: &mut Rows, field: &str| in_period(rows, field));
    engine.register_fn("in_force", |rows: &mut Rows, from: &str, until: &str| in_force(rows, from, until));
}

fn compare(set: &Rows, field: &str, other: &Dynamic, span: &LengthOperand, is_before: bool) -> Word<Rows> {
    let column = set.date_column(field)?;
    let other = DayOperand::read(set, other)?;
    set.filter(Effect::Compares, &column, |entry| {
        let days = set.day(entry, &column).and_then(|own| other.at(set, entry).map(|other| (own, other)));
        let (own, other) = match days {
            Ok(days) => days,
            Err(cause) => return Ok(Test::Missing(cause)),
        };
        Ok(match span.at(set, entry)? {
            Err(cause) => Test::Missing(cause),
            Ok(span) if is_before => Test::from(own < span.after(other)),
            Ok(span) => Test::from(own > span.after(other)),
        })
    })
}

fn in_period(set: &Rows, field: &str) -> Word<Rows> {
    let column = set.date_column(field)?;
    let (period, as_of) = (set.bench().period, set.tables.as_of);
    set.filter(Effect::Chooses, &column, |entry| {
        Ok(match set.value(entry, &column) {
            Err(cause) => Test::Missing(cause),
            Ok(value) => {
                let ends_inside = value.last_day().is_some_and(|day| period.contains(day));
                Test::from(ends_inside && value.first_day().is_some_and(|day| day <= as_of))
            }
        })
    })
}

fn in_force(set: &Rows, from: &str, until: &str) -> Word<Rows> {
    let (from, until) = (set.date_column(from)?, set.date_column(until)?);
    let as_of = set.tables.as_of;
    set.filter(Effect::Chooses, &until, |entry| {
        let begins = set
            .value(entry, &from)
            .and_then(|value| value.first_day().ok_or(entry.cell(from.of(entry.ledger))));
        let began = begins.map(|day| day <= as_of);
        let ends = set.day(entry, &until).map(|day| as_of <= day);
        Ok(match (began, ends) {
            (Ok(false), _) | (_, Ok(false)) => Test::No,
            (Ok(true), Ok(true)) => Test::Yes,
            (Err(cause), _) | (_, Err(cause)) => Test::Missing(cause),
        })
    })
}
