//! The head of the page: what came of the run, and its numbers.

use super::escape::text;
use super::page::Page;
use crate::engine::State;
use crate::reports::outcome::{about, incomplete, known, nothing_judged, outcome, percent};
use crate::reports::{colon, submissions};
use crate::source::{Lang, Severity};
use crate::verdicts::{RunInfo, Summary};

/// Writes it.
pub(super) fn write(page: &mut Page, run: &RunInfo, summary: &Summary) {
    let (lang, rules) = (page.lang, run.rules.len());
    let (colon, title) = (colon(lang), lang.pick("合规审查", "Compliance check"));
    page.paragraph(&format!("# {title}{colon}{}", text(&outcome(summary, rules, lang))));
    page.paragraph(&text(&about(run, lang)));
    let error = Severity::Error.name(lang);
    if let Some(loud) = nothing_judged(summary, rules, lang) {
        page.paragraph(&format!("> **{error}{colon}{}**\n>\n> {}", text(loud.message), text(loud.help)));
    } else if let Some(message) = incomplete(summary, lang) {
        page.paragraph(&format!("> **{error}{colon}{}**", text(&message)));
    }
    page.paragraph(&states(summary, lang));
    page.paragraph(
        &lines(summary, rules, lang).map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n"),
    );
}

/// Verdicts by state.
fn states(summary: &Summary, lang: Lang) -> String {
    let names = State::ALL.map(|state| state.name(lang)).join(" | ");
    let counts = State::ALL.map(|state| summary.states.get(state).to_string()).join(" | ");
    let rule = State::ALL.map(|_| "---:").join(" | ");
    format!("| {names} |\n| {rule} |\n| {counts} |")
}

fn lines(summary: &Summary, rules: usize, lang: Lang) -> impl Iterator<Item = String> {
    let (unions, states) = (summary.unions, &summary.states);
    let all: u64 = State::ALL.into_iter().map(|state| states.get(state)).sum();
    let (passed, judged, applicable) = (states.get(State::Pass), states.judged(), states.applicable());
    let (compliance, coverage) = (percent(passed, judged), percent(judged, applicable));
    let score = summary.score.tenths().map(|tenths| format!("{}.{}", tenths / 10, tenths % 10));
    let lines = [
        Some(lang.pick(
            format!("单位 {unions} 家，规则 {rules} 条，结论 {all} 个"),
            format!("unions {unions}, rules {rules}, verdicts {all}"),
        )),
        Some(lang.pick(
            format!(
                "合规率 {compliance}（合规 {passed} ÷ 已评价 {judged}），覆盖率 {coverage}（已评价 {judged} ÷ 应评价 {applicable}）"
            ),
            format!(
                "compliance {compliance} (passed {passed} ÷ judged {judged}), coverage {coverage} (judged {judged} ÷ applicable {applicable})"
            ),
        )),
        score.map(|score| lang.pick(format!("得分 {score}"), format!("score {score}"))),
        submissions::line(&summary.submissions, lang),
        Some(places(lang.pick("违规之处", "violations"), lang, |severity| summary.fails(severity))),
        against(summary, lang),
        Some(places(lang.pick("台账问题", "problems of the records"), lang, |severity| {
            summary.problems(severity)
        })),
    ];
    lines.into_iter().flatten()
}

/// `违规之处 4：错误 3，警告 1，提示 0`
fn places(heading: &str, lang: Lang, count: impl Fn(Severity) -> u64) -> String {
    let counts =
        [Severity::Error, Severity::Warning, Severity::Note].map(|severity| (severity, count(severity)));
    let all: u64 = counts.iter().map(|(_, count)| count).sum();
    if all == 0 {
        return format!("{heading} 0");
    }
    let counts = counts.map(|(severity, count)| format!("{} {count}", severity.name(lang)));
    format!("{heading} {all}{}{}", colon(lang), counts.join(lang.pick("，", ", ")))
}

/// What a baseline says.
fn against(summary: &Summary, lang: Lang) -> Option<String> {
    let baseline = summary.baseline.as_ref()?;
    let new: u64 = summary.fails_anew().iter().sum();
    let (known, fixed, unclear) = (known(summary), baseline.fixed.len(), baseline.unclear);
    Some(lang.pick(
        format!("与基线相比：新的违规 {new} 处，基线已有 {known} 处，已改 {fixed}，无法核实 {unclear}"),
        format!(
            "against the baseline: new violations {new}, known {known}, fixed {fixed}, unclear {unclear}"
        ),
    ))
}
