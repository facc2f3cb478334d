//! What the command line is asked, and what it answers where it cannot do it.

use crate::program::{Ran, arg, check, check_json, findings, hegui, hegui_reading, list, text};

const EMPTY_LEDGER: &str = "fixtures/problems/empty-ledger.yaml";

/// Nothing on standard output, a reason on standard error, status 2.
fn is_refused(ran: &Ran, reason: &str) {
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:#?}");
    assert!(ran.err.contains(reason), "{ran:#?}");
}

#[test]
fn standard_input_is_judged_like_a_file() {
    let records = crate::code::text(&crate::code::root().join(EMPTY_LEDGER));
    let ran =
        hegui_reading(&["check", "-", "--as-of", "2026-12-31", "--format", "concise"], records.as_bytes());
    assert_eq!(ran.status, 1);
    let found = ran.out.lines().find(|line| line.contains("[congress-not-held]"));
    assert!(found.is_some_and(|line| line.starts_with("<stdin>:3:1: ")), "{}", ran.out);
}

#[test]
fn a_pattern_stands_for_the_files_that_fit() {
    let (status, result) = check_json(&["fixtures/problems/*ed.yaml"]);
    assert_eq!((status, list(&result, "unions").len()), (0, 1), "unsubmitted.yaml alone");
    let (_, both) = check_json(&["fixtures/township/[bc]*.yaml"]);
    let ids: Vec<&str> = list(&both, "unions").iter().map(|union| text(union, "id")).collect();
    assert_eq!(ids, ["QX008", "QX001"]);
}

#[test]
fn a_file_named_twice_is_read_once() {
    let (_, once) = check_json(&[EMPTY_LEDGER]);
    for again in [EMPTY_LEDGER, "./fixtures/problems/empty-ledger.yaml", "fixtures/problems/empty-l*.yaml"] {
        let (status, twice) = check_json(&[EMPTY_LEDGER, again]);
        assert_eq!((status, list(&twice, "unions").len()), (1, 1), "{again}");
        assert_eq!(findings(&twice), findings(&once), "{again}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_of_two_names_goes_by_the_first_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.yaml"), folder.path().join("b.yaml"));
    std::fs::write(&b, "union: { id: A1, name: 甲厂工会, level: basic, employer: school }\ncongresses: []\n")
        .unwrap();
    std::os::unix::fs::symlink(&b, &a).unwrap();
    let (a, b) = (arg(&a), arg(&b));
    let both = [check(&[a, b]), check(&[b, a]), check(&[arg(folder.path())])];
    assert!(both[0].out.contains("a.yaml") && !both[0].out.contains("b.yaml"), "{}", both[0].out);
    assert!(both.iter().all(|ran| ran == &both[0]), "{both:#?}");
}

#[test]
fn select_and_ignore_take_ids_and_areas() {
    let ids = |args: &[&str]| -> Vec<String> {
        let (_, result) = check_json(&[args, &["fixtures/township/cotton-mill.yaml"]].concat());
        result["unions"][0]["verdicts"].as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(ids(&["--select", "dues-short"]), ["dues-short"]);
    let funds = ids(&["--select", "funds"]);
    assert!(funds.contains(&"dues-short".to_owned()) && !funds.contains(&"contract-lapsed".to_owned()));
    let both = ids(&["--select", "funds,contract-lapsed"]);
    assert_eq!(both.len(), funds.len() + 1, "{both:?}");
    assert!(both.contains(&"contract-lapsed".to_owned()));
    let safety = ids(&["--select", "safety", "--ignore", "hazard-overdue"]);
    assert!(
        safety.contains(&"inspection-missed".to_owned()) && !safety.contains(&"hazard-overdue".to_owned())
    );
    let rest = ids(&["--ignore", "safety"]);
    assert!(!rest.is_empty() && safety.iter().all(|id| !rest.contains(id)));
}

#[test]
fn nothing_selected_is_no_clean_bill() {
    let args = ["--select", "dues-short", "--ignore", "funds", "--fail-on", "never"];
    assert_eq!(check(&[&args[..], &["fixtures/township/cotton-mill.yaml"]].concat()).status, 2);
}

#[test]
fn what_is_misspelt_is_answered_with_what_may_be_meant() {
    is_refused(&check(&["--select", "congress-not-hel"]), "congress-not-held");
    is_refused(&check(&["--ignore", "fund"]), "funds");
    is_refused(&check(&["--show", "dues"]), "due");
    is_refused(&check(&["--format", "jso"]), "json");
    is_refused(&hegui(&["explain", "contract-lapse"]), "contract-lapsed");
    is_refused(&hegui(&["chek"]), "check");
    is_refused(&check(&["--select", "congress-not-hel", "--lang", "en"]), "`congress-not-held`");
}

#[test]
fn days_and_periods_that_cannot_be_are_refused() {
    is_refused(&hegui(&["check", "--as-of", "2025-12-31", "--period", "2026"]), "2026-01-01");
    is_refused(&hegui(&["check", "--as-of", "2026-02-30"]), "2026-02-30");
    is_refused(&hegui(&["check", "--as-of", "2026-12-31", "--period", "2026..2025"]), "2026..2025");
    is_refused(&hegui(&["check", "--rules", "fixtures/nowhere"]), "fixtures/nowhere");
}

#[test]
fn the_period_is_the_year_of_the_day_unless_given() {
    let ran = hegui(&["check", "--as-of", "2026-06-30", "--format", "json", "fixtures/township"]);
    let result: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&result["period"]["start"], &result["period"]["end"]),
        (&"2026-01-01".into(), &"2026-12-31".into())
    );
    // In June nobody is late with the year's congress, and the dues of August are not due.
    let of = |state: &str, rule: &str| {
        findings(&result).iter().any(|one| one.starts_with(&format!("{state} {rule} ")))
    };
    assert!(of("due", "congress-not-held") && !of("fail", "congress-not-held"));
    assert!(!of("fail", "dues-short"));
}

#[test]
fn a_rule_is_explained_in_full_in_both_languages() {
    for (lang, law) in [("zh", "河南省"), ("en", "河南省")] {
        let ran = hegui(&["explain", "congress-not-held", "--lang", lang]);
        assert_eq!(ran.status, 0);
        for part in ["congress-not-held", "R049", law, "times", "every", "held.every("] {
            assert!(ran.out.contains(part), "--lang {lang} lacks {part}:\n{}", ran.out);
        }
    }
}

#[test]
fn the_catalogue_lists_every_rule_once() {
    let ran = hegui(&["rules", "--format", "json"]);
    let rules: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let ids: Vec<&str> = rules.as_array().unwrap().iter().map(|rule| text(rule, "id")).collect();
    assert_eq!(ran.status, 0);
    let lines = hegui(&["rules"]);
    let first = |line: &str| line.split_whitespace().next().unwrap_or("").to_owned();
    let mut listed: Vec<String> = lines.out.lines().map(first).collect();
    listed.sort_unstable();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    assert_eq!(listed, sorted);
    // Areas in the order people know them in, not by the letter.
    assert!(lines.out.starts_with("audit-committee-informal") && lines.out.contains("\nattestation-"));
    assert!(ids.contains(&"dues-short"));
}
