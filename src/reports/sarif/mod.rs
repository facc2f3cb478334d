//! Results as SARIF 2.1.0, for code hosts, editors and viewers: one run, its rules described with what they
//! rest on, a result for each place.
//!
//! Nothing here depends on the clock or the machine: no times, and no folder but those the caller named.

mod model;
mod notices;
mod place;
mod results;
mod rules;
mod text;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::Report;
use super::columns::one_line;
use crate::engine::State;
use crate::rulepack::Pack;
use crate::source::{Lang, Severity};
use crate::verdicts::{Chunk, Finding, Item, RunInfo, Summary, UnionVerdicts};
use model::{Bag, Component, Found, Log, Run, Tool};
use notices::Notices;
use results::Draft;
use rules::Rules;

/// Where the schema stands that the file keeps to.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Collects results, because a union's name and the summary may come after them, and writes them at the end.
#[derive(Debug)]
pub struct SarifReport<'p> {
    pack: &'p Pack,
    show: &'p [State],
    lang: Lang,
    run: Option<RunInfo>,
    drafts: Vec<Draft>,
    notices: Notices,
    unions: BTreeMap<String, Union>,
}

/// What is known of a union by and by.
#[derive(Debug, Default)]
struct Union {
    name: Option<String>,
    /// The file something was found in first.
    path: Option<String>,
}

impl<'p> SarifReport<'p> {
    /// A report in `lang` on the rules of this pack; `show` are the states listed besides fail and waived.
    pub fn new(pack: &'p Pack, show: &'p [State], lang: Lang) -> Self {
        let (drafts, notices, unions) = (Vec::new(), Notices::default(), BTreeMap::new());
        Self { pack, show, lang, run: None, drafts, notices, unions }
    }

    fn finding(&mut self, finding: &Finding) {
        if finding.state == State::Error {
            return self.notices.failed(finding);
        }
        let union = self.unions.entry(finding.union.clone()).or_default();
        union.path.get_or_insert_with(|| finding.place.location.path().to_owned());
        let is_listed =
            matches!(finding.state, State::Fail | State::Waived) || self.show.contains(&finding.state);
        if is_listed {
            self.drafts.push(Draft::of_finding(self.pack, finding, self.lang));
        }
    }

    /// Verdicts that have no findings but were asked for.
    fn verdicts(&mut self, union: &UnionVerdicts) {
        let known = self.unions.entry(union.id.clone()).or_default();
        known.name = Some(one_line(&union.name)).filter(|name| !name.is_empty());
        let Some(run) = &self.run else { return };
        for (rule, verdict) in run.rules.iter().zip(&union.verdicts) {
            let has_none = matches!(verdict.state, State::Pass | State::NotApplicable);
            if has_none && self.show.contains(&verdict.state) {
                let title = self.pack.rule(rule).map_or(rule.as_str(), |rule| rule.title.get(self.lang));
                self.drafts.push(Draft::of_verdict(rule, title, union, *verdict, self.lang));
            }
        }
    }

    fn results(&mut self, rules: &Rules, summary: &Summary) -> Vec<Found> {
        let lang = self.lang;
        if let Some(baseline) = &summary.baseline {
            self.drafts.extend(baseline.fixed.iter().map(|known| Draft::of_fixed(known, lang)));
        }
        let unions = &self.unions;
        let finish = |draft: Draft| {
            let union = draft.union.as_ref().and_then(|id| unions.get(id));
            let is_known = draft.is_known;
            let (name, path) =
                union.map_or((None, None), |union| (union.name.as_deref(), union.path.as_ref()));
            let mut result = draft.finish(name, path, lang);
            result.rule_index = rules.index(&result.rule_id);
            // Every result has one or none has: what the baseline does not hold is new.
            if summary.baseline.is_some() {
                let compared = if is_known { "unchanged" } else { "new" };
                result.baseline_state.get_or_insert(compared);
            }
            result
        };
        std::mem::take(&mut self.drafts).into_iter().map(finish).collect()
    }
}

