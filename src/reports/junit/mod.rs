//! Results as JUnit XML, for CI servers: a suite for the records, then a suite a union, a case a verdict.
//!
//! | state | what comes of the case |
//! | --- | --- |
//! | pass | it passes |
//! | due | it passes, what is due in `system-out` |
//! | fail | `failure`, of the severity's type; `skipped` where the baseline knows all of it |
//! | waived | `skipped`: the reason, who approved it, its last day |
//! | insufficient | `skipped`: what is lacking |
//! | error | `error` |
//! | not applicable | there is no case |
//!
//! The suite of the records has a case a problem: `error` where work stops, `failure` where the severity is
//! error; a warning or a note passes, and is told in `system-out`. Where nothing was judged it has an `error`, where less
//! than is asked for a `failure`.
//! Its properties are the run's and its numbers; a union's are those of the union. There are no times: the
//! clock is no part of a result.

mod case;
mod xml;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::Report;
use super::columns::one_line;
use super::names::area_of;
use super::outcome::{below_coverage, nothing_judged};
use super::wording::union;
use crate::engine::State;
use crate::rulepack::Pack;
use crate::source::{Lang, Severity};
use crate::verdicts::{Chunk, Item, RunInfo, StateCounts, Summary, UnionVerdicts};
use case::Found;
use xml::{Case, Outcome, Suite};

/// Collects plain values, because the findings of a union may come apart from its verdicts, and writes them at
/// the end.
#[derive(Debug)]
pub struct JunitReport<'p> {
    pack: &'p Pack,
    lang: Lang,
    run: Option<RunInfo>,
    problems: Vec<Case>,
    /// By union, then by rule.
    found: BTreeMap<String, BTreeMap<String, Found>>,
    unions: Vec<Union>,
}

/// A union and its verdicts.
#[derive(Debug)]
struct Union {
    id: String,
    name: String,
    states: StateCounts,
    verdicts: Vec<State>,
}

impl<'p> JunitReport<'p> {
    /// A report in `lang` on the rules of this pack.
    pub fn new(pack: &'p Pack, lang: Lang) -> Self {
        Self { pack, lang, run: None, problems: Vec::new(), found: BTreeMap::new(), unions: Vec::new() }
    }

    fn union(&mut self, union: &UnionVerdicts) {
        self.unions.push(Union {
            id: union.id.clone(),
            name: union.name.clone(),
            states: union.states,
            verdicts: union.verdicts.iter().map(|verdict| verdict.state).collect(),
        });
    }

    /// The suite of the records and of the run as a whole.
    fn records(&mut self, run: &RunInfo, summary: &Summary) -> Suite {
        let lang = self.lang;
        let mut cases = Vec::new();
        let mut add = |name: &str, outcome| {
            cases.push(Case { class: "records".to_owned(), name: name.to_owned(), outcome });
        };
        if let Some(loud) = nothing_judged(summary, run.rules.len(), lang) {
            let text = case::with_help(loud.message, loud.help, lang);
            add(loud.message, Outcome::Broken("nothing-judged", loud.message.to_owned(), text));
        }
        if let Some(below) = below_coverage(summary, lang) {
            add(&below, Outcome::Failed("coverage-below", below.clone(), below.clone()));
        }
        cases.append(&mut self.problems);
        Suite { name: lang.pick("台账", "records").to_owned(), properties: of_run(run, summary), cases }
    }

    fn suite(&mut self, run: &RunInfo, of: &Union) -> Suite {
        let mut found = self.found.remove(&of.id).unwrap_or_default();
        let mut cases = Vec::new();
        for (id, &state) in run.rules.iter().zip(&of.verdicts) {
            let found = found.remove(id).unwrap_or_default();
            let Some(outcome) = found.outcome(state, self.lang) else { continue };
            let title = self.pack.rule(id).map(|rule| one_line(rule.title.get(self.lang)));
            let name = title.map_or_else(|| id.clone(), |title| format!("{id} {title}"));
            cases.push(Case { class: area_of(self.pack, id).to_owned(), name, outcome });
        }
        let mut properties = about(run);
        properties.push(("union".to_owned(), one_line(&of.id)));
        properties.extend(by_state(&of.states));
        Suite { name: union(&of.id, Some(&of.name), self.lang), properties, cases }
    }
}

impl Report for JunitReport<'_> {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.run = Some(run.clone());
        Ok(())
    }

    fn chunk(&mut self, _: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        for item in &chunk.items {
            match item {
                Item::Problem(problem) => self.problems.push(case::of_problem(problem, self.lang)),
                Item::Finding(finding) => {
                    let rules = self.found.entry(finding.union.clone()).or_default();
                    rules.entry(finding.rule.clone()).or_default().add(finding, self.lang);
                }
            }
        }
        chunk.unions.iter().for_each(|union| self.union(union));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        // A run that was never begun has nothing to say of itself.
        let Some(run) = self.run.take() else { return Ok(()) };
        let mut suites = vec![self.records(&run, summary)];
        let unions = std::mem::take(&mut self.unions);
        suites.extend(unions.iter().map(|union| self.suite(&run, union)));
        xml::write(out, env!("CARGO_PKG_NAME"), &suites)
    }
}

/// What every suite says of the run.
fn about(run: &RunInfo) -> Vec<(String, String)> {
    let pack = format!("{} {}", one_line(&run.pack), one_line(&run.pack_version));
    let period = run.period.to_string();
    let told = [("as_of", run.as_of.to_string()), ("period", period), ("pack", pack)];
    told.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn by_state(states: &StateCounts) -> impl Iterator<Item = (String, String)> {
    let states = *states;
    State::ALL
        .into_iter()
        .map(move |state| (format!("states.{}", state.as_str()), states.get(state).to_string()))
}

/// The run and its numbers, under the keys the JSON result has.
fn of_run(run: &RunInfo, summary: &Summary) -> Vec<(String, String)> {
    let mut properties = about(run);
    properties.push(("pack.digest".to_owned(), format!("sha256:{}", run.pack_digest)));
    properties.push(("profiles".to_owned(), run.profiles.join(",")));
    let states = &summary.states;
    let judged = states.judged();
    let totals = [
        ("unions", summary.unions),
        ("rules", run.rules.len() as u64),
        ("compliance.passed", states.get(State::Pass)),
        ("compliance.judged", judged),
        ("coverage.judged", judged),
        ("coverage.applicable", states.applicable()),
    ];
    properties.extend(totals.map(|(name, count)| (name.to_owned(), count.to_string())));
    properties.extend(by_state(states));
    let by_severity = |name: &str, count: &dyn Fn(Severity) -> u64| {
        let all = [Severity::Error, Severity::Warning, Severity::Note];
        all.map(|severity| (format!("{name}.{}", severity.as_str()), count(severity).to_string()))
    };
    properties.extend(by_severity("severities", &|severity| summary.fails(severity)));
    properties.extend(by_severity("problems", &|severity| summary.problems(severity)));
    if let Some(baseline) = &summary.baseline {
        properties.extend(by_severity("baseline.known", &|severity| baseline.known[severity as usize]));
        properties.push(("baseline.fixed".to_owned(), baseline.fixed.len().to_string()));
        properties.push(("baseline.unclear".to_owned(), baseline.unclear.to_string()));
    }
    properties
}

#[cfg(test)]
mod tests;
