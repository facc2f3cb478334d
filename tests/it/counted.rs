//! The findings of three rules against those of a script in another language, which shares no line with
//! hegui: 300 made-up unions, with cells at every boundary.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::code::root;
use crate::program::{arg, hegui, list, text};

/// A small fixed generator: every run makes the same unions.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    pub(crate) fn of<'t>(&mut self, values: &[&'t str]) -> &'t str {
        values[self.next(values.len())]
    }
}

fn day(chance: &mut Chance) -> String {
    let year = chance.of(&["2025", "2026", "2026", "2027"]);
    let of_year = ["01-01", "03-16", "06-30", "07-01", "09-29", "09-30", "10-01", "12-29", "12-30", "12-31"];
    format!("{year}-{}", chance.of(&of_year))
}

fn dues(chance: &mut Chance) -> Value {
    let periods =
        ["2025-12", "2026-01", "2026-09", "2026-12", "2026Q1", "2026Q3", "2026Q4", "2026H1", "2026H2"];
    let periods = [&periods[..], &["2026", "2025", "2027-01", "2025H2"]].concat();
    let amounts = ["0", "935.00", "935", "934.99", "935.01", "1870.10", "1870.1"];
    let row = |_| json!({ "period": chance.of(&periods), "payable": chance.of(&amounts), "paid": chance.of(&amounts) });
    (0..14).map(row).collect()
}

fn contracts(chance: &mut Chance) -> Value {
    let kinds = ["comprehensive", "wage", "women"];
    let count = chance.next(7);
    let row = |_| json!({ "kind": chance.of(&kinds), "signed": day(chance), "expires": day(chance) });
    (0..count).map(row).collect()
}

fn congresses(chance: &mut Chance) -> Value {
    let bodies = ["unit", "unit", "regional", "workshop"];
    let count = chance.next(4);
    (0..count).map(|_| json!({ "date": day(chance), "body": chance.of(&bodies) })).collect()
}

fn union(number: usize, chance: &mut Chance) -> Value {
    let mut records = json!({ "union": {
        "id": format!("U{number:03}"),
        "name": format!("第{number}工会"),
        "level": chance.of(&["basic", "basic", "basic", "federation", "township", "branch"]),
        "employer": chance.of(&["enterprise", "enterprise", "school", "agency"]),
        "form": chance.of(&["independent", "joint"]),
        "established": chance.of(&["2006-04-18", "2026-01-01", "2026-01-02"]),
    }});
    let ledgers =
        [("dues", dues(chance)), ("contracts", contracts(chance)), ("congresses", congresses(chance))];
    for (name, rows) in ledgers {
        if chance.next(10) > 0 {
            records[name] = rows;
        }
    }
    records
}

/// What hegui finds, as the script prints it.
fn found(folder: &Path, as_of: &str) -> Vec<String> {
    let rules = "dues-short,contract-lapsed,congress-not-held";
    let ran = hegui(&["check", arg(folder), "--as-of", as_of, "--select", rules, "--format", "json"]);
    let result: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.status, list(&result, "problems").len()), (1, 0), "{:#}", result["problems"]);
    let is_told = |finding: &&Value| ["fail", "due"].contains(&text(finding, "state"));
    let shown = |finding: &Value| {
        let row = finding["location"]["row"].as_u64().map_or("-".to_owned(), |row| row.to_string());
        format!("{} {} {} {row}", text(finding, "state"), text(finding, "rule"), text(finding, "union"))
    };
    let mut found: Vec<String> = list(&result, "findings").iter().filter(is_told).map(shown).collect();
    found.sort();
    found
}

#[test]
fn another_program_counts_the_same() {
    let script = root().join("tests/it/independent.py");
    if Command::new("python3").arg("--version").output().is_err() {
        println!("python3 is not installed: the findings were not compared");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut chance = Chance(2026);
    for number in 0..300 {
        let file = folder.path().join(format!("{number:03}.json"));
        fs::write(file, union(number, &mut chance).to_string()).unwrap();
    }
    for as_of in ["2026-09-30", "2026-12-31"] {
        let mut python = Command::new("python3");
        let counted = python.args(["-I", "-B"]).arg(&script).arg(folder.path()).arg(as_of).output().unwrap();
        assert!(counted.status.success(), "{}", String::from_utf8_lossy(&counted.stderr));
        let counted = String::from_utf8(counted.stdout).unwrap();
        let counted: Vec<&str> = counted.lines().collect();
        let found = found(folder.path(), as_of);
        let only = |of: &[String], other: &[&str]| -> Vec<String> {
            of.iter().filter(|one| !other.contains(&one.as_str())).take(9).cloned().collect()
        };
        assert_eq!(only(&found, &counted), Vec::<String>::new(), "found by hegui alone as of {as_of}");
        assert_eq!(found, counted, "found by the script alone as of {as_of}");
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for one in &found {
            *kinds.entry(one.split(" U").next().unwrap()).or_default() += 1;
        }
        assert!(kinds.len() >= 4 && kinds.values().all(|&count| count > 20), "too few to tell: {kinds:?}");
    }
}
