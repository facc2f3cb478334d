//! `--report FILE`: what is written, what is refused, and that nothing is done by halves.

use std::fs;

use crate::code;
use crate::program::{arg, check};

const TOWNSHIP: &str = "fixtures/township";

#[test]
fn reports_are_written_beside_standard_output_of_the_same_run() {
    let folder = tempfile::tempdir().unwrap();
    let (page, json) = (folder.path().join("报告.HTM"), folder.path().join("new/report.json"));
    let plain = check(&[TOWNSHIP, "--format", "json"]);
    let ran = check(&[TOWNSHIP, "--format", "json", "--report", arg(&page), "--report", arg(&json)]);
    assert_eq!((ran.status, &ran.out), (plain.status, &plain.out));
    assert_eq!(ran.err, format!("已写出 {}\n已写出 {}\n", page.display(), json.display()));
    assert_eq!(code::text(&json), plain.out);
    assert!(code::text(&page).starts_with("<!DOCTYPE html>"));
    let quiet = check(&[TOWNSHIP, "--quiet", "--report", arg(&page)]);
    assert_eq!((quiet.status, quiet.err.as_str()), (1, ""));
    // Nothing half-written is left beside them.
    assert_eq!(folder.path().read_dir().unwrap().count(), 2);
}

#[test]
fn what_cannot_be_written_is_refused_before_any_work() {
    let folder = tempfile::tempdir().unwrap();
    let said = |args: &[&str]| {
        let ran = check(&[&[TOWNSHIP], args].concat());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:#?}");
        ran.err
    };
    let (good, odd) = (folder.path().join("a.html"), folder.path().join("a.pptx"));
    let err = said(&["--report", arg(&good), "--report", arg(&odd)]);
    assert!(
        err.contains("a.pptx")
            && err.contains(".html、.htm、.xlsx、.ics、.sarif.json、.json、.jsonl、.md、.sarif、.xml、.csv"),
        "{err}"
    );
    let err = said(&["--report", arg(&odd), "--lang", "en"]);
    assert!(
        err.contains("does not say which report")
            && err.contains(".html, .htm, .xlsx, .ics, .sarif.json, .json, .jsonl, .md, .sarif, .xml, .csv"),
        "{err}"
    );
    assert!(said(&["--report", arg(&good), "--report", arg(&good)]).contains("写了两次"));
    let taken = folder.path().join("folder.html");
    fs::create_dir(&taken).unwrap();
    assert!(said(&["--report", arg(&taken)]).contains("是文件夹"));
    assert_eq!(folder.path().read_dir().unwrap().count(), 1);
}

#[test]
fn records_are_not_written_over_but_older_reports_are() {
    let folder = tempfile::tempdir().unwrap();
    let (records, report) = (folder.path().join("a.json"), folder.path().join("result.json"));
    let text = "{\"union\": {\"id\": \"A1\", \"name\": \"甲厂工会\", \"level\": \"basic\"}}\n";
    fs::write(&records, text).unwrap();
    let ran = check(&[arg(folder.path()), "--report", arg(&records)]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("不能写成报告"), "{}", ran.err);
    assert_eq!(code::text(&records), text);
    for _ in 0..2 {
        let ran = check(&[arg(folder.path()), "--report", arg(&report)]);
        assert_eq!(ran.status, 0, "{ran:#?}");
    }
    let result: serde_json::Value = serde_json::from_str(&code::text(&report)).unwrap();
    assert_eq!(result["summary"]["unions"], 1);
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_older_one() {
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("kept.html");
    fs::write(&kept, "old").unwrap();
    // A folder that is none: nothing can be made in it.
    fs::write(folder.path().join("file"), "").unwrap();
    let bad = folder.path().join("file/report.json");
    let ran = check(&[TOWNSHIP, "--report", arg(&kept), "--report", arg(&bad)]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("写不出") && ran.err.contains("原有的文件没有改动"), "{}", ran.err);
    assert_eq!(code::text(&kept), "old");
    assert!(!ran.out.is_empty(), "what was judged is told all the same");
}

#[test]
fn a_result_redirected_into_the_folder_of_records_is_no_record() {
    let folder = tempfile::tempdir().unwrap();
    let text = "{\"union\": {\"id\": \"A1\", \"name\": \"甲厂工会\", \"level\": \"basic\"}}\n";
    fs::write(folder.path().join("a.json"), text).unwrap();
    let out = folder.path().join("gl-code-quality-report.json");
    let run = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hegui"));
        command.args(["check", arg(folder.path()), "--format", "json"]).env("HEGUI_LANG", "zh");
        command.stdout(fs::File::create(&out).unwrap()).status().unwrap().code()
    };
    assert_eq!(run(), Some(0));
    let result: serde_json::Value = serde_json::from_str(&code::text(&out)).unwrap();
    assert_eq!((&result["summary"]["unions"], &result["problems"]), (&1.into(), &serde_json::json!([])));
    // Another empty file is still told of.
    fs::write(folder.path().join("b.json"), "").unwrap();
    assert_eq!(run(), Some(2));
}

#[test]
fn what_earlier_runs_wrote_in_the_folder_is_no_record() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.yaml"), "union: { id: A1, name: 甲厂工会, level: basic }\n").unwrap();
    let plain = check(&[arg(folder.path())]).out;
    for format in ["json", "gitlab", "sarif"] {
        let out = check(&[arg(folder.path()), "--format", format]).out;
        fs::write(folder.path().join(format!("{format}.json")), out).unwrap();
    }
    check(&[arg(folder.path()), "--write-baseline", arg(&folder.path().join("baseline.json"))]);
    assert_eq!(check(&[arg(folder.path())]).out, plain);
}
