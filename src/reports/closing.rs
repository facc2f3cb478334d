//! The end of a text report: the run in numbers and in plain words, and what to do next.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::look::{Look, Tone};
use super::settings::Settings;
use crate::engine::State;
use crate::source::{Lang, Severity};
use crate::verdicts::{RunInfo, Summary};

/// What the end of a report is written from.
#[derive(Debug)]
pub(super) struct Closing<'a> {
    /// What is shown.
    pub settings: &'a Settings<'a>,
    /// What the run was about.
    pub run: Option<&'a RunInfo>,
    /// Its numbers.
    pub summary: &'a Summary,
    /// `Fail` findings by rule.
    pub fails: &'a BTreeMap<String, u64>,
}

/// `part` of `whole` in percent with one decimal, rounded down: only all is 100 %.
pub(super) fn percent(part: u64, whole: u64) -> String {
    match part.saturating_mul(1000).checked_div(whole) {
        Some(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
        None => "—".to_owned(),
    }
}

/// Loud words where nothing was judged at all; silence would read as compliance.
pub(super) fn nothing_judged(summary: &Summary, rules: usize, lang: Lang) -> Option<&'static str> {
    if summary.unions == 0 {
        Some(
            lang.pick(
                "没有评价任何单位，不能说明合规",
                "no union was judged: this says nothing of compliance",
            ),
        )
    } else if rules == 0 {
        Some(lang.pick("没有运行任何规则，不能说明合规", "no rule was run: this says nothing of compliance"))
    } else if summary.states.judged() == 0 {
        Some(lang.pick(
            "没有得出任何结论，不能说明合规",
            "no verdict was reached: this says nothing of compliance",
        ))
    } else {
        None
    }
}

impl Closing<'_> {
    /// Writes it; in a quiet report only what must never be passed over.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let look = self.settings.look;
        let rules = self.run.map_or(0, |run| run.rules.len());
        let loud = nothing_judged(self.summary, rules, look.lang);
        if !self.settings.quiet {
            writeln!(out, "{}", look.paint(Tone::Faint, &"─".repeat(look.columns.clamp(20, 60))))?;
            for line in self.numbers(rules) {
                writeln!(out, "{line}")?;
            }
        }
        if let Some(loud) = loud {
            let word = Severity::Error.name(look.lang);
            writeln!(out, "{}", look.paint(Tone::Bad, &format!("{word}: {loud}")))?;
        }
        if self.settings.quiet { Ok(()) } else { self.next_steps(out) }
    }

    fn numbers(&self, rules: usize) -> Vec<String> {
        let (look, summary) = (self.settings.look, self.summary);
        let lang = look.lang;
        let states = &summary.states;
        let (passed, judged, applicable) = (states.get(State::Pass), states.judged(), states.applicable());
        let mut lines = Vec::new();
        if let Some(run) = self.run {
            let (period, as_of, pack, version) = (run.period, run.as_of, &run.pack, &run.pack_version);
            lines.push(lang.pick(
                format!("审查期 {period}，截至 {as_of}，规则包 {pack} {version}"),
                format!("period {period}, as of {as_of}, rule pack {pack} {version}"),
            ));
        }
        let unions = summary.unions;
        let all: u64 = State::ALL.into_iter().map(|state| states.get(state)).sum();
        let scope = lang.pick(
            format!("单位 {unions} 家，规则 {rules} 条，结论 {all} 个"),
            format!("unions {unions}, rules {rules}, verdicts {all}"),
        );
        lines.push(look.paint(Tone::Strong, &scope));
        let states: Vec<String> = State::ALL.into_iter().map(|state| self.state(state)).collect();
        lines.push(format!("  {}", states.join(lang.pick("  ", ", "))));
        let (compliance, coverage) = (percent(passed, judged), percent(judged, applicable));
        lines.push(lang.pick(
            format!("合规率 {compliance}（合规 {passed} ÷ 已评价 {judged}）"),
            format!("compliance {compliance} (passed {passed} ÷ judged {judged})"),
        ));
        lines.push(lang.pick(
            format!("覆盖率 {coverage}（已评价 {judged} ÷ 应评价 {applicable}）"),
            format!("coverage   {coverage} (judged {judged} ÷ applicable {applicable})"),
        ));
        if let Some(tenths) = summary.score.tenths() {
            let shown = format!("{}.{}", tenths / 10, tenths % 10);
            lines.push(lang.pick(format!("得分   {shown}"), format!("score      {shown}")));
        }
        let fails = by_severity(look, |severity| summary.fails(severity));
        let problems = by_severity(look, |severity| summary.problems(severity));
        lines.push(lang.pick(format!("违规之处 {fails}"), format!("violations: {fails}")));
        lines.push(lang.pick(format!("台账问题 {problems}"), format!("problems of the records: {problems}")));
        lines
    }

    fn state(&self, state: State) -> String {
        let (look, count) = (self.settings.look, self.summary.states.get(state));
        let text = format!("{} {count}", state.name(look.lang));
        match state {
            _ if count == 0 => look.paint(Tone::Faint, &text),
            State::Fail | State::Error => look.paint(Tone::Bad, &text),
            State::Due | State::Insufficient => look.paint(Tone::Mind, &text),
            State::Pass | State::NotApplicable | State::Waived => text,
        }
    }

    fn next_steps(&self, out: &mut dyn Write) -> io::Result<()> {
        let lang = self.settings.look.lang;
        let mut steps: Vec<(String, String)> = Vec::new();
        if let Some((rule, count)) = self.worst_rule() {
            let why = lang.pick(
                format!("违规最多的规则（{count} 处）：依据、判断方法和整改办法"),
                format!("the rule broken most (places: {count}): its ground, how it decides, how to mend it"),
            );
            steps.push((format!("hegui explain {rule}"), why));
        }
        let hidden: Vec<State> = [State::Due, State::Insufficient, State::Waived]
            .into_iter()
            .filter(|&state| self.summary.states.get(state) > 0 && !self.settings.shows(state))
            .collect();
        if !hidden.is_empty() {
            let list: Vec<&str> = hidden.iter().map(|state| state.as_str()).collect();
            let named: Vec<String> = hidden
                .iter()
                .map(|&state| format!("{} {}", state.name(lang), self.summary.states.get(state)))
                .collect();
            let named = named.join(lang.pick("、", ", "));
            let why = lang.pick(format!("逐条列出：{named}"), format!("lists them: {named}"));
            steps.push((format!("hegui check --show {}", list.join(",")), why));
        }
        if steps.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", lang.pick("下一步", "what next"))?;
        for (command, why) in steps {
            writeln!(out, "  {}\n      {why}", self.settings.look.paint(Tone::Calm, &command))?;
        }
        Ok(())
    }

    /// The rule with the most violations; the first by name where several have as many.
    fn worst_rule(&self) -> Option<(&str, u64)> {
        let mut worst: Option<(&str, u64)> = None;
        for (rule, &count) in self.fails {
            if worst.is_none_or(|(_, most)| count > most) {
                worst = Some((rule, count));
            }
        }
        worst
    }
}

/// `错误 3  警告 1  提示 0`.
pub(super) fn by_severity(look: Look, count: impl Fn(Severity) -> u64) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = count(severity);
        let text = format!("{} {count}", severity.name(look.lang));
        let tone = if count == 0 { Tone::Faint } else { Tone::of_severity(severity) };
        look.paint(tone, &text)
    });
    counts.join(look.lang.pick("  ", ", "))
}
