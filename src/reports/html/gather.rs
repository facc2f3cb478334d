//! Fills the [`View`] while results come. What is kept of findings is bounded: when there are more than a
//! page can hold, fewer of each union are kept, the gravest; everything is counted all the same.

use std::collections::HashMap;

use super::entry::{Entry, rank};
use super::problems::{MOST_PROBLEMS, ProblemRow};
use super::view::{AreaRow, RuleRow, UnionRow, View};
use crate::engine::State;
use crate::reports::Masks;
use crate::reports::columns::one_line;
use crate::reports::deadline::last_day;
use crate::reports::names::{area_of, area_titles, level};
use crate::reports::rule_errors::RuleErrors;
use crate::rulepack::Pack;
use crate::source::{Lang, Severity};
use crate::verdicts::{Chunk, Finding, Item, Ranked, Rankings, RunInfo, StateCounts, Summary, UnionVerdicts};

/// Findings the page shows at most, all unions together, as long as each has one.
const MOST: usize = 10_000;

/// How many findings a union may show, the next where there are too many.
const STEPS: [usize; 11] = [1000, 500, 200, 100, 50, 20, 10, 5, 3, 2, 1];

/// A view in the making.
pub(super) struct Gathering<'p> {
    pub view: View<'p>,
    masks: &'p dyn Masks,
    /// Positions of rules and unions by name; looked up, never walked.
    rules: HashMap<String, u16>,
    unions: HashMap<String, usize>,
    rankings: Rankings,
    /// Findings kept of all unions.
    kept: usize,
    most: usize,
}

impl<'p> Gathering<'p> {
    /// Nothing yet of this run.
    pub(super) fn new(pack: &'p Pack, masks: &'p dyn Masks, lang: Lang, run: &RunInfo) -> Self {
        let areas = areas(pack, run, lang);
        let rules: Vec<RuleRow> = run.rules.iter().map(|id| rule(pack, &areas, id, lang)).collect();
        let at = (0..=u16::MAX).zip(&run.rules).map(|(at, id)| (id.clone(), at)).collect();
        let view = View {
            lang,
            pack,
            run: run.clone(),
            summary: Summary::default(),
            areas,
            rules,
            unions: Vec::new(),
            most_findings: STEPS[0],
            dues: super::dues::Dues::default(),
            problems: Vec::new(),
            errors: RuleErrors::default(),
            districts: Vec::new(),
            rankings: Vec::new(),
        };
        let (unions, rankings) = (HashMap::new(), Rankings::default());
        Self { view, masks, rules: at, unions, rankings, kept: 0, most: MOST }
    }

    /// Takes some unions' results.
    pub(super) fn take(&mut self, chunk: &Chunk) {
        for union in &chunk.unions {
            self.union(union);
        }
        for district in &chunk.districts {
            let rule = self.rules.get(&district.rule).copied();
            self.view.districts.push((rule, district.clone()));
        }
        for item in &chunk.items {
            match item {
                Item::Problem(problem) => {
                    if self.view.problems.len() < MOST_PROBLEMS {
                        self.view.problems.push(ProblemRow::new(problem, self.masks, self.view.lang));
                    }
                }
                Item::Finding(finding) => self.finding(finding),
            }
        }
    }

    /// Ends the taking: who stands where among the unions of a superior.
    pub(super) fn close(&mut self, summary: &Summary) {
        self.view.summary = summary.clone();
        let at = |union: Ranked| Some((self.unions.get(&union.id).copied()?, union.rank));
        let rankings = std::mem::take(&mut self.rankings).close().into_iter();
        let of = |(superior, ranked): (Option<String>, Vec<Ranked>)| {
            (superior.as_deref().map(one_line), ranked.into_iter().filter_map(at).collect())
        };
        self.view.rankings = rankings.map(of).collect();
    }

    fn union(&mut self, verdicts: &UnionVerdicts) {
        let (pack, lang) = (self.view.pack, self.view.lang);
        let at = self.row_of(&verdicts.id);
        self.rankings.add(verdicts);
        let View { areas, rules, unions, .. } = &mut self.view;
        let row = &mut unions[at];
        if !verdicts.name.is_empty() {
            row.name = one_line(&verdicts.name);
        }
        row.level = level(&pack.schema, &verdicts.level, lang);
        row.superior = verdicts.superior.as_deref().map(one_line).filter(|code| !code.is_empty());
        row.submissions = verdicts.submissions;
        row.absent.clone_from(&verdicts.absent);
        row.states = verdicts.states;
        row.score = verdicts.score;
        row.areas = vec![StateCounts::default(); areas.len()];
        for (rule, verdict) in rules.iter_mut().zip(&verdicts.verdicts) {
            rule.states.add(verdict.state);
            areas[rule.area].states.add(verdict.state);
            row.areas[rule.area].add(verdict.state);
            if verdict.state == State::Fail {
                row.lost += u64::from(rule.weight);
            }
        }
    }

    /// The position of a union; one never heard of gets a row all the same.
    fn row_of(&mut self, id: &str) -> usize {
        if let Some(&at) = self.unions.get(id) {
            return at;
        }
        let at = self.view.unions.len();
        let areas = vec![StateCounts::default(); self.view.areas.len()];
        let shown = one_line(id);
        self.view.unions.push(UnionRow { id: shown.clone(), name: shown, areas, ..UnionRow::default() });
        self.unions.insert(id.to_owned(), at);
        at
    }

