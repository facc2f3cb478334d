//! Spellings of values as patterns: numbers, dates, periods, yes and no, each as the readers of records take them.

use super::names::{either, word};
use crate::records::{FieldType, NO, YES};

/// A digit in either width.
fn digit() -> String {
    "[0-9０-９]".to_owned()
}

/// The digits from 1 to `last`.
fn up_to(last: u8) -> String {
    let wide = char::from_u32(0xff10 + u32::from(last)).unwrap_or('９');
    format!("[1-{last}１-{wide}]")
}

/// One of several.
fn one_of(forms: &[String]) -> String {
    format!("(?:{})", forms.join("|"))
}

/// Digits, with or without separators at thousands.
fn whole() -> String {
    let (digit, comma) = (digit(), either(','));
    one_of(&[format!("{digit}+"), format!("{digit}{{1,3}}(?:{comma}{digit}{{3}})+")])
}

fn sign() -> String {
    format!("[{}]?", "+＋\\-－")
}

/// A whole number; only noughts are kept behind the point. `below_nought` lets it be negative.
fn integer(below_nought: bool) -> String {
    let (zero, point) = (either('0'), either('.'));
    let noughts = format!("(?:{point}{zero}+)?");
    if below_nought {
        return format!("{}{}{noughts}", sign(), whole());
    }
    let (plus, minus) = (either('+'), either('-'));
    one_of(&[format!("{plus}?{}{noughts}", whole()), format!("{minus}{zero}+{noughts}")])
}

fn decimal() -> String {
    format!("{}{}(?:{}{}{{1,18}})?", sign(), whole(), either('.'), digit())
}

fn year() -> String {
    format!("{}{{4}}(?:年度?)?", digit())
}

/// A month from 1 to 12.
fn month() -> String {
    one_of(&[format!("{}?{}", either('0'), up_to(9)), format!("{}[0-2０-２]", either('1'))])
}

/// A day from 1 to 31.
fn day() -> String {
    one_of(&[
        format!("{}?{}", either('0'), up_to(9)),
        format!("[12１２]{}", digit()),
        format!("{}[01０１]", either('3')),
    ])
}

/// A date, as [`crate::records::parse_date`] takes it.
pub(super) fn date() -> String {
    let (year, month, day) = (format!("{}{{4}}", digit()), month(), day());
    let mut forms: Vec<String> =
        ['-', '/', '.'].map(either).iter().map(|s| format!("{year}{s}{month}{s}{day}")).collect();
    forms.push(format!("{year}\\s*年\\s*{month}\\s*月\\s*{day}\\s*[日号]?"));
    let clock = word("00:00:00");
    format!("{}(?:[ TＴ]*{clock})?", one_of(&forms))
}

/// A year, half, quarter or month.
fn period() -> String {
    let (minus, month) = (either('-'), month());
    let half = one_of(&[format!("{}{}", word("h"), up_to(2)), "上半年".to_owned(), "下半年".to_owned()]);
    let quarters = format!("第?(?:{}|[一二三四])季度", up_to(4));
    let quarter = one_of(&[format!("{}{}", word("q"), up_to(4)), quarters]);
    let parts = [
        format!("{minus}?(?:{half}|{quarter})"),
        format!("{month}月份?"),
        format!("[{}]{month}", "\\-－.．/／"),
    ];
    format!("{}(?:\\s*{})?", year(), one_of(&parts))
}

/// A stretch to be judged, as [`crate::records::parse_period_range`] takes it.
pub(super) fn stretch() -> String {
    let one = one_of(&[period(), date()]);
    format!("{one}(?:\\.\\.{one})?")
}

/// The spellings of a type; none where any text will do, or where they are the field's own.
pub(super) fn spelled(kind: FieldType, min: Option<i64>) -> Option<String> {
    Some(match kind {
        FieldType::Text | FieldType::Ref | FieldType::Enum => return None,
        FieldType::Integer => integer(min.is_none_or(|min| min < 0)),
        FieldType::Decimal => decimal(),
        FieldType::Boolean => one_of(&YES.iter().chain(NO).map(|text| word(text)).collect::<Vec<_>>()),
        FieldType::Date => date(),
        FieldType::Period => period(),
        FieldType::Year => year(),
    })
}
