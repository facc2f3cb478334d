//! The Code Quality report of GitLab: one JSON array, an object for each thing found.
//!
//! | found | severity |
//! | --- | --- |
//! | note, warning, error (violation or problem of the records) | `info`, `minor`, `major` |
//! | a problem that stops work, a rule that failed | `critical` |
//! | that nothing was judged | `blocker` |
//!
//! GitLab compares with the target branch by fingerprint and takes equal ones for one, so no two are equal.
//! What is known from a baseline is there too: GitLab tells by itself what is new.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;

use super::lines::Lines;
use crate::engine::State;
use crate::records::Problem;
use crate::reports::columns::one_line;
use crate::reports::outcome::nothing_judged;
use crate::reports::rule_errors::{RuleErrors, Told};
use crate::reports::{Report, wording};
use crate::rulepack::Pack;
use crate::source::{Lang, Location, Severity};
use crate::verdicts::{Chunk, Finding, Item, RunInfo, Summary, fingerprint};

/// One object of the array.
#[derive(Debug, Serialize)]
struct Entry {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Debug, Serialize)]
struct Place {
    path: String,
    lines: Span,
}

#[derive(Debug, Serialize)]
struct Span {
    begin: usize,
    end: usize,
}

/// Writes results as they come; rules that failed at the end, once each.
#[derive(Debug)]
pub struct GitlabReport<'p> {
    pack: &'p Pack,
    lang: Lang,
    rules: Vec<String>,
    /// Unions' names by code: a finding in a file further on comes after its union.
    names: HashMap<String, String>,
    errors: RuleErrors,
    /// How often each fingerprint was met.
    met: HashMap<String, u32>,
    /// The first path anything was said of.
    path: Option<String>,
    has_begun: bool,
}

impl<'p> GitlabReport<'p> {
    /// A report in `lang`.
    pub fn new(pack: &'p Pack, lang: Lang) -> Self {
        let (rules, names, errors, met) = Default::default();
        Self { pack, lang, rules, names, errors, met, path: None, has_begun: false }
    }

    fn problem(&self, problem: &Problem) -> Entry {
        let (code, fault, lang) = (problem.code, &problem.fault, self.lang);
        let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
        let row = problem.row.map_or_else(String::new, |row| row.to_string());
        let fingerprint = fingerprint(&[
            "problem",
            code.as_str(),
            problem.location().path(),
            &or_empty(&problem.ledger),
            &row,
            &or_empty(&problem.field),
            &fault.message.zh,
        ]);
        let severity = if code.stops_work() { "critical" } else { severity(code.severity()) };
        let parts = [fault.message.get(lang), fault.help.get(lang)];
        entry(severity, code.as_str(), fingerprint, &fault.location, &parts, lang)
    }

    fn finding(&self, finding: &Finding) -> Entry {
        let lang = self.lang;
        let name = self.names.get(&finding.union).map(String::as_str);
        let whose = wording::union(&finding.union, name, lang);
        let parts = [finding.message.get(lang), &whose, finding.help.get(lang)];
        let (at, fingerprint) = (&finding.place.location, finding.fingerprint.clone());
        entry(severity(finding.severity), &finding.rule, fingerprint, at, &parts, lang)
    }

    fn rule_error(&self, told: &Told<'_>) -> Entry {
        let lang = self.lang;
        let fingerprint = fingerprint(&["rule-error", told.rule, told.at.path(), &told.message.zh]);
        let whom = wording::concerned(told.unions, lang);
        let parts = [State::Error.name(lang), told.message.get(lang), &whom, told.help.get(lang)];
        entry("critical", told.rule, fingerprint, told.at, &parts, lang)
    }

    fn write(&mut self, out: &mut dyn Write, mut entry: Entry) -> io::Result<()> {
        let met = self.met.entry(entry.fingerprint.clone()).or_default();
        *met += 1;
        if *met > 1 {
            entry.fingerprint = format!("{}-{met}", entry.fingerprint);
        }
        self.path.get_or_insert_with(|| entry.location.path.clone());
        out.write_all(if self.has_begun { b",\n  " } else { b"[\n  " })?;
        self.has_begun = true;
        serde_json::to_writer(out, &entry).map_err(io::Error::from)
    }
}

impl Report for GitlabReport<'_> {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.rules.clone_from(&run.rules);
        Ok(())
    }

    fn chunk(&mut self, out: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        self.names.extend(chunk.unions.iter().map(|union| (union.id.clone(), union.name.clone())));
        for item in &chunk.items {
            let entry = match item {
                Item::Problem(problem) => self.problem(problem),
                Item::Finding(finding) if finding.state == State::Fail => self.finding(finding),
                Item::Finding(finding) => {
                    if finding.state == State::Error {
                        self.errors.add(finding);
                    }
                    continue;
                }
            };
            self.write(out, entry)?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let (errors, rules) = (std::mem::take(&mut self.errors), std::mem::take(&mut self.rules));
        for told in errors.told(self.pack, &rules) {
            self.write(out, self.rule_error(&told))?;
        }
        if let Some(loud) = nothing_judged(summary, rules.len(), self.lang) {
            let name = "nothing-judged";
            let description = sentence(&[loud.message, loud.help]);
            let path = self.path.clone().unwrap_or_else(|| ".".to_owned());
            let location = Place { path, lines: Span { begin: 1, end: 1 } };
            let (check_name, fingerprint) = (name.to_owned(), fingerprint(&[name]));
            self.write(out, Entry { description, check_name, fingerprint, severity: "blocker", location })?;
        }
        out.write_all(if self.has_begun { b"\n]\n" } else { b"[]\n" })
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "info",
        Severity::Warning => "minor",
        Severity::Error => "major",
    }
}

