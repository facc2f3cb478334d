//! Workflow commands of GitHub Actions: `::error file=…,line=…,title=…::message`, a line each.
//!
//! GitHub shows about ten annotations of each kind a step, so the gravest come first; what is equally grave
//! keeps the order of places. Columns are given where a place lies in one line, as GitHub asks.

use std::collections::HashMap;
use std::io::{self, Write};

use super::lines::Lines;
use crate::engine::State;
use crate::records::Problem;
use crate::reports::columns::one_line;
use crate::reports::outcome::{counts, incomplete, nothing_judged, outcome};
use crate::reports::rule_errors::{RuleErrors, Told};
use crate::reports::{Report, wording};
use crate::rulepack::Pack;
use crate::source::{Lang, Location, Severity};
use crate::verdicts::{Chunk, Finding, Item, RunInfo, Summary};

/// Collects commands, because the gravest go first, and writes them at the end.
#[derive(Debug)]
pub struct GithubReport<'p> {
    pack: &'p Pack,
    lang: Lang,
    show: &'p [State],
    is_quiet: bool,
    rules: Vec<String>,
    /// Unions' names by code: a finding in a file further on comes after its union.
    names: HashMap<String, String>,
    errors: RuleErrors,
    commands: Vec<(Rank, String)>,
}

/// What is shown first. The counts stand before the notes, lest they be the eleventh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Loud,
    Stopped,
    Error,
    Warning,
    Counts,
    Note,
    Due,
    Insufficient,
}

impl Rank {
    fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Note,
        }
    }

    /// The command it is written as.
    fn command(self) -> &'static str {
        match self {
            Self::Loud | Self::Stopped | Self::Error => "error",
            Self::Warning => "warning",
            Self::Counts | Self::Note | Self::Due | Self::Insufficient => "notice",
        }
    }
}

impl<'p> GithubReport<'p> {
    /// A report in `lang` that also notes the findings of the states in `show`; a quiet one is without the
    /// closing counts.
    pub fn new(pack: &'p Pack, show: &'p [State], is_quiet: bool, lang: Lang) -> Self {
        let (rules, names, errors) = (Vec::new(), HashMap::new(), RuleErrors::default());
        Self { pack, lang, show, is_quiet, rules, names, errors, commands: Vec::new() }
    }

    fn problem(&mut self, problem: &Problem) {
        let (code, fault) = (problem.code, &problem.fault);
        let rank = if code.stops_work() { Rank::Stopped } else { Rank::of(code.severity()) };
        let kind = self.lang.pick("台账问题", "problem of the records");
        let title = entitled(kind, code.as_str(), self.lang);
        let (message, help) = (fault.message.get(self.lang), fault.help.get(self.lang));
        self.at(rank, &fault.location, &title, &[message, help]);
    }

    fn finding(&mut self, finding: &Finding) {
        let is_asked = self.show.contains(&finding.state);
        let rank = match finding.state {
            State::Fail if !finding.is_known => Rank::of(finding.severity),
            State::Due if is_asked => Rank::Due,
            State::Insufficient if is_asked => Rank::Insufficient,
            State::Error => return self.errors.add(finding),
            _ => return,
        };
        let lang = self.lang;
        let title = self.pack.rule(&finding.rule).map_or("", |rule| rule.title.get(lang));
        let title = match finding.state {
            State::Fail => title.to_owned(),
            state => format!("{}{}{title}", state.name(lang), wording::colon(lang)),
        };
        let title = entitled(&title, &finding.rule, lang);
        let name = self.names.get(&finding.union).map(String::as_str);
        let whose = wording::union(&finding.union, name, lang);
        let parts = [finding.message.get(lang), &whose, finding.help.get(lang)];
        self.at(rank, &finding.place.location, &title, &parts);
    }

    fn rule_error(&mut self, told: &Told<'_>) {
        let lang = self.lang;
        let title = entitled(State::Error.name(lang), told.rule, lang);
        let whom = wording::concerned(told.unions, lang);
        self.at(Rank::Stopped, told.at, &title, &[told.message.get(lang), &whom, told.help.get(lang)]);
    }

