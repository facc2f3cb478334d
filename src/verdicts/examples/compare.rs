//! What an example expects beside what was found in it: every difference is a fault at its place.

use std::sync::Arc;

use super::annotation::{Expectation, What};
use super::head::VerdictExpected;
use crate::engine::State;
use crate::source::{Fault, Lang, Location, Source, Text};
use crate::verdicts::{Finding, Item, UnionVerdicts};

/// Something found, and where.
#[derive(Debug)]
struct Found<'a> {
    what: What,
    /// The line in the example, from 1; none for the file as a whole, or another file.
    line: Option<usize>,
    message: &'a Text,
    location: &'a Location,
}

impl<'a> Found<'a> {
    fn of(example: &Source, item: &'a Item) -> Self {
        let location = item.location();
        let line = location.start().filter(|_| location.path() == example.path()).map(|at| at.line);
        let (what, message) = match item {
            Item::Finding(Finding { state, rule, message, .. }) => {
                (What::Finding(*state, rule.clone()), message)
            }
            Item::Problem(problem) => (What::Problem(problem.code), &problem.fault.message),
        };
        Self { what, line, message, location }
    }

    fn meets(&self, expected: &Expectation) -> bool {
        self.what == expected.what
            && expected
                .text
                .as_ref()
                .is_none_or(|text| self.message.zh.contains(text) || self.message.en.contains(text))
    }
}

/// Every difference between what is expected and what was found. An annotation stands for one finding.
pub(super) fn compare(example: &Arc<Source>, expected: &[Expectation], items: &[Item]) -> Vec<Fault> {
    let mut found: Vec<Found<'_>> = items.iter().map(|item| Found::of(example, item)).collect();
    let mut faults = Vec::new();
    // An annotation that asks for a text goes first, so that a laxer one does not take what it needs.
    let mut unmet: Vec<&Expectation> = expected.iter().collect();
    unmet.sort_by_key(|expected| (expected.text.is_none(), expected.span));
    unmet.retain(|expected| {
        take(&mut found, |found| found.line == expected.line && found.meets(expected)).is_none()
    });
    unmet.sort_by_key(|expected| expected.span);
    for expected in unmet {
        let here =
            take(&mut found, |found| found.line == expected.line && found.what.is_akin_to(&expected.what));
        let fault = match here.or_else(|| take(&mut found, |found| found.meets(expected))) {
            Some(other) if other.line == expected.line => differs(example, expected, &other),
            Some(other) => moved(example, expected, &other),
            None => missing(example, expected),
        };
        faults.push(fault);
    }
    faults.extend(found.iter().map(|found| unexpected(example, found)));
    faults
}

