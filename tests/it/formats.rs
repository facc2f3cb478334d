//! The forms of pipelines: annotations, code quality, a line each, a summary. They say what JSON says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::{Map, Value, json};

use crate::packs::TempPack;
use crate::program::{Ran, arg, check, check_json, hegui_reading, list, text};

/// Records with violations, problems of every severity, files that cannot be read.
const PATHS: [&str; 4] =
    ["fixtures/township", "fixtures/problems", "fixtures/nowhere.yaml", "fixtures/tables/mistakes.xlsx"];

fn form(paths: &[&str], format: &str, more: &[&str]) -> Ran {
    check(&[paths, &["--format", format], more].concat())
}

/// An annotation as GitHub's runner reads it: command, properties, message.
#[derive(Debug, PartialEq)]
struct Command {
    name: String,
    properties: BTreeMap<String, String>,
    message: String,
}

impl Command {
    fn read(line: &str) -> Self {
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (name, properties) = head.split_once(' ').unwrap();
        let pair = |pair: &str| {
            let (key, value) = pair.split_once('=').unwrap();
            (key.to_owned(), unescaped(&unescaped(value, &[("%3A", ":"), ("%2C", ",")]), LINES))
        };
        let properties = properties.split(',').map(pair).collect();
        Self { name: name.to_owned(), properties, message: unescaped(message, LINES) }
    }

    fn all(ran: &Ran) -> Vec<Self> {
        ran.out.lines().map(Self::read).collect()
    }

    fn is(&self, key: &str, value: &str) -> bool {
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
    assert_eq!(counts.message, format!("{closing}；已知违规 0 处，豁免 0"));
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

/// What the lines of a stream come to, put together again as JSON has it.
fn assembled(stream: &str) -> (Value, Value) {
    let mut result = Map::new();
    let (mut lists, mut ranks) = (BTreeMap::<String, Vec<Value>>::new(), BTreeMap::new());
    let mut rules = Value::Null;
    for line in stream.lines() {
        let mut line: Map<String, Value> = serde_json::from_str(line).unwrap();
        assert_eq!(line.keys().next().unwrap(), "type", "what it is comes first");
        match line.shift_remove("type").unwrap().as_str().unwrap() {
            "run" => {
                rules = line.shift_remove("rules").unwrap();
                result = line;
            }
            "summary" => {
                assert!(result.insert("summary".to_owned(), line.into()).is_none());
            }
            "rank" => {
                let rank = json!({ "place": line["place"], "of": line["of"] });
                assert!(ranks.insert(line["union"].as_str().unwrap().to_owned(), rank).is_none());
            }
            kind => lists.entry(format!("{kind}s")).or_default().push(line.into()),
        }
    }
    for union in lists.get_mut("unions").into_iter().flatten() {
        assert!(union["rank"].is_null());
        union["rank"] = ranks.remove(text(union, "id")).unwrap_or_default();
    }
    assert!(ranks.is_empty(), "{ranks:#?}");
    for key in ["unions", "findings", "districts", "problems"] {
        result.insert(key.to_owned(), lists.remove(key).unwrap_or_default().into());
    }
    assert!(lists.is_empty(), "{lists:#?}");
    (result.into(), rules)
}

#[test]
fn a_stream_holds_exactly_the_result() {
    for paths in [&PATHS[..], &["fixtures/tables/township.xlsx"], &["fixtures/nowhere"]] {
        let (status, result) = check_json(paths);
        let ran = form(paths, "jsonl", &[]);
        assert_eq!(ran.status, status);
        let (assembled, rules) = assembled(&ran.out);
        // As texts: the order of keys is part of the form.
        for (key, part) in result.as_object().unwrap() {
            assert!(assembled[key].to_string() == part.to_string(), "{key}: {}", assembled[key]);
        }
        assert_eq!(assembled.as_object().unwrap().len(), result.as_object().unwrap().len());
        assert_eq!(Value::from(rules.as_array().map(Vec::len)), result["summary"]["rules"]);
        assert!(ran.out.starts_with("{\"type\":\"run\",\"version\":1,"));
        assert!(ran.out.lines().last().unwrap().starts_with("{\"type\":\"summary\","));
    }
}

#[test]
fn a_summary_shows_the_counts_of_the_result() {
    let (_, result) = check_json(&PATHS);
    let page = form(&PATHS, "md", &[]).out;
    let summary = &result["summary"];
    let by = &summary["severities"];
    let fails: u64 = ["error", "warning", "note"].map(|severity| by[severity].as_u64().unwrap()).iter().sum();
    let problems = list(&result, "problems").len();
    let head = format!("# 合规审查：结论不完整：发现违规 {fails} 处；台账问题 {problems} 个\n");
    assert!(page.starts_with(&head), "{page}");
    let states: Vec<String> = summary["states"].as_object().unwrap().values().map(Value::to_string).collect();
    assert!(page.contains(&format!("\n| {} |\n", states.join(" | "))));
    for said in [
        format!("（合规 {} ÷ 已评价 {}）", summary["compliance"]["passed"], summary["compliance"]["judged"]),
        format!(
            "（已评价 {} ÷ 应评价 {}）",
            summary["coverage"]["judged"], summary["coverage"]["applicable"]
        ),
        format!("得分 {}", summary["score"]),
        format!("违规之处 {fails}：错误 {}，警告 {}，提示 {}", by["error"], by["warning"], by["note"]),
        format!("台账问题 {problems}："),
        "未报送：清溪砖瓦厂工会（QX012）".to_owned(),
    ] {
        assert!(page.contains(&said), "{said}");
    }
    // Of each rule, as many unions and places as the result has.
    let mut places: BTreeMap<&str, (BTreeSet<&str>, usize)> = BTreeMap::new();
    for finding in list(&result, "findings").iter().filter(|finding| text(finding, "state") == "fail") {
        let (unions, count) = places.entry(text(finding, "rule")).or_default();
        unions.insert(text(finding, "union"));
        *count += 1;
    }
    for (rule, (unions, count)) in places {
        let row = page.lines().find(|line| line.contains(&format!("| <code>{rule}</code> |"))).unwrap();
        assert!(row.ends_with(&format!("| {} | {count} |", unions.len())), "{row}");
    }
}

#[test]
fn a_summary_shows_data_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let name = "甲|厂 @admin <b>#12</b> [x](http://a.b) `c`";
    let records = format!(
        "union: {{ id: A1, name: '{name}', level: basic, employer: enterprise }}\ncongresses: []\n'<i>|a': 1\n"
    );
    let file = folder.path().join("a|b.yaml");
    fs::write(&file, records).unwrap();
    let page = form(&[arg(&file)], "md", &[]).out;
    assert!(!page.contains("<b>") && !page.contains("<i>") && !page.contains("@admin"), "{page}");
    assert!(!page.contains("](http") && page.contains("甲&#124;厂 @&#8203;admin"), "{page}");
    let mut columns = 0;
    for line in page.lines() {
        let count = line.matches('|').count();
        columns = if columns > 0 && line.starts_with('|') { columns } else { count };
        assert!(!line.starts_with('|') || count == columns, "{line}");
    }
}

#[test]
fn nothing_judged_is_loud_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let none = ["--quiet", "--fail-on", "never"];
    let said = "没有评价任何单位，不能说明合规";
    let run = |format: &str| {
        let ran = form(&[arg(folder.path())], format, &none);
        assert_eq!(ran.status, 2, "{ran:#?}");
        ran
    };
    let commands = Command::all(&run("github"));
    assert_eq!(commands[0].name, "error");
    assert!(commands[0].message.starts_with(said), "{commands:#?}");
    let entries: Vec<Value> = serde_json::from_str(&run("gitlab").out).unwrap();
    let blockers: Vec<&Value> = entries.iter().filter(|entry| text(entry, "severity") == "blocker").collect();
    assert!(blockers.len() == 1 && text(blockers[0], "description").starts_with(said), "{entries:#?}");
    assert!(run("md").out.starts_with(&format!("# 合规审查：{said}\n")));
    assert!(run("jsonl").out.contains("\"type\":\"problem\",\"code\":\"no-union\""));
}

