//! What came of a run, in words and numbers that every report shares: never better than it is.

use crate::engine::State;
use crate::source::Lang;
use crate::verdicts::{RunInfo, Summary};

/// `part` of `whole` in percent with one decimal, rounded down: only all is 100 %.
pub(super) fn percent(part: u64, whole: u64) -> String {
    match part.saturating_mul(1000).checked_div(whole) {
        Some(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
        None => "—".to_owned(),
    }
}

/// What a run is about: dates, pack, and the profiles asked for.
pub(super) fn about(run: &RunInfo, lang: Lang) -> String {
    let (period, as_of, pack, version) = (run.period, run.as_of, &run.pack, &run.pack_version);
    // The first is the pack's own, which nobody asked for.
    let asked = run.profiles.get(1..).unwrap_or_default();
    let profiles = match asked {
        [] => String::new(),
        some => lang.pick(format!("，方案 {}", some.join("、")), format!(", profiles {}", some.join(", "))),
    };
    lang.pick(
        format!("审查期 {period}，截至 {as_of}，规则包 {pack} {version}{profiles}"),
        format!("period {period}, as of {as_of}, rule pack {pack} {version}{profiles}"),
    )
}

/// A run in numbers, on one line.
pub(super) fn counts(summary: &Summary, rules: usize, lang: Lang) -> String {
    let states = &summary.states;
    let (unions, fails) = (summary.unions, summary.severities.iter().sum::<u64>());
    let problems: u64 = summary.problems.iter().sum();
    let (passed, judged, applicable) = (states.get(State::Pass), states.judged(), states.applicable());
    let (compliance, coverage) = (percent(passed, judged), percent(judged, applicable));
    let (due, unknown, broken) =
        (states.get(State::Due), states.get(State::Insufficient), states.get(State::Error));
    let mut excused = String::new();
    if let Some(known) = summary.baseline.as_ref().map(|baseline| baseline.known.iter().sum::<u64>()) {
        excused = lang.pick(format!("（基线已有 {known}）"), format!(" (in the baseline {known})"));
    }
    if states.get(State::Waived) > 0 {
        let waived = states.get(State::Waived);
        excused += &lang.pick(format!("，豁免 {waived}"), format!(", waived {waived}"));
    }
    lang.pick(
        format!(
            "单位 {unions}，规则 {rules}：违规 {fails} 处{excused}，临期 {due}，数据不足 {unknown}，规则错误 {broken}，台账问题 {problems}；合规率 {compliance}（{passed}/{judged}），覆盖率 {coverage}（{judged}/{applicable}）"
        ),
        format!(
            "unions {unions}, rules {rules}: violations {fails}{excused}, due {due}, insufficient {unknown}, rule errors {broken}, problems of the records {problems}; compliance {compliance} ({passed}/{judged}), coverage {coverage} ({judged}/{applicable})"
        ),
    )
}

/// Violations that the baseline knows.
pub(super) fn known(summary: &Summary) -> u64 {
    summary.baseline.as_ref().map_or(0, |baseline| baseline.known.iter().sum())
}

/// What came of a run, in a few words: never better than it is.
pub(super) fn outcome(summary: &Summary, rules: usize, lang: Lang) -> String {
    if let Some(loud) = nothing_judged(summary, rules, lang) {
        return loud.message.to_owned();
    }
    let (known, problems) = (known(summary), summary.problems.iter().sum::<u64>());
    let fails: u64 = summary.fails_anew().iter().sum();
    let found = match (fails, known) {
        (0, 0) => nothing_found(summary, lang),
        (0, _) => lang.pick(
            format!("没有新的违规，基线已有 {known} 处"),
            format!("no new violation, in the baseline: {known}"),
        ),
        (_, 0) => lang.pick(format!("发现违规 {fails} 处"), format!("violations found: {fails}")),
        _ => lang.pick(
            format!("发现新的违规 {fails} 处，基线已有 {known} 处"),
            format!("new violations found: {fails}, in the baseline: {known}"),
        ),
    };
    let found = match problems {
        0 => found,
        _ => lang.pick(
            format!("{found}；台账问题 {problems} 个"),
            format!("{found}; problems of the records: {problems}"),
        ),
    };
    match incomplete(summary, lang) {
        Some(_) => lang.pick(format!("结论不完整：{found}"), format!("verdicts incomplete: {found}")),
        None => found,
    }
}

/// That nothing was found, and how far that goes.
pub(super) fn nothing_found(summary: &Summary, lang: Lang) -> String {
    let found = match summary.states.get(State::Waived) {
        0 => lang.pick("没有发现违规", "no violation found").to_owned(),
        waived => lang.pick(
            format!("除豁免的 {waived} 个结论外，没有发现违规"),
            format!("but for the verdicts waived ({waived}), no violation found"),
        ),
    };
    match summary.states.get(State::Insufficient) {
        0 => found,
        unknown => lang.pick(
            format!("{found}，但有 {unknown} 个结论因数据不足没有得出"),
            format!("{found}, but for lack of data verdicts not reached: {unknown}"),
        ),
    }
}

/// What must be said loudly, and what to do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loud {
    /// What is so.
    pub message: &'static str,
    /// What to do.
    pub help: &'static str,
}

/// Loud words where nothing was judged at all; silence would read as compliance.
pub(super) fn nothing_judged(summary: &Summary, rules: usize, lang: Lang) -> Option<Loud> {
    let (message, help) = if summary.unions == 0 {
        (
            lang.pick(
                "没有评价任何单位，不能说明合规",
                "no union was judged: this says nothing of compliance",
            ),
            lang.pick(
                "请核对路径；每份台账都要写明工会编码",
                "check the paths; every record set must name its union",
            ),
        )
    } else if rules == 0 {
        (
            lang.pick("没有运行任何规则，不能说明合规", "no rule was run: this says nothing of compliance"),
            lang.pick("请核对 --select、--ignore 和规则包", "check --select, --ignore and the rule pack"),
        )
    } else if summary.states.judged() == 0 {
        (
            lang.pick(
                "没有得出任何结论，不能说明合规",
                "no verdict was reached: this says nothing of compliance",
            ),
            lang.pick(
                "加上 --show insufficient,not_applicable 查看原因",
                "see why with --show insufficient,not_applicable",
            ),
        )
    } else {
        return None;
    };
    Some(Loud { message, help })
}

/// Loud words where something was judged, but not everything, or less than is asked for.
pub(super) fn incomplete(summary: &Summary, lang: Lang) -> Option<String> {
    if summary.work_stopped || summary.states.get(State::Error) > 0 {
        return Some(
            lang.pick(
                "有的台账没有读全，或有的规则没有运行，结论不完整",
                "some records were not read in full or some rules not run: the verdicts are incomplete",
            )
            .to_owned(),
        );
    }
    below_coverage(summary, lang)
}

/// That less was judged than is asked for.
pub(super) fn below_coverage(summary: &Summary, lang: Lang) -> Option<String> {
    let asked = summary.min_coverage.filter(|_| !summary.is_covered())?.normalize();
    let coverage = percent(summary.states.judged(), summary.states.applicable());
    Some(lang.pick(
        format!("覆盖率 {coverage}，低于要求的 {asked}%"),
        format!("coverage {coverage} is below the {asked}% asked for"),
    ))
}
