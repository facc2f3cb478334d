//! What a word is given beside a field: numbers, days, shares and lengths of time, each perhaps a
//! parameter whose value depends on the day.

use std::rc::Rc;

use rhai::{Array, Dynamic, ImmutableString};
use rust_decimal::Decimal;

use super::bench::{Word, mistake};
use super::rows::{Column, Entry, RowSet};
use crate::records::{CellRef, Date, TimeSpan};
use crate::rulepack::{ParamValue, Share, Values};

/// A parameter with values by date, resolved where it is used.
#[derive(Debug, Clone)]
pub(super) struct Dated(pub(super) Rc<Values>);

/// A length of time as scripts hold it; its number may be a field of the row.
#[derive(Debug, Clone, Default)]
pub(super) struct Length {
    pub(super) fixed: TimeSpan,
    /// A field, and the length one of it stands for.
    pub(super) per_row: Option<(ImmutableString, TimeSpan)>,
}

/// A parameter's value as scripts see it.
pub(super) fn dynamic(value: &ParamValue) -> Dynamic {
    match value {
        ParamValue::Unset => Dynamic::UNIT,
        ParamValue::Integer(number) => Dynamic::from(*number),
        ParamValue::Share(share) => Dynamic::from(*share),
        ParamValue::Span(span) => Dynamic::from(Length { fixed: *span, per_row: None }),
        ParamValue::Text(text) => Dynamic::from(ImmutableString::from(text)),
        ParamValue::List(items) => Dynamic::from(items.iter().map(dynamic).collect::<Array>()),
    }
}

/// The value, taken at `day` where it depends on it.
pub(super) fn resolve(value: &Dynamic, day: Date) -> Dynamic {
    match value.read_lock::<Dated>() {
        Some(dated) => dynamic(dated.0.on(day)),
        None => value.clone(),
    }
}

/// The day a value given to a row word is taken at.
fn at_row(set: &RowSet, entry: Entry, value: &Dynamic) -> Dynamic {
    resolve(value, set.tables.row_day(entry.ledger, entry.row))
}

/// What a number field is compared with.
pub(super) enum NumberOperand {
    Field(Column),
    Fixed(Decimal),
    Dated(Dynamic),
}

impl NumberOperand {
    pub(super) fn read(set: &RowSet, value: &Dynamic) -> Word<Self> {
        if let Some(name) = value.read_lock::<ImmutableString>() {
            return set.number_column(&name).map(Self::Field);
        }
        if value.is::<Dated>() {
            number(&resolve(value, set.tables.today()))?;
            return Ok(Self::Dated(value.clone()));
        }
        number(value).map(Self::Fixed)
    }

    pub(super) fn at(&self, set: &RowSet, entry: Entry) -> Word<Result<Decimal, CellRef>> {
        Ok(match self {
            Self::Field(column) => number_of(set, entry, column),
            Self::Fixed(number) => Ok(*number),
            Self::Dated(value) => Ok(number(&at_row(set, entry, value))?),
        })
    }
}

/// The number in a cell, or the place of what is missing.
pub(super) fn number_of(set: &RowSet, entry: Entry, column: &Column) -> Result<Decimal, CellRef> {
    let at = entry.cell(column.of(entry.ledger));
    set.value(entry, column)?.number().ok_or(at)
}

fn number(value: &Dynamic) -> Word<Decimal> {
    if let Ok(number) = value.as_int() {
        return Ok(Decimal::from(number));
    }
    value.as_decimal().map_err(|kind| {
        mistake(
            format!("这里要栏目名或数字，不能是 {kind}"),
            format!("a field name or a number is wanted here, not a value of type {kind}"),
        )
    })
}

/// What a date field is compared with.
pub(super) enum DayOperand {
    Field(Column),
    Fixed(Date),
}

impl DayOperand {
    pub(super) fn read(set: &RowSet, value: &Dynamic) -> Word<Self> {
        if let Some(name) = value.read_lock::<ImmutableString>() {
            return set.date_column(&name).map(Self::Field);
        }
        value.clone().try_cast::<Date>().map(Self::Fixed).ok_or_else(|| {
            let kind = value.type_name();
            mistake(
                format!("这里要日期栏目名或日期，不能是 {kind}"),
                format!("a date field or a date is wanted here, not a value of type {kind}"),
            )
        })
    }

    pub(super) fn at(&self, set: &RowSet, entry: Entry) -> Result<Date, CellRef> {
        match self {
            Self::Field(column) => set.day(entry, column),
            Self::Fixed(day) => Ok(*day),
        }
    }
}

/// A length of time, checked against the rows it is used on.
pub(super) struct LengthOperand {
    value: Dynamic,
    column: Option<(Column, TimeSpan)>,
}

impl LengthOperand {
    /// No length at all.
    pub(super) fn none() -> Self {
        Self { value: Dynamic::from(Length::default()), column: None }
    }

    pub(super) fn read(set: &RowSet, value: &Dynamic) -> Word<Self> {
        let length = length(&resolve(value, set.tables.today()))?;
        let column = match &length.per_row {
            Some((name, unit)) => Some((set.number_column(name)?, *unit)),
            None => None,
        };
        Ok(Self { value: value.clone(), column })
    }

    pub(super) fn at(&self, set: &RowSet, entry: Entry) -> Word<Result<TimeSpan, CellRef>> {
        let length = length(&at_row(set, entry, &self.value))?;
        let Some((column, unit)) = &self.column else { return Ok(Ok(length.fixed)) };
        let at = entry.cell(column.of(entry.ledger));
        let count = number_of(set, entry, column).and_then(|count| i64::try_from(count).map_err(|_| at));
        Ok(count.map(|count| {
            let times = |part: i64| part.saturating_mul(count);
            length.fixed.plus(TimeSpan {
                months: times(unit.months),
                days: times(unit.days),
                ..TimeSpan::default()
            })
        }))
    }
}

fn length(value: &Dynamic) -> Word<Length> {
    value.clone().try_cast::<Length>().ok_or_else(|| {
        let kind = value.type_name();
        mistake(
            format!("这里要时长（如 90 days），不能是 {kind}"),
            format!("a length of time such as `90 days` is wanted here, not a value of type {kind}"),
        )
    })
}

/// A share given to a comparing word, taken at a row's day.
pub(super) struct ShareOperand(Dynamic);

impl ShareOperand {
    pub(super) fn whole() -> Self {
        Self(Dynamic::from(Share { part: 1, whole: 1 }))
    }

    pub(super) fn read(set: &RowSet, value: &Dynamic) -> Word<Self> {
        share(&resolve(value, set.tables.today()))?;
        Ok(Self(value.clone()))
    }

    pub(super) fn at(&self, set: &RowSet, entry: Entry) -> Word<Share> {
        share(&at_row(set, entry, &self.0))
    }
}

fn share(value: &Dynamic) -> Word<Share> {
    value.clone().try_cast::<Share>().ok_or_else(|| {
        let kind = value.type_name();
        mistake(
            format!("这里要比例（如 100% 或 2/3），不能是 {kind}"),
            format!("a share such as 100% or 2/3 is wanted here, not a value of type {kind}"),
        )
    })
}
