//! Superior unions judged over all below them: the documents' own case, the tree, and another program's figures.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::code::{root, text as read};
use crate::counted::Chance;
use crate::packs::TempPack;
use crate::program::{
    arg, check, check_json, check_text, findings, hegui, list, place, problems, text, verdict,
};

/// The rates of a rule as `union label state part/whole`.
fn rates(result: &Value, rule: &str) -> Vec<String> {
    let own = list(result, "districts").iter().filter(|entry| text(entry, "rule") == rule);
    let shown = |one: &Value| {
        let [part, whole] = ["part", "whole"].map(|key| one[key].to_string().replace('"', ""));
        format!("{} {}{} {part}/{whole}", text(one, "union"), text(one, "label"), text(one, "state"))
    };
    own.map(shown).collect()
}

#[test]
fn eleven_collective_and_sixty_nine_wage_contracts_were_all_renewed() {
    let records = read(&root().join("fixtures/rules/renewal-rate-low/documents.yaml"));
    let (_, result) = check_text(&records, &[]);
    assert_eq!(rates(&result, "renewal-rate-low"), ["T1 pass 80/80"]);
    assert_eq!(verdict(&result, "T1", "renewal-rate-low"), "pass");
    assert_eq!(verdict(&result, "Q01", "renewal-rate-low"), "not_applicable");
}

#[test]
fn one_renewal_taken_away_names_the_union_and_links_its_own_finding() {
    let records = read(&root().join("fixtures/rules/renewal-rate-low/documents.yaml"));
    let line = records.lines().find(|line| line.contains("name: 第37厂工会")).unwrap();
    let at = records.find(line).unwrap() + line.len();
    let renewal = ", { kind: wage, signed: 2026-04-01, expires: 2029-03-31 }";
    let short = format!("{}{}", &records[..at], records[at..].replacen(renewal, "", 1));
    let (status, result) = check_text(&short, &[]);
    assert_eq!(rates(&result, "renewal-rate-low"), ["T1 fail 79/80"]);
    assert_eq!((status, verdict(&result, "T1", "renewal-rate-low")), (1, "fail"));
    let of = |rule: &str| {
        list(&result, "findings")
            .iter()
            .find(|one| (text(one, "rule"), text(one, "state")) == (rule, "fail"))
            .unwrap()
            .clone()
    };
    let (district, own) = (of("renewal-rate-low"), of("contract-lapsed"));
    assert_eq!((text(&district, "union"), text(&own, "union")), ("T1", "Q37"));
    assert!(text(&district, "message").contains("第37厂工会（Q37）"), "{district:#}");
    assert_eq!(text(&district["args"], "rate"), "98.7%");
    let [linked] = list(&district, "related") else { panic!("{district:#}") };
    assert_eq!(linked["location"], own["location"]);
    assert_eq!(place(&district["location"]), "<stdin>:4:1");
}

#[test]
fn a_rule_asked_for_is_not_reported_and_need_not_be_selected() {
    let records = "union: { id: T1, name: 甲镇总工会, level: township }\n---\n\
        union: { id: P1, name: 甲厂工会, level: basic, superior: T1, employer: enterprise }\ninspections: []\n";
    let (status, result) = check_text(records, &["--select", "inspection-coverage-low"]);
    assert_eq!(findings(&result), ["fail inspection-coverage-low <stdin>:1:1"]);
    let linked = &list(&result, "findings")[0]["related"][0]["location"];
    assert_eq!((status, place(linked)), (0, "<stdin>:4:1".to_owned()));
    let (_, without) = check_text(records, &["--ignore", "inspection-missed"]);
    assert_eq!(verdict(&without, "T1", "inspection-coverage-low"), "fail");
}

/// A county of two townships; one of them is known by the county's roster alone.
const COUNTY: &str = "union: { id: C1, name: 甲县总工会, level: county }\nroster: [{ id: T2, name: 乙镇总工会 }]\n---\n\
    union: { id: T1, name: 甲镇总工会, level: township, superior: C1 }\nroster: [{ id: P3, name: 丙厂工会 }]\n---\n\
    union: { id: P1, name: 甲厂工会, level: basic, superior: T1, employer: enterprise }\nelections: [{ date: 2024-01-01, term_years: 5 }]\n---\n\
    union: { id: P2, name: 乙厂工会, level: basic, superior: T2, employer: enterprise }\nelections: [{ date: 2024-01-01, term_years: 5 }]\n---\n\
    union: { id: P3, name: 丙厂工会, level: basic, employer: enterprise }\nelections: [{ date: 2024-01-01, term_years: 5 }]\n";

