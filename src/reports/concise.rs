//! One line a finding, as editors and `grep` like it: `path:line:column: severity[rule] message (union)`.
//! What is no violation has its state in place of the severity.

use std::io::{self, Write};

use super::columns::one_line;
use super::look::Tone;
use super::outcome::{counts, nothing_judged};
use super::settings::Settings;
use super::{Report, excused, wording};
use crate::engine::State;
use crate::records::Problem;
use crate::source::{Location, Severity};
use crate::verdicts::{Chunk, Finding, Item, RunInfo, Summary, UnionVerdicts};

/// Writes a line for each finding and problem, and keeps nothing.
#[derive(Debug)]
pub struct ConciseReport<'p> {
    settings: Settings<'p>,
    rules: Vec<String>,
}

impl<'p> ConciseReport<'p> {
    /// A report with these settings.
    pub fn new(settings: Settings<'p>) -> Self {
        Self { settings, rules: Vec::new() }
    }

    fn line(&self, at: &Location, kind: &str, tone: Tone, code: &str, text: &str) -> String {
        let mark = self.settings.look.paint(tone, &format!("{kind}[{code}]"));
        format!("{}: {mark} {text}", one_line(&at.to_string()))
    }

    fn problem(&self, problem: &Problem) -> String {
        let (lang, severity) = (self.settings.look.lang, problem.code.severity());
        let (kind, tone) = (severity.name(lang), Tone::of_severity(severity));
        let text = one_line(problem.fault.message.get(lang));
        self.line(problem.location(), kind, tone, problem.code.as_str(), &text)
    }

    fn finding(&self, finding: &Finding) -> String {
        let lang = self.settings.look.lang;
        let (message, union) = (one_line(finding.message.get(lang)), one_line(&finding.union));
        let mut text = lang.pick(format!("{message}（{union}）"), format!("{message} ({union})"));
        if let Some(remark) = excused::remark(finding, lang) {
            text.push_str(lang.pick("；", "; "));
            text.push_str(&remark);
        }
        let tone = Tone::of(finding.state, finding.severity);
        self.line(&finding.place.location, wording::kind(finding, lang), tone, &finding.rule, &text)
    }

    /// A line for every verdict of a state that has no findings but was asked for.
    fn verdicts(&self, out: &mut dyn Write, union: &UnionVerdicts) -> io::Result<()> {
        for (rule, verdict) in self.rules.iter().zip(&union.verdicts) {
            let is_asked = matches!(verdict.state, State::Pass | State::NotApplicable);
            if is_asked && self.settings.shows(verdict.state) {
                writeln!(
                    out,
                    "{}: {}[{rule}]",
                    one_line(&union.id),
                    verdict.state.name(self.settings.look.lang)
                )?;
            }
        }
        Ok(())
    }
}

impl Report for ConciseReport<'_> {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.rules.clone_from(&run.rules);
        Ok(())
    }

    fn chunk(&mut self, out: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        for item in &chunk.items {
            match item {
                Item::Problem(problem) => writeln!(out, "{}", self.problem(problem))?,
                Item::Finding(finding) if self.settings.shows_finding(finding) => {
                    writeln!(out, "{}", self.finding(finding))?;
                }
                Item::Finding(_) => {}
            }
        }
        chunk.unions.iter().try_for_each(|union| self.verdicts(out, union))
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let (lang, rules) = (self.settings.look.lang, self.rules.len());
        if let Some(loud) = nothing_judged(summary, rules, lang) {
            let (word, colon) = (Severity::Error.name(lang), wording::colon(lang));
            writeln!(out, "{word}{colon}{}{}{}", loud.message, lang.pick("；", "; "), loud.help)?;
        }
        if self.settings.quiet {
            return Ok(());
        }
        excused::gone(summary, lang).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        writeln!(out, "{}", counts(summary, rules, lang))
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::reports::samples::{settings, written};
    use crate::source::Lang;

    #[test]
    fn a_line_each() {
        assert_snapshot!(written(&mut ConciseReport::new(settings(60, Lang::Zh))), @r"
        town/bing.yaml:2:1: 错误[unknown-ledger] 没有名为“congreses”的台账
        builtin:contracts/contract-gap.rhai:3:34: 规则错误[contract-gap] 规则运行出错：没有 nonsense 这个字段（00101）
        town/jia.yaml:13:14: 错误[contract-lapsed] 工资专项集体合同已于2025-12-31到期，未见续签（00101）
        builtin:contracts/contract-gap.rhai:3:34: 规则错误[contract-gap] 规则运行出错：没有 nonsense 这个字段（00102）
        town/yi.yaml:3:113: 警告[hazard-overdue] 隐患 H-1 应于2026-04-01前整改，至今未完成（00102）
        单位 2，规则 3：违规 2 处，临期 1，数据不足 0，规则错误 2，台账问题 1；合规率 25.0%（1/4），覆盖率 66.6%（4/6）
        ");
    }

    #[test]
    fn a_line_each_in_english_with_what_is_due() {
        let settings = Settings { show: &[State::Due], quiet: true, ..settings(60, Lang::En) };
        assert_snapshot!(written(&mut ConciseReport::new(settings)), @r"
        town/bing.yaml:2:1: error[unknown-ledger] there is no ledger `congreses`
        builtin:contracts/contract-gap.rhai:3:34: rule error[contract-gap] the rule failed: there is no field `nonsense` (00101)
        town/jia.yaml:13:14: error[contract-lapsed] the collective contract (wages) expired on 2025-12-31; no renewal is on record (00101)
        builtin:contracts/contract-gap.rhai:3:34: rule error[contract-gap] the rule failed: there is no field `nonsense` (00102)
        town/jia.yaml:13:14: due[contract-lapsed] the collective contract (wages) expired on 2025-12-31; no renewal is on record (00102)
        town/yi.yaml:3:113: warning[hazard-overdue] hazard H-1 was to be put right by 2026-04-01 and is still open (00102)
        ");
    }
}
