//! Ledgers as people keep them: workbooks and CSV mean what the same ledgers in YAML mean.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use serde_json::Value;

use crate::code::{bytes, root};
use crate::program::{arg, check, check_json, findings, list, problems, text, verdict};

const TABLES: &str = "fixtures/tables";

/// Everything a run says but the places: verdicts, and findings by fingerprint.
fn said(result: &Value) -> (Vec<String>, Vec<String>) {
    let mut verdicts: Vec<String> = list(result, "unions")
        .iter()
        .map(|union| format!("{} {}", text(union, "id"), union["verdicts"]))
        .collect();
    verdicts.sort_unstable();
    let shown = |finding: &Value| {
        ["union", "rule", "state", "fingerprint"].map(|key| text(finding, key).to_owned()).join(" ")
    };
    let mut found: Vec<String> = list(result, "findings").iter().map(shown).collect();
    found.sort_unstable();
    (verdicts, found)
}

fn same_as_yaml(path: &str) {
    let (_, yaml) = check_json(&["fixtures/township"]);
    let (status, table) = check_json(&[path]);
    let strange: Vec<String> =
        problems(&table).into_iter().filter(|problem| !problem.starts_with("other-encoding ")).collect();
    assert_eq!((status, strange), (1, Vec::new()), "{path}");
    let (wanted, got) = (said(&yaml), said(&table));
    assert_eq!(got.0, wanted.0, "{path}");
    assert_eq!(got.1, wanted.1, "{path}");
}

#[test]
fn the_town_is_judged_alike_in_every_form() {
    for name in ["township.xlsx", "township.xls", "township.ods", "each", "csv"] {
        same_as_yaml(&format!("{TABLES}/{name}"));
    }
}

