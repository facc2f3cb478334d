//! Results compared: the records are made, checked, changed and checked again.

use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Ran, arg, hegui, list, text};

/// The rules the made-up records are judged by.
const RULES: &str = "contract-lapsed,hazard-overdue,dues-short,congress-not-held";

const TOWN: &str = "union: { id: T0, name: 样镇总工会, level: township, established: 2001-05-01 }\n";

const JIA: &str = "\
union: { id: A1, name: 甲厂工会, level: basic, employer: enterprise, superior: T0, established: 2010-05-01 }
contracts:
  - { kind: wage, signed: 2025-04-01, expires: 2026-03-31 }
  - { kind: comprehensive, signed: 2023-09-01, expires: 2026-08-31 }
hazards:
  - { no: H-1, found: 2026-02-01, due: 2026-04-01 }
dues:
  - { period: 2026-01, payable: 100, paid: 80 }
congresses:
  - { date: 2026-03-12, body: unit }
";

const YI: &str = "\
union: { id: B20, name: 乙厂工会, level: basic, employer: enterprise, superior: T0, established: 2010-05-01 }
hazards:
  - { no: H-7, found: 2026-02-01, due: 2026-04-01 }
";

/// Records and the results saved of them, in a folder that goes away.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Checks these records and saves the result.
    fn check_with(&self, name: &str, records: &[(&str, &str)], more: &[&str]) -> String {
        let folder = self.path(name);
        std::fs::create_dir(&folder).unwrap();
        for (file, records) in records {
            std::fs::write(folder.join(file), records).unwrap();
        }
        let ran = hegui(&[&["check", arg(&folder), "--format", "json"], more].concat());
        assert!(ran.status < 2, "{ran:#?}");
        self.put(&format!("{name}.json"), &ran.out)
    }

    /// The same by the few rules, as of a day.
    fn check(&self, name: &str, as_of: &str, records: &[(&str, &str)]) -> String {
        self.check_with(name, records, &["--select", RULES, "--as-of", as_of])
    }

    fn put(&self, name: &str, content: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        arg(&path).to_owned()
    }

    /// What is printed, without where the folder is.
    fn plain(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.folder.path().display()), "")
    }

    /// Half a year apart: one renewed, one lapsed, one hazard more, the dues not submitted, a union gone
    /// and another come.
    fn half_a_year(&self) -> [String; 2] {
        let old = self.check("old", "2026-06-30", &[("t.yaml", TOWN), ("a.yaml", JIA), ("b.yaml", YI)]);
        let jia =
            JIA.replace("hazards:", "  - { kind: wage, signed: 2026-05-01, expires: 2028-04-30 }\nhazards:");
        let jia = jia.replace(
            "dues:\n  - { period: 2026-01, payable: 100, paid: 80 }\n",
            "  - { no: H-2, found: 2026-08-01, due: 2026-09-01 }\n",
        );
        let bing = YI.replace("B20", "C30").replace("乙厂", "丙厂");
        let new = self.check("new", "2026-12-31", &[("t.yaml", TOWN), ("a.yaml", &jia), ("c.yaml", &bing)]);
        [old, new]
    }
}

fn diff(args: &[&str]) -> Ran {
    hegui(&[&["diff"], args].concat())
}

fn diff_json(args: &[&str]) -> (i32, Value) {
    let ran = diff(&[args, &["--format", "json"]].concat());
    let value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:#?}"));
    (ran.status, value)
}

/// Every finding as `change reason rule union since`, in order.
fn changes(result: &Value) -> Vec<String> {
    let shown = |finding: &Value| {
        let reason = finding["reason"]["code"].as_str().unwrap_or("-");
        let of = |key| text(finding, key);
        format!("{} {reason} {} {} {}", of("change"), of("rule"), of("union"), of("since"))
    };
    list(result, "findings").iter().map(shown).collect()
}

#[test]
fn each_change_is_told_for_what_it_is() {
    let desk = Desk::new();
    let [old, new] = desk.half_a_year();
    let (status, result) = diff_json(&[&old, &new]);
    assert_eq!(status, 1);
    assert_eq!(
        changes(&result),
        [
            "new - hazard-overdue A1 2026-12-31",
            "new union_added hazard-overdue C30 2026-12-31",
            "worse was_due contract-lapsed A1 2026-12-31",
            "unchanged - hazard-overdue A1 2026-06-30",
            "fixed - contract-lapsed A1 2026-06-30",
            "unclear ledger_missing dues-short A1 2026-06-30",
            "unclear union_missing hazard-overdue B20 2026-06-30",
        ]
    );
    let summary = &result["summary"];
    assert_eq!(summary["rectified"], serde_json::json!({ "fixed": 1, "of": 4 }));
    assert_eq!(summary["violations"], serde_json::json!({ "old": 4, "new": 4 }));
    let presence: Vec<_> =
        list(&result, "unions").iter().map(|union| (text(union, "id"), text(union, "presence"))).collect();
    assert_eq!(presence, [("A1", "both"), ("C30", "new"), ("B20", "missing"), ("T0", "both")]);
    let superiors = list(&result, "superiors");
    assert_eq!((superiors.len(), text(&superiors[0], "id"), &superiors[0]["unions"]), (1, "T0", &3.into()));
    assert_eq!(superiors[0]["unclear"], 2);
}

