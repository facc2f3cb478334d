//! `hegui convert`: what is written is judged as what was read, and nothing is written by halves.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};

use crate::program::{Ran, arg, check_json, hegui, hegui_reading, list, text};

const TOWNSHIP: &str = "fixtures/township";

/// Two unions, of which one keeps no accounts of accidents and the other has none.
const TWO: &str = "union: { id: T1, name: 甲镇总工会, level: township, established: 1899-05-01 }\n\
    roster: [{ id: \"0010\", name: 甲厂工会, employees: 26 }]\naccidents: []\n\
    dues: [{ period: 2026Q1, payable: 1200.50, paid: 12345678901234567.8 }]\n---\n\
    union: { id: \"0010\", name: \"甲\\\"厂\\\",工会\", level: basic, employer: enterprise }\n\
    congresses: [{ date: 2026年3月5日, body: unit, leaders_appraised: √, delegates: 十几人 }]\n";

fn convert(args: &[&str]) -> Ran {
    hegui(&[&["convert"], args].concat())
}

#[expect(clippy::disallowed_methods, reason = "a test looks at what was written")]
fn bytes(file: &Path) -> Vec<u8> {
    fs::read(file).unwrap()
}

/// What was judged, but the places: unions by code, findings by fingerprint.
fn judged(path: &str) -> (Vec<Value>, Vec<Value>) {
    let (_, result) = check_json(&[path, "--show", "all"]);
    assert_eq!(list(&result, "problems").len(), 0, "{path}");
    let mut unions = list(&result, "unions").to_vec();
    unions.sort_by_key(|union| text(union, "id").to_owned());
    let unplaced = |finding: &Value| {
        let mut finding = finding.clone();
        let place = |at: &Value| json!([at["ledger"], at["row"], at["field"]]);
        finding["location"] = place(&finding["location"]);
        for related in finding["related"].as_array_mut().unwrap() {
            related["location"] = place(&related["location"]);
        }
        finding
    };
    let mut findings: Vec<Value> = list(&result, "findings").iter().map(unplaced).collect();
    findings.sort_by_key(|finding| text(finding, "fingerprint").to_owned());
    assert!(unions.len() == 12 && findings.len() > 40, "{path}");
    (unions, findings)
}

#[test]
fn the_township_is_judged_alike_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let before = judged(TOWNSHIP);
    for (name, lang) in [("a.yaml", "zh"), ("b.yml", "en"), ("c.json", "zh"), ("d.json", "en")] {
        let out = folder.path().join(name);
        let ran = convert(&[TOWNSHIP, arg(&out), "--lang", lang]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{name}");
        assert_eq!(judged(arg(&out)), before, "{name}");
        // What is written once is written the same again.
        let again = folder.path().join(format!("again-{name}"));
        convert(&[arg(&out), arg(&again), "--lang", lang]);
        assert_eq!(bytes(&again), bytes(&out), "{name}");
        fs::remove_file(again).unwrap();
        fs::remove_file(out).unwrap();
    }
}

#[test]
fn a_workbook_has_a_sheet_a_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.xlsx");
    let ran = hegui_reading(&["convert", "-", arg(&out)], TWO.as_bytes());
    assert_eq!(ran.status, 1, "{ran:?}");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(&out))).unwrap();
    let names = book.sheet_names();
    assert_eq!(names, ["工会基本情况", "事故", "职代会(教代会、职工大会)", "会费收缴", "下级名册"]);
    let mut cells = |sheet: &str| {
        let range = book.worksheet_range(sheet).unwrap();
        range.rows().map(|row| row.iter().map(shown).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let profile = cells("工会基本情况");
    assert_eq!(
        (profile.len(), &profile[0][..3]),
        (3, &["工会编码", "工会名称", "组织层级"].map(String::from)[..])
    );
    assert_eq!(profile[2][1], "甲\"厂\",工会");
    // Excel knows no day so early.
    assert!(profile[1].contains(&"1899-05-01".to_owned()), "{profile:?}");
    assert_eq!(cells("下级名册")[0][..2], ["工会编码", "下级工会编码"]);
    assert_eq!(cells("下级名册")[1][..3], ["T1", "0010", "甲厂工会"]);
    assert_eq!(
        cells("会费收缴"),
        [
            vec!["工会编码", "所属期", "工会小组", "应缴金额", "实缴金额"],
            vec!["T1", "2026Q1", "", "1200.5 as a number", "12345678901234567.8"]
        ]
    );
    // Its code alone: the ledger is kept, and nothing happened.
    let accidents = cells("事故");
    assert_eq!((accidents.len(), accidents[1][0].as_str()), (2, "T1"));
    assert!(accidents[1][1..].iter().all(String::is_empty), "{accidents:?}");
    let held = &cells("职代会(教代会、职工大会)")[1];
    assert_eq!(held[..6], ["0010", "2026-03-05 as a day", "单位职代会", "", "十几人", ""]);
    assert!(held.contains(&"是".to_owned()), "{held:?}");
}

fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) => format!("{number} as a number"),
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} as a day")
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn csv_is_a_file_a_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("台账");
    let ran = hegui_reading(&["convert", "-", arg(&out), "--to", "csv", "--lang", "en"], TWO.as_bytes());
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(
        ran.out.starts_with("wrote ") && ran.out.ends_with(": unions 2, ledgers 4, rows 3\n"),
        "{}",
        ran.out
    );
    let mut names: Vec<_> = out.read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["accidents.csv", "congresses.csv", "dues.csv", "roster.csv", "union.csv"]);
    let dues = String::from_utf8(bytes(&out.join("dues.csv"))).unwrap();
    assert_eq!(dues, "\u{feff}id,period,group,payable,paid\r\nT1,2026Q1,,1200.50,12345678901234567.8\r\n");
    let profile = bytes(&out.join("union.csv"));
    let mut lines = csv::Reader::from_reader(&profile[3..]);
    assert_eq!(lines.headers().unwrap().iter().take(3).collect::<Vec<_>>(), ["id", "name", "level"]);
    let rows: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    assert_eq!([&rows[0][1], &rows[1][1], &rows[1][2]], ["甲镇总工会", "甲\"厂\",工会", "basic"]);
    let roster = String::from_utf8(bytes(&out.join("roster.csv"))).unwrap();
    assert!(
        roster.starts_with("\u{feff}id,下级工会编码,name,") && roster.contains("\r\nT1,0010,甲厂工会,"),
        "{roster}"
    );
}

