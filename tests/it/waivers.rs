//! Waivers: what they cover, how long they hold, and that a faulty one never holds at all.

use std::sync::Arc;

use hegui::engine::State;
use hegui::records::{Date, Problem};
use hegui::source::Source;
use hegui::verdicts::{Options, Waivers};

use crate::judged::{BUILTIN, Judged, judge_by, options};
use crate::program::{arg, check, check_json, findings, hegui, list, problems, text, verdict};

/// Held no congress, in the town T1 of the county C1.
const RECORDS: &str = "union: { id: A1, name: 甲厂工会, level: basic, employer: enterprise, superior: T1 }\n\
                       congresses: []\n";
const RULE: &str = "congress-not-held";

/// An entry that holds to the end of 2026.
fn entry(more: &str) -> String {
    format!("- {{ rule: {RULE}, reason: 停产, approved_by: 镇总工会, until: 2026-12-31{more} }}\n")
}

fn waived(waivers: &str, as_of: Date, select: &[&str], records: &[(&str, &[u8])]) -> Judged {
    let source = Arc::new(Source::new("waivers.yaml", waivers));
    let waivers = Waivers::read(&source, &BUILTIN).unwrap();
    judge_by(&BUILTIN, &Options { as_of, waivers, ..options(select) }, records).0
}

/// The state of the rule, and the problems by code and place.
fn on(waivers: &str, year: i16, month: i8, day: i8) -> (State, Vec<String>) {
    let judged =
        waived(waivers, Date::new(year, month, day).unwrap(), &[RULE], &[("a.yaml", RECORDS.as_bytes())]);
    let told = |problem: &Problem| format!("{} {}", problem.code.as_str(), problem.location());
    (judged.state(RULE), judged.problems.iter().map(told).collect())
}

#[test]
fn a_waiver_holds_through_its_last_day() {
    let (nothing, spring) = (Vec::<String>::new(), entry("").replace("2026-12-31", "2027-03-01"));
    assert_eq!(on(&spring, 2027, 2, 28), (State::Waived, nothing.clone()));
    assert_eq!(on(&spring, 2027, 3, 1), (State::Waived, nothing));
    let expired = vec!["waiver-expired waivers.yaml:1:68".to_owned()];
    assert_eq!(on(&spring, 2027, 3, 2), (State::Fail, expired));
}

#[test]
fn a_faulty_waiver_never_holds() {
    let days = ["2026-13-01", "2027-02-29", "2026-12", "2099", "永久", "never", "''", "~", "[2027-01-01]"];
    for day in days {
        let (state, told) = on(&entry("").replace("2026-12-31", day), 2026, 12, 31);
        assert_eq!((state, told.len()), (State::Fail, 1), "{day}: {told:?}");
        assert!(told[0].starts_with("waiver-invalid waivers.yaml:1:"), "{day}: {told:?}");
    }
    let lacking =
        ["rule: congress-not-held, ", "reason: 停产, ", "approved_by: 镇总工会, ", ", until: 2026-12-31"];
    for part in lacking {
        let (state, told) = on(&entry("").replacen(part, "", 1), 2026, 12, 31);
        assert_eq!((state, told.len()), (State::Fail, 1), "without {part}: {told:?}");
    }
    let wrong = [
        ", untill: 2027-01-01",
        ", union: { below: T1 }",
        ", union: [A1]",
        ", union:",
        ", union: A1, under: T1",
        ", fingerprint: abc",
        ", fingerprint:",
    ];
    for more in wrong {
        let (state, told) = on(&entry(more), 2026, 12, 31);
        assert!(
            state == State::Fail && told.iter().all(|one| one.starts_with("waiver-invalid")),
            "{more}: {told:?}"
        );
        assert!(!told.is_empty(), "{more}");
    }
    let (state, told) = on(&entry("").replace(RULE, "congress-not-hold"), 2026, 12, 31);
    assert_eq!((state, told), (State::Fail, vec!["waiver-invalid waivers.yaml:1:11".to_owned()]));
}

#[test]
fn one_faulty_entry_spares_the_others_and_a_file_of_something_else_is_refused() {
    let both = format!("{}{}", entry("").replace("2026-12-31", "soon"), entry(""));
    assert_eq!(on(&both, 2026, 12, 31).0, State::Waived);
    for text in ["waivers: []", "停产", "- [", "{ rule: x }"] {
        let source = Arc::new(Source::new("waivers.yaml", text));
        assert!(Waivers::read(&source, &BUILTIN).is_err(), "{text}");
    }
    for text in ["", "# 暂无\n", "[]\n"] {
        assert_eq!(on(text, 2026, 12, 31), (State::Fail, Vec::new()), "{text:?}");
    }
}