    fn finding(&mut self, finding: &Finding) {
        if finding.state == State::Error {
            self.view.errors.add(finding);
            return;
        }
        let Some(&rule) = self.rules.get(&finding.rule) else { return };
        let at = self.row_of(&finding.union);
        let (lang, pack, today) = (self.view.lang, self.view.pack, self.view.run.as_of);
        let row = &mut self.view.unions[at];
        match finding.state {
            State::Insufficient => {
                row.lacking.add(finding, rule, &pack.schema, lang);
                return;
            }
            State::Fail => {
                row.places[finding.severity as usize] += 1;
                match row.by_rule.binary_search_by_key(&rule, |(rule, _)| *rule) {
                    Ok(known) => row.by_rule[known].1 += 1,
                    Err(new) => row.by_rule.insert(new, (rule, 1)),
                }
                let rule = &mut self.view.rules[usize::from(rule)];
                rule.places += 1;
                self.view.areas[rule.area].places += 1;
            }
            State::Due => {
                row.dues += 1;
                self.view.dues.add(finding, at, last_day(finding), today, lang);
            }
            _ => row.waived += 1,
        }
        self.keep(at, rule, finding);
    }

    /// Keeps a finding among those shown of its union, if it is grave enough.
    fn keep(&mut self, at: usize, rule: u16, finding: &Finding) {
        let rank = rank(finding);
        let View { unions, lang, most_findings, .. } = &mut self.view;
        let entries = &mut unions[at].entries;
        let place = entries.partition_point(|entry| entry.rank <= rank);
        if place >= *most_findings {
            return;
        }
        entries.insert(place, Entry::new(finding, rule, self.masks, *lang));
        self.kept += 1;
        if entries.len() > *most_findings {
            entries.pop();
            self.kept -= 1;
        }
        // At the last step each union keeps one, however many unions there are.
        while let Some(&fewer) = STEPS.iter().find(|step| **step < *most_findings) {
            if self.kept <= self.most {
                break;
            }
            *most_findings = fewer;
            self.kept = cut(unions, fewer);
        }
    }
}

/// Leaves each union so many findings, and says how many there are then.
fn cut(unions: &mut [UnionRow], most: usize) -> usize {
    for union in unions.iter_mut() {
        union.entries.truncate(most);
    }
    unions.iter().map(|union| union.entries.len()).sum()
}

/// The areas of the rules judged, as people know them.
fn areas(pack: &Pack, run: &RunInfo, lang: Lang) -> Vec<AreaRow> {
    area_titles(pack, &run.rules, lang)
        .into_iter()
        .map(|(key, title)| AreaRow { key, title, states: StateCounts::default(), places: 0 })
        .collect()
}

fn rule(pack: &Pack, areas: &[AreaRow], id: &str, lang: Lang) -> RuleRow {
    let rule = pack.rule(id);
    let area = area_of(pack, id);
    RuleRow {
        id: id.to_owned(),
        title: rule.map_or_else(|| id.to_owned(), |rule| rule.title.get(lang).to_owned()),
        area: areas.iter().position(|row| row.key == area).unwrap_or_default(),
        severity: rule.map_or(Severity::Error, |rule| rule.severity),
        weight: rule.map_or(1, |rule| rule.weight),
        states: StateCounts::default(),
        places: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::NoMasks;
    use crate::reports::html::unions::Unions;
    use crate::reports::samples::{lapsed, overdue, run};

    /// A union with so many findings of each kind.
    fn gathered(unions: usize, each: usize, most: usize) -> (usize, usize, u64) {
        let pack = Pack::builtin().unwrap();
        let mut gathering = Gathering::new(&pack, &NoMasks, Lang::Zh, &run());
        gathering.most = most;
        for at in 0..unions {
            for finding in [overdue(), lapsed()] {
                for _ in 0..each {
                    gathering.finding(&Finding { union: at.to_string(), ..finding.clone() });
                }
            }
        }
        let view = gathering.view;
        let kept: Vec<&Entry> = view.unions.iter().flat_map(|union| &union.entries).collect();
        let worst = kept.iter().filter(|entry| entry.severity == Severity::Error).count();
        assert_eq!(kept.len(), gathering.kept);
        (kept.len(), worst, view.unions.iter().map(UnionRow::all_places).sum())
    }

    #[test]
    fn the_gravest_are_kept_and_all_are_counted() {
        assert_eq!(gathered(10, 6, 200), (120, 60, 120), "all fit");
        // Of 12 each, 10 are kept, then 5 each: the errors, though the warnings came first.
        assert_eq!(gathered(10, 6, 99), (50, 50, 120));
        assert_eq!(gathered(30, 2, 10), (30, 30, 120), "each union keeps one");
    }

    #[test]
    fn what_is_not_shown_is_said_and_counted_by_rule() {
        let pack = Pack::builtin().unwrap();
        let mut gathering = Gathering::new(&pack, &NoMasks, Lang::Zh, &run());
        gathering.most = 4;
        for union in ["a", "b", "a", "b"] {
            for finding in [overdue(), lapsed()] {
                gathering.finding(&Finding { union: union.to_owned(), ..finding });
            }
        }
        let page = Unions::new(&gathering.view).unwrap().to_string();
        let said = "只列出最重的 2 条，其余见 JSON 报告。全部违规之处按规则计：集体合同到期未续签 2、隐患逾期未整改 2";
        assert_eq!(page.matches(said).count(), 2, "{page}");
        assert_eq!(page.matches("<li class=\"f error\"").count(), 4);
    }
}
