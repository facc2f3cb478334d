//! What an example says must be found in it: the annotations of its comments that begin with `#~`.
//!
//! `STATE RULE ["text"]` and `problem CODE ["text"]` hold for the line the comment stands on, or as many
//! lines above as it begins with `^`; in the head they hold for the file as a whole. Several are
//! separated by `;`.

use std::fmt;
use std::sync::Arc;

use super::comments::{Part, comments};
use super::head::{Head, HeadReader};
use crate::engine::State;
use crate::records::ProblemCode;
use crate::source::{Fault, Source, Span, did_you_mean};

/// What may stand on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A finding of a rule.
    Finding(State, String),
    /// A problem of the records.
    Problem(ProblemCode),
}

impl What {
    /// Whether both are of one rule, or both problems.
    pub(super) fn is_akin_to(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Finding(_, one), Self::Finding(_, other)) => one == other,
            (Self::Problem(_), Self::Problem(_)) => true,
            _ => false,
        }
    }
}

/// As annotations write it.
impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finding(state, rule) => write!(f, "{} {rule}", state.as_str()),
            Self::Problem(code) => write!(f, "problem {}", code.as_str()),
        }
    }
}

/// One annotation: what must stand where.
#[derive(Debug, Clone)]
pub(super) struct Expectation {
    pub(super) what: What,
    /// Must occur in the message, in either language.
    pub(super) text: Option<String>,
    /// The line, from 1; none for the file as a whole.
    pub(super) line: Option<usize>,
    /// The annotation's own place.
    pub(super) span: Span,
}

/// Everything an example says of itself.
#[derive(Debug)]
pub(super) struct Annotated {
    pub(super) head: Head,
    pub(super) expected: Vec<Expectation>,
}

/// Reads the annotations of an example; whatever cannot be read is a fault of its author, for a
/// misspelt annotation must not pass for a comment.
pub(super) fn read(source: &Arc<Source>) -> Result<Annotated, Vec<Fault>> {
    let (comments, data_start) = comments(source.text());
    let mut head = HeadReader::new(source);
    let mut expected = Vec::new();
    let mut faults = Vec::new();
    for comment in comments {
        let Some(words) = comment.strip_prefix("#~").map(Part::trim) else { continue };
        let in_head = comment.start < data_start;
        match words.key() {
            Some(key) if in_head => head.line(key, words.after(key).strip_prefix(":").unwrap_or(words)),
            Some(key) => faults.push(fault(
                source,
                key,
                format!("“{}：”只能写在开头，第一行数据之前", key.text),
                format!("`{}:` belongs in the head, before the first line of data", key.text),
            )),
            None => {
                let carets = words.text.bytes().take_while(|&byte| byte == b'^').count();
                let own = source.position(comment.span().start).line;
                let line = (!in_head).then(|| own.saturating_sub(carets));
                for part in words.skip(carets).split_unquoted(';') {
                    match expectation(source, part, line) {
                        Ok(expectation) => expected.push(expectation),
                        Err(fault) => faults.push(fault),
                    }
                }
            }
        }
    }
    match head.finish() {
        Ok(head) if faults.is_empty() => Ok(Annotated { head, expected }),
        Ok(_) => Err(faults),
        Err(mut more) => {
            more.extend(faults);
            Err(more)
        }
    }
}

fn fault(source: &Arc<Source>, at: Part<'_>, zh: String, en: String) -> Fault {
    Fault::new(source, at.span(), zh, en)
}

