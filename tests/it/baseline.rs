//! Baselines: what is known fails no run, only what is new; and what is known is known again wherever it stands.

use std::fs;

use hegui::engine::State;
use hegui::verdicts::{Baseline, Known, Options};
use proptest::prelude::*;
use serde_json::Value;

use crate::code;
use crate::judged::{BUILTIN, Judged, cases, judge_by, options};
use crate::made::{CONGRESSES, CONTRACTS, DUES, HAZARDS, INSPECTIONS, Ledger, Row, rows, text};
use crate::program::{arg, check, check_json, list};

/// What a run found, as a baseline.
fn baseline_of(judged: &Judged) -> Baseline {
    let known = judged.findings.iter().filter(|finding| finding.state == State::Fail).map(|finding| Known {
        union: finding.union.clone(),
        rule: finding.rule.clone(),
        fingerprint: finding.fingerprint.clone(),
        message: finding.message.zh.clone(),
    });
    let Options { as_of, period, .. } = options(&[]);
    let baseline = Baseline { as_of, period, known: known.collect() };
    // As it comes back from a file.
    let source = std::sync::Arc::new(hegui::source::Source::new("baseline.json", baseline.written()));
    Baseline::read(&source).unwrap()
}

/// Of two contracts that end on one day neither is the later, so that no two do.
fn ends_apart(mut rows: Vec<Row>) -> Vec<Row> {
    let end = |row: &Row| row.iter().find(|(field, _)| *field == "expires").copied();
    let mut seen = Vec::new();
    rows.retain(|row| {
        let is_new = !seen.contains(&end(row));
        seen.push(end(row));
        is_new
    });
    rows
}

/// The rows of every ledger in two orders; rows may be alike in what names them.
fn moved() -> impl Strategy<Value = (Vec<Ledger>, Vec<Ledger>)> {
    let both = |ledger: &'static str, columns, given| {
        rows(columns, 6, given)
            .prop_map(move |rows| if ledger == "contracts" { ends_apart(rows) } else { rows })
            .prop_flat_map(move |rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
            .prop_map(move |(rows, moved)| ((ledger, rows), (ledger, moved)))
    };
    let all = (
        both("dues", DUES, 100),
        both("contracts", CONTRACTS, 100),
        both("congresses", CONGRESSES, 100),
        both("hazards", HAZARDS, 80),
        both("inspections", INSPECTIONS, 100),
    );
    all.prop_map(|(a, b, c, d, e)| [a, b, c, d, e].into_iter().unzip())
}

/// A file begins, goes on and ends otherwise, and remarks stand between its rows.
fn edited(text: &str) -> String {
    let rows: String = text.lines().map(|line| format!("{line}   # 见原件\n\n")).collect();
    format!("# 二〇二六年台账\n\n{rows}proposals: []\n")
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn moved_renamed_and_edited_nothing_is_new_and_nothing_gone((rows, moved) in moved()) {
        let (before, _) = judge_by(&BUILTIN, &options(&[]), &[("a.yaml", text(&rows).as_bytes())]);
        let baseline = baseline_of(&before);
        let known = baseline.known.len() as u64;
        let options = Options { baseline: Some(baseline), ..options(&[]) };
        let (after, summary) = judge_by(&BUILTIN, &options, &[("b/台账.yaml", edited(&text(&moved)).as_bytes())]);
        let anew: Vec<&str> = after
            .findings
            .iter()
            .filter(|finding| finding.state == State::Fail && !finding.is_known)
            .map(|finding| finding.message.zh.as_str())
            .collect();
        let against = summary.baseline.clone().unwrap();
        prop_assert!(anew.is_empty(), "{anew:?}\n{}\n{}", text(&rows), text(&moved));
        prop_assert_eq!(summary.fails_anew(), [0; 3]);
        prop_assert_eq!(against.known.iter().sum::<u64>(), known);
        prop_assert_eq!((against.fixed.len(), against.unclear), (0, 0));
    }
}

/// A copy of the made-up town and its baseline.
fn town() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    copy(&code::root().join("fixtures/township"), &folder.path().join("town"));
    let baseline = folder.path().join("baseline.json");
    let ran = check(&[arg(&folder.path().join("town")), "--write-baseline", arg(&baseline), "--quiet"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "what was just written down is known");
    (folder, arg(&baseline).to_owned())
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    for (name, path) in code::files(from, "yaml") {
        let to = to.join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, code::text(&path)).unwrap();
    }
}

/// The exit status, how many are known, new, fixed and unclear.
fn against(folder: &std::path::Path, baseline: &str, more: &[&str]) -> (i32, [u64; 4], Value) {
    let (status, result) = check_json(&[&[arg(folder), "--baseline", baseline], more].concat());
    let found = &result["summary"]["baseline"];
    let sum = |of: &Value| of.as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum::<u64>();
    let counts = [
        sum(&found["known"]),
        sum(&found["new"]),
        list(found, "fixed").len() as u64,
        found["unclear"].as_u64().unwrap(),
    ];
    (status, counts, result)
}

