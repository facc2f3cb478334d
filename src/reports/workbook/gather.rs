//! Collects what the sheets show while results come, in plain values: nothing of the records is kept alive.

use std::collections::{BTreeMap, HashMap};

use super::tally::Tally;
use crate::engine::State;
use crate::records::Date;
use crate::reports::columns::one_line;
use crate::reports::deadline::last_day;
use crate::reports::lacking::Lacking;
use crate::reports::mark::Mark;
use crate::reports::names::{area_of, area_titles, level};
use crate::rulepack::Pack;
use crate::source::{Lang, Severity};
use crate::verdicts::{
    Absent, Chunk, District, Finding, Item, Ranked, Rankings, RunInfo, Summary, UnionVerdicts,
};

/// A run as the workbook shows it.
pub(super) struct Gathered<'p> {
    pub pack: &'p Pack,
    pub lang: Lang,
    pub run: RunInfo,
    pub summary: Summary,
    /// Areas by title, in the order people know them in.
    pub areas: Vec<(String, Tally)>,
    pub rules: Vec<RuleRow>,
    /// In the order of their records.
    pub unions: Vec<UnionRow>,
    /// Names by code.
    pub names: BTreeMap<String, String>,
    /// Violations and rules that failed.
    pub tasks: Vec<Mark>,
    pub problems: Vec<Mark>,
    /// What is due, by its last day; what names none comes last.
    pub dues: Vec<Due>,
    /// What is waived, by the last day of its waiver.
    pub waived: Vec<Waived>,
    /// The rates of districts, as they come.
    pub districts: Vec<District>,
    /// Unions by rank, for each superior.
    pub rankings: Vec<(Option<String>, Vec<Ranked>)>,
    /// Rankings in the making.
    ranks: Rankings,
    /// Areas of the rules, by position.
    area_of: Vec<usize>,
    /// Positions by name; looked up, never walked.
    rule_at: HashMap<String, u16>,
    union_at: HashMap<String, usize>,
    area_at: HashMap<String, usize>,
}

/// A rule and its verdicts.
pub(super) struct RuleRow {
    pub id: String,
    pub title: String,
    /// None where the rule is broken.
    pub severity: Option<Severity>,
    pub tally: Tally,
}

/// A union and its verdicts.
#[derive(Default)]
pub(super) struct UnionRow {
    pub id: String,
    pub level: String,
    pub superior: Option<String>,
    /// Unions directly below whose records are not there as they should be.
    pub absent: Vec<Absent>,
    pub tally: Tally,
    pub lacking: Lacking,
}

/// A finding of state `due`.
pub(super) struct Due {
    pub day: Option<Date>,
    pub mark: Mark,
}

/// A finding of state `waived`.
pub(super) struct Waived {
    pub until: Date,
    pub mark: Mark,
}

impl<'p> Gathered<'p> {
    /// Nothing yet of this run.
    pub(super) fn new(pack: &'p Pack, lang: Lang, run: &RunInfo) -> Self {
        let areas = area_titles(pack, &run.rules, lang);
        let area_at: HashMap<String, usize> =
            areas.iter().enumerate().map(|(at, (key, _))| (key.clone(), at)).collect();
        let area = |id: &String| area_at.get(area_of(pack, id)).copied().unwrap_or_default();
        let rule = |id: &String| {
            let known = pack.rule(id);
            RuleRow {
                id: id.clone(),
                title: known.map_or_else(|| id.clone(), |rule| rule.title.get(lang).to_owned()),
                severity: known.map(|rule| rule.severity),
                tally: Tally::default(),
            }
        };
        Self {
            pack,
            lang,
            run: run.clone(),
            summary: Summary::default(),
            rules: run.rules.iter().map(rule).collect(),
            area_of: run.rules.iter().map(area).collect(),
            rule_at: (0..=u16::MAX).zip(&run.rules).map(|(at, id)| (id.clone(), at)).collect(),
            areas: areas.into_iter().map(|(_, title)| (title, Tally::default())).collect(),
            unions: Vec::new(),
            names: BTreeMap::new(),
            tasks: Vec::new(),
            problems: Vec::new(),
            dues: Vec::new(),
            waived: Vec::new(),
            districts: Vec::new(),
            rankings: Vec::new(),
            ranks: Rankings::default(),
            union_at: HashMap::new(),
            area_at,
        }
    }