#[test]
fn the_town_written_as_tables_and_back_is_judged_alike() {
    let folder = tempfile::tempdir().unwrap();
    let to = |name: &str| arg(&folder.path().join(name)).to_owned();
    for (from, name) in [
        ("fixtures/township", "town.xlsx"),
        (&*to("town.xlsx"), "csv/"),
        (&*to("csv"), "en.xlsx"),
        (&*to("en.xlsx"), "town.yaml"),
    ] {
        let lang = if name == "en.xlsx" { "en" } else { "zh" };
        let ran = crate::program::hegui(&["convert", from, &to(name), "--lang", lang]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{name}: {ran:#?}");
        same_as_yaml(&to(name));
    }
}

#[test]
fn the_town_saved_by_libreoffice_is_judged_alike() {
    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("skipped: LibreOffice is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", arg(folder.path()));
    let saved = folder.path().join("saved");
    let converted = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx", "--outdir", arg(&saved)])
        .arg(root().join(TABLES).join("township.ods"))
        .output()
        .unwrap();
    assert!(saved.join("township.xlsx").exists(), "{converted:?}");
    same_as_yaml(arg(&saved));
}

#[test]
fn mistakes_are_located_and_each_is_said_once() {
    let said = |name: &str| {
        let file = format!("{TABLES}/{name}");
        let ran = check(&[&file, "--format", "concise", "--select", "contract-lapsed"]);
        let lines: Vec<&str> = ran.out.lines().collect();
        lines[..lines.len() - 1].join("\n").replace(&file, "mistakes")
    };
    let xlsx = said("mistakes.xlsx");
    assert_snapshot!("mistakes_in_a_workbook", xlsx);
    assert_eq!((said("mistakes.xls"), said("mistakes.ods")), (xlsx.clone(), xlsx));
    let en = check(&[&format!("{TABLES}/mistakes.xlsx"), "--format", "concise", "--lang", "en"]);
    assert!(!en.out.lines().any(|line| line.contains("已") && line.contains("没有")), "{}", en.out);
}

/// However many rows there are, a column that is misspelt or lacking is said once.
#[test]
fn a_column_lost_is_said_once_and_not_for_every_row() {
    let folder = tempfile::tempdir().unwrap();
    let table = |name: &str, headings: &str, row: &str| {
        write(folder.path(), name, &format!("{headings}\n{}", format!("{row}\n").repeat(300)));
    };
    let profiles = "工会编码,工会名称,组织层及\nA1,甲厂工会,基层工会\nA2,乙厂工会,基层工会\n";
    write(folder.path(), "工会基本情况.csv", profiles);
    table("会费收缴.csv", "工会编码,所属期,应缴金额,实缴金客", "A1,2026-01,100,90");
    table("监督检查.csv", "工会编码,检查日期", "A1,2026-03-01");
    let (status, result) = check_json(&[arg(folder.path()), "--select", "dues-short,inspection-missed"]);
    let told: Vec<(&str, &str)> = list(&result, "problems")
        .iter()
        .map(|one| (text(one, "code"), one["location"]["cell"].as_str().unwrap()))
        .collect();
    let wanted = [("unknown-field", "D1"), ("unknown-field", "C1"), ("missing-required", "A1")];
    assert_eq!((status, told), (1, wanted.to_vec()), "{result:#}");
    // What the lost column held is not known, and nothing passes for want of it.
    assert_eq!(verdict(&result, "A1", "dues-short"), "insufficient");
}

#[test]
fn a_place_in_a_sheet_is_its_cell() {
    let (_, result) = check_json(&[&format!("{TABLES}/each/QX006.xlsx"), "--select", "contract-lapsed"]);
    let location = &list(&result, "findings")[0]["location"];
    assert_eq!(text(location, "cell"), "集体合同!D4");
    assert_eq!((&location["start"], &location["end"]), (&Value::Null, &Value::Null));
    assert_eq!(location["sheet"], serde_json::json!({ "name": "集体合同", "row": 4, "column": 4 }));
    assert_eq!((text(location, "ledger"), text(location, "field")), ("contracts", "expires"));
    let drawn = check(&[&format!("{TABLES}/each/QX006.xlsx"), "--select", "contract-lapsed"]);
    assert!(drawn.out.contains("QX006.xlsx › 集体合同!D4"), "{}", drawn.out);
    // What is missing stands where it would be.
    let (_, csv) = check_json(&[&format!("{TABLES}/csv"), "--select", "hazard-overdue"]);
    let place = &list(&csv, "findings").iter().find(|one| text(one, "state") == "fail").unwrap()["location"];
    assert!(
        text(place, "path").ends_with("隐患台账.csv") && text(place, "cell").starts_with('K'),
        "{place:#}"
    );
}

#[test]
fn people_are_masked_in_sheets_too() {
    let file = format!("{TABLES}/each/QX002.xlsx");
    let masked = check(&[&file, "--show", "all"]);
    let bare = check(&[&file, "--show", "all", "--unmask"]);
    assert!(masked.out.contains("****"), "{}", masked.out);
    assert_ne!(masked.out, bare.out);
    assert!(!bare.out.contains("****"), "{}", bare.out);
}

#[test]
fn dates_count_from_1904_where_the_workbook_says_so() {
    let state = |kind: &str, as_of: &str| {
        let file = format!("{TABLES}/since-1904.{kind}");
        let ran = crate::program::hegui(&["check", &file, "--as-of", as_of, "--format", "json"]);
        let result: Value = serde_json::from_str(&ran.out).unwrap();
        verdict(&result, "00101", "date-in-future").to_owned()
    };
    // Founded on 2010-05-01; four years off, that day would lie elsewhere.
    for kind in ["xlsx", "xls", "ods"] {
        let states = ["2010-04-30", "2010-05-01"].map(|as_of| state(kind, as_of));
        assert_eq!(states, ["fail", "pass"], "{kind}");
    }
}

/// Writes a file, checks it, and gives the problem and the status.
fn checked(name: &str, bytes: &[u8]) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, bytes).unwrap();
    let (status, result) = check_json(&[arg(&file), "--fail-on", "never"]);
    let code = list(&result, "problems").first().map_or_else(String::new, |one| text(one, "code").to_owned());
    (status, code)
}

