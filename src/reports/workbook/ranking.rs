//! Unions of one superior by score. A score says nothing without how much could be told, so that stands beside it.

use rust_xlsxwriter::Worksheet;

use super::Made;
use super::gather::Gathered;
use super::styles::Styles;
use super::table::{BLUE, Cell, GREEN, Table, bars};
use crate::engine::State;
use crate::source::Severity;
use crate::verdicts::Ranked;

const COLUMNS: [([&str; 2], usize); 16] = [
    (["名次", "Rank"], 7),
    (["工会编码", "Code"], 14),
    (["单位", "Union"], 34),
    (["组织层级", "Level"], 15),
    (["上级", "Superior"], 28),
    (["得分", "Score"], 8),
    (["合规率", "Compliance"], 11),
    (["覆盖率", "Coverage"], 11),
    (["已评价", "Judged"], 8),
    (["应评价", "Applicable"], 10),
    (["数据不足", "Insufficient"], 10),
    (["违规之处", "Violations"], 9),
    (["错误", "Error"], 8),
    (["警告", "Warning"], 8),
    (["提示", "Note"], 8),
    (["临期", "Due"], 8),
];

/// Writes the sheet.
pub(super) fn write(sheet: &mut Worksheet, gathered: &Gathered<'_>, styles: &Styles) -> Made<()> {
    let lang = gathered.lang;
    let about = lang.pick(
        "在同一上级的单位之间排列；得分相同名次相同，其后名次顺延。数据不足不得分，请与覆盖率、数据不足一起看。没有适用规则的单位、没有同级可比的单位不排名。",
        "Among unions of the same superior; equal scores share a rank and the next is skipped. What could not be told earns nothing: read coverage and what is insufficient along. Unions no rule applies to, or that stand alone at the top, have no rank.",
    );
    let table = Table {
        lang,
        styles,
        title: lang.pick("单位排名", "Ranking of unions"),
        about: vec![(about.to_owned(), false)],
        columns: &COLUMNS,
    };
    let count: usize = gathered.rankings.iter().map(|(_, ranked)| ranked.len()).sum();
    let rows = gathered.rankings.iter().flat_map(|(superior, ranked)| {
        ranked.iter().map(move |union| row(gathered, superior.as_deref(), union))
    });
    let heading = table.write(sheet, count, rows)?;
    let last = heading + u32::try_from(count).unwrap_or(0).min(1_000_000);
    bars(sheet, 6, heading + 1, last, GREEN)?;
    bars(sheet, 7, heading + 1, last, BLUE)
}

fn row(gathered: &Gathered<'_>, superior: Option<&str>, ranked: &Ranked) -> Vec<Cell> {
    let union = gathered.union(&ranked.id);
    let tally = union.map(|union| union.tally).unwrap_or_default();
    let mut row = vec![
        ranked.rank.map_or(Cell::Short("—".to_owned()), Cell::Count),
        Cell::Short(ranked.id.clone()),
        Cell::Text(gathered.name(&ranked.id).to_owned()),
        Cell::Short(union.map(|union| union.level.clone()).unwrap_or_default()),
        Cell::Text(superior.map(|id| gathered.name(id)).unwrap_or_default().to_owned()),
        Cell::Score(ranked.score.tenths()),
        Cell::Rate(tally.compliance()),
        Cell::Rate(tally.coverage()),
        Cell::Count(ranked.judged),
        Cell::Count(ranked.applicable),
        Cell::Count(tally.states.get(State::Insufficient)),
        Cell::Count(tally.all_places()),
    ];
    row.extend(
        [Severity::Error, Severity::Warning, Severity::Note]
            .map(|severity| Cell::Count(tally.places(severity))),
    );
    row.push(Cell::Count(tally.states.get(State::Due)));
    row
}
