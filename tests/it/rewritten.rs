//! Records written as YAML or JSON hold what they held: every cell, every empty ledger, every doubt.

use std::fmt::Write as _;
use std::sync::Arc;

use hegui::records::write::{Spelling, csv, json, spell, xlsx, yaml};
use hegui::records::{CellRef, Problem, Schema, Union, Value, join, read};
use hegui::source::{Lang, Source};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::judged::{BUILTIN, cases};

/// Values of every kind and none, as they stand in a row of YAML.
const VALUES: &[&str] = &[
    "2026-03-12",
    "2026年3月2日",
    "2026.3.2",
    "2026-02-30",
    "2026Q1",
    "2026年上半年",
    "\"2026\"",
    "2026-03",
    "0026",
    "12",
    "1,200",
    "\"1,200\"",
    "0.10",
    "-0.5",
    "-5",
    "99999999999999999",
    "123456789.12345678",
    "99999999999999999999",
    "是",
    "yes",
    "No",
    "√",
    "true",
    "wage",
    "工资专项",
    "basic",
    "safety",
    "budget",
    "~",
    "null",
    "\"\"",
    "\"~\"",
    "'null'",
    "00101",
    "\"no\"",
    "甲厂工会",
    "'a: b'",
    "[]",
    "[甲, 乙]",
    "{ a: [b] }",
    "[\"26\"]",
    "&a 甲",
    "\"\\u0007\\u2028\"",
    "'#'",
    "\"- a\"",
    "\"甲\\n乙\"",
    "\"\\\"\\\\\"",
    "甲  乙",
    "a@b",
    "1e3",
];

/// Rows that are none.
const STRAY_ROWS: &[&str] = &["见附件", "[]", "[a, b]", "~", "\"\"", "{}", "12"];

/// A cell: its field, and its value or a text of any kind.
fn a_cell() -> impl Strategy<Value = (Index, String)> {
    let text = "\\PC{0,12}".prop_map(|text| serde_json::to_string(&text).unwrap());
    (any::<Index>(), prop_oneof![4 => select(VALUES).prop_map(str::to_owned), 1 => text])
}

fn a_row() -> impl Strategy<Value = Result<Vec<(Index, String)>, &'static str>> {
    prop_oneof![
        8 => prop::collection::vec(a_cell(), 0..8).prop_map(Ok),
        1 => select(STRAY_ROWS).prop_map(Err),
    ]
}

