//! Ranking (考核): unions of one superior by their scores, each beside how much of it could be judged.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::summary::{Score, UnionVerdicts};

/// A union's place among those of its superior.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its score.
    pub score: Score,
    /// From 1; equal scores have equal ranks, and the ranks after them are skipped. None where nothing
    /// applies.
    pub rank: Option<u64>,
    /// Verdicts that were reached.
    pub judged: u64,
    /// Verdicts that should have been: a high score over few of them says little.
    pub applicable: u64,
}

/// Rankings in the making, one for each superior; filled while results come.
///
/// Unions that have no superior are ranked among themselves; one that is alone there, such as the union at
/// the top, is not ranked: there is nobody to be compared with.
#[derive(Debug, Clone, Default)]
pub struct Rankings(BTreeMap<Option<String>, Vec<Ranked>>);

/// A place of so many that have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// From 1.
    pub place: u64,
    /// Unions of the same superior that have a rank.
    pub of: u64,
}

impl Rankings {
    /// Takes a union's score.
    pub fn add(&mut self, union: &UnionVerdicts) {
        let superior = union.superior.clone().filter(|id| !id.is_empty());
        self.0.entry(superior).or_default().push(Ranked::of(union));
    }

    /// The rankings, once all unions were taken: superiors by code, last the unions without one; each the
    /// best first.
    pub fn close(mut self) -> Vec<(Option<String>, Vec<Ranked>)> {
        for (superior, ranked) in &mut self.0 {
            if superior.is_some() || ranked.len() > 1 {
                rank(ranked);
            }
        }
        let mut all: Vec<_> = self.0.into_iter().collect();
        if all.first().is_some_and(|(superior, _)| superior.is_none()) {
            all.rotate_left(1);
        }
        all
    }

    /// Where each union stands that has a rank, by its code.
    pub fn standings(self) -> BTreeMap<String, Standing> {
        let mut all = BTreeMap::new();
        for (_, ranked) in self.close() {
            let of = ranked_of(&ranked);
            let standing = |union: Ranked| Some((union.id, Standing { place: union.rank?, of }));
            all.extend(ranked.into_iter().filter_map(standing));
        }
        all
    }
}

impl Ranked {
    fn of(union: &UnionVerdicts) -> Self {
        Self {
            id: union.id.clone(),
            name: union.name.clone(),
            score: union.score,
            rank: None,
            judged: union.states.judged(),
            applicable: union.states.applicable(),
        }
    }
}

/// How many have a rank.
fn ranked_of(ranked: &[Ranked]) -> u64 {
    ranked.iter().filter(|union| union.rank.is_some()).count() as u64
}

/// The unions that name `superior` (or none, if none is given), the best first, of equals by code.
///
/// Scores are compared exactly, not as they are shown: 87.54 is more than 87.46, though both read 87.5.
/// A union to which nothing applies stands last and has no rank.
pub fn ranking<'u>(
    unions: impl IntoIterator<Item = &'u UnionVerdicts>,
    superior: Option<&str>,
) -> Vec<Ranked> {
    let own = unions.into_iter().filter(|union| union.superior.as_deref() == superior);
    let mut ranked: Vec<Ranked> = own.map(Ranked::of).collect();
    rank(&mut ranked);
    ranked
}

/// Sorts and ranks.
fn rank(ranked: &mut [Ranked]) {
    ranked.sort_by(|a, b| better(a.score, b.score).then_with(|| a.id.cmp(&b.id)));
    let mut last: Option<(Score, u64)> = None;
    for (place, union) in (1..).zip(ranked) {
        if union.score.possible == 0 {
            break;
        }
        let rank = match last {
            Some((score, rank)) if better(score, union.score) == Ordering::Equal => rank,
            _ => place,
        };
        union.rank = Some(rank);
        last = Some((union.score, rank));
    }
}

/// The better score first; one that says nothing last.
fn better(a: Score, b: Score) -> Ordering {
    match (a.possible, b.possible) {
        (0, 0) => Ordering::Equal,
        (0, _) => Ordering::Greater,
        (_, 0) => Ordering::Less,
        _ => {
            let cross = |a: Score, b: Score| u128::from(a.earned) * u128::from(b.possible);
            cross(b, a).cmp(&cross(a, b))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::State;
    use crate::verdicts::StateCounts;

    fn union(id: &str, superior: &str, earned: u64, possible: u64) -> UnionVerdicts {
        let mut states = StateCounts::default();
        (0..possible).for_each(|at| states.add(if at < earned { State::Pass } else { State::Insufficient }));
        UnionVerdicts {
            id: id.to_owned(),
            name: String::new(),
            level: String::new(),
            superior: Some(superior.to_owned()).filter(|id| !id.is_empty()),
            submissions: None,
            rows: Vec::new(),
            absent: Vec::new(),
            verdicts: Vec::new(),
            states,
            score: Score { earned, possible },
        }
    }

    fn shown(unions: &[UnionVerdicts], superior: Option<&str>) -> Vec<String> {
        let show = |one: &Ranked| {
            let rank = one.rank.map_or("-".to_owned(), |rank| rank.to_string());
            format!("{rank} {} {}/{}", one.id, one.judged, one.applicable)
        };
        ranking(unions, superior).iter().map(show).collect()
    }

    #[test]
    fn equal_scores_share_a_rank_and_the_next_is_skipped() {
        let unions = [
            union("D", "T", 1, 4),
            union("B", "T", 2, 4),
            union("C", "T", 3, 6),
            union("A", "T", 4, 4),
            union("E", "T", 0, 0),
            union("F", "U", 9, 9),
        ];
        assert_eq!(shown(&unions, Some("T")), ["1 A 4/4", "2 B 2/4", "2 C 3/6", "4 D 1/4", "- E 0/0"]);
        assert_eq!(shown(&unions, Some("U")), ["1 F 9/9"]);
        assert_eq!(shown(&unions, None), Vec::<String>::new());
    }

    #[test]
    fn scores_are_compared_exactly() {
        let unions = [union("A", "", 8746, 10_000), union("B", "", 8754, 10_000)];
        assert_eq!(unions[0].score.tenths(), unions[1].score.tenths());
        assert_eq!(shown(&unions, None), ["1 B 8754/10000", "2 A 8746/10000"]);
    }

    #[test]
    fn nothing_that_applies_is_no_first_place() {
        let unions = [union("A", "", 0, 0), union("B", "", 0, 3)];
        assert_eq!(shown(&unions, None), ["1 B 0/3", "- A 0/0"]);
    }

    #[test]
    fn every_superior_has_a_ranking_and_the_top_alone_has_none() {
        let unions = [
            union("T", "", 1, 4),
            union("B", "T", 2, 4),
            union("A", "T", 2, 4),
            union("E", "T", 0, 0),
            union("X", "U", 1, 9),
        ];
        let mut rankings = Rankings::default();
        for union in &unions {
            rankings.add(union);
        }
        let shown: Vec<String> = rankings
            .standings()
            .into_iter()
            .map(|(id, standing)| format!("{id} {}/{}", standing.place, standing.of))
            .collect();
        assert_eq!(shown, ["A 1/2", "B 1/2", "X 1/1"]);
    }
}
