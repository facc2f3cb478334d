//! Annotations for GitHub and the Code Quality report of GitLab: they say what JSON says, at its places.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::program::{Ran, arg, check, check_json, hegui_reading, list, text};

/// Records with violations, problems of every severity, files that cannot be read.
pub(crate) const PATHS: [&str; 4] =
    ["fixtures/township", "fixtures/problems", "fixtures/nowhere.yaml", "fixtures/tables/mistakes.xlsx"];

/// A run in a form.
pub(crate) fn form(paths: &[&str], format: &str, more: &[&str]) -> Ran {
    check(&[paths, &["--format", format], more].concat())
}

/// An annotation as GitHub's runner reads it: command, properties, message.
#[derive(Debug, PartialEq)]
pub(crate) struct Command {
    pub(crate) name: String,
    pub(crate) properties: BTreeMap<String, String>,
    pub(crate) message: String,
}

impl Command {
    pub(crate) fn read(line: &str) -> Self {
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (name, properties) = head.split_once(' ').unwrap();
        let pair = |pair: &str| {
            let (key, value) = pair.split_once('=').unwrap();
            (key.to_owned(), unescaped(&unescaped(value, &[("%3A", ":"), ("%2C", ",")]), LINES))
        };
        let properties = properties.split(',').map(pair).collect();
        Self { name: name.to_owned(), properties, message: unescaped(message, LINES) }
    }

    pub(crate) fn all(ran: &Ran) -> Vec<Self> {
        ran.out.lines().map(Self::read).collect()
    }

    pub(crate) fn is(&self, key: &str, value: &str) -> bool {
        self.properties.get(key).is_some_and(|own| own == value)
    }
}

/// The sign that escapes comes last.
const LINES: &[(&str, &str)] = &[("%0D", "\r"), ("%0A", "\n"), ("%25", "%")];

fn unescaped(text: &str, signs: &[(&str, &str)]) -> String {
    signs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Fails and problems of a severity, as JSON counts them.
fn counted(result: &Value, severity: &str) -> usize {
    let has_it = |entry: &&Value| text(entry, "severity") == severity;
    let fails = list(result, "findings").iter().filter(|finding| text(finding, "state") == "fail");
    fails.filter(has_it).count() + list(result, "problems").iter().filter(has_it).count()
}

#[test]
fn annotations_are_those_of_the_result() {
    let (status, result) = check_json(&PATHS);
    let ran = form(&PATHS, "github", &[]);
    let commands = Command::all(&ran);
    assert_eq!((status, ran.status), (2, 2));
    let named = |name: &str| commands.iter().filter(|command| command.name == name).count();
    // Beside them stand that not everything was judged, and the counts.
    assert_eq!(named("error"), counted(&result, "error") + 1);
    assert_eq!(named("warning"), counted(&result, "warning"));
    assert_eq!(named("notice"), counted(&result, "note") + 1);
    assert!(named("error") > 10 && named("warning") > 10 && named("notice") > 2);
    let order: Vec<usize> = commands
        .iter()
        .map(|command| ["error", "warning", "notice"].iter().position(|name| *name == command.name).unwrap())
        .collect();
    assert!(order.is_sorted(), "the gravest first");
    let closing = form(&PATHS, "concise", &[]).out.lines().last().unwrap().to_owned();
    let counts = commands.iter().find(|command| command.message.starts_with(&closing)).unwrap();
    assert_eq!((counts.name.as_str(), counts.properties.len()), ("notice", 1));
    for command in &commands {
        let keys: Vec<&str> = command.properties.keys().map(String::as_str).collect();
        assert!(
            [
                &["title"][..],
                &["file", "title"],
                &["endLine", "file", "line", "title"],
                &["col", "endColumn", "endLine", "file", "line", "title"]
            ]
            .contains(&&keys[..]),
            "{command:#?}"
        );
        let number = |key: &str| command.properties.get(key).map(|value| value.parse::<usize>().unwrap());
        assert!(number("line") <= number("endLine") && number("line") != Some(0), "{command:#?}");
        assert_eq!(number("col").is_some(), number("line").is_some() && number("line") == number("endLine"));
        assert!(number("col") <= number("endColumn") && number("col") != Some(0), "{command:#?}");
    }
}

#[test]
fn what_is_due_is_noted_where_asked_for_and_quiet_leaves_out_the_counts() {
    let township = ["fixtures/township"];
    let of = |more: &[&str]| {
        let commands = Command::all(&form(&township, "github", more));
        commands.iter().filter(|command| command.name == "notice").count()
    };
    let plain = of(&[]);
    assert_eq!(of(&["--show", "due"]), plain + 2);
    assert_eq!(of(&["--quiet"]), plain - 1);
}

#[test]
fn a_cell_is_named_and_its_file_annotated() {
    let paths = ["fixtures/tables/township.xlsx"];
    let (_, result) = check_json(&paths);
    let fails: Vec<&Value> =
        list(&result, "findings").iter().filter(|finding| text(finding, "state") == "fail").collect();
    let ran = form(&paths, "github", &[]);
    let commands = Command::all(&ran);
    let entries: Vec<Value> = serde_json::from_str(&form(&paths, "gitlab", &[]).out).unwrap();
    assert!(!fails.is_empty() && entries.len() == fails.len());
    for (fail, entry) in fails.iter().zip(&entries) {
        let (cell, message) = (text(&fail["location"], "cell"), text(fail, "message"));
        let told = format!("{cell}：{message}");
        let command = commands.iter().find(|command| command.message.starts_with(&told)).unwrap();
        assert!(command.is("file", paths[0]) && command.properties.len() == 2, "{command:#?}");
        assert!(text(entry, "description").starts_with(&told), "{entry:#}");
        let row = &fail["location"]["sheet"]["row"];
        assert_eq!((&entry["location"]["lines"]["begin"], &entry["location"]["lines"]["end"]), (row, row));
    }
}

#[test]
fn names_that_end_a_property_or_a_message_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let name = "a, b:c%25 d::e=f.yaml";
    fs::create_dir(folder.path().join("x y")).unwrap();
    let file = folder.path().join("x y").join(name);
    let records = "union: { id: \"P,1\", name: \"甲%0A厂\\n::error::工会\", level: basic }\ndues:\n  - { period: 2026H1, payable: 5, paid: 3, \"odd\\nkey::%\": 1 }\n";
    fs::write(&file, records).unwrap();
    let (_, result) = check_json(&[arg(&file)]);
    let ran = form(&[arg(&file)], "github", &[]);
    let commands = Command::all(&ran);
    let placed: Vec<&Command> =
        commands.iter().filter(|command| command.properties.contains_key("file")).collect();
    assert!(placed.len() >= 2 && placed.iter().all(|command| command.is("file", arg(&file))), "{ran:#?}");
    let known = commands.iter().any(|command| command.message.contains("甲%0A厂 ::error::工会（P,1）"));
    assert!(known, "{ran:#?}");
    assert_eq!(commands.len(), ran.out.matches('\n').count(), "a line each");
    let entries: Vec<Value> = serde_json::from_str(&form(&[arg(&file)], "gitlab", &[]).out).unwrap();
    assert_eq!(entries.len(), counted(&result, "error") + counted(&result, "warning"));
    assert!(entries.iter().all(|entry| entry["location"]["path"] == arg(&file)));
}

