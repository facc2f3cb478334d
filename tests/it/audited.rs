//! `check --report audit.xlsx` and `due.ics`, read as other programs read them, and that no format names people.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

use crate::code::bytes;
use crate::notices::{Desk, parts};
use crate::packs::TempPack;
use crate::program::{arg, check, check_json, hegui, list, text};

const TOWNSHIP: &str = "fixtures/township";

/// A workbook: rows below the headings by sheet, each cell under its heading.
fn book(bytes: &[u8]) -> BTreeMap<String, Vec<BTreeMap<String, Data>>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let headings = ["项目", "名次", "序号", "期限", "工会编码"];
    let sheet = |name: String| {
        let range = book.worksheet_range(&name).unwrap();
        let mut rows = range.rows().skip_while(|row| !headings.contains(&row[0].to_string().as_str()));
        let heads: Vec<String> = rows.next().unwrap().iter().map(Data::to_string).collect();
        let rows = rows.map(|row| heads.iter().cloned().zip(row.iter().cloned()).collect()).collect();
        (name, rows)
    };
    names.into_iter().map(sheet).collect()
}

fn count(cell: &Data) -> u64 {
    match cell {
        Data::Float(number) => format!("{number}").parse().unwrap(),
        Data::Int(number) => u64::try_from(*number).unwrap(),
        other => panic!("no number: {other:?}"),
    }
}

fn of_state<'r>(result: &'r Value, state: &str) -> Vec<&'r Value> {
    list(result, "findings").iter().filter(|one| text(one, "state") == state).collect()
}

#[test]
fn the_workbook_counts_what_json_counts() {
    let desk = Desk::new();
    let file = desk.path("audit.xlsx");
    let ran = check(&[TOWNSHIP, "--report", arg(&file), "--format", "concise"]);
    assert!(ran.status == 1 && ran.err.contains("已写出"), "{ran:#?}");
    let (_, result) = check_json(&[TOWNSHIP]);
    let book = book(&bytes(&file));
    let all = &book["汇总"][1];
    let states = &result["summary"]["states"];
    for (heading, state) in [
        ("合规", "pass"),
        ("违规", "fail"),
        ("临期", "due"),
        ("数据不足", "insufficient"),
        ("不适用", "not_applicable"),
    ] {
        assert_eq!(count(&all[heading]), states[state].as_u64().unwrap(), "{heading}");
    }
    for (heading, severity) in [("错误", "error"), ("警告", "warning"), ("提示", "note")] {
        assert_eq!(count(&all[heading]), result["summary"]["severities"][severity].as_u64().unwrap());
    }
    assert_eq!(count(&all["已评价"]), result["summary"]["coverage"]["judged"].as_u64().unwrap());
    assert_eq!(count(&all["应评价"]), result["summary"]["coverage"]["applicable"].as_u64().unwrap());
    let compliance = &result["summary"]["compliance"];
    let rate = compliance["passed"].as_u64().unwrap() * 1000 / compliance["judged"].as_u64().unwrap();
    assert_eq!(all["合规率"].to_string(), (f64::from(u32::try_from(rate).unwrap()) / 1000.0).to_string());
    // The areas add up to the whole.
    let areas = book["汇总"].iter().skip(3).take_while(|row| !row["已评价"].to_string().is_empty());
    assert_eq!(areas.map(|row| count(&row["违规之处"])).sum::<u64>(), of_state(&result, "fail").len() as u64);
    assert_eq!(book["整改清单"].len(), of_state(&result, "fail").len());
    assert_eq!(book["临期"].len(), of_state(&result, "due").len());
    let lacking: u64 = book["数据不足"].iter().map(|row| count(&row["处数"])).sum();
    assert_eq!(lacking, of_state(&result, "insufficient").len() as u64);
    assert!(!book.contains_key("数据问题"), "there are none");
    let missing = list(&result, "findings").iter().filter(|one| text(one, "rule") == "submission-missing");
    let missing = missing.filter(|one| text(one, "state") == "fail").count();
    assert_eq!(book.get("未报送").map_or(0, Vec::len), missing);
}

