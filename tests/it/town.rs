//! The made-up town of the examples: what was sown in it is what every report counts.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

use crate::code::bytes;
use crate::page::{numbers, tags};
use crate::program::{arg, check, list, text};

#[path = "../../examples/town/mod.rs"]
mod made;

/// Unions: enough for one of each fault, few enough to be quick.
const UNIONS: u32 = 150;

/// A town, and what is said of it.
struct Town {
    sown: made::Sown,
    said: String,
    page: String,
    book: Vec<u8>,
    result: Value,
}

impl Town {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let town = folder.path().join("town");
        let sown = made::write(UNIONS, &town).unwrap();
        let file = |name: &str| folder.path().join(name);
        let [page, book, json] = ["a.html", "a.xlsx", "a.json"].map(file);
        let reports = ["--report", arg(&page), "--report", arg(&book), "--report", arg(&json)];
        let ran = check(&[&[arg(&town)][..], &reports].concat());
        // Records that are cut off are work that could not be done.
        assert_eq!(ran.status, 2, "{}", ran.err);
        Self {
            sown,
            said: ran.out,
            page: crate::code::text(&page),
            book: crate::code::bytes(&book),
            result: serde_json::from_str(&crate::code::text(&json)).unwrap(),
        }
    }

    fn number(&self, pointer: &str) -> u64 {
        self.result.pointer(pointer).and_then(Value::as_u64).unwrap_or_else(|| panic!("{pointer}"))
    }

    /// Findings of a state, of a rule.
    fn found(&self, state: &str, rule: &str) -> u64 {
        let is_one = |one: &&Value| (text(one, "state"), text(one, "rule")) == (state, rule);
        list(&self.result, "findings").iter().filter(is_one).count() as u64
    }

    /// A rate of the township.
    fn rate(&self, rule: &str) -> &Value {
        list(&self.result, "districts").iter().find(|one| text(one, "rule") == rule).unwrap()
    }

    fn sheet(&self, name: &str) -> Vec<BTreeMap<String, Data>> {
        sheet(&self.book, name)
    }
}