#[test]
fn a_ledger_of_one_union_names_no_owner() {
    let folder = tempfile::tempdir().unwrap();
    let records =
        "union: { id: A1, name: 甲厂工会, level: basic }\nroster: []\ncongresses: [{ date: 2026-03-05 }]\n";
    let ran = hegui_reading(&["convert", "-", &format!("{}/", arg(folder.path()))], records.as_bytes());
    assert_eq!(ran.status, 1, "{ran:?}");
    let roster = String::from_utf8(bytes(&folder.path().join("下级名册.csv"))).unwrap();
    assert!(
        roster.starts_with("\u{feff}工会编码,工会名称,") && roster.matches("\r\n").count() == 1,
        "{roster}"
    );
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let written = ["a.xlsx", "b.xlsx"].map(|name| {
        let out = folder.path().join(name);
        assert_eq!(convert(&[TOWNSHIP, arg(&out)]).status, 0);
        bytes(&out)
    });
    assert!(written[0] == written[1]);
}

#[test]
fn nothing_is_written_over_or_beside_other_records_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.yaml");
    let (file, out) = (arg(&file), folder.path().join("csv/"));
    let mill = "fixtures/township/cotton-mill.yaml";
    assert_eq!(convert(&[mill, file]).status, 0);
    let refused = convert(&[mill, file]);
    assert!(refused.status == 2 && refused.err.contains("--force"), "{refused:?}");
    assert_eq!(convert(&[mill, file, "--force"]).status, 0);

    assert_eq!(convert(&[mill, arg(&out)]).status, 0);
    assert!(convert(&[mill, arg(&out)]).err.contains("--force"));
    assert_eq!(convert(&[mill, arg(&out), "--force"]).status, 0);
    // Other names would stand beside the old ones, and everything would count twice.
    let doubled = convert(&[mill, arg(&out), "--force", "--lang", "en"]);
    assert!(doubled.status == 2 && doubled.err.contains("holds other records"), "{doubled:?}");
    let beside = convert(&[mill, arg(folder.path()), "--force"]);
    assert!(beside.status == 2 && beside.err.contains("a.yaml"), "{beside:?}");
}

#[test]
fn what_cannot_be_read_is_drawn_and_the_rest_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.yaml");
    let ran = convert(&["fixtures/problems/ten-mistakes.yaml", arg(&out)]);
    assert_eq!((ran.status, ran.err.matches("台账问题").count()), (1, 10), "{}", ran.err);
    let written = String::from_utf8(bytes(&out)).unwrap();
    for kept in ["职工数: 三百人左右", "报送审查日期: 2026-02-30", "- \"2026-02 900.00\""] {
        assert!(written.contains(kept), "{kept}:\n{written}");
    }
    for (records, out) in [("fixtures/nowhere", "b.yaml"), ("fixtures/problems/empty.yaml", "c.yaml")] {
        let out = folder.path().join(out);
        assert_eq!(convert(&[records, arg(&out)]).status, 2);
        assert!(!out.exists());
    }
    let refused = convert(&[TOWNSHIP, arg(&folder.path().join("a.csv"))]);
    assert!(refused.status == 2 && refused.err.contains("台账/"), "{refused:?}");
}
