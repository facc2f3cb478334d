//! Each violation falls in exactly one category, whatever the results.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::source::Source;

const STATES: [&str; 7] = ["pass", "fail", "due", "insufficient", "not_applicable", "waived", "error"];

/// A finding: number, state, severity. Its number stands for its fingerprint, rule and union.
type Made = (u8, &'static str, &'static str);

fn saved(day: &str, unions: &[(&str, Option<&str>)], verdicts: &[(&str, &str)], findings: &[Made]) -> Saved {
    let verdicts: serde_json::Map<String, Value> =
        verdicts.iter().map(|(rule, state)| ((*rule).to_owned(), json!(state))).collect();
    let unions: Vec<Value> = unions
        .iter()
        .map(|(id, superior)| json!({ "id": id, "name": id, "superior": superior, "verdicts": verdicts }))
        .collect();
    let at = json!({ "path": "a.yaml", "row": 0 });
    let finding = |&(number, state, severity): &Made| {
        json!({ "rule": format!("r{}", number % 3), "union": format!("u{}", number % 2), "state": state,
            "severity": severity, "message": "m", "help": "", "location": at,
            "fingerprint": format!("{number:032x}") })
    };
    let findings: Vec<Value> = findings.iter().map(finding).collect();
    let result = json!({
        "version": 1, "tool": { "name": "hegui", "version": "0" }, "as_of": day,
        "pack": { "name": "p", "version": "1", "digest": "d" },
        "period": { "start": "2026-01-01", "end": "2026-12-31" },
        "unions": unions, "findings": findings,
    });
    Saved::parse(&Arc::new(Source::new("x.json", result.to_string()))).unwrap()
}

fn finding() -> impl Strategy<Value = Made> {
    let state = prop_oneof![3 => Just("fail"), 1 => Just("error"), 1 => Just("due"), 1 => Just("insufficient"), 1 => Just("waived")];
    let severity = proptest::sample::select(&["note", "warning", "error"][..]);
    (0..8_u8, state, severity)
}

/// A result of one to three unions, in which some rules were not judged and findings may repeat.
fn result() -> impl Strategy<Value = Saved> {
    let union = (
        proptest::sample::select(&["u0", "u1", "u2"][..]),
        proptest::sample::select(&["u0", "u1", "u9", ""][..]),
    );
    let verdict = (proptest::sample::select(&["r0", "r1", "r2"][..]), proptest::sample::select(&STATES[..]));
    let day = proptest::sample::select(&["2026-06-30", "2026-12-31"][..]);
    let parts = (
        day,
        prop::collection::vec(union, 0..4),
        prop::collection::vec(verdict, 0..4),
        prop::collection::vec(finding(), 0..12),
    );
    parts.prop_map(|(day, unions, verdicts, findings)| {
        let unions: Vec<_> = unions.into_iter().map(|(id, above)| (id, Some(above))).collect();
        saved(day, &unions, &verdicts, &findings)
    })
}

proptest! {
    #[test]
    fn the_counts_add_up(results in prop::collection::vec(result(), 2..4)) {
        let compared = Results::of(&results).unwrap();
        let changes = compare(compared, None);
        let count = |change| changes.total.count(change);
        let by_severity = changes.findings.iter().filter(|changed| changed.why == Some(Why::SeverityRaised)).count() as u64;
        let gone = count(Change::Fixed) + count(Change::Unclear) + count(Change::Waived);
        let old = compared.old.violations.len() as u64;
        let new = compared.new.violations.len() as u64;
        prop_assert_eq!(old, gone + count(Change::Unchanged) + by_severity);
        let standing = [Change::New, Change::Worse, Change::Reopened, Change::Unchanged];
        prop_assert_eq!(new, standing.into_iter().map(count).sum::<u64>());
        prop_assert_eq!(changes.findings.len() as u64, Change::ALL.into_iter().map(count).sum::<u64>());
        for changed in changes.findings.iter().filter(|changed| changed.change == Change::Fixed) {
            let seen = compared.new.seen(&changed.violation.union, &changed.violation.rule);
            let judged = [State::Pass, State::Due, State::Fail, State::Waived].map(super::super::saved::Seen::Reached);
            prop_assert!(judged.contains(&seen), "{:?}", changed);
            prop_assert!(compared.new.as_of >= compared.old.as_of);
        }
        let bound = changes.unions.len() as u64;
        prop_assert!(changes.superiors.iter().all(|superior| superior.unions < bound + 1));
    }
}

#[test]
fn other_violations_of_a_rule_do_not_hide_that_one_could_not_be_told() {
    let unions = [("u0", None)];
    let before =
        saved("2026-06-30", &unions, &[("r0", "fail")], &[(0, "fail", "error"), (6, "fail", "error")]);
    let after = saved(
        "2026-12-31",
        &unions,
        &[("r0", "fail")],
        &[(0, "insufficient", "error"), (6, "fail", "error")],
    );
    let results = [before, after];
    let changes = compare(Results::of(&results).unwrap(), None);
    let found: Vec<_> = changes.findings.iter().map(|changed| (changed.change, changed.why)).collect();
    assert_eq!(found, [(Change::Unchanged, None), (Change::Unclear, Some(Why::DataMissing))]);
}

#[test]
fn waived_now_is_waived_and_waived_before_is_worse() {
    let unions = [("u0", None)];
    let fails = |day| saved(day, &unions, &[("r0", "fail")], &[(0, "fail", "error")]);
    let waived = |day| saved(day, &unions, &[("r0", "waived")], &[(0, "waived", "error")]);
    let kinds = |results: [Saved; 2]| {
        let changes = compare(Results::of(&results).unwrap(), None);
        changes.findings.iter().map(|changed| (changed.change, changed.why)).collect::<Vec<_>>()
    };
    assert_eq!(kinds([fails("2026-06-30"), waived("2026-12-31")]), [(Change::Waived, None)]);
    assert_eq!(kinds([waived("2026-06-30"), fails("2026-12-31")]), [(Change::Worse, Some(Why::WasWaived))]);
}

#[test]
fn superiors_in_a_circle_and_unknown_ones_end() {
    let unions = [("u0", Some("u1")), ("u1", Some("u0")), ("u2", Some("u9")), ("u3", Some("u3"))];
    let result = || saved("2026-06-30", &unions, &[("r0", "fail")], &[(0, "fail", "error")]);
    let results = [result(), result()];
    let changes = compare(Results::of(&results).unwrap(), None);
    let sums: Vec<_> = changes
        .superiors
        .iter()
        .map(|one| (one.id, one.name, one.unions, one.tally.count(Change::Unchanged)))
        .collect();
    assert_eq!(sums, [("u1", "u1", 1, 1), ("u0", "u0", 1, 0), ("u9", "", 1, 0)]);
}
