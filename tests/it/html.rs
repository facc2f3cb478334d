//! The page: the counts of every other report, everything escaped and masked, nothing from the network.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use hegui::records::{Date, Period};
use hegui::reports::{HtmlReport, Report, SensitiveCells};
use hegui::source::{Input, Lang};
use hegui::verdicts::{Chunk, Options, RunInfo, Sink, audit};
use proptest::prelude::*;
use serde_json::Value;

use crate::judged::{BUILTIN, cases};
use crate::page::{Tag, numbers, tags};
use crate::program::{arg, hegui, list, text};

const TOWNSHIP: &str = "fixtures/township";

/// The page and the result of one run at the end of 2026.
fn both(args: &[&str]) -> (String, Value) {
    both_at("2026-12-31", args)
}

/// The same at another day.
fn both_at(day: &str, args: &[&str]) -> (String, Value) {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("report.html");
    let ran = hegui(
        &[&["check", "--as-of", day, "--format", "json", "--quiet", "--report", arg(&page)], args].concat(),
    );
    let result = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:#?}"));
    (crate::code::text(&page), result)
}

/// Hands results on to a report.
struct Onto<'r>(HtmlReport<'r>, Vec<u8>);

impl Sink for Onto<'_> {
    fn begin(&mut self, run: &RunInfo, _: u64) -> std::io::Result<()> {
        self.0.begin(&mut self.1, run)
    }

    fn chunk(&mut self, chunk: Chunk) -> std::io::Result<()> {
        self.0.chunk(&mut self.1, &chunk)
    }
}

/// The page of records at hand.
fn page_of(records: &str) -> String {
    let options = Options::new(Date::new(2026, 12, 31).unwrap(), Period::year(2026).unwrap());
    let mut onto = Onto(HtmlReport::new(&BUILTIN, &SensitiveCells, Lang::Zh), Vec::new());
    let input = Input::from_bytes("a.yaml", records.as_bytes().to_vec());
    let summary = audit(&BUILTIN, &options, &[input], Vec::new(), &mut onto).unwrap();
    onto.0.finish(&mut onto.1, &summary).unwrap();
    String::from_utf8(onto.1).unwrap()
}

