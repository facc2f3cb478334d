//! The report for a person at a terminal: every finding drawn in its place, then the run in numbers.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use super::closing::Closing;
use super::columns::{one_line, pad, width};
use super::drawing::{Drawer, Sketch};
use super::look::Tone;
use super::quotes::quotes;
use super::rule_errors::{RuleError, RuleErrors};
use super::settings::Settings;
use super::{Report, wording};
use crate::engine::State;
use crate::verdicts::{Chunk, Finding, Item, RunInfo, Summary, UnionVerdicts};

/// Draws findings as they come. Rules that failed are drawn at the end, once, however many unions
/// met them; beside those it keeps only names and counts.
#[derive(Debug)]
pub struct TerminalReport<'p> {
    settings: Settings<'p>,
    run: Option<RunInfo>,
    errors: RuleErrors,
    /// `Fail` findings by rule.
    fails: BTreeMap<String, u64>,
    /// Unions' names by code: a finding in a file further on comes after its union.
    names: HashMap<String, String>,
}

impl<'p> TerminalReport<'p> {
    /// A report with these settings.
    pub fn new(settings: Settings<'p>) -> Self {
        let (errors, fails, names) = (RuleErrors::default(), BTreeMap::new(), HashMap::new());
        Self { settings, run: None, errors, fails, names }
    }

    fn draw(&self, out: &mut dyn Write, sketch: &Sketch) -> io::Result<()> {
        let drawer = Drawer { look: self.settings.look, masks: self.settings.masks };
        writeln!(out, "{}", drawer.draw(sketch))
    }

    fn finding(&self, finding: &Finding, whose: &str) -> Sketch {
        let lang = self.settings.look.lang;
        let mut sketch = wording::finding(finding, whose, lang);
        if let Some(pack) = self.settings.quotes {
            sketch.notes.extend(quotes(pack, &finding.rule, lang));
        }
        sketch
    }

    fn rule_error(&self, out: &mut dyn Write, error: &RuleError) -> io::Result<()> {
        let (lang, count, first) = (self.settings.look.lang, error.unions, &error.first);
        let whose = match count {
            1 => wording::union(&first.union, self.names.get(&first.union).map(String::as_str), lang),
            _ => wording::concerned(count, lang),
        };
        let mut sketch = self.finding(first, &whose);
        if count > 1 {
            // The record it failed on is one of many: it would pass for the culprit.
            sketch.related.clear();
        }
        if !self.settings.drawn.contains(&first.rule) {
            return self.draw(out, &sketch);
        }
        let header = self.settings.look.paint(sketch.tone, &sketch.header);
        let (at, message) = (one_line(&sketch.at.to_string()), one_line(&sketch.message));
        writeln!(out, "{header}\n  × {at}: {message}\n")
    }

    /// A line for every verdict of a state that has no findings but was asked for, under its union.
    fn verdicts(&self, out: &mut dyn Write, union: &UnionVerdicts) -> io::Result<()> {
        let look = self.settings.look;
        let rules = self.run.as_ref().map_or(&[][..], |run| &run.rules);
        let is_asked =
            |state| matches!(state, State::Pass | State::NotApplicable) && self.settings.shows(state);
        let asked: Vec<_> =
            rules.iter().zip(&union.verdicts).filter(|(_, verdict)| is_asked(verdict.state)).collect();
        if asked.is_empty() {
            return Ok(());
        }
        writeln!(
            out,
            "{}",
            look.paint(Tone::Strong, &wording::union(&union.id, Some(&union.name), look.lang))
        )?;
        let widest = rules.iter().map(|rule| width(rule)).max().unwrap_or(0);
        let state_width = width(State::NotApplicable.name(look.lang));
        for (rule, verdict) in asked {
            let state = look.paint(Tone::Calm, &pad(verdict.state.name(look.lang), state_width));
            let detail = match verdict.reason {
                Some(reason) => reason.name(look.lang).to_owned(),
                None if verdict.checked > 0 => {
                    let checked = verdict.checked;
                    look.lang.pick(format!("查 {checked} 项"), format!("checked: {checked}"))
                }
                None => String::new(),
            };
            let line = format!("  {state}  {}  {detail}", pad(rule, widest));
            writeln!(out, "{}", line.trim_end())?;
        }
        writeln!(out)
    }
}

