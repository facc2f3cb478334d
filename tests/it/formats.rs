//! The forms of pipelines: a line each, a summary, and what every form must say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::{Map, Value, json};

use crate::annotated::{Command, PATHS, form};
use crate::packs::TempPack;
use crate::program::{arg, check, check_json, list, text};

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
            let (streamed, whole) = (assembled[key].to_string(), part.to_string());
            assert!(streamed == whole, "{key}: {streamed}");
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
fn what_is_waived_or_in_the_baseline_is_counted_and_annotated_where_it_belongs() {
    let folder = tempfile::tempdir().unwrap();
    let (waivers, baseline) = (folder.path().join("waivers.yaml"), folder.path().join("baseline.json"));
    let waiver = "- { rule: dues-short, reason: 补缴|手续在办, approved_by: 镇总工会, until: 2027-01-31 }\n";
    fs::write(&waivers, waiver).unwrap();
    let path = ["fixtures/township"];
    check(&["fixtures/township", "--ignore", "election-overdue", "--write-baseline", arg(&baseline)]);
    let more = ["--waivers", arg(&waivers), "--baseline", arg(&baseline)];
    let (_, result) = check_json(&[&path[..], &more].concat());
    let of = |is: &dyn Fn(&Value) -> bool| list(&result, "findings").iter().filter(|one| is(one)).count();
    let known = of(&|finding| finding["known"] == true);
    let fails = of(&|finding| finding["state"] == "fail");
    let excused = of(&|finding| finding["state"] == "waived");
    assert_eq!((excused, fails - known), (2, 1), "{:#}", result["summary"]);
    let commands = Command::all(&form(&path, "github", &[&more[..], &["--show", "all"]].concat()));
    let notes = commands.iter().filter(|command| command.name != "notice").count();
    assert_eq!(notes, 1, "{commands:#?}");
    assert!(commands[0].properties["title"].contains("election-overdue"), "{commands:#?}");
    let entries: Vec<Value> = serde_json::from_str(&form(&path, "gitlab", &more).out).unwrap();
    assert_eq!(entries.len(), fails);
    let page = form(&path, "md", &more).out;
    let head = format!("# 合规审查：发现新的违规 1 处，基线已有 {known} 处\n");
    assert!(page.starts_with(&head), "{page}");
    let row =
        page.lines().filter(|line| line.ends_with("| 补缴&#124;手续在办 | 镇总工会 | 2027-01-31 |")).count();
    assert_eq!((row, page.matches("（基线已有） |").count()), (2, known));
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