#[test]
fn it_reads_well() {
    let desk = Desk::new();
    let [old, new] = desk.half_a_year();
    assert_snapshot!("diff_zh", desk.plain(&diff(&[&old, &new, "--show", "all"]).out));
    assert_snapshot!("diff_en", desk.plain(&diff(&[&old, &new, "--lang", "en"]).out));
}

#[test]
fn every_key_is_there() {
    let desk = Desk::new();
    let [old, new] = desk.half_a_year();
    let (_, result) = diff_json(&[&old, &old, &new]);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    let counts = "new worse reopened unchanged fixed unclear waived rectified violations compliance coverage due insufficient";
    assert_eq!(keys(&result), "version old new earlier notes summary unions superiors findings");
    for of in [&result["old"], &result["new"], &result["earlier"][0]] {
        assert_eq!(keys(of), "path as_of period pack");
    }
    assert_eq!(keys(&result["summary"]), counts);
    for union in list(&result, "unions") {
        assert_eq!(keys(union), format!("id name superior presence {counts}"));
    }
    for superior in list(&result, "superiors") {
        assert_eq!(keys(superior), format!("id name unions {counts}"));
    }
    let finding = "change reason fingerprint rule state severity union message help location before since";
    for changed in list(&result, "findings") {
        assert_eq!(keys(changed), finding);
        assert_eq!(keys(&changed["location"]), "path ledger row field start end cell sheet");
    }
}

#[test]
fn the_same_result_twice_has_no_change() {
    let desk = Desk::new();
    let [old, _] = desk.half_a_year();
    let ran = diff(&[&old, &old]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("违规没有变化") && !ran.out.contains("注意"), "{}", ran.out);
}

#[test]
fn files_renamed_and_rows_moved_change_nothing() {
    let desk = Desk::new();
    let old = desk.check("old", "2026-06-30", &[("a.yaml", JIA)]);
    let lines: Vec<&str> = JIA.lines().collect();
    let moved = [lines[0], "hazards:", lines[5], lines[1], lines[3], lines[2]].join("\n");
    let rest = format!("{}\n{}\n", lines[6..].join("\n"), "");
    let new = desk.check("new", "2026-06-30", &[("z.yaml", &format!("{moved}\n{rest}"))]);
    let (status, result) = diff_json(&[&old, &new]);
    assert_eq!(status, 0);
    let all: Vec<&str> = list(&result, "findings").iter().map(|changed| text(changed, "change")).collect();
    assert_eq!(all, ["unchanged"; 3], "{result:#}");
}

#[test]
fn what_was_gone_and_is_back_is_reopened() {
    let desk = Desk::new();
    let mended = JIA.replace("due: 2026-04-01 }", "due: 2026-04-01, rectified: 2026-04-01 }");
    let names = ["2026-06-30", "2026-09-30", "2026-12-31"];
    let records = [JIA, &mended, JIA];
    let saved: Vec<String> =
        names.iter().zip(records).map(|(day, jia)| desk.check(day, day, &[("a.yaml", jia)])).collect();
    let (status, result) = diff_json(&[&saved[0], &saved[1], &saved[2]]);
    assert_eq!(status, 1);
    let found = changes(&result);
    assert!(found.contains(&"reopened - hazard-overdue A1 2026-12-31".to_owned()), "{found:#?}");
    // What stands in all three stands since the first.
    assert!(found.contains(&"unchanged - dues-short A1 2026-06-30".to_owned()), "{found:#?}");
    let (_, two) = diff_json(&[&saved[1], &saved[2]]);
    assert!(changes(&two).contains(&"new - hazard-overdue A1 2026-12-31".to_owned()));
}