#[test]
fn a_union_counts_once_at_every_level_above_it() {
    let (_, result) = check_text(COUNTY, &["--select", "district"]);
    // Whether T2 itself counts is not known: the roster does not say its level.
    assert_eq!(rates(&result, "election-rate-low"), ["C1 insufficient 3/4", "T1 pass 2/2"]);
    assert_eq!(verdict(&result, "C1", "submission-missing"), "fail");
    assert_eq!(verdict(&result, "T1", "submission-missing"), "pass");
    assert_eq!((problems(&result), verdict(&result, "P3", "election-rate-low")), (vec![], "not_applicable"));
    let superior = |id: &str| {
        list(&result, "unions").iter().find(|one| text(one, "id") == id).unwrap()["superior"].clone()
    };
    assert_eq!((superior("P3"), superior("C1")), ("T1".into(), Value::Null));
}

#[test]
fn nothing_depends_on_threads_or_the_order_of_files() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = COUNTY
        .split("---\n")
        .enumerate()
        .map(|(at, one)| {
            let file = folder.path().join(format!("{}.yaml", (at * 7 + 3) % 5));
            fs::write(&file, one).unwrap();
            arg(&file).to_owned()
        })
        .collect();
    let run = |names: &[String], jobs: &str| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        check(&[&names[..], &["--jobs", jobs, "--format", "json", "--show", "all"]].concat())
    };
    let first = run(&names, "1");
    let reversed: Vec<String> = names.iter().rev().cloned().collect();
    assert!(first.out.contains("election-rate-low"));
    assert!(run(&names, "4") == first && run(&reversed, "3") == first);
}

#[test]
fn what_contradicts_in_the_tree_is_a_problem_with_every_place() {
    let records = "union: { id: T1, name: 甲镇总工会, level: township, superior: T2 }\nroster: [{ id: P1 }]\n---\n\
        union: { id: T2, name: 乙镇总工会, level: township, superior: T1 }\n---\n\
        union: { id: P1, name: 甲厂工会, level: basic, superior: T2 }\n---\n\
        union: { id: P2, name: 乙厂工会, level: basic, superior: T3 }\n";
    let (status, result) = check_text(records, &["--select", "election-overdue"]);
    let shown = |problem: &Value| {
        let others = list(problem, "related").iter().map(|other| place(&other["location"]));
        let all: Vec<String> = std::iter::once(place(&problem["location"])).chain(others).collect();
        format!("{} {}", text(problem, "code"), all.join(" ").replace("<stdin>:", ""))
    };
    let found: Vec<String> = list(&result, "problems").iter().map(shown).collect();
    let expected = ["superior-circle 1:58 4:58", "two-superiors 2:16 6:54", "unknown-superior 8:54"];
    assert_eq!((status, found), (1, expected.map(str::to_owned).to_vec()), "{:#}", result["problems"]);
    // Nobody above them is there: that they name a superior is no mistake.
    let (status, alone) =
        check_text(records.rsplit("---\n").next().unwrap(), &["--select", "election-overdue"]);
    assert_eq!((status, problems(&alone)), (0, vec![]));
}

#[test]
fn what_was_sent_and_cannot_be_read_is_not_missing() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).unwrap();
    let town = "union: { id: T1, name: 甲镇总工会, level: township }\nroster: [{ id: P1 }, { id: P2 }, { id: P3, name: 丙厂工会 }]\n";
    write("t.yaml", town.as_bytes());
    write("P1.yaml", b"\xff\xfe\x00\x01");
    write(
        "p2.yaml",
        "union: { id: P2, name: 乙厂工会, level: basic }\nelections: [{ date: 2024-01-01, term_years: 5 }\n"
            .as_bytes(),
    );
    let (status, result) = check_json(&[arg(folder.path()), "--select", "district"]);
    let missing = list(&result, "findings").iter().filter(|one| text(one, "rule") == "submission-missing");
    let ids: Vec<&str> = missing.map(|one| text(&one["args"], "id")).collect();
    assert_eq!((status, ids), (2, vec!["P3"]), "{:#?}", findings(&result));
    // What they would have added is not known.
    assert_eq!(verdict(&result, "T1", "election-rate-low"), "insufficient");
}

