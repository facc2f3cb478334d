//! What makes results differ besides the unions' doing. It is said before anything else.

use std::collections::BTreeSet;

use super::Results;
use crate::records::Period;
use crate::source::Text;
use crate::verdicts::saved::Saved;

/// How many rules are named at most.
const NAMED: usize = 5;

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteCode {
    /// The rule packs differ.
    Pack,
    /// The profiles differ.
    Profiles,
    /// The periods are not equally long.
    PeriodLength,
    /// The new period leaves out part of the old one.
    PeriodNotCovered,
    /// Rules were run that were not run before, or the other way round.
    Rules,
    /// The programs differ.
    Tool,
    /// A later result was judged at an earlier day.
    AsOf,
    /// Something is called fixed, and the new result has problems of the records.
    Problems,
    /// The new result has no union.
    NoUnion,
}

impl NoteCode {
    /// As results spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pack => "pack",
            Self::Profiles => "profiles",
            Self::PeriodLength => "period_length",
            Self::PeriodNotCovered => "period_not_covered",
            Self::Rules => "rules",
            Self::Tool => "tool",
            Self::AsOf => "as_of",
            Self::Problems => "problems",
            Self::NoUnion => "no_union",
        }
    }
}

/// One such difference.
#[derive(Debug, Clone)]
pub struct Note {
    /// What it is about.
    pub code: NoteCode,
    /// In words.
    pub message: Text,
}

fn note(code: NoteCode, zh: impl Into<String>, en: impl Into<String>) -> Note {
    Note { code, message: Text { zh: zh.into(), en: en.into() } }
}

/// All there are; `any_fixed` says whether anything is called fixed.
pub(super) fn notes(results: Results<'_>, any_fixed: bool) -> Vec<Note> {
    let Results { old, new, .. } = results;
    let mut notes: Vec<Note> =
        [no_union(new), pack(old, new), profiles(old, new), tool(old, new)].into_iter().flatten().collect();
    notes.extend(periods(old, new));
    notes.extend(rules(old, new));
    let all: Vec<&Saved> = results.all().collect();
    notes.extend(all.windows(2).filter(|pair| pair[1].as_of < pair[0].as_of).map(|pair| {
        let (before, after) = (pair[0].as_of, pair[1].as_of);
        note(
            NoteCode::AsOf,
            format!("截止日期倒退：前一结果 {before}，后一结果 {after}；请核对文件次序，旧的在前"),
            format!(
                "the day judged at goes back: {before}, then {after}; check the order of files, oldest first"
            ),
        )
    }));
    if new.problems > 0 && any_fixed {
        let count = new.problems;
        notes.push(note(
            NoteCode::Problems,
            format!("本次台账问题 {count} 处，有的内容没有读到，所称已改的须再核实"),
            format!(
                "problems of the records now: {count}; some was not read, so check again what is called fixed"
            ),
        ));
    }
    notes
}

fn no_union(new: &Saved) -> Option<Note> {
    let (zh, en) = (
        "本次结果没有任何单位，不能说明合规",
        "the new result has no union: this says nothing of compliance",
    );
    new.unions.is_empty().then(|| note(NoteCode::NoUnion, zh, en))
}

fn pack(old: &Saved, new: &Saved) -> Option<Note> {
    let said = |saved: &Saved| {
        let digest = saved.pack.digest.trim_start_matches("sha256:").chars().take(8).collect::<String>();
        format!("{} {} ({digest})", saved.pack.name, saved.pack.version)
    };
    let (before, after) = (said(old), said(new));
    (old.pack != new.pack).then(|| {
        note(
            NoteCode::Pack,
            format!("规则包不同：上次 {before}，本次 {after}"),
            format!("the rule packs differ: {before}, now {after}"),
        )
    })
}

fn profiles(old: &Saved, new: &Saved) -> Option<Note> {
    let said = |saved: &Saved, and: &str, none: &str| match saved.profiles.as_slice() {
        [] => none.to_owned(),
        some => some.join(and),
    };
    (old.profiles != new.profiles).then(|| {
        note(
            NoteCode::Profiles,
            format!("方案不同：上次 {}，本次 {}", said(old, "、", "无"), said(new, "、", "无")),
            format!("the profiles differ: {}, now {}", said(old, ", ", "none"), said(new, ", ", "none")),
        )
    })
}

fn tool(old: &Saved, new: &Saved) -> Option<Note> {
    let (before, after) = (&old.tool, &new.tool);
    (before != after).then(|| {
        note(
            NoteCode::Tool,
            format!("程序版本不同：上次 {before}，本次 {after}"),
            format!("the versions of the program differ: {before}, now {after}"),
        )
    })
}

fn periods(old: &Saved, new: &Saved) -> Vec<Note> {
    let (before, after) = (old.period, new.period);
    let mut notes = Vec::new();
    if length(before) != length(after) {
        notes.push(note(
            NoteCode::PeriodLength,
            format!("审查期长短不同：上次 {before}，本次 {after}"),
            format!("the periods are not equally long: {before}, now {after}"),
        ));
    }
    if !after.covers(before) {
        notes.push(note(
            NoteCode::PeriodNotCovered,
            format!("本次审查期 {after} 不含上次审查期 {before}，上次的违规在本次查不到的，一律列为无法核实"),
            format!(
                "the period {after} leaves out part of {before}: violations not found again are all unclear"
            ),
        ));
    }
    notes
}

/// Months where it is made of whole ones, else days.
fn length(period: Period) -> (i64, i64) {
    let Period { start, end } = period;
    if start == start.first_of_month() && end == end.last_of_month() {
        let months = |day: crate::records::Date| i64::from(day.year()) * 12 + i64::from(day.month());
        return (months(end) - months(start) + 1, 0);
    }
    (0, end.days_since(start) + 1)
}

fn rules(old: &Saved, new: &Saved) -> Option<Note> {
    // A result without unions names no rules.
    if old.unions.is_empty() || new.unions.is_empty() {
        return None;
    }
    let set = |saved: &Saved| saved.rules.iter().map(ToString::to_string).collect::<BTreeSet<String>>();
    let (before, after) = (set(old), set(new));
    let added: Vec<&String> = after.difference(&before).collect();
    let left: Vec<&String> = before.difference(&after).collect();
    if added.is_empty() && left.is_empty() {
        return None;
    }
    let named = |ids: &[&String], lang: crate::source::Lang| {
        let shown: Vec<&str> = ids.iter().take(NAMED).map(|id| id.as_str()).collect();
        let more = if ids.len() > NAMED { lang.pick("等", ", …") } else { "" };
        format!("{}{more}", shown.join(lang.pick("、", ", ")))
    };
    let said = |lang: crate::source::Lang| {
        let part = |ids: &[&String], zh: &str, en: &str| {
            let (count, ids) = (ids.len(), named(ids, lang));
            (count > 0)
                .then(|| lang.pick(format!("{zh} {count} 条（{ids}）"), format!("{en} {count} ({ids})")))
        };
        let parts = [part(&added, "新增", "added"), part(&left, "未运行", "not run now")];
        parts.into_iter().flatten().collect::<Vec<_>>().join(lang.pick("，", ", "))
    };
    let (zh, en) = (said(crate::source::Lang::Zh), said(crate::source::Lang::En));
    Some(note(NoteCode::Rules, format!("所用规则不同：{zh}"), format!("the rules differ: {en}")))
}