impl Report for TerminalReport<'_> {
    fn begin(&mut self, _: &mut dyn Write, run: &RunInfo) -> io::Result<()> {
        self.run = Some(run.clone());
        Ok(())
    }

    fn chunk(&mut self, out: &mut dyn Write, chunk: &Chunk) -> io::Result<()> {
        let lang = self.settings.look.lang;
        self.names.extend(chunk.unions.iter().map(|union| (union.id.clone(), union.name.clone())));
        for item in &chunk.items {
            match item {
                Item::Problem(problem) => self.draw(out, &wording::problem(problem, lang))?,
                Item::Finding(finding) if finding.state == State::Error => self.errors.add(finding),
                Item::Finding(finding) => {
                    if finding.state == State::Fail {
                        *self.fails.entry(finding.rule.clone()).or_default() += 1;
                    }
                    if self.settings.shows_finding(finding) {
                        let name = self.names.get(&finding.union).map(String::as_str);
                        let whose = wording::union(&finding.union, name, lang);
                        self.draw(out, &self.finding(finding, &whose))?;
                    }
                }
            }
        }
        chunk.unions.iter().try_for_each(|union| self.verdicts(out, union))
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        for error in self.errors.iter() {
            self.rule_error(out, error)?;
        }
        let closing =
            Closing { settings: &self.settings, run: self.run.as_ref(), summary, fails: &self.fails };
        closing.write(out)
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::reports::Masks;
    use crate::reports::samples::{broken, chunk, overdue, run, settings, written};
    use crate::rulepack::Pack;
    use crate::source::{Lang, Source, Span};

    #[test]
    fn a_whole_run() {
        assert_snapshot!(written(&mut TerminalReport::new(settings(60, Lang::Zh))), @r"
        错误[unknown-ledger] 台账问题
          × 没有名为“congreses”的台账
           ╭─[town/bing.yaml:2:1]
         1 │ union: { id: 00103 }
         2 │ congreses:
           · ─────────
         3 │   - date: 2026-03-12
           ╰────
          怎么办：是不是“congresses”？

        错误[contract-lapsed] 违规 · 甲厂工会（00101）
          × 工资专项集体合同已于2025-12-31到期，未见续签
            ╭─[town/jia.yaml:13:14]
         12 │     congress: 2026-03-21
         13 │     expires: 2025-12-31
            ·              ──────────
            ╰────
          i 合同所称的职代会
           ╭─[town/jia.yaml:5:11]
         4 │ 职代会:
         5 │   - date: 2026-03-12
           ·           ──────────
         6 │     body: 单位职代会
           ╰────
          怎么办：与企业方协商续签，草案经职代会通过后签字、报送，并
                  登记新合同。

        警告[hazard-overdue] 违规 · 乙厂工会（00102）
          ! 隐患 H-1 应于2026-04-01前整改，至今未完成
           ╭─[town/yi.yaml:3:113]
         2 │ 隐患台账:
         3 │ … 等级: 重大隐患, 整改期限: 2026-04-01, …
           ·                             ──────────
         4 │   - { 编号: H-2, 查出日期: 2026-03-05, 责任人: 李四 }
           ╰────
          i 查出隐患的检查
           ╭─[town/yi-2.yaml:2:13]
         1 │ 监督检查:
         2 │   - { 检查日期: 2026-05-08, 检查类别: 安全生产 }
           ·                 ──────────
           ╰────
          怎么办：督促责任车间整改，完成后登记整改完成日期。

        规则错误[contract-gap] 涉及 2 家单位
          × 规则运行出错：没有 nonsense 这个字段
           ╭─[builtin:contracts/contract-gap.rhai:3:34]
         2 │ //! severity: error
         3 │ contracts.each(|c| c.expires - c.nonsense);
           ·                                  ────────
           ╰────
          怎么办：请把此信息报给规则的编写者。

        ────────────────────────────────────────────────────────────
        审查期 2026，截至 2026-12-31，规则包 builtin 0.1.0
        单位 2 家，规则 3 条，结论 6 个
          合规 1  违规 2  临期 1  数据不足 0  不适用 0  豁免 0  规则错误 2
        合规率 25.0%（合规 1 ÷ 已评价 4）
        覆盖率 66.6%（已评价 4 ÷ 应评价 6）
        得分   33.3
        违规之处 2：错误 1  警告 1  提示 0
        台账问题 1：错误 1  警告 0  提示 0
        错误：有的台账没有读全，或有的规则没有运行，结论不完整

        下一步
          hegui explain contract-lapsed
              依据、判断方法和整改办法
          原命令加上 --show due
              逐条列出：临期 1
        ");
    }

    struct Names;

    impl Masks for Names {
        fn spans(&self, source: &Source, around: Span) -> Vec<Span> {
            let names = ["王小明", "李四"].into_iter().flat_map(|name| source.text().match_indices(name));
            let spans = names.map(|(at, name)| Span::new(at, at + name.len()));
            spans.filter(|span| span.start >= around.start && span.end <= around.end).collect()
        }
    }

    #[test]
    fn names_do_not_show_in_excerpts() {
        let look = settings(200, Lang::Zh).look;
        let text = Drawer { look, masks: &Names }.draw(&wording::finding(&overdue(), "x", Lang::Zh));
        assert!(text.contains("责任人: ******") && text.contains("责任人: ****"), "{text}");
        assert!(!text.contains("王小明") && !text.contains("李四"), "{text}");
    }

    #[test]
    fn a_failed_rule_is_drawn_once_for_all_unions() {
        let mut report = TerminalReport::new(settings(80, Lang::Zh));
        let mut out = Vec::new();
        report.begin(&mut out, &run()).unwrap();
        for union in 0..3000 {
            let items =
                vec![Item::Finding(broken(&union.to_string())), Item::Finding(broken(&union.to_string()))];
            report.chunk(&mut out, &Chunk { items, ..Chunk::default() }).unwrap();
        }
        assert!(out.is_empty());
        report.finish(&mut out, &chunk().1).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.matches("规则运行出错").count(), 1);
        assert!(text.contains("涉及 3000 家单位"), "{text}");
    }

    #[test]
    fn a_rule_drawn_before_the_run_is_not_drawn_again() {
        let drawn = ["contract-gap".to_owned()];
        let text = written(&mut TerminalReport::new(Settings { drawn: &drawn, ..settings(80, Lang::Zh) }));
        assert!(
            text.contains("涉及 2 家单位\n  × builtin:contracts/contract-gap.rhai:3:34: 规则运行出错"),
            "{text}"
        );
    }

    #[test]
    fn states_asked_for_are_shown() {
        let shown = [State::Due, State::Pass];
        let text = written(&mut TerminalReport::new(Settings { show: &shown, ..settings(80, Lang::Zh) }));
        assert!(text.contains("临期[contract-lapsed] 乙厂工会（00102）"), "{text}");
        assert!(text.contains("甲厂工会（00101）\n  合规    hazard-overdue   查 4 项\n\n"), "{text}");
    }

    #[test]
    fn quotes_stand_under_the_finding() {
        let pack = Pack::builtin().unwrap();
        let text =
            written(&mut TerminalReport::new(Settings { quotes: Some(&pack), ..settings(100, Lang::Zh) }));
        assert!(
            text.contains("要求 R093：“集体合同到期的要重新签订”（000_7c44cd35d7108964.txt 第 36 行"),
            "{text}"
        );
        assert!(text.contains("依据：《集体合同规定》第 38 条（V2 已核摘录）"), "{text}");
    }

    #[test]
    fn silence_is_never_compliance() {
        let settings = Settings { quiet: true, ..settings(80, Lang::Zh) };
        let mut out = Vec::new();
        TerminalReport::new(settings).finish(&mut out, &Summary::default()).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "错误：没有评价任何单位，不能说明合规\n  怎么办：请核对路径；每份台账都要写明工会编码\n"
        );
    }
}