impl Report for SarifReport<'_> {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.run = Some(run.clone());
        Ok(())
    }

    fn chunk(&mut self, _: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        for item in &chunk.items {
            match item {
                Item::Problem(problem) => {
                    if problem.code.stops_work() {
                        self.notices.unread(problem, self.lang);
                    }
                    self.drafts.push(Draft::of_problem(problem, self.lang));
                }
                Item::Finding(finding) => self.finding(finding),
            }
        }
        chunk.unions.iter().for_each(|union| self.verdicts(union));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        // A run that was never begun has nothing to say of itself.
        let Some(run) = self.run.take() else { return Ok(()) };
        let lang = self.lang;
        let rules = Rules::new(self.pack, &run.rules, lang);
        let results = self.results(&rules, summary);
        let notices = std::mem::take(&mut self.notices);
        let invocation = notices.invocation(&rules, run.rules.len(), summary, lang);
        let (descriptors, taxonomies) = rules.into_parts(lang);
        let driver = Component {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            language: Some(language(lang)),
            supported_taxonomies: rules::supported(),
            rules: descriptors,
            notifications: notices::descriptors(lang),
            ..Component::default()
        };
        let log = Log {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [Run {
                tool: Tool { driver, extensions: [pack(&run)] },
                language: language(lang),
                column_kind: "unicodeCodePoints",
                original_uri_base_ids: bases(lang),
                invocations: [invocation],
                taxonomies,
                properties: properties(&run, summary),
                results,
            }],
        };
        serde_json::to_writer_pretty(&mut *out, &log).map_err(io::Error::from)?;
        writeln!(out)
    }
}

fn language(lang: Lang) -> &'static str {
    lang.pick("zh-CN", "en-US")
}

/// The rule pack, which extends the program.
fn pack(run: &RunInfo) -> Component {
    let digest = format!("sha256:{}", run.pack_digest);
    Component {
        name: run.pack.clone(),
        version: Some(run.pack_version.clone()),
        properties: rules::bag([("digest", Some(digest.as_str()))]),
        ..Component::default()
    }
}

fn bases(lang: Lang) -> Map<String, Value> {
    let text = lang.pick("运行 hegui 的文件夹", "the folder hegui was run in");
    std::iter::once((place::BASE.to_owned(), json!({ "description": { "text": text } }))).collect()
}

/// What the run is about and what it comes to, under the keys the JSON result has.
fn properties(run: &RunInfo, summary: &Summary) -> Bag {
    let states = &summary.states;
    let by_state: Bag =
        State::ALL.into_iter().map(|state| (state.as_str().to_owned(), states.get(state).into())).collect();
    let by_severity = |count: &dyn Fn(Severity) -> u64| {
        let all = [Severity::Error, Severity::Warning, Severity::Note];
        all.into_iter()
            .map(|severity| (severity.as_str().to_owned(), count(severity).into()))
            .collect::<Bag>()
    };
    let judged = states.judged();
    let mut counts = json!({
        "unions": summary.unions,
        "rules": run.rules.len(),
        "records_digest": format!("sha256:{}", summary.records_digest),
        "states": by_state,
        "severities": by_severity(&|severity| summary.fails(severity)),
        "problems": by_severity(&|severity| summary.problems(severity)),
        "compliance": { "passed": states.get(State::Pass), "judged": judged },
        "coverage": { "judged": judged, "applicable": states.applicable() },
    });
    if let Some(baseline) = &summary.baseline {
        let known = by_severity(&|severity| baseline.known[severity as usize]);
        counts["baseline"] =
            json!({ "known": known, "fixed": baseline.fixed.len(), "unclear": baseline.unclear });
    }
    let (start, end) = (run.period.start.to_string(), run.period.end.to_string());
    let mut bag = Bag::new();
    bag.insert("as_of".to_owned(), run.as_of.to_string().into());
    bag.insert("period".to_owned(), json!({ "start": start, "end": end }));
    bag.insert("profiles".to_owned(), run.profiles.clone().into());
    bag.insert("summary".to_owned(), counts);
    bag
}

#[cfg(test)]
mod tests;
