//! `hegui schema`: each schema is one, and judges files as hegui does.

use std::sync::{Arc, LazyLock};

use hegui::records::{ProblemCode, join, read};
use hegui::rulepack::Pack;
use hegui::source::{Source, read_text};
use jsonschema::Validator;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::code::{self, root};
use crate::packs::TempPack;
use crate::program::{check_json, hegui};

const ALL: [&str; 7] = ["records", "config", "waivers", "ledger", "rule", "pack", "result"];

static PACK: LazyLock<Pack> = LazyLock::new(|| Pack::builtin().unwrap());

fn schema(args: &[&str]) -> Value {
    let ran = hegui(&[&["schema"], args].concat());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{args:?}");
    serde_json::from_str(&ran.out).unwrap()
}

fn validator(args: &[&str]) -> Validator {
    jsonschema::draft202012::new(&schema(args)).unwrap()
}

static RECORDS: LazyLock<Validator> = LazyLock::new(|| validator(&[]));

/// The documents of a YAML text, as JSON sees them; nothing where it is no YAML.
fn documents(text: &str) -> Option<Vec<Value>> {
    serde_yaml::Deserializer::from_str(text).map(|document| Value::deserialize(document).ok()).collect()
}

/// What is wrong with a text by a schema, one line each.
fn faults(validator: &Validator, text: &str) -> Vec<String> {
    let documents = documents(text).unwrap_or_else(|| panic!("no YAML: {text}"));
    let all = documents.iter().flat_map(|document| validator.iter_errors(document).map(|e| e.to_string()));
    all.collect()
}

fn takes(validator: &Validator, text: &str) {
    assert_eq!(faults(validator, text), Vec::<String>::new(), "{text}");
}

fn refuses(validator: &Validator, text: &str) {
    assert!(!faults(validator, text).is_empty(), "taken: {text}");
}

/// What hegui says of a text read by itself: whether nothing, and whether something that a schema can see.
fn told(text: &str) -> (bool, bool) {
    let schema = &PACK.schema;
    let mut problems = Vec::new();
    let fragments = read(schema, &Arc::new(Source::new("a.yaml", text)), &mut problems);
    join(schema, fragments, &mut problems);
    let profile = &schema.profile().key;
    let is_visible = problems.iter().any(|problem| match problem.code {
        // The rest of a profile may stand in another file.
        ProblemCode::MissingRequired => problem.ledger.as_ref() != Some(profile),
        ProblemCode::UnknownLedger
        | ProblemCode::UnknownField
        | ProblemCode::UnknownCode
        | ProblemCode::WrongType
        | ProblemCode::NegativeNumber
        | ProblemCode::EmptyLedger
        | ProblemCode::NotALedger
        | ProblemCode::NotARow
        | ProblemCode::UnionUnnamed => true,
        _ => false,
    });
    (problems.is_empty(), is_visible)
}

#[test]
fn each_schema_is_one_in_both_languages_and_differs_in_its_words_alone() {
    for of in ALL {
        let (zh, en) = (schema(&["--for", of, "--lang", "zh"]), schema(&["--for", of, "--lang", "en"]));
        for schema in [&zh, &en] {
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            assert!(jsonschema::meta::is_valid(schema), "{of}");
        }
        assert_eq!(schema(&["--for", of]), zh, "Chinese unless asked, whatever the locale");
        assert_ne!(zh, en, "{of}");
        let ascii = |text: &Value| text.as_str().is_some_and(str::is_ascii);
        assert!(!ascii(&zh["description"]) && ascii(&en["description"]), "{of}");
    }
}

#[test]
fn records_are_judged_as_hegui_judges_them() {
    let (mut sound, mut broken) = (0, 0);
    let folders = ["fixtures/rules", "fixtures/problems", "fixtures/township"];
    for (path, file) in folders.iter().flat_map(|folder| code::files(&root().join(folder), "yaml")) {
        let Ok(source) = read_text(&file) else { continue };
        let text = source.text();
        if documents(text).is_none() {
            continue;
        }
        let (is_clean, is_visible) = told(text);
        let faults = faults(&RECORDS, text);
        if is_clean {
            sound += 1;
            assert_eq!(faults, Vec::<String>::new(), "{path}");
        } else if is_visible {
            broken += 1;
            assert!(!faults.is_empty(), "{path}: hegui complains, the schema does not");
        }
    }
    assert!(sound > 700 && broken > 80, "{sound} {broken}");
}