#[test]
fn the_counts_are_those_of_the_result() {
    let (page, result) = both(&[TOWNSHIP, "fixtures/problems"]);
    let tags = tags(&page);
    let shown = numbers(&tags);
    let summary = &result["summary"];
    let mut wanted: BTreeMap<String, String> = BTreeMap::new();
    let mut want = |name: &str, value: &Value| wanted.insert(name.to_owned(), value.to_string());
    for (name, value) in summary["states"].as_object().unwrap() {
        want(&format!("state-{name}"), value);
    }
    for (name, value) in summary["severities"].as_object().unwrap() {
        want(&format!("severity-{name}"), value);
    }
    want("passed", &summary["compliance"]["passed"]);
    want("judged", &summary["compliance"]["judged"]);
    want("applicable", &summary["coverage"]["applicable"]);
    want("unions", &summary["unions"]);
    want("rules", &summary["rules"]);
    want("score", &summary["score"]);
    want("problems", &list(&result, "problems").len().into());
    let mut submissions = [0; 4];
    for union in list(&result, "unions").iter().filter(|union| !union["submissions"].is_null()) {
        for (own, key) in submissions.iter_mut().zip(["submitted", "missing", "unreadable", "not_due"]) {
            *own += union["submissions"][key].as_u64().unwrap();
        }
    }
    let [submitted, missing, unreadable, not_due] = submissions;
    want("submitted", &submitted.into());
    want("missing", &missing.into());
    want("unreadable", &unreadable.into());
    want("not-due", &not_due.into());
    want("submissions-due", &(submitted + missing + unreadable).into());
    let fails: u64 = summary["severities"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    want("fails", &fails.into());
    let shown: BTreeMap<String, String> =
        shown.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    assert_eq!(shown, wanted);
}

#[test]
fn every_finding_is_there_once_under_its_union() {
    let (page, result) = both(&[TOWNSHIP]);
    let tags = tags(&page);
    let is_shown = |finding: &&Value| matches!(text(finding, "state"), "fail" | "due");
    let wanted: BTreeSet<String> = list(&result, "findings")
        .iter()
        .filter(is_shown)
        .map(|one| format!("f-{}", text(one, "fingerprint")))
        .collect();
    let entries: Vec<&Tag> = tags.iter().filter(|tag| tag.get("id").starts_with("f-")).collect();
    let shown: BTreeSet<String> = entries.iter().map(|tag| tag.get("id").to_owned()).collect();
    assert_eq!((entries.len(), shown), (wanted.len(), wanted));
    for finding in list(&result, "findings") {
        let message = text(finding, "message");
        let says = |tag: &&Tag| tag.content.contains(message) && tag.content.contains(text(finding, "help"));
        let id = format!("f-{}", text(finding, "fingerprint"));
        assert!(
            text(finding, "state") == "insufficient"
                || entries.iter().filter(|tag| tag.get("id") == id).any(says),
            "{finding:#}"
        );
    }
    // What could not be told is grouped, every place counted.
    let unknown = list(&result, "findings").iter().filter(|one| text(one, "state") == "insufficient").count();
    let counted = tags.iter().filter(|tag| tag.name == "summary" && tag.text.starts_with("数据不足 "));
    let counted: usize =
        counted.map(|tag| tag.text["数据不足 ".len()..].trim().parse::<usize>().unwrap()).sum();
    assert_eq!(counted, unknown);
    for union in list(&result, "unions") {
        assert!(page.contains(text(union, "name")), "{union:#}");
    }
}

#[test]
fn a_finding_shows_its_place_its_grounds_and_what_to_do() {
    let (page, _) = both(&[TOWNSHIP]);
    let entry = tags(&page).into_iter().find(|tag| {
        tag.get("id").starts_with("f-")
            && tag.content.contains("contract-lapsed")
            && tag.get("data-s") == "fail"
    });
    let said = entry.unwrap().content;
    for part in [
        "profile.yaml:61:11",
        "集体合同到期未续签",
        "要求 R093",
        "“集体合同到期的要重新签订”",
        "《集体合同规定》第 38 条（V2 已核摘录）",
        "怎么办：",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(page.contains("<mark>"));
    // A table is shown as a table.
    let (page, _) = both(&["fixtures/tables/township.xlsx"]);
    assert!(page.contains("<table class=\"cells\">") && page.contains("township.xlsx › "));
}

#[test]
fn nothing_comes_from_the_network_and_every_link_leads_somewhere() {
    let (page, _) = both(&[TOWNSHIP, "fixtures/problems", "fixtures/tables"]);
    let tags = tags(&page);
    let policy = tags.iter().find(|tag| tag.get("http-equiv") == "Content-Security-Policy").unwrap();
    assert!(policy.get("content").starts_with("default-src 'none';"), "{policy:?}");
    let mut ids = BTreeSet::new();
    for id in tags.iter().map(|tag| tag.get("id")).filter(|id| !id.is_empty()) {
        assert!(ids.insert(id), "twice: {id}");
    }
    for tag in &tags {
        let loads = ["src", "action", "data", "style", "poster", "srcset"];
        assert!(loads.iter().all(|name| tag.get(name).is_empty()), "{tag:?}");
        assert!(!tag.attributes.keys().any(|name| name.starts_with("on")), "{tag:?}");
        if let Some(target) = tag.attributes.get("href") {
            let anchor = target.strip_prefix('#').unwrap_or_else(|| panic!("{tag:?}"));
            assert!(ids.contains(anchor), "{tag:?} leads nowhere");
        }
        for name in ["aria-labelledby", "list"] {
            assert!(tag.get(name).is_empty() || ids.contains(tag.get(name)), "{tag:?}");
        }
    }
    for own in tags.iter().filter(|tag| matches!(tag.name.as_str(), "style" | "script")) {
        for word in ["http:", "https:", "url(", "@import", "fetch(", "XMLHttpRequest", "import("] {
            assert!(!own.content.contains(word), "{word}");
        }
    }
}

#[test]
fn headings_are_in_order_and_tables_say_what_their_columns_are() {
    let (page, _) = both_at("2026-10-31", &[TOWNSHIP]);
    let tags = tags(&page);
    let mut before = 0;
    for level in tags.iter().filter_map(|tag| tag.name.strip_prefix('h')?.parse::<u32>().ok()) {
        assert!(level <= before + 1, "h{level} after h{before}");
        before = level;
    }
    assert_eq!(tags.iter().filter(|tag| tag.name == "h1").count(), 1);
    for tag in tags.iter().filter(|tag| tag.name == "th") {
        assert!(matches!(tag.get("scope"), "col" | "row"), "{tag:?}");
    }
    for landmark in ["header", "nav", "main", "footer"] {
        assert_eq!(tags.iter().filter(|tag| tag.name == landmark).count(), 1, "{landmark}");
    }
    let labelled =
        |tag: &&Tag| matches!(tag.name.as_str(), "input" | "select") && !tag.inside.contains(&"label".into());
    assert!(!tags.iter().any(|tag| labelled(&tag)));
}

#[test]
fn people_are_not_named_unless_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "union: { id: A1, name: 甲厂工会, level: basic, employer: enterprise }\nhazards:\n\
                \x20 - { no: H1, found: 2026-03-01, owner: 欧阳某甲, due: 2026-04-01 }\n";
    fs::write(folder.path().join("a.yaml"), rows).unwrap();
    fs::create_dir(folder.path().join("b")).unwrap();
    let profile = "工会编码,工会名称,组织层级,单位类型\nA2,乙厂工会,基层工会,企业\n";
    fs::write(folder.path().join("b/工会基本情况.csv"), profile).unwrap();
    let rows = "工会编码,编号,发现日期,责任人,整改期限\nA2,H2,2026-03-01,欧阳某乙,2026-04-01\n";
    fs::write(folder.path().join("b/隐患台账.csv"), rows).unwrap();
    let (masked, result) = both(&[arg(folder.path())]);
    let found: Vec<&str> = list(&result, "findings").iter().map(|one| text(one, "rule")).collect();
    assert_eq!(found.iter().filter(|rule| **rule == "hazard-overdue").count(), 2, "{found:?}");
    assert!(!masked.contains("欧阳某") && masked.contains("********"));
    let (open, _) = both(&[arg(folder.path()), "--unmask"]);
    assert!(open.contains("欧阳某甲") && open.contains("欧阳某乙"));
}

#[test]
fn the_language_is_the_one_asked_for() {
    let (zh, _) = both(&[TOWNSHIP]);
    let (en, _) = both(&[TOWNSHIP, "--lang", "en"]);
    let headings = |page: &str| -> Vec<String> {
        tags(page)
            .into_iter()
            .filter(|tag| matches!(tag.name.as_str(), "h1" | "h2"))
            .map(|tag| tag.content)
            .collect()
    };
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    assert!(zh.contains("<html lang=\"zh-CN\">") && headings(&zh).iter().all(|text| is_chinese(text)));
    assert!(en.contains("<html lang=\"en\">") && !headings(&en).iter().any(|text| is_chinese(text)));
    assert_eq!(headings(&zh).len(), headings(&en).len());
    for tag in tags(&en).iter().filter(|tag| matches!(tag.name.as_str(), "label" | "button" | "caption")) {
        assert!(!is_chinese(&tag.text), "{tag:?}");
    }
}

#[test]
fn what_is_left_out_is_said_and_counted() {
    let profile =
        |at: usize| format!("union: {{ id: U{at:03}, name: 第{at}厂工会, level: basic, superior: T }}\n");
    let all: Vec<String> = (0..230).map(profile).collect();
    let page = page_of(&all.join("---\n"));
    let tags = tags(&page);
    assert_eq!(numbers(&tags)["unions"], "230");
    let heat = tags.iter().find(|tag| tag.get("id") == "heat").unwrap();
    assert!(
        heat.content.contains("只列出问题最重的 200 家，共 230 家；其余见 JSON 报告。"),
        "{}",
        heat.content
    );
    let tree = tags.iter().find(|tag| tag.get("id") == "tree").unwrap();
    assert!(tree.content.contains("这个上级没有报送台账") && tree.content.contains("连同下级 230 家"));
    assert_eq!(tags.iter().filter(|tag| tag.get("class") == "u").count(), 230);
}

#[test]
fn nothing_judged_is_loud() {
    let loud = |args: &[&str]| {
        let (page, _) = both(args);
        tags(&page).into_iter().find(|tag| tag.get("role") == "alert").unwrap().content
    };
    assert!(loud(&["fixtures/nowhere"]).contains("没有评价任何单位，不能说明合规"));
    assert!(loud(&["fixtures/problems"]).contains("结论不完整"));
    let nothing = [TOWNSHIP, "--select", "dues-short", "--ignore", "funds"];
    assert!(loud(&nothing).contains("没有运行任何规则，不能说明合规"));
    let (clean, _) = both(&["fixtures/township/cotton-mill.yaml"]);
    assert!(clean.contains("没有发现违规") && clean.contains("覆盖率"));
}

#[test]
fn a_rule_that_did_not_run_is_shown_once_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("funds")).unwrap();
    fs::write(folder.path().join("pack.yaml"), "name: own\nversion: 1.0.0\nextends: builtin\n").unwrap();
    let rule = "//! title: { zh: 自定规则, en: Own }\n//! strength: S\n//! severity: error\n//! applies: \"true\"\n\
                //! text: { zh: 甲, en: A }\n//! message: { fail: { zh: 乙, en: B } }\n//! help: { zh: 丙, en: C }\n\n\
                dues.given(\"peroid\").fail(\"period\");\n";
    fs::write(folder.path().join("funds/own-rule.rhai"), rule).unwrap();
    for paths in [&[TOWNSHIP][..], &["fixtures/nowhere"]] {
        let (page, _) = both(&[paths, &["--rules", arg(folder.path())]].concat());
        let tags = tags(&page);
        let section = tags.iter().find(|tag| tag.get("id") == "errors").unwrap();
        assert!(
            section.content.contains("own-rule.rhai:9:") && section.content.contains("peroid"),
            "{section:?}"
        );
        assert_eq!(section.content.matches("own-rule.rhai:9:").count(), 1);
        assert!(tags.iter().any(|tag| tag.get("role") == "alert"));
    }
}