#[test]
fn a_raised_severity_is_worse_and_other_rules_are_said_loudly() {
    let desk = Desk::new();
    let old = desk.check("old", "2026-06-30", &[("a.yaml", JIA)]);
    let lowered =
        crate::code::text(Path::new(&old)).replace("\"severity\": \"error\"", "\"severity\": \"warning\"");
    let lowered = desk.put("lowered.json", &lowered);
    let (status, result) = diff_json(&[&lowered, &old]);
    assert_eq!(status, 1);
    assert!(changes(&result).iter().all(|one| one.starts_with("worse severity_raised")), "{result:#}");
    let less =
        desk.check_with("less", &[("a.yaml", JIA)], &["--select", "hazard-overdue", "--as-of", "2026-06-30"]);
    let (_, result) = diff_json(&[&less, &old]);
    assert_eq!(text(&result["notes"][0], "code"), "rules");
    let added = changes(&result).into_iter().filter(|one| one.starts_with("new rule_added")).count();
    assert_eq!(added, 2, "{result:#}");
    let (status, result) = diff_json(&[&old, &less]);
    assert_eq!(status, 0, "what was not run is unclear, not worse");
    let unclear = changes(&result).into_iter().filter(|one| one.starts_with("unclear rule_not_run")).count();
    assert_eq!((unclear, &result["summary"]["fixed"]), (2, &0.into()), "{result:#}");
}

#[test]
fn another_profile_is_said() {
    let desk = Desk::new();
    let args = ["--select", RULES, "--as-of", "2026-06-30"];
    let old = desk.check_with("old", &[("a.yaml", JIA)], &args);
    let new = desk.check_with("new", &[("a.yaml", JIA)], &[&args[..], &["--profile", "henan"]].concat());
    let ran = diff(&[&old, &new]);
    assert!(
        ran.out.starts_with("注意") && ran.out.contains("方案不同：上次 documents，本次 documents、henan"),
        "{}",
        ran.out
    );
}

#[test]
fn another_period_or_an_earlier_day_verifies_nothing() {
    let desk = Desk::new();
    let jia = JIA.replace("paid: 80 }", "paid: 80 }\n  - { period: 2026-08, payable: 100, paid: 100 }");
    let halves = ["2026H1", "2026H2"].map(|half| {
        desk.check_with(
            half,
            &[("a.yaml", &jia)],
            &["--select", RULES, "--as-of", "2026-12-31", "--period", half],
        )
    });
    let (_, result) = diff_json(&[&halves[0], &halves[1]]);
    let gone: Vec<String> = changes(&result).into_iter().filter(|one| one.contains("dues-short")).collect();
    assert_eq!(gone, ["unclear period_not_covered dues-short A1 2026-12-31"]);
    assert_eq!(result["summary"]["fixed"], 0);
    let late = desk.check("late", "2026-12-31", &[("a.yaml", JIA)]);
    let early = desk.check("early", "2026-06-30", &[("a.yaml", JIA)]);
    let (status, result) = diff_json(&[&late, &early]);
    assert_eq!((status, text(&result["notes"][0], "code")), (0, "as_of"));
    assert!(
        changes(&result).contains(&"unclear as_of_earlier contract-lapsed A1 2026-12-31".to_owned()),
        "{result:#}"
    );
}

#[test]
fn a_row_taken_out_is_not_called_fixed() {
    let desk = Desk::new();
    let hazards = "  - { no: H-1, found: 2026-02-01, due: 2026-04-01 }\n";
    let other = "  - { no: H-3, found: 2026-02-01, due: 2026-04-01, rectified: 2026-03-01 }\n";
    let jia = JIA.replace(hazards, &format!("{hazards}{other}"));
    let old = desk.check("old", "2026-06-30", &[("a.yaml", &jia)]);
    let of_hazards = |name: &str, jia: &str| {
        let new = desk.check(name, "2026-12-31", &[("a.yaml", jia)]);
        let (_, result) = diff_json(&[&old, &new]);
        let all = changes(&result).into_iter();
        all.filter(|one| one.contains("hazard-overdue")).collect::<Vec<_>>().join("; ")
    };
    let fixed = "fixed - hazard-overdue A1 2026-06-30";
    let unclear = "unclear rows_fewer hazard-overdue A1 2026-06-30";
    let mended = jia.replacen("due: 2026-04-01 }", "due: 2026-04-01, rectified: 2026-04-01 }", 1);
    assert_eq!(of_hazards("mended", &mended), fixed);
    assert_eq!(of_hazards("removed", &jia.replace(hazards, "")), unclear);
    // Rows of other ledgers prove nothing, and more rows than before are no sign of one removed.
    let fewer = mended.replace("  - { kind: comprehensive, signed: 2023-09-01, expires: 2026-08-31 }\n", "");
    assert_eq!(of_hazards("fewer-contracts", &fewer), fixed);
    assert_eq!(
        of_hazards("more", &mended.replace(other, &format!("{other}{}", other.replace("H-3", "H-4")))),
        fixed
    );
    // A result that does not say how many rows there were.
    let text = crate::code::text(Path::new(&old)).replace("\"rows\":", "\"lines\":");
    let (before, new) = (desk.put("before.json", &text), desk.path("removed.json"));
    let (_, result) = diff_json(&[&before, arg(&new)]);
    assert!(changes(&result).contains(&fixed.to_owned()), "{result:#}");
}

