//! Findings and problems made by hand, for the tests of the reports.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Look, NoMasks, Settings};
use crate::engine::{Arg, State};
use crate::records::{Date, Period, Problem, ProblemCode};
use crate::source::{Fault, Lang, Location, Severity, Source, Span, Text};
use crate::verdicts::{
    AgainstBaseline, Chunk, Finding, Item, Known, Place, Related, RunInfo, Scope, Score, StateCounts,
    Summary, UnionVerdicts, Verdict, Waiver,
};

pub(super) const BLOCK: &str = "\
union:
  id: 00101
  name: 甲厂工会
职代会:
  - date: 2026-03-12
    body: 单位职代会
    delegates: 40
    present: 25
集体合同:
  - kind: wage
    signed: 2024-01-01
    congress: 2026-03-21
    expires: 2025-12-31
";

pub(super) const FLOW: &str = "\
union: { id: 00102, name: 乙厂工会, level: basic }
隐患台账:
  - { 编号: H-1, 查出日期: 2026-03-01, 隐患内容: 铸造车间北门通道堆放杂物, 部位: 铸造车间北门, 责任人: 王小明, 向职工通报日期: 2026-03-02, 等级: 重大隐患, 整改期限: 2026-04-01, 重大隐患上报日期: 2026-03-03, 备注: 已多次口头通知责任车间限期清理 }
  - { 编号: H-2, 查出日期: 2026-03-05, 责任人: 李四 }
";

pub(super) fn settings(columns: usize, lang: Lang) -> Settings<'static> {
    let look = Look { lang, columns, colour: false };
    Settings { look, show: &[], known: false, quiet: false, quotes: None, drawn: &[], masks: &NoMasks }
}

pub(super) fn text(zh: &str, en: &str) -> Text {
    Text { zh: zh.to_owned(), en: en.to_owned() }
}

/// The first place in `source` that reads `part`.
pub(super) fn at(source: &Arc<Source>, part: &str) -> Location {
    let start = source.text().find(part).unwrap();
    Location::new(source, Span::new(start, start + part.len()))
}

fn place(location: Location, ledger: &str, row: u32, field: &str) -> Place {
    Place { location, ledger: Some(ledger.to_owned()), row: Some(row), field: Some(field.to_owned()) }
}

/// A lapsed contract in block rows, with the congress it claims.
pub(super) fn lapsed() -> Finding {
    let source = Arc::new(Source::new("town/jia.yaml", BLOCK));
    Finding {
        rule: "contract-lapsed".to_owned(),
        state: State::Fail,
        severity: Severity::Error,
        union: "00101".to_owned(),
        message: text(
            "工资专项集体合同已于2025-12-31到期，未见续签",
            "the collective contract (wages) expired on 2025-12-31; no renewal is on record",
        ),
        help: text(
            "与企业方协商续签，草案经职代会通过后签字、报送，并登记新合同。",
            "Negotiate the renewal, have the congress approve the draft, sign and file it, and record the new contract.",
        ),
        args: vec![
            ("kind".to_owned(), Arg::Code("wage".to_owned(), text("工资专项集体合同", "wages"))),
            ("expires".to_owned(), Arg::Date(Date::new(2025, 12, 31).unwrap())),
            ("paid".to_owned(), Arg::Decimal(Decimal::new(120_050, 2))),
            ("owner".to_owned(), Arg::Masked("王小明".to_owned())),
        ],
        place: place(at(&source, "2025-12-31"), "contracts", 0, "expires"),
        related: vec![Related {
            label: text("合同所称的职代会", "the congress it claims"),
            place: place(at(&source, "2026-03-12"), "congresses", 0, "date"),
        }],
        fingerprint: "0123456789abcdef0123456789abcdef".to_owned(),
        waiver: None,
        is_known: false,
    }
}

/// An overdue hazard in a long flow row.
pub(super) fn overdue() -> Finding {
    let source = Arc::new(Source::new("town/yi.yaml", FLOW));
    let other = Arc::new(Source::new(
        "town/yi-2.yaml",
        "监督检查:\n  - { 检查日期: 2026-05-08, 检查类别: 安全生产 }\n",
    ));
    Finding {
        rule: "hazard-overdue".to_owned(),
        state: State::Fail,
        severity: Severity::Warning,
        union: "00102".to_owned(),
        message: text(
            "隐患 H-1 应于2026-04-01前整改，至今未完成",
            "hazard H-1 was to be put right by 2026-04-01 and is still open",
        ),
        help: text("督促责任车间整改，完成后登记整改完成日期。", "Have it put right and record the day."),
        args: Vec::new(),
        place: place(at(&source, "2026-04-01"), "hazards", 0, "due"),
        related: vec![Related {
            label: text("查出隐患的检查", "the inspection that found it"),
            place: place(at(&other, "2026-05-08"), "inspections", 0, "date"),
        }],
        fingerprint: "0".repeat(32),
        waiver: None,
        is_known: false,
    }
}

/// A rule that failed on a union.
pub(super) fn broken(union: &str) -> Finding {
    let script = "//! title: x\n//! severity: error\ncontracts.each(|c| c.expires - c.nonsense);\n";
    let source = Arc::new(Source::new("builtin:contracts/contract-gap.rhai", script));
    Finding {
        rule: "contract-gap".to_owned(),
        state: State::Error,
        union: union.to_owned(),
        message: text(
            "规则运行出错：没有 nonsense 这个字段",
            "the rule failed: there is no field `nonsense`",
        ),
        help: text("请把此信息报给规则的编写者。", "Tell the author of the rule."),
        place: Place { location: at(&source, "nonsense"), ledger: None, row: None, field: None },
        related: Vec::new(),
        args: Vec::new(),
        ..lapsed()
    }
}

