//! Dates and periods read back in every form they are written in.

use hegui::records::{Date, Period, Value, parse_date, parse_period_range};
use proptest::prelude::*;

use crate::judged::{BUILTIN, cases, judge_text};

/// Digits as Chinese input methods widen them.
fn wide(text: &str) -> String {
    let widen = |c: char| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c };
    text.chars().map(widen).collect()
}

fn a_date() -> impl Strategy<Value = Date> {
    (0..60_000_i64).prop_map(|days| Date::new(1900, 1, 1).unwrap().plus_days(days))
}

fn forms(day: Date) -> Vec<String> {
    let (year, month, of_month) = (day.year(), day.month(), day.day());
    let plain = [
        day.to_string(),
        format!("{year}-{month}-{of_month}"),
        format!("{year}/{month}/{of_month}"),
        format!("{year}/{month:02}/{of_month:02}"),
        format!("{year}.{month}.{of_month}"),
        format!("{year}年{month}月{of_month}日"),
        format!("{year}年{month:02}月{of_month:02}日"),
        format!(" {day} 00:00:00 "),
        format!("\u{3000}{day}\u{3000}"),
    ];
    plain.iter().cloned().chain([wide(&plain[0]), wide(&plain[2])]).collect()
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_date_reads_back_in_every_form(day in a_date()) {
        for form in forms(day) {
            prop_assert_eq!(parse_date(&form), Ok(Value::Date(day)), "{}", form);
        }
    }

    #[test]
    fn a_month_a_quarter_and_a_half_read_back(year in 1900_i16..2100, month in 1_i8..=12, count in 0_usize..4) {
        let length = [1, 3, 6, 12][count];
        let period = Period::months(year, (month - 1) / length * length + 1, length).unwrap();
        for form in [period.to_string(), period.in_chinese()] {
            prop_assert_eq!(parse_period_range(&form), Some(period), "{}", form);
        }
    }

    #[test]
    fn what_is_no_day_is_never_taken_for_one(text in "[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?") {
        if let Ok(Value::Date(day)) = parse_date(&text) {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            let (year, month, of_month) = (day.year(), day.month(), day.day());
            let written = digits(&text);
            let fits = [(2, 2), (1, 1), (1, 2), (2, 1)].iter().any(|&(a, b)| {
                written == format!("{year:04}{month:0a$}{of_month:0b$}")
            });
            prop_assert!(fits, "{} was read as {}", text, day);
        }
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn a_cell_holds_the_day_whatever_its_form(day in a_date()) {
        for form in forms(day) {
            let records = format!(
                "union: {{ id: A1, name: 甲厂工会, level: basic, employer: enterprise }}\n\
                 congresses:\n  - {{ date: \"{form}\", body: unit }}\n"
            );
            let judged = judge_text(&BUILTIN, &["date-in-future"], &records);
            prop_assert_eq!(judged.problems.len(), 0, "{}", form);
            let is_ahead = day > Date::new(2026, 12, 31).unwrap();
            prop_assert_eq!(judged.findings.len(), usize::from(is_ahead), "{}", form);
        }
    }
}