#[test]
fn one_union_is_shown_alone() {
    let desk = Desk::new();
    let [old, new] = desk.half_a_year();
    let (status, result) = diff_json(&[&old, &new, "--union", "B20"]);
    assert_eq!((status, list(&result, "unions").len(), list(&result, "superiors").len()), (0, 1, 0));
    assert_eq!(changes(&result), ["unclear union_missing hazard-overdue B20 2026-06-30"]);
    for (asked, meant) in [("B21", "B20"), ("乙厂工会", "B20"), ("ZZZZ9", "请写工会编码")] {
        let ran = diff(&[&old, &new, "--union", asked]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains(meant), "{ran:#?}");
    }
    let ran = diff(&[&old, &new, "--show", "fixd"]);
    assert!(ran.status == 2 && ran.err.contains("fixed"), "{ran:#?}");
}

#[test]
fn what_is_no_saved_result_is_told_where_and_what_to_do() {
    let desk = Desk::new();
    let [old, _] = desk.half_a_year();
    let good = crate::code::text(Path::new(&old));
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(good.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    std::fs::write(desk.path("wide.json"), wide).unwrap();
    let cases = [
        ("cut.json", good[..good.len() / 2].to_owned(), "JSON 不完整"),
        ("torn.json", good.replacen("\"pack\":", "\"pack\" 1", 1), "torn.json:7:"),
        ("records.json", "{ \"union\": { \"id\": \"A1\" } }".to_owned(), "不是 hegui check 保存的结果"),
        ("a.yaml", JIA.to_owned(), "不是保存的 JSON 结果"),
        ("empty.json", String::new(), "不是保存的 JSON 结果"),
        ("two.json", good.replacen("\"version\": 1", "\"version\": 2", 1), "第 2 版"),
        ("odd.json", good.replacen("\"fail\"", "\"failed\"", 40), "there is no state `failed`"),
        ("none.json", String::new(), "找不到"),
    ];
    for (name, content, said) in cases {
        let path =
            if name == "none.json" { arg(&desk.path(name)).to_owned() } else { desk.put(name, &content) };
        let ran = diff(&[&old, &path]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{name}: {ran:#?}");
        assert!(
            ran.err.contains(said) && ran.err.contains("怎么办") && ran.err.contains(name),
            "{name}: {}",
            ran.err
        );
        let en = diff(&[&path, &old, "--lang", "en"]);
        assert!(en.err.contains("what to do: ") && en.status == 2, "{name}: {}", en.err);
    }
    let ran = diff(&[arg(&desk.path("wide.json")), &old]);
    assert!(ran.status == 2 && ran.err.contains("UTF-8"), "{ran:#?}");
    // A mark in front and keys that are not known do no harm.
    let marked =
        desk.put("marked.json", &format!("\u{feff}{}", good.replacen('{', "{ \"more\": [1, {}],", 1)));
    assert_eq!(diff(&[&old, &marked]).status, 0);
    let ran = diff(&[&old]);
    assert!(ran.status == 2 && ran.err.contains("还缺 <NEW>"), "{ran:#?}");
}

#[test]
fn the_township_half_a_year_on() {
    let desk = Desk::new();
    let saved = ["2026-09-30", "2026-12-31"].map(|day| {
        let ran = hegui(&["check", "fixtures/township", "--as-of", day, "--format", "json"]);
        desk.put(&format!("{day}.json"), &ran.out)
    });
    let (status, result) = diff_json(&[&saved[0], &saved[1]]);
    let summary = &result["summary"];
    assert_eq!((status, list(&result, "notes").len(), list(&result, "unions").len()), (1, 0, 12));
    let sum = |list: &[Value], key: &str| list.iter().map(|one| one[key].as_u64().unwrap()).sum::<u64>();
    for change in ["new", "worse", "reopened", "unchanged", "fixed", "unclear", "waived"] {
        let listed = list(&result, "findings").iter().filter(|one| text(one, "change") == change).count();
        assert_eq!(summary[change], listed, "{change}");
        assert_eq!(summary[change].as_u64().unwrap(), sum(list(&result, "unions"), change), "{change}");
    }
    let again = |out: &str| diff(&[&saved[0], &saved[1], "--format", out]);
    for format in ["text", "json"] {
        assert_eq!(again(format), again(format), "{format}");
    }
}
