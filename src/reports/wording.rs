//! How findings, problems and faults are worded where a person reads them.

use super::columns::one_line;
use super::drawing::Sketch;
use super::excused;
use super::look::Tone;
use crate::engine::State;
use crate::records::{Problem, ProblemCode};
use crate::source::{Fault, Lang, Severity};
use crate::verdicts::Finding;

/// What stands between a heading and its text.
pub fn colon(lang: Lang) -> &'static str {
    lang.pick("：", ": ")
}

/// What a finding is called first: how bad a violation is, else its state, because what is due or could
/// not be told is no error yet.
pub(super) fn kind(finding: &Finding, lang: Lang) -> &'static str {
    match finding.state {
        State::Fail => finding.severity.name(lang),
        state => state.name(lang),
    }
}

/// A union as it is called: its name and code, or its code alone.
pub(super) fn union(id: &str, name: Option<&str>, lang: Lang) -> String {
    let (id, name) = (one_line(id), name.map(one_line).filter(|name| !name.is_empty()));
    match name {
        Some(name) => lang.pick(format!("{name}（{id}）"), format!("{name} ({id})")),
        None => lang.pick(format!("单位 {id}"), format!("union {id}")),
    }
}

/// How many unions something concerns.
pub(super) fn concerned(unions: u64, lang: Lang) -> String {
    lang.pick(format!("涉及 {unions} 家单位"), format!("{unions} unions concerned"))
}

/// A finding as it is drawn; `whose` names the union, or says how many.
pub(super) fn finding(finding: &Finding, whose: &str, lang: Lang) -> Sketch {
    let related = &finding.related;
    let remark = excused::remark(finding, lang).map(|remark| (lang.pick("说明", "note").to_owned(), remark));
    let state = match finding.state {
        State::Fail => format!("{} · ", State::Fail.name(lang)),
        _ => String::new(),
    };
    Sketch {
        header: format!("{}[{}] {state}{whose}", kind(finding, lang), finding.rule),
        tone: Tone::of(finding.state, finding.severity),
        message: finding.message.get(lang).to_owned(),
        at: finding.place.location.clone(),
        related: related.iter().map(|r| (r.label.get(lang).to_owned(), r.place.location.clone())).collect(),
        notes: std::iter::once(help(finding.help.get(lang), lang)).chain(remark).collect(),
    }
}

/// A problem of the records as it is drawn.
pub fn problem(problem: &Problem, lang: Lang) -> Sketch {
    let severity = problem.code.severity();
    let kind = match problem.code {
        ProblemCode::WaiverInvalid | ProblemCode::WaiverExpired | ProblemCode::WaiverUnused => {
            lang.pick("豁免", "waiver")
        }
        ProblemCode::ParameterLoosened | ProblemCode::SeverityLowered => lang.pick("配置", "configuration"),
        _ => lang.pick("台账问题", "problem of the records"),
    };
    fault(
        &problem.fault,
        &format!("{}[{}] {kind}", severity.name(lang), problem.code.as_str()),
        severity,
        lang,
    )
}

/// A fault of a rule pack as it is drawn; `rule` is the rule it breaks, if it is only one.
pub fn pack_fault(what: &Fault, rule: Option<&str>, lang: Lang) -> Sketch {
    let header = match rule {
        Some(rule) => format!("{}[{rule}]", State::Error.name(lang)),
        None => format!("{} · {}", Severity::Error.name(lang), lang.pick("规则包", "rule pack")),
    };
    fault(what, &header, Severity::Error, lang)
}

/// A fault of some other file as it is drawn; `kind` is what the file is, in both languages.
pub fn file_fault(what: &Fault, kind: (&str, &str), lang: Lang) -> Sketch {
    let header = format!("{} · {}", Severity::Error.name(lang), lang.pick(kind.0, kind.1));
    fault(what, &header, Severity::Error, lang)
}

fn fault(fault: &Fault, header: &str, severity: Severity, lang: Lang) -> Sketch {
    Sketch {
        header: header.to_owned(),
        tone: Tone::of_severity(severity),
        message: fault.message.get(lang).to_owned(),
        at: fault.location.clone(),
        related: fault.related.iter().map(|(label, at)| (label.get(lang).to_owned(), at.clone())).collect(),
        notes: vec![help(fault.help.get(lang), lang)],
    }
}

fn help(text: &str, lang: Lang) -> (String, String) {
    (lang.pick("怎么办", "what to do").to_owned(), text.to_owned())
}
