use std::sync::Arc;

use insta::assert_snapshot;

use super::*;
use crate::records::{Problem, ProblemCode};
use crate::reports::samples::{chunk, lapsed, run, waived, written};
use crate::source::{Fault, Location, Source};
use crate::verdicts::{AgainstBaseline, Finding};

/// What comes of a verdict of this state with these findings.
fn case(state: State, findings: &[Finding]) -> Outcome {
    let mut found = Found::default();
    for finding in findings {
        found.add(finding, Lang::Zh);
    }
    found.outcome(state, Lang::Zh).unwrap()
}

#[test]
fn a_suite_a_union_and_a_case_a_verdict() {
    let text = written(&mut JunitReport::new(&Pack::builtin().unwrap(), Lang::Zh));
    assert_snapshot!(text, @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="hegui" tests="7" failures="3" errors="2">
      <testsuite name="台账" tests="1" failures="1" errors="0" skipped="0">
        <properties>
          <property name="as_of" value="2026-12-31"/>
          <property name="period" value="2026"/>
          <property name="pack" value="builtin 0.1.0"/>
          <property name="pack.digest" value="sha256:abababababababababababababababababababababababababababababababab"/>
          <property name="profiles" value="documents"/>
          <property name="unions" value="2"/>
          <property name="rules" value="3"/>
          <property name="compliance.passed" value="1"/>
          <property name="compliance.judged" value="4"/>
          <property name="coverage.judged" value="4"/>
          <property name="coverage.applicable" value="6"/>
          <property name="states.pass" value="1"/>
          <property name="states.fail" value="2"/>
          <property name="states.due" value="1"/>
          <property name="states.insufficient" value="0"/>
          <property name="states.not_applicable" value="0"/>
          <property name="states.waived" value="0"/>
          <property name="states.error" value="2"/>
          <property name="severities.error" value="1"/>
          <property name="severities.warning" value="1"/>
          <property name="severities.note" value="0"/>
          <property name="problems.error" value="1"/>
          <property name="problems.warning" value="0"/>
          <property name="problems.note" value="0"/>
        </properties>
        <testcase classname="records" name="unknown-ledger town/bing.yaml:2:1">
          <failure type="error" message="没有名为“congreses”的台账">town/bing.yaml:2:1: 错误：没有名为“congreses”的台账
      怎么办：是不是“congresses”？</failure>
        </testcase>
      </testsuite>
      <testsuite name="甲厂工会（00101）" tests="3" failures="1" errors="1" skipped="0">
        <properties>
          <property name="as_of" value="2026-12-31"/>
          <property name="period" value="2026"/>
          <property name="pack" value="builtin 0.1.0"/>
          <property name="union" value="00101"/>
          <property name="states.pass" value="1"/>
          <property name="states.fail" value="1"/>
          <property name="states.due" value="0"/>
          <property name="states.insufficient" value="0"/>
          <property name="states.not_applicable" value="0"/>
          <property name="states.waived" value="0"/>
          <property name="states.error" value="1"/>
        </properties>
        <testcase classname="contracts" name="contract-gap 集体合同前后脱节">
          <error type="rule-error" message="规则运行出错：没有 nonsense 这个字段">builtin:contracts/contract-gap.rhai:3:34: 规则错误：规则运行出错：没有 nonsense 这个字段
      怎么办：请把此信息报给规则的编写者。</error>
        </testcase>
        <testcase classname="contracts" name="contract-lapsed 集体合同到期未续签">
          <failure type="error" message="工资专项集体合同已于2025-12-31到期，未见续签">town/jia.yaml:13:14: 错误：工资专项集体合同已于2025-12-31到期，未见续签
      怎么办：与企业方协商续签，草案经职代会通过后签字、报送，并登记新合同。</failure>
        </testcase>
        <testcase classname="safety" name="hazard-overdue 隐患逾期未整改"/>
      </testsuite>
      <testsuite name="乙厂工会（00102）" tests="3" failures="1" errors="1" skipped="0">
        <properties>
          <property name="as_of" value="2026-12-31"/>
          <property name="period" value="2026"/>
          <property name="pack" value="builtin 0.1.0"/>
          <property name="union" value="00102"/>
          <property name="states.pass" value="0"/>
          <property name="states.fail" value="1"/>
          <property name="states.due" value="1"/>
          <property name="states.insufficient" value="0"/>
          <property name="states.not_applicable" value="0"/>
          <property name="states.waived" value="0"/>
          <property name="states.error" value="1"/>
        </properties>
        <testcase classname="contracts" name="contract-gap 集体合同前后脱节">
          <error type="rule-error" message="规则运行出错：没有 nonsense 这个字段">builtin:contracts/contract-gap.rhai:3:34: 规则错误：规则运行出错：没有 nonsense 这个字段
      怎么办：请把此信息报给规则的编写者。</error>
        </testcase>
        <testcase classname="contracts" name="contract-lapsed 集体合同到期未续签">
          <system-out>town/jia.yaml:13:14: 临期：工资专项集体合同已于2025-12-31到期，未见续签
      怎么办：与企业方协商续签，草案经职代会通过后签字、报送，并登记新合同。</system-out>
        </testcase>
        <testcase classname="safety" name="hazard-overdue 隐患逾期未整改">
          <failure type="warning" message="隐患 H-1 应于2026-04-01前整改，至今未完成">town/yi.yaml:3:113: 警告：隐患 H-1 应于2026-04-01前整改，至今未完成
      怎么办：督促责任车间整改，完成后登记整改完成日期。</failure>
        </testcase>
      </testsuite>
    </testsuites>
    "#);
}

#[test]
fn findings_may_come_apart_from_their_union() {
    let pack = Pack::builtin().unwrap();
    let (whole, summary) = chunk();
    let whole_at_once = written(&mut JunitReport::new(&pack, Lang::Zh));
    let (mut report, mut out) = (JunitReport::new(&pack, Lang::Zh), Vec::new());
    report.begin(&mut out, &run()).unwrap();
    report.chunk(&mut out, &Chunk { unions: whole.unions, ..Chunk::default() }).unwrap();
    report.chunk(&mut out, &Chunk { items: whole.items, ..Chunk::default() }).unwrap();
    report.finish(&mut out, &summary).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), whole_at_once);
}