#[test]
fn what_waives_nothing_is_told_in_its_place() {
    let unused = |waivers: &str| on(waivers, 2026, 12, 31).1;
    assert_eq!(unused(&entry(", union: B1")), ["waiver-unused waivers.yaml:1:68"]);
    // A rule that is not broken, and one that is not judged.
    let other = |rule: &str| entry("").replace(RULE, rule);
    let select = |rule: &str, select: &[&str]| {
        let as_of = Date::new(2026, 12, 31).unwrap();
        waived(&other(rule), as_of, select, &[("a.yaml", RECORDS.as_bytes())]).problems.len()
    };
    assert_eq!(select("contract-lapsed", &["contract-lapsed"]), 1);
    assert_eq!(select("contract-lapsed", &[RULE]), 0);
    assert_eq!(unused(&format!("{}{}", entry(", union: A1"), entry(", under: T1"))), [""; 0], "both serve");
}

#[test]
fn a_subtree_is_its_root_and_all_below_and_nobody_else() {
    let union = |id: &str, superior: &str| {
        format!(
            "union: {{ id: {id}, name: {id}, level: basic, employer: enterprise, superior: {superior} }}\ncongresses: []\n"
        )
    };
    let all = [("T1", "C1"), ("A1", "T1"), ("B1", "A1"), ("D1", "T2"), ("E1", "C9")];
    let texts = all.map(|(id, superior)| union(id, superior));
    let sources: Vec<(&str, &[u8])> =
        all.iter().zip(&texts).map(|(&(id, _), text)| (id, text.as_bytes())).collect();
    let under = |more: &str| {
        let judged = waived(&entry(more), Date::new(2026, 12, 31).unwrap(), &[RULE], &sources);
        let is_waived = |id: &&str| judged.states[&((*id).to_owned(), RULE.to_owned())] == State::Waived;
        all.map(|(id, _)| id).iter().copied().filter(is_waived).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(under(", union: { under: T1 }"), "T1 A1 B1");
    assert_eq!(under(", under: A1"), "A1 B1");
    assert_eq!(under(", union: A1"), "A1");
    // Nobody has the records of C1, C9 and T2; who stands under them says so.
    assert_eq!(under(", under: C1"), "T1 A1 B1");
    assert_eq!(under(", under: C9"), "E1");
    assert_eq!(under(", under: X"), "");
    assert_eq!(under(""), "T1 A1 B1 D1 E1");
}

/// Two lapsed contracts, one due, and one that says no end.
const CONTRACTS: &str = "union: { id: A1, name: 甲厂工会, level: basic, employer: enterprise }\n\
                         contracts:\n\
                         \x20 - { kind: wage, signed: 2023-01-01, expires: 2025-12-31 }\n\
                         \x20 - { kind: women, signed: 2023-01-01, expires: 2025-11-30 }\n\
                         \x20 - { kind: comprehensive, signed: 2024-03-01, expires: 2027-02-28 }\n";

#[test]
fn only_violations_are_waived_and_the_worst_that_remains_counts() {
    let rule = "contract-lapsed";
    let judged = |waivers: &str, records: &str| {
        let as_of = Date::new(2026, 12, 31).unwrap();
        let judged = waived(waivers, as_of, &[rule], &[("a.yaml", records.as_bytes())]);
        let states: Vec<&str> = judged.findings.iter().map(|finding| finding.state.as_str()).collect();
        (judged.state(rule), states.join(" "), judged.findings)
    };
    let all = entry("").replace(RULE, rule);
    assert_eq!(judged("", CONTRACTS).1, "fail fail due");
    let (state, states, findings) = judged(&all, CONTRACTS);
    assert_eq!((state, states.as_str()), (State::Waived, "waived waived due"));
    assert!(
        findings[0].waiver.as_ref().is_some_and(|waiver| waiver.reason == "停产")
            && findings[2].waiver.is_none()
    );
    let one = entry(&format!(", fingerprint: {}", findings[0].fingerprint)).replace(RULE, rule);
    let (state, states, _) = judged(&one, CONTRACTS);
    assert_eq!((state, states.as_str()), (State::Fail, "waived fail due"), "the other is not covered");
    let lacking = CONTRACTS.replace("expires: 2027-02-28", "expires: ");
    let (state, states, _) = judged(&all, &lacking);
    assert_eq!((state, states.as_str()), (State::Insufficient, "waived waived insufficient"));
}

#[test]
fn what_is_waived_is_told_everywhere_and_fails_no_run() {
    let folder = tempfile::tempdir().unwrap();
    let (records, waivers) = (folder.path().join("a.yaml"), folder.path().join("waivers.yaml"));
    std::fs::write(&records, RECORDS).unwrap();
    std::fs::write(&waivers, entry("")).unwrap();
    let args = [arg(&records), "--select", RULE];
    assert_eq!(check(&args).status, 1);
    let args = [&args[..], &["--waivers", arg(&waivers)]].concat();
    let (status, result) = check_json(&args);
    assert_eq!((status, verdict(&result, "A1", RULE)), (0, "waived"));
    assert_eq!(result["summary"]["states"]["waived"], 1);
    assert_eq!(result["summary"]["compliance"], serde_json::json!({ "passed": 0, "judged": 1 }));
    let waiver = &list(&result, "findings")[0]["waiver"];
    assert_eq!(
        [text(waiver, "reason"), text(waiver, "approved_by"), text(waiver, "until")],
        ["停产", "镇总工会", "2026-12-31"]
    );
    assert_eq!(text(&waiver["location"], "path"), arg(&waivers));
    let shown = check(&[&args[..], &["--show", "waived"]].concat()).out;
    assert!(shown.contains("豁免：停产（批准：镇总工会，至 2026-12-31）"), "{shown}");
    let clean = check(&[&args[..], &["--format", "concise"]].concat()).out;
    assert!(!clean.contains("没有发现违规") && clean.contains("豁免 1"), "{clean}");
    let page = folder.path().join("a.html");
    let book = folder.path().join("a-.xlsx");
    assert_eq!(check(&[&args[..], &["--report", arg(&page)]].concat()).status, 0);
    assert!(crate::code::text(&page).contains("豁免：停产（批准：镇总工会"));
    let elsewhere = tempfile::tempdir().unwrap();
    let book = elsewhere.path().join(book.file_name().unwrap());
    assert_eq!(check(&[&args[..], &["--report", arg(&book)]].concat()).status, 0);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&book).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "豁免").unwrap();
    assert!(format!("{sheet:?}").contains("停产"), "{sheet:?}");
}

