//! Version 1 of the result: every key is there, in order, whatever was found. The shape is a promise.

use serde_json::Value;

use crate::program::{check_json, list, text};

const RESULT: &[&str] = &[
    "version",
    "tool",
    "pack",
    "profiles",
    "as_of",
    "period",
    "summary",
    "unions",
    "findings",
    "districts",
    "problems",
];
const SUMMARY: &[&str] = &[
    "unions",
    "rules",
    "records_digest",
    "states",
    "severities",
    "compliance",
    "coverage",
    "score",
    "baseline",
];
const STATES: &[&str] = &["pass", "fail", "due", "insufficient", "not_applicable", "waived", "error"];
const UNION: &[&str] =
    &["id", "name", "level", "superior", "submissions", "states", "score", "rank", "rows", "verdicts"];
const FINDING: &[&str] = &[
    "rule",
    "state",
    "severity",
    "union",
    "message",
    "args",
    "location",
    "related",
    "help",
    "fingerprint",
    "waiver",
    "known",
];
const DISTRICT: &[&str] = &["union", "rule", "label", "state", "part", "open", "unknown", "whole", "share"];
const PROBLEM: &[&str] = &["code", "severity", "message", "location", "related", "help"];
const LOCATION: &[&str] = &["path", "ledger", "row", "field", "start", "end", "cell", "sheet"];
const POSITION: &[&str] = &["line", "column", "offset"];

fn has(value: &Value, keys: &[&str]) {
    let object = value.as_object().unwrap_or_else(|| panic!("no object: {value:#}"));
    assert_eq!(object.keys().map(String::as_str).collect::<Vec<_>>(), keys, "{value:#}");
}

fn has_location(location: &Value) {
    has(location, LOCATION);
    for end in ["start", "end"].map(|end| &location[end]).into_iter().filter(|end| !end.is_null()) {
        has(end, POSITION);
    }
    assert_eq!(location["start"].is_null(), location["end"].is_null());
}

fn has_places(entry: &Value) {
    has_location(&entry["location"]);
    for related in list(entry, "related") {
        has(related, &["label", "location"]);
        has_location(&related["location"]);
    }
}

#[test]
fn every_key_is_there() {
    for paths in [&["fixtures/township", "fixtures/problems"][..], &["fixtures/nowhere"]] {
        let (_, result) = check_json(paths);
        has(&result, RESULT);
        has(&result["tool"], &["name", "version"]);
        has(&result["pack"], &["name", "version", "digest"]);
        has(&result["period"], &["start", "end"]);
        has(&result["summary"], SUMMARY);
        has(&result["summary"]["states"], STATES);
        has(&result["summary"]["severities"], &["error", "warning", "note"]);
        has(&result["summary"]["compliance"], &["passed", "judged"]);
        has(&result["summary"]["coverage"], &["judged", "applicable"]);
        for (entries, keys) in
            [("unions", UNION), ("findings", FINDING), ("districts", DISTRICT), ("problems", PROBLEM)]
        {
            for entry in list(&result, entries) {
                has(entry, keys);
            }
        }
        list(&result, "findings").iter().chain(list(&result, "problems")).for_each(has_places);
    }
}

#[test]
fn the_counts_are_those_of_what_is_listed() {
    let (_, result) = check_json(&["fixtures/township", "fixtures/problems"]);
    let summary = &result["summary"];
    let number = |value: &Value| value.as_u64().unwrap();
    for state in STATES {
        let by_union: u64 = list(&result, "unions").iter().map(|union| number(&union["states"][state])).sum();
        let has_it = |union: &Value| {
            union["verdicts"].as_object().unwrap().values().filter(|verdict| verdict == state).count() as u64
        };
        let by_verdict: u64 = list(&result, "unions").iter().map(has_it).sum();
        assert_eq!((number(&summary["states"][state]), by_verdict), (by_union, by_union), "{state}");
    }
    let of = |states: &[&str]| states.iter().map(|state| number(&summary["states"][state])).sum::<u64>();
    let judged = of(&["pass", "fail", "due", "waived"]);
    assert_eq!(number(&summary["compliance"]["passed"]), of(&["pass"]));
    assert_eq!(number(&summary["compliance"]["judged"]), judged);
    assert_eq!(number(&summary["coverage"]["applicable"]), judged + of(&["insufficient", "error"]));
    let is_fail = |finding: &&Value| text(finding, "state") == "fail";
    let fails = list(&result, "findings").iter().filter(is_fail).count() as u64;
    let by_severity: u64 = summary["severities"].as_object().unwrap().values().map(number).sum();
    assert_eq!(by_severity, fails);
}

#[test]
fn offsets_lines_and_columns_say_the_same_place() {
    let (_, result) = check_json(&["fixtures/township", "fixtures/problems/ten-mistakes.yaml"]);
    for entry in list(&result, "findings").iter().chain(list(&result, "problems")) {
        let location = &entry["location"];
        let source = crate::code::text(&crate::code::root().join(text(location, "path")));
        for end in [&location["start"], &location["end"]] {
            let before = &source[..usize::try_from(end["offset"].as_u64().unwrap()).unwrap()];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            assert_eq!(
                (end["line"].clone(), end["column"].clone()),
                (line.into(), column.into()),
                "{entry:#}"
            );
        }
    }
}

#[test]
fn a_missing_cell_stands_at_its_row_and_is_named() {
    let (_, result) = check_json(&["fixtures/township/small-unions.yaml"]);
    let found = list(&result, "findings").iter().find(|finding| {
        (text(finding, "rule"), text(finding, "union")) == ("inspection-hazards-open", "QX010")
    });
    let location = &found.unwrap()["location"];
    assert_eq!((text(location, "ledger"), text(location, "field")), ("inspections", "rectified"));
    assert_eq!((&location["row"], &location["start"]["line"]), (&3.into(), &73.into()));
    let whole = (&found.unwrap()["args"], text(found.unwrap(), "state"));
    assert!(whole.0.is_object() && whole.1 == "insufficient", "{found:#?}");
}
