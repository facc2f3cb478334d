//! A cell as its column spells it.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::records::calendar::{Date, Period};
use crate::records::cell::{Cell, Value};
use crate::records::declaration::{Default, Field, FieldType, Schema};
use crate::records::read::as_written;
use crate::records::union::{CellRef, Union};
use crate::source::Lang;

/// What is written of a cell, before any quoting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spelling<'u> {
    /// A text as it was given, or the name of a code.
    Text(Cow<'u, str>),
    /// The digits of an exact number, or of a year.
    Number(String),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A period, such as `2026Q1`.
    Period(String),
    /// What could not be read, as it stands in its source; the heading, where it was given twice.
    Unreadable {
        /// As it stands there.
        text: String,
        /// Whether the text by itself would be read as a value: it was refused for another reason,
        /// such as a contradiction, which must not get lost.
        is_value: bool,
    },
}

impl Spelling<'_> {
    /// The text of a table's cell.
    pub fn text(&self, lang: Lang) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(text) | Self::Period(text) | Self::Unreadable { text, is_value: false } => {
                Cow::Borrowed(text)
            }
            Self::Boolean(yes) => Cow::Borrowed(boolean(*yes, lang)),
            Self::Date(date) => Cow::Owned(date.to_string()),
            // No form of table knows a value in doubt, and a mark keeps it from being one.
            Self::Unreadable { text, is_value: true } => Cow::Owned(format!("{text}？")),
        }
    }
}

/// Yes or no in words.
pub(super) fn boolean(yes: bool, lang: Lang) -> &'static str {
    if yes { lang.pick("是", "yes") } else { lang.pick("否", "no") }
}

/// Whether binary numbers, in which workbooks and most readers of JSON reckon, keep every digit.
pub(super) fn is_exact(number: &str) -> bool {
    number.bytes().filter(u8::is_ascii_digit).count() <= 15
}

/// The cell as it is written in `lang`; nothing where none was written.
pub fn spell<'u>(schema: &'u Schema, union: &'u Union, at: CellRef, lang: Lang) -> Option<Spelling<'u>> {
    let (cell, field) = (union.cell(at), schema.field(at.ledger, at.field));
    // Only what absence means stands in no bytes at all; a list that was refused may.
    let is_empty = cell.span.start == cell.span.end && cell.value != Value::Unreadable;
    if !cell.is_written() || is_empty || is_another(union, at, cell, field) {
        return None;
    }
    Some(match cell.value {
        Value::Missing => return None,
        value @ Value::Text { .. } => Spelling::Text(Cow::Borrowed(union.text(value))),
        Value::Integer(number) => Spelling::Number(number.to_string()),
        Value::Decimal { mantissa, scale } => {
            Spelling::Number(Decimal::new(mantissa, u32::from(scale)).to_string())
        }
        Value::Boolean(yes) => Spelling::Boolean(yes),
        Value::Date(date) => Spelling::Date(date),
        Value::Period(year) if field.kind == FieldType::Year && year.start.year() >= 1000 => {
            Spelling::Number(period(year))
        }
        Value::Period(stretch) => Spelling::Period(period(stretch)),
        Value::Code(code) => {
            let code = field.codes.get(usize::from(code))?;
            Spelling::Text(Cow::Borrowed(lang.pick(&code.label.zh, &code.key)))
        }
        Value::Unreadable => {
            let text = as_written(&union.cell_location(at));
            let is_value = text.trim().is_empty() || field.value(text.trim()).is_ok();
            Spelling::Unreadable { text, is_value }
        }
    })
}

/// Whether an absent cell was given what another of its row holds, the place too.
fn is_another(union: &Union, at: CellRef, cell: Cell, field: &Field) -> bool {
    matches!(field.default, Some(Default::Field(other)) if union.cell(CellRef { field: other, ..at }) == cell)
}

/// A period with the four digits of its year.
fn period(period: Period) -> String {
    let (year, text) = (period.start.year(), period.to_string());
    match text.strip_prefix(&year.to_string()) {
        Some(rest) => format!("{year:04}{rest}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_written_in_their_shortest_form() {
        let of = |year, month, count| period(Period::months(year, month, count).unwrap());
        assert_eq!([of(2026, 1, 12), of(2026, 7, 6), of(2026, 7, 3)], ["2026", "2026H2", "2026Q3"]);
        assert_eq!([of(2026, 3, 1), of(26, 3, 1), of(26, 1, 12)], ["2026-03", "0026-03", "0026"]);
    }

    #[test]
    fn a_table_says_a_cell_in_words() {
        let unreadable = |is_value| Spelling::Unreadable { text: "26".to_owned(), is_value };
        assert_eq!([true, false].map(|yes| Spelling::Boolean(yes).text(Lang::Zh).into_owned()), ["是", "否"]);
        assert_eq!(
            [true, false].map(|yes| Spelling::Boolean(yes).text(Lang::En).into_owned()),
            ["yes", "no"]
        );
        assert_eq!(Spelling::Date(Date::new(2026, 3, 2).unwrap()).text(Lang::Zh), "2026-03-02");
        assert_eq!([unreadable(false).text(Lang::En), unreadable(true).text(Lang::En)], ["26", "26？"]);
    }

    #[test]
    fn fifteen_digits_are_exact() {
        assert!(is_exact("-1234567890123.45") && !is_exact("1234567890123456"));
    }
}