#[test]
fn waivers_in_the_folder_of_records_are_no_records() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.yaml"), RECORDS).unwrap();
    std::fs::write(folder.path().join("waivers.yaml"), entry("").replace("2026-12-31", "2026-12-30"))
        .unwrap();
    std::fs::write(folder.path().join("hegui.yaml"), "waivers: waivers.yaml\n").unwrap();
    let (status, result) = check_json(&[arg(folder.path()), "--select", RULE]);
    assert_eq!(status, 1);
    assert_eq!(findings(&result).len(), 1);
    // Nor are they where a shell names every file.
    let all = ["a.yaml", "hegui.yaml", "waivers.yaml"].map(|name| folder.path().join(name));
    let all: Vec<&str> = all.iter().map(|path| arg(path)).chain(["--select", RULE]).collect();
    assert_eq!(check_json(&all), (status, result.clone()));
    assert_eq!(
        problems(&result),
        [format!("waiver-expired {}:1:68", arg(&folder.path().join("waivers.yaml")))]
    );
}

#[test]
fn waivers_are_listed_with_the_days_left() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("waivers.yaml");
    let text_of = [
        entry(", union: A1"),
        entry("").replace("2026-12-31", "2026-11-15"),
        entry(", under: T1").replace("2026-12-31", "2027-01-10"),
        entry("").replace("reason: 停产, ", ""),
    ];
    std::fs::write(&file, text_of.concat()).unwrap();
    let listed = |more: &[&str]| {
        hegui(&[&["waivers", "--as-of", "2026-12-31", "--waivers", arg(&file)], more].concat())
    };
    let ran = listed(&[]);
    let shown = ran.out.replace(arg(&file), "waivers.yaml");
    insta::assert_snapshot!(shown, @"
    已到期 46 天  2026-11-15  congress-not-held（全部单位）
        停产（镇总工会批准）
        waivers.yaml:2:68
    最后一天      2026-12-31  congress-not-held（A1）
        停产（镇总工会批准）
        waivers.yaml:1:68
    剩 10 天      2027-01-10  congress-not-held（T1 及其下级）
        停产（镇总工会批准）
        waivers.yaml:3:68
    截至 2026-12-31：有效 2 条，已到期 1 条，写法有误 1 处
    ");
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("缺 reason"), "{}", ran.err);
    let ran = listed(&["--format", "json"]);
    let result: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let days: Vec<i64> =
        list(&result, "waivers").iter().map(|one| one["days_left"].as_i64().unwrap()).collect();
    assert_eq!((ran.status, days), (1, vec![-46, 0, 10]));
    assert_eq!(list(&result, "problems").len(), 1);
    let ran = hegui(&["waivers", arg(folder.path())]);
    assert_eq!((ran.status, ran.err.contains("没有写明豁免文件")), (2, true), "{ran:#?}");
}
