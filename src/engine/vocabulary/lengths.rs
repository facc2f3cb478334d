//! Lengths of time and the arithmetic of dates; comparing unlike types is a mistake, never `false`.

use std::any::TypeId;

use rhai::{Engine, ImmutableString};
use rust_decimal::Decimal;

use super::read::Params;
use crate::engine::bench::{Word, mistake};
use crate::engine::operand::{Dated, Length};
use crate::engine::rows::Rows;
use crate::records::{Date, Period, TimeSpan};
use crate::rulepack::Share;

/// `days(n)`, `months(n)`, `years(n)`: lengths of time; n may be a field, taken from the row. Lengths
/// add and subtract; a date plus a length is a date, its day clamped to the month's last.
pub(super) fn register(engine: &mut Engine) {
    let units =
        [("days", TimeSpan::days(1)), ("months", TimeSpan::months(1)), ("years", TimeSpan::months(12))];
    for (word, unit) in units {
        engine.register_fn(word, move |count: i64| {
            let times = |part: i64| part.saturating_mul(count);
            let fixed = TimeSpan { months: times(unit.months), days: times(unit.days), ..unit };
            Length { fixed, per_row: None }
        });
        engine.register_fn(word, move |field: ImmutableString| Length {
            fixed: TimeSpan::default(),
            per_row: Some((field, unit)),
        });
    }
    engine.register_type_with_name::<Length>("span");
    engine.register_type_with_name::<Date>("date");
    engine.register_type_with_name::<Period>("period");
    engine.register_type_with_name::<Rows>("rows");
    engine.register_type_with_name::<Share>("share");
    engine.register_type_with_name::<Params>("params");
    engine.register_fn("+", |day: Date, length: Length| fixed(&length).map(|span| span.after(day)));
    engine.register_fn("-", |day: Date, length: Length| {
        fixed(&length).map(|span| TimeSpan::default().minus(span).after(day))
    });
    engine.register_fn("+", |a: Length, b: Length| joined(a, &b, TimeSpan::plus));
    engine.register_fn("-", |a: Length, b: Length| joined(a, &b, TimeSpan::minus));
    register_comparisons::<Date>(engine);
    register_comparisons::<Period>(engine);
    register_unlike(engine);
}

fn fixed(length: &Length) -> Word<TimeSpan> {
    match &length.per_row {
        None => Ok(length.fixed),
        Some((field, _)) => Err(mistake(
            format!("“{field}”逐行不同，这里不能用"),
            format!("`{field}` differs from row to row and cannot be used here"),
        )),
    }
}

fn joined(a: Length, b: &Length, join: fn(TimeSpan, TimeSpan) -> TimeSpan) -> Word<Length> {
    let fixed_part = fixed(b)?;
    Ok(Length { fixed: join(a.fixed, fixed_part), per_row: a.per_row })
}

fn register_comparisons<T: Ord + Clone + 'static>(engine: &mut Engine) {
    engine.register_fn("==", |a: T, b: T| a == b);
    engine.register_fn("!=", |a: T, b: T| a != b);
    engine.register_fn("<", |a: T, b: T| a < b);
    engine.register_fn("<=", |a: T, b: T| a <= b);
    engine.register_fn(">", |a: T, b: T| a > b);
    engine.register_fn(">=", |a: T, b: T| a >= b);
}

/// Rhai says `false` when unlike types are compared; here that is a mistake. Only `()`, an unset
/// parameter, may be asked for with `==` and `!=`. The overloads are exact pairs, for a general one
/// would answer before the built-in operators of like types.
fn register_unlike(engine: &mut Engine) {
    macro_rules! pairs {
        ($engine:ident; $first:ty $(, $rest:ty)*) => {
            $(unlike::<$first, $rest>($engine); unlike::<$rest, $first>($engine);)*
            pairs!($engine; $($rest),*);
        };
        ($engine:ident;) => {};
    }
    pairs!(engine; bool, ImmutableString, Date, Period, Length, Share, Rows, Dated, i64);
    pairs!(engine; Decimal, bool);
    pairs!(engine; Decimal, ImmutableString);
    pairs!(engine; Decimal, Date);
    pairs!(engine; Decimal, Period);
    pairs!(engine; Decimal, Length);
    pairs!(engine; Decimal, Share);
    pairs!(engine; Decimal, Rows);
    pairs!(engine; Decimal, Dated);
    unlike::<Rows, Rows>(engine);
    unlike::<Length, Length>(engine);
    unlike::<Share, Share>(engine);
    unlike::<Dated, Dated>(engine);
}

fn unlike<A: Clone + 'static, B: Clone + 'static>(engine: &mut Engine) {
    for operator in ["==", "!=", "<", "<=", ">", ">="] {
        engine.register_fn(operator, move |_: A, _: B| -> Word<bool> {
            let (left, right) = (type_words::<A>(), type_words::<B>());
            Err(mistake(
                format!("不能用 {operator} 比较{}与{}", left.0, right.0),
                format!("{} and {} cannot be compared with {operator}", left.1, right.1),
            ))
        });
    }
}

/// What a type is called, in both languages.
fn type_words<T: 'static>() -> (&'static str, &'static str) {
    let known = [
        (TypeId::of::<bool>(), ("是否", "a flag")),
        (TypeId::of::<i64>(), ("整数", "an integer")),
        (TypeId::of::<Decimal>(), ("小数", "a decimal")),
        (TypeId::of::<ImmutableString>(), ("文字", "a text")),
        (TypeId::of::<Date>(), ("日期", "a date")),
        (TypeId::of::<Period>(), ("期间", "a period")),
        (TypeId::of::<Length>(), ("时长", "a length of time")),
        (TypeId::of::<Share>(), ("比例", "a share")),
        (TypeId::of::<Rows>(), ("若干行", "rows")),
    ];
    let own = TypeId::of::<T>();
    known
        .into_iter()
        .find(|(id, _)| *id == own)
        .map_or(("按日期取值的参数", "a parameter by date"), |(_, words)| words)
}
