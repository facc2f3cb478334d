//! The end of a text report: the run in numbers and in plain words, and what to do next.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::excused;
use super::look::Tone;
use super::outcome::{Loud, about, incomplete, nothing_found, nothing_judged, percent};
use super::settings::Settings;
use super::submissions;
use super::wording::colon;
use crate::engine::State;
use crate::source::Severity;
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
        if let Some(Loud { message, help }) = loud {
            self.loud(out, message)?;
            let heading = look.paint(Tone::Calm, look.lang.pick("怎么办", "what to do"));
            writeln!(out, "  {heading}{}{help}", colon(look.lang))?;
        }
        if self.settings.quiet {
            return Ok(());
        }
        if let Some(message) = incomplete(self.summary, look.lang).filter(|_| loud.is_none()) {
            self.loud(out, &message)?;
        }
        self.next_steps(out)
    }

    fn loud(&self, out: &mut dyn Write, message: &str) -> io::Result<()> {
        let look = self.settings.look;
        let word = Severity::Error.name(look.lang);
        writeln!(out, "{}", look.paint(Tone::Bad, &format!("{word}{}{message}", colon(look.lang))))
    }

    /// The numbers: all of them where something was found, few where nothing was.
    fn numbers(&self, rules: usize) -> Vec<String> {
        let (look, summary) = (self.settings.look, self.summary);
        let lang = look.lang;
        let mut lines = Vec::new();
        if let Some(run) = self.run {
            lines.push(about(run, lang));
        }
        let unions = summary.unions;
        let all: u64 = State::ALL.into_iter().map(|state| summary.states.get(state)).sum();
        let scope = lang.pick(
            format!("单位 {unions} 家，规则 {rules} 条，结论 {all} 个"),
            format!("unions {unions}, rules {rules}, verdicts {all}"),
        );
        lines.push(look.paint(Tone::Strong, &scope));
        let is_clean = !summary.reaches(Severity::Note) && summary.states.get(State::Error) == 0;
        if all > 0 {
            lines.push(self.states(is_clean));
            lines.extend(self.rates(is_clean));
        }
        lines.extend(submissions::line(&summary.submissions, lang));
        if is_clean && summary.states.judged() > 0 {
            lines.push(self.nothing_found());
        } else {
            lines.push(self.places(lang.pick("违规之处", "violations"), |severity| summary.fails(severity)));
            lines.extend(excused::against(summary, lang).map(|line| format!("  {line}")));
            let heading = lang.pick("台账问题", "problems of the records");
            lines.push(self.places(heading, |severity| summary.problems(severity)));
        }
        lines.extend(excused::gone(summary, lang));
        lines
    }

    /// Verdicts by state; where nothing was found only the states there are.
    fn states(&self, is_clean: bool) -> String {
        let is_told = |state: &State| !is_clean || self.summary.states.get(*state) > 0;
        let states: Vec<String> =
            State::ALL.into_iter().filter(is_told).map(|state| self.state(state)).collect();
        format!("  {}", states.join(self.settings.look.lang.pick("  ", ", ")))
    }

    fn rates(&self, is_clean: bool) -> Vec<String> {
        let (lang, states) = (self.settings.look.lang, &self.summary.states);
        let (passed, judged, applicable) = (states.get(State::Pass), states.judged(), states.applicable());
        let (compliance, coverage) = (percent(passed, judged), percent(judged, applicable));
        if is_clean {
            return vec![lang.pick(
                format!(
                    "合规率 {compliance}（{passed}/{judged}），覆盖率 {coverage}（{judged}/{applicable}）"
                ),
                format!(
                    "compliance {compliance} ({passed}/{judged}), coverage {coverage} ({judged}/{applicable})"
                ),
            )];
        }
        let mut lines = vec![
            lang.pick(
                format!("合规率 {compliance}（合规 {passed} ÷ 已评价 {judged}）"),
                format!("compliance {compliance} (passed {passed} ÷ judged {judged})"),
            ),
            lang.pick(
                format!("覆盖率 {coverage}（已评价 {judged} ÷ 应评价 {applicable}）"),
                format!("coverage   {coverage} (judged {judged} ÷ applicable {applicable})"),
            ),
        ];
        if let Some(tenths) = self.summary.score.tenths() {
            let shown = format!("{}.{}", tenths / 10, tenths % 10);
            lines.push(lang.pick(format!("得分   {shown}"), format!("score      {shown}")));
        }
        lines
    }

    /// `违规之处 14：错误 8  警告 6  提示 0`.
    fn places(&self, heading: &str, count: impl Fn(Severity) -> u64) -> String {
        let look = self.settings.look;
        let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
            let count = count(severity);
            let text = format!("{} {count}", severity.name(look.lang));
            let tone = if count == 0 { Tone::Faint } else { Tone::of_severity(severity) };
            (count, look.paint(tone, &text))
        });
        let all: u64 = counts.iter().map(|(count, _)| count).sum();
        if all == 0 {
            return format!("{heading} 0");
        }
        let counts = counts.map(|(_, text)| text).join(look.lang.pick("  ", ", "));
        format!("{heading} {all}{}{counts}", colon(look.lang))
    }

    /// That nothing was found.
    fn nothing_found(&self) -> String {
        let (look, is_all) = (self.settings.look, self.summary.states.get(State::Insufficient) == 0);
        let text = nothing_found(self.summary, look.lang);
        look.paint(if is_all { Tone::Strong } else { Tone::Mind }, &text)
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
            let which = match count {
                1 => String::new(),
                _ => lang.pick(
                    format!("违规最多的规则（{count} 处）："),
                    format!("the rule broken most (places: {count}): "),
                ),
            };
            let what = lang.pick("依据、判断方法和整改办法", "its ground, how it decides, how to mend it");
            let why = format!("{which}{what}");
            steps.push((format!("hegui explain {rule}"), why));
        }
        let hidden: Vec<State> = [State::Due, State::Insufficient, State::Waived]
            .into_iter()
            .filter(|&state| self.summary.states.get(state) > 0 && !self.settings.shows(state))
            .collect();
        let mut list: Vec<&str> = hidden.iter().map(|state| state.as_str()).collect();
        let mut named: Vec<String> = hidden
            .iter()
            .map(|&state| format!("{} {}", state.name(lang), self.summary.states.get(state)))
            .collect();
        let known: u64 = self.summary.baseline.iter().flat_map(|baseline| baseline.known).sum();
        if known > 0 && !self.settings.known {
            list.push("baseline");
            named.push(lang.pick(format!("基线已有 {known}"), format!("in the baseline {known}")));
        }
        if !list.is_empty() {
            let named = named.join(lang.pick("、", ", "));
            let why = lang.pick(format!("逐条列出：{named}"), format!("lists them: {named}"));
            let list = list.join(",");
            steps.push((
                lang.pick(
                    format!("原命令加上 --show {list}"),
                    format!("the same command with --show {list}"),
                ),
                why,
            ));
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