#[test]
fn standard_input_is_no_file_of_a_repository() {
    let records = "union: { id: A1, name: 甲厂工会, level: basic, employer: enterprise }\ncongresses: []\n";
    let ran = |format: &str| {
        let args = ["check", "-", "--as-of", "2026-12-31", "--format", format];
        hegui_reading(&args, records.as_bytes())
    };
    let commands = Command::all(&ran("github"));
    let told = commands.iter().find(|command| command.message.starts_with("<stdin>:2:1：")).unwrap();
    assert_eq!(told.properties.keys().collect::<Vec<_>>(), ["title"]);
    let entries: Vec<Value> = serde_json::from_str(&ran("gitlab").out).unwrap();
    assert!(entries.iter().all(|entry| entry["location"]["path"] == "<stdin>"));
    let held = entries.iter().find(|entry| entry["check_name"] == "congress-not-held").unwrap();
    assert_eq!(held["location"]["lines"]["begin"], 2);
}

#[test]
fn a_code_quality_report_has_every_key_and_no_fingerprint_twice() {
    let (_, result) = check_json(&PATHS);
    let ran = form(&PATHS, "gitlab", &[]);
    let entries: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
    let all = ["error", "warning", "note"].map(|severity| counted(&result, severity));
    assert_eq!(entries.len(), all.iter().sum::<usize>());
    let mut fingerprints = BTreeSet::new();
    for entry in &entries {
        let keys: Vec<&String> = entry.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["description", "check_name", "fingerprint", "severity", "location"]);
        let severities = ["info", "minor", "major", "critical", "blocker"];
        assert!(severities.contains(&text(entry, "severity")), "{entry:#}");
        assert!(fingerprints.insert(text(entry, "fingerprint")), "{entry:#}");
        let location = &entry["location"];
        assert!(!text(location, "path").starts_with("./") && !text(entry, "description").is_empty());
        let line = |key: &str| location["lines"][key].as_u64().unwrap();
        assert!(line("begin") >= 1 && line("end") >= line("begin"), "{entry:#}");
    }
    let of = |severity: &str| entries.iter().filter(|entry| text(entry, "severity") == severity).count();
    assert_eq!((of("info"), of("minor")), (all[2], all[1]));
    assert_eq!(of("major") + of("critical"), all[0]);
    assert!(of("critical") > 2 && of("blocker") == 0);
}

#[test]
fn fingerprints_outlive_moved_lines() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.yaml");
    let records = "union: { id: A1, name: 甲厂工会, level: basic, emploees: 3 }\ncongresses: []\n";
    let fingerprints = |text_of_file: &str| -> Vec<String> {
        fs::write(&file, text_of_file).unwrap();
        let entries: Vec<Value> = serde_json::from_str(&form(&[arg(&file)], "gitlab", &[]).out).unwrap();
        entries.iter().map(|entry| text(entry, "fingerprint").to_owned()).collect()
    };
    let before = fingerprints(records);
    assert!(before.len() >= 2);
    assert_eq!(before, fingerprints(&format!("# moved\n\n{records}")));
}