/// The parts on one line; empty ones are left out.
fn sentence(parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| one_line(part)).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

fn entry(
    severity: &'static str,
    name: &str,
    fingerprint: String,
    at: &Location,
    parts: &[&str],
    lang: Lang,
) -> Entry {
    let mut description = sentence(parts);
    let cell = at.cell();
    if let Some(cell) = &cell {
        description = format!("{}{}{description}", one_line(&cell.to_string()), wording::colon(lang));
    }
    let lines = match (Lines::of(at), cell) {
        (Some(lines), _) => Span { begin: lines.first, end: lines.last },
        (None, Some(cell)) => Span { begin: cell.row as usize + 1, end: cell.row as usize + 1 },
        (None, None) => Span { begin: 1, end: 1 },
    };
    let path = at.path().trim_start_matches("./").to_owned();
    let location = Place { path, lines };
    Entry { description, check_name: name.to_owned(), fingerprint, severity, location }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::reports::samples::{self, excepted, misspelt, written_of};

    #[test]
    fn an_object_each_known_or_not() {
        let pack = Pack::builtin().unwrap();
        assert_snapshot!(written_of(&mut GitlabReport::new(&pack, Lang::Zh), excepted()), @r#"
        [
          {"description":"没有名为“congreses”的台账 · 是不是“congresses”？","check_name":"unknown-ledger","fingerprint":"7eb899e004b3dd4f05ff518cd04d8407","severity":"major","location":{"path":"town/bing.yaml","lines":{"begin":2,"end":2}}},
          {"description":"工资专项集体合同已于2025-12-31到期，未见续签 · 甲厂工会（00101） · 与企业方协商续签，草案经职代会通过后签字、报送，并登记新合同。","check_name":"contract-lapsed","fingerprint":"0123456789abcdef0123456789abcdef","severity":"major","location":{"path":"town/jia.yaml","lines":{"begin":13,"end":13}}},
          {"description":"隐患 H-1 应于2026-04-01前整改，至今未完成 · 乙厂工会（00102） · 督促责任车间整改，完成后登记整改完成日期。","check_name":"hazard-overdue","fingerprint":"00000000000000000000000000000000","severity":"minor","location":{"path":"town/yi.yaml","lines":{"begin":3,"end":3}}},
          {"description":"隐患 H-1 应于2026-04-01前整改，至今未完成 · 丙厂工会（00103） · 督促责任车间整改，完成后登记整改完成日期。","check_name":"hazard-overdue","fingerprint":"11111111111111111111111111111111","severity":"minor","location":{"path":"town/yi.yaml","lines":{"begin":3,"end":3}}},
          {"description":"规则错误 · 规则运行出错：没有 nonsense 这个字段 · 涉及 2 家单位 · 请把此信息报给规则的编写者。","check_name":"contract-gap","fingerprint":"c2e3954a59319710902f2453e1775fef","severity":"critical","location":{"path":"builtin:contracts/contract-gap.rhai","lines":{"begin":3,"end":3}}}
        ]
        "#);
    }

    #[test]
    fn nothing_judged_blocks() {
        let pack = Pack::builtin().unwrap();
        let (mut report, mut out) = (GitlabReport::new(&pack, Lang::En), Vec::new());
        report.begin(&mut out, &samples::run()).unwrap();
        report.finish(&mut out, &Summary::default()).unwrap();
        assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        [
          {"description":"no union was judged: this says nothing of compliance · check the paths; every record set must name its union","check_name":"nothing-judged","fingerprint":"0742fb90116b750237a9b502d9c245c0","severity":"blocker","location":{"path":".","lines":{"begin":1,"end":1}}}
        ]
        "#);
    }

    #[test]
    fn only_where_all_is_well_there_is_nothing() {
        let pack = Pack::builtin().unwrap();
        let (mut report, mut out) = (GitlabReport::new(&pack, Lang::En), Vec::new());
        report.begin(&mut out, &samples::run()).unwrap();
        let mut summary = Summary { unions: 1, ..Summary::default() };
        summary.states.add(State::Pass);
        report.finish(&mut out, &summary).unwrap();
        assert_eq!(out, b"[]\n");
    }

    #[test]
    fn a_fingerprint_outlives_a_moved_line_and_is_never_met_twice() {
        let pack = Pack::builtin().unwrap();
        let report = GitlabReport::new(&pack, Lang::Zh);
        let (first, mut moved) = (misspelt(), misspelt());
        moved.fault.location.span = None;
        assert_eq!(report.problem(&first).fingerprint, report.problem(&moved).fingerprint);
        let (mut report, mut out) = (GitlabReport::new(&pack, Lang::Zh), Vec::new());
        let items = vec![Item::Problem(first), Item::Problem(moved)];
        report.chunk(&mut out, &Chunk { items, ..Chunk::default() }).unwrap();
        report.finish(&mut out, &Summary { unions: 1, ..Summary::default() }).unwrap();
        let entries: Vec<serde_json::Value> = serde_json::from_slice(&out).unwrap();
        assert_eq!(format!("{}-2", entries[0]["fingerprint"].as_str().unwrap()), entries[1]["fingerprint"]);
    }
}