fn expectation(source: &Arc<Source>, part: Part<'_>, line: Option<usize>) -> Result<Expectation, Fault> {
    let unreadable = || {
        let zh = "标注应写成“#~ 状态 规则名 [\"文字\"]”或“#~ problem 代码 [\"文字\"]”".to_owned();
        let en = "an annotation reads `#~ STATE RULE [\"text\"]` or `#~ problem CODE [\"text\"]`".to_owned();
        fault(source, part, zh, en)
    };
    let first = part.word();
    let name = part.after(first).trim().word();
    let rest = part.after(name).trim().text;
    if name.text.is_empty() || name.text.starts_with('"') {
        return Err(unreadable());
    }
    let text = if rest.is_empty() {
        None
    } else {
        let inside = rest.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        Some(inside.filter(|text| !text.is_empty()).ok_or_else(unreadable)?.to_owned())
    };
    let what = if first.text == "problem" {
        What::Problem(problem_code(source, name)?)
    } else {
        What::Finding(state(source, first)?, name.text.to_owned())
    };
    Ok(Expectation { what, text, line, span: part.span() })
}

fn problem_code(source: &Arc<Source>, name: Part<'_>) -> Result<ProblemCode, Fault> {
    ProblemCode::ALL.iter().copied().find(|code| code.as_str() == name.text).ok_or_else(|| {
        let (zh, en) =
            (format!("没有问题代码“{}”", name.text), format!("there is no problem `{}`", name.text));
        let near = did_you_mean(name.text, ProblemCode::ALL.iter().map(|code| code.as_str()));
        fault(source, name, zh, en).meant(near)
    })
}

/// The states a finding may have in an example; there are no waivers.
const PLACED: [State; 4] = [State::Fail, State::Due, State::Insufficient, State::Error];

