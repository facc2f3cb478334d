//! What a column asks for, in words: its type, an example, when it must be filled in, what empty means.

use crate::records::{Default, Field, FieldType, LedgerDecl, Required, Value};
use crate::source::Lang;

/// Several names in a row.
pub(super) fn listed<'n>(names: impl IntoIterator<Item = &'n str>, lang: Lang) -> String {
    names.into_iter().collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// Names in a row, each in quotation marks.
fn quoted<'n>(names: impl IntoIterator<Item = &'n str>, lang: Lang) -> String {
    let quoted = names.into_iter().map(|name| lang.pick(format!("“{name}”"), format!("`{name}`")));
    quoted.collect::<Vec<_>>().join(lang.pick("", ", "))
}

/// The type of a field.
pub(super) fn kind(field: &Field, lang: Lang) -> String {
    let (zh, en) = match field.kind {
        FieldType::Text => {
            ("文字，照原样保存（00101 开头的零不会丢失）", "text, kept as typed (00101 keeps its zeros)")
        }
        FieldType::Ref => ("工会编码，照原样保存", "the id of a union, kept as typed"),
        FieldType::Integer => return integer(field.min, lang),
        FieldType::Decimal => ("数字，可带小数；金额以元为单位", "a number, decimals allowed; money in yuan"),
        FieldType::Boolean => ("是或否", "yes or no"),
        FieldType::Date => ("日期", "a date"),
        FieldType::Period => ("年、半年、季度或月份", "a year, half, quarter or month"),
        FieldType::Year => ("年度，四位数字", "a year, four digits"),
        FieldType::Enum => ("从下拉列表中选择一项", "one of the list"),
    };
    lang.pick(zh, en).to_owned()
}

fn integer(min: Option<i64>, lang: Lang) -> String {
    match min {
        Some(min) => lang.pick(format!("整数，不小于 {min}"), format!("a whole number, {min} or more")),
        None => lang.pick("整数", "a whole number").to_owned(),
    }
}

/// What a cell may look like; nothing where any text will do.
pub(super) fn example(field: &Field, lang: Lang) -> Option<String> {
    const USUAL: i64 = 120;
    Some(match field.kind {
        FieldType::Text => return None,
        FieldType::Ref => "00101".to_owned(),
        FieldType::Integer => field.min.unwrap_or(0).max(USUAL).to_string(),
        FieldType::Decimal => "1200.50".to_owned(),
        FieldType::Boolean => yes(lang).to_owned(),
        FieldType::Date => "2026-03-12".to_owned(),
        FieldType::Period => lang
            .pick(
                "2026、2026H1、2026Q1、2026-03（或 2026年、2026年上半年、2026年第1季度、2026年3月）",
                "2026, 2026H1, 2026Q1, 2026-03",
            )
            .to_owned(),
        FieldType::Year => "2026".to_owned(),
        FieldType::Enum => field.codes.first()?.label.get(lang).to_owned(),
    })
}

/// The word for yes.
pub(super) fn yes(lang: Lang) -> &'static str {
    lang.pick("是", "yes")
}

/// The word for no.
pub(super) fn no(lang: Lang) -> &'static str {
    lang.pick("否", "no")
}

/// When a field must be filled in.
pub(super) fn required(ledger: &LedgerDecl, field: &Field, lang: Lang) -> String {
    match &field.required {
        Required::Yes => lang.pick("必填", "required").to_owned(),
        Required::No => lang.pick("选填", "optional").to_owned(),
        Required::For(other, codes) => {
            let other = ledger.field(*other);
            let labels = codes.iter().filter_map(|&code| other.codes.get(usize::from(code)));
            let labels = quoted(labels.map(|code| code.label.get(lang)), lang);
            let title = other.title.get(lang);
            lang.pick(
                format!("“{title}”为{labels}时必填，其他情况选填"),
                format!("required where `{title}` is {labels}; else optional"),
            )
        }
    }
}

/// What an empty cell counts as; nothing where it counts as not recorded.
pub(super) fn default(ledger: &LedgerDecl, field: &Field, lang: Lang) -> Option<String> {
    let value = match field.default.as_ref()? {
        Default::Field(other) => {
            let title = ledger.field(*other).title.get(lang);
            return Some(lang.pick(format!("与“{title}”相同"), format!("the same as `{title}`")));
        }
        Default::Text(text) => text.clone(),
        Default::Value(Value::Code(code)) => field.codes.get(usize::from(*code))?.label.get(lang).to_owned(),
        Default::Value(Value::Boolean(flag)) => if *flag { yes(lang) } else { no(lang) }.to_owned(),
        Default::Value(Value::Date(date)) => date.to_string(),
        Default::Value(Value::Period(period)) => lang.pick(period.in_chinese(), period.to_string()),
        Default::Value(value) => value.number()?.to_string(),
    };
    Some(lang.pick(format!("“{value}”"), format!("`{value}`")))
}

/// Which fields tell rows apart, where this is one of several or the only one, and no two may be alike.
pub(super) fn row_key(ledger: &LedgerDecl, field: &Field, lang: Lang) -> Option<String> {
    let keys = || ledger.row_key.iter().map(|&id| ledger.field(id));
    if !ledger.unique || ledger.one_row || !keys().any(|key| key.key == field.key) {
        return None;
    }
    let titles = quoted(keys().map(|key| key.title.get(lang)), lang);
    Some(if ledger.row_key.len() == 1 {
        lang.pick("各行不能相同", "differs from row to row").to_owned()
    } else {
        lang.pick(format!("各行的{titles}不能完全相同"), format!("no two rows agree in all of {titles}"))
    })
}
