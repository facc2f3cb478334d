//! Values as they are compared and told apart: equal keys are equal values, across ledgers too.

use std::fmt;

use rust_decimal::Decimal;

use crate::engine::bench::Tables;
use crate::records::{CellRef, Date, Period, Value};

/// A recorded value, ready to be hashed and compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::engine) enum Key<'a> {
    Text(&'a str),
    Number(Decimal),
    Boolean(bool),
    Date(Date),
    Period(Period),
}

impl<'a> Key<'a> {
    /// The key of a recorded value; nothing for what is not recorded.
    pub(in crate::engine) fn of(tables: &'a Tables, at: CellRef, value: Value) -> Option<Self> {
        Some(match value {
            Value::Missing | Value::Unreadable => return None,
            Value::Text { .. } => Self::Text(tables.union.text(value)),
            Value::Integer(_) | Value::Decimal { .. } => Self::Number(value.number()?.normalize()),
            Value::Boolean(flag) => Self::Boolean(flag),
            Value::Date(day) => Self::Date(day),
            Value::Period(period) => Self::Period(period),
            Value::Code(code) => {
                let codes = &tables.bench.schema.field(at.ledger, at.field).codes;
                Self::Text(&codes.get(usize::from(code))?.key)
            }
        })
    }
}

/// The canonical text, as fingerprints use it.
impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Boolean(flag) => flag.fmt(f),
            Self::Date(day) => day.fmt(f),
            Self::Period(period) => period.fmt(f),
        }
    }
}
