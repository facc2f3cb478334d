//! What does not fail a run though it was found: how what is waived and what the baseline knows is worded.

use super::columns::one_line;
use super::wording::colon;
use crate::engine::State;
use crate::source::{Lang, Severity};
use crate::verdicts::{Finding, Known, Summary, Waiver};

/// Entries of the baseline that are fixed, named at most.
const NAMED: usize = 10;

/// Why a finding fails no run: who answers for it and until when, or that the baseline knows it.
pub(super) fn remark(finding: &Finding, lang: Lang) -> Option<String> {
    if let Some(waiver) = &finding.waiver {
        return Some(format!("{}{}{}", State::Waived.name(lang), colon(lang), answer(waiver, lang)));
    }
    let is_known = finding.is_known && finding.state == State::Fail;
    let nothing = lang.pick("，不影响退出状态", ", fails no run");
    is_known.then(|| format!("{}{nothing}", in_baseline(lang)))
}

/// The answer for what is waived: why, by whom, and until when.
pub(super) fn answer(waiver: &Waiver, lang: Lang) -> String {
    let (reason, by, until) = (one_line(&waiver.reason), one_line(&waiver.approved_by), waiver.until);
    lang.pick(
        format!("{reason}（批准：{by}，至 {until}）"),
        format!("{reason} (approved by {by}, until {until})"),
    )
}

/// What a finding is called that the baseline knows.
pub(super) fn in_baseline(lang: Lang) -> &'static str {
    lang.pick("基线已有", "in the baseline")
}

/// How many violations the baseline knows and how many are new; nothing where there is no baseline.
pub(super) fn against(summary: &Summary, lang: Lang) -> Option<String> {
    let known: u64 = summary.baseline.as_ref()?.known.iter().sum();
    let anew = summary.fails_anew();
    let all: u64 = anew.iter().sum();
    let by = [Severity::Error, Severity::Warning, Severity::Note]
        .map(|severity| format!("{} {}", severity.name(lang), anew[severity as usize]));
    let by = by.join(lang.pick("、", ", "));
    Some(lang.pick(
        format!("其中基线已有 {known} 处，新增 {all} 处（{by}）"),
        format!("of these in the baseline: {known}; new: {all} ({by})"),
    ))
}

/// What of the baseline is gone: fixed, or not judged again.
pub(super) fn gone(summary: &Summary, lang: Lang) -> Vec<String> {
    let Some(against) = &summary.baseline else { return Vec::new() };
    let (fixed, unclear) = (against.fixed.len(), against.unclear);
    let mut lines = Vec::new();
    if fixed > 0 {
        lines.push(lang.pick(
            format!("基线中已整改 {fixed} 处（加 --prune 从基线中去掉）："),
            format!("fixed since the baseline: {fixed} (--prune takes them out of it):"),
        ));
        lines.extend(against.fixed.iter().take(NAMED).map(|known| entry(known, lang)));
        if let Some(more) = fixed.checked_sub(NAMED).filter(|more| *more > 0) {
            lines.push(lang.pick(format!("  …… 另有 {more} 处"), format!("  … and {more} more")));
        }
    }
    if unclear > 0 {
        lines.push(lang.pick(
            format!("基线中有 {unclear} 处这次没有评价，不能算已整改"),
            format!("in the baseline but not judged this time, so not called fixed: {unclear}"),
        ));
    }
    lines
}

fn entry(known: &Known, lang: Lang) -> String {
    let (rule, union, message) = (&known.rule, one_line(&known.union), one_line(&known.message));
    lang.pick(format!("  {rule}（{union}）{message}"), format!("  {rule} ({union}) {message}"))
}
