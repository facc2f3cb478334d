//! The made-up township as it is first met: what is found, where, and how the run ends.

use insta::assert_snapshot;

use crate::program::{Ran, check, check_json, check_text, findings, list, problems, text, verdict};

const TOWNSHIP: &str = "fixtures/township";

/// Every fault sown in the township, and the place a reader is sent to.
const SOWN: &[&str] = &[
    "fail dates-reversed fixtures/township/brewery.yaml:56:14",
    "fail proposal-unanswered fixtures/township/brewery.yaml:59:5",
    "fail contract-filed-late fixtures/township/brewery.yaml:66:89",
    "fail balance-mismatch fixtures/township/brewery.yaml:92:14",
    "fail ankang-not-entered fixtures/township/brewery.yaml:104:1",
    "fail allocation-short fixtures/township/brewery.yaml:126:52",
    "fail dispute-stale fixtures/township/brewery.yaml:139:7",
    "fail training-kind-missing fixtures/township/health-centre.yaml:51:1",
    "fail date-in-future fixtures/township/health-centre.yaml:57:13",
    "fail finance-report-missed fixtures/township/health-centre.yaml:84:70",
    "fail asset-unkept fixtures/township/health-centre.yaml:98:7",
    "fail inspection-missed fixtures/township/machinery.yaml:51:1",
    "fail row-duplicated fixtures/township/machinery.yaml:69:12",
    "fail pledge-unsigned fixtures/township/machinery.yaml:80:43",
    "fail accident-occurred fixtures/township/machinery.yaml:84:11",
    "fail accident-union-absent fixtures/township/machinery.yaml:84:77",
    "fail congress-not-held fixtures/township/primary-school.yaml:27:1",
    "fail leaders-not-appraised fixtures/township/primary-school.yaml:27:1",
    "fail identity-not-displayed fixtures/township/small-unions.yaml:18:10",
    "fail contract-unapproved fixtures/township/small-unions.yaml:26:88",
    "fail ledger-missing fixtures/township/small-unions.yaml:48:9",
    "fail womens-committee-missing fixtures/township/small-unions.yaml:58:11",
    "fail congress-unpublished fixtures/township/small-unions.yaml:67:42",
    "fail joint-meeting-missed fixtures/township/street-office.yaml:31:1",
    "fail audit-issues-open fixtures/township/street-office.yaml:98:13",
    "fail attestation-expired fixtures/township/street-office.yaml:120:65",
    "fail dues-rate-low fixtures/township/township-union.yaml:2:1",
    "fail election-rate-low fixtures/township/township-union.yaml:2:1",
    "fail inspection-coverage-low fixtures/township/township-union.yaml:2:1",
    "fail renewal-rate-low fixtures/township/township-union.yaml:2:1",
    "fail wage-agreement-large-low fixtures/township/township-union.yaml:2:1",
    "fail submission-missing fixtures/township/township-union.yaml:29:13",
    "fail target-missed fixtures/township/township-union.yaml:80:44",
    "fail members-exceed-employees fixtures/township/village-joint-union.yaml:14:8",
    "fail workshop-congress-missed fixtures/township/village-joint-union.yaml:28:11",
    "fail branch-unknown fixtures/township/village-joint-union.yaml:37:42",
    "fail labour-contract-missing fixtures/township/village-joint-union.yaml:79:58",
    "fail social-insurance-short fixtures/township/village-joint-union.yaml:79:132",
    "fail hardship-unvisited fixtures/township/village-joint-union.yaml:87:93",
    "fail audit-committee-informal fixtures/township/waterworks.yaml:18:11",
    "fail team-meeting-missed fixtures/township/waterworks.yaml:29:11",
    "fail inspector-missing fixtures/township/waterworks.yaml:30:7",
    "fail election-overdue fixtures/township/waterworks.yaml:38:11",
    "fail inspection-hazards-open fixtures/township/waterworks.yaml:88:13",
    "fail hazard-overdue fixtures/township/waterworks.yaml:94:7",
    "fail suggestion-unanswered fixtures/township/waterworks.yaml:147:7",
    "fail dues-short fixtures/township/yuanyang/dues-h2.yaml:5:42",
    "fail dues-short fixtures/township/yuanyang/dues-h2.yaml:8:42",
    "fail disclosure-missed fixtures/township/yuanyang/ledgers.yaml:15:1",
    "fail wages-unpaid fixtures/township/yuanyang/ledgers.yaml:53:59",
    "fail congress-vote-short fixtures/township/yuanyang/profile.yaml:46:96",
    "fail contract-lapsed fixtures/township/yuanyang/profile.yaml:61:11",
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
    assert_eq!(count("due "), 2, "{others:#?}");
    // Two small unions submit little; of what cannot be told each is told once.
    assert!(count("insufficient ") > 100 && others.iter().all(|one| !one.contains("cotton-mill")));
    assert!(
        others.iter().any(|one| one.starts_with("due contract-lapsed fixtures/township/machinery.yaml:"))
    );
    assert_eq!(result["summary"]["states"]["fail"], SOWN.len() - 1, "one verdict has two findings");
    assert_eq!(result["summary"]["severities"]["error"], 18);
}