    /// A command at a place; where the file does not say it, the message begins with it.
    fn at(&mut self, rank: Rank, at: &Location, title: &str, parts: &[&str]) {
        if !is_file(at.path()) {
            return self.command(rank, Vec::new(), title, Some(&at.to_string()), parts);
        }
        let mut properties = vec![format!("file={}", property(at.path()))];
        if let Some(Lines { first, last, columns: (start, end) }) = Lines::of(at) {
            properties.extend([format!("line={first}"), format!("endLine={last}")]);
            if first == last {
                properties.extend([format!("col={start}"), format!("endColumn={end}")]);
            }
        }
        let cell = at.cell().map(|cell| cell.to_string());
        self.command(rank, properties, title, cell.as_deref(), parts);
    }

    fn command(
        &mut self,
        rank: Rank,
        mut properties: Vec<String>,
        title: &str,
        place: Option<&str>,
        parts: &[&str],
    ) {
        let (colon, command) = (wording::colon(self.lang), rank.command());
        let parts = parts.iter().map(|part| one_line(part)).filter(|part| !part.is_empty());
        let place = place.map_or_else(String::new, |place| format!("{}{colon}", one_line(place)));
        let message = data(&format!("{place}{}", parts.collect::<Vec<_>>().join("\n")));
        properties.push(format!("title={}", property(&one_line(title))));
        self.commands.push((rank, format!("::{command} {}::{message}", properties.join(","))));
    }

    /// What must never be passed over, and the run in numbers.
    fn close(&mut self, summary: &Summary) {
        let (lang, rules) = (self.lang, self.rules.len());
        let outcome = outcome(summary, rules, lang);
        if let Some(loud) = nothing_judged(summary, rules, lang) {
            self.command(Rank::Loud, Vec::new(), loud.message, None, &[loud.message, loud.help]);
        } else if let Some(message) = incomplete(summary, lang) {
            self.command(Rank::Loud, Vec::new(), &outcome, None, &[&message]);
        }
        if !self.is_quiet {
            self.command(Rank::Counts, Vec::new(), &outcome, None, &[&counts(summary, rules, lang)]);
        }
    }
}

impl Report for GithubReport<'_> {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.rules.clone_from(&run.rules);
        Ok(())
    }

    fn chunk(&mut self, _: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        self.names.extend(chunk.unions.iter().map(|union| (union.id.clone(), union.name.clone())));
        for item in &chunk.items {
            match item {
                Item::Problem(problem) => self.problem(problem),
                Item::Finding(finding) => self.finding(finding),
            }
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let errors = std::mem::take(&mut self.errors);
        for told in errors.told(self.pack, &self.rules) {
            self.rule_error(&told);
        }
        self.close(summary);
        self.commands.sort_by_key(|(rank, _)| *rank);
        self.commands.iter().try_for_each(|(_, command)| writeln!(out, "{command}"))
    }
}

/// A title and the name it is known by.
fn entitled(title: &str, name: &str, lang: Lang) -> String {
    lang.pick(format!("{title}（{name}）"), format!("{title} ({name})"))
}

/// Whether a path may be one of the repository's: neither standard input nor a part of the program.
fn is_file(path: &str) -> bool {
    path != "<stdin>" && !path.starts_with("builtin:")
}

