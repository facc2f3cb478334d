//! The made-up township as it is first met: what is found, where, and how the run ends.

use insta::assert_snapshot;

use crate::program::{Ran, check, check_json, findings, list, problems, text, verdict};

const TOWNSHIP: &str = "fixtures/township";

/// Every fault sown in the township, and the place a reader is sent to.
const SOWN: &[&str] = &[
    "fail dates-reversed fixtures/township/brewery.yaml:37:14",
    "fail balance-mismatch fixtures/township/brewery.yaml:71:14",
    "fail date-in-future fixtures/township/health-centre.yaml:54:13",
    "fail inspection-missed fixtures/township/machinery.yaml:36:1",
    "fail row-duplicated fixtures/township/machinery.yaml:50:12",
    "fail congress-not-held fixtures/township/primary-school.yaml:22:1",
    "fail members-exceed-employees fixtures/township/village-joint-union.yaml:13:8",
    "fail branch-unknown fixtures/township/village-joint-union.yaml:31:42",
    "fail election-overdue fixtures/township/waterworks.yaml:31:11",
    "fail inspection-hazards-open fixtures/township/waterworks.yaml:51:13",
    "fail hazard-overdue fixtures/township/waterworks.yaml:55:7",
    "fail dues-short fixtures/township/yuanyang/dues-h2.yaml:5:42",
    "fail dues-short fixtures/township/yuanyang/dues-h2.yaml:8:42",
    "fail contract-lapsed fixtures/township/yuanyang/profile.yaml:43:11",
];

/// The lines before the closing one, whose wording is the point of no test here.
fn lines(ran: &Ran) -> String {
    let mut lines: Vec<&str> = ran.out.lines().collect();
    lines.pop();
    lines.join("\n")
}

#[test]
fn the_sown_faults_are_found_where_they_stand_and_no_other() {
    let (status, result) = check_json(&[TOWNSHIP]);
    let found = findings(&result);
    let fails: Vec<&str> = found.iter().map(String::as_str).filter(|one| one.starts_with("fail ")).collect();
    assert_eq!(fails, SOWN);
    assert_eq!(problems(&result), Vec::<String>::new());
    assert_eq!((status, list(&result, "unions").len()), (1, 12));
}

#[test]
fn what_must_be_done_soon_and_what_cannot_be_told_stand_apart() {
    let (_, result) = check_json(&[TOWNSHIP]);
    let others: Vec<String> = findings(&result).into_iter().filter(|one| !one.starts_with("fail ")).collect();
    let count = |state: &str| others.iter().filter(|one| one.starts_with(state)).count();
    assert_eq!((count("due "), count("insufficient ")), (2, 2), "{others:#?}");
    assert!(
        others.iter().any(|one| one.starts_with("due contract-lapsed fixtures/township/machinery.yaml:"))
    );
    assert_eq!(result["summary"]["states"]["fail"], 13, "thirteen verdicts; one has two findings");
    assert_eq!(result["summary"]["severities"]["error"], 8);
}

#[test]
fn the_status_follows_the_severity_asked_for() {
    for (fail_on, status) in [("error", 1), ("warning", 1), ("note", 1), ("never", 0)] {
        assert_eq!(check(&[TOWNSHIP, "--fail-on", fail_on]).status, status, "--fail-on {fail_on}");
    }
    // The brewery has warnings only.
    let brewery = "fixtures/township/brewery.yaml";
    for (fail_on, status) in [("error", 0), ("warning", 1), ("note", 1), ("never", 0)] {
        assert_eq!(check(&[brewery, "--fail-on", fail_on]).status, status, "--fail-on {fail_on}");
    }
    for format in ["text", "concise", "json"] {
        assert_eq!(check(&[TOWNSHIP, "--format", format]).status, 1, "--format {format}");
    }
}

#[test]
fn the_union_that_keeps_the_rules_passes_every_one_that_applies() {
    let (status, result) = check_json(&["fixtures/township/cotton-mill.yaml"]);
    assert_eq!((status, findings(&result)), (0, Vec::new()));
    let verdicts = result["unions"][0]["verdicts"].as_object().unwrap();
    assert!(!verdicts.is_empty() && verdicts.values().all(|state| state == "pass"), "{verdicts:#?}");
}

#[test]
fn one_union_in_several_files_is_judged_as_one() {
    let (_, result) = check_json(&["fixtures/township/yuanyang"]);
    assert_eq!(list(&result, "unions").len(), 1);
    assert_eq!(verdict(&result, "QX006", "dues-short"), "fail");
    // A file of dues alone says nothing of the rest, which is not the same as being short of it.
    let (_, alone) = check_json(&["fixtures/township/yuanyang/dues-h1.yaml"]);
    assert_eq!(verdict(&alone, "QX006", "dues-short"), "insufficient");
}

#[test]
fn messages_come_in_the_language_asked_for_and_all_else_is_the_same() {
    let (_, zh) = check_json(&[TOWNSHIP]);
    let (_, en) = check_json(&[TOWNSHIP, "--lang", "en"]);
    assert_eq!(findings(&zh), findings(&en));
    let is_chinese = |finding: &serde_json::Value| text(finding, "message").contains('，');
    assert!(list(&zh, "findings").iter().any(is_chinese));
    assert!(!list(&en, "findings").iter().any(is_chinese));
}

#[test]
fn the_whole_township_a_line_a_finding() {
    let zh = check(&[TOWNSHIP, "--format", "concise"]);
    assert_snapshot!("township_zh", lines(&zh));
    let en = check(&[TOWNSHIP, "--format", "concise", "--lang", "en"]);
    assert_snapshot!("township_en", lines(&en));
}