#[test]
fn the_status_follows_the_severity_asked_for() {
    for (fail_on, status) in [("error", 1), ("warning", 1), ("note", 1), ("never", 0)] {
        assert_eq!(check(&[TOWNSHIP, "--fail-on", fail_on]).status, status, "--fail-on {fail_on}");
    }
    // The health centre has warnings only.
    let health_centre = "fixtures/township/health-centre.yaml";
    for (fail_on, status) in [("error", 0), ("warning", 1), ("note", 1), ("never", 0)] {
        assert_eq!(check(&[health_centre, "--fail-on", fail_on]).status, status, "--fail-on {fail_on}");
    }
    for format in ["text", "concise", "json", "jsonl", "github", "gitlab", "md"] {
        assert_eq!(check(&[TOWNSHIP, "--format", format]).status, 1, "--format {format}");
    }
}

#[test]
fn the_union_that_keeps_the_rules_passes_every_one_that_applies() {
    let (status, result) = check_json(&["fixtures/township/cotton-mill.yaml"]);
    assert_eq!((status, findings(&result)), (0, Vec::new()));
    let verdicts = result["unions"][0]["verdicts"].as_object().unwrap();
    let count = |state: &str| verdicts.values().filter(|known| **known == state).count();
    assert_eq!(count("pass") + count("not_applicable"), verdicts.len(), "{verdicts:#?}");
    assert!(count("pass") >= 100, "{verdicts:#?}");
}

/// The same union with its profile alone: what still passes asks for nothing else.
#[test]
fn without_ledgers_nothing_passes_that_reads_one() {
    let pack = hegui::rulepack::Pack::builtin().unwrap();
    let mill = crate::code::text(&crate::code::root().join("fixtures/township/cotton-mill.yaml"));
    let start = mill.find("\n工会基本情况:").unwrap() + 1;
    let end = mill[start..].find("\n\n").map_or(mill.len(), |at| start + at);
    let (_, result) = check_text(&mill[start..end], &[]);
    let verdicts = result["unions"][0]["verdicts"].as_object().unwrap();
    let mut passed = 0;
    for (id, _) in verdicts.iter().filter(|(_, state)| *state == "pass") {
        let rule = pack.rule(id).unwrap();
        let body = rule.source.text().lines().filter(|line| !line.starts_with("//"));
        let words: Vec<&str> =
            body.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_')).collect();
        let ledgers = pack.schema.ledgers.iter().map(|ledger| ledger.key.as_str());
        let read: Vec<&str> = ledgers.filter(|key| *key != "union" && words.contains(key)).collect();
        // Rules on consistency compare what there is; the profile's own dates are there.
        assert!(read.is_empty() || rule.area == "consistency", "{id} passes without {read:?}");
        passed += 1;
    }
    assert!(passed > 5, "{verdicts:#?}");
    let (_, bare) = check_text("union: { id: A1, name: 甲厂工会, level: basic }\n", &[]);
    let bare = bare["unions"][0]["verdicts"].as_object().unwrap();
    let passed: Vec<&String> = bare.iter().filter(|(_, state)| *state == "pass").map(|(id, _)| id).collect();
    assert!(passed.is_empty(), "nothing is recorded, and yet: {passed:?}");
}

#[test]
fn every_area_shows_a_finding() {
    let (_, result) = check_json(&[TOWNSHIP]);
    let pack = hegui::rulepack::Pack::builtin().unwrap();
    let found = findings(&result);
    for area in pack.areas() {
        let ids = pack.rules.iter().filter(|rule| rule.area == area).map(|rule| format!("fail {} ", rule.id));
        let shown = ids.filter(|id| found.iter().any(|one| one.starts_with(id))).count();
        assert!(shown > 0, "no finding of {area}");
    }
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