#[test]
fn a_broken_rule_is_loud_in_every_form_met_or_not() {
    let pack = TempPack::of(&[("broken", "dues.fail(\"payd\");")]);
    let folder = tempfile::tempdir().unwrap();
    for (path, unions) in [("fixtures/township", 12), (arg(folder.path()), 0)] {
        let run = |format: &str| {
            let ran = form(&[path], format, &["--rules", pack.path(), "--quiet"]);
            assert_eq!((ran.status, ran.err.as_str()), (2, ""), "{ran:#?}");
            ran.out
        };
        let place = format!("{}/own/broken.rhai", pack.path());
        let whom = format!("涉及 {unions} 家单位");
        let commands: Vec<Command> = run("github").lines().map(Command::read).collect();
        let told: Vec<&Command> = commands.iter().filter(|command| command.is("file", &place)).collect();
        assert!(told.len() == 1 && told[0].name == "error", "{commands:#?}");
        assert!(told[0].is("line", "10") && told[0].message.contains(&whom), "{told:#?}");
        let entries: Vec<Value> = serde_json::from_str(&run("gitlab")).unwrap();
        let told: Vec<&Value> = entries.iter().filter(|entry| entry["check_name"] == "broken").collect();
        assert!(told.len() == 1 && told[0]["severity"] == "critical", "{entries:#?}");
        let page = run("md");
        assert!(page.contains("\n## 规则错误\n") && page.contains(&whom), "{page}");
        assert!(run("jsonl").contains("\"broken\""));
    }
}

#[test]
fn reports_of_these_forms_are_those_of_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    for format in ["jsonl", "md"] {
        let file = folder.path().join(format!("report.{format}"));
        let ran = check(&["fixtures/township", "--format", format, "--report", arg(&file)]);
        assert_eq!(ran.status, 1, "{ran:#?}");
        assert_eq!(crate::code::text(&file), ran.out);
    }
    // They are no records: reading them again changes nothing.
    fs::write(folder.path().join("a.yaml"), "union: { id: A1, name: 甲厂工会, level: basic }\n").unwrap();
    let (_, result) = check_json(&[arg(folder.path())]);
    assert_eq!((list(&result, "problems").len(), list(&result, "unions").len()), (0, 1));
}
