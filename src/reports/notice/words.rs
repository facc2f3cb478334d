//! What a notice says besides what was found, in the words of official documents.

use super::Addressee;
use crate::engine::State;
use crate::records::Date;
use crate::reports::colon;
use crate::source::{Lang, Severity};
use crate::verdicts::RunInfo;

/// Room to write in by hand.
pub(super) const LINE: &str = "＿＿＿＿＿＿";

/// The title.
pub(super) fn title(lang: Lang) -> &'static str {
    lang.pick("整改通知书", "Notice of Rectification")
}

/// A day as documents write it.
pub(super) fn day(day: Date, lang: Lang) -> String {
    let (year, month, date) = (day.year(), day.month(), day.day());
    lang.pick(format!("{year}年{month}月{date}日"), day.to_string())
}

/// What was audited and found.
pub(super) fn found(to: &Addressee, run: &RunInfo, lang: Lang) -> String {
    let (period, until) = (lang.pick(run.period.in_chinese(), run.period.to_string()), day(run.as_of, lang));
    let count = to.findings.len();
    let kinds = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let count = to.findings.iter().filter(|found| found.severity == severity).count();
        (count > 0).then(|| {
            lang.pick(format!("{}{count}处", severity.name(lang)), format!("{} {count}", severity.name(lang)))
        })
    });
    let kinds: Vec<String> = kinds.into_iter().flatten().collect();
    let kinds = kinds.join(lang.pick("、", ", "));
    let problems = match to.problems.len() {
        0 => String::new(),
        count => lang.pick(format!("，台账问题{count}处"), format!(", problems of the records: {count}")),
    };
    lang.pick(
        format!("经审查你单位{period}工会台账（截至{until}），发现违规{count}处（{kinds}）{problems}。请逐项整改，在整改期限内将整改情况填入《整改回执》，连同佐证材料报送我会。"),
        format!("Your ledgers of {period} were audited as of {until}. Violations: {count} ({kinds}){problems}. Put right each of them within its time, and report in the reply form, with evidence."),
    )
}

/// How far the verdicts go: what could be told, and what not.
pub(super) fn reach(to: &Addressee, lang: Lang) -> String {
    let states = &to.states;
    let (applicable, judged, passed) = (states.applicable(), states.judged(), states.get(State::Pass));
    let mut text = lang.pick(
        format!("应评价{applicable}项，已评价{judged}项，其中合规{passed}项。"),
        format!("Of {applicable} rules that apply, {judged} were judged and {passed} passed."),
    );
    let unknown = states.get(State::Insufficient);
    if unknown > 0 {
        text += &lang.pick(
            format!("另有{unknown}项因台账内容不足未能得出结论，不等于合规，请一并补充台账。"),
            format!(" For lack of data {unknown} were not told, which is not compliance: complete the records too."),
        );
    }
    let failed = states.get(State::Error);
    if failed > 0 {
        text += &lang.pick(
            format!("有{failed}项因规则出错未能得出结论，将另行通知。"),
            format!(" {failed} rules failed; you will hear of them separately."),
        );
    }
    text
}

/// The line that bears the number of the document, to be filled in.
pub(super) fn number(lang: Lang) -> String {
    lang.pick(format!("编号：{LINE}"), format!("No. {LINE}"))
}

/// Who sends it, and when.
pub(super) fn sender(lang: Lang) -> [String; 2] {
    [
        lang.pick(format!("下发单位（盖章）：{LINE}"), format!("Issued by (seal): {LINE}")),
        written_day(lang).to_owned(),
    ]
}

/// What is attached.
pub(super) fn attached(lang: Lang) -> [&'static str; 2] {
    lang.pick(["附件：1. 整改依据", "　　　2. 整改回执"], ["Attached: 1. Grounds", "2. Reply form"])
}

/// The title of the first attachment.
pub(super) fn grounds(lang: Lang) -> &'static str {
    lang.pick("整改依据", "Grounds")
}

fn written_day(lang: Lang) -> &'static str {
    lang.pick("＿＿＿＿年＿＿月＿＿日", "Date: ＿＿＿＿＿＿")
}

/// The title of the reply form.
pub(super) fn reply(lang: Lang) -> &'static str {
    lang.pick("整改回执", "Reply to the Notice of Rectification")
}

/// How the reply begins.
pub(super) fn reply_opening(lang: Lang) -> [String; 2] {
    [
        lang.pick(format!("{LINE}（下发单位）："), format!("To {LINE} (issued by):")),
        lang.pick(
            "贵会《整改通知书》收悉，现将整改情况报告如下：".to_owned(),
            "We have received your notice of rectification and report as follows:".to_owned(),
        ),
    ]
}

/// Who signs the reply.
pub(super) fn reply_signatures(lang: Lang) -> Vec<String> {
    let lines = lang.pick(
        ["单位（盖章）", "工会主席（签字）", "经办人（签字）"],
        ["Union (seal)", "Chair (signature)", "Prepared by (signature)"],
    );
    let mut lines: Vec<String> = lines.iter().map(|line| format!("{line}{}{LINE}", colon(lang))).collect();
    lines.push(written_day(lang).to_owned());
    lines
}

/// What the superior union writes when it has looked at the reply.
pub(super) fn review(lang: Lang) -> &'static str {
    lang.pick("上级工会复核意见：", "Review by the superior union:")
}