/// A command's message. The sign that escapes is escaped first.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use insta::assert_snapshot;

    use super::*;
    use crate::reports::samples::{self, excepted, known, lapsed, waived, written_of};
    use crate::source::{Source, Span};

    #[test]
    fn the_gravest_first_and_what_is_known_or_waived_only_counted() {
        let pack = Pack::builtin().unwrap();
        let mut report = GithubReport::new(&pack, &[], false, Lang::Zh);
        assert_snapshot!(written_of(&mut report, excepted()), @"
        ::error title=结论不完整：发现新的违规 2 处，基线已有 1 处；台账问题 1 个::有的台账没有读全，或有的规则没有运行，结论不完整
        ::error title=规则错误（contract-gap）::builtin:contracts/contract-gap.rhai:3:34：规则运行出错：没有 nonsense 这个字段%0A涉及 2 家单位%0A请把此信息报给规则的编写者。
        ::error file=town/bing.yaml,line=2,endLine=2,col=1,endColumn=9,title=台账问题（unknown-ledger）::没有名为“congreses”的台账%0A是不是“congresses”？
        ::error file=town/jia.yaml,line=13,endLine=13,col=14,endColumn=23,title=集体合同到期未续签（contract-lapsed）::工资专项集体合同已于2025-12-31到期，未见续签%0A甲厂工会（00101）%0A与企业方协商续签，草案经职代会通过后签字、报送，并登记新合同。
        ::warning file=town/yi.yaml,line=3,endLine=3,col=113,endColumn=122,title=隐患逾期未整改（hazard-overdue）::隐患 H-1 应于2026-04-01前整改，至今未完成%0A乙厂工会（00102）%0A督促责任车间整改，完成后登记整改完成日期。
        ::notice title=结论不完整：发现新的违规 2 处，基线已有 1 处；台账问题 1 个::单位 3，规则 3：违规 3 处（基线已有 1），豁免 1，临期 1，数据不足 0，规则错误 2，台账问题 1；合规率 16.6%25（1/6），覆盖率 75.0%25（6/8）
        ");
    }

    #[test]
    fn what_is_due_in_english_and_quietly() {
        let pack = Pack::builtin().unwrap();
        let mut report = GithubReport::new(&pack, &[State::Due, State::Waived], true, Lang::En);
        assert_snapshot!(written_of(&mut report, excepted()), @r"
        ::error title=verdicts incomplete%3A new violations found%3A 2%2C in the baseline%3A 1; problems of the records%3A 1::some records were not read in full or some rules not run: the verdicts are incomplete
        ::error title=rule error (contract-gap)::builtin:contracts/contract-gap.rhai:3:34: the rule failed: there is no field `nonsense`%0A2 unions concerned%0ATell the author of the rule.
        ::error file=town/bing.yaml,line=2,endLine=2,col=1,endColumn=9,title=problem of the records (unknown-ledger)::there is no ledger `congreses`%0Adid you mean `congresses`?
        ::error file=town/jia.yaml,line=13,endLine=13,col=14,endColumn=23,title=Collective contract lapsed (contract-lapsed)::the collective contract (wages) expired on 2025-12-31; no renewal is on record%0A甲厂工会 (00101)%0ANegotiate the renewal, have the congress approve the draft, sign and file it, and record the new contract.
        ::warning file=town/yi.yaml,line=3,endLine=3,col=113,endColumn=122,title=Hazard overdue (hazard-overdue)::hazard H-1 was to be put right by 2026-04-01 and is still open%0A乙厂工会 (00102)%0AHave it put right and record the day.
        ::notice file=town/jia.yaml,line=13,endLine=13,col=14,endColumn=23,title=due%3A Collective contract lapsed (contract-lapsed)::the collective contract (wages) expired on 2025-12-31; no renewal is on record%0A乙厂工会 (00102)%0ANegotiate the renewal, have the congress approve the draft, sign and file it, and record the new contract.
        ");
    }

    #[test]
    fn nothing_judged_is_an_error_however_quiet() {
        let pack = Pack::builtin().unwrap();
        let mut report = GithubReport::new(&pack, &[], true, Lang::En);
        let mut out = Vec::new();
        report.begin(&mut out, &samples::run()).unwrap();
        report.finish(&mut out, &Summary::default()).unwrap();
        assert_snapshot!(String::from_utf8(out).unwrap(), @r"
        ::error title=no union was judged%3A this says nothing of compliance::no union was judged: this says nothing of compliance%0Acheck the paths; every record set must name its union
        ");
    }

    #[test]
    fn what_ends_a_command_or_a_property_is_escaped() {
        assert_eq!(data("a%0A: b,\r\nc"), "a%250A: b,%0D%0Ac");
        assert_eq!(property("a%3A: b,c\n"), "a%253A%3A b%2Cc%0A");
    }

    #[test]
    fn a_place_over_several_lines_has_no_columns_and_standard_input_no_file() {
        let pack = Pack::builtin().unwrap();
        let command = |path: &str, start, end| {
            let mut report = GithubReport::new(&pack, &[], true, Lang::En);
            let source = Arc::new(Source::new(path, "union:\n  id: A\n  name: B\n"));
            let mut finding = lapsed();
            finding.place.location = Location::new(&source, Span::new(start, end));
            report.finding(&finding);
            report.finding(&known());
            report.finding(&waived());
            let commands: Vec<String> = report.commands.into_iter().map(|(_, command)| command).collect();
            commands.join("\n").split("title").next().unwrap().to_owned()
        };
        assert_eq!(command("a, b:c%.yaml", 7, 24), "::error file=a%2C b%3Ac%25.yaml,line=2,endLine=3,");
        assert_eq!(command("a.yaml", 9, 14), "::error file=a.yaml,line=2,endLine=2,col=3,endColumn=7,");
        assert_eq!(command("<stdin>", 9, 14), "::error ");
    }
}