#[test]
fn what_the_baseline_knows_fails_nothing_and_what_is_new_comes_first() {
    let known = || Finding { is_known: true, ..lapsed() };
    let message = "工资专项集体合同已于2025-12-31到期，未见续签";
    let wanted = format!("基线已有：{message}（另有 1 处）");
    assert_eq!(case(State::Fail, &[known(), known()]), Outcome::Skipped(wanted));
    let Outcome::Failed(kind, said, text) = case(State::Fail, &[known(), lapsed()]) else { panic!("passes") };
    assert_eq!((kind, said.as_str()), ("error", message));
    assert!(
        text.starts_with("town/jia.yaml:13:14: 错误（基线已有）：") && text.contains("\n  怎么办："),
        "{text}"
    );
}

#[test]
fn what_is_waived_says_why_by_whom_and_until_when() {
    let wanted = "豁免：停产，职代会延期（批准：镇总工会，至 2027-03-31）";
    assert_eq!(case(State::Waived, &[waived(), waived()]), Outcome::Skipped(wanted.to_owned()));
}

#[test]
fn what_is_lacking_is_skipped_and_says_what() {
    let lacking = Finding { state: State::Insufficient, ..lapsed() };
    let Outcome::Skipped(why) = case(State::Insufficient, &[lacking]) else { panic!("not skipped") };
    assert!(why.starts_with("数据不足：工资专项集体合同"), "{why}");
    assert_eq!(Found::default().outcome(State::NotApplicable, Lang::Zh), None);
}

#[test]
fn problems_fail_by_their_severity() {
    let outcome = |code| {
        let at = Location::whole(&Arc::new(Source::new("a.yaml", "")));
        case::of_problem(&Problem::new(code, Fault::at(at, "坏", "bad").help("改", "mend")), Lang::Zh).outcome
    };
    assert!(matches!(outcome(ProblemCode::InvalidUtf8), Outcome::Broken("invalid-utf8", ..)));
    assert!(matches!(outcome(ProblemCode::UnknownField), Outcome::Failed("error", ..)));
    let told = Outcome::Passed(Some("a.yaml: 警告：坏\n  怎么办：改".to_owned()));
    assert_eq!(outcome(ProblemCode::ExtraColumn), told);
}

#[test]
fn nothing_judged_is_an_error() {
    let (pack, mut out) = (Pack::builtin().unwrap(), Vec::new());
    let mut report = JunitReport::new(&pack, Lang::Zh);
    report.begin(&mut out, &run()).unwrap();
    let baseline = Some(AgainstBaseline { known: [0, 0, 2], fixed: Vec::new(), unclear: 1 });
    report.finish(&mut out, &Summary { baseline, ..Summary::default() }).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("<testsuites name=\"hegui\" tests=\"1\" failures=\"0\" errors=\"1\">"), "{text}");
    assert!(
        text.contains("<error type=\"nothing-judged\" message=\"没有评价任何单位，不能说明合规\">"),
        "{text}"
    );
    assert!(text.contains("<property name=\"baseline.known.error\" value=\"2\"/>"), "{text}");
}
