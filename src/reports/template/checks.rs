//! What Excel checks while a column is filled in.

use rust_xlsxwriter::{DataValidation, DataValidationRule, ExcelDateTime, Formula};

use super::Made;
use super::lists::Lists;
use super::words;
use crate::records::{Field, FieldType};
use crate::source::Lang;

/// The years a date may lie in: none of a union's records is older than the law it rests on.
const YEARS: (u16, u16) = (1949, 2100);

/// The check of a column; none where any text will do.
pub(super) fn check(field: &Field, lang: Lang, lists: &mut Lists) -> Made<Option<DataValidation>> {
    let check = match field.kind {
        FieldType::Text | FieldType::Ref => return Ok(None),
        FieldType::Enum => {
            lists.one_of(field.codes.iter().map(|code| code.label.get(lang).to_owned()).collect())?
        }
        FieldType::Boolean => lists.one_of(vec![words::yes(lang).to_owned(), words::no(lang).to_owned()])?,
        FieldType::Date => {
            let (first, last) = YEARS;
            let days = (ExcelDateTime::from_ymd(first, 1, 1)?, ExcelDateTime::from_ymd(last, 12, 31)?);
            DataValidation::new().allow_date(DataValidationRule::Between(days.0, days.1))
        }
        FieldType::Year => {
            let (first, last) = YEARS;
            let years = DataValidationRule::Between(i32::from(first), i32::from(last));
            DataValidation::new().allow_whole_number(years)
        }
        // Periods are text. The shortest is a year, the longest a quarter in Chinese.
        FieldType::Period => DataValidation::new().allow_text_length(DataValidationRule::Between(4, 12)),
        FieldType::Integer => DataValidation::new().allow_whole_number_formula(least(field.min)),
        FieldType::Decimal => DataValidation::new().allow_decimal_number_formula(least(field.min)),
    };
    let title = lang.pick("请检查填写内容", "Please check");
    check.set_error_title(title)?.set_error_message(said(field, lang)).map(Some)
}

/// At least so much; as little as records can hold where nothing is said.
fn least(min: Option<i64>) -> DataValidationRule<Formula> {
    const LEAST: i64 = -999_999_999_999;
    DataValidationRule::GreaterThanOrEqualTo(Formula::new(min.unwrap_or(LEAST).to_string()))
}

/// What Excel says where a cell does not fit.
fn said(field: &Field, lang: Lang) -> String {
    let (first, last) = YEARS;
    let more = field.min.map(|min| lang.pick(format!("不小于 {min} 的"), format!(" of {min} or more")));
    let more = more.unwrap_or_default();
    match field.kind {
        FieldType::Date => lang.pick(
            format!("请填写真实的日期，如 2026-03-12，在 {first} 年至 {last} 年之间。不清楚的请留空。"),
            format!("Please enter a real date such as 2026-03-12, from {first} to {last}; leave it empty if unknown."),
        ),
        FieldType::Year => lang.pick(
            "请填写四位数字的年度，如 2026，不带“年”字。".to_owned(),
            "Please enter a year of four digits, such as 2026.".to_owned(),
        ),
        FieldType::Period => lang.pick(
            "请填写年、半年、季度或月份，如 2026、2026H1、2026Q1、2026-03，或 2026年第1季度。".to_owned(),
            "Please enter a year, half, quarter or month: 2026, 2026H1, 2026Q1, 2026-03.".to_owned(),
        ),
        FieldType::Integer => lang.pick(
            format!("请填写{more}整数，不带“人”等单位。"),
            format!("Please enter a whole number{more}, without a unit."),
        ),
        FieldType::Decimal => lang.pick(
            format!("请填写{more}数字，如 1200.50，不带“元”等单位。"),
            format!("Please enter a number{more}, such as 1200.50, without a unit."),
        ),
        FieldType::Boolean => {
            lang.pick("请选择“是”或“否”，没有登记的请留空。", "Please choose yes or no, or leave it empty.").to_owned()
        }
        FieldType::Text | FieldType::Ref | FieldType::Enum => lang
            .pick("请从下拉列表中选择一项，没有登记的请留空。", "Please choose from the list, or leave it empty.")
            .to_owned(),
    }
}