#[test]
fn what_is_no_workbook_is_said_and_stops_the_work() {
    let whole = bytes(&root().join(TABLES).join("township.xlsx"));
    let locked = bytes(&root().join(TABLES).join("locked.xlsx"));
    assert_eq!(checked("a.xlsx", &whole[..whole.len() / 2]), (2, "broken-workbook".to_owned()));
    assert_eq!(checked("a.xlsx", "工会编码,工会名称\n".as_bytes()), (2, "broken-workbook".to_owned()));
    assert_eq!(checked("a.xls", b""), (2, "broken-workbook".to_owned()));
    assert_eq!(checked("a.xlsx", &locked), (2, "encrypted-file".to_owned()));
    assert_eq!(checked("工会基本情况.csv", &whole), (2, "binary-file".to_owned()));
    // A workbook under another workbook's name is what it is.
    assert_eq!(checked("a.xls", &whole).0, 0);
}

/// Bytes changed at random places: whatever comes of it, the program ends as it should and prints no panic.
#[test]
fn a_damaged_workbook_is_a_problem_and_no_crash() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.xls");
    let whole = bytes(&root().join(TABLES).join("township.xls"));
    let mut chance = 20_261_231_u64;
    let mut next = |below: usize| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(chance >> 33).unwrap() % below
    };
    for _ in 0..40 {
        let mut damaged = whole.clone();
        for _ in 0..=next(30) {
            let at = next(damaged.len());
            damaged[at] = u8::try_from(next(256)).unwrap();
        }
        fs::write(&file, damaged).unwrap();
        let ran = check(&[arg(&file), "--select", "dues-short", "--format", "concise"]);
        assert!((0..=2).contains(&ran.status) && ran.err.is_empty(), "{ran:#?}");
    }
}

/// A few kilobytes that unpack to more than is read.
#[test]
fn a_workbook_that_unpacks_beyond_measure_is_not_unpacked() {
    let mut bomb = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_level(Some(1));
    bomb.start_file("xl/sharedStrings.xml", options).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..257 {
        bomb.write_all(&zeros).unwrap();
    }
    let bytes = bomb.finish().unwrap().into_inner();
    assert!(bytes.len() < 4 << 20);
    assert_eq!(checked("a.xlsx", &bytes), (2, "file-too-large".to_owned()));
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
    fs::write(folder.join(name), text).unwrap();
}

#[test]
fn a_table_that_names_no_union_belongs_to_the_one_of_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let profile = |id: &str| format!("union: {{ id: {id}, name: 工会{id}, level: basic }}\n");
    write(folder.path(), "a/profile.yaml", &profile("A1"));
    write(folder.path(), "a/会费收缴.csv", "所属期,应缴金额,实缴金额\n2026-01,100,90\n");
    write(folder.path(), "b/profile.yaml", &format!("{}---\n{}", profile("B1"), profile("B2")));
    write(folder.path(), "b/会费收缴.csv", "所属期,应缴金额,实缴金额\n2026-01,100,90\n");
    let (status, result) = check_json(&[arg(folder.path()), "--select", "dues-short"]);
    let said = ["A1", "B1", "B2"].map(|id| verdict(&result, id, "dues-short"));
    assert_eq!((status, said), (2, ["fail", "insufficient", "insufficient"]));
    assert!(findings(&result)[0].contains("a/会费收缴.csv"), "{:#?}", findings(&result));
    let whose = problems(&result);
    assert!(whose.len() == 1 && whose[0].contains("b/会费收缴.csv"), "{whose:#?}");
}

#[test]
fn yaml_workbooks_and_csv_of_one_union_are_joined() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.yaml", "union: { id: QX006, name: 远洋电子有限公司工会 }\n");
    fs::copy(root().join(TABLES).join("each/QX006.xlsx"), folder.path().join("b.xlsx")).unwrap();
    write(
        folder.path(),
        "会费收缴.csv",
        "工会编码,所属期,应缴金额,实缴金额\nQX006,2025-12,100,50\nQX999,2026-01,100,100\n",
    );
    let (_, result) = check_json(&[arg(folder.path()), "--select", "dues-short", "--period", "2025..2026"]);
    let ids: Vec<&str> = list(&result, "unions").iter().map(|union| text(union, "id")).collect();
    assert_eq!(ids, ["QX006", "QX999"]);
    let found: Vec<String> = findings(&result).into_iter().filter(|one| one.starts_with("fail")).collect();
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(
        found.iter().any(|one| one.contains("会费收缴.csv"))
            && found.iter().any(|one| one.contains("b.xlsx"))
    );
}
