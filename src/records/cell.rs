//! One cell: a value and the bytes it was read from.

use rust_decimal::Decimal;

use super::calendar::{Date, Period};
use crate::source::Span;

/// What a cell holds. Texts live in their union's text store; codes are positions in the field's
/// list of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Not recorded: never written, or written empty.
    Missing,
    /// Written, but not readable as the field's type, or contradicted elsewhere. Never a pass.
    Unreadable,
    /// A text: where it stands in the text store.
    Text {
        /// First byte in the store.
        start: u32,
        /// Length in bytes.
        len: u32,
    },
    /// A whole number.
    Integer(i64),
    /// An exact decimal, `mantissa × 10^-scale`.
    Decimal {
        /// All digits.
        mantissa: i64,
        /// How many of them stand behind the point.
        scale: u8,
    },
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A period; a year is one too.
    Period(Period),
    /// A code of the field's list.
    Code(u16),
}

impl Value {
    /// The number, exactly, if it is one.
    pub fn number(self) -> Option<Decimal> {
        match self {
            Self::Integer(number) => Some(Decimal::from(number)),
            Self::Decimal { mantissa, scale } => Some(Decimal::new(mantissa, u32::from(scale))),
            _ => None,
        }
    }

    /// The day it stands for: a period counts by its last day.
    pub fn last_day(self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(date),
            Self::Period(period) => Some(period.end),
            _ => None,
        }
    }

    /// The day it begins: a period by its first day.
    pub fn first_day(self) -> Option<Date> {
        match self {
            Self::Date(date) => Some(date),
            Self::Period(period) => Some(period.start),
            _ => None,
        }
    }

    /// Whether something readable is recorded.
    pub fn is_recorded(self) -> bool {
        !matches!(self, Self::Missing | Self::Unreadable)
    }
}

/// A value with its place. An empty span means the cell was never written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// What it holds.
    pub value: Value,
    /// The bytes of the value; of the key, where the value was left empty.
    pub span: Span,
}

impl Cell {
    /// A cell nobody wrote.
    pub const ABSENT: Self = Self { value: Value::Missing, span: Span { start: 0, end: 0 } };

    /// Whether it was written at all, be it empty.
    pub fn is_written(self) -> bool {
        self.span.end > 0
    }
}

/// Keeps a text in a text store.
pub(super) fn store(texts: &mut String, text: &str) -> Value {
    let span = Span::new(texts.len(), texts.len() + text.len());
    texts.push_str(text);
    Value::Text { start: span.start, len: span.end - span.start }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_small() {
        assert!(size_of::<Cell>() <= 24, "{}", size_of::<Cell>());
    }
}