#[test]
fn unions_are_ranked_by_score_and_days_are_days() {
    let desk = Desk::new();
    let file = desk.path("audit.xlsx");
    check(&[TOWNSHIP, "--report", arg(&file)]);
    let (_, result) = check_json(&[TOWNSHIP]);
    let book = book(&bytes(&file));
    let score = |id: &str| {
        let union = list(&result, "unions").iter().find(|union| text(union, "id") == id).unwrap();
        union["score"].as_f64().unwrap()
    };
    for row in &book["排名"] {
        let id = row["工会编码"].to_string();
        let union = list(&result, "unions").iter().find(|union| text(union, "id") == id).unwrap();
        match union["rank"]["place"].as_u64() {
            None => assert_eq!(row["名次"].to_string(), "—", "{union:#}"),
            Some(place) => assert_eq!(count(&row["名次"]), place, "{id}"),
        }
        // Scores are compared exactly: one shown alike may stand lower, never one shown higher.
        let siblings = list(&result, "unions").iter().filter(|other| other["superior"] == union["superior"]);
        let better = siblings.filter(|other| other["score"].as_f64().unwrap() > score(&id)).count() as u64;
        assert!(union["rank"].is_null() || count(&row["名次"]) > better, "{id}");
        assert_eq!(row["得分"].to_string(), score(&id).to_string());
    }
    assert_eq!(book["排名"].len(), list(&result, "unions").len());
    assert!(book["临期"].iter().all(|row| matches!(row["期限"], Data::DateTime(_))), "{:?}", book["临期"]);
    let sheets: String = parts(&bytes(&file))
        .into_iter()
        .filter(|(name, _)| name.contains("sheet"))
        .map(|(_, text)| text)
        .collect();
    for part in ["state=\"frozen\"", "<autoFilter", "orientation=\"landscape\"", "dataBar", "paperSize=\"9\""]
    {
        assert!(sheets.contains(part), "{part}");
    }
}

#[test]
fn a_workbook_that_may_be_filled_in_is_not_written_over_nor_put_among_records() {
    let desk = Desk::new();
    fs::write(desk.path("audit.xlsx"), "filled in").unwrap();
    fs::create_dir(desk.path("records")).unwrap();
    let among = desk.path("records/audit.xlsx");
    for (records, file, said) in
        [(TOWNSHIP, desk.path("audit.xlsx"), "已有"), (arg(&desk.path("records")), among, "台账文件夹")]
    {
        let ran = check(&[records, "--report", arg(&file)]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:#?}");
        assert!(ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let desk = Desk::new();
    let made = |name: &str, jobs: &str| {
        let [book, calendar] = ["xlsx", "ics"].map(|form| desk.path(&format!("{name}.{form}")));
        check(&[TOWNSHIP, "--report", arg(&book), "--report", arg(&calendar), "--jobs", jobs]);
        [book, calendar].map(|file| bytes(&file))
    };
    assert!(made("a", "1") == made("b", "3"), "the bytes differ");
}

/// The events of a calendar, by property.
fn events(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(text.replace("\r\n", "").find(['\r', '\n']).is_none(), "lines end in CRLF");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "lines are folded");
    let whole = text.replace("\r\n ", "");
    let events =
        whole.split("BEGIN:VEVENT\r\n").skip(1).map(|event| event.split("END:VEVENT").next().unwrap());
    let property = |line: &str| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_owned(), value.to_owned())
    };
    events.map(|event| event.lines().map(property).collect()).collect()
}

#[test]
fn the_calendar_has_an_event_for_each_deadline() {
    let desk = Desk::new();
    let file = desk.path("due.ics");
    check(&[TOWNSHIP, "--report", arg(&file)]);
    let (_, result) = check_json(&[TOWNSHIP]);
    let due = of_state(&result, "due");
    let mut days: Vec<String> =
        due.iter().map(|one| text(&one["args"], "deadline").replace('-', "")).collect();
    days.sort();
    let events = events(&bytes(&file));
    assert_eq!(events.iter().map(|event| event["DTSTART;VALUE=DATE"].clone()).collect::<Vec<_>>(), days);
    for event in &events {
        assert_eq!(event["DTSTAMP"], "20261231T000000Z");
        assert!(
            event["DESCRIPTION"].contains("怎么办：") && event["DESCRIPTION"].contains("位置："),
            "{event:?}"
        );
        assert!(due.iter().any(|one| event["UID"].starts_with(text(one, "fingerprint"))), "{event:?}");
    }
}