const HEADER: &str = "//! title: { zh: 汇总, en: A sum }\n//! strength: S\n//! severity: warning\n//! scope: district\n\
    //! applies: 'union.level == \"basic\"'\n//! params: { share: 50% }\n//! text: { zh: 应当, en: must }\n\
    //! message: { fail: { zh: \"{part}/{whole}\", en: \"{part} of {whole}\" } }\n//! help: { zh: 改正, en: mend it }\n\n";

#[test]
fn a_rule_that_fails_on_one_union_fails_on_the_district() {
    let pack = TempPack::of(&[]);
    pack.write(
        "own/own-rate.rhai",
        &format!("{HEADER}rate(union.employees / union.members, 1, params.share);\n"),
    );
    let records = "union: { id: T1, name: 甲镇总工会, level: township }\n---\n\
        union: { id: P1, name: 甲厂工会, level: basic, superior: T1, employees: 3, members: 0 }\n---\n\
        union: { id: P2, name: 乙厂工会, level: basic, superior: T1, employees: 3, members: 3 }\n";
    let args = ["--rules", pack.path(), "--select", "own-rate"];
    let (status, result) = check_text(records, &args);
    assert_eq!((status, verdict(&result, "T1", "own-rate")), (2, "error"));
    let [only] = list(&result, "findings") else { panic!("{result:#}") };
    assert!(text(&only["location"], "path").ends_with("own-rate.rhai"), "{only:#}");
    let (status, sound) = check_text(&records.replace("members: 0", "members: 1"), &args);
    assert_eq!((status, rates(&sound, "own-rate")), (0, vec!["T1 pass 4/2".to_owned()]));
}

#[test]
fn a_district_rule_is_checked_before_any_record_is_read() {
    let district = |body: &str| format!("{HEADER}{body}\n");
    for (text, said) in [
        (
            HEADER.replace("{part}", "").replace("{whole}", "") + "dues.fail(\"paid\");\n",
            "a district rule judges by `rate` alone",
        ),
        (
            HEADER.replace("//! scope: district\n", "") + "rate(dues, params.share);\n",
            "belongs in district rules",
        ),
        (district("rate(dues, 100, 100);"), "a share such as 100%"),
        (district("rate(free_of(\"dues-shortt\"), params.share);"), "did you mean `dues-short`?"),
        (
            district("rate(free_of(\"submission-missing\"), params.share);"),
            "there is none called `submission-missing`",
        ),
        (district("rate(free_of(\"dues-rate-low\"), params.share);"), "there is none called `dues-rate-low`"),
        (district("rate(dues, params.least);"), "least"),
        (district("rate(dues.below(\"payd\", \"payable\"), params.share);"), "payd"),
        (district("rate(union.level, params.share);"), "the first argument of `rate`"),
        (HEADER.replace("{part}/", "{parts}/") + "rate(dues, params.share);\n", "nothing here fills {parts}"),
        (
            HEADER.replace("//! applies", "//! missing: skip\n//! applies") + "rate(dues, params.share);\n",
            "has no `missing`",
        ),
    ] {
        let pack = TempPack::of(&[]);
        pack.write("own/own-rate.rhai", &text);
        let ran = hegui(&[
            "check",
            "fixtures/township",
            "--rules",
            pack.path(),
            "--select",
            "own-rate",
            "--lang",
            "en",
        ]);
        let err = ran.err.split_whitespace().collect::<Vec<_>>().join(" ").replace(" │ ", " ");
        assert!(ran.status == 2 && err.contains(said), "{said}: {err}");
    }
}

/// A made-up county of four townships and sixty unions, with cells at every boundary.
fn made(folder: &Path, chance: &mut Chance) {
    let write = |records: &Value| {
        let file = folder.join(format!("{}.json", text(&records["union"], "id")));
        fs::write(file, records.to_string()).unwrap();
    };
    write(&json!({ "union": { "id": "C1", "name": "某县总工会", "level": "county", "employer": "social" } }));
    for town in 0..4 {
        let mut records = json!({ "union": { "id": format!("T{town}"), "name": "某镇总工会", "level": "township", "superior": "C1", "employer": "social" } });
        if town < 2 {
            let row =
                |at| json!({ "id": format!("X{town}{at}"), "level": "basic", "employer": "enterprise" });
            let mut rows: Vec<Value> = (0..chance.next(3)).map(row).collect();
            rows.push(json!({ "id": format!("U{town:02}") }));
            records["roster"] = rows.into();
        }
        write(&records);
    }
    for number in 0..60 {
        write(&member(number, chance));
    }
}

