//! The changes as text: what makes the results differ besides the unions' doing, each violation asked
//! for, then the numbers, and who did what.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{entry, tables};
use crate::engine::State;
use crate::reports::columns::{one_line, wrap};
use crate::reports::look::{Look, Tone};
use crate::reports::outcome::percent;
use crate::source::Lang;
use crate::verdicts::StateCounts;
use crate::verdicts::changes::{Change, Changed, Changes, Pair, Tally};
use crate::verdicts::saved::Saved;

/// What is listed.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// How it looks.
    pub look: Look,
    /// The categories listed one by one.
    pub changes: &'a [Change],
}

/// Changes as they are shown to people.
#[derive(Debug)]
pub struct ChangesReport<'a> {
    changes: &'a Changes<'a>,
    /// The unions' names by code.
    names: BTreeMap<&'a str, &'a str>,
    shown: Shown<'a>,
}

impl<'a> ChangesReport<'a> {
    /// The report of these changes.
    pub fn new(changes: &'a Changes<'a>, shown: Shown<'a>) -> Self {
        let names = changes.unions.iter().map(|union| (union.id, union.name)).collect();
        Self { changes, names, shown }
    }

    /// Writes it.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        self.notes(out)?;
        for &change in self.shown.changes {
            self.listed(out, change)?;
        }
        let look = self.shown.look;
        writeln!(out, "{}", look.paint(Tone::Faint, &"─".repeat(look.columns.clamp(20, 60))))?;
        self.compared(out)?;
        self.numbers(out)?;
        tables::write(out, self.changes, look)?;
        self.next_steps(out)
    }

    /// Loud, and first: the unions may not have done what the numbers say.
    fn notes(&self, out: &mut dyn Write) -> io::Result<()> {
        let look = self.shown.look;
        if self.changes.notes.is_empty() {
            return Ok(());
        }
        let head = look.lang.pick(
            "注意：各次结果不完全可比，变化可能来自规则、口径或台账问题，不一定来自单位",
            "mind: the results are not fully comparable; changes may come from rules, dates or problems of the records, not from the unions",
        );
        writeln!(out, "{}", look.paint(Tone::Bad, &wrap(head, look.columns, 0, 0)))?;
        for note in &self.changes.notes {
            let text = one_line(note.message.get(look.lang));
            writeln!(out, "  - {}", wrap(&text, look.columns, 4, 4))?;
        }
        writeln!(out)
    }

    fn listed(&self, out: &mut dyn Write, change: Change) -> io::Result<()> {
        let look = self.shown.look;
        let of_it: Vec<&Changed<'_>> =
            self.changes.findings.iter().filter(|changed| changed.change == change).collect();
        if of_it.is_empty() {
            return Ok(());
        }
        let head = format!("{} {}", change.name(look.lang), of_it.len());
        writeln!(out, "{}", look.paint(Tone::Strong, &head))?;
        for changed in of_it {
            entry::write(out, changed, self.names.get(&*changed.violation.union).copied(), look)?;
        }
        writeln!(out)
    }

    /// Which results were compared.
    fn compared(&self, out: &mut dyn Write) -> io::Result<()> {
        let (results, lang) = (self.changes.results, self.shown.look.lang);
        for earlier in results.earlier {
            writeln!(out, "{}{}", lang.pick("更早  ", "earlier  "), about(earlier, lang))?;
        }
        writeln!(out, "{}{}", lang.pick("上次  ", "old      "), about(results.old, lang))?;
        writeln!(out, "{}{}", lang.pick("本次  ", "new      "), about(results.new, lang))
    }

    fn numbers(&self, out: &mut dyn Write) -> io::Result<()> {
        let (look, total) = (self.shown.look, &self.changes.total);
        let counts = Change::ALL.map(|change| {
            let count = total.count(change);
            let text = format!("{} {count}", change.name(look.lang));
            if count == 0 { look.paint(Tone::Faint, &text) } else { look.paint(tone(change), &text) }
        });
        if total.count(Change::Unchanged) == self.changes.findings.len() as u64 {
            let none = look.lang.pick("违规没有变化", "no change of violations");
            writeln!(out, "{}", look.paint(Tone::Strong, none))?;
        }
        writeln!(out, "{}", counts.join(look.lang.pick("  ", ", ")))?;
        for line in rates(total, look.lang) {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    /// What is not shown, and how to see it.
    fn next_steps(&self, out: &mut dyn Write) -> io::Result<()> {
        let look = self.shown.look;
        let hidden = Change::ALL
            .into_iter()
            .filter(|change| self.changes.total.count(*change) > 0 && !self.shown.changes.contains(change));
        let hidden: Vec<&str> = hidden.map(Change::as_str).collect();
        if hidden.is_empty() {
            return Ok(());
        }
        let list = hidden.join(",");
        let command = look
            .lang
            .pick(format!("原命令加上 --show {list}"), format!("the same command with --show {list}"));
        let why = look.lang.pick("逐条列出其余各类", "lists the other categories");
        writeln!(out, "\n{}", look.lang.pick("下一步", "what next"))?;
        writeln!(out, "  {}\n      {why}", look.paint(Tone::Calm, &command))
    }
}

/// How loud a category is.
pub(super) fn tone(change: Change) -> Tone {
    match change {
        Change::New | Change::Worse | Change::Reopened => Tone::Bad,
        Change::Unclear => Tone::Mind,
        Change::Unchanged | Change::Fixed | Change::Waived => Tone::Strong,
    }
}

fn about(saved: &Saved, lang: Lang) -> String {
    let (path, period, as_of) = (one_line(&saved.path), saved.period, saved.as_of);
    let (pack, version) = (one_line(&saved.pack.name), one_line(&saved.pack.version));
    let unions = saved.unions.len();
    lang.pick(
        format!("{path}：审查期 {period}，截至 {as_of}，规则包 {pack} {version}，单位 {unions} 家"),
        format!("{path}: period {period}, as of {as_of}, rule pack {pack} {version}, unions {unions}"),
    )
}

/// The rate of rectification beside what is unclear, compliance beside coverage.
fn rates(total: &Tally, lang: Lang) -> Vec<String> {
    let (fixed, of, unclear) = (total.fixed, total.violations.old, total.count(Change::Unclear));
    let rectified = percent(fixed, of);
    let pick = |zh: String, en: String| lang.pick(zh, en);
    let states = total.states;
    let share = |(part, whole): (u64, u64)| {
        let rate = percent(part, whole);
        lang.pick(format!("{rate}（{part}/{whole}）"), format!("{rate} ({part}/{whole}) "))
    };
    let compliance = |pair: Pair<(u64, u64)>| {
        let text = format!("{}→ {}", share(pair.old), share(pair.new));
        text.trim_end().to_owned()
    };
    let passed = Pair { old: compliance_of(&states.old), new: compliance_of(&states.new) };
    let judged = Pair { old: coverage_of(&states.old), new: coverage_of(&states.new) };
    let (passed, judged) = (compliance(passed), compliance(judged));
    let [old, new] = [total.violations.old, total.violations.new];
    let (due, insufficient) = (total.due, total.insufficient);
    vec![
        pick(
            format!("整改率 {rectified}（已改 {fixed} ÷ 上次违规 {of}），无法核实 {unclear}"),
            format!("rectified {rectified} (fixed {fixed} ÷ violations before {of}), unclear {unclear}"),
        ),
        pick(format!("合规率 {passed}，覆盖率 {judged}"), format!("compliance {passed}, coverage {judged}")),
        pick(
            format!(
                "违规 {old} → {new} 处，临期 {} → {} 处，数据不足 {} → {} 处",
                due.old, due.new, insufficient.old, insufficient.new
            ),
            format!(
                "violations {old} → {new}, due {} → {}, insufficient {} → {}",
                due.old, due.new, insufficient.old, insufficient.new
            ),
        ),
    ]
}

/// Passed and judged.
pub(super) fn compliance_of(states: &StateCounts) -> (u64, u64) {
    (states.get(State::Pass), states.judged())
}

/// Judged and applicable.
pub(super) fn coverage_of(states: &StateCounts) -> (u64, u64) {
    (states.judged(), states.applicable())
}