/// Names in fields declared sensitive, in a field misspelt, and in the message of a rule.
const NAMED: &str = "
union: { id: A1, name: 甲厂工会, level: basic, account_keeper: 周植入 }
congresses: []
隐患台账:
  - { 编号: H-1, 查出日期: 2026-03-01, 责任人: 吴植入, 整改期限: 2026-04-01, 责任入: 郑植入 }
  - { 编号: H-2, 查出日期: 2026-03-01, 责任人: 王植入, 整改期限: 2026-02-30 }
";

#[test]
fn no_format_names_people_unless_asked() {
    let desk = Desk::new();
    fs::create_dir(desk.path("records")).unwrap();
    fs::write(desk.path("records/a.yaml"), NAMED).unwrap();
    let pack = TempPack::of(&[("named", "")]);
    let rule = "//! title: { zh: 责任人, en: Owners }\n//! strength: S\n//! severity: error\n//! applies: \"true\"\n\
         //! text: { zh: 责任人。, en: Owners. }\n//! message: { fail: { zh: \"责任人是{owner}\", en: \"it is {owner}\" } }\n\
         //! help: { zh: 无, en: none }\n\nhazards.fail(\"owner\");\n";
    pack.write("own/named.rhai", rule);
    let run = |name: &str, more: &[&str]| -> String {
        let forms = ["xlsx", "ics", "json", "html", "sarif", "xml", "csv", "jsonl", "md"];
        let files = forms.map(|form| desk.path(&format!("{name}.{form}")));
        let mut args = vec![arg(&desk.path("records")).to_owned(), "--rules".into(), pack.path().into()];
        for file in &files {
            args.extend(["--report".to_owned(), arg(file).to_owned()]);
        }
        args.extend(["--notices".to_owned(), arg(&desk.path(name)).to_owned()]);
        let marked = desk.path(&format!("{name}-marked.xlsx"));
        args.extend(["--marked".to_owned(), arg(&marked).to_owned()]);
        args.extend(more.iter().map(|&arg| arg.to_owned()));
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let ran = check(&args);
        assert!(ran.err.contains("整改通知书 1 份"), "{ran:#?}");
        let mut all = ran.out.clone();
        let told: Vec<&str> = [&args[..3], more].concat();
        for form in ["concise", "github", "gitlab"] {
            all += &check(&[&told[..], &["--format", form]].concat()).out;
        }
        let json = arg(&files[2]);
        for form in ["text", "json", "html"] {
            all += &hegui(&["diff", json, json, "--show", "all", "--format", form]).out;
        }
        all.extend(parts(&bytes(&marked)).into_values());
        for file in &files {
            let bytes = bytes(file);
            match file.extension().unwrap().to_str() {
                Some("xlsx") => all.extend(parts(&bytes).into_values()),
                _ => all += &String::from_utf8(bytes).unwrap(),
            }
        }
        let notice = bytes(&desk.path(name).join("整改通知书-A1.docx"));
        all.extend(parts(&notice).into_values());
        assert!(all.matches("责任人是").count() >= 10, "{ran:#?}");
        all
    };
    assert!(!run("masked", &[]).contains("植入"));
    assert!(run("bare", &["--unmask"]).contains("责任人是吴植入"));
}

#[test]
fn unions_on_a_roster_without_records_have_a_sheet_of_their_own() {
    let desk = Desk::new();
    let records = "union: { id: S1, name: 甲镇总工会, level: township }\n下级名册:\n\
        \x20 - { 下级工会编码: A1, 工会名称: 甲厂工会 }\n  - { 下级工会编码: A2, 工会名称: 乙厂工会 }\n---\n\
        union: { id: A1, name: 甲厂工会, level: basic, superior: S1 }\n";
    fs::write(desk.path("all.yaml"), records).unwrap();
    let file = desk.path("audit.xlsx");
    check(&[arg(&desk.path("all.yaml")), "--report", arg(&file)]);
    let book = book(&bytes(&file));
    let missing: Vec<String> = book["未报送"].iter().map(|row| row["工会编码"].to_string()).collect();
    assert_eq!(missing, ["A2"]);
}