#[test]
fn the_town_edited_has_nothing_new_until_a_judged_cell_changes() {
    let (folder, baseline) = town();
    let town = folder.path().join("town");
    let (status, [known, ..], _) = against(&town, &baseline, &[]);
    assert_eq!((status, known), (0, 52));
    // Renamed, lines moved down, a cell changed that no rule judges.
    let old = town.join("waterworks.yaml");
    let text = code::text(&old).replace("隐患内容: 配电柜未接地", "隐患内容: 配电柜没有接地");
    assert_ne!(text, code::text(&old));
    fs::remove_file(&old).unwrap();
    fs::write(town.join("自来水厂.yaml"), format!("# 自来水厂\n\n\n{text}")).unwrap();
    assert_eq!(against(&town, &baseline, &[]).1, [52, 0, 0, 0]);
    // A judged cell: hazard 01 was put right, and now was not.
    let changed = text.replacen("整改完成日期: 2026-04-10, ", "", 1);
    assert_ne!(changed, text);
    fs::write(town.join("自来水厂.yaml"), &changed).unwrap();
    let (status, counts, result) = against(&town, &baseline, &[]);
    assert_eq!((status, counts), (1, [52, 1, 0, 0]));
    let new: Vec<&Value> = list(&result, "findings")
        .iter()
        .filter(|one| one["state"] == "fail" && one["known"] == false)
        .collect();
    assert_eq!((new.len(), new[0]["rule"].as_str().unwrap()), (1, "hazard-overdue"));
    // Only the new one is drawn, unless the known are asked for.
    let args = [arg(&town), "--baseline", &baseline, "--format", "concise"];
    assert_eq!(check(&args).out.lines().count(), 2, "the new one and the counts");
    assert_eq!(check(&[&args[..], &["--show", "baseline"]].concat()).out.lines().count(), 54);
}

#[test]
fn what_is_fixed_is_told_and_pruned_and_what_was_not_judged_stays() {
    let (folder, baseline) = town();
    let town = folder.path().join("town");
    // Two problems less: a union's records are gone, which is no remedy.
    fs::remove_dir_all(town.join("yuanyang")).unwrap();
    let (_, [known, new, fixed, unclear], _) = against(&town, &baseline, &[]);
    assert_eq!((known + fixed + unclear, fixed), (52, 0), "{known} {new} {fixed} {unclear}");
    assert!(unclear > 0, "what was not judged is not fixed");
    let path = town.join("waterworks.yaml");
    let text = code::text(&path);
    let mended = text.replacen(
        "整改期限: 2026-09-15",
        "整改期限: 2026-09-15, 整改完成日期: 2026-09-01, 复查日期: 2026-09-05",
        1,
    );
    assert_ne!(mended, text);
    fs::write(&path, &mended).unwrap();
    let (_, counts, result) = against(&town, &baseline, &[]);
    assert_eq!(counts, [known - 1, new, 1, unclear]);
    assert_eq!(result["summary"]["baseline"]["fixed"][0]["rule"], "hazard-overdue");
    let ran = check(&[arg(&town), "--baseline", &baseline]);
    assert!(
        ran.out.contains("基线中已整改 1 处") && ran.out.contains("hazard-overdue（QX002）"),
        "{}",
        ran.out
    );
    let before = code::text(std::path::Path::new(&baseline));
    let ran = check(&[arg(&town), "--baseline", &baseline, "--prune", "--quiet"]);
    assert_eq!(ran.err, "");
    let after = code::text(std::path::Path::new(&baseline));
    let gone: Vec<&str> = before.lines().filter(|line| !after.contains(line.trim_end_matches(','))).collect();
    assert!(gone.len() == 1 && gone[0].contains("hazard-overdue"), "{gone:?}");
    assert_eq!(against(&town, &baseline, &[]).1, [known - 1, new, 0, unclear]);
    // Shorter, earlier or with fewer rules nothing can be told.
    let (_, counts, _) = against(&town, &baseline, &["--select", "contract-lapsed"]);
    assert_eq!((counts[1], counts[2]), (0, 0));
}

#[test]
fn a_baseline_hides_no_problem_and_overwrites_nothing_else() {
    let (folder, baseline) = town();
    let town = folder.path().join("town");
    let path = town.join("waterworks.yaml");
    fs::write(&path, code::text(&path).replacen("隐患台账:", "隐患台帐:", 1)).unwrap();
    let (status, _, result) = against(&town, &baseline, &[]);
    assert_eq!((status, list(&result, "problems").len()), (1, 1));
    let said = |args: &[&str]| {
        let ran = check(&[&[arg(&town)], args].concat());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:#?}");
        ran.err
    };
    assert!(said(&["--write-baseline", arg(&path)]).contains("不是基线，不能覆盖"));
    assert!(said(&["--baseline", arg(&path)]).contains("不是基线文件，或者改坏了"));
    assert!(said(&["--baseline", "no.json"]).contains("--write-baseline 生成"));
    assert!(said(&["--prune"]).contains("无从整理"));
    assert!(said(&["--baseline", &baseline, "--report", &baseline]).contains("不能写成报告"));
    let new = arg(&folder.path().join("new.json")).to_owned();
    assert!(said(&["--write-baseline", &new, "--report", &new]).contains("不能写成报告"));
    assert!(!folder.path().join("new.json").exists());
    assert!(code::text(&path).contains("隐患台帐"));
}

#[test]
fn a_baseline_among_the_records_is_no_record_and_is_written_alike_every_time() {
    let (folder, baseline) = town();
    let town = folder.path().join("town");
    let inside = town.join("baseline.json");
    fs::copy(&baseline, &inside).unwrap();
    fs::write(town.join("hegui.yaml"), "baseline: baseline.json\n").unwrap();
    let (status, result) = check_json(&[arg(&town)]);
    assert_eq!((status, list(&result, "problems").len()), (0, 0));
    let first = code::text(&inside);
    assert_eq!(check(&[arg(&town), "--write-baseline", arg(&inside), "--jobs", "2"]).status, 0);
    assert_eq!(code::text(&inside), first);
    assert!(!first.contains(arg(folder.path())), "nothing of where it lay");
}
