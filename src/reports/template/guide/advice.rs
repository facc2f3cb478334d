//! The lines that explain how to fill in the ledgers, only those that concern what the workbook asks.

use crate::records::{Field, FieldType};
use crate::reports::template::ROWS;
use crate::reports::template::styles::Need;
use crate::source::Lang;

/// A line of advice.
#[derive(Debug)]
pub(super) struct Advice {
    /// What it is about.
    pub topic: &'static str,
    /// The advice.
    pub text: String,
    /// The kind of heading the topic is a sample of.
    pub sample: Option<Need>,
}

/// What to know before filling in these fields, in the order one needs it; `profile` is what the
/// ledger of one row is called.
pub(super) fn advice(profile: &str, fields: &[&Field], lang: Lang) -> Vec<Advice> {
    let mut lines = vec![plain(lang, ("怎么填", "Filling in"), (&filling_zh(profile), &filling_en(profile)))];
    let needed = |need: Need| fields.iter().any(|field| Need::of(field) == need);
    let samples = HEADINGS.iter().filter(|(need, ..)| needed(*need));
    lines.extend(
        samples.map(|(need, topic, text)| Advice { sample: Some(*need), ..plain(lang, *topic, *text) }),
    );
    lines.push(plain(lang, NOTES.0, NOTES.1));
    let asked = |kinds: &[FieldType]| fields.iter().any(|field| kinds.contains(&field.kind));
    let kinds = KINDS.iter().filter(|(kinds, ..)| asked(kinds));
    lines.extend(kinds.map(|(_, topic, text)| plain(lang, *topic, *text)));
    if fields.iter().any(|field| field.sensitive) {
        lines.push(plain(lang, SENSITIVE.0, SENSITIVE.1));
    }
    lines.extend(ABSENT.iter().map(|(topic, text)| plain(lang, *topic, *text)));
    lines
}

/// Chinese and English.
type Both<'t> = (&'t str, &'t str);

fn plain(lang: Lang, topic: Both<'static>, text: Both<'_>) -> Advice {
    Advice { topic: lang.pick(topic.0, topic.1), text: lang.pick(text.0, text.1).to_owned(), sample: None }
}

fn filling_zh(profile: &str) -> String {
    let last = ROWS + 1;
    format!(
        "一个工作簿填一个工会，一张表是一本台账，一件事填一行；“{profile}”只填一行。请不要改动表名和第一行的栏目名称，\
         也不要合并单元格。下拉列表和填写检查预先设到第 {last} 行，更多的行可以接着填写。"
    )
}

fn filling_en(profile: &str) -> String {
    let last = ROWS + 1;
    format!(
        "One union a workbook, one ledger a sheet, one event a row; “{profile}” has one row only. Please leave the names of \
         the sheets and the headings as they are, and merge no cells. Lists and checks reach down to row {last}; further \
         rows may follow."
    )
}

const HEADINGS: &[(Need, Both<'static>, Both<'static>)] = &[
    (
        Need::Always,
        ("橙色：必填", "Orange: required"),
        ("每填一行，这一栏都请填写。", "Please fill it in, in every row you write."),
    ),
    (
        Need::Sometimes,
        ("黄色：有时必填", "Yellow: sometimes"),
        ("批注里写明的情况下请填写，其他情况选填。", "Required in the cases its note names, else optional."),
    ),
    (
        Need::Never,
        ("蓝灰色：选填", "Blue-grey: optional"),
        (
            "有则填写；没有登记的请留空，不要填“/”“—”之类的符号。",
            "Fill it in if it is recorded, else leave it empty: no “/” or “—”, please.",
        ),
    ),
];

const NOTES: (Both<'static>, Both<'static>) = (
    ("批注", "Notes"),
    (
        "鼠标移到栏目名称上，可以看到这一栏填什么、怎么填，以及示例。",
        "Rest the mouse on a heading to read what the column is, how to fill it in, and an example.",
    ),
);

const KINDS: &[(&[FieldType], Both<'static>, Both<'static>)] = &[
    (
        &[FieldType::Date],
        ("日期", "Dates"),
        (
            "写作 2026-03-12 或 2026/3/12。请填写年、月、日齐全的真实日期。",
            "Written 2026-03-12 or 2026/3/12: a real day, with year, month and day.",
        ),
    ),
    (
        &[FieldType::Period],
        ("所属期", "Periods"),
        (
            "写作 2026（全年）、2026H1（上半年）、2026Q1（第一季度）、2026-03（三月），也可以写作 2026年、2026年上半年、\
             2026年第1季度、2026年3月。",
            "Written 2026 (the year), 2026H1 (its first half), 2026Q1 (its first quarter), 2026-03 (March).",
        ),
    ),
    (
        &[FieldType::Integer, FieldType::Decimal],
        ("数字和金额", "Numbers and money"),
        ("只填数字，不写“人”“元”等单位；金额以元为单位。", "Figures only, without units; money is in yuan."),
    ),
    (
        &[FieldType::Enum, FieldType::Boolean],
        ("下拉列表", "Lists"),
        (
            "单元格右边有下拉箭头的，请从列表中选择。",
            "Where a cell shows an arrow, please choose from its list.",
        ),
    ),
    (
        &[FieldType::Text, FieldType::Ref],
        ("编码和编号", "Ids and numbers"),
        ("按文字保存，00101 开头的零不会丢失。", "Kept as text: 00101 keeps its zeros."),
    ),
];

const SENSITIVE: (Both<'static>, Both<'static>) = (
    ("姓名等敏感内容", "Names of people"),
    (
        "批注里注明“敏感”的栏目，检查报告中以 * 代替。",
        "Where a note says “sensitive”, reports show * instead.",
    ),
);

const ABSENT: &[(Both<'static>, Both<'static>)] = &[
    (
        ("有台账，没有发生", "Kept, nothing happened"),
        (
            "请保留这张表，第一行以下空着。只有栏目、没有内容的表，表示“建有这本台账，没有发生可登记的事”。",
            "Please keep the sheet and leave it empty below its headings: that says the ledger is kept and nothing happened.",
        ),
    ),
    (
        ("没有这本台账", "Not kept"),
        (
            "请删除整张表。没有这张表，表示“没有提交这本台账”。",
            "Please delete the whole sheet: without it, the ledger counts as not submitted.",
        ),
    ),
];
