//! Results as CSV: what JSON holds, a row each, as a spreadsheet opens it.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::code;
use crate::program::{arg, check, check_json, check_text, hegui_reading, list};

/// A row by its headings.
pub(crate) type Row = BTreeMap<String, String>;

/// The rows of a table as it was written.
pub(crate) fn rows(table: &str) -> Vec<Row> {
    let table = table.strip_prefix('\u{feff}').expect("Excel needs a byte order mark");
    let mut lines = csv::Reader::from_reader(table.as_bytes());
    let heads: Vec<String> = lines.headers().unwrap().iter().map(str::to_owned).collect();
    let row =
        |record: csv::StringRecord| heads.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
    lines.records().map(|record| row(record.unwrap())).collect()
}

fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

#[test]
fn a_row_is_what_json_has() {
    for path in ["fixtures/township", "fixtures/problems", "fixtures/tables/mistakes.xlsx"] {
        let ran = check(&[path, "--format", "csv"]);
        let (status, result) = check_json(&[path]);
        assert_eq!((ran.status, ran.err.as_str()), (status, ""));
        let rows = rows(&ran.out);
        for (kind, code) in [("finding", "rule"), ("problem", "code")] {
            let of_kind: Vec<&Row> = rows.iter().filter(|row| row["kind"] == kind).collect();
            let entries = list(&result, &format!("{kind}s"));
            assert_eq!(of_kind.len(), entries.len(), "{path}: {kind}");
            for (row, entry) in of_kind.into_iter().zip(entries) {
                let at = &entry["location"];
                let same = [
                    ("rule", &entry[code]),
                    ("state", &entry["state"]),
                    ("severity", &entry["severity"]),
                    ("union", &entry["union"]),
                    ("path", &at["path"]),
                    ("line", &at["start"]["line"]),
                    ("column", &at["start"]["column"]),
                    ("cell", &at["cell"]),
                    ("ledger", &at["ledger"]),
                    ("row", &at["row"]),
                    ("field", &at["field"]),
                    ("fingerprint", &entry["fingerprint"]),
                ];
                for (head, value) in same {
                    assert_eq!(row[head], shown(value), "{head}: {entry:#}");
                }
                assert!(!row["message"].is_empty() && !row["title"].is_empty(), "{row:#?}");
            }
        }
        assert!(rows.iter().all(|row| row["kind"] != "finding" || !row["union_name"].is_empty()));
    }
}

#[test]
fn no_union_name_is_a_formula() {
    let records = "union: { id: '=A1', name: '=HYPERLINK(\"http://x\",\"y\")', level: basic }\n";
    let args = ["check", "-", "--as-of", "2026-12-31", "--format", "csv"];
    let rows = rows(&hegui_reading(&args, records.as_bytes()).out);
    assert!(check_text(records, &[]).0 < 2 && !rows.is_empty());
    for row in rows {
        assert_eq!((row["union"].as_str(), &row["union_name"][..6]), ("'=A1", "'=HYPE"), "{row:#?}");
    }
}

#[test]
fn nothing_judged_is_a_row() {
    let ran = check(&["fixtures/township", "--select", "funds", "--ignore", "funds", "--format", "csv"]);
    let rows = rows(&ran.out);
    assert_eq!((ran.status, rows.len()), (2, 1), "{rows:#?}");
    assert_eq!((rows[0]["kind"].as_str(), rows[0]["severity"].as_str()), ("run", "error"));
    assert!(rows[0]["message"].contains("不能说明合规"), "{rows:#?}");
}

#[test]
fn it_is_not_written_among_the_records() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(code::root().join("fixtures/township/waterworks.yaml"), folder.path().join("a.yaml")).unwrap();
    let inside = folder.path().join("findings.csv");
    let ran = check(&[arg(folder.path()), "--report", arg(&inside)]);
    assert_eq!((ran.status, inside.exists()), (2, false));
    assert!(ran.err.contains("下次检查会当作台账再读一遍"), "{}", ran.err);
}