type Made = Vec<(Index, Vec<Result<Vec<(Index, String)>, &'static str>>)>;

fn ledgers() -> impl Strategy<Value = Made> {
    prop::collection::vec((any::<Index>(), prop::collection::vec(a_row(), 0..4)), 0..5)
}

/// A document: some of its ledgers and columns may be given twice.
fn document(schema: &Schema, id: usize, profile: &[(Index, String)], ledgers: &Made) -> String {
    let pairs = |ledger: &hegui::records::LedgerDecl, cells: &[(Index, String)]| {
        let pair = |(field, value): &(Index, String)| format!("{}: {value}", field.get(&ledger.fields).key);
        cells.iter().map(pair).collect::<Vec<_>>().join(", ")
    };
    let about = pairs(schema.profile(), profile);
    let comma = if about.is_empty() { "" } else { ", " };
    let mut text = format!("union: {{ id: \"00{id}\"{comma}{about} }}\n");
    for (ledger, rows) in ledgers {
        let others: Vec<_> = schema.ledgers.iter().filter(|ledger| !ledger.one_row).collect();
        let ledger = ledger.get(&others);
        let _ = writeln!(text, "{}:{}", ledger.key, if rows.is_empty() { " []" } else { "" });
        for row in rows {
            let _ = match row {
                Ok(cells) => writeln!(text, "  - {{ {} }}", pairs(ledger, cells)),
                Err(stray) => writeln!(text, "  - {stray}"),
            };
        }
    }
    text
}

fn unions(text: &str) -> (Vec<Union>, Vec<Problem>) {
    let schema = &BUILTIN.schema;
    let mut problems = Vec::new();
    let fragments = read(schema, &Arc::new(Source::new("a.yaml", text)), &mut problems);
    (join(schema, fragments, &mut problems), problems)
}

/// Everything a union holds: its ledgers, their rows, each cell's value with its text.
fn held(union: &Union) -> Vec<String> {
    let schema = &BUILTIN.schema;
    let mut held = vec![union.id.clone()];
    for ledger in schema.ledger_ids() {
        let Some(kept) = union.ledger(ledger) else { continue };
        held.push(format!("{} {}", schema.ledger(ledger).key, kept.len()));
        for row in 0..u32::try_from(kept.len()).unwrap() {
            for field in schema.ledger(ledger).field_ids() {
                let at = CellRef { ledger, row, field };
                let shown = match union.cell(at).value {
                    value @ Value::Text { .. } => format!("text {:?}", union.text(value)),
                    Value::Unreadable => match spell(schema, union, at, Lang::Zh) {
                        Some(Spelling::Unreadable { .. }) => "unreadable".to_owned(),
                        other => format!("unreadable, written {other:?}"),
                    },
                    value => format!("{value:?}"),
                };
                held.push(format!("{row} {}: {shown}", schema.field(ledger, field).key));
            }
        }
    }
    held
}

fn all_held(unions: &[Union]) -> Vec<Vec<String>> {
    unions.iter().map(held).collect()
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn records_survive_being_written(
        first in (prop::collection::vec(a_cell(), 0..12), ledgers()),
        second in (prop::collection::vec(a_cell(), 0..4), ledgers()),
        many in any::<bool>(),
    ) {
        let schema = &BUILTIN.schema;
        let mut text = document(schema, 1, &first.0, &first.1);
        if many {
            text = format!("{text}---\n{}", document(schema, 2, &second.0, &second.1));
        }
        let (given, _) = unions(&text);
        for lang in [Lang::Zh, Lang::En] {
            for (write, form) in [(yaml as fn(&Schema, &[Union], Lang) -> String, "YAML"), (json, "JSON")] {
                let written = write(schema, &given, lang);
                let (again, _) = unions(&written);
                prop_assert_eq!(all_held(&again), all_held(&given), "{} of\n{}\n{}", form, &text, &written);
                prop_assert_eq!(write(schema, &again, lang), written, "{} of\n{}", form, &text);
            }
            // Tables too are written of whatever there is.
            csv(schema, &given, lang).unwrap();
        }
        xlsx(schema, &given, Lang::Zh).unwrap();
    }
}

/// What `write` makes of one union with this ledger.
fn rewritten(ledgers: &str) -> (String, String) {
    let text = format!("union: {{ id: 00101, name: 甲厂工会, level: basic, employees: 26 }}\n{ledgers}");
    let (given, _) = unions(&text);
    (yaml(&BUILTIN.schema, &given, Lang::Zh), json(&BUILTIN.schema, &given, Lang::En))
}

#[test]
fn yaml_is_read_like_a_ledger() {
    let (yaml, _) = rewritten(
        "congresses: []\ndues:\n  - { period: 2026年上半年, payable: 780.00, paid: }\n\
         contracts: [{ kind: 工资专项, signed: 2025年7月1日, expires: 2025-02-30, includes_wage: √ }]\n",
    );
    insta::assert_snapshot!(yaml, @r#"
    工会基本情况:
      工会编码: "00101"
      工会名称: 甲厂工会
      组织层级: 基层工会
      职工数: 26
    职代会(教代会、职工大会): []
    会费收缴:
      - { 所属期: 2026H1, 应缴金额: 780.00 }
    集体合同:
      - { 合同类型: 工资专项集体合同, 签订日期: 2025-07-01, 到期日期: 2025-02-30, 含工资内容: 是 }
    "#);
}

#[test]
fn json_is_json() {
    let (_, json) = rewritten(
        "congresses: []\ndues:\n  - { period: 2026年上半年, payable: 780.00, paid: 1234567890123456.78 }\n  - 见附件\n\
         documents: [{ kind: plan, year: 2026年, title: \"a\\\"b\", issued: 2026-1-5 }, {}]\n\
         meetings: [{ date: 2026-1-5, kind: study, minutes: 有 }]\n",
    );
    let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(parsed["dues"][0]["payable"].as_f64(), Some(780.0));
    insta::assert_snapshot!(json, @r#"
    {
      "union": {
        "id": "00101",
        "name": "甲厂工会",
        "level": "basic",
        "employees": 26
      },
      "congresses": [],
      "dues": [
        { "period": "2026H1", "payable": 780.00, "paid": "1234567890123456.78" },
        "见附件"
      ],
      "documents": [
        { "kind": "plan", "year": 2026, "title": "a\"b", "issued": "2026-01-05" },
        {}
      ],
      "meetings": [
        { "date": "2026-01-05", "kind": "study", "minutes": true }
      ]
    }
    "#);
}

#[test]
fn what_was_not_written_stays_out_and_what_is_in_doubt_stays_in_doubt() {
    let (yaml, json) = rewritten(
        "contracts:\n  - { kind: wage, signed: 2025-07-01, expires: 2026-06-30, filed: 2025-07-09, filed: 2025-07-10 }\n  \
         - { kind: women, signed: 2025-07-01, expires: 2026-06-30, offered: [2025-07-09], answered: [a, b] }\n",
    );
    assert!(!yaml.contains("生效(起始)日期") && !yaml.contains("覆盖企业数"), "{yaml}");
    assert!(yaml.contains("要约日期: [\"2025-07-09\"], 回应日期: \"[a, b]\""), "{yaml}");
    assert!(json.contains("\"offered\": [\"2025-07-09\"], \"answered\": \"[a, b]\""), "{json}");
    // Two values are none; which heading it was is all that is known.
    assert!(yaml.contains("报送审查日期: filed"), "{yaml}");
}

#[test]
fn a_table_marks_what_is_in_doubt() {
    let schema = &BUILTIN.schema;
    let (given, _) = unions("union: { id: A1, employees: 26 }\n---\nunion: { id: A1, employees: 30 }\n");
    let files = csv(schema, &given, Lang::En).unwrap();
    let profile = String::from_utf8(files[0].1.clone()).unwrap();
    assert!(profile.contains(",26？,"), "{profile}");
}