/// A document with one row of contracts, or of another ledger.
fn row(ledger: &str, cells: &str) -> String {
    format!("union: {{ id: A1, name: 甲, level: basic }}\n{ledger}:\n  - {{ {cells} }}\n")
}

#[test]
fn values_are_spelled_as_hegui_reads_them() {
    let fields = [
        ("labour", "period: 2026, employees", "integer"),
        ("trainings", "date: 2026-01-01, kind: skill, days", "decimal"),
        ("meetings", "date: 2026-01-01, kind: work, minutes", "boolean"),
        ("by_elections", "approved: 2026-01-01, date", "date"),
        ("finances", "income: 1, spending: 1, period", "period"),
        ("checkups", "eligible: 1, examined: 1, year", "year"),
        ("hazards", "no: 1, found: 2026-01-01, grade", "enum"),
        ("assets", "item", "text"),
    ];
    let texts = [
        "1",
        "12",
        "1,200",
        "1,20",
        "12.00",
        "1.5",
        "-1",
        "-0",
        "+3",
        "１２",
        "12人",
        "1e3",
        ".5",
        "1.",
        "0.05",
        "",
        " ",
        "~",
        "是",
        "否",
        "有",
        "没有",
        "√",
        "YES",
        "No",
        "true",
        "ｙｅｓ",
        "对",
        "2026-03-02",
        "2026/3/2",
        "2026.3.2",
        "2026年3月2日",
        "2026年 3月 2号",
        "2026年3月2",
        "２０２６－０３－０２",
        "2026-3-2 00:00:00",
        "2026-03",
        "2026-13-01",
        "2026-3-0",
        "26-3-2",
        "2026-3-2-1",
        "2026/3-2",
        "2026",
        "2026年",
        "2026年度",
        "二〇二六",
        "2026H1",
        "2026h2",
        "2026H3",
        "2026-H2",
        "2026Q4",
        "2026Q5",
        "2026年上半年",
        "2026下半年",
        "2026年第3季度",
        "2026年三季度",
        "2026年度第一季度",
        "2026年第5季度",
        "上半年",
        "2026.3",
        "2026/12",
        "2026年3月",
        "2026年3月份",
        "2026-",
        "2026年13月",
        "2026 Q1",
        "major",
        "重大",
        " 重　大 ",
        "MAJOR",
        "serious",
        "严重",
        "[1]",
        "{ a: 1 }",
    ];
    for (ledger, cells, kind) in fields {
        for text in texts {
            let is_flow = text.starts_with(['[', '{', '~']);
            let value = if is_flow { text.to_owned() } else { format!("'{text}'") };
            let document = row(ledger, &format!("{cells}: {value}"));
            let (is_clean, is_visible) = told(&document);
            assert!(is_clean != is_visible || text == "2026-3-0" || text == "2026-13-01", "{document}");
            assert_eq!(faults(&RECORDS, &document).is_empty(), is_clean, "{kind}: {document}");
        }
    }
}

#[test]
fn names_are_spelled_as_hegui_reads_them() {
    let names = [
        "contracts",
        "集体合同",
        "Collective contracts",
        "collective contracts",
        "COLLECTIVECONTRACTS",
        "集体 合同",
        "ｃontracts",
        "Contracts ",
        "contract",
        "集体合约",
        "职代会(教代会、职工大会)",
        "职代会（教代会、职工大会）",
        "职代会",
    ];
    for name in names {
        let document = format!("union: {{ id: A1, name: 甲, level: basic }}\n'{name}': []\n");
        assert_eq!(faults(&RECORDS, &document).is_empty(), told(&document).0, "{document}");
    }
    for name in ["expires", "Expires", "EXPIRES", "到期日期", " 到期日期", "到期", "expire"] {
        let document = row("contracts", &format!("kind: wage, signed: 2026-01-01, '{name}': 2027-01-01"));
        assert_eq!(faults(&RECORDS, &document).is_empty(), told(&document).0, "{document}");
    }
    takes(&RECORDS, "Union Profile: { ＩＤ: 00101 }\n---\n");
}