/// The rows of a sheet below its headings, each cell under its heading.
pub(crate) fn sheet(book: &[u8], name: &str) -> Vec<BTreeMap<String, Data>> {
    let range = Xlsx::new(Cursor::new(book)).unwrap().worksheet_range(name).unwrap();
    let starts = ["项目", "名次", "工会编码", "序号"];
    let mut rows = range.rows().skip_while(|row| !starts.contains(&row[0].to_string().as_str()));
    let heads: Vec<String> = rows.next().unwrap().iter().map(Data::to_string).collect();
    rows.map(|row| heads.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

#[test]
fn what_was_sown_is_found_and_counted_alike_everywhere() {
    let town = Town::new();
    in_json(&town);
    on_the_page(&town);
    in_the_workbook(&town);
    in_the_text(&town);
}

fn in_json(town: &Town) {
    let sown = &town.sown;
    assert_eq!(town.number("/summary/unions"), u64::from(sown.unions));
    for (rule, count) in sown.faults() {
        assert_eq!(town.found("fail", rule), u64::from(count), "{rule}");
        assert!(count > 0, "nothing is sown for {rule}");
    }
    let top = list(&town.result, "unions").iter().find(|one| text(one, "id") == "T00000").unwrap();
    let below = u64::from(sown.unions) - 1;
    let [missing, cut_off, planned] = [sown.missing, sown.torn, sown.planned].map(u64::from);
    let counts =
        ["submitted", "missing", "unreadable", "not_due"].map(|key| top["submissions"][key].as_u64());
    assert_eq!(counts, [below - cut_off, missing, cut_off, planned].map(Some));
    assert_eq!(top["rank"], Value::Null, "the top has nobody to be compared with");
    let lost = u64::from(sown.torn + sown.misspelt);
    assert_eq!(list(&town.result, "problems").len() as u64, lost, "{:#}", town.result["problems"]);
    // Those overdue, and those nobody can tell of: who is missing, and who was cut off.
    let terms = town.rate("election-rate-low");
    assert_eq!(terms["whole"], below + missing);
    assert_eq!(terms["unknown"], missing + cut_off);
    assert_eq!(terms["part"], below - cut_off - u64::from(sown.elections));
    let dues = town.rate("dues-rate-low");
    let yuan = |key: &str| text(dues, key).parse::<f64>().unwrap();
    let payable = f64::from(u32::try_from(sown.payable).unwrap());
    let short = f64::from(u32::try_from(sown.short).unwrap());
    assert!((yuan("whole") - payable).abs() < 0.001 && (yuan("whole") - yuan("part") - short).abs() < 0.001);
    assert_eq!(text(dues, "state"), "fail");
}

fn on_the_page(town: &Town) {
    let tags = tags(&town.page);
    let figures = numbers(&tags);
    let number = |name: &str| figures[name].parse::<u64>().unwrap();
    for (name, value) in town.result["summary"]["states"].as_object().unwrap() {
        assert_eq!(number(&format!("state-{name}")), value.as_u64().unwrap(), "{name}");
    }
    for (name, value) in town.result["summary"]["severities"].as_object().unwrap() {
        assert_eq!(number(&format!("severity-{name}")), value.as_u64().unwrap(), "{name}");
    }
    let sown = &town.sown;
    let wanted = [sown.unions, sown.missing, sown.torn, sown.planned, sown.torn + sown.misspelt];
    let names = ["unions", "missing", "unreadable", "not-due", "problems"];
    assert_eq!(names.map(number), wanted.map(u64::from));
    let of = |id: &str| &tags.iter().find(|tag| tag.get("id") == id).unwrap().content;
    assert!((0..sown.missing).all(|at| of("submissions").contains(&format!("（T{}）", 90_000 + at))));
    let rates = tags.iter().filter(|tag| tag.get("class").starts_with("k rate-")).count();
    assert_eq!(rates, list(&town.result, "districts").len());
    for district in list(&town.result, "districts").iter().filter(|one| one["part"].is_u64()) {
        let rate = format!("{}/{}", district["part"], district["whole"]);
        assert!(of("rates").contains(&rate), "{rate}");
    }
    let places = tags.iter().filter(|tag| tag.name == "td" && tag.get("data-l") == "名次").count();
    assert_eq!(places as u64, u64::from(sown.unions) - 1);
}

fn in_the_workbook(town: &Town) {
    let whole = &town.sheet("汇总")[1];
    let states = [("合规", "pass"), ("违规", "fail"), ("临期", "due"), ("数据不足", "insufficient")];
    for (heading, state) in states {
        let wanted = town.number(&format!("/summary/states/{state}"));
        assert_eq!(whole[heading].to_string(), wanted.to_string(), "{heading}");
    }
    assert_eq!(town.sheet("达标率").len(), list(&town.result, "districts").len());
    for (row, district) in town.sheet("达标率").iter().zip(list(&town.result, "districts")) {
        for (heading, key) in [("达到", "part"), ("总数", "whole"), ("情况不明", "unknown")] {
            let wanted = match district[key].as_str() {
                Some(yuan) => yuan.parse::<f64>().unwrap(),
                None => district[key].as_f64().unwrap(),
            };
            assert_eq!(row[heading].to_string(), wanted.to_string(), "{heading}: {district}");
        }
    }
    let absent = town.sheet("未报送");
    let of = |state: &str| absent.iter().filter(|row| row["情况"] == state).count();
    let sown = &town.sown;
    let wanted = [sown.missing, sown.torn, sown.planned].map(|count| count as usize);
    assert_eq!(["未报送", "没有读全", "无需报送"].map(of), wanted);
    assert_eq!(town.sheet("数据问题").len(), (sown.torn + sown.misspelt) as usize);
    let rank = |row: &BTreeMap<String, Data>| (row["工会编码"].to_string(), row["名次"].to_string());
    let ranks: BTreeMap<String, String> = town.sheet("排名").iter().map(rank).collect();
    assert_eq!(ranks.len(), list(&town.result, "unions").len());
    for union in list(&town.result, "unions") {
        let place = union["rank"]["place"].as_u64().map_or("—".to_owned(), |place| place.to_string());
        assert_eq!(ranks[text(union, "id")], place, "{union:#}");
    }
}

fn in_the_text(town: &Town) {
    let sown = &town.sown;
    let said = |words: &str| assert!(town.said.contains(words), "{words}: {}", town.said);
    said(&format!("单位 {} 家，", sown.unions));
    let (submitted, due) = (sown.unions - 1 - sown.torn, sown.unions - 1 + sown.missing);
    said(&format!("报送 {submitted}/{due}（"));
    said(&format!("未报送 {}，没有读全 {}，无需报送 {}", sown.missing, sown.torn, sown.planned));
    said(&format!("台账问题 {}：", sown.torn + sown.misspelt));
    for (state, name) in [("pass", "合规"), ("fail", "违规"), ("insufficient", "数据不足")] {
        said(&format!("{name} {}", town.number(&format!("/summary/states/{state}"))));
    }
}

#[test]
fn the_town_of_the_documents_has_their_figures_and_the_same_bytes_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = ["a", "b"].map(|name| folder.path().join(name));
    let sown = made::write(3021, &first).unwrap();
    assert_eq!((sown.unions, sown.members), (3021, 79_801));
    assert_eq!(sown.to_string(), made::write(3021, &second).unwrap().to_string());
    for name in ["T00000.yaml", "T00050.yaml", "T03020.yaml"] {
        let [one, other] = [&first, &second].map(|folder| bytes(&folder.join(name)));
        assert!(one == other, "{name}");
    }
}