fn state(source: &Arc<Source>, word: Part<'_>) -> Result<State, Fault> {
    match State::parse(word.text) {
        Some(state) if PLACED.contains(&state) => Ok(state),
        Some(state) => {
            let zh = format!("“{}”没有位置；请在开头写“#~ {0}: 工会编码”", state.as_str());
            let en = format!("`{}` has no place; write `#~ {0}: UNION` in the head", state.as_str());
            Err(fault(source, word, zh, en))
        }
        None => {
            let (zh, en) = (format!("没有状态“{}”", word.text), format!("there is no state `{}`", word.text));
            let known = PLACED.iter().map(|state| state.as_str()).chain(["problem"]);
            Err(fault(source, word, zh, en).meant(did_you_mean(word.text, known)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Date;

    fn source(text: &str) -> Arc<Source> {
        Arc::new(Source::new("a.yaml", text))
    }

    /// The annotations as `line: what "text"`.
    fn expected(body: &str) -> Vec<String> {
        let annotated = read(&source(&format!("#~ as-of: 2026-12-31\n{body}"))).unwrap();
        let show = |e: &Expectation| {
            let line = e.line.map_or("file".to_owned(), |line| line.to_string());
            let text = e.text.as_ref().map(|text| format!(" \"{text}\"")).unwrap_or_default();
            format!("{line}: {}{text}", e.what)
        };
        annotated.expected.iter().map(show).collect()
    }

    fn faults(text: &str) -> Vec<String> {
        read(&source(text)).unwrap_err().iter().map(|fault| fault.line(crate::source::Lang::En)).collect()
    }

    #[test]
    fn several_stand_on_one_line_and_a_text_may_hold_a_semicolon_or_a_quote() {
        let found = expected("a: 1   #~ fail x-y \"the \"a\"; b\"; due z;problem wrong-type\n");
        assert_eq!(found, ["2: fail x-y \"the \"a\"; b\"", "2: due z", "2: problem wrong-type"]);
    }

    #[test]
    fn carets_point_up_and_a_flow_row_may_end_in_a_comment() {
        let body = "list:\n  - { a: 1,   #~ fail x\n      b: 2 }  #~ due x\n  #~ ^ insufficient x\n  #~ ^^ error x; fail y\n";
        let found = expected(body);
        assert_eq!(found, ["3: fail x", "4: due x", "4: insufficient x", "4: error x", "4: fail y"]);
    }

    #[test]
    fn what_looks_like_an_annotation_inside_a_text_is_text() {
        let body = "a: \"x #~ fail x\"\nb: |\n  #~ fail y\n  z\nc: d#~ fail z\n# ~ fail z\n#~ fail real\n";
        assert_eq!(expected(body), ["8: fail real"]);
    }

    #[test]
    fn before_the_data_an_annotation_is_of_the_whole_file() {
        assert_eq!(expected("#~ problem empty-input\n"), ["file: problem empty-input"]);
    }

    #[test]
    fn a_broken_document_keeps_its_annotations() {
        let body = "a: [1, 2   #~ fail x\nb: }{   #~ problem broken-document\nc: 1   #~ fail y\n---\nd: 1   #~ fail z\n";
        let found = expected(body);
        assert_eq!(found, ["2: fail x", "3: problem broken-document", "4: fail y", "6: fail z"]);
    }

    #[test]
    fn the_head_is_read_with_its_defaults() {
        let head = "# words\n#~ as-of: 2026-06-30\n#~ params: { notice: 30 days }\n#~ profile: school\n\
                    #~ pass: P1, P2; not_applicable: P3\n#~ fail: P4\nunion: { id: P0 }\n";
        let head = read(&source(head)).unwrap().head;
        assert_eq!(head.as_of, Date::new(2026, 6, 30).unwrap());
        assert_eq!(head.period.to_string(), "2026");
        assert_eq!(head.profiles.unwrap().0, ["school"]);
        assert!(head.params.unwrap().0.contains_key("notice"));
        let verdicts: Vec<_> = head.verdicts.iter().map(|v| (v.state.as_str(), v.union.as_str())).collect();
        assert_eq!(verdicts, [("pass", "P1"), ("pass", "P2"), ("not_applicable", "P3"), ("fail", "P4")]);
    }

    #[test]
    fn a_period_is_one_or_a_range() {
        for (given, shown) in [
            ("2026H1", "2026H1"),
            ("2025..2026", "2025..2026"),
            ("2025-12..2026-01", "2025-12-01..2026-01-31"),
        ] {
            let head =
                read(&source(&format!("#~ as-of: 2026-12-31\n#~ period: {given}\na: 1\n"))).unwrap().head;
            assert_eq!(head.period.to_string(), shown);
        }
    }

    #[test]
    fn what_cannot_be_read_is_a_fault_at_its_place() {
        let text = "#~ period: 2026\n#~ as_of: 2026-12-31\nunion: { id: P0 }   #~ fial x\nb: 1   #~ pass x\n\
                    c: 1   #~ problem wrong-tipe\nd: 1   #~ fail x \"open\ne: 1   #~ pass: P1\nf: 1   #~ fail\n";
        let found = faults(text);
        let expected = [
            "a.yaml:2:4: `as_of` is no entry of the head",
            "a.yaml: the head says no date: `#~ as-of: DATE`",
            "a.yaml:3:24: there is no state `fial`",
            "a.yaml:4:11: `pass` has no place; write `#~ pass: UNION` in the head",
            "a.yaml:5:19: there is no problem `wrong-tipe`",
            "a.yaml:6:11: an annotation reads `#~ STATE RULE [\"text\"]` or `#~ problem CODE [\"text\"]`",
            "a.yaml:7:11: `pass:` belongs in the head, before the first line of data",
            "a.yaml:8:11: an annotation reads `#~ STATE RULE [\"text\"]` or `#~ problem CODE [\"text\"]`",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn values_of_the_head_that_are_none() {
        let found =
            faults("#~ as-of: 2026-02-30\n#~ period: May\n#~ params: [1]\n#~ as-of: 2026-01-01\na: 1\n");
        let expected = [
            "a.yaml:1:11: `2026-02-30` is no date",
            "a.yaml:2:12: `May` is no period",
            "a.yaml:3:12: parameters read `{ name: value }`",
            "a.yaml:4:4: `as-of` is given twice",
        ];
        assert_eq!(found, expected);
        assert_eq!(
            faults("#~ as-of: 2025-12-31\n#~ period: 2026\na: 1\n"),
            ["a.yaml:1:11: as-of lies before the period begins"]
        );
    }
}