/// A finding of the baseline.
pub(super) fn known() -> Finding {
    Finding { union: "00103".to_owned(), fingerprint: "1".repeat(32), is_known: true, ..overdue() }
}

/// Who answers for a finding.
pub(super) fn waiver() -> Waiver {
    let source = Arc::new(Source::new("waivers.yaml", "- { rule: contract-lapsed, until: 2027-03-31 }\n"));
    Waiver {
        rule: "contract-lapsed".to_owned(),
        scope: Scope::Union("00103".to_owned()),
        reason: "停产，职代会延期".to_owned(),
        approved_by: "镇总工会".to_owned(),
        until: Date::new(2027, 3, 31).unwrap(),
        fingerprint: None,
        place: at(&source, "2027-03-31"),
    }
}

/// A finding somebody answers for.
pub(super) fn waived() -> Finding {
    Finding {
        state: State::Waived,
        union: "00103".to_owned(),
        fingerprint: "2".repeat(32),
        waiver: Some(Arc::new(waiver())),
        ..lapsed()
    }
}

/// A misspelt key.
pub(super) fn misspelt() -> Problem {
    let source =
        Arc::new(Source::new("town/bing.yaml", "union: { id: 00103 }\ncongreses:\n  - date: 2026-03-12\n"));
    let fault =
        Fault::at(at(&source, "congreses"), "没有名为“congreses”的台账", "there is no ledger `congreses`");
    Problem::new(ProblemCode::UnknownLedger, fault.meant(Some("congresses")))
}

pub(crate) fn run() -> RunInfo {
    RunInfo {
        pack: "builtin".to_owned(),
        pack_version: "0.1.0".to_owned(),
        pack_digest: "ab".repeat(32),
        profiles: vec!["documents".into()],
        as_of: Date::new(2026, 12, 31).unwrap(),
        period: Period::year(2026).unwrap(),
        rules: vec!["contract-gap".to_owned(), "contract-lapsed".to_owned(), "hazard-overdue".to_owned()],
        ledgers: vec!["union".to_owned(), "contracts".to_owned()],
    }
}

fn union(id: &str, name: &str, states: [State; 3]) -> UnionVerdicts {
    let verdicts = states.map(|state| Verdict { state, reason: None, checked: 4 }).to_vec();
    let mut union = UnionVerdicts {
        id: id.to_owned(),
        name: name.to_owned(),
        level: "basic".to_owned(),
        superior: None,
        submissions: None,
        rows: vec![Some(1), None],
        absent: Vec::new(),
        verdicts,
        states: StateCounts::default(),
        score: Score::default(),
    };
    for state in states {
        union.states.add(state);
        union.score.add(state, 3);
    }
    union
}

/// Two unions, and the run's numbers.
pub(super) fn chunk() -> (Chunk, Summary) {
    let unions = vec![
        union("00101", "甲厂工会", [State::Error, State::Fail, State::Pass]),
        union("00102", "乙厂工会", [State::Error, State::Due, State::Fail]),
    ];
    let mut summary =
        Summary { unions: 2, sources: 3, records_digest: "cd".repeat(32), ..Summary::default() };
    for union in &unions {
        summary.states.merge(&union.states);
        summary.score.merge(union.score);
    }
    summary.severities = [0, 1, 1];
    summary.problems = [0, 0, 1];
    let due = Finding { state: State::Due, ..lapsed() };
    let items = vec![
        Item::Problem(misspelt()),
        Item::Finding(broken("00101")),
        Item::Finding(lapsed()),
        Item::Finding(broken("00102")),
        Item::Finding(Finding { union: "00102".to_owned(), ..due }),
        Item::Finding(overdue()),
    ];
    (Chunk { items, unions, sources: 3, ..Chunk::default() }, summary)
}

/// [`chunk`] with a union more, of which everything is known or waived.
pub(super) fn excepted() -> (Chunk, Summary) {
    let (mut chunk, mut summary) = chunk();
    let union = union("00103", "丙厂工会", [State::NotApplicable, State::Waived, State::Fail]);
    summary.unions += 1;
    summary.states.merge(&union.states);
    summary.score.merge(union.score);
    summary.severities[1] += 1;
    let gone = Known {
        union: "00103".to_owned(),
        rule: "contract-gap".to_owned(),
        message: "gone".to_owned(),
        fingerprint: "3".repeat(32),
    };
    summary.baseline = Some(AgainstBaseline { known: [0, 1, 0], fixed: vec![gone], unclear: 1 });
    chunk.unions.push(union);
    chunk.items.extend([Item::Finding(known()), Item::Finding(waived())]);
    (chunk, summary)
}

/// Everything a report writes of [`chunk`].
pub(super) fn written(report: &mut dyn super::Report) -> String {
    written_of(report, chunk())
}

/// Everything a report writes of a chunk and the run's numbers.
pub(super) fn written_of(report: &mut dyn super::Report, (chunk, summary): (Chunk, Summary)) -> String {
    let mut out = Vec::new();
    report.begin(&mut out, &run()).unwrap();
    report.chunk(&mut out, &chunk).unwrap();
    report.finish(&mut out, &summary).unwrap();
    String::from_utf8(out).unwrap()
}