#[test]
fn a_column_is_required_where_its_declaration_says_so() {
    takes(&RECORDS, &row("documents", "kind: 工会工作制度, issued: 2026-01-01"));
    takes(&RECORDS, &row("documents", "类别: 年度计划, 年度: 2026, issued: 2026-01-01"));
    for kind in ["plan", "年度计划", "ＰＬＡＮ"] {
        refuses(&RECORDS, &row("documents", &format!("类别: {kind}, issued: 2026-01-01")));
    }
}

#[test]
fn the_schema_of_one_ledger_takes_that_ledger_and_the_profile() {
    for name in ["contracts", "集体合同", "Collective contracts"] {
        let one = validator(&["--ledger", name]);
        let contracts = row("contracts", "kind: wage, signed: 2026-01-01, expires: 2027-01-01");
        takes(&one, &contracts);
        refuses(&one, &contracts.replace("kind: wage", "kind: wages-only"));
        refuses(&one, &contracts.replace("contracts:", "hazards: []\ncontracts:"));
    }
    let first = |schema: &Value| schema["properties"].as_object().unwrap().keys().next().cloned();
    assert_eq!(first(&schema(&[])).as_deref(), Some("工会基本情况"));
    assert_eq!(first(&schema(&["--lang", "en"])).as_deref(), Some("union"));
}

#[test]
fn a_pack_of_ones_own_is_described_too() {
    let pack = TempPack::copy("canteen");
    let records = validator(&["--rules", pack.path()]);
    let canteen = "union: { id: A1, name: 甲, level: basic }\ncanteens: []\n";
    takes(&records, canteen);
    refuses(&RECORDS, canteen);
    let config = validator(&["--for", "config", "--rules", pack.path()]);
    takes(&config, "ignore: [canteen-complaint-open]\n");
    refuses(&validator(&["--for", "config"]), "ignore: [canteen-complaint-open]\n");
}

#[test]
fn the_files_of_packs_fit_their_schemas() {
    let (ledger, rule, pack) =
        (validator(&["--for", "ledger"]), validator(&["--for", "rule"]), validator(&["--for", "pack"]));
    let mut count = 0;
    for folder in ["rules", "fixtures/packs/canteen"] {
        let folder = root().join(folder);
        for (path, file) in
            code::files(&folder, "yaml").into_iter().filter(|(path, _)| path.starts_with("ledgers/"))
        {
            let text = code::text(&file);
            assert_eq!(faults(&ledger, &text), Vec::<String>::new(), "{path}");
            refuses(&ledger, &text.replacen("fields:", "columns:", 1));
            count += 1;
        }
        for (path, file) in code::files(&folder, "rhai") {
            let header = header(&code::text(&file));
            assert_eq!(faults(&rule, &header), Vec::<String>::new(), "{path}");
            refuses(&rule, &header.replacen("severity:", "serverity:", 1));
            count += 1;
        }
        takes(&pack, &code::text(&folder.join("pack.yaml")));
    }
    assert!(count > 150, "{count}");
    refuses(&pack, "name: own\nversion: '1'\nextends: another\n");
    refuses(&pack, "name: own\nversion: '1'\nparams: { hazard-overdue: { within: 3 } }\n");
    takes(
        &pack,
        "name: own\nversion: '1'\nparams: { hazard-overdue: { within: 15 days }, own-rule: { times: 3 } }\n",
    );
    let field = |field: &str| {
        format!("ledger: own\ntitle: 自己\nkey: [a]\nfields:\n  - {{ key: a, title: 甲, {field} }}\n")
    };
    takes(&ledger, &field("type: integer, min: 1"));
    for wrong in
        ["type: text, min: 1", "type: enum", "type: date, codes: { a: { zh: 甲, en: a } }", "type: money"]
    {
        refuses(&ledger, &field(wrong));
    }
    refuses(&ledger, "ledger: own\nfields: []\n");
    takes(&ledger, "ledger: union\nfields: []\n");
}

