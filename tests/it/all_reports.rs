//! Every form of report of one run, read back: they count alike.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::code;
use crate::csv_report::{self, Row};
use crate::junit::{self, Element};
use crate::page::{numbers, tags};
use crate::program::{Ran, arg, check, list, text};
use crate::town::sheet;

const STATES: [(&str, &str); 5] = [
    ("pass", "合规"),
    ("fail", "违规"),
    ("due", "临期"),
    ("insufficient", "数据不足"),
    ("error", "规则错误"),
];
const SEVERITIES: [&str; 3] = ["error", "warning", "note"];

/// One run in six files.
struct Written {
    ran: Ran,
    json: Value,
    sarif: Value,
    junit: Element,
    rows: Vec<Row>,
    figures: BTreeMap<String, String>,
    book: Vec<u8>,
}

impl Written {
    fn of(paths: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        let files: Vec<PathBuf> =
            ["a.json", "a.sarif", "a.xml", "a.csv", "a.html", "a.xlsx"].map(file).into();
        let reports = files.iter().flat_map(|file| ["--report", arg(file)]);
        let args: Vec<&str> = paths.iter().copied().chain(["--format", "concise"]).chain(reports).collect();
        let ran = check(&args);
        let page = code::text(&files[4]);
        Self {
            ran,
            json: serde_json::from_str(&code::text(&files[0])).unwrap(),
            sarif: serde_json::from_str::<Value>(&code::text(&files[1])).unwrap()["runs"][0].take(),
            junit: junit::read(&code::text(&files[2])),
            rows: csv_report::rows(&code::text(&files[3])),
            figures: figures(&page),
            book: code::bytes(&files[5]),
        }
    }

    fn rows(&self, wanted: &[(&str, &str)]) -> u64 {
        let has = |row: &&Row| wanted.iter().all(|(head, value)| row[*head] == *value);
        self.rows.iter().filter(has).count() as u64
    }

    fn results(&self, has: impl Fn(&Value) -> bool) -> u64 {
        list(&self.sarif, "results").iter().filter(|one| has(one)).count() as u64
    }
}

fn figures(page: &str) -> BTreeMap<String, String> {
    numbers(&tags(page)).into_iter().map(|(name, figure)| (name.to_owned(), figure.to_owned())).collect()
}

#[test]
fn six_reports_of_one_run_count_alike() {
    for paths in [&["fixtures/township"][..], &["fixtures/township", "fixtures/problems"]] {
        let written = Written::of(paths);
        let summary = &written.json["summary"];
        let whole = &sheet(&written.book, "汇总")[1];
        let run = written.junit.all("testsuite").next().unwrap();
        for (state, title) in STATES {
            let wanted = summary["states"][state].to_string();
            let of = [
                written.sarif["properties"]["summary"]["states"][state].to_string(),
                run.property(&format!("states.{state}")).to_owned(),
                written.figures[&format!("state-{state}")].clone(),
                whole[title].to_string(),
            ];
            assert!(of.iter().all(|count| *count == wanted), "{state}: {wanted} {of:?}");
        }
        let suites = written.junit.all("testsuite").skip(1);
        let failures: u64 = suites.map(|suite| suite.get("failures").parse::<u64>().unwrap()).sum();
        assert_eq!(failures, summary["states"]["fail"].as_u64().unwrap());
        for severity in SEVERITIES {
            let wanted = summary["severities"][severity].as_u64().unwrap();
            let of = [
                written.results(|one| one["level"] == severity && one["properties"]["state"] == "fail"),
                run.property(&format!("severities.{severity}")).parse().unwrap(),
                written.rows(&[("state", "fail"), ("severity", severity)]),
                written.figures[&format!("severity-{severity}")].parse().unwrap(),
            ];
            assert_eq!(of, [wanted; 4], "{severity}");
        }
        problems_count_alike(&written, run);
        said_alike(&written);
    }
}

fn problems_count_alike(written: &Written, run: &Element) {
    let problems = list(&written.json, "problems").len() as u64;
    let by_severity: u64 = SEVERITIES
        .map(|severity| run.property(&format!("problems.{severity}")).parse::<u64>().unwrap())
        .iter()
        .sum();
    let of = [
        written.results(|one| one["properties"].get("state").is_none()),
        run.all("testcase").count() as u64,
        by_severity,
        written.rows(&[("kind", "problem")]),
        written.figures["problems"].parse().unwrap(),
        if problems == 0 { 0 } else { sheet(&written.book, "数据问题").len() as u64 },
    ];
    assert_eq!(of, [problems; 6]);
    assert_eq!(
        written.rows.len(),
        list(&written.json, "findings").len() + list(&written.json, "problems").len()
    );
}

