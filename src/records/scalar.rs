//! From a written text to a value of the declared type: every spelling of records.md.

use std::borrow::Cow;

use super::calendar::{Date, Period};
use super::cell::Value;

/// Why a text is no value of its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It has another shape.
    Shape,
    /// It is written like a date, but the calendar has no such day.
    ImpossibleDate,
    /// A number below the least the field allows.
    BelowMinimum,
    /// A number with more digits than are kept exactly.
    TooLong,
}

/// The text as compared: trimmed (full-width spaces too), full-width letters, digits and brackets
/// made plain.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let wide = |c: char| matches!(c, '\u{ff01}'..='\u{ff5e}');
    if !text.contains(wide) {
        return Cow::Borrowed(text);
    }
    let narrow = |c: char| if wide(c) { char::from_u32(c as u32 - 0xfee0).unwrap_or(c) } else { c };
    Cow::Owned(text.chars().map(narrow).collect())
}

/// A whole number, thousands separators allowed.
pub(super) fn integer(text: &str) -> Result<Value, Unfit> {
    match decimal(text)? {
        Value::Decimal { mantissa, scale: 0 } => Ok(Value::Integer(mantissa)),
        Value::Decimal { mantissa, scale } => {
            let unit = 10_i64.checked_pow(u32::from(scale)).ok_or(Unfit::TooLong)?;
            if mantissa % unit == 0 { Ok(Value::Integer(mantissa / unit)) } else { Err(Unfit::Shape) }
        }
        _ => Err(Unfit::Shape),
    }
}

/// An exact decimal, thousands separators allowed; at most 18 digits.
pub(super) fn decimal(text: &str) -> Result<Value, Unfit> {
    let text = plain(text);
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let whole = without_separators(whole).ok_or(Unfit::Shape)?;
    let fraction = fraction.unwrap_or("");
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(&whole) || !all_digits(fraction) || whole.is_empty() {
        return Err(Unfit::Shape);
    }
    if digits.ends_with('.') {
        return Err(Unfit::Shape);
    }
    // Zeros behind the point are digits too, though they never make the number too large.
    if fraction.len() > 18 {
        return Err(Unfit::TooLong);
    }
    let (mut mantissa, mut scale) = (0_i64, 0_u8);
    for (at, byte) in whole.bytes().chain(fraction.bytes()).enumerate() {
        let digit = i64::from(byte - b'0');
        mantissa = mantissa.checked_mul(10).and_then(|m| m.checked_add(digit)).ok_or(Unfit::TooLong)?;
        scale += u8::from(at >= whole.len());
    }
    Ok(Value::Decimal { mantissa: if negative { -mantissa } else { mantissa }, scale })
}

/// `1,234,567` without its commas; nothing when they do not stand at thousands.
fn without_separators(whole: &str) -> Option<Cow<'_, str>> {
    if !whole.contains(',') {
        return Some(Cow::Borrowed(whole));
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let fits = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    fits.then(|| Cow::Owned(whole.replace(',', "")))
}

/// The words for yes that ledgers use.
pub const YES: &[&str] = &["true", "yes", "y", "1", "是", "有", "√", "✓", "✔", "已"];

/// The words for no.
pub const NO: &[&str] = &["false", "no", "n", "0", "否", "无", "没有", "×", "✗", "✘", "未"];

/// Yes or no in the words ledgers use.
pub(super) fn boolean(text: &str) -> Result<Value, Unfit> {
    let text = plain(text);
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(YES) {
        Ok(Value::Boolean(true))
    } else if is(NO) {
        Ok(Value::Boolean(false))
    } else {
        Err(Unfit::Shape)
    }
}

/// A calendar date: `2026-03-12`, `2026/3/12`, `2026.3.12`, `2026年3月12日`.
pub fn date(text: &str) -> Result<Value, Unfit> {
    let text = plain(text);
    let text = text.strip_suffix("00:00:00").map_or(&*text, |day| day.trim_end_matches([' ', 'T']));
    let parts = split_date(text).ok_or(Unfit::Shape)?;
    let [year, month, day] = parts;
    let year = digits(year, 4..=4).ok_or(Unfit::Shape)?;
    let month = digits(month, 1..=2).ok_or(Unfit::Shape)?;
    let day = digits(day, 1..=2).ok_or(Unfit::Shape)?;
    let narrow = |part: i16| i8::try_from(part).ok();
    narrow(month)
        .zip(narrow(day))
        .and_then(|(month, day)| Date::new(year, month, day))
        .map(Value::Date)
        .ok_or(Unfit::ImpossibleDate)
}

fn split_date(text: &str) -> Option<[&str; 3]> {
    if let Some((year, rest)) = text.split_once('年') {
        let (month, rest) = rest.split_once('月')?;
        let day = rest.strip_suffix(['日', '号']).unwrap_or(rest);
        return Some([year.trim(), month.trim(), day.trim()]);
    }
    let separator = ['-', '/', '.'].into_iter().find(|&separator| text.contains(separator))?;
    let mut parts = text.split(separator);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(three)
}

fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<i16> {
    let fits = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

/// A calendar year: `2026`, `2026年`, `2026年度`.
pub(super) fn year(text: &str) -> Result<Value, Unfit> {
    let text = plain(text);
    let bare = text.strip_suffix("年度").or_else(|| text.strip_suffix('年')).unwrap_or(&text);
    digits(bare, 4..=4).and_then(Period::year).map(Value::Period).ok_or(Unfit::Shape)
}

/// A period: a year, a half, a quarter or a month, in any spelling of records.md.
pub(super) fn period(text: &str) -> Result<Value, Unfit> {
    if let Ok(year) = year(text) {
        return Ok(year);
    }
    let text = plain(text);
    let (year, rest) = text.split_at_checked(4).ok_or(Unfit::Shape)?;
    let year = digits(year, 4..=4).ok_or(Unfit::Shape)?;
    let rest = rest.strip_prefix('年').map_or(rest, |rest| rest.strip_prefix('度').unwrap_or(rest));
    part_of_year(year, rest.trim()).map(Value::Period).ok_or(Unfit::Shape)
}

/// A stretch to be judged: a period, a day, or from one to another, `2025..2026`.
pub fn period_range(text: &str) -> Option<Period> {
    let one = |text: &str| match period(text).or_else(|_| date(text)) {
        Ok(Value::Period(period)) => Some(period),
        Ok(Value::Date(day)) => Some(Period { start: day, end: day }),
        _ => None,
    };
    let read = match text.split_once("..") {
        Some((first, last)) => one(first).zip(one(last)).map(|(a, b)| Period { start: a.start, end: b.end }),
        None => one(text),
    };
    read.filter(|period| period.start <= period.end)
}

fn part_of_year(year: i16, part: &str) -> Option<Period> {
    const HALVES: [[&str; 3]; 2] = [["H1", "h1", "上半年"], ["H2", "h2", "下半年"]];
    const QUARTERS: [[&str; 6]; 4] = [
        ["Q1", "q1", "第1季度", "第一季度", "1季度", "一季度"],
        ["Q2", "q2", "第2季度", "第二季度", "2季度", "二季度"],
        ["Q3", "q3", "第3季度", "第三季度", "3季度", "三季度"],
        ["Q4", "q4", "第4季度", "第四季度", "4季度", "四季度"],
    ];
    let bare = part.strip_prefix('-').unwrap_or(part);
    for (names, month) in HALVES.iter().zip([1, 7]) {
        if names.contains(&bare) {
            return Period::months(year, month, 6);
        }
    }
    for (names, month) in QUARTERS.iter().zip([1, 4, 7, 10]) {
        if names.contains(&bare) {
            return Period::months(year, month, 3);
        }
    }
    let month = part.strip_suffix("月份").or_else(|| part.strip_suffix('月'));
    let month = month.or_else(|| part.strip_prefix(['-', '.', '/']))?;
    let month = i8::try_from(digits(month, 1..=2)?).ok()?;
    Period::months(year, month, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_spelling() {
        let expected = Ok(Value::Date(Date::new(2026, 3, 2).unwrap()));
        for text in [
            "2026-03-02",
            "2026/3/2",
            "2026.3.2",
            "2026年3月2日",
            " 2026-3-2 00:00:00",
            "\u{ff12}\u{ff10}26\u{ff0d}03-02",
        ] {
            assert_eq!(date(text), expected, "{text}");
        }
        assert_eq!(date("2026-02-30"), Err(Unfit::ImpossibleDate));
        assert_eq!(date("2026-13-01"), Err(Unfit::ImpossibleDate));
        for text in ["26-3-2", "2026-03", "三月", "2026-3-2-1", "2026-3-二"] {
            assert_eq!(date(text), Err(Unfit::Shape), "{text}");
        }
    }

    #[test]
    fn periods_in_every_spelling() {
        let month = |start, count| Ok(Value::Period(Period::months(2026, start, count).unwrap()));
        for text in ["2026H2", "2026年下半年", "2026-H2"] {
            assert_eq!(period(text), month(7, 6), "{text}");
        }
        for text in ["2026Q3", "2026年第三季度", "2026年第3季度", "2026年三季度"] {
            assert_eq!(period(text), month(7, 3), "{text}");
        }
        for text in ["2026-03", "2026.3", "2026年3月", "2026/03", "2026年3月份"] {
            assert_eq!(period(text), month(3, 1), "{text}");
        }
        for text in ["2026", "2026年", "2026年度"] {
            assert_eq!(period(text), month(1, 12), "{text}");
        }
        for text in ["2026-13", "26", "2026Q5", "上半年", "2026-", "二零二六"] {
            assert_eq!(period(text), Err(Unfit::Shape), "{text}");
        }
    }

    #[test]
    fn numbers_are_exact_and_separators_stand_at_thousands() {
        assert_eq!(decimal("1,234.50"), Ok(Value::Decimal { mantissa: 123_450, scale: 2 }));
        assert_eq!(decimal("-0.1"), Ok(Value::Decimal { mantissa: -1, scale: 1 }));
        assert_eq!(integer("1,200"), Ok(Value::Integer(1200)));
        assert_eq!(integer("12.00"), Ok(Value::Integer(12)));
        for text in ["1,20", "12,00.5", "1.2.3", "12人", "", "1.", ".5", "1e3"] {
            assert_eq!(decimal(text), Err(Unfit::Shape), "{text}");
        }
        assert_eq!(integer("1.5"), Err(Unfit::Shape));
        assert_eq!(integer("99999999999999999999"), Err(Unfit::TooLong));
        for zeros in [19, 29, 300] {
            assert_eq!(decimal(&format!("0.{}", "0".repeat(zeros))), Err(Unfit::TooLong), "{zeros}");
        }
    }
}
