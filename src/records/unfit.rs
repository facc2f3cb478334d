//! Why a cell or heading cannot be read, and how to write it.

use std::sync::Arc;

use super::declaration::{Code, Field, FieldType, LedgerDecl};
use super::problem::ProblemCode;
use super::scalar::Unfit;
use crate::source::{Fault, Lang, Source, Span};

/// The problem of a text that is no value of its field.
pub(super) fn explain(
    source: &Arc<Source>,
    field: &Field,
    text: &str,
    span: Span,
    unfit: Unfit,
) -> (ProblemCode, Fault) {
    let title = &field.title;
    let fault = |zh: String, en: String| {
        Fault::new(source, span, format!("“{}”{zh}", title.zh), format!("`{}` {en}", title.en))
    };
    match (unfit, field.kind) {
        (Unfit::ImpossibleDate, _) => {
            let fault = fault(
                format!("写的 {text} 不是日历上有的日子"),
                format!("is {text}, which is no day of the calendar"),
            );
            (ProblemCode::ImpossibleDate, fault.help("请核对年月日", "check year, month and day"))
        }
        (Unfit::BelowMinimum, _) => {
            let fault =
                fault(format!("写的 {text} 小于允许的最小值"), format!("is {text}, less than is allowed"));
            (ProblemCode::NegativeNumber, fault.help("请核对数字", "check the number"))
        }
        (Unfit::TooLong, _) => {
            let fault =
                fault(format!("写的 {text} 位数太多"), format!("is {text}, which has too many digits"));
            (ProblemCode::WrongType, fault.help("最多 18 位数字", "at most 18 digits"))
        }
        (Unfit::Shape, FieldType::Enum) => {
            let fault = fault(format!("没有“{text}”这个选项"), format!("has no code `{text}`"));
            (ProblemCode::UnknownCode, code_help(field, fault, text))
        }
        (Unfit::Shape, kind) => {
            let (zh, en) = kind.wanted();
            let fault = fault(format!("须是{zh}，写的是“{text}”"), format!("must be {en}, not `{text}`"));
            (
                ProblemCode::WrongType,
                fault
                    .help("请照此改写；确实没有的，留空不填", "write it so; leave it empty if there is none"),
            )
        }
    }
}

/// The titles of a ledger's fields, the first dozen.
pub(super) fn titles(ledger: &LedgerDecl, lang: Lang) -> String {
    const SHOWN: usize = 12;
    let titles = ledger.fields.iter().take(SHOWN).map(|field| field.title.get(lang));
    let more = if ledger.fields.len() > SHOWN { " …" } else { "" };
    format!("{}{more}", titles.collect::<Vec<_>>().join(lang.pick("、", ", ")))
}

impl FieldType {
    /// What its values look like, in both languages.
    pub fn wanted(self) -> (&'static str, &'static str) {
        match self {
            Self::Integer => ("整数", "a whole number"),
            Self::Decimal => ("数字", "a number"),
            Self::Boolean => ("“是”或“否”", "`yes` or `no`"),
            Self::Date => ("日期（如 2026-03-12）", "a date such as 2026-03-12"),
            Self::Period => {
                ("年、半年、季度或月（如 2026-03）", "a year, half, quarter or month such as 2026-03")
            }
            Self::Year => ("年度（如 2026）", "a year such as 2026"),
            Self::Text | Self::Enum | Self::Ref => ("文字", "a text"),
        }
    }
}

fn code_help(field: &Field, fault: Fault, text: &str) -> Fault {
    if let Some(near) = field.code_names.near(text) {
        return fault.meant(Some(near));
    }
    let list =
        |pick: fn(&Code) -> &str, comma: &str| field.codes.iter().map(pick).collect::<Vec<_>>().join(comma);
    fault.help(
        format!("可填：{}", list(|code| &code.label.zh, "、")),
        format!("one of: {}", list(|code| &code.key, ", ")),
    )
}
