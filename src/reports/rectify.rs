//! The list of what is to be put right, as every workbook words it: its columns, and how to go on with it.

use crate::source::Lang;

/// What its sheet is called.
pub(super) const NAMES: [&str; 2] = ["整改清单", "To rectify"];

/// Its title.
pub(super) const TITLE: [&str; 2] = ["整改清单", "To be rectified"];

/// The columns: what they are called, and how many half-width characters wide they are.
pub(super) const COLUMNS: [([&str; 2], usize); 12] = [
    (["序号", "No."], 6),
    (["类别", "State"], 10),
    (["程度", "Severity"], 9),
    (["单位", "Union"], 22),
    (["位置", "Place"], 22),
    (["问题", "What is wrong"], 40),
    (["怎么办", "What to do"], 38),
    (["规则", "Rule"], 23),
    ANSWERED[0],
    ANSWERED[1],
    ANSWERED[2],
    (KEY, 36),
];

/// The columns people fill in.
const ANSWERED: [([&str; 2], usize); 3] =
    [(["责任人", "Who"], 10), (["整改期限", "By when"], 12), (["整改情况", "What was done"], 22)];

/// What they are called.
pub(super) const ANSWERS: [[&str; 2]; 3] = [ANSWERED[0].0, ANSWERED[1].0, ANSWERED[2].0];

/// The column a finding is known by from list to list, which is hidden.
pub(super) const KEY: [&str; 2] = ["编号", "Key"];

/// How to go on.
pub(super) fn next(lang: Lang) -> &'static str {
    lang.pick(
        "请在右边三栏填写责任人、整改期限和整改情况；台账改好后重新检查，以检查结果为准。",
        "Fill in who, by when and what was done on the right; when the records are mended, check again: only that tells.",
    )
}
