//! Unions by score. A score says nothing without how much could be told, so that stands beside it.

use std::collections::BTreeMap;

use rust_xlsxwriter::Worksheet;

use super::Made;
use super::gather::{Gathered, UnionRow};
use super::styles::Styles;
use super::table::{BLUE, Cell, GREEN, Table, bars};
use crate::engine::State;
use crate::source::Severity;

const COLUMNS: [([&str; 2], usize); 17] = [
    (["名次", "Rank"], 7),
    (["同级名次", "Rank among siblings"], 9),
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
        "得分相同名次相同，其后名次顺延；“同级名次”在同一上级的单位之间排。数据不足不得分，请与覆盖率、数据不足一起看。没有适用规则的单位不排名。",
        "Equal scores share a rank and the next is skipped; siblings have the same superior. What could not be told earns nothing: read coverage and what is insufficient along. Unions no rule applies to have no rank.",
    );
    let order = order(gathered);
    let scores = |at: &usize| gathered.unions[*at].tally.score.tenths();
    let ranks = ranks(order.iter().map(|at| ((), scores(at))));
    let among = self::ranks(order.iter().map(|at| (gathered.unions[*at].superior.as_deref(), scores(at))));
    let rows = order.iter().zip(ranks).zip(among);
    let rows = rows.map(|((&at, rank), among)| row(gathered, &gathered.unions[at], rank, among));
    let table = Table {
        lang,
        styles,
        title: lang.pick("单位排名", "Ranking of unions"),
        about: vec![(about.to_owned(), false)],
        columns: &COLUMNS,
    };
    let heading = table.write(sheet, order.len(), rows)?;
    let last = heading + u32::try_from(order.len()).unwrap_or(0).min(1_000_000);
    bars(sheet, 7, heading + 1, last, GREEN)?;
    bars(sheet, 8, heading + 1, last, BLUE)
}

/// The unions by position, the best score first, those without one last; equals keep their order.
fn order(gathered: &Gathered<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..gathered.unions.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(gathered.unions[at].tally.score.tenths()));
    order
}

/// The rank of each in its group, of scores that come in falling order.
fn ranks<G: Ord>(scores: impl Iterator<Item = (G, Option<u64>)>) -> Vec<Option<u64>> {
    // Of each group: how many came, the last score, and its rank.
    let mut groups: BTreeMap<G, (u64, u64, u64)> = BTreeMap::new();
    let rank = |(group, score): (G, Option<u64>)| {
        let score = score?;
        let (count, last, rank) = groups.entry(group).or_insert((0, u64::MAX, 0));
        *count += 1;
        if score != *last {
            (*last, *rank) = (score, *count);
        }
        Some(*rank)
    };
    scores.map(rank).collect()
}

fn row(gathered: &Gathered<'_>, union: &UnionRow, rank: Option<u64>, among: Option<u64>) -> Vec<Cell> {
    let tally = &union.tally;
    let ranked = |rank: Option<u64>| rank.map_or(Cell::Short("—".to_owned()), Cell::Count);
    let superior = union.superior.as_deref().map(|id| gathered.name(id)).unwrap_or_default();
    let mut row = vec![
        ranked(rank),
        ranked(among),
        Cell::Short(union.id.clone()),
        Cell::Text(gathered.name(&union.id).to_owned()),
        Cell::Short(union.level.clone()),
        Cell::Text(superior.to_owned()),
        Cell::Score(tally.score.tenths()),
        Cell::Rate(tally.compliance()),
        Cell::Rate(tally.coverage()),
        Cell::Count(tally.states.judged()),
        Cell::Count(tally.states.applicable()),
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

#[cfg(test)]
mod tests {
    use super::ranks;

    #[test]
    fn equals_share_a_rank_and_the_next_is_skipped() {
        let scores = [("a", Some(9)), ("a", Some(8)), ("b", Some(8)), ("a", Some(7)), ("b", None)];
        let all = ranks(scores.iter().map(|(_, score)| ((), *score)));
        assert_eq!(all, [Some(1), Some(2), Some(2), Some(4), None]);
        assert_eq!(ranks(scores.into_iter()), [Some(1), Some(2), Some(1), Some(3), None]);
    }
}