fn member(number: usize, chance: &mut Chance) -> Value {
    let mut union = json!({
        "id": format!("U{number:02}"),
        "name": format!("第{number}工会"),
        "level": chance.of(&["basic", "basic", "basic", "federation", "branch"]),
        "employer": chance.of(&["enterprise", "enterprise", "enterprise", "school"]),
        "enterprises": chance.next(4) + 1,
        "regional_contract": chance.next(6) == 0,
    });
    if number >= 2 {
        union["superior"] = format!("T{}", chance.next(4)).into();
    }
    if chance.next(9) > 0 {
        union["ownership"] = chance.of(&["private", "collective", "state"]).into();
    }
    if chance.next(9) > 0 {
        union["identity_displayed"] = (chance.next(10) < 7).into();
    }
    let mut records = json!({ "union": union });
    let days =
        ["2025-12-31", "2026-01-01", "2026-06-29", "2026-06-30", "2026-07-01", "2026-12-31", "2028-02-28"];
    if chance.next(12) > 0 {
        let row = |at: usize, chance: &mut Chance| {
            json!({
                "kind": chance.of(&["comprehensive", "wage", "women"]), "signed": format!("202{}-0{}-15", 3 + chance.next(4), at + 1),
                "expires": chance.of(&days), "includes_wage": chance.next(4) == 0, "includes_women": chance.next(4) == 0,
            })
        };
        records["contracts"] = (0..chance.next(5)).map(|at| row(at, chance)).collect();
    }
    if chance.next(12) > 0 {
        let paid = chance.of(&["100.00", "100.00", "100.00", "99.99", "100.01"]);
        let row =
            |quarter: &str| json!({ "period": format!("2026{quarter}"), "payable": "100.00", "paid": paid });
        records["dues"] = ["Q1", "Q2", "Q3"].iter().map(|quarter| row(quarter)).collect();
    }
    records
}

#[test]
fn another_program_reckons_the_same() {
    if Command::new("python3").arg("--version").output().is_err() {
        println!("python3 is not installed: the figures were not compared");
        return;
    }
    let script = root().join("tests/it/districts.py");
    let mut states = std::collections::BTreeSet::new();
    for seed in 1..=6 {
        let folder = tempfile::tempdir().unwrap();
        made(folder.path(), &mut Chance(seed));
        for as_of in ["2026-06-30", "2026-12-31"] {
            let mut python = Command::new("python3");
            let ran = python.args(["-I", "-B"]).arg(&script).arg(folder.path()).arg(as_of).output().unwrap();
            assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
            let reckoned = String::from_utf8(ran.stdout).unwrap();
            let reckoned: Vec<&str> = reckoned.lines().collect();
            let found = figures(folder.path(), as_of);
            assert_eq!(found, reckoned, "seed {seed} as of {as_of}");
            assert!(found.len() >= 20, "{found:#?}");
            states.extend(found.iter().filter_map(|one| one.split(' ').nth(3).map(str::to_owned)));
        }
    }
    assert_eq!(states.into_iter().collect::<Vec<_>>(), ["fail", "insufficient", "pass"]);
}

/// What hegui reckons, as the script prints it.
fn figures(folder: &Path, as_of: &str) -> Vec<String> {
    let rules = "wage-agreement-rate-low,renewal-rate-low,dues-rate-low,identity-display-rate-low";
    let ran = hegui(&["check", arg(folder), "--as-of", as_of, "--select", rules, "--format", "json"]);
    let result: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(list(&result, "problems").len(), 0, "{:#}", result["problems"]);
    let shown = |one: &Value| {
        let label = Some(text(one, "label")).filter(|label| !label.is_empty()).unwrap_or("-");
        let number = |key: &str| match one[key].as_str() {
            Some(text) => text.parse::<f64>().unwrap(),
            None => one[key].as_f64().unwrap(),
        };
        let numbers = ["part", "open", "unknown", "whole"].map(|key| format!("{:.2}", number(key))).join(" ");
        format!("{} {} {label} {} {numbers}", text(one, "union"), text(one, "rule"), text(one, "state"))
    };
    let mut found: Vec<String> = list(&result, "districts").iter().map(shown).collect();
    found.sort();
    found
}