fn take<'a>(found: &mut Vec<Found<'a>>, mut is_it: impl FnMut(&Found<'a>) -> bool) -> Option<Found<'a>> {
    found.iter().position(&mut is_it).map(|at| found.remove(at))
}

/// Where something is expected, in both languages.
fn here(expected: &Expectation) -> (String, String) {
    match expected.line {
        Some(line) => (format!("第 {line} 行"), format!("on line {line}")),
        None => ("整个文件".to_owned(), "of the file as a whole".to_owned()),
    }
}

fn wanted(expected: &Expectation) -> String {
    match &expected.text {
        Some(text) => format!("{} \"{text}\"", expected.what),
        None => expected.what.to_string(),
    }
}

fn differs(example: &Arc<Source>, expected: &Expectation, found: &Found<'_>) -> Fault {
    let (wanted, (zh, en)) = (wanted(expected), here(expected));
    let zh = format!("{zh}应有“{wanted}”，实际是“{}”：{}", found.what, found.message.zh);
    let en = format!("expected `{wanted}` {en}, found `{}`: {}", found.what, found.message.en);
    Fault::new(example, expected.span, zh, en)
}

fn moved(example: &Arc<Source>, expected: &Expectation, found: &Found<'_>) -> Fault {
    let (wanted, (zh, en)) = (wanted(expected), here(expected));
    let (zh_there, en_there) = match found.line {
        Some(line) => (format!("第 {line} 行"), format!("on line {line}")),
        None => (found.location.to_string(), format!("at {}", found.location)),
    };
    let zh = format!("{zh}应有“{wanted}”，实际在{zh_there}");
    let en = format!("expected `{wanted}` {en}, found it {en_there}");
    Fault::new(example, expected.span, zh, en).related("实际在此", "found here", found.location.clone())
}

fn missing(example: &Arc<Source>, expected: &Expectation) -> Fault {
    let (wanted, (zh, en)) = (wanted(expected), here(expected));
    let zh = format!("{zh}应有“{wanted}”，实际没有");
    let en = format!("expected `{wanted}` {en}, found nothing of the kind");
    Fault::new(example, expected.span, zh, en)
}

fn unexpected(example: &Arc<Source>, found: &Found<'_>) -> Fault {
    let Found { what, message, location, .. } = found;
    let zh = format!("未标注的“{what}”：{}", message.zh);
    let en = format!("`{what}` is not annotated: {}", message.en);
    let fault = Fault::at((*location).clone(), zh, en);
    if location.path() == example.path() {
        let zh = format!("如确应如此，请在该行写“#~ {what}”");
        fault.help(zh, format!("if it belongs there, write `#~ {what}` on its line"))
    } else {
        fault.related("示例", "the example", Location::whole(example))
    }
}

/// Every verdict of the rule at `rule` in `unions` that is not the one expected.
pub(super) fn compare_verdicts(
    example: &Arc<Source>,
    expected: &[VerdictExpected],
    rule: Option<usize>,
    unions: &[UnionVerdicts],
) -> Vec<Fault> {
    let fault = |expected: &VerdictExpected| {
        let VerdictExpected { state, union, span } = expected;
        let wanted = state.as_str();
        let verdicts = unions.iter().find(|found| found.id == *union);
        let (zh, en) = match verdicts.and_then(|found| found.verdicts.get(rule?)) {
            Some(verdict) if verdict.state == *state => return None,
            Some(verdict) => {
                let why = |lang: Lang| match verdict.reason {
                    Some(reason) if verdict.state == State::NotApplicable => {
                        let reason = reason.name(lang);
                        lang.pick(format!("（{reason}）"), format!(" ({reason})"))
                    }
                    _ => String::new(),
                };
                let found = verdict.state.as_str();
                (
                    format!("工会 {union} 的结论应为“{wanted}”，实际是“{found}”{}", why(Lang::Zh)),
                    format!("expected `{wanted}` for union {union}, found `{found}`{}", why(Lang::En)),
                )
            }
            None => (
                format!("工会 {union} 的结论应为“{wanted}”，但没有评价到它"),
                format!("expected `{wanted}` for union {union}, which was not judged"),
            ),
        };
        Some(Fault::new(example, *span, zh, en))
    };
    expected.iter().filter_map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{Problem, ProblemCode};
    use crate::source::{Severity, Span};
    use crate::verdicts::examples::annotation;
    use crate::verdicts::{Place, Score, StateCounts, Verdict};

    fn example(body: &str) -> Arc<Source> {
        Arc::new(Source::new("x/a.yaml", format!("#~ as-of: 2026-12-31\n{body}")))
    }

    fn at(source: &Arc<Source>, line: usize) -> Location {
        Location::new(source, source.line_span(line))
    }

    fn finding(location: Location, state: State, rule: &str, zh: &str) -> Item {
        Item::Finding(Finding {
            rule: rule.to_owned(),
            state,
            severity: Severity::Error,
            union: "P0".to_owned(),
            message: Text { zh: zh.to_owned(), en: "lapsed".to_owned() },
            help: Text::default(),
            args: Vec::new(),
            place: Place { location, ledger: None, row: None, field: None },
            related: Vec::new(),
            fingerprint: String::new(),
            waiver: None,
            is_known: false,
        })
    }

    fn differences(source: &Arc<Source>, items: &[Item]) -> Vec<String> {
        let expected = annotation::read(source).unwrap().expected;
        compare(source, &expected, items).iter().map(|fault| fault.line(Lang::En)).collect()
    }

    #[test]
    fn what_is_annotated_and_found_is_met() {
        let source =
            example("a: 1   #~ fail r; fail r \"到期\"\nb: 2   #~ problem wrong-type; due q \"lapsed\"\n");
        let problem = Fault::at(at(&source, 3), "不是数字", "no number");
        let items = [
            finding(at(&source, 2), State::Fail, "r", "已到期"),
            finding(at(&source, 2), State::Fail, "r", "别的"),
            finding(at(&source, 3), State::Due, "q", ""),
            Item::Problem(Problem::new(ProblemCode::WrongType, problem)),
        ];
        assert_eq!(differences(&source, &items), [""; 0]);
    }

    #[test]
    fn a_finding_without_annotation_and_one_too_many() {
        let source = example("a: 1   #~ fail r\nb: 2\n");
        let items = [
            finding(at(&source, 2), State::Fail, "r", ""),
            finding(at(&source, 2), State::Fail, "r", ""),
            finding(at(&source, 3), State::Due, "r", ""),
        ];
        let expected = [
            "x/a.yaml:2:1: `fail r` is not annotated: lapsed",
            "x/a.yaml:3:1: `due r` is not annotated: lapsed",
        ];
        assert_eq!(differences(&source, &items), expected);
    }

    #[test]
    fn another_state_or_text_on_the_line_is_one_difference() {
        let source = example("a: 1   #~ fail r\nb: 2   #~ fail r \"x\"\nc: 3   #~ fail r\n");
        let items =
            [finding(at(&source, 2), State::Due, "r", ""), finding(at(&source, 3), State::Fail, "r", "")];
        let expected = [
            "x/a.yaml:2:11: expected `fail r` on line 2, found `due r`: lapsed",
            "x/a.yaml:3:11: expected `fail r \"x\"` on line 3, found `fail r`: lapsed",
            "x/a.yaml:4:11: expected `fail r` on line 4, found nothing of the kind",
        ];
        assert_eq!(differences(&source, &items), expected);
    }

    #[test]
    fn the_line_it_was_found_on_instead_is_named() {
        let source = example("a: 1   #~ fail r\nb: 2\n");
        let items = [finding(at(&source, 3), State::Fail, "r", "")];
        let faults = compare(&source, &annotation::read(&source).unwrap().expected, &items);
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].line(Lang::Zh), "x/a.yaml:2:11: 第 2 行应有“fail r”，实际在第 3 行");
        assert_eq!(faults[0].related[0].1.to_string(), "x/a.yaml:3:1");
    }

    #[test]
    fn an_error_stands_in_the_rule_and_is_annotated_in_the_head() {
        let script = Arc::new(Source::new("pack/x/r.rhai", "fail();"));
        let error = || finding(Location::new(&script, Span::new(0, 4)), State::Error, "r", "");
        let silent = example("a: 1\n");
        assert_eq!(
            differences(&silent, &[error()]),
            ["pack/x/r.rhai:1:1: `error r` is not annotated: lapsed"]
        );
        assert_eq!(differences(&example("#~ error r\na: 1\n"), &[error()]), [""; 0]);
    }

    #[test]
    fn verdicts_are_looked_up_by_union() {
        let source = example("#~ pass: P0, P1, P9\na: 1\n");
        let verdict = |state| Verdict { state, reason: None, checked: 1 };
        let union = |id: &str, state| UnionVerdicts {
            id: id.to_owned(),
            name: String::new(),
            level: String::new(),
            superior: None,
            submissions: None,
            rows: Vec::new(),
            absent: Vec::new(),
            verdicts: vec![verdict(State::Due), verdict(state)],
            states: StateCounts::default(),
            score: Score::default(),
        };
        let head = annotation::read(&source).unwrap().head;
        let unions = [union("P0", State::Pass), union("P1", State::Fail)];
        let faults = compare_verdicts(&source, &head.verdicts, Some(1), &unions);
        let lines: Vec<_> = faults.iter().map(|fault| fault.line(Lang::En)).collect();
        let expected = [
            "x/a.yaml:2:14: expected `pass` for union P1, found `fail`",
            "x/a.yaml:2:18: expected `pass` for union P9, which was not judged",
        ];
        assert_eq!(lines, expected);
    }
}
