//! The changes as a page: the counts of the JSON, everything escaped, nothing from the network.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::judged::cases;
use crate::page::{Tag, numbers, tags};
use crate::program::{arg, hegui, list, text};

const CHANGES: [&str; 7] = ["new", "worse", "reopened", "unchanged", "fixed", "unclear", "waived"];

/// The page and the data of the township, a quarter later and with more records.
fn both(args: &[&str]) -> (String, Value) {
    let folder = tempfile::tempdir().unwrap();
    let save = |name: &str, day: &str, paths: &[&str]| {
        let ran = hegui(&[&["check", "--as-of", day, "--format", "json"], paths].concat());
        let path = folder.path().join(name);
        std::fs::write(&path, ran.out).unwrap();
        path
    };
    let old = save("old.json", "2026-09-30", &["fixtures/township"]);
    let new = save("new.json", "2026-12-31", &["fixtures/township", "fixtures/problems"]);
    let form = |format| hegui(&[&["diff", arg(&old), arg(&new), "--format", format], args].concat());
    let page = form("html").out;
    assert_eq!(form("html").out, page, "the same again");
    (page, serde_json::from_str(&form("json").out).unwrap())
}

/// A result made by hand.
fn result(day: &str, name: &str, words: &str, fails: usize) -> String {
    let finding = |at: usize| {
        json!({ "rule": words, "union": name, "state": "fail", "severity": "error", "message": words,
            "help": words, "fingerprint": format!("{at:032x}"), "location": { "path": words, "row": at } })
    };
    let result = json!({
        "version": 1, "tool": { "name": "hegui", "version": "0" }, "as_of": day,
        "pack": { "name": words, "version": words, "digest": day },
        "period": { "start": "2026-01-01", "end": "2026-12-31" },
        "unions": [{ "id": name, "name": words, "superior": words, "verdicts": { words: "fail" } }],
        "findings": (0..fails).map(finding).collect::<Vec<_>>(),
    });
    result.to_string()
}

fn page_of(old: &str, new: &str, args: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["old.json", "new.json"].map(|name| folder.path().join(name));
    std::fs::write(&paths[0], old).unwrap();
    std::fs::write(&paths[1], new).unwrap();
    hegui(&[&["diff", arg(&paths[0]), arg(&paths[1]), "--format", "html"], args].concat()).out
}

#[test]
fn the_counts_are_those_of_the_data() {
    let (page, data) = both(&[]);
    let tags = tags(&page);
    let shown = numbers(&tags);
    let summary = &data["summary"];
    let mut wanted: BTreeMap<String, String> =
        CHANGES.iter().map(|change| ((*change).to_owned(), summary[*change].to_string())).collect();
    let mut want = |name: &str, value: &Value| wanted.insert(name.to_owned(), value.to_string());
    want("rectified", &summary["rectified"]["fixed"]);
    want("of", &summary["rectified"]["of"]);
    for side in ["old", "new"] {
        for counted in ["violations", "due", "insufficient"] {
            want(&format!("{counted}-{side}"), &summary[counted][side]);
        }
        want(&format!("passed-{side}"), &summary["compliance"][side]["passed"]);
        want(&format!("judged-{side}"), &summary["compliance"][side]["judged"]);
        want(&format!("applicable-{side}"), &summary["coverage"][side]["applicable"]);
    }
    let shown: BTreeMap<String, String> =
        shown.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    assert_eq!(shown, wanted);
    // Every violation stands in the list of its category, with all that is known of it.
    let entries: Vec<&Tag> = tags.iter().filter(|tag| !tag.get("data-c").is_empty()).collect();
    assert_eq!(entries.len(), list(&data, "findings").len());
    for finding in list(&data, "findings") {
        let id = format!("c-{}", text(finding, "fingerprint"));
        let entry = entries.iter().find(|tag| tag.get("id").starts_with(&id)).unwrap();
        assert_eq!(entry.get("data-c"), text(finding, "change"));
        for key in ["message", "rule", "since"] {
            assert!(entry.content.contains(text(finding, key)), "{key}: {finding:#} {entry:?}");
        }
        let reason = finding["reason"]["message"].as_str().unwrap_or_default();
        assert!(entry.content.contains(reason), "{finding:#} {entry:?}");
    }
}

#[test]
fn a_line_a_union_with_its_counts() {
    let (page, data) = both(&[]);
    let tags = tags(&page);
    let lines: BTreeSet<String> =
        tags.iter().filter(|tag| tag.name == "tr").map(|tag| tag.content.replace('\n', "")).collect();
    let has_any = |one: &&Value| CHANGES.iter().any(|change| one[*change] != 0);
    for one in list(&data, "unions").iter().filter(has_any) {
        let line =
            lines.iter().find(|line| line.contains(text(one, "id")) && !line.contains("所辖")).unwrap();
        let of = |rate: &Value, part: &str, whole: &str| format!("{}/{}", rate[part], rate[whole]);
        for share in [
            of(&one["rectified"], "fixed", "of"),
            of(&one["compliance"]["old"], "passed", "judged"),
            of(&one["compliance"]["new"], "passed", "judged"),
            of(&one["coverage"]["new"], "judged", "applicable"),
        ] {
            assert!(line.contains(&share), "{share}: {line}");
        }
    }
    assert!(lines.iter().any(|line| line.contains("所辖 11 家")), "superiors are summed up");
}