/// What stands on standard output beside them.
fn said_alike(written: &Written) {
    let fails = list(&written.json, "findings").iter().filter(|one| text(one, "state") == "fail").count();
    let problems = list(&written.json, "problems").len();
    let last = written.ran.out.lines().last().unwrap();
    assert!(last.contains(&format!("违规 {fails} 处")) && last.ends_with('）'), "{last}");
    assert_eq!(written.ran.out.lines().count(), fails + problems + 1);
    assert!(last.contains(&format!("台账问题 {problems}；")), "{last}");
    assert_eq!(written.ran.err.matches("已写出").count(), 6);
    let successful = written.sarif["invocations"][0]["executionSuccessful"].as_bool().unwrap();
    assert_eq!(successful, written.ran.status < 2);
}

#[test]
fn one_that_cannot_be_written_leaves_none() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let names = ["a.json", "a.sarif", "a.xml", "file/a.csv", "a.html", "a.xlsx"];
    let files = names.map(|name| folder.path().join(name));
    let reports = files.iter().flat_map(|file| ["--report", arg(file)]);
    let ran = check(&["fixtures/township"].into_iter().chain(reports).collect::<Vec<_>>());
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("写不出") && !ran.err.contains("已写出"), "{}", ran.err);
    assert_eq!(folder.path().read_dir().unwrap().count(), 1, "only what was there");
}

#[test]
fn what_is_waived_or_known_is_so_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let (waivers, baseline) = (file("waivers.yaml"), file("baseline.json"));
    let entry = "- { rule: dues-short, reason: 补缴手续在办, approved_by: 镇总工会, until: 2027-01-31 }\n";
    fs::write(&waivers, entry).unwrap();
    check(&["fixtures/township", "--quiet", "--write-baseline", arg(&baseline)]);
    let given = ["fixtures/township", "--waivers", arg(&waivers), "--baseline", arg(&baseline)];
    let written = Written::of(&given);
    assert_eq!(written.ran.status, 0, "{:#?}", written.ran);
    let of_state = |state: &str| {
        list(&written.json, "findings").iter().filter(|one| text(one, "state") == state).count() as u64
    };
    let (known, waived) = (of_state("fail"), of_state("waived"));
    assert!(known > 0 && waived > 0);
    assert_eq!(written.junit.get("failures"), "0");
    let run = written.junit.all("testsuite").next().unwrap();
    let known_there: u64 = SEVERITIES
        .map(|severity| run.property(&format!("baseline.known.{severity}")).parse::<u64>().unwrap())
        .iter()
        .sum();
    let is = |state: &'static str| move |one: &Value| one["baselineState"] == state;
    let of_known = [known_there, written.results(is("unchanged")), written.rows(&[("known", "true")])];
    assert_eq!((of_known, written.rows(&[("known", "false")])), ([known; 3], 0));
    let is_waived = |one: &Value| {
        one["suppressions"][0]["justification"] == "补缴手续在办（批准：镇总工会，至 2027-01-31）"
    };
    let of_waived =
        [written.results(is_waived), written.rows(&[("waived_by", "镇总工会"), ("until", "2027-01-31")])];
    assert_eq!(of_waived, [waived; 2]);
    let mut skipped = written.junit.all("testsuite").flat_map(|suite| suite.all("testcase"));
    assert!(skipped.any(|case| {
        case.children
            .first()
            .is_some_and(|child| child.name == "skipped" && child.get("message").contains("镇总工会"))
    }));
}

#[test]
fn less_coverage_than_is_asked_for_is_an_error_in_every_form() {
    let written = Written::of(&["fixtures/township", "--fail-on", "never", "--min-coverage", "95"]);
    assert_eq!(written.ran.status, 1);
    let notices = list(&written.sarif["invocations"][0], "toolExecutionNotifications");
    let below = "覆盖率 78.7%，低于要求的 95%";
    assert_eq!(notices[0]["message"]["text"], below);
    let case = written.junit.all("testsuite").next().unwrap().all("testcase").next().unwrap();
    assert_eq!((case.children[0].name.as_str(), case.children[0].get("message")), ("failure", below));
    assert_eq!(written.rows(&[("kind", "run"), ("rule", "coverage-below"), ("message", below)]), 1);
}
