//! A pack of one's own on top of the built-in one: it adds, it may tighten, and it takes nothing away.

use crate::packs::TempPack;
use crate::program::{check, check_json, check_text, findings, hegui, list, text, verdict};

const CANTEEN: &str = "fixtures/packs/canteen";
const TOWNSHIP: &str = "fixtures/township";

/// The contract is in force for 118 days more: nothing to say for 90 days' notice, much for 120.
const RECORDS: &str = "
工会基本情况: { 工会编码: A1, 工会名称: 甲厂工会, 组织层级: 基层工会, 职工食堂: 有 }
食堂检查:
  - { 检查日期: 2026-03-10, 检查人: 乙某某, 职工意见数: 3, 已答复数: 2 }
职代会:
  - { 召开日期: 2026-03-16, 层级: 单位职代会 }
集体合同:
  - { 合同类型: 工资专项, 签订日期: 2025-04-28, 到期日期: 2027-04-28 }
";

#[test]
fn its_examples_hold() {
    let ran = hegui(&["test", CANTEEN]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{ran:#?}");
}

#[test]
fn its_ledger_field_and_rules_are_judged_beside_the_built_in_ones() {
    let (status, result) = check_text(RECORDS, &["--rules", CANTEEN]);
    let found = findings(&result);
    for expected in [
        "fail canteen-complaint-open <stdin>:4:51",
        "fail canteen-inspection-missed <stdin>:3:1",
        "due contract-lapsed <stdin>:8:43",
    ] {
        assert!(found.iter().any(|one| one == expected), "{expected}: {found:#?}");
    }
    assert_eq!((status, verdict(&result, "A1", "dues-short")), (1, "insufficient"));
    assert_eq!(text(&result["pack"], "name"), "canteen");
    // Without the pack its ledger and field are unknown, and the contract is not near its end.
    let (_, without) = check_text(RECORDS, &[]);
    assert_eq!(list(&without, "problems").len(), 2);
    assert_eq!(verdict(&without, "A1", "contract-lapsed"), "pass");
}

#[test]
fn what_the_built_in_pack_says_of_a_union_it_still_says() {
    let (_, without) = check_json(&[TOWNSHIP]);
    let (_, with) = check_json(&[TOWNSHIP, "--rules", CANTEEN]);
    assert_eq!(list(&with, "problems").len(), 0, "a name of the built-in pack was lost");
    let built_in = |result| {
        let all = findings(result).into_iter();
        // This pack gives notice of a contract's end earlier.
        all.filter(|one| !one.contains(" canteen-") && !one.starts_with("due contract-lapsed"))
            .collect::<Vec<_>>()
    };
    assert_eq!(built_in(&with), built_in(&without));
}

#[test]
fn its_names_are_masked_like_any_other() {
    let args = ["check", "-", "--as-of", "2026-12-31", "--rules", CANTEEN];
    let ran = crate::program::hegui_reading(&args, RECORDS.as_bytes());
    assert!(ran.out.contains("检查日期: 2026-03-10") && !ran.out.contains("乙某某"), "{}", ran.out);
    let bare = crate::program::hegui_reading(&[&args[..], &["--unmask"]].concat(), RECORDS.as_bytes());
    assert!(bare.out.contains("乙某某"), "{}", bare.out);
}

#[test]
fn a_folder_of_a_pack_holds_no_records() {
    let ran = check(&["fixtures/packs"]);
    assert_eq!(ran.status, 2, "{}", ran.out);
    assert!(!ran.out.contains("canteen"), "{}", ran.out);
}

#[test]
fn a_field_misspelt_breaks_its_rule_alone_and_is_drawn_where_it_stands() {
    let pack = TempPack::copy("canteen");
    let file = "canteen/canteen-complaint-open.rhai";
    pack.edit(file, "below(\"settled\"", "below(\"setled\"");
    let (status, result) = check_json(&[TOWNSHIP, "--rules", pack.path()]);
    let place = format!("error canteen-complaint-open {}/{file}:10:28", pack.path());
    assert!(status == 2 && findings(&result).contains(&place), "{:#?}", findings(&result));
    for union in list(&result, "unions") {
        assert_eq!(text(&union["verdicts"], "canteen-complaint-open"), "error");
        assert_ne!(text(&union["verdicts"], "canteen-inspection-missed"), "error");
    }
    let (_, sound) = check_json(&[TOWNSHIP, "--rules", CANTEEN]);
    let others =
        |result| findings(result).into_iter().filter(|one| !one.contains("complaint")).collect::<Vec<_>>();
    assert_eq!(others(&result), others(&sound));
    let drawn = check(&[TOWNSHIP, "--rules", pack.path()]);
    assert!(drawn.err.contains(&format!("{file}:10:28")) && drawn.err.contains("“settled”"), "{}", drawn.err);
    let tried = hegui(&["test", pack.path()]);
    assert_eq!((tried.status, tried.err.contains(":10:28")), (2, true), "{tried:#?}");
}

#[test]
fn a_broken_rule_that_is_not_asked_for_stops_nothing() {
    let pack = TempPack::of(&[("broken", "dues.fail(\"payd\");")]);
    let args = ["fixtures/township/cotton-mill.yaml", "--rules", pack.path()];
    assert_eq!(check(&args).status, 2);
    assert_eq!(check(&[&args[..], &["--ignore", "broken"]].concat()).status, 0);
    assert_eq!(check(&[&args[..], &["--select", "healthy,funds"]].concat()).status, 0);
}

#[test]
fn a_byte_order_mark_before_its_files_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for kind in ["yaml", "rhai"] {
        for (name, path) in crate::code::files(&crate::code::root().join(CANTEEN), kind) {
            let marked = folder.path().join(name);
            std::fs::create_dir_all(marked.parent().unwrap()).unwrap();
            std::fs::write(marked, format!("\u{feff}{}", crate::code::text(&path))).unwrap();
        }
    }
    let (status, result) = check_text(RECORDS, &["--rules", CANTEEN]);
    let marked = check_text(RECORDS, &["--rules", crate::program::arg(folder.path())]);
    assert_eq!((marked.0, &marked.1["findings"]), (status, &result["findings"]));
}
