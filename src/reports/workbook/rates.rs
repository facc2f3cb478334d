//! The rates of districts: what all unions below a superior come to together, and what is asked for.

use rust_xlsxwriter::Worksheet;

use super::Made;
use super::gather::Gathered;
use super::styles::Styles;
use super::table::{BLUE, Cell, Table, bars};
use crate::engine::State;
use crate::reports::district::label;
use crate::reports::mark::Tint;
use crate::source::Lang;
use crate::verdicts::District;

const COLUMNS: [([&str; 2], usize); 11] = [
    (["工会编码", "Code"], 14),
    (["上级", "Superior"], 30),
    (["规则", "Rule"], 38),
    (["项目", "Label"], 16),
    (["结论", "Verdict"], 11),
    (["达到", "Part"], 13),
    (["尚未到期", "Still open"], 10),
    (["情况不明", "Not known"], 10),
    (["总数", "Whole"], 13),
    (["实际", "Rate"], 10),
    (["要求", "Asked for"], 10),
];

/// Writes the sheet.
pub(super) fn write(sheet: &mut Worksheet, gathered: &Gathered<'_>, styles: &Styles) -> Made<()> {
    let lang = gathered.lang;
    let about = lang.pick(
        "上级所辖全部单位合计；实际 = 达到 ÷ 总数。尚未到期的、情况不明的另计，都不算达到；按份数、按金额计的，“情况不明”是单位数。没有达到的单位，见整改清单。",
        "All unions below a superior together; rate = part ÷ whole. What is still open or not known is counted apart, never as met; where rows or sums are counted, not known are unions. The unions that fall short are named in the list.",
    );
    let table = Table {
        lang,
        styles,
        title: lang.pick("达标率", "District rates"),
        about: vec![(about.to_owned(), false)],
        columns: &COLUMNS,
    };
    let count = gathered.districts.len();
    let heading = table.write(sheet, count, gathered.districts.iter().map(|one| row(gathered, one)))?;
    let last = heading + u32::try_from(count).unwrap_or(0).min(1_000_000);
    bars(sheet, 9, heading + 1, last, BLUE)
}

fn row(gathered: &Gathered<'_>, district: &District) -> Vec<Cell> {
    let lang = gathered.lang;
    vec![
        Cell::Short(district.union.clone()),
        Cell::Text(gathered.name(&district.union).to_owned()),
        Cell::Text(gathered.rule_title(&district.rule).to_owned()),
        Cell::Short(label(district, lang)),
        verdict(district.state, lang),
        Cell::Amount(district.part),
        Cell::Amount(district.open),
        Cell::Amount(district.unknown),
        Cell::Amount(district.whole),
        Cell::Rate(district.thousandths()),
        Cell::Short(district.share.to_string()),
    ]
}

fn verdict(state: State, lang: Lang) -> Cell {
    let word = state.name(lang);
    match state {
        State::Fail | State::Error => Cell::Kind(word, Tint::Error),
        State::Due => Cell::Kind(word, Tint::Due),
        State::Insufficient => Cell::Kind(word, Tint::Unknown),
        State::Pass | State::NotApplicable | State::Waived => Cell::Short(word.to_owned()),
    }
}