    /// Takes some unions' results.
    pub(super) fn take(&mut self, chunk: &Chunk) {
        for union in &chunk.unions {
            self.take_union(union);
        }
        self.districts.extend(chunk.districts.iter().cloned());
        for item in &chunk.items {
            match item {
                Item::Problem(_) => self.problems.push(Mark::of(item, self.pack, self.lang)),
                Item::Finding(finding) => self.finding(finding, item),
            }
        }
    }

    /// Ends the taking: what is dealt with first comes first.
    pub(super) fn close(&mut self, summary: &Summary) {
        self.summary = summary.clone();
        self.rankings = std::mem::take(&mut self.ranks).close();
        self.tasks.sort_by_key(|mark| (mark.rank, mark.tint));
        self.problems.sort_by_key(|mark| (mark.rank, mark.tint));
        self.dues.sort_by_key(|due| (due.day.is_none(), due.day));
        self.waived.sort_by_key(|waived| waived.until);
    }

    fn take_union(&mut self, verdicts: &UnionVerdicts) {
        let level = level(&self.pack.schema, &verdicts.level, self.lang);
        self.ranks.add(verdicts);
        self.names.insert(verdicts.id.clone(), one_line(&verdicts.name));
        let row = self.row_of(&verdicts.id);
        row.level = level;
        row.superior.clone_from(&verdicts.superior);
        row.absent.clone_from(&verdicts.absent);
        row.tally.states = verdicts.states;
        row.tally.score = verdicts.score;
        for ((rule, &area), verdict) in self.rules.iter_mut().zip(&self.area_of).zip(&verdicts.verdicts) {
            rule.tally.states.add(verdict.state);
            if let Some((_, tally)) = self.areas.get_mut(area) {
                tally.states.add(verdict.state);
            }
        }
    }

    /// The row of a union; one never heard of gets one all the same.
    fn row_of(&mut self, id: &str) -> &mut UnionRow {
        let next = self.unions.len();
        let at = *self.union_at.entry(id.to_owned()).or_insert(next);
        if at == next {
            self.unions.push(UnionRow { id: id.to_owned(), ..UnionRow::default() });
        }
        &mut self.unions[at]
    }

    fn finding(&mut self, finding: &Finding, item: &Item) {
        let (pack, lang) = (self.pack, self.lang);
        let rule = self.rule_at.get(&finding.rule).copied();
        match finding.state {
            State::Fail => {
                let severity = finding.severity as usize;
                self.row_of(&finding.union).tally.places[severity] += 1;
                if let Some(rule) = rule.and_then(|at| self.rules.get_mut(usize::from(at))) {
                    rule.tally.places[severity] += 1;
                }
                let area = self.area_at.get(area_of(pack, &finding.rule));
                if let Some((_, tally)) = area.and_then(|&at| self.areas.get_mut(at)) {
                    tally.places[severity] += 1;
                }
                self.tasks.push(Mark::of(item, pack, lang));
            }
            State::Error => self.tasks.push(Mark::of(item, pack, lang)),
            State::Due => {
                self.dues.push(Due { day: last_day(finding), mark: Mark::of(item, pack, lang) });
            }
            State::Insufficient => {
                let rule = rule.unwrap_or(u16::MAX);
                self.row_of(&finding.union).lacking.add(finding, rule, &pack.schema, lang);
            }
            State::Waived => {
                let until = finding.waiver.as_ref().map(|waiver| waiver.until);
                self.waived.extend(until.map(|until| Waived { until, mark: Mark::of(item, pack, lang) }));
            }
            State::Pass | State::NotApplicable => {}
        }
    }

    /// A union, by its code.
    pub(super) fn union(&self, id: &str) -> Option<&UnionRow> {
        self.unions.get(self.union_at.get(id).copied()?)
    }

    /// What a rule is called.
    pub(super) fn rule_title<'s>(&'s self, id: &'s str) -> &'s str {
        let known = self.rule_at.get(id).and_then(|&at| self.rules.get(usize::from(at)));
        known.map_or(id, |rule| rule.title.as_str())
    }

    /// A union's name; its code where it has none.
    pub(super) fn name<'s>(&'s self, id: &'s str) -> &'s str {
        self.names.get(id).map(String::as_str).filter(|name| !name.is_empty()).unwrap_or(id)
    }
}