#[test]
fn it_stands_by_itself_and_is_well_made() {
    let (page, _) = both(&[]);
    let tags = tags(&page);
    let policy = tags.iter().find(|tag| tag.get("http-equiv") == "Content-Security-Policy").unwrap();
    assert!(policy.get("content").starts_with("default-src 'none';"), "{policy:?}");
    let mut ids = BTreeSet::new();
    for id in tags.iter().map(|tag| tag.get("id")).filter(|id| !id.is_empty()) {
        assert!(ids.insert(id), "twice: {id}");
    }
    let mut before = 0;
    for tag in &tags {
        let loads = ["src", "action", "data", "style", "poster", "srcset"];
        assert!(loads.iter().all(|name| tag.get(name).is_empty()), "{tag:?}");
        if let Some(target) = tag.attributes.get("href") {
            assert!(target.strip_prefix('#').is_some_and(|anchor| ids.contains(anchor)), "{tag:?}");
        }
        assert!(tag.get("aria-labelledby").is_empty() || ids.contains(tag.get("aria-labelledby")), "{tag:?}");
        assert!(tag.name != "th" || matches!(tag.get("scope"), "col" | "row"), "{tag:?}");
        if let Some(level) = tag.name.strip_prefix('h').and_then(|level| level.parse::<u32>().ok()) {
            assert!(level <= before + 1, "h{level} after h{before}");
            before = level;
        }
    }
    for one in ["h1", "header", "nav", "main", "footer", "style", "script"] {
        assert_eq!(tags.iter().filter(|tag| tag.name == one).count(), 1, "{one}");
    }
    // What needs nothing now is folded, what does is not.
    for (change, folded) in [("new", false), ("worse", false), ("unchanged", true), ("fixed", true)] {
        let first = tags.iter().find(|tag| tag.get("data-c") == change).unwrap();
        assert_eq!(first.inside.contains(&"details".to_owned()), folded, "{change}");
    }
}

#[test]
fn what_does_not_compare_is_loud_and_first() {
    let (page, data) = both(&["--lang", "en"]);
    assert!(text(&data["notes"][0], "message").starts_with("problems of the records"), "{data:#}");
    let tags = tags(&page);
    let at = |found: &dyn Fn(&Tag) -> bool| tags.iter().position(found).unwrap();
    let alert = at(&|tag| tag.get("role") == "alert");
    assert!(tags[alert].content.contains(text(&data["notes"][0], "message")));
    assert!(alert < at(&|tag| !tag.get("data-n").is_empty()), "before any number");
}

#[test]
fn both_languages_say_the_same() {
    let pages = [both(&[]).0, both(&["--lang", "en"]).0];
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let heads = pages.each_ref().map(|page| {
        let is_head = |tag: &Tag| matches!(tag.name.as_str(), "h1" | "h2" | "caption" | "dt");
        tags(page).into_iter().filter(is_head).map(|tag| tag.content).collect::<Vec<_>>()
    });
    assert!(heads[0].iter().all(|head| is_chinese(head)), "{:?}", heads[0]);
    assert!(!heads[1].iter().any(|head| is_chinese(head)), "{:?}", heads[1]);
    assert_eq!(heads[0].len(), heads[1].len());
}

#[test]
fn what_is_left_out_of_a_long_list_is_said() {
    let (old, new) = (result("2026-06-30", "A1", "甲", 0), result("2026-12-31", "A1", "甲", 2_500));
    let page = page_of(&old, &new, &[]);
    let tags = tags(&page);
    assert_eq!(numbers(&tags)["new"], "2500");
    assert_eq!(tags.iter().filter(|tag| tag.get("data-c") == "new").count(), 1_000);
    let section = tags.iter().find(|tag| tag.get("id") == "new").unwrap();
    assert!(section.content.contains("只列出前 1000 条，共 2500 条"), "{}", &section.content[..200]);
    let none = page_of(&old, &new, &["--show", "fixed"]);
    assert!(!none.contains("data-c="), "only what is asked for is listed");
    assert!(page_of(&old, &old, &[]).contains("两次都没有违规"));
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn whatever_the_results_say_is_text(parts in prop::collection::vec(prop::sample::select(vec![
        "<script>alert(1)</script>", "</style>", "\"", "'", "&", "&lt;", "<!--", "{{ 1 }}", "{% x %}",
        "<img src=x onerror=y>", "甲厂", "\u{202e}", "\u{1b}[31m", "javascript:", " ", "=", "#",
    ]), 2..6)) {
        let (name, words) = (parts[0], parts[1..].concat());
        let page = page_of(&result("2026-06-30", name, &words, 1), &result("2026-12-31", &words, &words, 2), &[]);
        let tags = tags(&page);
        let count = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
        prop_assert_eq!((count("script"), count("style"), count("img")), (1, 1, 0));
        prop_assert!(!tags.iter().any(|tag| tag.attributes.keys().any(|name| name.starts_with("on"))));
        let is_clean = !page.contains(['\u{1b}', '\u{202e}']);
        prop_assert!(is_clean);
    }
}