#[test]
fn the_same_inputs_give_the_same_page() {
    let first = both(&[TOWNSHIP, "fixtures/problems", "--jobs", "1"]).0;
    for jobs in ["1", "2", "5"] {
        assert!(both(&[TOWNSHIP, "fixtures/problems", "--jobs", jobs]).0 == first, "--jobs {jobs}");
    }
    assert!(both(&["fixtures/problems", TOWNSHIP]).0 == first);
}

/// Texts that would be markup, were they let.
fn hostile() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "<script>alert(1)</script>",
        "</style>",
        "</pre>",
        "\"",
        "'",
        "&",
        "&lt;",
        "<!--",
        "-->",
        "]]>",
        "{{ 1 }}",
        "{% x %}",
        "<img src=x onerror=y>",
        "甲厂",
        "\u{202e}",
        "\u{1b}[31m",
        "javascript:",
        " ",
        "=",
        "`",
        "#",
        "\\",
    ]);
    prop::collection::vec(parts, 1..4).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn whatever_the_records_say_is_text(id in hostile(), name in hostile(), superior in hostile(), what in hostile()) {
        let quoted = |text: &str| serde_json::to_string(text).unwrap();
        let records = format!(
            "union: {{ id: {}, name: {}, level: basic, employer: enterprise, superior: {} }}\n\
             hazards:\n  - {{ no: {}, found: 2026-03-01, hazard: {}, due: 2026-04-01 }}\n{}: 1\n---\n\
             union: {{ id: Z, name: Z, level: basic }}\n",
            quoted(&id), quoted(&name), quoted(&superior), quoted(&what), quoted(&what), quoted(&what),
        );
        let page = page_of(&records);
        // The parser refuses what is not ours: names of elements and attributes, marks that do not match.
        let tags = tags(&page);
        let count = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
        prop_assert_eq!((count("script"), count("style"), count("img")), (1, 1, 0));
        prop_assert!(!tags.iter().any(|tag| tag.attributes.keys().any(|name| name.starts_with("on"))));
        let is_clean = !page.contains(['\u{1b}', '\u{202e}']);
        prop_assert!(is_clean);
    }
}