fn header(rule: &str) -> String {
    rule.lines().map_while(|line| line.strip_prefix("//!")).map(|line| format!("   {line}\n")).collect()
}

#[test]
fn the_configuration_is_described() {
    let config = validator(&["--for", "config"]);
    takes(&config, "");
    takes(
        &config,
        "rules: [../our-pack]\nprofile: documents\nselect: [contracts, dues-short]\nignore: [bulletin-late]\n\
         params: { hazard-overdue: { within: 15 days }, congress-not-held: { times: { default: 1, since: { 2027-01-01: 2 } } } }\n\
         severity: { accident-occurred: note }\nfail_on: error\nmin_coverage: 80\nwaivers: waivers.yaml\n\
         baseline: baseline.json\nperiod: 2026\nlang: zh\n",
    );
    takes(&config, "select: funds\nmin_coverage: 80%\nignore:\nparams:\nlang:\n");
    takes(&config, "rules: ../our-pack\nprofile: [statutory, 河南]\nfail_on: never\nperiod: 2025..2026H1\n");
    for wrong in [
        "profiles: documents",
        "profile: statutary",
        "select: [contract]",
        "params: { hazard-overdue: { within: 15 } }",
        "params: { hazard-overdue: { within_: 15 days } }",
        "params: { hazard-late: { within: 15 days } }",
        "severity: { accident-occurred: fatal }",
        "fail_on: errors",
        "min_coverage: 101",
        "min_coverage: 101%",
        "severity: [accident-occurred]",
        "period: soon",
        "lang: de",
    ] {
        refuses(&config, wrong);
    }
}

#[test]
fn waivers_are_described() {
    let waivers = validator(&["--for", "waivers"]);
    let one = "- { rule: dues-short, union: '32068301', reason: 补缴手续在办, approved_by: 镇总工会, until: 2026-11-15 }\n";
    takes(&waivers, one);
    takes(&waivers, "[]\n");
    takes(&waivers, &one.replace("union: '32068301'", "union: { under: '320683' }"));
    takes(
        &waivers,
        &one.replace("union: '32068301'", "under: 320683, fingerprint: 0123456789abcdef0123456789abcdef"),
    );
    for (from, to) in [
        ("rule: dues-short, ", ""),
        ("dues-short", "dues-shot"),
        ("reason: 补缴手续在办", "reason: ''"),
        ("approved_by", "approved"),
        ("2026-11-15", "长期"),
        ("union: '32068301'", "union: '32068301', under: '1'"),
        ("union: '32068301'", "fingerprint: 0123"),
    ] {
        refuses(&waivers, &one.replace(from, to));
    }
}

#[test]
fn results_fit_the_schema_and_lose_no_key() {
    let schema = validator(&["--for", "result"]);
    for records in ["fixtures/township", "fixtures/problems", "fixtures/tables/mistakes.xlsx"] {
        let (_, mut result) = check_json(&[records]);
        let faults: Vec<String> = schema.iter_errors(&result).map(|fault| fault.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new(), "{records}");
        result["added"] = json!({ "later": true });
        assert!(schema.is_valid(&result), "keys may be added");
        for key in ["summary", "findings", "problems", "as_of"] {
            let mut less = result.clone();
            less.as_object_mut().unwrap().remove(key);
            assert!(!schema.is_valid(&less), "without {key}");
        }
        result["version"] = json!(2);
        assert!(!schema.is_valid(&result));
    }
}

#[test]
fn what_is_not_there_is_answered_with_what_may_be_meant() {
    for (args, part) in [
        (&["--for", "record"][..], "records"),
        (&["--ledger", "contract"], "contracts"),
        (&["--ledger", "集体合约"], "集体合同"),
        (&["--for", "config", "--ledger", "contracts"], "--ledger 只用于"),
        (&["--rules", "fixtures/nowhere"], "fixtures/nowhere"),
    ] {
        let ran = hegui(&[&["schema"], args].concat());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(part), "{args:?}: {}", ran.err);
    }
}
